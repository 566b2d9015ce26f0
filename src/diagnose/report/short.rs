//! One line per diagnostic in the format of compilers, which editors can parse.

use super::{primary_location, sanitized};
use crate::diagnose::Diagnostics;
use crate::span::Sources;
use std::fmt::Write;

pub(super) fn report(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        if let Some(location) = primary_location(diagnostic, sources) {
            let _ = write!(text, "{}:{}:{}: ", sanitized(location.path), location.start.line, location.start.column);
        }
        let (severity, code) = (diagnostic.severity.as_str(), diagnostic.rule.code);
        let _ = write!(text, "{severity}[{code}]: {}", sanitized(&diagnostic.message));
        if let Some(help) = &diagnostic.help {
            let _ = write!(text, "; {}", sanitized(help));
        }
        text.push('\n');
    }
    text
}
