//! Dates as templates see them.

use crate::model::date::{DateFormat, Precision, Shape};
use crate::model::{Edtf, Event};
use serde::Serialize;

/// A formatted date, with its precision and certainty.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct DateView {
    /// The date as text.
    pub(crate) words: String,
    /// Note about the date.
    pub(crate) note: Option<String>,
    /// Value for `<time datetime>`.
    pub(crate) iso: Option<String>,
    /// Set for an approximate date.
    pub(crate) approximate: bool,
    /// Set for an uncertain date.
    pub(crate) uncertain: bool,
    /// `before` if the start is unknown or open, `after` if the end is.
    pub(crate) open: Option<&'static str>,
    /// First day of the date (ISO 8601).
    pub(crate) start: Option<String>,
    /// Last day of the date (ISO 8601).
    pub(crate) end: Option<String>,
    /// What the date says about an event: `point`, `lasted`, `within`, `several`, `by` or `since`. `None` for the date of
    /// another record.
    pub(crate) shape: Option<&'static str>,
    /// Length in days of what lasted from one known day to another.
    pub(crate) days: Option<i32>,
    /// Precision: `decade`, `year`, `season`, `month` or `day`.
    pub(crate) precision: Option<&'static str>,
}

impl DateView {
    /// Formats a date. The author's label replaces the text.
    pub(crate) fn new(date: &Edtf, label: Option<&str>, note: Option<&str>, words: &DateFormat) -> DateView {
        DateView {
            words: label.map_or_else(|| date.format(words), str::to_owned),
            note: note.map(str::to_owned),
            iso: date.html_datetime(),
            approximate: date.is_approximate(),
            uncertain: date.is_uncertain(),
            open: open_end(date),
            start: date.earliest().map(|day| day.to_string()),
            end: date.latest().map(|day| day.to_string()),
            shape: None,
            days: None,
            precision: date.precision().map(precision_word),
        }
    }

    /// Formats the date of an event.
    pub(crate) fn of_event(event: &Event, words: &DateFormat) -> Option<DateView> {
        let date = &event.date.as_ref()?.value;
        let shape = date.shape(event.can_last());
        let note = event.date_note.as_ref().map(|note| note.value.as_str());
        let text = event.date_text(words);
        Some(DateView {
            shape: Some(shape.name()),
            days: if shape == Shape::Lasted { length(date) } else { None },
            ..DateView::new(date, text.as_deref(), note, words)
        })
    }

    /// Creates a date from text alone.
    pub(crate) fn unknown(words: &str) -> DateView {
        DateView { words: words.to_owned(), ..DateView::default() }
    }
}

/// Returns `before` or `after` for a date with one known end.
pub(super) fn open_end(date: &Edtf) -> Option<&'static str> {
    match date.shape(true) {
        Shape::By => Some("before"),
        Shape::Since => Some("after"),
        _ => None,
    }
}

/// Returns the number of days from a known first to a known last day, both included.
fn length(date: &Edtf) -> Option<i32> {
    let days = date.latest()?.duration_since(date.earliest()?).as_hours() / 24 + 1;
    i32::try_from(days).ok().filter(|_| date.has_known_days())
}

fn precision_word(precision: Precision) -> &'static str {
    match precision {
        Precision::Decade => "decade",
        Precision::Year => "year",
        Precision::Season => "season",
        Precision::Month => "month",
        Precision::Day => "day",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::{day, until};

    fn view(date: &Edtf) -> DateView {
        DateView::new(date, Some("words"), None, &DateFormat::default())
    }

    #[test]
    fn formats_a_day() {
        let date = view(&day(2025, 7, 26));
        assert_eq!((date.iso.as_deref(), date.precision, date.open), (Some("2025-07-26"), Some("day"), None));
        assert_eq!((date.start, date.end), (Some("2025-07-26".to_owned()), Some("2025-07-26".to_owned())));
    }

    #[test]
    fn formats_an_open_start() {
        let date = view(&until(2025, 8, 5));
        assert_eq!((date.open, date.start, date.iso), (Some("before"), None, None));
        assert_eq!(date.end.as_deref(), Some("2025-08-05"));
    }
}
