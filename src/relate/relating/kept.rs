//! What is kept of a briefing that was related between runs of a program.
//!
//! The sentences in which records speak of each other are most of it, and are kept apart, so that they can be written and
//! read in pieces. What is quickly made again is not kept: the index and the names to look for.

use super::{Layout, Relating};
use crate::diagnose::{CachedDiagnostic, Rule};
use crate::model::{EvidenceLock, LockedText, Passage, RecordId, Site};
use crate::relate::paths::Owner;
use crate::relate::{Backlink, Index, Relations, Table};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// What is kept of [`Relating`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Kept {
    relations: Relations,
    lock: Lock,
    found_first: Vec<CachedDiagnostic>,
    found_last: Vec<CachedDiagnostic>,
    files: Arc<FxHashMap<String, Owner>>,
    in_time: Vec<RecordId>,
}

/// What [`EvidenceLock`] says. As a file it leaves out what is empty; here everything has its place.
#[derive(Debug, Serialize, Deserialize)]
struct Lock {
    names: BTreeMap<String, String>,
    texts: BTreeMap<String, LockedText>,
    mentions: BTreeMap<String, BTreeMap<String, Vec<Passage>>>,
    quotations: BTreeMap<String, BTreeMap<String, Vec<Passage>>>,
}

impl Relating {
    /// What is to be kept, but for [`Relations::backlinks`].
    pub fn keep(&self) -> Kept {
        let EvidenceLock { names, texts, mentions, quotations, .. } = (*self.relations.lock).clone();
        Kept {
            relations: self.relations.clone(),
            lock: Lock { names, texts, mentions, quotations },
            found_first: CachedDiagnostic::from_all(&self.found_first),
            found_last: CachedDiagnostic::from_all(&self.found_last),
            files: self.layout.files.clone(),
            in_time: self.in_time.clone(),
        }
    }

    /// What was related before of the same briefing, or of one in which only records say something else; `rules` are all
    /// that findings can be of.
    pub fn restore(
        kept: Kept,
        backlinks: Vec<Arc<[Backlink]>>,
        site: &Site,
        rules: &[&'static Rule],
    ) -> Option<Relating> {
        let Kept { mut relations, lock: Lock { names, texts, mentions, quotations }, files, in_time, .. } = kept;
        relations.backlinks = Table::of(backlinks);
        let mut verified = EvidenceLock::default();
        (verified.names, verified.texts) = (names, texts);
        (verified.mentions, verified.quotations) = (mentions, quotations);
        relations.lock = Arc::new(verified);
        relations.index = Arc::new(Index::new(site));
        let layout = Layout {
            paths: relations.paths.clone(),
            redirects: relations.redirects.clone(),
            collisions: relations.collisions.clone(),
            files,
        };
        Some(Relating {
            relations,
            found_first: CachedDiagnostic::restore_all(kept.found_first, rules)?,
            found_last: CachedDiagnostic::restore_all(kept.found_last, rules)?,
            layout,
            matchers: OnceLock::new(),
            in_time,
        })
    }
}
