//! Statements of the front page, each with its sources beside it.

use super::evidence::claim_anchor;
use super::page_context::PageContext;
use super::record_coverage::SupportCount;
use super::section::articles_by_date;
use crate::model::{Body, RecordId, StatementIds};
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
    /// What each article does, by date: `supports`, `disputes`, `silent` or `older`; empty for more than [`MAX_SIGNS`].
    signs: Vec<&'static str>,
    /// Link to the claim.
    href: String,
}

/// Maximum number of articles that are shown as signs.
pub(super) const MAX_SIGNS: usize = 12;

impl PageContext<'_> {
    /// Returns a statement of the front page.
    pub(super) fn statement(&self, front: RecordId, body: &Body, ids: &mut StatementIds) -> StatementView {
        let parts = self.statement_html(front, body);
        let id = body.blocks.iter().find_map(|block| ids.of_block(block));
        let support = parts.claim.and_then(|(record, position)| self.statement_support(record, position as usize));
        StatementView {
            html: Html(parts.words).with_statement_id(id.as_deref()),
            citations: Html(parts.citations),
            support,
        }
    }

    fn statement_support(&self, record: RecordId, position: usize) -> Option<StatementSupport> {
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
        let articles = articles_by_date(self);
        let signs = if articles.len() > MAX_SIGNS { Vec::new() } else { articles.into_iter().map(sign).collect() };
        Some(StatementSupport {
            count: self.support_count(record, supporting.len()),
            signs,
            href: self.link_base.href_to(site.relations.path(record), Some(&claim_anchor(position))),
        })
    }
}
