//! One line per finding, as compilers print them: editors know how to read it.

use super::{inert, place_of};
use crate::diagnose::Diagnostics;
use crate::span::Sources;
use std::fmt::Write;

pub(super) fn report(found: &Diagnostics, sources: &Sources) -> String {
    let mut text = String::new();
    for diagnostic in found {
        if let Some(place) = place_of(diagnostic, sources) {
            let _ = write!(text, "{}:{}:{}: ", inert(place.path), place.start.line, place.start.column);
        }
        let (severity, code) = (diagnostic.severity.word(), diagnostic.rule.code);
        let _ = write!(text, "{severity}[{code}]: {}", inert(&diagnostic.message));
        if let Some(help) = &diagnostic.help {
            let _ = write!(text, "; {}", inert(help));
        }
        text.push('\n');
    }
    text
}
