//! What is kept of a briefing that was related between runs of a program.
//!
//! The sentences in which records speak of each other are most of it, and are kept apart, so that they can be written and
//! read in pieces. What is quickly made again is not kept: the index and the names to look for.

use super::{OutputLayout, RelateState};
use crate::diagnose::{CachedDiagnostic, Rule};
use crate::model::{EvidenceLock, LockedText, Passage, RecordId, Site};
use crate::relate::paths::PathOwner;
use crate::relate::{Backlink, PerRecord, RecordIndex, Relations};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// What is kept of [`Relating`].
#[derive(Debug, Serialize, Deserialize)]
pub struct RelationsSnapshot {
    relations: Relations,
    lock: LockSnapshot,
    reference_diagnostics: Vec<CachedDiagnostic>,
    site_diagnostics: Vec<CachedDiagnostic>,
    files: Arc<FxHashMap<String, PathOwner>>,
    events_by_date: Vec<RecordId>,
}

/// What [`EvidenceLock`] says. As a file it leaves out what is empty; here everything has its place.
#[derive(Debug, Serialize, Deserialize)]
struct LockSnapshot {
    names: BTreeMap<String, String>,
    texts: BTreeMap<String, LockedText>,
    mentions: BTreeMap<String, BTreeMap<String, Vec<Passage>>>,
    quotations: BTreeMap<String, BTreeMap<String, Vec<Passage>>>,
}

impl RelateState {
    /// What is to be kept, but for [`Relations::backlinks`].
    pub fn snapshot(&self) -> RelationsSnapshot {
        let EvidenceLock { names, texts, mentions, quotations, .. } = (*self.relations.lock).clone();
        RelationsSnapshot {
            relations: self.relations.clone(),
            lock: LockSnapshot { names, texts, mentions, quotations },
            reference_diagnostics: CachedDiagnostic::from_all(&self.reference_diagnostics),
            site_diagnostics: CachedDiagnostic::from_all(&self.site_diagnostics),
            files: self.layout.files.clone(),
            events_by_date: self.events_by_date.clone(),
        }
    }

    /// What was related before of the same briefing, or of one in which only records say something else; `rules` are all
    /// that findings can be of.
    pub fn restore(
        kept: RelationsSnapshot,
        backlinks: Vec<Arc<[Backlink]>>,
        site: &Site,
        rules: &[&'static Rule],
    ) -> Option<RelateState> {
        let RelationsSnapshot {
            mut relations,
            lock: LockSnapshot { names, texts, mentions, quotations },
            files,
            events_by_date: in_time,
            ..
        } = kept;
        relations.backlinks = PerRecord::from_rows(backlinks);
        let mut verified = EvidenceLock::default();
        (verified.names, verified.texts) = (names, texts);
        (verified.mentions, verified.quotations) = (mentions, quotations);
        relations.lock = Arc::new(verified);
        relations.index = Arc::new(RecordIndex::new(site));
        let layout = OutputLayout {
            paths: relations.paths.clone(),
            redirects: relations.redirects.clone(),
            collisions: relations.collisions.clone(),
            files,
        };
        Some(RelateState {
            relations,
            reference_diagnostics: CachedDiagnostic::restore_all(kept.reference_diagnostics, rules)?,
            site_diagnostics: CachedDiagnostic::restore_all(kept.site_diagnostics, rules)?,
            layout,
            matchers: OnceLock::new(),
            events_by_date: in_time,
        })
    }
}
