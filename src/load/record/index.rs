//! The front page, and introductions of index pages.

use crate::load::front_matter::Fields;
use crate::load::markdown::MarkdownReader;
use crate::model::{Body, Change, Index, IndexKind};
use crate::span::Spanned;

/// Reads the keys of an `_index.md`. Only the front page has those of the brief.
pub(super) fn read(fields: &mut Fields<'_, '_>, of: IndexKind, markdown: &mut MarkdownReader<'_>) -> Index {
    if of != IndexKind::Brief {
        return Index { kind: of, ..Index::default() };
    }
    let bottom_line = fields.string("bottom_line").map(|text| read_value(markdown, &text));
    let key_points = fields.strings("key_points").iter().map(|text| read_value(markdown, text)).collect();
    let changes = fields.tables("changes", |fields| change(fields, markdown)).into_iter().flatten().collect();
    Index { kind: of, as_of: fields.date("as_of"), bottom_line, key_points, changes }
}

fn change(fields: &mut Fields<'_, '_>, markdown: &mut MarkdownReader<'_>) -> Option<Change> {
    let date = fields.required_date("date");
    let text = fields.required_string("text").map(|text| read_value(markdown, &text));
    Some(Change { date: date?, text: text? })
}

fn read_value(markdown: &mut MarkdownReader<'_>, text: &Spanned<String>) -> Body {
    markdown.read_value(&text.value, text.span.range())
}
