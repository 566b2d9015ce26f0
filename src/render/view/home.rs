//! View of the front page.

use super::as_of::{as_of, index_details};
use super::date::DateView;
use super::event::EventView;
use super::front_coverage::{FrontCoverage, front_coverage, is_of_turning_point, turning_point};
use super::language_context::IndexPage;
use super::page_context::PageContext;
use super::section::{ArticleCard, RecordCard, articles_by_date};
use super::statement::StatementView;
use super::time_figure::{self, MarkLinks};
use super::time_since;
use crate::model::{Body, Edtf, Index, IndexKind, Kind, RecordId, StatementIds, StatementPart};
use crate::render::template_value::Html;
use serde::Serialize;

/// The front page as templates see it.
#[derive(Debug, Serialize)]
pub(crate) struct HomeView<'e> {
    headline: Option<&'e str>,
    bottom_line: Vec<StatementView>,
    key_points: Vec<StatementView>,
    as_of: Option<DateView>,
    changes: Vec<ChangeView>,
    turning_points: Vec<TurningPointView<'e>>,
    figure: Option<Html>,
    coverage: Option<FrontCoverage<'e>>,
    initiatives: Vec<InitiativeCard<'e>>,
    articles: Vec<ArticleCard<'e>>,
    timeline_href: String,
    initiatives_href: String,
    articles_href: String,
}

/// A turning point, with the time since the one before in words.
#[derive(Debug, Serialize)]
struct TurningPointView<'e> {
    event: EventView<'e>,
    later: Option<String>,
}

/// An initiative, with what each article does for it.
#[derive(Debug, Serialize)]
struct InitiativeCard<'e> {
    #[serde(flatten)]
    card: RecordCard<'e>,
    /// In the order of the articles' dates; empty with too many articles.
    signs: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct ChangeView {
    date: DateView,
    text: Html,
}

/// Maximum numbers of initiatives and articles on the front page; their index pages list all.
const MAX_INITIATIVES: usize = 48;
const MAX_ARTICLES: usize = 12;

/// Maximum number of articles that are shown as signs.
const MAX_SIGNS: usize = 12;

/// Builds the view of the front page.
pub(crate) fn home<'e>(context: &PageContext<'e>, front: &IndexPage) -> HomeView<'e> {
    let index = front.record.and_then(|id| Some((id, index_details(context, id)?)));
    let articles = articles_by_date(context);
    let signed = if articles.len() > MAX_SIGNS { &[] } else { &articles[..] };
    let mut ids = StatementIds::new(StatementPart::FrontPage);
    let mut statements = |pick: fn(&Index) -> &[Body]| {
        index.map_or(Vec::new(), |(id, index)| {
            pick(index).iter().map(|body| context.statement((id, body), &mut ids, signed)).collect()
        })
    };
    let to = |kind| context.link_base.href(context.lang.index_page_path(IndexKind::Records(kind)));
    HomeView {
        headline: index.and_then(|(_, index)| index.headline.as_deref()),
        bottom_line: statements(|index| &index.bottom_line),
        key_points: statements(|index| &index.key_points),
        as_of: as_of(context),
        changes: index.map_or(Vec::new(), |(id, index)| changes(context, id, index)),
        figure: time_figure::full_figure(context, context.site.relations.timeline(), MarkLinks::ToPages),
        turning_points: turning_points(context),
        coverage: front_coverage(context, &articles),
        initiatives: top_initiatives(context, signed),
        articles: newest_articles(context, &articles),
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

fn turning_points<'e>(context: &PageContext<'e>) -> Vec<TurningPointView<'e>> {
    let site = context.site;
    let all = site.relations.timeline().iter().copied();
    let mut before: Option<&Edtf> = None;
    let view = |id: RecordId| {
        let event = context.event(id)?;
        let date = site.records.get(id).date().map(|date| &date.value);
        let later = std::mem::replace(&mut before, date).zip(date);
        let later = later.and_then(|(before, date)| time_since::words(before, date, context.lang.messages));
        Some(TurningPointView { event, later })
    };
    all.filter(|id| turning_point(context, *id) && site.is_shown(*id)).filter_map(view).collect()
}

/// Returns cards of the initiatives: by weight, then those of turning points, then those with most supporting articles and
/// events, then by title. `signed` are the articles with a sign.
fn top_initiatives<'e>(context: &PageContext<'e>, signed: &[RecordId]) -> Vec<InitiativeCard<'e>> {
    // A weight of 0 is none.
    let rank = |weight: i64| if weight == 0 { i64::MAX } else { weight };
    let mut cards: Vec<((i64, bool), RecordId, RecordCard<'e>)> = context
        .records(Kind::Initiative)
        .map(|(id, record)| {
            ((rank(record.weight), !is_of_turning_point(context, id)), id, context.record_card(id, &[]))
        })
        .collect();
    cards.sort_by(|(one, _, card), (other, _, next)| one.cmp(other).then_with(|| card.cmp_by_support(next)));
    cards.truncate(MAX_INITIATIVES);
    let with_signs = |(_, id, card)| InitiativeCard { card, signs: context.record_card(id, signed).signs() };
    cards.into_iter().map(with_signs).collect()
}

fn newest_articles<'e>(context: &PageContext<'e>, articles: &[RecordId]) -> Vec<ArticleCard<'e>> {
    let newest = articles.iter().rev().take(MAX_ARTICLES);
    newest.filter_map(|id| context.article_card(*id)).collect()
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
        assert_eq!((&home["bottom_line"], &home["figure"]), (&serde_json::json!([]), &serde_json::Value::Null));
    }
}
