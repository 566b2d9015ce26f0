//! Ticks and labels of the axis: labels never overlap.

use super::calendar::{TimeUnit, UNITS, day_of_number};
use super::day_span::DaySpan;
use super::scale::{ScaleSegment, TimeScale};
use super::text_width::{TextFace, text_width};
use super::words::FigureWords;

/// Size of a label in pixels.
pub(super) const LABEL_SIZE: f64 = 12.0;
/// Distance between a tick and its label in pixels.
pub(super) const LABEL_PAD: f64 = 5.0;
/// Least distance between a label and the next tick with one, in pixels.
const LABEL_GAP: f64 = 4.0;
/// Maximum number of ticks in a segment.
const MAX_TICKS: f64 = 40.0;

/// Tick of an axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct AxisTick {
    /// Share of the width.
    pub(super) x: f64,
    /// Label; empty if there is no space for it.
    pub(super) label: String,
    /// True for a label in the focus.
    pub(super) is_strong: bool,
}

/// Returns the ticks of all segments in order, labelled for a width in pixels.
pub(super) fn ticks(scale: &TimeScale, width: f64, words: &dyn FigureWords) -> Vec<AxisTick> {
    scale.segments.iter().flat_map(|segment| segment_ticks(segment, width, words)).collect()
}

fn segment_ticks(segment: &ScaleSegment, width: f64, words: &dyn FigureWords) -> Vec<AxisTick> {
    let mut densest = None;
    for unit in UNITS {
        let count = f64::from(segment.days.days()) / unit.days();
        let is_fine = matches!(unit, TimeUnit::Week | TimeUnit::HalfMonth);
        if unit == TimeUnit::Day
            || count > MAX_TICKS
            || (is_fine && segment.days.days() > 62)
            || (!segment.is_focus && is_fine)
        {
            continue;
        }
        for is_short in [false, true] {
            let ticks = labelled(segment, &units_of(segment, unit), unit, is_short, width, words);
            // The first and the last unit of a segment may be cut off, so their labels may be missing.
            let is_complete = ticks.iter().skip(1).rev().skip(1).all(|tick| !tick.label.is_empty());
            if is_complete && ticks.iter().take(2).any(|tick| !tick.label.is_empty()) {
                return ticks;
            }
            let shown = ticks.iter().filter(|tick| !tick.label.is_empty()).count();
            if densest.as_ref().is_none_or(|(most, _)| shown > *most) {
                densest = Some((shown, ticks));
            }
        }
    }
    densest.map(|(_, ticks)| ticks).unwrap_or_default()
}

/// Splits a segment into units. In a compressed one, every second year is counted from its first year.
fn units_of(segment: &ScaleSegment, unit: TimeUnit) -> Vec<DaySpan> {
    if unit != TimeUnit::Years(2) || segment.is_focus {
        return unit.split(segment.days);
    }
    let years = TimeUnit::Years(1).split(segment.days);
    years.chunks(2).map(|pair| DaySpan { first: pair[0].first, end: pair[pair.len() - 1].end }).collect()
}

/// Labels the units of a segment, from the left; one whose label does not fit has none.
fn labelled(
    segment: &ScaleSegment,
    units: &[DaySpan],
    unit: TimeUnit,
    is_short: bool,
    width: f64,
    words: &dyn FigureWords,
) -> Vec<AxisTick> {
    let limit = segment.to * width - 2.0;
    let mut taken = f64::NEG_INFINITY;
    let tick = |(index, span): (usize, &DaySpan)| {
        let x = segment.x(span.first);
        let (text, is_strong) = label(span.first, unit, is_short, segment.is_focus, words);
        let face = if is_strong { TextFace::SansStrong } else { TextFace::Sans };
        let from = x * width + LABEL_PAD;
        let to = from + text_width(&text, face, LABEL_SIZE);
        // A label at the edge of a segment must not push out that of the first whole unit.
        let is_cut_off = index == 0 && unit.start(span.first) < span.first;
        let next = units.get(1).filter(|_| is_cut_off).map_or(limit, |next| segment.x(next.first) * width);
        let fits = from >= taken && to <= limit.min(next);
        if fits {
            taken = to + LABEL_GAP;
        }
        AxisTick { x, label: if fits { text } else { String::new() }, is_strong }
    };
    units.iter().enumerate().map(tick).collect()
}

/// Returns the label of the unit that begins on a day, and true for a strong one.
fn label(day: i32, unit: TimeUnit, is_short: bool, is_focus: bool, words: &dyn FigureWords) -> (String, bool) {
    let date = day_of_number(day);
    let (long, short) = words.month(date.month());
    let month = if is_short { short } else { long };
    match unit {
        TimeUnit::Years(_) => (words.year(date.year()), is_focus),
        TimeUnit::Month | TimeUnit::Quarter if date.month() == 1 && is_focus => (words.year(date.year()), true),
        TimeUnit::Month | TimeUnit::Quarter => (month.to_owned(), is_focus),
        TimeUnit::Day | TimeUnit::Week | TimeUnit::HalfMonth if date.day() == 1 => (month.to_owned(), true),
        TimeUnit::Day | TimeUnit::Week | TimeUnit::HalfMonth => (date.day().to_string(), false),
    }
}

#[cfg(test)]
mod tests {
    use super::super::calendar::month_start;
    use super::super::form::{MID, WIDE};
    use super::super::periods::{self, FigurePeriods};
    use super::super::testing::{EnglishWords, any_events};
    use super::*;
    use proptest::prelude::*;

    fn labels(first: (i32, i8), end: (i32, i8), before: Option<i32>, width: f64) -> Vec<String> {
        let focus = DaySpan { first: month_start(first.0, first.1), end: month_start(end.0, end.1) };
        let before = before.map(|year| DaySpan { first: month_start(year, 1), end: focus.first });
        let periods = FigurePeriods { far: None, before, focus, after: None };
        let form = if width > 700.0 { WIDE } else { MID };
        let ticks = ticks(&TimeScale::new(&periods, &form), width, &EnglishWords);
        ticks.into_iter().map(|tick| tick.label).filter(|label| !label.is_empty()).collect()
    }

    #[test]
    fn names_months_and_years() {
        assert_eq!(
            labels((2025, 7), (2026, 1), Some(2021), 808.0),
            ["2021", "2022", "2023", "2024", "July", "August", "September", "October", "November", "December"]
        );
        assert_eq!(labels((2025, 7), (2026, 1), Some(2021), 532.0)[..3], ["2021", "2023", "July"]);
    }

    #[test]
    fn names_years_in_a_long_focus() {
        assert_eq!(labels((2025, 11), (2026, 3), None, 808.0), ["November", "December", "2026", "February"]);
        let decades = labels((1900, 1), (2026, 1), None, 808.0);
        assert!(decades.len() > 5 && decades.len() < 20, "{decades:?}");
    }

    #[test]
    fn numbers_days_in_a_short_focus() {
        let days = labels((2025, 7), (2025, 8), None, 808.0);
        assert_eq!(days, ["July", "8", "15", "22"]);
    }

    proptest! {
        #[test]
        fn labels_do_not_overlap(events in any_events(20)) {
            for form in [WIDE, MID] {
                let scale = TimeScale::new(&periods::choose(&events, None, None).unwrap(), &form);
                let ticks = ticks(&scale, form.width, &EnglishWords);
                prop_assert!(!ticks.is_empty());
                let mut taken = f64::NEG_INFINITY;
                for tick in ticks.iter().filter(|tick| !tick.label.is_empty()) {
                    let face = if tick.is_strong { TextFace::SansStrong } else { TextFace::Sans };
                    let from = tick.x * form.width + LABEL_PAD;
                    prop_assert!(from >= taken, "{ticks:?}");
                    taken = from + text_width(&tick.label, face, LABEL_SIZE);
                    prop_assert!(taken <= form.width);
                }
            }
        }
    }
}
