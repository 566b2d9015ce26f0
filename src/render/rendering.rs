//! A briefing that was rendered, with what it takes to render it again where only some words have changed.
//!
//! 1. Everything is prepared once: the theme, the templates, what all pages of a language share.
//! 2. Each page is made by a press of its language, all on all processors.
//! 3. When only bodies of records say something else, in which no other record can see more than words (see
//!    [`crate::relate::Relating`]), what was prepared stays, and only the pages whose trails lead past those words are made
//!    again.

use super::assets::{self, Assets};
use super::language;
use super::plan::{self, Job};
use super::plate::Plate;
use super::press::{Press, Printed};
use super::report;
use super::scene::Scene;
use super::theme::Theme;
use super::touched::Touched;
use super::trail::{Look, Trail};
use super::view::{self, Book, Edition, Entries, Imprint, Shelf};
use super::{Page, Pages, Print, Prints, RenderOptions};
use crate::cache::fingerprint::Fingerprint;
use crate::diagnose::Diagnostics;
use crate::model::Site;
use crate::relate::Relations;
use crate::span::Sources;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

/// A briefing that was rendered.
pub struct Rendering {
    theme: Theme,
    assets: Assets,
    plates: Vec<Plate>,
    shelf: Arc<Shelf>,
    imprints: Vec<(Arc<Imprint>, Arc<Entries>)>,
    scene: Option<Scene>,
    /// How the briefing's own files were followed by those of the built-in theme.
    sources: Sources,
    /// What was found, but for pages that failed.
    found: Diagnostics,
    /// The pages in the order of the plan; nothing when any of them failed.
    standing: Option<Vec<Standing>>,
    kind: Kind,
}

/// A page that was made.
struct Standing {
    page: Page,
    key: Option<Fingerprint>,
    trail: Option<Trail>,
}

/// What came of making pages.
struct Made {
    printed: Vec<Printed>,
    prints: Prints,
    viewed: usize,
    template_time: Duration,
    is_flawless: bool,
}

/// What all pages are made alike with.
#[derive(PartialEq, Eq)]
struct Kind {
    year: String,
    source_positions: bool,
    minify: bool,
}

impl Rendering {
    /// Renders everything, and gives the pages besides. Of a rendering before it takes what is the same: what citation styles
    /// print of articles.
    pub fn new(
        before: Option<&Rendering>,
        site: &Site,
        relations: &Relations,
        options: RenderOptions<'_>,
        sources: &mut Sources,
        found: &mut Diagnostics,
    ) -> (Rendering, Pages) {
        let before = before.map_or(&[][..], |before| &before.imprints);
        let mut own = Diagnostics::default();
        let theme = Theme::assemble(site, sources, &mut own);
        let assets = assets::collect(site, relations, &theme, &mut own);
        let (book, styles) = rayon::join(|| Book::new(site, relations), || language::styles(site, &mut own));
        let editions = language::editions(&book, &theme, &styles, before);
        let engines = language::engines(&editions, &theme, &assets, sources, &mut own);
        let plate = |(edition, engine)| Plate::new(edition, engine, &theme, &assets, options.build_time);
        let plates: Vec<Plate> = editions.iter().zip(engines).map(plate).collect();
        let jobs = plates.first().map(|plate| plan::plan(site, relations, &editions, &plate.engine, &mut own));
        let scene = options.earlier.and_then(|earlier| Scene::new(site, relations, &editions, sources, earlier));
        let mut rendering = Rendering {
            shelf: book.shelf.clone(),
            imprints: editions.iter().map(|edition| (edition.imprint.clone(), edition.entries.clone())).collect(),
            standing: None,
            kind: Kind::of(site, options),
            sources: sources.clone(),
            found: own,
            theme,
            assets,
            plates,
            scene,
        };
        let jobs = jobs.unwrap_or_default();
        let jobs: Vec<&Job<'_>> = jobs.iter().collect();
        let Made { printed, prints, viewed, template_time, is_flawless } =
            rendering.make(&jobs, &editions, options, sources, found);
        let pages = printed.iter().filter_map(|printed| printed.page.clone()).collect();
        let assets = rendering.assets.files.clone();
        rendering.standing = is_flawless.then(|| printed.into_iter().map(Standing::of).collect()).flatten();
        (rendering, Pages { pages, assets, again: None, prints, viewed, template_time })
    }

    /// Renders a briefing again of which nothing else is new than what was touched. Nothing when everything must be
    /// rendered anew.
    pub fn again(
        &mut self,
        touched: &Touched,
        site: &Site,
        relations: &Relations,
        options: RenderOptions<'_>,
        sources: &mut Sources,
        found: &mut Diagnostics,
    ) -> Option<Pages> {
        let mut standing = self.standing.take()?;
        if self.kind != Kind::of(site, options) {
            return None;
        }
        sources.extend_from(&self.sources);
        self.shelf = view::retold(&self.shelf, touched, site, relations);
        let book = Book::open(site, relations, self.shelf.clone());
        let open = |(imprint, entries): &(Arc<Imprint>, Arc<Entries>)| match touched.known.records {
            Some(_) => Edition::gather(&book, imprint.clone(), entries),
            None => Some(Edition::open(&book, imprint.clone(), entries.clone())),
        };
        let editions: Vec<Edition<'_>> = self.imprints.iter().map(open).collect::<Option<_>>()?;
        if let Some(scene) = &mut self.scene {
            scene.retouch(touched, site, &editions, sources);
        }
        let mut ignored = Diagnostics::default();
        let jobs = plan::plan(site, relations, &editions, &self.plates.first()?.engine, &mut ignored);
        let mut looks = touched.looks();
        for ((_, before), edition) in self.imprints.iter_mut().zip(&editions) {
            if !Arc::ptr_eq(before, &edition.entries) {
                looks.insert(Look::Ledger);
                *before = edition.entries.clone();
            }
        }
        let reached: Vec<usize> = (0..standing.len()).filter(|&at| standing[at].sees(&looks)).collect();
        let again: Vec<&Job<'_>> = reached.iter().filter_map(|&at| jobs.get(at)).collect();
        let earlier: Prints = reached.iter().filter_map(|&at| standing[at].print()).collect();
        let options = RenderOptions { earlier: Some(&earlier), ..options };
        let Made { printed, prints, viewed, template_time, is_flawless } =
            self.make(&again, &editions, options, sources, found);
        let mut pages: Vec<Option<Page>> = standing.iter().map(|standing| Some(standing.page.clone())).collect();
        for (&at, printed) in reached.iter().zip(printed) {
            pages[at].clone_from(&printed.page);
            if let Some(new) = Standing::of(printed) {
                standing[at] = new;
            }
        }
        self.standing = Some(standing).filter(|_| is_flawless);
        let again = pages.iter().all(Option::is_some).then_some(reached);
        let pages = pages.into_iter().flatten().collect();
        Some(Pages { pages, assets: self.assets.files.clone(), again, prints, viewed, template_time })
    }

    /// Makes pages, and reports all that was found until they were made.
    fn make(
        &self,
        jobs: &[&Job<'_>],
        editions: &[Edition<'_>],
        options: RenderOptions<'_>,
        sources: &Sources,
        found: &mut Diagnostics,
    ) -> Made {
        let press = |(edition, plate)| Press::new(edition, plate, &self.theme, options, sources, self.scene.as_ref());
        let presses: Vec<Press<'_>> = editions.iter().zip(&self.plates).map(press).collect();
        let print = |paper: &mut Vec<u8>, job: &&Job<'_>| presses[job.edition].print(job, paper);
        let printed: Vec<Printed> = jobs.par_iter().map_init(Vec::new, print).collect();
        let mut failed = Diagnostics::default();
        if let Some(edition) = editions.first() {
            report::report_failures(edition.book.site.site(), jobs, &printed, &mut failed);
        }
        self.theme.words.values().for_each(|words| report::report_unknown_words(words, &self.theme, &mut failed));
        let is_flawless = failed.is_empty();
        found.append(self.found.clone());
        found.append(failed);
        let template_time = presses.iter().map(Press::template_time).sum();
        let viewed = printed.iter().filter(|printed| printed.is_viewed).count();
        Made { prints: prints(&printed), printed, viewed, template_time, is_flawless }
    }
}

impl Standing {
    fn of(printed: Printed) -> Option<Standing> {
        let Printed { page, key, trail, failures: _, is_viewed: _ } = printed;
        Some(Standing { page: page?, key, trail })
    }

    /// Whether the page's views looked at any of these.
    fn sees(&self, looks: &BTreeSet<Look>) -> bool {
        let all = self.trail.as_ref().map_or(&[][..], |trail| &trail.looks);
        looks.iter().any(|look| all.binary_search(look).is_ok())
    }

    /// The page as another rendering may find it again.
    fn print(&self) -> Option<(Arc<str>, Print)> {
        let (trail, content) = (self.trail.clone(), self.page.content.clone());
        Some((self.page.file.clone(), Print { key: self.key?, trail, content }))
    }
}

impl Kind {
    fn of(site: &Site, options: RenderOptions<'_>) -> Kind {
        let RenderOptions { build_time, source_positions, .. } = options;
        Kind { year: view::year(build_time), source_positions, minify: site.config.minify_html }
    }
}

/// Pages as another rendering may find them again: those that were made without a failure or a warning.
fn prints(printed: &[Printed]) -> Prints {
    let print = |printed: &Printed| {
        let page = printed.page.as_ref()?;
        let (key, trail) = (printed.key?, printed.trail.clone());
        Some((page.file.clone(), Print { key, trail, content: page.content.clone() }))
    };
    printed.iter().filter_map(print).collect()
}
