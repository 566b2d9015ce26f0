//! iCalendar export: `timeline.ics` (RFC 5545), with events as whole days.
//!
//! Only events with day or month precision are exported: a calendar cannot show a coarser date without claiming more
//! than is known. Uncertain dates are marked `TENTATIVE` and described in words. `DTSTAMP` is the date of the event's
//! last change, not the build time, so that the file changes only when an event does.

use super::date_span::{self, DateSpan};
use super::timestamp::UtcTimestamp;
use super::{ExportContext, Exporter, url};
use crate::model::{Details, Edtf, Event, Record, RecordId};
use jiff::civil::Date;

/// Maximum line length in bytes, line ending excluded (RFC 5545, section 3.1).
const MAX_LINE_BYTES: usize = 75;

/// Output size per event in bytes, used to reserve the buffer; most events need less.
const EVENT_SIZE_ESTIMATE: usize = 512;

const FILE: &str = "timeline.ics";

/// Exports the calendar.
pub(super) struct Calendar;

impl Exporter for Calendar {
    fn owns(&self, path: &str) -> bool {
        path == FILE
    }

    fn files(&self, export: ExportContext<'_>) -> Vec<(String, Vec<u8>)> {
        let config = &export.site.config;
        let mut calendar =
            CalendarWriter { text: String::with_capacity(export.relations.timeline.len() * EVENT_SIZE_ESTIMATE) };
        calendar.write_property("BEGIN", "VCALENDAR");
        calendar.write_property("VERSION", "2.0");
        calendar.write_property("PRODID", concat!("-//briefing//briefing ", env!("CARGO_PKG_VERSION"), "//EN"));
        calendar.write_property("CALSCALE", "GREGORIAN");
        calendar.write_property("X-WR-CALNAME", &escape_text(&config.title));
        for &id in &*export.relations.timeline {
            let record = export.site.record(id);
            if let Details::Event(event) = &record.details {
                calendar.write_event(export, id, record, event);
            }
        }
        calendar.write_property("END", "VCALENDAR");
        vec![(FILE.to_owned(), calendar.text.into_bytes())]
    }
}

/// Writes content lines, folded and terminated as RFC 5545 requires.
struct CalendarWriter {
    text: String,
}

impl CalendarWriter {
    fn write_event(&mut self, export: ExportContext<'_>, id: RecordId, record: &Record, event: &Event) {
        let Some(date) = event.date.as_ref().map(|date| &date.value) else { return };
        let changed = record.changed().and_then(|changed| UtcTimestamp::of(&changed));
        let (Some(span), Some(timestamp)) = (DateSpan::of(date), changed.or_else(|| UtcTimestamp::of(date))) else {
            return;
        };
        let url = url::record_url(export, id);

        self.write_property("BEGIN", "VEVENT");
        self.write_property("UID", &escape_text(&url));
        self.write_property("DTSTAMP", &timestamp.basic());
        self.write_property("DTSTART;VALUE=DATE", &format_day(span.first));
        // `DTEND` is exclusive: the day after the last one. The maximum date has no successor.
        if let Ok(end) = span.last.tomorrow() {
            self.write_property("DTEND;VALUE=DATE", &format_day(end));
        }
        self.write_property("SUMMARY", &escape_text(&record.title.value));
        let description = description(record, event, date);
        if !description.is_empty() {
            self.write_property("DESCRIPTION", &escape_text(&description));
        }
        if let Some(place) = &event.place {
            self.write_property("LOCATION", &escape_text(place));
        }
        self.write_property(
            "STATUS",
            if date.is_approximate() || date.is_uncertain() { "TENTATIVE" } else { "CONFIRMED" },
        );
        self.write_property("TRANSP", "TRANSPARENT");
        self.write_property("URL", &url);
        self.write_property("END", "VEVENT");
    }

    /// Writes one content line, folded between characters. Drops control characters, so that no value can start a new
    /// line.
    fn write_property(&mut self, name: &str, value: &str) {
        let mut remaining = MAX_LINE_BYTES;
        let line = name.chars().chain([':']).chain(value.chars());
        for c in line.filter(|&c| c == '\t' || !c.is_control()) {
            if c.len_utf8() > remaining {
                self.text.push_str("\r\n ");
                remaining = MAX_LINE_BYTES - 1;
            }
            remaining -= c.len_utf8();
            self.text.push(c);
        }
        self.text.push_str("\r\n");
    }
}

fn description(record: &Record, event: &Event, date: &Edtf) -> String {
    let summary = record.description.as_ref().map(|description| description.value.clone());
    let date_text = date_span::imprecision_label(date, event.date_label.as_deref());
    [summary, date_text, event.date_note.as_ref().map(|note| note.value.clone())]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn format_day(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// Escapes a `TEXT` value; every kind of line break becomes `\n`.
fn escape_text(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => escaped.push_str("\\n"),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, spanned};
    use super::*;
    use proptest::prelude::*;

    /// Parses a calendar into its unfolded lines, as name and value. Panics on invalid syntax.
    fn parse(bytes: &[u8]) -> Vec<(String, String)> {
        let text = std::str::from_utf8(bytes).unwrap();
        let lines: Vec<&str> = text.strip_suffix("\r\n").unwrap().split("\r\n").collect();
        assert!(lines.iter().all(|line| line.len() <= MAX_LINE_BYTES && !line.contains(['\r', '\n'])));
        let unfolded = text.replace("\r\n ", "");
        let pair = |line: &str| line.split_once(':').map(|(name, value)| (name.to_owned(), value.to_owned())).unwrap();
        unfolded.strip_suffix("\r\n").unwrap().split("\r\n").map(pair).collect()
    }

    fn calendar(fixture: &Fixture) -> Vec<(String, String)> {
        parse(&Calendar.files(fixture.export())[0].1)
    }

    fn values<'c>(calendar: &'c [(String, String)], name: &str) -> Vec<&'c str> {
        calendar.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    #[test]
    fn writes_days_with_an_exclusive_end() {
        let mut fixture = Fixture::new();
        fixture.event("signed", "2025-12-12");
        fixture.event("held", "2025-07-26/2025-07-28");
        fixture.event("year", "2021");
        let calendar = calendar(&fixture);
        assert_eq!(values(&calendar, "DTSTART;VALUE=DATE"), ["20251212", "20250726"]);
        assert_eq!(values(&calendar, "DTEND;VALUE=DATE"), ["20251213", "20250729"]);
        assert_eq!(values(&calendar, "UID")[0], "https://example.org/ai/events/signed/");
        assert_eq!(values(&calendar, "STATUS"), ["CONFIRMED", "CONFIRMED"]);
        assert_eq!(values(&calendar, "DESCRIPTION")[0], "About signed.");
    }

    #[test]
    fn marks_an_uncertain_date_as_tentative() {
        let mut fixture = Fixture::new();
        let id = fixture.event("proposed", "2025-07~");
        if let Details::Event(event) = &mut fixture.record(id).details {
            event.date_note = Some(spanned("The text names no day.".into()));
        }
        let calendar = calendar(&fixture);
        assert_eq!(values(&calendar, "STATUS"), ["TENTATIVE"]);
        assert_eq!(
            values(&calendar, "DESCRIPTION"),
            ["About proposed.\\n\\nabout July 2025\\n\\nThe text names no day."]
        );
    }

    #[test]
    fn escapes_every_line_ending() {
        for ending in ["\r\n", "\r", "\n", "\u{2028}", "\u{85}"] {
            let mut fixture = Fixture::new();
            let id = fixture.event("x", "2025-12-12");
            fixture.record(id).title.value = format!("A{ending}ATTENDEE:mailto:x@example.org");
            std::sync::Arc::make_mut(&mut fixture.relations.paths)[id.0 as usize] = format!("x{ending}ATTENDEE:y/");
            let calendar = calendar(&fixture);
            assert!(values(&calendar, "ATTENDEE").is_empty());
            assert_eq!(values(&calendar, "SUMMARY"), ["A\\nATTENDEE:mailto:x@example.org"]);
        }
    }

    proptest! {
        #[test]
        fn round_trips_any_title(title in any::<String>()) {
            let mut fixture = Fixture::new();
            let id = fixture.event("x", "2025-12-12");
            fixture.record(id).title.value.clone_from(&title);
            let calendar = calendar(&fixture);
            let expected: String = title.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
            let expected: String = expected.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect();
            let actual = values(&calendar, "SUMMARY")[0]
                .replace("\\\\", "\u{1}").replace("\\n", "\n").replace("\\;", ";").replace("\\,", ",").replace('\u{1}', "\\");
            prop_assert_eq!(actual, expected);
            prop_assert_eq!(calendar.len(), 17);
        }
    }
}
