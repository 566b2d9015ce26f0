//! Draws the names of the form for phones: those of lanes, turning points and other events, with their lines.

use super::super::narrow_layout::{DATE_LINE, EM, HEAD, LANE_LINE, NarrowLayout, WIDTH, lines_height};
use super::super::narrow_names::{MIDDLE, NAME_LINE};
use super::super::text_width::{TextFace, text_width};
use super::link::Drawing;
use super::pen::Rounded;

/// Size of a turning point's name in pixels, which is that of the style sheet.
const NAME_EM: f64 = 15.5;

/// Returns the letter of a lane whose name is in the legend.
fn letter(index: usize) -> String {
    char::from_u32(u32::from('A') + u32::try_from(index % 26).unwrap_or_default()).map(String::from).unwrap_or_default()
}

/// Draws the names of the lanes for which there is no space above their columns.
pub(super) fn draw_legend(drawing: &mut Drawing<'_>, layout: &NarrowLayout) {
    let names = drawing.input.lanes;
    let unfit = layout.lane_names.iter().zip(names).filter(|(lines, _)| lines.is_none());
    if unfit.clone().next().is_none() {
        return;
    }
    drawing.pen.raw("<p class=\"tf-legend\">");
    for (index, (_, name)) in unfit.enumerate() {
        drawing.pen.raw("<span><b>").text(&letter(index)).raw("</b> ").text(name).raw("</span> ");
    }
    drawing.pen.raw("</p>");
}

/// Draws the names of the lanes, or the letters of those in the legend, above their columns.
pub(super) fn draw_lane_names(drawing: &mut Drawing<'_>, layout: &NarrowLayout) {
    let mut letters = 0;
    for (index, lines) in layout.lane_names.iter().enumerate() {
        let lines = lines.clone().unwrap_or_else(|| {
            letters += 1;
            vec![letter(letters - 1)]
        });
        let mut y = layout.head - HEAD + 1.1 - lines_height(lines.len() - 1, LANE_LINE);
        for line in &lines {
            drawing.pen.open_at(layout.lane_x(index), y);
            drawing
                .pen
                .raw("<text class=\"tf-tick tf-strong tf-middle\" dy=\".35em\">")
                .text(line)
                .raw("</text></svg>");
            y += LANE_LINE;
        }
    }
}

/// Draws the lines from marks to their names, below the marks.
pub(super) fn draw_lines(drawing: &mut Drawing<'_>, layout: &NarrowLayout) {
    let mut draw = |class: &str, x: f64, y: f64| {
        drawing.pen.raw("<line").attribute("class", class).share("x1", x).share("x2", layout.right);
        drawing.pen.number("y1", y, "em").number("y2", y, "em").raw("/>");
    };
    for name in &layout.names {
        draw("tf-lead", name.from.0, name.from.1);
    }
    for disc in layout.discs.iter().filter(|disc| disc.name.is_some()) {
        let event = &drawing.input.events[disc.event];
        let class = if super::is_known_day(event) { "tf-drop" } else { "tf-drop tf-dash" };
        let from =
            if layout.is_dense() { layout.lane_x(0) - layout.lane_width / 2.0 } else { layout.lane_x(event.lane) };
        draw(class, from, disc.y + disc.line);
    }
    let side = if drawing.pen.is_rtl() { -8 } else { 8 };
    for name in &layout.names {
        drawing.pen.open_at(layout.right, name.y);
        let y = Rounded(name.from.1 - name.y);
        drawing.pen.raw(&format!("<line class=\"tf-lead\" y1=\"{y}em\" x2=\"{side}\" y2=\"{MIDDLE}em\"/>"));
        drawing.pen.raw("</svg>");
    }
    // The link has the number already, in its badge.
    for disc in layout.discs.iter().filter(|_| !layout.is_dense()) {
        let Some((top, ..)) = &disc.name else { continue };
        let number = drawing.number(disc.event).to_string();
        drawing.pen.open_at(layout.right, *top).raw("<text class=\"tf-title tf-digits\" aria-hidden=\"true\"");
        drawing.pen.x(layout.name_pad()).number("y", EM / NAME_EM, "em").raw(">").text(&number).raw("</text></svg>");
    }
    let compressed = drawing.input.words.message("timeline.compressed");
    for y in &layout.notes {
        drawing.pen.open_at(layout.right, *y).raw("<text class=\"tf-tick tf-aside\"").x(12.0).raw(" y=\"1em\">");
        drawing.pen.text(compressed).raw("</text></svg>");
    }
}

/// Draws the name of an event at the right, if it has one there.
pub(super) fn draw_name_right(drawing: &mut Drawing<'_>, layout: &NarrowLayout, index: usize) {
    let Some(name) = layout.names.iter().find(|name| name.event == index) else { return };
    drawing.pen.open_at(layout.right, name.y).raw("<rect class=\"tf-hit\"");
    drawing.pen.pixels(9.0, (1.0 - layout.right) * WIDTH);
    drawing.pen.number("height", name.bottom() - name.y, "em").raw("/>");
    let mut y = 1.0;
    for line in &name.lines {
        drawing.pen.raw("<text class=\"tf-aside\"").x(12.0).number("y", y, "em").raw(">").text(line).raw("</text> ");
        y += DATE_LINE;
    }
    drawing.pen.raw("</svg>");
}

pub(super) fn draw_disc_name(
    drawing: &mut Drawing<'_>,
    layout: &NarrowLayout,
    (top, y): (f64, f64),
    (event, name, date): (usize, &[String], &[String]),
) {
    let count = |lines: &[String]| f64::from(u32::try_from(lines.len()).unwrap_or_default());
    let name_height = count(name) * NAME_LINE;
    let height = name_height + count(date) * DATE_LINE;
    let pad = layout.name_pad();
    drawing.pen.open_at(layout.right, top).raw("<rect class=\"tf-hit\"");
    drawing.pen.pixels(pad - 6.0, (1.0 - layout.right) * WIDTH).number("height", height + 0.2, "em").raw("/>");
    let side = if drawing.pen.is_rtl() { -8 } else { 8 };
    drawing
        .pen
        .raw(&format!("<line class=\"tf-stem\" y1=\"{}em\" x2=\"{side}\" y2=\"{MIDDLE}em\"/>", Rounded(y - top)));
    let mut line_y = 1.0;
    let number = if layout.is_dense() { None } else { Some(drawing.number(event).to_string()) };
    for (index, line) in name.iter().enumerate() {
        // The first line begins with the number, which is drawn with the lines.
        let number = number.as_ref().filter(|number| index == 0 && line.starts_with(number.as_str()));
        let rest = number.map_or(line.as_str(), |number| line[number.len()..].trim_start());
        let x = pad + number.map_or(0.0, |number| number_width(number));
        drawing.pen.raw("<text class=\"tf-title\"").x(x).number("y", line_y * EM / NAME_EM, "em").raw(">");
        drawing.pen.text(rest).raw("</text> ");
        line_y += NAME_LINE;
    }
    line_y = name_height + 0.95;
    for line in date {
        drawing.pen.raw("<text class=\"tf-date\"").x(pad).number("y", line_y, "em").raw(">").text(line).raw("</text> ");
        line_y += DATE_LINE;
    }
    drawing.pen.raw("</svg>");
}

/// Returns the width of a number before a name, with the space after it.
fn number_width(number: &str) -> f64 {
    text_width(number, TextFace::Serif, NAME_EM) + 5.0
}
