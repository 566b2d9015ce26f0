//! Dates as calendars and timelines need them: from which day to which, and in which words when that is not the whole truth.

use crate::model::Edtf;
use crate::model::date::{DateFormat, Point, Precision};
use jiff::civil::Date;

/// The days that a calendar can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DateSpan {
    /// The first day.
    pub(super) first: Date,
    /// The last day, not before the first.
    pub(super) last: Date,
}

impl DateSpan {
    /// The days of a date known to the day or month. Of an interval with an open end only the known end is shown.
    /// Nothing for coarser dates, and for those before the year 1, which no calendar has.
    pub(super) fn of(date: &Edtf) -> Option<DateSpan> {
        if date.precision()? < Precision::Month {
            return None;
        }
        let known = || date.points().next();
        let first = date.earliest().or_else(|| known().map(Point::earliest))?;
        let last = date.latest().or_else(|| known().map(Point::latest))?;
        (first.year() > 0 && first <= last).then_some(DateSpan { first, last })
    }
}

/// How sure a date is, in words: the author's label, with the date's own words when the label alone would hide a doubt.
/// Nothing for a date that leaves no doubt and has no label.
pub(super) fn uncertainty_label(date: &Edtf, label: Option<&str>) -> Option<String> {
    let is_doubtful = date.is_approximate() || date.is_uncertain() || date.is_open();
    match label {
        Some(label) if is_doubtful => Some(format!("{label} ({})", edtf_words(date))),
        Some(label) => Some(label.to_owned()),
        None => is_doubtful.then(|| edtf_words(date)),
    }
}

/// The words to go with whole days: as [`doubt`], and for a date that is not known to the day.
pub(super) fn imprecision_label(date: &Edtf, label: Option<&str>) -> Option<String> {
    uncertainty_label(date, label).or_else(|| (date.precision() != Some(Precision::Day)).then(|| edtf_words(date)))
}

fn edtf_words(date: &Edtf) -> String {
    date.format(&DateFormat::default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn days(text: &str) -> Option<DateSpan> {
        DateSpan::of(&Edtf::parse(text).unwrap())
    }

    #[test]
    fn shows_days_months_and_intervals() {
        let one = date(2025, 12, 12);
        assert_eq!(days("2025-12-12"), Some(DateSpan { first: one, last: one }));
        assert_eq!(days("2024-02"), Some(DateSpan { first: date(2024, 2, 1), last: date(2024, 2, 29) }));
        assert_eq!(days("2025-07-26/2025-07-28"), Some(DateSpan { first: date(2025, 7, 26), last: date(2025, 7, 28) }));
    }

    #[test]
    fn shows_the_known_end_of_an_open_interval() {
        assert_eq!(days("../2025-08-05"), days("2025-08-05"));
        assert_eq!(days("2025-09-01/.."), days("2025-09-01"));
    }

    #[test]
    fn shows_nothing_for_coarser_dates() {
        for text in ["2025", "2025-21", "201X", "2025-01-01/2026", "-0044-03-15"] {
            assert_eq!(days(text), None, "{text}");
        }
    }

    #[test]
    fn says_how_sure_a_date_is() {
        let words = |text: &str, label| imprecision_label(&Edtf::parse(text).unwrap(), label);
        assert_eq!(words("2025-12-12", None), None);
        assert_eq!(words("2025-12-08~", None).as_deref(), Some("about 8 December 2025"));
        assert_eq!(words("2025-07", Some("late July 2025")).as_deref(), Some("late July 2025"));
        assert_eq!(words("2025-07", None).as_deref(), Some("July 2025"));
        assert_eq!(uncertainty_label(&Edtf::parse("2025-07").unwrap(), None), None);
        assert_eq!(words("2025-07?", Some("late July")).as_deref(), Some("late July (July 2025 (uncertain))"));
    }
}
