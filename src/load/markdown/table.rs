//! Tables: column alignment, and captions: a line `Table: text` before or `: text` after the table.

use super::parser::MarkdownParser;
use crate::model::{Align, Block, BlockKind, Cell, Inline, InlineKind, Table};
use crate::span::Span;
use pulldown_cmark::Alignment;
use std::ops::Range;

/// Creates an empty table with the parser's column alignments.
pub(super) fn new(align: &[Alignment]) -> Table {
    let align = align.iter().map(|align| match align {
        Alignment::None => Align::None,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    });
    Table { align: align.collect(), ..Table::default() }
}

/// Adds a row. The parser emits a line `: text` directly after a table as a row; here it becomes the caption.
pub(super) fn add_row(table: &mut Table, mut row: Vec<Cell>, range: Range<usize>, parser: &MarkdownParser<'_>) {
    let source = parser.slice(range);
    let may_be_caption = table.caption.is_empty() && source.trim_start().starts_with(": ") && !source.contains('|');
    let caption =
        row.first_mut().filter(|_| may_be_caption).and_then(|cell| strip_caption_mark(&mut cell.content, ":", parser));
    match caption {
        Some(caption) => table.caption = caption,
        None => table.rows.push(row),
    }
}

/// Turns the paragraph before a table into its caption if it has the form of one; returns the paragraph's span.
pub(super) fn attach_preceding_caption(
    preceding: &mut Vec<Block>,
    table: &mut Table,
    parser: &MarkdownParser<'_>,
) -> Option<Span> {
    let BlockKind::Paragraph(content) = &mut preceding.last_mut()?.kind else { return None };
    table.caption = strip_caption_mark(content, "Table:", parser)?;
    preceding.pop().map(|paragraph| paragraph.span)
}

/// Turns a paragraph into the caption of the table before it if it has the form of one; returns whether it did.
pub(super) fn attach_following_caption(
    preceding: &mut [Block],
    content: &mut Vec<Inline>,
    span: Span,
    parser: &MarkdownParser<'_>,
) -> bool {
    let Some(Block { kind: BlockKind::Table(table), span: table_span }) = preceding.last_mut() else { return false };
    if !table.caption.is_empty() {
        return false;
    }
    let Some(caption) = strip_caption_mark(content, ":", parser) else { return false };
    table.caption = caption;
    *table_span = table_span.to(span);
    true
}

/// Takes inlines that begin with a caption mark and a space, and removes both.
fn strip_caption_mark(content: &mut Vec<Inline>, mark: &str, parser: &MarkdownParser<'_>) -> Option<Vec<Inline>> {
    let Some(Inline { kind: InlineKind::Text(text), span }) = content.first_mut() else { return None };
    let rest = text.strip_prefix(mark).filter(|rest| parser.dialect.extensions && rest.starts_with(' '))?;
    let rest = rest.trim_start_matches(' ').to_owned();
    if parser.is_exact() {
        let removed = u32::try_from(text.len() - rest.len()).unwrap_or(0);
        span.start = (span.start + removed).min(span.end);
    }
    *text = rest;
    if text.is_empty() {
        content.remove(0);
    }
    Some(std::mem::take(content)).filter(|content| !content.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::tests::ParsedMarkdown;

    const TABLE: &str = "| a | b |\n|:--|--:|\n| 1 | *2* |";

    #[test]
    fn reads_tables() {
        assert_eq!(ParsedMarkdown::new(TABLE).sketch(), "table{[a] [b] / [1] [em(2)]}");
    }

    #[test]
    fn reads_caption_before_table() {
        for text in [format!("Table: Some *words*\n{TABLE}"), format!("Table: Some *words*\n\n{TABLE}")] {
            let read = ParsedMarkdown::new(&text);
            assert_eq!(read.sketch(), "table{Some  em(words) | [a] [b] / [1] [em(2)]}");
            assert_eq!(read.slices()[0], "Some ");
        }
        assert_eq!(ParsedMarkdown::new(&format!("Table:words\n\n{TABLE}")).body.blocks.len(), 2);
    }

    #[test]
    fn reads_caption_after_table() {
        for text in [format!("{TABLE}\n: Words\n"), format!("{TABLE}\n\n: Words\n")] {
            let read = ParsedMarkdown::new(&text);
            assert_eq!(read.sketch(), "table{Words | [a] [b] / [1] [em(2)]}");
            assert_eq!(read.slices()[0], "Words");
        }
    }

    #[test]
    fn keeps_other_paragraphs() {
        assert_eq!(ParsedMarkdown::new("Table: words\n\nx").sketch(), "[Table: words] [x]");
        assert_eq!(ParsedMarkdown::new(": words").sketch(), "[: words]");
    }
}
