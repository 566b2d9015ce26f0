//! Counts the events of a dense lane in columns.

use super::calendar::UNITS;
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
    /// True for a column in a compressed segment.
    pub(super) is_compressed: bool,
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
    let mut bins = columns(scale, width);
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

fn columns(scale: &TimeScale, width: f64) -> Vec<TimeBin> {
    let column = |segment: &ScaleSegment, days: DaySpan| TimeBin {
        days,
        from: segment.x(days.first),
        to: segment.x(days.end),
        is_compressed: !segment.is_focus,
        count: 0,
        exact: 0,
        first_event: 0,
    };
    let segment_columns = |segment: &ScaleSegment| {
        let pixels_per_day = (segment.to - segment.from) * width / f64::from(segment.days.days());
        let wide_enough = UNITS.iter().find(|unit| unit.days() * pixels_per_day >= LEAST);
        let spans = wide_enough.map_or_else(|| vec![segment.days], |unit| unit.split(segment.days));
        join_narrow(spans, LEAST / pixels_per_day).into_iter().map(|days| column(segment, days)).collect::<Vec<_>>()
    };
    scale.segments.iter().flat_map(segment_columns).collect()
}

/// Joins spans that are shorter than half of `minimum` days, at the edges of a segment, with their neighbours.
fn join_narrow(spans: Vec<DaySpan>, minimum: f64) -> Vec<DaySpan> {
    let mut joined: Vec<DaySpan> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if f64::from(last.days()) * 2.0 < minimum || f64::from(span.days()) * 2.0 < minimum => {
                last.end = span.end;
            }
            _ => joined.push(span),
        }
    }
    joined
}

/// Returns the counts that full columns stand for: in the focus, and in compressed segments. They are the same unless
/// the compressed columns would flatten the others.
pub(super) fn full_counts<'b>(bins: impl Iterator<Item = &'b TimeBin>) -> (usize, usize) {
    let (mut focus, mut compressed) = (1, 1);
    for bin in bins {
        let most = if bin.is_compressed { &mut compressed } else { &mut focus };
        *most = (*most).max(bin.count);
    }
    if compressed > 3 * focus { (focus, compressed) } else { (focus.max(compressed), focus.max(compressed)) }
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
    fn compressed_columns_do_not_flatten_the_others() {
        let bin = |count, is_compressed| TimeBin {
            days: DaySpan { first: 0, end: 1 },
            from: 0.0,
            to: 0.1,
            is_compressed,
            count,
            exact: 0,
            first_event: 0,
        };
        assert_eq!(full_counts([bin(5, false), bin(12, true)].iter()), (12, 12));
        assert_eq!(full_counts([bin(5, false), bin(90, true)].iter()), (5, 90));
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
