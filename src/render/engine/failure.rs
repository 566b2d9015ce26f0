//! Template failures: converts Tera's errors to diagnostics with spans.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity, did_you_mean};
use crate::span::{FileId, Sources, Span};
use std::collections::BTreeMap;
use tera::{ErrorKind, ReportError};

/// Template that cannot be parsed or rendered.
pub(crate) static TEMPLATE_ERROR: Rule = Rule {
    code: "template-error",
    severity: Severity::Error,
    what: "A template has an error, or fails while rendering a page.",
    why: "The pages that use the template cannot be rendered.",
    wrong: "{{ page.titel }}",
    right: "{{ page.title }}",
};

/// Article that a citation style cannot print.
pub(crate) static UNPRINTABLE_REFERENCE: Rule = Rule {
    code: "unprintable-reference",
    severity: Severity::Warning,
    what: "A citation style fails on an article.",
    why: "Its citations and its reference are printed in a plain form instead.",
    wrong: "[citations]\nstyle = \"templates/house.csl\"   # a rule in it fails",
    right: "[citations]\nstyle = \"chicago-author-date\"",
};

/// Cause of a failure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FailureCause {
    /// An error in a template.
    #[default]
    Template,
    /// An article that the citation style cannot print.
    Reference,
}

impl FailureCause {
    fn rule(self) -> &'static Rule {
        match self {
            FailureCause::Template => &TEMPLATE_ERROR,
            FailureCause::Reference => &UNPRINTABLE_REFERENCE,
        }
    }
}

/// One failure while rendering. Ordered as reported: by span, then message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TemplateFailure {
    /// Span in the template's source, if known.
    pub(crate) span: Option<Span>,
    /// Message in the style of diagnostics: lower case, no full stop.
    pub(crate) message: String,
    /// Suggested fix, if any.
    pub(crate) help: Option<String>,
    /// Cause.
    pub(crate) cause: FailureCause,
}

impl TemplateFailure {
    /// Creates a failure without a span.
    pub(crate) fn without_span(message: &str) -> TemplateFailure {
        let cause = FailureCause::Template;
        TemplateFailure { span: None, message: first_sentence(message), help: suggested_name(message), cause }
    }

    /// Creates a failure of a citation style on an article, whose title has a span.
    pub(crate) fn of_article(style: &str, article: &str, title: Span) -> TemplateFailure {
        TemplateFailure {
            span: Some(title),
            message: format!("the citation style `{style}` cannot print `{article}`, which gets a plain reference"),
            help: Some("use another style, or simplify the article's authors and dates".to_owned()),
            cause: FailureCause::Reference,
        }
    }

    /// Creates a failure of a citation style on the citation of a page. `span` is that of the style's configuration.
    pub(crate) fn of_self_citation(style: &str, span: Option<Span>) -> TemplateFailure {
        TemplateFailure {
            span,
            message: format!(
                "the citation style `{style}` cannot print how to cite a page, which gets a plain reference"
            ),
            help: Some("use another style".to_owned()),
            cause: FailureCause::Reference,
        }
    }

    fn diagnostic(&self, message: String) -> Diagnostic {
        let diagnostic = match self.span {
            Some(span) => Diagnostic::new(self.cause.rule(), span, message).label("here"),
            None => Diagnostic::without_span(self.cause.rule(), message),
        };
        diagnostic.maybe_help(self.help.clone())
    }

    /// Creates a failure from a Tera report, whose span is a byte range in `file`.
    pub(super) fn from_report(report: &ReportError, file: Option<FileId>) -> TemplateFailure {
        let span = file.map(|file| Span::new(file, report.span().range.clone()));
        TemplateFailure { span, ..TemplateFailure::without_span(report.message()) }
    }

    /// Converts the error of a rendering.
    pub(super) fn from_render_error(error: &tera::Error, files: &BTreeMap<String, FileId>) -> TemplateFailure {
        match error.kind() {
            ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
                TemplateFailure::from_report(report, files.get(report.filename()).copied())
            }
            other => TemplateFailure::without_span(&other.to_string()),
        }
    }

    /// Parses reports that Tera provides only as printed text: `error: …`, `--> FILE:LINE:COLUMN`, and a line of carets
    /// as wide as the span. Files are looked up by template name.
    pub(super) fn parse_printed(text: &str, files: &BTreeMap<&str, FileId>, sources: &Sources) -> Vec<TemplateFailure> {
        let mut failures: Vec<TemplateFailure> = Vec::new();
        let mut message = None;
        let mut location = None;
        for line in text.lines() {
            let line = line.trim();
            let carets = line.trim_start_matches(['|', ' ', '\t']);
            if let Some(text) = line.strip_prefix("error: ") {
                message = Some(text);
            } else if let Some(text) = line.strip_prefix("--> ") {
                location = parse_location(text, files);
            } else if !carets.is_empty() && carets.bytes().all(|byte| byte == b'^') {
                let Some(message) = message.take() else { continue };
                let span = location.take().map(|(file, line, column)| {
                    Span::new(file, byte_range(&sources.get(file).text, line, column, carets.len()))
                });
                failures.push(TemplateFailure { span, ..TemplateFailure::without_span(message) });
            }
        }
        failures
    }

    /// Returns the span of the first occurrence of a word in a template, or an empty span at its start.
    pub(super) fn span_of(file: FileId, sources: &Sources, word: &str) -> Span {
        let start = sources.get(file).text.find(word);
        Span::new(file, start.map_or(0..0, |start| start..start + word.len()))
    }
}

/// Failure with the first page that it affects and the number of such pages.
struct AffectedPages<'p> {
    failure: &'p TemplateFailure,
    path: &'p str,
    title: Option<Span>,
    count: usize,
}

/// Reports the failures of rendering, each distinct failure once, those of templates with their first page and the number
/// of affected pages.
/// Each item is a failure, the path of its page and, for a record's page, the span of the record's title.
pub(crate) fn report_failures<'p>(
    failures: impl IntoIterator<Item = (&'p TemplateFailure, &'p str, Option<Span>)>,
    diagnostics: &mut Diagnostics,
) {
    let mut affected: BTreeMap<(Option<Span>, &str), AffectedPages<'_>> = BTreeMap::new();
    for (failure, path, title) in failures {
        let first = AffectedPages { failure, path, title, count: 0 };
        affected.entry((failure.span, &failure.message)).or_insert(first).count += 1;
    }
    for AffectedPages { failure, path, title, count } in affected.into_values() {
        if failure.cause == FailureCause::Reference {
            // It is the article's; the pages that show it are many, and some come from the cache.
            diagnostics.push(failure.diagnostic(failure.message.clone()));
            continue;
        }
        let others = match count {
            0 | 1 => String::new(),
            2 => " and one other".to_owned(),
            n => format!(" and {} others", n - 1),
        };
        let message = format!("{}, on the page `/{path}`{others}", failure.message);
        let diagnostic = failure.diagnostic(message);
        diagnostics.push(match title {
            Some(title) => diagnostic.related(title, "while rendering the page of this record"),
            None => diagnostic,
        });
    }
}

/// Returns the first sentence of a message in the style of diagnostics: lower case, no full stop.
fn first_sentence(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let line = line.split(". ").next().unwrap_or(line).trim_end_matches('.');
    let mut chars = line.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(chars).collect(),
        _ => line.to_owned(),
    }
}

/// Finds the name nearest to an unknown one among those that Tera lists after "Available fields:" or
/// "Available variables:"; returns it as help text.
fn suggested_name(message: &str) -> Option<String> {
    let (unknown, available) = message.split_once(" Available ")?;
    let (_, names) = available.split_once(": ")?;
    did_you_mean(unknown.split('`').nth(1)?, names.split(", "))
}

/// Parses `FILE:LINE:COLUMN`, with line and column counted from 1; returns `None` if the file is unknown.
fn parse_location(text: &str, files: &BTreeMap<&str, FileId>) -> Option<(FileId, usize, usize)> {
    let mut parts = text.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some((*files.get(parts.next()?)?, line, column))
}

/// Returns the byte range of `width` characters at a line and column, both counted from 1.
fn byte_range(text: &str, line: usize, column: usize, width: usize) -> std::ops::Range<usize> {
    let start_of_line: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start_of_line..).unwrap_or_default();
    let offset = |characters: usize| rest.char_indices().nth(characters).map_or(rest.len(), |(at, _)| at);
    let first = column.saturating_sub(1);
    start_of_line + offset(first)..start_of_line + offset(first + width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_repeated_failure_once() {
        let failure = TemplateFailure::without_span("Variable `x` is undefined.");
        let other = TemplateFailure::without_span("another");
        let mut diagnostics = Diagnostics::default();
        report_failures(
            [(&failure, "a/", None), (&other, "a/", None), (&failure, "b/", None), (&failure, "c/", None)],
            &mut diagnostics,
        );
        let messages: Vec<&str> = diagnostics.iter().map(|d| d.message.as_str()).collect();
        let first = "variable `x` is undefined, on the page `/a/` and 2 others";
        assert_eq!(messages, ["another, on the page `/a/`", first]);
    }

    #[test]
    fn suggests_similar_field() {
        let failure = TemplateFailure::without_span("Field `titel` is not defined. Available fields: body, title, url");
        assert_eq!(failure.message, "field `titel` is not defined");
        assert_eq!(failure.help.as_deref(), Some("did you mean `title`?"));
    }

    #[test]
    fn parses_printed_reports() {
        let mut sources = Sources::default();
        let file = sources.add("templates/a.html", "x\n中 {{ y }}");
        let files = BTreeMap::from([("a.html", file)]);
        let text = "error: Unknown filter `y`\n --> a.html:2:6\n  |\n2 | 中 {{ y }}\n  |      ^\n\nerror: Lost";
        let failures = TemplateFailure::parse_printed(text, &files, &sources);
        assert_eq!(failures.len(), 1);
        assert_eq!(sources.text(failures[0].span.unwrap()), "y");
    }
}
