//! Single dates: day, month, part of a year, year.

use super::{DateComponent, Qualification, TwoDigits, Year};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Date with its precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Point {
    /// Year.
    pub year: Year,
    /// Components after the year.
    pub part: DatePart,
    /// Approximate and uncertain components.
    pub qualification: Qualification,
}

/// Components after the year. Variants are ordered from precise to coarse, which is also their sort order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DatePart {
    /// Day, with an optional time of day after `T`.
    Day {
        /// Month.
        month: TwoDigits,
        /// Day of the month.
        day: TwoDigits,
        /// Time of day, with the offset of the time zone if written.
        time: Option<Time>,
    },
    /// Month.
    Month(TwoDigits),
    /// Part of a year, 21 to 41.
    Season(Season),
    /// No further component: the whole year.
    Year,
}

/// Part of a year by its number in EDTF: seasons (21 to 32), quarters (33 to 36), thirds (37 to 39), halves (40, 41).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Season(u8);

/// Time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Time {
    /// Hour, 0 to 24; 24:00:00 is the end of the day.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
    /// Second, 0 to 59.
    pub second: u8,
    /// Offset from UTC in minutes, positive to the east; `None` without a time zone.
    pub offset: Option<i16>,
}

/// Precision of a date; an interval has that of its coarser bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Coarser than a year.
    Decade,
    /// Year.
    Year,
    /// Season or other part of a year.
    Season,
    /// Month.
    Month,
    /// Day.
    Day,
}

impl DatePart {
    /// Creates a month.
    pub const fn month(month: u8) -> DatePart {
        DatePart::Month(TwoDigits::exact(month))
    }

    /// Creates a day.
    pub const fn day(month: u8, day: u8) -> DatePart {
        DatePart::Day { month: TwoDigits::exact(month), day: TwoDigits::exact(day), time: None }
    }
}

impl Season {
    /// Creates a part of a year; `None` if the number is not 21 to 41.
    pub fn new(number: u8) -> Option<Season> {
        (21..=41).contains(&number).then_some(Season(number))
    }

    /// Returns the number in EDTF.
    pub fn number(self) -> u8 {
        self.0
    }

    /// Returns the first month and the number of months. Winter begins in December and ends in the next year; a season
    /// without a hemisphere is northern.
    pub(super) fn months(self) -> (u8, u8) {
        match self.0 {
            21 | 25 | 31 => (3, 3),
            22 | 26 | 32 => (6, 3),
            23 | 27 | 29 => (9, 3),
            24 | 28 | 30 => (12, 3),
            quarter @ 33..=36 => (3 * (quarter - 33) + 1, 3),
            third @ 37..=39 => (4 * (third - 37) + 1, 4),
            half => (if half == 40 { 1 } else { 7 }, 6),
        }
    }
}

impl Point {
    /// Creates a date without qualification in a year without unspecified digits.
    pub const fn exact(year: i32, part: DatePart) -> Point {
        Point { year: Year::exact(year), part, qualification: Qualification::NONE }
    }

    /// Creates a day.
    pub const fn day(year: i32, month: u8, day: u8) -> Point {
        Point::exact(year, DatePart::day(month, day))
    }

    /// Returns the earliest possible day, at the limits of the calendar for years beyond ±9999.
    pub fn earliest(self) -> Date {
        match self.part {
            DatePart::Season(season) => first_of_month(self.year.first(), season.months().0),
            _ => self.extreme_day(Extreme::Earliest),
        }
    }

    /// Returns the latest possible day, at the limits of the calendar for years beyond ±9999.
    pub fn latest(self) -> Date {
        match self.part {
            DatePart::Season(season) => {
                let (first, count) = season.months();
                let last = first + count - 1;
                let (year, month) = if last > 12 { (1, last - 12) } else { (0, last) };
                first_of_month(self.year.last().saturating_add(year), month).last_of_month()
            }
            _ => self.extreme_day(Extreme::Latest),
        }
    }

    /// Returns true if the year is beyond the calendar, which has ±9999.
    pub fn is_beyond_calendar(self) -> bool {
        self.year.first().unsigned_abs() > 9999
    }

    /// Returns true if a day of the calendar matches the digits, or the year is beyond the calendar.
    pub(super) fn exists(self) -> bool {
        self.is_beyond_calendar()
            || matches!(self.part, DatePart::Season(_))
            || self.find_day(Extreme::Earliest).is_some()
    }

    /// Returns the precision of the date.
    pub fn precision(self) -> Precision {
        if !self.year.is_exact() {
            return Precision::Decade;
        }
        match self.part {
            DatePart::Season(_) => Precision::Season,
            DatePart::Day { month, day, .. } if month.known().is_some() && day.known().is_some() => Precision::Day,
            DatePart::Day { month, .. } | DatePart::Month(month) if month.known().is_some() => Precision::Month,
            _ => Precision::Year,
        }
    }

    /// Returns the month if it is known.
    pub fn known_month(self) -> Option<u8> {
        match self.part {
            DatePart::Day { month, .. } | DatePart::Month(month) => month.known(),
            DatePart::Season(_) | DatePart::Year => None,
        }
    }

    /// Returns the day of the month if it is known.
    pub fn known_day(self) -> Option<u8> {
        match self.part {
            DatePart::Day { day, .. } => day.known(),
            _ => None,
        }
    }

    /// Returns the time of day.
    pub fn time(self) -> Option<Time> {
        match self.part {
            DatePart::Day { time, .. } => time,
            _ => None,
        }
    }

    /// Returns true if the date is neither approximate nor uncertain.
    pub fn is_unqualified(self) -> bool {
        self.qualification == Qualification::NONE
    }

    /// Returns the last component that is written.
    pub(super) fn last_component(self) -> DateComponent {
        match self.part {
            DatePart::Day { .. } => DateComponent::Day,
            DatePart::Month(_) | DatePart::Season(_) => DateComponent::Month,
            DatePart::Year => DateComponent::Year,
        }
    }

    fn extreme_day(self, extreme: Extreme) -> Date {
        let limit = if self.year.first() < 0 { Date::MIN } else { Date::MAX };
        self.find_day(extreme).unwrap_or(limit)
    }

    /// Finds the first day of the calendar that matches the digits, from the earliest or from the latest.
    fn find_day(self, extreme: Extreme) -> Option<Date> {
        let (months, days) = match self.part {
            DatePart::Day { month, day, .. } => (month, day),
            DatePart::Month(month) => (month, TwoDigits::UNSPECIFIED),
            DatePart::Season(_) | DatePart::Year => (TwoDigits::UNSPECIFIED, TwoDigits::UNSPECIFIED),
        };
        let (first, last) = (self.year.first().max(-9999), self.year.last().min(9999));
        let years = (first..=last).filter(|&year| self.year.admits(year));
        let in_month = |year: i32, month: u8| {
            let length = days_of_month(year, month);
            let day = extreme.first_of(days.candidates(length))?;
            civil(year, month, day)
        };
        let in_year = |year: i32| extreme.find_map(months.candidates(12), |month| in_month(year, month));
        extreme.find_map(years, in_year)
    }
}

/// Direction of a search.
#[derive(Clone, Copy)]
enum Extreme {
    Earliest,
    Latest,
}

impl Extreme {
    fn first_of<T>(self, mut candidates: impl DoubleEndedIterator<Item = T>) -> Option<T> {
        match self {
            Extreme::Earliest => candidates.next(),
            Extreme::Latest => candidates.next_back(),
        }
    }

    fn find_map<T, R>(
        self,
        mut candidates: impl DoubleEndedIterator<Item = T>,
        find: impl Fn(T) -> Option<R>,
    ) -> Option<R> {
        match self {
            Extreme::Earliest => candidates.find_map(find),
            Extreme::Latest => candidates.rev().find_map(find),
        }
    }
}

fn civil(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn first_of_month(year: i32, month: u8) -> Date {
    civil(year.clamp(-9999, 9999), month, 1).unwrap_or(Date::MAX)
}

fn days_of_month(year: i32, month: u8) -> u8 {
    civil(year, month, 1).map_or(0, |first| first.days_in_month().unsigned_abs())
}
