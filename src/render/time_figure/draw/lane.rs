//! Draws a lane of the forms in which time runs from left to right.

use super::super::day_span::DaySpan;
use super::super::event::MarkShape;
use super::super::form::FormSizes;
use super::super::lanes::LaneContent;
use super::super::rows::{self, MarkExtent, NamePlace, PAD, PlacedMark};
use super::super::scale::TimeScale;
use super::super::text_width::{TextFace, text_width};
use super::columns;
use super::glyph;
use super::link::{Drawing, class_of};

/// Height of a row in em.
const ROW: f64 = 1.9;
/// Space above and below the rows in em.
const MARGIN: f64 = 0.5;
/// Half of the height of a target in pixels.
const TARGET: f64 = 12.0;

/// Returns the height of a lane in em.
pub(super) fn height(content: &LaneContent, name: &str, form: &FormSizes) -> f64 {
    let rows = match content {
        LaneContent::Marks(marks) => {
            let rows = marks.iter().map(|mark| mark.row + 1).max().unwrap_or(1);
            f64::from(u32::try_from(rows).unwrap_or(1)) * ROW + MARGIN
        }
        LaneContent::Bins(_) => columns::HEIGHT,
    };
    rows.max(name_lines(name, form.name_width) * 1.3 + 0.8)
}

/// Returns the number of lines of a lane's name.
fn name_lines(name: &str, width: f64) -> f64 {
    if width <= 0.0 {
        return 0.0;
    }
    (text_width(name, TextFace::SansStrong, rows::NAME_SIZE) / (width * 0.8)).ceil().max(1.0)
}

/// Draws a lane with its name.
pub(super) fn draw(
    drawing: &mut Drawing<'_>,
    (name, content): (&str, &LaneContent),
    scale: &TimeScale,
    form: &FormSizes,
    most: usize,
) {
    let height = height(content, name, form);
    drawing.pen.raw("<div class=\"tf-lane\">");
    if form.name_width > 0.0 {
        drawing.pen.raw("<p class=\"tf-name\">").text(name).raw("</p>");
    }
    let label = if name.is_empty() { drawing.input.words.message("timeline.figure") } else { name };
    drawing.pen.raw("<svg class=\"tf-plot\" role=\"group\" width=\"100%\"").attribute("aria-label", label);
    drawing.pen.number("height", height, "em").raw(">");
    match content {
        LaneContent::Marks(marks) => {
            let mut in_order: Vec<&PlacedMark> = marks.iter().collect();
            in_order.sort_by_key(|mark| (drawing.event(mark.event).start(), mark.row));
            for mark in in_order {
                draw_mark(drawing, mark, scale, form);
            }
        }
        LaneContent::Bins(bins) => columns::draw(drawing, (name, form.width), bins, most, height),
    }
    drawing.pen.raw("</svg></div>");
}

fn draw_mark(drawing: &mut Drawing<'_>, mark: &PlacedMark, scale: &TimeScale, form: &FormSizes) {
    let event = drawing.event(mark.event);
    let extent = rows::extent(event, scale, form.width);
    #[expect(clippy::cast_precision_loss, reason = "there are few rows")]
    let y = (mark.row as f64 + 0.5) * ROW + MARGIN / 2.0;
    let drawn = if mark.name.is_named() { event.label } else { "" };
    drawing.open_mark(mark.event, class_of(event), drawn);
    match extent.anchor {
        Some(share) => draw_fixed(drawing, mark, &extent, share * form.width, (share, y)),
        None => draw_span(drawing, mark, scale, form, y),
    }
    drawing.pen.raw("</a>");
}

/// Draws a mark of fixed size with its name. `at` is its point in pixels, `place` in shares and em.
fn draw_fixed(drawing: &mut Drawing<'_>, mark: &PlacedMark, extent: &MarkExtent, at: f64, place: (f64, f64)) {
    let event = drawing.event(mark.event);
    let (left, right) = (extent.left - at, extent.right - at);
    let (target_left, target_right) = match mark.name {
        NamePlace::Inside | NamePlace::Missing => (left.min(-TARGET), right.max(TARGET)),
        _ => (mark.occupied.0 - at - 4.0, mark.occupied.1 - at + 4.0),
    };
    drawing.pen.open_at(place.0, place.1);
    draw_target(drawing, target_left, target_right);
    if !event.turning_point || rows::is_badge_beside(event) {
        let soft = f64::from(u8::from(event.shape == MarkShape::Lasted)) * 8.0;
        let faded = |is_soft: bool| if is_soft { soft } else { 0.0 };
        let width = right - left - faded(event.soft.start) - faded(event.soft.end);
        drawing.pen.glyph(&glyph::fixed(event.shape, width, event.soft));
    } else {
        if !rows::is_badge_alone(event) {
            drawing.pen.raw("<circle class=\"tf-ring\" r=\"13\"/>");
        }
        draw_badge(drawing, mark.event, 0.0);
    }
    match mark.name {
        NamePlace::Right | NamePlace::BadgeRight => draw_name(drawing, mark, right + PAD, NameSide::Right),
        NamePlace::Left | NamePlace::BadgeLeft => draw_name(drawing, mark, left - PAD, NameSide::Left),
        NamePlace::Missing if rows::is_badge_beside(event) => draw_badge(drawing, mark.event, 0.0),
        NamePlace::Inside | NamePlace::Missing => {}
    }
    drawing.pen.raw("</svg>");
}

/// Draws the number of a turning point.
fn draw_badge(drawing: &mut Drawing<'_>, event: usize, x: f64) {
    let number = drawing.number(event).to_string();
    drawing.pen.raw("<circle class=\"tf-disc\"").signed("cx", x).raw(" r=\".7em\"/><text class=\"tf-number\"").x(x);
    drawing.pen.raw(" dy=\".36em\">").text(&number).raw("</text> ");
}

fn draw_target(drawing: &mut Drawing<'_>, left: f64, right: f64) {
    drawing.pen.raw("<rect class=\"tf-hit\"").pixels(left.round(), right.round()).raw(" y=\"-12\" height=\"24\"/>");
}

/// `NameSide` of a mark on which its name is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NameSide {
    Left,
    Right,
    /// On the hollow band of the mark.
    Within,
}

/// Draws the name of an event from a point to a side, after the badge of a turning point whose mark is not the badge.
fn draw_name(drawing: &mut Drawing<'_>, mark: &PlacedMark, x: f64, side: NameSide) {
    let event = drawing.event(mark.event);
    let sign = if side == NameSide::Left { -1.0 } else { 1.0 };
    let is_beside = rows::is_badge_beside(event);
    if is_beside {
        draw_badge(drawing, mark.event, x + sign * rows::BADGE);
    }
    if !mark.name.is_named() {
        return;
    }
    drawing.pen.raw("<text");
    match side {
        NameSide::Left => drawing.pen.attribute("class", "tf-end"),
        NameSide::Within => drawing.pen.attribute("class", "tf-in"),
        NameSide::Right => &mut drawing.pen,
    };
    let x = x + sign * if is_beside { rows::BADGE_SPACE } else { 0.0 };
    drawing.pen.x(x).raw(" dy=\".35em\">").text(event.label);
    if event.uncertain {
        drawing.pen.raw("<tspan class=\"tf-doubt\"> ?</tspan>");
    }
    drawing.pen.raw("</text>");
}

/// Draws a span to scale, in one part per segment that it crosses.
fn draw_span(drawing: &mut Drawing<'_>, mark: &PlacedMark, scale: &TimeScale, form: &FormSizes, y: f64) {
    let event = drawing.event(mark.event);
    let parts = scale.parts(DaySpan { first: event.first, end: event.end() });
    let (from, to) = (parts[0].0, parts[parts.len() - 1].1);
    drawing.pen.raw("<svg").number("y", y, "em").raw(">");
    drawing.pen.raw("<rect class=\"tf-hit\"").part(from, to).raw(" y=\"-12\" height=\"24\"/>");
    let is_bar = event.shape == MarkShape::Lasted;
    let band = if is_bar {
        " class=\"tf-ink\" y=\"-4\" height=\"8\"/>"
    } else {
        " class=\"tf-hollow\" y=\"-8\" height=\"16\"/>"
    };
    for (from, to) in &parts {
        drawing.pen.raw("<rect").part(*from, *to).raw(band);
    }
    let end_glyph = |is_start: bool, is_soft: bool| match (is_bar, is_soft) {
        (true, true) => glyph::slices(0.0, is_start),
        (true, false) => String::new(),
        (false, _) => glyph::bracket(is_start, is_soft),
    };
    drawing.pen.raw("<svg").share("x", from).raw(">").glyph(&end_glyph(true, event.soft.start));
    let extent = rows::extent(event, scale, form.width);
    if matches!(mark.name, NamePlace::Left | NamePlace::BadgeLeft) {
        draw_name(drawing, mark, -PAD - (from * form.width - extent.left), NameSide::Left);
    }
    drawing.pen.raw("</svg><svg").share("x", to).raw(">").glyph(&end_glyph(false, event.soft.end));
    if matches!(mark.name, NamePlace::Right | NamePlace::BadgeRight) {
        draw_name(drawing, mark, PAD + (extent.right - to * form.width), NameSide::Right);
    }
    drawing.pen.raw("</svg>");
    if event.turning_point && mark.name == NamePlace::Missing {
        drawing.pen.raw("<svg").share("x", f64::midpoint(from, to)).raw(">");
        draw_badge(drawing, mark.event, 0.0);
        drawing.pen.raw("</svg>");
    }
    if mark.name == NamePlace::Inside {
        drawing.pen.raw("<svg").share("x", rows::longest(&parts).0).raw(">");
        if is_bar {
            let badge = if rows::is_badge_beside(event) { rows::BADGE_SPACE } else { 0.0 };
            let width = text_width(&rows::drawn_name(event), TextFace::SansStrong, rows::NAME_SIZE) + badge;
            drawing.pen.raw("<rect class=\"tf-gap\"").pixels(6.0, width + 14.0).raw(" y=\"-8\" height=\"16\"/>");
        }
        draw_name(drawing, mark, 10.0, if is_bar { NameSide::Right } else { NameSide::Within });
        drawing.pen.raw("</svg>");
    }
    drawing.pen.raw("</svg>");
}
