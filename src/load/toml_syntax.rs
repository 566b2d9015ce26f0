//! Parses TOML with error recovery, and drops errors that only follow from others.
//!
//! The parser continues after an error. After an unclosed bracket it takes the rest of the text for items of an array
//! and reports nearly all of them: only the first of these errors is the author's. On a line without `=`, it reports a
//! missing value in addition to the invalid key.

use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

/// Parsed TOML with its syntax errors.
pub(super) struct TomlSyntax<'s> {
    /// Top-level table, with placeholders for invalid values.
    pub(super) table: DeTable<'s>,
    /// Root errors, in source order.
    pub(super) errors: Vec<Error>,
    /// Byte ranges of all errors, consequential ones included, in source order.
    error_ranges: Vec<Range<usize>>,
    /// Byte ranges swallowed by unclosed brackets, from their first error on; sorted and disjoint.
    swallowed: Vec<Range<usize>>,
}

/// Parses a text.
pub(super) fn read(source: &str) -> TomlSyntax<'_> {
    let (table, mut errors) = DeTable::parse_recoverable(source);
    let table = table.into_inner();
    errors.sort_by_key(|error| error_range(error).start);
    let error_ranges: Vec<Range<usize>> = errors.iter().map(error_range).collect();
    let swallowed = swallowed(&table, &errors, &error_ranges);
    let (mut reported, mut line) = (None, 0..0);
    errors.retain(|error| {
        let start = error_range(error).start;
        let bracket = containing(&swallowed, start);
        let follows = bracket.is_some() && bracket == reported;
        reported = bracket;
        // An invalid key cannot have a value either.
        let is_same_line = line.contains(&start) && error.message().starts_with("key with no value");
        line = start
            ..start
                + source
                    .get(start..)
                    .and_then(|rest| rest.find('\n'))
                    .unwrap_or(source.len() - start.min(source.len()));
        !follows && !is_same_line
    });
    TomlSyntax { table, errors, error_ranges, swallowed }
}

impl TomlSyntax<'_> {
    /// Checks whether an unclosed bracket has swallowed an offset, so that the parsed value is not the one written
    /// there.
    pub(super) fn is_swallowed(&self, offset: usize) -> bool {
        containing(&self.swallowed, offset).is_some()
    }

    /// Checks whether a scalar is a placeholder: its range is empty, or an error is inside it or at its end.
    pub(super) fn is_placeholder(&self, range: &Range<usize>) -> bool {
        let next = self.error_ranges.partition_point(|error| error.start < range.start);
        range.is_empty() || self.error_ranges.get(next).is_some_and(|error| error.start <= range.end)
    }
}

/// Returns the byte range of an error; `0..0` if the parser gives none.
pub(super) fn error_range(error: &Error) -> Range<usize> {
    error.span().unwrap_or(0..0)
}

fn swallowed(table: &DeTable<'_>, errors: &[Error], ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let is_unclosed = |error: &&Error| {
        let message = error.message();
        message.starts_with("unclosed array") || message.starts_with("unclosed inline table")
    };
    let mut ends = errors.iter().filter(is_unclosed).map(|error| error_range(error).start).peekable();
    let mut starts = BTreeMap::new();
    if ends.peek().is_some() {
        table.values().for_each(|value| record_brackets(value, &mut starts));
    }
    let mut swallowed: Vec<Range<usize>> = Vec::new();
    for end in ends {
        let start = starts.get(&end).copied().unwrap_or(end);
        let first = ranges.get(ranges.partition_point(|range| range.start < start)).map_or(end, |range| range.start);
        match swallowed.last_mut().filter(|last| first <= last.end) {
            Some(last) => *last = last.start.min(first)..end,
            None => swallowed.push(first..end),
        }
    }
    swallowed
}

/// Records the start of the outermost array or table by its end. Recursion is bounded by the parser's nesting limit.
fn record_brackets(value: &Spanned<DeValue<'_>>, starts: &mut BTreeMap<usize, usize>) {
    match value.get_ref() {
        DeValue::Array(items) => items.iter().for_each(|item| record_brackets(item, starts)),
        DeValue::Table(table) => table.values().for_each(|value| record_brackets(value, starts)),
        _ => return,
    }
    let start = starts.entry(value.span().end).or_insert(value.span().start);
    *start = (*start).min(value.span().start);
}

/// Returns the index of the range that contains an offset, end included.
fn containing(ranges: &[Range<usize>], offset: usize) -> Option<usize> {
    let last = ranges.partition_point(|range| range.start <= offset).checked_sub(1)?;
    (offset <= ranges[last].end).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(source: &str) -> Vec<usize> {
        read(source).errors.iter().map(|error| error_range(error).start).collect()
    }

    #[test]
    fn keeps_only_first_error_after_unclosed_bracket() {
        assert_eq!(ranges("names = [\"a\", \"b\"\nweight = 2\n"), [18]);
        assert_eq!(ranges("x = [[1, 2], [3]\ny = 1\n[t]\nz = 1\n"), [17]);
        assert_eq!(ranges("x = [[1, 2\ny = 1\n"), [11]);
        assert_eq!(ranges("a = {b = 1\nc = 2\nd = 3\n"), [11]);
        assert_eq!(ranges("[[x]]\na = [1, 2\n[[x]]\na = 3\n"), [16]);
        assert_eq!(ranges("a = [1,"), [7]);
    }

    #[test]
    fn keeps_one_error_for_line_without_assignment() {
        assert_eq!(ranges("type: pie\n"), [4]);
        assert_eq!(ranges("type: pie\na,b"), [4, 11]);
    }

    #[test]
    fn keeps_independent_errors() {
        assert_eq!(ranges("a = \nb = tru\nc = [x, y]\n"), [4, 9, 18, 21]);
        assert_eq!(ranges("a = tru\nb = [1\nc = 2\n"), [4, 15]);
    }

    #[test]
    fn detects_swallowed_offsets() {
        let syntax = read("a = 1\nnames = [\"b\"\nweight = 2\n");
        assert!(
            !syntax.is_swallowed(0) && !syntax.is_swallowed(15) && syntax.is_swallowed(19) && syntax.is_swallowed(28)
        );
        assert!(read("a = 1\n").errors.is_empty() && !read("a = 1\n").is_swallowed(0));
    }
}
