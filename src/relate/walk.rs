//! Iterates over Markdown trees in reading order, without recursion: deep nesting uses memory, not the stack.

use crate::model::{Block, BlockKind, Body, Details, Inline, Record};

/// Inlines of one unit of text: a paragraph, a heading, a cell, a caption.
#[derive(Clone, Copy)]
pub struct InlineRun<'a> {
    pub(super) location: RunLocation,
    /// Inlines of the unit.
    pub inlines: &'a [Inline],
}

/// Location of a run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum RunLocation {
    /// Running text, a table or a caption.
    Prose,
    /// Heading.
    Heading,
    /// Settings of a chart.
    Source,
}

/// Returns the Markdown texts of a record: those in its front matter, then its body.
pub fn bodies(record: &Record) -> Vec<&Body> {
    let mut bodies = Vec::new();
    if let Details::Index(index) = &record.details {
        bodies.extend(&index.bottom_line);
        bodies.extend(&index.key_points);
        bodies.extend(index.changes.iter().map(|change| &change.text));
    }
    bodies.push(&record.body);
    bodies
}

/// Returns all blocks in reading order, each container before its content, footnotes last.
pub(super) fn blocks(body: &Body) -> Vec<&Block> {
    let mut blocks = Vec::new();
    push_blocks(&body.blocks, &mut blocks);
    for note in &body.footnotes {
        push_blocks(&note.blocks, &mut blocks);
    }
    blocks
}

/// Returns all inline runs in reading order.
pub(super) fn runs(body: &Body) -> Vec<InlineRun<'_>> {
    runs_in(blocks(body))
}

/// Returns all inline runs of some blocks in reading order.
pub fn runs_of(blocks: &[Block]) -> Vec<InlineRun<'_>> {
    let mut all = Vec::new();
    push_blocks(blocks, &mut all);
    runs_in(all)
}

fn runs_in(blocks: Vec<&Block>) -> Vec<InlineRun<'_>> {
    let mut runs = Vec::new();
    for block in blocks {
        let mut push = |location, inlines| runs.push(InlineRun { location, inlines });
        match &block.kind {
            BlockKind::Paragraph(inlines) => push(RunLocation::Prose, inlines.as_slice()),
            BlockKind::Heading { content, .. } => push(RunLocation::Heading, content),
            BlockKind::Figure { image, caption } => {
                push(RunLocation::Prose, std::slice::from_ref(&**image));
                push(RunLocation::Prose, caption);
            }
            BlockKind::Table(table) => {
                push(RunLocation::Prose, &table.caption);
                table
                    .head
                    .iter()
                    .chain(table.rows.iter().flatten())
                    .for_each(|cell| push(RunLocation::Prose, &cell.content));
            }
            BlockKind::Chart(chart) => push(RunLocation::Source, &chart.source),
            BlockKind::Code { .. }
            | BlockKind::Quote { .. }
            | BlockKind::List { .. }
            | BlockKind::Timeline(_)
            | BlockKind::Rule
            | BlockKind::More
            | BlockKind::Html(_) => {}
        }
    }
    runs
}

fn push_blocks<'a>(blocks: &'a [Block], result: &mut Vec<&'a Block>) {
    let mut stack = vec![blocks.iter()];
    while let Some(level) = stack.last_mut() {
        let Some(block) = level.next() else {
            stack.pop();
            continue;
        };
        result.push(block);
        match &block.kind {
            BlockKind::Quote { blocks, .. } => stack.push(blocks.iter()),
            BlockKind::List { items, .. } => stack.extend(items.iter().rev().map(|item| item.blocks.iter())),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{InlineKind, ListItem, plain_text};
    use crate::span::{FileId, Span};

    fn span() -> Span {
        Span::new(FileId(0), 0..0)
    }

    fn paragraph(words: &str) -> Block {
        let text = Inline { kind: InlineKind::Text(words.to_owned()), span: span() };
        Block { kind: BlockKind::Paragraph(vec![text]), span: span() }
    }

    fn list(items: Vec<Vec<Block>>) -> Block {
        let items = items.into_iter().map(|blocks| ListItem { blocks, task: None, span: span() }).collect();
        Block { kind: BlockKind::List { start: None, tight: true, items }, span: span() }
    }

    #[test]
    fn reads_lists_in_order() {
        let inner = list(vec![vec![paragraph("b")], vec![paragraph("c")]]);
        let outer = list(vec![vec![paragraph("a"), inner], vec![paragraph("d")]]);
        let body = Body { blocks: vec![outer, paragraph("e")], ..Body::default() };
        let words: Vec<String> = runs(&body).iter().map(|run| plain_text(run.inlines)).collect();
        assert_eq!(words, ["a", "b", "c", "d", "e"]);
    }
}
