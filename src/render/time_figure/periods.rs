//! Chooses the days that take the width, and those that are compressed.

use super::calendar::{TimeUnit, whole_units};
use super::day_span::DaySpan;
use super::event::FigureEvent;

/// Days of a figure, in up to four segments. A break is between neighbouring ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FigurePeriods {
    /// Events that are much earlier than all others.
    pub(super) far: Option<DaySpan>,
    /// Days before the focus.
    pub(super) before: Option<DaySpan>,
    /// Days that take the width.
    pub(super) focus: DaySpan,
    /// Days after the focus.
    pub(super) after: Option<DaySpan>,
}

/// Share of the span that remains without the first events, below which these are outliers.
const OUTLIER: f64 = 0.05;
/// Shortest span in days: that of a month.
const SHORTEST: i32 = 30;

/// Chooses the periods of a figure; `None` without events. The focus is the given one, or else begins with the month of
/// the first turning point (without turning points, where most of the events begin) and ends with the month of `as_of`.
pub(super) fn choose(
    events: &[FigureEvent<'_>],
    configured: Option<DaySpan>,
    as_of: Option<i32>,
) -> Option<FigurePeriods> {
    let mut days: Vec<i32> = events.iter().map(FigureEvent::counted_on).collect();
    days.sort_unstable();
    let (first, last) = (*days.first()?, *days.last()?);
    let has_some = |span: &DaySpan| events.iter().any(|event| span.first < event.end() && event.first < span.end);
    let latest = events.iter().map(|event| event.last).max().unwrap_or(last);
    let focus = match configured.filter(has_some) {
        Some(focus) => whole_units(focus, TimeUnit::Month),
        None => extended(whole_units(chosen_focus(events, &days, as_of), TimeUnit::Month), last, latest),
    };
    let earliest = events.iter().map(|event| event.first).min().unwrap_or(first);
    let (far, before) = segments_before(&days, earliest, focus);
    let after = (latest >= focus.end).then(|| DaySpan {
        first: focus.end,
        end: whole_units(DaySpan { first: focus.end, end: latest + 1 }, TimeUnit::Years(1)).end,
    });
    Some(FigurePeriods { far, before, focus, after })
}

/// Extends a focus by a month, if no event begins after it and none ends later than in that month.
fn extended(focus: DaySpan, last_start: i32, latest: i32) -> DaySpan {
    let end = TimeUnit::Month.next(focus.end);
    if last_start < focus.end && focus.end <= latest && latest < end { DaySpan { end, ..focus } } else { focus }
}

fn chosen_focus(events: &[FigureEvent<'_>], days: &[i32], as_of: Option<i32>) -> DaySpan {
    let last = days[days.len() - 1];
    let turning = events.iter().filter(|event| event.turning_point);
    let mut turning: Vec<i32> = turning.map(FigureEvent::counted_on).collect();
    turning.sort_unstable();
    let earliest = turning.first().copied().unwrap_or(days[0]);
    let end = as_of.filter(|day| *day >= earliest).unwrap_or_else(|| last_day(days, &turning));
    let days = &days[..days.partition_point(|day| *day <= end).max(1)];
    let first = match turning.as_slice() {
        [] => days[dense_start(days, end)],
        turning => turning[outliers(turning, end.max(turning[0]))],
    };
    DaySpan { first, end: end.max(first.min(last)) + 1 }
}

/// Returns the last day that is no outlier.
fn last_day(days: &[i32], turning: &[i32]) -> i32 {
    let last = days[days.len() - 1];
    let start = match turning {
        [] => days[dense_start(days, last)],
        turning => turning[outliers(turning, last)],
    };
    let backwards: Vec<i32> = days.iter().rev().filter(|day| **day >= start).map(|day| -day).collect();
    -backwards[outliers(&backwards, -start)]
}

/// Returns the index of the first day such that the days from it to `end` are short and have many of the days.
fn dense_start(days: &[i32], end: i32) -> usize {
    let total = f64::from((end - days[0]).max(1));
    let count = f64::from(u32::try_from(days.len()).unwrap_or(u32::MAX));
    let mut best = (0, f64::INFINITY);
    for (index, day) in (0_u32..).zip(days.iter().take(days.len() / 2 + 1)) {
        let score = f64::from((end - day).max(SHORTEST)) / total + 1.5 * f64::from(index) / count;
        if score + 1e-9 < best.1 {
            best = (index as usize, score);
        }
    }
    best.0
}

/// Returns the number of days that are outliers: far before the others.
fn outliers(days: &[i32], end: i32) -> usize {
    let span = |index: usize| f64::from((end - days[index]).max(SHORTEST));
    let mut candidates = (1..days.len()).take_while(|index| index * 2 <= days.len());
    candidates.find(|index| span(*index) < OUTLIER * span(0)).unwrap_or(0)
}

/// Returns the segments before the focus, in whole years: all of it, or that of the outliers and the rest.
fn segments_before(days: &[i32], earliest: i32, focus: DaySpan) -> (Option<DaySpan>, Option<DaySpan>) {
    if earliest >= focus.first {
        return (None, None);
    }
    let year = |day| TimeUnit::Years(1).start(day);
    let earlier: Vec<i32> = days.iter().copied().filter(|day| *day < focus.first).collect();
    let cut = if earlier.len() > 1 { outliers(&earlier, focus.first) } else { 0 };
    if cut == 0 {
        return (None, Some(DaySpan { first: year(earliest), end: focus.first }));
    }
    let far = DaySpan { first: year(earliest), end: TimeUnit::Years(1).next(earlier[cut - 1]) };
    let before = DaySpan { first: year(earlier[cut]).max(far.end), end: focus.first };
    (Some(far), Some(before))
}

#[cfg(test)]
mod tests {
    use super::super::calendar::{day_number, day_of_number};
    use super::super::testing::{point, within};
    use super::*;
    use jiff::civil::date;

    fn words(span: DaySpan) -> String {
        format!("{}/{}", day_of_number(span.first), day_of_number(span.end - 1))
    }

    fn turning(mut event: FigureEvent<'static>) -> FigureEvent<'static> {
        event.turning_point = true;
        event
    }

    #[test]
    fn begins_with_the_month_of_the_first_turning_point() {
        let events = [point(2021, 5, 5), turning(point(2025, 7, 26)), turning(point(2025, 12, 12))];
        let periods = choose(&events, None, Some(day_number(date(2025, 12, 31)))).unwrap();
        assert_eq!(words(periods.focus), "2025-07-01/2025-12-31");
        assert_eq!(words(periods.before.unwrap()), "2021-01-01/2025-06-30");
        assert_eq!((periods.far, periods.after), (None, None));
    }

    #[test]
    fn uses_the_configured_days_if_they_have_an_event() {
        let events = [point(2025, 3, 1), point(2026, 2, 1)];
        let span = DaySpan { first: day_number(date(2025, 1, 1)), end: day_number(date(2026, 1, 1)) };
        let periods = choose(&events, Some(span), None).unwrap();
        assert_eq!(words(periods.focus), "2025-01-01/2025-12-31");
        assert_eq!(words(periods.after.unwrap()), "2026-01-01/2026-12-31");
        let empty = DaySpan { first: day_number(date(1990, 1, 1)), end: day_number(date(1991, 1, 1)) };
        assert_ne!(words(choose(&events, Some(empty), None).unwrap().focus), "1990-01-01/1990-12-31");
    }

    #[test]
    fn an_outlier_is_compressed() {
        let mut events: Vec<_> = (1..=12).map(|month| point(2025, month, 3)).collect();
        events.insert(0, point(1648, 10, 24));
        let periods = choose(&events, None, None).unwrap();
        assert_eq!(words(periods.focus), "2025-01-01/2025-12-31");
        events.push(point(2099, 1, 1));
        let periods = choose(&events, None, None).unwrap();
        assert_eq!(words(periods.focus), "2025-01-01/2025-12-31");
        assert!(periods.after.is_some());
    }

    #[test]
    fn earlier_years_have_a_segment_apart_from_outliers() {
        let mut events: Vec<_> = (7..=12).map(|month| turning(point(2025, month, 3))).collect();
        events.extend([
            point(1648, 10, 24),
            within((2021, 1, 1), (2021, 12, 31)),
            within((2024, 1, 1), (2024, 12, 31)),
        ]);
        let periods = choose(&events, None, None).unwrap();
        assert_eq!(words(periods.far.unwrap()), "1648-01-01/1648-12-31");
        assert_eq!(words(periods.before.unwrap()), "2021-01-01/2025-06-30");
    }

    #[test]
    fn one_event_has_its_month() {
        let periods = choose(&[point(2025, 7, 26)], None, None).unwrap();
        assert_eq!((words(periods.focus).as_str(), periods.before), ("2025-07-01/2025-07-31", None));
        assert_eq!(choose(&[], None, None), None);
    }

    #[test]
    fn few_events_are_not_cut() {
        for days in [vec![(7, 26), (9, 1), (12, 12)], vec![(8, 1), (10, 20)]] {
            for is_turning in [true, false] {
                let event =
                    |(month, day): &(i8, i8)| FigureEvent { turning_point: is_turning, ..point(2025, *month, *day) };
                let events: Vec<_> = days.iter().map(event).collect();
                let periods = choose(&events, None, None).unwrap();
                assert_eq!((periods.before, periods.after), (None, None), "{days:?}");
            }
        }
    }

    #[test]
    fn evenly_spread_events_are_not_cut() {
        let events: Vec<_> = (0..40).map(|year| point(1980 + year, 6, 1)).collect();
        let periods = choose(&events, None, None).unwrap();
        assert_eq!((words(periods.focus).as_str(), periods.before), ("1980-06-01/2019-06-30", None));
    }
}
