//! What the views of a page looked at, by which a later build tells that they would be the same without making them.
//!
//! 1. Views see the briefing through [`super::view::Book`], which [`note`]s every [`Look`] while [`follow`] listens.
//! 2. [`super::scene`] names what there is to see at each look; the name of all that a page saw is its trail's end.
//! 3. A page that would see the same at each of its looks would look at nothing else, and be the same page.
//! 4. Looks count records as they stood; the roll of that time tells which they were.

use super::roll::{Moves, Places, Roll};
use crate::cache::fingerprint::Fingerprint;
use crate::model::{Kind, RecordId};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::sync::Arc;

/// Something that a view can look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Look {
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
    Names,
    /// Which records of a kind there are.
    Kind(Kind),
    /// Claims that say different things.
    Divergences,
    /// Which events there are, in which order.
    Timeline,
    /// What rests on which article.
    Ledger,
}

impl Look {
    /// What a link to a record shows.
    pub(crate) fn card(id: RecordId) -> Look {
        Look::Card(id.0)
    }

    /// A record's front matter and relations.
    pub(crate) fn record(id: RecordId) -> Look {
        Look::Record(id.0)
    }

    /// A record's body.
    pub(crate) fn body(id: RecordId) -> Look {
        Look::Body(id.0)
    }

    /// The sentences in which others speak of a record.
    pub(crate) fn backlinks(id: RecordId) -> Look {
        Look::Backlinks(id.0)
    }

    /// The same look where records stand elsewhere; nothing when the record is no more.
    pub(super) fn moved(self, place: impl FnOnce(u32) -> Option<u32>) -> Option<Look> {
        Some(match self {
            Look::Card(id) => Look::Card(place(id)?),
            Look::Record(id) => Look::Record(place(id)?),
            Look::Body(id) => Look::Body(place(id)?),
            Look::Backlinks(id) => Look::Backlinks(place(id)?),
            Look::Bibliography | Look::Names | Look::Kind(_) | Look::Divergences | Look::Timeline | Look::Ledger => {
                self
            }
        })
    }
}

/// Where the views of a page looked, and the name of all that they saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trail {
    /// Each look once, in order.
    pub(super) looks: Arc<[Look]>,
    /// What they saw.
    pub(super) end: Fingerprint,
    /// The records that they count.
    #[serde(skip)]
    pub(super) roll: Arc<Roll>,
}

impl Trail {
    /// Where it leads today; nothing when it leads past a record that is no more.
    pub(super) fn moved(&self, moves: &Moves) -> Option<Arc<[Look]>> {
        match moves.places(&self.roll)? {
            Places::Same => Some(self.looks.clone()),
            Places::Other(places) => self.looks.iter().map(|look| look.moved(|id| *places.get(id as usize)?)).collect(),
        }
    }

    /// The records that its looks count.
    pub fn roll(&self) -> &Arc<Roll> {
        &self.roll
    }

    /// The trail, of which it is known again which records its looks count.
    #[must_use]
    pub fn with(self, roll: Arc<Roll>) -> Trail {
        Trail { roll, ..self }
    }
}

thread_local! {
    static LOOKS: RefCell<Option<FxHashSet<Look>>> = const { RefCell::new(None) };
}

/// Does some work, and gives what comes of it with every look that was noted meanwhile, each once and in order. A page is
/// made by one thread from its beginning to its end, so that no look of another page is among them.
pub(super) fn follow<T>(work: impl FnOnce() -> T) -> (T, Vec<Look>) {
    let before = LOOKS.replace(Some(FxHashSet::default()));
    let made = work();
    let mut looks: Vec<Look> = LOOKS.replace(before).unwrap_or_default().into_iter().collect();
    looks.sort_unstable();
    (made, looks)
}

/// Notes a look, if anyone listens.
pub(super) fn note(look: Look) {
    LOOKS.with_borrow_mut(|looks| {
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
        note(Look::Timeline);
        let ((), looks) = follow(|| {
            note(Look::Record(2));
            note(Look::Card(1));
            note(Look::Record(2));
            let ((), inner) = follow(|| note(Look::Names));
            assert_eq!(inner, [Look::Names]);
        });
        assert_eq!(looks, [Look::Card(1), Look::Record(2)]);
    }

    #[test]
    fn leads_past_the_same_records_where_others_came_and_nowhere_past_one_that_is_gone() {
        let roll = |ids: &[&str]| {
            let mut test = TestSite::new();
            for id in ids {
                test.record(Kind::Topic, id);
            }
            Arc::new(Roll::of(&test.site))
        };
        let looks = [Look::Card(0), Look::Record(1), Look::Timeline];
        let trail = Trail { looks: looks.into(), end: Fingerprint::of("seen"), roll: roll(&["b", "d"]) };
        let moved = |today: &[&str]| {
            let moves = Moves::between(std::iter::once(&trail.roll), &roll(today));
            trail.moved(&moves).map(|looks| looks.to_vec())
        };
        assert_eq!(moved(&["b", "d"]), Some(looks.to_vec()));
        assert_eq!(moved(&["a", "b", "d"]), Some(vec![Look::Card(1), Look::Record(2), Look::Timeline]));
        assert_eq!(moved(&["b"]), None);
    }
}
