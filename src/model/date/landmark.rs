//! Landmarks of a timeline: the year and month in which something certainly happened.

use super::{Bound, CommonParts, DateFormat, DatePart, Edtf, Point, Shape};
use jiff::civil::Date;
use std::cmp::Reverse;

/// Year, or years in one of which something happened; ordered by the first year, the widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Landmark {
    first: i16,
    last: Reverse<i16>,
}

/// Place of a date on a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceInTime {
    /// Year.
    pub landmark: Landmark,
    /// Place in the year.
    pub month: PlaceInYear,
}

/// Place of a date in its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceInYear {
    /// In a month, or in the year if the month is unknown.
    Month(Option<u8>),
    /// Among those of which only one end is known, in the year of that end.
    Limit,
}

impl Landmark {
    fn covering(first: Date, last: Date) -> Landmark {
        Landmark { first: first.year(), last: Reverse(last.year()) }
    }

    /// Returns the first year.
    pub fn first_year(self) -> i16 {
        self.first
    }

    /// Returns the fragment: `2025`, or `2024-2025` for one of several years.
    pub fn anchor(self) -> String {
        let Landmark { first, last: Reverse(last) } = self;
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    }

    /// Returns the fragment of a month: `2025-07`.
    pub fn month_anchor(self, month: u8) -> String {
        format!("{}-{month:02}", self.anchor())
    }

    /// Formats the years.
    pub fn format(self, patterns: &DateFormat) -> String {
        let year = |year: i16| Point::exact(year.into(), DatePart::Year);
        let Landmark { first, last: Reverse(last) } = self;
        if first == last {
            return Edtf::Point(year(first)).format(patterns);
        }
        Edtf::Interval { from: Bound::Point(year(first)), to: Bound::Point(year(last)) }.format(patterns)
    }
}

impl Edtf {
    /// Returns the place on a timeline: of what lasted, that of its beginning. `can_last` is that of [`Edtf::shape`].
    pub fn place_in_time(&self, can_last: bool) -> Option<PlaceInTime> {
        let (first, last) = match (self, self.shape(can_last)) {
            (Edtf::Interval { from: Bound::Point(from), .. }, Shape::Lasted | Shape::Since) => {
                (from.earliest(), from.latest())
            }
            (_, Shape::By | Shape::Since) => {
                let landmark = self.anchor().map(|day| Landmark::covering(day, day))?;
                return Some(PlaceInTime { landmark, month: PlaceInYear::Limit });
            }
            _ => (self.earliest()?, self.latest()?),
        };
        let CommonParts { month, .. } = CommonParts::of(first, last);
        Some(PlaceInTime { landmark: Landmark::covering(first, last), month: PlaceInYear::Month(month) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stands_where_it_certainly_happened() {
        let place = |text: &str, can_last| {
            let place = Edtf::parse(text).unwrap().place_in_time(can_last).unwrap();
            match place.month {
                PlaceInYear::Month(month) => (place.landmark.anchor(), month),
                PlaceInYear::Limit => (format!("by {}", place.landmark.anchor()), None),
            }
        };
        assert_eq!(place("[2025-07-26..2025-07-28]", true), ("2025".into(), Some(7)));
        assert_eq!(place("2025-01/2025-11~", false), ("2025".into(), None));
        assert_eq!(place("2025-01/2025-11~", true), ("2025".into(), Some(1)));
        assert_eq!(place("[2024-12..2025-02]", true), ("2024-2025".into(), None));
        assert_eq!(place("202X", true), ("2020-2029".into(), None));
        assert_eq!(place("2025-24", true), ("2025-2026".into(), None));
        assert_eq!(place("2025-09/..", true), ("2025".into(), Some(9)));
        assert_eq!(place("[..2025-12-08]", true), ("by 2025".into(), None));
    }
}
