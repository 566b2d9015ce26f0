//! Draws the form for phones, in which time runs down.

use super::super::day_span::DaySpan;
use super::super::event::{FigureEvent, MarkShape};
use super::super::narrow::{self, DATE_LINE, EM, HEAD, NAME_LINE, NarrowDisc, NarrowLane, NarrowLayout};
use super::columns::{self, FullCounts};
use super::glyph;
use super::link::Drawing;
use super::pen::Rounded;

/// Sizes of names in pixels, which are those of the style sheet.
const NAME_EM: f64 = 15.5;
/// Half of the width of a target in pixels.
const TARGET: f64 = 12.0;

/// Draws the form.
pub(super) fn draw(drawing: &mut Drawing<'_>, layout: &NarrowLayout, full: FullCounts) {
    let names = drawing.input.lanes;
    let fit = narrow::names_fit(names, layout.lane_width);
    drawing.pen.raw("<div class=\"tf-form tf-narrow\" data-axis=\"y\">");
    if !fit {
        draw_legend(drawing, names);
    }
    let label = drawing.input.words.message("timeline.figure");
    drawing.pen.raw("<svg class=\"tf-down\" role=\"group\" width=\"100%\"").attribute("aria-label", label);
    drawing.pen.number("height", layout.height, "em").raw(">");
    draw_background(drawing, layout);
    for (index, name) in names.iter().enumerate() {
        let text = if fit { name.clone() } else { letter(index) };
        drawing.pen.open_at(layout.lane_x(index), 1.1).raw("<text class=\"tf-tick tf-strong tf-middle\" dy=\".35em\">");
        drawing.pen.text(&text).raw("</text></svg>");
    }
    for (index, lane) in layout.lanes.iter().enumerate() {
        drawing.pen.raw("<g class=\"tf-column\">");
        draw_lane(drawing, layout, (index, lane), full);
        drawing.pen.raw("</g>");
    }
    drawing.pen.raw("<g class=\"tf-column\">");
    for disc in &layout.discs {
        draw_disc(drawing, layout, disc);
    }
    drawing.pen.raw("</g></svg>");
    draw_list(drawing, layout);
    drawing.pen.raw("</div>");
}

/// Lists the turning points by name, for text that is too large for names in the drawing.
fn draw_list(drawing: &mut Drawing<'_>, layout: &NarrowLayout) {
    if layout.discs.is_empty() {
        return;
    }
    drawing.pen.raw("<p class=\"tf-bare tf-list\">");
    for (index, disc) in layout.discs.iter().enumerate() {
        let (event, number) = (drawing.event(disc.event), drawing.number(disc.event));
        drawing
            .pen
            .raw(if index > 0 { "; <b>" } else { "<b>" })
            .text(&number.to_string())
            .raw("</b> ")
            .text(event.label);
    }
    drawing.pen.raw("</p>");
}

/// Returns the letter of a lane whose name is in the legend.
fn letter(index: usize) -> String {
    char::from_u32(u32::from('A') + u32::try_from(index % 26).unwrap_or_default()).map(String::from).unwrap_or_default()
}

fn draw_legend(drawing: &mut Drawing<'_>, names: &[String]) {
    drawing.pen.raw("<p class=\"tf-legend\">");
    for (index, name) in names.iter().enumerate() {
        drawing.pen.raw("<span><b>").text(&letter(index)).raw("</b> ").text(name).raw("</span> ");
    }
    drawing.pen.raw("</p>");
}

fn draw_background(drawing: &mut Drawing<'_>, layout: &NarrowLayout) {
    let right = layout.right;
    for segment in layout.scale.segments.iter().filter(|segment| !segment.is_focus) {
        let (from, to) = (layout.y(segment.from), layout.y(segment.to));
        drawing.pen.raw("<rect class=\"tf-band\"").part(0.0, right);
        drawing.pen.number("y", from, "em").number("height", to - from, "em").raw("/>");
    }
    let foot = HEAD + layout.plot;
    for index in 0..=layout.lanes.len() {
        let x = if index == layout.lanes.len() { right } else { layout.lane_x(index) - layout.lane_width / 2.0 };
        drawing.pen.raw("<line class=\"tf-rule\"").share("x1", x).share("x2", x);
        drawing.pen.number("y1", HEAD, "em").number("y2", foot, "em").raw("/>");
    }
    for (y, label) in &layout.ticks {
        drawing.pen.raw("<line class=\"tf-rule\"").share("x1", 0.0).share("x2", right);
        drawing.pen.number("y1", *y, "em").number("y2", *y, "em").raw("/>");
        if !label.is_empty() {
            drawing.pen.open_at(0.0, *y).raw("<text class=\"tf-tick tf-strong\"").x(2.0).raw(" y=\"1.05em\">");
            drawing.pen.text(label).raw("</text></svg>");
        }
    }
    for (from, to) in layout.scale.breaks() {
        let (from, to) = (layout.y(from), layout.y(to));
        drawing.pen.raw("<rect class=\"tf-gap\"").part(0.0, right + 0.004);
        drawing.pen.number("y", from, "em").number("height", to - from, "em").raw("/>");
        for y in [from, to] {
            // The edge is cut off at the last lane.
            drawing.pen.raw("<svg class=\"tf-cut\" height=\"8\"").part(0.0, right);
            drawing.pen.number("y", y - 0.25, "em");
            drawing.pen.raw(&format!("><path class=\"tf-tear\" d=\"M0 1{}\"/></svg>", "l6 5l6-5".repeat(60)));
        }
    }
}

fn draw_lane(drawing: &mut Drawing<'_>, layout: &NarrowLayout, (index, lane): (usize, &NarrowLane), full: FullCounts) {
    let x = layout.lane_x(index);
    for (event, is_right) in &lane.rails {
        draw_rail(drawing, layout, *event, if *is_right { x + layout.rail_offset() } else { x - layout.rail_offset() });
    }
    draw_bars(drawing, layout, (index, lane), full);
    for (y, events) in &lane.groups {
        match events.as_slice() {
            [event] => draw_single(drawing, layout, *event, (x, *y)),
            events => draw_several(drawing, events, (x, *y)),
        }
    }
}

fn draw_rail(drawing: &mut Drawing<'_>, layout: &NarrowLayout, index: usize, x: f64) {
    let event = drawing.event(index);
    let parts = layout.scale.parts(DaySpan { first: event.first, end: event.end() });
    drawing.open_mark(index, "", "");
    drawing.pen.raw("<svg").share("x", x).raw(">");
    let class = if event.shape == MarkShape::Lasted { "tf-ink" } else { "tf-hollow" };
    let (mut top, mut bottom) = (f64::INFINITY, 0.0_f64);
    for (from, to) in parts {
        let (from, to) = (layout.y(from), layout.y(to));
        (top, bottom) = (top.min(from), bottom.max(to));
        for (class, left, width) in [("tf-hit", -12, 24), (class, -3, 6)] {
            drawing.pen.raw(&format!("<rect class=\"{class}\" x=\"{left}\" width=\"{width}\""));
            drawing.pen.number("y", from, "em").number("height", to - from, "em").raw("/>");
        }
    }
    if event.shape == MarkShape::Within {
        let dash = |is_soft: bool| if is_soft { " tf-dash" } else { "" };
        for (y, d, is_soft) in
            [(top, "M-3.5 5V0H3.5V5", event.soft.start), (bottom, "M-3.5-5V0H3.5V-5", event.soft.end)]
        {
            drawing.pen.raw("<svg").number("y", y, "em");
            drawing.pen.raw(&format!("><path class=\"tf-line{}\" d=\"{d}\"/></svg>", dash(is_soft)));
        }
    }
    drawing.pen.raw("</svg></a>");
}

fn draw_bars(drawing: &mut Drawing<'_>, layout: &NarrowLayout, (index, lane): (usize, &NarrowLane), full: FullCounts) {
    let left = layout.lane_x(index) - layout.lane_width / 2.0;
    let name = drawing.input.lanes.get(index).map_or("", String::as_str);
    for bin in &lane.bins {
        let most = if bin.is_compressed { full.1 } else { full.0 };
        let length = |count: usize| columns::ratio(count, most) * layout.lane_width * 0.92;
        let (from, to) = (layout.y(bin.from), layout.y(bin.to));
        let words = columns::words(drawing.input, name, bin);
        drawing.open_several(bin.first_event, &words);
        let mut rect = |class: &str, width: f64| {
            drawing.pen.raw("<rect").attribute("class", class).part(left, left + width);
            drawing.pen.number("y", from + 0.05, "em").number("height", (to - from - 0.1).max(0.1), "em").raw("/>");
        };
        rect("tf-hit", layout.lane_width);
        if bin.exact < bin.count {
            rect("tf-hollow tf-edge", length(bin.count).max(0.006));
        }
        if bin.exact > 0 {
            rect("tf-ink", length(bin.exact).max(0.006));
        }
        drawing.pen.raw("</a>");
    }
}

fn draw_single(drawing: &mut Drawing<'_>, layout: &NarrowLayout, index: usize, (x, y): (f64, f64)) {
    let event = drawing.event(index);
    let class = if matches!(event.shape, MarkShape::By | MarkShape::Since) { " tf-bounded" } else { "" };
    let height = span_height(event, layout);
    let has_name = layout.fits_beside(event.label);
    let drawn = if has_name { event.label } else { "" };
    drawing.open_mark(index, if event.turning_point { " tf-turning" } else { class }, drawn);
    drawing.pen.open_at(x, y);
    draw_target(drawing);
    drawing.pen.raw(&glyph::downwards(event.shape, height, event.soft));
    if has_name {
        drawing.pen.raw("<text").x(narrow::BESIDE).raw(" dy=\".35em\">").text(event.label).raw("</text>");
    }
    drawing.pen.raw("</svg></a>");
}

/// Returns the height of an event's span in pixels.
fn span_height(event: &FigureEvent<'_>, layout: &NarrowLayout) -> f64 {
    (layout.scale.end_x(event.end()) - layout.scale.start_x(event.first)) * layout.plot * EM
}

fn draw_target(drawing: &mut Drawing<'_>) {
    let (from, size) = (Rounded(-TARGET), Rounded(2.0 * TARGET));
    drawing.pen.raw(&format!("<rect class=\"tf-hit\" x=\"{from}\" y=\"{from}\" width=\"{size}\" height=\"{size}\"/>"));
}

fn draw_several(drawing: &mut Drawing<'_>, events: &[usize], (x, y): (f64, f64)) {
    let words = drawing.input.words;
    let titles: Vec<&str> = events.iter().take(4).map(|index| drawing.event(*index).title).collect();
    let mut parts = vec![words.count("count.events", events.len()), titles.join("; ")];
    if events.len() > titles.len() {
        parts.push("…".to_owned());
    }
    let is_exact = events.iter().all(|index| drawing.event(*index).shape.is_exact());
    drawing.open_several(events[0], &parts.join(words.message("list.parts")));
    drawing.pen.open_at(x, y);
    draw_target(drawing);
    if events.iter().all(|index| drawing.event(*index).shape == MarkShape::By) {
        drawing.pen.raw("<path class=\"tf-line\" d=\"M-11 13H11M0-11V-21M-4.5-17L0-21.5L4.5-17\"/>");
    }
    drawing.pen.raw(&glyph::several(events.len(), is_exact)).raw("</svg></a>");
}

/// Draws the disc of a turning point in its lane, and its name at the right.
fn draw_disc(drawing: &mut Drawing<'_>, layout: &NarrowLayout, disc: &NarrowDisc) {
    let event = drawing.event(disc.event);
    let (x, y) = (layout.lane_x(event.lane), disc.y);
    let number = drawing.number(disc.event).to_string();
    let drawn = if disc.name.is_some() { format!("{} {}", event.label, event.date) } else { String::new() };
    drawing.open_mark(disc.event, " tf-turning", &drawn);
    if disc.name.is_some() {
        drawing.pen.raw("<line class=\"tf-drop\"").share("x1", x).share("x2", layout.right);
        drawing.pen.number("y1", y, "em").number("y2", y, "em").raw("/>");
    }
    drawing.pen.open_at(x, y);
    draw_target(drawing);
    drawing.pen.raw("<circle class=\"tf-disc\" r=\".85em\"/><text class=\"tf-number\" dy=\".36em\">").text(&number);
    drawing.pen.raw("</text></svg> ");
    if let Some((top, name, date)) = &disc.name {
        draw_disc_name(drawing, layout, (*top, y), name, date);
    }
    drawing.pen.raw("</a>");
}

fn draw_disc_name(
    drawing: &mut Drawing<'_>,
    layout: &NarrowLayout,
    (top, y): (f64, f64),
    name: &[String],
    date: &[String],
) {
    let count = |lines: &[String]| f64::from(u32::try_from(lines.len()).unwrap_or_default());
    let name_height = count(name) * NAME_LINE;
    let height = name_height + count(date) * DATE_LINE;
    drawing.pen.open_at(layout.right, top).raw("<rect class=\"tf-hit\"");
    drawing.pen.pixels(6.0, (1.0 - layout.right) * narrow::WIDTH).number("height", height + 0.2, "em").raw("/>");
    let side = if drawing.pen.is_rtl() { -8 } else { 8 };
    drawing.pen.raw(&format!("<line class=\"tf-stem\" y1=\"{}em\" x2=\"{side}\" y2=\".7em\"/>", Rounded(y - top)));
    let mut line_y = 1.0;
    for line in name {
        drawing
            .pen
            .raw("<text class=\"tf-title\"")
            .x(12.0)
            .number("y", line_y * EM / NAME_EM, "em")
            .raw(">")
            .text(line);
        drawing.pen.raw("</text> ");
        line_y += NAME_LINE;
    }
    line_y = name_height + 0.95;
    for line in date {
        drawing
            .pen
            .raw("<text class=\"tf-date\"")
            .x(12.0)
            .number("y", line_y, "em")
            .raw(">")
            .text(line)
            .raw("</text> ");
        line_y += DATE_LINE;
    }
    drawing.pen.raw("</svg>");
}
