//! The plain path: compiles a briefing from its files to its output, without any earlier state.
//!
//! `load → relate → render → export`. Everything that makes a compilation incremental is in [`crate::incremental`], which calls the
//! same stages for parts and gives the same result.

use crate::diagnose::{Diagnostics, Rule};
use crate::export::{self, ExportContext};
use crate::load::{self, Inputs, LoadOptions};
use crate::model::{OutputTree, Site};
use crate::relate::{self, Relations};
use crate::render::{self, ElapsedFn, RenderOptions, RenderedSite};
use crate::span::Sources;

/// Options of a compilation.
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
#[derive(Clone, Debug, Default)]
pub struct CompileOptions {
    /// Options of loading.
    pub load: LoadOptions,
    /// The time of the build, in seconds since 1970.
    pub build_time: i64,
    /// Report a change of the evidence lock as an error.
    pub locked: bool,
    /// Write the source position of each block into the HTML, for a preview.
    pub source_positions: bool,
    /// Leave machine-readable files out of the tree, for a preview, which calls [`export::exports`] when they are requested.
    pub defer_exports: bool,
    /// Draw social cards, for a build.
    pub social_cards: bool,
    /// The clock that measures how long templates run.
    pub clock: Option<ElapsedFn>,
}

impl CompileOptions {
    pub(crate) fn render(&self) -> RenderOptions {
        let CompileOptions { build_time, source_positions, clock, .. } = *self;
        RenderOptions { build_time, source_positions, clock }
    }
}

/// The result of a compilation. If [`Diagnostics::has_errors`], the tree must not be published.
#[derive(Debug)]
pub struct Compiled {
    /// The output.
    pub tree: OutputTree,
    /// The diagnostics of all stages, sorted by position.
    pub diagnostics: Diagnostics,
    /// The files, for printing diagnostics.
    pub sources: Sources,
    /// The records with configuration and data.
    pub site: Site,
    /// The relations between records.
    pub relations: Relations,
    /// The pages.
    pub pages: RenderedSite,
    /// The time of the build, in seconds since 1970.
    pub build_time: i64,
}

impl Compiled {
    /// Returns what exporters read.
    pub fn export(&self) -> ExportContext<'_> {
        let Compiled { site, relations, pages, build_time, .. } = self;
        ExportContext { site, relations, pages, build_time: *build_time }
    }
}

/// Compiles a briefing. Touches neither disk nor clock nor network, and reports all mistakes in one run.
pub fn compile(inputs: &Inputs, options: &CompileOptions) -> Compiled {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let site = load::load(inputs, &options.load, &mut sources, &mut diagnostics);

    let relations = relate::relate(&site, &sources, &mut diagnostics);
    if options.locked {
        relate::report_outdated(&site, &relations, &mut diagnostics);
    }

    let pages = render::render(&site, &relations, options.render(), &mut sources, &mut diagnostics);

    let build_time = options.build_time;
    let context = ExportContext { site: &site, relations: &relations, pages: &pages, build_time };
    let mut tree = if options.defer_exports {
        export::export_pages_only(context, None, &mut diagnostics)
    } else {
        export::export(context, None, &mut diagnostics)
    };
    if options.social_cards {
        export::add_social_cards(&pages.cards, None, &mut tree);
    }

    diagnostics.sort(&sources);
    Compiled { tree, diagnostics, sources, site, relations, pages, build_time }
}

/// Returns the rules of all stages, ordered by code.
pub fn rules() -> Vec<&'static Rule> {
    let mut rules: Vec<&'static Rule> = load::rules()
        .chain(relate::RULES.iter().copied())
        .chain(crate::cite::RULES.iter().copied())
        .chain(render::RULES.iter().copied())
        .chain(export::RULES.iter().copied())
        .collect();
    #[cfg(feature = "external-links")]
    rules.extend(crate::links::RULES);
    rules.sort_by_key(|rule| rule.code);
    rules
}
