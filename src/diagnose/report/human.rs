//! Human-readable report: message, annotated source line, related spans, suggested fix.

use super::{ReportStyle, sanitized};
use crate::diagnose::{Diagnostic, Diagnostics, Severity};
use crate::span::{Sources, Span};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use std::ops::Range;

pub(super) fn report(diagnostics: &Diagnostics, sources: &Sources, style: ReportStyle) -> String {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() }.term_width(style.width);
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&renderer.render(&[group(diagnostic, sources)]));
        text.push_str("\n\n");
    }
    text
}

fn group<'s>(diagnostic: &'s Diagnostic, sources: &'s Sources) -> Group<'s> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(sanitized(&diagnostic.message)).id(diagnostic.rule.code);
    let mut group = Group::with_title(title);
    if let Some(span) = diagnostic.span {
        group = group.element(snippet(span, &diagnostic.label, AnnotationKind::Primary, sources));
    }
    for (span, label) in &diagnostic.related {
        group = group.element(snippet(*span, label, AnnotationKind::Context, sources));
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(sanitized(help))),
        None => group,
    }
}

/// Builds a snippet of only the annotated lines, so that the cost does not grow with the file.
fn snippet<'s>(span: Span, label: &str, kind: AnnotationKind, sources: &'s Sources) -> Snippet<'s, Annotation<'s>> {
    let file = sources.get(span.file);
    let (lines, first) = marked_lines(&file.text, span.range());
    let start = span.range().start.clamp(lines.start, lines.end) - lines.start;
    let end = span.range().end.clamp(lines.start, lines.end) - lines.start;
    let source = file.text.get(lines).unwrap_or("");
    let annotation = kind.span(floor_char_boundary(source, start)..floor_char_boundary(source, end));
    let annotation = if label.is_empty() { annotation } else { annotation.label(sanitized(label)) };
    Snippet::source(source).line_start(first).path(sanitized(&file.path)).annotation(annotation)
}

/// Returns the byte range of the lines that `range` touches (at most six) and the 1-based number of the first.
fn marked_lines(text: &str, range: Range<usize>) -> (Range<usize>, usize) {
    const MAX_LINES: usize = 6;
    let from = floor_char_boundary(text, range.start.min(text.len()));
    let start = text[..from].rfind('\n').map_or(0, |offset| offset + 1);
    let until = floor_char_boundary(text, range.end.clamp(from, text.len()));
    let mut ends = text[start..].match_indices('\n').map(|(offset, _)| start + offset);
    let nth_end = ends.clone().nth(MAX_LINES - 1).unwrap_or(text.len());
    let end = ends.find(|&end| end >= until).unwrap_or(text.len()).min(nth_end);
    (start..end, text[..start].matches('\n').count() + 1)
}

fn floor_char_boundary(text: &str, offset: usize) -> usize {
    (0..=offset).rev().find(|&index| text.is_char_boundary(index)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extracts_only_the_annotated_lines() {
        let text = "one\ntwo\nthree\nfour\n";
        assert_eq!(marked_lines(text, 5..6), (4..7, 2));
        assert_eq!(marked_lines(text, 5..10), (4..13, 2));
        assert_eq!(marked_lines(text, 99..120), (19..19, 5));
        assert_eq!(marked_lines("", 0..0), (0..0, 1));
    }
}
