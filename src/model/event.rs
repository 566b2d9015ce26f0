//! Event: date, place and participants.

use super::date::{CalendarDays, DateFormat, PlaceInTime, Shape};
use super::id_ref::id_refs;
use super::{Claim, Edtf, IdRef, Kind, event_kind};
use crate::span::Spanned;
use serde::{Deserialize, Serialize};

/// Front matter keys specific to events.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Event {
    /// Kind of event, such as `summit` or `speech`; see [`super::event_kind`].
    pub kind: Option<Spanned<String>>,
    /// Date of the event; required, so `None` only after an error.
    pub date: Option<Spanned<Edtf>>,
    /// Text displayed instead of the formatted date.
    pub date_label: Option<String>,
    /// Explanation of the date and its certainty.
    pub date_note: Option<Spanned<String>>,
    /// Short name in the figure of time; `None` for the title.
    pub label: Option<String>,
    /// Place of the event.
    pub place: Option<String>,
    /// Ids of the participating actors.
    pub actors: Vec<Spanned<String>>,
    /// Ids of the initiatives it belongs to.
    pub initiatives: Vec<Spanned<String>>,
    /// Ids of the topics it touches.
    pub topics: Vec<Spanned<String>>,
    /// True for a turning point of the briefing.
    pub turning_point: bool,
    /// Verifiable statements with their evidence.
    pub claims: Vec<Claim>,
}

impl Event {
    /// Returns false if events of its kind cannot last.
    pub fn can_last(&self) -> bool {
        self.kind.as_ref().is_none_or(|kind| event_kind::can_last(&kind.value))
    }

    /// Returns the shape of its date.
    pub fn shape(&self) -> Option<Shape> {
        self.date.as_ref().map(|date| date.value.shape(self.can_last()))
    }

    /// Returns its place on a timeline.
    pub fn place_in_time(&self) -> Option<PlaceInTime> {
        self.date.as_ref()?.value.place_in_time(self.can_last())
    }

    /// Returns its days in a calendar, as [`Edtf::calendar_days`].
    pub fn calendar_days(&self, tentative: bool) -> Option<CalendarDays> {
        self.date.as_ref()?.value.calendar_days(self.can_last(), tentative)
    }

    /// Formats its date: the author's label, otherwise the date as text.
    pub fn date_text(&self, patterns: &DateFormat) -> Option<String> {
        let formatted = || self.date.as_ref().map(|date| date.value.format_event(self.can_last(), patterns));
        self.date_label.clone().or_else(formatted)
    }

    /// Iterates over the ids of other records.
    pub fn id_refs(&self) -> impl Iterator<Item = IdRef<'_>> + Clone {
        id_refs("actors", Kind::Actor, &self.actors)
            .chain(id_refs("initiatives", Kind::Initiative, &self.initiatives))
            .chain(id_refs("topics", Kind::Topic, &self.topics))
    }
}
