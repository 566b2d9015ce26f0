//! Reads the quoted words beside the running text: in the brackets of citations, and in the alternative texts of images.

use super::attribution::AttributionForm;
use super::extract::{Attribution, Candidate, QuotationExtractor, QuotedText, merge};
use super::fold::{fold, folded};
use super::quoted_span::quoted_spans;
use super::{QuotationPlace, UncitedReason};
use crate::model::{Body, CitationItem, Inline, InlineKind, ReferenceId, ReferenceKind, bodies, inlines};
use crate::span::{Sources, Span};

/// Reads the quoted words of a record's citations and images.
pub(super) fn read_asides(extractor: QuotationExtractor<'_>) -> Vec<QuotedText> {
    let mut quotations = Vec::new();
    let texts = bodies(extractor.record).chain(&extractor.record.notes);
    for inline in texts.flat_map(Body::all_runs).flat_map(|run| inlines(run.inlines)) {
        match &inline.kind {
            InlineKind::Citation(reference) => read_citation(extractor, *reference, &mut quotations),
            InlineKind::Image { alt, .. } => read_image(extractor, inline, alt, &mut quotations),
            _ => {}
        }
    }
    quotations
}

/// Reads the words in front of and behind each key, which belong to the key's article.
fn read_citation(extractor: QuotationExtractor<'_>, reference: ReferenceId, quotations: &mut Vec<QuotedText>) {
    let Some(written) = extractor.record.references.get(reference.0 as usize) else { return };
    let ReferenceKind::Citation(citation) = &written.kind else { return };
    for item in &citation.items {
        for words in [&item.prefix, &item.suffix].into_iter().flat_map(|text| quoted_words(text)) {
            let attribution = attribution(extractor, reference, item);
            let span = span_of(&words, written.span, extractor.sources);
            quotations.push(QuotedText { words, span, attribution });
        }
    }
}

/// Reads the alternative text of an image, which cannot cite.
fn read_image(extractor: QuotationExtractor<'_>, image: &Inline, alt: &str, quotations: &mut Vec<QuotedText>) {
    for words in quoted_words(alt) {
        let span = span_of(&words, image.span, extractor.sources);
        quotations.push(QuotedText { words, span, attribution: Attribution::Without(UncitedReason::NoCitation) });
    }
}

fn quoted_words(text: &str) -> Vec<String> {
    quoted_spans(text).into_iter().map(|quoted| text[quoted.words].trim().to_owned()).collect()
}

/// Returns the article of a citation's item, with all its passages there, if quoted words can come from it.
fn attribution(extractor: QuotationExtractor<'_>, reference: ReferenceId, item: &CitationItem) -> Attribution {
    let articles = extractor.articles(reference);
    let of_item = articles.filter(|(article, _)| *extractor.site.record(*article).id == *item.id.value);
    let candidates = merge(of_item.map(|(article, passage)| Candidate {
        article,
        passages: passage.into_iter().collect(),
        place: QuotationPlace::Citation(reference),
        form: AttributionForm::Aside,
    }));
    match candidates {
        candidates if !candidates.is_empty() => Attribution::Candidates(candidates),
        _ if extractor.is_unknown(reference) => Attribution::Unknown,
        _ => Attribution::Without(UncitedReason::NotJoined),
    }
}

/// Returns the span of words within a span of the source, or that one if the source writes them in another way.
fn span_of(words: &str, span: Span, sources: &Sources) -> Span {
    let source = fold(sources.text(span));
    let words = folded(words);
    let Some(at) = source.text.find(&words) else { return span };
    let range = source.original_range(at..at + words.len());
    Span::new(span.file, span.start as usize + range.start..span.start as usize + range.end)
}
