//! Verifies that quoted words occur in the cited texts.
//!
//! 1. `extract` finds the quotations of each record, with `inline_text` for those in running text.
//! 2. `fold` normalizes typography on both sides; `haystack` is a folded text, `needle` the parts of a quotation.
//! 3. `verdict` decides: found in the cited passage, found elsewhere, or not found.
//! 4. For quotations that were not found, `align` finds the nearest match and its differences.
//! 5. `quoted_amount` counts the quoted words of a text; `quoted_range` finds them in published texts.
//! 6. `search` finds words in all texts, for authors who want to quote them.
//!
//! Each text is folded once, and a quotation is searched only in the text of its article. If the text is not available,
//! the evidence lock provides the earlier result.

mod align;
mod extract;
mod fold;
mod haystack;
mod inline_text;
mod needle;
pub(super) mod quoted_amount;
mod quoted_range;
mod search;
mod verdict;

pub(super) use align::NearestMatch;
pub(super) use fold::folded;
pub use quoted_range::QuotedRange;
pub(super) use quoted_range::{published_text, quoted_ranges};
pub use search::{WordMatch, find_words};
pub use verdict::QuotationVerdict;

use super::{CitationOccurrence, RecordIndex};
use crate::model::script::is_cjk_letter;
use crate::model::{Details, Kind, Passage, Record, RecordId, ReferenceId, Site, sha256};
use crate::relate::per_record::Rows;
use crate::span::{Sources, Span, Spanned};
pub(in crate::relate) use extract::QuotationExtractor;
use extract::{AttributedTo, QuotedText};
use haystack::Haystack;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use verdict::ComparisonText;

/// Quotation from an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// Quoted text, without quotation marks.
    pub words: String,
    /// Span of the text.
    pub span: Span,
    /// Cited article; text with several citations gives one quotation per article.
    pub article: RecordId,
    /// Cited passage.
    pub passage: Option<Spanned<Passage>>,
    /// Result of the search.
    pub verdict: QuotationVerdict,
    /// End of the quotation, for the verdict's mark.
    pub place: QuotationPlace,
    /// True if the language differs from the article's: if not found, the quotation is a translation.
    pub translated: bool,
    /// Passages that contain it, for the evidence lock.
    pub(super) occurrences: Vec<Passage>,
}

impl Quotation {
    /// Returns the passage that a quotation links to: where its words occur, or else where the author says they do.
    pub fn target_passage(&self) -> Option<Passage> {
        self.verdict.passage().or(self.passage.as_ref().map(|passage| passage.value))
    }

    /// Returns a key of everything except the position in the record.
    pub(super) fn semantic_key(&self) -> impl Serialize + PartialEq + use<'_> {
        let passage = self.passage.as_ref().map(|passage| passage.value);
        let is_evidence = matches!(self.place, QuotationPlace::Evidence(_));
        (&self.words, self.article, passage, self.verdict, self.translated, is_evidence)
    }

    /// Checks whether two quotations are equal except for their position.
    pub(super) fn semantically_eq(&self, other: &Quotation) -> bool {
        self.semantic_key() == other.semantic_key() && self.occurrences == other.occurrences
    }
}

/// Text in quotation marks without a citation: an unverifiable quotation, or a word that is mentioned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UncitedQuotation {
    /// Quoted text, without quotation marks.
    pub words: String,
    /// Span of the text.
    pub span: Span,
}

/// Quotations of all records.
#[derive(Debug, Default)]
pub(super) struct Quotations {
    /// Those with a citation, by record.
    pub(super) cited: Vec<Vec<Quotation>>,
    /// Those without one, by record.
    pub(super) uncited: Vec<Vec<UncitedQuotation>>,
}

/// End of a quotation in its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuotationPlace {
    /// After the citation that follows the text.
    Citation(ReferenceId),
    /// In the [`crate::model::InlineKind::Text`] node with a span that starts at `node`, at an offset of its text.
    Text {
        /// Start of the node's span.
        node: u32,
        /// Offset in bytes.
        at: usize,
    },
    /// In front matter: the entry with this span in the evidence of a claim or status.
    Evidence(Span),
}

/// Extracts and verifies the quotations of all records, in parallel.
pub(super) fn quotations(
    site: &Site,
    sources: &Sources,
    index: &RecordIndex,
    citations: Rows<'_, CitationOccurrence>,
) -> Quotations {
    let articles: Vec<ComparisonText<'_>> =
        site.records.par_iter().map(|record| comparison_text(site, record)).collect();
    let of_record = |(id, record): (RecordId, &Record)| {
        let (cited, uncited) =
            quoted_texts(QuotationExtractor { site, sources, index, id, record, citations: &citations[id.0 as usize] });
        (
            attributions(&cited)
                .map(|(quoted, attributed)| {
                    verify(quoted, attributed, record, site, &articles[attributed.article.0 as usize])
                })
                .collect(),
            uncited,
        )
    };
    let all: Vec<(RecordId, &Record)> = site.all().collect();
    let (cited, uncited) = all.into_par_iter().map(of_record).unzip();
    Quotations { cited, uncited }
}

/// Finds the nearest match for a quotation that was not found, and the span of the first difference.
pub(super) fn nearest(quotation: &Quotation, site: &Site, sources: &Sources) -> Option<(NearestMatch, Span)> {
    let text = site.record(quotation.article).text()?;
    let haystack = Haystack::new(text);
    let folded = fold::fold(&quotation.words);
    let parts = needle::parts(&folded);
    let missing = parts.iter().filter(|part| haystack.occurrences(std::slice::from_ref(*part)).is_empty());
    let nearest = align::nearest(missing.max_by_key(|part| part.words.len())?, text)?;
    let words: Range<usize> = folded.original_range(nearest.first_change.quoted.clone());
    let span = inline_text::part_span(&quotation.words, quotation.span, words, sources);
    Some((nearest, span))
}

/// Returns the key of a quotation in the evidence lock, which ignores typography.
pub(super) fn quotation_key(words: &str) -> String {
    let mut key = sha256(folded(words));
    key.truncate(16);
    key
}

fn comparison_text<'a>(site: &'a Site, record: &Record) -> ComparisonText<'a> {
    match record.text() {
        Some(text) => ComparisonText::Text(Haystack::new(text)),
        None if record.kind() == Kind::Article && site.lock.texts.contains_key(&*record.id) => {
            ComparisonText::Locked(site.lock.quotations.get(&*record.id))
        }
        None => ComparisonText::Unavailable,
    }
}

/// Extracts the quotations of one record, and reuses the verdicts of `before`. Only new quotations are searched.
pub(super) fn update_quotations(
    extractor: QuotationExtractor<'_>,
    before: &[Quotation],
) -> (Vec<Quotation>, Vec<UncitedQuotation>) {
    let (cited, uncited) = quoted_texts(extractor);
    let mut sources: FxHashMap<RecordId, ComparisonText<'_>> = FxHashMap::default();
    let QuotationExtractor { site, record, .. } = extractor;
    let passage = |passage: Option<&Spanned<Passage>>| passage.map(|passage| passage.value);
    let verify_or_reuse = |(quoted, attributed): (&QuotedText, &AttributedTo)| {
        let is_same = |previous: &&Quotation| {
            (&previous.words, previous.article) == (&quoted.words, attributed.article)
                && passage(previous.passage.as_ref()) == passage(attributed.passage.as_ref())
        };
        if let Some(previous) = before.iter().find(is_same).cloned() {
            return Quotation {
                span: quoted.span,
                passage: attributed.passage.clone(),
                place: attributed.place,
                ..previous
            };
        }
        let source =
            sources.entry(attributed.article).or_insert_with(|| comparison_text(site, site.record(attributed.article)));
        verify(quoted, attributed, record, site, source)
    };
    (attributions(&cited).map(verify_or_reuse).collect(), uncited)
}

/// Extracts the quotations of a record, separated by whether anything is cited for them; empty if it is not shown.
fn quoted_texts(extractor: QuotationExtractor<'_>) -> (Vec<QuotedText>, Vec<UncitedQuotation>) {
    if !extractor.index.is_shown(extractor.id) {
        return (Vec::new(), Vec::new());
    }
    let has_words = |quoted: &QuotedText| quoted.words.contains(char::is_alphanumeric);
    let (cited, uncited): (Vec<QuotedText>, Vec<QuotedText>) =
        extractor.extract().into_iter().filter(has_words).partition(|quoted| !quoted.attributed_to.is_empty());
    (cited, uncited.into_iter().map(|QuotedText { words, span, .. }| UncitedQuotation { words, span }).collect())
}

/// Returns an iterator over the quotations, one item per citation.
fn attributions(cited: &[QuotedText]) -> impl Iterator<Item = (&QuotedText, &AttributedTo)> {
    cited.iter().flat_map(|quoted| quoted.attributed_to.iter().map(move |attributed| (quoted, attributed)))
}

fn verify(
    quoted: &QuotedText,
    attributed: &AttributedTo,
    record: &Record,
    site: &Site,
    source: &ComparisonText<'_>,
) -> Quotation {
    let translated = is_translated(&quoted.words, record, site.record(attributed.article));
    let cited = attributed.passage.as_ref().map(|passage| passage.value);
    let (verdict, occurrences) = verdict::compare(&quoted.words, cited, source, translated);
    Quotation {
        words: quoted.words.clone(),
        span: quoted.span,
        article: attributed.article,
        passage: attributed.passage.clone(),
        verdict,
        place: attributed.place,
        translated,
        occurrences,
    }
}

/// Checks whether quoted words are a translation: the record's language differs from the article's, and the words are
/// not in the article's script (if the languages have different scripts).
fn is_translated(words: &str, record: &Record, article: &Record) -> bool {
    let Details::Article(details) = &article.details else { return false };
    let Some(language) = details.language.as_deref() else { return false };
    let primary_subtag = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
    let (record_language, article_language) = (primary_subtag(&record.language), primary_subtag(language));
    let is_cjk = |language: &str| matches!(language, "zh" | "ja" | "yue");
    let scripts_differ = is_cjk(&record_language) != is_cjk(&article_language);
    record_language != article_language
        && !(scripts_differ && words.contains(is_cjk_letter) == is_cjk(&article_language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::Sample;

    #[test]
    fn recognizes_translations() {
        let mut sample = Sample::new();
        let Details::Article(article) = &mut sample.add(Kind::Article, "zh", "渡轮").record.details else { return };
        article.language = Some("zh-Hans".into());
        let Details::Article(article) = &mut sample.add(Kind::Article, "fr", "Bacs").record.details else { return };
        article.language = Some("fr".into());
        sample.add(Kind::Page, "page", "Page");
        let (site, _) = sample.finish();
        let [french, chinese, page] = [&site.records[0], &site.records[1], &site.records[2]];
        assert!(is_translated("are full", page, chinese) && !is_translated("已满", page, chinese));
        assert!(is_translated("are full", page, french));
        assert!(!is_translated("are full", page, page));
    }
}
