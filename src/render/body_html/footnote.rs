//! Writes footnotes: marks in the text, notes at its end, and the way back from each note to each of its marks.

use super::{Writer, escape};
use crate::model::{BlockKind, Footnote};

impl Writer<'_> {
    /// Writes a mark, unless its note is not shown.
    pub(super) fn footnote_mark(&mut self, note: u32, nth: u32) {
        let notes = self.notes;
        let Some(footnote) = notes.get(note as usize) else { return };
        self.raw("<sup class=\"footnote-mark\"");
        self.attribute("id", &mark_id(footnote, nth));
        self.raw("><a");
        self.attribute("href", &format!("#{}", escape::fragment(&note_id(footnote))));
        self.raw(&format!(" role=\"doc-noteref\">{}</a></sup>", u64::from(note) + 1));
    }

    /// Writes all notes.
    pub(super) fn footnotes(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        let (words, notes) = (self.context.words, self.notes);
        self.raw("<section class=\"footnotes\" role=\"doc-endnotes\"");
        self.attribute("aria-label", &words.footnotes);
        self.raw("><ol>\n");
        for note in notes {
            self.footnote(note);
        }
        self.raw("</ol></section>\n");
    }

    /// Writes a note; the links back stand in its last paragraph.
    fn footnote(&mut self, note: &Footnote) {
        self.raw("<li");
        self.attribute("id", &note_id(note));
        self.source(note.span);
        self.raw(">");
        match note.blocks.split_last() {
            Some((last, before)) if matches!(last.kind, BlockKind::Paragraph(_)) => {
                self.blocks(before);
                if let BlockKind::Paragraph(content) = &last.kind {
                    self.raw("<p");
                    self.source(last.span);
                    self.raw(">");
                    self.inlines(content);
                    self.links_back(note);
                    self.raw("</p>");
                }
            }
            _ => {
                self.blocks(&note.blocks);
                self.links_back(note);
            }
        }
        self.raw("</li>\n");
    }

    fn links_back(&mut self, note: &Footnote) {
        let words = self.context.words;
        for nth in 0..note.references {
            self.raw(" <a class=\"footnote-back\" role=\"doc-backlink\"");
            self.attribute("href", &format!("#{}", escape::fragment(&mark_id(note, nth))));
            self.attribute("aria-label", &words.back_to_text);
            self.raw(">↩</a>");
        }
    }
}

fn note_id(note: &Footnote) -> String {
    format!("fn-{}", without_spaces(&note.label))
}

/// The first mark has the note's label alone; the others are counted, with a sign that no label begins with.
fn mark_id(note: &Footnote, nth: u32) -> String {
    let label = without_spaces(&note.label);
    if nth == 0 { format!("fnref-{label}") } else { format!("fnref-{label}:{}", nth + 1) }
}

/// An id may hold anything but spaces.
fn without_spaces(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join("-")
}
