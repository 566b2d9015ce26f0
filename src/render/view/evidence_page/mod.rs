//! Evidence pages: articles with the claims, status steps and quotations that cite them.
//!
//! 1. `evidence_row` lists the evidence of an article by passage.
//! 2. `coverage_matrix` counts the passages of each article that each initiative cites.
//! 3. `gaps` finds claims with a single source or none.
//! 4. `pages` lists pages by number of claims and quotations.
//!
//! A small briefing has all evidence on one page; in a larger one, each article has an evidence page of its own.

mod coverage_matrix;
mod evidence_row;
mod gaps;
mod pages;

use super::evidence::DivergenceView;
use super::evidence_index::EvidenceKind;
use super::page_context::PageContext;
use crate::model::{CitationRole, IndexKind, RecordId};
use crate::relate::{ClaimSupport, Quotation, QuotationVerdict, Support};
use coverage_matrix::CoverageMatrix;
use evidence_row::PassageRows;
use gaps::Gaps;
use pages::KindPages;
use serde::Serialize;
use std::collections::BTreeSet;
use std::rc::Rc;

/// The evidence page as templates see it.
#[derive(Debug, Serialize)]
pub(crate) struct EvidencePageView<'e> {
    counts: EvidenceCounts,
    matrix: Option<CoverageMatrix<'e>>,
    articles: Vec<ArticleEvidenceView<'e>>,
    /// Number of articles beyond the limit.
    further: usize,
    divergences: Vec<DivergenceView<'e>>,
    pages: Vec<KindPages<'e>>,
    gaps: Gaps<'e>,
}

/// The evidence page of one article.
#[derive(Debug, Serialize)]
pub(crate) struct ArticleEvidencePageView<'e> {
    article: ArticleEvidenceView<'e>,
    ledger_href: String,
}

/// Numbers of claims and quotations by result of their checks.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct EvidenceCounts {
    /// Number of claims; those that the article supports if it is of an article.
    claims: usize,
    /// Number of claims that the article disputes.
    disputed: usize,
    /// Number of claims that the article is silent on.
    silent: usize,
    /// Number of claims that the article is only background of.
    background: usize,
    single_source: usize,
    unsupported: usize,
    quotations: usize,
    found: usize,
    unchecked: usize,
    failed: usize,
    /// Number of texts in quotation marks that no article is cited for; 0 for an article.
    unattributed: usize,
    passages: usize,
    /// Number of distinct words that are quoted.
    words: usize,
    /// Number of words of the article, if known.
    of_words: Option<usize>,
}

/// Evidence from one article.
#[derive(Debug, Serialize)]
struct ArticleEvidenceView<'e> {
    id: &'e str,
    href: Rc<str>,
    title: &'e str,
    mark: &'e str,
    counts: EvidenceCounts,
    /// Link to its evidence page; `None` if the evidence is on this page.
    page_href: Option<String>,
    passages: Vec<PassageRows<'e>>,
}

/// Maximum number of listed articles; the evidence pages of others are linked from their own pages.
const MAX_ARTICLES: usize = 100;

/// Builds the evidence page.
pub(crate) fn evidence_page<'e>(context: &PageContext<'e>) -> EvidencePageView<'e> {
    let articles: Vec<RecordId> = context.evidence_articles().map(|(article, _)| article).collect();
    let shown = articles.iter().take(MAX_ARTICLES);
    let split = !context.lang.evidence_pages.is_empty();
    EvidencePageView {
        counts: total_counts(context),
        matrix: coverage_matrix::coverage_matrix(context),
        articles: shown.map(|article| article_evidence(context, *article, !split)).collect(),
        further: articles.len().saturating_sub(MAX_ARTICLES),
        divergences: context.all_divergences(),
        pages: pages::pages(context),
        gaps: gaps::gaps(context),
    }
}

/// Builds the evidence page of one article.
pub(crate) fn article_evidence_page<'e>(context: &PageContext<'e>, article: RecordId) -> ArticleEvidencePageView<'e> {
    ArticleEvidencePageView {
        article: article_evidence(context, article, true),
        ledger_href: context.link_base.href(context.lang.index_page_path(IndexKind::Evidence)),
    }
}

fn article_evidence<'e>(context: &PageContext<'e>, article: RecordId, with_rows: bool) -> ArticleEvidenceView<'e> {
    let link = context.link(article);
    ArticleEvidenceView {
        id: link.card.id(),
        href: link.href,
        title: link.card.title(),
        mark: context.short_citation(article),
        counts: article_counts(context, article),
        page_href: context
            .lang
            .evidence_page_path(article)
            .filter(|_| !with_rows)
            .map(|path| context.link_base.href(path)),
        passages: if with_rows { evidence_row::passage_rows(context, article) } else { Vec::new() },
    }
}

/// Counts the evidence from one article: each claim once, by what the article does for it. `single_source` counts claims with
/// it as their single source.
fn article_counts(context: &PageContext<'_>, article: RecordId) -> EvidenceCounts {
    let entries = context.evidence_items(article);
    let mut counts = EvidenceCounts::default();
    let mut claims = BTreeSet::new();
    for entry in entries {
        if let EvidenceKind::Claim(place) = entry.kind {
            claims.insert((entry.record, place));
        }
        let quotations = entry.quotations.iter().filter_map(|number| context.site.quotation(entry.record, *number));
        quotations.for_each(|quotation| counts.add(quotation));
    }
    let extent = context.site.quoted_amount(article);
    (counts.words, counts.of_words) = (extent.quoted_words, extent.total_words);
    for (record, place) in claims {
        counts.add_claim(context.site.claim_support(record, place), article);
    }
    let with_words = entries.iter().filter(|entry| entry.role != CitationRole::Silent);
    counts.passages = with_words.filter_map(|entry| entry.passage).collect::<BTreeSet<_>>().len();
    counts
}

/// Counts all evidence; each claim and quotation counts once.
fn total_counts(context: &PageContext<'_>) -> EvidenceCounts {
    let mut counts = EvidenceCounts::default();
    for (article, _) in context.evidence_articles() {
        let of_article = article_counts(context, article);
        counts.single_source += of_article.single_source;
        counts.quotations += of_article.quotations;
        counts.found += of_article.found;
        counts.unchecked += of_article.unchecked;
        counts.failed += of_article.failed;
        counts.passages += of_article.passages;
        counts.words += of_article.words;
    }
    counts.claims = context.all_records().map(|(_, record)| record.claims().len()).sum();
    counts.unsupported = context.unsupported_claims().len();
    counts.unattributed = context.unattributed_count();
    counts
}

impl EvidenceCounts {
    /// Counts a claim that cites an article.
    fn add_claim(&mut self, claim: Option<&ClaimSupport>, article: RecordId) {
        let Some(claim) = claim else { return };
        self.single_source += usize::from(claim.support == Support::Single(article));
        if claim.support.articles().contains(&article) {
            self.claims += 1;
        } else if claim.disputing.contains(&article) {
            self.disputed += 1;
        } else if claim.silent.contains(&article) {
            self.silent += 1;
        } else {
            self.background += 1;
        }
    }

    /// Checks whether there are no claims and quotations.
    fn is_empty(&self) -> bool {
        self.claims + self.disputed + self.silent + self.background + self.quotations == 0
    }

    fn add(&mut self, quotation: &Quotation) {
        self.quotations += 1;
        match quotation.verdict {
            QuotationVerdict::Found(_) => self.found += 1,
            QuotationVerdict::Unchecked => self.unchecked += 1,
            QuotationVerdict::Misplaced(_) | QuotationVerdict::NotFound => self.failed += 1,
        }
    }
}

/// Evidence counts of an article, with a link to the evidence.
#[derive(Clone, Debug, Serialize)]
pub(super) struct EvidenceSummary {
    #[serde(flatten)]
    counts: EvidenceCounts,
    href: String,
}

impl PageContext<'_> {
    /// Returns the evidence summary of an article, or `None` without claims and quotations.
    pub(super) fn evidence_summary(&self, article: RecordId) -> Option<EvidenceSummary> {
        let counts = article_counts(self, article);
        let own = self.lang.evidence_page_path(article);
        let id = self.site.records.id(article);
        let anchor = own.is_none().then(|| format!("ledger-{id}"));
        let path = own.unwrap_or(self.lang.index_page_path(IndexKind::Evidence));
        let href = self.link_base.href_to(path, anchor.as_deref());
        (!counts.is_empty()).then_some(EvidenceSummary { counts, href })
    }

    /// Returns the article of a claim with a single source.
    fn single_source_of_claim(&self, record: RecordId, place: usize) -> Option<RecordId> {
        match self.site.claim_support(record, place)?.support {
            Support::Single(article) => Some(article),
            Support::Unsupported | Support::Several(_) => None,
        }
    }
}
