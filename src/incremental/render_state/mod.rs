//! The rendered site of the previous compilation, and the page cache.
//!
//! 1. `dependency_fingerprints` fingerprints everything a page can depend on, with `stable_ids` in place of record numbers;
//!    `template_deps` does it for templates.
//! 2. `caching_renderer` renders each page or takes it from the `page_cache`, by its `trace` or its key (`value_hash`).
//! 3. [`RenderState::update`] renders a briefing of which only bodies changed: what was prepared stays, and only pages with an
//!    invalidated dependency (`invalidation`) are rendered.

mod caching_renderer;
mod dependency_fingerprints;
mod invalidation;
mod page_cache;
mod stable_ids;
mod template_deps;
mod trace;
mod value_hash;

pub(super) use invalidation::Invalidation;
pub(super) use page_cache::{CachedPage, PageCache};
pub(super) use stable_ids::StableIds;
pub(super) use trace::DependencyTrace;

use super::fingerprint::Fingerprint;
use crate::diagnose::Diagnostics;
use crate::model::{OutputSink, Site};
use crate::relate::Relations;
use crate::render::page_plan::PageJob;
use crate::render::page_renderer::PageRenderer;
use crate::render::setup::RenderSetup;
use crate::render::tracked::SiteData;
use crate::render::view::{EvidenceIndex, LanguageContext};
use crate::render::{self, Dependency, Page, RenderOptions, RenderStats, RenderedSite};
use crate::span::Sources;
use caching_renderer::{CachingRenderer, IncrementalPage};
use dependency_fingerprints::DependencyFingerprints;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;
use template_deps::TemplateDeps;

/// A rendered site, with everything that is reused for the next one.
pub(super) struct RenderState {
    setup: RenderSetup,
    template_deps: Vec<TemplateDeps>,
    fingerprints: DependencyFingerprints,
    /// The briefing's own files followed by those of the built-in theme.
    sources: Sources,
    /// The diagnostics of everything but pages.
    diagnostics: Diagnostics,
    /// The pages in the order of the plan, or `None` if any of them failed.
    kept_pages: Option<Vec<KeptPage>>,
    settings: RenderSettings,
}

/// A page of the previous compilation.
struct KeptPage {
    page: Page,
    key: Option<Fingerprint>,
    trace: Option<DependencyTrace>,
}

/// Settings that invalidate every page.
#[derive(PartialEq, Eq)]
struct RenderSettings {
    build_year: String,
    source_positions: bool,
}

/// Where pages come from and go to besides the state.
#[derive(Clone, Copy)]
pub(super) struct PageStore<'s> {
    /// Pages of earlier compilations.
    pub(super) cached_pages: &'s PageCache,
    /// Stores pages as soon as they are rendered.
    pub(super) sink: Option<&'s dyn OutputSink>,
}

/// The result of rendering.
pub(super) struct RenderOutcome {
    /// The site.
    pub(super) rendered: RenderedSite,
    /// The pages for the cache.
    pub(super) cache: PageCache,
    /// The indexes of the pages that were rendered, if all others are those of the previous compilation.
    pub(super) rerendered: Option<Vec<usize>>,
}

/// Rendered pages.
struct Batch {
    pages: Vec<IncrementalPage>,
    stats: RenderStats,
    is_clean: bool,
}

impl RenderState {
    /// Renders everything that the cache does not have. What citation styles printed for unchanged articles is taken from the
    /// `previous` state.
    pub(super) fn new(
        previous: Option<&RenderState>,
        site: &Site,
        relations: &Relations,
        options: RenderOptions,
        store: PageStore<'_>,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> (RenderState, RenderOutcome) {
        let mut own = Diagnostics::default();
        let mut setup = RenderSetup::new(site, relations, options.build_time, sources, &mut own);
        if let Some(previous) = previous {
            setup.reuse_citations(&previous.setup);
        }
        let data = SiteData { site, relations };
        let contexts = setup.contexts(&data);
        let jobs = setup.plan(&data, &contexts, &mut own);
        let template_deps: Vec<TemplateDeps> = setup.languages.iter().map(TemplateDeps::new).collect();
        let fingerprints = DependencyFingerprints::new(&data, &contexts, sources, store.cached_pages);
        let jobs: Vec<&PageJob<'_>> = jobs.iter().collect();
        let parts = BatchParts { setup: &setup, template_deps: &template_deps, fingerprints: &fingerprints };
        diagnostics.append(own.clone());
        let batch = parts.render(&data, &contexts, &jobs, options, store, sources, diagnostics);
        let cache = cacheable_pages(&batch.pages);
        let pages = batch.pages.iter().filter_map(|page| page.page.clone()).collect();
        let (assets, cards) = (setup.assets.files.clone(), setup.cards.clone());
        let rendered = RenderedSite { pages, assets, cards, messages: setup.messages(), stats: batch.stats };
        let kept_pages = batch.pages.into_iter().map(KeptPage::new).collect::<Option<Vec<_>>>();
        let state = RenderState {
            setup,
            template_deps,
            fingerprints,
            sources: sources.clone(),
            diagnostics: own,
            kept_pages: kept_pages.filter(|_| batch.is_clean),
            settings: RenderSettings::new(options),
        };
        (state, RenderOutcome { rendered, cache, rerendered: None })
    }

    /// Renders a briefing of which only bodies changed. Returns `None` if everything must be rendered.
    pub(super) fn update(
        &mut self,
        invalidation: &Invalidation,
        site: &Site,
        relations: &Relations,
        options: RenderOptions,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<RenderOutcome> {
        let mut kept_pages = self.kept_pages.take()?;
        if self.settings != RenderSettings::new(options) {
            return None;
        }
        sources.extend_from(&self.sources);
        let data = SiteData { site, relations };
        let mut invalidated = invalidation.dependencies();
        if invalidation.relations.records.is_some() && self.update_evidence(&data)? {
            invalidated.insert(Dependency::Evidence);
        }
        let contexts = self.setup.contexts(&data);
        self.fingerprints.update(invalidation, &data, &contexts, sources);
        let jobs = self.setup.plan(&data, &contexts, &mut Diagnostics::default());
        let is_invalid = |index: &usize| kept_pages[*index].depends_on(&invalidated);
        let indexes: Vec<usize> = (0..kept_pages.len()).filter(is_invalid).collect();
        let jobs: Vec<&PageJob<'_>> = indexes.iter().filter_map(|&index| jobs.get(index)).collect();
        let cached_pages: PageCache = indexes.iter().filter_map(|&index| kept_pages[index].cached_page()).collect();
        let parts =
            BatchParts { setup: &self.setup, template_deps: &self.template_deps, fingerprints: &self.fingerprints };
        diagnostics.append(self.diagnostics.clone());
        let store = PageStore { cached_pages: &cached_pages, sink: None };
        let batch = parts.render(&data, &contexts, &jobs, options, store, sources, diagnostics);
        let cache = cacheable_pages(&batch.pages);
        let mut pages: Vec<Option<Page>> = kept_pages.iter().map(|kept| Some(kept.page.clone())).collect();
        for (&index, page) in indexes.iter().zip(batch.pages) {
            pages[index].clone_from(&page.page);
            if let Some(kept) = KeptPage::new(page) {
                kept_pages[index] = kept;
            }
        }
        self.kept_pages = Some(kept_pages).filter(|_| batch.is_clean);
        let rerendered = pages.iter().all(Option::is_some).then_some(indexes);
        let pages = pages.into_iter().flatten().collect();
        let (assets, cards) = (self.setup.assets.files.clone(), self.setup.cards.clone());
        let rendered = RenderedSite { pages, assets, cards, messages: self.setup.messages(), stats: batch.stats };
        Some(RenderOutcome { rendered, cache, rerendered })
    }

    /// Collects the evidence of all languages again and returns whether it changed. Returns `None` if other articles have an evidence
    /// page of their own now.
    fn update_evidence(&mut self, data: &SiteData<'_>) -> Option<bool> {
        let mut changed = false;
        for language in &mut self.setup.languages {
            let evidence = EvidenceIndex::collect(data, language.resources.tag());
            if !language.resources.has_same_evidence_pages(data, &evidence) {
                return None;
            }
            if evidence != *language.evidence {
                language.evidence = Arc::new(evidence);
                changed = true;
            }
        }
        Some(changed)
    }
}

/// What a batch of pages is rendered with.
#[derive(Clone, Copy)]
struct BatchParts<'p> {
    setup: &'p RenderSetup,
    template_deps: &'p [TemplateDeps],
    fingerprints: &'p DependencyFingerprints,
}

impl<'p> BatchParts<'p> {
    /// Renders pages in parallel and reports their failures.
    #[expect(clippy::too_many_arguments, reason = "each is a part of its own, given by two callers")]
    fn render(
        self,
        data: &'p SiteData<'p>,
        contexts: &'p [LanguageContext<'p>],
        jobs: &[&PageJob<'_>],
        options: RenderOptions,
        store: PageStore<'p>,
        sources: &'p Sources,
        diagnostics: &mut Diagnostics,
    ) -> Batch {
        let PageStore { cached_pages, sink } = store;
        let BatchParts { setup, template_deps, fingerprints } = self;
        let renderers = PageRenderer::all(data, contexts, setup, options, sources).into_iter().zip(template_deps);
        let renderers: Vec<CachingRenderer<'_>> = renderers
            .map(|(renderer, template_deps)| CachingRenderer {
                renderer,
                template_deps,
                fingerprints,
                cached_pages,
                sink,
            })
            .collect();
        let render = |buffer: &mut Vec<u8>, job: &&PageJob<'_>| renderers[job.lang].render(job, buffer);
        let pages: Vec<IncrementalPage> = jobs.par_iter().map_init(Vec::new, render).collect();
        let mut failed = Diagnostics::default();
        let failures = jobs.iter().copied().zip(pages.iter().map(|page| &*page.failures));
        render::report_page_diagnostics(data.site, &setup.theme, failures, &mut failed);
        let is_clean = failed.is_empty();
        diagnostics.append(failed);
        let stats = RenderStats {
            views_built: pages.iter().filter(|page| page.has_built_views).count(),
            template_time: renderers.iter().map(|language| language.renderer.template_time()).sum(),
        };
        Batch { pages, stats, is_clean }
    }
}

impl KeptPage {
    fn new(rendered: IncrementalPage) -> Option<KeptPage> {
        let IncrementalPage { page, key, trace, failures: _, has_built_views: _ } = rendered;
        Some(KeptPage { page: page?, key, trace })
    }

    /// Whether the page depends on any of these.
    fn depends_on(&self, invalidated: &BTreeSet<Dependency>) -> bool {
        let all = self.trace.as_ref().map_or(&[][..], |trace| &trace.dependencies);
        invalidated.iter().any(|dependency| all.binary_search(dependency).is_ok())
    }

    /// Returns the page for the cache.
    fn cached_page(&self) -> Option<(Arc<str>, CachedPage)> {
        let (trace, content) = (self.trace.clone(), self.page.content.clone());
        Some((self.page.file.clone(), CachedPage { key: self.key?, trace, content }))
    }
}

impl RenderSettings {
    fn new(options: RenderOptions) -> RenderSettings {
        let RenderOptions { build_time, source_positions, .. } = options;
        let build_year = render::build_year(build_time);
        RenderSettings { build_year, source_positions }
    }
}

/// Returns the pages that can be cached: those without failures and warnings.
fn cacheable_pages(pages: &[IncrementalPage]) -> PageCache {
    let cached = |rendered: &IncrementalPage| {
        let page = rendered.page.as_ref()?;
        let (key, trace) = (rendered.key?, rendered.trace.clone());
        Some((page.file.clone(), CachedPage { key, trace, content: page.content.clone() }))
    };
    pages.iter().filter_map(cached).collect()
}
