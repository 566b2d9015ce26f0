//! Where the evidence is thin: what rests on one article alone or on none, and articles that nothing rests on.

use super::super::desk::Desk;
use super::super::entries::{Entry, Said};
use super::super::evidence::claim_anchor;
use super::super::link::Link;
use crate::model::{Details, Kind, Record, RecordId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What is thin.
#[derive(Debug, Serialize)]
pub(super) struct Gaps<'e> {
    single_source: Listed<OneSource<'e>>,
    unsupported: Listed<Unsupported<'e>>,
    /// Articles that no page cites.
    unused: Listed<Link<'e>>,
    /// Events, initiatives, actors and topics whose pages cite no article.
    uncited: Listed<Link<'e>>,
}

/// The first of many, and how many there are besides.
#[derive(Debug, Serialize)]
struct Listed<T> {
    items: Vec<T>,
    further: usize,
}

/// An article, and the pages with claims for which it alone stands.
#[derive(Debug, Serialize)]
struct OneSource<'e> {
    mark: &'e str,
    href: Rc<str>,
    pages: Vec<Alone<'e>>,
}

/// A page, and how many of its claims rest on one article.
#[derive(Debug, Serialize)]
struct Alone<'e> {
    href: String,
    title: &'e str,
    claims: usize,
}

/// A claim that rests on nothing.
#[derive(Debug, Serialize)]
struct Unsupported<'e> {
    text: &'e str,
    href: String,
    title: &'e str,
}

/// So many of each sort are listed; of articles with the pages that rest on each alone, fewer.
const MOST_LISTED: usize = 100;
const MOST_ALONE: usize = 40;

impl<T> Listed<T> {
    fn new<I>(all: Vec<I>, most: usize, show: impl FnMut(I) -> T) -> Listed<T> {
        let further = all.len().saturating_sub(most);
        Listed { items: all.into_iter().take(most).map(show).collect(), further }
    }
}

/// Finds what is thin.
pub(super) fn gaps<'e>(desk: &Desk<'e>) -> Gaps<'e> {
    let used = used(desk);
    let book = desk.edition.book;
    let articles = desk.edition.records(Kind::Article).map(|(id, _)| id);
    let records = desk.edition.all_records().filter(|(_, record)| should_cite(record)).map(|(id, _)| id);
    let alone: Vec<OneSource<'e>> =
        desk.edition.entries.articles().filter_map(|(article, entries)| one_source(desk, article, entries)).collect();
    Gaps {
        single_source: Listed::new(alone, MOST_ALONE, |one| one),
        unsupported: Listed::new(desk.edition.entries.unsupported().to_vec(), MOST_LISTED, |claim| {
            unsupported(desk, claim)
        }),
        unused: Listed::new(articles.filter(|id| !used.contains(&book.original(*id))).collect(), MOST_LISTED, |id| {
            desk.link(id)
        }),
        uncited: Listed::new(
            records.filter(|id| book.related(book.relations.cited, *id).is_empty()).collect(),
            MOST_LISTED,
            |id| desk.link(id),
        ),
    }
}

/// The articles that another page cites or speaks of.
fn used(desk: &Desk<'_>) -> BTreeSet<RecordId> {
    let book = desk.edition.book;
    let mut used = BTreeSet::new();
    for (id, record) in book.site.shown() {
        let cited = book.relations.cited.list(id).iter().map(|cited| book.original(cited.article));
        used.extend(cited.filter(|article| *article != book.original(id)));
        if record.kind() == Kind::Article && book.relations.speakers(id).next().is_some() {
            used.insert(book.original(id));
        }
    }
    used
}

fn should_cite(record: &Record) -> bool {
    matches!(record.details, Details::Event(_) | Details::Initiative(_) | Details::Actor(_) | Details::Topic)
}

fn one_source<'e>(desk: &Desk<'e>, article: RecordId, entries: &[Entry]) -> Option<OneSource<'e>> {
    let mut pages: BTreeMap<RecordId, BTreeSet<usize>> = BTreeMap::new();
    for entry in entries {
        if let Said::Claim(place) = entry.said
            && desk.is_alone(entry.record, place)
        {
            pages.entry(entry.record).or_default().insert(place);
        }
    }
    let book = desk.edition.book;
    let alone = |(record, places): (RecordId, BTreeSet<usize>)| Alone {
        href: desk.place.href_to(book.relations.path(record), Some("claims")),
        title: desk.edition.card(record).title(),
        claims: places.len(),
    };
    let pages: Vec<Alone<'e>> = pages.into_iter().map(alone).collect();
    (!pages.is_empty()).then(|| OneSource { mark: desk.edition.mark(article), href: desk.link(article).href, pages })
}

fn unsupported<'e>(desk: &Desk<'e>, (id, place): (RecordId, usize)) -> Unsupported<'e> {
    let book = desk.edition.book;
    let record = book.site.record(id);
    Unsupported {
        text: record.claims().get(place).map_or("", |claim| &claim.text.value),
        href: desk.place.href_to(book.relations.path(id), Some(&claim_anchor(place))),
        title: &record.title.value,
    }
}
