//! Compiles a briefing again and again, and makes only what is not the same as before.
//!
//! Each stage keeps what it takes to do its part again, and says what came out differently; the next stage looks at that
//! alone. A stage that cannot tell does everything anew, so that what comes out is always what a first compilation gives.

use super::{Companion, CompileOptions, Compiled, Stage};
use crate::diagnose::Diagnostics;
use crate::emit::{self, Export, OutputTree};
use crate::load::{ChangeSet, InputChanges, Inputs, LoadState, RecordsSnapshot};
use crate::model::Site;
use crate::relate::{self, Backlink, RelateState, Relations, RelationsSnapshot as KeptRelations};
use crate::render::{Pages, Prints, RenderOptions, Rendering, Touched, prepare};
use crate::span::Sources;
use std::fmt;
use std::sync::Arc;

/// What is kept between compilations of a briefing: what `serve` has for as long as it runs.
#[derive(Default)]
pub struct Session {
    reading: Option<LoadState>,
    relating: Option<RelateState>,
    rendering: Option<Rendering>,
    prints: Arc<Prints>,
    /// The output, when only pages can be other ones in it.
    tree: Option<OutputTree>,
    /// Whether the last compilation related again only what was touched.
    is_related_again: bool,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

/// A briefing as an earlier run of the program read and related it.
#[derive(Debug)]
pub struct Earlier {
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
const MOST_NEAR: usize = 8;

/// Who accompanies a compilation that only the session itself can spare work.
struct Alone(Arc<Prints>);

impl Companion for Alone {
    fn earlier(&mut self, _: &Site) -> Arc<Prints> {
        self.0.clone()
    }
}

impl Session {
    /// Compiles a briefing. What comes out is what [`super::compile`] gives; only the time differs.
    pub fn compile(&mut self, inputs: &Inputs, options: &CompileOptions) -> Compiled {
        // Taken out, so that a compilation that breaks off leaves nothing half done behind.
        let mut session = std::mem::take(self);
        let prints = session.prints.clone();
        rayon::spawn(prepare);
        let (reading, change) = read(session.reading.take(), inputs, options);
        let mut compiled = session.go_on(&reading, change, options, &mut Alone(prints));
        session.reading = Some(reading);
        session.remember(&mut compiled);
        *self = session;
        compiled
    }

    fn remember(&mut self, compiled: &mut Compiled) {
        let prints = std::mem::take(&mut compiled.pages.prints);
        if compiled.pages.again.is_none() && !compiled.found.has_errors() {
            self.prints = Arc::new(prints);
        } else {
            // Pages that were not made this time may be the same again: no change reached them, or a mistake kept them from
            // being made.
            Arc::make_mut(&mut self.prints).extend(prints);
        }
    }

    /// Compiles a briefing in company, once and not again.
    pub(super) fn compile_once(
        mut self,
        inputs: Inputs,
        options: &CompileOptions,
        companion: &mut dyn Companion,
    ) -> Compiled {
        rayon::spawn(prepare);
        let (mut reading, change) = self.read_after(companion.before(&inputs), &inputs, options);
        drop(inputs);
        reading.release_inputs();
        let is_near = matches!(&change, InputChanges::Partial(parts) if parts.record_count() <= MOST_NEAR);
        let mut compiled = self.go_on(&reading, change, options, companion);
        let is_new = !is_near || !self.is_related_again;
        if let Some(relating) = &self.relating
            && is_new
            && !compiled.found.has_errors()
        {
            companion.keep(&reading, relating);
        }
        compiled.session = Some(Session { reading: Some(reading), ..self });
        compiled
    }

    /// Reads a briefing after an earlier run, if there was one.
    fn read_after(
        &mut self,
        earlier: Option<Earlier>,
        inputs: &Inputs,
        options: &CompileOptions,
    ) -> (LoadState, InputChanges) {
        let rules = super::rules();
        let restored = earlier.and_then(|Earlier { inputs: before, records, relations, backlinks }| {
            Some((LoadState::restore(&before, &options.load, records, &rules)?, relations, backlinks))
        });
        let Some((mut reading, relations, backlinks)) = restored else { return read(None, inputs, options) };
        let change = reading.update(inputs, &options.load);
        if matches!(&change, InputChanges::Partial(_)) {
            self.relating = RelateState::restore(relations, backlinks, &reading.site, &rules);
        }
        (reading, change)
    }

    /// What there is to do when the briefing is read.
    fn go_on(
        &mut self,
        reading: &LoadState,
        change: InputChanges,
        options: &CompileOptions,
        companion: &mut dyn Companion,
    ) -> Compiled {
        let (mut site, mut sources, mut found) = (reading.site.clone(), reading.sources.clone(), reading.diagnostics());
        site.config.minify_html |= options.minify;
        companion.finished(Stage::Load);
        let (relations, touched) = self.relate(change, &site, &sources, &mut found);
        if options.locked {
            relate::report_outdated(&site, &relations, &mut found);
        }
        companion.finished(Stage::Relate);
        let pages = self.render(touched, (&site, &relations), options, companion, (&mut sources, &mut found));
        companion.finished(Stage::Render);
        let export = Export { site: &site, relations: &relations, pages: &pages, build_time: options.build_time };
        let tree = self.emit(export, options, companion, &mut found);
        found.sort(&sources);
        companion.finished(Stage::Emit);
        let build_time = options.build_time;
        Compiled { tree, found, sources, site, relations, pages, build_time, session: None }
    }

    /// Relates the briefing; says besides where it says the same in other words, when that is all that is new.
    fn relate(
        &mut self,
        change: InputChanges,
        site: &Site,
        sources: &Sources,
        found: &mut Diagnostics,
    ) -> (Relations, Option<Touched>) {
        let again = match (self.relating.as_mut(), change) {
            (Some(relating), InputChanges::Partial(ChangeSet { bodies, front_matter, files_changed: files })) => {
                let again = relating.update(&bodies, &front_matter, site, sources);
                let is_words = !files && front_matter.is_empty();
                again.map(|known| is_words.then_some(Touched { bodies, known }))
            }
            _ => None,
        };
        self.is_related_again = again.is_some();
        if again.is_none() {
            self.relating = None;
        }
        let relating = self.relating.get_or_insert_with(|| RelateState::new(site, sources));
        found.append(relating.diagnostics());
        (relating.relations.clone(), again.flatten())
    }

    /// Renders the briefing.
    fn render(
        &mut self,
        touched: Option<Touched>,
        (site, relations): (&Site, &Relations),
        options: &CompileOptions,
        companion: &mut dyn Companion,
        (sources, found): (&mut Sources, &mut Diagnostics),
    ) -> Pages {
        let CompileOptions { build_time, source_positions, clock, .. } = *options;
        let alone = RenderOptions { build_time, source_positions, earlier: None, taker: None, clock };
        let known = self.rendering.as_mut().zip(touched);
        let again =
            known.and_then(|(rendering, touched)| rendering.again(&touched, site, relations, alone, sources, found));
        if let Some(pages) = again {
            return pages;
        }
        let earlier = companion.earlier(site);
        let options = RenderOptions { earlier: Some(&earlier), taker: companion.taker(), ..alone };
        let before = self.rendering.take();
        let (rendering, pages) = Rendering::new(before.as_ref(), site, relations, options, sources, found);
        self.rendering = Some(rendering);
        pages
    }

    /// Puts the output together: that of before with the pages that were made again, where that is all.
    fn emit(
        &mut self,
        export: Export<'_>,
        options: &CompileOptions,
        companion: &dyn Companion,
        found: &mut Diagnostics,
    ) -> OutputTree {
        let before = self.tree.take().filter(|_| options.exports_later);
        let (tree, is_only_pages) = match (before, &export.pages.again) {
            (Some(before), Some(again)) => (before.with_pages(again.iter().map(|&at| &export.pages.pages[at])), true),
            _ if options.exports_later => {
                let tree = emit::emit_without_exports(export, companion.taker(), found);
                let is_only_pages = !tree.paths().any(emit::is_export);
                (tree, is_only_pages)
            }
            _ => (emit::emit(export, companion.taker(), found), false),
        };
        self.tree = is_only_pages.then(|| tree.clone());
        tree
    }
}

/// Reads the briefing, and says what is not as it was read before.
fn read(before: Option<LoadState>, inputs: &Inputs, options: &CompileOptions) -> (LoadState, InputChanges) {
    let Some(mut reading) = before else { return (LoadState::new(inputs, &options.load), InputChanges::Everything) };
    let change = reading.update(inputs, &options.load);
    (reading, change)
}
