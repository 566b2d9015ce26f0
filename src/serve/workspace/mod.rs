//! Files of the workspace as last read, updated by scans.
//!
//! 1. Reported paths are scanned and reread at once. If they are not conclusive, everything is scanned.
//! 2. A moment after such a partial scan found a change, everything is scanned as well: then
//!    [`Workspace::is_fully_scanned`] is true.
//! 3. A file with unchanged bytes keeps its allocation, so that pointer comparison detects unchanged files.

use super::watch::ChangedPaths;
use crate::load::Inputs;
use crate::load::walk::{self, Rescan, Scan, ScannedFile, WalkError};
use crate::model::file_stat::FileStat;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files of the workspace.
pub(super) struct Workspace {
    root: PathBuf,
    config: String,
    inputs: Inputs,
    /// File metadata at the time of reading; missing for files that were modified so recently that the metadata is not
    /// reliable.
    stats: BTreeMap<Arc<str>, FileStat>,
    has_links: bool,
    is_fully_scanned: bool,
}

impl Workspace {
    /// Reads all files.
    pub(super) fn read(root: PathBuf, config: String) -> Result<Workspace, WalkError> {
        let (inputs, traces) = (Inputs::default(), BTreeMap::new());
        let mut files = Workspace { root, config, inputs, stats: traces, has_links: false, is_fully_scanned: true };
        files.scan_all()?;
        Ok(files)
    }

    /// Returns the files as last read.
    pub(super) fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// Checks whether a file is part of the inputs.
    pub(super) fn contains(&self, path: &Path) -> bool {
        let inside = path.strip_prefix(&self.root).ok().and_then(Path::to_str);
        inside.is_some_and(|path| self.inputs.files.contains_key(path.replace('\\', "/").as_str()))
    }

    /// Checks whether everything was scanned since the last change.
    pub(super) fn is_fully_scanned(&self) -> bool {
        self.is_fully_scanned
    }

    /// Scans the changed paths and rereads files as needed. Returns the paths that are new, gone or different.
    pub(super) fn rescan(&mut self, changed_paths: &ChangedPaths) -> Result<Vec<String>, WalkError> {
        if let ChangedPaths::Paths(paths) = changed_paths
            && let Some(changed) = self.rescan_paths(paths)
        {
            self.is_fully_scanned &= changed.is_empty();
            return Ok(changed);
        }
        let changed = self.scan_all()?;
        self.is_fully_scanned = true;
        Ok(changed)
    }

    /// Scans these paths only. Returns `None`, without any update, if a full scan is needed.
    fn rescan_paths(&mut self, paths: &BTreeSet<PathBuf>) -> Option<Vec<String>> {
        if self.has_links {
            return None;
        }
        let rescan = walk::rescan(&self.root, &self.config, paths.iter().map(PathBuf::as_path))?;
        let is_new = |file: &&ScannedFile| !self.inputs.files.contains_key(&file.path);
        if rescan.paths.iter().any(|path| self.has_descendants(path))
            || rescan.scan.files.iter().filter(is_new).any(|file| self.may_be_alias(&file.path))
        {
            return None;
        }
        let mut current = rescan.scan.read().ok()?;
        let mut changed: BTreeSet<String> = self.update_refused(&rescan, std::mem::take(&mut current.refused));
        for path in &rescan.paths {
            let bytes = current.files.remove(path.as_str());
            if self.inputs.files.get(path.as_str()) != bytes.as_ref() {
                changed.insert(path.clone());
                match bytes {
                    Some(bytes) => self.inputs.files.insert(path.as_str().into(), bytes),
                    None => self.inputs.files.remove(path.as_str()),
                };
            }
            self.stats.remove(path.as_str());
        }
        self.stats.extend(file_stats(&rescan.scan));
        Some(changed.into_iter().collect())
    }

    /// Checks whether a path was a folder.
    fn has_descendants(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        self.files_below(&folder).next().is_some()
            || self.inputs.refused.iter().any(|(path, _)| path.starts_with(&folder))
    }

    /// Checks whether a new file may be an alias of a known one, as on case-insensitive file systems; a folder without
    /// known files may be an alias, too.
    fn may_be_alias(&self, path: &str) -> bool {
        let Some((folder, _)) = path.rsplit_once('/') else { return false };
        let folder = format!("{folder}/");
        let mut siblings = self.files_below(&folder).peekable();
        let lower = path.to_lowercase();
        siblings.peek().is_none() || !path.is_ascii() || siblings.any(|sibling| sibling.to_lowercase() == lower)
    }

    fn files_below<'f>(&'f self, folder: &'f str) -> impl Iterator<Item = &'f str> {
        let following =
            self.inputs.files.range::<str, _>((Bound::Included(folder), Bound::Unbounded)).map(|(path, _)| &**path);
        following.take_while(move |path| path.starts_with(folder))
    }

    /// Updates the rejected files for the scanned paths. Returns the paths whose rejection changed.
    fn update_refused(&mut self, rescan: &Rescan, current: Vec<(String, String)>) -> BTreeSet<String> {
        let previous = self.inputs.refused.clone();
        self.inputs.refused.retain(|(path, _)| !rescan.paths.contains(path));
        self.inputs.refused.extend(current);
        self.inputs.refused.sort();
        changed_entries(&previous, &self.inputs.refused)
    }

    fn scan_all(&mut self) -> Result<Vec<String>, WalkError> {
        let scan = walk::scan(&self.root, &self.config)?;
        let (previous, previous_stats) = (&self.inputs, &self.stats);
        let reuse = |file: &ScannedFile| {
            let is_unmodified = file.stat.is_some() && file.stat.as_ref() == previous_stats.get(&file.path);
            previous.files.get(&file.path).filter(|_| is_unmodified).cloned()
        };
        let mut current = scan.read_with_cache(reuse)?;
        let mut changed = changed_entries(&previous.refused, &current.refused);
        for (path, bytes) in &mut current.files {
            match previous.files.get(path) {
                Some(previous) if Arc::ptr_eq(previous, bytes) => {}
                Some(previous) if previous == bytes => bytes.clone_from(previous),
                _ => drop(changed.insert(path.to_string())),
            }
        }
        changed
            .extend(previous.files.keys().filter(|path| !current.files.contains_key(*path)).map(ToString::to_string));
        self.stats = file_stats(&scan).collect();
        self.has_links = scan.has_links;
        self.inputs = current;
        Ok(changed.into_iter().collect())
    }
}

fn file_stats(scan: &Scan) -> impl Iterator<Item = (Arc<str>, FileStat)> {
    scan.files.iter().filter_map(|file| Some((file.path.clone(), file.stat?)))
}

/// Returns the paths of entries that are in one list only.
fn changed_entries(previous: &[(String, String)], current: &[(String, String)]) -> BTreeSet<String> {
    let (previous, current): (BTreeSet<_>, BTreeSet<_>) = (previous.iter().collect(), current.iter().collect());
    previous.symmetric_difference(&current).map(|(path, _)| path.clone()).collect()
}

#[cfg(test)]
mod tests;
