//! Reads a record for the index: its card, which every result shows, its passages, from which a result shows the one
//! that was found, and its terms.

use super::super::ExportContext;
use super::passages::{Passages, body_passages};
use super::weights::{Field, TermCollector};
use crate::model::{Details, Kind, Record, RecordId, page_anchor, plain_text};
use crate::render::Messages;
use serde::Serialize;

/// Fields of a record that a search result shows.
#[derive(Debug, Serialize)]
pub(super) struct Card<'a>(
    /// Path of its page.
    &'a str,
    /// Title.
    &'a str,
    /// Description.
    &'a str,
    /// Subkind or place, and date, in words.
    String,
    /// Other names.
    Vec<&'a str>,
);

/// A record in the index.
pub(super) struct Document<'a> {
    /// Fields that results show.
    pub(super) card: Card<'a>,
    /// Texts with the places on the page where they are.
    pub(super) passages: Passages,
    /// Terms.
    pub(super) terms: TermCollector,
}

impl<'a> Document<'a> {
    /// Reads a record.
    pub(super) fn new(export: ExportContext<'a>, id: RecordId, messages: &Messages) -> Document<'a> {
        let record = export.site.record(id);
        let names: Vec<&str> = record.names.iter().map(|name| name.value.as_str()).collect();
        let description = record.description.as_ref().map_or("", |description| description.value.as_str());
        let label = label(record, messages);
        let mut document = Document {
            card: Card(
                export.relations.path(id),
                &record.title.value,
                description,
                line(record, &label, messages),
                names,
            ),
            passages: Passages::default(),
            terms: TermCollector::default(),
        };
        for name in record.title_and_names() {
            document.terms.add_name(&name.value);
        }
        document.terms.add_text(Field::Description, description);
        document.terms.add_text(Field::Label, &label);
        document.add_details(export, id, record, messages);
        body_passages(export, id, &record.body, "", Field::Body, &mut |anchor, field, text| {
            document.add(anchor, field, text);
        });
        document
    }

    /// Adds a text of the record that is at a place of its page.
    fn add(&mut self, anchor: &str, field: Field, text: &str) {
        self.terms.add_text(field, text);
        self.passages.add(anchor, text);
    }

    fn add_details(&mut self, export: ExportContext<'_>, id: RecordId, record: &Record, messages: &Messages) {
        if let Some(date) = record.date() {
            self.terms.add_date(&date.value);
        }
        for (index, claim) in record.claims().iter().enumerate() {
            self.add(&page_anchor::of_claim(index), Field::Statement, &claim.text.value);
            if let Some(date) = &claim.as_of {
                self.terms.add_stated_date(&date.value);
            }
        }
        for status in record.status() {
            let words = messages.status_label(&status.status.value);
            let note = if status.note_markup.is_empty() {
                status.note.clone().unwrap_or_default()
            } else {
                plain_text(&status.note_markup)
            };
            self.add("status", Field::Statement, format!("{words} {note}").trim_end());
            if let Some(date) = &status.date {
                self.terms.add_stated_date(&date.value);
            }
        }
        match &record.details {
            Details::Article(article) => {
                for author in &article.authors {
                    self.terms.add_text(Field::Label, &author.name);
                }
                self.terms.add_text(Field::Label, article.outlet.as_deref().unwrap_or_default());
                self.add_article_text(export, id);
            }
            Details::Index(index) => {
                let parts = index.bottom_line.iter().map(|body| ("bottom-line", body));
                let parts = parts.chain(index.key_points.iter().map(|body| ("key-points", body)));
                for (anchor, body) in parts {
                    body_passages(export, id, body, anchor, Field::Statement, &mut |anchor, field, text| {
                        self.add(anchor, field, text);
                    });
                }
            }
            _ => {}
        }
    }

    /// Adds the text of an article, if its rights allow publishing it.
    fn add_article_text(&mut self, export: ExportContext<'_>, id: RecordId) {
        let canonical = export.relations.index.canonical(id);
        let text = export.relations.published_text(export.site, canonical);
        for passage in text.map_or(&[][..], |text| &text.passages) {
            self.add(&passage.passage.anchor(), Field::ArticleText, &passage.words);
        }
    }
}

/// Returns the subkind of a record, or the place of an event.
fn label(record: &Record, messages: &Messages) -> String {
    match record.kind() {
        Kind::Event => record.label().unwrap_or_default().to_owned(),
        _ => record.label().map(|label| messages.kind_label(label)).unwrap_or_default(),
    }
}

/// Returns the subkind or place, and the date, in words.
fn line(record: &Record, label: &str, messages: &Messages) -> String {
    let date = match &record.details {
        Details::Event(event) => event.date_text(&messages.date),
        _ => record
            .date_label()
            .map(str::to_owned)
            .or_else(|| record.date().map(|date| date.value.format(&messages.date))),
    };
    let parts = [Some(label.to_owned()), date];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(messages.find("list.parts").unwrap_or(", "))
}
