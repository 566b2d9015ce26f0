//! GitHub workflow commands: `::error file=…,line=…::message`. A note becomes a `notice`.

use super::primary_location;
use crate::diagnose::{Diagnostics, Severity};
use crate::span::Sources;
use std::fmt::Write;

pub(super) fn report(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let _ = write!(text, "::{} ", command_name(diagnostic.severity));
        if let Some(location) = primary_location(diagnostic, sources) {
            let path = escape_property(location.path);
            let (start, end) = (location.start, location.end);
            let _ = write!(text, "file={path},line={},col={},", start.line, start.column);
            let _ = write!(text, "endLine={},endColumn={},", end.line, end.column);
        }
        let help = diagnostic.help.as_ref().map_or(String::new(), |help| format!("\nhelp: {help}"));
        let message = escape_data(&format!("{}{help}", diagnostic.message));
        let _ = writeln!(text, "title={}::{message}", escape_property(diagnostic.rule.code));
    }
    text
}

fn command_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error | Severity::Warning => severity.as_str(),
        Severity::Note => "notice",
    }
}

fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}
