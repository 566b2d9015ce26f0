//! Writes the figure as HTML and SVG.
//!
//! 1. `figure` writes the heading, all forms (style sheets display one), the key and the notes.
//! 2. `top` draws turning points, axis and grid; `lane` the marks, `columns` the columns of a lane; `unnamed` the names
//!    for which there is no space; `vertical` the form for phones and
//!    `vertical_names` its names; `pinned` the strip.
//! 3. `glyph` has the marks, `link` the links and their names, `pen` the writer.

mod columns;
mod glyph;
mod key;
mod lane;
mod link;
mod pen;
mod pinned;
mod top;
mod unnamed;
mod vertical;
mod vertical_names;

use super::axis;
use super::bins::{self, TimeBin};
use super::event::{FigureEvent, MarkShape, SoftEnds};
use super::flags::{self, Flag};
use super::form::{FigureInput, FigureSize, FormSizes, MID, SLIM, SMALL, WIDE};
use super::lanes::{self, LaneContent};
use super::narrow;
use super::periods::{self, FigurePeriods};
use super::scale::TimeScale;
use key::KeyUse;
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
    let mut use_of = KeyUse::default();
    if input.size == FigureSize::Full {
        draw_head(&mut drawing, &periods);
    }
    for form in forms {
        use_of.has_columns |= draw_form(&mut drawing, &periods, &form);
    }
    if input.size == FigureSize::Full {
        let layout = narrow::arrange(input.events, input.lanes, &periods, input.words);
        vertical::draw(&mut drawing, &layout);
        use_of.has_columns |= layout.is_dense();
        use_of.has_boxes = layout.lanes.iter().flat_map(|lane| &lane.groups).any(|(_, group)| group.len() > 1);
        key::draw(&mut drawing, use_of);
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
    let records = FigureEvent::records(events);
    let exact = records.clone().filter(|event| is_known_day(event)).count();
    let bounded = records.clone().filter(|event| event.is_limit).count();
    let counts = [("timeline.known_days", exact), ("timeline.bounded", bounded)];
    let parts: Vec<String> = counts.iter().filter(|(_, n)| *n > 0).map(|(key, n)| words.count(key, *n)).collect();
    drawing.pen.raw("<figcaption class=\"tf-head\"><span class=\"tf-heading\"><b>");
    drawing.pen.text(&words.count("count.events", records.count())).raw("</b> ");
    drawing.pen.text(&parts.join(words.message("list.parts"))).raw("</span> <span class=\"tf-scale\">");
    drawing.pen.text(&words.message("timeline.to_scale").replace("{span}", &words.span(periods.focus)));
    drawing.pen.raw("</span></figcaption>");
}

/// Draws a form in which time runs from left to right. Returns true if a lane has columns.
fn draw_form(drawing: &mut Drawing<'_>, periods: &FigurePeriods, form: &FormSizes) -> bool {
    let input = drawing.input;
    let scale = TimeScale::new(periods, form);
    let FormContent { flags, lanes } = FormContent::new(input, &scale, form);
    let ticks = axis::ticks(&scale, form.width, input.words);
    let most = bins::most(lanes.iter().flat_map(columns_of));
    let name = |lane: usize| input.lanes.get(lane).map_or("", String::as_str);
    let is_full = input.size == FigureSize::Full;
    let top = if is_full || !flags.is_empty() { top::height(&flags, &scale) } else { 0.0 };
    let heights = lanes.iter().enumerate().map(|(lane, content)| lane::height(content, name(lane), form));
    let height = top + top::axis_height(drawing, &flags) + heights.sum::<f64>();
    drawing.pen.raw("<div class=\"tf-form ").raw(form.class).raw("\"><div class=\"tf-lanes\">");
    top::draw_grid(drawing, &ticks, &flags, &scale, (top, height));
    if top > 0.0 {
        top::draw_flags(drawing, &flags, &scale, form);
    }
    top::draw_axis(drawing, &ticks, &flags, &scale, form);
    let is_shown = |content: &LaneContent| !matches!(content, LaneContent::Marks(marks) if marks.is_empty());
    for (lane, content) in lanes.iter().enumerate().filter(|(_, content)| is_shown(content) || lanes.len() == 1) {
        lane::draw(drawing, (name(lane), content), &scale, form, most);
    }
    drawing.pen.raw("</div>");
    let has_columns = lanes.iter().any(|content| matches!(content, LaneContent::Bins(_)));
    unnamed::draw(drawing, &flags, &lanes, has_columns);
    drawing.pen.raw("</div>");
    has_columns
}

/// Content of a form: turning points above the axis, and lanes.
struct FormContent {
    flags: Vec<Flag>,
    lanes: Vec<LaneContent>,
}

impl FormContent {
    /// Arranges the events. In a small figure, turning points are marks of its lane, unless it has columns.
    fn new(input: &FigureInput<'_>, scale: &TimeScale, form: &FormSizes) -> FormContent {
        let lanes = |flags: &[Flag]| {
            let flagged: Vec<usize> = flags.iter().map(|flag| flag.event).collect();
            let groups = lanes::by_lane(input.events, input.lanes.len(), &flagged);
            lanes::arrange(input.events, &groups, scale, form)
        };
        if input.size == FigureSize::Small {
            let lanes = lanes(&[]);
            if lanes.iter().all(|content| matches!(content, LaneContent::Marks(_))) {
                return FormContent { flags: Vec::new(), lanes };
            }
        }
        let flags = flags::place(input.events, scale, form, input.words.message("list.parts"));
        FormContent { lanes: lanes(&flags), flags }
    }
}

fn columns_of(content: &LaneContent) -> &[TimeBin] {
    match content {
        LaneContent::Bins(bins) => bins,
        LaneContent::Marks(_) => &[],
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
    fn every_form_has_every_turning_point() {
        let labels: Vec<String> = (0..12).map(|index| format!("Accord {index}.")).collect();
        let mut events: Vec<FigureEvent<'_>> =
            labels.iter().map(|label| FigureEvent { label, turning_point: true, ..point(2025, 9, 1) }).collect();
        for crowd in [1, 100] {
            events.extend((0..crowd).map(|index| point(2025, 1 + index % 12, 5)));
            for size in [FigureSize::Full, FigureSize::Small] {
                let html = drawn(&events, size, false).unwrap();
                for form in html.split("<div class=\"tf-form ").skip(1) {
                    for label in &labels {
                        assert!(form.contains(label.as_str()), "{label} in {}", &form[..9]);
                    }
                }
            }
        }
    }

    #[test]
    fn doubtful_turning_points_have_their_mark_in_every_form() {
        let doubtful = [
            turning(by(2025, 9, 1)),
            turning(within((2025, 9, 1), (2025, 9, 9))),
            turning(FigureEvent { soft: SoftEnds { start: true, end: true }, ..point(2025, 9, 1) }),
        ];
        for event in doubtful {
            let events = [event, point(2025, 1, 1), point(2025, 12, 1)];
            for size in [FigureSize::Full, FigureSize::Small] {
                let html = drawn(&events, size, false).unwrap();
                for form in html.split("<div class=\"tf-form ").skip(1) {
                    let form = form.split("<ul class=\"tf-key").next().unwrap();
                    let is_marked = form.contains("\"tf-line") || form.contains("\"tf-ring\"");
                    assert!(is_marked, "{:?} in {}", events[0].shape, &form[..9]);
                }
            }
        }
    }

    #[test]
    fn counts_events_as_the_list_does() {
        let since = FigureEvent { shape: MarkShape::Since, is_limit: false, ..point(2025, 3, 1) };
        let twice = point(2025, 5, 1);
        let html = drawn(&[since, by(2025, 9, 1), twice.clone(), twice], FigureSize::Full, false).unwrap();
        assert!(html.contains("<b>3 count.events</b> 1 timeline.known_dayslist.parts1 timeline.bounded"), "{html}");
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
