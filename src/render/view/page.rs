//! Parts of the view that every page has.

use super::date::DateView;
use super::language_context::{IndexPage, LanguageContext};
use super::lazy::Lazy;
use super::page_context::PageContext;
use super::reference::{NoteView, ReferenceView};
use super::self_citation::{SelfCitationView, self_citation};
use super::social::{CardSubject, SocialView, social};
use super::timeline_parts::TimelinePart;
use crate::model::{Heading, IndexKind, Kind, Record, RecordId};
use crate::render::body_html::words_html;
use crate::render::template_value::Html;
use crate::render::theme::Theme;
use serde::Serialize;
use std::borrow::Cow;
use std::rc::Rc;

/// A page as templates see it.
#[derive(Debug, Serialize)]
pub(crate) struct PageView<'e> {
    root: String,
    /// Path from the site's root.
    pub(crate) path: &'e str,
    /// Absolute URL.
    pub(crate) url: String,
    /// Title in plain words.
    pub(crate) title: &'e str,
    title_html: Html,
    head_title: String,
    /// Description in one line.
    pub(crate) description: &'e str,
    /// Description with its citations and links.
    description_html: Lazy<'e, Html>,
    kind: &'static str,
    id: Option<&'e str>,
    /// Language tag.
    pub(crate) language: &'e str,
    translations: Lazy<'e, Vec<Translation<'e>>>,
    /// Links of the menu.
    pub(crate) nav: Vec<NavLink<'e>>,
    /// Link to the search page, if there is a search.
    search: Option<String>,
    footer: Lazy<'e, Vec<FooterLink<'e>>>,
    /// Links to the pages above it.
    pub(crate) breadcrumbs: Vec<Crumb<'e>>,
    updated: Option<DateView>,
    /// JSON-LD description.
    pub(crate) json_ld: Option<Html>,
    toc: Lazy<'e, Vec<TocEntry<'e>>>,
    body: Html,
    draft: bool,
    notes: Lazy<'e, Vec<NoteView>>,
    references: Lazy<'e, Vec<ReferenceView<'e>>>,
    cite: Lazy<'e, Option<SelfCitationView>>,
    social: Lazy<'e, SocialView>,
    verdicts: Lazy<'e, Vec<&'static str>>,
    extra: &'e serde_json::Value,
}

#[derive(Clone, Debug, Serialize)]
struct Translation<'e> {
    language: &'e str,
    title: &'e str,
    href: String,
    current: bool,
}

/// Link to a page in the footer.
#[derive(Clone, Debug, Serialize)]
struct FooterLink<'e> {
    href: Rc<str>,
    title: &'e str,
}

/// Link of the menu.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct NavLink<'e> {
    href: String,
    key: &'e str,
    current: bool,
}

/// Link to a page above this one.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Crumb<'e> {
    href: String,
    /// Title of the page.
    pub(crate) title: &'e str,
    /// Path of the page.
    #[serde(skip)]
    pub(crate) path: &'e str,
}

#[derive(Clone, Debug, Serialize)]
struct TocEntry<'e> {
    id: &'e str,
    title: &'e str,
    children: Vec<TocEntry<'e>>,
}

/// Origin of a page: the record, index page or article that it is built from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PageOrigin<'e> {
    /// Path from the site's root.
    pub(crate) path: &'e str,
    /// Record of the page.
    pub(crate) record: Option<RecordId>,
    /// Index page or front page.
    pub(crate) index_page: Option<&'e IndexPage>,
    /// Article for which this is an evidence page.
    pub(crate) evidence_of: Option<RecordId>,
    /// Part of a long timeline.
    pub(crate) timeline_part: Option<&'e TimelinePart>,
    /// Whether other sites embed the page.
    pub(crate) is_embed: bool,
    /// True for the search page.
    pub(crate) is_search: bool,
}

static NO_EXTRA: serde_json::Value = serde_json::Value::Null;

/// Builds the parts that every page has.
pub(crate) fn page<'e>(context: &PageContext<'e>, theme: &'e Theme, subject: PageOrigin<'e>) -> PageView<'e> {
    let context = *context;
    let record = subject.record.map(|id| context.site.records.get(id));
    let title = title(&context, subject, record);
    let description = record.and_then(|r| r.description.as_ref()).map(|description| description.value.as_str());
    let description =
        description.or_else(|| subject.evidence_of.map(|_| context.lang.messages.get("ledger.of_article")));
    let description = description.unwrap_or(context.lang.description());
    let (url, kind) = (context.lang.absolute_url(subject.path), kind_word(subject, record));
    let whole_title = unique_title(&context, subject, title);
    let is_part = subject.evidence_of.is_some() || subject.timeline_part.is_some();
    let is_page = subject.record.is_some() || subject.index_page.is_some() || is_part;
    PageView {
        root: context.link_base.href(""),
        path: subject.path,
        head_title: head_title(&whole_title, context.lang.title()),
        cite: Lazy::new({
            let url = url.clone();
            move || is_page.then(|| self_citation(&context, record, &whole_title, &url, kind))
        }),
        url,
        title,
        title_html: title_html(&context, subject, title),
        description,
        description_html: Lazy::new(move || description_html(&context, subject.record, description)),
        kind,
        id: record.filter(|_| subject.index_page.is_none()).map(|record| &*record.id),
        language: context.lang.tag,
        translations: lazy_for_record(subject, move |id| translations(&context, theme, id)),
        nav: nav(&context, section_of(subject, record)),
        search: context.lang.search_path.map(|path| context.link_base.href(path)),
        footer: Lazy::new(move || footer(&context)),
        breadcrumbs: breadcrumbs(&context, subject, record),
        updated: record.and_then(|r| r.updated.as_ref()).map(|date| context.date(&date.value, None, None)),
        json_ld: None,
        toc: lazy_for_record(subject, move |id| toc(&context.site.records.body(id).headings)),
        body: subject.record.map_or(Html::default(), |id| context.body(id)),
        draft: record.is_some_and(|record| record.draft),
        notes: Lazy::new(move || context.notes()),
        references: lazy_for_record(subject, move |id| context.references(id)),
        verdicts: lazy_for_record(subject, move |id| context.verdicts(id)),
        social: Lazy::new(move || social(&context, theme.card_style.as_ref(), card_subject(subject), record)),
        extra: record.map_or(&NO_EXTRA, |record| &record.extra),
    }
}

/// Returns a lazy list computed from the page's record; empty without a record.
fn lazy_for_record<'e, T: 'e>(subject: PageOrigin<'_>, make: impl FnOnce(RecordId) -> Vec<T> + 'e) -> Lazy<'e, Vec<T>> {
    let record = subject.record;
    Lazy::new(move || record.map_or(Vec::new(), make))
}

fn card_subject(subject: PageOrigin<'_>) -> Option<CardSubject<'_>> {
    match (subject.index_page, subject.record) {
        (Some(index), _) => Some(CardSubject::Index(index)),
        (None, record) => record.map(CardSubject::Record),
    }
}

fn title<'e>(context: &PageContext<'e>, subject: PageOrigin<'e>, record: Option<&'e Record>) -> &'e str {
    let site = context.site;
    let article = subject.evidence_of.map(|id| site.records.get(site.in_language(id, context.lang.tag)));
    match (record.or(article), subject.index_page) {
        (Some(record), _) => &record.title.value,
        (None, Some(front)) if front.of != IndexKind::Brief => context.lang.messages.get(front.message_key()),
        (None, Some(_)) => context.lang.title(),
        (None, None) => match subject.timeline_part {
            Some(part) => &part.title,
            None if subject.is_embed => timeline_title(context),
            None if subject.is_search => context.lang.messages.get("search.title"),
            None => context.lang.messages.get("not_found.title"),
        },
    }
}

/// Returns the title of the timeline.
fn timeline_title<'e>(context: &PageContext<'e>) -> &'e str {
    let timeline = context.lang.index_page(IndexKind::Records(Kind::Event));
    timeline.map_or("", |timeline| index_page_title(context, timeline))
}

/// Renders the title; that of a record or of its evidence page with its markup.
fn title_html(context: &PageContext<'_>, subject: PageOrigin<'_>, title: &str) -> Html {
    let evidence_of = || subject.evidence_of.map(|id| context.site.in_language(id, context.lang.tag));
    let record = subject.record.or_else(evidence_of).map(|id| context.site.records.get(id));
    Html(words_html(title, record.map_or(&[][..], |record| &record.title_markup)))
}

/// Renders the description of a record with its citations and links.
fn description_html(context: &PageContext<'_>, record: Option<RecordId>, description: &str) -> Html {
    let markup = record.and_then(|id| Some((id, context.site.records.get(id).description_markup()?)));
    match markup {
        Some((id, markup)) => context.first_paragraph(id, markup),
        None => Html(words_html(description, &[])),
    }
}

/// Returns a title that no other page has: an article's evidence page shares the article's title.
fn unique_title<'e>(context: &PageContext<'e>, subject: PageOrigin<'_>, title: &'e str) -> Cow<'e, str> {
    match subject.evidence_of {
        Some(_) => Cow::from(format!("{}: {title}", context.lang.messages.get("nav.evidence"))),
        None if subject.timeline_part.is_some() => {
            Cow::from(format!("{}: {title}", context.lang.messages.get("nav.timeline")))
        }
        None => Cow::from(title),
    }
}

fn head_title(title: &str, site: &str) -> String {
    if title == site { title.to_owned() } else { format!("{title} · {site}") }
}

fn kind_word(subject: PageOrigin<'_>, record: Option<&Record>) -> &'static str {
    match (subject.index_page, record) {
        _ if subject.evidence_of.is_some() => IndexKind::Evidence.info().name,
        _ if subject.is_embed => "embed",
        _ if subject.is_search => "search",
        _ if subject.timeline_part.is_some() => IndexKind::Records(Kind::Event).info().name,
        (Some(index_page), _) => index_page.of.info().name,
        (None, Some(record)) => record.kind().as_str(),
        (None, None) => "not_found",
    }
}

/// Returns the index page that the page is or belongs to.
fn section_of(subject: PageOrigin<'_>, record: Option<&Record>) -> Option<IndexKind> {
    let kind = record.map(|record| IndexKind::Records(record.kind()));
    let evidence = subject.evidence_of.map(|_| IndexKind::Evidence);
    let timeline = subject.timeline_part.map(|_| IndexKind::Records(Kind::Event));
    subject.index_page.map(|front| front.of).or(evidence).or(timeline).or(kind)
}

fn nav<'e>(context: &PageContext<'e>, section: Option<IndexKind>) -> Vec<NavLink<'e>> {
    let listed = context.lang.index_pages.iter().filter(|front| front.of != IndexKind::Brief);
    listed
        .map(|front| NavLink {
            href: context.link_base.href(&front.path),
            key: front.message_key(),
            current: section == Some(front.of),
        })
        .collect()
}

fn footer<'e>(context: &PageContext<'e>) -> Vec<FooterLink<'e>> {
    let pages = context.lang.footer.iter().map(|id| context.link(*id));
    pages.map(|link| FooterLink { href: link.href, title: link.card.title() }).collect()
}

fn breadcrumbs<'e>(context: &PageContext<'e>, subject: PageOrigin<'e>, record: Option<&Record>) -> Vec<Crumb<'e>> {
    let crumb =
        |front: &'e IndexPage, title| Crumb { href: context.link_base.href(&front.path), title, path: &front.path };
    let home = context.lang.index_page(IndexKind::Brief).filter(|front| subject.path != front.path);
    let section = section_of(subject, record).filter(|_| subject.index_page.is_none());
    let section = section.and_then(|of| context.lang.index_page(of));
    let home = home.map(|front| crumb(front, context.lang.title()));
    let section = section.map(|front| crumb(front, index_page_title(context, front)));
    home.into_iter().chain(section).collect()
}

fn index_page_title<'e>(context: &PageContext<'e>, front: &IndexPage) -> &'e str {
    match front.record {
        Some(id) => context.link_card(id).title(),
        None => context.lang.messages.get(front.message_key()),
    }
}

fn translations<'e>(context: &PageContext<'e>, theme: &'e Theme, id: RecordId) -> Vec<Translation<'e>> {
    let site = context.site;
    let all = site.translations(id).filter(|(_, other)| site.is_shown(*other));
    all.map(|(tag, other)| Translation {
        language: tag,
        title: theme.messages.get(tag).map_or(tag, |words| LanguageContext::language_name(words)),
        href: context.link_base.href(site.relations.path(*other)),
        current: tag == context.lang.tag,
    })
    .collect()
}

/// Nests headings by their levels. A heading that skips levels goes under the last one of a lower level.
fn toc(headings: &[Heading]) -> Vec<TocEntry<'_>> {
    let mut levels: Vec<(u8, Vec<TocEntry<'_>>)> = vec![(0, Vec::new())];
    for heading in headings.iter().filter(|heading| !heading.id.is_empty()) {
        close_levels(&mut levels, heading.level);
        let entry = TocEntry { id: &heading.id, title: &heading.text, children: Vec::new() };
        if let Some((_, siblings)) = levels.last_mut() {
            siblings.push(entry);
        }
        levels.push((heading.level, Vec::new()));
    }
    close_levels(&mut levels, 0);
    levels.pop().map_or(Vec::new(), |(_, entries)| entries)
}

/// Moves the entries of finished levels under their headings.
fn close_levels(levels: &mut Vec<(u8, Vec<TocEntry<'_>>)>, level: u8) {
    while levels.len() > 1 && levels.last().is_some_and(|(last, _)| *last >= level) {
        let Some((_, children)) = levels.pop() else { return };
        let parent = levels.last_mut().and_then(|(_, siblings)| siblings.last_mut());
        if let Some(parent) = parent {
            parent.children = children;
        }
    }
}

impl PageView<'_> {
    /// Checks whether this is the front page.
    pub(crate) fn is_home(&self) -> bool {
        self.kind == "home"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use crate::render::testing::{self, with_page_context};
    use crate::testkit::TestSite;
    use serde_json::{Value, json};

    fn view(test: &mut TestSite, path: &str, kind: Kind, id: &str) -> Value {
        let theme = testing::theme(test);
        with_page_context(test, path, |context| {
            let record = context.site.find(kind, id);
            serde_json::to_value(page(context, &theme, PageOrigin { path, record, ..PageOrigin::default() })).unwrap()
        })
    }

    #[test]
    fn links_relative_to_the_page() {
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
        let heading =
            |level, id: &str| Heading { level, id: id.into(), text: id.into(), span: crate::testkit::dummy_span() };
        let headings = [heading(2, "a"), heading(4, "b"), heading(3, "c"), heading(2, "d"), heading(1, "e")];
        let toc = serde_json::to_value(toc(&headings)).unwrap();
        assert_eq!(toc[0]["children"].as_array().unwrap().len(), 2);
        assert_eq!((&toc[1]["id"], &toc[2]["id"]), (&json!("d"), &json!("e")));
    }
}
