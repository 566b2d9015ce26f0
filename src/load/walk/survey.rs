//! The files of a briefing, looked at and then read, all or some.

use super::{Listed, WalkError, read};
use crate::cache::trace::Trace;
use crate::load::{Inputs, LOCK_FILE};
use crate::model::Bytes;
use rayon::prelude::*;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

/// The files of a briefing, looked at but not read.
#[derive(Debug)]
pub struct Survey {
    root: PathBuf,
    config: Arc<str>,
    /// The files; the evidence lock is among them whether it is there or not.
    pub files: Vec<Surveyed>,
    /// Those that will not be read, with the reason.
    pub refused: Vec<(String, String)>,
    /// Whether links are among them, so that a file may be touched by another name than its own.
    pub has_links: bool,
}

/// A file that was looked at.
#[derive(Debug)]
pub struct Surveyed {
    /// Its path from the root, with `/`.
    pub path: Arc<str>,
    /// By which it can be told to be untouched, if it was at rest.
    pub trace: Option<Trace>,
    place: PathBuf,
}

impl Survey {
    /// Looks at the files that were listed, after `now`.
    pub(super) fn of(root: PathBuf, config: &str, listed: Listed, now: SystemTime) -> Survey {
        let look = |(path, place): (String, PathBuf)| {
            let trace = place.metadata().ok().and_then(|file| Trace::at_rest(&file, now));
            Surveyed { path: path.into(), trace, place }
        };
        let files = listed.files.into_par_iter().map(look).collect();
        Survey { root, config: config.into(), files, refused: listed.refused, has_links: listed.has_links }
    }

    /// Reads one of the files; nothing when it is not there or must not be read.
    pub fn read_file(&self, file: &Surveyed) -> Option<Bytes> {
        self.bytes(file).ok()
    }

    /// Reads all files.
    pub fn read(&self) -> Result<Inputs, WalkError> {
        self.read_unless(|_| None)
    }

    /// Reads all files but those whose bytes are known: those of a file with the same trace.
    pub fn read_unless(&self, known: impl Fn(&Surveyed) -> Option<Bytes> + Sync) -> Result<Inputs, WalkError> {
        let bytes = |file: &Surveyed| known(file).map_or_else(|| self.bytes(file), Ok);
        let read: Vec<Result<Bytes, read::Failure>> = self.files.par_iter().map(bytes).collect();
        let mut inputs = Inputs { refused: self.refused.clone(), ..Inputs::default() };
        for (Surveyed { path, place, .. }, bytes) in self.files.iter().zip(read) {
            match bytes {
                Ok(bytes) => drop(inputs.files.insert(path.clone(), bytes)),
                Err(read::Failure::Gone) if *path == self.config => return Err(WalkError::NoBriefing(place.clone())),
                Err(read::Failure::Gone) => {}
                Err(read::Failure::Refused(reason)) if *path == self.config => {
                    return Err(WalkError::Read { path: place.clone(), source: io::Error::other(reason) });
                }
                Err(read::Failure::Refused(reason)) => inputs.refused.push((path.to_string(), reason)),
                Err(read::Failure::Disk(source)) => return Err(WalkError::Read { path: place.clone(), source }),
            }
        }
        inputs.refused.sort();
        Ok(inputs)
    }

    /// The configuration may lie anywhere, since it was named; everything else must be inside the root.
    fn bytes(&self, file: &Surveyed) -> Result<Bytes, read::Failure> {
        if file.path == self.config {
            read::whole(&file.place, read::MOST_TEXT)
        } else if *file.path == *LOCK_FILE {
            read::inside(&self.root, &file.place, read::MOST_TEXT)
        } else {
            read::inside(&self.root, &file.place, read::limit(&file.path))
        }
    }
}
