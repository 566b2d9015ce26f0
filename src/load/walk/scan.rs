//! The files of a briefing, looked at and then read, all or some.

use super::{Listing, WalkError, read};
use crate::load::{Inputs, LOCK_FILE};
use crate::model::Bytes;
use crate::model::file_stat::FileStat;
use rayon::prelude::*;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

/// The files of a briefing, looked at but not read.
#[derive(Debug)]
pub struct Scan {
    root: PathBuf,
    config: Arc<str>,
    /// The files; the evidence lock is among them whether it is there or not.
    pub files: Vec<ScannedFile>,
    /// Those that will not be read, with the reason.
    pub refused: Vec<(String, String)>,
    /// Whether links are among them, so that a file may be touched by another name than its own.
    pub has_links: bool,
}

/// A file that was looked at.
#[derive(Debug)]
pub struct ScannedFile {
    /// Its path from the root, with `/`.
    pub path: Arc<str>,
    /// By which it can be told to be untouched, if it was at rest.
    pub stat: Option<FileStat>,
    full_path: PathBuf,
}

impl Scan {
    /// Looks at the files that were listed, after `now`.
    pub(super) fn new(root: PathBuf, config: &str, listed: Listing, now: SystemTime) -> Scan {
        let look = |(path, place): (String, PathBuf)| {
            let trace = place.metadata().ok().and_then(|file| FileStat::settled(&file, now));
            ScannedFile { path: path.into(), stat: trace, full_path: place }
        };
        let files = listed.files.into_par_iter().map(look).collect();
        Scan { root, config: config.into(), files, refused: listed.refused, has_links: listed.has_links }
    }

    /// Reads one of the files; nothing when it is not there or must not be read.
    pub fn read_file(&self, file: &ScannedFile) -> Option<Bytes> {
        self.read_bytes(file).ok()
    }

    /// Reads all files.
    pub fn read(&self) -> Result<Inputs, WalkError> {
        self.read_with_cache(|_| None)
    }

    /// Reads all files but those whose bytes are known: those of a file with the same trace.
    pub fn read_with_cache(&self, known: impl Fn(&ScannedFile) -> Option<Bytes> + Sync) -> Result<Inputs, WalkError> {
        let bytes = |file: &ScannedFile| known(file).map_or_else(|| self.read_bytes(file), Ok);
        let read: Vec<Result<Bytes, read::ReadError>> = self.files.par_iter().map(bytes).collect();
        let mut inputs = Inputs { refused: self.refused.clone(), ..Inputs::default() };
        for (ScannedFile { path, full_path: place, .. }, bytes) in self.files.iter().zip(read) {
            match bytes {
                Ok(bytes) => drop(inputs.files.insert(path.clone(), bytes)),
                Err(read::ReadError::NotFound) if *path == self.config => {
                    return Err(WalkError::NoBriefing(place.clone()));
                }
                Err(read::ReadError::NotFound) => {}
                Err(read::ReadError::Refused(reason)) if *path == self.config => {
                    return Err(WalkError::Read { path: place.clone(), source: io::Error::other(reason) });
                }
                Err(read::ReadError::Refused(reason)) => inputs.refused.push((path.to_string(), reason)),
                Err(read::ReadError::Io(source)) => return Err(WalkError::Read { path: place.clone(), source }),
            }
        }
        inputs.refused.sort();
        Ok(inputs)
    }

    /// The configuration may lie anywhere, since it was named; everything else must be inside the root.
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
