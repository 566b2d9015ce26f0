//! What every page has, whatever it shows.

use super::cite::{Cite, cite};
use super::date::DateView;
use super::desk::Desk;
use super::edition::{Edition, Front};
use super::late::Late;
use super::reference::{Note, Reference};
use crate::model::{Heading, IndexKind, Kind, Record, RecordId};
use crate::render::theme::Theme;
use crate::render::value_hash::Html;
use serde::Serialize;
use std::borrow::Cow;
use std::rc::Rc;

/// A page.
#[derive(Debug, Serialize)]
pub(crate) struct PageView<'e> {
    root: String,
    /// Its path.
    pub(crate) path: &'e str,
    /// Its address.
    pub(crate) url: String,
    /// Its title.
    pub(crate) title: &'e str,
    head_title: String,
    /// One line about it.
    pub(crate) description: &'e str,
    kind: &'static str,
    id: Option<&'e str>,
    /// Its language.
    pub(crate) language: &'e str,
    translations: Late<'e, Vec<Translation<'e>>>,
    /// The menu.
    pub(crate) nav: Vec<NavLink<'e>>,
    footer: Late<'e, Vec<FooterLink<'e>>>,
    /// The pages above it.
    pub(crate) breadcrumbs: Vec<Crumb<'e>>,
    updated: Option<DateView>,
    /// Its description for machines.
    pub(crate) json_ld: Option<Html>,
    toc: Late<'e, Vec<TocEntry<'e>>>,
    body: Html,
    draft: bool,
    notes: Late<'e, Vec<Note>>,
    references: Late<'e, Vec<Reference<'e>>>,
    cite: Late<'e, Option<Cite>>,
    verdicts: Late<'e, Vec<&'static str>>,
    extra: &'e serde_json::Value,
}

#[derive(Clone, Debug, Serialize)]
struct Translation<'e> {
    language: &'e str,
    title: &'e str,
    href: String,
    current: bool,
}

/// A page linked at the foot of every page.
#[derive(Clone, Debug, Serialize)]
struct FooterLink<'e> {
    href: Rc<str>,
    title: &'e str,
}

/// An entry of the menu.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct NavLink<'e> {
    href: String,
    key: &'e str,
    current: bool,
}

/// A page above this one.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Crumb<'e> {
    href: String,
    /// The page's title.
    pub(crate) title: &'e str,
    /// The page's path.
    #[serde(skip)]
    pub(crate) path: &'e str,
}

#[derive(Clone, Debug, Serialize)]
struct TocEntry<'e> {
    id: &'e str,
    title: &'e str,
    children: Vec<TocEntry<'e>>,
}

/// What a page shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'e> {
    /// Its path.
    pub(crate) path: &'e str,
    /// The record, if there is one.
    pub(crate) record: Option<RecordId>,
    /// The front or index page that it is.
    pub(crate) front: Option<&'e Front>,
    /// The article whose part of the ledger it is.
    pub(crate) ledger_of: Option<RecordId>,
}

static NO_EXTRA: serde_json::Value = serde_json::Value::Null;

/// Makes what every page has.
pub(crate) fn page<'e>(desk: &Desk<'e>, theme: &'e Theme, subject: Subject<'e>) -> PageView<'e> {
    let desk = *desk;
    let record = subject.record.map(|id| desk.edition.book.site.record(id));
    let title = title(&desk, subject, record);
    let description = record.and_then(|r| r.description.as_ref()).map(|description| description.value.as_str());
    let description = description.or_else(|| subject.ledger_of.map(|_| desk.edition.words.get("ledger.of_article")));
    let (url, kind) = (desk.edition.address(subject.path), kind_word(subject, record));
    let whole_title = whole_title(&desk, subject, title);
    let is_page = subject.record.is_some() || subject.front.is_some() || subject.ledger_of.is_some();
    PageView {
        root: desk.place.href(""),
        path: subject.path,
        head_title: head_title(&whole_title, desk.edition.title()),
        cite: Late::new({
            let url = url.clone();
            move || is_page.then(|| cite(&desk, record, &whole_title, &url, kind))
        }),
        url,
        title,
        description: description.unwrap_or(desk.edition.description()),
        kind,
        id: record.filter(|_| subject.front.is_none()).map(|record| &*record.id),
        language: &desk.edition.language,
        translations: of_record(subject, move |id| translations(&desk, theme, id)),
        nav: nav(&desk, section_of(subject, record)),
        footer: Late::new(move || footer(&desk)),
        breadcrumbs: breadcrumbs(&desk, subject, record),
        updated: record.and_then(|r| r.updated.as_ref()).map(|date| desk.date(&date.value, None, None)),
        json_ld: None,
        toc: of_record(subject, move |id| toc(&desk.edition.book.site.body(id).headings)),
        body: subject.record.map_or(Html::default(), |id| desk.body(id)),
        draft: record.is_some_and(|record| record.draft),
        notes: Late::new(move || desk.notes()),
        references: of_record(subject, move |id| desk.references(id)),
        verdicts: of_record(subject, move |id| desk.verdicts(id)),
        extra: record.map_or(&NO_EXTRA, |record| &record.extra),
    }
}

/// What the record of a page has, if there is one.
fn of_record<'e, T: 'e>(subject: Subject<'_>, make: impl FnOnce(RecordId) -> Vec<T> + 'e) -> Late<'e, Vec<T>> {
    let record = subject.record;
    Late::new(move || record.map_or(Vec::new(), make))
}

fn title<'e>(desk: &Desk<'e>, subject: Subject<'e>, record: Option<&'e Record>) -> &'e str {
    let book = desk.edition.book;
    let article = subject.ledger_of.map(|id| book.site.record(book.in_language(id, &desk.edition.language)));
    match (record.or(article), subject.front) {
        (Some(record), _) => &record.title.value,
        (None, Some(front)) if front.of != IndexKind::Brief => desk.edition.words.get(front.key()),
        (None, Some(_)) => desk.edition.title(),
        (None, None) => desk.edition.words.get("not_found.title"),
    }
}

/// A title that no other page has: an article's part of the ledger has the article's.
fn whole_title<'e>(desk: &Desk<'e>, subject: Subject<'_>, title: &'e str) -> Cow<'e, str> {
    match subject.ledger_of {
        Some(_) => Cow::from(format!("{}: {title}", desk.edition.words.get("nav.evidence"))),
        None => Cow::from(title),
    }
}

fn head_title(title: &str, site: &str) -> String {
    if title == site { title.to_owned() } else { format!("{title} · {site}") }
}

fn kind_word(subject: Subject<'_>, record: Option<&Record>) -> &'static str {
    match (subject.front, record) {
        _ if subject.ledger_of.is_some() => IndexKind::Evidence.folder(),
        (Some(Front { of: IndexKind::Brief, .. }), _) => "home",
        (Some(Front { of: IndexKind::Records(Kind::Event), .. }), _) => "timeline",
        (Some(Front { of, .. }), _) => of.folder(),
        (None, Some(record)) => record.kind().as_str(),
        (None, None) => "not_found",
    }
}

/// The index page that is the page itself or above it.
fn section_of(subject: Subject<'_>, record: Option<&Record>) -> Option<IndexKind> {
    let kind = record.map(|record| IndexKind::Records(record.kind()));
    let ledger = subject.ledger_of.map(|_| IndexKind::Evidence);
    subject.front.map(|front| front.of).or(ledger).or(kind)
}

fn nav<'e>(desk: &Desk<'e>, section: Option<IndexKind>) -> Vec<NavLink<'e>> {
    let listed = desk.edition.fronts.iter().filter(|front| front.of != IndexKind::Brief);
    listed
        .map(|front| NavLink {
            href: desk.place.href(&front.path),
            key: front.key(),
            current: section == Some(front.of),
        })
        .collect()
}

fn footer<'e>(desk: &Desk<'e>) -> Vec<FooterLink<'e>> {
    let pages = desk.edition.footer.iter().map(|id| desk.link(*id));
    pages.map(|link| FooterLink { href: link.href, title: link.card.title() }).collect()
}

fn breadcrumbs<'e>(desk: &Desk<'e>, subject: Subject<'e>, record: Option<&Record>) -> Vec<Crumb<'e>> {
    let crumb = |front: &'e Front, title| Crumb { href: desk.place.href(&front.path), title, path: &front.path };
    let home = desk.edition.front(IndexKind::Brief).filter(|front| subject.path != front.path);
    let section = section_of(subject, record).filter(|_| subject.front.is_none());
    let section = section.and_then(|of| desk.edition.front(of));
    let home = home.map(|front| crumb(front, desk.edition.title()));
    let section = section.map(|front| crumb(front, front_title(desk, front)));
    home.into_iter().chain(section).collect()
}

fn front_title<'e>(desk: &Desk<'e>, front: &Front) -> &'e str {
    match front.record {
        Some(id) => desk.edition.card(id).title(),
        None => desk.edition.words.get(front.key()),
    }
}

fn translations<'e>(desk: &Desk<'e>, theme: &'e Theme, id: RecordId) -> Vec<Translation<'e>> {
    let book = desk.edition.book;
    let all = book.translations(id).filter(|(_, other)| book.is_shown(*other));
    all.map(|(tag, other)| Translation {
        language: tag,
        title: theme.messages.get(tag).map_or(tag, |words| Edition::language_name(words)),
        href: desk.place.href(book.relations.path(*other)),
        current: *tag == desk.edition.language,
    })
    .collect()
}

/// Nests headings by their levels. A heading that skips levels goes under the last one above it.
fn toc(headings: &[Heading]) -> Vec<TocEntry<'_>> {
    let mut open: Vec<(u8, Vec<TocEntry<'_>>)> = vec![(0, Vec::new())];
    for heading in headings.iter().filter(|heading| !heading.id.is_empty()) {
        close(&mut open, heading.level);
        let entry = TocEntry { id: &heading.id, title: &heading.text, children: Vec::new() };
        if let Some((_, siblings)) = open.last_mut() {
            siblings.push(entry);
        }
        open.push((heading.level, Vec::new()));
    }
    close(&mut open, 0);
    open.pop().map_or(Vec::new(), |(_, entries)| entries)
}

/// Gives the entries of finished levels to the headings that they stand under.
fn close(open: &mut Vec<(u8, Vec<TocEntry<'_>>)>, level: u8) {
    while open.len() > 1 && open.last().is_some_and(|(last, _)| *last >= level) {
        let Some((_, children)) = open.pop() else { return };
        let parent = open.last_mut().and_then(|(_, siblings)| siblings.last_mut());
        if let Some(parent) = parent {
            parent.children = children;
        }
    }
}

impl PageView<'_> {
    /// Whether it is the front page.
    pub(crate) fn is_home(&self) -> bool {
        self.kind == "home"
    }

    /// The day of the last change, when it is known to the day or coarser.
    pub(crate) fn updated_day(&self) -> Option<&str> {
        self.updated.as_ref()?.iso.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::{self, TestSite, with_page_context};
    use serde_json::{Value, json};

    fn view(test: &mut TestSite, path: &str, kind: Kind, id: &str) -> Value {
        let theme = testing::theme(test);
        with_page_context(test, path, |desk| {
            let record = desk.edition.book.find(kind, id);
            serde_json::to_value(page(desk, &theme, Subject { path, record, front: None, ledger_of: None })).unwrap()
        })
    }

    #[test]
    fn knows_where_it_is() {
        let mut test = TestSite::new();
        test.record(Kind::Initiative, "x");
        test.record(Kind::Page, "about");
        let page = view(&mut test, "initiatives/x/", Kind::Initiative, "x");
        assert_eq!((&page["root"], &page["kind"]), (&json!("../../"), &json!("initiative")));
        assert_eq!(page["url"], "https://example.org/briefings/ai/initiatives/x/");
        assert_eq!(page["head_title"], "x · Test");
        assert_eq!(page["breadcrumbs"][0], json!({"href": "../../", "title": "Test"}));
        assert_eq!(page["breadcrumbs"][1]["href"], "../");
        assert_eq!(page["footer"], json!([{"href": "../../about/", "title": "about"}]));
        let current: Vec<&Value> = page["nav"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|link| link["current"] == true)
            .map(|link| &link["key"])
            .collect();
        assert_eq!(current, ["nav.initiatives"]);
    }

    #[test]
    fn nests_headings() {
        let heading = |level, id: &str| Heading { level, id: id.into(), text: id.into(), span: testing::dummy_span() };
        let headings = [heading(2, "a"), heading(4, "b"), heading(3, "c"), heading(2, "d"), heading(1, "e")];
        let toc = serde_json::to_value(toc(&headings)).unwrap();
        assert_eq!(toc[0]["children"].as_array().unwrap().len(), 2);
        assert_eq!((&toc[1]["id"], &toc[2]["id"]), (&json!("d"), &json!("e")));
    }
}
