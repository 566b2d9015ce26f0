//! Visits trees to change them, in the order of [`crate::model::blocks`]. Recursion is bounded by
//! [`super::parser::MAX_DEPTH`].

use crate::model::{Block, BlockKind, Inline, InlineKind};

/// Calls `visit` on every block, parents first.
pub(super) fn blocks(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Block)) {
    for block in blocks {
        visit(block);
        match &mut block.kind {
            BlockKind::Quote { blocks: inner, .. } => self::blocks(inner, visit),
            BlockKind::List { items, .. } => {
                for item in items {
                    self::blocks(&mut item.blocks, visit);
                }
            }
            _ => {}
        }
    }
}

/// Returns the inlines directly in a block, in reading order: a paragraph's, or a table's cell by cell.
pub(super) fn own_inlines(block: &mut Block) -> Vec<&mut Vec<Inline>> {
    match &mut block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => vec![content],
        BlockKind::Figure { caption, .. } => vec![caption],
        BlockKind::Table(table) => {
            let cells = table.head.iter_mut().chain(table.rows.iter_mut().flatten());
            std::iter::once(&mut table.caption).chain(cells.map(|cell| &mut cell.content)).collect()
        }
        _ => Vec::new(),
    }
}

/// Calls `visit` on every inline, parents first.
pub(super) fn inlines(inlines: &mut [Inline], visit: &mut dyn FnMut(&mut Inline)) {
    for inline in inlines {
        visit(inline);
        match &mut inline.kind {
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Span { content, .. }
            | InlineKind::Link { content, .. } => self::inlines(content, visit),
            _ => {}
        }
    }
}
