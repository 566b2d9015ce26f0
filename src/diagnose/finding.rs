//! Findings as data that can be kept between runs of a program: a rule is named by its code.

use super::{Diagnostic, Diagnostics, Rule, Severity};
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// A [`Diagnostic`] as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Finding {
    rule: String,
    severity: Severity,
    message: String,
    span: Option<Span>,
    label: String,
    related: Vec<(Span, String)>,
    help: Option<String>,
}

impl Finding {
    /// Takes down a finding.
    pub fn of(diagnostic: Diagnostic) -> Finding {
        let Diagnostic { rule, severity, message, span, label, related, help } = diagnostic;
        Finding { rule: rule.code.to_owned(), severity, message, span, label, related, help }
    }

    /// Takes down all that was found.
    pub fn all_of(found: &Diagnostics) -> Vec<Finding> {
        found.iter().cloned().map(Finding::of).collect()
    }

    /// The finding; nothing when its rule is none of these.
    pub fn again(self, rules: &[&'static Rule]) -> Option<Diagnostic> {
        let Finding { rule, severity, message, span, label, related, help } = self;
        let rule = rules.iter().find(|other| other.code == rule)?;
        Some(Diagnostic { rule, severity, message, span, label, related, help })
    }

    /// All these findings; nothing when one is of another rule.
    pub fn all_again(findings: Vec<Finding>, rules: &[&'static Rule]) -> Option<Diagnostics> {
        let mut found = Diagnostics::default();
        for finding in findings {
            found.push(finding.again(rules)?);
        }
        Some(found)
    }
}
