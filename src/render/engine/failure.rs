//! What goes wrong in templates, and where.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity, did_you_mean};
use crate::span::{FileId, Sources, Span};
use std::collections::BTreeMap;
use tera::{ErrorKind, ReportError};

/// A template that cannot be read or rendered.
pub(crate) static TEMPLATE_ERROR: Rule = Rule {
    code: "template-error",
    severity: Severity::Error,
    what: "A template has a mistake, or fails while a page is rendered with it.",
    why: "The pages that use it cannot be made.",
    wrong: "{{ page.titel }}",
    right: "{{ page.title }}",
};

/// One mistake in a template. Its order is that of reports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TemplateFailure {
    /// The template's source and the place in it.
    pub(crate) span: Option<Span>,
    /// What is wrong.
    pub(crate) message: String,
    /// What the author can do.
    pub(crate) help: Option<String>,
}

impl TemplateFailure {
    /// A failure in no template in particular.
    pub(crate) fn without_place(message: &str) -> TemplateFailure {
        TemplateFailure { span: None, message: first_sentence(message), help: suggested_name(message) }
    }

    /// A failure that Tera reports with its place.
    pub(super) fn from_report(report: &ReportError, file: Option<FileId>) -> TemplateFailure {
        let span = file.map(|file| Span::new(file, report.span().range.clone()));
        TemplateFailure { span, ..TemplateFailure::without_place(report.message()) }
    }

    /// What a rendering ended with.
    pub(super) fn from_render_error(error: &tera::Error, files: &BTreeMap<String, FileId>) -> TemplateFailure {
        match error.kind() {
            ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
                TemplateFailure::from_report(report, files.get(report.filename()).copied())
            }
            other => TemplateFailure::without_place(&other.to_string()),
        }
    }

    /// Reads the reports that Tera gives only as printed text: `error: …`, `--> FILE:LINE:COLUMN`, and carets under
    /// the place.
    pub(super) fn parse_printed(text: &str, files: &BTreeMap<&str, FileId>, sources: &Sources) -> Vec<TemplateFailure> {
        let mut failures: Vec<TemplateFailure> = Vec::new();
        let mut message = None;
        let mut place = None;
        for line in text.lines() {
            let line = line.trim();
            let carets = line.trim_start_matches(['|', ' ', '\t']);
            if let Some(words) = line.strip_prefix("error: ") {
                message = Some(words);
            } else if let Some(at) = line.strip_prefix("--> ") {
                place = parse_location(at, files);
            } else if !carets.is_empty() && carets.bytes().all(|byte| byte == b'^') {
                let Some(words) = message.take() else { continue };
                let span = place.take().map(|(file, line, column)| {
                    Span::new(file, byte_range(&sources.get(file).text, line, column, carets.len()))
                });
                failures.push(TemplateFailure { span, ..TemplateFailure::without_place(words) });
            }
        }
        failures
    }

    /// The first place of a word in a template, or its beginning.
    pub(super) fn span_of(file: FileId, sources: &Sources, word: &str) -> Span {
        let start = sources.get(file).text.find(word);
        Span::new(file, start.map_or(0..0, |start| start..start + word.len()))
    }
}

/// A failure with the first page that it keeps from being made, and how many there are.
struct AffectedPages<'p> {
    failure: &'p TemplateFailure,
    path: &'p str,
    title: Option<Span>,
    pages: usize,
}

/// Reports what failed while pages were rendered: the same failure once, with the first page and how many there are.
/// Each failure comes with its page's path and, for a record's page, the place of the record's title.
pub(crate) fn report_failures<'p>(
    failures: impl IntoIterator<Item = (&'p TemplateFailure, &'p str, Option<Span>)>,
    found: &mut Diagnostics,
) {
    let mut affected: BTreeMap<(Option<Span>, &str), AffectedPages<'_>> = BTreeMap::new();
    for (failure, path, title) in failures {
        let first = AffectedPages { failure, path, title, pages: 0 };
        affected.entry((failure.span, &failure.message)).or_insert(first).pages += 1;
    }
    for AffectedPages { failure, path, title, pages } in affected.into_values() {
        let others = match pages {
            0 | 1 => String::new(),
            2 => " and one other".to_owned(),
            n => format!(" and {} others", n - 1),
        };
        let message = format!("{}, on the page `/{path}`{others}", failure.message);
        let diagnostic = match failure.span {
            Some(span) => Diagnostic::new(&TEMPLATE_ERROR, span, message).label("here"),
            None => Diagnostic::without_span(&TEMPLATE_ERROR, message),
        };
        let diagnostic = diagnostic.maybe_help(failure.help.clone());
        found.push(match title {
            Some(title) => diagnostic.related(title, "while this record's page was rendered"),
            None => diagnostic,
        });
    }
}

/// The first sentence of a message in our way: lower case, no full stop.
fn first_sentence(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let line = line.split(". ").next().unwrap_or(line).trim_end_matches('.');
    let mut chars = line.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(chars).collect(),
        _ => line.to_owned(),
    }
}

/// The names nearest to an unknown one, of those that Tera lists behind "Available fields:" or "Available variables:".
fn suggested_name(message: &str) -> Option<String> {
    let (unknown, available) = message.split_once(" Available ")?;
    let (_, names) = available.split_once(": ")?;
    did_you_mean(unknown.split('`').nth(1)?, names.split(", "))
}

fn parse_location(at: &str, files: &BTreeMap<&str, FileId>) -> Option<(FileId, usize, usize)> {
    let mut parts = at.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some((*files.get(parts.next()?)?, line, column))
}

/// The bytes of `width` characters at a line and column, both from 1.
fn byte_range(text: &str, line: usize, column: usize, width: usize) -> std::ops::Range<usize> {
    let start_of_line: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start_of_line..).unwrap_or_default();
    let at = |characters: usize| rest.char_indices().nth(characters).map_or(rest.len(), |(at, _)| at);
    let first = column.saturating_sub(1);
    start_of_line + at(first)..start_of_line + at(first + width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_the_same_failure_once() {
        let failure = TemplateFailure::without_place("Variable `x` is undefined.");
        let other = TemplateFailure::without_place("another");
        let mut found = Diagnostics::default();
        report_failures(
            [(&failure, "a/", None), (&other, "a/", None), (&failure, "b/", None), (&failure, "c/", None)],
            &mut found,
        );
        let messages: Vec<&str> = found.iter().map(|d| d.message.as_str()).collect();
        let first = "variable `x` is undefined, on the page `/a/` and 2 others";
        assert_eq!(messages, ["another, on the page `/a/`", first]);
    }

    #[test]
    fn suggests_the_field_that_was_meant() {
        let failure =
            TemplateFailure::without_place("Field `titel` is not defined. Available fields: body, title, url");
        assert_eq!(failure.message, "field `titel` is not defined");
        assert_eq!(failure.help.as_deref(), Some("did you mean `title`?"));
    }

    #[test]
    fn reads_printed_reports() {
        let mut sources = Sources::default();
        let file = sources.add("templates/a.html", "x\n中 {{ y }}");
        let files = BTreeMap::from([("a.html", file)]);
        let text = "error: Unknown filter `y`\n --> a.html:2:6\n  |\n2 | 中 {{ y }}\n  |      ^\n\nerror: Lost";
        let failures = TemplateFailure::parse_printed(text, &files, &sources);
        assert_eq!(failures.len(), 1);
        assert_eq!(sources.text(failures[0].span.unwrap()), "y");
    }
}
