//! The ledger: what the briefing's statements rest on.
//!
//! 1. `row` shows what rests on an article, passage by passage.
//! 2. `matrix` counts how far each article bears each initiative out.
//! 3. `gaps` tells what rests on one article alone, or on none.
//! 4. `pages` gives the order by page.
//!
//! A small briefing has all entries on one page; of a larger one, each article has a page of its own.

mod gaps;
mod matrix;
mod pages;
mod row;

use super::desk::Desk;
use super::entries::Said;
use super::evidence::Divergence;
use crate::model::{IndexKind, RecordId};
use crate::relate::{Quotation, QuotationVerdict, Support};
use gaps::Gaps;
use matrix::Matrix;
use pages::KindPages;
use row::PassageRows;
use serde::Serialize;
use std::collections::BTreeSet;
use std::rc::Rc;

/// The ledger.
#[derive(Debug, Serialize)]
pub(crate) struct Ledger<'e> {
    counts: Counts,
    matrix: Option<Matrix<'e>>,
    articles: Vec<ArticleEntries<'e>>,
    /// How many further articles there are.
    further: usize,
    divergences: Vec<Divergence<'e>>,
    pages: Vec<KindPages<'e>>,
    gaps: Gaps<'e>,
}

/// The page of one article's entries.
#[derive(Debug, Serialize)]
pub(crate) struct ArticleLedger<'e> {
    article: ArticleEntries<'e>,
    ledger_href: String,
}

/// How much there is, and what the checks came to.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Counts {
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
struct ArticleEntries<'e> {
    id: &'e str,
    href: Rc<str>,
    title: &'e str,
    mark: &'e str,
    counts: Counts,
    /// The page of its entries; nothing when they stand here.
    page_href: Option<String>,
    passages: Vec<PassageRows<'e>>,
}

/// So many articles are listed; the others' ledgers are reached from their pages.
const MOST_ARTICLES: usize = 100;

/// Makes the ledger.
pub(crate) fn ledger<'e>(desk: &Desk<'e>) -> Ledger<'e> {
    let entries = &desk.edition.entries;
    let articles: Vec<RecordId> = entries.articles().map(|(article, _)| article).collect();
    let shown = articles.iter().take(MOST_ARTICLES);
    let split = !desk.edition.ledgers.is_empty();
    Ledger {
        counts: counts(desk),
        matrix: matrix::matrix(desk),
        articles: shown.map(|article| article_entries(desk, *article, !split)).collect(),
        further: articles.len().saturating_sub(MOST_ARTICLES),
        divergences: desk.all_divergences(),
        pages: pages::pages(desk),
        gaps: gaps::gaps(desk),
    }
}

/// Makes the page of one article's entries.
pub(crate) fn article_ledger<'e>(desk: &Desk<'e>, article: RecordId) -> ArticleLedger<'e> {
    ArticleLedger {
        article: article_entries(desk, article, true),
        ledger_href: desk.place.href(desk.edition.front_path(IndexKind::Evidence)),
    }
}

fn article_entries<'e>(desk: &Desk<'e>, article: RecordId, with_rows: bool) -> ArticleEntries<'e> {
    let link = desk.link(article);
    ArticleEntries {
        id: link.card.id(),
        href: link.href,
        title: link.card.title(),
        mark: desk.edition.mark(article),
        counts: counts_of(desk, article),
        page_href: desk.edition.ledger_of(article).filter(|_| !with_rows).map(|path| desk.place.href(path)),
        passages: if with_rows { row::rows(desk, article) } else { Vec::new() },
    }
}

/// What rests on one article. Claims that rest on it alone count as of a single source.
fn counts_of(desk: &Desk<'_>, article: RecordId) -> Counts {
    let entries = desk.edition.entries.of(article);
    let mut counts = Counts::default();
    let mut claims = BTreeSet::new();
    for entry in entries {
        if let Said::Claim(place) = entry.said {
            claims.insert((entry.record, place));
        }
        let quotations =
            entry.quotations.iter().filter_map(|number| desk.edition.book.quotation(entry.record, *number));
        quotations.for_each(|quotation| counts.add(quotation));
    }
    let extent = desk.edition.book.extent(article);
    (counts.words, counts.of_words) = (extent.quoted_words, extent.total_words);
    counts.claims = claims.len();
    counts.single_source = claims.into_iter().filter(|(record, place)| desk.is_alone(*record, *place)).count();
    counts.passages = entries.iter().filter_map(|entry| entry.passage).collect::<BTreeSet<_>>().len();
    counts
}

/// Everything together, each claim and quotation once.
fn counts(desk: &Desk<'_>) -> Counts {
    let mut counts = Counts::default();
    for (article, _) in desk.edition.entries.articles() {
        let of_article = counts_of(desk, article);
        counts.single_source += of_article.single_source;
        counts.quotations += of_article.quotations;
        counts.found += of_article.found;
        counts.unchecked += of_article.unchecked;
        counts.failed += of_article.failed;
        counts.passages += of_article.passages;
        counts.words += of_article.words;
    }
    counts.claims = desk.edition.all_records().map(|(_, record)| record.claims().len()).sum();
    counts.unsupported = desk.edition.entries.unsupported().len();
    counts
}

impl Counts {
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
pub(super) struct Sums {
    #[serde(flatten)]
    counts: Counts,
    href: String,
}

impl Desk<'_> {
    /// What rests on an article; nothing when nothing does.
    pub(super) fn sums(&self, article: RecordId) -> Option<Sums> {
        let counts = counts_of(self, article);
        let own = self.edition.ledger_of(article);
        let id = self.edition.book.site.id(article);
        let anchor = own.is_none().then(|| format!("ledger-{id}"));
        let path = own.unwrap_or(self.edition.front_path(IndexKind::Evidence));
        let href = self.place.href_to(path, anchor.as_deref());
        (counts.claims + counts.quotations > 0).then_some(Sums { counts, href })
    }

    /// Whether a claim rests on one article alone.
    fn is_alone(&self, record: RecordId, place: usize) -> bool {
        matches!(self.edition.book.support(record, place), Some(Support::Single(_)))
    }
}
