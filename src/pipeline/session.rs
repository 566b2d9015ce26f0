//! Compiles a briefing again and again, and makes only what is not the same as before.
//!
//! Each stage keeps what it takes to do its part again, and says what came out differently; the next stage looks at that
//! alone. A stage that cannot tell does everything anew, so that what comes out is always what a first compilation gives.

use super::{BuildCache, CompileOptions, Compiled, Stage};
use crate::diagnose::Diagnostics;
use crate::export::{self, ExportContext};
use crate::load::{ChangeSet, InputChanges, Inputs, LoadState, RecordsSnapshot};
use crate::model::OutputTree;
use crate::model::Site;
use crate::relate::{self, Backlink, RelateState, Relations, RelationsSnapshot as KeptRelations};
use crate::render::{Invalidation, PageCache, RenderOptions, RenderState, RenderedSite, prepare};
use crate::span::Sources;
use std::fmt;
use std::sync::Arc;

/// What is kept between compilations of a briefing: what `serve` has for as long as it runs.
#[derive(Default)]
pub struct Session {
    load_state: Option<LoadState>,
    relate_state: Option<RelateState>,
    render_state: Option<RenderState>,
    page_cache: Arc<PageCache>,
    /// The output, when only pages can be other ones in it.
    tree: Option<OutputTree>,
    /// Whether the last compilation related again only what was touched.
    relations_were_updated: bool,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

/// A briefing as an earlier run of the program read and related it.
#[derive(Debug)]
pub struct PreviousState {
    /// Its files.
    pub inputs: Inputs,
    /// What was read of them.
    pub records: RecordsSnapshot,
    /// What was found out.
    pub relations: KeptRelations,
    /// Who speaks of each record, by record.
    pub backlinks: Vec<Arc<[Backlink]>>,
}

/// What differs in so many records from an earlier run is near enough to it for the next run to begin from there, too.
const SNAPSHOT_SLACK: usize = 8;

/// Who accompanies a compilation that only the session itself can spare work.
struct NoCache(Arc<PageCache>);

impl BuildCache for NoCache {
    fn cached_pages(&mut self, _: &Site) -> Arc<PageCache> {
        self.0.clone()
    }
}

impl Session {
    /// Compiles a briefing. What comes out is what [`super::compile`] gives; only the time differs.
    pub fn compile(&mut self, inputs: &Inputs, options: &CompileOptions) -> Compiled {
        // Taken out, so that a compilation that breaks off leaves nothing half done behind.
        let mut session = std::mem::take(self);
        let prints = session.page_cache.clone();
        rayon::spawn(prepare);
        let (reading, change) = load(session.load_state.take(), inputs, options);
        let mut compiled = session.run_stages(&reading, change, options, &mut NoCache(prints));
        session.load_state = Some(reading);
        session.cache_pages(&mut compiled);
        *self = session;
        compiled
    }

    fn cache_pages(&mut self, compiled: &mut Compiled) {
        let prints = std::mem::take(&mut compiled.pages.cache);
        if compiled.pages.rerendered.is_none() && !compiled.diagnostics.has_errors() {
            self.page_cache = Arc::new(prints);
        } else {
            // Pages that were not made this time may be the same again: no change reached them, or a mistake kept them from
            // being made.
            Arc::make_mut(&mut self.page_cache).extend(prints);
        }
    }

    /// Compiles a briefing in company, once and not again.
    pub(super) fn compile_one_shot(
        mut self,
        inputs: Inputs,
        options: &CompileOptions,
        companion: &mut dyn BuildCache,
    ) -> Compiled {
        rayon::spawn(prepare);
        let (mut reading, change) = self.load_after(companion.load_snapshot(&inputs), &inputs, options);
        drop(inputs);
        reading.release_inputs();
        let is_near = matches!(&change, InputChanges::Partial(parts) if parts.record_count() <= SNAPSHOT_SLACK);
        let mut compiled = self.run_stages(&reading, change, options, companion);
        let is_new = !is_near || !self.relations_were_updated;
        if let Some(relating) = &self.relate_state
            && is_new
            && !compiled.diagnostics.has_errors()
        {
            companion.save_snapshot(&reading, relating);
        }
        compiled.session = Some(Session { load_state: Some(reading), ..self });
        compiled
    }

    /// Reads a briefing after an earlier run, if there was one.
    fn load_after(
        &mut self,
        earlier: Option<PreviousState>,
        inputs: &Inputs,
        options: &CompileOptions,
    ) -> (LoadState, InputChanges) {
        let rules = super::rules();
        let restored = earlier.and_then(|PreviousState { inputs: before, records, relations, backlinks }| {
            Some((LoadState::restore(&before, &options.load, records, &rules)?, relations, backlinks))
        });
        let Some((mut reading, relations, backlinks)) = restored else { return load(None, inputs, options) };
        let change = reading.update(inputs, &options.load);
        if matches!(&change, InputChanges::Partial(_)) {
            self.relate_state = RelateState::restore(relations, backlinks, &reading.site, &rules);
        }
        (reading, change)
    }

    /// What there is to do when the briefing is read.
    fn run_stages(
        &mut self,
        reading: &LoadState,
        change: InputChanges,
        options: &CompileOptions,
        companion: &mut dyn BuildCache,
    ) -> Compiled {
        let (mut site, mut sources, mut found) = (reading.site.clone(), reading.sources.clone(), reading.diagnostics());
        site.config.minify_html |= options.minify;
        companion.stage_finished(Stage::Load);
        let (relations, touched) = self.relate(change, &site, &sources, &mut found);
        if options.locked {
            relate::report_outdated(&site, &relations, &mut found);
        }
        companion.stage_finished(Stage::Relate);
        let pages = self.render(touched, (&site, &relations), options, companion, (&mut sources, &mut found));
        companion.stage_finished(Stage::Render);
        let export =
            ExportContext { site: &site, relations: &relations, pages: &pages, build_time: options.build_time };
        let tree = self.emit(export, options, companion, &mut found);
        found.sort(&sources);
        companion.stage_finished(Stage::Emit);
        let build_time = options.build_time;
        Compiled { tree, diagnostics: found, sources, site, relations, pages, build_time, session: None }
    }

    /// Relates the briefing; says besides where it says the same in other words, when that is all that is new.
    fn relate(
        &mut self,
        change: InputChanges,
        site: &Site,
        sources: &Sources,
        found: &mut Diagnostics,
    ) -> (Relations, Option<Invalidation>) {
        let again = match (self.relate_state.as_mut(), change) {
            (Some(relating), InputChanges::Partial(ChangeSet { bodies, front_matter, files_changed: files })) => {
                let again = relating.update(&bodies, &front_matter, site, sources);
                let is_words = !files && front_matter.is_empty();
                again.map(|known| is_words.then_some(Invalidation { changed_bodies: bodies, relations: known }))
            }
            _ => None,
        };
        self.relations_were_updated = again.is_some();
        if again.is_none() {
            self.relate_state = None;
        }
        let relating = self.relate_state.get_or_insert_with(|| RelateState::new(site, sources));
        found.append(relating.diagnostics());
        (relating.relations.clone(), again.flatten())
    }

    /// Renders the briefing.
    fn render(
        &mut self,
        touched: Option<Invalidation>,
        (site, relations): (&Site, &Relations),
        options: &CompileOptions,
        companion: &mut dyn BuildCache,
        (sources, found): (&mut Sources, &mut Diagnostics),
    ) -> RenderedSite {
        let CompileOptions { build_time, source_positions, clock, .. } = *options;
        let alone = RenderOptions { build_time, source_positions, cached_pages: None, sink: None, clock };
        let known = self.render_state.as_mut().zip(touched);
        let again =
            known.and_then(|(rendering, touched)| rendering.update(&touched, site, relations, alone, sources, found));
        if let Some(pages) = again {
            return pages;
        }
        let earlier = companion.cached_pages(site);
        let options = RenderOptions { cached_pages: Some(&earlier), sink: companion.sink(), ..alone };
        let before = self.render_state.take();
        let (rendering, pages) = RenderState::new(before.as_ref(), site, relations, options, sources, found);
        self.render_state = Some(rendering);
        pages
    }

    /// Puts the output together: that of before with the pages that were made again, where that is all.
    fn emit(
        &mut self,
        export: ExportContext<'_>,
        options: &CompileOptions,
        companion: &dyn BuildCache,
        found: &mut Diagnostics,
    ) -> OutputTree {
        let before = self.tree.take().filter(|_| options.defer_exports);
        let (tree, is_only_pages) = match (before, &export.pages.rerendered) {
            (Some(before), Some(again)) => {
                let pages = again.iter().map(|&at| &export.pages.pages[at]);
                (before.with(pages.map(|page| (&*page.file, page.content.clone()))), true)
            }
            _ if options.defer_exports => {
                let tree = export::export_pages_only(export, companion.sink(), found);
                let is_only_pages = !tree.paths().any(export::is_export);
                (tree, is_only_pages)
            }
            _ => (export::export(export, companion.sink(), found), false),
        };
        self.tree = is_only_pages.then(|| tree.clone());
        tree
    }
}

/// Reads the briefing, and says what is not as it was read before.
fn load(before: Option<LoadState>, inputs: &Inputs, options: &CompileOptions) -> (LoadState, InputChanges) {
    let Some(mut reading) = before else { return (LoadState::new(inputs, &options.load), InputChanges::Everything) };
    let change = reading.update(inputs, &options.load);
    (reading, change)
}
