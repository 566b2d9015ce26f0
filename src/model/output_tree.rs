//! The output of a compilation: path -> content.
//!
//! The disk, the preview and a publisher all take an [`OutputTree`]; none of them knows how it was made.

use super::{Bytes, ContentDigest};
use imbl::OrdMap;
use std::fmt::Debug;
use std::io;

/// The content of one output file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Bytes in memory.
    InMemory(Bytes),
    /// Bytes that are not in memory, known by their digest: the output folder holds them already, or an [`OutputSink`]
    /// stored them.
    Stored(ContentDigest),
}

impl Content {
    /// Returns the bytes, or `None` for content that is not in memory.
    pub fn bytes(&self) -> Option<&Bytes> {
        match self {
            Content::InMemory(bytes) => Some(bytes),
            Content::Stored(_) => None,
        }
    }
}

/// Stores output files as soon as they are made, so that they are not all in memory at once.
pub trait OutputSink: Sync + Debug {
    /// Stores a file and returns its digest. Returns `None` if it could not be stored; the caller keeps the bytes then.
    fn store(&self, path: &str, bytes: &[u8]) -> Option<ContentDigest>;

    /// Returns the digest of the file that the previous output has at a path, if nobody changed it since.
    fn in_place(&self, path: &str) -> Option<ContentDigest> {
        let _ = path;
        None
    }

    /// Stores a large file while `write` produces it. Returns `None` as [`OutputSink::store`] does.
    fn store_with(&self, path: &str, write: &mut WriteFn<'_>) -> Option<ContentDigest>;
}

/// Writes one file.
pub type WriteFn<'w> = dyn FnMut(&mut (dyn io::Write + Send)) -> io::Result<()> + 'w;

/// The whole output: path from the site's root, with `/` as separator -> content. A clone shares the files and costs only
/// what is changed in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutputTree(OrdMap<String, Content>);

impl OutputTree {
    /// Returns the number of files.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether there is a file at a path.
    pub fn contains(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// Returns the content at a path.
    pub fn get(&self, path: &str) -> Option<&Content> {
        self.0.get(path)
    }

    /// Returns the bytes at a path, or `None` if there is no file or its content is not in memory.
    pub fn bytes(&self, path: &str) -> Option<&Bytes> {
        self.get(path)?.bytes()
    }

    /// Iterates over paths and contents, ordered by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Content)> {
        self.0.iter().map(|(path, content)| (path.as_str(), content))
    }

    /// Iterates over the paths and bytes of the files that are in memory, ordered by path.
    pub fn in_memory(&self) -> impl Iterator<Item = (&str, &Bytes)> {
        self.iter().filter_map(|(path, content)| Some((path, content.bytes()?)))
    }

    /// Iterates over all paths, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Adds a file unless its path is taken. Returns whether it was added.
    pub fn insert_new(&mut self, path: &str, content: Content) -> bool {
        let is_free = !self.contains(path);
        if is_free {
            self.0.insert(path.to_owned(), content);
        }
        is_free
    }

    /// Returns the tree with these files added or replaced. Costs in proportion to them, not to the tree.
    #[must_use]
    pub fn with<'p>(&self, files: impl IntoIterator<Item = (&'p str, Content)>) -> OutputTree {
        let mut tree = self.clone();
        tree.0.extend(files.into_iter().map(|(path, content)| (path.to_owned(), content)));
        tree
    }

    /// Returns the paths that are missing in `newer`, and those whose content is new or different there, each in order.
    pub fn diff<'t>(&'t self, newer: &'t OutputTree) -> TreeDiff<'t> {
        let mut diff = TreeDiff::default();
        for item in self.0.diff(&newer.0) {
            match item {
                imbl::ordmap::DiffItem::Add(path, _) | imbl::ordmap::DiffItem::Update { new: (path, _), .. } => {
                    diff.changed.push(path);
                }
                imbl::ordmap::DiffItem::Remove(path, _) => diff.removed.push(path),
            }
        }
        diff
    }
}

/// The paths in which two trees differ.
#[derive(Debug, Default)]
pub struct TreeDiff<'t> {
    /// Paths that only the older tree has.
    pub removed: Vec<&'t str>,
    /// Paths that only the newer tree has, or that have another content there.
    pub changed: Vec<&'t str>,
}

impl FromIterator<(String, Bytes)> for OutputTree {
    fn from_iter<I: IntoIterator<Item = (String, Bytes)>>(files: I) -> Self {
        OutputTree(files.into_iter().map(|(path, bytes)| (path, Content::InMemory(bytes))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> OutputTree {
        files.iter().map(|(path, text)| ((*path).to_owned(), Bytes::from(text.as_bytes()))).collect()
    }

    #[test]
    fn keeps_the_first_of_two_files_at_one_path() {
        let mut tree = tree(&[("a", "one")]);
        let stored = Content::Stored(ContentDigest::of(b"two"));
        assert!(!tree.insert_new("a", stored.clone()));
        assert!(tree.insert_new("b", stored));
        assert_eq!((tree.bytes("a").map(|bytes| &**bytes), tree.bytes("b")), (Some(&b"one"[..]), None));
        assert_eq!(tree.in_memory().count(), 1);
    }

    #[test]
    fn replaces_files_and_reports_the_difference() {
        let before = tree(&[("a", "one"), ("b", "one"), ("c", "one")]);
        let replaced = before.with([("b", Content::InMemory(Bytes::from(&b"two"[..])))]);
        assert_eq!(before.diff(&replaced).changed, ["b"]);
        let after = tree(&[("a", "one"), ("b", "two"), ("d", "")]);
        let diff = before.diff(&after);
        assert_eq!((diff.removed, diff.changed), (vec!["c"], vec!["b", "d"]));
    }
}
