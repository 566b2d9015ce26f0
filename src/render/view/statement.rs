//! Statements of the front page, each with its sources beside it.

use super::page_context::PageContext;
use super::record_coverage::SupportCount;
use crate::model::{Body, RecordId, StatementIds, page_anchor};
use crate::relate;
use crate::render::template_value::Html;
use serde::Serialize;

/// A statement of the bottom line or a key point.
#[derive(Debug, Serialize)]
pub(crate) struct StatementView {
    /// The statement without its citations.
    html: Html,
    /// Its citations, as the style writes them.
    citations: Html,
    /// Support of the claim that it states; `None` if it names no claim, since the citations of a sentence can support parts
    /// of it.
    support: Option<StatementSupport>,
}

/// Support of a statement.
#[derive(Debug, Serialize)]
struct StatementSupport {
    count: SupportCount,
    /// Role of each article, by date: `supports`, `disputes`, `silent` or `older`; empty with too many articles.
    signs: Vec<&'static str>,
    /// Link to the claim.
    href: String,
}

impl PageContext<'_> {
    /// Returns a statement of the front page; `signed` are the articles with a sign, by date.
    pub(super) fn statement(
        &self,
        (front, body): (RecordId, &Body),
        ids: &mut StatementIds,
        signed: &[RecordId],
    ) -> StatementView {
        let parts = self.statement_html(front, body);
        let id = body.blocks.iter().find_map(|block| ids.of_block(block));
        let support =
            parts.claim.and_then(|(record, position)| self.statement_support(record, position as usize, signed));
        StatementView {
            html: Html(parts.words).with_statement_id(id.as_deref()),
            citations: Html(parts.citations),
            support,
        }
    }

    fn statement_support(&self, record: RecordId, position: usize, signed: &[RecordId]) -> Option<StatementSupport> {
        let site = self.site;
        let claim = site.claim_support(record, position)?;
        let supporting = claim.support.articles();
        let sign = |article: RecordId| {
            let article = site.canonical(article);
            if supporting.contains(&article) {
                "supports"
            } else if claim.disputing.contains(&article) {
                "disputes"
            } else if relate::is_older(site.records.get(article), site.records.get(record)) {
                "older"
            } else {
                "silent"
            }
        };
        Some(StatementSupport {
            count: self.support_count(record, supporting.len()),
            signs: signed.iter().copied().map(sign).collect(),
            href: self.link_base.href_to(site.relations.path(record), Some(&page_anchor::of_claim(position))),
        })
    }
}
