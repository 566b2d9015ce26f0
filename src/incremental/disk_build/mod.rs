//! Builds a briefing's folder into an output folder, and keeps what the next build can reuse in `.briefing/`.
//!
//! 1. The files are scanned. If all are as the previous build read them and the output folder is as it left it, the site is up to
//!    date.
//! 2. Otherwise changed files are read and the briefing is compiled, starting from a `snapshot` of the loaded and related
//!    briefing. Cached pages are not read: they are in the output folder already. Other pages go to a staging folder as soon as
//!    they are rendered. `disk_build_cache` connects all of this to the compilation.
//! 3. Files that are missing or different are written to the output folder, or moved there from the staging folder.
//! 4. `build_record` keeps the page cache, input digests and file stats; `cached_diagnostics` are replayed if the site is up to
//!    date.

mod build_record;
mod cached_diagnostics;
mod disk_build_cache;
mod snapshot;

use super::cache_dir::CacheDir;
use super::fingerprint::Fingerprint;
use super::render_state::PageCache;
use super::session::Session;
use super::stage::Stage;
use crate::compile::{self, CompileOptions, Compiled};
use crate::diagnose::Diagnostics;
use crate::export;
use crate::load::walk::{self, Scan, WalkError};
use crate::load::{Inputs, LoadOptions};
use crate::model::{Kind, Site};
use crate::output::staging::StagingDir;
use crate::output::{self, UnmodifiedFiles, WriteError, WriteOptions, WriteSummary};
use crate::render;
use crate::span::Sources;
use build_record::{BuildOutcome, BuildRecord, BuildRecordRef, EncodedPages, InputDigests};
use cached_diagnostics::CachedDiagnostics;
use disk_build_cache::{DiskBuildCache, SnapshotWriter, StagingSink};
use serde::{Deserialize, Serialize};
use snapshot::Snapshot;
use std::path::{Path, PathBuf};

/// A build to perform.
#[derive(Clone, Debug)]
pub struct BuildRequest {
    /// The briefing's folder.
    pub root: PathBuf,
    /// The folder to build into, if not the configuration's.
    pub output: Option<PathBuf>,
    /// Options of the compilation.
    pub options: CompileOptions,
    /// Whether to use the build cache.
    pub use_cache: bool,
}

/// A build in progress.
pub struct Build {
    request: BuildRequest,
    cache_dir: CacheDir,
    cache_key: Fingerprint,
    scan: Scan,
    /// Digests of the inputs, if the build cache is used.
    input_digests: Option<InputDigests>,
    previous: Option<BuildRecord>,
    /// The output files that are as the previous build left them, once verified.
    unmodified: Option<UnmodifiedFiles>,
    staging: Option<StagingDir>,
    session: Session,
    /// The pages to cache for the next build.
    page_cache: PageCache,
}

/// The result of the previous build, if a build now would give the same.
#[derive(Debug)]
pub struct UpToDate {
    /// Counts of pages, files and records.
    pub stats: BuildStats,
    /// The output folder.
    pub folder: PathBuf,
    /// The diagnostics.
    pub diagnostics: Diagnostics,
    /// The files with diagnostics.
    pub sources: Sources,
}

/// Counts of pages, files and records of a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildStats {
    /// Number of pages.
    pub pages: usize,
    /// Number of files, pages included.
    pub files: usize,
    /// Number of visible records of the default language, by kind, in the order of [`Kind::WITH_FOLDER`].
    pub records: [usize; Kind::WITH_FOLDER.len()],
    /// Number of drafts that are left out.
    pub excluded_drafts: usize,
}

impl BuildStats {
    /// Counts the result of a compilation.
    pub fn of(compiled: &Compiled) -> BuildStats {
        let site = &compiled.site;
        let drafts = site.records.iter().filter(|record| record.draft).count();
        BuildStats {
            pages: compiled.pages.pages.len(),
            files: compiled.tree.len(),
            records: Kind::WITH_FOLDER.map(|kind| site.count(kind)),
            excluded_drafts: if site.drafts { 0 } else { drafts },
        }
    }
}

impl Build {
    /// Scans the briefing's files and loads the record of the previous build.
    ///
    /// # Errors
    /// See [`WalkError`].
    pub fn begin(request: BuildRequest) -> Result<Build, WalkError> {
        let (cache_dir, cache_key) = (CacheDir::of(&request.root), request.cache_key());
        let (scan, previous) = rayon::join(
            || walk::scan(&request.root, &request.options.load.config),
            || if request.use_cache { cache_dir.load(cache_key) } else { None },
        );
        Ok(Build {
            request,
            cache_dir,
            cache_key,
            scan: scan?,
            input_digests: None,
            previous,
            unmodified: None,
            staging: None,
            session: Session::default(),
            page_cache: PageCache::default(),
        })
    }

    /// Returns the result of the previous build if the site is up to date. A briefing with refused files never is: it has errors.
    pub fn up_to_date(&mut self) -> Option<UpToDate> {
        let previous = self.previous.as_ref()?;
        let outcome = previous.outcome.as_ref()?;
        let same_year = render::build_year(outcome.time) == render::build_year(self.request.options.build_time);
        let is_same = same_year && self.scan.refused.is_empty() && previous.inputs.match_scan(&self.scan);
        let folder = self.request.resolve_output(&previous.output_dir);
        if !is_same || !previous.is_for_output(&folder) {
            return None;
        }
        self.verify_output();
        if !self.unmodified.as_ref()?.is_complete(&folder) {
            return None;
        }
        let BuildOutcome { stats, diagnostics, .. } = self.previous.as_mut()?.outcome.take()?;
        let (diagnostics, sources) = diagnostics.restore(&compile::rules())?;
        Some(UpToDate { stats, folder, diagnostics, sources })
    }

    /// Verifies once which output files are as the previous build left them.
    fn verify_output(&mut self) {
        if let (Some(previous), None) = (&mut self.previous, &self.unmodified) {
            self.unmodified = Some(std::mem::take(&mut previous.output_snapshot).verify(&previous.output));
        }
    }

    /// Reads and compiles the briefing. `on_stage` is called at the end of each stage.
    ///
    /// # Errors
    /// See [`WalkError`].
    pub fn compile(&mut self, on_stage: &mut dyn FnMut(Stage)) -> Result<Compiled, WalkError> {
        self.verify_output();
        let (cache_dir, cache_key, scan, previous) = (&self.cache_dir, self.cache_key, &self.scan, &mut self.previous);
        let read = || {
            let snapshot = if self.request.use_cache { Snapshot::load(cache_dir, cache_key) } else { None };
            (scan.read_with_cache(|file| snapshot.as_ref()?.bytes(file)), snapshot)
        };
        let ((inputs, snapshot), ()) = rayon::join(read, || previous.iter_mut().for_each(BuildRecord::decode_pages));
        let inputs = inputs?;
        let digests = || InputDigests::of(scan, &inputs, |file| snapshot.as_ref()?.digest(file));
        self.input_digests = self.request.use_cache.then(digests);
        on_stage(Stage::Read);
        Ok(self.compile_inputs(inputs, snapshot, on_stage))
    }

    fn compile_inputs(
        &mut self,
        inputs: Inputs,
        snapshot: Option<Snapshot>,
        on_stage: &mut dyn FnMut(Stage),
    ) -> Compiled {
        if self.request.use_cache && self.staging.is_none() {
            // Without a staging folder, pages stay in memory until they are written.
            self.staging = self.cache_dir.open_staging().ok();
        }
        let mut cache = DiskBuildCache {
            request: &self.request,
            previous: self.previous.as_mut(),
            snapshot,
            unmodified: self.unmodified.as_ref(),
            sink: self.staging.as_ref().map(|staging| StagingSink { staging, unmodified: None }),
            snapshot_writer: self.input_digests.as_ref().map(|input_digests| SnapshotWriter {
                cache_dir: &self.cache_dir,
                cache_key: self.cache_key,
                input_digests,
            }),
            on_stage,
        };
        self.session = Session::default();
        let (compiled, page_cache) = self.session.compile_one_shot(inputs, &self.request.options, &mut cache);
        self.page_cache = page_cache;
        compiled
    }

    /// Writes the compiled site to the output folder and saves the build cache.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn write(&mut self, compiled: &mut Compiled, options: WriteOptions<'_>) -> Result<WriteSummary, WriteError> {
        let folder = self.request.output_folder(&compiled.site);
        let is_same = self.previous.as_ref().is_some_and(|previous| previous.is_for_output(&folder));
        let (unmodified, staging) = (self.unmodified.as_ref().filter(|_| is_same), self.staging.as_ref());
        let (written, mut pages) = rayon::join(
            || output::write(&compiled.tree, &folder, WriteOptions { unmodified, staging, ..options }),
            || self.input_digests.is_some().then(|| EncodedPages::of(&self.page_cache)),
        );
        let written = match written {
            Err(changed @ WriteError::ChangedDuringBuild { .. }) => {
                // The folder changed since its pages were taken for unmodified: everything is rendered.
                self.unmodified = None;
                *compiled = self.compile(&mut |_| {}).map_err(|_| changed)?;
                pages = pages.map(|_| EncodedPages::of(&self.page_cache));
                output::write(&compiled.tree, &folder, WriteOptions { staging: self.staging.as_ref(), ..options })?
            }
            written => written?,
        };
        if let (Some(digests), Some(pages)) = (&self.input_digests, &pages) {
            self.save_record(compiled, &folder, (&written, pages), digests);
        }
        self.staging = None;
        Ok(written)
    }

    fn save_record(
        &self,
        compiled: &Compiled,
        folder: &Path,
        (written, encoded_pages): (&WriteSummary, &EncodedPages),
        inputs: &InputDigests,
    ) {
        let Ok(output) = std::path::absolute(folder) else { return };
        let Compiled { site, diagnostics, sources, build_time, .. } = compiled;
        let is_timeless = !export::depends_on_build_time(compiled.export());
        let diagnostics = CachedDiagnostics::of(diagnostics, sources).filter(|_| is_timeless);
        let outcome = |diagnostics| BuildOutcome { stats: BuildStats::of(compiled), time: *build_time, diagnostics };
        let record = BuildRecordRef {
            output_dir: &site.config.output_dir,
            output,
            output_snapshot: &written.snapshot,
            encoded_pages,
            inputs,
            outcome: diagnostics.map(outcome),
        };
        // The site is built. A cache that cannot be saved only makes the next build slower.
        if self.cache_dir.save(self.cache_key, &record).is_err() {
            self.cache_dir.remove(self.cache_key);
        }
    }
}

impl BuildRequest {
    /// Returns the folder that the site is written to.
    pub fn output_folder(&self, site: &Site) -> PathBuf {
        self.resolve_output(&site.config.output_dir)
    }

    /// Returns the output folder as one would type it: without `./` if the root is the working directory.
    fn resolve_output(&self, output_dir: &str) -> PathBuf {
        match &self.output {
            Some(folder) => folder.clone(),
            None if self.root == Path::new(".") => output_dir.into(),
            None => self.root.join(output_dir),
        }
    }

    /// Fingerprints everything that is requested, without the time of the build.
    fn cache_key(&self) -> Fingerprint {
        let CompileOptions { load, build_time: _, clock: _, defer_exports: _, locked, social_cards, source_positions } =
            &self.options;
        let LoadOptions { config, drafts, base_url } = load;
        let output = self.output.as_deref().map(|output| std::path::absolute(output).ok());
        Fingerprint::of(&(config, drafts, base_url, locked, social_cards, source_positions, output))
    }
}
