//! Draws the form for phones, in which time runs down.

use super::super::bins;
use super::super::day_span::DaySpan;
use super::super::event::{FigureEvent, MarkShape};
use super::super::narrow_layout::{BESIDE, EM, NarrowDisc, NarrowLane, NarrowLayout};
use super::super::narrow_names::MIDDLE;
use super::columns;
use super::glyph;
use super::link::{Drawing, class_of};
use super::pen::Rounded;
use super::unnamed;
use super::vertical_names;

/// Radius of a turning point's disc in pixels.
const RADIUS: f64 = 11.0;
/// Height of a number above its bar in em.
const NUMBER_LINE: f64 = 1.05;
/// Half of the width of a target in pixels.
const TARGET: f64 = 12.0;

/// Draws the form.
pub(super) fn draw(drawing: &mut Drawing<'_>, layout: &NarrowLayout) {
    let most = bins::most(layout.lanes.iter().flat_map(|lane| &lane.bins));
    drawing.pen.raw("<div class=\"tf-form tf-narrow\" data-axis=\"y\">");
    vertical_names::draw_legend(drawing, layout);
    let label = drawing.input.words.message("timeline.figure");
    drawing.pen.raw("<svg class=\"tf-down\" role=\"group\" width=\"100%\"").attribute("aria-label", label);
    drawing.pen.number("height", layout.height, "em").raw(">");
    draw_background(drawing, layout);
    vertical_names::draw_lane_names(drawing, layout);
    vertical_names::draw_lines(drawing, layout);
    for (index, lane) in layout.lanes.iter().enumerate() {
        drawing.pen.raw("<g class=\"tf-column\">");
        draw_lane(drawing, layout, (index, lane), most);
        drawing.pen.raw("</g>");
    }
    drawing.pen.raw("<g class=\"tf-column\">");
    for disc in &layout.discs {
        draw_disc(drawing, layout, disc);
    }
    drawing.pen.raw("</g></svg>");
    let (turning, others) = layout.unnamed(drawing.input.events);
    unnamed::draw_turning(drawing, &turning, "tf-bare");
    let named: Vec<usize> = layout.discs.iter().filter(|disc| disc.name.is_some()).map(|disc| disc.event).collect();
    // For text that is too large for names in the drawing.
    unnamed::draw_turning(drawing, &named, "tf-bare tf-list");
    unnamed::draw_others(drawing, others);
    unnamed::draw_filter_note(drawing, layout.is_dense());
    drawing.pen.raw("</div>");
}

fn draw_background(drawing: &mut Drawing<'_>, layout: &NarrowLayout) {
    let right = layout.right;
    for segment in layout.scale.segments.iter().filter(|segment| !segment.is_focus) {
        let (from, to) = (layout.y(segment.from), layout.y(segment.to));
        drawing.pen.raw("<rect class=\"tf-band\"").part(0.0, right);
        drawing.pen.number("y", from, "em").number("height", to - from, "em").raw("/>");
    }
    let foot = layout.head + layout.plot;
    for index in 0..=layout.lanes.len() {
        let x = if index == layout.lanes.len() { right } else { layout.lane_x(index) - layout.lane_width / 2.0 };
        drawing.pen.raw("<line class=\"tf-rule\"").share("x1", x).share("x2", x);
        drawing.pen.number("y1", layout.head, "em").number("y2", foot, "em").raw("/>");
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

fn draw_lane(drawing: &mut Drawing<'_>, layout: &NarrowLayout, (index, lane): (usize, &NarrowLane), most: usize) {
    let x = layout.lane_x(index);
    for (event, is_right) in &lane.rails {
        draw_rail(drawing, layout, *event, if *is_right { x + layout.rail_offset() } else { x - layout.rail_offset() });
    }
    draw_bars(drawing, layout, (index, lane), most);
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
    let is_named = layout.names.iter().any(|name| name.event == index);
    drawing.open_mark(index, "", if is_named { event.label } else { "" });
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
    drawing.pen.raw("</svg>");
    vertical_names::draw_name_right(drawing, layout, index);
    drawing.pen.raw("</a>");
}

fn draw_bars(drawing: &mut Drawing<'_>, layout: &NarrowLayout, (index, lane): (usize, &NarrowLane), most: usize) {
    let left = layout.lane_x(index) - if layout.has_names_beside() { 0.0 } else { layout.lane_width / 2.0 };
    let right = if layout.has_names_beside() { layout.right } else { left + layout.lane_width };
    let name = drawing.input.lanes.get(index).map_or("", String::as_str);
    for bin in &lane.bins {
        let length = |count: usize| (columns::ratio(count, most) * (right - left) * 0.92).max(0.006);
        let (from, to) = (layout.y(bin.from), layout.y(bin.to));
        let words = columns::words(drawing.input, name, bin);
        drawing.open_several(bin.first_event, &words);
        let mut rect = |class: &str, width: f64, from: f64| {
            drawing.pen.raw("<rect").attribute("class", class).part(left, left + width);
            drawing.pen.number("y", from, "em").number("height", (to - from - 0.1).max(0.1), "em").raw("/>");
        };
        rect("tf-hit", right - left, from);
        // The number stands above its bar.
        let bar = (from + NUMBER_LINE).min(to - 0.4);
        if bin.exact < bin.count {
            rect("tf-hollow tf-edge", length(bin.count), bar);
        }
        if bin.exact > 0 {
            rect("tf-ink", length(bin.exact), bar);
        }
        drawing.pen.raw("<text class=\"tf-count tf-beginning\"").share("x", left + 0.004);
        // The size of numbers is 12/13 of that of the form, and so is their em.
        drawing
            .pen
            .number("y", (bar - 0.2) * 13.0 / 12.0, "em")
            .raw(">")
            .text(&bin.count.to_string())
            .raw("</text></a>");
    }
}

fn draw_single(drawing: &mut Drawing<'_>, layout: &NarrowLayout, index: usize, (x, y): (f64, f64)) {
    let event = drawing.event(index);
    let is_named_right = layout.names.iter().any(|name| name.event == index);
    let height = span_height(event, layout);
    let has_name = layout.fits_beside(event.label);
    let drawn = if has_name || is_named_right { event.label } else { "" };
    drawing.open_mark(index, class_of(event), drawn);
    drawing.pen.open_at(x, y);
    draw_target(drawing);
    if event.turning_point {
        draw_badge(drawing, index, height);
    } else {
        drawing.pen.raw(&glyph::downwards(event.shape, height, event.soft));
    }
    if has_name {
        drawing.pen.raw("<text").x(BESIDE).raw(" dy=\".35em\">").text(event.label).raw("</text>");
    }
    drawing.pen.raw("</svg>");
    vertical_names::draw_name_right(drawing, layout, index);
    drawing.pen.raw("</a>");
}

/// Draws the badge of a turning point with what is known of its date. `height` is that of a span in pixels.
fn draw_badge(drawing: &mut Drawing<'_>, index: usize, height: f64) {
    let event = drawing.event(index);
    let mark = glyph::around(event.shape, event.soft, RADIUS, height);
    if !mark.is_empty() {
        // Time runs down.
        drawing.pen.raw("<g transform=\"rotate(90)\">").raw(&mark).raw("</g>");
    }
    let number = drawing.number(index).to_string();
    drawing.pen.raw("<circle class=\"tf-disc\" r=\".85em\"/><text class=\"tf-number\" dy=\".36em\">").text(&number);
    drawing.pen.raw("</text>");
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
    // In a dense form, it is beside its name, where it hides no bars.
    let beside = layout.is_dense();
    let (x, y) = match &disc.name {
        Some((top, ..)) if beside => (layout.right, top + MIDDLE),
        _ => (layout.lane_x(event.lane), disc.y),
    };
    let drawn = if disc.name.is_some() { format!("{} {}", event.label, event.date) } else { String::new() };
    drawing.open_mark(disc.event, " tf-turning", &drawn);
    drawing.pen.open_at(x, y);
    if beside {
        drawing.pen.raw("<svg").x(layout.name_pad() - RADIUS - 4.5).raw(">");
    }
    draw_target(drawing);
    draw_badge(drawing, disc.event, if beside { 0.0 } else { span_height(event, layout) });
    drawing.pen.raw(if beside { "</svg></svg> " } else { "</svg> " });
    if let Some((top, name, date)) = &disc.name {
        vertical_names::draw_disc_name(drawing, layout, (*top, disc.y + disc.line), (disc.event, name, date));
    }
    drawing.pen.raw("</a>");
}
