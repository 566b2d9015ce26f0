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
    /// Distance of the label from the tick in pixels.
    pub(super) pad: f64,
    /// Label; empty if there is no space for it.
    pub(super) label: String,
    /// True for a label in the focus.
    pub(super) is_strong: bool,
}

/// Returns the ticks of all segments in order, labelled for a width in pixels.
pub(super) fn ticks(scale: &TimeScale, width: f64, words: &dyn FigureWords) -> Vec<AxisTick> {
    let axis = |index| SegmentAxis { segment: &scale.segments[index], place: place(scale, index), width, words };
    (0..scale.segments.len()).flat_map(|index| axis(index).ticks()).collect()
}

/// Place of a segment among the others.
#[derive(Clone, Copy, Debug)]
pub(super) struct SegmentPlace {
    /// True if it is the focus or beside it.
    is_near_focus: bool,
    /// True if its first or last year is not that of its neighbour.
    is_of_other_year: bool,
}

/// Returns the place of a segment among the others.
pub(super) fn place(scale: &TimeScale, index: usize) -> SegmentPlace {
    let years = |days: DaySpan| (day_of_number(days.first).year(), day_of_number(days.end - 1).year());
    let (first, last) = years(scale.segments[index].days);
    let before = index.checked_sub(1).map(|before| &scale.segments[before]);
    let after = scale.segments.get(index + 1);
    let is_focus = |segment: &&ScaleSegment| segment.is_focus;
    SegmentPlace {
        is_near_focus: scale.segments[index].is_focus
            || before.as_ref().is_some_and(is_focus)
            || after.as_ref().is_some_and(is_focus),
        is_of_other_year: before.is_some_and(|before| years(before.days).1 != first)
            || after.is_some_and(|after| years(after.days).0 != last),
    }
}

impl SegmentPlace {
    /// Returns true if the year of a unit is its name: in January, and at the beginning of a compressed segment whose
    /// year would otherwise be taken for that of its neighbour.
    pub(super) fn names_year(self, segment: &ScaleSegment, day: i32) -> bool {
        let is_january = day_of_number(day).month() == 1 && day_of_number(day).day() == 1;
        let is_first = day == segment.days.first && !segment.is_focus;
        is_january && (segment.is_focus || segment.days.days() > 366) || is_first && self.is_of_other_year
    }

    /// Returns true if a unit may divide the segment.
    pub(super) fn allows(self, segment: &ScaleSegment, unit: TimeUnit) -> bool {
        let days = segment.days.days();
        match unit {
            TimeUnit::Day => false,
            TimeUnit::Week | TimeUnit::HalfMonth => segment.is_focus && days <= 62,
            TimeUnit::Month | TimeUnit::Quarter => self.is_near_focus,
            TimeUnit::Years(_) => true,
        }
    }
}

/// Axis of one segment.
struct SegmentAxis<'s> {
    segment: &'s ScaleSegment,
    place: SegmentPlace,
    width: f64,
    words: &'s dyn FigureWords,
}

impl SegmentAxis<'_> {
    /// Returns the ticks of the finest unit whose labels fit. In a compressed segment of years, that of the last one
    /// should fit, too, although its year is cut off by the focus.
    fn ticks(&self) -> Vec<AxisTick> {
        let mut densest: Option<(usize, Vec<AxisTick>)> = None;
        let mut complete: Option<Vec<AxisTick>> = None;
        for unit in UNITS {
            let count = f64::from(self.segment.days.days()) / unit.days();
            if count > MAX_TICKS || !self.place.allows(self.segment, unit) {
                continue;
            }
            let is_year_or_two = matches!(unit, TimeUnit::Years(1 | 2));
            if complete.is_some() && (self.segment.is_focus || !is_year_or_two) {
                break;
            }
            for is_short in [false, true] {
                let ticks = self.labelled(unit, is_short);
                let shown = ticks.iter().filter(|tick| !tick.label.is_empty()).count();
                if shown == ticks.len() {
                    return ticks;
                }
                // The first and the last unit of a segment may be cut off, so their labels may be missing.
                let inner = ticks.iter().skip(1).rev().skip(1).all(|tick| !tick.label.is_empty());
                let is_complete = inner && ticks.iter().take(2).any(|tick| !tick.label.is_empty());
                if is_complete && complete.is_none() {
                    complete = Some(ticks);
                } else if densest.as_ref().is_none_or(|(most, _)| shown > *most) {
                    densest = Some((shown, ticks));
                }
            }
        }
        complete.or(densest.map(|(_, ticks)| ticks)).unwrap_or_default()
    }

    /// Labels the units of the segment, from the left; one whose label does not fit has none.
    fn labelled(&self, unit: TimeUnit, is_short: bool) -> Vec<AxisTick> {
        let units = self.segment.units(unit);
        let limit = self.segment.to * self.width - 2.0;
        let mut taken = f64::NEG_INFINITY;
        let tick = |(index, span): (usize, &DaySpan)| {
            let x = self.segment.x(span.first);
            let is_last = index + 1 == units.len() && index > 0;
            // A label at the edge of a segment must not push out that of the first whole unit.
            let is_cut_off = index == 0 && unit.start(span.first) < span.first;
            let next = units.get(1).filter(|_| is_cut_off).map(|next| self.segment.x(next.first) * self.width);
            let limit = next.map_or(limit, |next| limit.min(next));
            // Two digits follow a year with four.
            let may_have_two = taken > 0.0;
            let mut forms = vec![self.label(span.first, unit, is_short, may_have_two)];
            if is_last && !self.segment.is_focus {
                forms.push(self.label(span.first, unit, true, may_have_two));
            }
            for (label, is_strong) in forms {
                let length = label_width(&label, is_strong);
                let tick_at = x * self.width;
                let mut from = tick_at + LABEL_PAD;
                // The last year of a compressed segment may reach back over its tick.
                if is_last
                    && !self.segment.is_focus
                    && from + length > limit
                    && limit - length >= tick_at - length / 2.0
                {
                    from = limit - length;
                }
                if from >= taken && from + length <= limit {
                    taken = from + length + LABEL_GAP;
                    return AxisTick { x, pad: from - tick_at, label, is_strong };
                }
            }
            AxisTick { x, pad: LABEL_PAD, label: String::new(), is_strong: false }
        };
        units.iter().enumerate().map(tick).collect()
    }

    /// Returns the label of the unit that begins on a day, and true for a strong one. Short years have two digits if
    /// these may be.
    fn label(&self, day: i32, unit: TimeUnit, is_short: bool, may_have_two: bool) -> (String, bool) {
        let date = day_of_number(day);
        let (long, short) = self.words.month(date.month());
        let is_focus = self.segment.is_focus;
        let year = || match (is_short, date.year()) {
            (true, year @ 1..) if may_have_two && !is_focus && year % 100 > 0 => format!("{:02}", year % 100),
            (true, year @ 1..) => year.to_string(),
            (_, year) => self.words.year(year),
        };
        let month = if is_short { short } else { long };
        match unit {
            TimeUnit::Years(_) => (year(), is_focus),
            _ if self.place.names_year(self.segment, day) => (year(), is_focus),
            TimeUnit::Month | TimeUnit::Quarter => (month.to_owned(), is_focus),
            TimeUnit::Day | TimeUnit::Week | TimeUnit::HalfMonth if date.day() == 1 => (month.to_owned(), true),
            TimeUnit::Day | TimeUnit::Week | TimeUnit::HalfMonth => (date.day().to_string(), false),
        }
    }
}

fn label_width(label: &str, is_strong: bool) -> f64 {
    text_width(label, if is_strong { TextFace::SansStrong } else { TextFace::Sans }, LABEL_SIZE)
}

#[cfg(test)]
mod tests {
    use super::super::calendar::month_start;
    use super::super::form::{FormSizes, MID, SLIM, SMALL, WIDE};
    use super::super::periods::{self, FigurePeriods};
    use super::super::strip::{STRIP_PHONE, STRIP_WIDE};
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
            ["2021", "2022", "2023", "2024", "25", "July", "August", "September", "October", "November", "December"]
        );
        assert_eq!(labels((2025, 7), (2026, 1), Some(2021), 532.0)[..3], ["2021", "2023", "July"]);
    }

    #[test]
    fn names_the_year_of_compressed_months_if_it_differs() {
        let labels = |far: Option<i32>, before: (i32, i8), focus: (i32, i8)| {
            let year = |year| DaySpan { first: month_start(year, 1), end: month_start(year + 1, 1) };
            let first = month_start(focus.0, focus.1);
            let periods = FigurePeriods {
                far: far.map(year),
                before: Some(DaySpan { first: month_start(before.0, before.1), end: first }),
                focus: DaySpan { first, end: month_start(focus.0 + 1, 1) },
                after: None,
            };
            let shown = |form: &FormSizes| {
                let ticks = ticks(&TimeScale::new(&periods, form), form.width, &EnglishWords);
                ticks.into_iter().map(|tick| tick.label).filter(|label| !label.is_empty()).take(2).collect::<Vec<_>>()
            };
            let forms = [WIDE, MID, SMALL, SLIM, STRIP_WIDE, STRIP_PHONE];
            forms.iter().map(shown).collect::<Vec<_>>()
        };
        assert!(labels(Some(1998), (2025, 1), (2025, 3)).iter().all(|labels| labels[..2] == ["1998", "2025"]));
        assert!(labels(None, (2024, 7), (2025, 1)).iter().all(|labels| labels[0] == "2024"));
        assert!(labels(None, (2025, 1), (2025, 3)).iter().all(|labels| labels[0].starts_with("Jan")));
    }

    #[test]
    fn years_with_two_digits_follow_one_with_four() {
        for first in 1980..2024 {
            for width in [808.0, 532.0] {
                let labels = labels((2025, 3), (2026, 1), Some(first), width);
                assert!(labels[0].len() == 4 || labels[0] == "March", "{labels:?}");
            }
        }
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
                    let from = tick.x * form.width + tick.pad;
                    prop_assert!(from >= taken, "{ticks:?}");
                    taken = from + text_width(&tick.label, face, LABEL_SIZE);
                    prop_assert!(taken <= form.width);
                }
            }
        }
    }
}
