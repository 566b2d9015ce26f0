//! Shape of a date: what a reader may conclude from it, and how the timeline draws it.

use super::{Bound, DateSet, Edtf, Precision, SetChoice, SetMember};

/// What a date says about when something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// On a known day.
    Point,
    /// Over a known period: it began and ended.
    Lasted,
    /// At one moment of a period; which one is unknown.
    Within,
    /// On each of several dates.
    Several,
    /// By a day, at some time before it.
    By,
    /// Since a day, or at some time after it.
    Since,
}

impl Shape {
    /// Returns the name that templates and exports use.
    pub fn name(self) -> &'static str {
        match self {
            Shape::Point => "point",
            Shape::Lasted => "lasted",
            Shape::Within => "within",
            Shape::Several => "several",
            Shape::By => "by",
            Shape::Since => "since",
        }
    }
}

impl Edtf {
    /// Returns the shape. `can_last` is false if what happened cannot last: then an interval limits one moment.
    pub fn shape(&self, can_last: bool) -> Shape {
        match self {
            Edtf::Point(point) if point.precision() == Precision::Day => Shape::Point,
            Edtf::Interval { from: Bound::Point(_), to: Bound::Point(_) } if can_last => Shape::Lasted,
            Edtf::Point(_) | Edtf::Interval { from: Bound::Point(_), to: Bound::Point(_) } => Shape::Within,
            Edtf::Interval { to: Bound::Point(_), .. } => Shape::By,
            Edtf::Interval { .. } => Shape::Since,
            Edtf::Set(set) => set.shape(),
        }
    }

    /// Returns the set that says "at one moment of this interval"; `None` for other dates.
    pub fn one_of_interval(&self) -> Option<Edtf> {
        let Edtf::Interval { from, to } = *self else { return None };
        let member = match (from.point(), to.point()) {
            (Some(from), Some(to)) => SetMember::Range(from, to),
            (None, Some(to)) => SetMember::UpTo(to),
            (Some(from), None) => SetMember::From(from),
            (None, None) => return None,
        };
        Some(Edtf::Set(DateSet { choice: SetChoice::One, members: [member].into() }))
    }
}

impl DateSet {
    fn shape(&self) -> Shape {
        match (self.earliest(), self.latest()) {
            (None, _) => Shape::By,
            (_, None) => Shape::Since,
            _ => match &*self.members {
                [SetMember::Date(point)] => Edtf::Point(*point).shape(true),
                _ if self.choice == SetChoice::All => Shape::Several,
                _ => Shape::Within,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_what_is_known() {
        let cases = [
            ("2025-09-01", Shape::Point),
            ("2025-09-01~", Shape::Point),
            ("[2025-09-01]", Shape::Point),
            ("2025-07-26/2025-07-28", Shape::Lasted),
            ("2025-01/2025-11~", Shape::Lasted),
            ("2024", Shape::Within),
            ("2025-09-XX", Shape::Within),
            ("2025-21", Shape::Within),
            ("[2025-07-26..2025-07-28]", Shape::Within),
            ("[2025-07-26,2025-08]", Shape::Within),
            ("{2025-07-26,2025-08-01}", Shape::Several),
            ("../2025-12-08", Shape::By),
            ("[..2025-12-08]", Shape::By),
            ("2025-12-08/..", Shape::Since),
            ("[2025-12-08..]", Shape::Since),
        ];
        for (text, shape) in cases {
            assert_eq!(Edtf::parse(text).unwrap().shape(true), shape, "{text}");
        }
        assert_eq!(Edtf::parse("2025-07-26/2025-07-28").unwrap().shape(false), Shape::Within);
    }

    #[test]
    fn limits_a_moment_by_the_bounds_of_an_interval() {
        let set = |text: &str| Edtf::parse(text).unwrap().one_of_interval().map(|set| set.to_string());
        assert_eq!(set("2025-01/2025-11~").as_deref(), Some("[2025-01..2025-11~]"));
        assert_eq!(set("../2025-12-08").as_deref(), Some("[..2025-12-08]"));
        assert_eq!(set("2025"), None);
    }
}
