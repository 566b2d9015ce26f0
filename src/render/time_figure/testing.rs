//! Test fixtures: events and English words.

use super::calendar::day_number;
use super::day_span::DaySpan;
use super::event::{FigureEvent, MarkShape, SoftEnds};
use super::words::FigureWords;
use jiff::civil::date;
use proptest::prelude::*;

/// English words; messages are their keys.
pub(super) struct EnglishWords;

const MONTHS: [(&str, &str); 12] = [
    ("January", "Jan"),
    ("February", "Feb"),
    ("March", "Mar"),
    ("April", "Apr"),
    ("May", "May"),
    ("June", "Jun"),
    ("July", "Jul"),
    ("August", "Aug"),
    ("September", "Sep"),
    ("October", "Oct"),
    ("November", "Nov"),
    ("December", "Dec"),
];

impl FigureWords for EnglishWords {
    fn message(&self, key: &'static str) -> &str {
        key
    }

    fn count(&self, key: &'static str, n: usize) -> String {
        format!("{n} {key}")
    }

    fn year(&self, year: i16) -> String {
        year.to_string()
    }

    fn month(&self, month: i8) -> (&str, &str) {
        MONTHS[usize::from(month.unsigned_abs()) - 1]
    }

    fn span(&self, span: DaySpan) -> String {
        format!("{}..{}", span.first, span.end)
    }
}

fn event(shape: MarkShape, first: i32, last: i32) -> FigureEvent<'static> {
    FigureEvent {
        href: "#event-x".into(),
        list_href: "#event-x".into(),
        label: "Name of it",
        title: "Title of it",
        date: "a date",
        place: None,
        description: None,
        shape,
        first,
        last,
        soft: SoftEnds::default(),
        is_limit: matches!(shape, MarkShape::By | MarkShape::Since),
        uncertain: false,
        turning_point: false,
        weight: 0,
        lane: 0,
    }
}

pub(super) fn point(year: i16, month: i8, day: i8) -> FigureEvent<'static> {
    let day = day_number(date(year, month, day));
    event(MarkShape::Point, day, day)
}

pub(super) fn by(year: i16, month: i8, day: i8) -> FigureEvent<'static> {
    FigureEvent { shape: MarkShape::By, is_limit: true, ..point(year, month, day) }
}

pub(super) fn within(first: (i16, i8, i8), last: (i16, i8, i8)) -> FigureEvent<'static> {
    let day = |(year, month, day)| day_number(date(year, month, day));
    event(MarkShape::Within, day(first), day(last))
}

pub(super) fn named<'e>(event: FigureEvent<'e>, label: &'e str) -> FigureEvent<'e> {
    FigureEvent { label, ..event }
}

const LABELS: [&str; 5] = ["Talks", "A White Paper", "联合国大会通过决议", "An unusually long name of an event", "X"];

/// Generates up to `count` events of all shapes, most of them in 2025, some far away.
pub(super) fn any_events(count: usize) -> impl Strategy<Value = Vec<FigureEvent<'static>>> {
    let shape = prop::sample::select(vec![
        MarkShape::Point,
        MarkShape::Lasted,
        MarkShape::Within,
        MarkShape::By,
        MarkShape::Since,
    ]);
    let first = prop_oneof![8 => 20_000_i32..20_450, 1 => 15_000_i32..20_000, 1 => -200_000_i32..60_000];
    let one = (shape, first, 0_i32..400, 0..LABELS.len(), any::<[bool; 4]>(), 0_usize..5);
    let one = one.prop_map(|(shape, first, length, label, [a, b, uncertain, turning], lane)| FigureEvent {
        label: LABELS[label],
        soft: SoftEnds { start: a, end: b },
        uncertain,
        turning_point: turning && label == 0,
        lane,
        ..event(
            shape,
            first,
            if matches!(shape, MarkShape::Lasted | MarkShape::Within) { first + length } else { first },
        )
    });
    prop::collection::vec(one, 1..=count)
}
