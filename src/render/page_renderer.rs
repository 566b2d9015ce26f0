//! Renders one page: builds its views, then runs its template.

use super::engine::TemplateFailure;
use super::json_ld::json_ld;
use super::page_plan::{PageJob, PageSubject};
use super::setup::{LanguageSetup, RenderSetup};
use super::theme::Theme;
use super::tracked::{DependencyRecorder, SiteData, TrackedSite, UnprintedReference};
use super::view::{
    self, LanguageContext, LinkBase, NotFound, PageContext, PageLinkCache, PageOrigin, PageView, Redirect,
};
use super::{ElapsedFn, Page, RenderOptions};
use crate::cite::PageCitations;
use crate::model::{Config, Content, Details, Edtf, IndexKind, Kind, Record, RecordId};
use crate::span::Sources;
use serde::Serialize;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tera::{Context, Value};

/// Renders the pages of one language.
pub(crate) struct PageRenderer<'e> {
    data: &'e SiteData<'e>,
    lang: &'e LanguageContext<'e>,
    setup: &'e LanguageSetup,
    theme: &'e Theme,
    sources: Option<&'e Sources>,
    clock: Option<ElapsedFn>,
    template_nanos: AtomicU64,
}

/// The views of a page as its template gets them.
pub(crate) struct PageViews {
    /// The variable `page`, which redirects do not have.
    pub(crate) page: Option<Value>,
    /// The name of the page's own variable.
    pub(crate) name: &'static str,
    /// The page's own variable.
    pub(crate) own: Value,
    /// Failures of templates that views run: parts of the timeline in bodies; and of the citation style.
    pub(crate) failures: Vec<TemplateFailure>,
}

/// A rendered page.
pub(crate) struct RenderedPage {
    /// The page, unless its template failed.
    pub(crate) page: Option<Page>,
    /// What failed.
    pub(crate) failures: Vec<TemplateFailure>,
}

/// The template for parts of the timeline in bodies.
pub(crate) const TIMELINE_TEMPLATE: &str = "partials/timeline.html";

impl<'e> PageRenderer<'e> {
    /// Creates the renderer of each language.
    pub(crate) fn all(
        data: &'e SiteData<'e>,
        contexts: &'e [LanguageContext<'e>],
        setup: &'e RenderSetup,
        options: RenderOptions,
        sources: &'e Sources,
    ) -> Vec<PageRenderer<'e>> {
        let RenderOptions { source_positions, clock, .. } = options;
        let languages = contexts.iter().zip(&setup.languages);
        let renderer = |(lang, language): (&'e LanguageContext<'e>, &'e LanguageSetup)| PageRenderer {
            data,
            lang,
            setup: language,
            theme: &setup.theme,
            sources: source_positions.then_some(sources),
            clock,
            template_nanos: AtomicU64::new(0),
        };
        languages.map(renderer).collect()
    }

    /// Renders a page. A failure is returned and affects no other page. `buffer` can be reused for the next page.
    pub(crate) fn render(&self, job: &PageJob<'_>, buffer: &mut Vec<u8>) -> RenderedPage {
        let views = self.views(job, &DependencyRecorder::default());
        let mut failures = Vec::new();
        let html = self.run_template(job, views, buffer, &mut failures);
        let page = html.map(|html| self.page(job, Content::InMemory((html).into())));
        RenderedPage { page, failures }
    }

    /// Builds the views of a page. Everything that they read is recorded in `recorder`.
    pub(crate) fn views(&self, job: &PageJob<'_>, recorder: &DependencyRecorder) -> PageViews {
        let failures: RefCell<Vec<TemplateFailure>> = RefCell::default();
        let render_timeline = |timeline: Value| {
            let (mut context, mut html) = (self.base_context(), Vec::new());
            context.insert_value("timeline", timeline);
            let is_complete = self.execute(TIMELINE_TEMPLATE, &context, &mut html, &mut failures.borrow_mut());
            String::from_utf8(html).ok().filter(|_| is_complete).unwrap_or_default()
        };
        let site = self.data.tracked(recorder);
        let context = PageContext {
            lang: self.lang,
            site,
            link_base: self.link_base(job),
            render_timeline: &render_timeline,
            link_cache: &PageLinkCache::default(),
            sources: self.sources,
            citations: &self.citations(job, site),
        };
        let (page, name, own) = self.variables(job, &context);
        failures.borrow_mut().extend(self.unprinted_references(context.citations, recorder));
        PageViews { page, name, own, failures: failures.into_inner() }
    }

    /// Runs a page's template with its views. Returns `None` if the template failed; failures are added to `failures`.
    pub(crate) fn run_template<'b>(
        &self,
        job: &PageJob<'_>,
        views: PageViews,
        buffer: &'b mut Vec<u8>,
        failures: &mut Vec<TemplateFailure>,
    ) -> Option<&'b [u8]> {
        let mut context = self.base_context();
        if let Some(page) = views.page {
            context.insert_value("page", page);
        }
        context.insert_value(views.name, views.own);
        failures.extend(views.failures);
        buffer.clear();
        let is_complete = self.execute(job.template, &context, buffer, failures);
        is_complete.then_some(&buffer[..])
    }

    /// Returns a page with its HTML.
    pub(crate) fn page(&self, job: &PageJob<'_>, content: Content) -> Page {
        let record = match job.subject {
            PageSubject::Index(index) => index.record,
            PageSubject::Record(id) => Some(id),
            PageSubject::EvidenceArticle(_)
            | PageSubject::TimelinePart(_)
            | PageSubject::TimelineEmbed
            | PageSubject::Search
            | PageSubject::NotFound
            | PageSubject::Redirect(_) => None,
        };
        Page {
            file: job.file().into(),
            content,
            record,
            updated: last_updated(&self.data.site.config, record.map(|id| self.data.site.record(id))).map(Arc::from),
            listed: !matches!(
                job.subject,
                PageSubject::TimelineEmbed | PageSubject::Search | PageSubject::NotFound | PageSubject::Redirect(_)
            ),
        }
    }

    /// Returns the context of the language.
    pub(crate) fn lang(&self) -> &'e LanguageContext<'e> {
        self.lang
    }

    /// Whether blocks carry their source position.
    pub(crate) fn writes_source_positions(&self) -> bool {
        self.sources.is_some()
    }

    /// Returns how long templates ran until now, summed over all threads.
    pub(crate) fn template_time(&self) -> Duration {
        Duration::from_nanos(self.template_nanos.load(Ordering::Relaxed))
    }

    /// Returns the citations of a page's record.
    fn citations<'j>(&'j self, job: &'j PageJob<'_>, site: TrackedSite<'j>) -> PageCitations<'j> {
        let record = origin(job).record;
        let cited = record.map_or(&[][..], |id| site.list_or_canonical(site.relations.cited(), id));
        let shown = cited.iter().filter(move |cited| site.is_shown(cited.article));
        PageCitations::new(self.lang.citations(site.recorder()), job.folder(), record, shown)
    }

    /// Returns a failure for each style and article, or page, that the style could not print.
    fn unprinted_references(
        &self,
        citations: &PageCitations<'_>,
        recorder: &DependencyRecorder,
    ) -> Vec<TemplateFailure> {
        let (context, site) = (self.lang.citations(recorder), self.data.site);
        let in_list = citations.articles_in_list().map(UnprintedReference::Article);
        let shown: BTreeSet<UnprintedReference> = in_list.chain(recorder.unprinted()).collect();
        let failures = shown.into_iter().flat_map(|reference| match reference {
            UnprintedReference::Article(id) => {
                let record = site.record(id);
                let failure = |style| TemplateFailure::of_article(style, &record.id, record.title.span);
                context.failed_styles(id).map(failure).collect::<Vec<_>>()
            }
            UnprintedReference::Page => {
                let span = site.config.citation_style(self.lang.tag).map(|style| style.span);
                vec![TemplateFailure::of_self_citation(context.style_name(), span)]
            }
        });
        failures.collect()
    }

    /// Returns the path from which a page's links lead. The not-found page is served at any path, so its links are absolute.
    fn link_base<'j>(&'j self, job: &'j PageJob<'_>) -> LinkBase<'j> {
        match job.subject {
            PageSubject::NotFound => LinkBase::Absolute(self.data.site.config.base_path()),
            _ => LinkBase::Relative(job.folder()),
        }
    }

    /// Returns the variable `page`, and name and value of the page's own variable.
    fn variables(&self, job: &PageJob<'_>, context: &PageContext<'_>) -> (Option<Value>, &'static str, Value) {
        if let PageSubject::Redirect(to) = job.subject {
            let path = context.site.relations.path(to);
            let redirect = Redirect { href: context.link_base.href(path), url: self.lang.absolute_url(path) };
            return (None, "redirect", self.project(job, "redirect", &redirect));
        }
        let origin = origin(job);
        let mut page = view::page(context, self.theme, origin);
        let used = self.setup.used_fields.of(job.template, "page");
        let is_alone = !matches!(job.subject, PageSubject::TimelineEmbed | PageSubject::NotFound);
        if is_alone && used.contains("json_ld") {
            page.json_ld = json_ld(context, &page, origin.record);
        }
        let (name, own) = self.own_variable(job, context, &page);
        (Some(self.project(job, "page", &page)), name, own)
    }

    fn own_variable(&self, job: &PageJob<'_>, context: &PageContext<'_>, page: &PageView<'_>) -> (&'static str, Value) {
        match job.subject {
            PageSubject::Index(index) => match index.of {
                IndexKind::Brief => ("home", self.project(job, "home", &view::home(context, index))),
                IndexKind::Records(Kind::Event) => {
                    ("timeline", self.project(job, "timeline", &view::timeline_page(context, None)))
                }
                IndexKind::Records(Kind::Article) => {
                    ("section", self.project(job, "section", &view::article_list(context)))
                }
                IndexKind::Records(kind) => ("section", self.project(job, "section", &view::section(context, kind))),
                IndexKind::Evidence => ("ledger", self.project(job, "ledger", &view::evidence_page(context))),
            },
            PageSubject::EvidenceArticle(id) => {
                ("ledger", self.project(job, "ledger", &view::article_evidence_page(context, id)))
            }
            PageSubject::TimelinePart(part) => {
                ("timeline", self.project(job, "timeline", &view::timeline_page(context, Some(part))))
            }
            PageSubject::TimelineEmbed => ("embed", self.project(job, "embed", &view::timeline_embed(context))),
            PageSubject::Search => ("search", self.project(job, "search", &view::search_page(context))),
            PageSubject::Record(id) => self.record_variable(job, context, id),
            PageSubject::NotFound | PageSubject::Redirect(_) => {
                ("not_found", self.project(job, "not_found", &NotFound { nav: page.nav.clone() }))
            }
        }
    }

    fn record_variable(&self, job: &PageJob<'_>, context: &PageContext<'_>, id: RecordId) -> (&'static str, Value) {
        let record = context.site.records.get(id);
        let name = record.kind().info().variable.unwrap_or("record");
        let value = match &record.details {
            Details::Event(event) => self.project(job, name, &view::event_page(context, id, event)),
            Details::Initiative(initiative) => self.project(job, name, &view::initiative(context, id, initiative)),
            Details::Article(article) => self.project(job, name, &view::article(context, id, article)),
            Details::Actor(actor) => self.project(job, name, &view::actor(context, id, actor)),
            Details::Topic => self.project(job, name, &view::topic(context, id)),
            Details::Page | Details::Index(_) => self.project(job, name, &()),
        };
        (name, value)
    }

    /// Converts a view to a template value that has only the fields which the page's template uses.
    fn project<V: Serialize>(&self, job: &PageJob<'_>, variable: &str, view: &V) -> Value {
        self.setup.used_fields.of(job.template, variable).project(view)
    }

    fn base_context(&self) -> Context {
        let mut context = Context::new();
        context.insert_value("site", self.setup.site.clone());
        context
    }

    /// Runs a template. Returns whether it completed.
    fn execute(
        &self,
        template: &str,
        context: &Context,
        out: &mut Vec<u8>,
        failures: &mut Vec<TemplateFailure>,
    ) -> bool {
        let begin = self.clock.map(|clock| clock());
        let result = self.setup.engine.render(template, context, out);
        if let (Some(begin), Some(clock)) = (begin, self.clock) {
            let elapsed = u64::try_from((clock().saturating_sub(begin)).as_nanos()).unwrap_or(u64::MAX);
            self.template_nanos.fetch_add(elapsed, Ordering::Relaxed);
        }
        match result {
            Ok(()) => true,
            Err(failure) => {
                failures.extend(failure);
                false
            }
        }
    }
}

fn origin<'j>(job: &PageJob<'j>) -> PageOrigin<'j> {
    let none = PageOrigin { path: job.path, ..PageOrigin::default() };
    match job.subject {
        PageSubject::Index(index) => PageOrigin { record: index.record, index_page: Some(index), ..none },
        PageSubject::EvidenceArticle(article) => PageOrigin { evidence_of: Some(article), ..none },
        PageSubject::TimelinePart(part) => PageOrigin { timeline_part: Some(part), ..none },
        PageSubject::TimelineEmbed => PageOrigin { is_embed: true, ..none },
        PageSubject::Search => PageOrigin { is_search: true, ..none },
        PageSubject::Record(id) => PageOrigin { record: Some(id), ..none },
        PageSubject::NotFound | PageSubject::Redirect(_) => none,
    }
}

/// Returns the day of a page's last change: `2025-12-31`. `None` if it is not known to the day.
fn last_updated(config: &Config, record: Option<&Record>) -> Option<String> {
    let day = |date: Edtf| date.html_datetime().filter(|day| day.len() == "2025-12-31".len());
    config.page_modified(record).and_then(day)
}
