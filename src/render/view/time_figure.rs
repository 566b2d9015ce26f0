//! Converts records to the events, lanes and words of the figure of time. It is the only place that knows both.

use super::as_of::as_of_date;
use super::page_context::PageContext;
use crate::model::date::{Bound, DatePart, PlaceInYear, Point, SetChoice, SetMember, Shape};
use crate::model::script::primary_subtag;
use crate::model::{Details, Edtf, Event, IdRef, Kind, RecordId, event_kind, page_anchor};
use crate::render::template_value::Html;
use crate::render::theme::Messages;
use crate::render::time_figure::{
    DaySpan, FigureEvent, FigureInput, FigureSize, FigureWords, MarkShape, SoftEnds, day_number, day_of_number, figure,
    list_glyph, pinned_strip as draw_strip,
};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Maximum number of lanes of actors, if the configuration has none.
const MAX_ACTOR_LANES: usize = 5;

/// Languages whose scripts run from right to left.
const RIGHT_TO_LEFT: [&str; 11] = ["ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"];

/// Target of the marks in a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkLinks {
    /// The event further down on the same page.
    ToAnchors,
    /// The event's own page.
    ToPages,
}

/// Draws the figure of a page: with lanes, names and a key. `None` with fewer than two events.
pub(super) fn full_figure(context: &PageContext<'_>, ids: &[RecordId], links: MarkLinks) -> Option<Html> {
    let lanes = Lanes::new(context, ids);
    draw(context, ids, links, &lanes, |input| figure(&input))
}

/// Draws the figure of an excerpt: in one lane. `None` with fewer than two events.
pub(super) fn small_figure(context: &PageContext<'_>, ids: &[RecordId], links: MarkLinks) -> Option<Html> {
    let small =
        |input: FigureInput<'_>| figure(&FigureInput { size: FigureSize::Small, focus: None, as_of: None, ..input });
    draw(context, ids, links, &Lanes::default(), small)
}

/// Draws the strip that is pinned above the list of a timeline. `None` with fewer than two events.
pub(super) fn pinned_strip(context: &PageContext<'_>, ids: &[RecordId], links: MarkLinks) -> Option<Html> {
    draw(context, ids, links, &Lanes::default(), |input| draw_strip(&input))
}

fn draw(
    context: &PageContext<'_>,
    ids: &[RecordId],
    links: MarkLinks,
    lanes: &Lanes,
    drawn: impl FnOnce(FigureInput<'_>) -> Option<String>,
) -> Option<Html> {
    let mut events: Vec<FigureEvent<'_>> =
        ids.iter().flat_map(|id| figure_events(context, *id, links, lanes.of(context, *id))).collect();
    if events.len() < 2 {
        return None;
    }
    let lane_names = used_lanes(&mut events, &lanes.names);
    let config = &context.config().timeline;
    let words = PageFigureWords::new(context.lang.messages);
    let input = FigureInput {
        events: &events,
        lanes: &lane_names,
        focus: config.focus.as_ref().and_then(|focus| closed_span(&focus.value)),
        as_of: as_of_date(context).and_then(|date| date.latest()).map(day_number),
        size: FigureSize::Full,
        is_rtl: RIGHT_TO_LEFT.contains(&primary_subtag(context.lang.tag)),
        words: &words,
    };
    drawn(input).map(Html)
}

/// Returns the names of the lanes that have events, and moves the events to them.
fn used_lanes(events: &mut [FigureEvent<'_>], names: &[String]) -> Vec<String> {
    let used: Vec<usize> = (0..names.len()).filter(|lane| events.iter().any(|event| event.lane == *lane)).collect();
    for event in events {
        event.lane = used.iter().position(|lane| *lane == event.lane).unwrap_or(0);
    }
    used.iter().map(|lane| names[*lane].clone()).collect()
}

/// Draws the mark of an event's date for a list, in which time runs down; empty without a date.
pub(super) fn list_mark(event: &Event) -> Html {
    let date = event.date.as_ref().map(|date| &date.value);
    let drawn = date.and_then(|date| Some(list_glyph(mark_of(date, event.can_last())?.0, soft_ends(date))));
    Html(drawn.unwrap_or_default())
}

/// Converts an event: one mark, or one per date if it happened on several; none without a date.
fn figure_events<'e>(context: &PageContext<'e>, id: RecordId, links: MarkLinks, lane: usize) -> Vec<FigureEvent<'e>> {
    let localized = context.site.in_language(id, context.lang.tag);
    let record = context.site.records.get(localized);
    let Details::Event(details) = &record.details else { return Vec::new() };
    let Some(date) = details.date.as_ref().map(|date| &date.value) else { return Vec::new() };
    let link = context.link(id);
    let list_href =
        context.link_base.href_to(context.lang.timeline_path_of(id), Some(&page_anchor::of_event(link.card.id())));
    let href: Rc<str> = if links == MarkLinks::ToAnchors { list_href.as_str().into() } else { link.href };
    let list_href: Rc<str> = list_href.into();
    let is_limit = details.place_in_time().is_some_and(|place| place.month == PlaceInYear::Limit);
    let mark = |date: &Edtf| {
        let (shape, first, last) = mark_of(date, details.can_last())?;
        Some(FigureEvent {
            href: href.clone(),
            list_href: list_href.clone(),
            label: details.label.as_deref().unwrap_or(link.card.title()),
            title: link.card.title(),
            date: link.card.date().unwrap_or_default(),
            place: details.place.as_deref(),
            description: link.card.description(),
            shape,
            first,
            last,
            soft: soft_ends(date),
            is_limit,
            uncertain: date.is_uncertain(),
            turning_point: details.turning_point,
            weight: record.weight,
            lane,
        })
    };
    several(date).iter().filter_map(mark).collect()
}

/// Returns the dates on which an event happened: each one of a set of several, otherwise the date itself.
fn several(date: &Edtf) -> Vec<Edtf> {
    let Edtf::Set(set) = date else { return vec![date.clone()] };
    if set.choice == SetChoice::One {
        return vec![date.clone()];
    }
    let bound = |point: Option<Point>| point.map_or(Bound::Open, Bound::Point);
    let members = set.members.iter().map(|member| match member {
        SetMember::Date(point) => Edtf::Point(*point),
        range => Edtf::Interval { from: bound(range.first()), to: bound(range.last()) },
    });
    members.collect()
}

/// Returns the shape of a date's mark with its first and last day; `None` without a known end.
fn mark_of(date: &Edtf, can_last: bool) -> Option<(MarkShape, i32, i32)> {
    let (first, last) = (date.earliest().map(day_number), date.latest().map(day_number));
    Some(match date.shape(can_last) {
        Shape::Point => (MarkShape::Point, first?, last?),
        Shape::Lasted => (MarkShape::Lasted, first?, last?.max(first?)),
        Shape::Within | Shape::Several => (MarkShape::Within, first?, last?.max(first?)),
        Shape::By => (MarkShape::By, last?, last?),
        Shape::Since => (MarkShape::Since, first?, first?),
    })
}

fn soft_ends(date: &Edtf) -> SoftEnds {
    let is_soft = |point: Option<Point>| point.is_some_and(|point| point.qualification.is_approximate());
    match date {
        Edtf::Point(point) => SoftEnds { start: is_soft(Some(*point)), end: is_soft(Some(*point)) },
        Edtf::Interval { from, to } => SoftEnds { start: is_soft(from.point()), end: is_soft(to.point()) },
        Edtf::Set(set) => SoftEnds {
            start: is_soft(set.members.first().and_then(SetMember::first)),
            end: is_soft(set.members.last().and_then(SetMember::last)),
        },
    }
}

/// Returns the days of a date with both ends.
fn closed_span(date: &Edtf) -> Option<DaySpan> {
    let (first, last) = (day_number(date.earliest()?), day_number(date.latest()?));
    (first <= last).then_some(DaySpan { first, end: last + 1 })
}

/// Lanes of a figure: the configured ones, or those of the actors with most events; the last one has all others.
#[derive(Debug, Default)]
struct Lanes {
    names: Vec<String>,
    /// Records of each lane but the last one.
    members: Vec<Vec<RecordId>>,
    /// Kinds of events of each configured lane.
    kinds: Vec<Vec<String>>,
}

impl Lanes {
    fn new(context: &PageContext<'_>, ids: &[RecordId]) -> Lanes {
        let configured = &context.config().timeline.lanes;
        let translated = context.config().languages.get(context.lang.tag).map(|language| &language.lanes);
        let mut lanes = Lanes::default();
        for lane in configured {
            let name = translated.and_then(|names| names.get(&lane.name)).unwrap_or(&lane.name);
            lanes.names.push(name.clone());
            lanes.members.push(lane.id_refs().filter_map(|id| found(context, id)).collect());
            lanes.kinds.push(lane.kinds.iter().map(|kind| kind.value.clone()).collect());
        }
        if configured.is_empty() {
            for actor in frequent_actors(context, ids) {
                lanes.names.push(context.link(actor).card.title().to_owned());
                lanes.members.push(vec![actor]);
            }
        }
        if lanes.names.is_empty() {
            return lanes;
        }
        lanes.names.push(context.lang.messages.get("timeline.others").to_owned());
        lanes
    }

    /// Returns the index of an event's lane: the first one with a record that the event names.
    fn of(&self, context: &PageContext<'_>, id: RecordId) -> usize {
        if self.members.is_empty() {
            return 0;
        }
        let Details::Event(details) = &context.site.records.get(id).details else { return self.members.len() };
        let named = named_records(context, details);
        let has_record = |lane: usize| self.members[lane].iter().any(|member| named.contains(member));
        let has_kind = |lane: usize| {
            let (Some(kinds), Some(kind)) = (self.kinds.get(lane), &details.kind) else { return false };
            kinds.iter().any(|known| event_kind::is_same(known, &kind.value))
        };
        let lanes = 0..self.members.len();
        lanes.clone().find(|&lane| has_record(lane) || has_kind(lane)).unwrap_or(lanes.end)
    }
}

fn found(context: &PageContext<'_>, IdRef { kind, id, .. }: IdRef<'_>) -> Option<RecordId> {
    context.site.find(kind, &id.value)
}

fn named_records(context: &PageContext<'_>, event: &Event) -> Vec<RecordId> {
    event.id_refs().filter_map(|id| found(context, id)).collect()
}

/// Returns the actors with most events, at least two, most frequent first.
fn frequent_actors(context: &PageContext<'_>, ids: &[RecordId]) -> Vec<RecordId> {
    let mut counts: BTreeMap<RecordId, usize> = BTreeMap::new();
    for id in ids {
        let Details::Event(details) = &context.site.records.get(*id).details else { continue };
        let actors = details.id_refs().filter(|named| named.kind == Kind::Actor);
        for actor in actors.filter_map(|named| found(context, named)) {
            *counts.entry(actor).or_default() += 1;
        }
    }
    let mut actors: Vec<(RecordId, usize)> = counts.into_iter().filter(|(_, count)| *count > 1).collect();
    actors.sort_by_key(|(actor, count)| (std::cmp::Reverse(*count), *actor));
    actors.truncate(MAX_ACTOR_LANES);
    actors.into_iter().map(|(actor, _)| actor).collect()
}

/// Words of the figure in the language of a page.
struct PageFigureWords<'e> {
    messages: &'e Messages,
    short_months: Vec<&'e str>,
}

impl<'e> PageFigureWords<'e> {
    fn new(messages: &'e Messages) -> PageFigureWords<'e> {
        PageFigureWords { messages, short_months: messages.get("timeline.months_short").split(' ').collect() }
    }

    fn format(&self, from: Point, to: Point) -> String {
        let date = if from == to {
            Edtf::Point(from)
        } else {
            Edtf::Interval { from: Bound::Point(from), to: Bound::Point(to) }
        };
        date.format(&self.messages.date)
    }
}

impl FigureWords for PageFigureWords<'_> {
    fn message(&self, key: &'static str) -> &str {
        self.messages.get(key)
    }

    fn count(&self, key: &'static str, n: usize) -> String {
        self.messages.plural_form(key, n == 1).replace("{n}", &n.to_string())
    }

    fn year(&self, year: i16) -> String {
        Edtf::Point(Point::exact(year.into(), DatePart::Year)).format(&self.messages.date)
    }

    fn month(&self, month: i8) -> (&str, &str) {
        let index = usize::from(month.unsigned_abs()).saturating_sub(1);
        let long = self.messages.date.months.get(index).map_or("", String::as_str);
        (long, self.short_months.get(index).copied().unwrap_or(long))
    }

    /// Formats whole years, else whole months, else days.
    fn span(&self, span: DaySpan) -> String {
        let (first, last) = (day_of_number(span.first), day_of_number(span.end - 1));
        let year = |day: Date| Point::exact(day.year().into(), DatePart::Year);
        let month = |day: Date| Point::exact(day.year().into(), DatePart::month(day.month().unsigned_abs()));
        let day = |day: Date| Point::day(day.year().into(), day.month().unsigned_abs(), day.day().unsigned_abs());
        let begins_month = first.day() == 1;
        let ends_month = last == last.last_of_month();
        let begins_year = begins_month && first.month() == 1;
        let ends_year = ends_month && last.month() == 12;
        match () {
            () if begins_year && ends_year => self.format(year(first), year(last)),
            () if begins_year && ends_month && first.year() != last.year() => self.format(year(first), month(last)),
            () if begins_month && ends_month => self.format(month(first), month(last)),
            () => self.format(day(first), day(last)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::{messages, with_page_context};
    use crate::testkit::{TestSite, between, day, spanned, until, year};
    use jiff::civil::date;

    #[test]
    fn derives_shapes_from_dates() {
        let shapes = [day(2025, 7, 26), year(2025), until(2025, 8, 5), between(day(2025, 7, 26), day(2025, 7, 28))]
            .map(|date| mark_of(&date, true).unwrap().0);
        assert_eq!(shapes, [MarkShape::Point, MarkShape::Within, MarkShape::By, MarkShape::Lasted]);
        let moment = mark_of(&between(day(2025, 7, 26), day(2025, 7, 28)), false).unwrap();
        assert_eq!(moment.0, MarkShape::Within);
    }

    #[test]
    fn names_spans() {
        let messages = messages(&[]);
        let words = PageFigureWords::new(&messages);
        let span = |from: Date, to: Date| words.span(DaySpan { first: day_number(from), end: day_number(to) + 1 });
        assert_eq!(span(date(2024, 1, 1), date(2024, 12, 31)), "2024");
        assert_eq!(span(date(2021, 1, 1), date(2025, 6, 30)), "2021 to June 2025");
        assert_eq!(span(date(2025, 7, 1), date(2025, 7, 31)), "July 2025");
        assert_eq!(span(date(2025, 7, 1), date(2025, 12, 31)), "July to December 2025");
        assert_eq!(span(date(2025, 7, 8), date(2025, 7, 14)), "8 to 14 July 2025");
    }

    #[test]
    fn assigns_events_to_the_lanes_of_frequent_actors() {
        let mut test = TestSite::new();
        for id in ["northland", "southland"] {
            test.record(Kind::Actor, id);
        }
        for (id, actors) in [("a", vec!["northland"]), ("b", vec!["northland", "southland"]), ("c", vec!["southland"])]
        {
            test.event(id, day(2025, 7, 1)).actors = actors.into_iter().map(|id| spanned(id.into())).collect();
        }
        test.event("d", day(2025, 7, 2));
        with_page_context(&mut test, "timeline/", |context| {
            let ids = context.site.relations.timeline();
            let lanes = Lanes::new(context, ids);
            assert_eq!(lanes.names, ["northland", "southland", "Other events"]);
            assert_eq!(ids.iter().map(|id| lanes.of(context, *id)).collect::<Vec<_>>(), [0, 0, 1, 2]);
        });
    }

    #[test]
    fn columns_lead_to_the_list() {
        let mut test = TestSite::new();
        test.event("a", day(2025, 7, 1)).label = Some("Talks".into());
        with_page_context(&mut test, "", |context| {
            let event = &figure_events(context, context.site.relations.timeline()[0], MarkLinks::ToPages, 0)[0];
            assert_eq!((&*event.href, &*event.list_href), ("events/a/", "timeline/#event-a"));
            assert_eq!((event.label, event.title), ("Talks", "a"));
        });
    }
}
