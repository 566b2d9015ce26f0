//! Accompanies a compilation: gives it what was kept and the pages that stand in the output folder, and takes what it makes.

use super::BuildRequest;
use super::build_record::{BuildRecord, InputDigests};
use super::snapshot::{self, Snapshot};
use crate::cache::cache_dir::CacheDir;
use crate::cache::fingerprint::Fingerprint;
use crate::load::{Inputs, LoadState};
use crate::model::Site;
use crate::model::digest::ContentDigest;
use crate::model::{Content, OutputSink, WriteFn};
use crate::output::UnmodifiedFiles;
use crate::output::staging::StagingDir;
use crate::pipeline::{BuildCache, PreviousState, Stage};
use crate::relate::RelateState;
use crate::render::{CachedPage, PageCache};
use std::sync::Arc;

/// Gives a compilation the pages that stand in the output folder.
pub(super) struct DiskBuildCache<'a> {
    pub(super) request: &'a BuildRequest,
    pub(super) previous: Option<&'a mut BuildRecord>,
    pub(super) snapshot: Option<Snapshot>,
    pub(super) unmodified: Option<&'a UnmodifiedFiles>,
    pub(super) sink: Option<StagingSink<'a>>,
    pub(super) snapshot_writer: Option<SnapshotWriter<'a>>,
    pub(super) on_stage: &'a mut dyn FnMut(Stage),
}

/// Where to keep a briefing that was read and related.
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

    fn save_snapshot(&mut self, reading: &LoadState, relating: &RelateState) {
        let Some(SnapshotWriter { cache_dir: store, cache_key: name, input_digests: seen }) = self.snapshot_writer
        else {
            return;
        };
        // A folder in which nothing can be kept makes the next build slower, and nothing else.
        if snapshot::save(store, name, seen, reading, relating).is_err() {
            store.remove_chunked(name);
        }
    }

    fn cached_pages(&mut self, site: &Site) -> Arc<PageCache> {
        let folder = self.request.output_folder(site);
        let (Some(before), Some(standing)) = (&mut self.previous, self.unmodified) else { return Arc::default() };
        if !before.is_for_output(&folder) {
            return Arc::default();
        }
        if let Some(taker) = &mut self.sink {
            taker.unmodified = Some(standing);
        }
        let pages = std::mem::take(&mut before.pages).into_iter();
        let prints = pages.filter_map(|(file, key, trail)| {
            let content = Content::Stored(standing.digest(&file)?);
            Some((file.into(), CachedPage { key, trace: trail, content }))
        });
        Arc::new(prints.collect())
    }

    fn sink(&self) -> Option<&dyn OutputSink> {
        self.sink.as_ref().map(|taker| taker as &dyn OutputSink)
    }

    fn stage_finished(&mut self, stage: Stage) {
        (self.on_stage)(stage);
    }
}

/// Takes the pages of a compilation: those that stand in the output folder need not even be taken.
#[derive(Debug)]
pub(super) struct StagingSink<'a> {
    pub(super) staging: &'a StagingDir,
    pub(super) unmodified: Option<&'a UnmodifiedFiles>,
}

impl OutputSink for StagingSink<'_> {
    fn store(&self, file: &str, page: &[u8]) -> Option<ContentDigest> {
        let stamp = ContentDigest::of(page);
        let stands = self.unmodified.and_then(|standing| standing.digest(file)) == Some(stamp);
        if stands { Some(stamp) } else { self.staging.store(file, page, stamp).ok().map(|()| stamp) }
    }

    fn store_with(&self, file: &str, write: &mut WriteFn<'_>) -> Option<ContentDigest> {
        self.staging.store_with(file, write).ok()
    }
}
