//! Table of kinds: all properties that are the same for every record of a kind. Adding a kind begins here.

use super::Kind;

/// Properties of a kind of record.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent property")]
pub struct KindInfo {
    /// The kind, which is also its position in the table.
    pub kind: Kind,
    /// Name in the singular: `initiative`.
    pub name: &'static str,
    /// Folder below `content/`: `initiatives`; `None` if its records are not in a folder of their own.
    pub folder: Option<&'static str>,
    /// Folder of its records' pages in the output: `initiatives/`; empty for the root.
    pub output_folder: &'static str,
    /// New record, for `briefing new`; `{title}` stands for the title as a TOML string.
    pub archetype: &'static str,
    /// Template of a record's page; `None` if its records have no page of their own.
    pub template: Option<&'static str>,
    /// Template variable with the view of a record; `None` if the template needs only `page`.
    pub variable: Option<&'static str>,
    /// Index page that lists its records; `None` if there is none.
    pub index_page: Option<IndexPageInfo>,
    /// Type in schema.org. Articles and actors can have a more specific one.
    pub schema_type: &'static str,
    /// Order in which the previous and the next record are determined.
    pub order: RecordOrder,
    /// True if plain mentions of the names of its records become links.
    pub is_linked_on_mention: bool,
    /// True if an import proposes its records when the imported text contains one of their names.
    pub is_proposed_on_import: bool,
    /// True if sources name its records: a text given as evidence for one is expected to name it, and its page to cite
    /// each text that names it.
    pub is_named_by_sources: bool,
    /// True if its pages are expected to cite articles.
    pub should_cite: bool,
}

/// Properties of an index page.
#[derive(Debug)]
pub struct IndexPageInfo {
    /// Position in the menu; counts from 1, because the front page precedes all others.
    pub position: usize,
    /// Name in templates, for `page.kind`: `timeline`.
    pub name: &'static str,
    /// Path relative to the root of the site or of a language: `timeline/`.
    pub path: &'static str,
    /// Template of the page.
    pub template: &'static str,
    /// Key of its message in menus.
    pub message_key: &'static str,
}

/// Order of the records of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordOrder {
    /// As on the timeline: by the beginning of the date, more precise dates later.
    Timeline,
    /// By date, then by title.
    Date,
    /// By title.
    Title,
}

/// Properties of all kinds, in the order of [`Kind`].
pub(super) static KINDS: [KindInfo; 7] = [
    KindInfo {
        kind: Kind::Article,
        name: "article",
        folder: Some("articles"),
        output_folder: "articles/",
        archetype: include_str!("article.md"),
        template: Some("article.html"),
        variable: Some("article"),
        index_page: Some(IndexPageInfo {
            position: 3,
            name: "articles",
            path: "articles/",
            template: "articles.html",
            message_key: "nav.articles",
        }),
        schema_type: "Article",
        order: RecordOrder::Date,
        is_linked_on_mention: false,
        is_proposed_on_import: false,
        is_named_by_sources: false,
        should_cite: false,
    },
    KindInfo {
        kind: Kind::Event,
        name: "event",
        folder: Some("events"),
        output_folder: "events/",
        archetype: include_str!("event.md"),
        template: Some("event.html"),
        variable: Some("event"),
        index_page: Some(IndexPageInfo {
            position: 1,
            name: "timeline",
            path: "timeline/",
            template: "timeline.html",
            message_key: "nav.timeline",
        }),
        schema_type: "Event",
        order: RecordOrder::Timeline,
        is_linked_on_mention: false,
        is_proposed_on_import: true,
        is_named_by_sources: false,
        should_cite: true,
    },
    KindInfo {
        kind: Kind::Initiative,
        name: "initiative",
        folder: Some("initiatives"),
        output_folder: "initiatives/",
        archetype: include_str!("initiative.md"),
        template: Some("initiative.html"),
        variable: Some("initiative"),
        index_page: Some(IndexPageInfo {
            position: 2,
            name: "initiatives",
            path: "initiatives/",
            template: "section.html",
            message_key: "nav.initiatives",
        }),
        schema_type: "CreativeWork",
        order: RecordOrder::Title,
        is_linked_on_mention: true,
        is_proposed_on_import: true,
        is_named_by_sources: true,
        should_cite: true,
    },
    KindInfo {
        kind: Kind::Actor,
        name: "actor",
        folder: Some("actors"),
        output_folder: "actors/",
        archetype: include_str!("actor.md"),
        template: Some("actor.html"),
        variable: Some("actor"),
        index_page: Some(IndexPageInfo {
            position: 4,
            name: "actors",
            path: "actors/",
            template: "section.html",
            message_key: "nav.actors",
        }),
        schema_type: "Thing",
        order: RecordOrder::Title,
        is_linked_on_mention: true,
        is_proposed_on_import: true,
        is_named_by_sources: false,
        should_cite: true,
    },
    KindInfo {
        kind: Kind::Topic,
        name: "topic",
        folder: Some("topics"),
        output_folder: "topics/",
        archetype: include_str!("topic.md"),
        template: Some("topic.html"),
        variable: Some("topic"),
        index_page: Some(IndexPageInfo {
            position: 5,
            name: "topics",
            path: "topics/",
            template: "section.html",
            message_key: "nav.topics",
        }),
        schema_type: "DefinedTerm",
        order: RecordOrder::Title,
        is_linked_on_mention: true,
        is_proposed_on_import: false,
        is_named_by_sources: false,
        should_cite: true,
    },
    KindInfo {
        kind: Kind::Page,
        name: "page",
        folder: Some("pages"),
        output_folder: "",
        archetype: include_str!("page.md"),
        template: Some("page.html"),
        variable: None,
        index_page: None,
        schema_type: "WebPage",
        order: RecordOrder::Title,
        is_linked_on_mention: false,
        is_proposed_on_import: false,
        is_named_by_sources: false,
        should_cite: false,
    },
    KindInfo {
        kind: Kind::Index,
        name: "index",
        folder: None,
        output_folder: "",
        archetype: include_str!("page.md"),
        template: None,
        variable: None,
        index_page: None,
        schema_type: "CollectionPage",
        order: RecordOrder::Title,
        is_linked_on_mention: false,
        is_proposed_on_import: false,
        is_named_by_sources: false,
        should_cite: false,
    },
];

/// Number of kinds with a folder.
pub(super) const FOLDER_COUNT: usize = {
    let (mut count, mut index) = (0, 0);
    while index < KINDS.len() {
        count += KINDS[index].folder.is_some() as usize;
        index += 1;
    }
    count
};

/// Returns all kinds, after checking that each is at its own position in the table.
pub(super) const fn all() -> [Kind; KINDS.len()] {
    let mut all = [Kind::Article; KINDS.len()];
    let mut index = 0;
    while index < KINDS.len() {
        all[index] = KINDS[index].kind;
        assert!(all[index] as usize == index, "the table is in the order of the enum");
        index += 1;
    }
    all
}

/// Returns the kinds with a folder, in order.
pub(super) const fn with_folder() -> [Kind; FOLDER_COUNT] {
    let mut kinds = [Kind::Article; FOLDER_COUNT];
    let (mut count, mut index) = (0, 0);
    while index < KINDS.len() {
        if KINDS[index].folder.is_some() {
            kinds[count] = KINDS[index].kind;
            count += 1;
        }
        index += 1;
    }
    kinds
}
