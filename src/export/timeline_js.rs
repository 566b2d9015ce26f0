//! TimelineJS 3 export: `timeline.json`, with the events as slides.
//!
//! TimelineJS inserts text as HTML, so all text is escaped here.

use super::{ExportContext, Exporter, date_span, to_json, url};
use crate::model::date::{Bound, DatePart, Point};
use crate::model::{Details, Edtf, Event, Kind, RecordId};
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
    year: i16,
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
    let (start_date, end_date) = start_and_end(date)?;
    let description = record.description.as_ref().map_or("", |description| &description.value);
    Some(Slide {
        unique_id: &record.id,
        start_date: Some(start_date),
        end_date,
        display_date: date_span::uncertainty_label(date, event.date_label.as_deref()).map(|text| escape(&text)),
        group: group(event, initiatives),
        text: slide_text(&record.title.value, description, &url::record_url(export, id)),
    })
}

/// Returns the title of the event's first initiative.
fn group(event: &Event, initiatives: &BTreeMap<&str, &str>) -> Option<String> {
    let first = event.initiatives.first()?;
    initiatives.get(first.value.as_str()).map(|title| escape(title))
}

fn start_and_end(date: &Edtf) -> Option<(SlideDate, Option<SlideDate>)> {
    match *date {
        Edtf::Interval { from: Bound::Point(from), to: Bound::Point(to) } => {
            Some((start_date(from), Some(end_date(to))))
        }
        Edtf::Interval { from: Bound::Point(point), .. } | Edtf::Interval { to: Bound::Point(point), .. } => {
            Some((start_date(point), None))
        }
        Edtf::Interval { .. } => None,
        Edtf::Point(point) => {
            let is_long = point.unspecified_digits > 0 || matches!(point.part, DatePart::Season(_));
            Some((start_date(point), is_long.then(|| end_date(point))))
        }
    }
}

fn start_date(point: Point) -> SlideDate {
    at_precision(point, point.earliest())
}

fn end_date(point: Point) -> SlideDate {
    at_precision(point, point.latest())
}

fn at_precision(point: Point, day: jiff::civil::Date) -> SlideDate {
    let (has_month, has_day) = match point.part {
        DatePart::Year | DatePart::UnspecifiedMonth | DatePart::UnspecifiedDayOfYear => (false, false),
        DatePart::Season(_) | DatePart::Month(_) | DatePart::UnspecifiedDay(_) => (true, false),
        DatePart::Day { .. } => (true, true),
    };
    SlideDate {
        year: day.year(),
        month: has_month.then(|| day.month().unsigned_abs()),
        day: has_day.then(|| day.day().unsigned_abs()),
    }
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
        fixture.event("e", "../2025-08-05");
        fixture.event("f", "201X");
        let timeline = timeline(&fixture);
        let start: Vec<_> = (0..6).map(|n| timeline["events"][n]["start_date"].clone()).collect();
        let (july, day) = (json!({"year": 2025, "month": 7}), |m, d| json!({"year": 2025, "month": m, "day": d}));
        assert_eq!(start, [day(12, 12), july, json!({"year": 2021}), day(7, 26), day(8, 5), json!({"year": 2010})]);
        assert_eq!(timeline["events"][3]["end_date"], day(7, 28));
        assert_eq!(timeline["events"][5]["end_date"], json!({"year": 2019}));
        assert_eq!(timeline["events"][0].get("display_date"), None);
        assert_eq!(timeline["events"][1]["display_date"], "about July 2025");
        assert_eq!(timeline["events"][4]["display_date"], "on or before 5 August 2025");
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
