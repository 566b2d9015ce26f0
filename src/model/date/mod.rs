//! Dates that say how sure they are: EDTF (ISO 8601-2) levels 0 and 1.

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

/// A date or an interval as EDTF writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Edtf {
    /// One date, season, month, year or masked year.
    Point(Point),
    /// From one bound to another.
    Interval {
        /// Where it begins.
        from: Bound,
        /// Where it ends.
        to: Bound,
    },
}

/// An end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Bound {
    /// A date.
    Point(Point),
    /// `..`: it has no end there, or the end is not stated.
    Open,
    /// Nothing written: there is an end, and nobody knows when.
    Unknown,
}

/// One date, as precise as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Point {
    /// Astronomical year, -9999 to 9999.
    pub year: i16,
    /// How many of the year's last digits are `X`: 0 to 4.
    pub unspecified_digits: u8,
    /// What follows the year.
    pub part: DatePart,
    /// `~` or `%`: the date is approximate.
    pub approximate: bool,
    /// `?` or `%`: the date may be wrong.
    pub uncertain: bool,
}

/// What follows the year; the more precise comes first, in this list and in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DatePart {
    /// A day, perhaps with a time of day as written behind `T`.
    Day {
        /// 1 to 12.
        month: u8,
        /// 1 to 31.
        day: u8,
        /// Hour, minute and second, with the zone's offset in minutes where one is written.
        time: Option<Time>,
    },
    /// `-XX` behind a month: a day, but nobody knows which.
    UnspecifiedDay(u8),
    /// A month.
    Month(u8),
    /// A season, 21 (spring) to 24 (winter).
    Season(u8),
    /// `-XX-XX`: a day of the year, but nobody knows which.
    UnspecifiedDayOfYear,
    /// `-XX`: a month, but nobody knows which.
    UnspecifiedMonth,
    /// Nothing: the whole year.
    Year,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Time {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// Minutes east of UTC; nothing when no zone is written.
    pub offset: Option<i16>,
}

/// How precisely a date is known; the coarser end of an interval counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Coarser than a year.
    Decade,
    /// The year.
    Year,
    /// The season.
    Season,
    /// The month.
    Month,
    /// The day.
    Day,
}

impl Point {
    /// The first day it can mean.
    pub fn earliest(self) -> Date {
        let (year, month, day) = match self.part {
            DatePart::Year | DatePart::UnspecifiedMonth | DatePart::UnspecifiedDayOfYear => (self.first_year(), 1, 1),
            DatePart::Season(season) => (self.year, season_months(season).0, 1),
            DatePart::Month(month) | DatePart::UnspecifiedDay(month) => (self.year, month, 1),
            DatePart::Day { month, day, .. } => (self.year, month, day),
        };
        date(year, month, day)
    }

    /// The last day it can mean.
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

    /// How precisely it is known.
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
    /// The first day it can mean; nothing when the beginning is open or unknown.
    pub fn earliest(&self) -> Option<Date> {
        match self {
            Edtf::Point(point) | Edtf::Interval { from: Bound::Point(point), .. } => Some(point.earliest()),
            Edtf::Interval { .. } => None,
        }
    }

    /// The last day it can mean; nothing when the end is open or unknown.
    pub fn latest(&self) -> Option<Date> {
        match self {
            Edtf::Point(point) | Edtf::Interval { to: Bound::Point(point), .. } => Some(point.latest()),
            Edtf::Interval { .. } => None,
        }
    }

    /// Whether both can mean the same day. An end that is open or unknown may be any day.
    pub fn overlaps(&self, other: &Edtf) -> bool {
        let before =
            |one: &Edtf, other: &Edtf| one.latest().zip(other.earliest()).is_some_and(|(end, begin)| end < begin);
        !before(self, other) && !before(other, self)
    }

    /// The day by which it is placed and listed: its beginning, or its end when only that is known.
    pub fn anchor(&self) -> Option<Date> {
        self.earliest().or_else(|| self.latest())
    }

    /// How precisely it is known; the coarser end of an interval counts. Nothing when neither end is a date.
    pub fn precision(&self) -> Option<Precision> {
        self.points().map(Point::precision).min()
    }

    /// Whether any part of it is marked `~` or `%`.
    pub fn is_approximate(&self) -> bool {
        self.points().any(|point| point.approximate)
    }

    /// Whether any part of it is marked `?` or `%`.
    pub fn is_uncertain(&self) -> bool {
        self.points().any(|point| point.uncertain)
    }

    /// Whether one end is open or unknown.
    pub fn is_open(&self) -> bool {
        matches!(self, Edtf::Interval { from, to } if !matches!((from, to), (Bound::Point(_), Bound::Point(_))))
    }

    /// The dates in it: one or two.
    pub fn points(&self) -> impl Iterator<Item = Point> {
        let (first, second) = match *self {
            Edtf::Point(point) => (Some(point), None),
            Edtf::Interval { from, to } => (from.point(), to.point()),
        };
        first.into_iter().chain(second)
    }

    /// A value for HTML's `<time datetime>`: a year, month, day or moment. Nothing for what HTML cannot say.
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
