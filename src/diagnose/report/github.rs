//! GitHub's workflow commands: `::error file=…,line=…::message`. What is worth knowing is a `notice` there.

use super::place_of;
use crate::diagnose::{Diagnostics, Severity};
use crate::span::Sources;
use std::fmt::Write;

pub(super) fn report(found: &Diagnostics, sources: &Sources) -> String {
    let mut text = String::new();
    for diagnostic in found {
        let _ = write!(text, "::{} ", command(diagnostic.severity));
        if let Some(place) = place_of(diagnostic, sources) {
            let path = property(place.path);
            let (start, end) = (place.start, place.end);
            let _ = write!(text, "file={path},line={},col={},", start.line, start.column);
            let _ = write!(text, "endLine={},endColumn={},", end.line, end.column);
        }
        let help = diagnostic.help.as_ref().map_or(String::new(), |help| format!("\nhelp: {help}"));
        let message = data(&format!("{}{help}", diagnostic.message));
        let _ = writeln!(text, "title={}::{message}", property(diagnostic.rule.code));
    }
    text
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error | Severity::Warning => severity.word(),
        Severity::Note => "notice",
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
