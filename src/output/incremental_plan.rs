//! Incremental plan for the usual build after an edit: all paths exist and only the content of some files changes.
//!
//! Nothing needs to be validated, removed or pruned that the previous build has not handled, so the plan contains the
//! changed files only. In any other case the full plan is computed ([`WritePlan::compute`]).

use super::directories::Directories;
use super::output_dir::{EntryKind, OutputDir};
use super::path::WritePhase;
use super::plan::{FileSource, FileWrite, WritePlan};
use super::{UnmodifiedFiles, WriteError};
use crate::model::digest::ContentDigest;
use crate::model::{Content, OutputTree};
use crate::output::staging::StagingDir;
use std::collections::BTreeMap;

/// Files whose content changed.
#[derive(Debug)]
pub(super) struct IncrementalPlan<'t> {
    changed: Vec<(&'t str, ChangedFile<'t>)>,
    unchanged: usize,
}

/// New content of a changed file.
#[derive(Debug)]
enum ChangedFile<'t> {
    InMemory(&'t [u8]),
    Stored(ContentDigest),
}

impl<'t> IncrementalPlan<'t> {
    /// Compares a tree with the unmodified files. Returns `None` if their paths differ.
    pub(super) fn of(tree: &'t OutputTree, unmodified: &UnmodifiedFiles) -> Option<IncrementalPlan<'t>> {
        if !unmodified.covers_all() || unmodified.len() != tree.len() {
            return None;
        }
        let mut changed = Vec::new();
        for (path, content) in tree.iter() {
            let current = unmodified.digest(path)?;
            match content {
                Content::InMemory(bytes) if current != ContentDigest::of(bytes) => {
                    changed.push((path, ChangedFile::InMemory(bytes)));
                }
                Content::Stored(digest) if current != *digest => changed.push((path, ChangedFile::Stored(*digest))),
                _ => {}
            }
        }
        let unchanged = tree.len() - changed.len();
        Some(IncrementalPlan { changed, unchanged })
    }

    /// Converts to a write plan. Returns `None` if a path is no longer a regular file or its new content is
    /// unavailable.
    pub(super) fn into_plan(
        self,
        output: &OutputDir,
        staging: Option<&StagingDir>,
    ) -> Result<Option<WritePlan<'t>>, WriteError> {
        let directories = Directories::scan(output, self.changed.iter().map(|(path, _)| *path))?;
        let mut writes: BTreeMap<WritePhase, Vec<FileWrite<'t>>> = BTreeMap::new();
        for (path, file) in self.changed {
            let source = match file {
                ChangedFile::InMemory(bytes) => Some(FileSource::InMemory(bytes)),
                ChangedFile::Stored(digest) => {
                    let staged = staging.and_then(|staging| staging.find(path, digest));
                    staged.map(|staged| FileSource::Staged(staged, digest))
                }
            };
            let Some(source) = source else { return Ok(None) };
            if !matches!(directories.entry_kind(output, path)?, EntryKind::File { .. }) {
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

    fn build(files: &[(&str, &str)], dir: &Path, unmodified: Option<&UnmodifiedFiles>) -> WriteSummary {
        write(&tree(files), dir, WriteOptions { unmodified, ..WriteOptions::default() }).unwrap()
    }

    fn is_incremental(files: &[(&str, &str)], unmodified: &UnmodifiedFiles) -> bool {
        IncrementalPlan::of(&tree(files), unmodified).is_some()
    }

    #[test]
    fn writes_changed_files_with_the_result_of_a_full_build() {
        let (dir, full) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let unmodified = build(&[("a/b.html", "1"), ("c.html", "2")], dir.path(), None).snapshot.verify(dir.path());
        let edited = [("a/b.html", "1"), ("c.html", "3")];
        assert!(is_incremental(&edited, &unmodified));
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

    #[test]
    fn is_none_if_paths_differ() {
        let dir = tempfile::tempdir().unwrap();
        let snapshot = build(&[("a.html", "1"), ("b.html", "2")], dir.path(), None).snapshot;
        let unmodified = snapshot.clone().verify(dir.path());
        assert!(!is_incremental(&[("a.html", "1")], &unmodified));
        assert!(!is_incremental(&[("a.html", "1"), ("c.html", "2")], &unmodified));
        assert!(!is_incremental(&[("a.html", "1"), ("b.html", "2"), ("c.html", "3")], &unmodified));
        fs::remove_file(dir.path().join("b.html")).unwrap();
        assert!(!is_incremental(&[("a.html", "1"), ("b.html", "2")], &snapshot.verify(dir.path())));
    }

    #[cfg(unix)]
    #[test]
    fn refuses_a_directory_replaced_by_a_symbolic_link() {
        let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let unmodified = build(&[("a/b.html", "1"), ("c.html", "2")], dir.path(), None).snapshot.verify(dir.path());
        fs::rename(dir.path().join("a"), elsewhere.path().join("a")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path().join("a"), dir.path().join("a")).unwrap();
        let edited = tree(&[("a/b.html", "9"), ("c.html", "2")]);
        assert!(IncrementalPlan::of(&edited, &unmodified).is_some());
        let options = WriteOptions { unmodified: Some(&unmodified), ..WriteOptions::default() };
        assert!(matches!(write(&edited, dir.path(), options), Err(WriteError::Blocked { .. })));
        assert_eq!(fs::read(elsewhere.path().join("a/b.html")).unwrap(), b"1");
    }
}
