//! Gives links and citations in plain text their words: titles of linked records, authors of narrative citations.

use super::ExportContext;
use crate::model::{Author, Body, CitationForm, Details, RecordId, ReferenceId, ReferenceKind, TextRules, body_text};
use crate::relate::Target;

/// Returns the plain text of a record's body, or of another Markdown text of the record.
pub(super) fn plain_text(export: ExportContext<'_>, record: RecordId, body: &Body) -> String {
    body_text(body, &RecordText { export, record })
}

/// Words of the links and citations of a record.
pub(super) struct RecordText<'a> {
    /// The briefing.
    pub(super) export: ExportContext<'a>,
    /// The record.
    pub(super) record: RecordId,
}

impl TextRules for RecordText<'_> {
    const IMAGES: bool = true;

    fn link(&self, link: ReferenceId) -> &str {
        match self.export.relations.target(self.record, link) {
            Target::Record { to, .. } => &self.export.site.record(*to).title.value,
            _ => "",
        }
    }

    fn citation(&self, citation: ReferenceId) -> Option<String> {
        let ExportContext { site, relations, .. } = self.export;
        match &site.record(self.record).reference(citation).kind {
            ReferenceKind::Citation(citation) if citation.form == CitationForm::Narrative => {}
            _ => return None,
        }
        let Target::Articles(articles) = relations.target(self.record, citation) else { return Some(String::new()) };
        let names = articles.iter().flatten().flat_map(|&article| match &site.record(article).details {
            Details::Article(article) => article.authors.as_slice(),
            _ => &[],
        });
        Some(names.map(Author::family_or_name).collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, spanned};
    use super::*;
    use crate::model::{Block, BlockKind, Citation, CitationItem, CitationRole, Inline, InlineKind, Reference};
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
        let item = CitationItem {
            id,
            suppress_author: false,
            passage: None,
            role: CitationRole::Supports,
            prefix: String::new(),
            suffix: String::new(),
        };
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
