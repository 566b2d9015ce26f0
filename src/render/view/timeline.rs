//! Views of timelines: events grouped by year and month, with an overview and filters.

use super::event::{self, EventView};
use super::link::LinkView;
use super::overview::{self, DayRange, Overview};
use super::page_context::PageContext;
use crate::model::date::{DatePart, Point, Precision};
use crate::model::{Details, Edtf, Kind, RecordId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A timeline as templates see it.
#[derive(Debug, Serialize)]
pub(crate) struct TimelineView<'e> {
    years: Vec<Year<'e>>,
    overview: Option<Overview<'e>>,
    count: usize,
    filters: FilterOptions<'e>,
}

#[derive(Debug, Serialize)]
struct Year<'e> {
    year: String,
    months: Vec<Month<'e>>,
}

#[derive(Debug, Serialize)]
struct Month<'e> {
    #[serde(rename = "month")]
    name: Option<&'e str>,
    anchor: String,
    events: Vec<EventView<'e>>,
}

#[derive(Debug, Serialize)]
struct FilterOptions<'e> {
    initiatives: Vec<FilterOption<'e>>,
    actors: Vec<FilterOption<'e>>,
    topics: Vec<FilterOption<'e>>,
}

#[derive(Debug, Serialize)]
struct FilterOption<'e> {
    id: &'e str,
    title: &'e str,
    count: usize,
    href: Rc<str>,
}

/// Target of the marks in an overview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkLinks {
    /// The event further down on the same page.
    ToAnchors,
    /// The event's own page.
    ToPages,
}

/// Builds the timeline of the whole briefing.
pub(crate) fn timeline_page<'e>(context: &PageContext<'e>) -> TimelineView<'e> {
    TimelineView::new(context, context.site.relations.timeline(), MarkLinks::ToAnchors)
}

impl<'e> TimelineView<'e> {
    /// Builds a timeline of events in chronological order, with an overview if it has at least two marks.
    pub(super) fn new(context: &PageContext<'e>, ids: &[RecordId], links: MarkLinks) -> TimelineView<'e> {
        let site = context.site;
        let ids: Vec<RecordId> = ids.iter().copied().filter(|id| site.is_shown(*id)).collect();
        TimelineView {
            years: years(context, &ids),
            overview: overview(context, &ids, links, None).filter(|overview| overview.len() > 1),
            count: ids.len(),
            filters: FilterOptions {
                initiatives: filters(context, &ids, Kind::Initiative),
                actors: filters(context, &ids, Kind::Actor),
                topics: filters(context, &ids, Kind::Topic),
            },
        }
    }
}

/// Builds the overview of events in a range, by default that of all events.
pub(super) fn overview<'e>(
    context: &PageContext<'e>,
    ids: &[RecordId],
    links: MarkLinks,
    stretch: Option<DayRange>,
) -> Option<Overview<'e>> {
    let marks: Vec<overview::EventMark<'e>> = ids.iter().filter_map(|id| event_mark(context, *id, links)).collect();
    overview::overview(&marks, stretch, &context.lang.messages.date)
}

fn event_mark<'e>(context: &PageContext<'e>, id: RecordId, links: MarkLinks) -> Option<overview::EventMark<'e>> {
    let Details::Event(details) = &context.site.records.get(id).details else { return None };
    let date = details.date.as_ref()?.value;
    let link = context.link(id);
    let href = match links {
        MarkLinks::ToAnchors => format!("#{}", event::anchor(link.card.id())).into(),
        MarkLinks::ToPages => link.href,
    };
    Some(overview::EventMark {
        date,
        href,
        title: link.card.title(),
        date_words: link.card.date(),
        turning_point: details.turning_point,
    })
}

/// Groups events by the year and month of their anchor day. Events known only to the year or coarser precede its
/// months.
fn years<'e>(context: &PageContext<'e>, ids: &[RecordId]) -> Vec<Year<'e>> {
    let mut groups: BTreeMap<i16, BTreeMap<Option<u8>, Vec<EventView<'e>>>> = BTreeMap::new();
    for id in ids {
        let Details::Event(details) = &context.site.records.get(*id).details else { continue };
        let Some((year, month)) = details.date.as_ref().and_then(|date| year_and_month(&date.value)) else { continue };
        groups.entry(year).or_default().entry(month).or_default().extend(context.event(*id));
    }
    let words = &context.lang.messages.date;
    let month_view = |year: i16, (month, events): (Option<u8>, Vec<EventView<'e>>)| Month {
        name: month.and_then(|month| words.months.get(usize::from(month) - 1)).map(String::as_str),
        anchor: month.map_or(format!("m-{year}"), |month| format!("m-{year}-{month:02}")),
        events,
    };
    groups
        .into_iter()
        .map(|(year, months)| Year {
            year: year_words(year, context),
            months: months.into_iter().map(|month| month_view(year, month)).collect(),
        })
        .collect()
}

fn year_and_month(date: &Edtf) -> Option<(i16, Option<u8>)> {
    let day = date.anchor()?;
    let point = date.points().next()?;
    let month = (point.precision() > Precision::Year).then(|| day.month().unsigned_abs());
    Some((day.year(), month.filter(|month| *month > 0)))
}

fn year_words(year: i16, context: &PageContext<'_>) -> String {
    let point = Point { year, unspecified_digits: 0, part: DatePart::Year, approximate: false, uncertain: false };
    Edtf::Point(point).format(&context.lang.messages.date)
}

/// Counts the records of a kind that the events name, most frequent first.
fn filters<'e>(context: &PageContext<'e>, ids: &[RecordId], kind: Kind) -> Vec<FilterOption<'e>> {
    let site = context.site;
    let mut counts: BTreeMap<RecordId, usize> = BTreeMap::new();
    for id in ids {
        let named = site.records.get(*id).id_refs().into_iter().filter(|named| named.kind == kind);
        for id in named.filter_map(|named| site.find(kind, &named.id.value)).collect::<BTreeSet<RecordId>>() {
            *counts.entry(id).or_default() += 1;
        }
    }
    let mut filters: Vec<FilterOption<'e>> = counts
        .into_iter()
        .map(|(id, count)| {
            let LinkView { card, href, .. } = context.link(id);
            FilterOption { id: card.id(), title: card.title(), count, href }
        })
        .collect();
    filters.sort_by(|a, b| (b.count, a.title, a.id).cmp(&(a.count, b.title, b.id)));
    filters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::with_page_context;
    use crate::testkit::{TestSite, day, spanned, until, year};
    use serde_json::{Value, json};

    fn timeline(test: &mut TestSite) -> Value {
        with_page_context(test, "timeline/", |context| serde_json::to_value(timeline_page(context)).unwrap())
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
                vec![
                    (json!("m-2025"), vec!["some-time".to_owned()]),
                    (json!("m-2025-07"), vec!["day".to_owned()]),
                    (json!("m-2025-08"), vec!["before".to_owned()]),
                ],
            ),
        ];
        assert_eq!(groups(&timeline), expected);
        assert_eq!(timeline["years"][1]["months"][0]["month"], Value::Null);
        assert_eq!(timeline["years"][1]["months"][1]["month"], "July");
        assert_eq!(timeline["overview"]["marks"][0]["href"], "#event-earlier");
    }

    #[test]
    fn counts_filter_options() {
        let mut test = TestSite::new();
        for id in ["china", "japan"] {
            test.record(Kind::Actor, id);
        }
        test.event("a", day(2025, 1, 1)).actors = vec![spanned("japan".into()), spanned("nobody".into())];
        test.event("b", day(2025, 1, 2)).actors = vec![spanned("japan".into()), spanned("china".into())];
        let actors = timeline(&mut test)["filters"]["actors"].clone();
        assert_eq!(actors[0], json!({"id": "japan", "title": "japan", "count": 2, "href": "../actors/japan/"}));
        assert_eq!(actors[1]["id"], "china");
    }

    #[test]
    fn is_empty_without_events() {
        let timeline = timeline(&mut TestSite::new());
        assert_eq!((&timeline["count"], &timeline["overview"]), (&json!(0), &Value::Null));
    }
}
