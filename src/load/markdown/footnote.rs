//! Footnotes: numbered in the order of their first mark, which may stand in another note.

use super::parser::MarkdownParser;
use super::run::TextRun;
use super::visit;
use crate::diagnose::{Diagnostic, Rule, Severity, did_you_mean};
use crate::model::{Block, Footnote, Inline, InlineKind};
use crate::span::Span;
use std::collections::BTreeMap;
use std::ops::Range;

/// A footnote mark without a note.
pub(super) static UNKNOWN_FOOTNOTE: Rule = Rule {
    code: "unknown-footnote",
    severity: Severity::Error,
    what: "A footnote's mark has no note.",
    why: "Readers would see the mark as it is written, and no note.",
    wrong: "Seven states signed.[^1]",
    right: "Seven states signed.[^1]\n\n[^1]: An eighth sent an observer.",
};

/// A note without a footnote mark.
pub(super) static UNUSED_FOOTNOTE: Rule = Rule {
    code: "unused-footnote",
    severity: Severity::Warning,
    what: "A footnote's note has no mark.",
    why: "Notes are shown where their mark stands; this one is not shown at all.",
    wrong: "Seven states signed.\n\n[^1]: An eighth sent an observer.",
    right: "Seven states signed.[^1]\n\n[^1]: An eighth sent an observer.",
};

/// The notes and marks of one text while it is read.
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
    /// The place of `[^label]:`.
    mark: Span,
}

impl FootnoteCollector {
    /// The provisional number of a label, for [`InlineKind::FootnoteMark`]; [`Notes::number`] makes it final.
    pub(super) fn reference(&mut self, label: &str) -> u32 {
        u32::try_from(self.entry(label)).unwrap_or(u32::MAX)
    }

    /// Adds a note's blocks; `range` is the definition as the parser has it, `span` covers its blocks, too. Of two for one
    /// label the first is kept.
    pub(super) fn define(
        &mut self,
        label: &str,
        blocks: Vec<Block>,
        range: Range<usize>,
        span: Span,
        reading: &mut MarkdownParser<'_>,
    ) {
        let at = self.entry(label);
        let mark = reading.span(range.start..(range.start + label.len() + 4).min(range.end));
        if let Some(first) = &self.entries[at].definition {
            let finding = unused(label, mark).label("there is a note of this name");
            return reading.report(finding.related(first.mark, "this one is shown"));
        }
        label.clone_into(&mut self.entries[at].label);
        self.entries[at].definition = Some(FootnoteDefinition { blocks, span, mark });
    }

    /// Finds marks that the parser left as words because they have no note.
    pub(super) fn find_unresolved(&mut self, run: &TextRun, part: Range<usize>, reading: &MarkdownParser<'_>) {
        let Some(words) = run.text.get(part.clone()) else { return };
        for (at, _) in words.match_indices("[^").filter(|(at, _)| !run.is_escaped_at(part.start + at)) {
            let behind = &words[at + 2..];
            let label = behind.split(|c: char| c.is_whitespace() || matches!(c, '[' | ']')).next().unwrap_or("");
            if !label.is_empty() && behind[label.len()..].starts_with(']') {
                let start = part.start + at;
                let span = reading.span(run.source_range(start..start + label.len() + 3));
                self.unresolved.push((label.to_owned(), span));
            }
        }
    }

    /// Numbers the notes in the order of their first mark, reports what does not fit together, and gives the notes.
    pub(super) fn number(mut self, blocks: &mut [Block], reading: &mut MarkdownParser<'_>) -> Vec<Footnote> {
        self.report_unresolved(reading);
        let mut order = FootnoteOrder { numbers: vec![None; self.entries.len()], order: Vec::new(), marks: Vec::new() };
        order.visit(blocks);
        let mut footnotes: Vec<Footnote> = Vec::new();
        while let Some(&index) = order.order.get(footnotes.len()) {
            let note = &mut self.entries[index];
            let (label, span) = (std::mem::take(&mut note.label), reading.span(0..0));
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
                reading.report(unused(&note.label, definition.mark).label("no mark refers to it"));
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

    fn report_unresolved(&self, reading: &mut MarkdownParser<'_>) {
        for (label, span) in &self.unresolved {
            let known = self.entries.iter().map(|note| note.label.as_str());
            let help = did_you_mean(label, known).unwrap_or_else(|| format!("add the note: `[^{label}]: words`"));
            reading.report(
                Diagnostic::new(&UNKNOWN_FOOTNOTE, *span, format!("there is no footnote `{label}`"))
                    .label("mark without a note")
                    .help(help),
            );
        }
    }
}

/// Notes by the order of their first mark.
struct FootnoteOrder {
    /// Each note's final number, once it has one.
    numbers: Vec<Option<usize>>,
    /// The notes in their final order.
    order: Vec<usize>,
    /// How many marks each of them has.
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
        let Some(slot) = self.numbers.get_mut(index) else { return };
        let place = *slot.get_or_insert_with(|| {
            self.order.push(index);
            self.marks.push(0);
            self.order.len() - 1
        });
        *note = u32::try_from(place).unwrap_or(u32::MAX);
        *nth = self.marks[place];
        self.marks[place] += 1;
    }
}

fn unused(label: &str, span: Span) -> Diagnostic {
    Diagnostic::new(&UNUSED_FOOTNOTE, span, format!("the footnote `{label}` is never shown"))
        .help(format!("put `[^{label}]` where it belongs, or delete it"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::ParsedMarkdown;

    #[test]
    fn numbers_by_first_mark() {
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
    fn reports_mark_without_note() {
        let read = ParsedMarkdown::new("é x[^on] \\[^two] `[^three]`\n\ny[^one]\n\n[^one]: 1");
        assert_eq!(read.marked("unknown-footnote"), ["[^on]"]);
        assert_eq!(read.help("unknown-footnote"), "did you mean `one`?");
    }

    #[test]
    fn reports_notes_that_are_not_shown() {
        let read = ParsedMarkdown::new("x[^1]\n\n[^1]: one\n[^1]: again\n[^2]: two [^3]\n[^3]: three\n");
        assert_eq!(read.marked("unused-footnote"), ["[^1]:", "[^3]:", "[^2]:"]);
        assert_eq!(read.body.footnotes.len(), 1);
    }
}
