//! Tells records apart for good. A record's place in the site is another one when others come or go; the name by which it
//! is on the roll is not.

use crate::cache::fingerprint::{Fingerprint, StableIdResolver};
use crate::model::{Record, RecordId, Site};
use crate::span::{FileId, Sources};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The names of a briefing's records, in the order of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StableIds(Vec<Fingerprint>);

impl StableIds {
    /// Names a briefing's records by their kind, id and language.
    pub(crate) fn of(site: &Site) -> StableIds {
        let name =
            |record: &Arc<Record>| Fingerprint::of_hash(&(record.kind().as_str(), &*record.id, &*record.language));
        StableIds(site.records.par_iter().map(name).collect())
    }

    /// The name of a record.
    pub(crate) fn stable_id(&self, record: RecordId) -> Option<Fingerprint> {
        self.0.get(record.0 as usize).copied()
    }
}

/// The lasting names of a briefing's records and files.
pub(crate) struct StableNaming<'n> {
    pub(crate) ids: &'n StableIds,
    pub(crate) sources: &'n Sources,
}

impl StableIdResolver for StableNaming<'_> {
    fn stable_id(&self, of: &'static str, number: u32) -> Option<&[u8]> {
        match of {
            "RecordId" => self.ids.0.get(number as usize).map(|name| name.as_bytes().as_slice()),
            "FileId" => Some(self.sources.get(FileId(number)).path.as_bytes()),
            _ => None,
        }
    }
}

/// Finds the records of earlier rolls on the one of today.
#[derive(Default)]
pub(crate) struct IdRemaps(Vec<(Arc<StableIds>, IdRemap)>);

/// Where the records of a roll stand on another.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum IdRemap {
    /// Where they stood.
    Unchanged,
    /// By where they stood; nothing for those that are no more.
    Remapped(Vec<Option<u32>>),
}

impl IdRemaps {
    /// Compares earlier rolls with today's.
    pub(crate) fn between<'r>(earlier: impl Iterator<Item = &'r Arc<StableIds>>, today: &StableIds) -> IdRemaps {
        let mut moves = IdRemaps::default();
        for roll in earlier {
            if moves.get(roll).is_none() {
                moves.0.push((roll.clone(), IdRemap::between(roll, today)));
            }
        }
        moves
    }

    /// Where the records of a roll stand today; nothing for a roll that was not compared.
    pub(crate) fn get(&self, roll: &Arc<StableIds>) -> Option<&IdRemap> {
        self.0.iter().find(|(known, _)| Arc::ptr_eq(known, roll)).map(|(_, places)| places)
    }
}

impl IdRemap {
    fn between(roll: &StableIds, other: &StableIds) -> IdRemap {
        if roll == other {
            return IdRemap::Unchanged;
        }
        let places: FxHashMap<Fingerprint, u32> = other.0.iter().copied().zip(0..).collect();
        IdRemap::Remapped(roll.0.iter().map(|name| places.get(name).copied()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use crate::render::testing::TestSite;

    fn roll(ids: &[&str]) -> Arc<StableIds> {
        let mut test = TestSite::new();
        for id in ids {
            test.record(Kind::Topic, id);
        }
        Arc::new(StableIds::of(&test.site))
    }

    #[test]
    fn finds_records_that_stand_elsewhere_since_others_came_or_went() {
        let places = |then: &[&str], today: &[&str]| {
            let (then, today) = (roll(then), roll(today));
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
    fn names_what_is_said_of_records_and_files_alike_wherever_they_stand() {
        let said = |ids: &[&str], files: &[&str], id: u32, file: u32| {
            let mut sources = Sources::default();
            for file in files {
                sources.add(*file, "");
            }
            let names = StableNaming { ids: &roll(ids), sources: &sources };
            Fingerprint::of_with(&(Some(RecordId(id)), [FileId(file)], 7_u32), &names)
        };
        let before = said(&["b", "d"], &["b.md"], 1, 0);
        assert_eq!(said(&["a", "b", "d"], &["a.md", "b.md"], 2, 1), before);
        assert_ne!(said(&["a", "b", "d"], &["a.md", "b.md"], 1, 1), before);
        assert_ne!(said(&["a", "b", "d"], &["a.md", "b.md"], 2, 0), before);
    }
}
