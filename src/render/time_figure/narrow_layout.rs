//! Arrangement of the form for phones.

use super::bins::TimeBin;
use super::event::FigureEvent;
use super::scale::TimeScale;
use super::text_width::{TextFace, text_width};

/// Pixels of an em.
pub(super) const EM: f64 = 13.0;
/// Least width of the form in pixels.
pub(super) const WIDTH: f64 = 280.0;
/// Height in em above the plot with one line of the names of lanes, and height of another line.
pub(super) const HEAD: f64 = 2.4;
pub(super) const LANE_LINE: f64 = 1.2;
/// Share of the width of the marks of the only lane.
pub(super) const SINGLE_LANE: f64 = 0.12;
/// Distance of a name beside a mark from its middle, in pixels.
pub(super) const BESIDE: f64 = 15.0;
/// Share of the width of the badges beside names, if the lanes have bars.
pub(super) const BADGES: f64 = 0.08;
/// Share of the width of the names of months and years.
pub(super) const AXIS: f64 = 0.13;
/// Height in em of a line of an event's name or of a date.
pub(super) const DATE_LINE: f64 = 1.25;

/// Arrangement of the form. Vertical positions are in em, horizontal ones are shares of the width.
#[derive(Clone, Debug)]
pub(super) struct NarrowLayout {
    /// Height of the names of the lanes, above the plot.
    pub(super) head: f64,
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
    /// Lines of the names of the lanes; `None` for a lane whose name does not fit.
    pub(super) lane_names: Vec<Option<Vec<String>>>,
    /// Lanes from the left.
    pub(super) lanes: Vec<NarrowLane>,
    /// Turning points in order of time.
    pub(super) discs: Vec<NarrowDisc>,
    /// Names of other events at the right.
    pub(super) names: Vec<NarrowName>,
    /// Compressed segments that say so: positions of the words.
    pub(super) notes: Vec<f64>,
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
    /// Distance of its line to the name from the middle of the disc.
    pub(super) line: f64,
    /// Position of the name, its lines, and those of the date; `None` without a name.
    pub(super) name: Option<(f64, Vec<String>, Vec<String>)>,
}

/// Name of an event at the right.
#[derive(Clone, Debug)]
pub(super) struct NarrowName {
    /// Index of the event.
    pub(super) event: usize,
    /// Share of the width and position from which its line comes.
    pub(super) from: (f64, f64),
    /// Position of its top.
    pub(super) y: f64,
    /// Lines.
    pub(super) lines: Vec<String>,
}

impl NarrowName {
    /// Returns the position of its bottom.
    pub(super) fn bottom(&self) -> f64 {
        self.y + lines_height(self.lines.len(), DATE_LINE)
    }
}

impl NarrowLayout {
    /// Returns the events that have no name in the drawing: turning points, and others that are marks.
    pub(super) fn unnamed(&self, events: &[FigureEvent<'_>]) -> (Vec<usize>, Vec<usize>) {
        let named = self.discs.iter().filter(|disc| disc.name.is_some()).map(|disc| disc.event);
        let mut is_named = vec![false; events.len()];
        for event in named.chain(self.names.iter().map(|name| name.event)) {
            is_named[event] = true;
        }
        let turning = (0..events.len()).filter(|index| events[*index].turning_point && !is_named[*index]);
        let turning: Vec<usize> = turning.filter(|index| !self.is_named_beside(events, *index)).collect();
        let marks = self.lanes.iter().flat_map(|lane| {
            lane.rails.iter().map(|(event, _)| *event).chain(lane.groups.iter().flat_map(|(_, group)| group.clone()))
        });
        let marks = marks.filter(|index| !is_named[*index] && !events[*index].turning_point);
        (turning, marks.filter(|index| !self.is_named_beside(events, *index)).collect())
    }

    /// Returns true if the event is a single mark with its name beside it.
    fn is_named_beside(&self, events: &[FigureEvent<'_>], event: usize) -> bool {
        let is_single = |lane: &NarrowLane| lane.groups.iter().any(|(_, group)| group.as_slice() == [event]);
        self.fits_beside(events[event].label) && self.lanes.iter().any(is_single)
    }

    /// Returns the distance in pixels of names from the lanes: after the badges of turning points, if these are not in
    /// the lanes.
    pub(super) fn name_pad(&self) -> f64 {
        if self.is_dense() { 12.0 + BADGES * WIDTH } else { 12.0 }
    }

    /// Returns true if lanes have bars.
    pub(super) fn is_dense(&self) -> bool {
        self.lanes.iter().any(|lane| !lane.bins.is_empty())
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
        self.head + self.plot * share
    }
}

/// Returns the height of a number of lines.
pub(super) fn lines_height(lines: usize, height: f64) -> f64 {
    f64::from(u32::try_from(lines).unwrap_or(u32::MAX)) * height
}
