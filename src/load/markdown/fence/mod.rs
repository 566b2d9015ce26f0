//! Fences that are drawn: `chart` and `timeline`. TOML settings, then a line `---`, then CSV for a chart.
//!
//! 1. The info string's first word chooses the fence; others stay code.
//! 2. `settings` reads the TOML with the places of its values.
//! 3. `chart` and `timeline` take the settings they know; what is left is unknown.

mod chart;
mod settings;
mod timeline;

use super::parser::MarkdownParser;
use super::run::TextRun;
use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::model::BlockKind;
use settings::FenceSettings;
use std::ops::Range;

/// A fence whose TOML or CSV cannot be read.
pub(super) static BAD_FENCE: Rule = Rule {
    code: "bad-fence",
    severity: Severity::Error,
    what: "The TOML or CSV of a `chart` or `timeline` fence cannot be read.",
    why: "Readers would find nothing where the chart or the timeline should be.",
    wrong: "type = bar",
    right: "type = \"bar\"",
};

/// A setting that a fence does not have.
pub(super) static UNKNOWN_SETTING: Rule = Rule {
    code: "unknown-setting",
    severity: Severity::Error,
    what: "A `chart` or `timeline` fence has a setting that does not exist.",
    why: "A misspelt setting would be passed over in silence, and what it says would be missing.",
    wrong: "titel = \"Projects\"",
    right: "title = \"Projects\"",
};

/// A setting of the wrong type, or with a value that is not allowed.
pub(super) static WRONG_SETTING: Rule = Rule {
    code: "wrong-setting",
    severity: Severity::Error,
    what: "A setting of a `chart` or `timeline` fence has a value of the wrong type, or an unknown word.",
    why: "The chart or the timeline could not be drawn as meant.",
    wrong: "type = \"pie\"",
    right: "type = \"bar\"",
};

/// A chart without a setting that it needs.
pub(super) static MISSING_SETTING: Rule = Rule {
    code: "missing-setting",
    severity: Severity::Error,
    what: "A chart has no title or no numbers.",
    why: "Readers who cannot see the chart know it by its title; without numbers there is nothing to draw.",
    wrong: "type = \"bar\"\n---\nyear,projects\n2023,408",
    right: "type = \"bar\"\ntitle = \"Projects by year\"\n---\nyear,projects\n2023,408",
};

/// The text of a fence and where its lines are written.
struct Fence<'c> {
    /// Its text, with the places of its bytes.
    code: &'c TextRun,
    /// The first line, for what has no place of its own.
    opening: Range<usize>,
}

impl Fence<'_> {
    /// The bytes at which a part of the text is written.
    fn source_range(&self, range: Range<usize>) -> Range<usize> {
        if range.is_empty() {
            let before = self.code.source_range(range.start.saturating_sub(1)..range.start.max(1));
            return if range.start == 0 { self.opening.clone() } else { before.end..before.end };
        }
        self.code.source_range(range)
    }
}

/// Reads a fence. `range` is the whole code block. Nothing for other code, and for a fence that cannot be read at all.
pub(super) fn read(
    info: &str,
    code: &TextRun,
    range: Range<usize>,
    reading: &mut MarkdownParser<'_>,
) -> Option<BlockKind> {
    let draw = match info.split_whitespace().next()? {
        "chart" => chart::read,
        "timeline" => timeline::read,
        _ => return None,
    };
    let line = reading.slice(range.clone()).lines().next().map_or(0, str::len);
    let fence = Fence { code, opening: range.start..range.start + line };
    let (head, rest) = split(&code.text);
    let settings = FenceSettings::parse(head, &fence, reading)?;
    Some(draw(settings, rest, &fence, reading))
}

/// The TOML before the line `---`, and the range of what follows it.
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

/// Reports rows after the settings of a fence that takes none.
fn reject_rows(rows: Option<Range<usize>>, what: &str, fence: &Fence<'_>, reading: &mut MarkdownParser<'_>) {
    let Some(rows) = rows.filter(|rows| !fence.code.text[rows.clone()].trim().is_empty()) else { return };
    let first = fence.code.text[rows.clone()].lines().next().map_or(0, str::len);
    let place = reading.span(fence.source_range(rows.start..rows.start + first));
    reading.report(Diagnostic::new(&BAD_FENCE, place, what).label("from here on").help("delete these lines"));
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
    fn leaves_other_code() {
        assert_eq!(ParsedMarkdown::new("```rust\nlet a = 1;\n```").sketch(), "code(rust|let a = 1;\n)");
        assert_eq!(ParsedMarkdown::new("    chart").sketch(), "code(|chart)");
    }

    #[test]
    fn reports_bad_toml_at_its_place() {
        let read = ParsedMarkdown::new("> ```chart\n> title = \"T\"\n> type = bar\n> ```");
        assert_eq!(read.marked("bad-fence"), ["bar"]);
        let unfinished = ParsedMarkdown::new("```timeline\nfrom = \"2025");
        assert_eq!(unfinished.codes(), ["bad-fence"]);
    }
}
