//! Total order of dates: by beginning, then by decreasing certainty.
//!
//! A date without a beginning is sorted by its end, after all dates that begin on that day: "on or before 5 August"
//! comes after 5 August.

use super::{Bound, DatePart, Edtf, Point, Time};
use jiff::civil::Date;
use std::cmp::Ordering;

impl Ord for Edtf {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_days = day_key(self).cmp(&day_key(other));
        by_days.then_with(|| time(self).cmp(&time(other))).then_with(|| bounds(self).cmp(&bounds(other)))
    }
}

impl PartialOrd for Edtf {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Returns the sort key: anchor day, true if only the end is known, latest day.
fn day_key(date: &Edtf) -> (Option<Date>, bool, Date) {
    (date.anchor(), date.earliest().is_none(), date.latest().unwrap_or(Date::MAX))
}

fn time(date: &Edtf) -> Option<Time> {
    match date {
        Edtf::Point(Point { part: DatePart::Day { time, .. }, .. }) => *time,
        _ => None,
    }
}

/// Distinguishes dates that cover the same days, so that the order is total and consistent with equality.
fn bounds(date: &Edtf) -> (Bound, Option<Bound>) {
    match *date {
        Edtf::Point(point) => (Bound::Point(point), None),
        Edtf::Interval { from, to } => (from, Some(to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn orders_by_beginning_then_by_certainty() {
        let ordered = "2021 2024 2024-07 2025 2025-01/2025-11~ 2025-07-26/2025-07-28 ../2025-08-05 2025-08-06 2025-09-01 \
                       2025-09 2025-12-12";
        let dates: Vec<Edtf> = ordered.split_whitespace().map(|text| Edtf::parse(text).unwrap()).collect();
        let mut sorted = dates.clone();
        sorted.reverse();
        sorted.sort();
        let shown: Vec<String> = sorted.iter().map(ToString::to_string).collect();
        let expected = "2021 2024 2024-07 2025-01/2025-11~ 2025 2025-07-26/2025-07-28 ../2025-08-05 2025-08-06 2025-09-01 \
                        2025-09 2025-12-12";
        assert_eq!(shown.join(" "), expected.split_whitespace().collect::<Vec<_>>().join(" "));
    }

    pub(super) fn any_edtf() -> impl Strategy<Value = String> {
        let point = "-?[0-9]{2}([0-9]{2}(-(0[1-9]|1[0-2]|2[1-4]|XX|(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8]|XX)(T[01][0-9]:[0-5][0-9]:[0-5][0-9](Z|[+]08:00)?)?))?|[0-9]X|XX)[~?%]?";
        let interval = (point, point).prop_map(|(a, b)| format!("{a}/{b}"));
        prop_oneof![
            point.prop_map(String::from),
            interval,
            point.prop_map(|p: String| format!("../{p}")),
            point.prop_map(|p: String| format!("{p}/"))
        ]
    }

    proptest! {
        #[test]
        fn round_trips(text in any_edtf()) {
            if let Ok(date) = Edtf::parse(&text) {
                prop_assert_eq!(Edtf::parse(&date.to_string()), Ok(date));
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
