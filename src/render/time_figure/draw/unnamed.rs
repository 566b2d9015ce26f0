//! Lists the turning points and events for whose names a form has no space.

use super::super::flags::Flag;
use super::super::form::FigureSize;
use super::super::lanes::LaneContent;
use super::link::Drawing;

/// Number of names in a list beyond which it is folded.
const MAX_UNFOLDED: usize = 6;

/// Lists the names that a form from left to right lacks.
pub(super) fn draw(drawing: &mut Drawing<'_>, flags: &[Flag], lanes: &[LaneContent], has_columns: bool) {
    let events = drawing.input.events;
    let mut has_name = vec![false; events.len()];
    for flag in flags.iter().filter(|flag| flag.name.is_some()) {
        has_name[flag.event] = true;
    }
    let mut unnamed: Vec<usize> = Vec::new();
    for content in lanes {
        let LaneContent::Marks(marks) = content else { continue };
        for mark in marks {
            has_name[mark.event] |= mark.name.is_named();
            if !mark.name.is_named() && !events[mark.event].turning_point {
                unnamed.push(mark.event);
            }
        }
    }
    let turning: Vec<usize> =
        (0..events.len()).filter(|index| events[*index].turning_point && !has_name[*index]).collect();
    draw_turning(drawing, &turning, "tf-bare");
    // The list beside a small figure has the names of the other events.
    if drawing.input.size == FigureSize::Full {
        draw_others(drawing, unnamed);
        draw_filter_note(drawing, has_columns);
    }
}

/// Lists turning points by number, name and date.
pub(super) fn draw_turning(drawing: &mut Drawing<'_>, turning: &[usize], class: &str) {
    if turning.is_empty() {
        return;
    }
    let label = drawing.input.words.message("home.turning_points");
    let is_folded = open(drawing, turning.len(), class, label);
    for (index, event) in turning.iter().enumerate() {
        let number = drawing.number(*event).to_string();
        drawing.pen.raw(if index > 0 { "; <b>" } else { "<b>" }).text(&number).raw("</b> ");
        drawing.pen.text(&name_and_date(drawing, *event));
    }
    drawing.pen.raw(if is_folded { "</p></details>" } else { "</p>" });
}

/// Lists other events by name and date.
pub(super) fn draw_others(drawing: &mut Drawing<'_>, mut unnamed: Vec<usize>) {
    if unnamed.is_empty() {
        return;
    }
    let events = drawing.input.events;
    unnamed.sort_by_key(|index| (events[*index].first, *index));
    let names = unnamed.iter().map(|index| name_and_date(drawing, *index)).collect::<Vec<_>>().join("; ");
    let no_room = drawing.input.words.message("timeline.no_room");
    let is_folded = open(drawing, unnamed.len(), "tf-bare", no_room);
    if !is_folded {
        drawing.pen.text(no_room).raw(" ");
    }
    drawing.pen.text(&names).raw(if is_folded { "</p></details>" } else { "</p>" });
}

/// Adds the words that columns are not filtered, which the script shows.
pub(super) fn draw_filter_note(drawing: &mut Drawing<'_>, has_columns: bool) {
    if has_columns {
        drawing.pen.raw("<p class=\"tf-bare tf-unfiltered\" hidden>");
        drawing.message("timeline.unfiltered").raw("</p>");
    }
}

fn name_and_date(drawing: &Drawing<'_>, index: usize) -> String {
    let event = drawing.event(index);
    format!("{}{}{}", event.label, drawing.input.words.message("list.parts"), event.date)
}

/// Opens a paragraph, or a fold with its number if it is long. Returns true for a fold.
fn open(drawing: &mut Drawing<'_>, count: usize, class: &str, summary: &str) -> bool {
    if count <= MAX_UNFOLDED {
        drawing.pen.raw("<p").attribute("class", class).raw(">");
        return false;
    }
    drawing.pen.raw("<details").attribute("class", class).raw("><summary>").text(summary).raw(" ");
    drawing.pen.text(&count.to_string()).raw("</summary><p>");
    true
}
