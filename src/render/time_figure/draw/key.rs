//! Draws the key with the marks themselves.

use super::super::event::{FigureEvent, MarkShape, SoftEnds};
use super::glyph;
use super::link::Drawing;

/// Entry of the key: its class, message keys of its name and explanation, and the view box of its mark.
struct KeyEntry {
    class: &'static str,
    name: &'static str,
    words: &'static str,
    view: &'static str,
    width: u16,
    mark: String,
}

/// View boxes of arrows to the left and to the right.
const BEFORE: &str = "-28 -13 32 26";
const AFTER: &str = "-4 -13 32 26";

/// Marks besides those of single events that forms have.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KeyUse {
    /// True for columns or bars.
    pub(super) has_columns: bool,
    /// True for boxes of several events.
    pub(super) has_boxes: bool,
}

/// Draws the key of the marks that the events have.
pub(super) fn draw(drawing: &mut Drawing<'_>, used: KeyUse) {
    let events = drawing.input.events;
    let entries = entries(events, used, drawing.input.is_rtl);
    drawing.pen.raw("<ul class=\"tf-key\">");
    for entry in entries {
        drawing.pen.raw("<li").raw(entry.class).raw("><svg aria-hidden=\"true\" height=\"26\"");
        drawing.pen.attribute("width", &entry.width.to_string()).attribute("viewBox", entry.view).raw(">");
        drawing.pen.raw(&entry.mark).raw("</svg><span><b>");
        drawing.message(entry.name).raw("</b> ");
        drawing.message(entry.words).raw("</span></li>");
    }
    drawing.pen.raw("</ul>");
}

fn entries(events: &[FigureEvent<'_>], used: KeyUse, is_rtl: bool) -> Vec<KeyEntry> {
    let firm = SoftEnds::default();
    let has = |shape: MarkShape| events.iter().any(|event| event.shape == shape);
    let mut entries = Vec::new();
    let mut add = |is_used: bool, name, words, view, width, mark: String| {
        if is_used {
            entries.push(KeyEntry { class: "", name, words, view, width, mark });
        }
    };
    let disc = "<circle class=\"tf-disc\" r=\"10\"/><text class=\"tf-number\" dy=\".36em\">1</text>";
    let is_turning = events.iter().any(|event| event.turning_point);
    add(is_turning, "timeline.key.turning", "timeline.key.turning_words", "-13 -13 26 26", 26, disc.to_owned());
    let names = |shape| match shape {
        MarkShape::Point => ("timeline.key.point", "timeline.key.point_words", "-10 -13 20 26", 20),
        MarkShape::Lasted => ("timeline.key.lasted", "timeline.key.lasted_words", "-18 -13 36 26", 36),
        MarkShape::Within => ("timeline.key.within", "timeline.key.within_words", "-18 -13 36 26", 36),
        MarkShape::By => ("timeline.key.by", "timeline.key.by_words", if is_rtl { AFTER } else { BEFORE }, 32),
        MarkShape::Since => ("timeline.key.since", "timeline.key.since_words", if is_rtl { BEFORE } else { AFTER }, 32),
    };
    for shape in [MarkShape::Point, MarkShape::Lasted, MarkShape::Within, MarkShape::By, MarkShape::Since] {
        let (name, words, view, width) = names(shape);
        // From right to left, the arrows point the other way, as in the drawing.
        let drawn = match shape {
            MarkShape::By if is_rtl => MarkShape::Since,
            MarkShape::Since if is_rtl => MarkShape::By,
            _ => shape,
        };
        add(has(shape), name, words, view, width, glyph::fixed(drawn, 30.0, firm));
    }
    let is_soft = events.iter().any(|event| event.soft != firm);
    let soft = format!(
        "<g transform=\"translate(-12 0)\">{}</g><g transform=\"translate(16 0)\">{}</g>",
        glyph::fixed(MarkShape::Lasted, 10.0, SoftEnds { start: true, end: true }),
        glyph::bracket(false, true)
    );
    add(is_soft, "timeline.key.about", "timeline.key.about_words", "-26 -13 48 26", 48, soft);
    let column = "<rect class=\"tf-hollow tf-edge\" x=\"-8\" y=\"-11\" width=\"16\" height=\"22\"/><rect class=\"tf-ink\" \
                  x=\"-8\" y=\"0\" width=\"16\" height=\"11\"/>";
    add(used.has_columns, "timeline.key.column", "timeline.key.column_words", "-10 -13 20 26", 20, column.to_owned());
    let several = KeyEntry {
        class: " class=\"tf-key-several\"",
        name: "timeline.key.several",
        words: "timeline.key.several_words",
        view: "-13 -13 26 26",
        width: 26,
        mark: glyph::several(5, false),
    };
    if used.has_boxes {
        entries.push(several);
    }
    entries
}
