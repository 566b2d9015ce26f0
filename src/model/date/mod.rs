//! Dates with explicit uncertainty: EDTF (ISO 8601-2) levels 0 and 1.

mod english;
mod format;
mod guess;
mod order;
mod parse;
mod text_dates;
mod tokens;

pub use english::ENGLISH_MONTHS;
pub use format::DateFormat;
pub use parse::EdtfError;
pub use text_dates::{TextDate, find_text_dates};
pub(crate) use tokens::{DateToken, parse_month, tokenize};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// EDTF date or interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Edtf {
    /// Date, season, month, year or year with unspecified digits.
    Point(Point),
    /// Interval between two bounds.
    Interval {
        /// Lower bound.
        from: Bound,
        /// Upper bound.
        to: Bound,
    },
}

/// Bound of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Bound {
    /// Date.
    Point(Point),
    /// `..`: open-ended, or not specified.
    Open,
    /// Empty: the bound exists but is unknown.
    Unknown,
}

/// Date with its precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Point {
    /// Astronomical year, -9999 to 9999.
    pub year: i16,
    /// Number of trailing digits of the year that are `X`: 0 to 4.
    pub unspecified_digits: u8,
    /// Components after the year.
    pub part: DatePart,
    /// `~` or `%`: the date is approximate.
    pub approximate: bool,
    /// `?` or `%`: the date is uncertain.
    pub uncertain: bool,
}

/// Components after the year. Variants are ordered from precise to coarse, which is also their sort order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DatePart {
    /// Day, with an optional time of day after `T`.
    Day {
        /// Month, 1 to 12.
        month: u8,
        /// Day, 1 to 31.
        day: u8,
        /// Time of day, with the offset of the time zone if written.
        time: Option<Time>,
    },
    /// `-XX` after a month: an unspecified day of that month.
    UnspecifiedDay(u8),
    /// Month, 1 to 12.
    Month(u8),
    /// Season, 21 (spring) to 24 (winter).
    Season(u8),
    /// `-XX-XX`: an unspecified day of the year.
    UnspecifiedDayOfYear,
    /// `-XX`: an unspecified month of the year.
    UnspecifiedMonth,
    /// No further component: the whole year.
    Year,
}

/// Time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Time {
    /// Hour, 0 to 23.
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
    /// Season.
    Season,
    /// Month.
    Month,
    /// Day.
    Day,
}

impl Point {
    /// Returns the earliest possible day.
    pub fn earliest(self) -> Date {
        let (year, month, day) = match self.part {
            DatePart::Year | DatePart::UnspecifiedMonth | DatePart::UnspecifiedDayOfYear => (self.first_year(), 1, 1),
            DatePart::Season(season) => (self.year, season_months(season).0, 1),
            DatePart::Month(month) | DatePart::UnspecifiedDay(month) => (self.year, month, 1),
            DatePart::Day { month, day, .. } => (self.year, month, day),
        };
        date(year, month, day)
    }

    /// Returns the latest possible day.
    pub fn latest(self) -> Date {
        match self.part {
            DatePart::Year | DatePart::UnspecifiedMonth | DatePart::UnspecifiedDayOfYear => {
                date(self.last_year(), 12, 31)
            }
            DatePart::Season(season) => date(self.year, season_months(season).1, 1).last_of_month(),
            DatePart::Month(month) | DatePart::UnspecifiedDay(month) => date(self.year, month, 1).last_of_month(),
            DatePart::Day { month, day, .. } => date(self.year, month, day),
        }
    }

    /// Returns the precision of the date.
    pub fn precision(self) -> Precision {
        match self.part {
            DatePart::Year | DatePart::UnspecifiedMonth | DatePart::UnspecifiedDayOfYear
                if self.unspecified_digits > 0 =>
            {
                Precision::Decade
            }
            DatePart::Year | DatePart::UnspecifiedMonth | DatePart::UnspecifiedDayOfYear => Precision::Year,
            DatePart::Season(_) => Precision::Season,
            DatePart::Month(_) | DatePart::UnspecifiedDay(_) => Precision::Month,
            DatePart::Day { .. } => Precision::Day,
        }
    }

    fn first_year(self) -> i16 {
        let unit = 10_i16.saturating_pow(u32::from(self.unspecified_digits.min(4)));
        if self.year < 0 { self.year.saturating_sub(unit - 1) } else { self.year }
    }

    fn last_year(self) -> i16 {
        let unit = 10_i16.saturating_pow(u32::from(self.unspecified_digits.min(4)));
        if self.year < 0 { self.year } else { self.year.saturating_add(unit - 1) }
    }
}

impl Edtf {
    /// Returns the earliest possible day, or `None` if the lower bound is open or unknown.
    pub fn earliest(&self) -> Option<Date> {
        match self {
            Edtf::Point(point) | Edtf::Interval { from: Bound::Point(point), .. } => Some(point.earliest()),
            Edtf::Interval { .. } => None,
        }
    }

    /// Returns the latest possible day, or `None` if the upper bound is open or unknown.
    pub fn latest(&self) -> Option<Date> {
        match self {
            Edtf::Point(point) | Edtf::Interval { to: Bound::Point(point), .. } => Some(point.latest()),
            Edtf::Interval { .. } => None,
        }
    }

    /// Checks whether the two dates can share a day. An open or unknown bound is unlimited.
    pub fn overlaps(&self, other: &Edtf) -> bool {
        let ends_before =
            |first: &Edtf, second: &Edtf| first.latest().zip(second.earliest()).is_some_and(|(end, begin)| end < begin);
        !ends_before(self, other) && !ends_before(other, self)
    }

    /// Returns the day used for sorting and display: the beginning, or the end if only the end is known.
    pub fn anchor(&self) -> Option<Date> {
        self.earliest().or_else(|| self.latest())
    }

    /// Returns the precision of the coarser bound, or `None` if neither bound is a date.
    pub fn precision(&self) -> Option<Precision> {
        self.points().map(Point::precision).min()
    }

    /// Returns true if a bound is marked `~` or `%`.
    pub fn is_approximate(&self) -> bool {
        self.points().any(|point| point.approximate)
    }

    /// Returns true if a bound is marked `?` or `%`.
    pub fn is_uncertain(&self) -> bool {
        self.points().any(|point| point.uncertain)
    }

    /// Returns true if a bound is open or unknown.
    pub fn is_open(&self) -> bool {
        matches!(self, Edtf::Interval { from, to } if !matches!((from, to), (Bound::Point(_), Bound::Point(_))))
    }

    /// Iterates over the dates of the value: one or two.
    pub fn points(&self) -> impl Iterator<Item = Point> {
        let (first, second) = match *self {
            Edtf::Point(point) => (Some(point), None),
            Edtf::Interval { from, to } => (from.point(), to.point()),
        };
        first.into_iter().chain(second)
    }

    /// Returns the value of HTML's `<time datetime>`: a year, month or day. `None` if HTML cannot express the date.
    pub fn html_datetime(&self) -> Option<String> {
        let Edtf::Point(point) = self else { return None };
        if point.unspecified_digits > 0 || point.year < 1 {
            return None;
        }
        match point.part {
            DatePart::Year | DatePart::UnspecifiedMonth | DatePart::UnspecifiedDayOfYear | DatePart::Season(_) => {
                Some(format!("{:04}", point.year))
            }
            DatePart::Month(month) | DatePart::UnspecifiedDay(month) => Some(format!("{:04}-{month:02}", point.year)),
            DatePart::Day { month, day, .. } => Some(format!("{:04}-{month:02}-{day:02}", point.year)),
        }
    }
}

impl Bound {
    fn point(self) -> Option<Point> {
        match self {
            Bound::Point(point) => Some(point),
            Bound::Open | Bound::Unknown => None,
        }
    }
}

fn season_months(season: u8) -> (u8, u8) {
    match season {
        21 => (3, 5),
        22 => (6, 8),
        23 => (9, 11),
        _ => (12, 12),
    }
}

fn date(year: i16, month: u8, day: u8) -> Date {
    let part = |value: u8| i8::try_from(value).unwrap_or(1);
    Date::new(year, part(month), part(day)).unwrap_or(Date::MIN)
}
