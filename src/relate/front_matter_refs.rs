//! References in front matter: ids of other records, and evidence.

use crate::model::{Block, BlockKind, Details, Evidence, Kind, Record};
use crate::span::Spanned;

/// Record id in front matter or in a `timeline` fence.
#[derive(Clone, Copy)]
pub(super) struct FrontMatterRef<'a> {
    /// Key that contains the id.
    pub(super) key: &'static str,
    /// Kind of the referenced record.
    pub(super) kind: Kind,
    /// Id as written.
    pub(super) id: &'a Spanned<String>,
}

/// Returns all ids in a record's front matter, by descending relevance: its own attributes before related records.
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

/// Returns all ids in a `timeline` fence; empty for other blocks.
pub(super) fn fence_refs(block: &Block) -> Vec<FrontMatterRef<'_>> {
    let BlockKind::Timeline(filter) = &block.kind else { return Vec::new() };
    refs("initiatives", Kind::Initiative, &filter.initiatives)
        .chain(refs("actors", Kind::Actor, &filter.actors))
        .chain(refs("topics", Kind::Topic, &filter.topics))
        .collect()
}

/// Returns all evidence of a record: first that of its claims, then that of its status.
pub(super) fn evidence(record: &Record) -> impl Iterator<Item = &Evidence> {
    let claims = record.claims().iter().flat_map(|claim| &claim.evidence);
    claims.chain(record.status().iter().flat_map(|status| &status.evidence))
}

fn refs<'a>(key: &'static str, kind: Kind, ids: &'a [Spanned<String>]) -> impl Iterator<Item = FrontMatterRef<'a>> {
    ids.iter().map(move |id| FrontMatterRef { key, kind, id })
}
