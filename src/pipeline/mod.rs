//! Calls the stages in order: the one way from inputs to output, for `build`, `check`, `serve` and `publish` alike.
//!
//! 1. [`compile`] is that way; [`compile_after`] is the same way for who has made pages before.
//! 2. `session` remembers them between compilations, `build` between the runs of a program, on the disk.

mod build;
mod session;

pub use build::{Build, BuildRequest, BuildStats, UpToDate};
pub use session::{PreviousState, Session};

use crate::diagnose::{Diagnostics, Rule};
use crate::export::ExportContext;
use crate::load::{self, Inputs, LoadOptions, LoadState};
use crate::model::OutputSink;
use crate::model::OutputTree;
use crate::model::Site;
use crate::relate::{self, RelateState, Relations};
use crate::render::{self, ElapsedFn, PageCache, RenderedSite};
use crate::span::Sources;
use std::sync::Arc;

/// How to compile.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct CompileOptions {
    /// How to load.
    pub load: LoadOptions,
    /// The time of the build, in seconds since 1970.
    pub build_time: i64,
    /// Take needless space out of pages, whatever the configuration says.
    pub minify: bool,
    /// Whether a change of the evidence lock is a mistake.
    pub locked: bool,
    /// Whether blocks say where they stand in their file: for a preview.
    pub source_positions: bool,
    /// Leave machine-readable files out of the tree, which [`export::exports`] makes when they are asked for: for a preview.
    pub defer_exports: bool,
    /// By which the time that templates take is measured.
    pub clock: Option<ElapsedFn>,
}

/// All that a compilation gives. When [`Diagnostics::has_errors`], the tree is not fit to be published.
#[derive(Debug)]
pub struct Compiled {
    /// The output.
    pub tree: OutputTree,
    /// What was found, in order.
    pub diagnostics: Diagnostics,
    /// The files, for showing findings.
    pub sources: Sources,
    /// The briefing.
    pub site: Site,
    /// Its relations.
    pub relations: Relations,
    /// Its pages.
    pub pages: RenderedSite,
    /// The time of the build, in seconds since 1970.
    pub build_time: i64,
    /// What it took. It goes with the rest, not before: a program that ends takes nothing apart.
    session: Option<Session>,
}

impl Compiled {
    /// What exporters may look at.
    pub fn export(&self) -> ExportContext<'_> {
        let Compiled { site, relations, pages, build_time, .. } = self;
        ExportContext { site, relations, pages, build_time: *build_time }
    }
}

/// A part of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading the files from the disk.
    Read,
    /// Turning the files into the model.
    Load,
    /// Relating records to each other.
    Relate,
    /// Making pages.
    Render,
    /// Making everything else, and putting it together.
    Emit,
    /// Writing the site to the disk.
    Write,
}

/// Who accompanies a compilation, and can spare it work.
pub trait BuildCache {
    /// The briefing of these files as an earlier run read and related it; records and files of the theme may have said
    /// something else then.
    fn load_snapshot(&mut self, inputs: &Inputs) -> Option<PreviousState> {
        let _ = inputs;
        None
    }

    /// Called with what a later run can begin from, when it is not near what [`Companion::before`] gave.
    fn save_snapshot(&mut self, reading: &LoadState, relating: &RelateState) {
        let _ = (reading, relating);
    }

    /// Pages that were made before and may be the same again, asked for when it is known what the briefing is.
    fn cached_pages(&mut self, site: &Site) -> Arc<PageCache>;

    /// Who takes pages as soon as they are made.
    fn sink(&self) -> Option<&dyn OutputSink> {
        None
    }

    /// Called at the end of each stage.
    fn stage_finished(&mut self, stage: Stage) {
        let _ = stage;
    }
}

/// Compiles a briefing. Touches neither disk nor clock nor network, and finds every mistake in one run.
pub fn compile(inputs: &Inputs, options: &CompileOptions) -> Compiled {
    Session::default().compile(inputs, options)
}

/// Compiles a briefing in company. What comes out is what [`compile`] gives.
/// The files are let go as soon as they are read.
pub fn compile_with(inputs: Inputs, options: &CompileOptions, companion: &mut dyn BuildCache) -> Compiled {
    Session::default().compile_one_shot(inputs, options, companion)
}

/// Every rule there is, ordered by code.
pub fn rules() -> Vec<&'static Rule> {
    let mut rules: Vec<&'static Rule> = load::rules()
        .chain(relate::RULES.iter().copied())
        .chain(render::RULES.iter().copied())
        .chain(crate::cite::RULES.iter().copied())
        .chain(crate::export::RULES.iter().copied())
        .collect();
    #[cfg(feature = "external-links")]
    rules.extend(crate::links::RULES);
    rules.sort_by_key(|rule| rule.code);
    rules
}
