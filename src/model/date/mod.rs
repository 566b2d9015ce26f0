//! Dates with explicit uncertainty: EDTF (ISO 8601-2) levels 0 and 1; of level 2 sets, parts of the year, qualified
//! components and unspecified digits.

mod calendar;
mod common_parts;
mod date_format;
mod digits;
mod edtf_text;
mod english;
mod format;
mod format_year;
mod guess;
mod landmark;
mod order;
mod parse;
mod point;
mod qualification;
mod set;
mod shape;
mod text_dates;
mod tokens;

pub use calendar::CalendarDays;
pub use common_parts::CommonParts;
pub use date_format::DateFormat;
pub use digits::{TwoDigits, Year, historical_year};
pub use english::ENGLISH_MONTHS;
pub use landmark::{Landmark, PlaceInTime, PlaceInYear};
pub use parse::EdtfError;
pub use point::{DatePart, Point, Precision, Season, Time};
pub use qualification::{DateComponent, Qualification};
pub use set::{DateSet, SetChoice, SetMember};
pub use shape::Shape;
pub use text_dates::{TextDate, find_text_dates};
pub(crate) use tokens::{DateToken, parse_month, tokenize};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// EDTF date, interval or set.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// One or all of several dates.
    Set(DateSet),
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

impl Edtf {
    /// Returns the earliest possible day, or `None` if the lower bound is open or unknown.
    pub fn earliest(&self) -> Option<Date> {
        match self {
            Edtf::Point(point) | Edtf::Interval { from: Bound::Point(point), .. } => Some(point.earliest()),
            Edtf::Interval { .. } => None,
            Edtf::Set(set) => set.earliest(),
        }
    }

    /// Returns the latest possible day, or `None` if the upper bound is open or unknown.
    pub fn latest(&self) -> Option<Date> {
        match self {
            Edtf::Point(point) | Edtf::Interval { to: Bound::Point(point), .. } => Some(point.latest()),
            Edtf::Interval { .. } => None,
            Edtf::Set(set) => set.latest(),
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
        self.points().into_iter().map(Point::precision).min()
    }

    /// Returns true if a component is marked `~` or `%`.
    pub fn is_approximate(&self) -> bool {
        self.points().into_iter().any(|point| point.qualification.is_approximate())
    }

    /// Returns true if a component is marked `?` or `%`.
    pub fn is_uncertain(&self) -> bool {
        self.points().into_iter().any(|point| point.qualification.is_uncertain())
    }

    /// Returns true if all its dates are days that are neither approximate nor uncertain.
    pub fn has_known_days(&self) -> bool {
        self.points().iter().all(|point| point.is_unqualified() && point.precision() == Precision::Day)
    }

    /// Returns true if a bound is open or unknown.
    pub fn is_open(&self) -> bool {
        match self {
            Edtf::Point(_) => false,
            Edtf::Interval { from, to } => !matches!((from, to), (Bound::Point(_), Bound::Point(_))),
            Edtf::Set(set) => set.earliest().is_none() || set.latest().is_none(),
        }
    }

    /// Returns the dates that are written in the value, in order.
    pub fn points(&self) -> Vec<Point> {
        match self {
            Edtf::Point(point) => vec![*point],
            Edtf::Interval { from, to } => from.point().into_iter().chain(to.point()).collect(),
            Edtf::Set(set) => set.points().collect(),
        }
    }

    /// Returns the value of HTML's `<time datetime>`: a year, month or day. `None` if HTML cannot express the date.
    pub fn html_datetime(&self) -> Option<String> {
        let Edtf::Point(point) = self else { return None };
        let year = point.year.known().filter(|year| (1..=9999).contains(year))?;
        Some(match (point.known_month(), point.known_day()) {
            (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (Some(month), None) => format!("{year:04}-{month:02}"),
            (None, _) => format!("{year:04}"),
        })
    }
}

impl Bound {
    /// Returns the date, or `None` for an open or unknown bound.
    pub fn point(self) -> Option<Point> {
        match self {
            Bound::Point(point) => Some(point),
            Bound::Open | Bound::Unknown => None,
        }
    }
}
