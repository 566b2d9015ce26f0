//! Remembers which files of an output folder are briefing's, in a hidden file of the folder itself.
//!
//! The manifest proves what may be deleted and overwritten; it is never believed about what the files say. While a build
//! writes, it also names the files that are still to come, so that an interrupted build can be told and completed.

use super::WriteError;
use super::output_dir::{EntryKind, OutputDir};
use super::path;
use crate::model::digest::ContentDigest;
use crate::model::{Content, OutputTree};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub(super) const FILE_NAME: &str = ".briefing-manifest";

/// Raised when an older briefing could not read the manifest any more.
const VERSION: u32 = 1;

/// No manifest that briefing writes comes near it.
const MAX_SIZE: u64 = 1 << 28;

/// Whether a build ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ManifestState {
    /// A build is writing, or was interrupted.
    Writing,
    /// The folder holds what the last build made.
    Complete,
}

/// Which files are briefing's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OutputManifest {
    version: u32,
    /// Whether the build ended.
    pub(super) state: ManifestState,
    /// Files that briefing wrote, by their path.
    pub(super) files: BTreeMap<String, ContentDigest>,
    /// Files that the build in progress adds: briefing's as soon as they hold these bytes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) planned: BTreeMap<String, ContentDigest>,
}

/// What a folder tells about builds before this one.
#[derive(Debug)]
pub(super) enum PreviousManifest {
    /// No manifest: no build wrote here.
    Missing,
    /// A manifest that cannot be read: a build wrote here, but nothing proves what.
    Unreadable,
    /// What a build wrote or was about to.
    Valid(OutputManifest),
}

impl OutputManifest {
    /// The manifest of a build that has written the whole tree.
    pub(super) fn complete(tree: &OutputTree) -> OutputManifest {
        let files: Vec<_> = tree.iter().collect();
        let digest = |(path, content): (&str, &Content)| {
            let digest = match content {
                Content::InMemory(bytes) => ContentDigest::of(bytes),
                Content::Stored(digest) => *digest,
            };
            (path.to_owned(), digest)
        };
        let stamps: Vec<_> = files.into_par_iter().map(digest).collect();
        OutputManifest {
            version: VERSION,
            state: ManifestState::Complete,
            files: stamps.into_iter().collect(),
            planned: BTreeMap::new(),
        }
    }

    /// The manifest to leave while this build writes: what is briefing's already, and what this build adds.
    pub(super) fn in_progress(&self, mut ours: BTreeMap<String, ContentDigest>) -> OutputManifest {
        let (mut files, mut planned) = (BTreeMap::new(), BTreeMap::new());
        for (path, stamp) in &self.files {
            let part = if ours.remove(path).is_some() { &mut files } else { &mut planned };
            part.insert(path.clone(), *stamp);
        }
        files.append(&mut ours);
        OutputManifest { version: VERSION, state: ManifestState::Writing, files, planned }
    }

    /// Writes the manifest in one step.
    pub(super) fn save(&self, folder: &OutputDir) -> Result<(), WriteError> {
        let bytes = serde_json::to_vec(self)
            .map_err(|error| WriteError::io("write", &folder.disk_path(FILE_NAME))(error.into()))?;
        folder.write_atomic(FILE_NAME, &bytes)
    }
}

/// Whether a build wrote to a folder, whatever its manifest says.
pub(super) fn exists(folder: &OutputDir) -> Result<bool, WriteError> {
    Ok(folder.entry_kind(FILE_NAME)? != EntryKind::Missing)
}

/// What the manifest of a folder says; nothing when there is none that briefing could have written.
pub(super) fn read_bytes(folder: &OutputDir) -> Result<Option<Vec<u8>>, WriteError> {
    match folder.entry_kind(FILE_NAME)? {
        EntryKind::File { size, .. } if size <= MAX_SIZE => folder.read(FILE_NAME, MAX_SIZE).map(Some),
        _ => Ok(None),
    }
}

impl PreviousManifest {
    /// Reads a folder's manifest. Entries that do not name a file inside the folder are left out.
    pub(super) fn read(folder: &OutputDir) -> Result<PreviousManifest, WriteError> {
        let Some(bytes) = read_bytes(folder)? else {
            return Ok(if exists(folder)? { PreviousManifest::Unreadable } else { PreviousManifest::Missing });
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

    /// Whether the last build may have left the folder half written.
    pub(super) fn is_interrupted(&self) -> bool {
        !matches!(self, PreviousManifest::Valid(OutputManifest { state: ManifestState::Complete, .. }))
    }

    /// The paths that were written, or were about to be.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        let known = match self {
            PreviousManifest::Valid(manifest) => Some(manifest),
            PreviousManifest::Missing | PreviousManifest::Unreadable => None,
        };
        known.into_iter().flat_map(|manifest| manifest.files.keys().chain(manifest.planned.keys())).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(manifest: &str) -> (tempfile::TempDir, OutputDir) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(FILE_NAME), manifest).unwrap();
        let folder = OutputDir::open(dir.path()).unwrap();
        (dir, folder)
    }

    #[test]
    fn reads_what_it_writes() {
        let (_dir, folder) = folder_with("");
        let files = [("a/b.html".to_owned(), crate::model::Bytes::from(&b"x"[..]))];
        let manifest = OutputManifest::complete(&files.into_iter().collect());
        manifest.save(&folder).unwrap();
        assert!(
            matches!(PreviousManifest::read(&folder).unwrap(), PreviousManifest::Valid(known) if known == manifest)
        );
    }

    #[test]
    fn leaves_out_paths_that_lead_outside() {
        let stamp = format!(r#"{{"size":1,"blake3":"{}"}}"#, "0".repeat(64));
        let text = format!(
            r#"{{"version":1,"state":"complete","files":{{"../x":{stamp},"/etc/x":{stamp},"a/../../x":{stamp},"ok":{stamp}}}}}"#
        );
        let (_dir, folder) = folder_with(&text);
        assert_eq!(PreviousManifest::read(&folder).unwrap().paths().collect::<Vec<_>>(), ["ok"]);
    }

    #[test]
    fn takes_anything_else_as_an_interrupted_build() {
        let deep = "[".repeat(100_000);
        for text in ["", "{", "null", "\u{0}", deep.as_str(), r#"{"version":2,"state":"complete","files":{}}"#] {
            let (_dir, folder) = folder_with(text);
            let past = PreviousManifest::read(&folder).unwrap();
            assert!(matches!(past, PreviousManifest::Unreadable) && past.is_interrupted());
        }
    }

    #[test]
    fn keeps_what_is_ours_apart_from_what_is_to_come() {
        let bytes = |text: &'static str| crate::model::Bytes::from(text.as_bytes());
        let tree = [("kept".to_owned(), bytes("1")), ("new".to_owned(), bytes("2"))].into_iter().collect();
        let ours = BTreeMap::from([
            ("kept".to_owned(), ContentDigest::of(b"0")),
            ("gone".to_owned(), ContentDigest::of(b"9")),
        ]);
        let writing = OutputManifest::complete(&tree).in_progress(ours);
        assert_eq!(writing.files.keys().collect::<Vec<_>>(), ["gone", "kept"]);
        assert_eq!(writing.planned.keys().collect::<Vec<_>>(), ["new"]);
    }
}
