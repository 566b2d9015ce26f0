//! Serializes diagnostics as JSON for the overlay, the badge and the panel of a page.

use super::article_text;
use super::preview::Preview;
use crate::compile::Compiled;
use crate::diagnose::report::{ReportFormat, ReportStyle, report};
use crate::diagnose::{Diagnostic, Diagnostics, Severity};
use crate::model::{Record, RecordId};
use crate::relate::{Quotation, QuotationVerdict};
use crate::span::{SourceFile, Span};
use serde_json::{Value, json};

/// Limit of diagnostics in a response; the terminal prints all of them.
const MAX_DIAGNOSTICS: usize = 100;

/// Width of a diagnostic's code frame, in columns.
const FRAME_WIDTH: usize = 100;

/// Returns all errors and warnings with their locations, errors first.
pub(super) fn state_json(preview: &Preview) -> Value {
    let compiled = preview.latest.as_deref();
    let count = |severity| compiled.map_or(0, |compiled| compiled.diagnostics.count(severity));
    let indexed = compiled.iter().flat_map(|compiled| compiled.diagnostics.iter().enumerate());
    let mut reported: Vec<_> = indexed.filter(|(_, diagnostic)| diagnostic.severity != Severity::Note).collect();
    reported.sort_by_key(|(_, diagnostic)| diagnostic.severity);
    let diagnostics = reported
        .into_iter()
        .take(MAX_DIAGNOSTICS)
        .filter_map(|(index, diagnostic)| Some(diagnostic_json(index, diagnostic, compiled?)));
    json!({
        "generation": preview.generation,
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
        "trouble": preview.failure,
        "findings": diagnostics.collect::<Vec<_>>(),
    })
}

/// Returns the panel data of a record: diagnostics in its file, notes included, quotations with their verdicts, missing
/// translations, and whether the text of an article is available. Returns `None` if the latest build has no such record.
pub(super) fn record_json(compiled: &Compiled, displayed: &Record) -> Option<Value> {
    let is_same_record = |other: &Record| {
        other.id == displayed.id && other.language == displayed.language && other.kind() == displayed.kind()
    };
    let (id, record) = compiled.site.all().find(|(_, record)| is_same_record(record))?;
    let file = compiled.sources.get(record.file);
    let is_in_file = |diagnostic: &Diagnostic| diagnostic.span.is_some_and(|span| span.file == record.file);
    let in_file =
        compiled.diagnostics.iter().enumerate().filter(|(_, diagnostic)| is_in_file(diagnostic)).take(MAX_DIAGNOSTICS);
    let diagnostics: Vec<Value> =
        in_file.map(|(index, diagnostic)| diagnostic_json(index, diagnostic, compiled)).collect();
    let quotations = compiled.relations.quotations.row(id);
    let quotations: Vec<Value> = quotations.iter().map(|quotation| quotation_json(quotation, compiled, file)).collect();
    Some(json!({
        "record": record.key(),
        "title": record.title.value,
        "path": file.path,
        "draft": record.draft,
        "text": article_text::text_of(compiled, record).is_some(),
        "findings": diagnostics,
        "quotations": quotations,
        "named": named_json(compiled, id),
        "untranslated": missing_translations(compiled, id, record),
    }))
}

/// Returns the articles that name a record, with the passages.
fn named_json(compiled: &Compiled, id: RecordId) -> Vec<Value> {
    let canonical = compiled.relations.index.canonical(id);
    let named = compiled.relations.mentioned_in.row(canonical).iter();
    let article = |article: RecordId| &compiled.site.record(article).id;
    named.map(|mention| json!({ "article": article(mention.record), "passages": mention.passages })).collect()
}

/// Returns the location of a diagnostic: the file's path relative to the root, and the line.
pub(super) fn location(compiled: &Compiled, index: usize) -> Option<(String, usize)> {
    let span = compiled.diagnostics.iter().nth(index)?.span?;
    let file = compiled.sources.get(span.file);
    Some((file.path.to_string(), line(file, span)))
}

fn diagnostic_json(index: usize, diagnostic: &Diagnostic, compiled: &Compiled) -> Value {
    let mut value = json!({
        "number": index,
        "severity": diagnostic.severity.as_str(),
        "code": diagnostic.rule.code,
        "message": diagnostic.message,
        "help": diagnostic.help,
    });
    if let Some(span) = diagnostic.span {
        let file = compiled.sources.get(span.file);
        value["path"] = json!(file.path);
        value["line"] = json!(line(file, span));
    }
    if diagnostic.severity == Severity::Error {
        let mut single = Diagnostics::default();
        single.push(diagnostic.clone());
        let style = ReportStyle { color: false, width: FRAME_WIDTH };
        value["frame"] = json!(report(ReportFormat::Human, &single, &compiled.sources, &[], style).trim_end());
    }
    value
}

fn quotation_json(quotation: &Quotation, compiled: &Compiled, file: &SourceFile) -> Value {
    let article = compiled.site.record(quotation.article);
    let passage = match quotation.verdict {
        QuotationVerdict::Unchecked => quotation.target_passage(),
        verdict => verdict.passage(),
    };
    json!({
        "words": quotation.words,
        "article": article.title.value,
        "passage": passage.map(|passage| passage.to_string()),
        "verdict": quotation.verdict.word(),
        "line": line(file, quotation.span),
    })
}

/// Returns the configured languages that have no version of the record.
fn missing_translations(compiled: &Compiled, id: RecordId, record: &Record) -> Vec<String> {
    let config = &compiled.site.config;
    let translations = compiled.relations.translations.row(id);
    let is_translated = |tag: &str| *record.language == *tag || translations.iter().any(|(other, _)| **other == *tag);
    let tags = std::iter::once(&config.default_language).chain(config.languages.keys());
    tags.filter(|tag| !is_translated(tag)).map(ToString::to_string).collect()
}

fn line(file: &SourceFile, span: Span) -> usize {
    file.position(span.start as usize).line
}
