//! Makes one page: puts its view together and runs its template.

use super::citation::PageCitations;
use super::engine::{Engine, Failure};
use super::json_ld::json_ld;
use super::plan::{Job, Show};
use super::template_value::value_of;
use super::theme::Theme;
use super::view::{self, Desk, Edition, LinkTable, NotFound, Place, Redirect, Subject};
use super::{Page, RenderOptions};
use crate::model::{Details, IndexOf, Kind, Record, RecordId};
use crate::render::assets::Assets;
use crate::span::Sources;
use std::cell::RefCell;
use tera::{Context, Value};

/// Makes the pages of one language.
pub(crate) struct Press<'e> {
    edition: &'e Edition<'e>,
    theme: &'e Theme,
    engine: Engine,
    site: Value,
    sources: Option<&'e Sources>,
}

/// What came of a page.
pub(crate) struct Printed {
    /// The page, unless its template failed.
    pub(crate) page: Option<Page>,
    /// What failed.
    pub(crate) failures: Vec<Failure>,
}

impl<'e> Press<'e> {
    /// Prepares a language's press.
    pub(crate) fn new(
        edition: &'e Edition<'e>,
        engine: Engine,
        theme: &'e Theme,
        assets: &Assets,
        options: &RenderOptions,
        sources: &'e Sources,
    ) -> Press<'e> {
        let (no_timeline, links) = (|_: Value| String::new(), LinkTable::default());
        let desk = Desk {
            edition,
            place: Place::Page(""),
            draw_timeline: &no_timeline,
            links: &links,
            sources: None,
            citations: &PageCitations::none(&edition.citations),
        };
        let site = view::site(&desk, theme, assets, options.build_time);
        Press { edition, theme, engine, site, sources: options.source_positions.then_some(sources) }
    }

    /// Makes a page. Whatever fails is given back; other pages are not touched by it.
    pub(crate) fn print(&self, job: &Job<'_>) -> Printed {
        let failures: RefCell<Vec<Failure>> = RefCell::default();
        let draw_timeline = |timeline: Value| {
            let mut context = self.context();
            context.insert_value("timeline", timeline);
            self.rendered("partials/timeline.html", &context, &failures).unwrap_or_default()
        };
        let subject = subject(job);
        let links = LinkTable::default();
        let citations = self.citations(job, subject.record);
        let desk = Desk {
            edition: self.edition,
            place: self.place(job),
            draw_timeline: &draw_timeline,
            links: &links,
            sources: self.sources,
            citations: &citations,
        };
        let context = match job.show {
            Show::Redirect(to) => self.redirect(&desk, to),
            _ => self.page(&desk, job, subject),
        };
        let html = self.rendered(job.template, &context, &failures);
        let page = html.map(|html| self.finished(job, html));
        Printed { page, failures: failures.into_inner() }
    }

    /// What the record of a page cites.
    fn citations<'j>(&'j self, job: &'j Job<'_>, record: Option<RecordId>) -> PageCitations<'j> {
        let book = self.edition.book;
        let cited = record.map_or(&[][..], |id| book.related(&book.relations.cited, id));
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

    fn context(&self) -> Context {
        let mut context = Context::new();
        context.insert_value("site", self.site.clone());
        context
    }

    fn rendered(&self, template: &str, context: &Context, failures: &RefCell<Vec<Failure>>) -> Option<String> {
        match self.engine.render(template, context) {
            Ok(html) => Some(html),
            Err(failure) => {
                failures.borrow_mut().extend(failure);
                None
            }
        }
    }

    fn page(&self, desk: &Desk<'_>, job: &Job<'_>, subject: Subject<'_>) -> Context {
        let mut page = view::page(desk, self.theme, subject);
        if !matches!(job.show, Show::NotFound) {
            page.json_ld = json_ld(self.edition, &page, subject.record);
        }
        let (key, own) = match job.show {
            Show::Front(front) => match front.of {
                IndexOf::Brief => ("home", value_of(&view::home(desk, front))),
                IndexOf::Records(Kind::Event) => ("timeline", value_of(&view::timeline_page(desk))),
                IndexOf::Records(Kind::Article) => ("section", value_of(&view::articles(desk))),
                IndexOf::Records(kind) => ("section", value_of(&view::section(desk, kind))),
                IndexOf::Evidence => ("ledger", value_of(&view::ledger(desk))),
            },
            Show::Ledger(id) => ("ledger", value_of(&view::article_ledger(desk, id))),
            Show::Record(id) => record_view(desk, id),
            Show::NotFound | Show::Redirect(_) => ("not_found", value_of(&NotFound { nav: page.nav.clone() })),
        };
        let mut context = self.context();
        context.insert_value("page", value_of(&page));
        context.insert_value(key, own);
        context
    }

    fn redirect(&self, desk: &Desk<'_>, to: RecordId) -> Context {
        let path = desk.edition.book.relations.path(to);
        let redirect = Redirect { href: desk.place.href(path), url: self.edition.address(path) };
        let mut context = self.context();
        context.insert_value("redirect", value_of(&redirect));
        context
    }

    fn finished(&self, job: &Job<'_>, html: String) -> Page {
        let record = match job.show {
            Show::Front(front) => front.record,
            Show::Record(id) => Some(id),
            Show::Ledger(_) | Show::NotFound | Show::Redirect(_) => None,
        };
        Page {
            file: job.file(),
            html: html.into(),
            record,
            updated: record.and_then(|id| updated(self.edition.book.site.record(id))),
            listed: matches!(job.show, Show::Front(_) | Show::Ledger(_) | Show::Record(_)),
        }
    }
}

/// The view of a record and its name in the template.
fn record_view(desk: &Desk<'_>, id: RecordId) -> (&'static str, Value) {
    match &desk.edition.book.site.record(id).details {
        Details::Event(event) => ("event", value_of(&view::event_page(desk, id, event))),
        Details::Initiative(initiative) => ("initiative", value_of(&view::initiative(desk, id, initiative))),
        Details::Article(article) => ("article", value_of(&view::article(desk, id, article))),
        Details::Actor(actor) => ("actor", value_of(&view::actor(desk, id, actor))),
        Details::Topic => ("topic", value_of(&view::topic(desk, id))),
        Details::Page | Details::Index(_) => ("record", Value::none()),
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
