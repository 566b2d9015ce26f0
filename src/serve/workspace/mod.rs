//! The briefing's files as they were last read, brought up to date by looks at them.
//!
//! 1. What was touched is looked at and read at once. Where that cannot tell what follows, everything is looked at.
//! 2. Everything is looked at, too, a moment after such a quick look changed anything: then [`Files::is_sure`].
//! 3. A file whose bytes are the same keeps them in the same place, so that whoever knew it finds it unchanged.

use super::watch::ChangedPaths;
use crate::load::Inputs;
use crate::load::walk::{self, Rescan, Scan, ScannedFile, WalkError};
use crate::model::file_stat::FileStat;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files of a briefing.
pub(super) struct Workspace {
    root: PathBuf,
    config: String,
    inputs: Inputs,
    /// How the files lay there that were read; nothing of one that was at work just then.
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

    /// What was read.
    pub(super) fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// Whether a file was read.
    pub(super) fn contains(&self, path: &Path) -> bool {
        let inside = path.strip_prefix(&self.root).ok().and_then(Path::to_str);
        inside.is_some_and(|path| self.inputs.files.contains_key(path.replace('\\', "/").as_str()))
    }

    /// Whether everything was looked at since something changed.
    pub(super) fn is_fully_scanned(&self) -> bool {
        self.is_fully_scanned
    }

    /// Looks at what was touched, and reads what is not known of it. Gives the files that are new, gone or different.
    pub(super) fn rescan(&mut self, touched: &ChangedPaths) -> Result<Vec<String>, WalkError> {
        if let ChangedPaths::Paths(paths) = touched
            && let Some(changed) = self.rescan_paths(paths)
        {
            self.is_fully_scanned &= changed.is_empty();
            return Ok(changed);
        }
        let changed = self.scan_all()?;
        self.is_fully_scanned = true;
        Ok(changed)
    }

    /// Looks at paths alone; nothing, and nothing is taken over, when only a look at everything can tell.
    fn rescan_paths(&mut self, paths: &BTreeSet<PathBuf>) -> Option<Vec<String>> {
        if self.has_links {
            return None;
        }
        let look = walk::rescan(&self.root, &self.config, paths.iter().map(PathBuf::as_path))?;
        let is_new = |file: &&ScannedFile| !self.inputs.files.contains_key(&file.path);
        if look.paths.iter().any(|path| self.has_descendants(path))
            || look.scan.files.iter().filter(is_new).any(|file| self.may_be_alias(&file.path))
        {
            return None;
        }
        let mut now = look.scan.read().ok()?;
        let mut changed: BTreeSet<String> = self.update_refused(&look, std::mem::take(&mut now.refused));
        for path in &look.paths {
            let is = now.files.remove(path.as_str());
            if self.inputs.files.get(path.as_str()) != is.as_ref() {
                changed.insert(path.clone());
                match is {
                    Some(bytes) => self.inputs.files.insert(path.as_str().into(), bytes),
                    None => self.inputs.files.remove(path.as_str()),
                };
            }
            self.stats.remove(path.as_str());
        }
        self.stats.extend(file_stats(&look.scan));
        Some(changed.into_iter().collect())
    }

    /// Whether a path was a folder.
    fn has_descendants(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        self.files_below(&folder).next().is_some()
            || self.inputs.refused.iter().any(|(path, _)| path.starts_with(&folder))
    }

    /// Whether a new file may be a known one by another name, as where letter case makes no difference: a folder without
    /// known files may be another one, too.
    fn may_be_alias(&self, path: &str) -> bool {
        let Some((folder, _)) = path.rsplit_once('/') else { return false };
        let folder = format!("{folder}/");
        let mut siblings = self.files_below(&folder).peekable();
        let lower = path.to_lowercase();
        siblings.peek().is_none() || !path.is_ascii() || siblings.any(|sibling| sibling.to_lowercase() == lower)
    }

    fn files_below<'f>(&'f self, folder: &'f str) -> impl Iterator<Item = &'f str> {
        let from =
            self.inputs.files.range::<str, _>((Bound::Included(folder), Bound::Unbounded)).map(|(path, _)| &**path);
        from.take_while(move |path| path.starts_with(folder))
    }

    /// Takes over what a look refused; gives the paths of which something else is said now.
    fn update_refused(&mut self, look: &Rescan, now: Vec<(String, String)>) -> BTreeSet<String> {
        let before = self.inputs.refused.clone();
        self.inputs.refused.retain(|(path, _)| !look.paths.contains(path));
        self.inputs.refused.extend(now);
        self.inputs.refused.sort();
        changed_entries(&before, &self.inputs.refused)
    }

    fn scan_all(&mut self) -> Result<Vec<String>, WalkError> {
        let survey = walk::scan(&self.root, &self.config)?;
        let (before, traces_before) = (&self.inputs, &self.stats);
        let known = |file: &ScannedFile| {
            let is_same = file.stat.is_some() && file.stat.as_ref() == traces_before.get(&file.path);
            before.files.get(&file.path).filter(|_| is_same).cloned()
        };
        let mut now = survey.read_with_cache(known)?;
        let mut changed = changed_entries(&before.refused, &now.refused);
        for (path, bytes) in &mut now.files {
            match before.files.get(path) {
                Some(before) if Arc::ptr_eq(before, bytes) => {}
                Some(before) if before == bytes => bytes.clone_from(before),
                _ => drop(changed.insert(path.to_string())),
            }
        }
        changed.extend(before.files.keys().filter(|path| !now.files.contains_key(*path)).map(ToString::to_string));
        self.stats = file_stats(&survey).collect();
        self.has_links = survey.has_links;
        self.inputs = now;
        Ok(changed.into_iter().collect())
    }
}

fn file_stats(survey: &Scan) -> impl Iterator<Item = (Arc<str>, FileStat)> {
    survey.files.iter().filter_map(|file| Some((file.path.clone(), file.stat?)))
}

/// The paths of which something is said in one list alone.
fn changed_entries(before: &[(String, String)], now: &[(String, String)]) -> BTreeSet<String> {
    let (before, now): (BTreeSet<_>, BTreeSet<_>) = (before.iter().collect(), now.iter().collect());
    before.symmetric_difference(&now).map(|(path, _)| path.clone()).collect()
}

#[cfg(test)]
mod tests;
