//! Maps a text to its file: byte for byte, or through the escapes and line folding of a TOML or YAML string.

use crate::span::{FileId, Span};
use std::ops::Range;

/// Mapping from byte ranges of a text to spans of its file.
#[derive(Clone, Debug)]
pub(super) struct SourceMap {
    file: FileId,
    origin: Origin,
}

#[derive(Clone, Debug)]
enum Origin {
    /// Byte-exact mapping between offsets. Never empty; the first one is at 0.
    Offsets(Vec<Offset>),
    /// Inexact mapping: the text was transformed, and all of it maps to this range.
    Whole(Range<usize>),
}

/// Byte offset in the text with the corresponding one in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Offset {
    text: usize,
    file: usize,
}

impl SourceMap {
    /// Creates the map of a text that the file contains verbatim from an offset.
    pub(super) fn exact(file: FileId, offset: usize) -> SourceMap {
        SourceMap { file, origin: Origin::Offsets(vec![Offset { text: 0, file: offset }]) }
    }

    /// Creates the map of a text that is written differently in the file.
    pub(super) fn whole(span: Span) -> SourceMap {
        SourceMap { file: span.file, origin: Origin::Whole(span.range()) }
    }

    /// Creates the map of a string value at a byte range of the file, quotation marks included.
    pub(super) fn for_string(file: FileId, file_text: &str, value: &str, range: Range<usize>) -> SourceMap {
        let offsets = file_text.get(range.clone()).and_then(|source| align(source, value, range.start));
        let origin = offsets.map_or(Origin::Whole(range), Origin::Offsets);
        SourceMap { file, origin }
    }

    /// Returns the map of the part of the text that begins at an offset.
    pub(super) fn starting_at(&self, offset: usize) -> SourceMap {
        let origin = match &self.origin {
            Origin::Whole(range) => Origin::Whole(range.clone()),
            Origin::Offsets(offsets) => {
                let first = Offset { text: 0, file: file_offset(offsets, offset) };
                let later = offsets.iter().filter(|entry| entry.text > offset);
                let later = later.map(|entry| Offset { text: entry.text - offset, file: entry.file });
                Origin::Offsets(std::iter::once(first).chain(later).collect())
            }
        };
        SourceMap { file: self.file, origin }
    }

    /// Maps a byte range of the text to a span of the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        match &self.origin {
            Origin::Offsets(offsets) => {
                Span::new(self.file, file_offset(offsets, range.start)..file_offset(offsets, range.end))
            }
            Origin::Whole(whole) => Span::new(self.file, whole.clone()),
        }
    }

    /// Checks whether the mapping is exact to the byte.
    pub(super) fn is_exact(&self) -> bool {
        matches!(self.origin, Origin::Offsets(_))
    }
}

fn file_offset(offsets: &[Offset], offset: usize) -> usize {
    let index = offsets.partition_point(|entry| entry.text <= offset).saturating_sub(1);
    offsets.get(index).map_or(offset, |entry| entry.file + (offset - entry.text))
}

/// Returns the offset of a value in its source, which may have quotation marks around it; `None` if it is not verbatim.
pub(super) fn literal(source: &str, value: &str) -> Option<usize> {
    QUOTES.into_iter().find_map(|quotes| {
        let inner = source.strip_prefix(quotes)?.strip_suffix(quotes)?;
        (inner == value).then_some(quotes.len())
    })
}

const QUOTES: [&str; 5] = ["\"\"\"", "'''", "\"", "'", ""];

/// Aligns a value with its source at an offset of the file, through quotation marks, escapes, folded and indented
/// lines. Returns `None` if they do not match.
fn align(source: &str, value: &str, offset: usize) -> Option<Vec<Offset>> {
    QUOTES.into_iter().find_map(|quotes| {
        let inner = source.strip_prefix(quotes)?.strip_suffix(quotes)?;
        align_inner(inner, value, quotes, offset + quotes.len())
    })
}

fn align_inner(source: &str, value: &str, quotes: &str, offset: usize) -> Option<Vec<Offset>> {
    let mut offsets = vec![Offset { text: 0, file: offset }];
    let (mut text, mut file) = (0, 0);
    while text < value.len() {
        let (value_length, source_length) = match_unit(source.get(file..)?, value.get(text..)?, quotes)?;
        text += value_length;
        file += source_length;
        if file_offset(&offsets, text) != offset + file {
            push_offset(&mut offsets, Offset { text, file: offset + file });
        }
    }
    source.get(file..)?.trim().is_empty().then_some(offsets)
}

/// Adds an offset; replaces an earlier one at the same byte of the text.
fn push_offset(offsets: &mut Vec<Offset>, entry: Offset) {
    match offsets.last_mut() {
        Some(last) if last.text == entry.text => *last = entry,
        _ => offsets.push(entry),
    }
}

/// Returns the lengths of the next unit in the value and in its source; `None` on a mismatch.
fn match_unit(source: &str, value: &str, quotes: &str) -> Option<(usize, usize)> {
    let (expected, first) = (value.chars().next()?, source.chars().next()?);
    if first == '\\' && quotes.starts_with('"') {
        if let Some((c, source_length)) = parse_escape(source) {
            return (c == expected).then_some((c.len_utf8(), source_length));
        }
        // A backslash at the end of a line escapes the line break.
        return source[1..].starts_with(['\n', '\r', ' ', '\t']).then_some((0, 1));
    }
    if quotes == "'" && source.starts_with("''") && expected == '\'' {
        return Some((1, 2));
    }
    match (first, expected) {
        _ if first == expected => Some((first.len_utf8(), first.len_utf8())),
        ('\n' | '\r', ' ') => Some((1, first.len_utf8())),
        (' ' | '\t' | '\n' | '\r', _) => Some((0, 1)),
        _ => None,
    }
}

/// Parses an escape at the start; returns its character and its length in the source.
fn parse_escape(source: &str) -> Option<(char, usize)> {
    let kind = source[1..].chars().next()?;
    let digits = match kind {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => {
            let named = [('n', '\n'), ('t', '\t'), ('r', '\r'), ('"', '"'), ('\\', '\\'), ('/', '/')];
            return named.into_iter().find(|(name, _)| *name == kind).map(|(_, c)| (c, 2));
        }
    };
    let code = u32::from_str_radix(source.get(2..2 + digits)?, 16).ok()?;
    char::from_u32(code).map(|c| (c, 2 + digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slices<'w>(source: &'w str, value: &str) -> Option<Vec<&'w str>> {
        let offsets = align(source, value, 0)?;
        let ends = value.char_indices().map(|(start, c)| (start, start + c.len_utf8()));
        Some(ends.map(|(start, end)| &source[file_offset(&offsets, start)..file_offset(&offsets, end)]).collect())
    }

    #[test]
    fn aligns_quoted_values() {
        assert_eq!(literal("\"one\"", "one"), Some(1));
        assert_eq!(literal("'''one'''", "one"), Some(3));
        assert_eq!(literal("one", "one"), Some(0));
        assert_eq!(literal("\"\"", ""), Some(1));
        assert_eq!(literal("'\"one\"'", "\"one\""), Some(1));
        assert_eq!(literal(r#""a \"b\"""#, "a \"b\""), None);
    }

    #[test]
    fn aligns_escapes() {
        assert_eq!(slices(r#""a\"\u4e2db""#, "a\"中b").unwrap(), ["a", "\\\"", "\\u4e2d", "b"]);
        assert_eq!(slices("'it''s'", "it's").unwrap(), ["i", "t", "''", "s"]);
        assert_eq!(slices("'a\\b'", "a\\b").unwrap(), ["a", "\\", "b"]);
    }

    #[test]
    fn aligns_folded_lines() {
        assert_eq!(slices("\"\"\"\na \\\n  b\n\"\"\"", "a b\n").unwrap()[2], "b");
        assert_eq!(slices("one\n  two", "one two").unwrap()[4], "t");
        assert_eq!(slices("'a\n\n  b'", "a\nb").unwrap()[2], "b");
    }

    #[test]
    fn different_text_is_not_aligned() {
        assert_eq!(align("\"one\"", "two", 0), None);
        assert_eq!(align("\"one\" two", "one", 0), None);
        assert_eq!(align("", "one", 0), None);
    }

    #[test]
    fn maps_parts_of_parts() {
        let source_map = SourceMap::for_string(FileId(0), r#"k = "a\"bc""#, "a\"bc", 4..11);
        assert_eq!(source_map.starting_at(2).span(0..1).range(), 8..9);
        assert_eq!(source_map.starting_at(1).span(0..2).range(), 6..9);
    }
}
