//! Events: as they stand on timelines, and their own page.

use super::date::DateView;
use super::desk::Desk;
use super::evidence::{Backlink, Cited, Claim, Divergence};
use super::late::Late;
use super::link::Link;
use super::sources::Source;
use crate::model::{self, Details, IndexKind, Kind, RecordId};
use crate::render::value_hash::Html;
use serde::Serialize;

/// An event on a timeline.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Event<'e> {
    link: Link<'e>,
    anchor: String,
    date: DateView,
    place: Option<&'e str>,
    description: Option<&'e str>,
    turning_point: bool,
    actors: Vec<Link<'e>>,
    initiatives: Vec<Link<'e>>,
    topics: Vec<Link<'e>>,
    cited: Late<'e, Vec<Cited<'e>>>,
    single_source: Late<'e, bool>,
    /// Its text, for a turning point: other events are told in a line.
    body: Html,
}

/// An event's own page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EventPage<'e> {
    #[serde(flatten)]
    event: Event<'e>,
    claims: Late<'e, Vec<Claim<'e>>>,
    divergences: Late<'e, Vec<Divergence<'e>>>,
    previous: Option<Link<'e>>,
    next: Option<Link<'e>>,
    sources: Late<'e, Vec<Source<'e>>>,
    backlinks: Late<'e, Vec<Backlink<'e>>>,
    timeline_href: String,
}

/// Makes an event's own page.
pub(crate) fn event_page<'e>(desk: &Desk<'e>, id: RecordId, event: &'e model::Event) -> EventPage<'e> {
    let desk = *desk;
    let (previous, next) = desk.neighbours(id);
    EventPage {
        event: desk.make_event(id, event),
        claims: Late::new(move || desk.claims(id)),
        divergences: Late::new(move || desk.divergences(id)),
        previous,
        next,
        sources: Late::new(move || desk.sources(id)),
        backlinks: Late::new(move || desk.backlinks(id)),
        timeline_href: desk.place.href(desk.edition.front_path(IndexKind::Records(Kind::Event))),
    }
}

impl<'e> Desk<'e> {
    /// An event for a timeline, in the page's language when it is translated; nothing for another kind of record.
    pub(super) fn event(&self, id: RecordId) -> Option<Event<'e>> {
        let id = self.edition.book.in_language(id, &self.edition.language);
        match &self.edition.book.site.record(id).details {
            Details::Event(event) => Some(self.make_event(id, event)),
            _ => None,
        }
    }

    /// Events for a list.
    pub(super) fn events(&self, ids: &[RecordId]) -> Vec<Event<'e>> {
        ids.iter().filter(|id| self.edition.book.is_shown(**id)).filter_map(|id| self.event(*id)).collect()
    }

    fn make_event(&self, id: RecordId, event: &'e model::Event) -> Event<'e> {
        let (desk, link) = (*self, self.link(id));
        Event {
            anchor: anchor(link.card.id()),
            date: self.event_date(event),
            place: event.place.as_deref(),
            description: link.card.description(),
            turning_point: event.turning_point,
            actors: self.named(Kind::Actor, &event.actors),
            initiatives: self.named(Kind::Initiative, &event.initiatives),
            topics: self.named(Kind::Topic, &event.topics),
            cited: Late::new(move || desk.cited(id)),
            single_source: Late::new(move || desk.is_single_source(id)),
            body: if event.turning_point { self.body_in_timeline(id) } else { Html::default() },
            link,
        }
    }
}

impl Desk<'_> {
    /// When an event happened. One without a date, which was reported, has words that say so.
    fn event_date(&self, event: &model::Event) -> DateView {
        let (label, note) = (event.date_label.as_deref(), event.date_note.as_deref());
        match &event.date {
            Some(date) => self.date(&date.value, label, note),
            None => DateView::unknown(label.unwrap_or(&self.edition.body_words.no_date)),
        }
    }
}

/// The fragment of an event on a timeline.
pub(super) fn anchor(id: &str) -> String {
    format!("e-{id}")
}
