//! The front page, and introductions of index pages.

use crate::load::front_matter::{Fields, TextItem};
use crate::load::markdown::MarkdownReader;
use crate::model::{
    BlockKind, Body, Change, Index, IndexKind, Inline, InlineKind, Reference, ReferenceId, ReferenceKind, SpanClass,
};
use crate::span::Spanned;

/// Reads the keys of an `_index.md`. Only the front page has those of the brief.
pub(super) fn read(fields: &mut Fields<'_, '_>, of: IndexKind, markdown: &mut MarkdownReader<'_>) -> Index {
    if of != IndexKind::Brief {
        return Index { kind: of, ..Index::default() };
    }
    let bottom_line = if fields.is_array("bottom_line") {
        join(fields.text_items("bottom_line", |item| text_item(item, markdown)), markdown.language)
    } else {
        fields.string("bottom_line").map(|text| read_value(markdown, &text))
    };
    let key_points = fields.text_items("key_points", |item| text_item(item, markdown));
    let changes = fields.tables("changes", |fields| change(fields, markdown)).into_iter().flatten().collect();
    Index { kind: of, as_of: fields.date("as_of"), bottom_line, key_points, changes }
}

/// Reads a text, or a table with a text and the id of the claim that it states.
fn text_item(item: TextItem<'_, '_, '_>, markdown: &mut MarkdownReader<'_>) -> Option<Body> {
    match item {
        TextItem::Text(text) => Some(read_value(markdown, &text)),
        TextItem::Table(fields) => {
            let text = fields.required_string("text");
            let claim = fields.string("claim");
            let mut body = read_value(markdown, &text?);
            if let Some(claim) = claim {
                mark_claim(&mut body, claim, markdown);
            }
            Some(body)
        }
    }
}

/// Marks the first paragraph of a text as a claim.
fn mark_claim(body: &mut Body, claim: Spanned<String>, markdown: &mut MarkdownReader<'_>) {
    let Some(block) = body.blocks.first_mut() else { return };
    let BlockKind::Paragraph(inlines) = &mut block.kind else { return };
    let to = ReferenceId(u32::try_from(markdown.references.len()).unwrap_or(u32::MAX));
    markdown.references.push(Reference { kind: ReferenceKind::Claim(claim.value), span: claim.span });
    let content = std::mem::take(inlines);
    let kind = InlineKind::Span { class: SpanClass::Claim(to), content };
    inlines.push(Inline { kind, span: block.span });
}

/// Joins the first paragraphs of texts to one paragraph; with a space between them in languages that use spaces.
fn join(texts: Vec<Body>, language: &str) -> Option<Body> {
    let has_spaces = !["zh", "ja"].contains(&language.split('-').next().unwrap_or_default());
    texts.into_iter().reduce(|mut whole, next| {
        let next = next.blocks.into_iter().next();
        if let (Some(first), Some(next)) = (whole.blocks.first_mut(), next)
            && let (BlockKind::Paragraph(inlines), BlockKind::Paragraph(added)) = (&mut first.kind, next.kind)
        {
            inlines.extend(has_spaces.then_some(Inline { kind: InlineKind::SoftBreak, span: next.span }));
            inlines.extend(added);
        }
        whole
    })
}

fn change(fields: &mut Fields<'_, '_>, markdown: &mut MarkdownReader<'_>) -> Option<Change> {
    let date = fields.required_date("date");
    let text = fields.required_string("text").map(|text| read_value(markdown, &text));
    Some(Change { date: date?, text: text? })
}

fn read_value(markdown: &mut MarkdownReader<'_>, text: &Spanned<String>) -> Body {
    markdown.read_value(&text.value, text.span.range())
}
