//! Report formats for diagnostics, one file each.

mod github;
mod human;
mod json;
mod sarif;
mod short;

use super::{Diagnostic, Diagnostics, Rule};
use crate::span::{Position, Sources, Span};

/// Format in which diagnostics are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportFormat {
    /// For people: annotated source lines and suggested fixes.
    #[default]
    Human,
    /// One line per diagnostic: `path:line:column: error[code]: message`.
    Short,
    /// One JSON object.
    Json,
    /// Workflow commands that GitHub displays next to the changed lines.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

/// Options of the human-readable format.
#[derive(Clone, Copy, Debug)]
pub struct ReportStyle {
    /// True for colored output.
    pub color: bool,
    /// Width of the terminal in columns.
    pub width: usize,
}

impl Default for ReportStyle {
    fn default() -> Self {
        ReportStyle { color: false, width: 120 }
    }
}

/// Formats diagnostics for output. `rules` contains all rules, for formats that list them.
pub fn report(
    format: ReportFormat,
    diagnostics: &Diagnostics,
    sources: &Sources,
    rules: &[&'static Rule],
    style: ReportStyle,
) -> String {
    match format {
        ReportFormat::Human => human::report(diagnostics, sources, style),
        ReportFormat::Short => short::report(diagnostics, sources),
        ReportFormat::Json => json::report(diagnostics, sources),
        ReportFormat::Github => github::report(diagnostics, sources),
        ReportFormat::Sarif => sarif::report(diagnostics, sources, rules),
    }
}

/// Span resolved to a path, lines and columns.
struct Location<'s> {
    path: &'s str,
    start: Position,
    end: Position,
}

fn locate(span: Span, sources: &Sources) -> Location<'_> {
    let file = sources.get(span.file);
    Location { path: &file.path, start: file.position(span.start as usize), end: file.position(span.end as usize) }
}

/// Returns the location of the primary span, or `None` without a span.
fn primary_location<'s>(diagnostic: &Diagnostic, sources: &'s Sources) -> Option<Location<'s>> {
    diagnostic.span.map(|span| locate(span, sources))
}

/// Makes text safe for a terminal: control characters, which could move the cursor or change colors, and bidirectional
/// formatting characters are replaced by U+FFFD, line breaks by spaces.
pub fn sanitized(text: &str) -> String {
    let replacement = |c: char| match c {
        '\n' => ' ',
        c if c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c) => {
            '\u{fffd}'
        }
        c => c,
    };
    text.chars().map(replacement).collect()
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
        let mut diagnostics = Diagnostics::default();
        let span = Span::new(file, 4..9);
        diagnostics
            .push(Diagnostic::new(&RULE, span, "unknown key `titel`").label("not a key").help("did you mean `title`?"));
        diagnostics.push(Diagnostic::without_span(&RULE, "no place\u{1b}[31m"));
        (diagnostics, sources)
    }

    fn render(format: ReportFormat) -> String {
        let (diagnostics, sources) = sample();
        report(format, &diagnostics, &sources, &[&RULE], ReportStyle::default())
    }

    #[test]
    fn renders_source_line_and_suggestion_for_humans() {
        let text = render(ReportFormat::Human);
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
    fn renders_one_line_per_diagnostic() {
        assert_eq!(
            render(ReportFormat::Short),
            "content/topics/a.md:2:1: error[unknown-key]: unknown key `titel`; did you mean `title`?\n\
             error[unknown-key]: no place\u{fffd}[31m\n"
        );
    }

    #[test]
    fn escapes_workflow_commands() {
        let text = render(ReportFormat::Github);
        assert!(text.starts_with(
            "::error file=content/topics/a.md,line=2,col=1,endLine=2,endColumn=6,title=unknown-key::unknown key"
        ));
        assert_eq!(text.lines().count(), 2);
    }

    #[test]
    fn renders_notes_in_every_format() {
        let sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(Diagnostic::without_span(&NOTE, "one article alone says so"));
        let render = |format| report(format, &diagnostics, &sources, &[&NOTE], ReportStyle::default());
        assert!(render(ReportFormat::Human).starts_with("note[worth-knowing]: one article alone says so"));
        assert_eq!(render(ReportFormat::Short), "note[worth-knowing]: one article alone says so\n");
        assert!(render(ReportFormat::Github).starts_with("::notice title=worth-knowing::"));
        let json: serde_json::Value = serde_json::from_str(&render(ReportFormat::Json)).unwrap();
        assert_eq!((&json["errors"], &json["warnings"], &json["notes"]), (&0.into(), &0.into(), &1.into()));
        let sarif: serde_json::Value = serde_json::from_str(&render(ReportFormat::Sarif)).unwrap();
        assert_eq!(sarif["runs"][0]["results"][0]["level"], "note");
        diagnostics.retain_at_least(Severity::Warning);
        assert!(diagnostics.is_empty());
    }

    #[test]
    fn renders_valid_json() {
        let value: serde_json::Value = serde_json::from_str(&render(ReportFormat::Json)).unwrap();
        assert_eq!(value["errors"], 2);
        assert_eq!(value["diagnostics"][0]["line"], 2);
        let sarif: serde_json::Value = serde_json::from_str(&render(ReportFormat::Sarif)).unwrap();
        assert_eq!(sarif["version"], "2.1.0");
        assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "unknown-key");
    }
}
