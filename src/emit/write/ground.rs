//! Looks at the folders of an output folder, so that no path is read, written or removed through a symbolic link.

use super::WriteError;
use super::folder::{Entry, Folder};
use super::path;
use std::collections::BTreeMap;

/// What is known of the folders that paths need, by folder; the output folder itself is always real.
#[derive(Debug)]
pub(super) struct Ground<'t> {
    folders: BTreeMap<&'t str, State>,
}

/// What stands where a folder is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// The folder.
    Real,
    /// Nothing, and so nothing beneath it.
    Missing,
    /// A regular file.
    File,
    /// A link or the like, or something beneath one: not to be entered.
    Closed,
}

impl<'t> Ground<'t> {
    /// Looks at every folder above the paths, once each.
    pub(super) fn survey(folder: &Folder, paths: impl Iterator<Item = &'t str>) -> Result<Ground<'t>, WriteError> {
        let mut ground = Ground { folders: BTreeMap::new() };
        for path in paths {
            let mut unknown: Vec<&str> = path::folders(path).collect();
            unknown.retain(|needed| !ground.folders.contains_key(needed));
            for needed in unknown.into_iter().rev() {
                let state = ground.look(folder, needed)?;
                ground.folders.insert(needed, state);
            }
        }
        Ok(ground)
    }

    fn look(&self, folder: &Folder, needed: &str) -> Result<State, WriteError> {
        Ok(match self.above(needed) {
            State::Real => match folder.entry(needed)? {
                Entry::Folder => State::Real,
                Entry::Nothing => State::Missing,
                Entry::File { .. } => State::File,
                Entry::Other => State::Closed,
            },
            State::Missing | State::File => State::Missing,
            State::Closed => State::Closed,
        })
    }

    /// What stands at a folder that a surveyed path needs.
    pub(super) fn at(&self, folder: &str) -> State {
        self.folders.get(folder).copied().unwrap_or(State::Missing)
    }

    /// What stands at the folder in which a surveyed path lies.
    pub(super) fn above(&self, path: &str) -> State {
        path::folders(path).next().map_or(State::Real, |folder| self.at(folder))
    }

    /// What stands at a surveyed path; through a link nothing is seen.
    pub(super) fn entry(&self, folder: &Folder, path: &str) -> Result<Entry, WriteError> {
        match self.above(path) {
            State::Real => folder.entry(path),
            State::Missing | State::File => Ok(Entry::Nothing),
            State::Closed => Ok(Entry::Other),
        }
    }

    /// The surveyed folders that are there, each behind the one above it.
    pub(super) fn real(&self) -> impl DoubleEndedIterator<Item = &'t str> {
        self.folders.iter().filter(|(_, state)| **state == State::Real).map(|(folder, _)| *folder)
    }
}
