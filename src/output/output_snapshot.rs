//! What a build knows of an output folder from the one before, so that each file there is looked at once and seldom read.
//!
//! 1. A build leaves [`Known`]: every file with its stamp and its trace.
//! 2. The next one looks at each of them once: those that are as they were left are [`Standing`].
//! 3. Whoever builds into the folder meanwhile changes its manifest: then nothing is taken for standing any more.

use super::manifest::{self, OutputManifest};
use super::output_dir::OutputDir;
use crate::model::digest::ContentDigest;
use crate::model::file_stat::{self, FileStat};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::SystemTime;

/// The files of an output folder as a build left them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputSnapshot {
    files: Vec<(String, FileState)>,
    /// What the manifest says, if it could be read.
    manifest: Option<ContentDigest>,
}

/// A file as a build left it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct FileState {
    digest: ContentDigest,
    /// Nothing when the file was written so shortly before that no trace would tell: then only its bytes do.
    stat: Option<FileStat>,
}

/// The files of an output folder that are as the build before left them.
#[derive(Clone, Debug, Default)]
pub struct UnmodifiedFiles {
    files: FxHashMap<String, FileState>,
    /// What the manifest said.
    manifest: Option<ContentDigest>,
    /// Whether all are.
    covers_all: bool,
}

impl FileState {
    /// The file as it is now, after `now`, if it is as it was left.
    fn verify(self, folder: &OutputDir, path: &str, now: SystemTime) -> Option<FileState> {
        let file = folder.disk_path(path).symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
        let is_as_left = match self.stat {
            Some(_) => FileStat::of(&file) == self.stat,
            None if file.len() == self.digest.size => {
                folder.read(path, file.len()).is_ok_and(|bytes| ContentDigest::of(&bytes) == self.digest)
            }
            None => false,
        };
        is_as_left.then(|| FileState { stat: self.stat.or_else(|| FileStat::settled(&file, now)), ..self })
    }
}

impl OutputSnapshot {
    /// Looks at the files of a build that has just ended, but for those that stood before and are the same, and at its
    /// manifest.
    pub(super) fn capture(
        folder: &OutputDir,
        complete: &OutputManifest,
        standing: Option<&UnmodifiedFiles>,
    ) -> OutputSnapshot {
        let now = file_stat::now();
        let see = |(path, stamp): (&String, &ContentDigest)| {
            let stands = standing.and_then(|standing| standing.files.get(path)).filter(|it| it.digest == *stamp);
            let seen = stands.copied().unwrap_or_else(|| {
                let file = folder.disk_path(path).symlink_metadata();
                FileState { digest: *stamp, stat: file.ok().and_then(|file| FileStat::settled(&file, now)) }
            });
            (path.clone(), seen)
        };
        let files = complete.files.par_iter().map(see).collect();
        let manifest = manifest::read_bytes(folder).ok().flatten().map(|bytes| ContentDigest::of(&bytes));
        OutputSnapshot { files, manifest }
    }

    /// Looks at each file in a folder once.
    pub fn verify(self, dir: &Path) -> UnmodifiedFiles {
        let Some(folder) = OutputDir::open_existing(dir) else { return UnmodifiedFiles::default() };
        let now = file_stat::now();
        let count = self.files.len();
        let again = |(path, seen): (String, FileState)| Some((seen.verify(&folder, &path, now)?, path));
        let files: Vec<_> = self.files.into_par_iter().filter_map(again).collect();
        let files: FxHashMap<_, _> = files.into_iter().map(|(seen, path)| (path, seen)).collect();
        let is_whole = files.len() == count;
        UnmodifiedFiles { files, manifest: self.manifest, covers_all: is_whole }
    }
}

impl UnmodifiedFiles {
    /// What a file says that is as it was left.
    pub fn digest(&self, path: &str) -> Option<ContentDigest> {
        self.files.get(path).map(|seen| seen.digest)
    }

    /// Whether every file is as it was left.
    pub(super) fn covers_all(&self) -> bool {
        self.covers_all
    }

    /// How many files are as they were left.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether every file in the folder, and the manifest, is as it was left, so that nothing would be written.
    pub fn is_complete(&self, dir: &Path) -> bool {
        self.covers_all && OutputDir::open_existing(dir).is_some_and(|folder| self.is_current(&folder))
    }

    /// Whether nobody has built into the folder since it was left: its manifest says so.
    pub(super) fn is_current(&self, folder: &OutputDir) -> bool {
        self.manifest.is_some()
            && manifest::read_bytes(folder)
                .is_ok_and(|bytes| bytes.map(|bytes| ContentDigest::of(&bytes)) == self.manifest)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sequences::{files_in, tree};
    use super::super::{WriteOptions, WriteSummary, write};
    use super::*;
    use std::fs;

    /// Builds where these files stand.
    fn build(files: &[(&str, &str)], dir: &Path, standing: Option<&UnmodifiedFiles>) -> WriteSummary {
        write(&tree(files), dir, WriteOptions { unmodified: standing, ..WriteOptions::default() }).unwrap()
    }

    #[test]
    fn believes_what_stands_until_another_build_writes_there() {
        let dir = tempfile::tempdir().unwrap();
        let files = [("a.html", "1"), ("b/c.html", "2")];
        let standing = build(&files, dir.path(), None).snapshot.verify(dir.path());
        assert!(standing.is_complete(dir.path()));
        assert_eq!(build(&files, dir.path(), Some(&standing)).unchanged, 2);
        build(&[("a.html", "other")], dir.path(), None);
        assert!(!standing.is_complete(dir.path()));
        let written = build(&files, dir.path(), Some(&standing));
        assert_eq!((written.created, written.changed), (1, 1));
        assert_eq!(files_in(dir.path())["a.html"], "1");
    }

    #[test]
    fn tells_what_was_meddled_with() {
        let dir = tempfile::tempdir().unwrap();
        let files = [("a.html", "1"), ("b/c.html", "2"), ("d.html", "3"), ("e.html", "4")];
        let known = build(&files, dir.path(), None).snapshot;
        fs::write(dir.path().join("a.html"), "x").unwrap();
        fs::remove_dir_all(dir.path().join("b")).unwrap();
        fs::remove_file(dir.path().join("d.html")).unwrap();
        fs::create_dir(dir.path().join("d.html")).unwrap();
        let standing = known.verify(dir.path());
        let stands = files.map(|(path, _)| standing.digest(path).is_some());
        assert_eq!((stands, standing.is_complete(dir.path())), ([false, false, false, true], false));
        let written = build(&files, dir.path(), Some(&standing));
        assert_eq!((written.created, written.changed, written.unchanged), (2, 1, 1));
        assert!(files_in(dir.path()).values().eq(["1", "2", "3", "4"]));
    }
}
