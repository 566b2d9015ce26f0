//! Everything that the pages of one language share.

use super::evidence_index::EvidenceIndex;
use super::link_base::LinkBase;
use super::link_card::LinkCard;
use super::timeline_parts::TimelineParts;
use crate::cite::bibliography::BibliographyItem;
use crate::cite::{CitationContext, CitationFormatter, Styles};
use crate::model::{Config, Details, IndexKind, Kind, LanguageConfig, Record, RecordId};
use crate::render::body_html::BodyMessages;
use crate::render::theme::Messages;
use crate::render::tracked::{Dependency, DependencyRecorder, SiteData, TrackedSite, UnprintedReference};
use rayon::prelude::*;
use serde::Serialize;
use std::sync::{Arc, OnceLock};

/// A briefing in one language, shared by all pages of the language. What depends on single records is read through methods that take
/// a [`DependencyRecorder`].
pub(crate) struct LanguageContext<'a> {
    /// The language's tag.
    pub(crate) tag: &'a Arc<str>,
    /// Interface messages.
    pub(crate) messages: &'a Arc<Messages>,
    /// Messages that bodies contain.
    pub(crate) body_messages: &'a BodyMessages,
    /// The front page, the timeline and the index pages.
    pub(crate) index_pages: &'a [IndexPage],
    /// Pages linked in the footer of every page.
    pub(super) footer: &'a [RecordId],
    /// Number of shown articles.
    pub(super) article_count: usize,
    /// The articles whose evidence has a page of its own, with its path; ordered by id.
    pub(crate) evidence_pages: &'a [(RecordId, String)],
    /// Pages of a long timeline.
    pub(crate) timeline: &'a TimelineParts,
    /// Path of the page that other sites embed, if there is one.
    pub(crate) embed_path: Option<&'a str>,
    /// Path of the search page, if there is a search.
    pub(crate) search_path: Option<&'a str>,
    config: &'a Config,
    citations: CitationContext<'a>,
    evidence: &'a EvidenceIndex,
    link_cards: &'a [LinkCard],
    short_citations: &'a [OnceLock<String>],
}

/// What [`LanguageContext`] borrows. It depends on front matter, and on which articles have evidence, but on no body.
pub(crate) struct LanguageResources {
    tag: Arc<str>,
    messages: Arc<Messages>,
    body_messages: BodyMessages,
    index_pages: Vec<IndexPage>,
    footer: Vec<RecordId>,
    article_count: usize,
    evidence_pages: Vec<(RecordId, String)>,
    timeline: TimelineParts,
    embed_path: Option<String>,
    search_path: Option<String>,
    formatter: CitationFormatter,
    link_cards: Vec<LinkCard>,
    short_citations: Vec<OnceLock<String>>,
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
    /// Returns the key of its message in menus: `nav.timeline`.
    pub(crate) fn message_key(&self) -> &'static str {
        self.of.info().message_key
    }
}

/// The maximum number of pages linked in the footer. Without a limit, the size of a site would grow with the square of its pages.
const MAX_FOOTER_PAGES: usize = 24;

impl LanguageResources {
    /// Prepares a language.
    pub(crate) fn new(
        data: &SiteData<'_>,
        messages: Arc<Messages>,
        styles: &Styles,
        evidence: &EvidenceIndex,
    ) -> LanguageResources {
        let tag = messages.language.clone();
        let recorder = DependencyRecorder::default();
        let site = data.tracked(&recorder);
        let localized = |id| site.in_language(site.canonical(id), &tag);
        // All articles can be cited, in whatever language they are.
        let canonical = site.records.ids_of_kind(Kind::Article).filter(|id| site.is_canonical(*id));
        let articles: Vec<RecordId> = canonical.map(localized).collect();
        let formatter = CitationFormatter::new(data.site, styles, &articles, localized);
        let index_pages: Vec<IndexPage> = IndexKind::all().into_iter().map(|of| index_page(site, &tag, of)).collect();
        let records = &data.site.records;
        let timeline_path = page_path(&index_pages, IndexKind::Records(Kind::Event));
        let has_events = !data.relations.timeline.is_empty();
        LanguageResources {
            body_messages: messages.body(),
            footer: footer(site, &tag),
            article_count: site.records_in_language(&tag, Kind::Article).count(),
            evidence_pages: evidence_pages(data, &index_pages, evidence),
            timeline: TimelineParts::new(data, &messages, timeline_path),
            embed_path: data.site.config.timeline.embed_path(timeline_path).filter(|_| has_events),
            search_path: data.site.config.search_path(&tag),
            formatter,
            link_cards: records.par_iter().map(|record| LinkCard::of(record, &messages)).collect(),
            short_citations: records.iter().map(|_| OnceLock::new()).collect(),
            index_pages,
            messages,
            tag,
        }
    }

    /// Returns the language's tag.
    pub(crate) fn tag(&self) -> &Arc<str> {
        &self.tag
    }

    /// Returns the interface messages.
    pub(crate) fn messages(&self) -> &Arc<Messages> {
        &self.messages
    }

    /// Takes over what was formatted for articles that are unchanged since `previous`.
    pub(crate) fn reuse_citations(&mut self, previous: &LanguageResources) {
        self.formatter.reuse_from(&previous.formatter);
    }

    /// Whether the same articles have an evidence page of their own with this evidence as with the one the resources were made with.
    pub(crate) fn has_same_evidence_pages(&self, data: &SiteData<'_>, evidence: &EvidenceIndex) -> bool {
        evidence_pages(data, &self.index_pages, evidence) == self.evidence_pages
    }
}

impl<'a> LanguageContext<'a> {
    /// Opens a language.
    pub(crate) fn new(
        data: &'a SiteData<'a>,
        resources: &'a LanguageResources,
        evidence: &'a EvidenceIndex,
    ) -> LanguageContext<'a> {
        LanguageContext {
            tag: &resources.tag,
            messages: &resources.messages,
            body_messages: &resources.body_messages,
            index_pages: &resources.index_pages,
            footer: &resources.footer,
            article_count: resources.article_count,
            evidence_pages: &resources.evidence_pages,
            timeline: &resources.timeline,
            embed_path: resources.embed_path.as_deref(),
            search_path: resources.search_path.as_deref(),
            config: &data.site.config,
            citations: CitationContext::new(data.site, data.relations, &resources.formatter),
            evidence,
            link_cards: &resources.link_cards,
            short_citations: &resources.short_citations,
        }
    }

    /// Whether this is the site's default language.
    pub(crate) fn is_default(&self) -> bool {
        *self.tag == self.config.default_language
    }

    /// Returns the front page, or an index page.
    pub(crate) fn index_page(&self, of: IndexKind) -> Option<&'a IndexPage> {
        self.index_pages.iter().find(|page| page.of == of)
    }

    /// Returns the path of the front page or an index page, empty if there is none.
    pub(super) fn index_page_path(&self, of: IndexKind) -> &'a str {
        self.index_page(of).map_or("", |page| page.path.as_str())
    }

    /// Returns the path of the page that lists an event.
    pub(super) fn timeline_path_of(&self, event: RecordId) -> &'a str {
        let timeline = self.index_page_path(IndexKind::Records(Kind::Event));
        self.timeline.elsewhere(event).map_or(timeline, |part| &part.path)
    }

    /// Returns the briefing's title.
    pub(crate) fn title(&self) -> &'a str {
        self.language_config().and_then(|language| language.title.as_deref()).unwrap_or(&self.config.title)
    }

    /// Returns the briefing's description, one line.
    pub(crate) fn description(&self) -> &'a str {
        self.language_config().and_then(|language| language.description.as_deref()).unwrap_or(&self.config.description)
    }

    /// Returns the name of a language in itself, or its tag if the theme has no name for it.
    pub(super) fn language_name(messages: &Messages) -> &str {
        messages.find("language.name").unwrap_or(&messages.language)
    }

    /// Returns the path of an article's own evidence page, if it has one.
    pub(super) fn evidence_page_path(&self, article: RecordId) -> Option<&'a str> {
        let index = self.evidence_pages.binary_search_by_key(&article, |(id, _)| *id).ok()?;
        Some(&self.evidence_pages[index].1)
    }

    /// Returns the absolute URL of a path from the site's root, percent-encoded.
    pub(crate) fn absolute_url(&self, path: &str) -> String {
        LinkBase::Absolute(&self.config.base_url).href(path)
    }

    /// Returns the citation context.
    pub(crate) fn citations(&self, recorder: &DependencyRecorder) -> &CitationContext<'a> {
        recorder.record(Dependency::Bibliography);
        &self.citations
    }

    /// Returns the short citation of an article that can be understood on any page: "Cai 2025".
    pub(super) fn short_citation(&self, id: RecordId, recorder: &DependencyRecorder) -> &'a str {
        recorder.record(Dependency::Bibliography);
        let cell = self.short_citations.get(id.0 as usize);
        let citation = cell.map_or("", |cell| cell.get_or_init(|| self.citations.short_citation(id)));
        if self.citations.failed_styles(id).next().is_some() {
            recorder.record_unprinted(UnprintedReference::Article(id));
        }
        citation
    }

    /// Formats a reference to a page of the site as HTML.
    pub(super) fn self_citation(&self, item: &BibliographyItem<'_>, recorder: &DependencyRecorder) -> String {
        let (html, has_failed) = self.citations(recorder).self_citation(item);
        if has_failed {
            recorder.record_unprinted(UnprintedReference::Page);
        }
        html
    }

    /// Returns what links to a record show in this language.
    pub(crate) fn link_card(&self, id: RecordId, recorder: &DependencyRecorder) -> &'a LinkCard {
        recorder.record(Dependency::card(id));
        &self.link_cards[id.0 as usize]
    }

    /// Returns the evidence index, whose methods record what they read.
    pub(super) fn evidence(&self) -> &'a EvidenceIndex {
        self.evidence
    }

    /// Returns the link card of a record, to be fingerprinted.
    pub(crate) fn link_card_data(&self, id: RecordId) -> impl Serialize + '_ {
        &self.link_cards[id.0 as usize]
    }

    /// Returns the evidence of a record, to be fingerprinted.
    pub(crate) fn record_data(&self, id: RecordId) -> impl Serialize + '_ {
        self.evidence.by_article.get(&id)
    }

    /// Returns the evidence of all articles, to be fingerprinted.
    pub(crate) fn evidence_data(&self) -> impl Serialize + '_ {
        (&self.evidence.by_article, &self.evidence.unsupported, self.evidence.not_attributed)
    }

    /// Returns what is the same for all pages of this language and depends on many records, to be fingerprinted.
    pub(crate) fn shared_data(&self) -> impl Serialize + '_ {
        let timeline: Vec<&str> = self.timeline.parts.iter().map(|part| part.path.as_str()).collect();
        (self.tag, self.index_pages, self.footer, self.evidence_pages, timeline, self.embed_path, self.search_path)
    }

    fn language_config(&self) -> Option<&'a LanguageConfig> {
        self.config.languages.get(self.tag)
    }
}

/// Returns the path of an index page, empty if there is none.
fn page_path(pages: &[IndexPage], of: IndexKind) -> &str {
    pages.iter().find(|page| page.of == of).map_or("", |page| &page.path)
}

/// Returns the articles whose evidence has a page of its own, with its path.
fn evidence_pages(data: &SiteData<'_>, pages: &[IndexPage], evidence: &EvidenceIndex) -> Vec<(RecordId, String)> {
    let parent = page_path(pages, IndexKind::Evidence);
    evidence.articles_with_pages().map(|id| (id, format!("{parent}{}/", data.site.record(id).id))).collect()
}

/// Returns the pages that are linked in the footer of every page.
fn footer<'a>(site: TrackedSite<'a>, language: &'a str) -> Vec<RecordId> {
    let mut pages: Vec<_> = site.records_in_language(language, Kind::Page).collect();
    pages.sort_by(|(_, a), (_, b)| (a.weight, &a.title.value, &a.id).cmp(&(b.weight, &b.title.value, &b.id)));
    pages.into_iter().take(MAX_FOOTER_PAGES).map(|(id, _)| id).collect()
}

fn index_page(site: TrackedSite<'_>, language: &str, of: IndexKind) -> IndexPage {
    let is_introduction = |record: &Record| match &record.details {
        Details::Index(index) => index.kind == of && *record.language == *language,
        _ => false,
    };
    if let Some((id, _)) = site.records.shown().find(|(_, record)| is_introduction(record)) {
        return IndexPage { of, record: Some(id), path: site.relations.path(id).to_owned() };
    }
    IndexPage { of, record: None, path: format!("{}{}", site.records.config.language_folder(language), of.path()) }
}
