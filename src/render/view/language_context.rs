//! What all pages of one language share.

use super::evidence_index::EvidenceIndex;
use super::link_base::LinkBase;
use super::link_card::LinkCard;
use super::tracked_site::TrackedSite;
use crate::cite::{CitationContext, CitationFormatter, Styles};
use crate::model::{Config, Details, IndexKind, Kind, LanguageConfig, Record, RecordId};
use crate::render::body_html::BodyMessages;
use crate::render::theme::Messages;
use crate::render::trace::{Dependency, record_dependency};
use rayon::prelude::*;
use serde::Serialize;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// The briefing in one language.
pub(crate) struct LanguageContext<'a> {
    /// The briefing.
    pub(crate) site: &'a TrackedSite<'a>,
    /// How articles are cited.
    pub(crate) citations: CitationContext<'a>,
    /// What rests on each article.
    pub(crate) evidence_index: Arc<EvidenceIndex>,
    /// What depends on front matter, and on which articles there are to rest on.
    pub(crate) resources: Arc<LanguageResources>,
}

/// What all pages of a language share whatever the bodies of records say.
pub(crate) struct LanguageResources {
    /// The language's tag.
    pub(crate) tag: Arc<str>,
    /// Words of the interface.
    pub(crate) messages: Arc<Messages>,
    /// Words that bodies contain by themselves.
    pub(crate) body_words: BodyMessages,
    /// The front page, the timeline and the index pages.
    pub(crate) index_pages: Vec<IndexPage>,
    /// Pages linked at the foot of every page.
    pub(super) footer: Vec<RecordId>,
    /// The articles whose part of the ledger is a page of its own, with its path; in the order of the site.
    pub(crate) evidence_pages: Vec<(RecordId, String)>,
    formatter: Arc<CitationFormatter>,
    link_cards: Vec<LinkCard>,
    short_citations: Vec<OnceLock<String>>,
}

impl Deref for LanguageContext<'_> {
    type Target = LanguageResources;

    fn deref(&self) -> &LanguageResources {
        &self.resources
    }
}

/// The front page or an index page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct IndexPage {
    /// What it is of.
    pub(crate) of: IndexKind,
    /// The record that introduces it, if there is one.
    pub(crate) record: Option<RecordId>,
    /// Its path.
    pub(crate) path: String,
}

impl IndexPage {
    /// Key of its words in menus: `nav.timeline`.
    pub(crate) fn message_key(&self) -> &'static str {
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
const MAX_FOOTER_PAGES: usize = 24;

impl LanguageResources {
    /// Prepares a language.
    fn new<'a>(
        book: &'a TrackedSite<'a>,
        messages: Arc<Messages>,
        styles: &Styles,
        entries: &EvidenceIndex,
        before: Option<&LanguageResources>,
    ) -> LanguageResources {
        let tag = messages.language.clone();
        let lead = |id| book.in_language(book.original(id), &tag);
        // In whatever language they are: all can be cited.
        let shown = book.records.shown().filter(|(_, record)| record.kind() == Kind::Article).map(|(id, _)| id);
        let articles: Vec<RecordId> = shown.filter(|id| book.original(*id) == *id).map(lead).collect();
        let records = &book.records.untracked().records;
        let index_pages: Vec<IndexPage> = IndexKind::ALL.into_iter().map(|of| index_page(book, &tag, of)).collect();
        LanguageResources {
            body_words: messages.body(),
            footer: footer(book, &tag),
            evidence_pages: evidence_pages(book, &index_pages, entries),
            formatter: Arc::new(CitationFormatter::new(
                book.records.untracked(),
                styles,
                &articles,
                lead,
                before.map(|before| &*before.formatter),
            )),
            link_cards: records.par_iter().map(|record| LinkCard::of(record, &messages)).collect(),
            short_citations: records.iter().map(|_| OnceLock::new()).collect(),
            index_pages,
            messages,
            tag,
        }
    }
}

impl<'a> LanguageContext<'a> {
    /// Prepares a language. Some of it may be as it was `before`.
    pub(crate) fn new(
        book: &'a TrackedSite<'a>,
        words: Arc<Messages>,
        styles: &Styles,
        before: Option<&LanguageResources>,
    ) -> LanguageContext<'a> {
        let entries = Arc::new(evidence_index(book, &words.language));
        LanguageContext::from_parts(
            book,
            Arc::new(LanguageResources::new(book, words, styles, &entries, before)),
            entries,
        )
    }

    /// A language that was prepared before, when bodies say something else: what rests on which article is gathered anew.
    /// Nothing when other articles have their part of the ledger on a page of its own.
    pub(crate) fn with_updated_evidence(
        book: &'a TrackedSite<'a>,
        imprint: Arc<LanguageResources>,
        before: &Arc<EvidenceIndex>,
    ) -> Option<LanguageContext<'a>> {
        let entries = evidence_index(book, &imprint.tag);
        let is_same = evidence_pages(book, &imprint.index_pages, &entries) == imprint.evidence_pages;
        let entries = if entries == **before { before.clone() } else { Arc::new(entries) };
        is_same.then(|| LanguageContext::from_parts(book, imprint, entries))
    }

    /// A language that was prepared before.
    pub(crate) fn from_parts(
        site: &'a TrackedSite<'a>,
        resources: Arc<LanguageResources>,
        evidence_index: Arc<EvidenceIndex>,
    ) -> LanguageContext<'a> {
        let citations =
            CitationContext::new(site.records.untracked(), site.relations.untracked(), resources.formatter.clone());
        LanguageContext { site, citations, evidence_index, resources }
    }

    /// Whether this is the site's default language.
    pub(crate) fn is_default(&self) -> bool {
        self.tag == self.site.records.config.default_language
    }

    /// The front page, or an index page.
    pub(crate) fn index_page(&self, of: IndexKind) -> Option<&IndexPage> {
        self.index_pages.iter().find(|front| front.of == of)
    }

    /// The path of the front page or an index page.
    pub(super) fn index_page_path(&self, of: IndexKind) -> &str {
        self.index_page(of).map_or("", |front| front.path.as_str())
    }

    /// The briefing's title.
    pub(crate) fn title(&self) -> &'a str {
        self.language_config().and_then(|language| language.title.as_deref()).unwrap_or(&self.config().title)
    }

    /// One line about the briefing.
    pub(crate) fn description(&self) -> &'a str {
        self.language_config()
            .and_then(|language| language.description.as_deref())
            .unwrap_or(&self.config().description)
    }

    /// The name of a language in itself, or its tag when the theme does not say.
    pub(super) fn language_name(words: &Messages) -> &str {
        words.find("language.name").unwrap_or(&words.language)
    }

    /// The shown records of a kind, in this language where they are translated, and those that are only in it.
    pub(super) fn records(&self, kind: Kind) -> impl Iterator<Item = (RecordId, &'a Record)> {
        records_in_language(self.site, &self.tag, kind)
    }

    /// The shown records of all kinds, as [`Edition::records`] has them.
    pub(super) fn all_records(&self) -> impl Iterator<Item = (RecordId, &'a Record)> {
        Kind::ALL.into_iter().flat_map(|kind| self.records(kind))
    }

    /// The path of an article's own part of the ledger, if it has one.
    pub(super) fn evidence_page_path(&self, article: RecordId) -> Option<&str> {
        let place = self.evidence_pages.binary_search_by_key(&article, |(id, _)| *id).ok()?;
        Some(&self.evidence_pages[place].1)
    }

    /// The address of a path from the site's root, encoded.
    pub(crate) fn absolute_url(&self, path: &str) -> String {
        LinkBase::Absolute(&self.config().base_url).href(path)
    }

    /// The mark of an article that can be understood on any page: "Cai 2025".
    pub(super) fn short_citation(&self, id: RecordId) -> &str {
        record_dependency(Dependency::Bibliography);
        self.short_citations
            .get(id.0 as usize)
            .map_or("", |mark| mark.get_or_init(|| self.citations.short_citation(id)))
    }

    /// What this language's pages say of one record alone, to be named: what rests on it.
    pub(crate) fn record_data(&self, id: RecordId) -> impl Serialize + '_ {
        self.evidence_index.by_article.get(&id)
    }

    /// What rests on which article, to be named.
    pub(crate) fn evidence_data(&self) -> impl Serialize + '_ {
        (&self.evidence_index.by_article, &self.evidence_index.unsupported)
    }

    /// What links to a record show in this language.
    pub(crate) fn link_card(&self, id: RecordId) -> &LinkCard {
        record_dependency(Dependency::card(id));
        &self.link_cards[id.0 as usize]
    }

    /// What is the same for all pages of this language and depends on many records, to be named.
    pub(crate) fn shared_data(&self) -> impl Serialize + '_ {
        (&self.tag, &self.index_pages, &self.footer, &self.evidence_pages)
    }

    fn config(&self) -> &'a Config {
        self.site.records.config
    }

    fn language_config(&self) -> Option<&'a LanguageConfig> {
        self.config().languages.get(&self.tag)
    }
}

/// The shown records of a kind, in a language where they are translated into it, and those that are only in it.
fn records_in_language<'b, 'a: 'b>(
    book: &'b TrackedSite<'a>,
    language: &'b str,
    kind: Kind,
) -> impl Iterator<Item = (RecordId, &'a Record)> + 'b {
    record_dependency(Dependency::Kind(kind));
    let listed = move |id: RecordId, record: &Record| {
        let is_lead = record.kind() == kind && book.original(id) == id;
        is_lead && (record.language == book.records.config.default_language || *record.language == *language)
    };
    book.records.untracked().visible().filter(move |(id, record)| listed(*id, record)).map(move |(id, _)| {
        let id = book.in_language(id, language);
        (id, book.records.get(id))
    })
}

/// What rests on each article, in a language.
fn evidence_index(book: &TrackedSite<'_>, language: &str) -> EvidenceIndex {
    EvidenceIndex::collect(book, Kind::ALL.into_iter().flat_map(|kind| records_in_language(book, language, kind)))
}

/// The articles whose part of the ledger is a page of its own, with its path.
fn evidence_pages(book: &TrackedSite<'_>, fronts: &[IndexPage], entries: &EvidenceIndex) -> Vec<(RecordId, String)> {
    let ledger = fronts.iter().find(|front| front.of == IndexKind::Evidence).map_or("", |front| &front.path);
    entries.articles_with_pages().map(|id| (id, format!("{ledger}{}/", book.records.id(id)))).collect()
}

/// The pages that are linked at the foot of every page.
fn footer(book: &TrackedSite<'_>, language: &str) -> Vec<RecordId> {
    let mut pages: Vec<_> = records_in_language(book, language, Kind::Page).collect();
    pages.sort_by(|(_, a), (_, b)| (a.weight, &a.title.value, &a.id).cmp(&(b.weight, &b.title.value, &b.id)));
    pages.into_iter().take(MAX_FOOTER_PAGES).map(|(id, _)| id).collect()
}

fn index_page(book: &TrackedSite<'_>, language: &str, of: IndexKind) -> IndexPage {
    let is_it = |record: &Record| match &record.details {
        Details::Index(index) => index.kind == of && *record.language == *language,
        _ => false,
    };
    if let Some((id, _)) = book.records.shown().find(|(_, record)| is_it(record)) {
        return IndexPage { of, record: Some(id), path: book.relations.path(id).to_owned() };
    }
    let prefix =
        if *book.records.config.default_language == *language { String::new() } else { format!("{language}/") };
    IndexPage { of, record: None, path: format!("{prefix}{}", of.path()) }
}
