//! Dates for calendars and timelines: the range of days, and the text that states what the range hides.

use crate::model::Edtf;
use crate::model::date::{DateFormat, Point, Precision};
use jiff::civil::Date;

/// Range of days that a calendar can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DateSpan {
    /// First day.
    pub(super) first: Date,
    /// Last day, inclusive; never before `first`.
    pub(super) last: Date,
}

impl DateSpan {
    /// Computes the range of a date with day or month precision. For an interval with one open end, uses the known end
    /// only. Returns `None` for coarser dates and for dates before year 1, which calendar formats cannot represent.
    pub(super) fn of(date: &Edtf) -> Option<DateSpan> {
        if date.precision()? < Precision::Month {
            return None;
        }
        let known_end = || date.points().next();
        let first = date.earliest().or_else(|| known_end().map(Point::earliest))?;
        let last = date.latest().or_else(|| known_end().map(Point::latest))?;
        (first.year() > 0 && first <= last).then_some(DateSpan { first, last })
    }
}

/// Returns the author's label, with the EDTF date in words appended if the date is approximate, uncertain or open.
/// Returns `None` for an exact date without a label.
pub(super) fn uncertainty_label(date: &Edtf, label: Option<&str>) -> Option<String> {
    let is_inexact = date.is_approximate() || date.is_uncertain() || date.is_open();
    match label {
        Some(label) if is_inexact => Some(format!("{label} ({})", date_words(date))),
        Some(label) => Some(label.to_owned()),
        None => is_inexact.then(|| date_words(date)),
    }
}

/// Returns the text that accompanies a range of days: as [`uncertainty_label`], and also for any date without day
/// precision.
pub(super) fn imprecision_label(date: &Edtf, label: Option<&str>) -> Option<String> {
    uncertainty_label(date, label).or_else(|| (date.precision() != Some(Precision::Day)).then(|| date_words(date)))
}

fn date_words(date: &Edtf) -> String {
    date.format(&DateFormat::default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn span(text: &str) -> Option<DateSpan> {
        DateSpan::of(&Edtf::parse(text).unwrap())
    }

    #[test]
    fn covers_days_months_and_intervals() {
        let day = date(2025, 12, 12);
        assert_eq!(span("2025-12-12"), Some(DateSpan { first: day, last: day }));
        assert_eq!(span("2024-02"), Some(DateSpan { first: date(2024, 2, 1), last: date(2024, 2, 29) }));
        assert_eq!(span("2025-07-26/2025-07-28"), Some(DateSpan { first: date(2025, 7, 26), last: date(2025, 7, 28) }));
    }

    #[test]
    fn covers_the_known_end_of_an_open_interval() {
        assert_eq!(span("../2025-08-05"), span("2025-08-05"));
        assert_eq!(span("2025-09-01/.."), span("2025-09-01"));
    }

    #[test]
    fn is_none_for_coarser_dates() {
        for text in ["2025", "2025-21", "201X", "2025-01-01/2026", "-0044-03-15"] {
            assert_eq!(span(text), None, "{text}");
        }
    }

    #[test]
    fn labels_uncertain_and_imprecise_dates() {
        let label = |text: &str, label| imprecision_label(&Edtf::parse(text).unwrap(), label);
        assert_eq!(label("2025-12-12", None), None);
        assert_eq!(label("2025-12-08~", None).as_deref(), Some("about 8 December 2025"));
        assert_eq!(label("2025-07", Some("late July 2025")).as_deref(), Some("late July 2025"));
        assert_eq!(label("2025-07", None).as_deref(), Some("July 2025"));
        assert_eq!(uncertainty_label(&Edtf::parse("2025-07").unwrap(), None), None);
        assert_eq!(label("2025-07?", Some("late July")).as_deref(), Some("late July (July 2025 (uncertain))"));
    }
}
