//! Plain text as copied from a web page.
//!
//! Each physical line is a block: pages copied from a browser have one paragraph per line, with or without blank lines
//! between. A text wrapped at a fixed width, as in e-mail, is joined first.

use super::line::{Line, trim_invisible};
use super::metadata::{SourceMetadata, UnclassifiedText};
use super::wrapped;
use std::ops::Range;

/// Parses plain text into lines.
pub(super) fn read(text: &str) -> UnclassifiedText {
    let physical = physical_lines(text);
    let raw: Vec<&str> = physical.iter().map(|range| &text[range.clone()]).collect();
    let lines = wrapped::join(&raw).into_iter().map(|joined| {
        let first = joined.lines.start;
        let range = trim_range(text, &physical[first]).start..trim_range(text, &physical[joined.lines.end - 1]).end;
        Line::new(first + 1, &joined.text, range, None)
    });
    UnclassifiedText { lines: lines.collect(), metadata: SourceMetadata::default() }
}

/// Returns the byte range of each line without its line ending.
fn physical_lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let range = |line: &str| {
        let range = start..start + line.trim_end_matches(['\n', '\r']).len();
        start += line.len();
        range
    };
    text.split_inclusive('\n').map(range).collect()
}

fn trim_range(text: &str, range: &Range<usize>) -> Range<usize> {
    let line = &text[range.clone()];
    let trimmed = trim_invisible(line);
    let start = range.start + line.find(trimmed).unwrap_or(0);
    start..start + trimmed.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(text: &str) -> Vec<(usize, String, String)> {
        let lines = read(text).lines.into_iter();
        lines.map(|line| (line.number, line.text, text[line.range].to_owned())).collect()
    }

    #[test]
    fn parses_each_line_as_block() {
        let lines = summary("\u{feff}One.\r\n\n  Two.\u{a0}");
        let expected = [(1, "One.", "One."), (2, "", ""), (3, "Two.", "Two.")];
        assert_eq!(lines, expected.map(|(number, text, written)| (number, text.to_owned(), written.to_owned())));
        assert_eq!(summary(""), []);
    }

    #[test]
    fn ranges_cover_wrapped_paragraphs() {
        let line = "The council of Lindhaven met on Tuesday evening to hear what";
        let text = format!("{line}\n{line}\n{line}\n{line}\nit was.\n");
        let lines = summary(&text);
        assert_eq!((lines.len(), lines[0].2.as_str()), (1, text.trim_end()));
    }
}
