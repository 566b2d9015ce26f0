//! Diagnostics: problems in a briefing with their position and a suggested fix.
//!
//! A stage pushes every [`Diagnostic`] into a [`Diagnostics`] sink and continues; `report` prints them. Each kind of
//! diagnostic is a [`Rule`], declared next to the code that checks it, with an explanation for the author
//! (`briefing explain CODE`).

mod cached;
pub mod report;
mod suggest;

pub use cached::CachedDiagnostic;
pub use suggest::{did_you_mean, format_suggestion, nearest};

use crate::span::{Sources, Span};
use serde::{Deserialize, Serialize};

/// Severity of a diagnostic, most severe first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Fails the build.
    Error,
    /// Does not fail the build; the author should review it.
    Warning,
    /// Information that is not a mistake; never fails a build.
    Note,
}

impl Severity {
    /// Returns the name used in reports: `error`, `warning` or `note`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// Kind of diagnostic with its explanation, declared as a `static` next to the code that checks it.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Identifier in reports and on the command line: lower case with hyphens, such as `unknown-key`.
    pub code: &'static str,
    /// Default severity.
    pub severity: Severity,
    /// Summary of the problem, in one line.
    pub what: &'static str,
    /// Reason why the problem matters to the author or the reader.
    pub why: &'static str,
    /// Short example of the mistake.
    pub wrong: &'static str,
    /// The same example, corrected.
    pub right: &'static str,
}

/// One problem in the briefing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Rule that was violated.
    pub rule: &'static Rule,
    /// Severity of this diagnostic: the rule's default unless the configuration overrides it.
    pub severity: Severity,
    /// Description of the problem: one sentence without a full stop.
    pub message: String,
    /// Primary span; `None` if the problem is not tied to a file.
    pub span: Option<Span>,
    /// Short label of the primary span; may be empty.
    pub label: String,
    /// Related spans, each with a label.
    pub related: Vec<(Span, String)>,
    /// Suggested fix.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Creates a diagnostic at a span.
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        Diagnostic { span: Some(span), ..Self::without_span(rule, message) }
    }

    /// Creates a diagnostic that is not tied to a file.
    pub fn without_span(rule: &'static Rule, message: impl Into<String>) -> Self {
        let (severity, message) = (rule.severity, message.into());
        Diagnostic { rule, severity, message, span: None, label: String::new(), related: Vec::new(), help: None }
    }

    /// Overrides the severity.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Sets the label of the primary span.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Sets the suggested fix.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the suggested fix if there is one.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Adds a related span with its label.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }
}

/// Diagnostics of all stages, in order of insertion until [`Diagnostics::sort`].
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.items.push(diagnostic);
    }

    /// Appends diagnostics that were collected separately.
    pub fn append(&mut self, mut other: Diagnostics) {
        self.items.append(&mut other.items);
    }

    /// Sorts by path, span and code and removes duplicates, so that reports do not depend on the order of work.
    pub fn sort(&mut self, sources: &Sources) {
        self.items.sort_by(|a, b| {
            let key = |d: &Diagnostic| d.span.map(|s| (sources.get(s.file).path.clone(), s.start, s.end));
            (key(a), a.rule.code, &a.message).cmp(&(key(b), b.rule.code, &b.message))
        });
        self.items.dedup();
    }

    /// Iterates over all diagnostics.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.items.iter()
    }

    /// Returns the number of diagnostics of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.items.iter().filter(|d| d.severity == severity).count()
    }

    /// Removes diagnostics that are less severe than `least`.
    pub fn retain_at_least(&mut self, min_severity: Severity) {
        self.items.retain(|diagnostic| diagnostic.severity <= min_severity);
    }

    /// Returns true if at least one diagnostic is an error.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Returns true if there are no diagnostics.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<'d> IntoIterator for &'d Diagnostics {
    type Item = &'d Diagnostic;
    type IntoIter = std::slice::Iter<'d, Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
