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
pub struct Roll(Vec<Fingerprint>);

impl Roll {
    /// Names a briefing's records by their kind, id and language.
    pub(crate) fn of(site: &Site) -> Roll {
        let name =
            |record: &Arc<Record>| Fingerprint::of_hash(&(record.kind().as_str(), &*record.id, &*record.language));
        Roll(site.records.par_iter().map(name).collect())
    }

    /// The name of a record.
    pub(crate) fn name(&self, record: RecordId) -> Option<Fingerprint> {
        self.0.get(record.0 as usize).copied()
    }
}

/// The lasting names of a briefing's records and files.
pub(crate) struct Names<'n> {
    pub(crate) roll: &'n Roll,
    pub(crate) sources: &'n Sources,
}

impl StableIdResolver for Names<'_> {
    fn stable_id(&self, of: &'static str, number: u32) -> Option<&[u8]> {
        match of {
            "RecordId" => self.roll.0.get(number as usize).map(|name| name.as_bytes().as_slice()),
            "FileId" => Some(self.sources.get(FileId(number)).path.as_bytes()),
            _ => None,
        }
    }
}

/// Finds the records of earlier rolls on the one of today.
#[derive(Default)]
pub(crate) struct Moves(Vec<(Arc<Roll>, Places)>);

/// Where the records of a roll stand on another.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Places {
    /// Where they stood.
    Same,
    /// By where they stood; nothing for those that are no more.
    Other(Vec<Option<u32>>),
}

impl Moves {
    /// Compares earlier rolls with today's.
    pub(crate) fn between<'r>(earlier: impl Iterator<Item = &'r Arc<Roll>>, today: &Roll) -> Moves {
        let mut moves = Moves::default();
        for roll in earlier {
            if moves.places(roll).is_none() {
                moves.0.push((roll.clone(), Places::between(roll, today)));
            }
        }
        moves
    }

    /// Where the records of a roll stand today; nothing for a roll that was not compared.
    pub(crate) fn places(&self, roll: &Arc<Roll>) -> Option<&Places> {
        self.0.iter().find(|(known, _)| Arc::ptr_eq(known, roll)).map(|(_, places)| places)
    }
}

impl Places {
    fn between(roll: &Roll, other: &Roll) -> Places {
        if roll == other {
            return Places::Same;
        }
        let places: FxHashMap<Fingerprint, u32> = other.0.iter().copied().zip(0..).collect();
        Places::Other(roll.0.iter().map(|name| places.get(name).copied()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use crate::render::testing::TestSite;

    fn roll(ids: &[&str]) -> Arc<Roll> {
        let mut test = TestSite::new();
        for id in ids {
            test.record(Kind::Topic, id);
        }
        Arc::new(Roll::of(&test.site))
    }

    #[test]
    fn finds_records_that_stand_elsewhere_since_others_came_or_went() {
        let places = |then: &[&str], today: &[&str]| {
            let (then, today) = (roll(then), roll(today));
            let moves = Moves::between([&then, &then].into_iter(), &today);
            assert!(moves.places(&today).is_none(), "not compared");
            match moves.places(&then).unwrap() {
                Places::Same => None,
                Places::Other(places) => Some(places.clone()),
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
            let names = Names { roll: &roll(ids), sources: &sources };
            Fingerprint::of_with(&(Some(RecordId(id)), [FileId(file)], 7_u32), &names)
        };
        let before = said(&["b", "d"], &["b.md"], 1, 0);
        assert_eq!(said(&["a", "b", "d"], &["a.md", "b.md"], 2, 1), before);
        assert_ne!(said(&["a", "b", "d"], &["a.md", "b.md"], 1, 1), before);
        assert_ne!(said(&["a", "b", "d"], &["a.md", "b.md"], 2, 0), before);
    }
}
