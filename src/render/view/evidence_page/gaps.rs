//! Where the evidence is thin: what rests on one article alone or on none, and articles that nothing rests on.

use super::super::evidence::claim_anchor;
use super::super::evidence_index::{EvidenceItem, EvidenceKind};
use super::super::link::LinkView;
use super::super::page_context::PageContext;
use crate::model::{Details, Kind, Record, RecordId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What is thin.
#[derive(Debug, Serialize)]
pub(super) struct Gaps<'e> {
    single_source: TruncatedList<SingleSourceArticle<'e>>,
    unsupported: TruncatedList<UnsupportedClaim<'e>>,
    /// Articles that no page cites.
    unused: TruncatedList<LinkView<'e>>,
    /// Events, initiatives, actors and topics whose pages cite no article.
    uncited: TruncatedList<LinkView<'e>>,
}

/// The first of many, and how many there are besides.
#[derive(Debug, Serialize)]
struct TruncatedList<T> {
    items: Vec<T>,
    further: usize,
}

/// An article, and the pages with claims for which it alone stands.
#[derive(Debug, Serialize)]
struct SingleSourceArticle<'e> {
    mark: &'e str,
    href: Rc<str>,
    pages: Vec<SingleSourcePage<'e>>,
}

/// A page, and how many of its claims rest on one article.
#[derive(Debug, Serialize)]
struct SingleSourcePage<'e> {
    href: String,
    title: &'e str,
    claims: usize,
}

/// A claim that rests on nothing.
#[derive(Debug, Serialize)]
struct UnsupportedClaim<'e> {
    text: &'e str,
    href: String,
    title: &'e str,
}

/// So many of each sort are listed; of articles with the pages that rest on each alone, fewer.
const MAX_LISTED: usize = 100;
const MAX_SINGLE_SOURCE: usize = 40;

impl<T> TruncatedList<T> {
    fn new<I>(all: Vec<I>, most: usize, show: impl FnMut(I) -> T) -> TruncatedList<T> {
        let further = all.len().saturating_sub(most);
        TruncatedList { items: all.into_iter().take(most).map(show).collect(), further }
    }
}

/// Finds what is thin.
pub(super) fn gaps<'e>(desk: &PageContext<'e>) -> Gaps<'e> {
    let used = used_articles(desk);
    let book = desk.lang.site;
    let articles = desk.lang.records(Kind::Article).map(|(id, _)| id);
    let records = desk.lang.all_records().filter(|(_, record)| should_cite(record)).map(|(id, _)| id);
    let alone: Vec<SingleSourceArticle<'e>> = desk
        .lang
        .evidence_index
        .articles()
        .filter_map(|(article, entries)| single_source(desk, article, entries))
        .collect();
    Gaps {
        single_source: TruncatedList::new(alone, MAX_SINGLE_SOURCE, |one| one),
        unsupported: TruncatedList::new(desk.lang.evidence_index.unsupported().to_vec(), MAX_LISTED, |claim| {
            unsupported_claim(desk, claim)
        }),
        unused: TruncatedList::new(
            articles.filter(|id| !used.contains(&book.original(*id))).collect(),
            MAX_LISTED,
            |id| desk.link(id),
        ),
        uncited: TruncatedList::new(
            records.filter(|id| book.list_or_canonical(book.relations.cited, *id).is_empty()).collect(),
            MAX_LISTED,
            |id| desk.link(id),
        ),
    }
}

/// The articles that another page cites or speaks of.
fn used_articles(desk: &PageContext<'_>) -> BTreeSet<RecordId> {
    let book = desk.lang.site;
    let mut used = BTreeSet::new();
    for (id, record) in book.records.shown() {
        let cited = book.relations.cited.list(id).iter().map(|cited| book.original(cited.article));
        used.extend(cited.filter(|article| *article != book.original(id)));
        if record.kind() == Kind::Article && book.relations.mentioning_records(id).next().is_some() {
            used.insert(book.original(id));
        }
    }
    used
}

fn should_cite(record: &Record) -> bool {
    matches!(record.details, Details::Event(_) | Details::Initiative(_) | Details::Actor(_) | Details::Topic)
}

fn single_source<'e>(
    desk: &PageContext<'e>,
    article: RecordId,
    entries: &[EvidenceItem],
) -> Option<SingleSourceArticle<'e>> {
    let mut pages: BTreeMap<RecordId, BTreeSet<usize>> = BTreeMap::new();
    for entry in entries {
        if let EvidenceKind::Claim(place) = entry.kind
            && desk.is_single_source_claim(entry.record, place)
        {
            pages.entry(entry.record).or_default().insert(place);
        }
    }
    let book = desk.lang.site;
    let alone = |(record, places): (RecordId, BTreeSet<usize>)| SingleSourcePage {
        href: desk.link_base.href_to(book.relations.path(record), Some("claims")),
        title: desk.lang.link_card(record).title(),
        claims: places.len(),
    };
    let pages: Vec<SingleSourcePage<'e>> = pages.into_iter().map(alone).collect();
    (!pages.is_empty()).then(|| SingleSourceArticle {
        mark: desk.lang.short_citation(article),
        href: desk.link(article).href,
        pages,
    })
}

fn unsupported_claim<'e>(desk: &PageContext<'e>, (id, place): (RecordId, usize)) -> UnsupportedClaim<'e> {
    let book = desk.lang.site;
    let record = book.records.get(id);
    UnsupportedClaim {
        text: record.claims().get(place).map_or("", |claim| &claim.text.value),
        href: desk.link_base.href_to(book.relations.path(id), Some(&claim_anchor(place))),
        title: &record.title.value,
    }
}
