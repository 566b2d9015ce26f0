//! Views of events: on timelines, and on their own pages.

use super::date::DateView;
use super::evidence::{BacklinkView, CitedArticleView, ClaimView, DivergenceView};
use super::lazy::Lazy;
use super::link::LinkView;
use super::page_context::PageContext;
use super::record_coverage::SupportCount;
use super::sources::SourceView;
use super::time_figure;
use super::timeline_filter::EventFacets;
use crate::model::{self, Details, IndexKind, Kind, RecordId, page_anchor};
use crate::render::template_value::Html;
use serde::Serialize;

/// An event on a timeline.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EventView<'e> {
    link: LinkView<'e>,
    anchor: String,
    pub(super) date: DateView,
    /// Mark of its date, as in the figure.
    mark: Lazy<'e, Html>,
    kind: Option<String>,
    place: Option<&'e str>,
    description: Option<&'e str>,
    turning_point: bool,
    actors: Vec<LinkView<'e>>,
    initiatives: Vec<LinkView<'e>>,
    topics: Vec<LinkView<'e>>,
    facets: Lazy<'e, EventFacets>,
    cited: Lazy<'e, Vec<CitedArticleView<'e>>>,
    support: Lazy<'e, SupportCount>,
    /// HTML of the body for a turning point; empty for other events.
    body: Html,
}

/// Page of an event.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EventPageView<'e> {
    #[serde(flatten)]
    event: EventView<'e>,
    claims: Lazy<'e, Vec<ClaimView<'e>>>,
    divergences: Lazy<'e, Vec<DivergenceView<'e>>>,
    previous: Option<LinkView<'e>>,
    next: Option<LinkView<'e>>,
    sources: Lazy<'e, Vec<SourceView<'e>>>,
    backlinks: Lazy<'e, Vec<BacklinkView<'e>>>,
    timeline_href: String,
    /// Link to the calendar file; `None` if the day is unknown.
    calendar_href: Option<String>,
}

/// Builds the view of an event's page.
pub(crate) fn event_page<'e>(context: &PageContext<'e>, id: RecordId, event: &'e model::Event) -> EventPageView<'e> {
    let context = *context;
    let (previous, next) = context.prev_next(id);
    EventPageView {
        event: context.build_event(id, event),
        calendar_href: context.calendar_href(id, event),
        claims: Lazy::new(move || context.claims(id)),
        divergences: Lazy::new(move || context.divergences(id)),
        previous,
        next,
        sources: Lazy::new(move || context.sources(id)),
        backlinks: Lazy::new(move || context.backlinks(id)),
        timeline_href: context.link_base.href(context.lang.index_page_path(IndexKind::Records(Kind::Event))),
    }
}

impl<'e> PageContext<'e> {
    /// Returns the view of an event for a timeline, translated if possible; `None` for another kind of record.
    pub(super) fn event(&self, id: RecordId) -> Option<EventView<'e>> {
        let id = self.site.in_language(id, self.lang.tag);
        match &self.site.records.get(id).details {
            Details::Event(event) => Some(self.build_event(id, event)),
            _ => None,
        }
    }

    /// Returns the views of events for a list.
    pub(super) fn events(&self, ids: &[RecordId]) -> Vec<EventView<'e>> {
        ids.iter().filter(|id| self.site.is_shown(**id)).filter_map(|id| self.event(*id)).collect()
    }

    fn build_event(&self, id: RecordId, event: &'e model::Event) -> EventView<'e> {
        let (context, link) = (*self, self.link(id));
        EventView {
            anchor: page_anchor::of_event(link.card.id()),
            date: self.event_date(event),
            mark: Lazy::new(move || time_figure::list_mark(event)),
            kind: event.kind.as_ref().map(|kind| self.lang.messages.kind_label(&kind.value)),
            place: event.place.as_deref(),
            description: link.card.description(),
            turning_point: event.turning_point,
            actors: self.links_by_id(Kind::Actor, &event.actors),
            initiatives: self.links_by_id(Kind::Initiative, &event.initiatives),
            topics: self.links_by_id(Kind::Topic, &event.topics),
            facets: Lazy::new(move || EventFacets::new(&context, id, event)),
            cited: Lazy::new(move || context.cited_articles(id)),
            support: Lazy::new(move || context.support(id)),
            body: if event.turning_point { self.body_in_timeline(id) } else { Html::default() },
            link,
        }
    }
}

impl PageContext<'_> {
    /// Formats the date of an event. One without a date, which was reported, gets a placeholder text.
    fn event_date(&self, event: &model::Event) -> DateView {
        let unknown = || DateView::unknown(event.date_label.as_deref().unwrap_or(&self.lang.body_messages.no_date));
        DateView::of_event(event, &self.lang.messages.date).unwrap_or_else(unknown)
    }
}
