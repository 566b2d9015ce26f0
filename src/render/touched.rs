//! What a change of words touches.

use super::trail::Look;
use crate::model::{Record, RecordId};
use crate::relate::RelationsDelta;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is new in a briefing of which only bodies are other ones.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    /// The records with another body, each as it was before.
    pub bodies: Vec<(RecordId, Arc<Record>)>,
    /// What is known otherwise for it.
    pub known: RelationsDelta,
}

impl Touched {
    /// What a view would have to look at to see any of it.
    pub(super) fn looks(&self) -> BTreeSet<Look> {
        let bodies = self.bodies.iter().map(|(id, _)| Look::body(*id));
        let records = self.known.records.iter().flatten().map(|id| Look::record(*id));
        bodies.chain(self.known.backlinks.iter().map(|id| Look::backlinks(*id))).chain(records).collect()
    }
}
