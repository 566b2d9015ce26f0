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

mod assistant;
mod kept;
mod memory;
mod told;

use super::{CompileOptions, Compiled, Stage, compile_with};
use crate::cache::fingerprint::Fingerprint;
use crate::cache::spool::Spool;
use crate::cache::store::Store;
use crate::diagnose::Diagnostics;
use crate::emit;
use crate::emit::write::{self, Standing, WriteError, WriteOptions, Written};
use crate::load::walk::{self, Scan, WalkError};
use crate::load::{Inputs, LoadOptions};
use crate::model::{Kind, Site};
use crate::render;
use crate::span::Sources;
use assistant::{Assistant, Keeper, Taker};
use kept::Kept;
use memory::{End, Memory, MemoryOf, Packed, Seen};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use told::Told;

/// What is to be built.
#[derive(Clone, Debug)]
pub struct Request {
    /// The briefing's folder.
    pub root: PathBuf,
    /// The folder to build into, if not the configuration's.
    pub output: Option<PathBuf>,
    /// How to compile.
    pub options: CompileOptions,
    /// Whether to use and keep what can be used again.
    pub remember: bool,
}

/// A build on its way.
pub struct Build {
    request: Request,
    store: Store,
    name: Fingerprint,
    survey: Scan,
    /// What was read, when that is to be remembered.
    seen: Option<Seen>,
    before: Option<Memory>,
    /// The files that the build before left and that are as they were, once they were looked at.
    standing: Option<Standing>,
    spool: Option<Spool>,
}

/// What a build before came to, when a build now would come to the same.
#[derive(Debug)]
pub struct Unchanged {
    /// What the site has.
    pub tally: Tally,
    /// The output folder.
    pub folder: PathBuf,
    /// What was found.
    pub found: Diagnostics,
    /// The files in which it was found.
    pub sources: Sources,
}

/// How much of what a site has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Pages.
    pub pages: usize,
    /// Files, pages included.
    pub files: usize,
    /// Shown records of the default language, by kind, as in [`Kind::WITH_FOLDER`].
    pub records: [usize; Kind::WITH_FOLDER.len()],
    /// Drafts that are left out.
    pub left_out: usize,
}

impl Tally {
    /// Counts what was compiled.
    pub fn of(compiled: &Compiled) -> Tally {
        let site = &compiled.site;
        let drafts = site.records.iter().filter(|record| record.draft).count();
        Tally {
            pages: compiled.pages.pages.len(),
            files: compiled.tree.len(),
            records: Kind::WITH_FOLDER.map(|kind| site.of_kind(kind).count()),
            left_out: if site.drafts { 0 } else { drafts },
        }
    }
}

impl Build {
    /// Looks at the briefing's files, and for what is remembered.
    ///
    /// # Errors
    /// See [`WalkError`].
    pub fn begin(request: Request) -> Result<Build, WalkError> {
        let (store, name) = (Store::of(&request.root), request.name());
        let (survey, before) = rayon::join(
            || walk::scan(&request.root, &request.options.load.config),
            || if request.remember { store.load(name) } else { None },
        );
        Ok(Build { request, store, name, survey: survey?, seen: None, before, standing: None, spool: None })
    }

    /// What the build before came to, when a build now would come to the same. A briefing with a file that is refused has
    /// an error, and is not built.
    pub fn unchanged(&mut self) -> Option<Unchanged> {
        let before = self.before.as_ref()?;
        let end = before.end.as_ref()?;
        let is_same = render::is_same_time(end.time, self.request.options.build_time)
            && self.survey.refused.is_empty()
            && before.inputs.are_all_of(&self.survey);
        let folder = self.request.folder(&before.output_dir);
        if !is_same || !before.is_of(&folder) {
            return None;
        }
        self.look();
        if !self.standing.as_ref()?.is_whole(&folder) {
            return None;
        }
        let End { tally, told, .. } = self.before.as_mut()?.end.take()?;
        let (found, sources) = told.again(&super::rules())?;
        Some(Unchanged { tally, folder, found, sources })
    }

    /// Looks once which files of the build before stand in the output folder.
    fn look(&mut self) {
        if let (Some(before), None) = (&mut self.before, &self.standing) {
            self.standing = Some(std::mem::take(&mut before.known).stand(&before.output));
        }
    }

    /// Reads and compiles the briefing; `finished` is called at the end of each stage.
    ///
    /// # Errors
    /// See [`WalkError`].
    pub fn compile(&mut self, finished: &mut dyn FnMut(Stage)) -> Result<Compiled, WalkError> {
        self.look();
        let (store, name, survey, before) = (&self.store, self.name, &self.survey, &mut self.before);
        let read = || {
            let kept = if self.request.remember { Kept::load(store, name) } else { None };
            (survey.read_with_cache(|file| kept.as_ref()?.bytes(file)), kept)
        };
        let ((inputs, kept), ()) = rayon::join(read, || before.iter_mut().for_each(Memory::unpack));
        let inputs = inputs?;
        let seen = || Seen::of(survey, &inputs, |file| kept.as_ref()?.name(file));
        self.seen = self.request.remember.then(seen);
        finished(Stage::Read);
        Ok(self.compile_inputs(inputs, kept, finished))
    }

    fn compile_inputs(&mut self, inputs: Inputs, kept: Option<Kept>, finished: &mut dyn FnMut(Stage)) -> Compiled {
        if self.request.remember && self.spool.is_none() {
            // Without one, pages stay in memory until they are written.
            self.spool = self.store.spool().ok();
        }
        let standing = self.standing.as_ref();
        let taker = self.spool.as_ref().map(|spool| Taker { spool, standing: None });
        let mut assistant = Assistant {
            request: &self.request,
            before: self.before.as_mut(),
            kept,
            standing,
            taker,
            keeper: self.seen.as_ref().map(|seen| Keeper { store: &self.store, name: self.name, seen }),
            finished,
        };
        compile_with(inputs, &self.request.options, &mut assistant)
    }

    /// Writes what was compiled to the output folder, and keeps what the next build can use.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn write(mut self, compiled: &mut Compiled, options: WriteOptions<'_>) -> Result<Written, WriteError> {
        let folder = self.request.output_folder(&compiled.site);
        let is_same = self.before.as_ref().is_some_and(|before| before.is_of(&folder));
        let (standing, spool) = (self.standing.as_ref().filter(|_| is_same), self.spool.as_ref());
        let (written, mut pages) = rayon::join(
            || write::write(&compiled.tree, &folder, WriteOptions { standing, spool, ..options }),
            || self.seen.is_some().then(|| Packed::of(&compiled.pages.prints)),
        );
        let written = match written {
            Err(lost @ WriteError::Lost { .. }) => {
                // Someone changed the folder since its pages were taken for made: they are made after all.
                self.standing = None;
                *compiled = self.compile(&mut |_| {}).map_err(|_| lost)?;
                pages = pages.map(|_| Packed::of(&compiled.pages.prints));
                write::write(&compiled.tree, &folder, WriteOptions { spool: self.spool.as_ref(), ..options })?
            }
            written => written?,
        };
        if let (Some(seen), Some(pages)) = (&self.seen, &pages) {
            self.remember(compiled, &folder, (&written, pages), seen);
        }
        Ok(written)
    }

    fn remember(&self, compiled: &Compiled, folder: &Path, (written, packed): (&Written, &Packed), seen: &Seen) {
        let Ok(output) = std::path::absolute(folder) else { return };
        let Compiled { site, found, sources, build_time, .. } = compiled;
        let is_timeless = !emit::tells_the_hour(compiled.export());
        let told = Told::of(found, sources).filter(|_| is_timeless);
        let memory = MemoryOf {
            output_dir: &site.config.output_dir,
            output,
            known: &written.known,
            packed,
            inputs: seen,
            end: told.map(|told| End { tally: Tally::of(compiled), time: *build_time, told }),
        };
        // The site is built. A folder in which nothing can be kept makes the next build slower, and nothing else.
        if self.store.save(self.name, &memory).is_err() {
            self.store.forget(self.name);
        }
    }
}

impl Request {
    /// The folder that the site is written to.
    pub fn output_folder(&self, site: &Site) -> PathBuf {
        self.folder(&site.config.output_dir)
    }

    /// The same, as one would type it: without `./` when the root is where the command runs.
    fn folder(&self, output_dir: &str) -> PathBuf {
        match &self.output {
            Some(folder) => folder.clone(),
            None if self.root == Path::new(".") => output_dir.into(),
            None => self.root.join(output_dir),
        }
    }

    /// Names everything that is asked for; the time counts apart.
    fn name(&self) -> Fingerprint {
        let CompileOptions { load, build_time: _, clock: _, exports_later: _, minify, locked, source_positions } =
            &self.options;
        let LoadOptions { config, drafts, base_url } = load;
        let output = self.output.as_deref().map(|output| std::path::absolute(output).ok());
        Fingerprint::of(&(config, drafts, base_url, minify, locked, source_positions, output))
    }
}
