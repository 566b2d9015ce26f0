//! The words of a link's hover card that are not the record's own.

use crate::model::{Details, Record};
use crate::render::theme::Words;

/// The parts of a link that are the same on all pages of a language, and are not the record's own words.
#[derive(Clone, Debug, Default, Hash)]
pub(super) struct CardWords {
    date: Option<String>,
    label: Option<String>,
}

impl CardWords {
    /// Makes them for a record.
    pub(super) fn of(record: &Record, words: &Words) -> CardWords {
        let own = match &record.details {
            Details::Event(event) => event.date_label.clone(),
            Details::Initiative(initiative) => initiative.date_label.clone(),
            Details::Article(article) => article.date_label.clone(),
            _ => None,
        };
        let date = own.or_else(|| record.date().map(|date| date.value.words(&words.date)));
        let label = match &record.details {
            Details::Event(event) => event.place.clone(),
            Details::Initiative(initiative) => initiative.kind.as_ref().map(|kind| words.sort(&kind.value)),
            Details::Actor(actor) => actor.kind.as_ref().map(|kind| words.sort(&kind.value)),
            Details::Article(article) => article.kind.as_ref().map(|kind| words.sort(kind)),
            Details::Topic | Details::Page | Details::Index(_) => None,
        };
        CardWords { date, label }
    }
    /// The date in words.
    pub(super) fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }

    /// What sort of its kind it is, or an event's place.
    pub(super) fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }
}
