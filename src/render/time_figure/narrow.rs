//! Arranges the form for phones: time runs down, each lane is a column.

use super::axis;
use super::bins;
use super::calendar::{TimeUnit, day_of_number};
use super::event::{FigureEvent, MarkShape, SoftEnds};
use super::lanes;
use super::narrow_layout::{
    AXIS, BADGES, EM, HEAD, LANE_LINE, NarrowDisc, NarrowLane, NarrowLayout, WIDTH, lines_height,
};
use super::narrow_names;
use super::periods::FigurePeriods;
use super::scale::{ScaleSegment, TimeScale};
use super::text_width::{TextFace, text_width};
use super::words::FigureWords;

/// Least distance between marks of a lane in em: the size of a target.
const DISTANCE: f64 = 2.0;
/// Space in em that a mark keeps from the ends of its segment.
const END: f64 = 0.85;
/// Least distance in em of a mark from the badge of a turning point whose day is not known.
const DOUBT_DISTANCE: f64 = 2.6;
/// Space in em that the arrow of a mark needs besides.
const ARROW: f64 = 0.4;
/// Length in em from which a span is drawn as a rail at the edge of its lane.
const RAIL: f64 = 4.6;
/// Number of events from which a lane has bars instead of marks.
const MAX_MARKS: usize = 40;
/// Maximum number of turning points with a disc.
const MAX_DISCS: usize = 24;
/// Lengths in em: of a month and of the focus, of the compressed segments, of a break, of the names of lanes.
const MONTH: f64 = 4.1;
const FOCUS: (f64, f64) = (9.0, 33.0);
const COMPRESSED: [f64; 3] = [2.4, 5.9, 3.4];
const BREAK: f64 = 1.4;
/// Height in em of a row of bars, and the most that rows of years may take.
const ROW: f64 = 1.9;
const MAX_ROWS: f64 = 14.0;

/// Arranges the events in lanes with names.
pub(super) fn arrange(
    events: &[FigureEvent<'_>],
    lane_names: &[String],
    periods: &FigurePeriods,
    words: &dyn FigureWords,
) -> NarrowLayout {
    let lane_count = lane_names.len().max(1);
    let mut turning = turning_points(events, MAX_DISCS);
    let mut groups = lanes::by_lane(events, lane_count, &turning);
    // All lanes are alike: marks beside bars would be compared with them.
    let is_dense = lanes::dense(&groups).contains(&true) || groups.iter().any(|group| group.len() > MAX_MARKS);
    if is_dense {
        // Badges are beside names, where they hide no bars.
        turning = turning_points(events, narrow_names::MAX_NAMES);
        groups = lanes::by_lane(events, lane_count, &turning);
    }
    let has_names = !turning.is_empty() || (!is_dense && lane_count > 1);
    let gutter = if is_dense && !turning.is_empty() { BADGES } else { 0.0 };
    let (lane_width, right) = columns(lane_count, has_names, gutter);
    let lane_names = lane_names.iter().map(|name| lane_name(name, lane_width)).collect::<Vec<_>>();
    let name_lines = lane_names.iter().flatten().map(Vec::len).max().unwrap_or(1);
    let head = HEAD + lines_height(name_lines.saturating_sub(1), LANE_LINE);
    let names = narrow_names::wrapped(events, &turning, (1.0 - right - gutter) * WIDTH - 12.0, !is_dense);
    let needed: f64 = names.iter().flatten().map(narrow_names::height).sum();
    let (scale, plot) = vertical_scale(periods, needed, is_dense);
    let discs = discs(events, &turning, names, (&scale, head, plot));
    let lanes: Vec<NarrowLane> = groups
        .iter()
        .enumerate()
        .map(|(lane, group)| {
            if is_dense {
                return NarrowLane {
                    bins: bins::count_in_rows(events, group, &scale, plot * EM),
                    ..NarrowLane::default()
                };
            }
            let occupied = discs.iter().filter(|disc| events[disc.event].lane.min(lane_count - 1) == lane);
            narrow_lane(events, group, (&scale, head, plot), &occupied.collect::<Vec<_>>())
        })
        .collect();
    let ticks = ticks(&scale, (head, plot), is_dense, words);
    let lowest = lanes.iter().flat_map(|lane| &lane.groups).map(|(y, _)| y + 1.0);
    let height = lowest.fold(head + plot, f64::max) + 0.6;
    let mut layout = NarrowLayout {
        head,
        plot,
        height,
        scale,
        lane_width,
        right,
        lane_names,
        lanes,
        discs,
        names: Vec::new(),
        notes: Vec::new(),
        ticks,
    };
    narrow_names::add(&mut layout, events, words.message("timeline.compressed"));
    layout
}

/// Returns the turning points that get a disc, at most `most` of lowest weight, in order of time.
fn turning_points(events: &[FigureEvent<'_>], most: usize) -> Vec<usize> {
    let mut all: Vec<usize> = (0..events.len()).filter(|index| events[*index].turning_point).collect();
    all.sort_by_key(|index| (events[*index].weight, *index));
    all.truncate(most);
    all.sort_by_key(|index| (events[*index].counted_on(), *index));
    all
}

/// Returns the width of a lane, and the end of the last one.
#[expect(clippy::cast_precision_loss, reason = "there are few lanes")]
fn columns(lanes: usize, has_names: bool, gutter: f64) -> (f64, f64) {
    let names = match (has_names, lanes) {
        (false, _) => 0.0,
        (true, 0..=4) => 0.39 + gutter * 0.6,
        (true, _) => 0.33 + gutter * 0.2,
    };
    let most = if lanes > 1 { 0.25 } else { 1.0 };
    let width = ((1.0 - AXIS - names) / lanes.max(1) as f64).min(most);
    (width, AXIS + width * lanes.max(1) as f64)
}

/// Breaks the name of a lane into at most two lines that fit above its column.
fn lane_name(name: &str, lane_width: f64) -> Option<Vec<String>> {
    let width = lane_width * WIDTH - 3.0;
    let lines = narrow_names::wrap(name, TextFace::SansStrong, axis::LABEL_SIZE, width);
    let fits = |line: &String| text_width(line, TextFace::SansStrong, axis::LABEL_SIZE) <= width;
    (lines.len() <= 2 && lines.iter().all(fits)).then_some(lines)
}

/// Returns the scale, and the height of the plot, which has at least the space that the names need. Years with bars are
/// high enough for a row each, if there are few.
fn vertical_scale(periods: &FigurePeriods, needed: f64, is_dense: bool) -> (TimeScale, f64) {
    let months = f64::from(periods.focus.days()) / TimeUnit::Month.days();
    let segments = [periods.far, periods.before, periods.after];
    let mut lengths = COMPRESSED;
    for (length, days) in lengths.iter_mut().zip(segments).filter(|_| is_dense) {
        let years = days.map(|days| TimeUnit::Years(1).split(days)).unwrap_or_default();
        let shortest = years.iter().map(|year| year.days()).min().unwrap_or(1);
        let wanted = days.map_or(0.0, |days| f64::from(days.days()) / f64::from(shortest) * ROW);
        let least = lines_height(years.len(), ROW);
        *length = if wanted <= MAX_ROWS { length.max(wanted) } else { length.max(least.min(MAX_ROWS)) };
    }
    let present = segments.map(|days| f64::from(u8::from(days.is_some())));
    let others: f64 = lengths.iter().zip(present).map(|(length, is_there)| (length + BREAK) * is_there).sum();
    let focus = (months * MONTH).clamp(FOCUS.0, FOCUS.1).max(needed - others);
    let plot = focus + others;
    (TimeScale::with_lengths(periods, lengths, plot, BREAK), plot)
}

/// Places discs below each other, and the names beside them.
fn discs(
    events: &[FigureEvent<'_>],
    turning: &[usize],
    names: Vec<Option<narrow_names::WrappedName>>,
    (scale, head, plot): (&TimeScale, f64, f64),
) -> Vec<NarrowDisc> {
    let mut discs: Vec<NarrowDisc> = Vec::new();
    for (event, name) in turning.iter().zip(names) {
        let (top, bottom) = bounds(&events[*event], scale, (head, plot));
        let wanted = (head + plot * middle(&events[*event], scale)).min(bottom).max(top);
        let lane = events[*event].lane;
        let above = discs.iter().filter(|disc| events[disc.event].lane == lane).map(|disc| disc.y + DISTANCE);
        let y = above.fold(wanted, f64::max);
        let name = name.map(|(name, date)| (wanted - 0.6, name, date));
        discs.push(NarrowDisc { event: *event, y, line: 0.0, name });
    }
    discs.sort_by(|a, b| a.y.total_cmp(&b.y));
    narrow_names::keep_apart(&mut discs, head + plot + 0.5);
    discs
}

/// Returns the highest and the lowest position of a mark that is in the segment of an event.
fn bounds(event: &FigureEvent<'_>, scale: &TimeScale, (head, plot): (f64, f64)) -> (f64, f64) {
    let at = middle(event, scale);
    let is_after = |segment: &&ScaleSegment| at < segment.from - 1e-9;
    let index = scale.segments.iter().position(|segment| is_after(&segment)).unwrap_or(scale.segments.len());
    let segment = &scale.segments[index.saturating_sub(1)];
    let (top, bottom) = (head + plot * segment.from + END, head + plot * segment.to - END);
    (top.min(bottom), bottom)
}

/// Returns the share of the plot at which an event's mark is.
fn middle(event: &FigureEvent<'_>, scale: &TimeScale) -> f64 {
    super::rows::centre(event, scale)
}

fn narrow_lane(
    events: &[FigureEvent<'_>],
    group: &[usize],
    (scale, head, plot): (&TimeScale, f64, f64),
    discs: &[&NarrowDisc],
) -> NarrowLane {
    let mut lane = NarrowLane::default();
    let mut rail_ends = [f64::NEG_INFINITY; 2];
    let mut order = group.to_vec();
    order.sort_by_key(|index| (events[*index].first, *index));
    let mut marks: Vec<(f64, f64, usize)> = Vec::new();
    for index in order {
        let event = &events[index];
        let (from, to) = (scale.start_x(event.first) * plot, scale.end_x(event.end()) * plot);
        let is_span = matches!(event.shape, MarkShape::Lasted | MarkShape::Within) && !event.turning_point;
        if let Some(edge) = rail_ends.iter().position(|end| *end + 0.5 <= from).filter(|_| is_span && to - from > RAIL)
        {
            rail_ends[edge] = to;
            lane.rails.push((index, edge == 1));
        } else {
            let (top, bottom) = bounds(event, scale, (head, plot));
            marks.push(((head + middle(event, scale) * plot).min(bottom).max(top), bottom, index));
        }
    }
    marks.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
    let busy = |disc: &&NarrowDisc| {
        let (above, below) = space_around(&events[disc.event]);
        (disc.y - above, disc.y + below)
    };
    let busy: Vec<(f64, f64)> = discs.iter().map(busy).collect();
    let mut last_bottom = f64::NEG_INFINITY;
    for (wanted, bottom, index) in marks {
        let above = lane.groups.last().map_or(f64::NEG_INFINITY, |(y, _)| *y);
        let arrow = if events[index].shape == MarkShape::By { ARROW } else { 0.0 };
        let mut y = wanted.max(above + DISTANCE);
        for (from, to) in &busy {
            if *from < y && y < *to + arrow {
                y = *to + arrow;
            }
        }
        match lane.groups.last_mut() {
            // A mark that would be pushed away joins the one above.
            Some((_, events)) if wanted - above < DISTANCE || (y > bottom && last_bottom >= bottom) => {
                events.push(index);
            }
            _ => lane.groups.push((y, vec![index])),
        }
        last_bottom = bottom;
    }
    lane
}

/// Returns the space above and below the disc of a turning point, where its arrow or soft edges are.
fn space_around(event: &FigureEvent<'_>) -> (f64, f64) {
    let is_known = event.shape.is_exact() && event.soft == SoftEnds::default();
    if is_known { (DISTANCE, DISTANCE) } else { (DOUBT_DISTANCE, DOUBT_DISTANCE) }
}

/// Returns the ticks of the axis, labelled where there is space below the one above.
fn ticks(scale: &TimeScale, (head, plot): (f64, f64), is_dense: bool, words: &dyn FigureWords) -> Vec<(f64, String)> {
    let mut ticks = Vec::new();
    for (index, segment) in scale.segments.iter().enumerate() {
        let place = axis::place(scale, index);
        let height = (segment.to - segment.from) * plot;
        let unit = if is_dense && !segment.is_focus {
            bins::unit(segment, plot * EM).unwrap_or(TimeUnit::Years(1000))
        } else {
            unit_of(segment, place, height)
        };
        let mut taken = f64::NEG_INFINITY;
        for span in segment.units(unit) {
            let y = head + segment.x(span.first) * plot;
            let date = day_of_number(span.first);
            let is_year = matches!(unit, TimeUnit::Years(_)) || place.names_year(segment, span.first);
            let text = match unit {
                TimeUnit::Week if date.day() > 1 => date.day().to_string(),
                _ if is_year => words.year(date.year()),
                _ => words.month(date.month()).1.to_owned(),
            };
            let fits = y >= taken && head + segment.to * plot - y >= 1.2;
            if fits {
                taken = y + 1.2;
            } else if y < taken {
                // Its line would cross the label above.
                continue;
            }
            ticks.push((y, if fits { text } else { String::new() }));
        }
    }
    ticks
}

fn unit_of(segment: &ScaleSegment, place: axis::SegmentPlace, height: f64) -> TimeUnit {
    let days = segment.days.days();
    let units = [TimeUnit::Week, TimeUnit::Month, TimeUnit::Quarter].into_iter();
    let years = [1, 2, 5, 10, 25, 50, 100, 250, 500].map(TimeUnit::Years);
    let fits = |unit: &TimeUnit| unit.days() / f64::from(days) * height >= 1.2 || *unit == TimeUnit::Years(500);
    let is_short_enough = |unit: &TimeUnit| !matches!(unit, TimeUnit::Month | TimeUnit::Quarter) || days <= 1100;
    let is_allowed = |unit: &TimeUnit| place.allows(segment, *unit) && is_short_enough(unit);
    units.chain(years).filter(is_allowed).find(fits).unwrap_or(TimeUnit::Years(1000))
}

#[cfg(test)]
mod tests {
    use super::super::periods;
    use super::super::testing::{EnglishWords, any_events, point, within};
    use super::*;
    use proptest::prelude::*;

    fn layout(events: &[FigureEvent<'_>], lanes: usize) -> NarrowLayout {
        let names = vec!["Lane".to_owned(); lanes];
        arrange(events, &names, &periods::choose(events, None, None).unwrap(), &EnglishWords)
    }

    #[test]
    fn near_marks_become_several() {
        let events = [point(2025, 7, 2), point(2025, 7, 3), point(2025, 12, 3)];
        let groups: Vec<usize> = layout(&events, 1).lanes[0].groups.iter().map(|(_, events)| events.len()).collect();
        assert_eq!(groups, [2, 1]);
    }

    #[test]
    fn long_spans_are_rails_at_the_edges() {
        let mut events = vec![within((2025, 1, 1), (2025, 11, 30)); 3];
        events.push(point(2025, 12, 3));
        let lanes = layout(&events, 1).lanes;
        assert_eq!(lanes[0].rails, [(0, false), (1, true)]);
        assert_eq!(lanes[0].groups.iter().map(|(_, events)| events.len()).sum::<usize>(), 2);
    }

    #[test]
    fn all_lanes_have_bars_if_one_is_dense() {
        let mut events: Vec<_> = (0..90).map(|index| point(2025, index % 12 + 1, 1)).collect();
        events.extend([1, 2].map(|lane| FigureEvent { lane, ..point(2025, 5, 5) }));
        let lanes = layout(&events, 3).lanes;
        assert!(lanes.iter().all(|lane| lane.groups.is_empty() && lane.rails.is_empty() && !lane.bins.is_empty()));
    }

    #[test]
    fn rows_of_bars_are_those_of_the_axis() {
        let mut events: Vec<_> = (0..100).map(|index| point(2025, index % 3 + 10, 1)).collect();
        events.extend((2021..=2025).map(|year| point(year, 2, 1)));
        events.push(FigureEvent { turning_point: true, ..point(2025, 10, 3) });
        let layout = layout(&events, 1);
        for (bin, (y, label)) in layout.lanes[0].bins.iter().zip(&layout.ticks).take(5) {
            assert!((layout.y(bin.from) - y).abs() < 1e-9 && label.starts_with("202"), "{label}");
            assert!((bin.to - bin.from) * layout.plot >= ROW - 1e-6, "{label}");
        }
    }

    #[test]
    fn turning_points_without_a_name_are_listed() {
        let turning = |day: i8| FigureEvent { turning_point: true, ..point(2025, 1 + day / 28, 1 + day % 28) };
        let events: Vec<_> = (0..30).map(turning).collect();
        let layout = layout(&events, 1);
        let named = layout.discs.iter().filter(|disc| disc.name.is_some()).count();
        assert_eq!(named + layout.unnamed(&events).0.len(), 30);
    }

    #[test]
    fn lines_of_one_day_are_apart() {
        let turning = |lane| FigureEvent { turning_point: true, lane, ..point(2025, 7, 1) };
        let discs = layout(&[turning(0), turning(1), point(2025, 12, 1)], 2).discs;
        assert!((discs[0].y + discs[0].line - discs[1].y - discs[1].line).abs() > 0.5);
    }

    #[test]
    fn names_of_lanes_fit_or_are_left_out() {
        assert_eq!(lane_name("China", 0.12), None);
        assert_eq!(lane_name("China", 0.15), Some(vec!["China".to_owned()]));
        assert_eq!(lane_name("United Nations", 0.2).map(|lines| lines.len()), Some(2));
        assert_eq!(lane_name("Something of three words", 0.22), None);
    }

    proptest! {
        #[test]
        fn marks_and_names_keep_apart(events in any_events(80), lanes in 0_usize..6) {
            let layout = layout(&events, lanes);
            for lane in &layout.lanes {
                prop_assert!(lane.groups.windows(2).all(|pair| pair[1].0 - pair[0].0 >= DISTANCE - 1e-9));
                for bins in lane.bins.windows(2) {
                    prop_assert!(bins[0].to <= bins[1].from + 1e-9);
                }
            }
            let names: Vec<_> = layout.discs.iter().filter_map(|disc| disc.name.as_ref()).collect();
            for pair in names.windows(2) {
                let (y, name, date) = pair[0];
                let bottom = y + narrow_names::lines(name, date);
                prop_assert!(bottom <= pair[1].0 + 1e-9);
            }
            prop_assert!(names.iter().all(|(y, ..)| *y >= 0.0));
            let mut boxes: Vec<(f64, f64)> = layout.names.iter().map(|name| (name.y, name.bottom())).collect();
            boxes.extend(names.iter().map(|(y, name, date)| (*y, y + narrow_names::lines(name, date))));
            boxes.sort_by(|a, b| a.0.total_cmp(&b.0));
            prop_assert!(boxes.windows(2).all(|pair| pair[0].1 <= pair[1].0 + 1e-9), "{boxes:?}");
            let marks: usize = layout.lanes.iter().map(|lane| {
                let grouped: usize = lane.groups.iter().map(|(_, events)| events.len()).sum();
                lane.rails.len() + grouped + lane.bins.iter().map(|bin| bin.count).sum::<usize>()
            }).sum();
            prop_assert_eq!(marks + layout.discs.len(), events.len());
        }
    }
}
