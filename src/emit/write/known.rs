//! What a build knows of an output folder from the one before, so that each file there is looked at once and seldom read.
//!
//! 1. A build leaves [`Known`]: every file with its stamp and its trace.
//! 2. The next one looks at each of them once: those that are as they were left are [`Standing`].
//! 3. Whoever builds into the folder meanwhile changes its manifest: then nothing is taken for standing any more.

use super::folder::Folder;
use super::manifest::{self, Manifest};
use crate::cache::stamp::Stamp;
use crate::cache::trace::{self, Trace};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::SystemTime;

/// The files of an output folder as a build left them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    files: Vec<(String, Seen)>,
    /// What the manifest says, if it could be read.
    manifest: Option<Stamp>,
}

/// A file as a build left it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    stamp: Stamp,
    /// Nothing when the file was written so shortly before that no trace would tell: then only its bytes do.
    trace: Option<Trace>,
}

/// The files of an output folder that are as the build before left them.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    files: FxHashMap<String, Seen>,
    /// What the manifest said.
    manifest: Option<Stamp>,
    /// Whether all are.
    is_whole: bool,
}

impl Seen {
    /// The file as it is now, after `now`, if it is as it was left.
    fn again(self, folder: &Folder, path: &str, now: SystemTime) -> Option<Seen> {
        let file = folder.at(path).symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
        let is_as_left = match self.trace {
            Some(_) => Trace::of(&file) == self.trace,
            None if file.len() == self.stamp.size => {
                folder.read(path, file.len()).is_ok_and(|bytes| Stamp::of(&bytes) == self.stamp)
            }
            None => false,
        };
        is_as_left.then(|| Seen { trace: self.trace.or_else(|| Trace::at_rest(&file, now)), ..self })
    }
}

impl Known {
    /// Looks at the files of a build that has just ended, but for those that stood before and are the same, and at its
    /// manifest.
    pub(super) fn look(folder: &Folder, complete: &Manifest, standing: Option<&Standing>) -> Known {
        let now = trace::now();
        let see = |(path, stamp): (&String, &Stamp)| {
            let stands = standing.and_then(|standing| standing.files.get(path)).filter(|it| it.stamp == *stamp);
            let seen = stands.copied().unwrap_or_else(|| {
                let file = folder.at(path).symlink_metadata();
                Seen { stamp: *stamp, trace: file.ok().and_then(|file| Trace::at_rest(&file, now)) }
            });
            (path.clone(), seen)
        };
        let files = complete.files.par_iter().map(see).collect();
        let manifest = manifest::bytes(folder).ok().flatten().map(|bytes| Stamp::of(&bytes));
        Known { files, manifest }
    }

    /// Looks at each file in a folder once.
    pub fn stand(self, dir: &Path) -> Standing {
        let Some(folder) = Folder::existing(dir) else { return Standing::default() };
        let now = trace::now();
        let count = self.files.len();
        let again = |(path, seen): (String, Seen)| Some((seen.again(&folder, &path, now)?, path));
        let files: Vec<_> = self.files.into_par_iter().filter_map(again).collect();
        let files: FxHashMap<_, _> = files.into_iter().map(|(seen, path)| (path, seen)).collect();
        let is_whole = files.len() == count;
        Standing { files, manifest: self.manifest, is_whole }
    }
}

impl Standing {
    /// What a file says that is as it was left.
    pub fn stamp(&self, path: &str) -> Option<Stamp> {
        self.files.get(path).map(|seen| seen.stamp)
    }

    /// Whether every file is as it was left.
    pub(super) fn has_all(&self) -> bool {
        self.is_whole
    }

    /// How many files are as they were left.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether every file in the folder, and the manifest, is as it was left, so that nothing would be written.
    pub fn is_whole(&self, dir: &Path) -> bool {
        self.is_whole && Folder::existing(dir).is_some_and(|folder| self.holds(&folder))
    }

    /// Whether nobody has built into the folder since it was left: its manifest says so.
    pub(super) fn holds(&self, folder: &Folder) -> bool {
        self.manifest.is_some()
            && manifest::bytes(folder).is_ok_and(|bytes| bytes.map(|bytes| Stamp::of(&bytes)) == self.manifest)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sequences::{files_in, tree};
    use super::super::{WriteOptions, Written, write};
    use super::*;
    use std::fs;

    /// Builds where these files stand.
    fn build(files: &[(&str, &str)], dir: &Path, standing: Option<&Standing>) -> Written {
        write(&tree(files), dir, WriteOptions { standing, ..WriteOptions::default() }).unwrap()
    }

    #[test]
    fn believes_what_stands_until_another_build_writes_there() {
        let dir = tempfile::tempdir().unwrap();
        let files = [("a.html", "1"), ("b/c.html", "2")];
        let standing = build(&files, dir.path(), None).known.stand(dir.path());
        assert!(standing.is_whole(dir.path()));
        assert_eq!(build(&files, dir.path(), Some(&standing)).unchanged, 2);
        build(&[("a.html", "other")], dir.path(), None);
        assert!(!standing.is_whole(dir.path()));
        let written = build(&files, dir.path(), Some(&standing));
        assert_eq!((written.created, written.changed), (1, 1));
        assert_eq!(files_in(dir.path())["a.html"], "1");
    }

    #[test]
    fn tells_what_was_meddled_with() {
        let dir = tempfile::tempdir().unwrap();
        let files = [("a.html", "1"), ("b/c.html", "2"), ("d.html", "3"), ("e.html", "4")];
        let known = build(&files, dir.path(), None).known;
        fs::write(dir.path().join("a.html"), "x").unwrap();
        fs::remove_dir_all(dir.path().join("b")).unwrap();
        fs::remove_file(dir.path().join("d.html")).unwrap();
        fs::create_dir(dir.path().join("d.html")).unwrap();
        let standing = known.stand(dir.path());
        let stands = files.map(|(path, _)| standing.stamp(path).is_some());
        assert_eq!((stands, standing.is_whole(dir.path())), ([false, false, false, true], false));
        let written = build(&files, dir.path(), Some(&standing));
        assert_eq!((written.created, written.changed, written.unchanged), (2, 1, 1));
        assert!(files_in(dir.path()).values().eq(["1", "2", "3", "4"]));
    }
}
