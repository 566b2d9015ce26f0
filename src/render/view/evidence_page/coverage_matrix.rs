//! Coverage matrix: number of passages of each article that each initiative's page cites.

use super::super::page_context::PageContext;
use super::super::section::articles_by_date;
use super::super::sources;
use crate::model::{Kind, RecordId};
use crate::relate::ArticleRole;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::cmp::Reverse;
use std::rc::Rc;

/// Articles × initiatives.
#[derive(Debug, Serialize)]
pub(super) struct CoverageMatrix<'e> {
    articles: Vec<MatrixColumn<'e>>,
    initiatives: Vec<MatrixRow<'e>>,
    /// Set if any cell counts passages that only name the initiative.
    any_named: bool,
    /// Set if any article is older than an initiative.
    any_older: bool,
    /// Numbers of initiatives and articles beyond the limits.
    left_out: OmittedCounts,
}

#[derive(Debug, Serialize)]
struct OmittedCounts {
    articles: usize,
    initiatives: usize,
}

#[derive(Debug, Serialize)]
struct MatrixColumn<'e> {
    href: Rc<str>,
    title: &'e str,
    mark: &'e str,
    total: usize,
}

#[derive(Debug, Serialize)]
struct MatrixRow<'e> {
    href: Rc<str>,
    title: &'e str,
    cells: Vec<MatrixCell>,
    total: usize,
}

/// Number of passages that an initiative's page cites or, if it cites none, that name the initiative.
#[derive(Debug, Default, Serialize)]
struct MatrixCell {
    count: usize,
    /// Area in steps of one passage, up to [`MAX_AREA`].
    area: usize,
    named: bool,
    /// Set if the article is older than the initiative; it has no passages then.
    older: bool,
    href: String,
}

/// Maximum numbers of columns and rows.
const MAX_ARTICLES: usize = 24;
const MAX_INITIATIVES: usize = 48;

/// Number of passages beyond which areas do not grow.
const MAX_AREA: usize = 12;

/// Passages of each article that an initiative's page cites, or that name the initiative if it cites none.
struct InitiativeCoverage {
    id: RecordId,
    by_article: FxHashMap<RecordId, ArticleCoverage>,
    total: usize,
}

#[derive(Clone, Copy)]
struct ArticleCoverage {
    count: usize,
    named: bool,
}

/// Builds the matrix, or returns `None` if no initiative is covered by any article.
pub(super) fn coverage_matrix<'e>(context: &PageContext<'e>) -> Option<CoverageMatrix<'e>> {
    let mut covered: Vec<InitiativeCoverage> =
        context.records(Kind::Initiative).map(|(id, _)| initiative_coverage(context, id)).collect();
    covered.retain(|initiative| !initiative.by_article.is_empty());
    covered.sort_by_cached_key(|one| (Reverse(one.total), context.link(one.id).card.title()));
    let all = covered.len();
    covered.truncate(MAX_INITIATIVES);
    let (columns, used) = columns(context, &covered);
    let rows = covered.iter().map(|one| row(context, one, &columns)).collect::<Vec<_>>();
    let left_out = OmittedCounts { articles: used - columns.len(), initiatives: all - rows.len() };
    let articles = columns.into_iter().map(|(id, total)| column(context, id, total)).collect();
    let any_named = rows.iter().flat_map(|row| &row.cells).any(|cell| cell.named);
    let any_older = rows.iter().flat_map(|row| &row.cells).any(|cell| cell.older);
    (!rows.is_empty()).then_some(CoverageMatrix { articles, initiatives: rows, any_named, any_older, left_out })
}

fn initiative_coverage(context: &PageContext<'_>, id: RecordId) -> InitiativeCoverage {
    let site = context.site;
    let mut by_article = FxHashMap::default();
    let mut total = 0;
    let cited = site.list_or_canonical(site.relations.cited(), id).iter();
    let supporting = cited.filter(|cited| cited.role == ArticleRole::Supports && site.is_shown(cited.article));
    for cited in supporting {
        let count = cited.passages.len().max(1);
        total += count;
        by_article.insert(site.canonical(cited.article), ArticleCoverage { count, named: false });
    }
    for mention in site.list_or_canonical(site.relations.mentioned_in(), id) {
        let named = ArticleCoverage { count: mention.passages.len(), named: true };
        by_article.entry(mention.record).or_insert(named);
    }
    InitiativeCoverage { id, by_article, total }
}

/// Returns the articles with most cited passages and their totals, by date; and the number of covering articles in all.
fn columns(context: &PageContext<'_>, covered: &[InitiativeCoverage]) -> (Vec<(RecordId, usize)>, usize) {
    let site = context.site;
    let total = |article: RecordId| -> usize {
        let cited = covered
            .iter()
            .filter_map(|initiative| initiative.by_article.get(&article))
            .filter(|coverage| !coverage.named);
        cited.map(|coverage| coverage.count).sum()
    };
    let by_date: Vec<RecordId> = articles_by_date(context).into_iter().map(|id| site.canonical(id)).collect();
    let used = by_date.iter().filter(|id| covered.iter().any(|initiative| initiative.by_article.contains_key(id)));
    let mut used: Vec<(usize, RecordId, usize)> =
        used.enumerate().map(|(index, id)| (index, *id, total(*id))).collect();
    let all = used.len();
    used.sort_by_key(|(index, _, total)| (Reverse(*total), *index));
    used.truncate(MAX_ARTICLES);
    used.sort_by_key(|(index, _, _)| *index);
    (used.into_iter().map(|(_, id, total)| (id, total)).collect(), all)
}

fn column<'e>(context: &PageContext<'e>, id: RecordId, total: usize) -> MatrixColumn<'e> {
    let link = context.link(id);
    MatrixColumn { href: link.href, title: link.card.title(), mark: context.short_citation(id), total }
}

fn row<'e>(context: &PageContext<'e>, one: &InitiativeCoverage, columns: &[(RecordId, usize)]) -> MatrixRow<'e> {
    let site = context.site;
    let link = context.link(one.id);
    let path = site.relations.path(one.id);
    let support = context.record_support(one.id);
    let cell = |(article, _): &(RecordId, usize)| {
        let Some(&ArticleCoverage { count, named }) = one.by_article.get(article) else {
            let older = context.coverage_of(&support, *article) == "older";
            return MatrixCell { older, ..MatrixCell::default() };
        };
        let href = context.link_base.href_to(path, Some(&sources::anchor(site.records.id(*article))));
        MatrixCell { count, area: count.min(MAX_AREA), named, older: false, href }
    };
    MatrixRow { href: link.href, title: link.card.title(), cells: columns.iter().map(cell).collect(), total: one.total }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::with_page_context;
    use crate::testkit::{TestSite, citing};
    use serde_json::Value;

    fn matrix_of(test: &mut TestSite) -> Value {
        with_page_context(test, "evidence/", |context| serde_json::to_value(coverage_matrix(context)).unwrap())
    }

    #[test]
    fn counts_passages_cited_by_a_page() {
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
        assert_eq!((&row(0)["cells"][1]["count"], &row(1)["total"]), (&0.into(), &1.into()));
        assert_eq!(matrix["articles"][0]["total"], 2);
    }

    #[test]
    fn keeps_the_articles_with_most_citations() {
        let mut test = TestSite::new();
        let ids: Vec<String> = (0..MAX_ARTICLES + 6).map(|n| format!("a{n:02}")).collect();
        for id in &ids {
            test.record(Kind::Article, id);
        }
        let initiative = test.record(Kind::Initiative, "x");
        for id in &ids {
            citing(initiative, "One.", (id, "1"), "");
        }
        citing(initiative, "Two.", (&ids[MAX_ARTICLES + 5], "2"), "");
        let matrix = matrix_of(&mut test);
        let columns = matrix["articles"].as_array().unwrap();
        assert_eq!((columns.len(), &matrix["left_out"]["articles"]), (MAX_ARTICLES, &6.into()));
        let last = columns.last().unwrap();
        assert_eq!((&last["title"], &last["total"]), (&ids[MAX_ARTICLES + 5].as_str().into(), &2.into()));
    }
}
