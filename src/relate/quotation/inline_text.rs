//! Plain text of inlines, with the positions of citations and footnote marks, and the quoted spans in it.

use super::QuotationPlace;
use super::fold::fold;
use super::mark_place::QuotedSpan;
use super::quoted_span::{quoted_spans, unclosed_mark};
use super::statement::{is_separator, statement_at, statement_starts};
use crate::model::{Inline, PlainText, ReferenceId, TextRules};
use crate::span::{Sources, Span};
use std::ops::Range;

/// Writes line breaks as they are.
struct SourceText;

impl TextRules for SourceText {
    const LINE_BREAK: &str = "\n";
}

/// Text in reading order; citations and footnote marks have an offset and no text.
pub(super) struct InlineText {
    pub(super) text: String,
    /// Offsets and ids of the citations, in order.
    pub(super) citations: Vec<(usize, ReferenceId)>,
    /// Offsets of footnote marks and indexes of the notes, in order.
    pub(super) notes: Vec<(usize, u32)>,
    terms: Vec<Range<usize>>,
    segments: Vec<(Range<usize>, Span)>,
}

impl InlineText {
    /// Reads inlines; a line break becomes `\n`.
    pub(super) fn from_inlines(inlines: &[Inline]) -> InlineText {
        let PlainText { text, segments, references, notes, terms } = PlainText::new(inlines, &SourceText);
        let citations = references.into_iter().filter(|reference| reference.is_citation);
        InlineText {
            text,
            citations: citations.map(|citation| (citation.range.start, citation.id)).collect(),
            notes,
            terms,
            segments: segments.into_iter().map(|segment| (segment.range, segment.span)).collect(),
        }
    }

    /// Creates the text of a front matter value without Markdown.
    pub(super) fn from_value(value: &str, span: Span) -> InlineText {
        let segments = vec![(0..value.len(), span)];
        InlineText { text: value.to_owned(), citations: Vec::new(), notes: Vec::new(), terms: Vec::new(), segments }
    }

    /// Creates the text of a front matter value: without its terms, if it has Markdown.
    pub(super) fn from_marked_value(value: &str, markup: &[Inline], span: Span) -> InlineText {
        if markup.is_empty() {
            return InlineText::from_value(value, span);
        }
        let run = InlineText::from_inlines(markup);
        let segments = vec![(0..run.text.len(), span)];
        InlineText { segments, ..run }
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

    /// Finds the text in quotation marks, in order, without terms.
    pub(super) fn quoted_spans(&self) -> Vec<QuotedSpan> {
        let mut spans = quoted_spans(&self.text);
        spans.retain(|span| !self.terms.iter().any(|term| term.start <= span.start && span.end <= term.end));
        spans
    }

    /// Returns a quotation mark without a counterpart and the words beside it, if the text has citations.
    pub(super) fn unclosed_mark(&self) -> Option<(Range<usize>, Range<usize>)> {
        let has_owners = !(self.citations.is_empty() && self.notes.is_empty());
        let found = if has_owners { unclosed_mark(&self.text) } else { None };
        found.filter(|(mark, _)| !self.terms.iter().any(|term| term.start <= mark.start && mark.end <= term.end))
    }

    /// Returns the offsets at which statements start.
    pub(super) fn statement_starts(
        &self,
        quoted: &[QuotedSpan],
        is_bracketed: &dyn Fn(ReferenceId) -> bool,
    ) -> Vec<usize> {
        let citations: Vec<usize> = self.citations.iter().map(|(at, _)| *at).collect();
        let narrative = self.citations.iter().filter(|(_, id)| !is_bracketed(*id));
        let narrative: Vec<usize> = narrative.map(|(at, _)| *at).collect();
        statement_starts(&self.text, quoted, &citations, &narrative)
    }

    /// Returns the range of the statement at an offset.
    pub(super) fn statement_at(&self, starts: &[usize], at: usize) -> Range<usize> {
        statement_at(&self.text, starts, at)
    }

    /// Checks whether the text consists of citations, footnote marks and the punctuation around them.
    pub(super) fn has_only_citations(&self) -> bool {
        !(self.citations.is_empty() && self.notes.is_empty()) && self.text.chars().all(is_separator)
    }
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
