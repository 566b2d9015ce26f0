//! Snapshot of the output directory after a build, so that the next build stats each file once and reads few of them.
//!
//! 1. A build saves an [`OutputSnapshot`]: the digest and the file stat of every file.
//! 2. The next build stats each file once: unchanged ones become the [`UnmodifiedFiles`].
//! 3. Any other build into the same directory changes its manifest, which discards the snapshot.

use super::manifest::{self, OutputManifest};
use super::output_dir::OutputDir;
use crate::model::digest::ContentDigest;
use crate::model::file_stat::{self, FileStat};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::SystemTime;

/// State of every file in an output directory after a build.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputSnapshot {
    files: Vec<(String, FileState)>,
    /// Digest of the manifest; `None` if it could not be read.
    manifest: Option<ContentDigest>,
}

/// State of a file after a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct FileState {
    digest: ContentDigest,
    /// `None` if the file was written too recently for its stat to be conclusive: then the bytes are compared.
    stat: Option<FileStat>,
}

/// Files of an output directory that have not changed since the previous build.
#[derive(Clone, Debug, Default)]
pub struct UnmodifiedFiles {
    files: FxHashMap<String, FileState>,
    /// Digest of the manifest at the end of the previous build.
    manifest: Option<ContentDigest>,
    /// Set if every file of the snapshot is unmodified.
    covers_all: bool,
}

impl FileState {
    /// Returns the current state if the file is unmodified. A missing file stat is filled in, if it has settled by
    /// `now`.
    fn verify(self, output: &OutputDir, path: &str, now: SystemTime) -> Option<FileState> {
        let file = output.disk_path(path).symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
        let is_unmodified = match self.stat {
            Some(_) => FileStat::of(&file) == self.stat,
            None if file.len() == self.digest.size => {
                output.read(path, file.len()).is_ok_and(|bytes| ContentDigest::of(&bytes) == self.digest)
            }
            None => false,
        };
        is_unmodified.then(|| FileState { stat: self.stat.or_else(|| FileStat::settled(&file, now)), ..self })
    }
}

impl OutputSnapshot {
    /// Captures the files and the manifest at the end of a build; unmodified files with the same digest are not
    /// inspected again.
    pub(super) fn capture(
        output: &OutputDir,
        complete: &OutputManifest,
        unmodified: Option<&UnmodifiedFiles>,
    ) -> OutputSnapshot {
        let now = file_stat::now();
        let capture = |(path, digest): (&String, &ContentDigest)| {
            let unchanged =
                unmodified.and_then(|unmodified| unmodified.files.get(path)).filter(|state| state.digest == *digest);
            let state = unchanged.copied().unwrap_or_else(|| {
                let file = output.disk_path(path).symlink_metadata();
                FileState { digest: *digest, stat: file.ok().and_then(|file| FileStat::settled(&file, now)) }
            });
            (path.clone(), state)
        };
        let files = complete.files.par_iter().map(capture).collect();
        let manifest = manifest::read_bytes(output).ok().flatten().map(|bytes| ContentDigest::of(&bytes));
        OutputSnapshot { files, manifest }
    }

    /// Checks each file of the snapshot once.
    pub fn verify(self, dir: &Path) -> UnmodifiedFiles {
        let Some(output) = OutputDir::open_existing(dir) else { return UnmodifiedFiles::default() };
        let now = file_stat::now();
        let count = self.files.len();
        let verify = |(path, state): (String, FileState)| Some((state.verify(&output, &path, now)?, path));
        let files: Vec<_> = self.files.into_par_iter().filter_map(verify).collect();
        let files: FxHashMap<_, _> = files.into_iter().map(|(state, path)| (path, state)).collect();
        let covers_all = files.len() == count;
        UnmodifiedFiles { files, manifest: self.manifest, covers_all }
    }
}

impl UnmodifiedFiles {
    /// Returns the digest of an unmodified file; `None` for any other path.
    pub fn digest(&self, path: &str) -> Option<ContentDigest> {
        self.files.get(path).map(|state| state.digest)
    }

    /// Checks whether every file and the manifest are unmodified, so that a build with the same output would write no
    /// file.
    pub fn is_complete(&self, dir: &Path) -> bool {
        self.covers_all && OutputDir::open_existing(dir).is_some_and(|output| self.is_current(&output))
    }

    /// Checks whether the manifest is unmodified, which means that no other build has written to the directory.
    pub(super) fn is_current(&self, output: &OutputDir) -> bool {
        self.manifest.is_some()
            && manifest::read_bytes(output)
                .is_ok_and(|bytes| bytes.map(|bytes| ContentDigest::of(&bytes)) == self.manifest)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sequences::{files_in, tree};
    use super::super::{WriteError, WriteOptions, WriteSummary, manifest, write};
    use super::*;
    use std::fs;

    /// Writes the files into `dir`, given the unmodified ones.
    fn build(files: &[(&str, &str)], dir: &Path, unmodified: Option<&UnmodifiedFiles>) -> WriteSummary {
        write(&tree(files), dir, WriteOptions { unmodified, ..WriteOptions::default() }).unwrap()
    }

    #[test]
    fn is_discarded_when_another_build_writes_to_the_directory() {
        let dir = tempfile::tempdir().unwrap();
        let files = [("a.html", "1"), ("b/c.html", "2")];
        let unmodified = build(&files, dir.path(), None).snapshot.verify(dir.path());
        assert!(unmodified.is_complete(dir.path()));
        assert_eq!(build(&files, dir.path(), Some(&unmodified)).unchanged, 2);
        build(&[("a.html", "other")], dir.path(), None);
        assert!(!unmodified.is_complete(dir.path()));
        let summary = build(&files, dir.path(), Some(&unmodified));
        assert_eq!((summary.created, summary.changed), (1, 1));
        assert_eq!(files_in(dir.path())["a.html"], "1");
    }

    #[test]
    fn detects_modified_removed_and_replaced_files() {
        let dir = tempfile::tempdir().unwrap();
        let files = [("a.html", "1"), ("b/c.html", "2"), ("d.html", "3"), ("e.html", "4")];
        let snapshot = build(&files, dir.path(), None).snapshot;
        fs::write(dir.path().join("a.html"), "x").unwrap();
        fs::remove_dir_all(dir.path().join("b")).unwrap();
        fs::remove_file(dir.path().join("d.html")).unwrap();
        fs::create_dir(dir.path().join("d.html")).unwrap();
        let unmodified = snapshot.verify(dir.path());
        let unchanged = files.map(|(path, _)| unmodified.digest(path).is_some());
        assert_eq!((unchanged, unmodified.is_complete(dir.path())), ([false, false, false, true], false));
        let summary = build(&files, dir.path(), Some(&unmodified));
        assert_eq!((summary.created, summary.changed, summary.unchanged), (2, 1, 1));
        assert!(files_in(dir.path()).values().eq(["1", "2", "3", "4"]));
    }

    #[test]
    fn writes_changed_files_with_the_result_of_a_full_build() {
        let (dir, full) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let unmodified = build(&[("a/b.html", "1"), ("c.html", "2")], dir.path(), None).snapshot.verify(dir.path());
        let edited = [("a/b.html", "1"), ("c.html", "3")];
        let summary = build(&edited, dir.path(), Some(&unmodified));
        assert_eq!((summary.created, summary.changed, summary.unchanged, summary.deleted), (0, 1, 1, 0));
        build(&edited, full.path(), None);
        assert_eq!(files_in(dir.path()), files_in(full.path()));
        assert_eq!(
            fs::read(dir.path().join(manifest::FILE_NAME)).unwrap(),
            fs::read(full.path().join(manifest::FILE_NAME)).unwrap()
        );
        let unmodified = summary.snapshot.verify(dir.path());
        assert!(unmodified.is_complete(dir.path()));
        assert_eq!(build(&edited, dir.path(), Some(&unmodified)).unchanged, 2);
    }

    #[cfg(unix)]
    #[test]
    fn refuses_a_directory_replaced_by_a_symbolic_link() {
        let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let unmodified = build(&[("a/b.html", "1"), ("c.html", "2")], dir.path(), None).snapshot.verify(dir.path());
        fs::rename(dir.path().join("a"), elsewhere.path().join("a")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path().join("a"), dir.path().join("a")).unwrap();
        let edited = tree(&[("a/b.html", "9"), ("c.html", "2")]);
        let options = WriteOptions { unmodified: Some(&unmodified), ..WriteOptions::default() };
        assert!(matches!(write(&edited, dir.path(), options), Err(WriteError::Blocked { .. })));
        assert_eq!(fs::read(elsewhere.path().join("a/b.html")).unwrap(), b"1");
    }
}
