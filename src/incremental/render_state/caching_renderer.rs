//! Renders one page, unless the cache has it.
//!
//! 1. A page whose dependencies have unchanged fingerprints is reused without building its views (early cut-off on the trace).
//! 2. Otherwise its views are built and their dependencies recorded. A page whose views and templates have the cached
//!    fingerprint, the key, is reused without running its template (early cut-off on the views).
//! 3. Otherwise its template runs.

use super::dependency_fingerprints::DependencyFingerprints;
use super::page_cache::{CachedPage, PageCache};
use super::template_deps::TemplateDeps;
use super::trace::DependencyTrace;
use super::value_hash::ValueHash;
use crate::incremental::fingerprint::Fingerprint;
use crate::model::{Content, OutputSink};
use crate::render::engine::TemplateFailure;
use crate::render::page_plan::{PageJob, PageSubject};
use crate::render::page_renderer::{PageRenderer, PageViews, TIMELINE_TEMPLATE};
use crate::render::{DependencyRecorder, Page};

/// Renders the pages of one language through the page cache.
pub(super) struct CachingRenderer<'e> {
    pub(super) renderer: PageRenderer<'e>,
    pub(super) template_deps: &'e TemplateDeps,
    pub(super) fingerprints: &'e DependencyFingerprints,
    pub(super) cached_pages: &'e PageCache,
    pub(super) sink: Option<&'e dyn OutputSink>,
}

/// A page that was rendered or reused.
pub(super) struct IncrementalPage {
    /// The page, unless its template failed.
    pub(super) page: Option<Page>,
    /// Fingerprint of everything that the template sees, unless the page had failures or warnings.
    pub(super) key: Option<Fingerprint>,
    /// The page's dependencies, unless it has none that tell when it is unchanged.
    pub(super) trace: Option<DependencyTrace>,
    /// What failed.
    pub(super) failures: Vec<TemplateFailure>,
    /// Whether its views were built.
    pub(super) has_built_views: bool,
}

impl CachingRenderer<'_> {
    /// Renders a page or takes it from the cache.
    pub(super) fn render(&self, job: &PageJob<'_>, buffer: &mut Vec<u8>) -> IncrementalPage {
        let base = self.base_fingerprint(job);
        if let Some((cached, trace)) = base.and_then(|base| self.reuse_unchanged(job, base)) {
            let page = Some(self.renderer.page(job, cached.content.clone()));
            let (key, trace) = (Some(cached.key), Some(trace));
            return IncrementalPage { page, key, trace, failures: Vec::new(), has_built_views: false };
        }
        let missing_before = self.renderer.lang().messages.missing_count();
        let recorder = DependencyRecorder::default();
        let views = self.renderer.views(job, &recorder);
        let trace = base.and_then(|base| self.fingerprints.trace(base, &recorder.into_sorted()));
        let key = self.key(job, &views);
        let mut failures = Vec::new();
        let content = if let Some(cached) = key.and_then(|key| self.cached_pages.get_with_key(&job.file(), key)) {
            failures.extend(views.failures);
            Some(cached.clone())
        } else {
            let html = self.renderer.run_template(job, views, buffer, &mut failures);
            html.map(|html| self.store(job, html))
        };
        let is_clean = failures.is_empty() && self.renderer.lang().messages.missing_count() == missing_before;
        let page = content.map(|content| self.renderer.page(job, content));
        IncrementalPage { page, key: key.filter(|_| is_clean), trace, failures, has_built_views: true }
    }

    /// Fingerprints the page's own inputs: its subject, path, language, and the templates that it and its parts of the timeline can
    /// reach. `None` for pages that are cheaper to render than to track.
    fn base_fingerprint(&self, job: &PageJob<'_>) -> Option<Fingerprint> {
        let subject = match job.subject {
            PageSubject::Record(id) => ("record", self.fingerprints.stable_id(id)),
            PageSubject::EvidenceArticle(id) => ("ledger", self.fingerprints.stable_id(id)),
            PageSubject::TimelinePart(_) => ("timeline part", None),
            PageSubject::TimelineEmbed => ("timeline embed", None),
            PageSubject::Search => ("search", None),
            PageSubject::Index(index) => (index.of.folder(), None),
            PageSubject::NotFound | PageSubject::Redirect(_) => return None,
        };
        let deps = self.template_deps;
        let templates = (deps.fingerprint(job.template)?, deps.fingerprint(TIMELINE_TEMPLATE));
        let language = &**self.renderer.lang().tag;
        let source_positions = self.renderer.writes_source_positions();
        let part = self.timeline_part(job);
        Some(Fingerprint::of_hash(&(templates, job.template, subject, job.path, language, source_positions, part)))
    }

    /// Fingerprints the events of a page of a long timeline, the number before them and the sizes of all parts; `None` for
    /// other pages.
    fn timeline_part(&self, job: &PageJob<'_>) -> Option<Fingerprint> {
        let PageSubject::TimelinePart(part) = job.subject else { return None };
        let events: Vec<_> = part.events.iter().map(|id| self.fingerprints.stable_id(*id)).collect();
        let all = &self.renderer.lang().timeline.parts;
        let sizes: Vec<(&str, usize)> = all.iter().map(|part| (part.path.as_str(), part.events.len())).collect();
        Some(Fingerprint::of_hash(&(events, part.turning_points_before, sizes)))
    }

    /// Returns the cached page if its trace is still valid, with the trace for today's record numbers.
    fn reuse_unchanged(&self, job: &PageJob<'_>, base: Fingerprint) -> Option<(&CachedPage, DependencyTrace)> {
        let cached = self.cached_pages.get(&job.file())?;
        Some((cached, self.fingerprints.revalidated(base, cached.trace.as_ref()?)?))
    }

    /// Fingerprints everything that the page's template sees.
    fn key(&self, job: &PageJob<'_>, views: &PageViews) -> Option<Fingerprint> {
        let template = self.template_deps.fingerprint(job.template)?;
        let views = (views.page.as_ref().map(ValueHash), views.name, ValueHash(&views.own));
        Some(Fingerprint::of_hash(&(template, job.template, views)))
    }

    fn store(&self, job: &PageJob<'_>, html: &[u8]) -> Content {
        match self.sink.and_then(|sink| sink.store(&job.file(), html)) {
            Some(digest) => Content::Stored(digest),
            None => Content::InMemory(html.into()),
        }
    }
}
