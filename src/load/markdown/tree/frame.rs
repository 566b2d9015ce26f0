//! Blocks and inlines that have begun and not ended.

use super::super::link::Destination;
use super::super::run::{Raw, Run};
use super::super::table;
use crate::model::{Alert, Block, Cell, ListItem, Table};
use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Tag};
use std::ops::Range;

/// A block or inline that has begun, with its children so far.
pub(super) struct Frame<'t> {
    /// What it is.
    pub(super) open: Open<'t>,
    /// Its bytes, as the parser says.
    pub(super) range: Range<usize>,
    /// Its blocks.
    pub(super) blocks: Vec<Block>,
    /// Its words and inlines.
    pub(super) raws: Vec<Raw<'t>>,
    /// Where its last inline ends.
    pub(super) inner: usize,
}

/// What has begun.
pub(super) enum Open<'t> {
    Document,
    Paragraph,
    /// A paragraph of a tight list, for which the parser has no event.
    Implicit,
    Heading {
        level: u8,
        id: String,
        classes: Vec<String>,
    },
    Quote(Option<Alert>),
    List {
        start: Option<u64>,
        loose: bool,
        items: Vec<ListItem>,
    },
    Item {
        task: Option<bool>,
    },
    /// A footnote's definition, by its label.
    Note(String),
    Code {
        info: String,
        code: Run,
    },
    Html(String),
    Table(Table),
    Row {
        head: bool,
        cells: Vec<Cell>,
    },
    Cell,
    Emphasis,
    Strong,
    Strikethrough,
    Link(Destination<'t>),
    Image(Destination<'t>),
}

/// The open frames. There is always one: the document.
pub(super) struct Stack<'t> {
    /// The innermost.
    pub(super) top: Frame<'t>,
    /// The others, outermost first.
    below: Vec<Frame<'t>>,
}

impl<'t> Frame<'t> {
    fn new(open: Open<'t>, range: Range<usize>) -> Self {
        let inner = range.start + 1;
        Frame { open, range, blocks: Vec::new(), raws: Vec::new(), inner }
    }
}

impl<'t> Stack<'t> {
    /// A stack with nothing but the document.
    pub(super) fn new(range: Range<usize>) -> Self {
        Stack { top: Frame::new(Open::Document, range), below: Vec::new() }
    }

    /// How many frames are open.
    pub(super) fn depth(&self) -> usize {
        self.below.len() + 1
    }

    /// Opens a frame.
    pub(super) fn push(&mut self, open: Open<'t>, range: Range<usize>) {
        let parent = std::mem::replace(&mut self.top, Frame::new(open, range));
        self.below.push(parent);
    }

    /// Closes the innermost frame; the document stays.
    pub(super) fn pop(&mut self) -> Option<Frame<'t>> {
        self.below.pop().map(|parent| std::mem::replace(&mut self.top, parent))
    }

    /// The frame around the innermost one.
    pub(super) fn parent(&mut self) -> Option<&mut Frame<'t>> {
        self.below.last_mut()
    }

    /// All frames, innermost first.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Frame<'t>> {
        std::iter::once(&mut self.top).chain(self.below.iter_mut().rev())
    }
}

impl<'t> Open<'t> {
    /// What a start of the parser's opens; nothing for mark-up that no dialect has.
    pub(super) fn of(tag: Tag<'t>) -> Option<Self> {
        Some(match tag {
            Tag::Paragraph => Open::Paragraph,
            Tag::Heading { level, id, classes, .. } => Open::Heading {
                level: level as u8,
                id: id.map(|id| id.to_string()).unwrap_or_default(),
                classes: classes.iter().map(ToString::to_string).collect(),
            },
            Tag::BlockQuote(kind) => Open::Quote(kind.map(alert)),
            Tag::CodeBlock(CodeBlockKind::Indented) => Open::Code { info: String::new(), code: Run::default() },
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => Open::Code { info: info.to_string(), code: Run::default() },
            Tag::HtmlBlock => Open::Html(String::new()),
            Tag::List(start) => Open::List { start, loose: false, items: Vec::new() },
            Tag::Item => Open::Item { task: None },
            Tag::FootnoteDefinition(label) => Open::Note(label.to_string()),
            Tag::Table(align) => Open::Table(table::new(&align)),
            Tag::TableHead => Open::Row { head: true, cells: Vec::new() },
            Tag::TableRow => Open::Row { head: false, cells: Vec::new() },
            Tag::TableCell => Open::Cell,
            Tag::Emphasis => Open::Emphasis,
            Tag::Strong => Open::Strong,
            Tag::Strikethrough => Open::Strikethrough,
            Tag::Link { link_type: kind, dest_url: to, title, id: label } => {
                Open::Link(Destination { kind, to, title, label })
            }
            Tag::Image { link_type: kind, dest_url: to, title, id: label } => {
                Open::Image(Destination { kind, to, title, label })
            }
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => return None,
        })
    }

    /// Whether it stands among words.
    pub(super) fn is_inline(&self) -> bool {
        matches!(self, Open::Emphasis | Open::Strong | Open::Strikethrough | Open::Link(_) | Open::Image(_))
    }

    /// Whether it holds blocks, so that words in it need a paragraph.
    pub(super) fn holds_blocks(&self) -> bool {
        matches!(self, Open::Document | Open::Quote(_) | Open::Item { .. } | Open::Note(_))
    }
}

fn alert(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}
