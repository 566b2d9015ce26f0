//! Walks Markdown trees in reading order, without recursion: deep nesting uses memory, not the stack.

use super::{Block, BlockKind, Body, Inline, InlineKind, ListItem};
use crate::model::{Details, Record};
use std::slice;

/// Inlines of one unit of text: a paragraph, a heading, a cell, a caption.
#[derive(Clone, Copy, Debug)]
pub struct InlineRun<'a> {
    /// Place of the unit.
    pub place: RunPlace,
    /// Inlines of the unit.
    pub inlines: &'a [Inline],
}

/// Place of an inline run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunPlace {
    /// Running text, a table or a caption.
    Prose,
    /// Heading.
    Heading,
    /// Image of a figure.
    Image,
    /// Source of a chart.
    ChartSource,
}

/// Step of [`walk_inlines`].
#[derive(Clone, Copy, Debug)]
pub enum InlineStep<'a> {
    /// An inline; its content follows.
    Enter(&'a Inline),
    /// The end of an inline with content.
    Leave(&'a Inline),
}

/// Returns the Markdown texts of a record: those in its front matter, then its body.
pub fn bodies(record: &Record) -> impl Iterator<Item = &Body> {
    let index = match &record.details {
        Details::Index(index) => Some(index),
        _ => None,
    };
    let front_matter = index.into_iter().flat_map(|index| {
        let changes = index.changes.iter().map(|change| &change.text);
        index.bottom_line.iter().chain(&index.key_points).chain(changes)
    });
    front_matter.chain([&record.body])
}

impl Body {
    /// Returns all blocks in reading order, footnotes last.
    pub fn all_blocks(&self) -> impl Iterator<Item = &Block> {
        blocks(&self.blocks).chain(self.footnotes.iter().flat_map(|note| blocks(&note.blocks)))
    }

    /// Returns all inline runs in reading order, footnotes last.
    pub fn all_runs(&self) -> impl Iterator<Item = InlineRun<'_>> {
        self.all_blocks().flat_map(Block::runs)
    }
}

/// Returns blocks and those within them in reading order, each container before its content.
pub fn blocks(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    let mut open = vec![blocks.iter()];
    std::iter::from_fn(move || {
        let block = next_open(&mut open)?;
        match &block.kind {
            BlockKind::Quote { blocks, .. } => open.push(blocks.iter()),
            BlockKind::List { items, .. } => {
                open.extend(items.iter().rev().map(|ListItem { blocks, .. }| blocks.iter()));
            }
            _ => {}
        }
        Some(block)
    })
}

/// Returns all inline runs of some blocks in reading order.
pub fn runs(blocks: &[Block]) -> impl Iterator<Item = InlineRun<'_>> {
    self::blocks(blocks).flat_map(Block::runs)
}

impl Block {
    /// Returns the inline runs directly in the block, in reading order.
    pub fn runs(&self) -> impl Iterator<Item = InlineRun<'_>> {
        let none: &[Inline] = &[];
        let mut cells = None;
        let (first, second) = match &self.kind {
            BlockKind::Paragraph(inlines) => ((RunPlace::Prose, inlines.as_slice()), none),
            BlockKind::Heading { content, .. } => ((RunPlace::Heading, content.as_slice()), none),
            BlockKind::Figure { image, caption } => ((RunPlace::Image, slice::from_ref(&**image)), caption.as_slice()),
            BlockKind::Chart(chart) => ((RunPlace::ChartSource, chart.source.as_slice()), none),
            BlockKind::Table(table) => {
                cells = Some(table.head.iter().chain(table.rows.iter().flatten()));
                ((RunPlace::Prose, table.caption.as_slice()), none)
            }
            _ => ((RunPlace::Prose, none), none),
        };
        let cells = cells.into_iter().flatten().map(|cell| (RunPlace::Prose, cell.content.as_slice()));
        let runs = [first, (RunPlace::Prose, second)].into_iter().chain(cells);
        runs.filter(|(_, inlines)| !inlines.is_empty()).map(|(place, inlines)| InlineRun { place, inlines })
    }
}

/// Returns inlines and those within them in reading order, each container before its content.
pub fn inlines(inlines: &[Inline]) -> impl Iterator<Item = &Inline> {
    walk_inlines(inlines).filter_map(|step| match step {
        InlineStep::Enter(inline) => Some(inline),
        InlineStep::Leave(_) => None,
    })
}

/// Walks inlines and those within them in reading order.
pub fn walk_inlines(inlines: &[Inline]) -> impl Iterator<Item = InlineStep<'_>> {
    let mut open = vec![(None, inlines.iter())];
    std::iter::from_fn(move || {
        let (_, rest) = open.last_mut()?;
        let Some(inline) = rest.next() else {
            let (container, _) = open.pop()?;
            return container.map(InlineStep::Leave);
        };
        match &inline.kind {
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Span { content, .. }
            | InlineKind::Link { content, .. } => open.push((Some(inline), content.iter())),
            _ => {}
        }
        Some(InlineStep::Enter(inline))
    })
}

/// Returns the next item of the innermost list that has one, and closes the others.
fn next_open<'a, T>(open: &mut Vec<slice::Iter<'a, T>>) -> Option<&'a T> {
    loop {
        match open.last_mut()?.next() {
            Some(item) => return Some(item),
            None => drop(open.pop()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::plain_text;
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
        let words: Vec<String> = body.all_runs().map(|run| plain_text(run.inlines)).collect();
        assert_eq!(words, ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn reads_nested_inlines_in_order() {
        let inline = |kind| Inline { kind, span: span() };
        let text = |words: &str| inline(InlineKind::Text(words.to_owned()));
        let strong = inline(InlineKind::Strong(vec![text("b"), inline(InlineKind::Emphasis(Vec::new()))]));
        let all = [text("a"), strong, text("c")];
        let name = |inline: &Inline| match &inline.kind {
            InlineKind::Text(words) => words.clone(),
            InlineKind::Strong(_) => "strong".to_owned(),
            _ => "other".to_owned(),
        };
        let steps: Vec<String> = walk_inlines(&all)
            .map(|step| match step {
                InlineStep::Enter(inline) => name(inline),
                InlineStep::Leave(inline) => format!("/{}", name(inline)),
            })
            .collect();
        assert_eq!(steps, ["a", "strong", "b", "other", "/other", "/strong", "c"]);
    }
}
