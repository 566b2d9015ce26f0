//! Finds the quotations of a record: in its texts and in its evidence.
//!
//! Quoted words with a citation behind them, a block quote that ends in a citation (each of its paragraphs is a
//! quotation), the `quote` of a piece of evidence, and, in an article's own summary, quoted words without citation.

use super::QuotationPlace;
use super::inline_text::{InlineText, QuotedSpan};
use crate::model::{
    Block, BlockKind, CitationForm, Evidence, Inline, Kind, Passage, Record, RecordId, ReferenceId, ReferenceKind, Site,
};
use crate::relate::{RecordIndex, Target, cited, front_matter_refs, walk};
use crate::span::{Sources, Span, Spanned};
use rustc_hash::FxHashSet;

/// Quoted words, and where they are said to be from; nowhere when nothing is cited for them.
pub(super) struct QuotedText {
    pub(super) words: String,
    pub(super) span: Span,
    pub(super) attributed_to: Vec<AttributedTo>,
}

/// An article, the passage that is cited with its place, and where the quotation ends.
pub(super) struct AttributedTo {
    pub(super) article: RecordId,
    pub(super) passage: Option<Spanned<Passage>>,
    pub(super) place: QuotationPlace,
}

/// Where the quotations of one record are looked for.
#[derive(Clone, Copy)]
pub(in crate::relate) struct QuotationExtractor<'a> {
    pub(in crate::relate) site: &'a Site,
    pub(in crate::relate) sources: &'a Sources,
    pub(in crate::relate) index: &'a RecordIndex,
    pub(in crate::relate) id: RecordId,
    pub(in crate::relate) record: &'a Record,
    pub(in crate::relate) targets: &'a [Target],
}

impl QuotationExtractor<'_> {
    /// All quotations of the record, in reading order; evidence at the end.
    pub(super) fn extract(self) -> Vec<QuotedText> {
        let mut found = Vec::new();
        for body in walk::bodies(self.record) {
            let mut in_quotes = FxHashSet::default();
            for block in walk::blocks(body) {
                if let BlockKind::Quote { alert: None, blocks } = &block.kind {
                    self.read_block_quote(blocks, &mut in_quotes, &mut found);
                }
            }
            for run in walk::runs(body) {
                if !run.inlines.first().is_some_and(|inline| in_quotes.contains(&inline.span)) {
                    self.read_run(run.inlines, &mut found);
                }
            }
        }
        found.extend(front_matter_refs::evidence(self.record).filter_map(|evidence| self.read_evidence(evidence)));
        found
    }

    fn read_run(self, inlines: &[Inline], found: &mut Vec<QuotedText>) {
        let run = InlineText::from_inlines(inlines);
        for QuotedSpan { words, end } in run.quoted_spans() {
            let (citations, adjoining) = run.citations_after(end);
            let cited = citations.iter().filter(|(_, to)| adjoining || !self.is_narrative(*to));
            let mut from: Vec<AttributedTo> = cited.flat_map(|(_, to)| self.articles(*to)).collect();
            if citations.is_empty() && self.record.kind() == Kind::Article {
                from.extend(run.place_after(end).map(|place| AttributedTo { article: self.id, passage: None, place }));
            }
            // A citation of nothing that there is was reported where it was resolved.
            let counts = !from.is_empty() || citations.is_empty();
            if let Some(span) = run.span(&words, self.sources).filter(|_| counts) {
                found.push(QuotedText { words: run.text[words].to_owned(), span, attributed_to: from });
            }
        }
    }

    /// Reads a block quote whose last paragraph ends in a citation; others are read like any text.
    fn read_block_quote(self, blocks: &[Block], in_quotes: &mut FxHashSet<Span>, found: &mut Vec<QuotedText>) {
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
            let mut from: Vec<AttributedTo> = citations.iter().flat_map(|&to| self.articles(to)).collect();
            if let Some(place) = run.place_after(run.text.trim_end().len()).filter(|_| at < closing) {
                for from in &mut from {
                    from.place = place;
                }
            }
            if let Some(span) = run.span(&words, self.sources).filter(|_| !from.is_empty()) {
                found.push(QuotedText { words: run.text[words].to_owned(), span, attributed_to: from });
            }
        }
    }

    fn read_evidence(self, evidence: &Evidence) -> Option<QuotedText> {
        let quote = evidence.quote.as_ref()?;
        let article = self.index.find_in(Kind::Article, &evidence.article.value, &self.record.language)?;
        let written = self.sources.text(quote.span);
        let marks = written.strip_suffix(&quote.value[..]).map_or_else(|| written.find(&quote.value), |_| Some(0));
        let span = marks.map_or(quote.span, |at| {
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

    /// The articles of a citation that there are.
    fn articles(self, to: ReferenceId) -> Vec<AttributedTo> {
        let (Some(reference), Some(Target::Articles(articles))) =
            (self.record.references.get(to.0 as usize), self.targets.get(to.0 as usize))
        else {
            return Vec::new();
        };
        let ReferenceKind::Citation(citation) = &reference.kind else { return Vec::new() };
        let items = citation.items.iter().zip(articles);
        let known = items.filter_map(|(item, article)| {
            let passage = item
                .passage
                .map(|passage| Spanned::new(passage, cited::passage_span(item, reference.span, self.sources)));
            let article = article.filter(|&article| self.site.record(article).kind() == Kind::Article)?;
            Some(AttributedTo { article, passage, place: QuotationPlace::Citation(to) })
        });
        known.collect()
    }
}

/// The words of a paragraph without an attribution on a last line of its own, and without marks around the whole.
fn strip_quote_marks(text: &str) -> std::ops::Range<usize> {
    let attributed = |line: &str| line.trim_start().starts_with(['—', '–', '-', '―']);
    let said = match text.trim_end().rsplit_once('\n') {
        Some((said, last)) if attributed(last) => said,
        None if attributed(text) => "",
        _ => text,
    };
    let said = said.trim_end();
    let start = said.len() - said.trim_start().len();
    let inner = &said[start..];
    let marks = [('“', '”'), ('„', '“'), ('"', '"'), ('«', '»'), ('「', '」'), ('『', '』')];
    let bare = marks.into_iter().find_map(|(open, close)| inner.strip_prefix(open)?.strip_suffix(close));
    // A mark of these within the words means that those around the whole are no pair.
    match bare.filter(|bare| !bare.contains(['“', '”', '"', '«', '「', '『'])) {
        Some(bare) => {
            let from = start + inner.find(bare).unwrap_or(0);
            from..from + bare.len()
        }
        None => start..said.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_marks_and_attribution_off_a_block_quote() {
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
