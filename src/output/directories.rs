//! Scan of the directories that paths need, so that no path is read, written or removed through a symbolic link.

use super::WriteError;
use super::output_dir::{EntryKind, OutputDir};
use super::path;
use std::collections::BTreeMap;

/// State of each needed directory, by path. The output directory itself always counts as [`DirState::Directory`].
#[derive(Debug)]
pub(super) struct Directories<'t> {
    states: BTreeMap<&'t str, DirState>,
}

/// State of a needed directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DirState {
    /// Real directory.
    Directory,
    /// Missing, with everything below it.
    Missing,
    /// Regular file.
    File,
    /// Symbolic link or special file, or below one: must not be entered.
    Inaccessible,
}

impl<'t> Directories<'t> {
    /// Inspects every ancestor directory of the paths once.
    pub(super) fn scan(
        output: &OutputDir,
        paths: impl Iterator<Item = &'t str>,
    ) -> Result<Directories<'t>, WriteError> {
        let mut directories = Directories { states: BTreeMap::new() };
        for path in paths {
            let mut unknown: Vec<&str> = path::ancestors(path).collect();
            unknown.retain(|dir| !directories.states.contains_key(dir));
            for dir in unknown.into_iter().rev() {
                let state = directories.inspect(output, dir)?;
                directories.states.insert(dir, state);
            }
        }
        Ok(directories)
    }

    fn inspect(&self, output: &OutputDir, dir: &str) -> Result<DirState, WriteError> {
        Ok(match self.parent_state(dir) {
            DirState::Directory => match output.entry_kind(dir)? {
                EntryKind::Directory => DirState::Directory,
                EntryKind::Missing => DirState::Missing,
                EntryKind::File { .. } => DirState::File,
                EntryKind::Other => DirState::Inaccessible,
            },
            DirState::Missing | DirState::File => DirState::Missing,
            DirState::Inaccessible => DirState::Inaccessible,
        })
    }

    /// Returns the state of a directory that a scanned path needs.
    pub(super) fn state(&self, dir: &str) -> DirState {
        self.states.get(dir).copied().unwrap_or(DirState::Missing)
    }

    /// Returns the state of the parent directory of a scanned path.
    pub(super) fn parent_state(&self, path: &str) -> DirState {
        path::ancestors(path).next().map_or(DirState::Directory, |dir| self.state(dir))
    }

    /// Returns the type of the entry at a scanned path, without following a link in any ancestor.
    pub(super) fn entry_kind(&self, output: &OutputDir, path: &str) -> Result<EntryKind, WriteError> {
        match self.parent_state(path) {
            DirState::Directory => output.entry_kind(path),
            DirState::Missing | DirState::File => Ok(EntryKind::Missing),
            DirState::Inaccessible => Ok(EntryKind::Other),
        }
    }

    /// Iterates over the scanned directories that exist, parents before children.
    pub(super) fn existing(&self) -> impl DoubleEndedIterator<Item = &'t str> {
        self.states.iter().filter(|(_, state)| **state == DirState::Directory).map(|(dir, _)| *dir)
    }
}
