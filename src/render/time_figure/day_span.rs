//! Span of days.

/// Days from `first` to the day before `end`, as numbers since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DaySpan {
    /// First day.
    pub(crate) first: i32,
    /// Day after the last one.
    pub(crate) end: i32,
}

impl DaySpan {
    /// Returns the number of days, at least 1.
    pub(super) fn days(self) -> i32 {
        (self.end - self.first).max(1)
    }

    /// Returns the days that both spans have, or `None`.
    pub(super) fn intersection(self, other: DaySpan) -> Option<DaySpan> {
        let (first, end) = (self.first.max(other.first), self.end.min(other.end));
        (first < end).then_some(DaySpan { first, end })
    }
}
