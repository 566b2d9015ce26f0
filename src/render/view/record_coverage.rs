//! Articles that support a record, and the reasons why others do not.

use super::page_context::PageContext;
use crate::model::{Kind, RecordId};
use crate::relate::{self, ArticleRole, CitedArticle, RecordCoverage};
use crate::render::tracked::Dependency;
use serde::Serialize;
use std::collections::BTreeMap;

/// Number of articles that support something, out of all articles of the briefing.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct SupportCount {
    /// Number of supporting articles.
    pub(super) count: usize,
    /// Number of shown articles.
    pub(super) of: usize,
    /// Number of shown articles that are not older, so that they could report it.
    pub(super) could: usize,
}

/// What the articles do for a record.
pub(super) struct RecordSupport<'e> {
    record: RecordId,
    roles: BTreeMap<RecordId, ArticleRole>,
    coverage: Option<&'e RecordCoverage>,
}

impl RecordSupport<'_> {
    /// Returns the number of supporting articles.
    pub(super) fn count(&self) -> usize {
        self.roles.values().filter(|role| **role == ArticleRole::Supports).count()
    }

    /// Returns the number of articles that report a part of the record.
    pub(super) fn in_part(&self) -> usize {
        self.coverage.map_or(0, |coverage| coverage.in_part.len())
    }
}

impl<'e> PageContext<'e> {
    /// Counts the articles that support a record.
    pub(super) fn support(&self, id: RecordId) -> SupportCount {
        self.support_count(id, self.record_support(id).count())
    }

    /// Completes a number of articles that support a record or one of its claims.
    pub(super) fn support_count(&self, id: RecordId, count: usize) -> SupportCount {
        let of = self.article_count();
        let older = self.coverage_row(id).map_or(0, |coverage| coverage.older);
        SupportCount { count, of, could: of.saturating_sub(older) }
    }

    /// Returns what the articles do for a record.
    pub(super) fn record_support(&self, id: RecordId) -> RecordSupport<'e> {
        let site = self.site;
        let cited =
            site.list_or_canonical(site.relations.cited(), id).iter().filter(|cited| site.is_shown(cited.article));
        let roles = cited.map(|cited| (site.canonical(cited.article), cited.role)).collect();
        RecordSupport { record: id, roles, coverage: self.coverage_row(id) }
    }

    /// Returns what an article does for a record: `supports`, `part`, `older`, or nothing.
    pub(super) fn coverage_of(&self, support: &RecordSupport<'_>, article: RecordId) -> &'static str {
        let site = self.site;
        let article = site.canonical(article);
        let role = support.roles.get(&article).copied();
        if role == Some(ArticleRole::Supports) {
            "supports"
        } else if support.coverage.is_some_and(|coverage| coverage.in_part.contains(&article)) {
            "part"
        } else if relate::is_excused(role)
            && relate::is_older(site.records.get(article), site.records.get(support.record))
        {
            "older"
        } else {
            ""
        }
    }

    /// Returns the number of shown articles.
    pub(super) fn article_count(&self) -> usize {
        self.site.recorder().record(Dependency::Kind(Kind::Article));
        self.lang.article_count
    }

    /// Returns the row of a record; that of its canonical record if that one's cited articles are shown.
    fn coverage_row(&self, id: RecordId) -> Option<&'e RecordCoverage> {
        let site = self.site;
        let has_own = !site.relations.cited().list(id).is_empty();
        site.relations.coverage().get(if has_own { id } else { site.canonical(id) })
    }

    /// Returns what a cited article does for a record.
    pub(super) fn article_role(&self, id: RecordId, cited: &CitedArticle) -> ArticleRole {
        let article = self.site.canonical(cited.article);
        self.coverage_row(id).map_or(cited.role, |coverage| coverage.role_of(article, cited.role))
    }

    /// Returns the articles that report a part of a record.
    pub(super) fn in_part(&self, id: RecordId) -> Vec<super::link::LinkView<'e>> {
        self.coverage_row(id).map_or(Vec::new(), |coverage| self.links(&coverage.in_part))
    }
}
