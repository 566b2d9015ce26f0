//! The relations of a briefing as they are persisted between runs of the program.
//!
//! Backlinks are most of the data and are persisted apart, so that they can be written and read in chunks. The index and the
//! name matchers are quickly rebuilt and not persisted.

use crate::diagnose::{CachedDiagnostic, Rule};
use crate::model::{EvidenceLock, LockedText, Passage, RecordId, Site};
use crate::relate::{Analysis, Backlink, OutputLayout, PathOwner, PerRecord, RecordIndex, Relations};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// The persisted part of [`Analysis`], without [`Relations::backlinks`].
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RelationsSnapshot {
    relations: Relations,
    lock: LockSnapshot,
    reference_diagnostics: Vec<CachedDiagnostic>,
    site_diagnostics: Vec<CachedDiagnostic>,
    files: Arc<FxHashMap<String, PathOwner>>,
    events_by_date: Vec<RecordId>,
}

/// [`EvidenceLock`] with all fields. Its own serialization leaves out empty ones, which a binary format cannot.
#[derive(Debug, Serialize, Deserialize)]
struct LockSnapshot {
    names: BTreeMap<String, String>,
    texts: BTreeMap<String, LockedText>,
    mentions: BTreeMap<String, BTreeMap<String, Vec<Passage>>>,
    quotations: BTreeMap<String, BTreeMap<String, Vec<Passage>>>,
}

impl Analysis {
    /// Returns what is persisted, without [`Relations::backlinks`].
    pub(super) fn snapshot(&self) -> RelationsSnapshot {
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

    /// Restores the relations of a briefing. Returns `None` if a diagnostic has a rule that is not among `rules`.
    pub(super) fn restore(
        snapshot: RelationsSnapshot,
        backlinks: Vec<Arc<[Backlink]>>,
        site: &Site,
        rules: &[&'static Rule],
    ) -> Option<Analysis> {
        let RelationsSnapshot {
            mut relations,
            lock: LockSnapshot { names, texts, mentions, quotations },
            files,
            events_by_date,
            ..
        } = snapshot;
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
        Some(Analysis {
            relations,
            reference_diagnostics: CachedDiagnostic::restore_all(snapshot.reference_diagnostics, rules)?,
            site_diagnostics: CachedDiagnostic::restore_all(snapshot.site_diagnostics, rules)?,
            layout,
            matchers: OnceLock::new(),
            events_by_date,
        })
    }
}
