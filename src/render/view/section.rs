//! Views of index pages: grouped initiatives, actors and topics, and the list of articles.

use super::date::DateView;
use super::link::LinkView;
use super::page_context::PageContext;
use super::record_coverage::SupportCount;
use super::reference::author_names;
use crate::model::{Details, Kind, RecordId, slugify};
use crate::render::template_value::Html;
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// An index page in groups.
#[derive(Debug, Serialize)]
pub(crate) struct SectionView<'e> {
    /// Marks of the table beside the dot: `part`, `older`.
    marks: BTreeSet<&'static str>,
    kind: &'static str,
    groups: Vec<SectionGroup<'e>>,
    articles: Vec<CoverageColumn<'e>>,
}

#[derive(Debug, Serialize)]
struct SectionGroup<'e> {
    title: String,
    id: String,
    items: Vec<RecordCard<'e>>,
}

/// Header of a column of coverage dots.
#[derive(Debug, Serialize)]
pub(super) struct CoverageColumn<'e> {
    #[serde(flatten)]
    link: LinkView<'e>,
    mark: &'e str,
}

impl<'e> CoverageColumn<'e> {
    /// Returns the header of an article's column.
    pub(super) fn new(context: &PageContext<'e>, id: RecordId) -> CoverageColumn<'e> {
        CoverageColumn { link: context.link(id), mark: context.short_citation(id) }
    }
}

/// A record on an index page.
#[derive(Debug, Serialize)]
pub(crate) struct RecordCard<'e> {
    link: LinkView<'e>,
    events: usize,
    articles: usize,
    /// What the article of each column does: `supports`, `part`, `older`, or nothing.
    coverage: Vec<&'static str>,
    /// Number of articles that report a part of it.
    in_part: usize,
    support: SupportCount,
    status: Option<String>,
}

impl RecordCard<'_> {
    /// Returns what each article does: `supports`, `part`, `silent` or `older`.
    pub(super) fn signs(&self) -> Vec<&'static str> {
        self.coverage.iter().map(|role| if role.is_empty() { "silent" } else { *role }).collect()
    }

    /// Compares cards by number of supporting articles and of events, both descending, then by title.
    pub(super) fn cmp_by_support(&self, other: &Self) -> Ordering {
        let weight = (other.articles, other.events).cmp(&(self.articles, self.events));
        weight.then_with(|| self.link.card.title_sort_key().cmp(&other.link.card.title_sort_key()))
    }
}

/// The index page of articles.
#[derive(Debug, Serialize)]
pub(crate) struct ArticleListView<'e> {
    items: Vec<ArticleCard<'e>>,
}

/// An article on an index page.
#[derive(Debug, Serialize)]
pub(crate) struct ArticleCard<'e> {
    link: LinkView<'e>,
    authors: String,
    outlet: Option<&'e str>,
    date: Option<DateView>,
    kind: Option<String>,
    mark: &'e str,
    summary: Html,
    cited_by: usize,
}

/// Maximum number of columns; a wider matrix is omitted, because it is not legible and its size would be quadratic in
/// that of the site.
const MAX_COLUMNS: usize = 40;

/// Order of actor kinds; others follow.
const ACTOR_KINDS: [&str; 5] = ["state", "organization", "company", "person", "group"];

/// Builds the index page of a kind other than articles.
pub(crate) fn section<'e>(context: &PageContext<'e>, kind: Kind) -> SectionView<'e> {
    let columns = articles_by_date(context);
    let columns = if columns.len() > MAX_COLUMNS { Vec::new() } else { columns };
    let groups = groups(context, kind, &columns);
    let cards = groups.iter().flat_map(|group| &group.items);
    let marks = cards.flat_map(|card| &card.coverage).copied().filter(|mark| matches!(*mark, "part" | "older"));
    SectionView {
        marks: marks.collect(),
        kind: kind.folder(),
        groups,
        articles: columns.iter().map(|id| CoverageColumn::new(context, *id)).collect(),
    }
}

/// Builds the index page of articles, newest first.
pub(crate) fn article_list<'e>(context: &PageContext<'e>) -> ArticleListView<'e> {
    ArticleListView {
        items: articles_by_date(context).into_iter().rev().filter_map(|id| context.article_card(id)).collect(),
    }
}

/// Returns all articles, oldest first; those without a date come before.
pub(super) fn articles_by_date(context: &PageContext<'_>) -> Vec<RecordId> {
    let mut articles: Vec<_> = context.records(Kind::Article).collect();
    articles.sort_by_cached_key(|(_, record)| {
        (record.date().and_then(|date| date.value.anchor()), record.title.value.clone(), record.id.clone())
    });
    articles.into_iter().map(|(id, _)| id).collect()
}

fn groups<'e>(context: &PageContext<'e>, kind: Kind, columns: &[RecordId]) -> Vec<SectionGroup<'e>> {
    let mut by_kind: BTreeMap<Option<String>, Vec<RecordCard<'e>>> = BTreeMap::new();
    for (id, record) in context.records(kind) {
        let sort = record.label().map(str::to_owned);
        by_kind.entry(sort).or_default().push(context.record_card(id, columns));
    }
    let mut groups: Vec<(usize, Option<String>, Vec<RecordCard<'e>>)> =
        by_kind.into_iter().map(|(sort, items)| (rank(kind, sort.as_deref(), items.len()), sort, items)).collect();
    // Stable: groups of the same rank stay sorted by kind.
    groups.sort_by_key(|(rank, sort, _)| (sort.is_none(), *rank));
    groups.into_iter().map(|(_, sort, items)| group(context, kind, sort, items)).collect()
}

/// Returns the rank of a group: actor kinds have a fixed order, other groups are sorted by size, largest first.
fn rank(kind: Kind, sort: Option<&str>, size: usize) -> usize {
    match kind {
        Kind::Actor => ACTOR_KINDS.iter().position(|actor_kind| Some(*actor_kind) == sort).unwrap_or(ACTOR_KINDS.len()),
        _ => usize::MAX - size,
    }
}

fn group<'e>(
    context: &PageContext<'e>,
    kind: Kind,
    sort: Option<String>,
    mut items: Vec<RecordCard<'e>>,
) -> SectionGroup<'e> {
    items.sort_by(|a, b| a.link.card.title_sort_key().cmp(&b.link.card.title_sort_key()));
    let words = &context.lang.messages;
    let Some(sort) = sort else {
        let title = if kind == Kind::Topic { words.get("nav.topics") } else { words.get("section.others") };
        return SectionGroup { title: title.to_owned(), id: "others".to_owned(), items };
    };
    let id = slugify(&sort);
    let title =
        words.find(&format!("sorts.{id}")).map_or_else(|| context.lang.messages.kind_label(&sort), str::to_owned);
    SectionGroup { title, id, items }
}

impl<'e> PageContext<'e> {
    /// Returns the card of a record, with a dot for each column's article that supports it.
    pub(super) fn record_card(&self, id: RecordId, columns: &[RecordId]) -> RecordCard<'e> {
        let site = self.site;
        let support = self.record_support(id);
        RecordCard {
            link: self.link(id),
            events: site
                .list_or_canonical(site.relations.events(), id)
                .iter()
                .filter(|event| site.is_shown(**event))
                .count(),
            articles: support.count(),
            coverage: columns.iter().map(|column| self.coverage_of(&support, *column)).collect(),
            in_part: support.in_part(),
            support: self.support_count(id, support.count()),
            status: self.current_status(id),
        }
    }

    /// Returns the card of an article.
    pub(super) fn article_card(&self, id: RecordId) -> Option<ArticleCard<'e>> {
        let site = self.site;
        let record = site.records.get(id);
        let Details::Article(article) = &record.details else { return None };
        Some(ArticleCard {
            link: self.link(id),
            authors: author_names(article),
            outlet: article.outlet.as_deref(),
            date: self.article_date(article),
            kind: article.kind.as_deref().map(|kind| self.lang.messages.kind_label(kind)),
            mark: self.short_citation(id),
            summary: self.first_paragraph(id, site.records.body(id)),
            cited_by: site.mentioning_records(id).filter(|from| site.is_shown(*from)).count(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::with_page_context;
    use crate::testkit::{TestSite, citing, set_kind};
    use serde_json::{Value, json};

    fn groups_of(test: &mut TestSite, kind: Kind) -> Vec<(String, Vec<String>)> {
        let section = with_page_context(test, "x/", |context| serde_json::to_value(section(context, kind)).unwrap());
        let id = |item: &Value| item["link"]["id"].as_str().unwrap().to_owned();
        let group = |group: &Value| {
            (group["id"].as_str().unwrap().to_owned(), group["items"].as_array().unwrap().iter().map(id).collect())
        };
        section["groups"].as_array().unwrap().iter().map(group).collect()
    }

    #[test]
    fn sorts_groups_of_initiatives_by_size() {
        let mut test = TestSite::new();
        for (id, kind) in [("a", "resolution"), ("b", "action plan"), ("c", "action plan"), ("d", "")] {
            set_kind(test.record(Kind::Initiative, id), kind);
        }
        let groups = groups_of(&mut test, Kind::Initiative);
        let expected = [("action-plan", vec!["b", "c"]), ("resolution", vec!["a"]), ("others", vec!["d"])];
        let expected = expected.map(|(id, items)| (id.to_owned(), items.into_iter().map(str::to_owned).collect()));
        assert_eq!(groups, expected);
    }

    #[test]
    fn sorts_groups_of_actors_by_kind() {
        let mut test = TestSite::new();
        for (id, kind) in [("a", "person"), ("b", "newspaper"), ("c", "state"), ("d", "company")] {
            set_kind(test.record(Kind::Actor, id), kind);
        }
        let ids: Vec<String> = groups_of(&mut test, Kind::Actor).into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, ["state", "company", "person", "newspaper"]);
    }

    #[test]
    fn marks_cited_articles_in_coverage() {
        let mut test = TestSite::new();
        for id in ["a", "b"] {
            test.record(Kind::Article, id);
        }
        citing(test.record(Kind::Initiative, "i"), "Words", ("b", "1"), ".");
        let section = with_page_context(&mut test, "x/", |context| {
            serde_json::to_value(section(context, Kind::Initiative)).unwrap()
        });
        let card = &section["groups"][0]["items"][0];
        assert_eq!((&card["coverage"], &card["articles"]), (&json!(["", "supports"]), &json!(1)));
        assert_eq!(card["support"], json!({ "count": 1, "of": 2, "could": 2 }));
    }
}
