//! Open nodes: blocks and inlines that have started and not ended.

use super::super::link::Destination;
use super::super::run::{RawInline, TextRun};
use super::super::table;
use crate::model::{Alert, Block, Cell, ListItem, Table};
use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Tag};
use std::ops::Range;

/// Open block or inline with its children so far.
pub(super) struct OpenNode<'t> {
    /// Kind with its attributes.
    pub(super) kind: NodeKind<'t>,
    /// Byte range from the parser.
    pub(super) range: Range<usize>,
    /// Child blocks.
    pub(super) blocks: Vec<Block>,
    /// Child text and inlines.
    pub(super) raws: Vec<RawInline<'t>>,
    /// End of the last child inline.
    pub(super) content_end: usize,
}

/// Kinds of open nodes.
pub(super) enum NodeKind<'t> {
    Document,
    Paragraph,
    /// Paragraph of a tight list, for which the parser emits no event.
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
    /// Definition of a footnote, by its label.
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

/// Stack of open nodes; the document is always at the bottom.
pub(super) struct NodeStack<'t> {
    /// Innermost node.
    pub(super) top: OpenNode<'t>,
    /// Its ancestors, outermost first.
    below: Vec<OpenNode<'t>>,
}

impl<'t> OpenNode<'t> {
    fn new(kind: NodeKind<'t>, range: Range<usize>) -> Self {
        let content_end = range.start + 1;
        OpenNode { kind, range, blocks: Vec::new(), raws: Vec::new(), content_end }
    }
}

impl<'t> NodeStack<'t> {
    /// Creates a stack with an open document.
    pub(super) fn new(range: Range<usize>) -> Self {
        NodeStack { top: OpenNode::new(NodeKind::Document, range), below: Vec::new() }
    }

    /// Returns the number of open nodes.
    pub(super) fn depth(&self) -> usize {
        self.below.len() + 1
    }

    /// Opens a node.
    pub(super) fn push(&mut self, kind: NodeKind<'t>, range: Range<usize>) {
        let parent = std::mem::replace(&mut self.top, OpenNode::new(kind, range));
        self.below.push(parent);
    }

    /// Closes the innermost node; `None` for the document, which stays open.
    pub(super) fn pop(&mut self) -> Option<OpenNode<'t>> {
        self.below.pop().map(|parent| std::mem::replace(&mut self.top, parent))
    }

    /// Returns the parent of the innermost node.
    pub(super) fn parent(&mut self) -> Option<&mut OpenNode<'t>> {
        self.below.last_mut()
    }

    /// Returns all nodes, innermost first.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut OpenNode<'t>> {
        std::iter::once(&mut self.top).chain(self.below.iter_mut().rev())
    }
}

impl<'t> NodeKind<'t> {
    /// Converts a start tag; `None` for syntax that no dialect enables.
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

    /// Checks whether the node is an inline.
    pub(super) fn is_inline(&self) -> bool {
        matches!(
            self,
            NodeKind::Emphasis | NodeKind::Strong | NodeKind::Strikethrough | NodeKind::Link(_) | NodeKind::Image(_)
        )
    }

    /// Checks whether the node contains blocks, so that text in it needs a paragraph.
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
