//! Where a text stands in its file: byte for byte, or as a string of TOML or YAML with its escapes and line endings.

use crate::span::{FileId, Span};
use std::ops::Range;

/// Where a text stands in its file.
#[derive(Clone, Debug)]
pub(super) struct SourceMap {
    file: FileId,
    origin: Origin,
}

#[derive(Clone, Debug)]
enum Origin {
    /// From each step to the next, byte for byte. Never empty; the first is at 0.
    Offsets(Vec<Offset>),
    /// Written differently, somewhere in here: everything gets this place.
    Whole(Range<usize>),
}

/// A byte of the text and the byte of the file where it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Offset {
    text: usize,
    file: usize,
}

impl SourceMap {
    /// A text that stands in the file byte for byte, from an offset.
    pub(super) fn exact(file: FileId, offset: usize) -> SourceMap {
        SourceMap { file, origin: Origin::Offsets(vec![Offset { text: 0, file: offset }]) }
    }

    /// A text that is written differently in the file.
    pub(super) fn whole(span: Span) -> SourceMap {
        SourceMap { file: span.file, origin: Origin::Whole(span.range()) }
    }

    /// The value of a string that is written at a range of the file, quotation marks included.
    pub(super) fn for_string(file: FileId, source: &str, value: &str, range: Range<usize>) -> SourceMap {
        let steps = source.get(range.clone()).and_then(|written| align(written, value, range.start));
        let origin = steps.map_or(Origin::Whole(range), Origin::Offsets);
        SourceMap { file, origin }
    }

    /// The place of a part of the text that begins at an offset.
    pub(super) fn starting_at(&self, offset: usize) -> SourceMap {
        let base = match &self.origin {
            Origin::Whole(range) => Origin::Whole(range.clone()),
            Origin::Offsets(steps) => {
                let first = Offset { text: 0, file: file_offset(steps, offset) };
                let later = steps.iter().filter(|step| step.text > offset);
                let later = later.map(|step| Offset { text: step.text - offset, file: step.file });
                Origin::Offsets(std::iter::once(first).chain(later).collect())
            }
        };
        SourceMap { file: self.file, origin: base }
    }

    /// The file's span of bytes of the text.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        match &self.origin {
            Origin::Offsets(steps) => {
                Span::new(self.file, file_offset(steps, range.start)..file_offset(steps, range.end))
            }
            Origin::Whole(whole) => Span::new(self.file, whole.clone()),
        }
    }

    /// Whether bytes of the text have places of their own.
    pub(super) fn is_exact(&self) -> bool {
        matches!(self.origin, Origin::Offsets(_))
    }
}

fn file_offset(steps: &[Offset], offset: usize) -> usize {
    let index = steps.partition_point(|step| step.text <= offset).saturating_sub(1);
    steps.get(index).map_or(offset, |step| step.file + (offset - step.text))
}

/// Where a value stands byte for byte in its written form, which may have quotation marks around it.
pub(super) fn literal(written: &str, value: &str) -> Option<usize> {
    QUOTES.into_iter().find_map(|marks| {
        let inner = written.strip_prefix(marks)?.strip_suffix(marks)?;
        (inner == value).then_some(marks.len())
    })
}

const QUOTES: [&str; 5] = ["\"\"\"", "'''", "\"", "'", ""];

/// Follows a value through its written form, which begins at an offset of the file: quotation marks, escapes, folded and
/// indented lines.
fn align(written: &str, value: &str, offset: usize) -> Option<Vec<Offset>> {
    QUOTES.into_iter().find_map(|marks| {
        let inner = written.strip_prefix(marks)?.strip_suffix(marks)?;
        align_inner(inner, value, marks, offset + marks.len())
    })
}

fn align_inner(written: &str, value: &str, marks: &str, offset: usize) -> Option<Vec<Offset>> {
    let mut steps = vec![Offset { text: 0, file: offset }];
    let (mut text, mut file) = (0, 0);
    while text < value.len() {
        let (read, taken) = match_unit(written.get(file..)?, value.get(text..)?, marks)?;
        text += read;
        file += taken;
        if file_offset(&steps, text) != offset + file {
            push_offset(&mut steps, Offset { text, file: offset + file });
        }
    }
    written.get(file..)?.trim().is_empty().then_some(steps)
}

/// Adds a step; a later one for the same byte of the text replaces the earlier.
fn push_offset(steps: &mut Vec<Offset>, step: Offset) {
    match steps.last_mut() {
        Some(last) if last.text == step.text => *last = step,
        _ => steps.push(step),
    }
}

/// How many bytes of the value and of its written form belong together at the start of both.
fn match_unit(written: &str, value: &str, marks: &str) -> Option<(usize, usize)> {
    let (expected, first) = (value.chars().next()?, written.chars().next()?);
    if first == '\\' && marks.starts_with('"') {
        if let Some((c, taken)) = parse_escape(written) {
            return (c == expected).then_some((c.len_utf8(), taken));
        }
        // A backslash at the end of a line takes the line ending with it.
        return written[1..].starts_with(['\n', '\r', ' ', '\t']).then_some((0, 1));
    }
    if marks == "'" && written.starts_with("''") && expected == '\'' {
        return Some((1, 2));
    }
    match (first, expected) {
        _ if first == expected => Some((first.len_utf8(), first.len_utf8())),
        ('\n' | '\r', ' ') => Some((1, first.len_utf8())),
        (' ' | '\t' | '\n' | '\r', _) => Some((0, 1)),
        _ => None,
    }
}

/// The character of an escape and the length of the escape.
fn parse_escape(written: &str) -> Option<(char, usize)> {
    let kind = written[1..].chars().next()?;
    let digits = match kind {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => {
            let named = [('n', '\n'), ('t', '\t'), ('r', '\r'), ('"', '"'), ('\\', '\\'), ('/', '/')];
            return named.into_iter().find(|(name, _)| *name == kind).map(|(_, c)| (c, 2));
        }
    };
    let code = u32::from_str_radix(written.get(2..2 + digits)?, 16).ok()?;
    char::from_u32(code).map(|c| (c, 2 + digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slices<'w>(written: &'w str, value: &str) -> Option<Vec<&'w str>> {
        let steps = align(written, value, 0)?;
        let ends = value.char_indices().map(|(start, c)| (start, start + c.len_utf8()));
        Some(ends.map(|(start, end)| &written[file_offset(&steps, start)..file_offset(&steps, end)]).collect())
    }

    #[test]
    fn finds_a_value_in_its_quotation_marks() {
        assert_eq!(literal("\"one\"", "one"), Some(1));
        assert_eq!(literal("'''one'''", "one"), Some(3));
        assert_eq!(literal("one", "one"), Some(0));
        assert_eq!(literal("\"\"", ""), Some(1));
        assert_eq!(literal("'\"one\"'", "\"one\""), Some(1));
        assert_eq!(literal(r#""a \"b\"""#, "a \"b\""), None);
    }

    #[test]
    fn follows_escapes() {
        assert_eq!(slices(r#""a\"\u4e2db""#, "a\"中b").unwrap(), ["a", "\\\"", "\\u4e2d", "b"]);
        assert_eq!(slices("'it''s'", "it's").unwrap(), ["i", "t", "''", "s"]);
        assert_eq!(slices("'a\\b'", "a\\b").unwrap(), ["a", "\\", "b"]);
    }

    #[test]
    fn follows_lines() {
        assert_eq!(slices("\"\"\"\na \\\n  b\n\"\"\"", "a b\n").unwrap()[2], "b");
        assert_eq!(slices("one\n  two", "one two").unwrap()[4], "t");
        assert_eq!(slices("'a\n\n  b'", "a\nb").unwrap()[2], "b");
    }

    #[test]
    fn gives_up_on_other_words() {
        assert_eq!(align("\"one\"", "two", 0), None);
        assert_eq!(align("\"one\" two", "one", 0), None);
        assert_eq!(align("", "one", 0), None);
    }

    #[test]
    fn places_parts_of_parts() {
        let place = SourceMap::for_string(FileId(0), r#"k = "a\"bc""#, "a\"bc", 4..11);
        assert_eq!(place.starting_at(2).span(0..1).range(), 8..9);
        assert_eq!(place.starting_at(1).span(0..2).range(), 6..9);
    }
}
