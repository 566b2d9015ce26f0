//! The folders and files that are watched, as far as they exist.

use super::WatchOptions;
use crate::load::{INPUT_FOLDERS, LOCK_FILE};
use notify::RecursiveMode;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// A folder to watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WatchedPath {
    /// Its path.
    pub(super) path: PathBuf,
    /// Whether with all below.
    pub(super) mode: RecursiveMode,
}

/// What is watched.
pub(super) struct WatchedPaths {
    root: PathBuf,
    /// Folders with all below that are read.
    folders: Vec<PathBuf>,
    /// Single files that are read.
    files: BTreeSet<PathBuf>,
    /// Files elsewhere to which links in the folders lead.
    link_targets: BTreeSet<PathBuf>,
    ignored: Option<PathBuf>,
    /// What was there when it was last looked at.
    identities: BTreeMap<PathBuf, Identity>,
}

impl WatchedPaths {
    /// The places of a briefing.
    pub(super) fn new(options: WatchOptions) -> WatchedPaths {
        let root = options.root.canonicalize().unwrap_or(options.root);
        let inputs = INPUT_FOLDERS.into_iter().map(|folder| root.join(folder));
        let files = [LOCK_FILE, options.config.as_str()].map(|file| root.join(file)).into();
        let extra = options.extra.into_iter().map(|path| path.canonicalize().unwrap_or(path));
        let folders = inputs.chain(extra).collect();
        WatchedPaths { root, folders, files, link_targets: BTreeSet::new(), ignored: None, identities: BTreeMap::new() }
    }

    /// The briefing's folder.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Leaves a folder out, wherever links lead to it.
    pub(super) fn ignore(&mut self, folder: &Path) {
        self.ignored = folder.canonicalize().ok();
    }

    /// Whether a change there could change what is read.
    pub(super) fn contains(&self, path: &Path) -> bool {
        let is_ignored = self.ignored.as_ref().is_some_and(|ignored| path.starts_with(ignored));
        let is_read = path == self.root
            || self.files.contains(path)
            || self.link_targets.contains(path)
            || self.folders.iter().any(|folder| path.starts_with(folder));
        is_read && !is_ignored
    }

    /// All that is read and exists: folders with all below, and single files.
    pub(super) fn existing(&self) -> impl Iterator<Item = &Path> {
        let read = self.folders.iter().chain(&self.files).chain(&self.link_targets);
        read.map(PathBuf::as_path).filter(|path| path.exists())
    }

    /// Looks again at what there is: the places to watch, and whether each is new since the last look.
    pub(super) fn refresh(&mut self) -> Vec<(WatchedPath, bool)> {
        self.link_targets = self.folders.iter().flat_map(|folder| link_targets(folder)).collect();
        let mut wanted: BTreeMap<PathBuf, RecursiveMode> = BTreeMap::new();
        let around = [Some(self.root.as_path()), self.root.parent()].into_iter().flatten();
        let of_files = self.files.iter().chain(&self.link_targets).filter_map(|file| file.parent());
        for folder in around.chain(of_files) {
            wanted.insert(folder.to_owned(), RecursiveMode::NonRecursive);
        }
        for folder in &self.folders {
            wanted.insert(folder.clone(), RecursiveMode::Recursive);
            if let Some(around) = folder.parent() {
                wanted.entry(around.to_owned()).or_insert(RecursiveMode::NonRecursive);
            }
        }
        let mut places = Vec::new();
        let before = std::mem::take(&mut self.identities);
        for (path, mode) in wanted {
            let Some(identity) = identity(&path) else { continue };
            let is_new = before.get(&path) != Some(&identity);
            self.identities.insert(path.clone(), identity);
            places.push((WatchedPath { path, mode }, is_new));
        }
        places
    }
}

/// Whether a path that came is a folder, or a link to something: either leads to more that is to be watched.
pub(super) fn is_dir_or_link(path: &Path) -> bool {
    path.metadata().is_ok_and(|target| target.is_dir() || path.is_symlink())
}

/// The files to which links in a folder lead. Linked folders need no care: they are watched as if they were there.
fn link_targets(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(DirEntry::path_is_symlink);
    entries.filter_map(|entry| entry.path().canonicalize().ok()).filter(|target| target.is_file()).collect()
}

/// Tells a folder from another one that came into its place.
#[cfg(unix)]
type Identity = (u64, u64);

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    path.metadata().ok().map(|metadata| (metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
type Identity = Option<std::time::SystemTime>;

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<Identity> {
    path.metadata().ok().map(|metadata| metadata.created().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::time::Duration;

    fn places(root: &Path, extra: Vec<PathBuf>) -> WatchedPaths {
        let quiet = Duration::from_millis(1);
        WatchedPaths::new(WatchOptions {
            root: root.to_owned(),
            config: "briefing.toml".into(),
            extra,
            debounce: quiet,
            poll: false,
        })
    }

    #[test]
    fn cares_for_what_is_read_alone() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("elsewhere/public")).unwrap();
        let mut places = places(&root, vec![root.join("elsewhere")]);
        places.ignore(&root.join("elsewhere/public"));
        for path in ["content", "content/events/a.md", "briefing.toml", "evidence.lock", "static/x", "elsewhere/y", ""]
        {
            assert!(places.contains(&root.join(path)), "{path}");
        }
        for path in ["public/index.html", ".git/index", "contents/a.md", "elsewhere/public/a.html", "README.md"] {
            assert!(!places.contains(&root.join(path)), "{path}");
        }
    }

    #[test]
    fn notices_folders_that_came_again() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        let content = root.join("content");
        fs::create_dir(&content).unwrap();
        let mut places = places(&root, Vec::new());
        let new = |places: &mut WatchedPaths| -> Vec<PathBuf> {
            places.refresh().into_iter().filter(|(_, is_new)| *is_new).map(|(place, _)| place.path).collect()
        };
        assert!(new(&mut places).contains(&content));
        assert_eq!(new(&mut places), Vec::<PathBuf>::new());
        fs::rename(&content, root.join("old")).unwrap();
        assert_eq!(new(&mut places), Vec::<PathBuf>::new());
        fs::create_dir(&content).unwrap();
        assert_eq!(new(&mut places), [content]);
    }
}
