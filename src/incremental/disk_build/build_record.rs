//! What is remembered of a build in `.briefing/`, for the next one.

use super::BuildStats;
use super::cached_diagnostics::CachedDiagnostics;
use crate::incremental::fingerprint::Fingerprint;
use crate::incremental::render_state::{CachedPage, DependencyTrace, PageCache, StableIds};
use crate::load::Inputs;
use crate::load::walk::{Scan, ScannedFile};
use crate::model::digest::Digest;
use crate::model::file_stat::FileStat;
use crate::output::OutputSnapshot;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is remembered.
#[derive(Debug, Deserialize)]
pub(super) struct BuildRecord {
    /// The output folder, as the configuration names it.
    pub(super) output_dir: String,
    /// The output folder in full.
    pub(super) output: PathBuf,
    /// Its files as they were left.
    pub(super) output_snapshot: OutputSnapshot,
    encoded_pages: EncodedPages,
    /// The files of its pages, with their keys and traces; empty until they are decoded.
    #[serde(skip)]
    pub(super) pages: Vec<(String, Fingerprint, Option<DependencyTrace>)>,
    /// The files that were read.
    pub(super) inputs: InputDigests,
    /// Outcome of the build, if it does not depend on the build time.
    pub(super) outcome: Option<BuildOutcome>,
}

/// Outcome of a build.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct BuildOutcome {
    /// What the site has.
    pub(super) stats: BuildStats,
    /// The time of the build.
    pub(super) time: i64,
    /// What was found.
    pub(super) diagnostics: CachedDiagnostics,
}

/// [`BuildRecord`], borrowed, to be written.
#[derive(Serialize)]
pub(super) struct BuildRecordRef<'m> {
    pub(super) output_dir: &'m str,
    pub(super) output: PathBuf,
    pub(super) output_snapshot: &'m OutputSnapshot,
    pub(super) encoded_pages: &'m EncodedPages,
    pub(super) inputs: &'m InputDigests,
    pub(super) outcome: Option<BuildOutcome>,
}

/// Encoded [`BuildRecord::pages`]: a build encodes them while it writes the site, and an up-to-date build does not decode
/// them.
#[derive(Debug)]
pub(super) struct EncodedPages(Vec<u8>);

/// A page takes about so many bytes.
const PAGE_SIZE_ESTIMATE: usize = 512;

impl EncodedPages {
    /// Encodes pages; empty if that fails, so that the next build renders all of them.
    pub(super) fn of(prints: &PageCache) -> EncodedPages {
        let room = Vec::with_capacity(prints.len() * PAGE_SIZE_ESTIMATE);
        let roll = prints.iter().find_map(|(_, print)| Some(print.trace.as_ref()?.ids().clone()));
        let roll = roll.unwrap_or_default();
        EncodedPages(
            postcard::to_io(&(&roll, PageList { page_cache: prints, stable_ids: &roll }), room).unwrap_or_default(),
        )
    }
}

impl Serialize for EncodedPages {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for EncodedPages {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&[u8]>::deserialize(deserializer).map(|bytes| EncodedPages(bytes.to_vec()))
    }
}

/// [`BuildRecord::pages`], borrowed. The stable ids of their traces are stored once.
struct PageList<'m> {
    page_cache: &'m PageCache,
    stable_ids: &'m Arc<StableIds>,
}

impl Serialize for PageList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.page_cache.len()))?;
        for (file, CachedPage { key, trace: trail, .. }) in self.page_cache.iter() {
            let trail = trail.as_ref().filter(|trail| Arc::ptr_eq(trail.ids(), self.stable_ids));
            list.serialize_element(&(file, key, trail))?;
        }
        list.end()
    }
}

/// Files that were read: how they lay there, and what they said.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct InputDigests(FxHashMap<String, (Option<FileStat>, Digest)>);

impl InputDigests {
    /// What was read of the files that were looked at, where `known` names the bytes of those that were not read again. Others
    /// are named by the bytes themselves, also where a trace is as it was: a file may have changed between the look and the
    /// reading.
    pub(super) fn of(
        survey: &Scan,
        inputs: &Inputs,
        known: impl Fn(&ScannedFile) -> Option<Digest> + Sync,
    ) -> InputDigests {
        let seen = survey.files.par_iter().filter_map(|file| {
            let bytes = inputs.files.get(&file.path)?;
            Some((file.path.to_string(), (file.stat, known(file).unwrap_or_else(|| Digest::of(bytes)))))
        });
        InputDigests(seen.collect::<Vec<_>>().into_iter().collect())
    }

    /// How many files were read.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The name of what a file said.
    pub(super) fn digest(&self, path: &str) -> Option<Digest> {
        self.0.get(path).map(|(_, said)| *said)
    }

    /// Whether a file lies there as it did when it was read.
    pub(super) fn is_untouched(&self, file: &ScannedFile) -> bool {
        let then = self.0.get(&*file.path).and_then(|(trace, _)| *trace);
        then.is_some() && then == file.stat
    }

    /// Checks whether a scan found exactly these files with the same content.
    pub(super) fn match_scan(&self, survey: &Scan) -> bool {
        let says = |file: &ScannedFile| survey.read_file(file).map(|bytes| Digest::of(&bytes));
        let is_same = |file: &ScannedFile| self.is_untouched(file) || says(file) == self.digest(&file.path);
        survey.files.iter().filter(|file| self.digest(&file.path).is_some()).count() == self.len()
            && survey.files.par_iter().all(is_same)
    }
}

impl BuildRecord {
    /// Unpacks the pages.
    pub(super) fn decode_pages(&mut self) {
        type DecodedPages = Vec<(String, Fingerprint, Option<DependencyTrace>)>;
        let (roll, pages): (Arc<StableIds>, DecodedPages) =
            postcard::from_bytes(&self.encoded_pages.0).unwrap_or_default();
        let whole = |(file, key, trail): (String, _, Option<DependencyTrace>)| {
            (file, key, trail.map(|trail| trail.with_ids(roll.clone())))
        };
        self.pages = pages.into_iter().map(whole).collect();
    }

    /// Whether it is of a build into this folder.
    pub(super) fn is_for_output(&self, folder: &Path) -> bool {
        std::path::absolute(folder).is_ok_and(|folder| folder == self.output)
    }
}
