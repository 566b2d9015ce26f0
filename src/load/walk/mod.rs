//! Reads a briefing's files from the disk: the only place of this stage that touches it.
//!
//! 1. `content/`, `themes/`, `templates/` and `static/` are walked; editors' temporary files and, where nothing is copied
//!    as it is, hidden files are passed over. The output lies elsewhere, which `config` checks.
//! 2. What leads out of the root, is no regular file, is too large or has no name in UTF-8 is refused, with the reason,
//!    and never opened.
//! 3. The rest is read into memory, and with it the configuration and the evidence lock in the root.
//!
//! An author's mistake refuses one file; a disk that cannot be read is a [`WalkError`].

mod entry;
mod read;

use super::{CONFIG_FILE, INPUT_FOLDERS, Inputs, LOCK_FILE};
use crate::model::Bytes;
use rayon::prelude::*;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
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
    let root = root.canonicalize().map_err(|source| match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => WalkError::NoBriefing(root.to_owned()),
        _ => WalkError::Root { path: root.to_owned(), source },
    })?;
    let config = if config.is_empty() { CONFIG_FILE } else { config };
    let config_path = root.join(config);
    let config_bytes = match read::whole(&config_path, read::MOST_TEXT) {
        Ok(bytes) => bytes,
        Err(read::Failure::Gone) => return Err(WalkError::NoBriefing(config_path)),
        Err(read::Failure::Refused(reason)) => {
            return Err(WalkError::Read { path: config_path, source: io::Error::other(reason) });
        }
        Err(read::Failure::Disk(source)) => return Err(WalkError::Read { path: config_path, source }),
    };
    let mut listed = Listed::default();
    for folder in INPUT_FOLDERS {
        list(&root, folder, &mut listed)?;
    }
    let mut inputs = read_files(&root, listed)?;
    inputs.files.insert(Arc::from(config), config_bytes);
    let lock_path = root.join(LOCK_FILE);
    match read::inside(&root, &lock_path, read::MOST_TEXT) {
        Ok(bytes) => drop(inputs.files.insert(Arc::from(LOCK_FILE), bytes)),
        Err(read::Failure::Gone) => {}
        Err(read::Failure::Refused(reason)) => inputs.refused.push((LOCK_FILE.to_owned(), reason)),
        Err(read::Failure::Disk(source)) => return Err(WalkError::Read { path: lock_path, source }),
    }
    Ok(inputs)
}

/// What was found under the root, before any file is opened.
#[derive(Default)]
struct Listed {
    files: Vec<(String, PathBuf)>,
    refused: Vec<(String, String)>,
}

fn list(root: &Path, folder: &str, listed: &mut Listed) -> Result<(), WalkError> {
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
                match entry::refusal_of_error(&error) {
                    Some(reason) => listed.refused.push((entry::shown(root, &path), reason.to_owned())),
                    None if error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound) => {}
                    None => return Err(WalkError::List { path, source: error.into() }),
                }
                continue;
            }
        };
        let is_folder = entry.file_type().is_dir();
        if entry::is_passed_over(root, &entry) {
            if is_folder {
                entries.skip_current_dir();
            }
            continue;
        }
        match entry::check(root, &entry) {
            Err(reason) => {
                listed.refused.push((entry::shown(root, entry.path()), reason));
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

fn read_files(root: &Path, listed: Listed) -> Result<Inputs, WalkError> {
    let read_one = |(path, place): (String, PathBuf)| {
        let bytes = read::inside(root, &place, read::limit(&path));
        (path, place, bytes)
    };
    let read: Vec<(String, PathBuf, Result<Bytes, read::Failure>)> =
        listed.files.into_par_iter().map(read_one).collect();
    let mut inputs = Inputs { refused: listed.refused, ..Inputs::default() };
    for (path, place, bytes) in read {
        match bytes {
            Ok(bytes) => drop(inputs.files.insert(Arc::from(path), bytes)),
            Err(read::Failure::Gone) => {}
            Err(read::Failure::Refused(reason)) => inputs.refused.push((path, reason)),
            Err(read::Failure::Disk(source)) => return Err(WalkError::Read { path: place, source }),
        }
    }
    inputs.refused.sort();
    Ok(inputs)
}

#[cfg(test)]
mod tests;
