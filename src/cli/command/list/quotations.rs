//! Quotations: where they stand, what was found of them, from which article, and the words.

use super::ListOutput;
use crate::compile::Compiled;
use crate::diagnose::report::sanitized;
use crate::model::RecordId;
use crate::relate::{Quotation, UncitedQuotation};
use crate::span::Span;
use serde_json::{Value, json};

/// Quotations with a citation.
pub(super) fn cited(compiled: &Compiled) -> ListOutput {
    let all = || compiled.relations.quotations.all();
    let id = |article: RecordId| &*compiled.site.record(article).id;
    let entry = |quotation: &Quotation| -> Value {
        json!({
            "place": location(compiled, quotation.span),
            "article": id(quotation.article),
            "cited": quotation.passage.as_ref().map(|passage| passage.value.to_string()),
            "verdict": quotation.verdict.word(),
            "passage": found_passage(quotation),
            "words": quotation.words,
        })
    };
    let row = |quotation: &Quotation| {
        let verdict = format!("{} {}", quotation.verdict.word(), found_passage(quotation).unwrap_or_default());
        let words = format!("{}  \"{}\"", id(quotation.article), sanitized(&quotation.words));
        [location(compiled, quotation.span), verdict.trim_end().to_owned(), words, String::new()]
    };
    (all().map(entry).collect(), all().map(row).collect())
}

/// Words in quotation marks without a citation.
pub(super) fn uncited(compiled: &Compiled) -> ListOutput {
    let all = || compiled.relations.uncited.all();
    let entry =
        |uncited: &UncitedQuotation| json!({ "place": location(compiled, uncited.span), "words": uncited.words });
    let row = |uncited: &UncitedQuotation| {
        [location(compiled, uncited.span), format!("\"{}\"", sanitized(&uncited.words)), String::new(), String::new()]
    };
    (all().map(entry).collect(), all().map(row).collect())
}

/// Where the words occur.
fn found_passage(quotation: &Quotation) -> Option<String> {
    quotation.verdict.passage().map(|passage| passage.to_string())
}

/// File, line and column.
fn location(compiled: &Compiled, span: Span) -> String {
    let source = compiled.sources.get(span.file);
    let position = source.position(span.range().start);
    format!("{}:{}:{}", sanitized(&source.path), position.line, position.column)
}
