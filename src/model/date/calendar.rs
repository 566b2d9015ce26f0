//! Days of dates in calendars, which cannot show doubt.

use super::{Edtf, Precision, Shape};
use jiff::civil::Date;

/// Days of an event in a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarDays {
    /// First day, in the year 1 or later.
    pub first: Date,
    /// Last day, inclusive; never before `first`.
    pub last: Date,
    /// True if it is not known that the event was on these days.
    pub is_tentative: bool,
}

impl Edtf {
    /// Returns the days of a known day, or of what lasted from one known day to another; with `tentative` also those of
    /// other dates within one year that are known to the month. `can_last` is that of [`Edtf::shape`].
    pub fn calendar_days(&self, can_last: bool, tentative: bool) -> Option<CalendarDays> {
        let (first, last) = (self.earliest()?, self.latest()?);
        let is_tentative = !self.has_known_days() || !matches!(self.shape(can_last), Shape::Point | Shape::Lasted);
        let is_narrow = first.year() == last.year() && self.precision()? >= Precision::Month;
        let is_wanted = !is_tentative || tentative && is_narrow;
        (is_wanted && first.year() > 0 && first <= last).then_some(CalendarDays { first, last, is_tentative })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn holds_only_known_days_unless_asked_for_more() {
        let days = |text: &str, tentative| Edtf::parse(text).unwrap().calendar_days(true, tentative);
        let (first, last) = (date(2025, 7, 26), date(2025, 7, 28));
        let lasted = CalendarDays { first, last, is_tentative: false };
        assert_eq!(days("2025-07-26/2025-07-28", false), Some(lasted));
        assert_eq!(days("[2025-07-26..2025-07-28]", false), None);
        assert_eq!(days("[2025-07-26..2025-07-28]", true), Some(CalendarDays { is_tentative: true, ..lasted }));
        for text in ["2025", "2025-21", "201X", "../2025-08-05", "2025-09-01/..", "-0044-03-15", "2024-12/2025-01~"] {
            assert_eq!(days(text, true), None, "{text}");
        }
    }
}
