//! Total order of dates: by the earliest certain day, then from coarse to precise.
//!
//! A year comes before its January, and a month before its first day. Times of one day are compared as instants where
//! they have a time zone. A date without a beginning is sorted by its end, after all dates that begin on that day: "by
//! 5 August" comes after 5 August.

use super::{Bound, Edtf, Time};
use jiff::civil::Date;
use std::cmp::{Ordering, Reverse};

impl Ord for Edtf {
    fn cmp(&self, other: &Self) -> Ordering {
        day_key(self).cmp(&day_key(other)).then_with(|| compare_values(self, other))
    }
}

impl PartialOrd for Edtf {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Anchor day; true if only the end is known; latest day of the beginning, latest first; latest day; seconds of the day.
type DayKey = (Option<Date>, bool, Reverse<Date>, Date, Option<i64>);

fn day_key(date: &Edtf) -> DayKey {
    let latest = date.latest().unwrap_or(Date::MAX);
    let (latest_start, seconds) = match date {
        Edtf::Point(point) => (latest, point.time().map(Time::seconds)),
        Edtf::Interval { from: Bound::Point(from), .. } => (from.latest(), None),
        Edtf::Interval { .. } | Edtf::Set(_) => (latest, None),
    };
    (date.anchor(), date.earliest().is_none(), Reverse(latest_start), latest, seconds)
}

impl Time {
    /// Returns the seconds since midnight, in UTC if the time has a zone.
    pub(crate) fn seconds(self) -> i64 {
        let local = i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second);
        local - i64::from(self.offset.unwrap_or(0)) * 60
    }
}

/// Distinguishes dates that cover the same days, so that the order is total and consistent with equality.
fn compare_values(first: &Edtf, second: &Edtf) -> Ordering {
    let rank = |date: &Edtf| match date {
        Edtf::Point(_) => 0,
        Edtf::Interval { .. } => 1,
        Edtf::Set(_) => 2,
    };
    match (first, second) {
        (Edtf::Point(a), Edtf::Point(b)) => a.cmp(b),
        (Edtf::Interval { from: a, to: b }, Edtf::Interval { from: c, to: d }) => (a, b).cmp(&(c, d)),
        (Edtf::Set(a), Edtf::Set(b)) => a.cmp(b),
        _ => rank(first).cmp(&rank(second)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn orders_by_beginning_then_by_certainty() {
        let ordered = "2021 2024 2024-07 2025 2025-01/2025-11~ [2025-07-26..2025-07-28] 2025-07-26/2025-07-28 \
                       ../2025-08-05 2025-08-06 2025-09 2025-09-01 2025-12-12 2025-12-13T09:00:00+08:00 \
                       2025-12-13T08:00:00Z";
        let dates: Vec<Edtf> = ordered.split_whitespace().map(|text| Edtf::parse(text).unwrap()).collect();
        let mut sorted = dates.clone();
        sorted.reverse();
        sorted.sort();
        let shown: Vec<String> = sorted.iter().map(ToString::to_string).collect();
        assert_eq!(shown.join(" "), ordered.split_whitespace().collect::<Vec<_>>().join(" "));
    }

    pub(super) fn any_edtf() -> impl Strategy<Value = String> {
        let point = "[~?%]?-?[0-9]{2}([0-9]{2}(-[~?]?(0[1-9]|1[0-2]|2[1-9]|3[0-9]|4[01]|XX|1X|(0[1-9]|1[0-2])[~?%]?-[~?]?(0[1-9]|1[0-9]|2[0-8]|XX|2X)(T[01][0-9]:[0-5][0-9]:[0-5][0-9](Z|[+]08:00)?)?))?|[0-9]X|XX|X5)[~?%]?";
        let interval = (point, point).prop_map(|(a, b)| format!("{a}/{b}"));
        prop_oneof![
            point.prop_map(String::from),
            interval,
            point.prop_map(|p: String| format!("../{p}")),
            point.prop_map(|p: String| format!("{p}/")),
            (point, point, point).prop_map(|(a, b, c)| format!("[{a},{b}..{c}]")),
            point.prop_map(|p: String| format!("{{..{p}}}")),
        ]
    }

    proptest! {
        #[test]
        fn round_trips(text in any_edtf()) {
            if let Ok(date) = Edtf::parse(&text) {
                prop_assert_eq!(Edtf::parse(&date.to_string()), Ok(date.clone()));
            }
        }

        #[test]
        fn is_total(texts in proptest::collection::vec(any_edtf(), 3)) {
            let dates: Vec<Edtf> = texts.iter().filter_map(|text| Edtf::parse(text).ok()).collect();
            for a in &dates {
                for b in &dates {
                    prop_assert_eq!(a.cmp(b), b.cmp(a).reverse());
                    prop_assert_eq!(a == b, a.cmp(b) == Ordering::Equal);
                    for c in &dates {
                        prop_assert!(!(a <= b && b <= c) || a <= c);
                    }
                }
            }
        }

        #[test]
        fn never_panics(text in any::<String>()) {
            if let Ok(date) = Edtf::parse(&text) {
                let _ = (date.format(&super::super::DateFormat::default()), date.earliest(), date.latest(), date.html_datetime());
            }
        }
    }
}
