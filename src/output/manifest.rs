//! Manifest of the files that builds own in an output directory, stored as a hidden file in it.
//!
//! The manifest proves which files may be deleted or overwritten; it is not trusted about their content. During a build
//! it also lists the planned files, so that an interrupted build can be detected and completed.

use super::WriteError;
use super::output_dir::{EntryKind, OutputDir};
use super::path;
use crate::model::digest::ContentDigest;
use crate::model::{Content, OutputTree};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub(super) const FILE_NAME: &str = ".briefing-manifest";

/// Format version; incremented when older versions of briefing can no longer read the file.
const VERSION: u32 = 1;

/// Maximum size in bytes, far above any manifest that briefing writes.
const MAX_SIZE: u64 = 1 << 28;

/// State of the last build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ManifestState {
    /// A build is running or was interrupted.
    Writing,
    /// The directory holds the complete output of the last build.
    Complete,
}

/// Files owned by builds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OutputManifest {
    version: u32,
    /// State of the last build.
    pub(super) state: ManifestState,
    /// Digest of each written file, by path.
    pub(super) files: BTreeMap<String, ContentDigest>,
    /// Digest of each file that the current build adds, by path; owned as soon as the file has this content.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) planned: BTreeMap<String, ContentDigest>,
}

/// Manifest of previous builds.
#[derive(Debug)]
pub(super) enum PreviousManifest {
    /// No manifest: no build has written here.
    Missing,
    /// Invalid manifest: a build has written here, but ownership of files cannot be proven.
    Unreadable,
    /// Readable manifest of a complete or interrupted build.
    Valid(OutputManifest),
}

impl OutputManifest {
    /// Builds the manifest of a complete build of the tree.
    pub(super) fn complete(tree: &OutputTree) -> OutputManifest {
        let files: Vec<_> = tree.iter().collect();
        let digest = |(path, content): (&str, &Content)| {
            let digest = match content {
                Content::InMemory(bytes) => ContentDigest::of(bytes),
                Content::Stored(digest) => *digest,
            };
            (path.to_owned(), digest)
        };
        let files: Vec<_> = files.into_par_iter().map(digest).collect();
        OutputManifest {
            version: VERSION,
            state: ManifestState::Complete,
            files: files.into_iter().collect(),
            planned: BTreeMap::new(),
        }
    }

    /// Builds the manifest to save during the build: files already owned, and files that this build adds.
    pub(super) fn in_progress(&self, mut owned: BTreeMap<String, ContentDigest>) -> OutputManifest {
        let (mut files, mut planned) = (BTreeMap::new(), BTreeMap::new());
        for (path, digest) in &self.files {
            let target = if owned.remove(path).is_some() { &mut files } else { &mut planned };
            target.insert(path.clone(), *digest);
        }
        files.append(&mut owned);
        OutputManifest { version: VERSION, state: ManifestState::Writing, files, planned }
    }

    /// Writes the manifest atomically.
    pub(super) fn save(&self, output: &OutputDir) -> Result<(), WriteError> {
        let bytes = serde_json::to_vec(self)
            .map_err(|error| WriteError::io("write", &output.disk_path(FILE_NAME))(error.into()))?;
        output.write_atomic(FILE_NAME, &bytes)
    }
}

/// Checks whether a manifest exists, valid or not.
pub(super) fn exists(output: &OutputDir) -> Result<bool, WriteError> {
    Ok(output.entry_kind(FILE_NAME)? != EntryKind::Missing)
}

/// Reads the manifest file. Returns `None` if it is missing, too large, or not a regular file.
pub(super) fn read_bytes(output: &OutputDir) -> Result<Option<Vec<u8>>, WriteError> {
    match output.entry_kind(FILE_NAME)? {
        EntryKind::File { size, .. } if size <= MAX_SIZE => output.read(FILE_NAME, MAX_SIZE).map(Some),
        _ => Ok(None),
    }
}

impl PreviousManifest {
    /// Reads a directory's manifest. Entries with an invalid path are dropped.
    pub(super) fn read(output: &OutputDir) -> Result<PreviousManifest, WriteError> {
        let Some(bytes) = read_bytes(output)? else {
            return Ok(if exists(output)? { PreviousManifest::Unreadable } else { PreviousManifest::Missing });
        };
        let Ok(mut manifest) = serde_json::from_slice::<OutputManifest>(&bytes) else {
            return Ok(PreviousManifest::Unreadable);
        };
        if manifest.version != VERSION {
            return Ok(PreviousManifest::Unreadable);
        }
        manifest.files.retain(|path, _| path::problem(path).is_none());
        manifest.planned.retain(|path, _| path::problem(path).is_none());
        Ok(PreviousManifest::Valid(manifest))
    }

    /// Checks whether the last build may have been interrupted.
    pub(super) fn is_interrupted(&self) -> bool {
        !matches!(self, PreviousManifest::Valid(OutputManifest { state: ManifestState::Complete, .. }))
    }

    /// Iterates over all written and planned paths.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        let manifest = match self {
            PreviousManifest::Valid(manifest) => Some(manifest),
            PreviousManifest::Missing | PreviousManifest::Unreadable => None,
        };
        manifest
            .into_iter()
            .flat_map(|manifest| manifest.files.keys().chain(manifest.planned.keys()))
            .map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output_with(manifest: &str) -> (tempfile::TempDir, OutputDir) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(FILE_NAME), manifest).unwrap();
        let output = OutputDir::open(dir.path()).unwrap();
        (dir, output)
    }

    #[test]
    fn round_trips() {
        let (_dir, output) = output_with("");
        let files = [("a/b.html".to_owned(), crate::model::Bytes::from(&b"x"[..]))];
        let manifest = OutputManifest::complete(&files.into_iter().collect());
        manifest.save(&output).unwrap();
        assert!(matches!(PreviousManifest::read(&output).unwrap(), PreviousManifest::Valid(read) if read == manifest));
    }

    #[test]
    fn drops_paths_outside_the_directory() {
        let digest = format!(r#"{{"size":1,"blake3":"{}"}}"#, "0".repeat(64));
        let text = format!(
            r#"{{"version":1,"state":"complete","files":{{"../x":{digest},"/etc/x":{digest},"a/../../x":{digest},"ok":{digest}}}}}"#
        );
        let (_dir, output) = output_with(&text);
        assert_eq!(PreviousManifest::read(&output).unwrap().paths().collect::<Vec<_>>(), ["ok"]);
    }

    #[test]
    fn treats_an_invalid_manifest_as_an_interrupted_build() {
        let deep = "[".repeat(100_000);
        for text in ["", "{", "null", "\u{0}", deep.as_str(), r#"{"version":2,"state":"complete","files":{}}"#] {
            let (_dir, output) = output_with(text);
            let previous = PreviousManifest::read(&output).unwrap();
            assert!(matches!(previous, PreviousManifest::Unreadable) && previous.is_interrupted());
        }
    }

    #[test]
    fn separates_owned_from_planned_files() {
        let bytes = |text: &'static str| crate::model::Bytes::from(text.as_bytes());
        let tree = [("kept".to_owned(), bytes("1")), ("new".to_owned(), bytes("2"))].into_iter().collect();
        let owned = BTreeMap::from([
            ("kept".to_owned(), ContentDigest::of(b"0")),
            ("gone".to_owned(), ContentDigest::of(b"9")),
        ]);
        let in_progress = OutputManifest::complete(&tree).in_progress(owned);
        assert_eq!(in_progress.files.keys().collect::<Vec<_>>(), ["gone", "kept"]);
        assert_eq!(in_progress.planned.keys().collect::<Vec<_>>(), ["new"]);
    }
}
