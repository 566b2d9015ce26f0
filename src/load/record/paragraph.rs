//! Texts in front matter that are shown as one paragraph.

use super::inline_markup::MARKUP_WITHOUT_EFFECT;
use crate::diagnose::Diagnostic;
use crate::load::markdown::MarkdownReader;
use crate::model::script::primary_subtag;
use crate::model::{Block, BlockKind, Body, Inline, InlineKind};
use crate::span::Spanned;

/// Parses a text. Its paragraphs are joined; lists and other blocks, and footnotes, are left out and reported. `key` names the
/// text in findings.
pub(super) fn read(text: &Spanned<String>, key: &str, markdown: &mut MarkdownReader<'_>) -> Body {
    let mut body = markdown.read_value(&text.value, text.span.range());
    let (paragraphs, others): (Vec<Block>, Vec<Block>) =
        body.blocks.into_iter().partition(|block| matches!(block.kind, BlockKind::Paragraph(_)));
    let mut report = |what: &str, span, help: &str| {
        let diagnostic = Diagnostic::new(&MARKUP_WITHOUT_EFFECT, span, format!("{what} in `{key}`"));
        markdown.diagnostics.push(diagnostic.label("not shown").help(help));
    };
    for block in others {
        report(name_of(&block.kind), block.span, "write it as sentences, or in the text below the front matter");
    }
    for note in body.footnotes.drain(..) {
        report("a footnote", note.span, "write it in the text below the front matter");
    }
    body.blocks = join(paragraphs, markdown.language).into_iter().collect();
    body
}

/// Joins paragraphs to one, with a space between them in languages that use spaces. Other blocks are left out.
pub(super) fn join(blocks: impl IntoIterator<Item = Block>, language: &str) -> Option<Block> {
    let has_spaces = !["zh", "ja"].contains(&primary_subtag(language));
    let paragraphs = blocks.into_iter().filter(|block| matches!(block.kind, BlockKind::Paragraph(_)));
    paragraphs.reduce(|mut whole, next| {
        if let (BlockKind::Paragraph(inlines), BlockKind::Paragraph(added)) = (&mut whole.kind, next.kind) {
            inlines.extend(has_spaces.then_some(Inline { kind: InlineKind::SoftBreak, span: next.span }));
            inlines.extend(added);
        }
        whole
    })
}

fn name_of(block: &BlockKind) -> &'static str {
    match block {
        BlockKind::List { .. } => "a list",
        BlockKind::Heading { .. } => "a heading",
        BlockKind::Quote { .. } => "a block quote",
        BlockKind::Table(_) => "a table",
        BlockKind::Code { .. } => "a code block",
        BlockKind::Figure { .. } => "an image",
        _ => "a block",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::plain_text;
    use crate::span::{FileId, Span};

    fn read_text(value: &str) -> (String, Vec<String>) {
        let mut markdown = MarkdownReader::of_text(value, "en");
        let spanned = Spanned::new(value.to_owned(), Span::new(FileId(0), 0..value.len()));
        let body = read(&spanned, "bottom_line", &mut markdown);
        let text = body.blocks.iter().map(|block| match &block.kind {
            BlockKind::Paragraph(inlines) => plain_text(inlines),
            _ => String::new(),
        });
        (text.collect(), markdown.diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect())
    }

    #[test]
    fn joins_paragraphs_and_reports_what_is_not_shown() {
        assert_eq!(read_text("One.\n\nTwo *words*."), ("One. Two words.".to_owned(), Vec::new()));
        let (text, findings) = read_text("One.\n\n- a\n- b\n\nTwo.[^1]\n\n## Three\n\n[^1]: Note.");
        assert_eq!(text, "One. Two.");
        assert_eq!(findings, ["a list in `bottom_line`", "a heading in `bottom_line`", "a footnote in `bottom_line`"]);
    }
}
