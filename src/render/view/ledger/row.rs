//! Entries of the ledger as a table's rows, passage by passage.

use super::super::desk::Desk;
use super::super::entries::{Entry, Said};
use super::super::evidence::{PassageLink, claim_anchor};
use crate::model::{Claim, Kind, RecordId};
use crate::render::body_html::verdict;
use serde::Serialize;

/// What rests on one passage.
#[derive(Debug, Serialize)]
pub(super) struct PassageRows<'e> {
    /// Nothing when only the article was named.
    passage: Option<PassageLink>,
    rows: Vec<Row<'e>>,
}

/// One claim, step of a status, or quotation.
#[derive(Debug, Serialize)]
pub(super) struct Row<'e> {
    /// The claim's words, or the status; nothing for a quotation in running text.
    statement: Option<&'e str>,
    /// The status, as a word of the interface.
    status: Option<String>,
    /// What a claim comes down to, unless its words say it.
    value: Option<&'e str>,
    single_source: bool,
    quotations: Vec<Quoted<'e>>,
    /// Where it stands.
    href: String,
    title: &'e str,
    kind: Kind,
}

#[derive(Debug, Serialize)]
struct Quoted<'e> {
    words: &'e str,
    state: &'static str,
    verdict: String,
}

/// The rows of an article.
pub(super) fn rows<'e>(desk: &Desk<'e>, article: RecordId) -> Vec<PassageRows<'e>> {
    let entries = desk.edition.entries.of(article);
    let by_passage = entries.chunk_by(|one, next| one.passage == next.passage);
    by_passage
        .map(|entries| PassageRows {
            passage: entries.first().and_then(|entry| entry.passage).map(|passage| desk.passage(article, passage)),
            rows: entries.iter().map(|entry| row(desk, entry)).collect(),
        })
        .collect()
}

fn row<'e>(desk: &Desk<'e>, entry: &Entry) -> Row<'e> {
    let book = desk.edition.book;
    let record = book.site.record(entry.record);
    let quoted = |number: &usize| {
        let quotation = book.quotation(entry.record, *number)?;
        Some(Quoted {
            words: &quotation.words,
            state: verdict::class_name(quotation.verdict),
            verdict: desk.edition.body_words.verdicts.format(quotation),
        })
    };
    let claim = match entry.said {
        Said::Claim(place) => record.claims().get(place),
        _ => None,
    };
    let anchor = match entry.said {
        Said::Claim(place) => claim_anchor(place),
        Said::Status(_) => "status".to_owned(),
        Said::Quotation => entry.quotations.first().copied().map(verdict::anchor).unwrap_or_default(),
    };
    let step = match entry.said {
        Said::Status(place) => record.status().get(place),
        _ => None,
    };
    Row {
        statement: claim.map(|claim| claim.text.value.as_str()).or(step.and_then(|step| step.note.as_deref())),
        status: step.map(|step| desk.edition.words.status_label(&step.status.value)),
        value: claim.and_then(value_beside),
        single_source: matches!(entry.said, Said::Claim(place) if desk.is_alone(entry.record, place)),
        quotations: entry.quotations.iter().filter_map(quoted).collect(),
        href: desk.place.href_to(book.relations.path(entry.record), Some(&anchor)),
        title: &record.title.value,
        kind: record.kind(),
    }
}

fn value_beside(claim: &Claim) -> Option<&str> {
    let value = claim.value.as_ref()?.value.as_str();
    (!claim.text.value.contains(value)).then_some(value)
}
