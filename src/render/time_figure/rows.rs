//! Places the marks and names of a lane in rows, without collisions at the least width of a form.

use super::day_span::DaySpan;
use super::event::{FigureEvent, MarkShape, SoftEnds};
use super::form::FormSizes;
use super::scale::{TimeScale, nudge};
use super::text_width::{TextFace, text_width};

/// Size of a name in pixels.
pub(super) const NAME_SIZE: f64 = 13.0;
/// Distance between a mark and its name in pixels.
pub(super) const PAD: f64 = 7.0;
/// Least distance between a named mark and its neighbours in pixels.
const GAP: f64 = 10.0;
/// Least distance between marks without names in pixels.
const MARK_GAP: f64 = 2.0;
/// Length of the arrow of a bound in pixels, with its head.
pub(super) const ARROW: f64 = 28.0;
/// Half of the least size of a target in pixels.
const TARGET: f64 = 12.0;
/// Length in pixels up to which a span is drawn as a mark of fixed size.
pub(super) const SHORT: f64 = 16.0;
/// Distance of the middle of a turning point's badge from its mark or the edge of its span, and the space that it takes
/// before a name, in pixels.
pub(super) const BADGE: f64 = 9.5;
pub(super) const BADGE_SPACE: f64 = 23.0;
/// Share of the width after which a bound has its name to the left first.
const LEFT_FROM: f64 = 0.7;

/// Mark with its place in a lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PlacedMark {
    /// Index of the event.
    pub(super) event: usize,
    /// Row, from 0.
    pub(super) row: usize,
    /// Place of its name.
    pub(super) name: NamePlace,
    /// Pixels from the left that mark and name occupy.
    pub(super) occupied: (f64, f64),
}

/// Place of a name beside its mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NamePlace {
    /// In a long span; it interrupts a bar.
    Inside,
    /// To the right.
    Right,
    /// To the left.
    Left,
    /// No space for it, but for a turning point's badge to the right.
    BadgeRight,
    /// No space for it, but for a turning point's badge to the left.
    BadgeLeft,
    /// No space for it.
    Missing,
}

impl NamePlace {
    /// Returns true if the name is drawn.
    pub(super) fn is_named(self) -> bool {
        matches!(self, NamePlace::Inside | NamePlace::Right | NamePlace::Left)
    }
}

/// Geometry of a mark in pixels at the least width.
#[derive(Clone, Copy, Debug)]
pub(super) struct MarkExtent {
    /// Left edge of the mark.
    pub(super) left: f64,
    /// Right edge of the mark.
    pub(super) right: f64,
    /// Share of the width of a mark of fixed size; `None` for a span that is drawn to scale.
    pub(super) anchor: Option<f64>,
}

/// Computes the extent of an event's mark.
pub(super) fn extent(event: &FigureEvent<'_>, scale: &TimeScale, width: f64) -> MarkExtent {
    let fixed = |share: f64, left: f64, right: f64| MarkExtent {
        left: share * width - left,
        right: share * width + right,
        anchor: Some(share),
    };
    match event.shape {
        MarkShape::Point if event.turning_point => {
            let radius = if is_badge_alone(event) { 10.0 } else { 13.5 };
            let share = scale.start_x(event.first);
            let share = share + nudge(share, width, radius) / width;
            fixed(share, radius, radius)
        }
        MarkShape::Point => fixed(scale.start_x(event.first), 6.0, 6.0),
        MarkShape::By => fixed(scale.end_x(event.start()), ARROW, 2.0),
        MarkShape::Since => fixed(scale.start_x(event.first), 2.0, ARROW),
        MarkShape::Lasted | MarkShape::Within => {
            let (from, to) = (scale.start_x(event.first), scale.end_x(event.end()));
            let soft = f64::from(u8::from(event.shape == MarkShape::Lasted)) * 8.0;
            let soft_at = |is_soft: bool| if is_soft { soft } else { 0.0 };
            if (to - from) * width <= SHORT {
                let centre = f64::midpoint(from, to);
                return fixed(centre, 6.0 + soft_at(event.soft.start), 6.0 + soft_at(event.soft.end));
            }
            let (left, right) = (from * width - soft_at(event.soft.start), to * width + soft_at(event.soft.end));
            MarkExtent { left, right, anchor: None }
        }
    }
}

/// Returns true if the badge of a turning point stands for its mark: its day is known.
pub(super) fn is_badge_alone(event: &FigureEvent<'_>) -> bool {
    event.shape == MarkShape::Point && event.soft == SoftEnds::default()
}

/// Returns true if the badge of a turning point is beside its mark.
pub(super) fn is_badge_beside(event: &FigureEvent<'_>) -> bool {
    event.turning_point && event.shape != MarkShape::Point
}

/// Returns the share of the middle of an event, or of the day itself.
pub(super) fn centre(event: &FigureEvent<'_>, scale: &TimeScale) -> f64 {
    match event.shape {
        MarkShape::Point | MarkShape::Since => scale.start_x(event.first),
        MarkShape::By => scale.end_x(event.start()),
        MarkShape::Lasted | MarkShape::Within => {
            let parts = scale.parts(DaySpan { first: event.first, end: event.end() });
            let (from, to) = parts[parts.len() - 1];
            f64::midpoint(from, to)
        }
    }
}

/// Returns the name as it is drawn: with a question mark if the date is uncertain.
pub(super) fn drawn_name(event: &FigureEvent<'_>) -> String {
    if event.uncertain { format!("{} ?", event.label) } else { event.label.to_owned() }
}

/// Places events in rows: dated before bounded ones, then by time, longer ones first. If there are more rows than the
/// form has, names are omitted where the form may have none; `None` if there are still more.
pub(super) fn place(
    all: &[FigureEvent<'_>],
    lane: &[usize],
    scale: &TimeScale,
    form: &FormSizes,
) -> Option<Vec<PlacedMark>> {
    let without_names = || if form.may_omit_names { place_all(all, lane, scale, form, false) } else { None };
    place_all(all, lane, scale, form, true).or_else(without_names)
}

fn place_all(
    all: &[FigureEvent<'_>],
    lane: &[usize],
    scale: &TimeScale,
    form: &FormSizes,
    has_names: bool,
) -> Option<Vec<PlacedMark>> {
    let mut order = lane.to_vec();
    order.sort_by_key(|index| {
        let event = &all[*index];
        (event.shape == MarkShape::By, event.first, event.first - event.last, event.weight, *index)
    });
    let mut rows: Vec<Vec<(f64, f64)>> = vec![Vec::new(); form.rows];
    let mut place_event = |index: usize| {
        let mark = extent(&all[index], scale, form.width);
        let names = candidates(&all[index], &mark, scale, form, has_names);
        place_one(index, &mark, &names, &mut rows)
    };
    order.into_iter().map(&mut place_event).collect()
}

fn place_one(
    index: usize,
    mark: &MarkExtent,
    candidates: &[(NamePlace, (f64, f64))],
    rows: &mut [Vec<(f64, f64)>],
) -> Option<PlacedMark> {
    let is_free = |row: &[(f64, f64)], (left, right): (f64, f64), gap: f64| {
        row.iter().all(|(from, to)| right + gap <= *from || left - gap >= *to)
    };
    for is_named in [true, false] {
        for (row, occupied) in rows.iter_mut().enumerate() {
            let mut places = candidates.iter().filter(|(place, _)| place.is_named() == is_named);
            if let Some((name, span)) = places.find(|(_, span)| is_free(occupied, *span, GAP)) {
                occupied.push(*span);
                return Some(PlacedMark { event: index, row, name: *name, occupied: *span });
            }
        }
    }
    let middle = f64::midpoint(mark.left, mark.right);
    let span = (mark.left.min(middle - TARGET), mark.right.max(middle + TARGET));
    let row = rows.iter().position(|row| is_free(row, span, MARK_GAP))?;
    rows[row].push(span);
    Some(PlacedMark { event: index, row, name: NamePlace::Missing, occupied: span })
}

/// Returns the places that a name may have, best first, with the pixels that mark and name occupy there; and those of
/// the badge alone.
fn candidates(
    event: &FigureEvent<'_>,
    mark: &MarkExtent,
    scale: &TimeScale,
    form: &FormSizes,
    has_names: bool,
) -> Vec<(NamePlace, (f64, f64))> {
    let face = if event.turning_point { TextFace::SansStrong } else { TextFace::Sans };
    let badge = if is_badge_beside(event) { BADGE_SPACE } else { 0.0 };
    let name = text_width(&drawn_name(event), face, NAME_SIZE) + badge;
    let mut places = Vec::new();
    if has_names {
        if mark.anchor.is_none() {
            let (from, to) = longest(&scale.parts(DaySpan { first: event.first, end: event.end() }));
            if (to - from) * form.width > name + 20.0 {
                places.push((NamePlace::Inside, (mark.left, mark.right)));
            }
        }
        let mut beside = sides(event, mark, (scale, form), name);
        let is_late = mark.anchor.is_some_and(|share| share > LEFT_FROM);
        if event.shape == MarkShape::By && is_late {
            beside.sort_by_key(|(place, _)| *place != NamePlace::Left);
        }
        places.extend(beside);
    }
    if badge > 0.0 {
        let alone = sides(event, mark, (scale, form), 2.0 * BADGE);
        let is_left =
            |place: NamePlace| if place == NamePlace::Left { NamePlace::BadgeLeft } else { NamePlace::BadgeRight };
        places.extend(alone.into_iter().map(|(place, span)| (is_left(place), span)));
    }
    places
}

/// Returns the sides of a mark on which there is space of a width in pixels within its segment.
fn sides(
    event: &FigureEvent<'_>,
    mark: &MarkExtent,
    (scale, form): (&TimeScale, &FormSizes),
    needed: f64,
) -> Vec<(NamePlace, (f64, f64))> {
    let fits = |left: f64, right: f64, segment_at: f64| {
        let holds = |x: f64, share: f64| x - share * form.width;
        let segment = scale.segments.iter().rfind(|segment| segment.from <= segment_at + 1e-9);
        segment.is_some_and(|segment| holds(left, segment.from) >= 2.0 && holds(right, segment.to) <= -2.0)
    };
    let (start, end) = match mark.anchor {
        Some(share) => (share, if event.shape == MarkShape::By { scale.segment(event.last).from } else { share }),
        None => (scale.start_x(event.first), scale.segment(event.end() - 1).from),
    };
    let (right, left) = (mark.right + PAD + needed, mark.left - PAD - needed);
    let mut sides = Vec::new();
    if fits(mark.right + PAD, right - 2.0, end) {
        sides.push((NamePlace::Right, (mark.left, right)));
    }
    if fits(left + 2.0, mark.left - PAD, start) {
        sides.push((NamePlace::Left, (left, mark.right)));
    }
    sides
}

/// Returns the longest of the parts of a span.
pub(super) fn longest(parts: &[(f64, f64)]) -> (f64, f64) {
    let length = |part: &(f64, f64)| part.1 - part.0;
    parts
        .iter()
        .copied()
        .reduce(|best, part| if length(&part) > length(&best) { part } else { best })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::form::{MID, SMALL, WIDE};
    use super::super::periods;
    use super::super::testing::{any_events, by, named, point, within};
    use super::*;
    use proptest::prelude::*;

    fn placed(events: &[FigureEvent<'_>], form: &FormSizes) -> Option<Vec<PlacedMark>> {
        let scale = TimeScale::new(&periods::choose(events, None, None)?, form);
        let lane: Vec<usize> = (0..events.len()).collect();
        place(events, &lane, &scale, form)
    }

    #[test]
    fn names_are_beside_their_marks() {
        let events = [named(point(2025, 7, 3), "First"), named(point(2025, 12, 30), "Last of all")];
        let marks = placed(&events, &WIDE).unwrap();
        assert_eq!((marks[0].name, marks[0].row), (NamePlace::Right, 0));
        assert_eq!((marks[1].name, marks[1].row), (NamePlace::Left, 0));
    }

    #[test]
    fn a_long_span_has_its_name_inside() {
        let events = [named(within((2025, 1, 1), (2025, 11, 30)), "Some time"), point(2025, 12, 1)];
        assert_eq!(placed(&events, &WIDE).unwrap()[0].name, NamePlace::Inside);
    }

    #[test]
    fn bounded_events_follow_dated_ones() {
        let events = [named(by(2025, 7, 10), "Known by then"), named(point(2025, 7, 20), "Dated")];
        let marks = placed(&events, &WIDE).unwrap();
        assert_eq!(marks.iter().map(|mark| mark.event).collect::<Vec<_>>(), [1, 0]);
    }

    #[test]
    fn events_of_one_day_have_rows_of_their_own() {
        let events = vec![named(point(2025, 7, 20), "A name"); 5];
        let rows: Vec<usize> = placed(&events, &WIDE).unwrap().iter().map(|mark| mark.row).collect();
        // Each row has a name to the right of one mark; targets of marks do not overlap.
        assert_eq!(rows, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn a_small_form_omits_names_before_it_gives_up() {
        let events: Vec<_> = (1..=20).map(|day| named(point(2025, 7, day), "A rather long name of it")).collect();
        let marks = placed(&events, &SMALL).unwrap();
        assert!(marks.iter().all(|mark| mark.name == NamePlace::Missing));
        assert!(placed(&events[..4], &SMALL).unwrap().iter().all(|mark| mark.name != NamePlace::Missing));
    }

    #[test]
    fn more_rows_than_the_form_has_are_refused() {
        assert!(placed(&vec![point(2025, 7, 20); 10], &WIDE).is_none());
        assert!(placed(&vec![point(2025, 7, 20); 10], &MID).is_some());
    }

    #[test]
    fn a_doubtful_turning_point_has_its_mark_beside_the_badge() {
        let turning = |event| FigureEvent { turning_point: true, ..named(event, "Talks") };
        let events = [turning(by(2025, 12, 1)), turning(within((2025, 7, 1), (2025, 8, 31))), point(2025, 9, 1)];
        let scale = TimeScale::new(&periods::choose(&events, None, None).unwrap(), &SMALL);
        let arrow = extent(&events[0], &scale, SMALL.width);
        assert!((arrow.right - arrow.left - ARROW - 2.0).abs() < 1e-9);
        assert_eq!(extent(&events[1], &scale, SMALL.width).anchor, None);
        let names: Vec<NamePlace> = placed(&events, &SMALL).unwrap().iter().map(|mark| mark.name).collect();
        assert_eq!(names, [NamePlace::Inside, NamePlace::Right, NamePlace::Left]);
        let crowd = vec![events[0].clone(); 6];
        assert!(placed(&crowd, &SMALL).unwrap().iter().all(|mark| mark.name != NamePlace::Missing));
    }

    proptest! {
        #[test]
        fn nothing_overlaps(events in any_events(60)) {
            for form in [WIDE, MID] {
                let Some(marks) = placed(&events, &form) else { continue };
                prop_assert_eq!(marks.len(), events.len());
                for (index, mark) in marks.iter().enumerate() {
                    let (left, right) = mark.occupied;
                    prop_assert!(left <= right);
                    for other in marks[..index].iter().filter(|other| other.row == mark.row) {
                        prop_assert!(right <= other.occupied.0 || left >= other.occupied.1, "{mark:?} {other:?}");
                    }
                    if matches!(mark.name, NamePlace::Left | NamePlace::Right) {
                        prop_assert!(left > -30.0 && right < form.width + 30.0, "{mark:?}");
                    }
                }
                let again = placed(&events, &form);
                prop_assert_eq!(again.as_ref(), Some(&marks));
            }
        }
    }
}
