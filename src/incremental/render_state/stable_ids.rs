//! Stable record ids that survive insertion and removal. A [`RecordId`] is an index and changes when other records come or go.

use crate::incremental::fingerprint::{Fingerprint, StableIdResolver};
use crate::model::{Record, RecordId, Site};
use crate::span::{FileId, Sources};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The stable ids of a briefing's records, in the order of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::incremental) struct StableIds(Vec<Fingerprint>);

impl StableIds {
    /// Computes a record's stable id from its kind, id and language.
    pub(super) fn of(site: &Site) -> StableIds {
        let id = |record: &Arc<Record>| Fingerprint::of_hash(&(record.kind().as_str(), &*record.id, &*record.language));
        StableIds(site.records.par_iter().map(id).collect())
    }

    /// Returns the stable id of a record.
    pub(super) fn stable_id(&self, record: RecordId) -> Option<Fingerprint> {
        self.0.get(record.0 as usize).copied()
    }
}

/// Resolves the numbers of records and files to stable ids, for fingerprints that survive renumbering.
pub(super) struct StableNaming<'n> {
    pub(super) ids: &'n StableIds,
    pub(super) sources: &'n Sources,
}

impl StableIdResolver for StableNaming<'_> {
    fn stable_id(&self, of: &'static str, number: u32) -> Option<&[u8]> {
        match of {
            "RecordId" => self.ids.0.get(number as usize).map(|id| id.as_bytes().as_slice()),
            "FileId" => Some(self.sources.get(FileId(number)).path.as_bytes()),
            _ => None,
        }
    }
}

/// Maps the record indexes of previous compilations to those of today.
#[derive(Default)]
pub(super) struct IdRemaps(Vec<(Arc<StableIds>, IdRemap)>);

/// Maps the record indexes of one previous compilation to those of today.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum IdRemap {
    /// All indexes are the same.
    Unchanged,
    /// New index by old index; `None` for removed records.
    Remapped(Vec<Option<u32>>),
}

impl IdRemaps {
    /// Compares the stable ids of previous compilations with today's.
    pub(super) fn between<'r>(previous: impl Iterator<Item = &'r Arc<StableIds>>, today: &StableIds) -> IdRemaps {
        let mut remaps = IdRemaps::default();
        for ids in previous {
            if remaps.get(ids).is_none() {
                remaps.0.push((ids.clone(), IdRemap::between(ids, today)));
            }
        }
        remaps
    }

    /// Returns the mapping of a previous compilation, or `None` if it was not compared.
    pub(super) fn get(&self, ids: &Arc<StableIds>) -> Option<&IdRemap> {
        self.0.iter().find(|(compared, _)| Arc::ptr_eq(compared, ids)).map(|(_, remap)| remap)
    }
}

impl IdRemap {
    fn between(previous: &StableIds, today: &StableIds) -> IdRemap {
        if previous == today {
            return IdRemap::Unchanged;
        }
        let indexes: FxHashMap<Fingerprint, u32> = today.0.iter().copied().zip(0..).collect();
        IdRemap::Remapped(previous.0.iter().map(|id| indexes.get(id).copied()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use crate::testkit::TestSite;

    fn ids_of(names: &[&str]) -> Arc<StableIds> {
        let mut test = TestSite::new();
        for id in names {
            test.record(Kind::Topic, id);
        }
        Arc::new(StableIds::of(&test.site))
    }

    #[test]
    fn remaps_records_after_others_came_or_went() {
        let places = |then: &[&str], today: &[&str]| {
            let (then, today) = (ids_of(then), ids_of(today));
            let moves = IdRemaps::between([&then, &then].into_iter(), &today);
            assert!(moves.get(&today).is_none(), "not compared");
            match moves.get(&then).unwrap() {
                IdRemap::Unchanged => None,
                IdRemap::Remapped(places) => Some(places.clone()),
            }
        };
        assert_eq!(places(&["b", "d"], &["b", "d"]), None, "where they stood");
        assert_eq!(places(&["b", "d"], &["a", "b", "d"]), Some(vec![Some(1), Some(2)]));
        assert_eq!(places(&["b", "d"], &["c", "d"]), Some(vec![None, Some(1)]), "one is gone");
    }

    #[test]
    fn fingerprints_do_not_depend_on_numbers() {
        let said = |ids: &[&str], files: &[&str], id: u32, file: u32| {
            let mut sources = Sources::default();
            for file in files {
                sources.add(*file, "");
            }
            let names = StableNaming { ids: &ids_of(ids), sources: &sources };
            Fingerprint::of_with(&(Some(RecordId(id)), [FileId(file)], 7_u32), &names)
        };
        let before = said(&["b", "d"], &["b.md"], 1, 0);
        assert_eq!(said(&["a", "b", "d"], &["a.md", "b.md"], 2, 1), before);
        assert_ne!(said(&["a", "b", "d"], &["a.md", "b.md"], 1, 1), before);
        assert_ne!(said(&["a", "b", "d"], &["a.md", "b.md"], 2, 0), before);
    }
}
