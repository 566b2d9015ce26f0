//! One JSON object: `{ "diagnostics": […], "errors": 1, "warnings": 0, "notes": 0 }`. Lines and columns are 1-based,
//! columns in characters, offsets in bytes.

use super::{locate, primary_location};
use crate::diagnose::{Diagnostic, Diagnostics, Severity};
use crate::span::Sources;
use serde_json::{Value, json};

pub(super) fn report(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let entries: Vec<Value> = diagnostics.iter().map(|diagnostic| diagnostic_json(diagnostic, sources)).collect();
    let report = json!({
        "diagnostics": entries,
        "errors": diagnostics.count(Severity::Error),
        "warnings": diagnostics.count(Severity::Warning),
        "notes": diagnostics.count(Severity::Note),
    });
    format!("{report:#}\n")
}

fn diagnostic_json(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let mut value = json!({
        "code": diagnostic.rule.code,
        "severity": diagnostic.severity.as_str(),
        "message": diagnostic.message,
    });
    if let (Some(span), Some(location)) = (diagnostic.span, primary_location(diagnostic, sources)) {
        value["path"] = json!(location.path);
        value["line"] = json!(location.start.line);
        value["column"] = json!(location.start.column);
        value["end_line"] = json!(location.end.line);
        value["end_column"] = json!(location.end.column);
        value["start"] = json!(span.start);
        value["end"] = json!(span.end);
        value["source_line"] = json!(sources.get(span.file).line(location.start.line));
    }
    if !diagnostic.label.is_empty() {
        value["label"] = json!(diagnostic.label);
    }
    if let Some(help) = &diagnostic.help {
        value["help"] = json!(help);
    }
    let related = diagnostic.related.iter().map(|(span, label)| {
        let location = locate(*span, sources);
        json!({ "path": location.path, "line": location.start.line, "column": location.start.column, "message": label })
    });
    value["related"] = related.collect();
    value
}
