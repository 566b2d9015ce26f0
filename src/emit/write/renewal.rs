//! The usual build after an edit: every path of the tree stands already, and only some files say something else.
//!
//! Then there is nothing to check, to make room for or to tidy up that the build before has not, and the plan is those
//! files alone. Wherever that is not certain, there is no renewal, and everything is looked at ([`Plan::make`]).

use super::folder::{Entry, Folder};
use super::ground::Ground;
use super::path::Class;
use super::plan::{Plan, Source, Write};
use super::{Standing, WriteError};
use crate::cache::spool::Spool;
use crate::cache::stamp::Stamp;
use crate::emit::OutputTree;
use std::collections::BTreeMap;

/// The files that are to say something else.
#[derive(Debug)]
pub(super) struct Renewal<'t> {
    others: Vec<(&'t str, Other<'t>)>,
    unchanged: usize,
}

/// What a file is to say.
#[derive(Debug)]
enum Other<'t> {
    Bytes(&'t [u8]),
    Kept(Stamp),
}

impl<'t> Renewal<'t> {
    /// Compares a tree with what stands; nothing when their paths are not the same.
    pub(super) fn of(tree: &'t OutputTree, standing: &Standing) -> Option<Renewal<'t>> {
        if !standing.has_all() || standing.len() != tree.len() {
            return None;
        }
        let mut others = Vec::new();
        for (path, bytes) in &tree.files {
            if standing.stamp(path)? != Stamp::of(bytes) {
                others.push((path.as_str(), Other::Bytes(bytes)));
            }
        }
        for (path, stamp) in &tree.kept {
            if standing.stamp(path)? != *stamp {
                others.push((path.as_str(), Other::Kept(*stamp)));
            }
        }
        let unchanged = tree.len() - others.len();
        Some(Renewal { others, unchanged })
    }

    /// The plan; nothing when something else stands in a file's place now, or its bytes are not at hand.
    pub(super) fn plan(self, folder: &Folder, spool: Option<&Spool>) -> Result<Option<Plan<'t>>, WriteError> {
        let ground = Ground::survey(folder, self.others.iter().map(|(path, _)| *path))?;
        let mut writes: BTreeMap<Class, Vec<Write<'t>>> = BTreeMap::new();
        for (path, other) in self.others {
            let source = match other {
                Other::Bytes(bytes) => Some(Source::Bytes(bytes)),
                Other::Kept(stamp) => {
                    let at = spool.and_then(|spool| spool.find(path, stamp));
                    at.map(|at| Source::File(at, stamp))
                }
            };
            let Some(source) = source else { return Ok(None) };
            if !matches!(ground.entry(folder, path)?, Entry::File { .. }) {
                return Ok(None);
            }
            writes.entry(Class::of(path)).or_default().push(Write { path, source, is_new: false });
        }
        Ok(Some(Plan { writes, unchanged: self.unchanged, ..Plan::default() }))
    }
}

#[cfg(test)]
mod tests {
    use super::super::sequences::{files_in, tree};
    use super::super::{WriteOptions, Written, manifest, write};
    use super::*;
    use std::fs;
    use std::path::Path;

    fn build(files: &[(&str, &str)], dir: &Path, standing: Option<&Standing>) -> Written {
        write(&tree(files), dir, WriteOptions { standing, ..WriteOptions::default() }).unwrap()
    }

    fn is_renewed(files: &[(&str, &str)], standing: &Standing) -> bool {
        Renewal::of(&tree(files), standing).is_some()
    }

    #[test]
    fn writes_what_is_other_and_leaves_what_a_whole_build_leaves() {
        let (dir, whole) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let standing = build(&[("a/b.html", "1"), ("c.html", "2")], dir.path(), None).known.stand(dir.path());
        let edited = [("a/b.html", "1"), ("c.html", "3")];
        assert!(is_renewed(&edited, &standing));
        let written = build(&edited, dir.path(), Some(&standing));
        assert_eq!((written.created, written.changed, written.unchanged, written.deleted), (0, 1, 1, 0));
        build(&edited, whole.path(), None);
        assert_eq!(files_in(dir.path()), files_in(whole.path()));
        assert_eq!(
            fs::read(dir.path().join(manifest::NAME)).unwrap(),
            fs::read(whole.path().join(manifest::NAME)).unwrap()
        );
        let standing = written.known.stand(dir.path());
        assert!(standing.is_whole(dir.path()));
        assert_eq!(build(&edited, dir.path(), Some(&standing)).unchanged, 2);
    }

    #[test]
    fn is_none_when_paths_are_other_ones() {
        let dir = tempfile::tempdir().unwrap();
        let known = build(&[("a.html", "1"), ("b.html", "2")], dir.path(), None).known;
        let standing = known.clone().stand(dir.path());
        assert!(!is_renewed(&[("a.html", "1")], &standing));
        assert!(!is_renewed(&[("a.html", "1"), ("c.html", "2")], &standing));
        assert!(!is_renewed(&[("a.html", "1"), ("b.html", "2"), ("c.html", "3")], &standing));
        fs::remove_file(dir.path().join("b.html")).unwrap();
        assert!(!is_renewed(&[("a.html", "1"), ("b.html", "2")], &known.stand(dir.path())));
    }

    #[cfg(unix)]
    #[test]
    fn does_not_write_through_a_folder_that_became_a_link() {
        let (dir, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let standing = build(&[("a/b.html", "1"), ("c.html", "2")], dir.path(), None).known.stand(dir.path());
        fs::rename(dir.path().join("a"), elsewhere.path().join("a")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path().join("a"), dir.path().join("a")).unwrap();
        let edited = tree(&[("a/b.html", "9"), ("c.html", "2")]);
        assert!(Renewal::of(&edited, &standing).is_some());
        let options = WriteOptions { standing: Some(&standing), ..WriteOptions::default() };
        assert!(matches!(write(&edited, dir.path(), options), Err(WriteError::InTheWay { .. })));
        assert_eq!(fs::read(elsewhere.path().join("a/b.html")).unwrap(), b"1");
    }
}
