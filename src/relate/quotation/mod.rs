//! Verifies that quoted words occur in the cited texts.
//!
//! 1. `extract` finds the quotations of each record: `quoted_span` pairs marks (those of two sorts and those alone in
//!    `stray_mark`), `statement` splits sentences, `attribution` decides which citations may own the words, with `clause` for
//!    sentences with several; `block_quote` reads block quotes, `aside` the words in brackets of citations and in alternative
//!    texts.
//! 2. `fold` normalizes typography on both sides; `haystack` is a folded text, `needle` the parts of a quotation.
//! 3. `verdict` decides: found in the cited passage, found elsewhere, or not found; `translation` tells translations from
//!    changed quotations. The words belong to the first article that has them.
//! 4. For quotations that were not found, `align` finds the nearest match and its differences.
//! 5. `quoted_amount` counts the quoted words of a text; `quoted_range` finds them in published texts.
//! 6. `search` finds words in all texts, for authors who want to quote them.
//!
//! Each text is folded once, and a quotation is searched only in the text of its article. If the text is not available,
//! the evidence lock provides the earlier result.

mod align;
mod apostrophe;
mod aside;
mod attribution;
mod block_quote;
mod clause;
mod cut;
mod extract;
mod fold;
mod function_words;
mod haystack;
mod inline_text;
mod mark_place;
mod needle;
mod number;
mod owner_reference;
pub(super) mod quoted_amount;
mod quoted_range;
mod quoted_span;
mod search;
mod source_label;
mod statement;
mod stray_mark;
mod translation;
mod verdict;

pub(super) use align::NearestMatch;
pub use attribution::AttributionForm;
pub(super) use cut::{Cut, cuts};
pub(super) use fold::folded;
pub use function_words::function_words;
pub use quoted_range::QuotedRange;
pub(super) use quoted_range::{published_text, quoted_ranges};
pub use search::{WordMatch, find_words};
pub use verdict::QuotationVerdict;

use super::{CitationOccurrence, RecordIndex};
use crate::model::{Details, Kind, Passage, Record, RecordId, ReferenceId, Site, sha256};
use crate::relate::per_record::Rows;
use crate::span::{Sources, Span, Spanned};
pub(in crate::relate) use extract::QuotationExtractor;
use extract::{Attribution, Candidate, QuotedText};
use haystack::Haystack;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use verdict::{Comparison, ComparisonText};

/// Quotation from an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// Quoted text, without quotation marks.
    pub words: String,
    /// Span of the text.
    pub span: Span,
    /// Article that owns the words: the first of the cited ones that has them, or else the first.
    pub article: RecordId,
    /// Other cited articles that do not have the words either; empty if they were found.
    pub others: Vec<RecordId>,
    /// Cited passages of the article; empty for the whole article.
    pub passages: Vec<Spanned<Passage>>,
    /// Form by which the citation was joined.
    pub form: AttributionForm,
    /// Result of the search.
    pub verdict: QuotationVerdict,
    /// End of the quotation, for the verdict's mark.
    pub place: QuotationPlace,
    /// True if the words are a translation, which cannot be compared.
    pub translated: bool,
    /// Qualifier of the text that the words leave out; `None` if they were not found in a text.
    pub(super) cut: Option<Cut>,
    /// Passages that contain it, for the evidence lock.
    pub(super) occurrences: Vec<Passage>,
    /// Articles and passages that were considered, to recognize the same question.
    candidates: Vec<(RecordId, Vec<Passage>)>,
}

impl Quotation {
    /// Returns the passage that a quotation links to: where its words occur, or else where the author says they do.
    pub fn target_passage(&self) -> Option<Passage> {
        self.verdict.passage().or(self.passages.first().map(|passage| passage.value))
    }

    /// Returns the single passages that contain it, in the order of the text.
    pub(super) fn found_in(&self) -> impl Iterator<Item = Passage> + '_ {
        self.occurrences.iter().copied().filter(|passage| passage.is_single())
    }

    /// Returns a key of everything except the position in the record.
    pub(super) fn semantic_key(&self) -> impl Serialize + PartialEq + use<'_> {
        let is_evidence = matches!(self.place, QuotationPlace::Evidence(_) | QuotationPlace::Statement(_));
        (&self.words, self.article, &self.candidates, self.form, self.verdict, self.translated, is_evidence)
    }

    /// Checks whether two quotations are equal except for their position.
    pub(super) fn semantically_eq(&self, other: &Quotation) -> bool {
        self.semantic_key() == other.semantic_key() && self.occurrences == other.occurrences
    }
}

/// Text in quotation marks that no article is cited for: an unverifiable quotation, or a word that is mentioned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UncitedQuotation {
    /// Reason for which it has no source.
    pub reason: UncitedReason,
    /// Quoted text, without quotation marks.
    pub words: String,
    /// Span of the text.
    pub span: Span,
}

/// Reason for which quoted words have no source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UncitedReason {
    /// Nothing is cited.
    NoCitation,
    /// The sentence has citations, but none of them can be the source.
    NotJoined,
    /// The quotation mark is not closed in a text with citations, so that the words have no end.
    Unclosed,
    /// The quotation mark closes words that no mark opens, in a text with citations.
    Unopened,
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
    /// In front matter: the `quote` of the entry with this span in the evidence of a claim or status.
    Evidence(Span),
    /// In front matter: in the text of a claim or the note on a status with this entry in its evidence.
    Statement(Span),
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
        let verify = |quoted: CitedText| {
            let source = |one: &Candidate| &articles[one.article.0 as usize];
            let comparisons =
                quoted.candidates.iter().map(|one| compare(&quoted.words, one, record, site, source(one)));
            let comparisons = comparisons.collect();
            judge(quoted, comparisons)
        };
        (cited.into_iter().filter_map(verify).collect(), uncited)
    };
    let all: Vec<(RecordId, &Record)> = site.all().collect();
    let (cited, uncited) = all.into_par_iter().map(of_record).unzip();
    Quotations { cited, uncited }
}

/// Finds the nearest match for a quotation that was not found among its articles, with the article and the span of the
/// first difference.
pub(super) fn nearest(quotation: &Quotation, site: &Site, sources: &Sources) -> Option<(RecordId, NearestMatch, Span)> {
    let folded = fold::fold(&quotation.words);
    let parts = needle::parts(&folded);
    let in_article = |&article: &RecordId| {
        let text = site.record(article).text()?;
        Some((article, search::nearest_missing(&parts, &Haystack::new(text), text)?))
    };
    let articles = std::iter::once(&quotation.article).chain(&quotation.others);
    let (article, nearest) = articles.filter_map(in_article).min_by_key(|(_, nearest)| nearest.cost)?;
    let words: Range<usize> = folded.original_range(nearest.first_change.quoted.clone());
    let span = inline_text::part_span(&quotation.words, quotation.span, words, sources);
    Some((article, nearest, span))
}

/// Returns the key of a quotation in the evidence lock, which ignores typography.
pub(super) fn quotation_key(words: &str) -> String {
    folded_key(&folded(words))
}

fn folded_key(folded: &str) -> String {
    let mut key = sha256(folded);
    key.truncate(16);
    key
}

fn comparison_text<'a>(site: &'a Site, record: &'a Record) -> ComparisonText<'a> {
    match record.text() {
        Some(text) => ComparisonText::Text(Haystack::new(text), text),
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
    let mut verify_or_reuse = |quoted: CitedText| {
        let asked: Vec<_> = quoted.candidates.iter().map(Candidate::question).collect();
        let is_same = |previous: &&Quotation| previous.words == quoted.words && previous.candidates == asked;
        if let Some(previous) = before.iter().find(is_same) {
            let owner = quoted.candidates.iter().find(|candidate| candidate.article == previous.article)?;
            return Some(Quotation {
                span: quoted.span,
                passages: owner.passages.clone(),
                place: owner.place,
                form: owner.form,
                ..previous.clone()
            });
        }
        let mut comparisons = Vec::with_capacity(quoted.candidates.len());
        for one in &quoted.candidates {
            let source = sources.entry(one.article).or_insert_with(|| comparison_text(site, site.record(one.article)));
            comparisons.push(compare(&quoted.words, one, record, site, source));
        }
        judge(quoted, comparisons)
    };
    (cited.into_iter().filter_map(&mut verify_or_reuse).collect(), uncited)
}

/// Quoted text with the articles that may own it, best first; never without one.
struct CitedText {
    words: String,
    span: Span,
    candidates: Vec<Candidate>,
}

/// Extracts the quotations of a record, separated by whether anything is cited for them; empty if it is not shown.
fn quoted_texts(extractor: QuotationExtractor<'_>) -> (Vec<CitedText>, Vec<UncitedQuotation>) {
    let (mut cited, mut uncited) = (Vec::new(), Vec::new());
    if !extractor.index.is_shown(extractor.id) {
        return (cited, uncited);
    }
    let texts = extractor.extract().into_iter().chain(aside::read_asides(extractor));
    let has_words = |quoted: &QuotedText| quoted.words.contains(char::is_alphanumeric);
    for QuotedText { words, span, attribution } in texts.filter(has_words) {
        match attribution {
            Attribution::Candidates(candidates) => cited.push(CitedText { words, span, candidates }),
            Attribution::Without(reason) => uncited.push(UncitedQuotation { reason, words, span }),
            Attribution::Unknown => {}
        }
    }
    (cited, uncited)
}

fn compare(
    words: &str,
    candidate: &Candidate,
    record: &Record,
    site: &Site,
    source: &ComparisonText<'_>,
) -> Comparison {
    let article = match &site.record(candidate.article).details {
        Details::Article(article) => article.language.as_deref(),
        _ => None,
    };
    let cited: Vec<Passage> = candidate.passages.iter().map(|passage| passage.value).collect();
    verdict::compare(words, &cited, source, [article, Some(&record.language)])
}

/// Decides which candidate owns the words: the first that has them, else the first whose text lacks them, else the first,
/// none of which could be compared. `None` without candidates.
fn judge(quoted: CitedText, comparisons: Vec<Comparison>) -> Option<Quotation> {
    let CitedText { words, span, candidates } = quoted;
    let position = |is_owner: fn(&Comparison) -> bool| comparisons.iter().position(is_owner);
    let found = position(|comparison| !comparison.occurrences.is_empty());
    let lacks_words = |comparison: &Comparison| comparison.verdict == QuotationVerdict::NotFound;
    let owner = found.or_else(|| position(lacks_words)).unwrap_or(0);
    let others = candidates.iter().zip(&comparisons).enumerate();
    let others = others.filter(|(at, (_, comparison))| *at != owner && lacks_words(comparison));
    let others = others.filter(|_| found.is_none()).map(|(_, (candidate, _))| candidate.article).collect();
    let Comparison { verdict, occurrences, translated, cut } = comparisons.into_iter().nth(owner)?;
    let candidate = candidates.get(owner)?;
    Some(Quotation {
        words,
        span,
        article: candidate.article,
        others,
        passages: candidate.passages.clone(),
        form: candidate.form,
        verdict,
        place: candidate.place,
        translated,
        cut,
        occurrences,
        candidates: candidates.iter().map(Candidate::question).collect(),
    })
}
