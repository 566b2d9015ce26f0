//! Reads a briefing's files from disk: the only place of this stage that touches the file system.
//!
//! 1. `content/`, `themes/`, `templates/` and `static/` are walked. Temporary files of editors are ignored, and so are
//!    hidden files outside of folders that are copied verbatim. The output folder is elsewhere, as `config` checks.
//! 2. Files that resolve outside of the root, are not regular, are too large or have no UTF-8 name are refused with a
//!    reason, and never opened.
//! 3. The rest is read into memory, with the configuration and the evidence lock in the root; or only scanned (`scan`),
//!    for callers with cached bytes.
//! 4. For paths from a file watcher, `rescan` checks these alone, by the same rules.
//!
//! An author's mistake refuses one file; a disk that cannot be read is a [`WalkError`].

mod entry;
mod read;
mod rescan;
mod scan;

pub use rescan::{Rescan, rescan};
pub use scan::{Scan, ScannedFile};

use super::{CONFIG_FILE, INPUT_FOLDERS, Inputs, LOCK_FILE};
use crate::model::file_stat;
use entry::WalkEntry;
use std::io;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Environment failure while reading a briefing.
#[derive(Debug, thiserror::Error)]
pub enum WalkError {
    /// The folder or its configuration does not exist.
    #[error("no briefing found: there is no `{}`", .0.display())]
    NoBriefing(PathBuf),
    /// The folder cannot be opened.
    #[error("failed to open the briefing's folder `{}`", .path.display())]
    Root {
        /// Path of the folder.
        path: PathBuf,
        /// I/O error.
        source: io::Error,
    },
    /// A folder's entries cannot be listed.
    #[error("failed to list `{}`", .path.display())]
    List {
        /// Path of the folder.
        path: PathBuf,
        /// I/O error.
        source: io::Error,
    },
    /// A file cannot be read.
    #[error("failed to read `{}`", .path.display())]
    Read {
        /// Path of the file.
        path: PathBuf,
        /// I/O error.
        source: io::Error,
    },
}

/// Reads the files of the briefing at `root`. `config` is the path of the configuration relative to it; `briefing.toml`
/// if empty.
pub fn read_root(root: &Path, config: &str) -> Result<Inputs, WalkError> {
    scan(root, config)?.read()
}

/// Scans the files of the briefing at `root` as [`read_root`] does, without reading them.
pub fn scan(root: &Path, config: &str) -> Result<Scan, WalkError> {
    let now = file_stat::now();
    let open_error = |source: io::Error| match source.kind() {
        _ if is_not_found(&source) => WalkError::NoBriefing(root.to_owned()),
        _ => WalkError::Root { path: root.to_owned(), source },
    };
    let root = root.canonicalize().map_err(open_error)?;
    let config = config_name(config);
    let config_path = root.join(config);
    if config_path.metadata().is_err_and(|error| is_not_found(&error)) {
        return Err(WalkError::NoBriefing(config_path));
    }
    let mut listing = Listing::default();
    for folder in INPUT_FOLDERS {
        list_folder(&root, folder, &mut listing)?;
    }
    let root_files = [(config, config_path), (LOCK_FILE, root.join(LOCK_FILE))];
    listing.has_links |= root_files.iter().any(|(_, path)| path.is_symlink());
    listing.files.extend(root_files.map(|(name, path)| (name.to_owned(), path)));
    Ok(Scan::new(root, config, listing, now))
}

fn config_name(given: &str) -> &str {
    if given.is_empty() { CONFIG_FILE } else { given }
}

fn is_not_found(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Files found under the root, before any of them is opened.
#[derive(Default)]
struct Listing {
    files: Vec<(String, PathBuf)>,
    refused: Vec<(String, String)>,
    has_links: bool,
}

fn list_folder(root: &Path, folder: &str, listing: &mut Listing) -> Result<(), WalkError> {
    let top = root.join(folder);
    if top.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return Ok(());
    }
    let mut entries = WalkDir::new(&top).follow_links(true).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(&top).to_owned();
                match entry::refusal_reason(&error) {
                    _ if entry::is_ignored(root, &path) => {}
                    Some(reason) => {
                        listing.has_links = true;
                        listing.refused.push((entry::display_path(root, &path), reason.to_owned()));
                    }
                    None if error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound) => {}
                    None => return Err(WalkError::List { path, source: error.into() }),
                }
                continue;
            }
        };
        let is_folder = entry.file_type().is_dir();
        if entry::is_ignored(root, entry.path()) {
            if is_folder {
                entries.skip_current_dir();
            }
            continue;
        }
        listing.has_links |= entry.path_is_symlink();
        match entry::validate(root, &WalkEntry::from(&entry)) {
            Err(reason) => {
                listing.refused.push((entry::display_path(root, entry.path()), reason));
                if is_folder {
                    entries.skip_current_dir();
                }
            }
            Ok(_) if is_folder => {}
            Ok(path) => listing.files.push((path, entry.into_path())),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
