//! Pages of a long timeline: one per year, or per month of a year with many events.

use crate::model::date::{DatePart, Landmark, PlaceInYear, Point};
use crate::model::{Details, Edtf, RecordId};
use crate::render::theme::Messages;
use crate::render::tracked::SiteData;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Maximum number of events of a timeline on one page.
const MAX_EVENTS: usize = 120;

/// Maximum number of events of a year on one page.
const MAX_EVENTS_OF_YEAR: usize = 200;

/// Part of a long timeline, with a page of its own.
#[derive(Debug)]
pub(crate) struct TimelinePart {
    /// Year or month as text.
    pub(crate) title: String,
    /// Path of its page.
    pub(crate) path: String,
    /// Canonical events, ordered by time.
    pub(crate) events: Vec<RecordId>,
}

/// Parts of the timeline in one language, ordered by time; none if all events are on one page.
#[derive(Debug, Default)]
pub(crate) struct TimelineParts {
    pub(crate) parts: Vec<TimelinePart>,
    /// Index of the part of each event.
    by_event: FxHashMap<RecordId, usize>,
}

impl TimelineParts {
    /// Splits the timeline if it is long. `parent` is the path of its page.
    pub(super) fn new(data: &SiteData<'_>, messages: &Messages, parent: &str) -> TimelineParts {
        let events = &data.relations.timeline;
        if events.len() <= MAX_EVENTS {
            return TimelineParts::default();
        }
        let mut years: BTreeMap<Landmark, BTreeMap<Option<u8>, Vec<RecordId>>> = BTreeMap::new();
        for &id in events.iter() {
            let Details::Event(event) = &data.site.record(id).details else { continue };
            let Some(place) = event.place_in_time() else { continue };
            let month = match place.month {
                PlaceInYear::Month(month) => month,
                PlaceInYear::Limit => None,
            };
            years.entry(place.landmark).or_default().entry(month).or_default().push(id);
        }
        let mut parts = Vec::new();
        for (year, months) in years {
            let title = year.format(&messages.date);
            let anchor = year.anchor();
            if months.values().map(Vec::len).sum::<usize>() <= MAX_EVENTS_OF_YEAR {
                let events = months.into_values().flatten().collect();
                parts.push(TimelinePart { title, path: format!("{parent}{anchor}/"), events });
                continue;
            }
            parts.extend(months.into_iter().map(|(month, events)| match month {
                None => TimelinePart { title: title.clone(), path: format!("{parent}{anchor}/"), events },
                Some(month) => TimelinePart {
                    title: month_title(year, month).format(&messages.date),
                    path: format!("{parent}{anchor}-{month:02}/"),
                    events,
                },
            }));
        }
        let by_event = (0..).zip(&parts).flat_map(|(at, part)| part.events.iter().map(move |id| (*id, at))).collect();
        TimelineParts { parts, by_event }
    }

    /// Returns the part that the timeline page itself shows: the newest one. `None` if all events are on one page.
    pub(super) fn newest(&self) -> Option<&TimelinePart> {
        self.parts.last()
    }

    /// Returns the part of an event; `None` for events of the newest part, which are on the timeline page.
    pub(super) fn elsewhere(&self, event: RecordId) -> Option<&TimelinePart> {
        let at = *self.by_event.get(&event)?;
        self.parts.get(at).filter(|_| at + 1 < self.parts.len())
    }
}

fn month_title(year: Landmark, month: u8) -> Edtf {
    Edtf::Point(Point::exact(year.first_year().into(), DatePart::month(month)))
}

#[cfg(test)]
mod tests {
    use crate::render::testing::with_page_context;
    use crate::testkit::{TestSite, day, until};

    fn paths(test: &mut TestSite) -> Vec<(String, usize)> {
        with_page_context(test, "timeline/", |context| {
            context.lang.timeline.parts.iter().map(|part| (part.path.clone(), part.events.len())).collect()
        })
    }

    #[test]
    fn splits_long_timelines_by_year_and_month() {
        let mut test = TestSite::new();
        for at in 0..20 {
            test.event(&format!("old-{at}"), day(2030, 1, 1));
        }
        assert_eq!(paths(&mut test), []);
        for at in 0..110 {
            test.event(&format!("may-{at}"), day(2031, 5, 1));
            test.event(&format!("june-{at}"), day(2031, 6, 1));
        }
        test.event("by", until(2031, 6, 1));
        let expected = [("2030", 20), ("2031", 1), ("2031-05", 110), ("2031-06", 110)];
        let expected = expected.map(|(name, count)| (format!("timeline/{name}/"), count));
        assert_eq!(paths(&mut test), expected);
    }
}
