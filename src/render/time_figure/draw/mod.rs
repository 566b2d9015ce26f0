//! Writes the figure as HTML and SVG.
//!
//! 1. `figure` writes the heading, all forms (style sheets display one), the key and the notes.
//! 2. `top` draws turning points, axis and grid; `lane` the marks, `columns` the columns of a lane; `vertical` the form
//!    for phones; `pinned` the strip.
//! 3. `glyph` has the marks, `link` the links and their names, `pen` the writer.

mod columns;
mod glyph;
mod key;
mod lane;
mod link;
mod pen;
mod pinned;
mod top;
mod vertical;

use super::axis;
use super::bins::{self, TimeBin};
use super::event::{FigureEvent, MarkShape, SoftEnds};
use super::flags::{self, Flag};
use super::form::{FigureInput, FigureSize, FormSizes, MID, SLIM, SMALL, WIDE};
use super::lanes::{self, LaneContent};
use super::narrow::NarrowLayout;
use super::periods::{self, FigurePeriods};
use super::rows::NamePlace;
use super::scale::TimeScale;
use link::Drawing;

pub(crate) use pinned::pinned_strip;

/// Draws the mark of one event for a list, in which time runs down.
pub(crate) fn list_glyph(shape: MarkShape, soft: SoftEnds) -> String {
    let view = match shape {
        MarkShape::By => "-14 -24 28 28",
        MarkShape::Since => "-14 -4 28 28",
        MarkShape::Point => "-14 -14 28 28",
        MarkShape::Lasted | MarkShape::Within => "-14 -16 28 32",
    };
    let height = view.rsplit(' ').next().unwrap_or("28");
    let mark = glyph::downwards(shape, 24.0, soft);
    format!("<svg width=\"28\" height=\"{height}\" viewBox=\"{view}\">{mark}</svg>")
}

/// Number of names in a note beyond which it is folded.
const MAX_UNFOLDED: usize = 6;

/// Draws the figure; `None` without events.
pub(crate) fn figure(input: &FigureInput<'_>) -> Option<String> {
    let periods = periods::choose(input.events, input.focus, input.as_of)?;
    let mut drawing = Drawing::new(input);
    let label = input.words.message("timeline.figure");
    let (class, forms) = match input.size {
        FigureSize::Full => ("tf", [WIDE, MID]),
        FigureSize::Small => ("tf tf-excerpt", [SMALL, SLIM]),
    };
    drawing.pen.raw("<figure").attribute("class", class).attribute("aria-label", label);
    if input.is_rtl {
        drawing.pen.raw(" dir=\"rtl\"");
    }
    drawing.pen.raw(">");
    let mut has_columns = false;
    if input.size == FigureSize::Full {
        draw_head(&mut drawing, &periods);
    }
    for form in forms {
        has_columns |= draw_form(&mut drawing, &periods, &form);
    }
    if input.size == FigureSize::Full {
        let layout = NarrowLayout::new(input.events, input.lanes.len(), &periods, input.words);
        let full = bins::full_counts(layout.lanes.iter().flat_map(|lane| &lane.bins));
        vertical::draw(&mut drawing, &layout, full);
        key::draw(&mut drawing, has_columns);
        drawing.pen.raw("<p class=\"tf-note\" hidden>");
        drawing.message("timeline.keys").raw("</p>");
    }
    drawing.pen.raw("</figure>");
    Some(drawing.pen.finish())
}

/// Checks whether the days of an event are known.
fn is_known_day(event: &FigureEvent<'_>) -> bool {
    event.shape.is_exact() && event.soft == SoftEnds::default() && !event.uncertain
}

/// Draws the heading: the number of events, how sure their dates are, and the scale.
fn draw_head(drawing: &mut Drawing<'_>, periods: &FigurePeriods) {
    let (events, words) = (drawing.input.events, drawing.input.words);
    let exact = events.iter().filter(|event| is_known_day(event)).count();
    let bounded = events.iter().filter(|event| !event.shape.is_exact() && event.shape.is_single()).count();
    let counts = [("timeline.known_days", exact), ("timeline.bounded", bounded)];
    let parts: Vec<String> = counts.iter().filter(|(_, n)| *n > 0).map(|(key, n)| words.count(key, *n)).collect();
    drawing.pen.raw("<figcaption class=\"tf-head\"><span class=\"tf-heading\"><b>");
    drawing.pen.text(&words.count("count.events", events.len())).raw("</b> ");
    drawing.pen.text(&parts.join(words.message("list.parts"))).raw("</span> <span class=\"tf-scale\">");
    drawing.pen.text(&words.message("timeline.to_scale").replace("{span}", &words.span(periods.focus)));
    drawing.pen.raw("</span></figcaption>");
}

/// Draws a form in which time runs from left to right. Returns true if a lane has columns.
fn draw_form(drawing: &mut Drawing<'_>, periods: &FigurePeriods, form: &FormSizes) -> bool {
    let input = drawing.input;
    let scale = TimeScale::new(periods, form);
    let is_full = input.size == FigureSize::Full;
    let flags =
        if is_full { flags::place(input.events, &scale, form, input.words.message("list.parts")) } else { Vec::new() };
    let flagged: Vec<usize> = flags.iter().map(|flag| flag.event).collect();
    let groups = lanes::by_lane(input.events, input.lanes.len(), &flagged);
    let lanes = lanes::arrange(input.events, &groups, &scale, form);
    let ticks = axis::ticks(&scale, form.width, input.words);
    let full = bins::full_counts(lanes.iter().flat_map(columns_of));
    let name = |lane: usize| input.lanes.get(lane).map_or("", String::as_str);
    let top = if flags.is_empty() { 0.0 } else { top::height(&flags) };
    let heights = lanes.iter().enumerate().map(|(lane, content)| lane::height(content, name(lane), form));
    let height = top + top::axis_height() + heights.sum::<f64>();
    drawing.pen.raw("<div class=\"tf-form ").raw(form.class).raw("\"><div class=\"tf-lanes\">");
    top::draw_grid(drawing, &ticks, &flags, &scale, (top, height));
    if !flags.is_empty() {
        top::draw_flags(drawing, &flags, &scale, form);
    }
    top::draw_axis(drawing, &ticks, &flags, &scale, form);
    for (lane, content) in lanes.iter().enumerate().filter(|(lane, _)| !groups[*lane].is_empty() || groups.len() == 1) {
        lane::draw(drawing, (name(lane), content), &scale, form, full);
    }
    drawing.pen.raw("</div>");
    if is_full {
        draw_unnamed(drawing, &flags, &lanes);
    }
    drawing.pen.raw("</div>");
    lanes.iter().any(|content| matches!(content, LaneContent::Bins(_)))
}

fn columns_of(content: &LaneContent) -> &[TimeBin] {
    match content {
        LaneContent::Bins(bins) => bins,
        LaneContent::Marks(_) => &[],
    }
}

/// Lists the turning points and events for whose names there is no space.
fn draw_unnamed(drawing: &mut Drawing<'_>, flags: &[Flag], lanes: &[LaneContent]) {
    let events = drawing.input.events;
    let separator = drawing.input.words.message("list.parts");
    let turning: Vec<&Flag> = flags.iter().filter(|flag| flag.name.is_none()).collect();
    if !turning.is_empty() {
        drawing.pen.raw("<p class=\"tf-bare\">");
        for (index, flag) in turning.iter().enumerate() {
            let (event, number) = (&events[flag.event], drawing.number(flag.event));
            drawing.pen.raw(if index > 0 { "; <b>" } else { "<b>" }).text(&number.to_string()).raw("</b> ");
            drawing.pen.text(event.label).text(separator).text(event.date);
        }
        drawing.pen.raw("</p>");
    }
    let mut unnamed: Vec<usize> = lanes
        .iter()
        .flat_map(|content| match content {
            LaneContent::Marks(marks) => marks.as_slice(),
            LaneContent::Bins(_) => &[],
        })
        .filter(|mark| mark.name == NamePlace::Missing)
        .map(|mark| mark.event)
        .collect();
    if unnamed.is_empty() {
        return;
    }
    unnamed.sort_by_key(|index| (events[*index].first, *index));
    let name = |index: &usize| format!("{}{separator}{}", events[*index].label, events[*index].date);
    let names = unnamed.iter().map(name).collect::<Vec<_>>().join("; ");
    let no_room = drawing.input.words.message("timeline.no_room");
    if unnamed.len() <= MAX_UNFOLDED {
        drawing.pen.raw("<p class=\"tf-bare\">").text(no_room).raw(" ").text(&names).raw("</p>");
    } else {
        drawing.pen.raw("<details class=\"tf-bare\"><summary>").text(no_room).raw(" ");
        drawing.pen.text(&unnamed.len().to_string()).raw("</summary><p>").text(&names).raw("</p></details>");
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::FigureEvent;
    use super::super::testing::{EnglishWords, any_events, by, named, point, within};
    use super::*;
    use proptest::prelude::*;

    fn drawn(events: &[FigureEvent<'_>], size: FigureSize, is_rtl: bool) -> Option<String> {
        let lanes = ["Northland", "Southland", "Institutes", "Firms", "Other events"].map(str::to_owned);
        figure(&FigureInput { events, lanes: &lanes, focus: None, as_of: None, size, is_rtl, words: &EnglishWords })
    }

    fn turning(event: FigureEvent<'static>) -> FigureEvent<'static> {
        FigureEvent { turning_point: true, ..event }
    }

    #[test]
    fn draws_every_form_once() {
        let events = [point(2025, 7, 3), within((2025, 1, 1), (2025, 12, 31)), by(2025, 9, 1)];
        let html = drawn(&events, FigureSize::Full, false).unwrap();
        for form in ["tf-wide", "tf-mid", "tf-narrow"] {
            assert_eq!(html.matches(&format!("tf-form {form}\"")).count(), 1, "{form}");
        }
        let small = drawn(&events, FigureSize::Small, false).unwrap();
        assert!(small.contains("tf-small") && small.contains("tf-slim") && !small.contains("tf-key"));
        assert_eq!(drawn(&[], FigureSize::Full, false), None);
    }

    #[test]
    fn names_begin_with_what_is_drawn() {
        let event = turning(named(point(2025, 7, 3), "Lindhaven talks"));
        let html = drawn(&[event, point(2025, 12, 3)], FigureSize::Full, false).unwrap();
        assert!(html.contains("aria-label=\"1list.partsLindhaven talks a date"), "{html}");
    }

    #[test]
    fn the_card_is_described_once() {
        let html = drawn(&[point(2025, 7, 3), point(2025, 8, 3)], FigureSize::Full, false).unwrap();
        assert_eq!(html.matches("data-name=\"").count(), 2);
        assert!(html.matches("tf-mark").count() >= 6);
    }

    #[test]
    fn escapes_words() {
        let html = drawn(&[named(point(2025, 7, 3), "<b>"), point(2025, 8, 3)], FigureSize::Full, false).unwrap();
        assert!(!html.contains("<b>\"") && html.contains("&lt;b&gt;"));
    }

    #[test]
    fn is_mirrored_for_scripts_from_right_to_left() {
        let events = [point(2025, 1, 1), point(2025, 12, 31)];
        let html = drawn(&events, FigureSize::Small, true).unwrap();
        assert!(html.starts_with("<figure class=\"tf tf-excerpt\" aria-label=\"timeline.figure\" dir=\"rtl\">"));
        assert!(html.contains("<svg x=\"100%\" y=\"1.2em\">"), "{html}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn is_well_formed_and_deterministic(events in any_events(200), is_rtl: bool) {
            for size in [FigureSize::Full, FigureSize::Small] {
                let html = drawn(&events, size, is_rtl).unwrap();
                for tag in ["svg", "a", "text", "div", "p", "g"] {
                    let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
                    let opened = html.match_indices(&open).filter(|(at, _)| {
                        html[at + open.len()..].starts_with([' ', '>'])
                    });
                    prop_assert_eq!(opened.count(), html.matches(&close).count(), "{}", tag);
                }
                prop_assert!(!html.contains("NaN") && !html.contains("inf"));
                prop_assert_eq!(Some(html), drawn(&events, size, is_rtl));
            }
        }
    }

    #[test]
    fn ten_thousand_events_are_columns() {
        let day = |index: i32| FigureEvent {
            lane: usize::try_from(index % 5).unwrap(),
            turning_point: index % 500 == 0,
            first: 20_200 + index % 180,
            last: 20_200 + index % 180,
            ..point(2025, 7, 1)
        };
        let events: Vec<FigureEvent<'_>> = (0..10_000).map(day).collect();
        let html = drawn(&events, FigureSize::Full, false).unwrap();
        assert!(html.matches('<').count() < 8_000 && html.len() < 300_000, "{} bytes", html.len());
    }
}
