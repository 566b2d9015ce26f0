//! Articles that support a record, and the reasons why others do not.

use super::page_context::PageContext;
use crate::model::{Kind, RecordId};
use crate::relate::{self, RecordCoverage};
use crate::render::tracked::Dependency;
use serde::Serialize;
use std::collections::BTreeSet;

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
    supporting: BTreeSet<RecordId>,
    coverage: Option<&'e RecordCoverage>,
}

impl RecordSupport<'_> {
    /// Returns the number of supporting articles.
    pub(super) fn count(&self) -> usize {
        self.supporting.len()
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
        let support = site.list_or_canonical(site.relations.supporting_articles(), id).iter();
        let supporting = support.map(|article| site.canonical(*article)).collect();
        RecordSupport { record: id, supporting, coverage: self.coverage_row(id) }
    }

    /// Returns what an article does for a record: `supports`, `part`, `older`, or nothing.
    pub(super) fn coverage_of(&self, support: &RecordSupport<'_>, article: RecordId) -> &'static str {
        let site = self.site;
        let article = site.canonical(article);
        if support.supporting.contains(&article) {
            "supports"
        } else if support.coverage.is_some_and(|coverage| coverage.in_part.contains(&article)) {
            "part"
        } else if relate::is_older(site.records.get(article), site.records.get(support.record)) {
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

    /// Returns the row of a record; that of its canonical record if that one's supporting articles are shown.
    fn coverage_row(&self, id: RecordId) -> Option<&'e RecordCoverage> {
        let site = self.site;
        let has_own = !site.relations.supporting_articles().list(id).is_empty();
        site.relations.coverage().get(if has_own { id } else { site.canonical(id) })
    }

    /// Returns the articles that report a part of a record.
    pub(super) fn in_part(&self, id: RecordId) -> Vec<super::link::LinkView<'e>> {
        self.coverage_row(id).map_or(Vec::new(), |coverage| self.links(&coverage.in_part))
    }
}
