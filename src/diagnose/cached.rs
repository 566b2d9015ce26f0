//! Findings as data that can be kept between runs of a program: a rule is named by its code.

use super::{Diagnostic, Diagnostics, Rule, Severity};
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// A [`Diagnostic`] as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CachedDiagnostic {
    rule: String,
    severity: Severity,
    message: String,
    span: Option<Span>,
    label: String,
    related: Vec<(Span, String)>,
    help: Option<String>,
}

impl CachedDiagnostic {
    /// Takes down a finding.
    pub fn from_diagnostic(diagnostic: Diagnostic) -> CachedDiagnostic {
        let Diagnostic { rule, severity, message, span, label, related, help } = diagnostic;
        CachedDiagnostic { rule: rule.code.to_owned(), severity, message, span, label, related, help }
    }

    /// Takes down all that was found.
    pub fn from_all(found: &Diagnostics) -> Vec<CachedDiagnostic> {
        found.iter().cloned().map(CachedDiagnostic::from_diagnostic).collect()
    }

    /// The finding; nothing when its rule is none of these.
    pub fn restore(self, rules: &[&'static Rule]) -> Option<Diagnostic> {
        let CachedDiagnostic { rule, severity, message, span, label, related, help } = self;
        let rule = rules.iter().find(|other| other.code == rule)?;
        Some(Diagnostic { rule, severity, message, span, label, related, help })
    }

    /// All these findings; nothing when one is of another rule.
    pub fn restore_all(findings: Vec<CachedDiagnostic>, rules: &[&'static Rule]) -> Option<Diagnostics> {
        let mut found = Diagnostics::default();
        for finding in findings {
            found.push(finding.restore(rules)?);
        }
        Some(found)
    }
}
