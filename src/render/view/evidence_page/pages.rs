//! Pages with claims and quotations, by kind of record.

use super::super::evidence_index::EvidenceKind;
use super::super::page_context::PageContext;
use crate::model::{Kind, RecordId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Pages of a kind that cite articles.
#[derive(Debug, Serialize)]
pub(super) struct KindPages<'e> {
    kind: Kind,
    pages: Vec<PageCount<'e>>,
    /// Number of pages beyond the limit.
    further: usize,
}

/// A page and its number of claims and quotations.
#[derive(Debug, Serialize)]
struct PageCount<'e> {
    href: Rc<str>,
    title: &'e str,
    count: usize,
}

/// Maximum number of listed pages per kind.
const MAX_PAGES: usize = 100;

/// Lists the pages by kind, those with most claims and quotations first.
pub(super) fn pages<'e>(context: &PageContext<'e>) -> Vec<KindPages<'e>> {
    let mut by_kind: BTreeMap<Kind, Vec<PageCount<'e>>> = BTreeMap::new();
    for (id, count) in page_counts(context) {
        let link = context.link(id);
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

/// Counts the claims and quotations on each page. A claim counts once, with all quotations in its evidence.
fn page_counts(context: &PageContext<'_>) -> BTreeMap<RecordId, usize> {
    let mut claims: BTreeSet<(RecordId, usize)> = BTreeSet::new();
    let mut counts: BTreeMap<RecordId, usize> = BTreeMap::new();
    for entry in context.evidence_articles().flat_map(|(_, entries)| entries) {
        match entry.kind {
            EvidenceKind::Claim(index) => drop(claims.insert((entry.record, index))),
            EvidenceKind::Status(_) | EvidenceKind::Quotation => {
                *counts.entry(entry.record).or_default() += entry.quotations.len();
            }
        }
    }
    for (record, _) in claims {
        *counts.entry(record).or_default() += 1;
    }
    counts.retain(|_, count| *count > 0);
    counts
}
