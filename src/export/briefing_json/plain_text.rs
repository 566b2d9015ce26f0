//! Converts a Markdown tree to plain text: paragraphs separated by an empty line, without citation marks.

use super::super::ExportContext;
use crate::model::{
    Block, BlockKind, Body, CitationForm, Details, Inline, InlineKind, RecordId, ReferenceId, ReferenceKind, Table,
};
use crate::relate::Target;

/// Returns the plain text of a record's body, or of another Markdown text of the record.
pub(super) fn plain_text(export: ExportContext<'_>, record: RecordId, body: &Body) -> String {
    let mut writer = PlainTextWriter { export, record, text: String::with_capacity(TEXT_SIZE_ESTIMATE) };
    writer.blocks(&body.blocks);
    for note in &body.footnotes {
        writer.blocks(&note.blocks);
    }
    writer.text
}

/// Output size per body in bytes, used to reserve the buffer; most bodies need less.
const TEXT_SIZE_ESTIMATE: usize = 1_024;

/// Paragraph separator.
const PARAGRAPH_BREAK: &str = "\n\n";

struct PlainTextWriter<'a> {
    export: ExportContext<'a>,
    record: RecordId,
    text: String,
}

impl PlainTextWriter<'_> {
    /// Appends the paragraphs of blocks in reading order. Uses an explicit stack, so that deep nesting cannot overflow
    /// the call stack.
    fn blocks(&mut self, blocks: &[Block]) {
        let mut stack = vec![blocks.iter()];
        while let Some(rest) = stack.last_mut() {
            let Some(block) = rest.next() else {
                stack.pop();
                continue;
            };
            match &block.kind {
                BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
                    self.paragraph(|writer| writer.inlines(content));
                }
                BlockKind::Figure { caption, .. } => self.paragraph(|writer| writer.inlines(caption)),
                BlockKind::Code { text, .. } => self.paragraph(|writer| writer.text.push_str(text.trim_end())),
                BlockKind::Chart(chart) => self.paragraph(|writer| writer.text.push_str(&chart.title)),
                BlockKind::Table(table) => self.rows(table),
                BlockKind::Quote { blocks, .. } => stack.push(blocks.iter()),
                BlockKind::List { items, .. } => stack.extend(items.iter().rev().map(|item| item.blocks.iter())),
                BlockKind::Timeline(_) | BlockKind::Rule | BlockKind::More | BlockKind::Html(_) => {}
            }
        }
    }

    /// Appends a paragraph unless `write` adds no text.
    fn paragraph(&mut self, write: impl FnOnce(&mut Self)) {
        let length_before = self.text.len();
        if length_before > 0 {
            self.text.push_str(PARAGRAPH_BREAK);
        }
        let start = self.text.len();
        write(self);
        if self.text.len() == start {
            self.text.truncate(length_before);
        }
    }

    fn rows(&mut self, table: &Table) {
        self.paragraph(|writer| writer.inlines(&table.caption));
        for row in std::iter::once(&table.head).chain(&table.rows) {
            self.paragraph(|writer| {
                for (index, cell) in row.iter().enumerate() {
                    writer.text.push_str(if index > 0 { " | " } else { "" });
                    writer.inlines(&cell.content);
                }
            });
        }
    }

    /// Appends the text of inlines, trimmed on both ends.
    fn inlines(&mut self, inlines: &[Inline]) {
        let start = self.text.len();
        let mut stack = vec![inlines.iter()];
        while let Some(rest) = stack.last_mut() {
            let Some(inline) = rest.next() else {
                stack.pop();
                continue;
            };
            match &inline.kind {
                InlineKind::Text(text) | InlineKind::Code(text) => self.text.push_str(text),
                InlineKind::Emphasis(content) | InlineKind::Strong(content) | InlineKind::Strikethrough(content) => {
                    stack.push(content.iter());
                }
                InlineKind::Link { to, content, .. } if content.is_empty() => self.title(*to),
                InlineKind::Link { content, .. } => stack.push(content.iter()),
                InlineKind::Image { alt, .. } => self.text.push_str(alt),
                InlineKind::Citation(citation) => self.citation(*citation, start),
                InlineKind::SoftBreak | InlineKind::HardBreak => self.text.push(' '),
                InlineKind::FootnoteMark { .. } | InlineKind::Html(_) => {}
            }
        }
        self.trim_end(start);
        let leading = self.text[start..].len() - self.text[start..].trim_start().len();
        self.text.drain(start..start + leading);
    }

    /// Trims trailing whitespace of the text from offset `start` on.
    fn trim_end(&mut self, start: usize) {
        let length = self.text[start..].trim_end().len();
        self.text.truncate(start + length);
    }

    /// Appends the title of the target of a link without text.
    fn title(&mut self, link: ReferenceId) {
        if let Target::Record { to, .. } = self.export.relations.target(self.record, link) {
            self.text.push_str(&self.export.site.record(*to).title.value);
        }
    }

    /// Writes a citation: a parenthetical one is removed with the whitespace before it, back to offset `start` at most;
    /// a narrative one becomes the authors' names.
    fn citation(&mut self, citation: ReferenceId, start: usize) {
        let ExportContext { site, relations, .. } = self.export;
        match &site.record(self.record).reference(citation).kind {
            ReferenceKind::Citation(citation) if citation.form == CitationForm::Narrative => {}
            _ => return self.trim_end(start),
        }
        let Target::Articles(articles) = relations.target(self.record, citation) else { return };
        let names = articles.iter().flatten().flat_map(|&article| match &site.record(article).details {
            Details::Article(article) => article.authors.as_slice(),
            _ => &[],
        });
        for (index, author) in names.enumerate() {
            self.text.push_str(if index > 0 { ", " } else { "" });
            self.text.push_str(author.family_or_name());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::{Fixture, spanned};
    use super::*;
    use crate::model::{Citation, CitationItem, Reference};
    use crate::span::{FileId, Span};

    fn inline(kind: InlineKind) -> Inline {
        Inline { kind, span: Span::new(FileId(0), 0..0) }
    }

    fn text(text: &str) -> Inline {
        inline(InlineKind::Text(text.to_owned()))
    }

    fn block(kind: BlockKind) -> Block {
        Block { kind, span: Span::new(FileId(0), 0..0) }
    }

    fn fixture(form: CitationForm) -> Fixture {
        let mut fixture = Fixture::new();
        let id = spanned("cai-2025".to_owned());
        let item =
            CitationItem { id, suppress_author: false, passage: None, prefix: String::new(), suffix: String::new() };
        let kind = ReferenceKind::Citation(Citation { items: vec![item], form });
        std::sync::Arc::make_mut(&mut fixture.site.records[0]).references =
            vec![Reference { kind, span: Span::new(FileId(0), 0..0) }];
        fixture.relations.targets.set(0, vec![Target::Articles(vec![Some(RecordId(0))])]);
        fixture
    }

    #[test]
    fn omits_citation_marks_and_keeps_names() {
        let mark = || inline(InlineKind::Citation(ReferenceId(0)));
        let bracketed = vec![block(BlockKind::Paragraph(vec![text("So it is "), mark(), text(".")]))];
        let narrative = vec![block(BlockKind::Paragraph(vec![mark(), text(" says so.")]))];
        for (form, blocks, expected) in
            [(CitationForm::Bracketed, bracketed, "So it is."), (CitationForm::Narrative, narrative, "Cai says so.")]
        {
            let fixture = fixture(form);
            let body = Body { blocks, ..Body::default() };
            assert_eq!(plain_text(fixture.export(), RecordId(0), &body), expected);
        }
    }

    #[test]
    fn keeps_the_order_of_nested_blocks_at_any_depth() {
        let fixture = Fixture::new();
        let item = |blocks| crate::model::ListItem { blocks, task: None, span: Span::new(FileId(0), 0..0) };
        let paragraph = |content: &str| block(BlockKind::Paragraph(vec![text(content)]));
        let list = BlockKind::List {
            start: None,
            tight: true,
            items: vec![item(vec![paragraph("a")]), item(vec![paragraph("b")])],
        };
        let mut nested = block(list);
        for _ in 0..100 {
            nested = block(BlockKind::Quote { alert: None, blocks: vec![nested] });
        }
        let body = Body { blocks: vec![nested, paragraph("c")], ..Body::default() };
        assert_eq!(plain_text(fixture.export(), RecordId(0), &body), "a\n\nb\n\nc");
    }
}
