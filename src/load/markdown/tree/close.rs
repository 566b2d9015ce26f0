//! What a frame becomes when it ends.

use super::super::link::{self, Destination};
use super::super::run::{Raw, Run, Stress};
use super::super::text::{self, cover};
use super::super::{citation, fence, figure, html, table, wikilink};
use super::Tree;
use super::frame::{Frame, Open};
use crate::model::{Block, BlockKind, Cell, Inline, InlineKind, ListItem, Table, plain_text};
use crate::span::Span;
use pulldown_cmark::LinkType;
use std::ops::Range;

impl<'t> Tree<'t, '_, '_> {
    /// Ends the innermost frame and adds what it became to its parent. The document itself stays open.
    pub(super) fn close(&mut self) {
        let Some(Frame { open, range, blocks, raws, inner }) = self.stack.pop() else { return };
        match open {
            Open::Document => {}
            Open::Paragraph | Open::Implicit => self.close_paragraph(raws, range),
            Open::Heading { level, id, classes } => self.close_heading(level, id, classes, raws, range),
            Open::Quote(alert) => {
                let span = self.around(range, &blocks);
                self.add_block(BlockKind::Quote { alert, blocks }, span);
            }
            Open::List { start, loose, items } => {
                let span = self.reading.span(self.trimmed(range));
                let span = items.iter().fold(span, |span, item| span.to(item.span));
                self.add_block(BlockKind::List { start, tight: !loose, items }, span);
            }
            Open::Item { task } => self.close_item(task, blocks, range),
            Open::Note(label) => {
                let span = self.around(range.clone(), &blocks);
                self.notes.define(&label, blocks, self.trimmed(range), span, self.reading);
            }
            Open::Code { info, code } => self.close_code(info, code, range),
            Open::Html(html) => {
                let range = self.trimmed(range);
                if let Some(kind) = html::block(html, range.clone(), self.reading) {
                    self.add_block(kind, self.reading.span(range));
                }
            }
            Open::Table(table) => self.close_table(table, range),
            Open::Row { head, cells } => self.close_row(head, cells, range),
            Open::Cell => self.close_cell(raws),
            Open::Emphasis => self.close_stress(false, raws, range),
            Open::Strong => self.close_stress(true, raws, range),
            Open::Strikethrough => self.close_with(InlineKind::Strikethrough, raws, range),
            Open::Link(link) => self.close_link(&link, raws, range, inner),
            Open::Image(link) => self.close_image(&link, raws, range, inner),
        }
    }

    fn close_paragraph(&mut self, raws: Vec<Raw<'t>>, range: Range<usize>) {
        let mut content = self.inlines(raws);
        let range = self.trimmed(range);
        let span = cover(self.reading.span(range.clone()), &content);
        if !table::give_caption(&mut self.stack.top.blocks, &mut content, span, self.reading) {
            let kind = figure::paragraph(content, range, self.reading);
            self.add_block(kind, span);
        }
    }

    fn close_heading(&mut self, level: u8, id: String, classes: Vec<String>, raws: Vec<Raw<'t>>, range: Range<usize>) {
        let range = self.trimmed(range);
        if !id.is_empty() {
            self.anchors.claim(&id, range.clone(), self.reading);
        }
        let content = self.inlines(raws);
        let span = cover(self.reading.span(range), &content);
        self.add_block(BlockKind::Heading { level, id, classes, content }, span);
    }

    fn close_item(&mut self, task: Option<bool>, blocks: Vec<Block>, range: Range<usize>) {
        let span = self.around(range, &blocks);
        match &mut self.stack.top.open {
            Open::List { items, .. } => items.push(ListItem { blocks, task, span }),
            _ => self.stack.top.blocks.extend(blocks),
        }
    }

    fn close_code(&mut self, info: String, code: Run, range: Range<usize>) {
        let range = self.trimmed(range);
        let span = self.reading.span(range.clone());
        let additions = self.reading.dialect.additions;
        let drawn = additions.then(|| fence::read(&info, &code, range, self.reading)).flatten();
        self.add_block(drawn.unwrap_or(BlockKind::Code { info, text: code.text }), span);
    }

    fn close_table(&mut self, mut table: Table, range: Range<usize>) {
        let range = self.trimmed(range);
        let mut span = self.reading.span(range);
        if let Some(caption) = table::take_caption(&mut self.stack.top.blocks, &mut table, self.reading) {
            span = span.to(caption);
        }
        self.add_block(BlockKind::Table(table), span);
    }

    fn close_row(&mut self, head: bool, cells: Vec<Cell>, range: Range<usize>) {
        let Open::Table(table) = &mut self.stack.top.open else { return };
        if head {
            table.head = cells;
        } else {
            table::add_row(table, cells, range, self.reading);
        }
    }

    fn close_cell(&mut self, raws: Vec<Raw<'t>>) {
        let content = self.inlines(raws);
        if let Open::Row { cells, .. } = &mut self.stack.top.open {
            cells.push(Cell { content });
        }
    }

    /// Ends emphasis. What was written with `*` may be read differently when its paragraph ends; see `cjk`.
    fn close_stress(&mut self, strong: bool, content: Vec<Raw<'t>>, range: Range<usize>) {
        if self.text.get(range.clone()).is_some_and(|written| written.starts_with('*')) {
            self.raw(Raw::Stress(Stress { strong, content, range: range.clone() }), &range);
        } else {
            self.close_with(if strong { InlineKind::Strong } else { InlineKind::Emphasis }, content, range);
        }
    }

    fn close_with(&mut self, kind: fn(Vec<Inline>) -> InlineKind, raws: Vec<Raw<'t>>, range: Range<usize>) {
        let content = self.inlines(raws);
        let span = cover(self.reading.span(range.clone()), &content);
        self.raw(Raw::Inline(Inline { kind: kind(content), span }), &range);
    }

    fn close_link(&mut self, link: &Destination<'t>, raws: Vec<Raw<'t>>, range: Range<usize>, inner: usize) {
        let (to, content) = match link.kind {
            LinkType::ReferenceUnknown | LinkType::CollapsedUnknown | LinkType::ShortcutUnknown => {
                self.links -= 1;
                let closed = citation::close(link, raws, range.clone(), self.reading, self.text);
                for raw in closed {
                    self.raw(raw, &range);
                }
                return;
            }
            LinkType::WikiLink { has_pothole } => {
                let content = if has_pothole { self.inlines(raws) } else { Vec::new() };
                (self.reading.refer(wikilink::target(&link.to), range.clone()), content)
            }
            _ => {
                let content = self.inlines(raws);
                (link::refer(link, range.clone(), inner, self.reading), content)
            }
        };
        self.links -= 1;
        let span = cover(self.reading.span(range.clone()), &content);
        let kind = InlineKind::Link { to, title: link.title.to_string(), content };
        self.raw(Raw::Inline(Inline { kind, span }), &range);
    }

    fn close_image(&mut self, link: &Destination<'t>, raws: Vec<Raw<'t>>, range: Range<usize>, inner: usize) {
        let alt = match link.kind {
            LinkType::WikiLink { has_pothole: false } => String::new(),
            _ => plain_text(&text::inlines(raws, true, &mut self.notes, self.reading)),
        };
        figure::check_alt(&alt, range.clone(), self.reading);
        let to = link::refer(link, range.clone(), inner, self.reading);
        self.inline(InlineKind::Image { to, title: link.title.to_string(), alt }, range);
    }

    fn inlines(&mut self, raws: Vec<Raw<'t>>) -> Vec<Inline> {
        text::inlines(raws, self.links > 0, &mut self.notes, self.reading)
    }

    /// The span of a block, widened to hold its blocks.
    fn around(&self, range: Range<usize>, blocks: &[Block]) -> Span {
        let span = self.reading.span(self.trimmed(range));
        blocks.iter().fold(span, |span, block| span.to(block.span))
    }
}
