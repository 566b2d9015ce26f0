//! Fences that are rendered as figures: `chart` and `timeline`. TOML settings, then a line `---`, then CSV for a chart.
//!
//! 1. The first word of the info string selects the fence; other fences stay code blocks.
//! 2. `settings` parses the TOML with the spans of its values.
//! 3. `chart` and `timeline` take the settings they know; the remaining ones are reported as unknown.

mod chart;
mod settings;
mod timeline;

use super::parser::MarkdownParser;
use super::run::TextRun;
use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::model::BlockKind;
use settings::FenceSettings;
use std::ops::Range;

/// Rule: a fence has invalid TOML or CSV.
pub(super) static INVALID_FENCE: Rule = Rule {
    code: "invalid-fence",
    severity: Severity::Error,
    what: "The TOML or CSV of a `chart` or `timeline` fence is not valid.",
    why: "The chart or timeline would be missing from the page.",
    wrong: "type = bar",
    right: "type = \"bar\"",
};

/// Rule: a fence has an unknown setting.
pub(super) static UNKNOWN_SETTING: Rule = Rule {
    code: "unknown-setting",
    severity: Severity::Error,
    what: "A `chart` or `timeline` fence has an unknown setting.",
    why: "A misspelt setting would be ignored silently.",
    wrong: "titel = \"Projects\"",
    right: "title = \"Projects\"",
};

/// Rule: a setting has the wrong type or a value that is not allowed.
pub(super) static INVALID_SETTING: Rule = Rule {
    code: "invalid-setting",
    severity: Severity::Error,
    what: "A setting of a `chart` or `timeline` fence has an invalid value.",
    why: "The chart or timeline could not be drawn as intended.",
    wrong: "type = \"pie\"",
    right: "type = \"bar\"",
};

/// Rule: a chart lacks a required setting.
pub(super) static MISSING_SETTING: Rule = Rule {
    code: "missing-setting",
    severity: Severity::Error,
    what: "A chart has no title or no data.",
    why: "The title identifies the chart for readers who cannot see it; without data there is nothing to draw.",
    wrong: "type = \"bar\"\n---\nyear,projects\n2023,408",
    right: "type = \"bar\"\ntitle = \"Projects by year\"\n---\nyear,projects\n2023,408",
};

/// Content of a fence with its position in the text.
struct Fence<'c> {
    /// Content, mapped to its byte ranges in the text.
    code: &'c TextRun,
    /// Byte range of the first line, for diagnostics without a better one.
    opening: Range<usize>,
}

impl Fence<'_> {
    /// Maps a byte range of the content to the text.
    fn source_range(&self, range: Range<usize>) -> Range<usize> {
        if range.is_empty() {
            let before = self.code.source_range(range.start.saturating_sub(1)..range.start.max(1));
            return if range.start == 0 { self.opening.clone() } else { before.end..before.end };
        }
        self.code.source_range(range)
    }
}

/// Parses a fence. `range` is the whole code block. Returns `None` for other code, and if the TOML is invalid.
pub(super) fn read(
    info: &str,
    code: &TextRun,
    range: Range<usize>,
    parser: &mut MarkdownParser<'_>,
) -> Option<BlockKind> {
    let build = match info.split_whitespace().next()? {
        "chart" => chart::read,
        "timeline" => timeline::read,
        _ => return None,
    };
    let line = parser.slice(range.clone()).lines().next().map_or(0, str::len);
    let fence = Fence { code, opening: range.start..range.start + line };
    let (head, rest) = split(&code.text);
    let settings = FenceSettings::parse(head, &fence, parser)?;
    Some(build(settings, rest, &fence, parser))
}

/// Splits content at the line `---` into TOML and the byte range of the rest.
fn split(text: &str) -> (&str, Option<Range<usize>>) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return (&text[..at], Some(at + line.len()..text.len()));
        }
        at += line.len();
    }
    (text, None)
}

/// Reports rows in a fence that takes settings only.
fn reject_rows(rows: Option<Range<usize>>, message: &str, fence: &Fence<'_>, parser: &mut MarkdownParser<'_>) {
    let Some(rows) = rows.filter(|rows| !fence.code.text[rows.clone()].trim().is_empty()) else { return };
    let first = fence.code.text[rows.clone()].lines().next().map_or(0, str::len);
    let span = parser.span(fence.source_range(rows.start..rows.start + first));
    parser.report(Diagnostic::new(&INVALID_FENCE, span, message).label("from here on").help("delete these lines"));
}

#[cfg(test)]
mod tests {
    use super::super::tests::ParsedMarkdown;
    use super::*;

    #[test]
    fn splits_settings_from_rows() {
        assert_eq!(split("a = 1\n---\nx,y\n"), ("a = 1\n", Some(10..14)));
        assert_eq!(split("a = 1\n"), ("a = 1\n", None));
        assert_eq!(split("---"), ("", Some(3..3)));
    }

    #[test]
    fn keeps_other_fences_as_code() {
        assert_eq!(ParsedMarkdown::new("```rust\nlet a = 1;\n```").sketch(), "code(rust|let a = 1;\n)");
        assert_eq!(ParsedMarkdown::new("    chart").sketch(), "code(|chart)");
    }

    #[test]
    fn reports_invalid_toml_at_its_span() {
        let read = ParsedMarkdown::new("> ```chart\n> title = \"T\"\n> type = bar\n> ```");
        assert_eq!(read.marked("invalid-fence"), ["bar"]);
        let unfinished = ParsedMarkdown::new("```timeline\nfrom = \"2025");
        assert_eq!(unfinished.codes(), ["invalid-fence"]);
    }
}
