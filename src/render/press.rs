//! Makes one page: puts its view together, and runs its template unless an earlier page has the same key.

use super::citation::PageCitations;
use super::engine::Failure;
use super::json_ld::json_ld;
use super::plan::{Job, Show};
use super::plate::Plate;
use super::prints::{Content, Print, Prints};
use super::scene::Scene;
use super::template_value::Given;
use super::theme::Theme;
use super::trail::{self, Look, Trail};
use super::view::{self, Desk, Edition, LinkTable, NotFound, PageView, Place, Redirect, Subject};
use super::{Clock, Page, PageTaker, RenderOptions, minify};
use crate::cache::fingerprint::Fingerprint;
use crate::model::{Details, IndexKind, Kind, Record, RecordId};
use crate::span::Sources;
use serde::Serialize;
use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tera::{Context, Value};

/// Makes the pages of one language.
pub(crate) struct Press<'e> {
    edition: &'e Edition<'e>,
    theme: &'e Theme,
    plate: &'e Plate,
    sources: Option<&'e Sources>,
    scene: Option<&'e Scene>,
    earlier: Option<&'e Prints>,
    taker: Option<&'e dyn PageTaker>,
    clock: Option<Clock>,
    nanoseconds: AtomicU64,
}

/// What came of a page.
pub(crate) struct Printed {
    /// The page, unless its template failed.
    pub(crate) page: Option<Page>,
    /// Its key, if it was made without a failure or a warning.
    pub(crate) key: Option<Fingerprint>,
    /// Where its views looked, if that tells when it would be the same again.
    pub(crate) trail: Option<Trail>,
    /// What failed.
    pub(crate) failures: Vec<Failure>,
    /// Whether its views were made: it was not told without them that it is the same as before.
    pub(crate) is_viewed: bool,
}

/// A page in the making.
struct Sheet<'s> {
    job: &'s Job<'s>,
    desk: Desk<'s>,
    failures: &'s RefCell<Vec<Failure>>,
    /// Where templates write: one buffer serves many pages.
    paper: &'s mut Vec<u8>,
}

/// The template of the parts of the timeline that bodies show.
const TIMELINE: &str = "partials/timeline.html";

/// A page's key, where its template has one, and what its file says, unless its template failed.
type Made = (Option<Fingerprint>, Option<Content>);

impl<'e> Press<'e> {
    /// Prepares a language's press.
    pub(crate) fn new(
        edition: &'e Edition<'e>,
        plate: &'e Plate,
        theme: &'e Theme,
        options: RenderOptions<'e>,
        sources: &'e Sources,
        scene: Option<&'e Scene>,
    ) -> Press<'e> {
        let sources = options.source_positions.then_some(sources);
        let RenderOptions { earlier, taker, clock, .. } = options;
        Press { edition, theme, plate, sources, scene, earlier, taker, clock, nanoseconds: AtomicU64::new(0) }
    }

    /// How long templates ran until now, on all threads together.
    pub(crate) fn template_time(&self) -> Duration {
        Duration::from_nanos(self.nanoseconds.load(Ordering::Relaxed))
    }

    /// Makes a page. Whatever fails is given back; other pages are not touched by it. `paper` is where templates write.
    pub(crate) fn print(&self, job: &Job<'_>, paper: &mut Vec<u8>) -> Printed {
        let own = self.own(job);
        if let Some((print, trail)) = own.and_then(|own| self.as_before(job, own)) {
            let page = Some(self.finished(job, print.content.clone()));
            return Printed { page, key: Some(print.key), trail: Some(trail), failures: Vec::new(), is_viewed: false };
        }
        let (printed, looks) = trail::follow(|| self.make_anew(job, paper));
        let trail = own.and_then(|own| self.scene?.trail(own, &looks));
        Printed { trail, ..printed }
    }

    /// Names what a page has besides what its views look at: what it shows, its place, and the templates that it and its
    /// parts of the timeline can reach.
    fn own(&self, job: &Job<'_>) -> Option<Fingerprint> {
        let scene = self.scene?;
        let show = match job.show {
            Show::Record(id) => ("record", scene.name(id)),
            Show::Ledger(id) => ("ledger", scene.name(id)),
            Show::Front(front) => (front.of.folder(), None),
            Show::NotFound | Show::Redirect(_) => return None,
        };
        let ground = (self.plate.grounds.of(job.template)?, self.plate.grounds.of(TIMELINE));
        let language = &*self.edition.language;
        Some(Fingerprint::of_hash(&(ground, job.template, show, job.path, language, self.sources.is_some())))
    }

    /// The page of an earlier rendering, if its views would see the same now, with its trail as it is now.
    fn as_before(&self, job: &Job<'_>, own: Fingerprint) -> Option<(&'e Print, Trail)> {
        let (scene, print) = (self.scene?, self.earlier?.get(&job.file())?);
        Some((print, scene.again(own, print.trail.as_ref()?)?))
    }

    fn make_anew(&self, job: &Job<'_>, paper: &mut Vec<u8>) -> Printed {
        let asked_before = self.edition.words.times_asked_in_vain();
        let failures: RefCell<Vec<Failure>> = RefCell::default();
        let draw_timeline = |timeline: Value| {
            let (mut context, mut html) = (self.context(), Vec::new());
            context.insert_value("timeline", timeline);
            let is_drawn = self.run(TIMELINE, &context, &failures, &mut html);
            String::from_utf8(html).ok().filter(|_| is_drawn).unwrap_or_default()
        };
        let links = LinkTable::default();
        let citations = self.citations(job, subject(job).record);
        let desk = Desk {
            edition: self.edition,
            place: self.place(job),
            draw_timeline: &draw_timeline,
            links: &links,
            sources: self.sources,
            citations: &citations,
        };
        let (key, content) = self.make(&mut Sheet { job, desk, failures: &failures, paper });
        let failures = failures.into_inner();
        let is_flawless = failures.is_empty() && self.edition.words.times_asked_in_vain() == asked_before;
        let page = content.map(|content| self.finished(job, content));
        Printed { page, key: key.filter(|_| is_flawless), trail: None, failures, is_viewed: true }
    }

    /// What the record of a page cites.
    fn citations<'j>(&'j self, job: &'j Job<'_>, record: Option<RecordId>) -> PageCitations<'j> {
        let book = self.edition.book;
        trail::note(Look::Bibliography);
        let cited = record.map_or(&[][..], |id| book.related(book.relations.cited, id));
        let shown = cited.iter().filter(|cited| book.is_shown(cited.article));
        PageCitations::new(&self.edition.citations, job.folder(), record, shown)
    }

    /// Where a page's links begin. The not-found page is shown at any address, so its links begin at the root.
    fn place<'j>(&'j self, job: &'j Job<'_>) -> Place<'j> {
        match job.show {
            Show::NotFound => Place::Prefix(self.edition.book.site.config.base_path()),
            _ => Place::Page(job.folder()),
        }
    }

    fn make(&self, sheet: &mut Sheet<'_>) -> Made {
        let desk = sheet.desk;
        if let Show::Redirect(to) = sheet.job.show {
            let path = desk.edition.book.relations.path(to);
            let redirect = Redirect { href: desk.place.href(path), url: self.edition.address(path) };
            return self.fill(sheet, None, "redirect", &redirect);
        }
        let subject = subject(sheet.job);
        let mut page = view::page(&desk, self.theme, subject);
        let asked = self.plate.grounds.asked(sheet.job.template, "page");
        if !matches!(sheet.job.show, Show::NotFound) && asked.has("json_ld") {
            page.json_ld = json_ld(self.edition, &page, subject.record);
        }
        let page = Some(&page);
        match sheet.job.show {
            Show::Front(front) => match front.of {
                IndexKind::Brief => self.fill(sheet, page, "home", &view::home(&desk, front)),
                IndexKind::Records(Kind::Event) => self.fill(sheet, page, "timeline", &view::timeline_page(&desk)),
                IndexKind::Records(Kind::Article) => self.fill(sheet, page, "section", &view::articles(&desk)),
                IndexKind::Records(kind) => self.fill(sheet, page, "section", &view::section(&desk, kind)),
                IndexKind::Evidence => self.fill(sheet, page, "ledger", &view::ledger(&desk)),
            },
            Show::Ledger(id) => self.fill(sheet, page, "ledger", &view::article_ledger(&desk, id)),
            Show::Record(id) => self.record(sheet, page, id),
            Show::NotFound | Show::Redirect(_) => {
                let nav = page.map_or(Vec::new(), |page| page.nav.clone());
                self.fill(sheet, page, "not_found", &NotFound { nav })
            }
        }
    }

    fn record(&self, sheet: &mut Sheet<'_>, page: Option<&PageView<'_>>, id: RecordId) -> Made {
        let desk = sheet.desk;
        match &desk.edition.book.site.record(id).details {
            Details::Event(event) => self.fill(sheet, page, "event", &view::event_page(&desk, id, event)),
            Details::Initiative(initiative) => {
                self.fill(sheet, page, "initiative", &view::initiative(&desk, id, initiative))
            }
            Details::Article(article) => self.fill(sheet, page, "article", &view::article(&desk, id, article)),
            Details::Actor(actor) => self.fill(sheet, page, "actor", &view::actor(&desk, id, actor)),
            Details::Topic => self.fill(sheet, page, "topic", &view::topic(&desk, id)),
            Details::Page | Details::Index(_) => self.fill(sheet, page, "record", &()),
        }
    }

    /// Gives the template its views: what every page has, and the page's own under a name. The key is that of the very
    /// values that the template is given.
    fn fill<V: Serialize>(
        &self,
        sheet: &mut Sheet<'_>,
        page: Option<&PageView<'_>>,
        name: &'static str,
        own: &V,
    ) -> Made {
        let template = sheet.job.template;
        let minify = self.edition.book.site.config.minify_html;
        let asked = |variable| self.plate.grounds.asked(template, variable);
        let (page, own) = (page.map(|page| asked("page").value_of(page)), asked(name).value_of(own));
        let given = (page.as_ref().map(Given), name, Given(&own));
        let key = self.plate.grounds.of(template);
        let key = key.map(|ground| Fingerprint::of_hash(&(ground, minify, template, given)));
        if let Some(known) = key.and_then(|key| self.earlier?.find(&sheet.job.file(), key)) {
            return (key, Some(known.clone()));
        }
        let mut context = self.context();
        if let Some(page) = page {
            context.insert_value("page", page);
        }
        context.insert_value(name, own);
        sheet.paper.clear();
        let is_made = self.run(template, &context, sheet.failures, sheet.paper);
        let minified = minify.then(|| minify::minified("index.html", sheet.paper)).flatten();
        let keep = |bytes: &[u8]| match self.taker.and_then(|taker| taker.take(&sheet.job.file(), bytes)) {
            Some(stamp) => Content::Kept(stamp),
            None => Content::Bytes(bytes.into()),
        };
        (key, is_made.then(|| keep(minified.as_deref().unwrap_or(sheet.paper))))
    }

    fn context(&self) -> Context {
        let mut context = Context::new();
        context.insert_value("site", self.plate.site.clone());
        context
    }

    /// Runs a template; whether it came to its end.
    fn run(&self, template: &str, context: &Context, failures: &RefCell<Vec<Failure>>, out: &mut Vec<u8>) -> bool {
        let begin = self.clock.map(|clock| clock());
        let ran = self.plate.engine.render(template, context, out);
        if let (Some(begin), Some(clock)) = (begin, self.clock) {
            let took = u64::try_from((clock().saturating_sub(begin)).as_nanos()).unwrap_or(u64::MAX);
            self.nanoseconds.fetch_add(took, Ordering::Relaxed);
        }
        match ran {
            Ok(()) => true,
            Err(failure) => {
                failures.borrow_mut().extend(failure);
                false
            }
        }
    }

    fn finished(&self, job: &Job<'_>, content: Content) -> Page {
        let record = match job.show {
            Show::Front(front) => front.record,
            Show::Record(id) => Some(id),
            Show::Ledger(_) | Show::NotFound | Show::Redirect(_) => None,
        };
        Page {
            file: job.file().into(),
            content,
            record,
            updated: record.and_then(|id| updated(self.edition.book.site.record(id))).map(Arc::from),
            listed: matches!(job.show, Show::Front(_) | Show::Ledger(_) | Show::Record(_)),
        }
    }
}

fn subject<'j>(job: &Job<'j>) -> Subject<'j> {
    let none = Subject { path: job.path, record: None, front: None, ledger_of: None };
    match job.show {
        Show::Front(front) => Subject { record: front.record, front: Some(front), ..none },
        Show::Ledger(article) => Subject { ledger_of: Some(article), ..none },
        Show::Record(id) => Subject { record: Some(id), ..none },
        Show::NotFound | Show::Redirect(_) => none,
    }
}

/// The day of a record's last change, else the day that it is about.
fn updated(record: &Record) -> Option<String> {
    let day = |date: &crate::model::Edtf| date.html_datetime().filter(|day| day.len() == "2025-12-31".len());
    let updated = record.updated.as_ref().and_then(|date| day(&date.value));
    updated.or_else(|| record.date().and_then(|date| day(&date.value)))
}
