//! The second order of the ledger: which pages have claims and quotations, by kind.

use super::super::evidence_index::EvidenceKind;
use super::super::page_context::PageContext;
use crate::model::{Kind, RecordId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The pages of a kind that rest on articles.
#[derive(Debug, Serialize)]
pub(super) struct KindPages<'e> {
    kind: Kind,
    pages: Vec<PageCount<'e>>,
    /// How many further pages there are.
    further: usize,
}

/// A page, and how many claims and quotations it has.
#[derive(Debug, Serialize)]
struct PageCount<'e> {
    href: Rc<str>,
    title: &'e str,
    count: usize,
}

/// So many pages of a kind are listed.
const MAX_PAGES: usize = 100;

/// Lists the pages, those with most first.
pub(super) fn pages<'e>(desk: &PageContext<'e>) -> Vec<KindPages<'e>> {
    let mut by_kind: BTreeMap<Kind, Vec<PageCount<'e>>> = BTreeMap::new();
    for (id, count) in page_counts(desk) {
        let link = desk.link(id);
        let title = link.card.title();
        by_kind.entry(link.card.kind()).or_default().push(PageCount { href: link.href, title, count });
    }
    let kinds = by_kind.into_iter().map(|(kind, mut pages)| {
        pages.sort_by(|a, b| (b.count, a.title).cmp(&(a.count, b.title)));
        let further = pages.len().saturating_sub(MAX_PAGES);
        pages.truncate(MAX_PAGES);
        KindPages { kind, pages, further }
    });
    kinds.collect()
}

/// How many claims and quotations stand on each page. A claim counts once, with whatever its evidence quotes.
fn page_counts(desk: &PageContext<'_>) -> BTreeMap<RecordId, usize> {
    let mut claims: BTreeSet<(RecordId, usize)> = BTreeSet::new();
    let mut counts: BTreeMap<RecordId, usize> = BTreeMap::new();
    for entry in desk.lang.evidence_index.articles().flat_map(|(_, entries)| entries) {
        match entry.kind {
            EvidenceKind::Claim(place) => drop(claims.insert((entry.record, place))),
            EvidenceKind::Status(_) | EvidenceKind::Quotation => {
                *counts.entry(entry.record).or_default() += entry.quotations.len()
            }
        }
    }
    for (record, _) in claims {
        *counts.entry(record).or_default() += 1;
    }
    counts.retain(|_, count| *count > 0);
    counts
}
