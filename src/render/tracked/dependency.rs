//! The dependencies of a page: everything about a briefing that its views can read.

use crate::model::{Kind, RecordId};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// A part of a briefing that views read as a unit. Numbers are [`RecordId`]s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Dependency {
    /// A record's link card, its path, and the languages in which the record exists.
    Card(u32),
    /// A record's front matter, and its rows in the relations.
    Record(u32),
    /// A record's body, to the letter.
    Body(u32),
    /// The sentences in which other records mention a record.
    Backlinks(u32),
    /// The bibliographic data of all articles.
    Bibliography,
    /// The names of all actors.
    ActorNames,
    /// The set of records of a kind.
    Kind(Kind),
    /// Claims about the same thing with different values.
    Divergences,
    /// The set and order of events.
    Timeline,
    /// The evidence of all articles.
    Evidence,
}

impl Dependency {
    /// The link card of a record.
    pub(crate) fn card(id: RecordId) -> Dependency {
        Dependency::Card(id.0)
    }

    /// The front matter and relations of a record.
    pub(crate) fn record(id: RecordId) -> Dependency {
        Dependency::Record(id.0)
    }

    /// The body of a record.
    pub(crate) fn body(id: RecordId) -> Dependency {
        Dependency::Body(id.0)
    }

    /// The sentences that mention a record.
    pub(crate) fn backlinks(id: RecordId) -> Dependency {
        Dependency::Backlinks(id.0)
    }

    /// Returns the dependency with another record number, or `None` if `index` maps the record to none.
    pub(crate) fn remapped(self, index: impl FnOnce(u32) -> Option<u32>) -> Option<Dependency> {
        Some(match self {
            Dependency::Card(id) => Dependency::Card(index(id)?),
            Dependency::Record(id) => Dependency::Record(index(id)?),
            Dependency::Body(id) => Dependency::Body(index(id)?),
            Dependency::Backlinks(id) => Dependency::Backlinks(index(id)?),
            Dependency::Bibliography
            | Dependency::ActorNames
            | Dependency::Kind(_)
            | Dependency::Divergences
            | Dependency::Timeline
            | Dependency::Evidence => self,
        })
    }
}

/// Reference that a citation style could not print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnprintedReference {
    /// That of an article.
    Article(RecordId),
    /// That of the page itself.
    Page,
}

/// Records the dependencies of one page while its views are built. Tracked handles hold a reference to it, so that a view
/// cannot read anything without leaving a dependency here.
#[derive(Debug, Default)]
pub struct DependencyRecorder {
    dependencies: RefCell<FxHashSet<Dependency>>,
    unprinted: RefCell<BTreeSet<UnprintedReference>>,
}
impl DependencyRecorder {
    /// Records a dependency.
    pub(crate) fn record(&self, dependency: Dependency) {
        self.dependencies.borrow_mut().insert(dependency);
    }

    /// Records that the page shows a plain reference, because the style failed.
    pub(crate) fn record_unprinted(&self, reference: UnprintedReference) {
        self.unprinted.borrow_mut().insert(reference);
    }

    /// Returns the plain references that were recorded so far.
    pub(crate) fn unprinted(&self) -> BTreeSet<UnprintedReference> {
        self.unprinted.borrow().clone()
    }

    /// Returns the recorded dependencies, each once and in order.
    pub(crate) fn into_sorted(self) -> Vec<Dependency> {
        let mut all: Vec<Dependency> = self.dependencies.into_inner().into_iter().collect();
        all.sort_unstable();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_each_dependency_once_and_in_order() {
        let recorder = DependencyRecorder::default();
        for dependency in [Dependency::Record(2), Dependency::Card(1), Dependency::Record(2)] {
            recorder.record(dependency);
        }
        assert_eq!(recorder.into_sorted(), [Dependency::Card(1), Dependency::Record(2)]);
    }
}
