//! The coverage matrix: how many passages of each article each initiative's page rests on.

use super::super::desk::Desk;
use super::super::section::articles_by_date;
use super::super::sources;
use crate::model::{Kind, RecordId};
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::cmp::Reverse;
use std::rc::Rc;

/// Articles × initiatives.
#[derive(Debug, Serialize)]
pub(super) struct Matrix<'e> {
    articles: Vec<Column<'e>>,
    initiatives: Vec<Row<'e>>,
    /// Whether a text only names any of them.
    any_named: bool,
    /// How many initiatives and articles have no row and no column, because there are too many.
    left_out: LeftOut,
}

#[derive(Debug, Serialize)]
struct LeftOut {
    articles: usize,
    initiatives: usize,
}

#[derive(Debug, Serialize)]
struct Column<'e> {
    href: Rc<str>,
    title: &'e str,
    mark: &'e str,
    total: usize,
}

#[derive(Debug, Serialize)]
struct Row<'e> {
    href: Rc<str>,
    title: &'e str,
    cells: Vec<Option<Cell>>,
    total: usize,
}

/// How much of an article an initiative rests on, or that the article's text only names it.
#[derive(Debug, Serialize)]
struct Cell {
    count: usize,
    /// The size of its area, in steps.
    area: usize,
    named: bool,
    href: String,
}

/// So many columns and rows a reader can still take in.
const MOST_ARTICLES: usize = 24;
const MOST_INITIATIVES: usize = 48;

/// Areas grow up to so many passages.
const LARGEST_AREA: usize = 12;

/// An initiative with the passages of each article that its page cites, or that name it where it cites none.
struct Covered {
    id: RecordId,
    by_article: FxHashMap<RecordId, Found>,
    total: usize,
}

#[derive(Clone, Copy)]
struct Found {
    count: usize,
    named: bool,
}

/// Makes the matrix; nothing when no initiative rests on any article.
pub(super) fn matrix<'e>(desk: &Desk<'e>) -> Option<Matrix<'e>> {
    let mut covered: Vec<Covered> = desk.edition.records(Kind::Initiative).map(|(id, _)| cover(desk, id)).collect();
    covered.retain(|one| !one.by_article.is_empty());
    covered.sort_by_cached_key(|one| (Reverse(one.total), desk.link(one.id).card.title()));
    let all = covered.len();
    covered.truncate(MOST_INITIATIVES);
    let (columns, used) = columns(desk, &covered);
    let rows = covered.iter().map(|one| row(desk, one, &columns)).collect::<Vec<_>>();
    let left_out = LeftOut { articles: used - columns.len(), initiatives: all - rows.len() };
    let articles = columns.into_iter().map(|(id, total)| column(desk, id, total)).collect();
    let any_named = rows.iter().flat_map(|row| row.cells.iter().flatten()).any(|cell| cell.named);
    (!rows.is_empty()).then_some(Matrix { articles, initiatives: rows, any_named, left_out })
}

fn cover(desk: &Desk<'_>, id: RecordId) -> Covered {
    let book = desk.edition.book;
    let mut by_article = FxHashMap::default();
    let mut total = 0;
    for cited in book.related(book.relations.cited, id).iter().filter(|cited| book.is_shown(cited.article)) {
        let count = cited.passages.len().max(1);
        total += count;
        by_article.insert(book.original(cited.article), Found { count, named: false });
    }
    for mention in book.related(book.relations.mentioned_in, id) {
        let named = Found { count: mention.passages.len(), named: true };
        by_article.entry(mention.record).or_insert(named);
    }
    Covered { id, by_article, total }
}

/// The articles that most of it rests on, with their totals, by date; and how many there are in all.
fn columns(desk: &Desk<'_>, covered: &[Covered]) -> (Vec<(RecordId, usize)>, usize) {
    let book = desk.edition.book;
    let total = |article: RecordId| -> usize {
        let cited = covered.iter().filter_map(|one| one.by_article.get(&article)).filter(|found| !found.named);
        cited.map(|found| found.count).sum()
    };
    let by_date: Vec<RecordId> = articles_by_date(desk).into_iter().map(|id| book.original(id)).collect();
    let used = by_date.iter().filter(|id| covered.iter().any(|one| one.by_article.contains_key(id)));
    let mut used: Vec<(usize, RecordId, usize)> =
        used.enumerate().map(|(place, id)| (place, *id, total(*id))).collect();
    let all = used.len();
    used.sort_by_key(|(place, _, total)| (Reverse(*total), *place));
    used.truncate(MOST_ARTICLES);
    used.sort_by_key(|(place, _, _)| *place);
    (used.into_iter().map(|(_, id, total)| (id, total)).collect(), all)
}

fn column<'e>(desk: &Desk<'e>, id: RecordId, total: usize) -> Column<'e> {
    let link = desk.link(id);
    Column { href: link.href, title: link.card.title(), mark: desk.edition.mark(id), total }
}

fn row<'e>(desk: &Desk<'e>, one: &Covered, columns: &[(RecordId, usize)]) -> Row<'e> {
    let book = desk.edition.book;
    let link = desk.link(one.id);
    let path = book.relations.path(one.id);
    let cell = |(article, _): &(RecordId, usize)| {
        let Found { count, named } = *one.by_article.get(article)?;
        let href = desk.place.href_to(path, Some(&sources::anchor(book.site.id(*article))));
        Some(Cell { count, area: count.min(LARGEST_AREA), named, href })
    };
    Row { href: link.href, title: link.card.title(), cells: columns.iter().map(cell).collect(), total: one.total }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::{TestSite, citing, with_page_context};
    use serde_json::Value;

    fn matrix_of(test: &mut TestSite) -> Value {
        with_page_context(test, "evidence/", |desk| serde_json::to_value(matrix(desk)).unwrap())
    }

    #[test]
    fn counts_the_passages_that_a_page_cites() {
        let mut test = TestSite::new();
        for id in ["a", "b"] {
            test.record(Kind::Article, id);
        }
        let little = test.record(Kind::Initiative, "little");
        citing(little, "One.", ("b", "2"), "");
        let much = test.record(Kind::Initiative, "much");
        citing(much, "Two.", ("a", "2"), "");
        citing(much, "Three.", ("a", "standfirst"), "");
        test.record(Kind::Initiative, "nothing");
        let matrix = matrix_of(&mut test);
        let row = |at: usize| &matrix["initiatives"][at];
        assert_eq!((&row(0)["title"], &row(1)["title"], row(2)), (&"much".into(), &"little".into(), &Value::Null));
        assert_eq!(row(0)["cells"][0]["count"], 2);
        assert_eq!(row(0)["cells"][0]["href"], "../initiatives/much/#from-a");
        assert_eq!((&row(0)["cells"][1], &row(1)["total"]), (&Value::Null, &1.into()));
        assert_eq!(matrix["articles"][0]["total"], 2);
    }

    #[test]
    fn shows_the_articles_that_most_rests_on_when_there_are_too_many() {
        let mut test = TestSite::new();
        let ids: Vec<String> = (0..MOST_ARTICLES + 6).map(|n| format!("a{n:02}")).collect();
        for id in &ids {
            test.record(Kind::Article, id);
        }
        let initiative = test.record(Kind::Initiative, "x");
        for id in &ids {
            citing(initiative, "One.", (id, "1"), "");
        }
        citing(initiative, "Two.", (&ids[MOST_ARTICLES + 5], "2"), "");
        let matrix = matrix_of(&mut test);
        let columns = matrix["articles"].as_array().unwrap();
        assert_eq!((columns.len(), &matrix["left_out"]["articles"]), (MOST_ARTICLES, &6.into()));
        let last = columns.last().unwrap();
        assert_eq!((&last["title"], &last["total"]), (&ids[MOST_ARTICLES + 5].as_str().into(), &2.into()));
    }
}
