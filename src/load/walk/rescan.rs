//! Scans single paths that may have changed, by the rules of a full scan.

use super::entry::{self, WalkEntry};
use super::{Listing, Scan, config_name};
use crate::load::{INPUT_FOLDERS, LOCK_FILE};
use crate::model::file_stat;
use std::path::Path;

/// Result of scanning single paths.
#[derive(Debug)]
pub struct Rescan {
    /// Paths of these that are inputs, relative to the root, with `/`: cached data about them is stale.
    pub paths: Vec<String>,
    /// Files at these paths now.
    pub scan: Scan,
}

/// Scans the given paths alone. Returns `None` if only a full scan is reliable: for folders, links, and paths below a
/// link.
pub fn rescan<'p>(root: &Path, config: &str, changed: impl IntoIterator<Item = &'p Path>) -> Option<Rescan> {
    let now = file_stat::now();
    let root = root.canonicalize().ok()?;
    let config = config_name(config);
    let (mut paths, mut listing) = (Vec::new(), Listing::default());
    for path in changed {
        let root_file = [config, LOCK_FILE].into_iter().find(|root_file| path == root.join(root_file));
        let (name, state) = match root_file {
            Some(root_file) => (root_file.to_owned(), root_file_state(path)?),
            None => (entry::relative_path(&root, path)?, input_state(&root, path)?),
        };
        match state {
            PathState::Ignored => continue,
            PathState::NotFound if name == config => return None,
            PathState::NotFound => {}
            PathState::File => listing.files.push((name.clone(), path.to_owned())),
            PathState::Refused(reason) => listing.refused.push((name.clone(), reason)),
        }
        paths.push(name);
    }
    Some(Rescan { paths, scan: Scan::new(root, config, listing, now) })
}

/// State of a path on disk.
enum PathState {
    /// Never an input, whatever the path contains.
    Ignored,
    NotFound,
    File,
    Refused(String),
}

/// Returns the state of the configuration or the evidence lock, which are validated when they are read; `None` for a
/// folder or link.
fn root_file_state(path: &Path) -> Option<PathState> {
    match path.symlink_metadata() {
        Err(error) if super::is_not_found(&error) => Some(PathState::NotFound),
        Ok(metadata) if !metadata.is_dir() && !metadata.is_symlink() => Some(PathState::File),
        _ => None,
    }
}

/// Returns the state of a path below an input folder; `None` for a folder, a link, or a path outside of these folders.
fn input_state(root: &Path, path: &Path) -> Option<PathState> {
    let folders: Vec<&Path> = path.ancestors().skip(1).take_while(|folder| *folder != root).collect();
    if !INPUT_FOLDERS.iter().any(|input| folders.last().is_some_and(|top| **top == root.join(input))) {
        return None;
    }
    if folders.iter().chain([&path]).any(|path| entry::is_ignored(root, path)) {
        return Some(PathState::Ignored);
    }
    let is_plain = |folder: &&Path| folder.symlink_metadata().is_ok_and(|folder| folder.is_dir());
    if !folders.iter().all(is_plain) {
        return None;
    }
    match path.symlink_metadata() {
        Err(error) if super::is_not_found(&error) => Some(PathState::NotFound),
        Ok(metadata) if !metadata.is_dir() && !metadata.is_symlink() => {
            let entry = WalkEntry { path, kind: metadata.file_type(), is_link: false, is_top: false };
            Some(entry::validate(root, &entry).map_or_else(PathState::Refused, |_| PathState::File))
        }
        _ => None,
    }
}
