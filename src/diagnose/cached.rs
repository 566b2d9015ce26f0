//! Serializable diagnostics for the cache: a rule is stored as its code.

use super::{Diagnostic, Diagnostics, Rule, Severity};
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// Serializable form of a [`Diagnostic`].
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
    /// Converts a diagnostic into its serializable form.
    pub fn from_diagnostic(diagnostic: Diagnostic) -> CachedDiagnostic {
        let Diagnostic { rule, severity, message, span, label, related, help } = diagnostic;
        CachedDiagnostic { rule: rule.code.to_owned(), severity, message, span, label, related, help }
    }

    /// Converts all diagnostics into their serializable form.
    pub fn from_all(diagnostics: &Diagnostics) -> Vec<CachedDiagnostic> {
        diagnostics.iter().cloned().map(CachedDiagnostic::from_diagnostic).collect()
    }

    /// Restores the diagnostic, or returns `None` if `rules` does not contain its rule.
    pub fn restore(self, rules: &[&'static Rule]) -> Option<Diagnostic> {
        let CachedDiagnostic { rule, severity, message, span, label, related, help } = self;
        let rule = rules.iter().find(|other| other.code == rule)?;
        Some(Diagnostic { rule, severity, message, span, label, related, help })
    }

    /// Restores all diagnostics, or returns `None` if `rules` does not contain the rule of one of them.
    pub fn restore_all(cached: Vec<CachedDiagnostic>, rules: &[&'static Rule]) -> Option<Diagnostics> {
        let mut diagnostics = Diagnostics::default();
        for entry in cached {
            diagnostics.push(entry.restore(rules)?);
        }
        Some(diagnostics)
    }
}
