//! Tables: their alignment, and their caption: a line `Table: words` before them or `: words` behind them.

use super::parser::MarkdownParser;
use crate::model::{Align, Block, BlockKind, Cell, Inline, InlineKind, Table};
use crate::span::Span;
use pulldown_cmark::Alignment;
use std::ops::Range;

/// An empty table with the parser's alignments.
pub(super) fn new(align: &[Alignment]) -> Table {
    let align = align.iter().map(|align| match align {
        Alignment::None => Align::None,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    });
    Table { align: align.collect(), ..Table::default() }
}

/// Adds a row. A line `: words` directly behind a table is a row for the parser, and the caption for us.
pub(super) fn add_row(table: &mut Table, mut row: Vec<Cell>, range: Range<usize>, reading: &MarkdownParser<'_>) {
    let written = reading.slice(range);
    let may_be_caption = table.caption.is_empty() && written.trim_start().starts_with(": ") && !written.contains('|');
    let caption =
        row.first_mut().filter(|_| may_be_caption).and_then(|cell| strip_caption_mark(&mut cell.content, ":", reading));
    match caption {
        Some(caption) => table.caption = caption,
        None => table.rows.push(row),
    }
}

/// Takes the paragraph before a table as its caption when it is one, and gives its place.
pub(super) fn attach_preceding_caption(
    before: &mut Vec<Block>,
    table: &mut Table,
    reading: &MarkdownParser<'_>,
) -> Option<Span> {
    let BlockKind::Paragraph(content) = &mut before.last_mut()?.kind else { return None };
    table.caption = strip_caption_mark(content, "Table:", reading)?;
    before.pop().map(|paragraph| paragraph.span)
}

/// Gives a paragraph to the table before it as its caption when it is one.
pub(super) fn attach_following_caption(
    before: &mut [Block],
    content: &mut Vec<Inline>,
    span: Span,
    reading: &MarkdownParser<'_>,
) -> bool {
    let Some(Block { kind: BlockKind::Table(table), span: whole }) = before.last_mut() else { return false };
    if !table.caption.is_empty() {
        return false;
    }
    let Some(caption) = strip_caption_mark(content, ":", reading) else { return false };
    table.caption = caption;
    *whole = whole.to(span);
    true
}

/// Takes inlines that begin with a mark and a space, without them.
fn strip_caption_mark(content: &mut Vec<Inline>, mark: &str, reading: &MarkdownParser<'_>) -> Option<Vec<Inline>> {
    let Some(Inline { kind: InlineKind::Text(words), span }) = content.first_mut() else { return None };
    let rest = words.strip_prefix(mark).filter(|rest| reading.dialect.extensions && rest.starts_with(' '))?;
    let rest = rest.trim_start_matches(' ').to_owned();
    if reading.is_exact() {
        let cut = u32::try_from(words.len() - rest.len()).unwrap_or(0);
        span.start = (span.start + cut).min(span.end);
    }
    *words = rest;
    if words.is_empty() {
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
    fn takes_captions_before_it() {
        for text in [format!("Table: Some *words*\n{TABLE}"), format!("Table: Some *words*\n\n{TABLE}")] {
            let read = ParsedMarkdown::new(&text);
            assert_eq!(read.sketch(), "table{Some  em(words) | [a] [b] / [1] [em(2)]}");
            assert_eq!(read.slices()[0], "Some ");
        }
        assert_eq!(ParsedMarkdown::new(&format!("Table:words\n\n{TABLE}")).body.blocks.len(), 2);
    }

    #[test]
    fn takes_captions_behind_it() {
        for text in [format!("{TABLE}\n: Words\n"), format!("{TABLE}\n\n: Words\n")] {
            let read = ParsedMarkdown::new(&text);
            assert_eq!(read.sketch(), "table{Words | [a] [b] / [1] [em(2)]}");
            assert_eq!(read.slices()[0], "Words");
        }
    }

    #[test]
    fn leaves_other_paragraphs() {
        assert_eq!(ParsedMarkdown::new("Table: words\n\nx").sketch(), "[Table: words] [x]");
        assert_eq!(ParsedMarkdown::new(": words").sketch(), "[: words]");
    }
}
