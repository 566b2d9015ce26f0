//! Prints findings, one file per format.

mod github;
mod human;
mod json;
mod sarif;
mod short;

use super::{Diagnostic, Diagnostics, Rule};
use crate::span::{Position, Sources, Span};

/// The formats in which findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportFormat {
    /// For people: with the line itself and what to do.
    #[default]
    Human,
    /// One line per finding: `path:line:column: error[code]: message`.
    Short,
    /// One JSON object.
    Json,
    /// Workflow commands that GitHub shows beside the changed lines.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

/// How to print for people.
#[derive(Clone, Copy, Debug)]
pub struct ReportStyle {
    /// Whether to use colours.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
}

impl Default for ReportStyle {
    fn default() -> Self {
        ReportStyle { color: false, width: 120 }
    }
}

/// Prints findings in a format. `rules` are all rules there are, for formats that list them.
pub fn report(
    format: ReportFormat,
    found: &Diagnostics,
    sources: &Sources,
    rules: &[&'static Rule],
    style: ReportStyle,
) -> String {
    match format {
        ReportFormat::Human => human::report(found, sources, style),
        ReportFormat::Short => short::report(found, sources),
        ReportFormat::Json => json::report(found, sources),
        ReportFormat::Github => github::report(found, sources),
        ReportFormat::Sarif => sarif::report(found, sources, rules),
    }
}

/// A place as reports print it.
struct Location<'s> {
    path: &'s str,
    start: Position,
    end: Position,
}

fn locate(span: Span, sources: &Sources) -> Location<'_> {
    let file = sources.get(span.file);
    Location { path: &file.path, start: file.position(span.start as usize), end: file.position(span.end as usize) }
}

/// Where a finding stands, if it stands anywhere.
fn primary_location<'s>(diagnostic: &Diagnostic, sources: &'s Sources) -> Option<Location<'s>> {
    diagnostic.span.map(|span| locate(span, sources))
}

/// Makes words harmless for a terminal: control characters, which could move the cursor or change colours, and marks that
/// turn the direction of writing become visible.
pub fn sanitized(words: &str) -> String {
    let visible = |c: char| match c {
        '\n' => ' ',
        c if c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c) => {
            '\u{fffd}'
        }
        c => c,
    };
    words.chars().map(visible).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Severity;

    pub(super) static RULE: Rule = Rule {
        code: "unknown-key",
        severity: Severity::Error,
        what: "A key that nothing reads.",
        why: "It is probably misspelt.",
        wrong: "titel = \"x\"",
        right: "title = \"x\"",
    };

    static NOTE: Rule = Rule { severity: Severity::Note, code: "worth-knowing", ..RULE };

    fn sample() -> (Diagnostics, Sources) {
        let mut sources = Sources::default();
        let file = sources.add("content/topics/a.md", "+++\ntitel = \"中文\"\n+++\n");
        let mut found = Diagnostics::default();
        let span = Span::new(file, 4..9);
        found
            .push(Diagnostic::new(&RULE, span, "unknown key `titel`").label("not a key").help("did you mean `title`?"));
        found.push(Diagnostic::without_span(&RULE, "no place\u{1b}[31m"));
        (found, sources)
    }

    fn print(format: ReportFormat) -> String {
        let (found, sources) = sample();
        report(format, &found, &sources, &[&RULE], ReportStyle::default())
    }

    #[test]
    fn shows_the_line_and_the_suggestion_to_people() {
        let text = print(ReportFormat::Human);
        for part in [
            "error[unknown-key]: unknown key `titel`",
            "content/topics/a.md:2:1",
            "titel = \"中文\"",
            "^^^^^",
            "not a key",
        ] {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
        assert!(text.contains("did you mean `title`?") && !text.contains('\u{1b}'));
    }

    #[test]
    fn prints_one_line_per_finding() {
        assert_eq!(
            print(ReportFormat::Short),
            "content/topics/a.md:2:1: error[unknown-key]: unknown key `titel`; did you mean `title`?\n\
             error[unknown-key]: no place\u{fffd}[31m\n"
        );
    }

    #[test]
    fn escapes_workflow_commands() {
        let text = print(ReportFormat::Github);
        assert!(text.starts_with(
            "::error file=content/topics/a.md,line=2,col=1,endLine=2,endColumn=6,title=unknown-key::unknown key"
        ));
        assert_eq!(text.lines().count(), 2);
    }

    #[test]
    fn names_what_is_worth_knowing_as_each_format_does() {
        let sources = Sources::default();
        let mut found = Diagnostics::default();
        found.push(Diagnostic::without_span(&NOTE, "one article alone says so"));
        let print = |format| report(format, &found, &sources, &[&NOTE], ReportStyle::default());
        assert!(print(ReportFormat::Human).starts_with("note[worth-knowing]: one article alone says so"));
        assert_eq!(print(ReportFormat::Short), "note[worth-knowing]: one article alone says so\n");
        assert!(print(ReportFormat::Github).starts_with("::notice title=worth-knowing::"));
        let json: serde_json::Value = serde_json::from_str(&print(ReportFormat::Json)).unwrap();
        assert_eq!((&json["errors"], &json["warnings"], &json["notes"]), (&0.into(), &0.into(), &1.into()));
        let sarif: serde_json::Value = serde_json::from_str(&print(ReportFormat::Sarif)).unwrap();
        assert_eq!(sarif["runs"][0]["results"][0]["level"], "note");
        found.retain_at_least(Severity::Warning);
        assert!(found.is_empty());
    }

    #[test]
    fn gives_valid_json() {
        let value: serde_json::Value = serde_json::from_str(&print(ReportFormat::Json)).unwrap();
        assert_eq!(value["errors"], 2);
        assert_eq!(value["diagnostics"][0]["line"], 2);
        let sarif: serde_json::Value = serde_json::from_str(&print(ReportFormat::Sarif)).unwrap();
        assert_eq!(sarif["version"], "2.1.0");
        assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "unknown-key");
    }
}
