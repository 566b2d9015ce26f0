//! Pages of a long timeline: one per year, or per month of a year with many events.

use super::placed_events::{PlacedEvents, by_landmark};
use crate::model::date::{DatePart, Landmark, Point};
use crate::model::{Details, Edtf, RecordId, TimelineConfig};
use crate::render::theme::Messages;
use crate::render::tracked::SiteData;
use rustc_hash::FxHashMap;

/// Maximum number of events of a year on one page.
const MAX_EVENTS_OF_YEAR: usize = 200;

/// Part of a long timeline, with a page of its own.
#[derive(Debug)]
pub(crate) struct TimelinePart {
    /// Year or month as text.
    pub(crate) title: String,
    /// Path of its page.
    pub(crate) path: String,
    /// Canonical events by month, in each ordered by time.
    pub(crate) events: Vec<RecordId>,
    /// Number of turning points that precede its first event on the timeline.
    pub(crate) turning_points_before: usize,
}

impl TimelinePart {
    fn new(title: String, path: String, events: Vec<RecordId>) -> TimelinePart {
        TimelinePart { title, path, events, turning_points_before: 0 }
    }
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
        if events.len() <= TimelineConfig::MAX_EVENTS {
            return TimelineParts::default();
        }
        let event_of = |id: RecordId| match &data.site.record(id).details {
            Details::Event(event) => Some(event),
            _ => None,
        };
        let mut parts = Vec::new();
        for (year, PlacedEvents { mut months, limits }) in by_landmark(events, |id| event_of(id)?.place_in_time()) {
            let (title, anchor) = (year.format(&messages.date), year.anchor());
            if !limits.is_empty() {
                months.entry(None).or_default().extend(limits);
            }
            if months.values().map(Vec::len).sum::<usize>() <= MAX_EVENTS_OF_YEAR {
                let events = months.into_values().flatten().collect();
                parts.push(TimelinePart::new(title, format!("{parent}{anchor}/"), events));
                continue;
            }
            parts.extend(months.into_iter().map(|(month, events)| match month {
                None => {
                    let title = messages.get("timeline.part_unknown").replace("{year}", &title);
                    TimelinePart::new(title, format!("{parent}{anchor}/"), events)
                }
                Some(month) => {
                    let title = month_title(year, month).format(&messages.date);
                    TimelinePart::new(title, format!("{parent}{}/", year.month_anchor(month)), events)
                }
            }));
        }
        let by_event: FxHashMap<RecordId, usize> =
            (0..).zip(&parts).flat_map(|(at, part)| part.events.iter().map(move |id| (*id, at))).collect();
        let mut turning_points = 0;
        for &id in events.iter() {
            if let Some(part) = by_event.get(&id).and_then(|at| parts.get_mut(*at))
                && part.events.first() == Some(&id)
            {
                part.turning_points_before = turning_points;
            }
            turning_points += usize::from(event_of(id).is_some_and(|event| event.turning_point));
        }
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
        with_page_context(&mut test, "timeline/", |context| {
            assert_eq!(context.lang.timeline.parts[1].title, "2031, month unknown");
        });
        let expected = [("2030", 20), ("2031", 1), ("2031-05", 110), ("2031-06", 110)];
        let expected = expected.map(|(name, count)| (format!("timeline/{name}/"), count));
        assert_eq!(paths(&mut test), expected);
    }
}
