//! Invalidated dependencies of a compilation in which only bodies changed.

use crate::incremental::relate_update::RelationsDelta;
use crate::model::{Record, RecordId};
use crate::render::Dependency;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The changes of a compilation in which only bodies of records changed.
#[derive(Clone, Debug, Default)]
pub(in crate::incremental) struct Invalidation {
    /// The records with changed bodies, each with its previous version.
    pub(in crate::incremental) changed_bodies: Vec<(RecordId, Arc<Record>)>,
    /// The changes of relations that follow.
    pub(in crate::incremental) relations: RelationsDelta,
}

impl Invalidation {
    /// Returns the dependencies whose values may have changed.
    pub(super) fn dependencies(&self) -> BTreeSet<Dependency> {
        let bodies = self.changed_bodies.iter().map(|(id, _)| Dependency::body(*id));
        let records = self.relations.records.iter().flatten().map(|id| Dependency::record(*id));
        bodies.chain(self.relations.backlinks.iter().map(|id| Dependency::backlinks(*id))).chain(records).collect()
    }
}
