//! Writes footnotes: marks in the text, notes at its end, and the way back from each note to each of its marks.

use super::Writer;
use crate::model::escape;
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
        self.raw(&format!(" role=\"doc-noteref\">{}</a></sup>", self.note_marker(note)));
    }

    /// What counts notes: numbers, or letters where numbers count citations.
    fn note_marker(&self, note: u32) -> String {
        if self.context.citations.uses_numbered_notes() { letters(note) } else { (u64::from(note) + 1).to_string() }
    }

    /// Writes all notes.
    pub(super) fn footnotes(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        let (words, notes) = (self.context.messages, self.notes);
        self.raw("<section class=\"footnotes\" role=\"doc-endnotes\"");
        self.attribute("aria-label", &words.footnotes);
        self.raw(if self.context.citations.uses_numbered_notes() { "><ol type=\"a\">\n" } else { "><ol>\n" });
        for note in notes {
            self.footnote(note);
        }
        self.raw("</ol></section>\n");
    }

    /// Writes a note; the links back stand in its last paragraph.
    fn footnote(&mut self, note: &Footnote) {
        self.raw("<li");
        self.attribute("id", &note_id(note));
        self.source_attribute(note.span);
        self.raw(">");
        match note.blocks.split_last() {
            Some((last, before)) if matches!(last.kind, BlockKind::Paragraph(_)) => {
                self.blocks(before);
                if let BlockKind::Paragraph(content) = &last.kind {
                    self.raw("<p");
                    self.source_attribute(last.span);
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
        let words = self.context.messages;
        for nth in 0..note.references {
            self.raw(" <a class=\"footnote-back\" role=\"doc-backlink\"");
            self.attribute("href", &format!("#{}", escape::fragment(&mark_id(note, nth))));
            self.attribute("aria-label", &words.back_to_text);
            self.raw(">↩</a>");
        }
    }
}

/// `a` to `z`, `aa` and so on, as lists are lettered.
fn letters(note: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(note) + 1;
    while rest > 0 {
        letters.push(char::from(b'a' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().rev().collect()
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

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn letters_like_a_list() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["a", "z", "aa", "zz", "aaa"]);
    }
}
