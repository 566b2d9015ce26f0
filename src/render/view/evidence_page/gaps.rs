//! Gaps in the evidence: claims with a single source or none, articles that are not cited, and pages that cite none.

use super::super::evidence_index::{EvidenceItem, EvidenceKind};
use super::super::link::LinkView;
use super::super::page_context::PageContext;
use crate::model::{Kind, Record, RecordId, page_anchor};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Gaps in the evidence.
#[derive(Debug, Serialize)]
pub(super) struct Gaps<'e> {
    single_source: TruncatedList<SingleSourceArticle<'e>>,
    unsupported: TruncatedList<UnsupportedClaim<'e>>,
    /// Articles that no page cites.
    unused: TruncatedList<LinkView<'e>>,
    /// Events, initiatives, actors and topics whose pages cite no article.
    uncited: TruncatedList<LinkView<'e>>,
}

/// The first items of a list, and the number of further ones.
#[derive(Debug, Serialize)]
struct TruncatedList<T> {
    items: Vec<T>,
    further: usize,
}

/// An article with the pages whose claims have it as their single source.
#[derive(Debug, Serialize)]
struct SingleSourceArticle<'e> {
    mark: &'e str,
    href: Rc<str>,
    pages: Vec<SingleSourcePage<'e>>,
}

/// A page and the number of its claims with a single source.
#[derive(Debug, Serialize)]
struct SingleSourcePage<'e> {
    href: String,
    title: &'e str,
    claims: usize,
}

/// A claim without evidence.
#[derive(Debug, Serialize)]
struct UnsupportedClaim<'e> {
    text: &'e str,
    href: String,
    title: &'e str,
}

/// Maximum number of listed items; fewer of single-source articles, because each lists pages.
const MAX_LISTED: usize = 100;
const MAX_SINGLE_SOURCE: usize = 40;

impl<T> TruncatedList<T> {
    fn new<I>(all: Vec<I>, most: usize, show: impl FnMut(I) -> T) -> TruncatedList<T> {
        let further = all.len().saturating_sub(most);
        TruncatedList { items: all.into_iter().take(most).map(show).collect(), further }
    }
}

/// Finds all gaps.
pub(super) fn gaps<'e>(context: &PageContext<'e>) -> Gaps<'e> {
    let used = used_articles(context);
    let site = context.site;
    let articles = context.records(Kind::Article).map(|(id, _)| id);
    let records = context.all_records().filter(|(_, record)| should_cite(record)).map(|(id, _)| id);
    let alone: Vec<SingleSourceArticle<'e>> =
        context.evidence_articles().filter_map(|(article, entries)| single_source(context, article, entries)).collect();
    Gaps {
        single_source: TruncatedList::new(alone, MAX_SINGLE_SOURCE, |one| one),
        unsupported: TruncatedList::new(context.unsupported_claims().to_vec(), MAX_LISTED, |claim| {
            unsupported_claim(context, claim)
        }),
        unused: TruncatedList::new(
            articles.filter(|id| !used.contains(&site.canonical(*id))).collect(),
            MAX_LISTED,
            |id| context.link(id),
        ),
        uncited: TruncatedList::new(
            records.filter(|id| site.list_or_canonical(site.relations.cited(), *id).is_empty()).collect(),
            MAX_LISTED,
            |id| context.link(id),
        ),
    }
}

/// Collects the articles that another page cites or mentions.
fn used_articles(context: &PageContext<'_>) -> BTreeSet<RecordId> {
    let site = context.site;
    let mut used = BTreeSet::new();
    for (id, record) in site.records.shown() {
        let cited = site.relations.cited().list(id).iter().map(|cited| site.canonical(cited.article));
        used.extend(cited.filter(|article| *article != site.canonical(id)));
        if record.kind() == Kind::Article && site.relations.mentioning_records(id).next().is_some() {
            used.insert(site.canonical(id));
        }
    }
    used
}

fn should_cite(record: &Record) -> bool {
    record.kind().info().should_cite
}

fn single_source<'e>(
    context: &PageContext<'e>,
    article: RecordId,
    entries: &[EvidenceItem],
) -> Option<SingleSourceArticle<'e>> {
    let mut pages: BTreeMap<RecordId, BTreeSet<usize>> = BTreeMap::new();
    for entry in entries {
        if let EvidenceKind::Claim(place) = entry.kind
            && context.single_source_of_claim(entry.record, place) == Some(article)
        {
            pages.entry(entry.record).or_default().insert(place);
        }
    }
    let site = context.site;
    let page = |(record, places): (RecordId, BTreeSet<usize>)| SingleSourcePage {
        href: context.link_base.href_to(site.relations.path(record), Some("claims")),
        title: context.link_card(record).title(),
        claims: places.len(),
    };
    let pages: Vec<SingleSourcePage<'e>> = pages.into_iter().map(page).collect();
    (!pages.is_empty()).then(|| SingleSourceArticle {
        mark: context.short_citation(article),
        href: context.link(article).href,
        pages,
    })
}

fn unsupported_claim<'e>(context: &PageContext<'e>, (id, place): (RecordId, usize)) -> UnsupportedClaim<'e> {
    let site = context.site;
    let record = site.records.get(id);
    UnsupportedClaim {
        text: record.claims().get(place).map_or("", |claim| &claim.text.value),
        href: context.link_base.href_to(site.relations.path(id), Some(&page_anchor::of_claim(place))),
        title: &record.title.value,
    }
}
