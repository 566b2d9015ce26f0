//! What a build knows of an output folder from the one before, by which it need not read the files there.

use super::folder::{Entry, Folder};
use super::manifest::{self, Manifest};
use crate::cache::fingerprint::Stamp;
use crate::cache::trace::{self, Trace};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The files of an output folder as a build left them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    files: BTreeMap<String, Seen>,
    manifest: Option<Seen>,
}

/// A file as a build left it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    stamp: Stamp,
    /// Nothing when the file was written so shortly before that no trace would tell: then only its bytes do.
    trace: Option<Trace>,
}

impl Seen {
    fn is_as_left(&self, folder: &Folder, path: &str) -> bool {
        match (folder.entry(path), &self.trace) {
            (Ok(Entry::File { trace, .. }), Some(_)) => trace == self.trace,
            (Ok(Entry::File { size, .. }), None) if size == self.stamp.size => {
                folder.read(path, size).is_ok_and(|bytes| Stamp::of(&bytes) == self.stamp)
            }
            _ => false,
        }
    }
}

impl Known {
    /// Looks at the files of a build that has just ended, and at its manifest.
    pub(super) fn look(folder: &Folder, complete: &Manifest) -> Known {
        let now = trace::now();
        let see = |path: &str, stamp: Stamp| {
            let trace = folder.at(path).symlink_metadata().ok().and_then(|file| Trace::at_rest(&file, now));
            Seen { stamp, trace }
        };
        let files: Vec<_> = complete.files.iter().collect();
        let seen = files.into_par_iter().map(|(path, stamp)| (path.clone(), see(path, *stamp)));
        let manifest = folder.read(manifest::NAME, u64::MAX).ok();
        Known {
            files: seen.collect::<Vec<_>>().into_iter().collect(),
            manifest: manifest.map(|bytes| see(manifest::NAME, Stamp::of(&bytes))),
        }
    }

    /// What a file with this trace says, if it is as it was left.
    pub(super) fn stamp(&self, path: &str, now: Option<Trace>) -> Option<Stamp> {
        let seen = self.files.get(path)?;
        (seen.trace.is_some() && seen.trace == now).then_some(seen.stamp)
    }

    /// The files in a folder that are as they were left.
    pub fn standing(&self, dir: &Path) -> BTreeMap<String, Stamp> {
        let Some(folder) = Folder::existing(dir) else { return BTreeMap::new() };
        let files: Vec<(&String, &Seen)> = self.files.iter().collect();
        let standing = files.into_par_iter().filter(|(path, seen)| seen.is_as_left(&folder, path));
        standing.map(|(path, seen)| (path.clone(), seen.stamp)).collect::<Vec<_>>().into_iter().collect()
    }

    /// Whether every file in a folder, and the manifest, is as it was left, so that nothing would be written.
    pub fn stands(&self, dir: &Path) -> bool {
        let is_left = |folder: Folder| self.manifest.as_ref()?.is_as_left(&folder, manifest::NAME).then_some(());
        let manifest = Folder::existing(dir).and_then(is_left).is_some();
        manifest && self.standing(dir).len() == self.files.len()
    }
}
