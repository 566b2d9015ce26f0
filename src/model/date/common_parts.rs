//! Parts that two days have in common: what is certain of a date between them.

use jiff::civil::Date;

/// Year, month and day that the first and the last possible day of a date share; `None` where they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommonParts {
    /// Astronomical year.
    pub year: Option<i16>,
    /// Month; `None` without a year.
    pub month: Option<u8>,
    /// Day; `None` without a month.
    pub day: Option<u8>,
}

impl CommonParts {
    /// Compares two days.
    pub fn of(first: Date, last: Date) -> CommonParts {
        let year = (first.year() == last.year()).then(|| first.year());
        let month = year.filter(|_| first.month() == last.month()).map(|_| first.month().unsigned_abs());
        let day = month.filter(|_| first == last).map(|_| first.day().unsigned_abs());
        CommonParts { year, month, day }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn ends_where_days_differ() {
        let of = |first, last| {
            let CommonParts { year, month, day } = CommonParts::of(first, last);
            (year, month, day)
        };
        let july = date(2025, 7, 1);
        assert_eq!(of(july, july), (Some(2025), Some(7), Some(1)));
        assert_eq!(of(july, date(2025, 7, 28)), (Some(2025), Some(7), None));
        assert_eq!(of(july, date(2025, 8, 1)), (Some(2025), None, None));
        assert_eq!(of(july, date(2026, 7, 1)), (None, None, None));
    }
}
