//! Tells a Markdown tree in plain words: paragraphs with an empty line between them, without citation marks.

use super::super::ExportContext;
use crate::model::{
    Block, BlockKind, Body, CitationForm, Details, Inline, InlineKind, RecordId, ReferenceId, ReferenceKind, Table,
};
use crate::relate::Target;

/// The words of a record's body, or of another of its Markdown texts.
pub(super) fn plain_text(export: ExportContext<'_>, record: RecordId, body: &Body) -> String {
    let mut teller = PlainTextWriter { export, record, text: String::with_capacity(TEXT_SIZE_ESTIMATE) };
    teller.blocks(&body.blocks);
    for note in &body.footnotes {
        teller.blocks(&note.blocks);
    }
    teller.text
}

/// Most bodies take no more bytes.
const TEXT_SIZE_ESTIMATE: usize = 1_024;

/// Between paragraphs.
const PARAGRAPH_BREAK: &str = "\n\n";

struct PlainTextWriter<'a> {
    export: ExportContext<'a>,
    record: RecordId,
    text: String,
}

impl PlainTextWriter<'_> {
    /// Adds the paragraphs of blocks, in reading order. Walks with a stack of its own, so that depth costs no recursion.
    fn blocks(&mut self, blocks: &[Block]) {
        let mut stack = vec![blocks.iter()];
        while let Some(rest) = stack.last_mut() {
            let Some(block) = rest.next() else {
                stack.pop();
                continue;
            };
            match &block.kind {
                BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
                    self.paragraph(|teller| teller.words(content));
                }
                BlockKind::Figure { caption, .. } => self.paragraph(|teller| teller.words(caption)),
                BlockKind::Code { text, .. } => self.paragraph(|teller| teller.text.push_str(text.trim_end())),
                BlockKind::Chart(chart) => self.paragraph(|teller| teller.text.push_str(&chart.title)),
                BlockKind::Table(table) => self.rows(table),
                BlockKind::Quote { blocks, .. } => stack.push(blocks.iter()),
                BlockKind::List { items, .. } => stack.extend(items.iter().rev().map(|item| item.blocks.iter())),
                BlockKind::Timeline(_) | BlockKind::Rule | BlockKind::More | BlockKind::Html(_) => {}
            }
        }
    }

    /// Adds a paragraph, unless nothing is in it.
    fn paragraph(&mut self, tell: impl FnOnce(&mut Self)) {
        let before = self.text.len();
        if before > 0 {
            self.text.push_str(PARAGRAPH_BREAK);
        }
        let begin = self.text.len();
        tell(self);
        if self.text.len() == begin {
            self.text.truncate(before);
        }
    }

    fn rows(&mut self, table: &Table) {
        self.paragraph(|teller| teller.words(&table.caption));
        for row in std::iter::once(&table.head).chain(&table.rows) {
            self.paragraph(|teller| {
                for (at, cell) in row.iter().enumerate() {
                    teller.text.push_str(if at > 0 { " | " } else { "" });
                    teller.words(&cell.content);
                }
            });
        }
    }

    /// Adds words, without the space around them.
    fn words(&mut self, inlines: &[Inline]) {
        let begin = self.text.len();
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
                InlineKind::Citation(citation) => self.citation(*citation, begin),
                InlineKind::SoftBreak | InlineKind::HardBreak => self.text.push(' '),
                InlineKind::FootnoteMark { .. } | InlineKind::Html(_) => {}
            }
        }
        self.trim_end(begin);
        let space = self.text[begin..].len() - self.text[begin..].trim_start().len();
        self.text.drain(begin..begin + space);
    }

    /// Drops the space at the end of what was added from a place on.
    fn trim_end(&mut self, begin: usize) {
        let words = self.text[begin..].trim_end().len();
        self.text.truncate(begin + words);
    }

    /// Adds the title that stands for a link without words.
    fn title(&mut self, link: ReferenceId) {
        if let Target::Record { to, .. } = self.export.relations.target(self.record, link) {
            self.text.push_str(&self.export.site.record(*to).title.value);
        }
    }

    /// A mark in brackets goes with the space before it, as far as these words reach; in a sentence, the authors' names
    /// stay.
    fn citation(&mut self, citation: ReferenceId, begin: usize) {
        let ExportContext { site, relations, .. } = self.export;
        match &site.record(self.record).reference(citation).kind {
            ReferenceKind::Citation(citation) if citation.form == CitationForm::Narrative => {}
            _ => return self.trim_end(begin),
        }
        let Target::Articles(articles) = relations.target(self.record, citation) else { return };
        let names = articles.iter().flatten().flat_map(|&article| match &site.record(article).details {
            Details::Article(article) => article.authors.as_slice(),
            _ => &[],
        });
        for (at, author) in names.enumerate() {
            self.text.push_str(if at > 0 { ", " } else { "" });
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

    fn text(words: &str) -> Inline {
        inline(InlineKind::Text(words.to_owned()))
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
    fn leaves_marks_out_and_names_in() {
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
        let paragraph = |words: &str| block(BlockKind::Paragraph(vec![text(words)]));
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
