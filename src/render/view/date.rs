//! Dates as templates see them.

use crate::model::Edtf;
use crate::model::date::{Bound, DateFormat, Precision};
use serde::Serialize;

/// A date in words, with what a template needs to show how sure it is.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct DateView {
    /// The date in words.
    pub(crate) words: String,
    /// Why it is what it is.
    pub(crate) note: Option<String>,
    /// A value for `<time datetime>`.
    pub(crate) iso: Option<String>,
    /// Whether it is approximate.
    pub(crate) approximate: bool,
    /// Whether it may be wrong.
    pub(crate) uncertain: bool,
    /// `before` when it has no known beginning, `after` when it has no known end.
    pub(crate) open: Option<&'static str>,
    /// The first day it can mean.
    pub(crate) start: Option<String>,
    /// The last day it can mean.
    pub(crate) end: Option<String>,
    /// How precisely it is known.
    pub(crate) precision: Option<&'static str>,
}

impl DateView {
    /// Shows a date. A label of the author's replaces the words.
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
            precision: date.precision().map(precision_word),
        }
    }

    /// A date of which nothing is known but words.
    pub(crate) fn unknown(words: &str) -> DateView {
        DateView { words: words.to_owned(), ..DateView::default() }
    }
}

/// `before` or `after` for a date with one known end.
pub(super) fn open_end(date: &Edtf) -> Option<&'static str> {
    match date {
        Edtf::Interval { from: Bound::Open | Bound::Unknown, to: Bound::Point(_) } => Some("before"),
        Edtf::Interval { from: Bound::Point(_), to: Bound::Open | Bound::Unknown } => Some("after"),
        _ => None,
    }
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
    use crate::render::testing::{day, until};

    fn view(date: &Edtf) -> DateView {
        DateView::new(date, Some("words"), None, &DateFormat::default())
    }

    #[test]
    fn shows_a_day() {
        let date = view(&day(2025, 7, 26));
        assert_eq!((date.iso.as_deref(), date.precision, date.open), (Some("2025-07-26"), Some("day"), None));
        assert_eq!((date.start, date.end), (Some("2025-07-26".to_owned()), Some("2025-07-26".to_owned())));
    }

    #[test]
    fn shows_an_open_beginning() {
        let date = view(&until(2025, 8, 5));
        assert_eq!((date.open, date.start, date.iso), (Some("before"), None, None));
        assert_eq!(date.end.as_deref(), Some("2025-08-05"));
    }
}
