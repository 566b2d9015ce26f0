//! Places the numbered discs of turning points and their names above the axis.

use super::event::FigureEvent;
use super::form::FormSizes;
use super::rows;
use super::scale::{TimeScale, nudge};
use super::text_width::{TextFace, text_width};
use std::cmp::Reverse;

/// Size of a turning point's name and date in pixels.
const NAME_SIZE: f64 = 17.0;
const DATE_SIZE: f64 = 13.0;
/// Maximum number of rows of discs, and of levels of names.
const DISC_ROWS: usize = 3;
const LEVELS: usize = 3;
/// Heights in em above the middle of the lowest disc.
const DISC_STEP: f64 = 2.05;
const LEVEL_STEP: f64 = 3.2;
/// Height in em of a name beside its disc, compared to a name on the lowest level.
const BESIDE: f64 = -2.15;
/// Space in em that a name and its date take above the lowest disc, at the lowest level.
const NAME_BOX: (f64, f64) = (1.0, 3.85);
const DISC_RADIUS: f64 = 0.95;
/// Height in em of the middle of the lowest disc above the axis.
pub(super) const FOOT: f64 = 1.15;
/// Distances in pixels.
const DISC_DISTANCE: f64 = 26.0;
const NAME_DISTANCE: f64 = 14.0;
const STEM_DISTANCE: f64 = 6.0;
const NAME_PAD: f64 = 9.0;
/// Distance of a name from its disc's middle, if it is beside the disc.
const BESIDE_PAD: f64 = 18.0;
/// Distance in pixels that the middle of a disc keeps from the edges.
const EDGE: f64 = 12.5;
/// Longest date with place, in pixels, beyond which the place is omitted.
const MAX_DATE_WIDTH: f64 = 220.0;
/// Number of arrangements that the search keeps.
const KEPT: usize = 96;

/// Turning point above the axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Flag {
    /// Index of the event.
    pub(super) event: usize,
    /// Share of the width.
    pub(super) x: f64,
    /// Row of its disc, from the axis.
    pub(super) row: usize,
    /// Distance of the disc's middle from `x` in pixels, so that it stays within the edges.
    pub(super) nudge: f64,
    /// Name with its place; `None` if there is no space for it.
    pub(super) name: Option<FlagName>,
}

/// Name of a turning point.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FlagName {
    /// Height in em above that of the lowest level.
    pub(super) lift: f64,
    /// True for a name beside its disc, without a stem.
    pub(super) is_beside: bool,
    /// True if it is left of its stem.
    pub(super) is_left: bool,
    /// Distance of its near edge from the disc's middle in pixels.
    pub(super) pad: f64,
    /// Second line: date, and place if there is space for it.
    pub(super) date: String,
    /// Width in pixels.
    pub(super) width: f64,
}

/// Places the turning points among the events, ordered by time. Those without a place for their disc are omitted: they
/// are drawn or counted in their lanes.
pub(super) fn place(events: &[FigureEvent<'_>], scale: &TimeScale, form: &FormSizes, separator: &str) -> Vec<Flag> {
    let mut flags = discs(events, scale, form.width);
    let candidates = candidates(events, &flags, (scale, form), separator);
    let chosen = search(&candidates, events, &flags);
    for (flag, candidate) in flags.iter_mut().zip(chosen) {
        flag.name = candidate.map(|candidate| candidate.name.clone());
    }
    flags
}

/// Gives each disc the lowest row that is free. Discs of lower weight come first.
fn discs(events: &[FigureEvent<'_>], scale: &TimeScale, width: f64) -> Vec<Flag> {
    let mut order: Vec<usize> = (0..events.len()).filter(|index| events[*index].turning_point).collect();
    order.sort_by_key(|index| (events[*index].weight, events[*index].counted_on(), *index));
    let mut rows: [Vec<f64>; DISC_ROWS] = Default::default();
    let mut flags = Vec::new();
    for event in order {
        let x = rows::centre(&events[event], scale);
        let is_free = |row: &Vec<f64>| row.iter().all(|other| (x - other).abs() * width >= DISC_DISTANCE);
        if let Some(row) = rows.iter().position(is_free) {
            rows[row].push(x);
            flags.push(Flag { event, x, row, nudge: nudge(x, width, EDGE), name: None });
        }
    }
    flags.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.row.cmp(&b.row)).then(a.event.cmp(&b.event)));
    flags
}

/// Place that a name may have: pixels from the left, em above the axis.
#[derive(Clone, Debug)]
struct FlagCandidate {
    left: f64,
    right: f64,
    stem: f64,
    /// Height at which the stem begins; a name beside its disc has none.
    stem_from: f64,
    /// Levels from the axis: what it costs.
    level: usize,
    name: FlagName,
}

impl FlagCandidate {
    fn bottom(&self) -> f64 {
        NAME_BOX.0 + self.name.lift
    }

    fn top(&self) -> f64 {
        NAME_BOX.1 + self.name.lift
    }

    /// Returns true if a vertical line crosses the words.
    fn is_crossed_by(&self, x: f64, (from, to): (f64, f64), distance: f64) -> bool {
        self.left - distance < x && x < self.right + distance && from < self.top() && self.bottom() < to
    }

    fn collides(&self, other: &FlagCandidate) -> bool {
        let same_height = self.bottom() < other.top() && other.bottom() < self.top();
        (same_height && self.left < other.right + NAME_DISTANCE && other.left < self.right + NAME_DISTANCE)
            || self.is_crossed_by(other.stem, (other.stem_from, other.top()), STEM_DISTANCE)
            || other.is_crossed_by(self.stem, (self.stem_from, self.top()), STEM_DISTANCE)
    }
}

/// Returns the height in em of a level above the lowest one.
#[expect(clippy::cast_precision_loss, reason = "there are three levels")]
fn level_height(level: usize) -> f64 {
    level as f64 * LEVEL_STEP
}

/// Returns the height in em of a row of discs above the lowest one.
#[expect(clippy::cast_precision_loss, reason = "there are three rows")]
pub(super) fn disc_height(row: usize) -> f64 {
    row as f64 * DISC_STEP
}

/// Returns the places of each flag's name that are within a segment and free of discs.
fn candidates(
    events: &[FigureEvent<'_>],
    flags: &[Flag],
    (scale, form): (&TimeScale, &FormSizes),
    separator: &str,
) -> Vec<Vec<FlagCandidate>> {
    let of_flag = |flag: &Flag| {
        let (date, width) = second_line(&events[flag.event], separator);
        let sides = [false, true].into_iter();
        let above = sides.clone().flat_map(|is_left| (0..LEVELS).map(move |level| (is_left, Some(level))));
        let beside = sides.map(|is_left| (is_left, None));
        let candidate = |(is_left, level): (bool, Option<usize>)| {
            let is_beside = level.is_none();
            let (height, pad, stem_from) = match level {
                Some(level) => (level_height(level), NAME_PAD, disc_height(flag.row) + DISC_RADIUS),
                None => (disc_height(flag.row) + BESIDE, BESIDE_PAD, f64::INFINITY),
            };
            let stem = flag.x * form.width + flag.nudge;
            let (left, right) =
                if is_left { (stem - pad - width, stem - pad) } else { (stem + pad, stem + pad + width) };
            let name = FlagName { lift: height, is_beside, is_left, pad, date: date.clone(), width };
            FlagCandidate { left, right, stem, stem_from, level: level.unwrap_or(1), name }
        };
        let is_possible = |candidate: &FlagCandidate| is_possible(candidate, flags, scale, form.width);
        let above: Vec<FlagCandidate> = above.map(candidate).filter(is_possible).collect();
        // A stem cannot pass a disc above its own.
        if above.is_empty() { beside.map(candidate).filter(is_possible).collect() } else { above }
    };
    flags.iter().map(of_flag).collect()
}

fn second_line(event: &FigureEvent<'_>, separator: &str) -> (String, f64) {
    let name = text_width(event.label, TextFace::Serif, NAME_SIZE);
    let measure = |text: &str| text_width(text, TextFace::Sans, DATE_SIZE);
    let with_place = event.place.map(|place| format!("{}{separator}{place}", event.date));
    let date =
        with_place.filter(|text| measure(text) <= name.max(MAX_DATE_WIDTH)).unwrap_or_else(|| event.date.to_owned());
    let width = name.max(measure(&date));
    (date, width)
}

fn is_possible(candidate: &FlagCandidate, flags: &[Flag], scale: &TimeScale, width: f64) -> bool {
    let share = (candidate.stem / width).clamp(0.0, 1.0);
    let is_within = |segment: &super::scale::ScaleSegment| {
        segment.from <= share + 1e-9
            && share <= segment.to + 1e-9
            && candidate.left >= segment.from * width - 1.0
            && candidate.right <= segment.to * width + 1.0
    };
    let meets_disc = |flag: &Flag| {
        let height = disc_height(flag.row);
        candidate.is_crossed_by(
            flag.x * width + flag.nudge,
            (height - DISC_RADIUS, height + DISC_RADIUS),
            DISC_DISTANCE / 2.0,
        )
    };
    // A line leads from each disc down through the lanes.
    let meets_line =
        |flag: &Flag| candidate.is_crossed_by(flag.x * width, (-FOOT, disc_height(flag.row)), STEM_DISTANCE);
    // A stem crosses the discs above its own in the same place.
    let stem_meets = |flag: &Flag| {
        let height = disc_height(flag.row);
        (flag.x * width + flag.nudge - candidate.stem).abs() < DISC_DISTANCE / 2.0
            && height > candidate.stem_from
            && height - DISC_RADIUS < candidate.top()
    };
    scale.segments.iter().any(is_within)
        && !flags.iter().any(|flag| meets_disc(flag) || meets_line(flag) || stem_meets(flag))
}

/// Arrangement of the names of the first flags.
#[derive(Clone, Debug, Default)]
struct Arrangement<'c> {
    chosen: Vec<Option<&'c FlagCandidate>>,
    named: usize,
    weight: i64,
    left: usize,
    levels: usize,
}

/// Finds the arrangement with most names, then with those of lower weight, then with fewest on the left, then with the
/// lowest levels (beam search).
fn search<'c>(
    candidates: &'c [Vec<FlagCandidate>],
    events: &[FigureEvent<'_>],
    flags: &[Flag],
) -> Vec<Option<&'c FlagCandidate>> {
    let mut kept = vec![Arrangement::default()];
    for (possible, flag) in candidates.iter().zip(flags) {
        let mut next = Vec::new();
        for arrangement in &kept {
            for candidate in possible {
                if !arrangement.chosen.iter().flatten().any(|other| other.collides(candidate)) {
                    next.push(extended(arrangement, Some(candidate), events[flag.event].weight));
                }
            }
            next.push(extended(arrangement, None, 0));
        }
        next.sort_by_key(|one| (Reverse(one.named), one.weight, one.left, one.levels));
        next.truncate(KEPT);
        kept = next;
    }
    kept.into_iter().next().map(|best| best.chosen).unwrap_or_default()
}

fn extended<'c>(arrangement: &Arrangement<'c>, candidate: Option<&'c FlagCandidate>, weight: i64) -> Arrangement<'c> {
    let mut next = arrangement.clone();
    if let Some(FlagCandidate { name, level, .. }) = candidate {
        next.named += 1;
        next.weight = next.weight.saturating_add(weight);
        next.left += usize::from(name.is_left);
        next.levels += level;
    }
    next.chosen.push(candidate);
    next
}

#[cfg(test)]
mod tests {
    use super::super::form::{MID, WIDE};
    use super::super::periods;
    use super::super::testing::{any_events, named, point};
    use super::*;
    use proptest::prelude::*;

    fn flags(days: &[(i16, i8, i8)], label: &'static str) -> Vec<Flag> {
        let turning = |(year, month, day): &(i16, i8, i8)| FigureEvent {
            turning_point: true,
            ..named(point(*year, *month, *day), label)
        };
        let events: Vec<_> = days.iter().map(turning).collect();
        let periods = periods::choose(&events, None, Some(20_453)).unwrap();
        place(&events, &TimeScale::new(&periods, &WIDE), &WIDE, ", ")
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "levels are small")]
    fn level(name: &FlagName) -> usize {
        (name.lift / LEVEL_STEP).round() as usize
    }

    #[test]
    fn names_are_right_of_their_stem_where_there_is_space() {
        let placed = flags(&[(2025, 7, 26), (2025, 9, 1), (2025, 12, 28)], "Some Conference");
        let names: Vec<(bool, usize)> =
            placed.iter().map(|flag| flag.name.as_ref().map(|name| (name.is_left, level(name))).unwrap()).collect();
        assert_eq!(names, [(false, 0), (false, 0), (true, 0)]);
    }

    #[test]
    fn near_names_are_on_different_levels() {
        let placed = flags(&[(2025, 7, 26), (2025, 8, 10), (2025, 12, 12)], "Some Conference");
        let levels: Vec<usize> = placed.iter().map(|flag| level(flag.name.as_ref().unwrap())).collect();
        assert_ne!(levels[0], levels[1]);
    }

    #[test]
    fn turning_points_of_one_day_are_stacked_up_to_three() {
        let placed = flags(&[(2025, 7, 26); 5], "Talks");
        assert_eq!(placed.iter().map(|flag| flag.row).collect::<Vec<_>>(), [0, 1, 2]);
    }

    #[test]
    fn two_of_one_day_both_have_names() {
        let placed = flags(&[(2025, 7, 26), (2025, 7, 26), (2025, 12, 12)], "Some Conference");
        assert!(placed.iter().all(|flag| flag.name.is_some()), "{placed:?}");
        assert!(placed[0].name.as_ref().unwrap().is_beside);
    }

    #[test]
    fn discs_stay_within_the_edges() {
        let placed = flags(&[(2025, 7, 1), (2025, 12, 31)], "Talks");
        assert!((placed[0].nudge - EDGE).abs() < 1e-9 && placed[1].nudge < 0.0);
    }

    proptest! {
        #[test]
        fn names_do_not_overlap(events in any_events(40)) {
            for form in [WIDE, MID] {
                let scale = TimeScale::new(&periods::choose(&events, None, None).unwrap(), &form);
                let placed = place(&events, &scale, &form, ", ");
                prop_assert_eq!(&placed, &place(&events, &scale, &form, ", "));
                let side = |flag: &Flag| flag.name.clone().map(|name| {
                    let x = flag.x * form.width + flag.nudge;
                    let left = if name.is_left { x - name.pad - name.width } else { x + name.pad };
                    (name.lift, left, left + name.width)
                });
                let names: Vec<_> = placed.iter().filter_map(side).collect();
                for (index, a) in names.iter().enumerate() {
                    prop_assert!(a.1 >= -1.0 && a.2 <= form.width + 1.0);
                    for b in names[..index].iter().filter(|b| (b.0 - a.0).abs() < NAME_BOX.1 - NAME_BOX.0) {
                        prop_assert!(a.2 < b.1 || b.2 < a.1, "{names:?}");
                    }
                }
            }
        }
    }
}
