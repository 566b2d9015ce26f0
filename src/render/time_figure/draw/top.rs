//! Draws what is above the lanes: turning points with their names, and the axis; and the grid behind them.

use super::super::axis::{AxisTick, LABEL_PAD};
use super::super::day_span::DaySpan;
use super::super::event::MarkShape;
use super::super::flags::{self, Flag, FlagName};
use super::super::form::FormSizes;
use super::super::scale::TimeScale;
use super::super::text_width::{TextFace, text_width};
use super::glyph;
use super::link::Drawing;
use super::pen::Rounded;

/// Height of the row of discs in em, from the axis to their middle.
const FOOT: f64 = 1.15;
/// Height of the lowest level of names above the middle of the discs, in em.
const NAME_HEIGHT: f64 = 3.15;
/// Space above the names in em.
const HEAD: f64 = 1.0;
/// Height of the axis in em.
const AXIS: f64 = 1.9;
/// Pixels of an em of the figure, and of a turning point's name.
const EM: f64 = 13.0;
const NAME_EM: f64 = 17.0;
/// Size of words in a compressed segment in pixels.
const NOTE_SIZE: f64 = 12.0;

/// Returns the height in em of the turning points' row.
pub(super) fn height(flags: &[Flag]) -> f64 {
    let levels = flags.iter().filter_map(|flag| flag.name.as_ref()).map(|name| flags::level_height(name.level));
    let names = levels.map(|level| level + NAME_HEIGHT + HEAD);
    let discs = flags.iter().map(|flag| flags::disc_height(flag.row) + 1.3);
    names.chain(discs).fold(1.3, f64::max) + FOOT
}

/// Draws the turning points.
pub(super) fn draw_flags(drawing: &mut Drawing<'_>, flags: &[Flag], scale: &TimeScale, form: &FormSizes) {
    let height = height(flags);
    drawing.pen.raw("<div class=\"tf-lane tf-top\"><p class=\"tf-name\">");
    drawing.message("home.turning_points").raw("</p><svg class=\"tf-plot\" role=\"group\" width=\"100%\"");
    let label = drawing.input.words.message("home.turning_points");
    drawing.pen.attribute("aria-label", label).number("height", height, "em").raw(">");
    draw_compressed_note(drawing, scale, form, height);
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
    drawing.pen.raw("<rect class=\"tf-hit\" x=\"-14\" y=\"-14\" width=\"28\" height=\"28\"/>");
    let number = drawing.number(flag.event).to_string();
    drawing.pen.raw("<circle class=\"tf-disc\" r=\".92em\"/><text class=\"tf-number\" dy=\".36em\">").text(&number);
    drawing.pen.raw("</text> ");
    if let Some(name) = &flag.name {
        draw_flag_name(drawing, flag, name);
    }
    drawing.pen.raw("</svg></a>");
}

fn draw_flag_name(drawing: &mut Drawing<'_>, flag: &Flag, name: &FlagName) {
    let event = drawing.event(flag.event);
    // Heights above the middle of the disc.
    let top = flags::level_height(name.level) + NAME_HEIGHT - flags::disc_height(flag.row);
    let (left, right) = if name.is_left { (-name.width - 13.0, 0.0) } else { (0.0, name.width + 13.0) };
    drawing.pen.raw("<rect class=\"tf-hit\"").pixels(left.round(), right.round());
    drawing.pen.number("y", -top - 0.75, "em").raw(" height=\"3.1em\"/>");
    drawing.pen.raw(&format!("<line class=\"tf-stem\" y1=\"{}em\" y2=\"-.95em\"/>", Rounded(-top - 0.45)));
    let (x, end) = if name.is_left { (-flags::NAME_PAD, " tf-end") } else { (flags::NAME_PAD, "") };
    drawing.pen.raw(&format!("<text class=\"tf-title{end}\"")).x(x);
    drawing.pen.number("y", (0.46 - top) * EM / NAME_EM, "em").raw(">").text(event.label);
    drawing.pen.raw(&format!("</text> <text class=\"tf-date{end}\"")).x(x);
    drawing.pen.number("y", 1.85 - top, "em").raw(">").text(&name.date).raw("</text>");
}

/// Names the years of the segment before the focus, if there is space for it.
fn draw_compressed_note(drawing: &mut Drawing<'_>, scale: &TimeScale, form: &FormSizes, height: f64) {
    let Some(before) = scale.segments.iter().rfind(|segment| !segment.is_focus && segment.to < scale.focus().from)
    else {
        return;
    };
    let words = drawing.input.words;
    let years = words.span(before.days);
    let note = words.message("timeline.compressed");
    let fits = |text: &str| text_width(text, TextFace::Sans, NOTE_SIZE) + 8.0 <= (before.to - before.from) * form.width;
    if fits(&years) && fits(note) {
        drawing.pen.open_at(before.from, height);
        drawing.pen.raw("<text class=\"tf-tick\"").x(LABEL_PAD).raw(" y=\"-1.9em\">").text(&years).raw("</text>");
        drawing.pen.raw("<text class=\"tf-tick\"").x(LABEL_PAD).raw(" y=\"-.6em\">").text(note).raw("</text></svg>");
    }
}

/// Draws the axis, with bars for turning points that lasted.
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
    drawing.pen.raw("<svg class=\"tf-plot\" width=\"100%\"").number("height", AXIS, "em").raw(">");
    for flag in flags {
        let event = drawing.event(flag.event);
        if event.shape != MarkShape::Lasted {
            continue;
        }
        for (from, to) in scale.parts(DaySpan { first: event.first, end: event.end() }) {
            drawing.pen.raw("<rect class=\"tf-disc\"").part(from, to).raw(" height=\"6\"/>");
        }
        for (share, is_start, is_soft) in
            [(scale.start_x(event.first), true, event.soft.start), (scale.end_x(event.end()), false, event.soft.end)]
        {
            if is_soft {
                let slices = glyph::slices(0.0, is_start).replace("tf-ink", "tf-disc").replace("y=\"-4\"", "y=\"0\"");
                let slices = slices.replace("height=\"8\"", "height=\"6\"");
                drawing.pen.raw("<svg").share("x", share).raw(">").glyph(&slices).raw("</svg>");
            }
        }
    }
    for tick in ticks.iter().filter(|tick| !tick.label.is_empty()) {
        let class = if tick.is_strong { "tf-tick tf-strong" } else { "tf-tick" };
        drawing.pen.open_at(tick.x, AXIS / 2.0).raw("<text").attribute("class", class).x(LABEL_PAD);
        drawing.pen.raw(" dy=\".35em\">").text(&tick.label).raw("</text></svg>");
    }
    drawing.pen.raw("</svg></div>");
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
        drawing.pen.vertical("tf-drop", flag.x, &from);
    }
    drawing.pen.raw("</svg>");
}

/// Returns the height of the axis in em.
pub(super) fn axis_height() -> f64 {
    AXIS
}
