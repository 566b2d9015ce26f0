//! Closes open nodes: converts each into a block or inline.

use super::super::inlines::{self, covering_span};
use super::super::link::{self, Destination};
use super::super::run::{Emphasis, RawInline, TextRun};
use super::super::{citation, fence, figure, html, table, wikilink};
use super::TreeBuilder;
use super::open_node::{NodeKind, OpenNode};
use crate::model::{Block, BlockKind, Cell, Inline, InlineKind, ListItem, Table, plain_text};
use crate::span::Span;
use pulldown_cmark::LinkType;
use std::ops::Range;

impl<'t> TreeBuilder<'t, '_, '_> {
    /// Closes the innermost node and adds the result to its parent. The document itself stays open.
    pub(super) fn close(&mut self) {
        let Some(OpenNode { kind, range, blocks, raws, content_end }) = self.stack.pop() else {
            return;
        };
        match kind {
            NodeKind::Document => {}
            NodeKind::Paragraph | NodeKind::Implicit => self.close_paragraph(raws, range),
            NodeKind::Heading { level, id, classes } => self.close_heading(level, id, classes, raws, range),
            NodeKind::Quote(alert) => {
                let span = self.covering_span(range, &blocks);
                self.add_block(BlockKind::Quote { alert, blocks }, span);
            }
            NodeKind::List { start, loose, items } => {
                let span = self.parser.span(self.trim_range(range));
                let span = items.iter().fold(span, |span, item| span.to(item.span));
                self.add_block(BlockKind::List { start, tight: !loose, items }, span);
            }
            NodeKind::Item { task } => self.close_item(task, blocks, range),
            NodeKind::Footnote(label) => {
                let span = self.covering_span(range.clone(), &blocks);
                self.footnotes.define(&label, blocks, self.trim_range(range), span, self.parser);
            }
            NodeKind::Code { info, code } => self.close_code(info, code, range),
            NodeKind::Html(html) => {
                let range = self.trim_range(range);
                if let Some(kind) = html::block(html, range.clone(), self.parser) {
                    self.add_block(kind, self.parser.span(range));
                }
            }
            NodeKind::Table(table) => self.close_table(table, range),
            NodeKind::Row { head, cells } => self.close_row(head, cells, range),
            NodeKind::Cell => self.close_cell(raws),
            NodeKind::Emphasis => self.close_emphasis(false, raws, range),
            NodeKind::Strong => self.close_emphasis(true, raws, range),
            NodeKind::Strikethrough => self.close_with(InlineKind::Strikethrough, raws, range),
            NodeKind::Link(link) => self.close_link(&link, raws, range, content_end),
            NodeKind::Image(link) => self.close_image(&link, raws, range, content_end),
        }
    }

    fn close_paragraph(&mut self, raws: Vec<RawInline<'t>>, range: Range<usize>) {
        let mut content = self.build_inlines(raws);
        let range = self.trim_range(range);
        let span = covering_span(self.parser.span(range.clone()), &content);
        if !table::attach_following_caption(&mut self.stack.top.blocks, &mut content, span, self.parser) {
            let kind = figure::paragraph(content, range, self.parser);
            self.add_block(kind, span);
        }
    }

    fn close_heading(
        &mut self,
        level: u8,
        id: String,
        classes: Vec<String>,
        raws: Vec<RawInline<'t>>,
        range: Range<usize>,
    ) {
        let range = self.trim_range(range);
        if !id.is_empty() {
            self.explicit_ids.register(&id, range.clone(), self.parser);
        }
        let content = self.build_inlines(raws);
        let span = covering_span(self.parser.span(range), &content);
        self.add_block(BlockKind::Heading { level, id, classes, content }, span);
    }

    fn close_item(&mut self, task: Option<bool>, blocks: Vec<Block>, range: Range<usize>) {
        let span = self.covering_span(range, &blocks);
        match &mut self.stack.top.kind {
            NodeKind::List { items, .. } => items.push(ListItem { blocks, task, span }),
            _ => self.stack.top.blocks.extend(blocks),
        }
    }

    fn close_code(&mut self, info: String, code: TextRun, range: Range<usize>) {
        let range = self.trim_range(range);
        let span = self.parser.span(range.clone());
        let additions = self.parser.dialect.extensions;
        let drawn = additions.then(|| fence::read(&info, &code, range, self.parser)).flatten();
        self.add_block(drawn.unwrap_or(BlockKind::Code { info, text: code.text }), span);
    }

    fn close_table(&mut self, mut table: Table, range: Range<usize>) {
        let range = self.trim_range(range);
        let mut span = self.parser.span(range);
        if let Some(caption) = table::attach_preceding_caption(&mut self.stack.top.blocks, &mut table, self.parser) {
            span = span.to(caption);
        }
        self.add_block(BlockKind::Table(table), span);
    }

    fn close_row(&mut self, head: bool, cells: Vec<Cell>, range: Range<usize>) {
        let NodeKind::Table(table) = &mut self.stack.top.kind else { return };
        if head {
            table.head = cells;
        } else {
            table::add_row(table, cells, range, self.parser);
        }
    }

    fn close_cell(&mut self, raws: Vec<RawInline<'t>>) {
        let content = self.build_inlines(raws);
        if let NodeKind::Row { cells, .. } = &mut self.stack.top.kind {
            cells.push(Cell { content });
        }
    }

    /// Closes emphasis. If written with `*`, it stays provisional until its paragraph ends; see `cjk`.
    fn close_emphasis(&mut self, strong: bool, content: Vec<RawInline<'t>>, range: Range<usize>) {
        if self.text.get(range.clone()).is_some_and(|source| source.starts_with('*')) {
            self.push_raw(RawInline::Emphasis(Emphasis { strong, content, range: range.clone() }), &range);
        } else {
            self.close_with(if strong { InlineKind::Strong } else { InlineKind::Emphasis }, content, range);
        }
    }

    fn close_with(&mut self, kind: fn(Vec<Inline>) -> InlineKind, raws: Vec<RawInline<'t>>, range: Range<usize>) {
        let content = self.build_inlines(raws);
        let span = covering_span(self.parser.span(range.clone()), &content);
        self.push_raw(RawInline::Inline(Inline { kind: kind(content), span }), &range);
    }

    fn close_link(
        &mut self,
        link: &Destination<'t>,
        raws: Vec<RawInline<'t>>,
        range: Range<usize>,
        content_end: usize,
    ) {
        let (to, content) = match link.kind {
            LinkType::ReferenceUnknown | LinkType::CollapsedUnknown | LinkType::ShortcutUnknown => {
                self.open_links -= 1;
                let closed = citation::resolve_brackets(link, raws, range.clone(), self.parser, self.text);
                for raw in closed {
                    self.push_raw(raw, &range);
                }
                return;
            }
            LinkType::WikiLink { has_pothole } => {
                let content = if has_pothole { self.build_inlines(raws) } else { Vec::new() };
                (self.parser.add_reference(wikilink::parse_target(&link.target), range.clone()), content)
            }
            _ => {
                let content = self.build_inlines(raws);
                (link::add_reference(link, range.clone(), content_end, self.parser), content)
            }
        };
        citation::report_keys_in_link(&link.target, self.parser);
        self.open_links -= 1;
        let span = covering_span(self.parser.span(range.clone()), &content);
        let kind = InlineKind::Link { to, title: link.title.to_string(), content };
        self.push_raw(RawInline::Inline(Inline { kind, span }), &range);
    }

    fn close_image(
        &mut self,
        link: &Destination<'t>,
        raws: Vec<RawInline<'t>>,
        range: Range<usize>,
        content_end: usize,
    ) {
        let alt = match link.kind {
            LinkType::WikiLink { has_pothole: false } => String::new(),
            _ => plain_text(&inlines::build(raws, true, &mut self.footnotes, self.parser)),
        };
        citation::report_keys_in_link(&link.target, self.parser);
        figure::check_alt(&alt, range.clone(), self.parser);
        let to = link::add_reference(link, range.clone(), content_end, self.parser);
        self.push_inline(InlineKind::Image { to, title: link.title.to_string(), alt }, range);
    }

    fn build_inlines(&mut self, raws: Vec<RawInline<'t>>) -> Vec<Inline> {
        inlines::build(raws, self.open_links > 0, &mut self.footnotes, self.parser)
    }

    /// Returns the span of a block, widened to cover its children.
    fn covering_span(&self, range: Range<usize>, blocks: &[Block]) -> Span {
        let span = self.parser.span(self.trim_range(range));
        blocks.iter().fold(span, |span, block| span.to(block.span))
    }
}
