//! Findings about a briefing: what is wrong, where, and what to do.
//!
//! A stage pushes every [`Diagnostic`] it makes into a [`Diagnostics`] sink and goes on; `report` prints them. Each
//! kind of finding is a [`Rule`], which stands beside the code that checks it and explains itself to the author
//! (`briefing explain CODE`).

mod cached;
pub mod report;
mod suggest;

pub use cached::CachedDiagnostic;
pub use suggest::{did_you_mean, format_suggestion, nearest};

use crate::span::{Sources, Span};
use serde::{Deserialize, Serialize};

/// How bad a finding is, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// The briefing cannot be built as it stands.
    Error,
    /// The briefing is built; the author should look.
    Warning,
    /// Worth knowing, and no mistake: it never fails a build.
    Note,
}

impl Severity {
    /// The word for it in reports: `error`, `warning` or `note`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A kind of finding, with its explanation. Declared as a `static` beside the code that checks it.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name in reports and on the command line: lower case with hyphens, such as `unknown-key`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One line: what the rule finds.
    pub what: &'static str,
    /// Why it matters to the author or the reader.
    pub why: &'static str,
    /// A short example of the mistake.
    pub wrong: &'static str,
    /// The same, put right.
    pub right: &'static str,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of finding.
    pub rule: &'static Rule,
    /// How bad it is here; the rule's own severity unless the author has set another.
    pub severity: Severity,
    /// What is wrong here, in one sentence without a full stop.
    pub message: String,
    /// Where; nothing for a finding about no file in particular.
    pub span: Option<Span>,
    /// A few words beside the marked text; may be empty.
    pub label: String,
    /// Other places that belong to it, each with its own words.
    pub related: Vec<(Span, String)>,
    /// What the author can do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Starts a finding at a place.
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        Diagnostic { span: Some(span), ..Self::without_span(rule, message) }
    }

    /// Starts a finding about no file in particular.
    pub fn without_span(rule: &'static Rule, message: impl Into<String>) -> Self {
        let (severity, message) = (rule.severity, message.into());
        Diagnostic { rule, severity, message, span: None, label: String::new(), related: Vec::new(), help: None }
    }

    /// Makes it as bad as the author wants it to be.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Adds the words beside the marked text.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds what the author can do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds what the author can do, if anything is known.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn related(mut self, span: Span, words: impl Into<String>) -> Self {
        self.related.push((span, words.into()));
        self
    }
}

/// Everything the stages found, in the order of finding until [`Diagnostics::sort`].
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.items.push(diagnostic);
    }

    /// Adds the findings of a part that was worked on separately.
    pub fn append(&mut self, mut other: Diagnostics) {
        self.items.append(&mut other.items);
    }

    /// Orders findings by path, place and code and drops exact repeats, so that reports do not depend on the order of work.
    pub fn sort(&mut self, sources: &Sources) {
        self.items.sort_by(|a, b| {
            let key = |d: &Diagnostic| d.span.map(|s| (sources.get(s.file).path.clone(), s.start, s.end));
            (key(a), a.rule.code, &a.message).cmp(&(key(b), b.rule.code, &b.message))
        });
        self.items.dedup();
    }

    /// All findings.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.items.iter()
    }

    /// How many findings of this severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.items.iter().filter(|d| d.severity == severity).count()
    }

    /// Leaves out what is less grave than this.
    pub fn retain_at_least(&mut self, least: Severity) {
        self.items.retain(|diagnostic| diagnostic.severity <= least);
    }

    /// Whether anything found is an error.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Whether nothing was found.
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
