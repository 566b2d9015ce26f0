//! Compiles a briefing again and again, and makes only what is not the same as before.
//!
//! Each stage keeps what it takes to do its part again, and says what came out differently; the next stage looks at that
//! alone. A stage that cannot tell does everything anew, so that what comes out is always what a first compilation gives.

use super::{Companion, CompileOptions, Compiled, Stage};
use crate::emit::{self, Export};
use crate::load::{Change, Inputs, Reading};
use crate::model::{RecordId, Site};
use crate::relate::{self, Relating};
use crate::render::{self, Prints, RenderOptions};
use std::sync::Arc;

/// What is kept between compilations of a briefing: what `serve` has for as long as it runs.
#[derive(Debug, Default)]
pub struct Session {
    reading: Option<Reading>,
    relating: Option<Relating>,
    prints: Arc<Prints>,
}

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
        let mut compiled = self.compile_with(inputs, options, &mut Alone(self.prints.clone()));
        let prints = std::mem::take(&mut compiled.pages.prints);
        if compiled.found.has_errors() {
            // Pages that a mistake keeps from being made may be the same again when it is mended.
            Arc::make_mut(&mut self.prints).extend(prints);
        } else {
            self.prints = Arc::new(prints);
        }
        compiled
    }

    /// Compiles a briefing in company.
    pub(super) fn compile_with(
        &mut self,
        inputs: &Inputs,
        options: &CompileOptions,
        companion: &mut dyn Companion,
    ) -> Compiled {
        rayon::spawn(render::prepare);
        let (reading, change) = read(&mut self.reading, inputs, options);
        let (mut site, mut sources, mut found) = (reading.site.clone(), reading.sources.clone(), reading.found());
        site.config.minify_html |= options.minify;
        companion.finished(Stage::Load);
        let (relating, _) = relate(&mut self.relating, &change, reading);
        let relations = relating.relations.clone();
        found.append(relating.found.clone());
        if options.locked {
            relate::report_outdated(&site, &relations, &mut found);
        }
        companion.finished(Stage::Relate);
        let CompileOptions { build_time, source_positions, clock, .. } = *options;
        let earlier = companion.earlier(&site);
        let taker = companion.taker();
        let render_options = RenderOptions { build_time, source_positions, earlier: Some(&earlier), taker, clock };
        let pages = render::render(&site, &relations, render_options, &mut sources, &mut found);
        companion.finished(Stage::Render);
        let export = Export { site: &site, relations: &relations, pages: &pages, build_time: options.build_time };
        let emit = if options.exports_later { emit::emit_without_exports } else { emit::emit };
        let tree = emit(export, companion.taker(), &mut found);
        found.sort(&sources);
        companion.finished(Stage::Emit);
        Compiled { tree, found, sources, site, relations, pages, build_time }
    }
}

/// Reads the briefing, and says what is not as it was read before.
fn read<'m>(memory: &'m mut Option<Reading>, inputs: &Inputs, options: &CompileOptions) -> (&'m Reading, Change) {
    match memory {
        Some(reading) => {
            let change = reading.again(inputs, &options.load);
            (reading, change)
        }
        None => (memory.insert(Reading::new(inputs, &options.load)), Change::Everything),
    }
}

/// Relates the briefing, and says of which records something else is known than before; nothing when of any.
fn relate<'m>(
    memory: &'m mut Option<Relating>,
    change: &Change,
    reading: &Reading,
) -> (&'m Relating, Option<Vec<RecordId>>) {
    let (site, sources) = (&reading.site, &reading.sources);
    let again = match (memory.as_mut(), change) {
        (Some(relating), Change::Parts(parts)) if !parts.front_matter => relating.again(&parts.bodies, site, sources),
        _ => None,
    };
    match (again, memory.take()) {
        (Some(touched), Some(relating)) => (memory.insert(relating), Some(touched)),
        _ => (memory.insert(Relating::new(site, sources)), None),
    }
}
