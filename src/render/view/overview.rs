//! Overview strip: events on a linear time axis.
//!
//! Coordinates are in units of an SVG view box of width [`WIDTH`]. Marks that would overlap go to the next lane.

use super::date::open_end;
use crate::model::Edtf;
use crate::model::date::{DateFormat, DatePart, Point};
use jiff::SignedDuration;
use jiff::civil::{Date, date};
use serde::Serialize;
use std::rc::Rc;

/// Width of the view box.
const WIDTH: u16 = 1000;
/// Horizontal margin, so that marks at the ends are not cut off.
const MARGIN: f64 = 12.0;
/// Height of a lane.
const LANE_HEIGHT: u16 = 16;
/// Half of the width reserved for a mark without duration.
const MARK_RADIUS: f64 = 8.0;
/// Maximum number of lanes; marks for which none is free share one.
const MAX_LANES: usize = 12;
/// Height of the axis below the lanes.
const AXIS_HEIGHT: u16 = 28;
/// Maximum number of ticks that are legible.
const MAX_TICKS: i32 = 12;

/// An event to be drawn.
#[derive(Clone, Debug)]
pub(super) struct EventMark<'e> {
    /// Date of the event.
    pub(super) date: Edtf,
    /// Target of the mark.
    pub(super) href: Rc<str>,
    /// Title of the event.
    pub(super) title: &'e str,
    /// Date as text.
    pub(super) date_words: Option<&'e str>,
    /// Set for a turning point.
    pub(super) turning_point: bool,
}

/// The overview strip as templates see it.
#[derive(Debug, Serialize)]
pub(crate) struct Overview<'e> {
    width: u16,
    height: u16,
    start: String,
    end: String,
    ticks: Vec<Tick>,
    marks: Vec<MarkView<'e>>,
}

#[derive(Debug, Serialize)]
struct Tick {
    x: f64,
    label: String,
    major: bool,
}

#[derive(Debug, Serialize)]
struct MarkView<'e> {
    x: f64,
    width: f64,
    y: f64,
    href: Rc<str>,
    title: &'e str,
    date: Option<&'e str>,
    turning_point: bool,
    soft: bool,
    arrow: Option<&'static str>,
}

/// Range of days since 1970-01-01, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DayRange {
    first: i32,
    last: i32,
}

impl Overview<'_> {
    /// Returns the number of marks.
    pub(super) fn len(&self) -> usize {
        self.marks.len()
    }
}

impl DayRange {
    /// Returns the range from the first to the last day of the dates, or `None` without any.
    pub(super) fn covering<'d>(dates: impl Iterator<Item = &'d Edtf>) -> Option<DayRange> {
        let days = dates.filter_map(day_bounds);
        days.map(|(first, last)| DayRange { first, last })
            .reduce(|a, b| DayRange { first: a.first.min(b.first), last: a.last.max(b.last) })
    }

    /// Returns the range extended by a tenth of its length at both ends.
    pub(super) fn widened(self) -> DayRange {
        let more = (self.last - self.first) / 10;
        DayRange { first: self.first - more, last: self.last + more }
    }

    /// Extends the range to at least 30 days, so that a single day is not the whole axis.
    fn at_least_a_month(self) -> DayRange {
        let missing = (30 - (self.last - self.first)).max(0);
        DayRange { first: self.first - missing / 2, last: self.last + missing / 2 }
    }

    /// Returns the x coordinate of the start of a day.
    fn x(self, day: i32) -> f64 {
        let width = f64::from(WIDTH) - 2.0 * MARGIN;
        MARGIN + width * f64::from(day - self.first) / f64::from(self.last + 1 - self.first)
    }
}

/// Draws the events in a range, by default that of all events; `None` if there is no event in it.
pub(super) fn overview<'e>(
    marked: &[EventMark<'e>],
    range: Option<DayRange>,
    words: &DateFormat,
) -> Option<Overview<'e>> {
    let range = range.or_else(|| DayRange::covering(marked.iter().map(|mark| &mark.date)))?.at_least_a_month();
    let mut marks: Vec<MarkView<'e>> = marked.iter().filter_map(|mark| mark_view(mark, range)).collect();
    if marks.is_empty() {
        return None;
    }
    marks.sort_by(|a, b| a.x.total_cmp(&b.x));
    let lanes = assign_lanes(&mut marks);
    Some(Overview {
        width: WIDTH,
        height: u16::try_from(lanes).unwrap_or(1) * LANE_HEIGHT + AXIS_HEIGHT,
        start: date_from_day_number(range.first).to_string(),
        end: date_from_day_number(range.last).to_string(),
        ticks: ticks(range, words),
        marks,
    })
}

fn mark_view<'e>(mark: &EventMark<'e>, range: DayRange) -> Option<MarkView<'e>> {
    let (first, last) = day_bounds(&mark.date)?;
    if last < range.first || first > range.last {
        return None;
    }
    let start = range.x(first.max(range.first));
    let end = if first == last { start } else { range.x(last.min(range.last) + 1) };
    Some(MarkView {
        x: rounded(start),
        width: rounded(end - start),
        y: 0.0,
        href: mark.href.clone(),
        title: mark.title,
        date: mark.date_words,
        turning_point: mark.turning_point,
        soft: mark.date.is_approximate() || mark.date.is_uncertain(),
        arrow: open_end(&mark.date).map(|end| if end == "before" { "left" } else { "right" }),
    })
}

/// Assigns each mark, from left to right, to the first free lane. Returns the number of lanes.
fn assign_lanes(marks: &mut [MarkView<'_>]) -> usize {
    let mut ends: Vec<f64> = Vec::new();
    for mark in marks {
        let free = ends.iter().position(|end| *end <= mark.x - MARK_RADIUS);
        let lane = match free {
            Some(lane) => lane,
            None if ends.len() < MAX_LANES => ends.len(),
            None => ends.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(lane, _)| lane),
        };
        if lane == ends.len() {
            ends.push(0.0);
        }
        ends[lane] = mark.x + mark.width + MARK_RADIUS;
        let lane = u16::try_from(lane).unwrap_or(0);
        mark.y = f64::from(lane * LANE_HEIGHT + LANE_HEIGHT / 2);
    }
    ends.len()
}

/// Candidate distances between ticks in months; the first with at most [`MAX_TICKS`] ticks is used.
const TICK_STEPS: [i32; 14] = [1, 3, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000, 24_000, 60_000];

fn ticks(range: DayRange, words: &DateFormat) -> Vec<Tick> {
    let (first, last) = (month_number(range.first), month_number(range.last));
    let sparse = |step: &&i32| (last - first) / **step <= MAX_TICKS;
    let step = TICK_STEPS.iter().find(sparse).copied().unwrap_or(60_000);
    let begins_before = first_of_month(first).is_some_and(|day| day < range.first);
    let start = (first + i32::from(begins_before) + step - 1).div_euclid(step) * step;
    let numbers = (0..=2 * MAX_TICKS).map(|n| start + n * step).take_while(|number| *number <= last);
    let ticks: Vec<Tick> = numbers
        .enumerate()
        .filter_map(|(index, number)| {
            let x = rounded(range.x(first_of_month(number)?));
            let (label, major) = tick_label(number, step, index == 0, words);
            Some(Tick { x, label, major })
        })
        .collect();
    if ticks.is_empty() {
        let (label, major) = tick_label(first, 1, true, words);
        return vec![Tick { x: rounded(range.x(range.first)), label, major }];
    }
    ticks
}

/// Formats a tick: the year in January and at steps of years, else the month, and for the first tick both. Returns
/// `true` for a major tick.
fn tick_label(month: i32, step: i32, is_first: bool, words: &DateFormat) -> (String, bool) {
    let year = i16::try_from(month.div_euclid(12)).unwrap_or_default();
    let month_of_year = u8::try_from(month.rem_euclid(12)).unwrap_or_default();
    let point = |part| Edtf::Point(Point { year, unspecified_digits: 0, part, approximate: false, uncertain: false });
    if month_of_year == 0 || step >= 12 {
        return (point(DatePart::Year).format(words), true);
    }
    let name = words.months.get(usize::from(month_of_year)).cloned().unwrap_or_default();
    if is_first { (point(DatePart::Month(month_of_year + 1)).format(words), true) } else { (name, false) }
}

/// Returns the first and last day of a date; an unknown end equals the other one.
fn day_bounds(date: &Edtf) -> Option<(i32, i32)> {
    let (first, last) = (date.earliest(), date.latest());
    let (first, last) = (first.or(last)?, last.or(first)?);
    Some((day_number(first), day_number(last).max(day_number(first))))
}

const EPOCH: Date = date(1970, 1, 1);

fn day_number(day: Date) -> i32 {
    i32::try_from(day.duration_since(EPOCH).as_hours() / 24).unwrap_or_default()
}

fn date_from_day_number(number: i32) -> Date {
    EPOCH.saturating_add(SignedDuration::from_hours(24 * i64::from(number)))
}

/// Returns the number of months since January of the year 0.
fn month_number(number: i32) -> i32 {
    let day = date_from_day_number(number);
    i32::from(day.year()) * 12 + i32::from(day.month()) - 1
}

fn first_of_month(month: i32) -> Option<i32> {
    let year = i16::try_from(month.div_euclid(12)).ok()?;
    let month_of_year = i8::try_from(month.rem_euclid(12)).ok()?;
    Date::new(year, month_of_year + 1, 1).ok().map(day_number)
}

fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::{between, day as on, until, year};

    fn marked(dates: &[Edtf]) -> Vec<EventMark<'static>> {
        let mark = |date: &Edtf| EventMark {
            date: *date,
            href: "#e".into(),
            title: "e",
            date_words: None,
            turning_point: false,
        };
        dates.iter().map(mark).collect()
    }

    fn drawn(dates: &[Edtf]) -> Overview<'static> {
        overview(&marked(dates), None, &DateFormat::default()).unwrap()
    }

    #[test]
    fn is_none_without_events() {
        assert!(overview(&[], None, &DateFormat::default()).is_none());
        let stretch = DayRange::covering([on(2000, 1, 1)].iter());
        assert!(overview(&marked(&[on(2025, 1, 1)]), stretch, &DateFormat::default()).is_none());
    }

    #[test]
    fn centers_a_single_event() {
        let strip = drawn(&[on(2025, 7, 26)]);
        assert!((strip.marks[0].x - 500.0).abs() < 20.0);
        assert!(!strip.ticks.is_empty());
    }

    #[test]
    fn places_marks_to_scale() {
        let strip = drawn(&[on(2025, 1, 1), on(2025, 1, 11), on(2025, 2, 20)]);
        let x: Vec<f64> = strip.marks.iter().map(|mark| mark.x).collect();
        assert!(((x[2] - x[1]) / (x[1] - x[0]) - 4.0).abs() < 0.05, "{x:?}");
    }

    #[test]
    fn draws_durations_and_open_ends() {
        let strip = drawn(&[between(on(2025, 1, 1), on(2025, 1, 31)), until(2025, 3, 1), year(2025)]);
        assert!(strip.marks.iter().any(|mark| mark.width > 900.0));
        assert_eq!(strip.marks.iter().filter(|mark| mark.arrow == Some("left")).count(), 1);
    }

    #[test]
    fn assigns_overlapping_marks_to_lanes() {
        let same_day = vec![on(2025, 1, 1); 50];
        let strip = drawn(&same_day);
        assert_eq!(strip.height, 12 * LANE_HEIGHT + AXIS_HEIGHT);
        let few = drawn(&same_day[..3]);
        let mut rows: Vec<f64> = few.marks.iter().map(|mark| mark.y).collect();
        rows.dedup();
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn covers_three_thousand_years() {
        let strip = drawn(&[year(-1000), on(2025, 12, 31)]);
        assert!((2..=13).contains(&strip.ticks.len()), "{:?}", strip.ticks);
        let all = strip.marks.iter().map(|mark| mark.x).chain(strip.ticks.iter().map(|tick| tick.x));
        assert!(all.into_iter().all(|x| (0.0..=1000.0).contains(&x)));
    }

    #[test]
    fn chooses_ticks_by_length() {
        let labels = |dates: &[Edtf]| drawn(dates).ticks.into_iter().map(|tick| tick.label).collect::<Vec<_>>();
        assert_eq!(labels(&[on(2025, 10, 15), on(2026, 2, 15)]), ["November 2025", "December", "2026", "February"]);
        assert_eq!(labels(&[on(2023, 12, 15), on(2025, 2, 15)]), ["2024", "April", "July", "October", "2025"]);
        assert_eq!(labels(&[on(2000, 1, 1), on(2003, 12, 31)]), ["2000", "2001", "2002", "2003"]);
    }

    #[test]
    fn covers_the_first_and_last_year() {
        let strip = drawn(&[year(-9999), year(9999)]);
        assert!(strip.ticks.len() <= 13);
    }
}
