//! The references at the end of a page.

use super::date::DateView;
use super::desk::Desk;
use super::evidence::PassageLink;
use super::gone::Gone;
use super::link::Link;
use crate::model::{Article, Details, RecordId};
use serde::Serialize;

/// An article cited on the page, as its bibliography says it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Reference<'e> {
    article: Link<'e>,
    anchor: String,
    authors: String,
    title: &'e str,
    outlet: Option<&'e str>,
    date: Option<DateView>,
    url: Option<&'e str>,
    gone: Option<Gone<'e>>,
    archive_url: Option<&'e str>,
    passages: Vec<PassageLink>,
    kind: Option<String>,
}

impl<'e> Desk<'e> {
    /// The references of a record's page.
    pub(super) fn references(&self, id: RecordId) -> Vec<Reference<'e>> {
        let book = self.edition.book;
        let cited = book.related(&book.relations.cited, id).iter().filter(|cited| book.is_shown(cited.article));
        cited
            .filter_map(|cited| {
                let Details::Article(article) = &book.site.record(cited.article).details else { return None };
                let link = self.link(cited.article);
                Some(Reference {
                    anchor: format!("ref-{}", link.id),
                    authors: authors(article),
                    title: link.title,
                    outlet: article.outlet.as_deref(),
                    date: self.article_date(article),
                    url: article.original(),
                    gone: self.gone(article),
                    archive_url: article.archive_url.as_ref().map(|url| url.value.as_str()),
                    passages: cited.passages.iter().map(|passage| self.passage(cited.article, *passage)).collect(),
                    kind: article.kind.as_deref().map(|kind| self.edition.words.sort(kind)),
                    article: link,
                })
            })
            .collect()
    }

    /// When an article appeared.
    pub(super) fn article_date(&self, article: &Article) -> Option<DateView> {
        let (label, note) = (article.date_label.as_deref(), article.date_note.as_deref());
        article.date.as_ref().map(|date| self.date(&date.value, label, note))
    }
}

/// The names of an article's authors.
pub(super) fn authors(article: &Article) -> String {
    article.authors.iter().map(|author| author.name.as_str()).collect::<Vec<_>>().join(", ")
}
