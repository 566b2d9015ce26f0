//! iCalendar export (RFC 5545), with events as whole days: `timeline.ics` of all events, one calendar per initiative and
//! topic that has events, and one file per event.
//!
//! A calendar cannot show doubt, so only what happened on a known day or lasted from one known day to another is
//! exported. With `calendar_tentative = true`, other events follow as `TENTATIVE` if their date is within one year. The
//! description of a calendar says how many events were left out. `DTSTAMP` is the date of the event's last change, not the
//! build time, so that the file changes only when an event does.

use super::record_events::{self, EventFile};
use super::timestamp::UtcTimestamp;
use super::{ExportContext, Exporter, url};
use crate::model::date::{CalendarDays, DateFormat};
use crate::model::{Details, Event, Record, RecordId};
use jiff::civil::Date;

/// Maximum line length in bytes, line ending excluded (RFC 5545, section 3.1).
const MAX_LINE_BYTES: usize = 75;

/// Output size per event in bytes, used to reserve the buffer; most events need less.
const EVENT_SIZE_ESTIMATE: usize = 512;

const FILE: &str = "timeline.ics";

/// File of one event, in the folder of its page.
const EVENT_FILE: &str = "event.ics";

/// Exports the calendars.
pub(super) struct Calendar;

impl Exporter for Calendar {
    fn owns(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        name == FILE || name == EVENT_FILE
    }

    fn files(&self, export: ExportContext<'_>) -> Vec<(String, Vec<u8>)> {
        let all = (FILE.to_owned(), calendar(export, &export.site.config.title, &export.relations.timeline));
        let of_records =
            record_events::files(export, FILE).into_iter().map(|EventFile { path, title, events, .. }| {
                let title = format!("{title} · {}", export.site.config.title);
                (path, calendar(export, &title, &events))
            });
        let of_events = export.relations.timeline.iter().filter_map(|&id| {
            let (record, event) = event(export, id)?;
            calendar_days(export, event)?;
            let path = format!("{}{EVENT_FILE}", export.relations.path(id));
            Some((path, calendar(export, &record.title.value, &[id])))
        });
        std::iter::once(all).chain(of_records).chain(of_events).collect()
    }
}

fn event(export: ExportContext<'_>, id: RecordId) -> Option<(&Record, &Event)> {
    let record = export.site.record(id);
    match &record.details {
        Details::Event(event) => Some((record, event)),
        _ => None,
    }
}

/// Returns the days of an event, or `None` if calendars leave it out.
fn calendar_days(export: ExportContext<'_>, event: &Event) -> Option<CalendarDays> {
    event.calendar_days(export.site.config.calendar.tentative)
}

fn calendar(export: ExportContext<'_>, title: &str, events: &[RecordId]) -> Vec<u8> {
    let mut calendar = CalendarWriter { text: String::with_capacity(events.len() * EVENT_SIZE_ESTIMATE) };
    calendar.write_property("BEGIN", "VCALENDAR");
    calendar.write_property("VERSION", "2.0");
    calendar.write_property("PRODID", concat!("-//briefing//briefing ", env!("CARGO_PKG_VERSION"), "//EN"));
    calendar.write_property("CALSCALE", "GREGORIAN");
    calendar.write_property("X-WR-CALNAME", &escape_text(title));
    let exported: Vec<(RecordId, CalendarDays)> =
        events.iter().filter_map(|&id| Some((id, calendar_days(export, event(export, id)?.1)?))).collect();
    if exported.len() < events.len() {
        let left_out =
            format!("{} of {} events are left out: their day is unknown.", events.len() - exported.len(), events.len());
        calendar.write_property("X-WR-CALDESC", &escape_text(&left_out));
    }
    for (id, days) in exported {
        calendar.write_event(export, id, days);
    }
    calendar.write_property("END", "VCALENDAR");
    calendar.text.into_bytes()
}

/// Writes content lines, folded and terminated as RFC 5545 requires.
struct CalendarWriter {
    text: String,
}

impl CalendarWriter {
    fn write_event(&mut self, export: ExportContext<'_>, id: RecordId, days: CalendarDays) {
        let Some((record, event)) = event(export, id) else { return };
        let Some(date) = &event.date else { return };
        let changed = record.changed().or_else(|| export.site.edition_date());
        let changed = changed.and_then(|changed| UtcTimestamp::of(&changed)).or_else(|| UtcTimestamp::of(&date.value));
        let Some(timestamp) = changed else { return };
        let url = url::record_url(export, id);

        self.write_property("BEGIN", "VEVENT");
        self.write_property("UID", &escape_text(&url));
        self.write_property("DTSTAMP", &timestamp.basic());
        self.write_property("DTSTART;VALUE=DATE", &format_day(days.first));
        // `DTEND` is exclusive: the day after the last one. The maximum date has no successor.
        if let Ok(end) = days.last.tomorrow() {
            self.write_property("DTEND;VALUE=DATE", &format_day(end));
        }
        self.write_property("SUMMARY", &escape_text(&record.title.value));
        let description = description(record, event, days);
        if !description.is_empty() {
            self.write_property("DESCRIPTION", &escape_text(&description));
        }
        if let Some(place) = &event.place {
            self.write_property("LOCATION", &escape_text(place));
        }
        self.write_property("STATUS", if days.is_tentative { "TENTATIVE" } else { "CONFIRMED" });
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

fn description(record: &Record, event: &Event, days: CalendarDays) -> String {
    let summary = record.description.as_ref().map(|description| description.value.clone());
    let date_text = if days.is_tentative { event.date_text(&DateFormat::default()) } else { event.date_label.clone() };
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
    fn leaves_out_events_whose_day_is_unknown() {
        let mut fixture = Fixture::new();
        for when in ["2025", "2025-07", "2025-09-01~", "[2025-07-26..2025-07-28]", "../2025-08-05", "-0043-03-15"] {
            fixture.event(&format!("e{}", when.len()), when);
        }
        fixture.event("known", "2025-12-12");
        let calendar = calendar(&fixture);
        assert_eq!(values(&calendar, "UID"), ["https://example.org/ai/events/known/"]);
        assert_eq!(values(&calendar, "X-WR-CALDESC"), ["6 of 7 events are left out: their day is unknown."]);
    }

    #[test]
    fn writes_a_moment_of_an_interval_as_tentative_on_demand() {
        let mut fixture = Fixture::new();
        fixture.site.config.calendar.tentative = true;
        let id = fixture.event("proposed", "2025-07-26/2025-07-28");
        if let Details::Event(event) = &mut fixture.record(id).details {
            event.kind = Some(spanned("speech".into()));
            event.date_note = Some(spanned("The text names no day.".into()));
        }
        fixture.event("by", "../2025-08-05");
        let calendar = calendar(&fixture);
        assert_eq!(values(&calendar, "STATUS"), ["TENTATIVE"]);
        assert_eq!(
            values(&calendar, "DESCRIPTION"),
            ["About proposed.\\n\\nbetween 26 and 28 July 2025\\n\\nThe text names no day."]
        );
    }

    #[test]
    fn writes_one_file_per_event_with_a_known_day() {
        let mut fixture = Fixture::new();
        fixture.event("signed", "2025-12-12");
        fixture.event("year", "2021");
        let files = Calendar.files(fixture.export());
        let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["timeline.ics", "events/signed/event.ics"]);
        assert_eq!(values(&parse(&files[1].1), "DTSTART;VALUE=DATE"), ["20251212"]);
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
