//! Decides per lane whether it is drawn as marks or as columns.

use super::bins::{self, TimeBin};
use super::event::FigureEvent;
use super::form::FormSizes;
use super::rows::{self, PlacedMark};
use super::scale::TimeScale;

/// Maximum number of marks in a lane.
const MAX_MARKS_PER_LANE: usize = 80;
/// Maximum number of marks in all lanes, which bounds the size of the page.
const MAX_MARKS: usize = 160;

/// Content of a lane.
#[derive(Clone, Debug)]
pub(super) enum LaneContent {
    /// A mark per event.
    Marks(Vec<PlacedMark>),
    /// A column per unit of time.
    Bins(Vec<TimeBin>),
}

/// Groups events by lane. Those of `excluded` are drawn elsewhere.
pub(super) fn by_lane(events: &[FigureEvent<'_>], lanes: usize, excluded: &[usize]) -> Vec<Vec<usize>> {
    let mut groups = vec![Vec::new(); lanes.max(1)];
    let mut is_excluded = vec![false; events.len()];
    for index in excluded {
        is_excluded[*index] = true;
    }
    for (index, event) in events.iter().enumerate().filter(|(index, _)| !is_excluded[*index]) {
        let lane = event.lane.min(groups.len() - 1);
        groups[lane].push(index);
    }
    groups
}

/// Returns, per lane, true if it has too many events for marks: more than a lane may have, or one of the largest lanes
/// if all together have too many.
pub(super) fn dense(groups: &[Vec<usize>]) -> Vec<bool> {
    let mut by_size: Vec<usize> = (0..groups.len()).collect();
    by_size.sort_by_key(|lane| (groups[*lane].len(), *lane));
    let mut dense = vec![false; groups.len()];
    let mut total = 0;
    for lane in by_size {
        total += groups[lane].len();
        dense[lane] = groups[lane].len() > MAX_MARKS_PER_LANE || total > MAX_MARKS;
    }
    dense
}

/// Arranges all lanes of a form.
pub(super) fn arrange(
    events: &[FigureEvent<'_>],
    groups: &[Vec<usize>],
    scale: &TimeScale,
    form: &FormSizes,
) -> Vec<LaneContent> {
    let dense = dense(groups);
    let arrange_lane = |(lane, is_dense): (&Vec<usize>, &bool)| {
        let marks = if *is_dense { None } else { rows::place(events, lane, scale, form) };
        marks.map_or_else(|| LaneContent::Bins(bins::count(events, lane, scale, form.width)), LaneContent::Marks)
    };
    groups.iter().zip(&dense).map(arrange_lane).collect()
}

#[cfg(test)]
mod tests {
    use super::super::form::WIDE;
    use super::super::periods;
    use super::super::testing::point;
    use super::*;

    fn arranged(events: &[FigureEvent<'_>], lanes: usize) -> Vec<LaneContent> {
        let scale = TimeScale::new(&periods::choose(events, None, None).unwrap(), &WIDE);
        arrange(events, &by_lane(events, lanes, &[]), &scale, &WIDE)
    }

    fn spread(count: i8, lane: usize) -> impl Iterator<Item = FigureEvent<'static>> {
        (0..count).map(move |index| FigureEvent { lane, label: "", ..point(2025, index % 12 + 1, index / 12 * 3 + 1) })
    }

    #[test]
    fn groups_events_by_lane() {
        let events: Vec<_> = spread(2, 0).chain(spread(1, 1)).collect();
        assert_eq!(by_lane(&events, 2, &[]), [vec![0, 1], vec![2]]);
        assert_eq!(by_lane(&events, 2, &[1]), [vec![0], vec![2]]);
        assert_eq!(by_lane(&events, 1, &[]), [[0, 1, 2]]);
    }

    #[test]
    fn a_lane_of_many_events_has_columns() {
        let events: Vec<_> = spread(80, 0).chain(spread(81, 1)).collect();
        let lanes = arranged(&events, 2);
        assert!(matches!(lanes[0], LaneContent::Marks(_)) && matches!(lanes[1], LaneContent::Bins(_)));
    }

    #[test]
    fn the_largest_lanes_have_columns_if_there_are_too_many_marks() {
        let events: Vec<_> = (0..5).flat_map(|lane| spread(40, lane)).chain(spread(10, 5)).collect();
        let columns = dense(&by_lane(&events, 6, &[]));
        assert_eq!(columns, [false, false, false, true, true, false]);
    }

    #[test]
    fn a_lane_of_too_many_rows_has_columns() {
        let events = vec![point(2025, 7, 1); 40];
        assert!(matches!(arranged(&events, 1)[0], LaneContent::Bins(_)));
    }
}
