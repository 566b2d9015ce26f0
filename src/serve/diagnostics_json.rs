//! Says in JSON what was found: for the overlay, the badge, and the panel of the page at hand.

use super::preview::Preview;
use crate::compile::Compiled;
use crate::diagnose::report::{ReportFormat, ReportStyle, report};
use crate::diagnose::{Diagnostic, Diagnostics, Severity};
use crate::model::{Record, RecordId};
use crate::relate::{Quotation, QuotationVerdict};
use crate::span::{SourceFile, Span};
use serde_json::{Value, json};

/// So many findings are told at most; the terminal has them all.
const MAX_DIAGNOSTICS: usize = 100;

/// Columns of a finding's code frame.
const FRAME_WIDTH: usize = 100;

/// All errors and warnings, the gravest first, with the place of each in its file.
pub(super) fn state_json(preview: &Preview) -> Value {
    let compiled = preview.latest.as_deref();
    let count = |severity| compiled.map_or(0, |compiled| compiled.diagnostics.count(severity));
    let numbered = compiled.iter().flat_map(|compiled| compiled.diagnostics.iter().enumerate());
    let mut told: Vec<_> = numbered.filter(|(_, it)| it.severity != Severity::Note).collect();
    told.sort_by_key(|(_, it)| it.severity);
    let findings =
        told.into_iter().take(MAX_DIAGNOSTICS).filter_map(|(number, it)| Some(diagnostic_json(number, it, compiled?)));
    json!({
        "generation": preview.generation,
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
        "trouble": preview.failure,
        "findings": findings.collect::<Vec<_>>(),
    })
}

/// What a writer wants to know of one record's page: findings in its file, notes included, quotations with their verdicts,
/// missing translations.
pub(super) fn record_json(compiled: &Compiled, shown: &Record) -> Option<Value> {
    let is_it = |it: &Record| it.id == shown.id && it.language == shown.language && it.kind() == shown.kind();
    let (id, record) = compiled.site.all().find(|(_, record)| is_it(record))?;
    let file = compiled.sources.get(record.file);
    let is_here = |it: &Diagnostic| it.span.is_some_and(|span| span.file == record.file);
    let here = compiled.diagnostics.iter().enumerate().filter(|(_, it)| is_here(it)).take(MAX_DIAGNOSTICS);
    let findings: Vec<Value> = here.map(|(number, it)| diagnostic_json(number, it, compiled)).collect();
    let quotations = compiled.relations.quotations.row(id);
    let quotations: Vec<Value> = quotations.iter().map(|it| quotation_json(it, compiled, file)).collect();
    Some(json!({
        "record": record.key(),
        "title": record.title.value,
        "path": file.path,
        "draft": record.draft,
        "findings": findings,
        "quotations": quotations,
        "untranslated": missing_translations(compiled, id, record),
    }))
}

/// Where a finding stands: the file's path from the root and the line.
pub(super) fn location(compiled: &Compiled, number: usize) -> Option<(String, usize)> {
    let span = compiled.diagnostics.iter().nth(number)?.span?;
    let file = compiled.sources.get(span.file);
    Some((file.path.to_string(), line(file, span)))
}

fn diagnostic_json(number: usize, diagnostic: &Diagnostic, compiled: &Compiled) -> Value {
    let mut value = json!({
        "number": number,
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
        let mut one = Diagnostics::default();
        one.push(diagnostic.clone());
        let style = ReportStyle { color: false, width: FRAME_WIDTH };
        value["frame"] = json!(report(ReportFormat::Human, &one, &compiled.sources, &[], style).trim_end());
    }
    value
}

fn quotation_json(quotation: &Quotation, compiled: &Compiled, file: &SourceFile) -> Value {
    let article = compiled.site.record(quotation.article);
    let passage = match quotation.verdict {
        QuotationVerdict::Unchecked => quotation.passage.as_ref().map(|passage| passage.value),
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

/// The languages of the briefing in which a record is not written.
fn missing_translations(compiled: &Compiled, id: RecordId, record: &Record) -> Vec<String> {
    let config = &compiled.site.config;
    let translations = compiled.relations.translations.row(id);
    let is_there = |tag: &str| *record.language == *tag || translations.iter().any(|(other, _)| **other == *tag);
    let tags = std::iter::once(&config.default_language).chain(config.languages.keys());
    tags.filter(|tag| !is_there(tag)).map(ToString::to_string).collect()
}

fn line(file: &SourceFile, span: Span) -> usize {
    file.position(span.start as usize).line
}
