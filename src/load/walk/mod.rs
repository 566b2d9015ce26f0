//! Reads a briefing's files from the disk: the only place of this stage that touches it.
//!
//! 1. `content/`, `themes/`, `templates/` and `static/` are walked; editors' temporary files and, where nothing is copied
//!    as it is, hidden files are passed over. The output lies elsewhere, which `config` checks.
//! 2. What leads out of the root, is no regular file, is too large or has no name in UTF-8 is refused, with the reason,
//!    and never opened.
//! 3. The rest is read into memory, and with it the configuration and the evidence lock in the root; or only looked at
//!    (`survey`), by who knows it from before.
//! 4. Who is told which paths were touched has `look` look at those alone, by the same rules.
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

/// Why a briefing could not be read.
#[derive(Debug, thiserror::Error)]
pub enum WalkError {
    /// There is no such folder, or no configuration in it.
    #[error("no briefing here: there is no `{}`", .0.display())]
    NoBriefing(PathBuf),
    /// The folder cannot be entered.
    #[error("failed to open the briefing's folder `{}`", .path.display())]
    Root {
        /// The folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A folder's files cannot be listed.
    #[error("failed to list `{}`", .path.display())]
    List {
        /// The folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A file cannot be read.
    #[error("failed to read `{}`", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

/// Reads the files of the briefing at `root`. `config` is the configuration file relative to it; `briefing.toml` when
/// empty.
pub fn read_root(root: &Path, config: &str) -> Result<Inputs, WalkError> {
    scan(root, config)?.read()
}

/// Looks at the files of the briefing at `root`, as [`read_root`], and reads none.
pub fn scan(root: &Path, config: &str) -> Result<Scan, WalkError> {
    let now = file_stat::now();
    let not_entered = |source: io::Error| match source.kind() {
        _ if is_not_found(&source) => WalkError::NoBriefing(root.to_owned()),
        _ => WalkError::Root { path: root.to_owned(), source },
    };
    let root = root.canonicalize().map_err(not_entered)?;
    let config = config_name(config);
    let config_path = root.join(config);
    if config_path.metadata().is_err_and(|error| is_not_found(&error)) {
        return Err(WalkError::NoBriefing(config_path));
    }
    let mut listed = Listing::default();
    for folder in INPUT_FOLDERS {
        list_folder(&root, folder, &mut listed)?;
    }
    let own = [(config, config_path), (LOCK_FILE, root.join(LOCK_FILE))];
    listed.has_links |= own.iter().any(|(_, place)| place.is_symlink());
    listed.files.extend(own.map(|(path, place)| (path.to_owned(), place)));
    Ok(Scan::new(root, config, listed, now))
}

fn config_name(given: &str) -> &str {
    if given.is_empty() { CONFIG_FILE } else { given }
}

fn is_not_found(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// What was found under the root, before any file is opened.
#[derive(Default)]
struct Listing {
    files: Vec<(String, PathBuf)>,
    refused: Vec<(String, String)>,
    has_links: bool,
}

fn list_folder(root: &Path, folder: &str, listed: &mut Listing) -> Result<(), WalkError> {
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
                        listed.has_links = true;
                        listed.refused.push((entry::display_path(root, &path), reason.to_owned()));
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
        listed.has_links |= entry.path_is_symlink();
        match entry::validate(root, &WalkEntry::from(&entry)) {
            Err(reason) => {
                listed.refused.push((entry::display_path(root, entry.path()), reason));
                if is_folder {
                    entries.skip_current_dir();
                }
            }
            Ok(_) if is_folder => {}
            Ok(path) => listed.files.push((path, entry.into_path())),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
