//! Draws the columns of a dense lane: their height is the number of events, the solid part those whose day is known.

use super::super::bins::TimeBin;
use super::super::form::FigureInput;
use super::link::Drawing;

/// Height of a lane in em.
pub(super) const HEIGHT: f64 = 5.2;
/// Height of a full column in em.
const FULL: f64 = 3.5;
/// Least height of a column, and of a target, in em.
const LEAST: f64 = 0.15;
const TARGET: f64 = 1.9;
/// Number from which a column has its number above it.
const NUMBERED: usize = 3;
/// Space between columns, as a share of the width.
const SPACE: f64 = 0.0012;

/// Number of events of a full column: in the focus, and in compressed segments.
pub(super) type FullCounts = (usize, usize);

/// Draws the columns of a lane.
pub(super) fn draw(drawing: &mut Drawing<'_>, lane: &str, bins: &[TimeBin], full: FullCounts, height: f64) {
    let foot = height - 0.15;
    for bin in bins {
        let most = if bin.is_compressed { full.1 } else { full.0 };
        let height_of = |count: usize| if count == 0 { 0.0 } else { (ratio(count, most) * FULL).max(LEAST) };
        let (all, exact) = (height_of(bin.count), height_of(bin.exact));
        drawing.open_several(bin.first_event, &words(drawing.input, lane, bin));
        let mut rect = |class: &str, height: f64, space: f64| {
            drawing.pen.raw("<rect").attribute("class", class).part(bin.from + space, bin.to - space);
            drawing.pen.number("y", foot - height, "em").number("height", height, "em").raw("/>");
        };
        rect("tf-hit", all.max(TARGET), 0.0);
        if bin.exact < bin.count {
            rect("tf-hollow tf-edge", all, SPACE);
        }
        if bin.exact > 0 {
            rect("tf-ink", exact, SPACE);
        }
        if bin.count >= NUMBERED {
            drawing.pen.raw("<text class=\"tf-count\"").share("x", f64::midpoint(bin.from, bin.to));
            // The size of numbers is 12/13 of that of the lane, and so is their em.
            drawing
                .pen
                .number("y", (foot - all - 0.3) * 13.0 / 12.0, "em")
                .raw(">")
                .text(&bin.count.to_string())
                .raw("</text>");
        }
        drawing.pen.raw("</a>");
    }
}

/// Returns the words of a column: "China, July 2025: 5 events, 3 with a known day".
pub(super) fn words(input: &FigureInput<'_>, lane: &str, bin: &TimeBin) -> String {
    let words = input.words;
    let (span, events) = (words.span(bin.days), words.count("count.events", bin.count));
    let exact = words.count("timeline.known_days", bin.exact);
    let parts = [lane, &span, &events, &exact];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(words.message("list.parts"))
}

/// Returns a share of a whole.
#[expect(clippy::cast_precision_loss, reason = "counts of events are small")]
pub(super) fn ratio(count: usize, most: usize) -> f64 {
    count as f64 / most.max(1) as f64
}
