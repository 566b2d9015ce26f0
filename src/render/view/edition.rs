//! What all pages of one language share.

use super::book::Book;
use super::entries::Entries;
use super::link_card::LinkCard;
use super::place::Place;
use crate::model::{Config, Details, IndexKind, Kind, LanguageConfig, Record, RecordId};
use crate::render::body_html::BodyMessages;
use crate::render::citation::{Citations, Printer, Styles};
use crate::render::theme::Messages;
use crate::render::trace::{Dependency, record_dependency};
use rayon::prelude::*;
use serde::Serialize;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// The briefing in one language.
pub(crate) struct Edition<'a> {
    /// The briefing.
    pub(crate) book: &'a Book<'a>,
    /// How articles are cited.
    pub(crate) citations: Citations<'a>,
    /// What rests on each article.
    pub(crate) entries: Arc<Entries>,
    /// What depends on front matter, and on which articles there are to rest on.
    pub(crate) imprint: Arc<Imprint>,
}

/// What all pages of a language share whatever the bodies of records say.
pub(crate) struct Imprint {
    /// The language's tag.
    pub(crate) language: Arc<str>,
    /// Words of the interface.
    pub(crate) words: Arc<Messages>,
    /// Words that bodies contain by themselves.
    pub(crate) body_words: BodyMessages,
    /// The front page, the timeline and the index pages.
    pub(crate) fronts: Vec<Front>,
    /// Pages linked at the foot of every page.
    pub(super) footer: Vec<RecordId>,
    /// The articles whose part of the ledger is a page of its own, with its path; in the order of the site.
    pub(crate) ledgers: Vec<(RecordId, String)>,
    printer: Arc<Printer>,
    cards: Vec<LinkCard>,
    marks: Vec<OnceLock<String>>,
}

impl Deref for Edition<'_> {
    type Target = Imprint;

    fn deref(&self) -> &Imprint {
        &self.imprint
    }
}

/// The front page or an index page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Front {
    /// What it is of.
    pub(crate) of: IndexKind,
    /// The record that introduces it, if there is one.
    pub(crate) record: Option<RecordId>,
    /// Its path.
    pub(crate) path: String,
}

impl Front {
    /// Key of its words in menus: `nav.timeline`.
    pub(crate) fn key(&self) -> &'static str {
        match self.of {
            IndexKind::Records(Kind::Event) => "nav.timeline",
            IndexKind::Records(Kind::Initiative) => "nav.initiatives",
            IndexKind::Records(Kind::Article) => "nav.articles",
            IndexKind::Records(Kind::Actor) => "nav.actors",
            IndexKind::Records(Kind::Topic) => "nav.topics",
            IndexKind::Evidence => "nav.evidence",
            IndexKind::Brief | IndexKind::Records(Kind::Page | Kind::Index) => "nav.home",
        }
    }
}

/// So many pages are linked at the foot of every page at most; more would be no foot, and would make the cost of a site
/// grow with the square of its pages.
const FOOTER_PAGES: usize = 24;

impl Imprint {
    /// Prepares a language.
    fn new<'a>(
        book: &'a Book<'a>,
        words: Arc<Messages>,
        styles: &Styles,
        entries: &Entries,
        before: Option<&Imprint>,
    ) -> Imprint {
        let language = words.language.clone();
        let lead = |id| book.in_language(book.original(id), &language);
        // In whatever language they are: all can be cited.
        let shown = book.site.shown().filter(|(_, record)| record.kind() == Kind::Article).map(|(id, _)| id);
        let articles: Vec<RecordId> = shown.filter(|id| book.original(*id) == *id).map(lead).collect();
        let records = &book.site.site().records;
        let fronts: Vec<Front> = IndexKind::ALL.into_iter().map(|of| front(book, &language, of)).collect();
        Imprint {
            body_words: words.body(),
            footer: footer(book, &language),
            ledgers: ledgers(book, &fronts, entries),
            printer: Arc::new(Printer::new(
                book.site.site(),
                styles,
                &articles,
                lead,
                before.map(|before| &*before.printer),
            )),
            cards: records.par_iter().map(|record| LinkCard::of(record, &words)).collect(),
            marks: records.iter().map(|_| OnceLock::new()).collect(),
            fronts,
            words,
            language,
        }
    }
}

impl<'a> Edition<'a> {
    /// Prepares a language. Some of it may be as it was `before`.
    pub(crate) fn new(
        book: &'a Book<'a>,
        words: Arc<Messages>,
        styles: &Styles,
        before: Option<&Imprint>,
    ) -> Edition<'a> {
        let entries = Arc::new(entries(book, &words.language));
        Edition::open(book, Arc::new(Imprint::new(book, words, styles, &entries, before)), entries)
    }

    /// A language that was prepared before, when bodies say something else: what rests on which article is gathered anew.
    /// Nothing when other articles have their part of the ledger on a page of its own.
    pub(crate) fn gather(book: &'a Book<'a>, imprint: Arc<Imprint>, before: &Arc<Entries>) -> Option<Edition<'a>> {
        let entries = entries(book, &imprint.language);
        let is_same = ledgers(book, &imprint.fronts, &entries) == imprint.ledgers;
        let entries = if entries == **before { before.clone() } else { Arc::new(entries) };
        is_same.then(|| Edition::open(book, imprint, entries))
    }

    /// A language that was prepared before.
    pub(crate) fn open(book: &'a Book<'a>, imprint: Arc<Imprint>, entries: Arc<Entries>) -> Edition<'a> {
        let citations = Citations::new(book.site.site(), book.relations.all(), imprint.printer.clone());
        Edition { book, citations, entries, imprint }
    }

    /// Whether this is the site's default language.
    pub(crate) fn is_default(&self) -> bool {
        self.language == self.book.site.config.default_language
    }

    /// The front page, or an index page.
    pub(crate) fn front(&self, of: IndexKind) -> Option<&Front> {
        self.fronts.iter().find(|front| front.of == of)
    }

    /// The path of the front page or an index page.
    pub(super) fn front_path(&self, of: IndexKind) -> &str {
        self.front(of).map_or("", |front| front.path.as_str())
    }

    /// The briefing's title.
    pub(crate) fn title(&self) -> &'a str {
        self.own().and_then(|language| language.title.as_deref()).unwrap_or(&self.config().title)
    }

    /// One line about the briefing.
    pub(crate) fn description(&self) -> &'a str {
        self.own().and_then(|language| language.description.as_deref()).unwrap_or(&self.config().description)
    }

    /// The name of a language in itself, or its tag when the theme does not say.
    pub(super) fn language_name(words: &Messages) -> &str {
        words.find("language.name").unwrap_or(&words.language)
    }

    /// The shown records of a kind, in this language where they are translated, and those that are only in it.
    pub(super) fn records(&self, kind: Kind) -> impl Iterator<Item = (RecordId, &'a Record)> {
        records_of(self.book, &self.language, kind)
    }

    /// The shown records of all kinds, as [`Edition::records`] has them.
    pub(super) fn all_records(&self) -> impl Iterator<Item = (RecordId, &'a Record)> {
        Kind::ALL.into_iter().flat_map(|kind| self.records(kind))
    }

    /// The path of an article's own part of the ledger, if it has one.
    pub(super) fn ledger_of(&self, article: RecordId) -> Option<&str> {
        let place = self.ledgers.binary_search_by_key(&article, |(id, _)| *id).ok()?;
        Some(&self.ledgers[place].1)
    }

    /// The address of a path from the site's root, encoded.
    pub(crate) fn address(&self, path: &str) -> String {
        Place::Prefix(&self.config().base_url).href(path)
    }

    /// The mark of an article that can be understood on any page: "Cai 2025".
    pub(super) fn mark(&self, id: RecordId) -> &str {
        record_dependency(Dependency::Bibliography);
        self.marks.get(id.0 as usize).map_or("", |mark| mark.get_or_init(|| self.citations.mark(id)))
    }

    /// What this language's pages say of one record alone, to be named: what rests on it.
    pub(crate) fn of(&self, id: RecordId) -> impl Serialize + '_ {
        self.entries.by_article.get(&id)
    }

    /// What rests on which article, to be named.
    pub(crate) fn ledger(&self) -> impl Serialize + '_ {
        (&self.entries.by_article, &self.entries.unsupported)
    }

    /// What links to a record show in this language.
    pub(crate) fn card(&self, id: RecordId) -> &LinkCard {
        record_dependency(Dependency::card(id));
        &self.cards[id.0 as usize]
    }

    /// What is the same for all pages of this language and depends on many records, to be named.
    pub(crate) fn shared(&self) -> impl Serialize + '_ {
        (&self.language, &self.fronts, &self.footer, &self.ledgers)
    }

    fn config(&self) -> &'a Config {
        self.book.site.config
    }

    fn own(&self) -> Option<&'a LanguageConfig> {
        self.config().languages.get(&self.language)
    }
}

/// The shown records of a kind, in a language where they are translated into it, and those that are only in it.
fn records_of<'b, 'a: 'b>(
    book: &'b Book<'a>,
    language: &'b str,
    kind: Kind,
) -> impl Iterator<Item = (RecordId, &'a Record)> + 'b {
    record_dependency(Dependency::Kind(kind));
    let listed = move |id: RecordId, record: &Record| {
        let is_lead = record.kind() == kind && book.original(id) == id;
        is_lead && (record.language == book.site.config.default_language || *record.language == *language)
    };
    book.site.site().visible().filter(move |(id, record)| listed(*id, record)).map(move |(id, _)| {
        let id = book.in_language(id, language);
        (id, book.site.record(id))
    })
}

/// What rests on each article, in a language.
fn entries(book: &Book<'_>, language: &str) -> Entries {
    Entries::gather(book, Kind::ALL.into_iter().flat_map(|kind| records_of(book, language, kind)))
}

/// The articles whose part of the ledger is a page of its own, with its path.
fn ledgers(book: &Book<'_>, fronts: &[Front], entries: &Entries) -> Vec<(RecordId, String)> {
    let ledger = fronts.iter().find(|front| front.of == IndexKind::Evidence).map_or("", |front| &front.path);
    entries.articles_with_pages().map(|id| (id, format!("{ledger}{}/", book.site.id(id)))).collect()
}

/// The pages that are linked at the foot of every page.
fn footer(book: &Book<'_>, language: &str) -> Vec<RecordId> {
    let mut pages: Vec<_> = records_of(book, language, Kind::Page).collect();
    pages.sort_by(|(_, a), (_, b)| (a.weight, &a.title.value, &a.id).cmp(&(b.weight, &b.title.value, &b.id)));
    pages.into_iter().take(FOOTER_PAGES).map(|(id, _)| id).collect()
}

fn front(book: &Book<'_>, language: &str, of: IndexKind) -> Front {
    let is_it = |record: &Record| match &record.details {
        Details::Index(index) => index.kind == of && *record.language == *language,
        _ => false,
    };
    if let Some((id, _)) = book.site.shown().find(|(_, record)| is_it(record)) {
        return Front { of, record: Some(id), path: book.relations.path(id).to_owned() };
    }
    let prefix = if *book.site.config.default_language == *language { String::new() } else { format!("{language}/") };
    Front { of, record: None, path: format!("{prefix}{}", of.path()) }
}
