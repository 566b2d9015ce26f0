//! The overview strip: events on an axis of time, true to scale.
//!
//! Everything is in the units of an SVG view box, [`WIDTH`] wide. Marks that would overlap go to the next lane.

use super::date::open_end;
use crate::model::Edtf;
use crate::model::date::{DateFormat, DatePart, Point};
use jiff::SignedDuration;
use jiff::civil::{Date, date};
use serde::Serialize;
use std::rc::Rc;

/// Width of the view box.
const WIDTH: u16 = 1000;
/// Room at the left and right, so that marks at the ends are whole.
const MARGIN: f64 = 12.0;
/// Height of a lane.
const LANE_HEIGHT: u16 = 16;
/// Half of the room that a mark without length takes.
const MARK_RADIUS: f64 = 8.0;
/// More lanes make no strip; marks that find no room share a lane.
const MAX_LANES: usize = 12;
/// Room for the axis below the lanes.
const AXIS_HEIGHT: u16 = 28;
/// More ticks cannot be read.
const MAX_TICKS: i32 = 12;

/// An event to be marked.
#[derive(Clone, Debug)]
pub(super) struct EventMark<'e> {
    /// When.
    pub(super) date: Edtf,
    /// Where the mark leads.
    pub(super) href: Rc<str>,
    /// The event's title.
    pub(super) title: &'e str,
    /// Its date in words.
    pub(super) date_words: Option<&'e str>,
    /// Whether it is a turning point.
    pub(super) turning_point: bool,
}

/// The overview strip.
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

/// A stretch of time in days since 1970, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DayRange {
    first: i32,
    last: i32,
}

impl Overview<'_> {
    /// How many events it marks.
    pub(super) fn len(&self) -> usize {
        self.marks.len()
    }
}

impl DayRange {
    /// From the first to the last day that the dates can mean; nothing without a date.
    pub(super) fn covering<'d>(dates: impl Iterator<Item = &'d Edtf>) -> Option<DayRange> {
        let days = dates.filter_map(day_bounds);
        days.map(|(first, last)| DayRange { first, last })
            .reduce(|a, b| DayRange { first: a.first.min(b.first), last: a.last.max(b.last) })
    }

    /// The same with a tenth of its length more at both ends.
    pub(super) fn widened(self) -> DayRange {
        let more = (self.last - self.first) / 10;
        DayRange { first: self.first - more, last: self.last + more }
    }

    /// At least a month, so that a single day has something around it.
    fn at_least_a_month(self) -> DayRange {
        let missing = (30 - (self.last - self.first)).max(0);
        DayRange { first: self.first - missing / 2, last: self.last + missing / 2 }
    }

    /// The place of a day's beginning on the axis.
    fn x(self, day: i32) -> f64 {
        let room = f64::from(WIDTH) - 2.0 * MARGIN;
        MARGIN + room * f64::from(day - self.first) / f64::from(self.last + 1 - self.first)
    }
}

/// Draws events on a stretch of time, or on all that they cover. Those outside are left out; nothing without events.
pub(super) fn overview<'e>(
    marked: &[EventMark<'e>],
    stretch: Option<DayRange>,
    words: &DateFormat,
) -> Option<Overview<'e>> {
    let stretch = stretch.or_else(|| DayRange::covering(marked.iter().map(|mark| &mark.date)))?.at_least_a_month();
    let mut marks: Vec<MarkView<'e>> = marked.iter().filter_map(|mark| mark_view(mark, stretch)).collect();
    if marks.is_empty() {
        return None;
    }
    marks.sort_by(|a, b| a.x.total_cmp(&b.x));
    let lanes = assign_lanes(&mut marks);
    Some(Overview {
        width: WIDTH,
        height: u16::try_from(lanes).unwrap_or(1) * LANE_HEIGHT + AXIS_HEIGHT,
        start: date_from_day_number(stretch.first).to_string(),
        end: date_from_day_number(stretch.last).to_string(),
        ticks: ticks(stretch, words),
        marks,
    })
}

fn mark_view<'e>(mark: &EventMark<'e>, stretch: DayRange) -> Option<MarkView<'e>> {
    let (first, last) = day_bounds(&mark.date)?;
    if last < stretch.first || first > stretch.last {
        return None;
    }
    let start = stretch.x(first.max(stretch.first));
    let end = if first == last { start } else { stretch.x(last.min(stretch.last) + 1) };
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

/// Gives each mark, from left to right, the first lane in which it has room. Returns how many lanes there are.
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

/// Months between ticks, from which the first that is sparse enough is taken.
const TICK_STEPS: [i32; 14] = [1, 3, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000, 24_000, 60_000];

fn ticks(stretch: DayRange, words: &DateFormat) -> Vec<Tick> {
    let (first, last) = (month_number(stretch.first), month_number(stretch.last));
    let sparse = |step: &&i32| (last - first) / **step <= MAX_TICKS;
    let step = TICK_STEPS.iter().find(sparse).copied().unwrap_or(60_000);
    let begins_before = first_of_month(first).is_some_and(|day| day < stretch.first);
    let start = (first + i32::from(begins_before) + step - 1).div_euclid(step) * step;
    let numbers = (0..=2 * MAX_TICKS).map(|n| start + n * step).take_while(|number| *number <= last);
    let ticks: Vec<Tick> = numbers
        .enumerate()
        .filter_map(|(place, number)| {
            let x = rounded(stretch.x(first_of_month(number)?));
            let (label, major) = tick_label(number, step, place == 0, words);
            Some(Tick { x, label, major })
        })
        .collect();
    if ticks.is_empty() {
        let (label, major) = tick_label(first, 1, true, words);
        return vec![Tick { x: rounded(stretch.x(stretch.first)), label, major }];
    }
    ticks
}

/// A tick's words: the year in January and where only years are marked, else the month; the first one says both.
fn tick_label(month: i32, step: i32, is_first: bool, words: &DateFormat) -> (String, bool) {
    let year = i16::try_from(month.div_euclid(12)).unwrap_or_default();
    let of_year = u8::try_from(month.rem_euclid(12)).unwrap_or_default();
    let point = |part| Edtf::Point(Point { year, unspecified_digits: 0, part, approximate: false, uncertain: false });
    if of_year == 0 || step >= 12 {
        return (point(DatePart::Year).format(words), true);
    }
    let name = words.months.get(usize::from(of_year)).cloned().unwrap_or_default();
    if is_first { (point(DatePart::Month(of_year + 1)).format(words), true) } else { (name, false) }
}

/// The first and last day that a date can mean; for an end that is not known, the other.
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

/// Months since the beginning of the year 0.
fn month_number(number: i32) -> i32 {
    let day = date_from_day_number(number);
    i32::from(day.year()) * 12 + i32::from(day.month()) - 1
}

fn first_of_month(month: i32) -> Option<i32> {
    let year = i16::try_from(month.div_euclid(12)).ok()?;
    let of_year = i8::try_from(month.rem_euclid(12)).ok()?;
    Date::new(year, of_year + 1, 1).ok().map(day_number)
}

fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::{between, day as on, until, year};

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
    fn is_nothing_without_events() {
        assert!(overview(&[], None, &DateFormat::default()).is_none());
        let stretch = DayRange::covering([on(2000, 1, 1)].iter());
        assert!(overview(&marked(&[on(2025, 1, 1)]), stretch, &DateFormat::default()).is_none());
    }

    #[test]
    fn puts_one_event_into_the_middle() {
        let strip = drawn(&[on(2025, 7, 26)]);
        assert!((strip.marks[0].x - 500.0).abs() < 20.0);
        assert!(!strip.ticks.is_empty());
    }

    #[test]
    fn is_true_to_scale() {
        let strip = drawn(&[on(2025, 1, 1), on(2025, 1, 11), on(2025, 2, 20)]);
        let x: Vec<f64> = strip.marks.iter().map(|mark| mark.x).collect();
        assert!(((x[2] - x[1]) / (x[1] - x[0]) - 4.0).abs() < 0.05, "{x:?}");
    }

    #[test]
    fn draws_lengths_and_open_ends() {
        let strip = drawn(&[between(on(2025, 1, 1), on(2025, 1, 31)), until(2025, 3, 1), year(2025)]);
        assert!(strip.marks.iter().any(|mark| mark.width > 900.0));
        assert_eq!(strip.marks.iter().filter(|mark| mark.arrow == Some("left")).count(), 1);
    }

    #[test]
    fn keeps_marks_apart() {
        let same_day = vec![on(2025, 1, 1); 50];
        let strip = drawn(&same_day);
        assert_eq!(strip.height, 12 * LANE_HEIGHT + AXIS_HEIGHT);
        let few = drawn(&same_day[..3]);
        let mut rows: Vec<f64> = few.marks.iter().map(|mark| mark.y).collect();
        rows.dedup();
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn holds_three_thousand_years() {
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
    fn covers_the_ends_of_time() {
        let strip = drawn(&[year(-9999), year(9999)]);
        assert!(strip.ticks.len() <= 13);
    }
}
