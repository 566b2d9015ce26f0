//! Plain text of inlines, with the positions of citations, and the quoted spans in it.

use super::QuotationPlace;
use super::fold::fold;
use crate::model::{Inline, PlainText, ReferenceId, TextRules};
use crate::span::{Sources, Span};
use std::ops::Range;

/// Writes line breaks as they are.
struct SourceText;

impl TextRules for SourceText {
    const LINE_BREAK: &str = "\n";
}

/// Text in reading order; citations have an offset and no text.
pub(super) struct InlineText {
    pub(super) text: String,
    pub(super) citations: Vec<(usize, ReferenceId)>,
    segments: Vec<(Range<usize>, Span)>,
}

/// Quoted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QuotedSpan {
    /// Byte range between the marks.
    pub(super) words: Range<usize>,
    /// Offset after the closing mark.
    pub(super) end: usize,
}

impl InlineText {
    /// Reads inlines; a line break becomes `\n`.
    pub(super) fn from_inlines(inlines: &[Inline]) -> InlineText {
        let PlainText { text, segments, references } = PlainText::new(inlines, &SourceText);
        let citations = references.into_iter().filter(|reference| reference.is_citation);
        InlineText {
            text,
            citations: citations.map(|citation| (citation.range.start, citation.id)).collect(),
            segments: segments.into_iter().map(|segment| (segment.range, segment.span)).collect(),
        }
    }

    /// Returns the source span of a range.
    pub(super) fn span(&self, range: &Range<usize>, sources: &Sources) -> Option<Span> {
        let segment = |at: usize| self.segments.iter().find(|(segment_range, _)| segment_range.contains(&at));
        let (first, last) = (segment(range.start)?, segment(range.end.checked_sub(1)?)?);
        let start =
            part_span(&self.text[first.0.clone()], first.1, range.start - first.0.start..first.0.len(), sources);
        let end = part_span(&self.text[last.0.clone()], last.1, 0..range.end - last.0.start, sources);
        Some(Span { end: end.end, ..start })
    }

    /// Returns the place after the text that ends at an offset.
    pub(super) fn place_after(&self, end: usize) -> Option<QuotationPlace> {
        let (range, span) = self.segments.iter().find(|(range, _)| range.start < end && end <= range.end)?;
        Some(QuotationPlace::Text { node: span.start, at: end - range.start })
    }

    /// Finds the text in quotation marks, in order, in one pass. Nested quotations are part of the outer one.
    pub(super) fn quoted_spans(&self) -> Vec<QuotedSpan> {
        let mut spans: Vec<QuotedSpan> = Vec::new();
        let mut open: Vec<(char, usize)> = Vec::new();
        let mut count = [0_usize; QUOTE_PAIRS.len()];
        // The straight mark is the only one in ASCII.
        for (at, c) in self.text.char_indices().filter(|(_, c)| *c == '"' || !c.is_ascii()) {
            let end = at + c.len_utf8();
            let mut closed =
                QUOTE_PAIRS.iter().enumerate().filter(|(kind, (_, marks))| marks.contains(&c) && count[*kind] > 0);
            if let Some((kind, (mark, _))) = closed.next_back() {
                while let Some((opened, start)) = open.pop() {
                    count[pair_index(opened).unwrap_or(kind)] -= 1;
                    if opened == *mark {
                        spans.truncate(spans.partition_point(|inner| inner.words.start < start));
                        spans.push(QuotedSpan { words: start..at, end });
                        break;
                    }
                }
            } else if let Some(kind) = pair_index(c) {
                open.push((c, end));
                count[kind] += 1;
            }
        }
        spans
    }

    /// Returns the citations after an offset, directly or after punctuation and spaces, and whether only spaces
    /// separate them.
    pub(super) fn citations_after(&self, end: usize) -> (&[(usize, ReferenceId)], bool) {
        let is_separator = |c: char| c.is_whitespace() || ".,;:!?()（）。，、；：！？".contains(c);
        let first = self.citations.partition_point(|(at, _)| *at < end);
        let Some(&(at, _)) = self.citations.get(first) else { return (&[], false) };
        let between = &self.text[end..at];
        if !between.chars().all(is_separator) {
            return (&[], false);
        }
        let length = self.citations[first..].iter().take_while(|(offset, _)| *offset == at).count();
        (&self.citations[first..first + length], between.trim().is_empty())
    }
}

/// Opening marks, each with its closing marks.
const QUOTE_PAIRS: [(char, &[char]); 6] =
    [('“', &['”']), ('"', &['"']), ('«', &['»']), ('「', &['」']), ('『', &['』']), ('„', &['“', '”'])];

fn pair_index(mark: char) -> Option<usize> {
    QUOTE_PAIRS.iter().position(|(open, _)| *open == mark)
}

/// Maps a part of a text to its source span: exactly if the source differs only in typography, else the whole span.
pub(super) fn part_span(words: &str, span: Span, part: Range<usize>, sources: &Sources) -> Span {
    let source_text = sources.text(span);
    let inner = if source_text == words {
        part
    } else {
        let (folded, folded_source) = (fold(words), fold(source_text));
        if folded.text != folded_source.text {
            return span;
        }
        folded_source.original_range(folded.folded_offset(part.start)..folded.folded_offset(part.end))
    };
    let start = span.start as usize;
    Span::new(span.file, start + inner.start..start + inner.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::InlineKind;
    use crate::span::FileId;

    fn inline_text(text: &str) -> InlineText {
        let span = Span::new(FileId(0), 0..text.len());
        InlineText::from_inlines(&[Inline { kind: InlineKind::Text(text.to_owned()), span }])
    }

    fn quoted(text: &str) -> Vec<String> {
        let inline_text = inline_text(text);
        inline_text.quoted_spans().into_iter().map(|quoted| inline_text.text[quoted.words].to_owned()).collect()
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
    fn maps_words_to_source() {
        let mut sources = Sources::default();
        let source_text = "It's \"so --- far\" gone";
        let file = sources.add("x.md", source_text);
        let words = "It’s “so — far” gone";
        let at = words.find("so").unwrap();
        let span = part_span(words, Span::new(file, 0..source_text.len()), at..words.find('”').unwrap(), &sources);
        assert_eq!(sources.text(span), "so --- far");
        let other_span = Span::new(file, 0..4);
        assert_eq!(part_span("other", other_span, 1..2, &sources), other_span);
    }
}
