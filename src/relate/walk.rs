//! Walks Markdown trees in reading order, without recursion: nesting costs memory, never the stack.

use crate::model::{Block, BlockKind, Body, Details, Inline, Record};

/// Inlines that belong together: a paragraph, a heading, a cell, a caption.
#[derive(Clone, Copy)]
pub struct InlineRun<'a> {
    pub(super) location: RunLocation,
    /// The inlines.
    pub inlines: &'a [Inline],
}

/// Where a run stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum RunLocation {
    /// In running text, a table or a caption.
    Prose,
    /// In a heading.
    Heading,
    /// In a chart's settings.
    Source,
}

/// The Markdown texts of a record: those of its front matter, then its body.
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

/// All blocks of a text in reading order, each container before what it contains, footnotes at the end.
pub(super) fn blocks(body: &Body) -> Vec<&Block> {
    let mut found = Vec::new();
    push_blocks(&body.blocks, &mut found);
    for note in &body.footnotes {
        push_blocks(&note.blocks, &mut found);
    }
    found
}

/// All runs of inlines of a text in reading order.
pub(super) fn runs(body: &Body) -> Vec<InlineRun<'_>> {
    runs_in(blocks(body))
}

/// All runs of inlines of blocks in reading order.
pub fn runs_of(blocks: &[Block]) -> Vec<InlineRun<'_>> {
    let mut found = Vec::new();
    push_blocks(blocks, &mut found);
    runs_in(found)
}

fn runs_in(blocks: Vec<&Block>) -> Vec<InlineRun<'_>> {
    let mut runs = Vec::new();
    for block in blocks {
        let mut push = |place, inlines| runs.push(InlineRun { location: place, inlines });
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

fn push_blocks<'a>(blocks: &'a [Block], found: &mut Vec<&'a Block>) {
    let mut open = vec![blocks.iter()];
    while let Some(level) = open.last_mut() {
        let Some(block) = level.next() else {
            open.pop();
            continue;
        };
        found.push(block);
        match &block.kind {
            BlockKind::Quote { blocks, .. } => open.push(blocks.iter()),
            BlockKind::List { items, .. } => open.extend(items.iter().rev().map(|item| item.blocks.iter())),
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
