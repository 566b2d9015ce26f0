//! What front matter names: the ids of other records, and the evidence.

use crate::model::{Block, BlockKind, Details, Evidence, Kind, Record};
use crate::span::Spanned;

/// An id in front matter or in a `timeline` fence.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    /// The key under which it stands.
    pub(super) key: &'static str,
    /// The kind of record it must name.
    pub(super) kind: Kind,
    /// The id as written.
    pub(super) id: &'a Spanned<String>,
}

/// All ids in a record's front matter, in the order in which they count: who and what it is, before what is near it.
pub(super) fn named(record: &Record) -> Vec<Named<'_>> {
    match &record.details {
        Details::Article(article) => list("topics", Kind::Topic, &article.topics).collect(),
        Details::Event(event) => list("actors", Kind::Actor, &event.actors)
            .chain(list("initiatives", Kind::Initiative, &event.initiatives))
            .chain(list("topics", Kind::Topic, &event.topics))
            .collect(),
        Details::Initiative(initiative) => list("proposer", Kind::Actor, &initiative.proposer)
            .chain(list("actors", Kind::Actor, &initiative.actors))
            .chain(list("topics", Kind::Topic, &initiative.topics))
            .chain(list("part_of", Kind::Initiative, &initiative.part_of))
            .chain(list("related", Kind::Initiative, &initiative.related))
            .collect(),
        Details::Actor(actor) => list("member_of", Kind::Actor, &actor.member_of).collect(),
        Details::Topic | Details::Page | Details::Index(_) => Vec::new(),
    }
}

/// All ids in a `timeline` fence; none for other blocks.
pub(super) fn named_in_fence(block: &Block) -> Vec<Named<'_>> {
    let BlockKind::Timeline(filter) = &block.kind else { return Vec::new() };
    list("initiatives", Kind::Initiative, &filter.initiatives)
        .chain(list("actors", Kind::Actor, &filter.actors))
        .chain(list("topics", Kind::Topic, &filter.topics))
        .collect()
}

/// All evidence of a record: that of its claims, then that of its status.
pub(super) fn evidence(record: &Record) -> impl Iterator<Item = &Evidence> {
    let claims = record.claims().iter().flat_map(|claim| &claim.evidence);
    claims.chain(record.status().iter().flat_map(|status| &status.evidence))
}

fn list<'a>(key: &'static str, kind: Kind, ids: &'a [Spanned<String>]) -> impl Iterator<Item = Named<'a>> {
    ids.iter().map(move |id| Named { key, kind, id })
}
