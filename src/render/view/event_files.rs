//! Links to the calendars and feeds of single records.

use super::page_context::PageContext;
use crate::model::{Event, RecordId};
use serde::Serialize;

/// Files about the events of an initiative, topic or actor.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EventFilesView {
    /// Link to the calendar.
    calendar: String,
    /// Link to the feed; `None` if the briefing has no feeds.
    feed: Option<String>,
}

impl PageContext<'_> {
    /// Checks whether a canonical record has events.
    pub(super) fn has_events(&self, canonical: RecordId) -> bool {
        self.site.relations.events().get(canonical).is_some_and(|events| !events.is_empty())
    }

    /// Returns the files about a record's events; `None` if it has no events or its kind no such files.
    pub(super) fn event_files(&self, id: RecordId) -> Option<EventFilesView> {
        let (site, config) = (self.site, self.config());
        let canonical = site.canonical(id);
        let is_wanted = config.event_files.contains(&site.records.get(canonical).kind());
        if !is_wanted || !self.has_events(canonical) {
            return None;
        }
        let href = |name: &str| self.link_base.href(&format!("{}{name}", site.relations.path(canonical)));
        Some(EventFilesView { calendar: href("timeline.ics"), feed: config.generate_feeds.then(|| href("atom.xml")) })
    }

    /// Returns the link to the calendar file of an event; `None` if its day is unknown.
    pub(super) fn calendar_href(&self, id: RecordId, event: &Event) -> Option<String> {
        event.calendar_days(self.config().calendar.tentative)?;
        let path = self.site.relations.path(self.site.canonical(id));
        Some(self.link_base.href(&format!("{path}event.ics")))
    }
}
