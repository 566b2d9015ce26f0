//! One JSON object: `{ "diagnostics": […], "errors": 1, "warnings": 0, "notes": 0 }`. Lines and columns count from 1, columns in
//! characters, offsets in bytes.

use super::{locate, primary_location};
use crate::diagnose::{Diagnostic, Diagnostics, Severity};
use crate::span::Sources;
use serde_json::{Value, json};

pub(super) fn report(found: &Diagnostics, sources: &Sources) -> String {
    let diagnostics: Vec<Value> = found.iter().map(|diagnostic| diagnostic_json(diagnostic, sources)).collect();
    let whole = json!({
        "diagnostics": diagnostics,
        "errors": found.count(Severity::Error),
        "warnings": found.count(Severity::Warning),
        "notes": found.count(Severity::Note),
    });
    format!("{whole:#}\n")
}

fn diagnostic_json(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let mut value = json!({
        "code": diagnostic.rule.code,
        "severity": diagnostic.severity.as_str(),
        "message": diagnostic.message,
    });
    if let (Some(span), Some(place)) = (diagnostic.span, primary_location(diagnostic, sources)) {
        value["path"] = json!(place.path);
        value["line"] = json!(place.start.line);
        value["column"] = json!(place.start.column);
        value["end_line"] = json!(place.end.line);
        value["end_column"] = json!(place.end.column);
        value["start"] = json!(span.start);
        value["end"] = json!(span.end);
        value["source_line"] = json!(sources.get(span.file).line(place.start.line));
    }
    if !diagnostic.label.is_empty() {
        value["label"] = json!(diagnostic.label);
    }
    if let Some(help) = &diagnostic.help {
        value["help"] = json!(help);
    }
    let related = diagnostic.related.iter().map(|(span, words)| {
        let place = locate(*span, sources);
        json!({ "path": place.path, "line": place.start.line, "column": place.start.column, "message": words })
    });
    value["related"] = related.collect();
    value
}
