//! UTC timestamps in the formats of feeds and calendars.

use crate::model::Edtf;
use crate::model::date::{DatePart, Point};
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp, tz::Offset};
use std::fmt;

/// UTC timestamp with second precision, between the years 1 and 9999, the range that every format supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct UtcTimestamp(DateTime);

impl UtcTimestamp {
    /// Converts a date: its time of day if it has one, otherwise midnight of its first day. A time without an offset is
    /// read as UTC. Returns `None` for a date before year 1 and for one without beginning and end.
    pub(super) fn of(date: &Edtf) -> Option<UtcTimestamp> {
        let midnight = date.anchor()?.at(0, 0, 0, 0);
        let datetime = match date {
            Edtf::Point(Point { part: DatePart::Day { time: Some(time), .. }, .. }) => {
                midnight.checked_add(SignedDuration::from_secs(time.seconds())).ok()?
            }
            _ => midnight,
        };
        (datetime.year() > 0).then_some(UtcTimestamp(datetime))
    }

    /// Converts seconds since 1970; values out of range become 1970-01-01T00:00:00Z.
    pub(super) fn from_unix_seconds(seconds: i64) -> UtcTimestamp {
        let timestamp = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
        let datetime = Offset::UTC.to_datetime(timestamp);
        if datetime.year() > 0 {
            UtcTimestamp(datetime)
        } else {
            UtcTimestamp(Offset::UTC.to_datetime(Timestamp::UNIX_EPOCH))
        }
    }

    /// Formats the timestamp in ISO 8601 basic format, as iCalendar requires: `20251231T000000Z`.
    pub(super) fn basic(self) -> String {
        self.to_string().replace(['-', ':'], "")
    }
}

/// Formats the timestamp as RFC 3339: `2025-12-31T00:00:00Z`.
impl fmt::Display for UtcTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let UtcTimestamp(datetime) = self;
        write!(f, "{:04}-{:02}-{:02}T", datetime.year(), datetime.month(), datetime.day())?;
        write!(f, "{:02}:{:02}:{:02}Z", datetime.hour(), datetime.minute(), datetime.second())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formatted(date: &str) -> Option<String> {
        UtcTimestamp::of(&Edtf::parse(date).unwrap()).map(|datetime| datetime.to_string())
    }

    #[test]
    fn formats_dates_of_any_precision() {
        assert_eq!(formatted("2025-12-31").as_deref(), Some("2025-12-31T00:00:00Z"));
        assert_eq!(formatted("2025-07~").as_deref(), Some("2025-07-01T00:00:00Z"));
        assert_eq!(formatted("../2025-08-05").as_deref(), Some("2025-08-05T00:00:00Z"));
        assert_eq!(formatted("2025-08-05T07:50:00+08:00").as_deref(), Some("2025-08-04T23:50:00Z"));
    }

    #[test]
    fn is_none_before_year_1() {
        assert_eq!(formatted("-0044-03-15"), None);
        assert_eq!(formatted("0000"), None);
    }

    #[test]
    fn accepts_any_number_of_seconds() {
        assert_eq!(UtcTimestamp::from_unix_seconds(0).basic(), "19700101T000000Z");
        for seconds in [i64::MIN, -62_200_000_000, i64::MAX] {
            assert_eq!(UtcTimestamp::from_unix_seconds(seconds).to_string(), "1970-01-01T00:00:00Z");
        }
    }
}
