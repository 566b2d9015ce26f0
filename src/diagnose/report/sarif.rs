//! SARIF 2.1.0 (OASIS): results with regions, and every rule with its explanation.

use super::{Location, locate, primary_location};
use crate::diagnose::{Diagnostic, Diagnostics, Rule};
use crate::span::Sources;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

/// Encoded in the URI of a file: all but the unreserved characters and the slash.
const FILE_URI: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(super) fn report(diagnostics: &Diagnostics, sources: &Sources, rules: &[&'static Rule]) -> String {
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "briefing",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|rule| rule_descriptor(rule)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": diagnostics.iter().map(|diagnostic| result(diagnostic, sources)).collect::<Vec<_>>(),
        }],
    });
    format!("{log:#}\n")
}

fn rule_descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": { "text": rule.what },
        "fullDescription": { "text": rule.why },
        "help": { "text": format!("Wrong:\n{}\n\nRight:\n{}", rule.wrong, rule.right) },
        "defaultConfiguration": { "level": rule.severity.as_str() },
    })
}

fn result(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let help = diagnostic.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
    let locations: Vec<Value> = primary_location(diagnostic, sources).iter().map(location_json).collect();
    let related: Vec<Value> = diagnostic
        .related
        .iter()
        .map(|(span, label)| {
            let mut entry = location_json(&locate(*span, sources));
            entry["message"] = json!({ "text": label });
            entry
        })
        .collect();
    json!({
        "ruleId": diagnostic.rule.code,
        "level": diagnostic.severity.as_str(),
        "message": { "text": format!("{}{help}", diagnostic.message) },
        "locations": locations,
        "relatedLocations": related,
    })
}

fn location_json(location: &Location<'_>) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": utf8_percent_encode(location.path, FILE_URI).to_string() },
        "region": {
            "startLine": location.start.line,
            "startColumn": location.start.column,
            "endLine": location.end.line,
            "endColumn": location.end.column,
        },
    }})
}
