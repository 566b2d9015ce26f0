//! Makes one page: puts its view together, and runs its template unless an earlier page has the same key.

use super::dependency_fingerprints::DependencyFingerprints;
use super::engine::TemplateFailure;
use super::json_ld::json_ld;
use super::language_env::LanguageEnv;
use super::page_cache::{CachedPage, PageCache};
use super::page_plan::{PageJob, PageSubject};
use super::theme::Theme;
use super::trace::{self, Dependency, DependencyTrace};
use super::value_hash::ValueHash;
use super::view::{
    self, LanguageContext, LinkBase, NotFound, PageContext, PageLinkCache, PageOrigin, PageView, Redirect,
};
use super::{ElapsedFn, Page, RenderOptions, minify};
use crate::cache::fingerprint::Fingerprint;
use crate::cite::PageCitations;
use crate::model::{Content, OutputSink};
use crate::model::{Details, IndexKind, Kind, Record, RecordId};
use crate::span::Sources;
use serde::Serialize;
use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tera::{Context, Value};

/// Makes the pages of one language.
pub(crate) struct PageRenderer<'e> {
    lang: &'e LanguageContext<'e>,
    theme: &'e Theme,
    env: &'e LanguageEnv,
    sources: Option<&'e Sources>,
    fingerprints: Option<&'e DependencyFingerprints>,
    cached_pages: Option<&'e PageCache>,
    sink: Option<&'e dyn OutputSink>,
    clock: Option<ElapsedFn>,
    template_nanos: AtomicU64,
}

/// What came of a page.
pub(crate) struct RenderedPage {
    /// The page, unless its template failed.
    pub(crate) page: Option<Page>,
    /// Its key, if it was made without a failure or a warning.
    pub(crate) key: Option<Fingerprint>,
    /// Where its views looked, if that tells when it would be the same again.
    pub(crate) trace: Option<DependencyTrace>,
    /// What failed.
    pub(crate) failures: Vec<TemplateFailure>,
    /// Whether its views were made: it was not told without them that it is the same as before.
    pub(crate) has_built_views: bool,
}

/// A page in the making.
struct PageInProgress<'s> {
    job: &'s PageJob<'s>,
    context: PageContext<'s>,
    failures: &'s RefCell<Vec<TemplateFailure>>,
    /// Where templates write: one buffer serves many pages.
    buffer: &'s mut Vec<u8>,
}

/// The template of the parts of the timeline that bodies show.
const TIMELINE_TEMPLATE: &str = "partials/timeline.html";

/// A page's key, where its template has one, and what its file says, unless its template failed.
type KeyedContent = (Option<Fingerprint>, Option<Content>);

impl<'e> PageRenderer<'e> {
    /// Prepares a language's press.
    pub(crate) fn new(
        lang: &'e LanguageContext<'e>,
        env: &'e LanguageEnv,
        theme: &'e Theme,
        options: RenderOptions<'e>,
        sources: &'e Sources,
        fingerprints: Option<&'e DependencyFingerprints>,
    ) -> PageRenderer<'e> {
        let sources = options.source_positions.then_some(sources);
        let RenderOptions { cached_pages, sink, clock, .. } = options;
        PageRenderer {
            lang,
            theme,
            env,
            sources,
            fingerprints,
            cached_pages,
            sink,
            clock,
            template_nanos: AtomicU64::new(0),
        }
    }

    /// How long templates ran until now, on all threads together.
    pub(crate) fn template_time(&self) -> Duration {
        Duration::from_nanos(self.template_nanos.load(Ordering::Relaxed))
    }

    /// Makes a page. Whatever fails is given back; other pages are not touched by it. `paper` is where templates write.
    pub(crate) fn render(&self, job: &PageJob<'_>, paper: &mut Vec<u8>) -> RenderedPage {
        let own = self.base_fingerprint(job);
        if let Some((print, trail)) = own.and_then(|own| self.reuse_cached(job, own)) {
            let page = Some(self.page(job, print.content.clone()));
            return RenderedPage {
                page,
                key: Some(print.key),
                trace: Some(trail),
                failures: Vec::new(),
                has_built_views: false,
            };
        }
        let (printed, looks) = trace::track(|| self.render_uncached(job, paper));
        let trail = own.and_then(|own| self.fingerprints?.trace(own, &looks));
        RenderedPage { trace: trail, ..printed }
    }

    /// Names what a page has besides what its views look at: what it shows, its place, and the templates that it and its
    /// parts of the timeline can reach.
    fn base_fingerprint(&self, job: &PageJob<'_>) -> Option<Fingerprint> {
        let scene = self.fingerprints?;
        let show = match job.subject {
            PageSubject::Record(id) => ("record", scene.stable_id(id)),
            PageSubject::EvidenceArticle(id) => ("ledger", scene.stable_id(id)),
            PageSubject::Index(front) => (front.of.folder(), None),
            PageSubject::NotFound | PageSubject::Redirect(_) => return None,
        };
        let ground =
            (self.env.template_deps.fingerprint(job.template)?, self.env.template_deps.fingerprint(TIMELINE_TEMPLATE));
        let language = &*self.lang.tag;
        Some(Fingerprint::of_hash(&(ground, job.template, show, job.path, language, self.sources.is_some())))
    }

    /// The page of an earlier rendering, if its views would see the same now, with its trail as it is now.
    fn reuse_cached(&self, job: &PageJob<'_>, own: Fingerprint) -> Option<(&'e CachedPage, DependencyTrace)> {
        let (scene, print) = (self.fingerprints?, self.cached_pages?.get(&job.file())?);
        Some((print, scene.revalidated(own, print.trace.as_ref()?)?))
    }

    fn render_uncached(&self, job: &PageJob<'_>, paper: &mut Vec<u8>) -> RenderedPage {
        let asked_before = self.lang.messages.missing_count();
        let failures: RefCell<Vec<TemplateFailure>> = RefCell::default();
        let draw_timeline = |timeline: Value| {
            let (mut context, mut html) = (self.base_context(), Vec::new());
            context.insert_value("timeline", timeline);
            let is_drawn = self.run_template(TIMELINE_TEMPLATE, &context, &failures, &mut html);
            String::from_utf8(html).ok().filter(|_| is_drawn).unwrap_or_default()
        };
        let links = PageLinkCache::default();
        let citations = self.citations(job, view_subject(job).record);
        let desk = PageContext {
            lang: self.lang,
            link_base: self.link_base(job),
            render_timeline: &draw_timeline,
            link_cache: &links,
            sources: self.sources,
            citations: &citations,
        };
        let (key, content) =
            self.render_views(&mut PageInProgress { job, context: desk, failures: &failures, buffer: paper });
        let failures = failures.into_inner();
        let is_flawless = failures.is_empty() && self.lang.messages.missing_count() == asked_before;
        let page = content.map(|content| self.page(job, content));
        RenderedPage { page, key: key.filter(|_| is_flawless), trace: None, failures, has_built_views: true }
    }

    /// What the record of a page cites.
    fn citations<'j>(&'j self, job: &'j PageJob<'_>, record: Option<RecordId>) -> PageCitations<'j> {
        let book = self.lang.site;
        trace::record_dependency(Dependency::Bibliography);
        let cited = record.map_or(&[][..], |id| book.list_or_canonical(book.relations.cited, id));
        let shown = cited.iter().filter(|cited| book.is_shown(cited.article));
        PageCitations::new(&self.lang.citations, job.folder(), record, shown)
    }

    /// Where a page's links begin. The not-found page is shown at any address, so its links begin at the root.
    fn link_base<'j>(&'j self, job: &'j PageJob<'_>) -> LinkBase<'j> {
        match job.subject {
            PageSubject::NotFound => LinkBase::Absolute(self.lang.site.records.config.base_path()),
            _ => LinkBase::Relative(job.folder()),
        }
    }

    fn render_views(&self, sheet: &mut PageInProgress<'_>) -> KeyedContent {
        let desk = sheet.context;
        if let PageSubject::Redirect(to) = sheet.job.subject {
            let path = desk.lang.site.relations.path(to);
            let redirect = Redirect { href: desk.link_base.href(path), url: self.lang.absolute_url(path) };
            return self.render_template(sheet, None, "redirect", &redirect);
        }
        let subject = view_subject(sheet.job);
        let mut page = view::page(&desk, self.theme, subject);
        let asked = self.env.template_deps.used_fields(sheet.job.template, "page");
        if !matches!(sheet.job.subject, PageSubject::NotFound) && asked.contains("json_ld") {
            page.json_ld = json_ld(self.lang, &page, subject.record);
        }
        let page = Some(&page);
        match sheet.job.subject {
            PageSubject::Index(front) => match front.of {
                IndexKind::Brief => self.render_template(sheet, page, "home", &view::home(&desk, front)),
                IndexKind::Records(Kind::Event) => {
                    self.render_template(sheet, page, "timeline", &view::timeline_page(&desk))
                }
                IndexKind::Records(Kind::Article) => {
                    self.render_template(sheet, page, "section", &view::article_list(&desk))
                }
                IndexKind::Records(kind) => self.render_template(sheet, page, "section", &view::section(&desk, kind)),
                IndexKind::Evidence => self.render_template(sheet, page, "ledger", &view::evidence_page(&desk)),
            },
            PageSubject::EvidenceArticle(id) => {
                self.render_template(sheet, page, "ledger", &view::article_evidence_page(&desk, id))
            }
            PageSubject::Record(id) => self.render_record(sheet, page, id),
            PageSubject::NotFound | PageSubject::Redirect(_) => {
                let nav = page.map_or(Vec::new(), |page| page.nav.clone());
                self.render_template(sheet, page, "not_found", &NotFound { nav })
            }
        }
    }

    fn render_record(&self, sheet: &mut PageInProgress<'_>, page: Option<&PageView<'_>>, id: RecordId) -> KeyedContent {
        let desk = sheet.context;
        match &desk.lang.site.records.get(id).details {
            Details::Event(event) => self.render_template(sheet, page, "event", &view::event_page(&desk, id, event)),
            Details::Initiative(initiative) => {
                self.render_template(sheet, page, "initiative", &view::initiative(&desk, id, initiative))
            }
            Details::Article(article) => {
                self.render_template(sheet, page, "article", &view::article(&desk, id, article))
            }
            Details::Actor(actor) => self.render_template(sheet, page, "actor", &view::actor(&desk, id, actor)),
            Details::Topic => self.render_template(sheet, page, "topic", &view::topic(&desk, id)),
            Details::Page | Details::Index(_) => self.render_template(sheet, page, "record", &()),
        }
    }

    /// Gives the template its views: what every page has, and the page's own under a name. The key is that of the very
    /// values that the template is given.
    fn render_template<V: Serialize>(
        &self,
        sheet: &mut PageInProgress<'_>,
        page: Option<&PageView<'_>>,
        name: &'static str,
        own: &V,
    ) -> KeyedContent {
        let template = sheet.job.template;
        let minify = self.lang.site.records.config.minify_html;
        let asked = |variable| self.env.template_deps.used_fields(template, variable);
        let (page, own) = (page.map(|page| asked("page").project(page)), asked(name).project(own));
        let given = (page.as_ref().map(ValueHash), name, ValueHash(&own));
        let key = self.env.template_deps.fingerprint(template);
        let key = key.map(|ground| Fingerprint::of_hash(&(ground, minify, template, given)));
        if let Some(known) = key.and_then(|key| self.cached_pages?.get_with_key(&sheet.job.file(), key)) {
            return (key, Some(known.clone()));
        }
        let mut context = self.base_context();
        if let Some(page) = page {
            context.insert_value("page", page);
        }
        context.insert_value(name, own);
        sheet.buffer.clear();
        let is_made = self.run_template(template, &context, sheet.failures, sheet.buffer);
        let minified = minify.then(|| minify::minified("index.html", sheet.buffer)).flatten();
        let keep = |bytes: &[u8]| match self.sink.and_then(|taker| taker.store(&sheet.job.file(), bytes)) {
            Some(stamp) => Content::Stored(stamp),
            None => Content::InMemory(bytes.into()),
        };
        (key, is_made.then(|| keep(minified.as_deref().unwrap_or(sheet.buffer))))
    }

    fn base_context(&self) -> Context {
        let mut context = Context::new();
        context.insert_value("site", self.env.site.clone());
        context
    }

    /// Runs a template; whether it came to its end.
    fn run_template(
        &self,
        template: &str,
        context: &Context,
        failures: &RefCell<Vec<TemplateFailure>>,
        out: &mut Vec<u8>,
    ) -> bool {
        let begin = self.clock.map(|clock| clock());
        let ran = self.env.engine.render(template, context, out);
        if let (Some(begin), Some(clock)) = (begin, self.clock) {
            let took = u64::try_from((clock().saturating_sub(begin)).as_nanos()).unwrap_or(u64::MAX);
            self.template_nanos.fetch_add(took, Ordering::Relaxed);
        }
        match ran {
            Ok(()) => true,
            Err(failure) => {
                failures.borrow_mut().extend(failure);
                false
            }
        }
    }

    fn page(&self, job: &PageJob<'_>, content: Content) -> Page {
        let record = match job.subject {
            PageSubject::Index(front) => front.record,
            PageSubject::Record(id) => Some(id),
            PageSubject::EvidenceArticle(_) | PageSubject::NotFound | PageSubject::Redirect(_) => None,
        };
        Page {
            file: job.file().into(),
            content,
            record,
            updated: record.and_then(|id| last_updated(self.lang.site.records.get(id))).map(Arc::from),
            listed: matches!(
                job.subject,
                PageSubject::Index(_) | PageSubject::EvidenceArticle(_) | PageSubject::Record(_)
            ),
        }
    }
}

fn view_subject<'j>(job: &PageJob<'j>) -> PageOrigin<'j> {
    let none = PageOrigin { path: job.path, record: None, index_page: None, evidence_of: None };
    match job.subject {
        PageSubject::Index(front) => PageOrigin { record: front.record, index_page: Some(front), ..none },
        PageSubject::EvidenceArticle(article) => PageOrigin { evidence_of: Some(article), ..none },
        PageSubject::Record(id) => PageOrigin { record: Some(id), ..none },
        PageSubject::NotFound | PageSubject::Redirect(_) => none,
    }
}

/// The day of a record's last change, else the day that it is about.
fn last_updated(record: &Record) -> Option<String> {
    let day = |date: &crate::model::Edtf| date.html_datetime().filter(|day| day.len() == "2025-12-31".len());
    let updated = record.updated.as_ref().and_then(|date| day(&date.value));
    updated.or_else(|| record.date().and_then(|date| day(&date.value)))
}
