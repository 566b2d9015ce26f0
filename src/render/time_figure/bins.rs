//! Counts the events of a dense lane in columns.

use super::calendar::{TimeUnit, UNITS};
use super::day_span::DaySpan;
use super::event::FigureEvent;
use super::scale::{ScaleSegment, TimeScale};

/// Least width of a column in pixels: that of a target.
const LEAST: f64 = 24.0;

/// Number of events in a span of days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TimeBin {
    /// Days in which they are counted.
    pub(super) days: DaySpan,
    /// Shares of the width at which the column begins and ends.
    pub(super) from: f64,
    pub(super) to: f64,
    /// Number of events.
    pub(super) count: usize,
    /// Number of events whose day is known.
    pub(super) exact: usize,
    /// Index of the first event.
    pub(super) first_event: usize,
}

/// Counts the events of a lane, in columns of the shortest unit that is wide enough at `width`. Columns without events
/// are omitted.
pub(super) fn count(all: &[FigureEvent<'_>], lane: &[usize], scale: &TimeScale, width: f64) -> Vec<TimeBin> {
    // At the edges of a segment, half of the width is enough.
    count_in(all, lane, scale, columns(scale, width, LEAST / 2.0))
}

/// Counts the events of a lane in rows, all of which are high enough at `height`.
pub(super) fn count_in_rows(all: &[FigureEvent<'_>], lane: &[usize], scale: &TimeScale, height: f64) -> Vec<TimeBin> {
    count_in(all, lane, scale, columns(scale, height, LEAST))
}

fn count_in(all: &[FigureEvent<'_>], lane: &[usize], scale: &TimeScale, mut bins: Vec<TimeBin>) -> Vec<TimeBin> {
    let ends: Vec<i32> = bins.iter().map(|bin| bin.days.end).collect();
    for index in lane {
        let event = &all[*index];
        let segment = scale.segment(event.counted_on());
        let day = event.counted_on().clamp(segment.days.first, segment.days.end - 1);
        let at = ends.partition_point(|end| *end <= day).min(bins.len() - 1);
        let bin = &mut bins[at];
        let is_earlier = bin.count == 0 || event.counted_on() < all[bin.first_event].counted_on();
        if is_earlier {
            bin.first_event = *index;
        }
        bin.count += 1;
        bin.exact += usize::from(event.shape.is_exact());
    }
    bins.retain(|bin| bin.count > 0);
    bins
}

/// Returns the shortest unit that is wide enough for columns; `None` if the whole segment is one.
pub(super) fn unit(segment: &ScaleSegment, width: f64) -> Option<TimeUnit> {
    UNITS.into_iter().find(|unit| unit.days() * pixels_per_day(segment, width) >= LEAST)
}

fn pixels_per_day(segment: &ScaleSegment, width: f64) -> f64 {
    (segment.to - segment.from) * width / f64::from(segment.days.days())
}

fn columns(scale: &TimeScale, width: f64, least: f64) -> Vec<TimeBin> {
    let column = |segment: &ScaleSegment, days: DaySpan| TimeBin {
        days,
        from: segment.x(days.first),
        to: segment.x(days.end),
        count: 0,
        exact: 0,
        first_event: 0,
    };
    let segment_columns = |segment: &ScaleSegment| {
        let spans = unit(segment, width).map_or_else(|| vec![segment.days], |unit| segment.units(unit));
        let spans = join_narrow(spans, least / pixels_per_day(segment, width));
        spans.into_iter().map(|days| column(segment, days)).collect::<Vec<_>>()
    };
    scale.segments.iter().flat_map(segment_columns).collect()
}

/// Joins spans that are shorter than `minimum` days, at the edges of a segment, with their neighbours.
fn join_narrow(spans: Vec<DaySpan>, minimum: f64) -> Vec<DaySpan> {
    let count = spans.len();
    let mut joined: Vec<DaySpan> = Vec::with_capacity(count);
    for (index, span) in spans.into_iter().enumerate() {
        let is_short = |span: DaySpan| f64::from(span.days()) + 0.5 < minimum;
        match joined.last_mut() {
            Some(last) if (index == 1 && is_short(*last)) || (index + 1 == count && is_short(span)) => {
                last.end = span.end;
            }
            _ => joined.push(span),
        }
    }
    joined
}

/// Returns the number that a full column stands for: the same for all columns of a form.
pub(super) fn most<'b>(bins: impl Iterator<Item = &'b TimeBin>) -> usize {
    bins.map(|bin| bin.count).fold(1, usize::max)
}

#[cfg(test)]
mod tests {
    use super::super::form::{MID, WIDE};
    use super::super::periods;
    use super::super::testing::{any_events, by, point};
    use super::*;
    use proptest::prelude::*;

    fn counted(events: &[FigureEvent<'_>], width: f64) -> Vec<TimeBin> {
        let periods = periods::choose(events, None, None).unwrap();
        let lane: Vec<usize> = (0..events.len()).collect();
        count(events, &lane, &TimeScale::new(&periods, &WIDE), width)
    }

    #[test]
    fn counts_exact_days_apart() {
        let bins = counted(&[point(2025, 7, 2), point(2025, 7, 2), by(2025, 7, 2), point(2025, 12, 20)], 808.0);
        assert_eq!((bins[0].count, bins[0].exact, bins[0].first_event), (3, 2, 0));
        assert_eq!(bins.len(), 2);
    }

    #[test]
    fn all_columns_have_one_scale() {
        let mut events = vec![point(2021, 7, 2); 90];
        events.extend((7..=12).map(|month| point(2025, month, 2)));
        assert_eq!(most(counted(&events, 808.0).iter()), 90);
    }

    #[test]
    fn years_are_joined_from_the_first() {
        let events =
            [point(2021, 5, 1), point(2022, 5, 1), point(2023, 5, 1), turning(2025, 7, 1), turning(2025, 12, 1)];
        let periods = periods::choose(&events, None, None).unwrap();
        let bins = count(&events, &[0, 1, 2], &TimeScale::new(&periods, &MID), MID.width);
        assert_eq!(bins.iter().map(|bin| bin.count).collect::<Vec<_>>(), [2, 1]);
    }

    fn turning(year: i16, month: i8, day: i8) -> FigureEvent<'static> {
        FigureEvent { turning_point: true, ..point(year, month, day) }
    }

    proptest! {
        #[test]
        fn counts_sum_up_to_the_events(events in any_events(300)) {
            for width in [WIDE.width, MID.width] {
                let bins = counted(&events, width);
                prop_assert_eq!(bins.iter().map(|bin| bin.count).sum::<usize>(), events.len());
                prop_assert!(bins.windows(2).all(|pair| pair[0].to <= pair[1].from + 1e-9));
                prop_assert!(bins.iter().all(|bin| bin.exact <= bin.count && bin.from < bin.to));
            }
        }
    }
}
