//! What a change of words touches.

use super::trail::Look;
use crate::model::{Record, RecordId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Where a briefing says the same in other words.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    /// The records with another body, each as it was before.
    pub bodies: Vec<(RecordId, Arc<Record>)>,
    /// The records of which others speak in other sentences.
    pub backlinks: Vec<RecordId>,
}

impl Touched {
    /// What a view would have to look at to see any of it.
    pub(super) fn looks(&self) -> BTreeSet<Look> {
        let bodies = self.bodies.iter().map(|(id, _)| Look::body(*id));
        bodies.chain(self.backlinks.iter().map(|id| Look::backlinks(*id))).collect()
    }
}
