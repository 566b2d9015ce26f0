//! Connects a compilation to the build cache in `.briefing/` and to the output folder.

use super::BuildRequest;
use super::build_record::{BuildRecord, InputDigests};
use super::snapshot::{self, Snapshot};
use crate::incremental::cache_dir::CacheDir;
use crate::incremental::fingerprint::Fingerprint;
use crate::incremental::load_state::LoadState;
use crate::incremental::render_state::{CachedPage, PageCache};
use crate::incremental::session::{BuildCache, PreviousState};
use crate::incremental::stage::Stage;
use crate::load::Inputs;
use crate::model::{Content, ContentDigest, OutputSink, Site, WriteFn};
use crate::output::UnmodifiedFiles;
use crate::output::staging::StagingDir;
use crate::relate::Analysis;
use std::sync::Arc;

/// The build cache of an output folder.
pub(super) struct DiskBuildCache<'a> {
    pub(super) request: &'a BuildRequest,
    pub(super) previous: Option<&'a mut BuildRecord>,
    pub(super) snapshot: Option<Snapshot>,
    pub(super) unmodified: Option<&'a UnmodifiedFiles>,
    pub(super) sink: Option<StagingSink<'a>>,
    pub(super) snapshot_writer: Option<SnapshotWriter<'a>>,
    pub(super) on_stage: &'a mut dyn FnMut(Stage),
}

/// Where snapshots are saved.
#[derive(Clone, Copy)]
pub(super) struct SnapshotWriter<'a> {
    pub(super) cache_dir: &'a CacheDir,
    pub(super) cache_key: Fingerprint,
    pub(super) input_digests: &'a InputDigests,
}

impl BuildCache for DiskBuildCache<'_> {
    fn load_snapshot(&mut self, inputs: &Inputs) -> Option<PreviousState> {
        self.snapshot.take()?.into_previous_state(inputs)
    }

    fn save_snapshot(&mut self, load: &LoadState, analysis: &Analysis) {
        let Some(SnapshotWriter { cache_dir, cache_key, input_digests }) = self.snapshot_writer else { return };
        // A cache that cannot be saved only makes the next build slower.
        if snapshot::save(cache_dir, cache_key, input_digests, load, analysis).is_err() {
            cache_dir.remove_chunked(cache_key);
        }
    }

    fn cached_pages(&mut self, site: &Site) -> Arc<PageCache> {
        let folder = self.request.output_folder(site);
        let (Some(previous), Some(unmodified)) = (&mut self.previous, self.unmodified) else {
            return Arc::default();
        };
        if !previous.is_for_output(&folder) {
            return Arc::default();
        }
        if let Some(sink) = &mut self.sink {
            sink.unmodified = Some(unmodified);
        }
        let pages = std::mem::take(&mut previous.pages).into_iter();
        let pages = pages.filter_map(|(file, key, trace)| {
            let content = Content::Stored(unmodified.digest(&file)?);
            Some((file.into(), CachedPage { key, trace, content }))
        });
        Arc::new(pages.collect())
    }

    fn sink(&self) -> Option<&dyn OutputSink> {
        self.sink.as_ref().map(|sink| sink as &dyn OutputSink)
    }

    fn stage_finished(&mut self, stage: Stage) {
        (self.on_stage)(stage);
    }
}

/// Stores pages in the staging folder, except those that the output folder has already.
#[derive(Debug)]
pub(super) struct StagingSink<'a> {
    pub(super) staging: &'a StagingDir,
    pub(super) unmodified: Option<&'a UnmodifiedFiles>,
}

impl OutputSink for StagingSink<'_> {
    fn store(&self, path: &str, bytes: &[u8]) -> Option<ContentDigest> {
        let digest = ContentDigest::of(bytes);
        let is_in_place = self.unmodified.and_then(|unmodified| unmodified.digest(path)) == Some(digest);
        let is_stored = is_in_place || self.staging.store(path, bytes, digest).is_ok();
        is_stored.then_some(digest)
    }

    fn in_place(&self, path: &str) -> Option<ContentDigest> {
        self.unmodified?.digest(path)
    }

    fn store_with(&self, path: &str, write: &mut WriteFn<'_>) -> Option<ContentDigest> {
        self.staging.store_with(path, write).ok()
    }
}
