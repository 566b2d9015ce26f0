//! References in front matter and fences: ids of other records, and evidence.

use crate::model::{Block, BlockKind, Evidence, IdRef, Record};

/// Returns all ids in a `timeline` fence; empty for other blocks.
pub(super) fn fence_refs(block: &Block) -> Vec<IdRef<'_>> {
    let BlockKind::Timeline(filter) = &block.kind else { return Vec::new() };
    filter.id_refs().collect()
}

/// Returns all evidence of a record: first that of its claims, then that of its status.
pub(super) fn evidence(record: &Record) -> impl Iterator<Item = &Evidence> {
    let claims = record.claims().iter().flat_map(|claim| &claim.evidence);
    claims.chain(record.status().iter().flat_map(|status| &status.evidence))
}
