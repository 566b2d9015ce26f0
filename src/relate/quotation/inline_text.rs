//! The words of a run of inlines with its citations, and the quoted words in it.

use super::QuotationPlace;
use super::fold::fold;
use crate::model::{Inline, InlineKind, ReferenceId};
use crate::span::{Sources, Span};
use std::ops::Range;

/// Words in reading order; citations have a place and no words.
#[derive(Default)]
pub(super) struct InlineText {
    pub(super) text: String,
    pub(super) citations: Vec<(usize, ReferenceId)>,
    segments: Vec<(Range<usize>, Span)>,
}

/// Quoted words in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QuotedSpan {
    /// The words, without the marks.
    pub(super) words: Range<usize>,
    /// Behind the closing mark.
    pub(super) end: usize,
}

impl InlineText {
    /// Reads inlines; a line ending becomes `\n`.
    pub(super) fn from_inlines(inlines: &[Inline]) -> InlineText {
        let mut run = InlineText::default();
        let mut open = vec![inlines.iter()];
        while let Some(level) = open.last_mut() {
            let Some(inline) = level.next() else {
                open.pop();
                continue;
            };
            match &inline.kind {
                InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Strikethrough(content)
                | InlineKind::Link { content, .. } => open.push(content.iter()),
                InlineKind::Text(words) | InlineKind::Code(words) => run.push(words, inline.span),
                InlineKind::SoftBreak | InlineKind::HardBreak => run.push("\n", inline.span),
                InlineKind::Citation(to) => run.citations.push((run.text.len(), *to)),
                InlineKind::Image { .. } | InlineKind::FootnoteMark { .. } | InlineKind::Html(_) => {}
            }
        }
        run
    }

    fn push(&mut self, words: &str, span: Span) {
        let start = self.text.len();
        self.text.push_str(words);
        self.segments.push((start..self.text.len(), span));
    }

    /// Where words stand in the file.
    pub(super) fn span(&self, range: &Range<usize>, sources: &Sources) -> Option<Span> {
        let piece = |at: usize| self.segments.iter().find(|(place, _)| place.contains(&at));
        let (first, last) = (piece(range.start)?, piece(range.end.checked_sub(1)?)?);
        let start =
            part_span(&self.text[first.0.clone()], first.1, range.start - first.0.start..first.0.len(), sources);
        let end = part_span(&self.text[last.0.clone()], last.1, 0..range.end - last.0.start, sources);
        Some(Span { end: end.end, ..start })
    }

    /// Behind the words that end at an offset.
    pub(super) fn place_after(&self, end: usize) -> Option<QuotationPlace> {
        let (place, span) = self.segments.iter().find(|(place, _)| place.start < end && end <= place.end)?;
        Some(QuotationPlace::Text { node: span.start, at: end - place.start })
    }

    /// The words in quotation marks, in order; marks within others belong to the quotation. One pass, whatever is open.
    pub(super) fn quoted_spans(&self) -> Vec<QuotedSpan> {
        let mut found: Vec<QuotedSpan> = Vec::new();
        let mut open: Vec<(char, usize)> = Vec::new();
        let mut count = [0_usize; QUOTE_PAIRS.len()];
        // Of ASCII, the straight mark alone is one.
        for (at, c) in self.text.char_indices().filter(|(_, c)| *c == '"' || !c.is_ascii()) {
            let end = at + c.len_utf8();
            let mut closed =
                QUOTE_PAIRS.iter().enumerate().filter(|(kind, (_, marks))| marks.contains(&c) && count[*kind] > 0);
            if let Some((kind, (mark, _))) = closed.next_back() {
                while let Some((other, start)) = open.pop() {
                    count[pair_index(other).unwrap_or(kind)] -= 1;
                    if other == *mark {
                        found.truncate(found.partition_point(|inner| inner.words.start < start));
                        found.push(QuotedSpan { words: start..at, end });
                        break;
                    }
                }
            } else if let Some(kind) = pair_index(c) {
                open.push((c, end));
                count[kind] += 1;
            }
        }
        found
    }

    /// The citations behind an offset: directly, or after punctuation and spaces. Second: whether nothing but spaces
    /// stands between.
    pub(super) fn citations_after(&self, end: usize) -> (&[(usize, ReferenceId)], bool) {
        let passed = |c: char| c.is_whitespace() || ".,;:!?()（）。，、；：！？".contains(c);
        let first = self.citations.partition_point(|(at, _)| *at < end);
        let Some(&(at, _)) = self.citations.get(first) else { return (&[], false) };
        let between = &self.text[end..at];
        if !between.chars().all(passed) {
            return (&[], false);
        }
        let length = self.citations[first..].iter().take_while(|(other, _)| *other == at).count();
        (&self.citations[first..first + length], between.trim().is_empty())
    }
}

/// The marks that open, and those that close what they open.
const QUOTE_PAIRS: [(char, &[char]); 6] =
    [('“', &['”']), ('"', &['"']), ('«', &['»']), ('「', &['」']), ('『', &['』']), ('„', &['“', '”'])];

fn pair_index(mark: char) -> Option<usize> {
    QUOTE_PAIRS.iter().position(|(open, _)| *open == mark)
}

/// The place in the file of a part of words that were written at a span: exact when both are the same but for
/// typography, otherwise the whole span.
pub(super) fn part_span(words: &str, span: Span, part: Range<usize>, sources: &Sources) -> Span {
    let written = sources.text(span);
    let inner = if written == words {
        part
    } else {
        let (one, other) = (fold(words), fold(written));
        if one.text != other.text {
            return span;
        }
        other.original_range(one.folded_offset(part.start)..one.folded_offset(part.end))
    };
    let start = span.start as usize;
    Span::new(span.file, start + inner.start..start + inner.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::FileId;

    fn run(text: &str) -> InlineText {
        let span = Span::new(FileId(0), 0..text.len());
        InlineText::from_inlines(&[Inline { kind: InlineKind::Text(text.to_owned()), span }])
    }

    fn quoted(text: &str) -> Vec<String> {
        let run = run(text);
        run.quoted_spans().into_iter().map(|quoted| run.text[quoted.words].to_owned()).collect()
    }

    #[test]
    fn finds_quoted_words_of_every_sort() {
        assert_eq!(quoted("a “b” c „d“ e «f» g"), ["b", "d", "f"]);
        assert_eq!(quoted("他说「一『二』三」和“四”"), ["一『二』三", "四"]);
        assert_eq!(quoted("a \"b\" c \"d"), ["b"]);
        assert_eq!(quoted("a “b “c” d” e"), ["b “c” d"]);
        assert_eq!(quoted("a “b “c” “d” e"), ["c", "d"]);
        assert_eq!(quoted(&"“".repeat(200_000)), Vec::<String>::new());
        assert_eq!(quoted("it’s “open"), Vec::<String>::new());
    }

    #[test]
    fn places_words_as_they_were_written() {
        let mut sources = Sources::default();
        let written = "It's \"so --- far\" gone";
        let file = sources.add("x.md", written);
        let words = "It’s “so — far” gone";
        let at = words.find("so").unwrap();
        let place = part_span(words, Span::new(file, 0..written.len()), at..words.find('”').unwrap(), &sources);
        assert_eq!(sources.text(place), "so --- far");
        let whole = Span::new(file, 0..4);
        assert_eq!(part_span("other", whole, 1..2, &sources), whole);
    }
}
