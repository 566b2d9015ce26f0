//! Filters of the timeline page: what the events have in common, with counts.
//!
//! Each event names its values in data attributes, which the script compares. Without a script, the options are links to
//! places on the page and to the pages of the records, whose timelines show the same events.

use super::page_context::PageContext;
use crate::model::date::Shape;
use crate::model::{Details, Edtf, Event, Kind, RecordId, slugify};
use crate::relate::ArticleRole;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::collections::BTreeMap;

/// Group of options, of which one can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct FilterGroup {
    /// Name in the URL's query and of the events' data attribute: `actors`.
    name: &'static str,
    /// Options.
    options: Vec<FilterOption>,
}

/// Option of a filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct FilterOption {
    /// Value in the URL's query and in the events' data attribute.
    id: String,
    /// Words; empty for a value that the template names.
    title: String,
    count: usize,
    /// Target without a script; `None` if there is none.
    href: Option<String>,
}

/// Values of an event, one list per group; ids are separated by spaces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct EventFacets {
    years: String,
    kinds: String,
    certainty: &'static str,
    turning: &'static str,
    articles: String,
}

impl EventFacets {
    /// Returns the values of an event.
    pub(super) fn new(context: &PageContext<'_>, id: RecordId, event: &Event) -> EventFacets {
        let articles: Vec<&str> = supporting(context, id).into_iter().map(|id| context.link(id).card.id()).collect();
        EventFacets {
            years: event.place_in_time().map(|place| place.landmark.anchor()).unwrap_or_default(),
            kinds: event.kind.as_ref().map(|kind| slugify(&kind.value)).unwrap_or_default(),
            certainty: event.date.as_ref().map_or("", |date| certainty(&date.value, event.can_last())),
            turning: if event.turning_point { "yes" } else { "" },
            articles: articles.join(" "),
        }
    }
}

/// Returns how sure a date is: `day`, `within`, `about` or `limit`.
fn certainty(date: &Edtf, can_last: bool) -> &'static str {
    match date.shape(can_last) {
        Shape::By | Shape::Since => "limit",
        _ if date.is_approximate() || date.is_uncertain() => "about",
        Shape::Point | Shape::Lasted => "day",
        Shape::Within | Shape::Several => "within",
    }
}

fn supporting(context: &PageContext<'_>, id: RecordId) -> Vec<RecordId> {
    let site = context.site;
    let cited = site.relations.cited().get(site.canonical(id)).cloned().unwrap_or_default();
    let supporting = cited.iter().filter(|cited| cited.role == ArticleRole::Supports);
    supporting.map(|cited| cited.article).filter(|article| site.is_shown(*article)).collect()
}

/// Counts the values of the events, by group; groups without a choice are left out.
pub(super) fn groups(context: &PageContext<'_>, ids: &[RecordId]) -> Vec<FilterGroup> {
    let mut counts = Counts::default();
    for &id in ids {
        let Details::Event(event) = &context.site.records.get(id).details else { continue };
        counts.add(context, id, event);
    }
    let groups = [
        ("years", counts.years.options),
        ("turning", counts.turning.options),
        ("certainty", counts.certainty.options),
        ("kinds", by_count(counts.kinds.options)),
        ("initiatives", record_options(context, &counts.records, Kind::Initiative)),
        ("actors", record_options(context, &counts.records, Kind::Actor)),
        ("topics", record_options(context, &counts.records, Kind::Topic)),
        ("articles", record_options(context, &counts.records, Kind::Article)),
    ];
    let group = |(name, options)| FilterGroup { name, options };
    groups.into_iter().map(group).filter(|group| !group.options.is_empty()).collect()
}

/// Returns the options of the records of a kind.
fn record_options(
    context: &PageContext<'_>,
    counts: &BTreeMap<(Kind, RecordId), usize>,
    kind: Kind,
) -> Vec<FilterOption> {
    let counted = counts.iter().filter(|((of, _), _)| *of == kind);
    let option = |((_, id), count): (&(Kind, RecordId), &usize)| {
        let link = context.link(*id);
        let (id, title) = (link.card.id().to_owned(), link.card.title().to_owned());
        FilterOption { id, title, count: *count, href: Some(link.href.to_string()) }
    };
    by_count(counted.map(option).collect())
}

fn by_count(mut options: Vec<FilterOption>) -> Vec<FilterOption> {
    options.sort_by(|a, b| (b.count, &a.title, &a.id).cmp(&(a.count, &b.title, &b.id)));
    options
}

/// Options with their counts; those of years in the order of time.
#[derive(Default)]
struct Counts {
    years: CountedOptions,
    turning: CountedOptions,
    certainty: CountedOptions,
    kinds: CountedOptions,
    records: BTreeMap<(Kind, RecordId), usize>,
}

/// Options in the order in which they were found first.
#[derive(Default)]
struct CountedOptions {
    options: Vec<FilterOption>,
    index: FxHashMap<String, usize>,
}

impl CountedOptions {
    /// Counts a value; `describe` returns words and target of a new one.
    fn count(&mut self, id: &str, describe: impl FnOnce() -> (String, Option<String>)) {
        if let Some(option) = self.index.get(id).and_then(|at| self.options.get_mut(*at)) {
            option.count += 1;
            return;
        }
        let (title, href) = describe();
        self.index.insert(id.to_owned(), self.options.len());
        self.options.push(FilterOption { id: id.to_owned(), title, count: 1, href });
    }
}

impl Counts {
    fn add(&mut self, context: &PageContext<'_>, id: RecordId, event: &Event) {
        let words = &context.lang.messages;
        if let Some(place) = event.place_in_time() {
            let anchor = place.landmark.anchor();
            let path = context.lang.timeline_path_of(id);
            let href = Some(context.link_base.href_to(path, Some(&format!("year-{anchor}"))));
            self.years.count(&anchor, || (place.landmark.format(&words.date), href));
        }
        if event.turning_point {
            self.turning.count("yes", || (String::new(), None));
        }
        if let Some(date) = &event.date {
            self.certainty.count(certainty(&date.value, event.can_last()), || (String::new(), None));
        }
        if let Some(kind) = &event.kind {
            self.kinds.count(&slugify(&kind.value), || (words.kind_label(&kind.value), None));
        }
        let mut named: Vec<(Kind, RecordId)> = Vec::new();
        for reference in event.id_refs() {
            named.extend(context.site.find(reference.kind, &reference.id.value).map(|id| (reference.kind, id)));
        }
        named.extend(supporting(context, id).into_iter().map(|article| (Kind::Article, article)));
        named.sort_unstable();
        named.dedup();
        for named in named {
            *self.records.entry(named).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::with_page_context;
    use crate::testkit::{TestSite, day, spanned, until};

    #[test]
    fn counts_what_events_have_in_common() {
        let mut test = TestSite::new();
        for id in ["china", "japan"] {
            test.record(Kind::Actor, id);
        }
        test.event("a", day(2025, 1, 1)).actors = vec![spanned("japan".into()), spanned("nobody".into())];
        let event = test.event("b", until(2026, 1, 2));
        event.actors = vec![spanned("japan".into()), spanned("china".into())];
        event.kind = Some(spanned("Entry into force".into()));
        with_page_context(&mut test, "timeline/", |context| {
            let groups = groups(context, context.site.relations.timeline());
            let shown: Vec<(&str, Vec<(&str, usize)>)> = groups
                .iter()
                .map(|group| (group.name, group.options.iter().map(|option| (&*option.id, option.count)).collect()))
                .collect();
            let expected = [
                ("years", vec![("2025", 1), ("2026", 1)]),
                ("certainty", vec![("day", 1), ("limit", 1)]),
                ("kinds", vec![("entry-into-force", 1)]),
                ("actors", vec![("japan", 2), ("china", 1)]),
            ];
            assert_eq!(shown, expected);
            assert_eq!(groups[3].options[0].href.as_deref(), Some("../actors/japan/"));
        });
    }
}
