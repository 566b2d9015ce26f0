//! Draws the columns of a dense lane: their height is the number of events, the solid part those whose day is known.

use super::super::bins::TimeBin;
use super::super::form::FigureInput;
use super::super::text_width::{TextFace, text_width};
use super::link::Drawing;

/// Height of a lane in em.
pub(super) const HEIGHT: f64 = 5.2;
/// Height of a full column in em.
const FULL: f64 = 3.5;
/// Least height of a column, and of a target, in em.
const LEAST: f64 = 0.15;
const TARGET: f64 = 1.9;
/// Size of a number in pixels.
pub(super) const NUMBER_SIZE: f64 = 12.0;
/// Number of pixels by which a number may begin before its column.
const MAX_OVERHANG: f64 = 9.0;
/// Space between columns, as a share of the width.
const SPACE: f64 = 0.0012;

/// Draws the columns of a lane in a form of a width in pixels; `most` is the number of a full column.
pub(super) fn draw(drawing: &mut Drawing<'_>, (lane, width): (&str, f64), bins: &[TimeBin], most: usize, height: f64) {
    let foot = height - 0.15;
    let numbers = number_places(bins, width);
    for (bin, number_x) in bins.iter().zip(numbers) {
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
        if let Some(x) = number_x {
            drawing.pen.raw("<text class=\"tf-count\"").share("x", x);
            // The size of numbers is 12/13 of that of the lane, and so is their em.
            drawing.pen.number("y", (foot - all - 0.3) * 13.0 / 12.0, "em").raw(">").text(&bin.count.to_string());
            drawing.pen.raw("</text>");
        }
        drawing.pen.raw("</a>");
    }
}

/// Returns the share of the width at the middle of each number, `None` where there is no space for it. A number may
/// begin before its column if the one before that is lower.
fn number_places(bins: &[TimeBin], width: f64) -> Vec<Option<f64>> {
    let mut taken = f64::NEG_INFINITY;
    let mut places = Vec::new();
    for (index, bin) in bins.iter().enumerate() {
        let half = number_width(&bin.count.to_string()) / 2.0;
        let (from, to) = (bin.from * width, bin.to * width);
        let before = index.checked_sub(1).map(|before| &bins[before]);
        let is_before_lower = before.is_none_or(|before| before.to + 1e-9 < bin.from || before.count * 2 < bin.count);
        let middle = if to - from >= 2.0 * half {
            Some(f64::midpoint(from, to))
        } else {
            Some(to - half).filter(|middle| is_before_lower && middle - half >= taken.max(from - MAX_OVERHANG))
        };
        if let Some(middle) = middle {
            taken = middle + half + 1.0;
        }
        places.push(middle.map(|middle| middle / width));
    }
    places
}

/// Returns the words of a column: "China, July 2025: 5 events, 3 with a known day".
pub(super) fn words(input: &FigureInput<'_>, lane: &str, bin: &TimeBin) -> String {
    let words = input.words;
    let (span, events) = (words.span(bin.days), words.count("count.events", bin.count));
    let exact = words.count("timeline.known_days", bin.exact);
    let parts = [lane, &span, &events, &exact];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(words.message("list.parts"))
}

/// Returns the width of a number in pixels.
pub(super) fn number_width(number: &str) -> f64 {
    text_width(number, TextFace::SansStrong, NUMBER_SIZE)
}

/// Returns a share of a whole.
#[expect(clippy::cast_precision_loss, reason = "counts of events are small")]
pub(super) fn ratio(count: usize, most: usize) -> f64 {
    count as f64 / most.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::super::super::day_span::DaySpan;
    use super::*;

    #[test]
    fn numbers_stand_where_there_is_space() {
        let bin = |from: f64, to: f64, count| TimeBin {
            days: DaySpan { first: 0, end: 1 },
            from: from / 500.0,
            to: to / 500.0,
            count,
            exact: count,
            first_event: 0,
        };
        let shown = |bins: &[TimeBin]| number_places(bins, 500.0).iter().map(Option::is_some).collect::<Vec<_>>();
        assert_eq!(shown(&[bin(0.0, 30.0, 1), bin(30.0, 42.0, 44)]), [true, true]);
        assert_eq!(shown(&[bin(0.0, 30.0, 40), bin(30.0, 42.0, 44)]), [true, false]);
        assert_eq!(shown(&[bin(0.0, 30.0, 1), bin(30.0, 34.0, 444)]), [true, false]);
    }
}
