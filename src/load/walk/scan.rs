//! Scan of a briefing's files, from which all or some are then read.

use super::{Listing, WalkError, read};
use crate::load::{Inputs, LOCK_FILE};
use crate::model::Bytes;
use crate::model::file_stat::FileStat;
use rayon::prelude::*;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

/// Scanned files of a briefing, not yet read.
#[derive(Debug)]
pub struct Scan {
    root: PathBuf,
    config: Arc<str>,
    /// Scanned files, including the evidence lock even if it does not exist.
    pub files: Vec<ScannedFile>,
    /// Paths that will not be read, with the reasons.
    pub refused: Vec<(String, String)>,
    /// `true` if there are links, so that a file may change under a path other than its own.
    pub has_links: bool,
}

/// Scanned file.
#[derive(Debug)]
pub struct ScannedFile {
    /// Path relative to the root, with `/`.
    pub path: Arc<str>,
    /// Metadata that identifies an unmodified file; `None` if it was modified too recently to be reliable.
    pub stat: Option<FileStat>,
    full_path: PathBuf,
}

impl Scan {
    /// Reads the metadata of the listed files; `now` is a time before the listing.
    pub(super) fn new(root: PathBuf, config: &str, listing: Listing, now: SystemTime) -> Scan {
        let stat_file = |(path, full_path): (String, PathBuf)| {
            let stat = full_path.metadata().ok().and_then(|file| FileStat::settled(&file, now));
            ScannedFile { path: path.into(), stat, full_path }
        };
        let files = listing.files.into_par_iter().map(stat_file).collect();
        Scan { root, config: config.into(), files, refused: listing.refused, has_links: listing.has_links }
    }

    /// Reads one of the files; `None` if it does not exist or must not be read.
    pub fn read_file(&self, file: &ScannedFile) -> Option<Bytes> {
        self.read_bytes(file).ok()
    }

    /// Reads all files.
    pub fn read(&self) -> Result<Inputs, WalkError> {
        self.read_with_cache(|_| None)
    }

    /// Reads all files except those for which `cached` returns bytes: those of a file with the same stat.
    pub fn read_with_cache(&self, cached: impl Fn(&ScannedFile) -> Option<Bytes> + Sync) -> Result<Inputs, WalkError> {
        let bytes = |file: &ScannedFile| cached(file).map_or_else(|| self.read_bytes(file), Ok);
        let read: Vec<Result<Bytes, read::ReadError>> = self.files.par_iter().map(bytes).collect();
        let mut inputs = Inputs { refused: self.refused.clone(), ..Inputs::default() };
        for (ScannedFile { path, full_path, .. }, bytes) in self.files.iter().zip(read) {
            match bytes {
                Ok(bytes) => drop(inputs.files.insert(path.clone(), bytes)),
                Err(read::ReadError::NotFound) if *path == self.config => {
                    return Err(WalkError::NoBriefing(full_path.clone()));
                }
                Err(read::ReadError::NotFound) => {}
                Err(read::ReadError::Refused(reason)) if *path == self.config => {
                    return Err(WalkError::Read { path: full_path.clone(), source: io::Error::other(reason) });
                }
                Err(read::ReadError::Refused(reason)) => inputs.refused.push((path.to_string(), reason)),
                Err(read::ReadError::Io(source)) => return Err(WalkError::Read { path: full_path.clone(), source }),
            }
        }
        inputs.refused.sort();
        Ok(inputs)
    }

    /// Reads the content of a file. The configuration may be anywhere, since the user named it; other files must be
    /// inside the root.
    fn read_bytes(&self, file: &ScannedFile) -> Result<Bytes, read::ReadError> {
        if file.path == self.config {
            read::read_anywhere(&file.full_path, read::MAX_TEXT_SIZE)
        } else if *file.path == *LOCK_FILE {
            read::read_inside(&self.root, &file.full_path, read::MAX_TEXT_SIZE)
        } else {
            read::read_inside(&self.root, &file.full_path, read::size_limit(&file.path))
        }
    }
}
