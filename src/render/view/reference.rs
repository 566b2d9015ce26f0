//! Views of the references at the end of a page and of its notes.

use super::date::DateView;
use super::dead_original::DeadOriginal;
use super::evidence::PassageLink;
use super::link::LinkView;
use super::page_context::PageContext;
use crate::cite::{self, is_printed_in_full, text_fragment_url};
use crate::model::{Article, Details, Passage, RecordId};
use crate::relate::{Quotation, QuotationVerdict};
use crate::render::body_html::verdict;
use crate::render::template_value::Html;
use serde::Serialize;

/// A reference to a cited article, formatted by the citation style.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ReferenceView<'e> {
    article: LinkView<'e>,
    anchor: String,
    number: Html,
    html: Html,
    has_title: bool,
    date: Option<DateView>,
    original: Option<OriginalLink>,
    gone: Option<DeadOriginal<'e>>,
    archive_url: Option<&'e str>,
    names_archive: bool,
    passages: Vec<ReferencePassage<'e>>,
}

/// A passage that the page cites.
#[derive(Clone, Debug, Serialize)]
struct ReferencePassage<'e> {
    #[serde(flatten)]
    link: PassageLink,
    /// Words of the passage that the page quotes, each once.
    quotes: Vec<PassageQuote<'e>>,
    /// URL of the original at the words that are quoted first.
    at_words: Option<String>,
}

/// Quoted words with the result of their check.
#[derive(Clone, Debug, Serialize)]
struct PassageQuote<'e> {
    words: &'e str,
    state: &'static str,
    verdict: String,
}

/// Link to the original.
#[derive(Clone, Debug, Serialize)]
struct OriginalLink {
    url: String,
    at_words: bool,
}

/// A note with a citation.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct NoteView {
    number: usize,
    html: Html,
}

impl<'e> PageContext<'e> {
    /// Returns the references of the page.
    pub(super) fn references(&self, id: RecordId) -> Vec<ReferenceView<'e>> {
        let references = self.citations.references(|article| self.link(article).href.to_string());
        references.filter_map(|reference| self.reference(id, reference)).collect()
    }

    /// Returns the notes with citations, for styles that cite in notes.
    pub(super) fn notes(&self) -> Vec<NoteView> {
        let notes = self.citations.notes().into_iter();
        notes.map(|note| NoteView { number: note.number, html: Html(note.html) }).collect()
    }

    fn reference(&self, page: RecordId, reference: cite::PageReference<'e>) -> Option<ReferenceView<'e>> {
        let id = reference.article;
        let Details::Article(article) = &self.site.records.get(id).details else { return None };
        let is_said =
            article.date_label.is_none() && article.date.as_ref().is_none_or(|date| is_printed_in_full(&date.value));
        Some(ReferenceView {
            anchor: reference.anchor,
            number: Html(reference.number),
            html: Html(reference.html),
            has_title: reference.has_title,
            date: self.article_date(article).filter(|_| !is_said),
            original: self.original_link(page, id, article, reference.has_address),
            gone: self.dead_original(article),
            archive_url: article.archive_url.as_ref().map(|url| url.value.as_str()),
            // If the original is dead, the URL in the reference is the archived copy's.
            names_archive: article.archive_url.is_some() && !(reference.has_address && article.live_url().is_none()),
            passages: reference.passages.iter().map(|passage| self.reference_passage(page, id, *passage)).collect(),
            article: self.link(id),
        })
    }

    /// Returns a passage with the words that the page quotes from it.
    fn reference_passage(&self, page: RecordId, id: RecordId, passage: Passage) -> ReferencePassage<'e> {
        let (site, canonical) = (self.site, self.site.canonical(id));
        let mut quotes: Vec<PassageQuote<'e>> = Vec::new();
        for (_, quotation) in site.quotations(page) {
            let is_there = quotation.target_passage().is_some_and(|own| own == passage || own.covers(passage));
            let words = quotation.words.as_str();
            let is_new = !quotes.iter().any(|quote| quote.words == words);
            if is_there && is_new && site.canonical(quotation.article) == canonical {
                let verdict = self.lang.body_messages.verdicts.format(quotation);
                quotes.push(PassageQuote { words, state: verdict::class_name(quotation.verdict), verdict });
            }
        }
        let url = match &site.records.get(id).details {
            Details::Article(article) => article.live_url(),
            _ => None,
        };
        let at_words = url.and_then(|url| quotes.iter().find_map(|quote| text_fragment_url(url, quote.words)));
        ReferencePassage { link: self.passage_link(id, passage), quotes, at_words }
    }

    /// Returns the link to an original: to text that the page quotes, or to the whole if the reference does not contain
    /// its URL.
    fn original_link(
        &self,
        page: RecordId,
        id: RecordId,
        article: &Article,
        has_address: bool,
    ) -> Option<OriginalLink> {
        let url = article.live_url()?;
        let site = self.site;
        let quoted = site.list_or_canonical(site.relations.quotations(), page).iter();
        let is_found = |quotation: &&Quotation| {
            quotation.article == id
                && matches!(quotation.verdict, QuotationVerdict::Found(_) | QuotationVerdict::Misplaced(_))
        };
        let at_words = quoted.filter(is_found).find_map(|quotation| text_fragment_url(url, &quotation.words));
        match at_words {
            Some(url) => Some(OriginalLink { url, at_words: true }),
            None if has_address => None,
            None => Some(OriginalLink { url: url.to_owned(), at_words: false }),
        }
    }

    /// Formats the publication date of an article.
    pub(super) fn article_date(&self, article: &Article) -> Option<DateView> {
        let (label, note) = (article.date_label.as_deref(), article.date_note.as_ref().map(|note| note.value.as_str()));
        article.date.as_ref().map(|date| self.date(&date.value, label, note))
    }
}

/// Formats the names of an article's authors.
pub(super) fn author_names(article: &Article) -> String {
    article.authors.iter().map(|author| author.name.as_str()).collect::<Vec<_>>().join(", ")
}
