//! Draws the strip that is pinned above a list.

use super::super::axis;
use super::super::day_span::DaySpan;
use super::super::form::{FigureInput, FormSizes};
use super::super::periods;
use super::super::scale::{TimeScale, nudge};
use super::super::strip::{self, NAME_PAD, STRIP_PHONE, STRIP_WIDE, StripLayout};
use super::glyph;
use super::link::Drawing;
use std::fmt::Write;

/// Pixels of an em of the strip, whose heights are in em, so that they grow with the text.
const EM: f64 = 12.0;
/// Radius of a disc in pixels, and the distance that its middle keeps from the edges.
const RADIUS: f64 = 9.0;
const EDGE: f64 = 10.0;

/// Draws the strip; `None` with fewer than two events.
pub(crate) fn pinned_strip(input: &FigureInput<'_>) -> Option<String> {
    if input.events.len() < 2 {
        return None;
    }
    let periods = periods::choose(input.events, input.focus, input.as_of)?;
    let mut drawing = Drawing::new(input);
    let label = input.words.message("timeline.strip");
    drawing.pen.raw("<nav class=\"strip\"").attribute("aria-label", label);
    drawing.pen.raw(if input.is_rtl { " dir=\"rtl\">" } else { ">" });
    for (form, height, has_names) in [(STRIP_WIDE, 52.0, true), (STRIP_PHONE, 44.0, false)] {
        let scale = strip::scale(&periods, &form);
        draw_form(&mut drawing, &scale, &form, (height, has_names));
    }
    drawing.pen.raw("</nav>");
    Some(drawing.pen.finish())
}

fn draw_form(drawing: &mut Drawing<'_>, scale: &TimeScale, form: &FormSizes, (height, has_names): (f64, bool)) {
    let layout = StripLayout::new(drawing.input.events, scale, form, has_names);
    let axis = height - 23.0;
    drawing.pen.raw("<svg").attribute("class", form.class).raw(" width=\"100%\"").number("height", height / EM, "em");
    drawing.pen.attribute("data-scale", &scale_data(scale)).raw(">");
    for segment in scale.segments.iter().filter(|segment| !segment.is_focus) {
        drawing.pen.raw("<rect class=\"tf-band\"").part(segment.from, segment.to).raw(" height=\"100%\"/>");
    }
    drawing.pen.raw("<rect class=\"strip-here\" width=\"0\" height=\"100%\"/>");
    for segment in &scale.segments {
        drawing.pen.raw("<line class=\"strip-axis\"").share("x1", segment.from).share("x2", segment.to);
        drawing.pen.number("y1", axis / EM, "em").number("y2", axis / EM, "em").raw("/>");
    }
    for share in scale.breaks().flat_map(|(from, to)| [from, to]) {
        drawing.pen.open_at(share, axis / EM).raw("<path class=\"tf-tear\" d=\"M0-10l3 4l-6 6l6 6l-3 4\"/></svg>");
    }
    for (x, is_doubtful) in &layout.ticks {
        let class = if *is_doubtful { "strip-tick strip-doubt" } else { "strip-tick" };
        drawing.pen.raw("<line").attribute("class", class).share("x1", *x).share("x2", *x);
        drawing.pen.number("y1", (axis - 5.0) / EM, "em").number("y2", (axis + 5.0) / EM, "em").raw("/>");
    }
    for tick in axis::ticks(scale, form.width, drawing.input.words).iter().filter(|tick| !tick.label.is_empty()) {
        drawing.pen.raw("<svg").share("x", tick.x).raw("><text class=\"tf-tick\"").x(tick.pad - 2.0);
        drawing.pen.number("y", (height - 5.0) / EM, "em").raw(">").text(&tick.label).raw("</text></svg>");
    }
    for (index, x, side) in &layout.discs {
        draw_disc(drawing, (*index, *x, *side), (scale, form), (axis, height));
    }
    drawing.pen.raw("</svg>");
}

fn draw_disc(
    drawing: &mut Drawing<'_>,
    (index, x, side): (usize, f64, Option<bool>),
    (scale, form): (&TimeScale, &FormSizes),
    (axis, height): (f64, f64),
) {
    let event = drawing.event(index);
    let nudge = nudge(x, form.width, EDGE);
    drawing.open_mark(index, " tf-turning", if side.is_some() { event.label } else { "" });
    drawing.pen.open_at(x, axis / EM).raw("<rect class=\"tf-hit\"").pixels(nudge - 13.0, nudge + 13.0);
    drawing.pen.number("y", (2.0 - axis) / EM, "em").number("height", (height - 6.0) / EM, "em").raw("/>");
    let parts = scale.parts(DaySpan { first: event.first, end: event.end() });
    let (from, to) = parts[parts.len() - 1];
    drawing.pen.raw("<svg").x(nudge).raw(">");
    drawing.pen.glyph(&glyph::around(event.shape, event.soft, RADIUS, (to - from) * form.width));
    let number = drawing.number(index).to_string();
    drawing.pen.raw("<circle class=\"tf-disc\" r=\".75em\"/><text class=\"tf-number\" dy=\".35em\">").text(&number);
    drawing.pen.raw("</text></svg> ");
    if let Some(is_left) = side {
        let (x, class) = if is_left { (-NAME_PAD, "strip-name tf-end") } else { (NAME_PAD, "strip-name") };
        drawing.pen.raw("<text").attribute("class", class).x(x + nudge).raw(" y=\"-.75em\">").text(event.label);
        drawing.pen.raw("</text>");
    }
    drawing.pen.raw("</svg></a>");
}

/// Returns the segments of a scale for the script: first day, day after the last one, beginning and end as shares.
fn scale_data(scale: &TimeScale) -> String {
    let mut data = String::from("[");
    for segment in &scale.segments {
        let comma = if data.len() > 1 { "," } else { "" };
        let (days, from, to) = (segment.days, segment.from, segment.to);
        let _ = write!(data, "{comma}[{},{},{from:.4},{to:.4}]", days.first, days.end);
    }
    data + "]"
}
