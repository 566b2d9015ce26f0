//! View of the front page.

use super::as_of::{as_of, index_details};
use super::date::DateView;
use super::event::EventView;
use super::language_context::IndexPage;
use super::page_context::PageContext;
use super::section::{ArticleCard, RecordCard, articles_by_date};
use super::time_figure::{self, MarkLinks};
use crate::model::{Details, Index, IndexKind, Kind, RecordId};
use crate::render::template_value::Html;
use serde::Serialize;

/// The front page as templates see it.
#[derive(Debug, Serialize)]
pub(crate) struct HomeView<'e> {
    bottom_line: Html,
    key_points: Vec<Html>,
    as_of: Option<DateView>,
    changes: Vec<ChangeView>,
    turning_points: Vec<EventView<'e>>,
    figure: Option<Html>,
    initiatives: Vec<RecordCard<'e>>,
    articles: Vec<ArticleCard<'e>>,
    timeline_href: String,
    initiatives_href: String,
    articles_href: String,
}

#[derive(Debug, Serialize)]
struct ChangeView {
    date: DateView,
    text: Html,
}

/// Maximum numbers of initiatives and articles on the front page; their index pages list all.
const MAX_INITIATIVES: usize = 48;
const MAX_ARTICLES: usize = 12;

/// Builds the view of the front page.
pub(crate) fn home<'e>(context: &PageContext<'e>, front: &IndexPage) -> HomeView<'e> {
    let index = front.record.and_then(|id| Some((id, index_details(context, id)?)));
    let text = |pick: fn(&Index) -> Vec<&crate::model::Body>| {
        index.map_or(Vec::new(), |(id, index)| {
            pick(index).into_iter().map(|body| context.first_paragraph(id, body)).collect()
        })
    };
    let turning_points = turning_points(context);
    let to = |kind| context.link_base.href(context.lang.index_page_path(IndexKind::Records(kind)));
    HomeView {
        bottom_line: text(|index| index.bottom_line.iter().collect()).pop().unwrap_or_default(),
        key_points: text(|index| index.key_points.iter().collect()),
        as_of: as_of(context),
        changes: index.map_or(Vec::new(), |(id, index)| changes(context, id, index)),
        figure: time_figure::full_figure(context, context.site.relations.timeline(), MarkLinks::ToPages),
        turning_points: context.events(&turning_points),
        initiatives: top_initiatives(context),
        articles: newest_articles(context),
        timeline_href: to(Kind::Event),
        initiatives_href: to(Kind::Initiative),
        articles_href: to(Kind::Article),
    }
}

fn changes(context: &PageContext<'_>, id: RecordId, index: &Index) -> Vec<ChangeView> {
    let changes = index.changes.iter();
    changes
        .map(|change| ChangeView {
            date: context.date(&change.date.value, None, None),
            text: context.first_paragraph(id, &change.text),
        })
        .collect()
}

fn turning_points(context: &PageContext<'_>) -> Vec<RecordId> {
    let site = context.site;
    let turns = |id: &RecordId| matches!(&site.records.get(*id).details, Details::Event(event) if event.turning_point);
    site.relations.timeline().iter().copied().filter(turns).collect()
}

/// Returns cards of the initiatives with most supporting articles, then with most events, then by title.
fn top_initiatives<'e>(context: &PageContext<'e>) -> Vec<RecordCard<'e>> {
    let mut cards: Vec<RecordCard<'e>> =
        context.records(Kind::Initiative).map(|(id, _)| context.record_card(id, &[])).collect();
    cards.sort_by(RecordCard::cmp_by_support);
    cards.truncate(MAX_INITIATIVES);
    cards
}

fn newest_articles<'e>(context: &PageContext<'e>) -> Vec<ArticleCard<'e>> {
    let newest = articles_by_date(context).into_iter().rev().take(MAX_ARTICLES);
    newest.filter_map(|id| context.article_card(id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::with_page_context;
    use crate::testkit::{TestSite, day};

    #[test]
    fn draws_all_events_and_lists_the_turning_points() {
        let mut test = TestSite::new();
        test.event("early", day(2021, 11, 1));
        test.event("first", day(2025, 7, 26)).turning_point = true;
        test.event("last", day(2025, 12, 12)).turning_point = true;
        let home = with_page_context(&mut test, "", |context| {
            serde_json::to_value(home(context, context.lang.index_page(IndexKind::Brief).unwrap())).unwrap()
        });
        let figure = home["figure"].as_str().unwrap();
        assert!(figure.contains("href=\"events/early/\"") && figure.contains("href=\"events/last/\""), "{figure}");
        assert_eq!(home["turning_points"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn builds_without_content() {
        let home = with_page_context(&mut TestSite::new(), "", |context| {
            serde_json::to_value(home(context, context.lang.index_page(IndexKind::Brief).unwrap())).unwrap()
        });
        assert_eq!((&home["bottom_line"], &home["figure"]), (&"".into(), &serde_json::Value::Null));
    }
}
