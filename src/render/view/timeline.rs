//! Views of timelines: events grouped by year and month, with a figure and filters.

use super::event::EventView;
use super::page_context::PageContext;
use super::placed_events::{self, PlacedEvents};
use super::time_figure::{self, MarkLinks};
use super::timeline_filter::{self, FilterGroup};
use super::timeline_parts::TimelinePart;
use crate::model::date::Landmark;
use crate::model::{Details, RecordId};
use crate::render::template_value::Html;
use serde::Serialize;

/// A timeline as templates see it.
#[derive(Debug, Serialize)]
pub(crate) struct TimelineView<'e> {
    years: Vec<YearSection<'e>>,
    /// Figure of time; `None` with fewer than two events.
    figure: Option<Html>,
    /// Strip that is pinned above the list of the timeline page.
    strip: Option<Html>,
    count: usize,
    /// Links to the pages of a long timeline; empty if all events are on one page.
    parts: Vec<PartLink>,
    /// Number of turning points before the listed part.
    turning_points_before: usize,
    /// Filters of the timeline page; empty for an excerpt.
    filters: Vec<FilterGroup>,
    /// HTML with which other sites embed the timeline; on its own page.
    embed_code: Option<String>,
}

#[derive(Debug, Serialize)]
struct YearSection<'e> {
    year: String,
    anchor: String,
    months: Vec<Month<'e>>,
    bounded: Vec<Bounded<'e>>,
}

/// Link to a page of a long timeline.
#[derive(Debug, Serialize)]
struct PartLink {
    title: String,
    href: String,
    count: usize,
    current: bool,
}

/// Events of which only one end of the date is known, and the same one.
#[derive(Debug, Serialize)]
struct Bounded<'e> {
    words: String,
    events: Vec<EventView<'e>>,
}

#[derive(Debug, Serialize)]
struct Month<'e> {
    #[serde(rename = "month")]
    name: Option<&'e str>,
    anchor: String,
    events: Vec<EventView<'e>>,
}

/// Builds the timeline of the whole briefing, or the list of a part of a long one. The page of a long timeline lists its
/// newest part.
pub(crate) fn timeline_page<'e>(context: &PageContext<'e>, part: Option<&TimelinePart>) -> TimelineView<'e> {
    if let Some(part) = part {
        return TimelineView::of_part(context, part);
    }
    let ids = shown(context, context.site.relations.timeline());
    let list = match context.lang.timeline.newest() {
        Some(newest) => TimelineView::of_part(context, newest),
        None => TimelineView::list(context, &ids),
    };
    TimelineView {
        count: ids.len(),
        figure: time_figure::full_figure(context, &ids, MarkLinks::ToAnchors),
        strip: time_figure::pinned_strip(context, &ids, MarkLinks::ToAnchors),
        filters: timeline_filter::groups(context, &ids),
        embed_code: context.embed_code(None),
        ..list
    }
}

/// Returns links to the parts of a long timeline; `current` is the listed one.
fn part_links(context: &PageContext<'_>, current: &TimelinePart) -> Vec<PartLink> {
    let link = |part: &TimelinePart| PartLink {
        title: part.title.clone(),
        href: context.link_base.href(&part.path),
        count: part.events.len(),
        current: part.path == current.path,
    };
    context.lang.timeline.parts.iter().map(link).collect()
}

/// Returns those of the events that have pages.
pub(super) fn shown(context: &PageContext<'_>, ids: &[RecordId]) -> Vec<RecordId> {
    ids.iter().copied().filter(|id| context.site.is_shown(*id)).collect()
}

impl<'e> TimelineView<'e> {
    /// Builds an excerpt of a timeline from events in chronological order, with a small figure.
    pub(super) fn new(context: &PageContext<'e>, ids: &[RecordId], links: MarkLinks) -> TimelineView<'e> {
        let ids = shown(context, ids);
        TimelineView { figure: time_figure::small_figure(context, &ids, links), ..TimelineView::list(context, &ids) }
    }

    /// Replaces the figure.
    pub(super) fn with_figure(self, figure: Option<Html>) -> TimelineView<'e> {
        TimelineView { figure, ..self }
    }

    fn of_part(context: &PageContext<'e>, part: &TimelinePart) -> TimelineView<'e> {
        TimelineView {
            turning_points_before: part.turning_points_before,
            parts: part_links(context, part),
            ..TimelineView::list(context, &shown(context, &part.events))
        }
    }

    /// Builds the list alone.
    pub(super) fn list(context: &PageContext<'e>, ids: &[RecordId]) -> TimelineView<'e> {
        TimelineView {
            years: years(context, ids),
            figure: None,
            strip: None,
            count: ids.len(),
            parts: Vec::new(),
            turning_points_before: 0,
            filters: Vec::new(),
            embed_code: None,
        }
    }
}

/// Groups events by the year and month in which they certainly happened. Events known only to the year precede its
/// months. Those of which only one end is known are apart, in the year of that end.
fn years<'e>(context: &PageContext<'e>, ids: &[RecordId]) -> Vec<YearSection<'e>> {
    let place_of = |id| match &context.site.records.get(id).details {
        Details::Event(event) => event.place_in_time(),
        _ => None,
    };
    let groups = placed_events::by_landmark(ids, place_of);
    groups.into_iter().map(|(landmark, group)| year_view(context, landmark, &group)).collect()
}

fn year_view<'e>(context: &PageContext<'e>, landmark: Landmark, group: &PlacedEvents) -> YearSection<'e> {
    let words = &context.lang.messages.date;
    let anchor = landmark.anchor();
    let views = |ids: &[RecordId]| ids.iter().filter_map(|id| context.event(*id)).collect::<Vec<EventView<'e>>>();
    let month_view = |(month, ids): (&Option<u8>, &Vec<RecordId>)| Month {
        name: month.and_then(|month| words.months.get(usize::from(month) - 1)).map(String::as_str),
        anchor: month.map_or(format!("m-{anchor}"), |month| format!("m-{}", landmark.month_anchor(month))),
        events: views(ids),
    };
    let mut bounded: Vec<Bounded<'e>> = Vec::new();
    for event in views(&group.limits) {
        match bounded.last_mut() {
            Some(last) if last.words == event.date.words => last.events.push(event),
            _ => bounded.push(Bounded { words: event.date.words.clone(), events: vec![event] }),
        }
    }
    YearSection {
        year: landmark.format(words),
        anchor: format!("year-{anchor}"),
        months: group.months.iter().map(month_view).collect(),
        bounded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::with_page_context;
    use crate::testkit::{TestSite, day, until, year};
    use serde_json::{Value, json};

    fn timeline(test: &mut TestSite) -> Value {
        with_page_context(test, "timeline/", |context| serde_json::to_value(timeline_page(context, None)).unwrap())
    }

    type Groups = Vec<(String, Vec<(Value, Vec<String>)>)>;

    fn groups(timeline: &Value) -> Groups {
        let ids = |month: &Value| {
            month["events"].as_array().unwrap().iter().map(|e| e["link"]["id"].as_str().unwrap().to_owned()).collect()
        };
        let months = |year: &Value| {
            year["months"].as_array().unwrap().iter().map(|month| (month["anchor"].clone(), ids(month))).collect()
        };
        let years = timeline["years"].as_array().unwrap();
        years.iter().map(|year| (year["year"].as_str().unwrap().to_owned(), months(year))).collect()
    }

    #[test]
    fn groups_by_year_and_month() {
        let mut test = TestSite::new();
        test.event("day", day(2025, 7, 26));
        test.event("before", until(2025, 8, 5));
        test.event("some-time", year(2025));
        test.event("earlier", day(2021, 11, 1));
        let timeline = timeline(&mut test);
        let expected = [
            ("2021".to_owned(), vec![(json!("m-2021-11"), vec!["earlier".to_owned()])]),
            (
                "2025".to_owned(),
                vec![(json!("m-2025"), vec!["some-time".to_owned()]), (json!("m-2025-07"), vec!["day".to_owned()])],
            ),
        ];
        assert_eq!(groups(&timeline), expected);
        assert_eq!(timeline["years"][1]["months"][0]["month"], Value::Null);
        assert_eq!(timeline["years"][1]["bounded"][0]["words"], "by 5 August 2025");
        assert_eq!(timeline["years"][1]["bounded"][0]["events"][0]["link"]["id"], "before");
        assert_eq!(timeline["years"][1]["months"][1]["month"], "July");
        let figure = timeline["figure"].as_str().unwrap();
        assert!(figure.contains("href=\"#event-earlier\""), "{figure}");
    }

    #[test]
    fn is_empty_without_events() {
        let timeline = timeline(&mut TestSite::new());
        assert_eq!((&timeline["count"], &timeline["figure"]), (&json!(0), &Value::Null));
    }
}
