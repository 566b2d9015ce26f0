//! Tells a Markdown tree in plain words: paragraphs with an empty line between them, without citation marks.

use super::super::Export;
use crate::model::{
    Block, BlockKind, Body, CitationForm, Details, Inline, InlineKind, RecordId, ReferenceId, ReferenceKind, Table,
};
use crate::relate::Target;

/// The words of a record's body, or of another of its Markdown texts.
pub(super) fn told(export: Export<'_>, record: RecordId, body: &Body) -> String {
    let teller = Teller { export, record };
    let notes = body.footnotes.iter().flat_map(|note| teller.blocks(&note.blocks));
    let paragraphs: Vec<String> = teller.blocks(&body.blocks).into_iter().chain(notes).collect();
    paragraphs.join("\n\n")
}

struct Teller<'a> {
    export: Export<'a>,
    record: RecordId,
}

impl Teller<'_> {
    /// The paragraphs of blocks, in reading order. Walks with a stack of its own, so that depth costs no recursion.
    fn blocks(&self, blocks: &[Block]) -> Vec<String> {
        let mut told = Vec::new();
        let mut stack = vec![blocks.iter()];
        while let Some(rest) = stack.last_mut() {
            let Some(block) = rest.next() else {
                stack.pop();
                continue;
            };
            match &block.kind {
                BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => told.push(self.words(content)),
                BlockKind::Figure { caption, .. } => told.push(self.words(caption)),
                BlockKind::Code { text, .. } => told.push(text.trim_end().to_owned()),
                BlockKind::Chart(chart) => told.push(chart.title.clone()),
                BlockKind::Table(table) => self.rows(table, &mut told),
                BlockKind::Quote { blocks, .. } => stack.push(blocks.iter()),
                BlockKind::List { items, .. } => stack.extend(items.iter().rev().map(|item| item.blocks.iter())),
                BlockKind::Timeline(_) | BlockKind::Rule | BlockKind::More | BlockKind::Html(_) => {}
            }
        }
        told.retain(|paragraph| !paragraph.is_empty());
        told
    }

    fn rows(&self, table: &Table, told: &mut Vec<String>) {
        told.push(self.words(&table.caption));
        for row in std::iter::once(&table.head).chain(&table.rows) {
            let cells: Vec<String> = row.iter().map(|cell| self.words(&cell.content)).collect();
            told.push(cells.join(" | "));
        }
    }

    fn words(&self, inlines: &[Inline]) -> String {
        let mut words = String::new();
        let mut stack = vec![inlines.iter()];
        while let Some(rest) = stack.last_mut() {
            let Some(inline) = rest.next() else {
                stack.pop();
                continue;
            };
            match &inline.kind {
                InlineKind::Text(text) | InlineKind::Code(text) => words.push_str(text),
                InlineKind::Emphasis(content) | InlineKind::Strong(content) | InlineKind::Strikethrough(content) => {
                    stack.push(content.iter());
                }
                InlineKind::Link { to, content, .. } if content.is_empty() => words.push_str(self.title(*to)),
                InlineKind::Link { content, .. } => stack.push(content.iter()),
                InlineKind::Image { alt, .. } => words.push_str(alt),
                InlineKind::Citation(citation) => self.citation(*citation, &mut words),
                InlineKind::SoftBreak | InlineKind::HardBreak => words.push(' '),
                InlineKind::FootnoteMark { .. } | InlineKind::Html(_) => {}
            }
        }
        words.trim().to_owned()
    }

    /// The title that stands for a link without words.
    fn title(&self, link: ReferenceId) -> &str {
        match self.export.relations.target(self.record, link) {
            Target::Record { to, .. } => &self.export.site.record(*to).title.value,
            _ => "",
        }
    }

    /// A mark in brackets goes with the space before it; in a sentence, the authors' names stay.
    fn citation(&self, citation: ReferenceId, words: &mut String) {
        let reference = self.export.site.record(self.record).reference(citation);
        match &reference.kind {
            ReferenceKind::Citation(citation) if citation.form == CitationForm::Narrative => {}
            _ => return words.truncate(words.trim_end().len()),
        }
        let Target::Articles(articles) = self.export.relations.target(self.record, citation) else { return };
        let names = articles.iter().flatten().flat_map(|&article| match &self.export.site.record(article).details {
            Details::Article(article) => article.authors.as_slice(),
            _ => &[],
        });
        let names: Vec<&str> = names.map(crate::model::Author::family_or_name).collect();
        words.push_str(&names.join(", "));
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
            assert_eq!(told(fixture.export(), RecordId(0), &body), expected);
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
        assert_eq!(told(fixture.export(), RecordId(0), &body), "a\n\nb\n\nc");
    }
}
