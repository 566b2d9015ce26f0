//! Draws what is above the lanes: turning points with their names, and the axis; and the grid behind them.

use super::super::axis::{AxisTick, LABEL_PAD};
use super::super::day_span::DaySpan;
use super::super::event::{FigureEvent, MarkShape, SoftEnds};
use super::super::flags::{self, FOOT, Flag, FlagName};
use super::super::form::FormSizes;
use super::super::rows;
use super::super::scale::{ScaleSegment, TimeScale};
use super::super::text_width::{TextFace, text_width};
use super::glyph;
use super::link::Drawing;
use super::pen::Rounded;

/// Height of the lowest level of names above the middle of the discs, in em.
const NAME_HEIGHT: f64 = 3.15;
/// Space above the names in em.
const HEAD: f64 = 1.0;
/// Height of the axis in em, and of the marks of turning points at its head.
const AXIS: f64 = 1.9;
const MARKS: f64 = 0.35;
/// Height in em of the row above the axis that only names compressed segments.
const NOTES: f64 = 1.7;
/// Pixels of an em of the figure, and of a turning point's name.
const EM: f64 = 13.0;
const NAME_EM: f64 = 17.0;
/// Least width of brackets at the head of the axis in pixels.
const LEAST_BRACKET: f64 = 14.0;
/// Size of words in a compressed segment in pixels.
const NOTE_SIZE: f64 = 12.0;

/// Returns the height in em of the turning points' row; without turning points, of the words for compressed segments.
pub(super) fn height(flags: &[Flag], scale: &TimeScale) -> f64 {
    if flags.is_empty() {
        return if scale.segments.len() > 1 { NOTES } else { 0.0 };
    }
    let names = flags.iter().filter_map(|flag| flag.name.as_ref()).map(|name| name.lift + NAME_HEIGHT + HEAD);
    let discs = flags.iter().map(|flag| flags::disc_height(flag.row) + 1.3);
    names.chain(discs).fold(1.3, f64::max) + FOOT
}

/// Draws the turning points, and the words for compressed segments.
pub(super) fn draw_flags(drawing: &mut Drawing<'_>, flags: &[Flag], scale: &TimeScale, form: &FormSizes) {
    let height = height(flags, scale);
    if height == 0.0 {
        return;
    }
    drawing.pen.raw("<div class=\"tf-lane tf-top\">");
    let label = if flags.is_empty() { "" } else { drawing.input.words.message("home.turning_points") };
    if form.name_width > 0.0 {
        drawing.pen.raw("<p class=\"tf-name\">").text(label).raw("</p>");
    }
    drawing.pen.raw("<svg class=\"tf-plot\" width=\"100%\"");
    if !label.is_empty() {
        drawing.pen.raw(" role=\"group\"").attribute("aria-label", label);
    }
    drawing.pen.number("height", height, "em").raw(">");
    let mut discs: Vec<f64> = flags.iter().map(|flag| flag.x * form.width + flag.nudge).collect();
    discs.sort_by(f64::total_cmp);
    for segment in scale.segments.iter().filter(|segment| !segment.is_focus) {
        draw_compressed_note(drawing, segment, form, (height, &discs));
    }
    for flag in flags {
        draw_flag(drawing, flag, height - FOOT);
    }
    drawing.pen.raw("</svg></div>");
}

fn draw_flag(drawing: &mut Drawing<'_>, flag: &Flag, base: f64) {
    let event = drawing.event(flag.event);
    let drawn = flag.name.as_ref().map_or(String::new(), |name| format!("{} {}", event.label, name.date));
    drawing.open_mark(flag.event, " tf-turning", &drawn);
    drawing.pen.open_at(flag.x, base - flags::disc_height(flag.row));
    if flag.nudge.abs() > 0.0 {
        drawing.pen.raw("<svg").x(flag.nudge).raw(">");
    }
    drawing.pen.raw("<rect class=\"tf-hit\" x=\"-14\" y=\"-14\" width=\"28\" height=\"28\"/>");
    if event.shape == MarkShape::Point && event.soft != SoftEnds::default() {
        drawing.pen.raw("<circle class=\"tf-ring\" r=\"1.16em\"/>");
    }
    let number = drawing.number(flag.event).to_string();
    drawing.pen.raw("<circle class=\"tf-disc\" r=\".92em\"/><text class=\"tf-number\" dy=\".36em\">").text(&number);
    drawing.pen.raw("</text> ");
    if let Some(name) = &flag.name {
        draw_flag_name(drawing, flag, name);
    }
    drawing.pen.raw(if flag.nudge.abs() > 0.0 { "</svg></svg></a>" } else { "</svg></a>" });
}

fn draw_flag_name(drawing: &mut Drawing<'_>, flag: &Flag, name: &FlagName) {
    let event = drawing.event(flag.event);
    // Heights above the middle of the disc.
    let top = name.lift + NAME_HEIGHT - flags::disc_height(flag.row);
    let far = name.pad + name.width + 4.0;
    let (left, right) = if name.is_left { (-far, 0.0) } else { (0.0, far) };
    drawing.pen.raw("<rect class=\"tf-hit\"").pixels(left.round(), right.round());
    drawing.pen.number("y", -top - 0.75, "em").raw(" height=\"3.1em\"/>");
    if !name.is_beside {
        drawing.pen.raw(&format!("<line class=\"tf-stem\" y1=\"{}em\" y2=\"-.95em\"/>", Rounded(-top - 0.45)));
    }
    let (x, end) = if name.is_left { (-name.pad, " tf-end") } else { (name.pad, "") };
    drawing.pen.raw(&format!("<text class=\"tf-title{end}\"")).x(x);
    drawing.pen.number("y", (0.46 - top) * EM / NAME_EM, "em").raw(">").text(event.label);
    drawing.pen.raw(&format!("</text> <text class=\"tf-date{end}\"")).x(x);
    drawing.pen.number("y", 1.85 - top, "em").raw(">").text(&name.date).raw("</text>");
}

/// Says that a segment is compressed, and names its years, where there is space; upwards in a narrow one.
fn draw_compressed_note(
    drawing: &mut Drawing<'_>,
    segment: &ScaleSegment,
    form: &FormSizes,
    (height, discs): (f64, &[f64]),
) {
    let words = drawing.input.words;
    let (years, note) = (words.span(segment.days), words.message("timeline.compressed"));
    let width = (segment.to - segment.from) * form.width;
    let length = |text: &str| text_width(text, TextFace::Sans, NOTE_SIZE) + 8.0;
    let is_free = |to: f64| !discs.iter().any(|x| segment.from * form.width - 14.0 < *x && *x < to + 14.0);
    let fits = |text: &str| length(text) <= width && is_free(segment.from * form.width + length(text));
    if fits(note) {
        drawing.pen.open_at(segment.from, height);
        let both = years != note && fits(&years) && height > 2.0 * NOTES;
        if both {
            drawing.pen.raw("<text class=\"tf-tick\"").x(LABEL_PAD).raw(" y=\"-1.9em\">").text(&years).raw("</text>");
        }
        drawing.pen.raw("<text class=\"tf-tick\"").x(LABEL_PAD).raw(" y=\"-.6em\">").text(note).raw("</text></svg>");
    } else if length(note) - 9.0 <= height * EM && width >= 20.0 && is_free(segment.to * form.width) {
        drawing.pen.open_at(f64::midpoint(segment.from, segment.to), height);
        drawing
            .pen
            .raw("<text class=\"tf-tick\" transform=\"rotate(-90)\" x=\"2\" dy=\".35em\">")
            .text(note)
            .raw("</text></svg>");
    }
}

/// Returns true if what is known of a turning point's date is drawn at the head of the axis.
fn has_mark_at_head(event: &FigureEvent<'_>) -> bool {
    event.shape != MarkShape::Point
}

/// Draws the axis, with what is known of the dates of turning points.
pub(super) fn draw_axis(
    drawing: &mut Drawing<'_>,
    ticks: &[AxisTick],
    flags: &[Flag],
    scale: &TimeScale,
    form: &FormSizes,
) {
    drawing.pen.raw("<div class=\"tf-lane tf-axis\" aria-hidden=\"true\">");
    if form.name_width > 0.0 {
        drawing.pen.raw("<p class=\"tf-name\"></p>");
    }
    let height = axis_height(drawing, flags);
    drawing.pen.raw("<svg class=\"tf-plot\" width=\"100%\"").number("height", height, "em").raw(">");
    for flag in flags {
        let event = drawing.event(flag.event);
        if has_mark_at_head(event) {
            draw_mark_at_head(drawing, event, scale, form);
        }
    }
    for tick in ticks.iter().filter(|tick| !tick.label.is_empty()) {
        let class = if tick.is_strong { "tf-tick tf-strong" } else { "tf-tick" };
        drawing.pen.open_at(tick.x, height - AXIS / 2.0).raw("<text").attribute("class", class).x(tick.pad);
        drawing.pen.raw(" dy=\".35em\">").text(&tick.label).raw("</text></svg>");
    }
    drawing.pen.raw("</svg></div>");
}

/// Draws what is known of the date of a turning point below the line of the axis: a bar, brackets or an arrow.
fn draw_mark_at_head(drawing: &mut Drawing<'_>, event: &FigureEvent<'_>, scale: &TimeScale, form: &FormSizes) {
    drawing.pen.raw("<g class=\"tf-turning\">");
    if !matches!(event.shape, MarkShape::Lasted | MarkShape::Within) {
        drawing.pen.raw("<svg").share("x", rows::centre(event, scale)).raw(">");
        drawing.pen.glyph(&glyph::bound_at_head(event.shape, event.soft)).raw("</svg></g>");
        return;
    }
    let is_bar = event.shape == MarkShape::Lasted;
    let parts = scale.parts(DaySpan { first: event.first, end: event.end() });
    let (mut from, mut to) = (parts[0].0, parts[parts.len() - 1].1);
    let least = if is_bar { 0.0 } else { LEAST_BRACKET / form.width };
    if to - from < least {
        let middle = f64::midpoint(from, to).max(least / 2.0).min(1.0 - least / 2.0);
        (from, to) = (middle - least / 2.0, middle + least / 2.0);
    }
    for (from, to) in if parts.len() == 1 { vec![(from, to)] } else { parts } {
        drawing.pen.raw(if is_bar { "<rect class=\"tf-ink\"" } else { "<rect class=\"tf-hollow\" y=\"1\"" });
        drawing.pen.part(from, to).raw(if is_bar { " height=\"6\"/>" } else { " height=\"8\"/>" });
    }
    for (share, is_start, is_soft) in [(from, true, event.soft.start), (to, false, event.soft.end)] {
        let mark = match (is_bar, is_soft) {
            (true, true) => {
                glyph::slices(0.0, is_start).replace("y=\"-4\"", "y=\"0\"").replace("height=\"8\"", "height=\"6\"")
            }
            (true, false) => continue,
            (false, _) => glyph::bracket_at_head(is_start, is_soft),
        };
        drawing.pen.raw("<svg").share("x", share).raw(">").glyph(&mark).raw("</svg>");
    }
    drawing.pen.raw("</g>");
}

/// Draws what is behind all lanes: compressed segments, ticks, breaks, and the lines of turning points. `height` is that
/// of the whole form in em, `top` that of the turning points' row.
pub(super) fn draw_grid(
    drawing: &mut Drawing<'_>,
    ticks: &[AxisTick],
    flags: &[Flag],
    scale: &TimeScale,
    (top, height): (f64, f64),
) {
    drawing.pen.raw("<svg class=\"tf-grid\" aria-hidden=\"true\" width=\"100%\" height=\"100%\">");
    for segment in scale.segments.iter().filter(|segment| !segment.is_focus) {
        drawing.pen.raw("<rect class=\"tf-band\"").part(segment.from, segment.to).raw(" height=\"100%\"/>");
    }
    let below_names = format!("{}em", Rounded(top));
    for tick in ticks {
        let class = if tick.label.is_empty() { "tf-rule" } else { "tf-rule tf-named" };
        drawing.pen.vertical(class, tick.x, &below_names);
    }
    for (from, to) in scale.breaks() {
        drawing.pen.raw("<rect class=\"tf-gap\"").part(from, to).raw(" height=\"100%\"/>");
        // Teeth for a larger size of text, too: what is below the drawing is cut off.
        let edge = glyph::torn_edge(height * EM * 1.4);
        for (share, shift) in [(from, 1.0), (to, -4.0)] {
            drawing.pen.raw("<svg").share("x", share).raw("><path class=\"tf-tear\"");
            let shift = if drawing.pen.is_rtl() { -shift - 3.0 } else { shift };
            drawing.pen.raw(&format!(" transform=\"translate({} 0)\" d=\"{edge}\"/></svg>", Rounded(shift)));
        }
    }
    for flag in flags {
        let from = format!("{}em", Rounded(top - FOOT - flags::disc_height(flag.row)));
        let is_known = super::is_known_day(drawing.event(flag.event));
        drawing.pen.vertical(if is_known { "tf-drop" } else { "tf-drop tf-dash" }, flag.x, &from);
    }
    drawing.pen.raw("</svg>");
}

/// Returns the height of the axis in em.
pub(super) fn axis_height(drawing: &Drawing<'_>, flags: &[Flag]) -> f64 {
    let has_marks = flags.iter().any(|flag| has_mark_at_head(drawing.event(flag.event)));
    if has_marks { AXIS + MARKS } else { AXIS }
}
