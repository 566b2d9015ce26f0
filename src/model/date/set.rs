//! Sets of dates: one of several dates (`[…]`), or all of them (`{…}`).

use super::Point;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Set of dates.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DateSet {
    /// Says whether one member is meant, or every one.
    pub choice: SetChoice,
    /// Members in the order in which they are written; at least one.
    pub members: Arc<[SetMember]>,
}

/// Says which members of a set are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SetChoice {
    /// `[…]`: one member; which one is unknown.
    One,
    /// `{…}`: every member.
    All,
}

/// Member of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SetMember {
    /// Date.
    Date(Point),
    /// `2025-07-26..2025-07-28`: every date between two, both included.
    Range(Point, Point),
    /// `..2025-12-08`: every date up to one, included.
    UpTo(Point),
    /// `2025-12-08..`: every date from one on, included.
    From(Point),
}

impl DateSet {
    /// Returns the earliest possible day of the earliest member, or `None` if a member has no beginning.
    pub(super) fn earliest(&self) -> Option<Date> {
        fold_days(self.members.iter().map(|member| member.first().map(Point::earliest)), Date::min)
    }

    /// Returns the latest possible day of the latest member, or `None` if a member has no end.
    pub(super) fn latest(&self) -> Option<Date> {
        fold_days(self.members.iter().map(|member| member.last().map(Point::latest)), Date::max)
    }

    /// Iterates over the dates that are written in the set.
    pub(super) fn points(&self) -> impl Iterator<Item = Point> {
        self.members.iter().flat_map(|member| {
            let last = matches!(member, SetMember::Range(..)).then(|| member.last()).flatten();
            member.first().or_else(|| member.last()).into_iter().chain(last)
        })
    }
}

impl SetMember {
    /// Returns the first date, or `None` if the member has no beginning.
    pub fn first(&self) -> Option<Point> {
        match *self {
            SetMember::Date(point) | SetMember::Range(point, _) | SetMember::From(point) => Some(point),
            SetMember::UpTo(_) => None,
        }
    }

    /// Returns the last date, or `None` if the member has no end.
    pub fn last(&self) -> Option<Point> {
        match *self {
            SetMember::Date(point) | SetMember::Range(_, point) | SetMember::UpTo(point) => Some(point),
            SetMember::From(_) => None,
        }
    }
}

/// Folds days; `None` if one is `None`.
fn fold_days(mut days: impl Iterator<Item = Option<Date>>, fold: fn(Date, Date) -> Date) -> Option<Date> {
    let first = days.next()??;
    days.try_fold(first, |folded, day| Some(fold(folded, day?)))
}
