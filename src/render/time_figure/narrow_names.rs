//! Names at the right of the form for phones: those of turning points, and of other events where there is space.

use super::day_span::DaySpan;
use super::event::FigureEvent;
use super::narrow_layout::{DATE_LINE, EM, NarrowDisc, NarrowLayout, NarrowName, WIDTH, lines_height};
use super::rows;
use super::text_width::{TextFace, is_full_width, text_width};

/// Size of a turning point's name in pixels, and heights in em of its lines, and of the space below.
const NAME_SIZE: f64 = 15.5;
pub(super) const NAME_LINE: f64 = 1.35;
const NAME_GAP: f64 = 0.55;
/// Least space between a name and its neighbours in em.
const SPACE: f64 = 0.3;
/// Distance in em of the first line's middle from the top of a name.
pub(super) const MIDDLE: f64 = 0.65;
/// Maximum number of lines of an event's name.
const MAX_LINES: usize = 3;
/// Distances in em by which a name may be moved from its mark.
const SHIFTS: [f64; 5] = [0.0, 0.7, -0.7, 1.4, -1.4];
/// Maximum number of turning points with a name.
pub(super) const MAX_NAMES: usize = 12;
/// Distance in em between the lines of turning points of one day.
const LINE_STEP: f64 = 0.6;

/// Lines of the name of a turning point, and of its date.
pub(super) type WrappedName = (Vec<String>, Vec<String>);

/// Breaks the names, after their numbers if these are not beside them, and dates of turning points into lines of a width
/// in pixels.
pub(super) fn wrapped(
    events: &[FigureEvent<'_>],
    turning: &[usize],
    width: f64,
    has_numbers: bool,
) -> Vec<Option<WrappedName>> {
    let numbers = FigureEvent::numbers(events);
    let mut by_weight = turning.to_vec();
    by_weight.sort_by_key(|index| (events[*index].weight, events[*index].counted_on(), *index));
    by_weight.truncate(MAX_NAMES);
    let wrapped = |index: &usize| {
        by_weight.contains(index).then(|| {
            let event = &events[*index];
            let name =
                if has_numbers { format!("{} {}", numbers[*index], event.label) } else { event.label.to_owned() };
            (wrap(&name, TextFace::Serif, NAME_SIZE, width), wrap(event.date, TextFace::Sans, EM, width))
        })
    };
    turning.iter().map(wrapped).collect()
}

/// Breaks a text into lines at spaces, and between letters that are one em wide.
pub(super) fn wrap(text: &str, face: TextFace, size: f64, width: f64) -> Vec<String> {
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

/// Returns the height of a name with its date.
pub(super) fn lines(name: &[String], date: &[String]) -> f64 {
    lines_height(name.len(), NAME_LINE) + lines_height(date.len(), DATE_LINE)
}

/// Returns the height of a name with its date and the space below.
pub(super) fn height((name, date): &WrappedName) -> f64 {
    lines(name, date) + NAME_GAP
}

/// Moves the names of discs, which are ordered from the top, apart: down where they meet, then up from the foot. The
/// lines of discs at the same height are moved, too.
pub(super) fn keep_apart(discs: &mut [NarrowDisc], mut foot: f64) {
    let mut free_from = f64::NEG_INFINITY;
    for (y, name, date) in discs.iter_mut().filter_map(|disc| disc.name.as_mut()) {
        *y = y.max(free_from);
        free_from = *y + lines(name, date) + NAME_GAP;
    }
    for (y, name, date) in discs.iter_mut().rev().filter_map(|disc| disc.name.as_mut()) {
        *y = y.min(foot - lines(name, date));
        foot = *y - NAME_GAP;
    }
    let mut above = f64::NEG_INFINITY;
    for disc in discs.iter_mut().filter(|disc| disc.name.is_some()) {
        disc.line = (above + LINE_STEP - disc.y).max(0.0);
        above = disc.y + disc.line;
    }
}

/// Adds the word for compressed segments, and the names of single marks and long spans, where there is space.
pub(super) fn add(layout: &mut NarrowLayout, events: &[FigureEvent<'_>], compressed: &str) {
    let width = (1.0 - layout.right) * WIDTH - 12.0;
    let mut column = NameColumn::new(&layout.discs);
    if text_width(compressed, TextFace::Sans, EM) <= width {
        for segment in layout.scale.segments.iter().filter(|segment| !segment.is_focus) {
            let y = layout.y(segment.from);
            if column.is_free(y, y + DATE_LINE) {
                column.taken.push((y, y + DATE_LINE));
                layout.notes.push(y);
            }
        }
    }
    if layout.has_names_beside() {
        return;
    }
    for (x, y, event) in marks(layout, events) {
        let lines = wrap(&rows::drawn_name(&events[event]), TextFace::Sans, EM, width);
        let fits = |line: &String| text_width(line, TextFace::Sans, EM) <= width;
        if lines.len() > MAX_LINES || !lines.iter().all(fits) {
            continue;
        }
        let height = lines_height(lines.len(), DATE_LINE);
        let foot = layout.head + layout.plot + 0.5;
        let tops = SHIFTS.into_iter().map(|shift| y - MIDDLE + shift);
        let mut tops = tops.filter(|top| *top >= layout.head - 0.6 && top + height <= foot);
        if let Some(top) = tops.find(|top| column.accepts(y, *top, top + height)) {
            column.taken.push((top, top + height));
            column.lines.push((y, top + MIDDLE));
            layout.names.push(NarrowName { event, from: (x, y), y: top, lines });
        }
    }
}

/// Returns the marks of single events and long spans from the top: share of the width, position, event.
fn marks(layout: &NarrowLayout, events: &[FigureEvent<'_>]) -> Vec<(f64, f64, usize)> {
    let mut marks = Vec::new();
    for (index, lane) in layout.lanes.iter().enumerate() {
        let x = layout.lane_x(index);
        let single = lane.groups.iter().filter_map(|(y, group)| match group.as_slice() {
            [event] => Some((x, *y, *event)),
            _ => None,
        });
        marks.extend(single);
        for (event, is_right) in &lane.rails {
            let days = DaySpan { first: events[*event].first, end: events[*event].end() };
            let (top, _) = rows::longest(&layout.scale.parts(days));
            let offset = if *is_right { layout.rail_offset() } else { -layout.rail_offset() };
            marks.push((x + offset, layout.y(top) + MIDDLE, *event));
        }
    }
    marks.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.2.cmp(&b.2)));
    marks
}

/// Column of names at the right.
struct NameColumn {
    /// Spaces that are taken.
    taken: Vec<(f64, f64)>,
    /// Lines to names: positions at the mark and at the name.
    lines: Vec<(f64, f64)>,
}

impl NameColumn {
    fn new(discs: &[NarrowDisc]) -> NameColumn {
        let mut column = NameColumn { taken: Vec::new(), lines: Vec::new() };
        for disc in discs {
            let Some((y, name, date)) = &disc.name else { continue };
            column.taken.push((*y, y + lines(name, date)));
            column.lines.push((disc.y + disc.line, y + MIDDLE));
        }
        column
    }

    fn is_free(&self, top: f64, bottom: f64) -> bool {
        self.taken.iter().all(|(from, to)| bottom + SPACE <= *from || to + SPACE <= top)
    }

    /// Returns true if a name of a mark is free, and its line neither coincides with others nor crosses them.
    fn accepts(&self, mark: f64, top: f64, bottom: f64) -> bool {
        let name = top + MIDDLE;
        let is_apart = |(from, to): &(f64, f64)| (from - mark).abs() >= LINE_STEP && (*from < mark) == (*to < name);
        self.is_free(top, bottom) && self.lines.iter().all(is_apart)
    }
}
