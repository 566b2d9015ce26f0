//! Looks at single paths that were touched, and decides by the rules of a whole survey what is to be read of them.

use super::entry::{self, WalkEntry};
use super::{Listing, Scan, config_name};
use crate::load::{INPUT_FOLDERS, LOCK_FILE};
use crate::model::file_stat;
use std::path::Path;

/// What a look at some paths came to.
#[derive(Debug)]
pub struct Rescan {
    /// Those of the paths that could be read, from the root, with `/`: what was known of them holds no longer.
    pub paths: Vec<String>,
    /// What there is at these paths now.
    pub scan: Scan,
}

/// Looks at paths alone. Nothing when only a whole survey can tell what follows: for folders, links, and whatever lies
/// behind one.
pub fn rescan<'p>(root: &Path, config: &str, touched: impl IntoIterator<Item = &'p Path>) -> Option<Rescan> {
    let now = file_stat::now();
    let root = root.canonicalize().ok()?;
    let config = config_name(config);
    let (mut paths, mut listed) = (Vec::new(), Listing::default());
    for path in touched {
        let own = [config, LOCK_FILE].into_iter().find(|own| path == root.join(own));
        let (name, seen) = match own {
            Some(own) => (own.to_owned(), root_file_state(path)?),
            None => (entry::relative_path(&root, path)?, input_state(&root, path)?),
        };
        match seen {
            PathState::Ignored => continue,
            PathState::NotFound if name == config => return None,
            PathState::NotFound => {}
            PathState::File => listed.files.push((name.clone(), path.to_owned())),
            PathState::Refused(reason) => listed.refused.push((name.clone(), reason)),
        }
        paths.push(name);
    }
    Some(Rescan { paths, scan: Scan::new(root, config, listed, now) })
}

/// What a path turned out to be.
enum PathState {
    /// Nothing that could be read, whatever is there.
    Ignored,
    NotFound,
    File,
    Refused(String),
}

/// Looks at the configuration or the evidence lock, about which only reading it says more.
fn root_file_state(path: &Path) -> Option<PathState> {
    match path.symlink_metadata() {
        Err(error) if super::is_not_found(&error) => Some(PathState::NotFound),
        Ok(at) if !at.is_dir() && !at.is_symlink() => Some(PathState::File),
        _ => None,
    }
}

/// Looks at a path below one of the folders that are walked.
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
        Ok(at) if !at.is_dir() && !at.is_symlink() => {
            let entry = WalkEntry { path, kind: at.file_type(), is_link: false, is_top: false };
            Some(entry::validate(root, &entry).map_or_else(PathState::Refused, |_| PathState::File))
        }
        _ => None,
    }
}
