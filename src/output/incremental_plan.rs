//! The usual build after an edit: every path of the tree stands already, and only some files say something else.
//!
//! Then there is nothing to check, to make room for or to tidy up that the build before has not, and the plan is those
//! files alone. Wherever that is not certain, there is no renewal, and everything is looked at ([`Plan::make`]).

use super::directories::Directories;
use super::output_dir::{EntryKind, OutputDir};
use super::path::WritePhase;
use super::plan::{FileSource, FileWrite, WritePlan};
use super::{UnmodifiedFiles, WriteError};
use crate::model::digest::ContentDigest;
use crate::model::{Content, OutputTree};
use crate::output::staging::StagingDir;
use std::collections::BTreeMap;

/// The files that are to say something else.
#[derive(Debug)]
pub(super) struct IncrementalPlan<'t> {
    changed: Vec<(&'t str, ChangedFile<'t>)>,
    unchanged: usize,
}

/// What a file is to say.
#[derive(Debug)]
enum ChangedFile<'t> {
    InMemory(&'t [u8]),
    Stored(ContentDigest),
}

impl<'t> IncrementalPlan<'t> {
    /// Compares a tree with what stands; nothing when their paths are not the same.
    pub(super) fn of(tree: &'t OutputTree, standing: &UnmodifiedFiles) -> Option<IncrementalPlan<'t>> {
        if !standing.covers_all() || standing.len() != tree.len() {
            return None;
        }
        let mut others = Vec::new();
        for (path, content) in tree.iter() {
            let known = standing.digest(path)?;
            match content {
                Content::InMemory(bytes) if known != ContentDigest::of(bytes) => {
                    others.push((path, ChangedFile::InMemory(bytes)));
                }
                Content::Stored(digest) if known != *digest => others.push((path, ChangedFile::Stored(*digest))),
                _ => {}
            }
        }
        let unchanged = tree.len() - others.len();
        Some(IncrementalPlan { changed: others, unchanged })
    }

    /// The plan; nothing when something else stands in a file's place now, or its bytes are not at hand.
    pub(super) fn into_plan(
        self,
        folder: &OutputDir,
        spool: Option<&StagingDir>,
    ) -> Result<Option<WritePlan<'t>>, WriteError> {
        let ground = Directories::scan(folder, self.changed.iter().map(|(path, _)| *path))?;
        let mut writes: BTreeMap<WritePhase, Vec<FileWrite<'t>>> = BTreeMap::new();
        for (path, other) in self.changed {
            let source = match other {
                ChangedFile::InMemory(bytes) => Some(FileSource::InMemory(bytes)),
                ChangedFile::Stored(stamp) => {
                    let at = spool.and_then(|spool| spool.find(path, stamp));
                    at.map(|at| FileSource::Staged(at, stamp))
                }
            };
            let Some(source) = source else { return Ok(None) };
            if !matches!(ground.entry_kind(folder, path)?, EntryKind::File { .. }) {
                return Ok(None);
            }
            writes.entry(WritePhase::of(path)).or_default().push(FileWrite { path, source, is_new: false });
        }
        Ok(Some(WritePlan { writes, unchanged: self.unchanged, ..WritePlan::default() }))
    }
}

#[cfg(test)]
mod tests {
    use super::super::sequences::{files_in, tree};
    use super::super::{WriteOptions, WriteSummary, manifest, write};
    use super::*;
    use std::fs;
    use std::path::Path;

    fn build(files: &[(&str, &str)], dir: &Path, standing: Option<&UnmodifiedFiles>) -> WriteSummary {
        write(&tree(files), dir, WriteOptions { unmodified: standing, ..WriteOptions::default() }).unwrap()
    }

    fn is_renewed(files: &[(&str, &str)], standing: &UnmodifiedFiles) -> bool {
        IncrementalPlan::of(&tree(files), standing).is_some()
    }

    #[test]
    fn writes_what_is_other_and_leaves_what_a_whole_build_leaves() {
        let (dir, whole) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let standing = build(&[("a/b.html", "1"), ("c.html", "2")], dir.path(), None).snapshot.verify(dir.path());
        let edited = [("a/b.html", "1"), ("c.html", "3")];
        assert!(is_renewed(&edited, &standing));
        let written = build(&edited, dir.path(), Some(&standing));
        assert_eq!((written.created, written.changed, written.unchanged, written.deleted), (0, 1, 1, 0));
        build(&edited, whole.path(), None);
        assert_eq!(files_in(dir.path()), files_in(whole.path()));
        assert_eq!(
            fs::read(dir.path().join(manifest::FILE_NAME)).unwrap(),
            fs::read(whole.path().join(manifest::FILE_NAME)).unwrap()
        );
        let standing = written.snapshot.verify(dir.path());
        assert!(standing.is_complete(dir.path()));
        assert_eq!(build(&edited, dir.path(), Some(&standing)).unchanged, 2);
    }

    #[test]
    fn is_none_when_paths_are_other_ones() {
        let dir = tempfile::tempdir().unwrap();
        let known = build(&[("a.html", "1"), ("b.html", "2")], dir.path(), None).snapshot;
        let standing = known.clone().verify(dir.path());
        assert!(!is_renewed(&[("a.html", "1")], &standing));
        assert!(!is_renewed(&[("a.html", "1"), ("c.html", "2")], &standing));
        assert!(!is_renewed(&[("a.html", "1"), ("b.html", "2"), ("c.html", "3")], &standing));
        fs::remove_file(dir.path().join("b.html")).unwrap();
        assert!(!is_renewed(&[("a.html", "1"), ("b.html", "2")], &known.verify(dir.path())));
    }

    #[cfg(unix)]
    #[test]
    fn does_not_write_through_a_folder_that_became_a_link() {
        let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let standing = build(&[("a/b.html", "1"), ("c.html", "2")], dir.path(), None).snapshot.verify(dir.path());
        fs::rename(dir.path().join("a"), elsewhere.path().join("a")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path().join("a"), dir.path().join("a")).unwrap();
        let edited = tree(&[("a/b.html", "9"), ("c.html", "2")]);
        assert!(IncrementalPlan::of(&edited, &standing).is_some());
        let options = WriteOptions { unmodified: Some(&standing), ..WriteOptions::default() };
        assert!(matches!(write(&edited, dir.path(), options), Err(WriteError::Blocked { .. })));
        assert_eq!(fs::read(elsewhere.path().join("a/b.html")).unwrap(), b"1");
    }
}
