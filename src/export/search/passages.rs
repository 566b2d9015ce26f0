//! Divides the texts of a record into passages, each with the fragment of the page where it is.

use super::super::ExportContext;
use super::super::record_text::RecordText;
use super::weights::Field;
use crate::model::script::sentence_starts;
use crate::model::{BlockKind, Body, Inline, PlainText, RecordId, Table};
use serde::Serialize;

/// Texts of a record by the fragment where they are, in the order of the page.
#[derive(Debug, Default, Serialize)]
pub(super) struct Passages(Vec<(String, String)>);

/// Separator of sentences.
const SENTENCE_BREAK: char = '\n';

impl Passages {
    /// Adds a text, sentence by sentence.
    pub(super) fn add(&mut self, anchor: &str, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        if self.0.last().is_none_or(|(last, _)| last != anchor) {
            self.0.push((anchor.to_owned(), String::new()));
        }
        let Some((_, sentences)) = self.0.last_mut() else { return };
        let starts = sentence_starts(text);
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        for (start, end) in starts.iter().zip(ends) {
            let words = text[*start..end].split_whitespace();
            let before = sentences.len();
            for (index, word) in words.enumerate() {
                match index {
                    0 if before > 0 => sentences.push(SENTENCE_BREAK),
                    0 => {}
                    _ => sentences.push(' '),
                }
                sentences.push_str(word);
            }
        }
    }

    /// Returns about how many bytes it takes.
    pub(super) fn size(&self) -> usize {
        self.0.iter().map(|(anchor, text)| anchor.len() + text.len() + 8).sum()
    }
}

/// Calls `add` with the fragment, field and plain text of each block. A block is at the heading before it, or at `anchor`.
pub(super) fn body_passages(
    export: ExportContext<'_>,
    record: RecordId,
    body: &Body,
    anchor: &str,
    field: Field,
    add: &mut dyn FnMut(&str, Field, &str),
) {
    let rules = RecordText { export, record };
    let text = |inlines: &[Inline]| PlainText::new(inlines, &rules).text;
    let mut anchor = anchor.to_owned();
    for block in body.all_blocks() {
        match &block.kind {
            BlockKind::Heading { id, content, .. } => {
                if !id.is_empty() {
                    anchor.clone_from(id);
                }
                add(&anchor, Field::Heading, &text(content));
            }
            BlockKind::Paragraph(content) | BlockKind::Figure { caption: content, .. } => {
                add(&anchor, field, &text(content));
            }
            BlockKind::Chart(chart) => add(&anchor, field, &chart.title),
            BlockKind::Table(table) => {
                for row in rows(table) {
                    let cells: Vec<String> = row.into_iter().map(text).filter(|cell| !cell.trim().is_empty()).collect();
                    add(&anchor, field, &cells.join(" · "));
                }
            }
            _ => {}
        }
    }
}

/// Returns the caption of a table and its rows.
fn rows(table: &Table) -> Vec<Vec<&[Inline]>> {
    let rows = std::iter::once(&table.head).chain(&table.rows);
    let rows = rows.map(|row| row.iter().map(|cell| &*cell.content).collect());
    std::iter::once(vec![&*table.caption]).chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_sentences_of_one_place() {
        let mut passages = Passages::default();
        passages.add("", " One  is here. Two is.");
        passages.add("", "  ");
        passages.add("", "三。四。");
        passages.add("more", "Five.");
        assert_eq!(
            serde_json::to_string(&passages).unwrap(),
            r#"[["","One is here.\nTwo is.\n三。\n四。"],["more","Five."]]"#
        );
        assert!(passages.size() > 20);
    }
}
