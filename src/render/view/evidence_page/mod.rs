//! The ledger: what the briefing's statements rest on.
//!
//! 1. `row` shows what rests on an article, passage by passage.
//! 2. `matrix` counts how far each article bears each initiative out.
//! 3. `gaps` tells what rests on one article alone, or on none.
//! 4. `pages` gives the order by page.
//!
//! A small briefing has all entries on one page; of a larger one, each article has a page of its own.

mod coverage_matrix;
mod evidence_row;
mod gaps;
mod pages;

use super::evidence::DivergenceView;
use super::evidence_index::EvidenceKind;
use super::page_context::PageContext;
use crate::model::{IndexKind, RecordId};
use crate::relate::{Quotation, QuotationVerdict, Support};
use coverage_matrix::CoverageMatrix;
use evidence_row::PassageRows;
use gaps::Gaps;
use pages::KindPages;
use serde::Serialize;
use std::collections::BTreeSet;
use std::rc::Rc;

/// The ledger.
#[derive(Debug, Serialize)]
pub(crate) struct EvidencePageView<'e> {
    counts: EvidenceCounts,
    matrix: Option<CoverageMatrix<'e>>,
    articles: Vec<ArticleEvidenceView<'e>>,
    /// How many further articles there are.
    further: usize,
    divergences: Vec<DivergenceView<'e>>,
    pages: Vec<KindPages<'e>>,
    gaps: Gaps<'e>,
}

/// The page of one article's entries.
#[derive(Debug, Serialize)]
pub(crate) struct ArticleEvidencePageView<'e> {
    article: ArticleEvidenceView<'e>,
    ledger_href: String,
}

/// How much there is, and what the checks came to.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct EvidenceCounts {
    claims: usize,
    single_source: usize,
    unsupported: usize,
    quotations: usize,
    found: usize,
    unchecked: usize,
    failed: usize,
    passages: usize,
    /// How many words are quoted, each counted once.
    words: usize,
    /// How many words the article has, where that is known.
    of_words: Option<usize>,
}

/// What rests on one article.
#[derive(Debug, Serialize)]
struct ArticleEvidenceView<'e> {
    id: &'e str,
    href: Rc<str>,
    title: &'e str,
    mark: &'e str,
    counts: EvidenceCounts,
    /// The page of its entries; nothing when they stand here.
    page_href: Option<String>,
    passages: Vec<PassageRows<'e>>,
}

/// So many articles are listed; the others' ledgers are reached from their pages.
const MAX_ARTICLES: usize = 100;

/// Makes the ledger.
pub(crate) fn evidence_page<'e>(desk: &PageContext<'e>) -> EvidencePageView<'e> {
    let entries = &desk.lang.evidence_index;
    let articles: Vec<RecordId> = entries.articles().map(|(article, _)| article).collect();
    let shown = articles.iter().take(MAX_ARTICLES);
    let split = !desk.lang.evidence_pages.is_empty();
    EvidencePageView {
        counts: total_counts(desk),
        matrix: coverage_matrix::coverage_matrix(desk),
        articles: shown.map(|article| article_evidence(desk, *article, !split)).collect(),
        further: articles.len().saturating_sub(MAX_ARTICLES),
        divergences: desk.all_divergences(),
        pages: pages::pages(desk),
        gaps: gaps::gaps(desk),
    }
}

/// Makes the page of one article's entries.
pub(crate) fn article_evidence_page<'e>(desk: &PageContext<'e>, article: RecordId) -> ArticleEvidencePageView<'e> {
    ArticleEvidencePageView {
        article: article_evidence(desk, article, true),
        ledger_href: desk.link_base.href(desk.lang.index_page_path(IndexKind::Evidence)),
    }
}

fn article_evidence<'e>(desk: &PageContext<'e>, article: RecordId, with_rows: bool) -> ArticleEvidenceView<'e> {
    let link = desk.link(article);
    ArticleEvidenceView {
        id: link.card.id(),
        href: link.href,
        title: link.card.title(),
        mark: desk.lang.short_citation(article),
        counts: article_counts(desk, article),
        page_href: desk.lang.evidence_page_path(article).filter(|_| !with_rows).map(|path| desk.link_base.href(path)),
        passages: if with_rows { evidence_row::passage_rows(desk, article) } else { Vec::new() },
    }
}

/// What rests on one article. Claims that rest on it alone count as of a single source.
fn article_counts(desk: &PageContext<'_>, article: RecordId) -> EvidenceCounts {
    let entries = desk.lang.evidence_index.items(article);
    let mut counts = EvidenceCounts::default();
    let mut claims = BTreeSet::new();
    for entry in entries {
        if let EvidenceKind::Claim(place) = entry.kind {
            claims.insert((entry.record, place));
        }
        let quotations = entry.quotations.iter().filter_map(|number| desk.lang.site.quotation(entry.record, *number));
        quotations.for_each(|quotation| counts.add(quotation));
    }
    let extent = desk.lang.site.quoted_amount(article);
    (counts.words, counts.of_words) = (extent.quoted_words, extent.total_words);
    counts.claims = claims.len();
    counts.single_source =
        claims.into_iter().filter(|(record, place)| desk.is_single_source_claim(*record, *place)).count();
    counts.passages = entries.iter().filter_map(|entry| entry.passage).collect::<BTreeSet<_>>().len();
    counts
}

/// Everything together, each claim and quotation once.
fn total_counts(desk: &PageContext<'_>) -> EvidenceCounts {
    let mut counts = EvidenceCounts::default();
    for (article, _) in desk.lang.evidence_index.articles() {
        let of_article = article_counts(desk, article);
        counts.single_source += of_article.single_source;
        counts.quotations += of_article.quotations;
        counts.found += of_article.found;
        counts.unchecked += of_article.unchecked;
        counts.failed += of_article.failed;
        counts.passages += of_article.passages;
        counts.words += of_article.words;
    }
    counts.claims = desk.lang.all_records().map(|(_, record)| record.claims().len()).sum();
    counts.unsupported = desk.lang.evidence_index.unsupported().len();
    counts
}

impl EvidenceCounts {
    fn add(&mut self, quotation: &Quotation) {
        self.quotations += 1;
        match quotation.verdict {
            QuotationVerdict::Found(_) => self.found += 1,
            QuotationVerdict::Unchecked => self.unchecked += 1,
            QuotationVerdict::Misplaced(_) | QuotationVerdict::NotFound => self.failed += 1,
        }
    }
}

/// What rests on an article, in sums, and where in the ledger it stands.
#[derive(Clone, Debug, Serialize)]
pub(super) struct EvidenceSummary {
    #[serde(flatten)]
    counts: EvidenceCounts,
    href: String,
}

impl PageContext<'_> {
    /// What rests on an article; nothing when nothing does.
    pub(super) fn evidence_summary(&self, article: RecordId) -> Option<EvidenceSummary> {
        let counts = article_counts(self, article);
        let own = self.lang.evidence_page_path(article);
        let id = self.lang.site.records.id(article);
        let anchor = own.is_none().then(|| format!("ledger-{id}"));
        let path = own.unwrap_or(self.lang.index_page_path(IndexKind::Evidence));
        let href = self.link_base.href_to(path, anchor.as_deref());
        (counts.claims + counts.quotations > 0).then_some(EvidenceSummary { counts, href })
    }

    /// Whether a claim rests on one article alone.
    fn is_single_source_claim(&self, record: RecordId, place: usize) -> bool {
        matches!(self.lang.site.claim_support(record, place), Some(Support::Single(_)))
    }
}
