//! A briefing that was rendered, with what it takes to render it again where only some words have changed.
//!
//! 1. Everything is prepared once: the theme, the templates, what all pages of a language share.
//! 2. Each page is made by a press of its language, all on all processors.
//! 3. When only bodies of records say something else, in which no other record can see more than words (see
//!    [`crate::relate::Relating`]), what was prepared stays, and only the pages whose trails lead past those words are made
//!    again.

use super::assets::{self, Assets};
use super::dependency_fingerprints::DependencyFingerprints;
use super::diagnostics;
use super::invalidation::Invalidation;
use super::language_env::LanguageEnv;
use super::languages;
use super::page_plan::{self, PageJob};
use super::page_renderer::{PageRenderer, RenderedPage};
use super::theme::Theme;
use super::trace::{Dependency, DependencyTrace};
use super::view::{self, EvidenceIndex, LanguageContext, LanguageResources, TrackedSite, ViewIndexes};
use super::{CachedPage, Page, PageCache, RenderOptions, RenderedSite};
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
pub struct RenderState {
    theme: Theme,
    assets: Assets,
    envs: Vec<LanguageEnv>,
    indexes: Arc<ViewIndexes>,
    languages: Vec<(Arc<LanguageResources>, Arc<EvidenceIndex>)>,
    fingerprints: Option<DependencyFingerprints>,
    /// How the briefing's own files were followed by those of the built-in theme.
    sources: Sources,
    /// What was found, but for pages that failed.
    diagnostics: Diagnostics,
    /// The pages in the order of the plan; nothing when any of them failed.
    kept_pages: Option<Vec<KeptPage>>,
    settings: RenderSettings,
}

/// A page that was made.
struct KeptPage {
    page: Page,
    key: Option<Fingerprint>,
    trace: Option<DependencyTrace>,
}

/// What came of making pages.
struct Batch {
    pages: Vec<RenderedPage>,
    cache: PageCache,
    views_built: usize,
    template_time: Duration,
    is_clean: bool,
}

/// What all pages are made alike with.
#[derive(PartialEq, Eq)]
struct RenderSettings {
    year: String,
    source_positions: bool,
    minify: bool,
}

impl RenderState {
    /// Renders everything, and gives the pages besides. Of a rendering before it takes what is the same: what citation styles
    /// print of articles.
    pub fn new(
        before: Option<&RenderState>,
        site: &Site,
        relations: &Relations,
        options: RenderOptions<'_>,
        sources: &mut Sources,
        found: &mut Diagnostics,
    ) -> (RenderState, RenderedSite) {
        let before = before.map_or(&[][..], |before| &before.languages);
        let mut own = Diagnostics::default();
        let theme = Theme::assemble(site, sources, &mut own);
        let assets = assets::collect(site, relations, &theme, &mut own);
        let (book, styles) = rayon::join(|| TrackedSite::new(site, relations), || languages::styles(site, &mut own));
        let editions = languages::language_contexts(&book, &theme, &styles, before);
        let engines = languages::engines(&editions, &theme, &assets, sources, &mut own);
        let plate = |(edition, engine)| LanguageEnv::new(edition, engine, &theme, &assets, options.build_time);
        let plates: Vec<LanguageEnv> = editions.iter().zip(engines).map(plate).collect();
        let jobs = plates.first().map(|plate| page_plan::plan(site, relations, &editions, &plate.engine, &mut own));
        let scene = options
            .cached_pages
            .and_then(|earlier| DependencyFingerprints::new(site, relations, &editions, sources, earlier));
        let mut rendering = RenderState {
            indexes: book.indexes.clone(),
            languages: editions
                .iter()
                .map(|edition| (edition.resources.clone(), edition.evidence_index.clone()))
                .collect(),
            kept_pages: None,
            settings: RenderSettings::of(site, options),
            sources: sources.clone(),
            diagnostics: own,
            theme,
            assets,
            envs: plates,
            fingerprints: scene,
        };
        let jobs = jobs.unwrap_or_default();
        let jobs: Vec<&PageJob<'_>> = jobs.iter().collect();
        let Batch { pages: printed, cache: prints, views_built: viewed, template_time, is_clean: is_flawless } =
            rendering.render_batch(&jobs, &editions, options, sources, found);
        let pages = printed.iter().filter_map(|printed| printed.page.clone()).collect();
        let assets = rendering.assets.files.clone();
        rendering.kept_pages =
            is_flawless.then(|| printed.into_iter().map(KeptPage::from_rendered).collect()).flatten();
        (rendering, RenderedSite { pages, assets, rerendered: None, cache: prints, views_built: viewed, template_time })
    }

    /// Renders a briefing again of which nothing else is new than what was touched. Nothing when everything must be
    /// rendered anew.
    pub fn update(
        &mut self,
        touched: &Invalidation,
        site: &Site,
        relations: &Relations,
        options: RenderOptions<'_>,
        sources: &mut Sources,
        found: &mut Diagnostics,
    ) -> Option<RenderedSite> {
        let mut standing = self.kept_pages.take()?;
        if self.settings != RenderSettings::of(site, options) {
            return None;
        }
        sources.extend_from(&self.sources);
        self.indexes = view::updated(&self.indexes, touched, site, relations);
        let book = TrackedSite::from_parts(site, relations, self.indexes.clone());
        let open = |(imprint, entries): &(Arc<LanguageResources>, Arc<EvidenceIndex>)| match touched.relations.records {
            Some(_) => LanguageContext::with_updated_evidence(&book, imprint.clone(), entries),
            None => Some(LanguageContext::from_parts(&book, imprint.clone(), entries.clone())),
        };
        let editions: Vec<LanguageContext<'_>> = self.languages.iter().map(open).collect::<Option<_>>()?;
        if let Some(scene) = &mut self.fingerprints {
            scene.update(touched, site, &editions, sources);
        }
        let mut ignored = Diagnostics::default();
        let jobs = page_plan::plan(site, relations, &editions, &self.envs.first()?.engine, &mut ignored);
        let mut looks = touched.dependencies();
        for ((_, before), edition) in self.languages.iter_mut().zip(&editions) {
            if !Arc::ptr_eq(before, &edition.evidence_index) {
                looks.insert(Dependency::Evidence);
                *before = edition.evidence_index.clone();
            }
        }
        let reached: Vec<usize> = (0..standing.len()).filter(|&at| standing[at].depends_on(&looks)).collect();
        let again: Vec<&PageJob<'_>> = reached.iter().filter_map(|&at| jobs.get(at)).collect();
        let earlier: PageCache = reached.iter().filter_map(|&at| standing[at].cached_page()).collect();
        let options = RenderOptions { cached_pages: Some(&earlier), ..options };
        let Batch { pages: printed, cache: prints, views_built: viewed, template_time, is_clean: is_flawless } =
            self.render_batch(&again, &editions, options, sources, found);
        let mut pages: Vec<Option<Page>> = standing.iter().map(|standing| Some(standing.page.clone())).collect();
        for (&at, printed) in reached.iter().zip(printed) {
            pages[at].clone_from(&printed.page);
            if let Some(new) = KeptPage::from_rendered(printed) {
                standing[at] = new;
            }
        }
        self.kept_pages = Some(standing).filter(|_| is_flawless);
        let again = pages.iter().all(Option::is_some).then_some(reached);
        let pages = pages.into_iter().flatten().collect();
        Some(RenderedSite {
            pages,
            assets: self.assets.files.clone(),
            rerendered: again,
            cache: prints,
            views_built: viewed,
            template_time,
        })
    }

    /// Makes pages, and reports all that was found until they were made.
    fn render_batch(
        &self,
        jobs: &[&PageJob<'_>],
        editions: &[LanguageContext<'_>],
        options: RenderOptions<'_>,
        sources: &Sources,
        found: &mut Diagnostics,
    ) -> Batch {
        let press = |(edition, plate)| {
            PageRenderer::new(edition, plate, &self.theme, options, sources, self.fingerprints.as_ref())
        };
        let presses: Vec<PageRenderer<'_>> = editions.iter().zip(&self.envs).map(press).collect();
        let print = |paper: &mut Vec<u8>, job: &&PageJob<'_>| presses[job.lang].render(job, paper);
        let printed: Vec<RenderedPage> = jobs.par_iter().map_init(Vec::new, print).collect();
        let mut failed = Diagnostics::default();
        if let Some(edition) = editions.first() {
            diagnostics::report_failures(edition.site.records.untracked(), jobs, &printed, &mut failed);
        }
        self.theme
            .messages
            .values()
            .for_each(|words| diagnostics::report_missing_keys(words, &self.theme, &mut failed));
        let is_flawless = failed.is_empty();
        found.append(self.diagnostics.clone());
        found.append(failed);
        let template_time = presses.iter().map(PageRenderer::template_time).sum();
        let viewed = printed.iter().filter(|printed| printed.has_built_views).count();
        Batch {
            cache: cacheable_pages(&printed),
            pages: printed,
            views_built: viewed,
            template_time,
            is_clean: is_flawless,
        }
    }
}

impl KeptPage {
    fn from_rendered(printed: RenderedPage) -> Option<KeptPage> {
        let RenderedPage { page, key, trace: trail, failures: _, has_built_views: _ } = printed;
        Some(KeptPage { page: page?, key, trace: trail })
    }

    /// Whether the page's views looked at any of these.
    fn depends_on(&self, looks: &BTreeSet<Dependency>) -> bool {
        let all = self.trace.as_ref().map_or(&[][..], |trail| &trail.dependencies);
        looks.iter().any(|look| all.binary_search(look).is_ok())
    }

    /// The page as another rendering may find it again.
    fn cached_page(&self) -> Option<(Arc<str>, CachedPage)> {
        let (trail, content) = (self.trace.clone(), self.page.content.clone());
        Some((self.page.file.clone(), CachedPage { key: self.key?, trace: trail, content }))
    }
}

impl RenderSettings {
    fn of(site: &Site, options: RenderOptions<'_>) -> RenderSettings {
        let RenderOptions { build_time, source_positions, .. } = options;
        RenderSettings { year: view::build_year(build_time), source_positions, minify: site.config.minify_html }
    }
}

/// Pages as another rendering may find them again: those that were made without a failure or a warning.
fn cacheable_pages(printed: &[RenderedPage]) -> PageCache {
    let print = |printed: &RenderedPage| {
        let page = printed.page.as_ref()?;
        let (key, trail) = (printed.key?, printed.trace.clone());
        Some((page.file.clone(), CachedPage { key, trace: trail, content: page.content.clone() }))
    };
    printed.iter().filter_map(print).collect()
}
