//! Compiles a briefing again and again, reusing the state of the previous compilation.

use super::load_state::{ChangeSet, InputChanges, LoadState, RecordsSnapshot};
use super::relate_update::RelationsDelta;
use super::relations_snapshot::RelationsSnapshot;
use super::render_state::{Invalidation, PageCache, PageStore, RenderOutcome, RenderState};
use super::stage::Stage;
use crate::compile::{self, CompileOptions, Compiled};
use crate::diagnose::Diagnostics;
use crate::export::{self, ExportContext};
use crate::load::Inputs;
use crate::model::{OutputSink, OutputTree, Site};
use crate::relate::{self, Analysis, Backlink, Relations};
use crate::span::Sources;
use std::fmt;
use std::sync::Arc;

/// The state that is kept between compilations of a briefing. The preview has one for as long as it runs.
#[derive(Default)]
pub struct Session {
    load: Option<LoadState>,
    analysis: Option<Analysis>,
    render: Option<RenderState>,
    page_cache: Arc<PageCache>,
    /// The previous output, if only pages can change in it.
    tree: Option<OutputTree>,
    /// Whether the last compilation updated the relations instead of relating everything.
    relations_were_updated: bool,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

/// A briefing as a previous run of the program loaded and related it.
#[derive(Debug)]
pub(super) struct PreviousState {
    /// Its files.
    pub(super) inputs: Inputs,
    /// Its records.
    pub(super) records: RecordsSnapshot,
    /// Its relations.
    pub(super) relations: RelationsSnapshot,
    /// The backlinks of each record.
    pub(super) backlinks: Vec<Arc<[Backlink]>>,
}

/// Source of cached results of previous runs and receiver of new ones.
pub(super) trait BuildCache {
    /// Returns the briefing as a previous run loaded and related it. Records and files of the theme may have changed since.
    fn load_snapshot(&mut self, inputs: &Inputs) -> Option<PreviousState> {
        let _ = inputs;
        None
    }

    /// Saves the state for later runs. Called if it differs much from what [`BuildCache::load_snapshot`] returned.
    fn save_snapshot(&mut self, load: &LoadState, analysis: &Analysis) {
        let _ = (load, analysis);
    }

    /// Returns the cached pages of previous runs. Called when the configuration is known.
    fn cached_pages(&mut self, site: &Site) -> Arc<PageCache>;

    /// Returns the sink that stores pages as soon as they are rendered.
    fn sink(&self) -> Option<&dyn OutputSink> {
        None
    }

    /// Called at the end of each stage.
    fn stage_finished(&mut self, stage: Stage) {
        let _ = stage;
    }
}

/// The maximum number of changed records up to which a snapshot is not written again: the next run updates from the old one.
const SNAPSHOT_SLACK: usize = 8;

/// Only the session's own page cache.
struct NoCache(Arc<PageCache>);

impl BuildCache for NoCache {
    fn cached_pages(&mut self, _: &Site) -> Arc<PageCache> {
        self.0.clone()
    }
}

impl Session {
    /// Compiles a briefing. The result is that of [`compile::compile`]; only the time differs.
    pub fn compile(&mut self, inputs: &Inputs, options: &CompileOptions) -> Compiled {
        // Taken out, so that a panic cannot leave a half-updated session.
        let mut session = std::mem::take(self);
        let page_cache = session.page_cache.clone();
        rayon::spawn(crate::cite::preload);
        let (load, changes) = load(session.load.take(), inputs, options);
        let (compiled, cache) = session.run_stages(&load, changes, options, &mut NoCache(page_cache));
        session.load = Some(load);
        session.cache_pages(cache, compiled.diagnostics.has_errors());
        *self = session;
        compiled
    }

    fn cache_pages(&mut self, (cache, is_complete): (PageCache, bool), has_errors: bool) {
        if is_complete && !has_errors {
            self.page_cache = Arc::new(cache);
        } else {
            // Pages that were not rendered may be reused later: no change reached them, or a mistake prevented it.
            Arc::make_mut(&mut self.page_cache).extend(cache);
        }
    }

    /// Compiles a briefing once, with the cache of previous runs. Returns the pages to cache for the next run.
    pub(super) fn compile_one_shot(
        &mut self,
        inputs: Inputs,
        options: &CompileOptions,
        cache: &mut dyn BuildCache,
    ) -> (Compiled, PageCache) {
        rayon::spawn(crate::cite::preload);
        let (mut load, changes) = self.load_from_snapshot(cache.load_snapshot(&inputs), &inputs, options);
        drop(inputs);
        load.release_inputs();
        let is_near = matches!(&changes, InputChanges::Partial(set) if set.record_count() <= SNAPSHOT_SLACK);
        let (compiled, (pages, _)) = self.run_stages(&load, changes, options, cache);
        let is_outdated = !is_near || !self.relations_were_updated;
        if let Some(analysis) = &self.analysis
            && is_outdated
            && !compiled.diagnostics.has_errors()
        {
            cache.save_snapshot(&load, analysis);
        }
        self.load = Some(load);
        (compiled, pages)
    }

    /// Loads a briefing, starting from a snapshot of a previous run if there is one.
    fn load_from_snapshot(
        &mut self,
        snapshot: Option<PreviousState>,
        inputs: &Inputs,
        options: &CompileOptions,
    ) -> (LoadState, InputChanges) {
        let rules = compile::rules();
        let restored = snapshot.and_then(|PreviousState { inputs: before, records, relations, backlinks }| {
            Some((LoadState::restore(&before, &options.load, records, &rules)?, relations, backlinks))
        });
        let Some((mut state, relations, backlinks)) = restored else { return load(None, inputs, options) };
        let changes = state.update(inputs, &options.load);
        if matches!(&changes, InputChanges::Partial(_)) {
            self.analysis = Analysis::restore(relations, backlinks, &state.loaded.site, &rules);
        }
        (state, changes)
    }

    /// Runs the stages after loading. Returns the pages to cache, and whether these are all pages.
    fn run_stages(
        &mut self,
        load: &LoadState,
        changes: InputChanges,
        options: &CompileOptions,
        cache: &mut dyn BuildCache,
    ) -> (Compiled, (PageCache, bool)) {
        let (site, mut sources) = (load.loaded.site.clone(), load.loaded.sources.clone());
        let mut diagnostics = load.diagnostics();
        cache.stage_finished(Stage::Load);
        let (relations, invalidation) = self.relate(changes, &site, &sources, &mut diagnostics);
        if options.locked {
            relate::report_outdated(&site, &relations, &mut diagnostics);
        }
        cache.stage_finished(Stage::Relate);
        let outcome = self.render(invalidation, (&site, &relations), options, cache, (&mut sources, &mut diagnostics));
        cache.stage_finished(Stage::Render);
        let RenderOutcome { rendered: pages, cache: page_cache, rerendered } = outcome;
        let build_time = options.build_time;
        let context = ExportContext { site: &site, relations: &relations, pages: &pages, build_time };
        let mut tree = self.export(context, rerendered.as_deref(), options, cache, &mut diagnostics);
        if options.social_cards {
            export::add_social_cards(&pages.cards, cache.sink(), &mut tree);
        }
        diagnostics.sort(&sources);
        cache.stage_finished(Stage::Export);
        let compiled = Compiled { tree, diagnostics, sources, site, relations, pages, build_time };
        (compiled, (page_cache, rerendered.is_none()))
    }

    /// Updates the relations, or relates everything. Returns what was invalidated if only bodies changed.
    fn relate(
        &mut self,
        changes: InputChanges,
        site: &Site,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> (Relations, Option<Invalidation>) {
        let updated = match (self.analysis.as_mut(), changes) {
            (Some(analysis), InputChanges::Partial(ChangeSet { bodies, front_matter, files_changed })) => {
                let delta = analysis.update(&bodies, &front_matter, site, sources);
                let only_bodies = !files_changed && front_matter.is_empty();
                let invalidation = |relations: RelationsDelta| Invalidation { changed_bodies: bodies, relations };
                delta.map(|relations| only_bodies.then(|| invalidation(relations)))
            }
            _ => None,
        };
        self.relations_were_updated = updated.is_some();
        if updated.is_none() {
            self.analysis = None;
        }
        let analysis = self.analysis.get_or_insert_with(|| Analysis::new(site, sources));
        diagnostics.append(analysis.diagnostics());
        (analysis.relations.clone(), updated.flatten())
    }

    /// Renders the pages with invalidated dependencies, or all that the cache does not have.
    fn render(
        &mut self,
        invalidation: Option<Invalidation>,
        (site, relations): (&Site, &Relations),
        options: &CompileOptions,
        cache: &mut dyn BuildCache,
        (sources, diagnostics): (&mut Sources, &mut Diagnostics),
    ) -> RenderOutcome {
        let options = options.render();
        let updated = self.render.as_mut().zip(invalidation).and_then(|(state, invalidation)| {
            state.update(&invalidation, site, relations, options, sources, diagnostics)
        });
        if let Some(outcome) = updated {
            return outcome;
        }
        let cached_pages = cache.cached_pages(site);
        let store = PageStore { cached_pages: &cached_pages, sink: cache.sink() };
        let previous = self.render.take();
        let (state, outcome) =
            RenderState::new(previous.as_ref(), site, relations, options, store, sources, diagnostics);
        self.render = Some(state);
        outcome
    }

    /// Assembles the output: the previous one with the rerendered pages if nothing else changed.
    fn export(
        &mut self,
        context: ExportContext<'_>,
        rerendered: Option<&[usize]>,
        options: &CompileOptions,
        cache: &dyn BuildCache,
        diagnostics: &mut Diagnostics,
    ) -> OutputTree {
        let previous = self.tree.take().filter(|_| options.defer_exports);
        let (tree, only_pages) = match (previous, rerendered) {
            (Some(previous), Some(rerendered)) => {
                let pages = rerendered.iter().map(|&index| &context.pages.pages[index]);
                (previous.with(pages.map(|page| (&*page.file, page.content.clone()))), true)
            }
            _ if options.defer_exports => {
                let tree = export::export_pages_only(context, cache.sink(), diagnostics);
                let only_pages = !tree.paths().any(export::is_export);
                (tree, only_pages)
            }
            _ => (export::export(context, cache.sink(), diagnostics), false),
        };
        self.tree = only_pages.then(|| tree.clone());
        tree
    }
}

/// Loads a briefing, updating the previous state if there is one, and returns what changed.
fn load(previous: Option<LoadState>, inputs: &Inputs, options: &CompileOptions) -> (LoadState, InputChanges) {
    let Some(mut state) = previous else { return (LoadState::new(inputs, &options.load), InputChanges::Everything) };
    let changes = state.update(inputs, &options.load);
    (state, changes)
}
