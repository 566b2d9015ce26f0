//! A moment in UTC, as feeds and calendars write it.

use crate::model::Edtf;
use crate::model::date::{DatePart, Point};
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp, tz::Offset};
use std::fmt;

/// A moment to the second, between the years 1 and 9999, so that every format can say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct UtcTimestamp(DateTime);

impl UtcTimestamp {
    /// The moment of a date: its time of day if one is written, else the beginning of its first day. A time without a
    /// zone is taken as UTC. Nothing for a date before the year 1 or without beginning and end.
    pub(super) fn of(date: &Edtf) -> Option<UtcTimestamp> {
        let midnight = date.anchor()?.at(0, 0, 0, 0);
        let moment = match date {
            Edtf::Point(Point { part: DatePart::Day { time: Some(time), .. }, .. }) => {
                let seconds = i64::from(time.hour) * 3600 + i64::from(time.minute) * 60 + i64::from(time.second)
                    - i64::from(time.offset.unwrap_or(0)) * 60;
                midnight.checked_add(SignedDuration::from_secs(seconds)).ok()?
            }
            _ => midnight,
        };
        (moment.year() > 0).then_some(UtcTimestamp(moment))
    }

    /// The moment of a count of seconds since 1970; the beginning of 1970 for one that no calendar holds.
    pub(super) fn from_unix_seconds(seconds: i64) -> UtcTimestamp {
        let timestamp = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
        let moment = Offset::UTC.to_datetime(timestamp);
        if moment.year() > 0 {
            UtcTimestamp(moment)
        } else {
            UtcTimestamp(Offset::UTC.to_datetime(Timestamp::UNIX_EPOCH))
        }
    }

    /// As iCalendar writes it: `20251231T000000Z`.
    pub(super) fn basic(self) -> String {
        self.to_string().replace(['-', ':'], "")
    }
}

/// As RFC 3339 writes it: `2025-12-31T00:00:00Z`.
impl fmt::Display for UtcTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let UtcTimestamp(at) = self;
        write!(f, "{:04}-{:02}-{:02}T", at.year(), at.month(), at.day())?;
        write!(f, "{:02}:{:02}:{:02}Z", at.hour(), at.minute(), at.second())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(date: &str) -> Option<String> {
        UtcTimestamp::of(&Edtf::parse(date).unwrap()).map(|moment| moment.to_string())
    }

    #[test]
    fn says_any_date_as_a_moment() {
        assert_eq!(said("2025-12-31").as_deref(), Some("2025-12-31T00:00:00Z"));
        assert_eq!(said("2025-07~").as_deref(), Some("2025-07-01T00:00:00Z"));
        assert_eq!(said("../2025-08-05").as_deref(), Some("2025-08-05T00:00:00Z"));
        assert_eq!(said("2025-08-05T07:50:00+08:00").as_deref(), Some("2025-08-04T23:50:00Z"));
    }

    #[test]
    fn leaves_out_what_no_feed_can_say() {
        assert_eq!(said("-0044-03-15"), None);
        assert_eq!(said("0000"), None);
    }

    #[test]
    fn takes_any_count_of_seconds() {
        assert_eq!(UtcTimestamp::from_unix_seconds(0).basic(), "19700101T000000Z");
        for seconds in [i64::MIN, -62_200_000_000, i64::MAX] {
            assert_eq!(UtcTimestamp::from_unix_seconds(seconds).to_string(), "1970-01-01T00:00:00Z");
        }
    }
}
