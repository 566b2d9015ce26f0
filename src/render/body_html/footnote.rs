//! Footnotes: writes marks in the text, notes at its end, and links from each note back to its marks.

use super::Writer;
use crate::model::percent;
use crate::model::{BlockKind, Footnote};

impl Writer<'_> {
    /// Writes a mark, unless footnotes are omitted. `nth` counts the marks of one note from 0.
    pub(super) fn footnote_mark(&mut self, note: u32, nth: u32) {
        let notes = self.notes;
        let Some(footnote) = notes.get(note as usize) else { return };
        self.raw("<sup class=\"footnote-mark\"");
        self.attribute("id", &self.mark_id(footnote, nth));
        self.raw("><a");
        self.attribute("href", &format!("#{}", percent::encode_fragment(&self.note_id(footnote))));
        self.raw(&format!(" role=\"doc-noteref\">{}</a></sup>", self.note_marker(note)));
    }

    fn note_id(&self, note: &Footnote) -> String {
        format!("fn-{}{}", self.scope, without_spaces(&note.label))
    }

    /// Returns the id of a mark. The first mark's id is the note's label; the others append `:` and their number from 2,
    /// which cannot collide with another label.
    fn mark_id(&self, note: &Footnote, nth: u32) -> String {
        let label = without_spaces(&note.label);
        let scope = &self.scope;
        if nth == 0 { format!("fnref-{scope}{label}") } else { format!("fnref-{scope}{label}:{}", nth + 1) }
    }

    /// Formats the marker of a note: a number, or a letter if citations are numbered.
    fn note_marker(&self, note: u32) -> String {
        if self.context.citations.uses_numbered_notes() { letters(note) } else { (u64::from(note) + 1).to_string() }
    }

    /// Writes the list of notes, if there are any.
    pub(super) fn footnotes(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        let (messages, notes) = (self.context.messages, self.notes);
        self.raw("<section class=\"footnotes\" role=\"doc-endnotes\"");
        self.attribute("aria-label", &messages.footnotes);
        self.raw(if self.context.citations.uses_numbered_notes() { "><ol type=\"a\">\n" } else { "><ol>\n" });
        for note in notes {
            self.footnote(note);
        }
        self.raw("</ol></section>\n");
    }

    /// Writes a note; its last paragraph contains the links back.
    fn footnote(&mut self, note: &Footnote) {
        self.raw("<li");
        self.attribute("id", &self.note_id(note));
        self.source_attribute(note.span);
        self.raw(">");
        match note.blocks.split_last() {
            Some((last, others)) if matches!(last.kind, BlockKind::Paragraph(_)) => {
                self.blocks(others);
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

    /// Writes a link to each mark of a note.
    fn links_back(&mut self, note: &Footnote) {
        let messages = self.context.messages;
        for nth in 0..note.references {
            self.raw(" <a class=\"footnote-back\" role=\"doc-backlink\"");
            self.attribute("href", &format!("#{}", percent::encode_fragment(&self.mark_id(note, nth))));
            self.attribute("aria-label", &messages.back_to_text);
            self.raw(">↩</a>");
        }
    }
}

/// Formats an index as letters like an HTML list: `a` to `z`, `aa` and so on.
fn letters(note: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(note) + 1;
    while rest > 0 {
        letters.push(char::from(b'a' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

/// Replaces white space, which is invalid in ids, by hyphens.
fn without_spaces(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn formats_letters_like_html_list() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["a", "z", "aa", "zz", "aaa"]);
    }
}
