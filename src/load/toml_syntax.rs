//! Reads TOML as far as it can be read, and tells mistakes from what follows from them.
//!
//! The parser goes on after a mistake. Behind a bracket that is never closed it takes all that follows for items of a
//! list, and finds something wrong with nearly each of them: there only the first mistake is the author's. On a line
//! that is no setting at all, it misses a value once it has found that the key is none.

use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

/// What a text of TOML says.
pub(super) struct TomlSyntax<'s> {
    /// The top level. Where a value could not be read, a placeholder stands.
    pub(super) table: DeTable<'s>,
    /// The mistakes, in order.
    pub(super) errors: Vec<Error>,
    /// The places of mistakes and of what follows from them, in order.
    error_ranges: Vec<Range<usize>>,
    /// What brackets without end have swallowed, from the first mistake on; in order and apart from each other.
    swallowed: Vec<Range<usize>>,
}

/// Reads a text.
pub(super) fn read(source: &str) -> TomlSyntax<'_> {
    let (table, mut errors) = DeTable::parse_recoverable(source);
    let table = table.into_inner();
    errors.sort_by_key(|error| error_range(error).start);
    let broken: Vec<Range<usize>> = errors.iter().map(error_range).collect();
    let swallowed = swallowed(&table, &errors, &broken);
    let (mut reported, mut line) = (None, 0..0);
    errors.retain(|error| {
        let at = error_range(error).start;
        let bracket = containing(&swallowed, at);
        let follows = bracket.is_some() && bracket == reported;
        reported = bracket;
        // What is no key has no value either.
        let is_same_line = line.contains(&at) && error.message().starts_with("key with no value");
        line =
            at..at + source.get(at..).and_then(|rest| rest.find('\n')).unwrap_or(source.len() - at.min(source.len()));
        !follows && !is_same_line
    });
    TomlSyntax { table, errors, error_ranges: broken, swallowed }
}

impl TomlSyntax<'_> {
    /// Whether what stands at a place is not what the author wrote: a bracket without end has swallowed it.
    pub(super) fn is_swallowed(&self, at: usize) -> bool {
        containing(&self.swallowed, at).is_some()
    }

    /// Whether a scalar is a placeholder: it has no place of its own, or a mistake stands in it or at its end.
    pub(super) fn is_placeholder(&self, place: &Range<usize>) -> bool {
        let next = self.error_ranges.partition_point(|error| error.start < place.start);
        place.is_empty() || self.error_ranges.get(next).is_some_and(|error| error.start <= place.end)
    }
}

/// Where a mistake stands; at the beginning when the parser does not say.
pub(super) fn error_range(error: &Error) -> Range<usize> {
    error.span().unwrap_or(0..0)
}

fn swallowed(table: &DeTable<'_>, errors: &[Error], places: &[Range<usize>]) -> Vec<Range<usize>> {
    let is_without_end = |error: &&Error| {
        let message = error.message();
        message.starts_with("unclosed array") || message.starts_with("unclosed inline table")
    };
    let mut ends = errors.iter().filter(is_without_end).map(|error| error_range(error).start).peekable();
    let mut starts = BTreeMap::new();
    if ends.peek().is_some() {
        table.values().for_each(|value| record_brackets(value, &mut starts));
    }
    let mut swallowed: Vec<Range<usize>> = Vec::new();
    for end in ends {
        let start = starts.get(&end).copied().unwrap_or(end);
        let first = places.get(places.partition_point(|place| place.start < start)).map_or(end, |place| place.start);
        match swallowed.last_mut().filter(|last| first <= last.end) {
            Some(last) => *last = last.start.min(first)..end,
            None => swallowed.push(first..end),
        }
    }
    swallowed
}

/// Notes where the outermost list or table begins that ends at a place. Recurses as deep as the parser allows.
fn record_brackets(value: &Spanned<DeValue<'_>>, starts: &mut BTreeMap<usize, usize>) {
    match value.get_ref() {
        DeValue::Array(items) => items.iter().for_each(|item| record_brackets(item, starts)),
        DeValue::Table(table) => table.values().for_each(|value| record_brackets(value, starts)),
        _ => return,
    }
    let start = starts.entry(value.span().end).or_insert(value.span().start);
    *start = (*start).min(value.span().start);
}

/// Which of several ranges holds a place, its end included.
fn containing(ranges: &[Range<usize>], at: usize) -> Option<usize> {
    let last = ranges.partition_point(|range| range.start <= at).checked_sub(1)?;
    (at <= ranges[last].end).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(source: &str) -> Vec<usize> {
        read(source).errors.iter().map(|error| error_range(error).start).collect()
    }

    #[test]
    fn gives_only_the_first_mistake_behind_a_bracket_without_end() {
        assert_eq!(places("names = [\"a\", \"b\"\nweight = 2\n"), [18]);
        assert_eq!(places("x = [[1, 2], [3]\ny = 1\n[t]\nz = 1\n"), [17]);
        assert_eq!(places("x = [[1, 2\ny = 1\n"), [11]);
        assert_eq!(places("a = {b = 1\nc = 2\nd = 3\n"), [11]);
        assert_eq!(places("[[x]]\na = [1, 2\n[[x]]\na = 3\n"), [16]);
        assert_eq!(places("a = [1,"), [7]);
    }

    #[test]
    fn gives_one_mistake_for_a_line_that_is_no_setting() {
        assert_eq!(places("type: pie\n"), [4]);
        assert_eq!(places("type: pie\na,b"), [4, 11]);
    }

    #[test]
    fn gives_mistakes_that_have_nothing_to_do_with_each_other() {
        assert_eq!(places("a = \nb = tru\nc = [x, y]\n"), [4, 9, 18, 21]);
        assert_eq!(places("a = tru\nb = [1\nc = 2\n"), [4, 15]);
    }

    #[test]
    fn knows_what_was_swallowed() {
        let syntax = read("a = 1\nnames = [\"b\"\nweight = 2\n");
        assert!(
            !syntax.is_swallowed(0) && !syntax.is_swallowed(15) && syntax.is_swallowed(19) && syntax.is_swallowed(28)
        );
        assert!(read("a = 1\n").errors.is_empty() && !read("a = 1\n").is_swallowed(0));
    }
}
