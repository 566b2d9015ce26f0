//! Builds a briefing's folder into an output folder, and remembers between runs what the next build can use.
//!
//! 1. The files are looked at. When all are as they were at the build before, and the output folder stands as it was
//!    left, there is nothing to do.
//! 2. Otherwise those that have changed are read, and the briefing is compiled, beginning from what it was when it was read
//!    and related before (`kept`). Pages that would come out as at the build before are taken from the output folder, where
//!    they stand: their bytes are neither made nor read. The others go to a spool as they are made. An `assistant` sees to
//!    it.
//! 3. What is not right in the output folder is written, or moved there from the spool.
//! 4. Keys and trails of pages, names of files and the traces that they left are kept in `.briefing/` (`memory`), and what
//!    was found (`told`), so that it is told again when nothing changed.
//!
//! Whatever is remembered changes only how long a build takes.

mod build_record;
mod cached_diagnostics;
mod disk_build_cache;
mod snapshot;

use super::{CompileOptions, Compiled, Stage, compile_with};
use crate::cache::cache_dir::CacheDir;
use crate::cache::fingerprint::Fingerprint;
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

/// What is to be built.
#[derive(Clone, Debug)]
pub struct BuildRequest {
    /// The briefing's folder.
    pub root: PathBuf,
    /// The folder to build into, if not the configuration's.
    pub output: Option<PathBuf>,
    /// How to compile.
    pub options: CompileOptions,
    /// Whether to use and keep what can be used again.
    pub use_cache: bool,
}

/// A build on its way.
pub struct Build {
    request: BuildRequest,
    cache_dir: CacheDir,
    cache_key: Fingerprint,
    scan: Scan,
    /// What was read, when that is to be remembered.
    input_digests: Option<InputDigests>,
    previous: Option<BuildRecord>,
    /// The files that the build before left and that are as they were, once they were looked at.
    unmodified: Option<UnmodifiedFiles>,
    staging: Option<StagingDir>,
}

/// What a build before came to, when a build now would come to the same.
#[derive(Debug)]
pub struct UpToDate {
    /// What the site has.
    pub stats: BuildStats,
    /// The output folder.
    pub folder: PathBuf,
    /// What was found.
    pub diagnostics: Diagnostics,
    /// The files in which it was found.
    pub sources: Sources,
}

/// How much of what a site has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildStats {
    /// Pages.
    pub pages: usize,
    /// Files, pages included.
    pub files: usize,
    /// Shown records of the default language, by kind, as in [`Kind::WITH_FOLDER`].
    pub records: [usize; Kind::WITH_FOLDER.len()],
    /// Drafts that are left out.
    pub excluded_drafts: usize,
}

impl BuildStats {
    /// Counts what was compiled.
    pub fn of(compiled: &Compiled) -> BuildStats {
        let site = &compiled.site;
        let drafts = site.records.iter().filter(|record| record.draft).count();
        BuildStats {
            pages: compiled.pages.pages.len(),
            files: compiled.tree.len(),
            records: Kind::WITH_FOLDER.map(|kind| site.of_kind(kind).count()),
            excluded_drafts: if site.drafts { 0 } else { drafts },
        }
    }
}

impl Build {
    /// Looks at the briefing's files, and for what is remembered.
    ///
    /// # Errors
    /// See [`WalkError`].
    pub fn begin(request: BuildRequest) -> Result<Build, WalkError> {
        let (store, name) = (CacheDir::of(&request.root), request.cache_key());
        let (survey, before) = rayon::join(
            || walk::scan(&request.root, &request.options.load.config),
            || if request.use_cache { store.load(name) } else { None },
        );
        Ok(Build {
            request,
            cache_dir: store,
            cache_key: name,
            scan: survey?,
            input_digests: None,
            previous: before,
            unmodified: None,
            staging: None,
        })
    }

    /// What the build before came to, when a build now would come to the same. A briefing with a file that is refused has
    /// an error, and is not built.
    pub fn up_to_date(&mut self) -> Option<UpToDate> {
        let before = self.previous.as_ref()?;
        let end = before.outcome.as_ref()?;
        let is_same = render::renders_same_at(end.time, self.request.options.build_time)
            && self.scan.refused.is_empty()
            && before.inputs.match_scan(&self.scan);
        let folder = self.request.resolve_output(&before.output_dir);
        if !is_same || !before.is_for_output(&folder) {
            return None;
        }
        self.verify_output();
        if !self.unmodified.as_ref()?.is_complete(&folder) {
            return None;
        }
        let BuildOutcome { stats: tally, diagnostics: told, .. } = self.previous.as_mut()?.outcome.take()?;
        let (found, sources) = told.restore(&super::rules())?;
        Some(UpToDate { stats: tally, folder, diagnostics: found, sources })
    }

    /// Looks once which files of the build before stand in the output folder.
    fn verify_output(&mut self) {
        if let (Some(before), None) = (&mut self.previous, &self.unmodified) {
            self.unmodified = Some(std::mem::take(&mut before.output_snapshot).verify(&before.output));
        }
    }

    /// Reads and compiles the briefing; `finished` is called at the end of each stage.
    ///
    /// # Errors
    /// See [`WalkError`].
    pub fn compile(&mut self, finished: &mut dyn FnMut(Stage)) -> Result<Compiled, WalkError> {
        self.verify_output();
        let (store, name, survey, before) = (&self.cache_dir, self.cache_key, &self.scan, &mut self.previous);
        let read = || {
            let kept = if self.request.use_cache { Snapshot::load(store, name) } else { None };
            (survey.read_with_cache(|file| kept.as_ref()?.bytes(file)), kept)
        };
        let ((inputs, kept), ()) = rayon::join(read, || before.iter_mut().for_each(BuildRecord::decode_pages));
        let inputs = inputs?;
        let seen = || InputDigests::of(survey, &inputs, |file| kept.as_ref()?.digest(file));
        self.input_digests = self.request.use_cache.then(seen);
        finished(Stage::Read);
        Ok(self.compile_inputs(inputs, kept, finished))
    }

    fn compile_inputs(&mut self, inputs: Inputs, kept: Option<Snapshot>, finished: &mut dyn FnMut(Stage)) -> Compiled {
        if self.request.use_cache && self.staging.is_none() {
            // Without one, pages stay in memory until they are written.
            self.staging = self.cache_dir.open_staging().ok();
        }
        let standing = self.unmodified.as_ref();
        let taker = self.staging.as_ref().map(|spool| StagingSink { staging: spool, unmodified: None });
        let mut assistant = DiskBuildCache {
            request: &self.request,
            previous: self.previous.as_mut(),
            snapshot: kept,
            unmodified: standing,
            sink: taker,
            snapshot_writer: self.input_digests.as_ref().map(|seen| SnapshotWriter {
                cache_dir: &self.cache_dir,
                cache_key: self.cache_key,
                input_digests: seen,
            }),
            on_stage: finished,
        };
        compile_with(inputs, &self.request.options, &mut assistant)
    }

    /// Writes what was compiled to the output folder, and keeps what the next build can use.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn write(mut self, compiled: &mut Compiled, options: WriteOptions<'_>) -> Result<WriteSummary, WriteError> {
        let folder = self.request.output_folder(&compiled.site);
        let is_same = self.previous.as_ref().is_some_and(|before| before.is_for_output(&folder));
        let (standing, spool) = (self.unmodified.as_ref().filter(|_| is_same), self.staging.as_ref());
        let (written, mut pages) = rayon::join(
            || output::write(&compiled.tree, &folder, WriteOptions { unmodified: standing, staging: spool, ..options }),
            || self.input_digests.is_some().then(|| EncodedPages::of(&compiled.pages.cache)),
        );
        let written = match written {
            Err(lost @ WriteError::ChangedDuringBuild { .. }) => {
                // Someone changed the folder since its pages were taken for made: they are made after all.
                self.unmodified = None;
                *compiled = self.compile(&mut |_| {}).map_err(|_| lost)?;
                pages = pages.map(|_| EncodedPages::of(&compiled.pages.cache));
                output::write(&compiled.tree, &folder, WriteOptions { staging: self.staging.as_ref(), ..options })?
            }
            written => written?,
        };
        if let (Some(seen), Some(pages)) = (&self.input_digests, &pages) {
            self.save_record(compiled, &folder, (&written, pages), seen);
        }
        Ok(written)
    }

    fn save_record(
        &self,
        compiled: &Compiled,
        folder: &Path,
        (written, packed): (&WriteSummary, &EncodedPages),
        seen: &InputDigests,
    ) {
        let Ok(output) = std::path::absolute(folder) else { return };
        let Compiled { site, diagnostics: found, sources, build_time, .. } = compiled;
        let is_timeless = !export::depends_on_build_time(compiled.export());
        let told = CachedDiagnostics::of(found, sources).filter(|_| is_timeless);
        let memory = BuildRecordRef {
            output_dir: &site.config.output_dir,
            output,
            output_snapshot: &written.snapshot,
            encoded_pages: packed,
            inputs: seen,
            outcome: told.map(|told| BuildOutcome {
                stats: BuildStats::of(compiled),
                time: *build_time,
                diagnostics: told,
            }),
        };
        // The site is built. A folder in which nothing can be kept makes the next build slower, and nothing else.
        if self.cache_dir.save(self.cache_key, &memory).is_err() {
            self.cache_dir.remove(self.cache_key);
        }
    }
}

impl BuildRequest {
    /// The folder that the site is written to.
    pub fn output_folder(&self, site: &Site) -> PathBuf {
        self.resolve_output(&site.config.output_dir)
    }

    /// The same, as one would type it: without `./` when the root is where the command runs.
    fn resolve_output(&self, output_dir: &str) -> PathBuf {
        match &self.output {
            Some(folder) => folder.clone(),
            None if self.root == Path::new(".") => output_dir.into(),
            None => self.root.join(output_dir),
        }
    }

    /// Names everything that is asked for; the time counts apart.
    fn cache_key(&self) -> Fingerprint {
        let CompileOptions { load, build_time: _, clock: _, defer_exports: _, minify, locked, source_positions } =
            &self.options;
        let LoadOptions { config, drafts, base_url } = load;
        let output = self.output.as_deref().map(|output| std::path::absolute(output).ok());
        Fingerprint::of(&(config, drafts, base_url, minify, locked, source_positions, output))
    }
}
