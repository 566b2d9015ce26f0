//! What a change of words touches.

use super::trail::Look;
use crate::model::{Record, RecordId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is new in a briefing of which only bodies are other ones.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    /// The records with another body, each as it was before.
    pub bodies: Vec<(RecordId, Arc<Record>)>,
    /// The records of which others speak in other sentences, or other records do.
    pub backlinks: Vec<RecordId>,
    /// The records of which something else is known, whatever the words; nothing when bodies say the same as before in
    /// other words.
    pub records: Option<Vec<RecordId>>,
}

impl Touched {
    /// What a view would have to look at to see any of it.
    pub(super) fn looks(&self) -> BTreeSet<Look> {
        let bodies = self.bodies.iter().map(|(id, _)| Look::body(*id));
        let records = self.records.iter().flatten().map(|id| Look::record(*id));
        bodies.chain(self.backlinks.iter().map(|id| Look::backlinks(*id))).chain(records).collect()
    }
}
