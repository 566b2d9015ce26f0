//! One line per finding, as compilers print them: editors know how to read it.

use super::{primary_location, sanitized};
use crate::diagnose::Diagnostics;
use crate::span::Sources;
use std::fmt::Write;

pub(super) fn report(found: &Diagnostics, sources: &Sources) -> String {
    let mut text = String::new();
    for diagnostic in found {
        if let Some(place) = primary_location(diagnostic, sources) {
            let _ = write!(text, "{}:{}:{}: ", sanitized(place.path), place.start.line, place.start.column);
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
