//! TimelineJS 3 export: `timeline.json`, with the events as slides.
//!
//! TimelineJS inserts text as HTML, so all text is escaped here.

use super::{ExportContext, Exporter, to_json, url};
use crate::model::date::{Bound, CommonParts, DateFormat, Shape, historical_year};
use crate::model::{Details, Edtf, Event, Kind, RecordId};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

const FILE: &str = "timeline.json";

/// Output size per event in bytes, used to reserve the buffer; most events need less.
const EVENT_SIZE_ESTIMATE: usize = 512;

/// Exports the timeline.
pub(super) struct TimelineJs;

#[derive(Serialize)]
struct TimelineDocument<'a> {
    scale: &'static str,
    title: Slide<'a>,
    events: Vec<Slide<'a>>,
}

#[derive(Serialize)]
struct Slide<'a> {
    unique_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_date: Option<SlideDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<SlideDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    text: SlideText,
}

#[derive(Serialize)]
struct SlideText {
    headline: String,
    text: String,
}

/// Date with the precision that is known.
#[derive(Serialize)]
struct SlideDate {
    /// Year; -1 is 1 BCE, since TimelineJS has no year 0.
    year: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<u8>,
}

impl Exporter for TimelineJs {
    fn owns(&self, path: &str) -> bool {
        path == FILE
    }

    fn files(&self, export: ExportContext<'_>) -> Vec<(String, Vec<u8>)> {
        let config = &export.site.config;
        let title = Slide {
            unique_id: "briefing",
            start_date: None,
            end_date: None,
            display_date: None,
            group: None,
            text: slide_text(&config.title, &config.description, &url::absolute(export.site, "")),
        };
        let initiatives = export.site.of_kind(Kind::Initiative);
        let initiatives = initiatives.map(|(_, record)| (&*record.id, &*record.title.value)).collect();
        let capacity = export.relations.timeline.len() * EVENT_SIZE_ESTIMATE;
        let events = export.relations.timeline.iter().filter_map(|&id| slide(export, id, &initiatives)).collect();
        vec![(FILE.to_owned(), to_json(&TimelineDocument { scale: "human", title, events }, capacity))]
    }
}

/// Builds the slide of an event. Returns `None` for other records and for dates without beginning and end.
fn slide<'a>(export: ExportContext<'a>, id: RecordId, initiatives: &BTreeMap<&str, &str>) -> Option<Slide<'a>> {
    let record = export.site.record(id);
    let Details::Event(event) = &record.details else { return None };
    let date = &event.date.as_ref()?.value;
    let (start_date, end_date) = start_and_end(date, event.can_last())?;
    let description = record.description.as_ref().map_or("", |description| &description.value);
    Some(Slide {
        unique_id: &record.id,
        start_date: Some(start_date),
        end_date,
        display_date: display_date(event, date).map(|text| escape(&text)),
        group: group(event, initiatives),
        text: slide_text(&record.title.value, description, &url::record_url(export, id)),
    })
}

/// Returns the title of the event's first initiative.
fn group(event: &Event, initiatives: &BTreeMap<&str, &str>) -> Option<String> {
    let first = event.initiatives.first()?;
    initiatives.get(first.value.as_str()).map(|title| escape(title))
}

/// Returns the start and, of what lasted, the end. Of a moment whose day is unknown, the start has the parts of the date
/// that are certain; with one known end, the year of that end.
fn start_and_end(date: &Edtf, can_last: bool) -> Option<(SlideDate, Option<SlideDate>)> {
    let year_alone = |year: i32| Some((SlideDate { year: historical_year(year), month: None, day: None }, None));
    if let Some(point) = date.points().iter().find(|point| point.is_beyond_calendar()) {
        return year_alone(point.year.first());
    }
    match (date, date.shape(can_last)) {
        (Edtf::Interval { from: Bound::Point(from), to: Bound::Point(to) }, Shape::Lasted) => {
            Some((known_parts(from.earliest(), from.latest()), Some(known_parts(to.earliest(), to.latest()))))
        }
        (_, Shape::By | Shape::Since) => year_alone(date.anchor()?.year().into()),
        _ => Some((known_parts(date.earliest()?, date.latest()?), None)),
    }
}

/// Returns the parts that are equal in the first and the last possible day; the year is that of the first.
fn known_parts(first: Date, last: Date) -> SlideDate {
    let CommonParts { month, day, .. } = CommonParts::of(first, last);
    SlideDate { year: historical_year(first.year().into()), month, day }
}

/// Returns the date in words unless the slide's own date says the same.
fn display_date(event: &Event, date: &Edtf) -> Option<String> {
    let is_exact = date.has_known_days() && matches!(date.shape(event.can_last()), Shape::Point | Shape::Lasted);
    if is_exact && event.date_label.is_none() { None } else { event.date_text(&DateFormat::default()) }
}

fn slide_text(headline: &str, text: &str, url: &str) -> SlideText {
    let url = escape(url);
    SlideText {
        headline: format!("<a href=\"{url}\">{}</a>", escape(headline)),
        text: if text.is_empty() { String::new() } else { format!("<p>{}</p>", escape(text)) },
    }
}

fn escape(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, spanned};
    use super::*;
    use crate::model::Initiative;
    use serde_json::{Value, json};

    fn timeline(fixture: &Fixture) -> Value {
        serde_json::from_slice(&TimelineJs.files(fixture.export())[0].1).unwrap()
    }

    #[test]
    fn writes_dates_with_their_known_precision() {
        let mut fixture = Fixture::new();
        for (id, when) in [("a", "2025-12-12"), ("b", "2025-07~"), ("c", "2021"), ("d", "2025-07-26/2025-07-28")] {
            fixture.event(id, when);
        }
        for (id, when) in [("e", "../2025-08-05"), ("f", "201X"), ("g", "[2025-07-26..2025-07-28]"), ("h", "-0043")] {
            fixture.event(id, when);
        }
        let timeline = timeline(&fixture);
        let slides: Vec<_> = (0..8).map(|n| &timeline["events"][n]).collect();
        let start: Vec<_> = slides.iter().map(|slide| slide["start_date"].clone()).collect();
        let (july, day) = (json!({"year": 2025, "month": 7}), |m, d| json!({"year": 2025, "month": m, "day": d}));
        let year = |year| json!({"year": year});
        let expected = [day(12, 12), july.clone(), year(2021), day(7, 26), year(2025), year(2010), july, year(-44)];
        assert_eq!(start, expected);
        let ends: Vec<_> = slides.iter().map(|slide| slide.get("end_date").cloned()).collect();
        assert_eq!(ends.iter().flatten().collect::<Vec<_>>(), [&day(7, 28)]);
        let words: Vec<_> = slides.iter().map(|slide| slide["display_date"].as_str().unwrap_or("")).collect();
        let expected = [
            "",
            "about July 2025 (day unknown)",
            "2021 (day unknown)",
            "",
            "by 5 August 2025",
            "2010s",
            "between 26 and 28 July 2025",
            "44 BCE (day unknown)",
        ];
        assert_eq!(words, expected);
    }

    #[test]
    fn escapes_text_and_groups_by_initiative() {
        let mut fixture = Fixture::new();
        let plan = fixture.add("plan", Details::Initiative(Initiative::default()));
        fixture.record(plan).title.value = "Plan & more".into();
        let event = Event {
            date: Some(super::super::fixture::date("2025-12-12")),
            initiatives: vec![spanned("plan".into())],
            ..Event::default()
        };
        let id = fixture.add("x", Details::Event(event));
        fixture.record(id).title.value = "<img src=x onerror=alert(1)>".into();
        let timeline = timeline(&fixture);
        let headline = "<a href=\"https://example.org/ai/events/x/\">&lt;img src=x onerror=alert(1)&gt;</a>";
        assert_eq!(timeline["events"][0]["text"]["headline"], headline);
        assert_eq!(timeline["events"][0]["group"], "Plan &amp; more");
    }
}
