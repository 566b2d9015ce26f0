//! Title and metadata of a record in links to it.

use crate::model::{Details, Kind, Record};
use crate::render::body_html::words_html;
use crate::render::theme::Messages;
use serde::Serialize;
use tera::Value;

/// Content of links to a record on all pages of a language. Pages share the template values.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct LinkCard {
    kind: Kind,
    pub(super) title: Value,
    pub(super) title_html: Value,
    pub(super) id: Value,
    pub(super) description: Value,
    pub(super) date: Value,
    pub(super) label: Value,
}

impl LinkCard {
    /// Creates the card of a record.
    pub(super) fn of(record: &Record, words: &Messages) -> LinkCard {
        let date = if let Details::Event(event) = &record.details {
            event.date_text(&words.date)
        } else {
            let date_label = record.date_label().map(str::to_owned);
            date_label.or_else(|| record.date().map(|date| date.value.format(&words.date)))
        };
        let label = match &record.details {
            Details::Event(event) => event.place.clone(),
            _ => record.label().map(|label| words.kind_label(label)),
        };
        let words = |words: Option<&str>| words.map_or_else(Value::none, Value::from);
        LinkCard {
            kind: record.kind(),
            title: Value::from(&*record.title.value),
            title_html: Value::safe_string(&words_html(&record.title.value, &record.title_markup)),
            id: Value::from(&*record.id),
            description: words(record.description.as_ref().map(|description| description.value.as_str())),
            date: words(date.as_deref()),
            label: words(label.as_deref()),
        }
    }

    /// Returns the record's kind.
    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns the record's title.
    pub(crate) fn title(&self) -> &str {
        self.title.as_str().unwrap_or_default()
    }

    /// Returns the record's id.
    pub(crate) fn id(&self) -> &str {
        self.id.as_str().unwrap_or_default()
    }

    /// Returns the default sort key of links: title, then id.
    pub(super) fn title_sort_key(&self) -> (&str, &str) {
        (self.title(), self.id())
    }

    /// Returns the record's description.
    pub(crate) fn description(&self) -> Option<&str> {
        self.description.as_str()
    }

    /// Returns the record's label: the sort of an initiative, actor or article, the place of an event.
    pub(super) fn label(&self) -> Option<&str> {
        self.label.as_str()
    }

    /// Returns the record's date as text.
    pub(crate) fn date(&self) -> Option<&str> {
        self.date.as_str()
    }
}
