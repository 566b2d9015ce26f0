//! Text pieces as the parser emits them, and text runs mapped to their source bytes.

use crate::model::{Inline, SpanClass};
use pulldown_cmark::CowStr;
use std::ops::Range;

/// Content of a paragraph before its text is merged.
#[derive(Debug)]
pub(super) enum RawInline<'t> {
    /// Text, with its byte range in the source.
    Text(CowStr<'t>, Range<usize>),
    /// Finished inline.
    Inline(Inline),
    /// Emphasis written with `*`.
    Emphasis(Emphasis<'t>),
    /// `[p. 3]` after a possible citation: its content, its label, and its byte range.
    Locator(Vec<RawInline<'t>>, String, Range<usize>),
    /// Bracketed span, `[words]{.term}`: its content, its class, and its byte range.
    Span(Vec<RawInline<'t>>, SpanClass, Range<usize>),
    /// Text up to this byte offset was read already.
    Skip(usize),
}

/// Provisional emphasis written with `*`: beside CJK punctuation its delimiters may be paired again.
#[derive(Debug)]
pub(super) struct Emphasis<'t> {
    /// `true` if it is strong emphasis.
    pub(super) strong: bool,
    /// Content.
    pub(super) content: Vec<RawInline<'t>>,
    /// Byte range including the delimiters.
    pub(super) range: Range<usize>,
}

impl Emphasis<'_> {
    /// Returns the byte ranges of the opening and the closing delimiters.
    pub(super) fn delimiters(&self) -> [Range<usize>; 2] {
        let length = if self.strong { 2 } else { 1 };
        [self.range.start..self.range.start + length, self.range.end - length..self.range.end]
    }
}

/// Text merged from pieces, mapped to its source bytes.
#[derive(Debug, Default)]
pub(super) struct TextRun {
    /// Merged text.
    pub(super) text: String,
    pieces: Vec<TextPiece>,
}

#[derive(Debug)]
struct TextPiece {
    /// Byte offset in the merged text.
    start: usize,
    /// Byte range in the source.
    source: Range<usize>,
    /// `true` if the source bytes are identical to the text.
    is_verbatim: bool,
    /// `true` if a backslash precedes it.
    is_escaped: bool,
}

impl TextRun {
    /// Adds text from a byte range of the source `text`.
    pub(super) fn push(&mut self, content: &str, source: Range<usize>, text: &str) {
        if content.is_empty() {
            return;
        }
        let verbatim = text.get(source.clone()) == Some(content);
        let escaped = verbatim && is_escaped(text, source.start);
        self.pieces.push(TextPiece { start: self.text.len(), source, is_verbatim: verbatim, is_escaped: escaped });
        self.text.push_str(content);
    }

    /// Maps a byte range of the merged text to the source.
    pub(super) fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let map_offset = |piece: &TextPiece, at: usize, fallback: usize| {
            if piece.is_verbatim { piece.source.start + (at - piece.start) } else { fallback }
        };
        let start = self.piece(range.start).map_or(0, |piece| map_offset(piece, range.start, piece.source.start));
        let last = self.piece(range.end.saturating_sub(1).max(range.start));
        let end = last.map_or(start, |piece| map_offset(piece, range.end, piece.source.end));
        start..end.max(start)
    }

    /// Checks whether the character at an offset of the merged text was escaped with a backslash.
    pub(super) fn is_escaped_at(&self, at: usize) -> bool {
        self.piece(at).is_some_and(|piece| piece.is_escaped && piece.start == at)
    }

    fn piece(&self, at: usize) -> Option<&TextPiece> {
        self.pieces.get(self.pieces.partition_point(|piece| piece.start <= at).checked_sub(1)?)
    }
}

/// Checks whether the character at an offset of a text is escaped: an odd number of backslashes precedes it.
pub(super) fn is_escaped(text: &str, at: usize) -> bool {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    before.iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1
}

/// Converts a bracket that is not a citation back into its content with brackets around it.
pub(super) fn literal_brackets<'t>(
    content: Vec<RawInline<'t>>,
    range: &Range<usize>,
    text: &str,
) -> Vec<RawInline<'t>> {
    let source = text.get(range.clone()).unwrap_or("");
    let mut raws = Vec::with_capacity(content.len() + 2);
    if source.starts_with('[') {
        raws.push(RawInline::Text("[".into(), range.start..range.start + 1));
    }
    raws.extend(content);
    if source.ends_with(']') {
        raws.push(RawInline::Text("]".into(), range.end - 1..range.end));
    }
    raws
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_text_to_source_bytes() {
        let text = r"a \* &amp; b";
        let mut run = TextRun::default();
        run.push("a ", 0..2, text);
        run.push("* ", 3..5, text);
        run.push("&", 5..10, text);
        run.push(" b", 10..12, text);
        assert_eq!(run.text, "a * & b");
        assert_eq!(run.source_range(2..3), 3..4);
        assert_eq!(run.source_range(4..5), 5..10);
        assert_eq!(run.source_range(0..7), 0..12);
        assert!(run.is_escaped_at(2) && !run.is_escaped_at(4));
    }

    #[test]
    fn recognizes_escapes() {
        assert!(is_escaped(r"\*", 1) && !is_escaped(r"\\*", 2) && is_escaped(r"\\\*", 3));
    }
}
