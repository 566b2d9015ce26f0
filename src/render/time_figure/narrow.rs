//! Arranges the form for phones: time runs down, each lane is a column.

use super::axis;
use super::bins::{self, TimeBin};
use super::calendar::{TimeUnit, day_of_number};
use super::day_span::DaySpan;
use super::event::{FigureEvent, MarkShape};
use super::lanes;
use super::periods::FigurePeriods;
use super::scale::TimeScale;
use super::text_width::{TextFace, is_full_width, text_width};
use super::words::FigureWords;

/// Pixels of an em.
pub(super) const EM: f64 = 13.0;
/// Least width of the form in pixels.
pub(super) const WIDTH: f64 = 280.0;
/// Least distance between marks of a lane in em: the size of a target.
const DISTANCE: f64 = 2.0;
/// Length in em from which a span is drawn as a rail at the edge of its lane.
const RAIL: f64 = 4.6;
/// Number of events from which a lane has bars instead of marks.
const MAX_MARKS: usize = 40;
/// Maximum number of turning points with a disc, and with a name.
const MAX_DISCS: usize = 24;
const MAX_NAMES: usize = 12;
/// Lengths in em: of a month and of the focus, of the compressed segments, of a break, of the names of lanes.
const MONTH: f64 = 4.1;
const FOCUS: (f64, f64) = (9.0, 33.0);
const COMPRESSED: [f64; 3] = [2.4, 5.9, 3.4];
const BREAK: f64 = 1.4;
pub(super) const HEAD: f64 = 2.4;
/// Size of a name in pixels, and heights in em of its lines, of its date's, and of the space below.
const NAME_SIZE: f64 = 15.5;
pub(super) const NAME_LINE: f64 = 1.35;
pub(super) const DATE_LINE: f64 = 1.25;
const NAME_GAP: f64 = 0.55;
/// Share of the width of the marks of the only lane.
const SINGLE_LANE: f64 = 0.12;
/// Distance of a name beside a mark from its middle, in pixels.
pub(super) const BESIDE: f64 = 15.0;
/// Share of the width of the names of months and years.
const AXIS: f64 = 0.13;

/// Arrangement of the form. Vertical positions are in em, horizontal ones are shares of the width.
#[derive(Clone, Debug)]
pub(super) struct NarrowLayout {
    /// Height of the plot below the names of the lanes.
    pub(super) plot: f64,
    /// Height of everything.
    pub(super) height: f64,
    /// Scale, in shares of the plot's height.
    pub(super) scale: TimeScale,
    /// Width of a lane.
    pub(super) lane_width: f64,
    /// End of the last lane.
    pub(super) right: f64,
    /// Lanes from the left.
    pub(super) lanes: Vec<NarrowLane>,
    /// Turning points in order of time.
    pub(super) discs: Vec<NarrowDisc>,
    /// Ticks of the axis: position and label, which may be empty.
    pub(super) ticks: Vec<(f64, String)>,
}

/// Lane of the form.
#[derive(Clone, Debug, Default)]
pub(super) struct NarrowLane {
    /// Long spans: the event, and true for the right edge.
    pub(super) rails: Vec<(usize, bool)>,
    /// Marks: their position and their events; more than one are drawn as a box with their number.
    pub(super) groups: Vec<(f64, Vec<usize>)>,
    /// Bars, if the lane is dense.
    pub(super) bins: Vec<TimeBin>,
}

/// Turning point of the form.
#[derive(Clone, Debug)]
pub(super) struct NarrowDisc {
    /// Index of the event.
    pub(super) event: usize,
    /// Position of the disc.
    pub(super) y: f64,
    /// Position of the name, its lines, and those of the date; `None` without a name.
    pub(super) name: Option<(f64, Vec<String>, Vec<String>)>,
}

impl NarrowLayout {
    /// Arranges the events in a number of lanes.
    pub(super) fn new(
        events: &[FigureEvent<'_>],
        lane_count: usize,
        periods: &FigurePeriods,
        words: &dyn FigureWords,
    ) -> NarrowLayout {
        let lane_count = lane_count.max(1);
        let turning = turning_points(events);
        let (lane_width, right) = columns(lane_count, !turning.is_empty());
        let names = wrapped_names(events, &turning, (1.0 - right) * WIDTH - 12.0);
        let needed: f64 = names.iter().flatten().map(name_height).sum();
        let (scale, plot) = vertical_scale(periods, needed);
        let discs = discs(events, &turning, names, &scale, plot);
        let groups = lanes::by_lane(events, lane_count, &turning);
        let dense = lanes::dense(&groups);
        let lanes: Vec<NarrowLane> = groups
            .iter()
            .zip(dense)
            .enumerate()
            .map(|(lane, (group, is_dense))| {
                if is_dense || group.len() > MAX_MARKS {
                    let bins = bins::count(events, group, &scale, plot * EM);
                    return NarrowLane { bins, ..NarrowLane::default() };
                }
                let occupied = discs.iter().filter(|disc| events[disc.event].lane.min(lane_count - 1) == lane);
                narrow_lane(events, group, &scale, plot, &occupied.map(|disc| disc.y).collect::<Vec<_>>())
            })
            .collect();
        let lowest = lanes.iter().flat_map(|lane| &lane.groups).map(|(y, _)| y + 1.0);
        let lowest = lowest.chain(discs.iter().map(disc_bottom)).fold(HEAD + plot, f64::max);
        let ticks = ticks(&scale, plot, words);
        NarrowLayout { plot, height: lowest + 0.6, scale, lane_width, right, lanes, discs, ticks }
    }

    /// Returns the share of the width at the middle of a lane.
    pub(super) fn lane_x(&self, lane: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "there are few lanes")]
        let lane = lane.min(self.lanes.len().saturating_sub(1)) as f64;
        if self.has_names_beside() { AXIS + SINGLE_LANE / 2.0 } else { AXIS + self.lane_width * (lane + 0.5) }
    }

    /// Returns true if there is one lane, so that marks have their names beside them.
    pub(super) fn has_names_beside(&self) -> bool {
        self.lanes.len() == 1
    }

    /// Returns the distance of a rail from the middle of its lane.
    pub(super) fn rail_offset(&self) -> f64 {
        0.36 * if self.has_names_beside() { SINGLE_LANE } else { self.lane_width }
    }

    /// Returns true if a text fits beside the mark of the only lane.
    pub(super) fn fits_beside(&self, text: &str) -> bool {
        let space = (self.right - self.lane_x(0)) * WIDTH - BESIDE - 2.0;
        self.has_names_beside() && text_width(text, TextFace::Sans, EM) <= space
    }

    /// Returns the position of a share of the plot.
    pub(super) fn y(&self, share: f64) -> f64 {
        HEAD + self.plot * share
    }
}

/// Returns the turning points that get a disc, those of lowest weight, in order of time.
fn turning_points(events: &[FigureEvent<'_>]) -> Vec<usize> {
    let mut all: Vec<usize> = (0..events.len()).filter(|index| events[*index].turning_point).collect();
    all.sort_by_key(|index| (events[*index].weight, *index));
    all.truncate(MAX_DISCS);
    all.sort_by_key(|index| (events[*index].counted_on(), *index));
    all
}

/// Returns the width of a lane, and the end of the last one.
#[expect(clippy::cast_precision_loss, reason = "there are few lanes")]
fn columns(lanes: usize, has_names: bool) -> (f64, f64) {
    let names = match (has_names, lanes) {
        (false, _) => 0.0,
        (true, 0..=4) => 0.39,
        (true, _) => 0.33,
    };
    let most = if lanes > 1 { 0.22 } else { 1.0 };
    let width = ((1.0 - AXIS - names) / lanes.max(1) as f64).min(most);
    (width, AXIS + width * lanes.max(1) as f64)
}

type WrappedName = (Vec<String>, Vec<String>);

/// Breaks the names and dates of turning points into lines of a width in pixels.
fn wrapped_names(events: &[FigureEvent<'_>], turning: &[usize], width: f64) -> Vec<Option<WrappedName>> {
    let mut by_weight = turning.to_vec();
    by_weight.sort_by_key(|index| (events[*index].weight, events[*index].counted_on(), *index));
    by_weight.truncate(MAX_NAMES);
    let wrapped = |index: &usize| {
        by_weight.contains(index).then(|| {
            let event = &events[*index];
            (wrap(event.label, TextFace::Serif, NAME_SIZE, width), wrap(event.date, TextFace::Sans, EM, width))
        })
    };
    turning.iter().map(wrapped).collect()
}

/// Breaks a text into lines at spaces, and between letters that are one em wide.
fn wrap(text: &str, face: TextFace, size: f64, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in text.split_inclusive(|c: char| c == ' ' || is_full_width(c)) {
        let joined = text_width(line.trim_end(), face, size) + text_width(piece.trim_end(), face, size) + 4.0;
        if joined > width && !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        line.push_str(piece);
    }
    lines.push(line.trim_end().to_owned());
    lines
}

fn lines_height(lines: usize, height: f64) -> f64 {
    f64::from(u32::try_from(lines).unwrap_or(u32::MAX)) * height
}

fn name_height((name, date): &WrappedName) -> f64 {
    lines_height(name.len(), NAME_LINE) + lines_height(date.len(), DATE_LINE) + NAME_GAP
}

fn disc_bottom(disc: &NarrowDisc) -> f64 {
    let name = disc
        .name
        .as_ref()
        .map_or(0.0, |(y, name, date)| y + lines_height(name.len(), NAME_LINE) + lines_height(date.len(), DATE_LINE));
    name.max(disc.y + 1.0)
}

/// Returns the scale, and the height of the plot, which has at least the space that the names need.
fn vertical_scale(periods: &FigurePeriods, needed: f64) -> (TimeScale, f64) {
    let months = f64::from(periods.focus.days()) / TimeUnit::Month.days();
    let present = [periods.far, periods.before, periods.after].map(|days| f64::from(u8::from(days.is_some())));
    let others: f64 = COMPRESSED.iter().zip(present).map(|(length, is_there)| (length + BREAK) * is_there).sum();
    let focus = (months * MONTH).clamp(FOCUS.0, FOCUS.1).max(needed - others);
    let plot = focus + others;
    (TimeScale::with_lengths(periods, COMPRESSED, plot, BREAK), plot)
}

/// Places discs below each other, and the names beside them: pushed down where they meet, then up from the foot.
fn discs(
    events: &[FigureEvent<'_>],
    turning: &[usize],
    names: Vec<Option<WrappedName>>,
    scale: &TimeScale,
    plot: f64,
) -> Vec<NarrowDisc> {
    let mut discs: Vec<NarrowDisc> = Vec::new();
    let mut free_from = f64::NEG_INFINITY;
    for (event, name) in turning.iter().zip(names) {
        let wanted = HEAD + plot * middle(&events[*event], scale);
        let lane = events[*event].lane;
        let above = discs.iter().filter(|disc| events[disc.event].lane == lane).map(|disc| disc.y + DISTANCE);
        let y = above.fold(wanted, f64::max);
        let name = name.map(|name| {
            let at = (wanted - 0.6).max(free_from);
            free_from = at + name_height(&name);
            (at, name.0, name.1)
        });
        discs.push(NarrowDisc { event: *event, y, name });
    }
    let mut foot = HEAD + plot + 0.5;
    for (y, name, date) in discs.iter_mut().rev().filter_map(|disc| disc.name.as_mut()) {
        let height = lines_height(name.len(), NAME_LINE) + lines_height(date.len(), DATE_LINE);
        *y = y.min(foot - height);
        foot = *y - NAME_GAP;
    }
    discs
}

/// Returns the share of the plot at which an event's mark is.
fn middle(event: &FigureEvent<'_>, scale: &TimeScale) -> f64 {
    super::rows::centre(event, scale)
}

fn narrow_lane(events: &[FigureEvent<'_>], group: &[usize], scale: &TimeScale, plot: f64, discs: &[f64]) -> NarrowLane {
    let mut lane = NarrowLane::default();
    let mut rail_ends = [f64::NEG_INFINITY; 2];
    let mut order = group.to_vec();
    order.sort_by_key(|index| (events[*index].first, *index));
    let mut marks: Vec<(f64, usize)> = Vec::new();
    for index in order {
        let event = &events[index];
        let (from, to) = (scale.start_x(event.first) * plot, scale.end_x(event.end()) * plot);
        let is_span = matches!(event.shape, MarkShape::Lasted | MarkShape::Within) && !event.turning_point;
        match rail_ends.iter().position(|end| *end + 0.5 <= from).filter(|_| is_span && to - from > RAIL) {
            Some(edge) => {
                rail_ends[edge] = to;
                lane.rails.push((index, edge == 1));
            }
            None => marks.push((HEAD + middle(event, scale) * plot, index)),
        }
    }
    marks.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut first = f64::NEG_INFINITY;
    for (y, index) in marks {
        match lane.groups.last_mut() {
            Some((_, events)) if y - first < DISTANCE => events.push(index),
            _ => {
                first = y;
                lane.groups.push((y, vec![index]));
            }
        }
    }
    keep_apart(&mut lane.groups, discs);
    lane
}

/// Moves marks down that are too near to the one above or to a disc.
fn keep_apart(groups: &mut [(f64, Vec<usize>)], discs: &[f64]) {
    let mut discs = discs.to_vec();
    discs.sort_by(f64::total_cmp);
    let mut above = f64::NEG_INFINITY;
    for (y, _) in groups {
        *y = y.max(above + DISTANCE);
        for disc in &discs {
            if (*y - disc).abs() < DISTANCE {
                *y = disc + DISTANCE;
            }
        }
        above = *y;
    }
}

/// Returns the ticks of the axis, labelled where there is space below the one above.
fn ticks(scale: &TimeScale, plot: f64, words: &dyn FigureWords) -> Vec<(f64, String)> {
    let mut ticks = Vec::new();
    for segment in &scale.segments {
        let height = (segment.to - segment.from) * plot;
        let unit = unit_of(segment.days, height);
        let mut taken = f64::NEG_INFINITY;
        for span in unit.split(segment.days) {
            let y = HEAD + segment.x(span.first) * plot;
            let date = day_of_number(span.first);
            let is_year = matches!(unit, TimeUnit::Years(_)) || (date.month() == 1 && date.day() == 1);
            let text = match unit {
                TimeUnit::Week if date.day() > 1 => date.day().to_string(),
                _ if is_year => words.year(date.year()),
                _ => words.month(date.month()).1.to_owned(),
            };
            let fits = y >= taken && HEAD + segment.to * plot - y >= 1.2;
            if fits {
                taken = y + 1.2;
            }
            ticks.push((y, if fits { text } else { String::new() }));
        }
    }
    ticks
}

fn unit_of(days: DaySpan, height: f64) -> TimeUnit {
    let units = [TimeUnit::Week, TimeUnit::Month, TimeUnit::Quarter].into_iter();
    let years = [1, 2, 5, 10, 25, 50, 100, 250, 500].map(TimeUnit::Years);
    let fits = |unit: &TimeUnit| unit.days() / f64::from(days.days()) * height >= 1.2 || *unit == TimeUnit::Years(500);
    let is_allowed = |unit: &TimeUnit| match unit {
        TimeUnit::Week => days.days() <= 62,
        TimeUnit::Month | TimeUnit::Quarter => days.days() <= 1100,
        _ => true,
    };
    units.chain(years).filter(is_allowed).find(fits).unwrap_or(TimeUnit::Years(1000))
}

/// Returns true if the names of the lanes fit above their columns.
pub(super) fn names_fit(names: &[String], lane_width: f64) -> bool {
    let width = lane_width * WIDTH - 3.0;
    names.iter().all(|name| text_width(name, TextFace::SansStrong, axis::LABEL_SIZE) <= width)
}

#[cfg(test)]
mod tests {
    use super::super::periods;
    use super::super::testing::{EnglishWords, any_events, point, within};
    use super::*;
    use proptest::prelude::*;

    fn layout(events: &[FigureEvent<'_>], lanes: usize) -> NarrowLayout {
        NarrowLayout::new(events, lanes, &periods::choose(events, None, None).unwrap(), &EnglishWords)
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
    fn names_are_wrapped() {
        assert_eq!(wrap("World AI Conference", TextFace::Serif, NAME_SIZE, 95.0), ["World AI", "Conference"]);
        assert_eq!(wrap("世界人工智能大会", TextFace::Serif, NAME_SIZE, 95.0).concat(), "世界人工智能大会");
    }

    proptest! {
        #[test]
        fn marks_and_names_keep_apart(events in any_events(80), lanes in 0_usize..6) {
            let layout = layout(&events, lanes);
            for lane in &layout.lanes {
                prop_assert!(lane.groups.windows(2).all(|pair| pair[1].0 - pair[0].0 >= DISTANCE - 1e-9));
            }
            let names: Vec<_> = layout.discs.iter().filter_map(|disc| disc.name.as_ref()).collect();
            for pair in names.windows(2) {
                let (y, name, date) = pair[0];
                let bottom = y + lines_height(name.len(), NAME_LINE) + lines_height(date.len(), DATE_LINE);
                prop_assert!(bottom <= pair[1].0 + 1e-9);
            }
            prop_assert!(names.iter().all(|(y, ..)| *y >= 0.0));
            let marks: usize = layout.lanes.iter().map(|lane| {
                let grouped: usize = lane.groups.iter().map(|(_, events)| events.len()).sum();
                lane.rails.len() + grouped + lane.bins.iter().map(|bin| bin.count).sum::<usize>()
            }).sum();
            prop_assert_eq!(marks + layout.discs.len(), events.len());
        }
    }
}
