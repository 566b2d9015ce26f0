//! Builds a briefing's folder into an output folder, and remembers between runs what the next build can use.
//!
//! 1. The files are looked at. When all are as they were at the build before, and the output folder stands as it was
//!    left, there is nothing to do.
//! 2. Otherwise they are read and compiled. Pages that would come out as at the build before are taken from the output
//!    folder, where they stand: their bytes are neither made nor read. The others go to a spool as they are made.
//! 3. What is not right in the output folder is written, or moved there from the spool.
//! 4. Keys and trails of pages, names of files and the traces that they left are kept in `.briefing/`.
//!
//! Whatever is remembered changes only how long a build takes. After a build with warnings the files are compiled even if
//! nothing changed, so that the warnings are found again.

use super::{Companion, CompileOptions, Compiled, Stage, compile_with};
use crate::cache::fingerprint::{Fingerprint, Stamp};
use crate::cache::spool::Spool;
use crate::cache::store::Store;
use crate::cache::trace::Trace;
use crate::emit;
use crate::emit::write::{self, Known, WriteError, WriteOptions, Written};
use crate::load::walk::{self, Survey, Surveyed, WalkError};
use crate::load::{Inputs, LoadOptions};
use crate::model::{Kind, Site};
use crate::render::{self, Content, PageTaker, Print, Prints, Trail};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    survey: Survey,
    inputs: Inputs,
    before: Option<Memory>,
    spool: Option<Spool>,
}

/// What is remembered of a build.
#[derive(Debug, Serialize, Deserialize)]
struct Memory {
    /// The output folder, as the configuration names it and in full, and its files as they were left.
    output_dir: String,
    output: PathBuf,
    known: Known,
    /// The keys and trails of its pages, by their file.
    pages: BTreeMap<String, (Fingerprint, Option<Trail>)>,
    /// The files that were read: how they lay there, and what they said.
    inputs: BTreeMap<String, (Option<Trace>, Fingerprint)>,
    /// What the site has, and the time of the build, when nothing was found and the output does not depend on the hour.
    tally: Option<(Tally, i64)>,
}

/// What a build before came to, when a build now would come to the same.
#[derive(Debug)]
pub struct Unchanged {
    /// What the site has.
    pub tally: Tally,
    /// The output folder.
    pub folder: PathBuf,
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
        let survey = walk::survey(&request.root, &request.options.load.config)?;
        let (store, name) = (Store::of(&request.root), request.name());
        let before = if request.remember { store.load(name) } else { None };
        Ok(Build { request, store, name, survey, inputs: Inputs::default(), before, spool: None })
    }

    /// What the build before came to, when a build now would come to the same.
    pub fn unchanged(&mut self) -> Option<Unchanged> {
        let before = self.before.as_ref()?;
        let (_, then) = before.tally.as_ref()?;
        let is_same = render::is_same_time(*then, self.request.options.build_time) && self.has_inputs_of(before);
        let folder = self.request.folder(&before.output_dir);
        if !is_same || !is_same_folder(&before.output, &folder) || !before.known.stands(&folder) {
            return None;
        }
        let (tally, _) = self.before.take()?.tally?;
        Some(Unchanged { tally, folder })
    }

    /// A briefing with a file that is refused has an error, and is not built.
    fn has_inputs_of(&self, before: &Memory) -> bool {
        let was = |file: &Surveyed| before.inputs.get(&*file.path);
        let is_same = |file: &Surveyed| match (was(file), file.trace) {
            (Some((Some(then), _)), Some(now)) if *then == now => true,
            (was, _) => self.survey.read_file(file).map(|bytes| Fingerprint::of_bytes(&bytes)) == was.map(|was| was.1),
        };
        let files = &self.survey.files;
        self.survey.refused.is_empty()
            && files.iter().filter(|file| was(file).is_some()).count() == before.inputs.len()
            && files.par_iter().all(is_same)
    }

    /// Reads and compiles the briefing; `finished` is called at the end of each stage.
    ///
    /// # Errors
    /// See [`WalkError`].
    pub fn compile(&mut self, finished: &mut dyn FnMut(Stage)) -> Result<Compiled, WalkError> {
        self.inputs = self.survey.read()?;
        finished(Stage::Read);
        Ok(self.compile_inputs(finished))
    }

    fn compile_inputs(&mut self, finished: &mut dyn FnMut(Stage)) -> Compiled {
        if self.request.remember && self.spool.is_none() {
            // Without one, pages stay in memory until they are written.
            self.spool = self.store.spool().ok();
        }
        let (request, before) = (&self.request, self.before.as_ref());
        let taker = self.spool.as_ref().map(|spool| Taker { spool, standing: BTreeMap::new() });
        let mut assistant = Assistant { request, before, taker, finished };
        compile_with(&self.inputs, &self.request.options, &mut assistant)
    }

    /// Writes what was compiled to the output folder, and keeps what the next build can use.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn write(mut self, compiled: &mut Compiled, options: WriteOptions<'_>) -> Result<Written, WriteError> {
        let folder = self.request.output_folder(&compiled.site);
        let known = self.before.as_ref().filter(|before| is_same_folder(&before.output, &folder)).map(|it| &it.known);
        let spool = self.spool.as_ref();
        let written = match write::write(&compiled.tree, &folder, WriteOptions { known, spool, ..options }) {
            Err(WriteError::Lost { .. }) => {
                // Someone changed the folder since its pages were taken for made: they are made after all.
                self.before = None;
                *compiled = self.compile_inputs(&mut |_| {});
                write::write(&compiled.tree, &folder, WriteOptions { spool: self.spool.as_ref(), ..options })?
            }
            written => written?,
        };
        if self.request.remember {
            self.remember(compiled, &folder, &written);
        }
        Ok(written)
    }

    fn remember(&self, compiled: &Compiled, folder: &Path, written: &Written) {
        let Ok(output) = std::path::absolute(folder) else { return };
        let Compiled { site, pages, found, build_time, .. } = compiled;
        let is_flawless = found.is_empty() && !emit::tells_the_hour(compiled.export());
        let memory = MemoryOf {
            output_dir: &site.config.output_dir,
            output,
            known: &written.known,
            pages: pages.prints.iter().map(|(file, print)| (file, (print.key, &print.trail))).collect(),
            inputs: self.seen(),
            tally: is_flawless.then(|| (Tally::of(compiled), *build_time)),
        };
        // The site is built. A folder in which nothing can be kept makes the next build slower, and nothing else.
        if self.store.save(self.name, &memory).is_err() {
            self.store.forget(self.name);
        }
    }

    fn seen(&self) -> BTreeMap<&str, (Option<Trace>, Fingerprint)> {
        let seen = self.survey.files.par_iter().filter_map(|file| {
            let bytes = self.inputs.files.get(&file.path)?;
            Some((&*file.path, (file.trace, Fingerprint::of_bytes(bytes))))
        });
        seen.collect::<Vec<_>>().into_iter().collect()
    }
}

/// [`Memory`], borrowed, to be written.
#[derive(Serialize)]
struct MemoryOf<'m> {
    output_dir: &'m str,
    output: PathBuf,
    known: &'m Known,
    pages: BTreeMap<&'m str, (Fingerprint, &'m Option<Trail>)>,
    inputs: BTreeMap<&'m str, (Option<Trace>, Fingerprint)>,
    tally: Option<(Tally, i64)>,
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

/// Gives a compilation the pages that stand in the output folder.
struct Assistant<'a> {
    request: &'a Request,
    before: Option<&'a Memory>,
    taker: Option<Taker<'a>>,
    finished: &'a mut dyn FnMut(Stage),
}

impl Companion for Assistant<'_> {
    fn earlier(&mut self, site: &Site) -> Arc<Prints> {
        let folder = self.request.output_folder(site);
        let Some(before) = self.before.filter(|before| is_same_folder(&before.output, &folder)) else {
            return Arc::default();
        };
        let standing = before.known.standing(&folder);
        let prints = before.pages.iter().filter_map(|(file, (key, trail))| {
            let content = Content::Kept(*standing.get(file)?);
            Some((file.clone(), Print { key: *key, trail: trail.clone(), content }))
        });
        let prints = Arc::new(prints.collect());
        if let Some(taker) = &mut self.taker {
            taker.standing = standing;
        }
        prints
    }

    fn taker(&self) -> Option<&dyn PageTaker> {
        self.taker.as_ref().map(|taker| taker as &dyn PageTaker)
    }

    fn finished(&mut self, stage: Stage) {
        (self.finished)(stage);
    }
}

/// Takes the pages of a compilation: those that stand in the output folder need not even be taken.
#[derive(Debug)]
struct Taker<'a> {
    spool: &'a Spool,
    standing: BTreeMap<String, Stamp>,
}

impl PageTaker for Taker<'_> {
    fn take(&self, file: &str, page: &[u8]) -> Option<Stamp> {
        let stands = self.standing.get(file).filter(|stamp| stamp.size == page.len() as u64);
        match stands.filter(|stamp| **stamp == Stamp::of(page)) {
            Some(stamp) => Some(*stamp),
            None => self.spool.take(file, page).ok(),
        }
    }
}

fn is_same_folder(remembered: &Path, folder: &Path) -> bool {
    std::path::absolute(folder).is_ok_and(|folder| folder == remembered)
}
