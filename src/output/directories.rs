//! Looks at the folders of an output folder, so that no path is read, written or removed through a symbolic link.

use super::WriteError;
use super::output_dir::{EntryKind, OutputDir};
use super::path;
use std::collections::BTreeMap;

/// What is known of the folders that paths need, by folder; the output folder itself is always real.
#[derive(Debug)]
pub(super) struct Directories<'t> {
    states: BTreeMap<&'t str, DirState>,
}

/// What stands where a folder is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DirState {
    /// The folder.
    Directory,
    /// Nothing, and so nothing beneath it.
    Missing,
    /// A regular file.
    File,
    /// A link or the like, or something beneath one: not to be entered.
    Inaccessible,
}

impl<'t> Directories<'t> {
    /// Looks at every folder above the paths, once each.
    pub(super) fn scan(
        folder: &OutputDir,
        paths: impl Iterator<Item = &'t str>,
    ) -> Result<Directories<'t>, WriteError> {
        let mut ground = Directories { states: BTreeMap::new() };
        for path in paths {
            let mut unknown: Vec<&str> = path::ancestors(path).collect();
            unknown.retain(|needed| !ground.states.contains_key(needed));
            for needed in unknown.into_iter().rev() {
                let state = ground.inspect(folder, needed)?;
                ground.states.insert(needed, state);
            }
        }
        Ok(ground)
    }

    fn inspect(&self, folder: &OutputDir, needed: &str) -> Result<DirState, WriteError> {
        Ok(match self.parent_state(needed) {
            DirState::Directory => match folder.entry_kind(needed)? {
                EntryKind::Directory => DirState::Directory,
                EntryKind::Missing => DirState::Missing,
                EntryKind::File { .. } => DirState::File,
                EntryKind::Other => DirState::Inaccessible,
            },
            DirState::Missing | DirState::File => DirState::Missing,
            DirState::Inaccessible => DirState::Inaccessible,
        })
    }

    /// What stands at a folder that a surveyed path needs.
    pub(super) fn state(&self, folder: &str) -> DirState {
        self.states.get(folder).copied().unwrap_or(DirState::Missing)
    }

    /// What stands at the folder in which a surveyed path lies.
    pub(super) fn parent_state(&self, path: &str) -> DirState {
        path::ancestors(path).next().map_or(DirState::Directory, |folder| self.state(folder))
    }

    /// What stands at a surveyed path; through a link nothing is seen.
    pub(super) fn entry_kind(&self, folder: &OutputDir, path: &str) -> Result<EntryKind, WriteError> {
        match self.parent_state(path) {
            DirState::Directory => folder.entry_kind(path),
            DirState::Missing | DirState::File => Ok(EntryKind::Missing),
            DirState::Inaccessible => Ok(EntryKind::Other),
        }
    }

    /// The surveyed folders that are there, each behind the one above it.
    pub(super) fn existing(&self) -> impl DoubleEndedIterator<Item = &'t str> {
        self.states.iter().filter(|(_, state)| **state == DirState::Directory).map(|(folder, _)| *folder)
    }
}
