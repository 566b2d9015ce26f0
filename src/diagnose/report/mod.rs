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
pub enum Format {
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
pub struct Style {
    /// Whether to use colours.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Style { color: false, width: 120 }
    }
}

/// Prints findings in a format. `rules` are all rules there are, for formats that list them.
pub fn report(format: Format, found: &Diagnostics, sources: &Sources, rules: &[&'static Rule], style: Style) -> String {
    match format {
        Format::Human => human::report(found, sources, style),
        Format::Short => short::report(found, sources),
        Format::Json => json::report(found, sources),
        Format::Github => github::report(found, sources),
        Format::Sarif => sarif::report(found, sources, rules),
    }
}

/// A place as reports print it.
struct Place<'s> {
    path: &'s str,
    start: Position,
    end: Position,
}

fn place(span: Span, sources: &Sources) -> Place<'_> {
    let file = sources.get(span.file);
    Place { path: &file.path, start: file.position(span.start as usize), end: file.position(span.end as usize) }
}

/// Where a finding stands, if it stands anywhere.
fn place_of<'s>(diagnostic: &Diagnostic, sources: &'s Sources) -> Option<Place<'s>> {
    diagnostic.span.map(|span| place(span, sources))
}

/// Makes words harmless for a terminal: control characters, which could move the cursor or change colours, and marks that
/// turn the direction of writing become visible.
pub fn inert(words: &str) -> String {
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
        found.push(Diagnostic::without_place(&RULE, "no place\u{1b}[31m"));
        (found, sources)
    }

    fn print(format: Format) -> String {
        let (found, sources) = sample();
        report(format, &found, &sources, &[&RULE], Style::default())
    }

    #[test]
    fn shows_the_line_and_the_suggestion_to_people() {
        let text = print(Format::Human);
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
            print(Format::Short),
            "content/topics/a.md:2:1: error[unknown-key]: unknown key `titel`; did you mean `title`?\n\
             error[unknown-key]: no place\u{fffd}[31m\n"
        );
    }

    #[test]
    fn escapes_workflow_commands() {
        let text = print(Format::Github);
        assert!(text.starts_with(
            "::error file=content/topics/a.md,line=2,col=1,endLine=2,endColumn=6,title=unknown-key::unknown key"
        ));
        assert_eq!(text.lines().count(), 2);
    }

    #[test]
    fn names_what_is_worth_knowing_as_each_format_does() {
        let sources = Sources::default();
        let mut found = Diagnostics::default();
        found.push(Diagnostic::without_place(&NOTE, "one article alone says so"));
        let print = |format| report(format, &found, &sources, &[&NOTE], Style::default());
        assert!(print(Format::Human).starts_with("note[worth-knowing]: one article alone says so"));
        assert_eq!(print(Format::Short), "note[worth-knowing]: one article alone says so\n");
        assert!(print(Format::Github).starts_with("::notice title=worth-knowing::"));
        let json: serde_json::Value = serde_json::from_str(&print(Format::Json)).unwrap();
        assert_eq!((&json["errors"], &json["warnings"], &json["notes"]), (&0.into(), &0.into(), &1.into()));
        let sarif: serde_json::Value = serde_json::from_str(&print(Format::Sarif)).unwrap();
        assert_eq!(sarif["runs"][0]["results"][0]["level"], "note");
        found.keep_from(Severity::Warning);
        assert!(found.is_empty());
    }

    #[test]
    fn gives_valid_json() {
        let value: serde_json::Value = serde_json::from_str(&print(Format::Json)).unwrap();
        assert_eq!(value["errors"], 2);
        assert_eq!(value["diagnostics"][0]["line"], 2);
        let sarif: serde_json::Value = serde_json::from_str(&print(Format::Sarif)).unwrap();
        assert_eq!(sarif["version"], "2.1.0");
        assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "unknown-key");
    }
}
