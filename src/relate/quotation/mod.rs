//! Checks that quoted words occur in the texts that they are said to be from.
//!
//! 1. `written` finds the quotations of each record, with `run` for those in running text.
//! 2. `fold` makes typography equal on both sides; `haystack` is a folded text, `needle` a quotation's parts.
//! 3. `verdict` says whether the words occur: in the cited passage, elsewhere, or not at all.
//! 4. For what was not found, `align` finds the nearest words and where they differ.
//! 5. `extent` counts the words that quotations take from a text; `stretch` finds them in texts that are published.
//!
//! Texts are folded once; a quotation is then looked for in the text of its article alone. Where the text is not at hand,
//! the evidence lock says what was found in it.

mod align;
mod extract;
mod fold;
mod haystack;
mod inline_text;
mod needle;
pub(super) mod quoted_amount;
mod quoted_range;
mod verdict;

pub(super) use align::NearestMatch;
pub(super) use fold::folded;
pub use quoted_range::QuotedRange;
pub(super) use quoted_range::{published_text, quoted_ranges};
pub use verdict::QuotationVerdict;

use super::{RecordIndex, Target};
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

/// Words that are said to be from an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// The words, without quotation marks.
    pub words: String,
    /// Where they stand.
    pub span: Span,
    /// The article that is cited; words with several citations are a quotation for each.
    pub article: RecordId,
    /// The passage that is cited.
    pub passage: Option<Spanned<Passage>>,
    /// Whether they occur there.
    pub verdict: QuotationVerdict,
    /// Where they end: the place for a mark that tells the verdict.
    pub place: QuotationPlace,
    /// Whether they are words of another language than the article's: not found, they are a translation.
    pub translated: bool,
    /// Where they occur in the text, for the evidence lock.
    pub(super) occurrences: Vec<Passage>,
}

impl Quotation {
    /// Returns the passage that a quotation links to: where its words occur, or else where the author says they do.
    pub fn target_passage(&self) -> Option<Passage> {
        self.verdict.passage().or(self.passage.as_ref().map(|passage| passage.value))
    }

    /// What is known of the words, wherever they stand.
    pub(super) fn semantic_key(&self) -> impl Serialize + PartialEq + use<'_> {
        let passage = self.passage.as_ref().map(|passage| passage.value);
        let is_evidence = matches!(self.place, QuotationPlace::Evidence(_));
        (&self.words, self.article, passage, self.verdict, self.translated, is_evidence)
    }

    /// Whether another says the same, wherever it stands.
    pub(super) fn semantically_eq(&self, other: &Quotation) -> bool {
        self.semantic_key() == other.semantic_key() && self.occurrences == other.occurrences
    }
}

/// Words in quotation marks for which nothing is cited: a quotation that nobody can check, or a word that is spoken of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UncitedQuotation {
    /// The words, without quotation marks.
    pub words: String,
    /// Where they stand.
    pub span: Span,
}

/// The quoted words of all records.
#[derive(Debug, Default)]
pub(super) struct Quotations {
    /// Those with a citation, by record.
    pub(super) cited: Vec<Vec<Quotation>>,
    /// The others, by record.
    pub(super) uncited: Vec<Vec<UncitedQuotation>>,
}

/// Where a quotation ends in its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuotationPlace {
    /// Behind the citation that follows the words.
    Citation(ReferenceId),
    /// In the [`crate::model::InlineKind::Text`] node whose span starts at `node`, behind so many bytes of its words.
    Text {
        /// Start of the node's span.
        node: u32,
        /// Bytes of the node's words before the place.
        at: usize,
    },
    /// In the front matter: the entry of a claim's or status's evidence with this span.
    Evidence(Span),
}

/// The quoted words of each record; those with a citation with their verdicts.
pub(super) fn quotations(site: &Site, sources: &Sources, index: &RecordIndex, targets: Rows<'_, Target>) -> Quotations {
    let articles: Vec<ComparisonText<'_>> =
        site.records.par_iter().map(|record| comparison_text(site, record)).collect();
    let of_record = |(id, record): (RecordId, &Record)| {
        let (cited, uncited) =
            quoted_texts(QuotationExtractor { site, sources, index, id, record, targets: &targets[id.0 as usize] });
        (
            attributions(&cited)
                .map(|(written, from)| verify(written, from, record, site, &articles[from.article.0 as usize]))
                .collect(),
            uncited,
        )
    };
    let all: Vec<(RecordId, &Record)> = site.all().collect();
    let (cited, uncited) = all.into_par_iter().map(of_record).unzip();
    Quotations { cited, uncited }
}

/// The nearest words to a quotation that was not found, and the place of the first difference.
pub(super) fn nearest(quotation: &Quotation, site: &Site, sources: &Sources) -> Option<(NearestMatch, Span)> {
    let text = site.record(quotation.article).text()?;
    let haystack = Haystack::new(text);
    let folded = fold::fold(&quotation.words);
    let parts = needle::parts(&folded);
    let missing = parts.iter().filter(|part| haystack.occurrences(std::slice::from_ref(*part)).is_empty());
    let nearest = align::nearest(missing.max_by_key(|part| part.words.len())?, text)?;
    let words: Range<usize> = folded.original_range(nearest.first_change.quoted.clone());
    let place = inline_text::part_span(&quotation.words, quotation.span, words, sources);
    Some((nearest, place))
}

/// The name of quoted words in the evidence lock; words that differ in typography alone have the same.
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

/// The quoted words of one record of which this was known before. A text is looked into only for words that are new.
pub(super) fn update_quotations(
    reader: QuotationExtractor<'_>,
    before: &[Quotation],
) -> (Vec<Quotation>, Vec<UncitedQuotation>) {
    let (cited, uncited) = quoted_texts(reader);
    let mut sources: FxHashMap<RecordId, ComparisonText<'_>> = FxHashMap::default();
    let QuotationExtractor { site, record, .. } = reader;
    let passage = |passage: Option<&Spanned<Passage>>| passage.map(|passage| passage.value);
    let judge = |(written, from): (&QuotedText, &AttributedTo)| {
        let is_it = |known: &&Quotation| {
            (&known.words, known.article) == (&written.words, from.article)
                && passage(known.passage.as_ref()) == passage(from.passage.as_ref())
        };
        if let Some(known) = before.iter().find(is_it).cloned() {
            return Quotation { span: written.span, passage: from.passage.clone(), place: from.place, ..known };
        }
        let source = sources.entry(from.article).or_insert_with(|| comparison_text(site, site.record(from.article)));
        verify(written, from, record, site, source)
    };
    (attributions(&cited).map(judge).collect(), uncited)
}

/// The quoted words of a record with what is cited for them, and those for which nothing is.
fn quoted_texts(reader: QuotationExtractor<'_>) -> (Vec<QuotedText>, Vec<UncitedQuotation>) {
    if !reader.index.is_shown(reader.id) {
        return (Vec::new(), Vec::new());
    }
    let is_something = |written: &QuotedText| written.words.contains(char::is_alphanumeric);
    let (cited, uncited): (Vec<QuotedText>, Vec<QuotedText>) =
        reader.extract().into_iter().filter(is_something).partition(|written| !written.attributed_to.is_empty());
    (cited, uncited.into_iter().map(|QuotedText { words, span, .. }| UncitedQuotation { words, span }).collect())
}

/// Quoted words with each of their citations.
fn attributions(cited: &[QuotedText]) -> impl Iterator<Item = (&QuotedText, &AttributedTo)> {
    cited.iter().flat_map(|written| written.attributed_to.iter().map(move |from| (written, from)))
}

fn verify(
    written: &QuotedText,
    from: &AttributedTo,
    record: &Record,
    site: &Site,
    source: &ComparisonText<'_>,
) -> Quotation {
    let translated = is_translated(&written.words, record, site.record(from.article));
    let cited = from.passage.as_ref().map(|passage| passage.value);
    let (verdict, occurrences) = verdict::compare(&written.words, cited, source, translated);
    Quotation {
        words: written.words.clone(),
        span: written.span,
        article: from.article,
        passage: from.passage.clone(),
        verdict,
        place: from.place,
        translated,
        occurrences,
    }
}

/// Whether quoted words are a translation of an article's: the record is in another language than the article, and the
/// words are not in the article's script, as far as that can tell languages apart.
fn is_translated(words: &str, record: &Record, article: &Record) -> bool {
    let Details::Article(details) = &article.details else { return false };
    let Some(language) = details.language.as_deref() else { return false };
    let first = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
    let (own, other) = (first(&record.language), first(language));
    let is_cjk = |language: &str| matches!(language, "zh" | "ja" | "yue");
    let script_tells = is_cjk(&own) != is_cjk(&other);
    own != other && !(script_tells && words.contains(is_cjk_letter) == is_cjk(&other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relate::sample::Sample;

    #[test]
    fn knows_translations() {
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
