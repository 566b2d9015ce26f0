//! Evidence of an article as table rows, by passage.

use super::super::evidence::PassageLink;
use super::super::evidence_index::{EvidenceItem, EvidenceKind};
use super::super::page_context::PageContext;
use super::super::record_coverage::SupportCount;
use crate::model::{CitationRole, Claim, Kind, RecordId, page_anchor};
use crate::render::body_html::verdict;
use serde::Serialize;

/// Rows of one passage.
#[derive(Debug, Serialize)]
pub(super) struct PassageRows<'e> {
    /// `None` if only the article is cited.
    passage: Option<PassageLink>,
    rows: Vec<EvidenceRow<'e>>,
}

/// One claim, status step, or quotation in running text.
#[derive(Debug, Serialize)]
pub(super) struct EvidenceRow<'e> {
    /// Text of the claim or note of the status; `None` for a quotation in running text.
    statement: Option<&'e str>,
    /// Name of the status in the page's language.
    status: Option<String>,
    /// Value of the claim, unless its text contains it.
    value: Option<&'e str>,
    /// Support of the claim; `None` for other rows, and for articles that do not support it.
    support: Option<SupportCount>,
    /// What the article does for the claim or status: `supports`, `disputes`, `silent` or `context`.
    role: &'static str,
    quotations: Vec<QuotationView<'e>>,
    /// Link from the page to it.
    href: String,
    title: &'e str,
    kind: Kind,
}

#[derive(Debug, Serialize)]
struct QuotationView<'e> {
    words: &'e str,
    state: &'static str,
    verdict: String,
}

/// Returns the rows of an article.
pub(super) fn passage_rows<'e>(context: &PageContext<'e>, article: RecordId) -> Vec<PassageRows<'e>> {
    let entries = context.evidence_items(article);
    let by_passage = entries.chunk_by(|a, b| a.passage == b.passage);
    by_passage
        .map(|entries| PassageRows {
            passage: entries
                .first()
                .and_then(|entry| entry.passage)
                .map(|passage| context.passage_link(article, passage)),
            rows: entries.iter().map(|entry| evidence_row(context, entry)).collect(),
        })
        .collect()
}

fn evidence_row<'e>(context: &PageContext<'e>, entry: &EvidenceItem) -> EvidenceRow<'e> {
    let site = context.site;
    let record = site.records.get(entry.record);
    let quoted = |number: &usize| {
        let quotation = site.quotation(entry.record, *number)?;
        Some(QuotationView {
            words: &quotation.words,
            state: verdict::class_name(quotation.verdict),
            verdict: context.lang.body_messages.verdicts.format(quotation),
        })
    };
    let claim = match entry.kind {
        EvidenceKind::Claim(place) => record.claims().get(place),
        _ => None,
    };
    let anchor = match entry.kind {
        EvidenceKind::Claim(place) => page_anchor::of_claim(place),
        EvidenceKind::Status(_) => "status".to_owned(),
        EvidenceKind::Quotation => entry.quotations.first().copied().map(verdict::anchor).unwrap_or_default(),
    };
    let step = match entry.kind {
        EvidenceKind::Status(place) => record.status().get(place),
        _ => None,
    };
    EvidenceRow {
        statement: claim.map(|claim| claim.text.value.as_str()).or(step.and_then(|step| step.note.as_deref())),
        status: step.map(|step| context.lang.messages.status_label(&step.status.value)),
        value: claim.and_then(value_unless_in_text),
        support: match entry.kind {
            EvidenceKind::Claim(place) if entry.role == CitationRole::Supports => site
                .claim_support(entry.record, place)
                .map(|claim| context.support_count(entry.record, claim.support.articles().len())),
            _ => None,
        },
        role: entry.role.name(),
        quotations: entry.quotations.iter().filter_map(quoted).collect(),
        href: context.link_base.href_to(site.relations.path(entry.record), Some(&anchor)),
        title: &record.title.value,
        kind: record.kind(),
    }
}

fn value_unless_in_text(claim: &Claim) -> Option<&str> {
    let value = claim.value.as_ref()?.value.as_str();
    (!claim.text.value.contains(value)).then_some(value)
}
