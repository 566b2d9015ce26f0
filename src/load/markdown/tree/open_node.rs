//! Blocks and inlines that have begun and not ended.

use super::super::link::Destination;
use super::super::run::{RawInline, TextRun};
use super::super::table;
use crate::model::{Alert, Block, Cell, ListItem, Table};
use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Tag};
use std::ops::Range;

/// A block or inline that has begun, with its children so far.
pub(super) struct OpenNode<'t> {
    /// What it is.
    pub(super) kind: NodeKind<'t>,
    /// Its bytes, as the parser says.
    pub(super) range: Range<usize>,
    /// Its blocks.
    pub(super) blocks: Vec<Block>,
    /// Its words and inlines.
    pub(super) raws: Vec<RawInline<'t>>,
    /// Where its last inline ends.
    pub(super) content_end: usize,
}

/// What has begun.
pub(super) enum NodeKind<'t> {
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
    Footnote(String),
    Code {
        info: String,
        code: TextRun,
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
pub(super) struct NodeStack<'t> {
    /// The innermost.
    pub(super) top: OpenNode<'t>,
    /// The others, outermost first.
    below: Vec<OpenNode<'t>>,
}

impl<'t> OpenNode<'t> {
    fn new(kind: NodeKind<'t>, range: Range<usize>) -> Self {
        let content_end = range.start + 1;
        OpenNode { kind, range, blocks: Vec::new(), raws: Vec::new(), content_end }
    }
}

impl<'t> NodeStack<'t> {
    /// A stack with nothing but the document.
    pub(super) fn new(range: Range<usize>) -> Self {
        NodeStack { top: OpenNode::new(NodeKind::Document, range), below: Vec::new() }
    }

    /// How many frames are open.
    pub(super) fn depth(&self) -> usize {
        self.below.len() + 1
    }

    /// Opens a frame.
    pub(super) fn push(&mut self, open: NodeKind<'t>, range: Range<usize>) {
        let parent = std::mem::replace(&mut self.top, OpenNode::new(open, range));
        self.below.push(parent);
    }

    /// Closes the innermost frame; the document stays.
    pub(super) fn pop(&mut self) -> Option<OpenNode<'t>> {
        self.below.pop().map(|parent| std::mem::replace(&mut self.top, parent))
    }

    /// The frame around the innermost one.
    pub(super) fn parent(&mut self) -> Option<&mut OpenNode<'t>> {
        self.below.last_mut()
    }

    /// All frames, innermost first.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut OpenNode<'t>> {
        std::iter::once(&mut self.top).chain(self.below.iter_mut().rev())
    }
}

impl<'t> NodeKind<'t> {
    /// What a start of the parser's opens; nothing for mark-up that no dialect has.
    pub(super) fn from_tag(tag: Tag<'t>) -> Option<Self> {
        Some(match tag {
            Tag::Paragraph => NodeKind::Paragraph,
            Tag::Heading { level, id, classes, .. } => NodeKind::Heading {
                level: level as u8,
                id: id.map(|id| id.to_string()).unwrap_or_default(),
                classes: classes.iter().map(ToString::to_string).collect(),
            },
            Tag::BlockQuote(kind) => NodeKind::Quote(kind.map(alert)),
            Tag::CodeBlock(CodeBlockKind::Indented) => NodeKind::Code { info: String::new(), code: TextRun::default() },
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                NodeKind::Code { info: info.to_string(), code: TextRun::default() }
            }
            Tag::HtmlBlock => NodeKind::Html(String::new()),
            Tag::List(start) => NodeKind::List { start, loose: false, items: Vec::new() },
            Tag::Item => NodeKind::Item { task: None },
            Tag::FootnoteDefinition(label) => NodeKind::Footnote(label.to_string()),
            Tag::Table(align) => NodeKind::Table(table::new(&align)),
            Tag::TableHead => NodeKind::Row { head: true, cells: Vec::new() },
            Tag::TableRow => NodeKind::Row { head: false, cells: Vec::new() },
            Tag::TableCell => NodeKind::Cell,
            Tag::Emphasis => NodeKind::Emphasis,
            Tag::Strong => NodeKind::Strong,
            Tag::Strikethrough => NodeKind::Strikethrough,
            Tag::Link { link_type: kind, dest_url: to, title, id: label } => {
                NodeKind::Link(Destination { kind, target: to, title, label })
            }
            Tag::Image { link_type: kind, dest_url: to, title, id: label } => {
                NodeKind::Image(Destination { kind, target: to, title, label })
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
        matches!(
            self,
            NodeKind::Emphasis | NodeKind::Strong | NodeKind::Strikethrough | NodeKind::Link(_) | NodeKind::Image(_)
        )
    }

    /// Whether it holds blocks, so that words in it need a paragraph.
    pub(super) fn contains_blocks(&self) -> bool {
        matches!(self, NodeKind::Document | NodeKind::Quote(_) | NodeKind::Item { .. } | NodeKind::Footnote(_))
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
