//! Builds a tree from the parser's events: a stack of open nodes, each of which becomes a block or inline when it ends.
//!
//! 1. The parser runs with the dialect's options; its callback for broken links is `citation::accepts`.
//! 2. Every start event opens a node, unless it is nested too deep; every end event closes one and adds it to its
//!    parent.
//! 3. Text of a tight list has no paragraph in the parser's events: an implicit one is opened for it.
//! 4. Spans are widened to cover children, so that they nest like nodes (`close`).

mod close;
mod open_node;

use super::footnote::FootnoteCollector;
use super::heading::ExplicitIds;
use super::parser::{MAX_DEPTH, MarkdownParser};
use super::run::RawInline;
use super::{citation, html, word_count};
use crate::model::{Block, BlockKind, Body, Inline, InlineKind};
use crate::span::Span;
use open_node::{NodeKind, NodeStack, OpenNode};
use pulldown_cmark::{BrokenLink, CowStr, Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// Parses a text into blocks.
pub(super) fn parse(parser: &mut MarkdownParser<'_>) -> Body {
    let (text, dialect) = (parser.text, parser.dialect);
    let on_broken_link = |link: BrokenLink<'_>| {
        let is_citation = dialect.extensions && citation::accepts(text, &link);
        is_citation.then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    };
    let events = Parser::new_with_broken_link_callback(text, dialect.options(), Some(on_broken_link));
    let mut tree = TreeBuilder {
        text,
        stack: NodeStack::new(0..text.len()),
        opened: Vec::new(),
        open_links: 0,
        footnotes: FootnoteCollector::default(),
        explicit_ids: ExplicitIds::default(),
        parser,
    };
    for (event, range) in events.into_offset_iter() {
        tree.event(event, range);
    }
    tree.finish()
}

struct TreeBuilder<'t, 'r, 'a> {
    text: &'t str,
    stack: NodeStack<'t>,
    /// Stack of start events without an end: whether a node was opened for each.
    opened: Vec<bool>,
    /// Number of open links.
    open_links: usize,
    footnotes: FootnoteCollector,
    explicit_ids: ExplicitIds,
    parser: &'r mut MarkdownParser<'a>,
}

impl<'t> TreeBuilder<'t, '_, '_> {
    fn event(&mut self, event: Event<'t>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.push_text(text, range),
            Event::Code(code) => self.push_inline(InlineKind::Code(code.into_string()), range),
            Event::Html(html) | Event::InlineHtml(html) => self.push_html(&html, range),
            Event::SoftBreak => self.push_inline(InlineKind::SoftBreak, range),
            Event::HardBreak => self.push_inline(InlineKind::HardBreak, range),
            Event::FootnoteReference(label) => {
                let note = self.footnotes.reference(&label);
                self.push_inline(InlineKind::FootnoteMark { note, nth: 0 }, range);
            }
            Event::TaskListMarker(done) => self.set_task(done),
            Event::Rule => {
                self.close_implicit();
                let span = self.parser.span(self.trim_range(range));
                self.add_block(BlockKind::Rule, span);
            }
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'t>, range: Range<usize>) {
        let Some(kind) = NodeKind::from_tag(tag) else { return self.opened.push(false) };
        if !kind.is_inline() {
            self.close_implicit();
        }
        let should_open = self.should_open(&kind);
        self.opened.push(should_open);
        if !should_open {
            return;
        }
        match kind {
            NodeKind::Paragraph => self.mark_list_loose(),
            NodeKind::Link(_) => self.open_links += 1,
            _ => {}
        }
        if kind.is_inline() {
            self.open_implicit(&range);
        }
        self.stack.push(kind, range);
    }

    fn end(&mut self, tag: TagEnd) {
        let inline =
            matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image);
        if !inline {
            self.close_implicit();
        }
        if self.opened.pop() == Some(true) {
            self.close();
        }
    }

    /// Checks whether to open a node: not within an image, whose alternative text is plain, and not too deep.
    fn should_open(&self, kind: &NodeKind<'_>) -> bool {
        match kind {
            _ if matches!(self.stack.top.kind, NodeKind::Image(_)) => false,
            NodeKind::Item { .. } => matches!(self.stack.top.kind, NodeKind::List { .. }),
            NodeKind::Quote(_)
            | NodeKind::List { .. }
            | NodeKind::Emphasis
            | NodeKind::Strong
            | NodeKind::Strikethrough => self.stack.depth() < MAX_DEPTH,
            _ => true,
        }
    }

    fn push_text(&mut self, text: CowStr<'t>, range: Range<usize>) {
        match &mut self.stack.top.kind {
            NodeKind::Code { code, .. } => code.push(&text, range, self.text),
            _ => self.push_raw(RawInline::Text(text, range.clone()), &range),
        }
    }

    fn push_html(&mut self, html: &str, range: Range<usize>) {
        match &mut self.stack.top.kind {
            NodeKind::Html(block) => block.push_str(html),
            NodeKind::Image(_) => {}
            _ if html::is_kept(html, range.clone(), self.parser) => {
                self.push_inline(InlineKind::Html(html.to_owned()), range);
            }
            _ => {}
        }
    }

    fn push_inline(&mut self, kind: InlineKind, range: Range<usize>) {
        let span = self.parser.span(range.clone());
        self.push_raw(RawInline::Inline(Inline { kind, span }), &range);
    }

    fn push_raw(&mut self, raw: RawInline<'t>, range: &Range<usize>) {
        self.open_implicit(range);
        self.stack.top.raws.push(raw);
        self.stack.top.content_end = range.end;
    }

    fn set_task(&mut self, done: bool) {
        let task = self.stack.iter_mut().find_map(|frame| match &mut frame.kind {
            NodeKind::Item { task } => Some(task),
            _ => None,
        });
        if let Some(task) = task {
            *task = Some(done);
        }
    }

    /// Opens a paragraph for text outside of one.
    fn open_implicit(&mut self, range: &Range<usize>) {
        if self.stack.top.kind.contains_blocks() {
            self.stack.push(NodeKind::Implicit, range.clone());
        }
    }

    fn close_implicit(&mut self) {
        if matches!(self.stack.top.kind, NodeKind::Implicit) {
            self.close();
        }
    }

    /// Marks the enclosing list as loose; called for a paragraph directly in an item.
    fn mark_list_loose(&mut self) {
        if !matches!(self.stack.top.kind, NodeKind::Item { .. }) {
            return;
        }
        if let Some(OpenNode { kind: NodeKind::List { loose, .. }, .. }) = self.stack.parent() {
            *loose = true;
        }
    }

    fn add_block(&mut self, kind: BlockKind, span: Span) {
        self.stack.top.blocks.push(Block { kind, span });
    }

    /// Trims trailing whitespace from a range, which the parser includes for blocks.
    fn trim_range(&self, range: Range<usize>) -> Range<usize> {
        let text = self.text.get(range.clone()).unwrap_or("");
        range.start..range.start + text.trim_end_matches([' ', '\t', '\r', '\n']).len()
    }

    fn finish(mut self) -> Body {
        while self.stack.depth() > 1 {
            self.close();
        }
        let mut blocks = self.stack.top.blocks;
        let mut footnotes = self.footnotes.number(&mut blocks, self.parser);
        let footnote_blocks = footnotes.iter_mut().map(|note| &mut note.blocks[..]);
        let headings = self.explicit_ids.assign(std::iter::once(&mut blocks[..]).chain(footnote_blocks));
        blocks.shrink_to_fit();
        let mut body = Body { blocks, footnotes, headings, words: 0 };
        body.words = word_count::count(&body);
        body
    }
}
