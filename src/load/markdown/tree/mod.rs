//! Turns the parser's events into a tree: a stack of open blocks and inlines, each of which becomes a node when it ends.
//!
//! 1. The parser runs with the dialect's options; brackets that are no links are offered to `citation`.
//! 2. Every start opens a frame, unless it is nested too deep; every end closes one and adds it to its parent.
//! 3. Words in a tight list stand in no paragraph of the parser's: an implicit one is opened for them.
//! 4. A node's span is widened to hold its children, so that places nest as nodes do (`close`).

mod close;
mod frame;

use super::footnote::Notes;
use super::heading::Anchors;
use super::reading::{MAX_DEPTH, Reading};
use super::run::Raw;
use super::{citation, html, words};
use crate::model::{Block, BlockKind, Body, Inline, InlineKind};
use crate::span::Span;
use frame::{Frame, Open, Stack};
use pulldown_cmark::{BrokenLink, CowStr, Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// Reads a text as blocks.
pub(super) fn read(reading: &mut Reading<'_>) -> Body {
    let (text, dialect) = (reading.text, reading.dialect);
    let ask = |link: BrokenLink<'_>| {
        let cited = dialect.additions && citation::accepts(text, &link);
        cited.then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    };
    let parser = Parser::new_with_broken_link_callback(text, dialect.options(), Some(ask));
    let mut tree = Tree {
        text,
        stack: Stack::new(0..text.len()),
        kept: Vec::new(),
        links: 0,
        notes: Notes::default(),
        anchors: Anchors::default(),
        reading,
    };
    for (event, range) in parser.into_offset_iter() {
        tree.event(event, range);
    }
    tree.finish()
}

struct Tree<'t, 'r, 'a> {
    text: &'t str,
    stack: Stack<'t>,
    /// For every start that has not ended: whether a frame was opened for it.
    kept: Vec<bool>,
    /// How many links are open.
    links: usize,
    notes: Notes,
    anchors: Anchors,
    reading: &'r mut Reading<'a>,
}

impl<'t> Tree<'t, '_, '_> {
    fn event(&mut self, event: Event<'t>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => self.words(words, range),
            Event::Code(code) => self.inline(InlineKind::Code(code.into_string()), range),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, range),
            Event::SoftBreak => self.inline(InlineKind::SoftBreak, range),
            Event::HardBreak => self.inline(InlineKind::HardBreak, range),
            Event::FootnoteReference(label) => {
                let note = self.notes.mark(&label);
                self.inline(InlineKind::FootnoteMark { note, nth: 0 }, range);
            }
            Event::TaskListMarker(done) => self.task(done),
            Event::Rule => {
                self.close_implicit();
                let span = self.reading.span(self.trimmed(range));
                self.add_block(BlockKind::Rule, span);
            }
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'t>, range: Range<usize>) {
        let Some(open) = Open::of(tag) else { return self.kept.push(false) };
        if !open.is_inline() {
            self.close_implicit();
        }
        let keep = self.keeps(&open);
        self.kept.push(keep);
        if !keep {
            return;
        }
        match open {
            Open::Paragraph => self.loosen(),
            Open::Link(_) => self.links += 1,
            _ => {}
        }
        if open.is_inline() {
            self.open_implicit(&range);
        }
        self.stack.push(open, range);
    }

    fn end(&mut self, tag: TagEnd) {
        let inline =
            matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image);
        if !inline {
            self.close_implicit();
        }
        if self.kept.pop() == Some(true) {
            self.close();
        }
    }

    /// Whether a frame is opened: not within an image, whose words are plain, and not too deep.
    fn keeps(&self, open: &Open<'_>) -> bool {
        match open {
            _ if matches!(self.stack.top.open, Open::Image(_)) => false,
            Open::Item { .. } => matches!(self.stack.top.open, Open::List { .. }),
            Open::Quote(_) | Open::List { .. } | Open::Emphasis | Open::Strong | Open::Strikethrough => {
                self.stack.depth() < MAX_DEPTH
            }
            _ => true,
        }
    }

    fn words(&mut self, words: CowStr<'t>, range: Range<usize>) {
        match &mut self.stack.top.open {
            Open::Code { code, .. } => code.push(&words, range, self.text),
            _ => self.raw(Raw::Text(words, range.clone()), &range),
        }
    }

    fn html(&mut self, html: &str, range: Range<usize>) {
        match &mut self.stack.top.open {
            Open::Html(block) => block.push_str(html),
            Open::Image(_) => {}
            _ if html::is_kept(html, range.clone(), self.reading) => {
                self.inline(InlineKind::Html(html.to_owned()), range);
            }
            _ => {}
        }
    }

    fn inline(&mut self, kind: InlineKind, range: Range<usize>) {
        let span = self.reading.span(range.clone());
        self.raw(Raw::Inline(Inline { kind, span }), &range);
    }

    fn raw(&mut self, raw: Raw<'t>, range: &Range<usize>) {
        self.open_implicit(range);
        self.stack.top.raws.push(raw);
        self.stack.top.inner = range.end;
    }

    fn task(&mut self, done: bool) {
        let task = self.stack.iter_mut().find_map(|frame| match &mut frame.open {
            Open::Item { task } => Some(task),
            _ => None,
        });
        if let Some(task) = task {
            *task = Some(done);
        }
    }

    /// Opens a paragraph for words that stand in none.
    fn open_implicit(&mut self, range: &Range<usize>) {
        if self.stack.top.open.holds_blocks() {
            self.stack.push(Open::Implicit, range.clone());
        }
    }

    fn close_implicit(&mut self) {
        if matches!(self.stack.top.open, Open::Implicit) {
            self.close();
        }
    }

    /// An item with a paragraph of its own makes its list loose.
    fn loosen(&mut self) {
        if !matches!(self.stack.top.open, Open::Item { .. }) {
            return;
        }
        if let Some(Frame { open: Open::List { loose, .. }, .. }) = self.stack.parent() {
            *loose = true;
        }
    }

    fn add_block(&mut self, kind: BlockKind, span: Span) {
        self.stack.top.blocks.push(Block { kind, span });
    }

    /// A range without the white space at its end, which the parser counts in for blocks.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let written = self.text.get(range.clone()).unwrap_or("");
        range.start..range.start + written.trim_end_matches([' ', '\t', '\r', '\n']).len()
    }

    fn finish(mut self) -> Body {
        while self.stack.depth() > 1 {
            self.close();
        }
        let mut blocks = self.stack.top.blocks;
        let mut footnotes = self.notes.number(&mut blocks, self.reading);
        let notes = footnotes.iter_mut().map(|note| &mut note.blocks[..]);
        let headings = self.anchors.assign(std::iter::once(&mut blocks[..]).chain(notes));
        let words = words::count(&mut blocks, &mut footnotes);
        blocks.shrink_to_fit();
        Body { blocks, footnotes, headings, words }
    }
}
