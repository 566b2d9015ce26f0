//! What front matter names: the ids of other records, and the evidence.

use crate::model::{Block, BlockKind, Details, Evidence, Kind, Record};
use crate::span::Spanned;

/// An id in front matter or in a `timeline` fence.
#[derive(Clone, Copy)]
pub(super) struct FrontMatterRef<'a> {
    /// The key under which it stands.
    pub(super) key: &'static str,
    /// The kind of record it must name.
    pub(super) kind: Kind,
    /// The id as written.
    pub(super) id: &'a Spanned<String>,
}

/// All ids in a record's front matter, in the order in which they count: who and what it is, before what is near it.
pub(super) fn front_matter_refs(record: &Record) -> Vec<FrontMatterRef<'_>> {
    match &record.details {
        Details::Article(article) => refs("topics", Kind::Topic, &article.topics).collect(),
        Details::Event(event) => refs("actors", Kind::Actor, &event.actors)
            .chain(refs("initiatives", Kind::Initiative, &event.initiatives))
            .chain(refs("topics", Kind::Topic, &event.topics))
            .collect(),
        Details::Initiative(initiative) => refs("proposer", Kind::Actor, &initiative.proposer)
            .chain(refs("actors", Kind::Actor, &initiative.actors))
            .chain(refs("topics", Kind::Topic, &initiative.topics))
            .chain(refs("part_of", Kind::Initiative, &initiative.part_of))
            .chain(refs("related", Kind::Initiative, &initiative.related))
            .collect(),
        Details::Actor(actor) => refs("member_of", Kind::Actor, &actor.member_of).collect(),
        Details::Topic | Details::Page | Details::Index(_) => Vec::new(),
    }
}

/// All ids in a `timeline` fence; none for other blocks.
pub(super) fn fence_refs(block: &Block) -> Vec<FrontMatterRef<'_>> {
    let BlockKind::Timeline(filter) = &block.kind else { return Vec::new() };
    refs("initiatives", Kind::Initiative, &filter.initiatives)
        .chain(refs("actors", Kind::Actor, &filter.actors))
        .chain(refs("topics", Kind::Topic, &filter.topics))
        .collect()
}

/// All evidence of a record: that of its claims, then that of its status.
pub(super) fn evidence(record: &Record) -> impl Iterator<Item = &Evidence> {
    let claims = record.claims().iter().flat_map(|claim| &claim.evidence);
    claims.chain(record.status().iter().flat_map(|status| &status.evidence))
}

fn refs<'a>(key: &'static str, kind: Kind, ids: &'a [Spanned<String>]) -> impl Iterator<Item = FrontMatterRef<'a>> {
    ids.iter().map(move |id| FrontMatterRef { key, kind, id })
}
