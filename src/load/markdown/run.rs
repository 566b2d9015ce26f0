//! The pieces in which the parser delivers words, and runs of words that know the bytes they were written with.

use crate::model::Inline;
use pulldown_cmark::CowStr;
use std::ops::Range;

/// Something within a paragraph before its words are joined.
#[derive(Debug)]
pub(super) enum RawInline<'t> {
    /// Words, and the bytes that they were written with.
    Text(CowStr<'t>, Range<usize>),
    /// Finished.
    Inline(Inline),
    /// Emphasis that was written with `*`.
    Emphasis(Emphasis<'t>),
    /// `[p. 3]` behind what may be a citation: its words, and the words of its label.
    Locator(Vec<RawInline<'t>>, String, Range<usize>),
}

/// Emphasis that was written with `*`. It is not finished, since beside CJK punctuation its marks may be paired anew.
#[derive(Debug)]
pub(super) struct Emphasis<'t> {
    /// Whether it is strong.
    pub(super) strong: bool,
    /// What it holds.
    pub(super) content: Vec<RawInline<'t>>,
    /// Its bytes, delimiters included.
    pub(super) range: Range<usize>,
}

impl Emphasis<'_> {
    /// The bytes of the delimiters before and after it.
    pub(super) fn delimiters(&self) -> [Range<usize>; 2] {
        let length = if self.strong { 2 } else { 1 };
        [self.range.start..self.range.start + length, self.range.end - length..self.range.end]
    }
}

/// Words joined from pieces, which know the bytes that they were written with.
#[derive(Debug, Default)]
pub(super) struct TextRun {
    /// The words.
    pub(super) text: String,
    pieces: Vec<TextPiece>,
}

#[derive(Debug)]
struct TextPiece {
    /// Where it begins in the words.
    start: usize,
    /// The bytes it was written with.
    source: Range<usize>,
    /// Whether these bytes are its words.
    is_verbatim: bool,
    /// Whether a backslash stands before it.
    is_escaped: bool,
}

impl TextRun {
    /// Adds words that were written at a range of the source.
    pub(super) fn push(&mut self, words: &str, source: Range<usize>, text: &str) {
        if words.is_empty() {
            return;
        }
        let verbatim = text.get(source.clone()) == Some(words);
        let escaped = verbatim && is_escaped(text, source.start);
        self.pieces.push(TextPiece { start: self.text.len(), source, is_verbatim: verbatim, is_escaped: escaped });
        self.text.push_str(words);
    }

    /// The bytes that a part of the words was written with.
    pub(super) fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let place = |piece: &TextPiece, at: usize, otherwise: usize| {
            if piece.is_verbatim { piece.source.start + (at - piece.start) } else { otherwise }
        };
        let start = self.piece(range.start).map_or(0, |piece| place(piece, range.start, piece.source.start));
        let last = self.piece(range.end.saturating_sub(1).max(range.start));
        let end = last.map_or(start, |piece| place(piece, range.end, piece.source.end));
        start..end.max(start)
    }

    /// Whether the character at an offset of the words was written with a backslash before it.
    pub(super) fn is_escaped_at(&self, at: usize) -> bool {
        self.piece(at).is_some_and(|piece| piece.is_escaped && piece.start == at)
    }

    fn piece(&self, at: usize) -> Option<&TextPiece> {
        self.pieces.get(self.pieces.partition_point(|piece| piece.start <= at).checked_sub(1)?)
    }
}

/// Whether the character at an offset of a text is escaped: an odd number of backslashes stands before it.
pub(super) fn is_escaped(text: &str, at: usize) -> bool {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    before.iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1
}

/// The words of a bracket that turned out to be no citation, with its brackets.
pub(super) fn literal_brackets<'t>(
    content: Vec<RawInline<'t>>,
    range: &Range<usize>,
    text: &str,
) -> Vec<RawInline<'t>> {
    let written = text.get(range.clone()).unwrap_or("");
    let mut raws = Vec::with_capacity(content.len() + 2);
    if written.starts_with('[') {
        raws.push(RawInline::Text("[".into(), range.start..range.start + 1));
    }
    raws.extend(content);
    if written.ends_with(']') {
        raws.push(RawInline::Text("]".into(), range.end - 1..range.end));
    }
    raws
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_words_to_their_bytes() {
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
    fn knows_escapes() {
        assert!(is_escaped(r"\*", 1) && !is_escaped(r"\\*", 2) && is_escaped(r"\\\*", 3));
    }
}
