//! Folders and files to watch, as far as they exist.

use super::WatchOptions;
use crate::load::{INPUT_FOLDERS, LOCK_FILE};
use notify::RecursiveMode;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Folder to register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WatchedPath {
    /// Path of the folder.
    pub(super) path: PathBuf,
    /// Recursive or not.
    pub(super) mode: RecursiveMode,
}

/// Set of watched paths.
pub(super) struct WatchedPaths {
    root: PathBuf,
    /// Input folders, watched recursively.
    folders: Vec<PathBuf>,
    /// Individual input files.
    files: BTreeSet<PathBuf>,
    /// Files outside of the folders that symbolic links in them point to.
    link_targets: BTreeSet<PathBuf>,
    ignored: Option<PathBuf>,
    /// Identity of each registered folder at the last refresh.
    identities: BTreeMap<PathBuf, Identity>,
}

impl WatchedPaths {
    /// Creates the set for a workspace.
    pub(super) fn new(options: WatchOptions) -> WatchedPaths {
        let root = options.root.canonicalize().unwrap_or(options.root);
        let input_folders = INPUT_FOLDERS.into_iter().map(|folder| root.join(folder));
        let files = [LOCK_FILE, options.config.as_str()].map(|file| root.join(file)).into();
        let extra = options.extra.into_iter().map(|path| path.canonicalize().unwrap_or(path));
        let folders = input_folders.chain(extra).collect();
        WatchedPaths { root, folders, files, link_targets: BTreeSet::new(), ignored: None, identities: BTreeMap::new() }
    }

    /// Returns the root folder of the workspace.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Ignores a folder, even if symbolic links lead to it.
    pub(super) fn ignore(&mut self, folder: &Path) {
        self.ignored = folder.canonicalize().ok();
    }

    /// Checks whether a path is an input, i.e. whether its change matters.
    pub(super) fn contains(&self, path: &Path) -> bool {
        let is_ignored = self.ignored.as_ref().is_some_and(|ignored| path.starts_with(ignored));
        let is_input = path == self.root
            || self.files.contains(path)
            || self.link_targets.contains(path)
            || self.folders.iter().any(|folder| path.starts_with(folder));
        is_input && !is_ignored
    }

    /// Returns the existing inputs: folders, to be traversed recursively, and individual files.
    pub(super) fn existing(&self) -> impl Iterator<Item = &Path> {
        let read = self.folders.iter().chain(&self.files).chain(&self.link_targets);
        read.map(PathBuf::as_path).filter(|path| path.exists())
    }

    /// Updates the set. Returns the folders to register, and for each whether it is new or replaced since the last
    /// refresh.
    pub(super) fn refresh(&mut self) -> Vec<(WatchedPath, bool)> {
        self.link_targets = self.folders.iter().flat_map(|folder| link_targets(folder)).collect();
        let mut folders: BTreeMap<PathBuf, RecursiveMode> = BTreeMap::new();
        let ancestors = [Some(self.root.as_path()), self.root.parent()].into_iter().flatten();
        let file_parents = self.files.iter().chain(&self.link_targets).filter_map(|file| file.parent());
        for folder in ancestors.chain(file_parents) {
            folders.insert(folder.to_owned(), RecursiveMode::NonRecursive);
        }
        for folder in &self.folders {
            folders.insert(folder.clone(), RecursiveMode::Recursive);
            if let Some(parent) = folder.parent() {
                folders.entry(parent.to_owned()).or_insert(RecursiveMode::NonRecursive);
            }
        }
        let mut registrations = Vec::new();
        let previous = std::mem::take(&mut self.identities);
        for (path, mode) in folders {
            let Some(identity) = identity(&path) else { continue };
            let is_new = previous.get(&path) != Some(&identity);
            self.identities.insert(path.clone(), identity);
            registrations.push((WatchedPath { path, mode }, is_new));
        }
        registrations
    }
}

/// Checks whether a new path is a folder or a link, which may add paths to watch.
pub(super) fn is_dir_or_link(path: &Path) -> bool {
    path.metadata().is_ok_and(|target| target.is_dir() || path.is_symlink())
}

/// Returns the files that symbolic links in a folder point to. Linked folders are watched recursively like real ones.
fn link_targets(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(DirEntry::path_is_symlink);
    entries.filter_map(|entry| entry.path().canonicalize().ok()).filter(|target| target.is_file()).collect()
}

/// Distinguishes a folder from another one at the same path.
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

    fn watched_paths(root: &Path, extra: Vec<PathBuf>) -> WatchedPaths {
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
    fn contains_inputs_only() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("elsewhere/public")).unwrap();
        let mut paths = watched_paths(&root, vec![root.join("elsewhere")]);
        paths.ignore(&root.join("elsewhere/public"));
        for path in ["content", "content/events/a.md", "briefing.toml", "evidence.lock", "static/x", "elsewhere/y", ""]
        {
            assert!(paths.contains(&root.join(path)), "{path}");
        }
        for path in ["public/index.html", ".git/index", "contents/a.md", "elsewhere/public/a.html", "README.md"] {
            assert!(!paths.contains(&root.join(path)), "{path}");
        }
    }

    #[test]
    fn detects_recreated_folders() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        let content = root.join("content");
        fs::create_dir(&content).unwrap();
        let mut paths = watched_paths(&root, Vec::new());
        let new = |paths: &mut WatchedPaths| -> Vec<PathBuf> {
            paths.refresh().into_iter().filter(|(_, is_new)| *is_new).map(|(watched, _)| watched.path).collect()
        };
        assert!(new(&mut paths).contains(&content));
        assert_eq!(new(&mut paths), Vec::<PathBuf>::new());
        fs::rename(&content, root.join("old")).unwrap();
        assert_eq!(new(&mut paths), Vec::<PathBuf>::new());
        fs::create_dir(&content).unwrap();
        assert_eq!(new(&mut paths), [content]);
    }
}
