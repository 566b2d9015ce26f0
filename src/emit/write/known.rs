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
    manifest: Option<Trace>,
}

/// A file as a build left it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    stamp: Stamp,
    /// Nothing when the file was written so shortly before that no trace would tell.
    trace: Option<Trace>,
}

impl Known {
    /// Looks at the files of a build that has just ended, and at its manifest.
    pub(super) fn look(folder: &Folder, complete: &Manifest) -> Known {
        let now = trace::now();
        let trace = |path: &str| folder.at(path).symlink_metadata().ok().and_then(|file| Trace::at_rest(&file, now));
        let files: Vec<_> = complete.files.iter().collect();
        let seen =
            files.into_par_iter().map(|(path, stamp)| (path.clone(), Seen { stamp: *stamp, trace: trace(path) }));
        Known { files: seen.collect::<Vec<_>>().into_iter().collect(), manifest: trace(manifest::NAME) }
    }

    /// What a file with this trace says, if it is as it was left.
    pub(super) fn stamp(&self, path: &str, now: Option<Trace>) -> Option<Stamp> {
        let seen = self.files.get(path)?;
        (seen.trace.is_some() && seen.trace == now).then_some(seen.stamp)
    }

    /// The files in a folder that are as they were left.
    pub fn standing(&self, dir: &Path) -> BTreeMap<String, Stamp> {
        let Some(folder) = Folder::existing(dir) else { return BTreeMap::new() };
        let files: Vec<&String> = self.files.keys().collect();
        let standing = files.into_par_iter().filter_map(|path| match folder.entry(path) {
            Ok(Entry::File { trace, .. }) => Some((path.clone(), self.stamp(path, trace)?)),
            _ => None,
        });
        standing.collect::<Vec<_>>().into_iter().collect()
    }

    /// Whether every file in a folder, and the manifest, is as it was left, so that nothing would be written.
    pub fn stands(&self, dir: &Path) -> bool {
        let manifest = || match Folder::existing(dir)?.entry(manifest::NAME) {
            Ok(Entry::File { trace, .. }) => trace,
            _ => None,
        };
        self.manifest.is_some() && self.manifest == manifest() && self.standing(dir).len() == self.files.len()
    }
}
