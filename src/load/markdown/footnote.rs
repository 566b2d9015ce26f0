//! Footnotes: numbered by their first reference, which may be in another footnote.

use super::parser::MarkdownParser;
use super::run::TextRun;
use super::visit;
use crate::diagnose::{Diagnostic, Rule, Severity, did_you_mean};
use crate::model::{Block, Footnote, Inline, InlineKind};
use crate::span::Span;
use std::collections::BTreeMap;
use std::ops::Range;

/// Rule: a footnote reference has no definition.
pub(super) static UNKNOWN_FOOTNOTE: Rule = Rule {
    code: "unknown-footnote",
    severity: Severity::Error,
    what: "A footnote reference has no footnote.",
    why: "Readers would see the source of the reference, such as `[^1]`, and no footnote.",
    wrong: "Seven states signed.[^1]",
    right: "Seven states signed.[^1]\n\n[^1]: An eighth sent an observer.",
};

/// Rule: a footnote definition has no reference.
pub(super) static UNUSED_FOOTNOTE: Rule = Rule {
    code: "unused-footnote",
    severity: Severity::Warning,
    what: "A footnote has no reference.",
    why: "Footnotes are shown only if the text refers to them.",
    wrong: "Seven states signed.\n\n[^1]: An eighth sent an observer.",
    right: "Seven states signed.[^1]\n\n[^1]: An eighth sent an observer.",
};

/// Footnote definitions and references of one text during parsing.
#[derive(Default)]
pub(super) struct FootnoteCollector {
    by_label: BTreeMap<String, usize>,
    entries: Vec<PendingFootnote>,
    unresolved: Vec<(String, Span)>,
}

#[derive(Default)]
struct PendingFootnote {
    label: String,
    definition: Option<FootnoteDefinition>,
}

struct FootnoteDefinition {
    blocks: Vec<Block>,
    span: Span,
    /// Span of `[^label]:`.
    mark: Span,
}

impl FootnoteCollector {
    /// Returns the provisional number of a label, for [`InlineKind::FootnoteMark`]; [`FootnoteCollector::number`]
    /// replaces it.
    pub(super) fn reference(&mut self, label: &str) -> u32 {
        u32::try_from(self.entry(label)).unwrap_or(u32::MAX)
    }

    /// Adds a definition: `range` as the parser gives it, `span` widened to cover its blocks. The first definition of a
    /// label wins.
    pub(super) fn define(
        &mut self,
        label: &str,
        blocks: Vec<Block>,
        range: Range<usize>,
        span: Span,
        parser: &mut MarkdownParser<'_>,
    ) {
        let at = self.entry(label);
        let mark = parser.span(range.start..(range.start + label.len() + 4).min(range.end));
        if let Some(first) = &self.entries[at].definition {
            let diagnostic = unused(label, mark).label("another footnote has this label");
            return parser.report(diagnostic.related(first.mark, "the footnote that is shown"));
        }
        label.clone_into(&mut self.entries[at].label);
        self.entries[at].definition = Some(FootnoteDefinition { blocks, span, mark });
    }

    /// Finds references that the parser left as text because they have no definition.
    pub(super) fn find_unresolved(&mut self, run: &TextRun, part: Range<usize>, parser: &MarkdownParser<'_>) {
        let Some(text) = run.text.get(part.clone()) else { return };
        for (at, _) in text.match_indices("[^").filter(|(at, _)| !run.is_escaped_at(part.start + at)) {
            let after = &text[at + 2..];
            let label = after.split(|c: char| c.is_whitespace() || matches!(c, '[' | ']')).next().unwrap_or("");
            if !label.is_empty() && after[label.len()..].starts_with(']') {
                let start = part.start + at;
                let span = parser.span(run.source_range(start..start + label.len() + 3));
                self.unresolved.push((label.to_owned(), span));
            }
        }
    }

    /// Numbers footnotes by their first reference, reports unmatched references and definitions, and returns the
    /// footnotes.
    pub(super) fn number(mut self, blocks: &mut [Block], parser: &mut MarkdownParser<'_>) -> Vec<Footnote> {
        self.report_unresolved(parser);
        let mut order = FootnoteOrder { numbers: vec![None; self.entries.len()], order: Vec::new(), marks: Vec::new() };
        order.visit(blocks);
        let mut footnotes: Vec<Footnote> = Vec::new();
        while let Some(&index) = order.order.get(footnotes.len()) {
            let note = &mut self.entries[index];
            let (label, span) = (std::mem::take(&mut note.label), parser.span(0..0));
            let mut footnote = Footnote { label, blocks: Vec::new(), references: 0, span };
            if let Some(definition) = note.definition.take() {
                (footnote.blocks, footnote.span) = (definition.blocks, definition.span);
            }
            order.visit(&mut footnote.blocks);
            footnotes.push(footnote);
        }
        for (note, marks) in footnotes.iter_mut().zip(order.marks) {
            note.references = marks;
        }
        for note in &self.entries {
            if let Some(definition) = &note.definition {
                parser.report(unused(&note.label, definition.mark).label("never referenced"));
            }
        }
        footnotes
    }

    fn entry(&mut self, label: &str) -> usize {
        let next = self.entries.len();
        let index = *self.by_label.entry(label.to_lowercase()).or_insert(next);
        if index == next {
            self.entries.push(PendingFootnote { label: label.to_owned(), definition: None });
        }
        index
    }

    fn report_unresolved(&self, parser: &mut MarkdownParser<'_>) {
        for (label, span) in &self.unresolved {
            let known = self.entries.iter().map(|note| note.label.as_str());
            let help = did_you_mean(label, known).unwrap_or_else(|| format!("add the footnote: `[^{label}]: text`"));
            parser.report(
                Diagnostic::new(&UNKNOWN_FOOTNOTE, *span, format!("there is no footnote `{label}`"))
                    .label("reference without a footnote")
                    .help(help),
            );
        }
    }
}

/// Footnotes ordered by first reference.
struct FootnoteOrder {
    /// Final number of each footnote; `None` until it is referenced.
    numbers: Vec<Option<usize>>,
    /// Indexes of footnotes in their final order.
    order: Vec<usize>,
    /// Number of references of each, in the final order.
    marks: Vec<u32>,
}

impl FootnoteOrder {
    fn visit(&mut self, blocks: &mut [Block]) {
        visit::blocks(blocks, &mut |block| {
            for inlines in visit::own_inlines(block) {
                visit::inlines(inlines, &mut |inline| self.number_mark(inline));
            }
        });
    }

    fn number_mark(&mut self, inline: &mut Inline) {
        let InlineKind::FootnoteMark { note, nth } = &mut inline.kind else { return };
        let index = *note as usize;
        let Some(assigned) = self.numbers.get_mut(index) else { return };
        let number = *assigned.get_or_insert_with(|| {
            self.order.push(index);
            self.marks.push(0);
            self.order.len() - 1
        });
        *note = u32::try_from(number).unwrap_or(u32::MAX);
        *nth = self.marks[number];
        self.marks[number] += 1;
    }
}

fn unused(label: &str, span: Span) -> Diagnostic {
    Diagnostic::new(&UNUSED_FOOTNOTE, span, format!("the footnote `{label}` is never referenced"))
        .help(format!("add `[^{label}]` to the text, or delete the footnote"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::ParsedMarkdown;

    #[test]
    fn numbers_by_first_reference() {
        let read = ParsedMarkdown::new("[^b]: two [^c]\n\nx[^a] y[^b] z[^a]\n\n[^a]: one\n\n[^c]: three");
        let labels: Vec<_> = read.body.footnotes.iter().map(|note| (note.label.as_str(), note.references)).collect();
        assert_eq!(labels, [("a", 2), ("b", 1), ("c", 1)]);
        assert_eq!(read.sketch(), "[x note(0,0)  y note(1,0)  z note(0,1)]");
        assert!(read.codes().is_empty());
    }

    #[test]
    fn labels_match_in_any_case() {
        assert_eq!(ParsedMarkdown::new("x[^Note]\n\n[^note]: one").body.footnotes.len(), 1);
    }

    #[test]
    fn reports_reference_without_definition() {
        let read = ParsedMarkdown::new("é x[^on] \\[^two] `[^three]`\n\ny[^one]\n\n[^one]: 1");
        assert_eq!(read.marked("unknown-footnote"), ["[^on]"]);
        assert_eq!(read.help("unknown-footnote"), "did you mean `one`?");
    }

    #[test]
    fn reports_unreferenced_definitions() {
        let read = ParsedMarkdown::new("x[^1]\n\n[^1]: one\n[^1]: again\n[^2]: two [^3]\n[^3]: three\n");
        assert_eq!(read.marked("unused-footnote"), ["[^1]:", "[^3]:", "[^2]:"]);
        assert_eq!(read.body.footnotes.len(), 1);
    }
}
