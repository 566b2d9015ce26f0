//! Days as numbers, and the units of the axis.

use super::day_span::DaySpan;
use jiff::SignedDuration;
use jiff::civil::{Date, date};

const EPOCH: Date = date(1970, 1, 1);

/// Returns the number of days since 1970-01-01.
pub(crate) fn day_number(day: Date) -> i32 {
    i32::try_from(day.duration_since(EPOCH).as_hours() / 24).unwrap_or_default()
}

/// Returns the day with a number, the nearest one that the calendar has.
pub(crate) fn day_of_number(number: i32) -> Date {
    EPOCH.saturating_add(SignedDuration::from_hours(24 * i64::from(number)))
}

/// Unit in which axes are divided and columns count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeUnit {
    /// Single days.
    Day,
    /// Days 1, 8, 15 and 22 of each month.
    Week,
    /// Days 1 and 16 of each month.
    HalfMonth,
    /// Months.
    Month,
    /// Quarters.
    Quarter,
    /// A number of years.
    Years(i32),
}

/// Units from short to long.
pub(super) const UNITS: [TimeUnit; 15] = [
    TimeUnit::Day,
    TimeUnit::Week,
    TimeUnit::HalfMonth,
    TimeUnit::Month,
    TimeUnit::Quarter,
    TimeUnit::Years(1),
    TimeUnit::Years(2),
    TimeUnit::Years(5),
    TimeUnit::Years(10),
    TimeUnit::Years(25),
    TimeUnit::Years(50),
    TimeUnit::Years(100),
    TimeUnit::Years(250),
    TimeUnit::Years(500),
    TimeUnit::Years(1000),
];

impl TimeUnit {
    /// Returns the average length in days.
    pub(super) fn days(self) -> f64 {
        match self {
            TimeUnit::Day => 1.0,
            TimeUnit::Week => 7.6,
            TimeUnit::HalfMonth => 15.2,
            TimeUnit::Month => 30.44,
            TimeUnit::Quarter => 91.3,
            TimeUnit::Years(years) => 365.24 * f64::from(years),
        }
    }

    /// Returns the first day of the unit that contains a day.
    pub(super) fn start(self, number: i32) -> i32 {
        let day = day_of_number(number);
        let in_month = |first: i8| number - i32::from(day.day() - first);
        match self {
            TimeUnit::Day => number,
            TimeUnit::Week => in_month((day.day() - 1).min(21) / 7 * 7 + 1),
            TimeUnit::HalfMonth => in_month(if day.day() < 16 { 1 } else { 16 }),
            TimeUnit::Month => in_month(1),
            TimeUnit::Quarter => month_start(i32::from(day.year()), (day.month() - 1) / 3 * 3 + 1),
            TimeUnit::Years(years) => month_start(i32::from(day.year()).div_euclid(years) * years, 1),
        }
    }

    /// Returns the first day of the unit after the one that contains a day.
    pub(super) fn next(self, number: i32) -> i32 {
        let start = self.start(number);
        // The longest unit of this kind ends before this day, and the one after it does not begin later.
        let within_next = match self {
            TimeUnit::Day => 1,
            TimeUnit::Week => {
                let day = day_of_number(start);
                if day.day() < 22 { 7 } else { i32::from(day.days_in_month()) - 21 }
            }
            TimeUnit::HalfMonth => {
                let day = day_of_number(start);
                if day.day() < 16 { 15 } else { i32::from(day.days_in_month()) - 15 }
            }
            TimeUnit::Month => i32::from(day_of_number(start).days_in_month()),
            TimeUnit::Quarter => 95,
            TimeUnit::Years(years) => years.saturating_mul(366),
        };
        self.start(start + within_next).max(start + 1)
    }

    /// Splits a span at the beginnings of units, in order.
    pub(super) fn split(self, span: DaySpan) -> Vec<DaySpan> {
        let mut parts = Vec::new();
        let mut first = span.first;
        while first < span.end {
            let end = self.next(first).min(span.end).max(first + 1);
            parts.push(DaySpan { first, end });
            first = end;
        }
        parts
    }
}

/// Returns the first day of a month; years that the calendar lacks become its first or last.
pub(super) fn month_start(year: i32, month: i8) -> i32 {
    let year = i16::try_from(year.clamp(-9999, 9999)).unwrap_or_default();
    Date::new(year, month, 1).map_or(0, day_number)
}

/// Extends a span to whole units.
pub(super) fn whole_units(span: DaySpan, unit: TimeUnit) -> DaySpan {
    let last = (span.end - 1).max(span.first);
    DaySpan { first: unit.start(span.first), end: unit.next(last) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(year: i16, month: i8, day: i8) -> i32 {
        day_number(date(year, month, day))
    }

    #[test]
    fn numbers_days() {
        assert_eq!((number(1970, 1, 2), number(1969, 12, 31)), (1, -1));
        assert_eq!(day_of_number(number(-43, 3, 15)), date(-43, 3, 15));
    }

    #[test]
    fn finds_units() {
        let day = number(2025, 8, 31);
        let starts: Vec<Date> = UNITS[..6].iter().map(|unit| day_of_number(unit.start(day))).collect();
        let expected = [(8, 31), (8, 22), (8, 16), (8, 1), (7, 1), (1, 1)].map(|(m, d)| date(2025, m, d));
        assert_eq!(starts, expected);
        let next: Vec<Date> = UNITS[..6].iter().map(|unit| day_of_number(unit.next(day))).collect();
        assert_eq!(next[..4], [date(2025, 9, 1); 4]);
        assert_eq!((next[4], next[5]), (date(2025, 10, 1), date(2026, 1, 1)));
    }

    #[test]
    fn units_are_without_gaps() {
        for unit in UNITS {
            let parts = unit.split(DaySpan { first: number(-30, 2, 3), end: number(-10, 3, 1) });
            assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].first), "{unit:?}");
            assert_eq!((parts[0].first, parts[parts.len() - 1].end), (number(-30, 2, 3), number(-10, 3, 1)));
        }
    }

    #[test]
    fn quarters_and_years_follow_each_other() {
        let mut day = number(1999, 1, 1);
        for _ in 0..40 {
            let next = TimeUnit::Quarter.next(day);
            assert!((90..=92).contains(&(next - day)));
            day = next;
        }
        for years in [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000] {
            let next = TimeUnit::Years(years).next(number(0, 1, 1));
            assert_eq!(day_of_number(next).year(), i16::try_from(years).unwrap());
        }
    }

    #[test]
    fn extends_to_whole_units() {
        let span = whole_units(DaySpan { first: number(2025, 7, 26), end: number(2025, 12, 13) }, TimeUnit::Month);
        assert_eq!((day_of_number(span.first), day_of_number(span.end)), (date(2025, 7, 1), date(2026, 1, 1)));
    }
}
