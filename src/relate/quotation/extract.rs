//! Extracts the quotations of a record from its body and its evidence.
//!
//! A quotation is: quoted text followed by a citation; each paragraph of a block quote that ends in a citation; the
//! `quote` of a piece of evidence; and, in an article's own summary, quoted text without a citation.

use super::QuotationPlace;
use super::inline_text::{InlineText, QuotedSpan};
use crate::model::{
    Block, BlockKind, CitationForm, Inline, Kind, Passage, Record, RecordId, ReferenceId, ReferenceKind, Site, bodies,
};
use crate::relate::{CitationOccurrence, RecordIndex};
use crate::span::{Sources, Span, Spanned};
use rustc_hash::FxHashSet;

/// Quoted text with its sources; `attributed_to` is empty if nothing is cited.
pub(super) struct QuotedText {
    pub(super) words: String,
    pub(super) span: Span,
    pub(super) attributed_to: Vec<AttributedTo>,
}

/// Cited article and passage, and the end of the quotation.
pub(super) struct AttributedTo {
    pub(super) article: RecordId,
    pub(super) passage: Option<Spanned<Passage>>,
    pub(super) place: QuotationPlace,
}

/// Extracts the quotations of one record.
#[derive(Clone, Copy)]
pub(in crate::relate) struct QuotationExtractor<'a> {
    pub(in crate::relate) site: &'a Site,
    pub(in crate::relate) sources: &'a Sources,
    pub(in crate::relate) index: &'a RecordIndex,
    pub(in crate::relate) id: RecordId,
    pub(in crate::relate) record: &'a Record,
    pub(in crate::relate) citations: &'a [CitationOccurrence],
}

impl QuotationExtractor<'_> {
    /// Returns all quotations in reading order, those of evidence last.
    pub(super) fn extract(self) -> Vec<QuotedText> {
        let mut quotations = Vec::new();
        for body in bodies(self.record) {
            let mut in_quotes = FxHashSet::default();
            for block in body.all_blocks() {
                if let BlockKind::Quote { alert: None, blocks } = &block.kind {
                    self.read_block_quote(blocks, &mut in_quotes, &mut quotations);
                }
            }
            for run in body.all_runs() {
                if !run.inlines.first().is_some_and(|inline| in_quotes.contains(&inline.span)) {
                    self.read_run(run.inlines, &mut quotations);
                }
            }
        }
        quotations.extend(self.citations.iter().filter_map(|citation| self.read_evidence(citation)));
        quotations
    }

    fn read_run(self, inlines: &[Inline], quotations: &mut Vec<QuotedText>) {
        let run = InlineText::from_inlines(inlines);
        for QuotedSpan { words, end } in run.quoted_spans() {
            let (citations, adjoining) = run.citations_after(end);
            let cited = citations.iter().filter(|(_, to)| adjoining || !self.is_narrative(*to));
            let mut attributed_to: Vec<AttributedTo> = cited.flat_map(|(_, to)| self.articles(*to)).collect();
            if citations.is_empty() && self.record.kind() == Kind::Article {
                attributed_to.extend(run.place_after(end).map(|place| AttributedTo {
                    article: self.id,
                    passage: None,
                    place,
                }));
            }
            // Citations of unknown articles alone do not make a quotation; `resolve` has reported them.
            let is_quotation = !attributed_to.is_empty() || citations.is_empty();
            if let Some(span) = run.span(&words, self.sources).filter(|_| is_quotation) {
                quotations.push(QuotedText { words: run.text[words].to_owned(), span, attributed_to });
            }
        }
    }

    /// Reads a block quote if its last paragraph ends in a citation; others are read as running text.
    fn read_block_quote(self, blocks: &[Block], in_quotes: &mut FxHashSet<Span>, quotations: &mut Vec<QuotedText>) {
        let paragraphs: Vec<&[Inline]> = blocks
            .iter()
            .filter_map(|block| match &block.kind {
                BlockKind::Paragraph(inlines) => Some(inlines.as_slice()),
                _ => None,
            })
            .collect();
        let Some(last) = paragraphs.last().map(|inlines| InlineText::from_inlines(inlines)) else { return };
        let closing = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '.');
        let end = last.text.trim_end_matches(closing).len();
        let citations = last.citations.iter().filter(|(at, _)| *at >= end);
        let citations: Vec<ReferenceId> = citations.map(|(_, to)| *to).collect();
        if citations.is_empty() {
            return;
        }
        let closing = paragraphs.len() - 1;
        for (at, inlines) in paragraphs.into_iter().enumerate() {
            in_quotes.extend(inlines.first().map(|inline| inline.span));
            let run = InlineText::from_inlines(inlines);
            let words = strip_quote_marks(&run.text);
            let mut attributed_to: Vec<AttributedTo> = citations.iter().flat_map(|&to| self.articles(to)).collect();
            if let Some(place) = run.place_after(run.text.trim_end().len()).filter(|_| at < closing) {
                for source in &mut attributed_to {
                    source.place = place;
                }
            }
            if let Some(span) = run.span(&words, self.sources).filter(|_| !attributed_to.is_empty()) {
                quotations.push(QuotedText { words: run.text[words].to_owned(), span, attributed_to });
            }
        }
    }

    fn read_evidence(self, citation: &CitationOccurrence) -> Option<QuotedText> {
        let evidence = citation.evidence(self.record)?;
        let quote = evidence.quote.as_ref()?;
        let article = citation.article?;
        let source_text = self.sources.text(quote.span);
        let offset =
            source_text.strip_suffix(&quote.value[..]).map_or_else(|| source_text.find(&quote.value), |_| Some(0));
        let span = offset.map_or(quote.span, |at| {
            let start = quote.span.start as usize + at;
            Span::new(quote.span.file, start..start + quote.value.len())
        });
        Some(QuotedText {
            words: quote.value.clone(),
            span,
            attributed_to: vec![AttributedTo {
                article,
                passage: evidence.passage.clone(),
                place: QuotationPlace::Evidence(evidence.span),
            }],
        })
    }

    fn is_narrative(self, to: ReferenceId) -> bool {
        let kind = self.record.references.get(to.0 as usize).map(|reference| &reference.kind);
        matches!(kind, Some(ReferenceKind::Citation(citation)) if citation.form == CitationForm::Narrative)
    }

    /// Returns the known articles of a citation.
    fn articles(self, to: ReferenceId) -> impl Iterator<Item = AttributedTo> {
        let items = self.citations.iter().filter(move |citation| citation.reference() == Some(to));
        items.filter_map(move |citation| {
            let span = citation.passage_span(self.record, self.sources)?;
            let passage = citation.passage.map(|passage| Spanned::new(passage, span));
            Some(AttributedTo { article: citation.article?, passage, place: QuotationPlace::Citation(to) })
        })
    }
}

/// Returns the range of a paragraph's words, without an attribution on the last line and without quotation marks around
/// the whole.
fn strip_quote_marks(text: &str) -> std::ops::Range<usize> {
    let is_attribution = |line: &str| line.trim_start().starts_with(['—', '–', '-', '―']);
    let body = match text.trim_end().rsplit_once('\n') {
        Some((body, last)) if is_attribution(last) => body,
        None if is_attribution(text) => "",
        _ => text,
    };
    let body = body.trim_end();
    let start = body.len() - body.trim_start().len();
    let inner = &body[start..];
    let marks = [('“', '”'), ('„', '“'), ('"', '"'), ('«', '»'), ('「', '」'), ('『', '』')];
    let unquoted = marks.into_iter().find_map(|(open, close)| inner.strip_prefix(open)?.strip_suffix(close));
    // A further mark inside means that the outer marks are not a pair.
    match unquoted.filter(|unquoted| !unquoted.contains(['“', '”', '"', '«', '「', '『'])) {
        Some(unquoted) => {
            let start_of_inner = start + inner.find(unquoted).unwrap_or(0);
            start_of_inner..start_of_inner + unquoted.len()
        }
        None => start..body.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_marks_and_attribution_of_block_quote() {
        for (text, words) in [
            ("“The ferries are full.”\n", "The ferries are full."),
            ("The ferries are full.\n— Ada Brook ", "The ferries are full."),
            ("“Full” and “late”", "“Full” and “late”"),
            ("— Ada Brook", ""),
            ("", ""),
        ] {
            assert_eq!(&text[strip_quote_marks(text)], words, "{text}");
        }
    }
}
