//! Lists quotations: location, verdict, article and text.

use super::ListOutput;
use crate::compile::Compiled;
use crate::diagnose::report::sanitized;
use crate::model::RecordId;
use crate::relate::{Quotation, UncitedQuotation, UncitedReason};
use crate::span::Span;
use serde_json::{Value, json};

/// Lists the quotations that have a citation.
pub(super) fn cited(compiled: &Compiled) -> ListOutput {
    let quotations = || compiled.relations.quotations.all();
    let id = |article: RecordId| &*compiled.site.record(article).id;
    let to_json = |quotation: &Quotation| -> Value {
        json!({
            "place": location(compiled, quotation.span),
            "article": id(quotation.article),
            "cited": cited_passages(quotation),
            "form": quotation.form.name(),
            "verdict": quotation.verdict.word(),
            "passage": found_passage(quotation),
            "words": quotation.words,
        })
    };
    let to_row = |quotation: &Quotation| {
        let verdict = format!("{} {}", quotation.verdict.word(), found_passage(quotation).unwrap_or_default());
        let form = quotation.form.name();
        let text = format!("{}  {form}  \"{}\"", id(quotation.article), sanitized(&quotation.words));
        [location(compiled, quotation.span), verdict.trim_end().to_owned(), text, String::new()]
    };
    (quotations().map(to_json).collect(), quotations().map(to_row).collect())
}

/// Lists the quoted texts that lack a citation.
pub(super) fn uncited(compiled: &Compiled) -> ListOutput {
    let quotations = || compiled.relations.uncited.all();
    let to_json = |uncited: &UncitedQuotation| json!({ "place": location(compiled, uncited.span), "words": uncited.words, "not_joined": uncited.reason == UncitedReason::NotJoined, "unclosed": uncited.reason == UncitedReason::Unclosed, "unopened": uncited.reason == UncitedReason::Unopened });
    let to_row = |uncited: &UncitedQuotation| {
        [location(compiled, uncited.span), format!("\"{}\"", sanitized(&uncited.words)), String::new(), String::new()]
    };
    (quotations().map(to_json).collect(), quotations().map(to_row).collect())
}

/// Returns the cited passages of the article; `None` if the whole article is cited.
fn cited_passages(quotation: &Quotation) -> Option<String> {
    let passages: Vec<String> = quotation.passages.iter().map(|passage| passage.value.to_string()).collect();
    (!passages.is_empty()).then(|| passages.join(", "))
}

/// Returns the passage that contains the quotation, or `None` if it was not found.
fn found_passage(quotation: &Quotation) -> Option<String> {
    quotation.verdict.passage().map(|passage| passage.to_string())
}

/// Formats a location as `file:line:column`.
fn location(compiled: &Compiled, span: Span) -> String {
    let source = compiled.sources.get(span.file);
    let position = source.position(span.range().start);
    format!("{}:{}:{}", sanitized(&source.path), position.line, position.column)
}
