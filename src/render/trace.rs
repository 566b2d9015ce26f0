//! What the views of a page looked at, by which a later build tells that they would be the same without making them.
//!
//! 1. Views see the briefing through [`super::view::Book`], which [`note`]s every [`Look`] while [`follow`] listens.
//! 2. [`super::scene`] names what there is to see at each look; the name of all that a page saw is its trail's end.
//! 3. A page that would see the same at each of its looks would look at nothing else, and be the same page.
//! 4. Looks count records as they stood; the roll of that time tells which they were.

use super::stable_ids::{IdRemap, IdRemaps, StableIds};
use crate::cache::fingerprint::Fingerprint;
use crate::model::{Kind, RecordId};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::sync::Arc;

/// Something that a view can look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Dependency {
    /// What a link to a record shows, where it leads, and in which languages the record is.
    Card(u32),
    /// What a record says in its front matter, and what its relations say of it.
    Record(u32),
    /// What a record says in its body, word for word.
    Body(u32),
    /// In which sentences others speak of a record.
    Backlinks(u32),
    /// What references say of articles.
    Bibliography,
    /// The names of actors.
    ActorNames,
    /// Which records of a kind there are.
    Kind(Kind),
    /// Claims that say different things.
    Divergences,
    /// Which events there are, in which order.
    Timeline,
    /// What rests on which article.
    Evidence,
}

impl Dependency {
    /// What a link to a record shows.
    pub(crate) fn card(id: RecordId) -> Dependency {
        Dependency::Card(id.0)
    }

    /// A record's front matter and relations.
    pub(crate) fn record(id: RecordId) -> Dependency {
        Dependency::Record(id.0)
    }

    /// A record's body.
    pub(crate) fn body(id: RecordId) -> Dependency {
        Dependency::Body(id.0)
    }

    /// The sentences in which others speak of a record.
    pub(crate) fn backlinks(id: RecordId) -> Dependency {
        Dependency::Backlinks(id.0)
    }

    /// The same look where records stand elsewhere; nothing when the record is no more.
    pub(super) fn remapped(self, place: impl FnOnce(u32) -> Option<u32>) -> Option<Dependency> {
        Some(match self {
            Dependency::Card(id) => Dependency::Card(place(id)?),
            Dependency::Record(id) => Dependency::Record(place(id)?),
            Dependency::Body(id) => Dependency::Body(place(id)?),
            Dependency::Backlinks(id) => Dependency::Backlinks(place(id)?),
            Dependency::Bibliography
            | Dependency::ActorNames
            | Dependency::Kind(_)
            | Dependency::Divergences
            | Dependency::Timeline
            | Dependency::Evidence => self,
        })
    }
}

/// Where the views of a page looked, and the name of all that they saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DependencyTrace {
    /// Each look once, in order.
    pub(super) dependencies: Arc<[Dependency]>,
    /// What they saw.
    pub(super) fingerprint: Fingerprint,
    /// The records that they count.
    #[serde(skip)]
    pub(super) ids: Arc<StableIds>,
}

impl DependencyTrace {
    /// Where it leads today; nothing when it leads past a record that is no more.
    pub(super) fn remapped(&self, moves: &IdRemaps) -> Option<Arc<[Dependency]>> {
        match moves.get(&self.ids)? {
            IdRemap::Unchanged => Some(self.dependencies.clone()),
            IdRemap::Remapped(places) => {
                self.dependencies.iter().map(|look| look.remapped(|id| *places.get(id as usize)?)).collect()
            }
        }
    }

    /// The records that its looks count.
    pub fn ids(&self) -> &Arc<StableIds> {
        &self.ids
    }

    /// The trail, of which it is known again which records its looks count.
    #[must_use]
    pub fn with_ids(self, roll: Arc<StableIds>) -> DependencyTrace {
        DependencyTrace { ids: roll, ..self }
    }
}

thread_local! {
    static TRACKED: RefCell<Option<FxHashSet<Dependency>>> = const { RefCell::new(None) };
}

/// Does some work, and gives what comes of it with every look that was noted meanwhile, each once and in order. A page is
/// made by one thread from its beginning to its end, so that no look of another page is among them.
pub(super) fn track<T>(work: impl FnOnce() -> T) -> (T, Vec<Dependency>) {
    let before = TRACKED.replace(Some(FxHashSet::default()));
    let made = work();
    let mut looks: Vec<Dependency> = TRACKED.replace(before).unwrap_or_default().into_iter().collect();
    looks.sort_unstable();
    (made, looks)
}

/// Notes a look, if anyone listens.
pub(super) fn record_dependency(look: Dependency) {
    TRACKED.with_borrow_mut(|looks| {
        if let Some(looks) = looks {
            looks.insert(look);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::TestSite;

    #[test]
    fn notes_each_look_once_and_only_while_someone_listens() {
        record_dependency(Dependency::Timeline);
        let ((), looks) = track(|| {
            record_dependency(Dependency::Record(2));
            record_dependency(Dependency::Card(1));
            record_dependency(Dependency::Record(2));
            let ((), inner) = track(|| record_dependency(Dependency::ActorNames));
            assert_eq!(inner, [Dependency::ActorNames]);
        });
        assert_eq!(looks, [Dependency::Card(1), Dependency::Record(2)]);
    }

    #[test]
    fn leads_past_the_same_records_where_others_came_and_nowhere_past_one_that_is_gone() {
        let roll = |ids: &[&str]| {
            let mut test = TestSite::new();
            for id in ids {
                test.record(Kind::Topic, id);
            }
            Arc::new(StableIds::of(&test.site))
        };
        let looks = [Dependency::Card(0), Dependency::Record(1), Dependency::Timeline];
        let trail = DependencyTrace {
            dependencies: looks.into(),
            fingerprint: Fingerprint::of("seen"),
            ids: roll(&["b", "d"]),
        };
        let moved = |today: &[&str]| {
            let moves = IdRemaps::between(std::iter::once(&trail.ids), &roll(today));
            trail.remapped(&moves).map(|looks| looks.to_vec())
        };
        assert_eq!(moved(&["b", "d"]), Some(looks.to_vec()));
        assert_eq!(
            moved(&["a", "b", "d"]),
            Some(vec![Dependency::Card(1), Dependency::Record(2), Dependency::Timeline])
        );
        assert_eq!(moved(&["b"]), None);
    }
}
