//! What a change of words touches.

use super::trace::Dependency;
use crate::model::{Record, RecordId};
use crate::relate::RelationsDelta;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is new in a briefing of which only bodies are other ones.
#[derive(Clone, Debug, Default)]
pub struct Invalidation {
    /// The records with another body, each as it was before.
    pub changed_bodies: Vec<(RecordId, Arc<Record>)>,
    /// What is known otherwise for it.
    pub relations: RelationsDelta,
}

impl Invalidation {
    /// What a view would have to look at to see any of it.
    pub(super) fn dependencies(&self) -> BTreeSet<Dependency> {
        let bodies = self.changed_bodies.iter().map(|(id, _)| Dependency::body(*id));
        let records = self.relations.records.iter().flatten().map(|id| Dependency::record(*id));
        bodies.chain(self.relations.backlinks.iter().map(|id| Dependency::backlinks(*id))).chain(records).collect()
    }
}
