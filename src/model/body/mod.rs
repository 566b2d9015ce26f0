//! Markdown tree: blocks, inlines and references.
//!
//! Every node has its source span. Links, images and citations contain a [`ReferenceId`]; `relate` resolves it and
//! `render` writes it as HTML. `visit` walks the tree, `plain_text` writes it as text.

mod plain_text;
mod visit;

pub use plain_text::{PlainText, TextReference, TextRules, TextSegment, body_text, plain_text};
pub use visit::{InlineRun, InlineStep, RunPlace, blocks, bodies, inlines, runs, walk_inlines};

use super::id_ref::id_refs;
use super::{Citation, IdRef, Kind};
use crate::span::{Span, Spanned};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Parsed Markdown: a record's body or a value of its front matter.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Body {
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// Footnotes in the order of their first reference; unused ones are left out.
    pub footnotes: Vec<Footnote>,
    /// Headings, for the table of contents and the check of anchors.
    pub headings: Vec<Heading>,
    /// Number of words, for reading times; each CJK character counts as one.
    pub words: u32,
}

/// Block with its source span.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Block {
    /// Kind and content of the block.
    pub kind: BlockKind,
    /// Source span.
    pub span: Span,
}

/// Kinds of blocks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum BlockKind {
    /// Paragraph. Rendered without `<p>` in a tight list.
    Paragraph(Vec<Inline>),
    /// Heading; its id is unique on the page.
    Heading {
        /// Level, 1 to 6.
        level: u8,
        /// Fragment id; empty if ids are disabled.
        id: String,
        /// Classes from `{.name}`.
        classes: Vec<String>,
        /// Content of the heading.
        content: Vec<Inline>,
    },
    /// Code block.
    Code {
        /// Info string; empty if there is none.
        info: String,
        /// The code.
        text: String,
    },
    /// Block quote, or an alert such as `> [!NOTE]`.
    Quote {
        /// Kind of alert; `None` for a block quote.
        alert: Option<Alert>,
        /// Blocks in the quote.
        blocks: Vec<Block>,
    },
    /// Ordered or unordered list.
    List {
        /// First number of an ordered list; `None` for an unordered one.
        start: Option<u64>,
        /// True if items are rendered without paragraphs.
        tight: bool,
        /// Items of the list.
        items: Vec<ListItem>,
    },
    /// Table with a header row.
    Table(Table),
    /// Image that is alone in its paragraph, with its title as caption.
    Figure {
        /// The image: an [`InlineKind::Image`].
        image: Box<Inline>,
        /// Caption; empty if there is none.
        caption: Vec<Inline>,
    },
    /// Chart from a `chart` fence.
    Chart(Box<Chart>),
    /// Part of the timeline, from a `timeline` fence.
    Timeline(Box<TimelineFilter>),
    /// Thematic break.
    Rule,
    /// `<!-- more -->`: the end of the excerpt.
    More,
    /// Raw HTML; rendered as text unless the configuration allows it.
    Html(String),
}

/// Kinds of alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Alert {
    /// `[!NOTE]`
    Note,
    /// `[!TIP]`
    Tip,
    /// `[!IMPORTANT]`
    Important,
    /// `[!WARNING]`
    Warning,
    /// `[!CAUTION]`
    Caution,
}

/// List item.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ListItem {
    /// Blocks in the item.
    pub blocks: Vec<Block>,
    /// State of a task list item: true if done; `None` for an ordinary item.
    pub task: Option<bool>,
    /// Source span.
    pub span: Span,
}

/// Table.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table {
    /// Alignment of each column.
    pub align: Vec<Align>,
    /// Header row.
    pub head: Vec<Cell>,
    /// Body rows, each as long as the header.
    pub rows: Vec<Vec<Cell>>,
    /// Caption above the table; empty if there is none.
    pub caption: Vec<Inline>,
}

/// Alignment of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Align {
    /// Default of the theme.
    #[default]
    None,
    /// `:--`
    Left,
    /// `:-:`
    Center,
    /// `--:`
    Right,
}

/// Table cell.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Cell {
    /// Content of the cell.
    pub content: Vec<Inline>,
}

/// Footnote with its label and content.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Footnote {
    /// Label as written.
    pub label: String,
    /// Blocks of the note.
    pub blocks: Vec<Block>,
    /// Number of references to the note.
    pub references: u32,
    /// Source span.
    pub span: Span,
}

/// Heading for the table of contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// Level, 1 to 6.
    pub level: u8,
    /// Fragment id.
    pub id: String,
    /// Plain text of the heading.
    pub text: String,
    /// Source span.
    pub span: Span,
}

/// Inline with its source span.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Inline {
    /// Kind and content of the inline.
    pub kind: InlineKind,
    /// Source span.
    pub span: Span,
}

/// Kinds of inlines.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum InlineKind {
    /// Text, with entities and escapes resolved and typography applied.
    Text(String),
    /// Inline code.
    Code(String),
    /// `*text*`
    Emphasis(Vec<Inline>),
    /// `**text**`
    Strong(Vec<Inline>),
    /// `~~text~~`
    Strikethrough(Vec<Inline>),
    /// `[text]{.term}`, `[text]{.claim #id}`
    Span {
        /// Class of the span.
        class: SpanClass,
        /// Content of the span.
        content: Vec<Inline>,
    },
    /// Link. The content is empty for `[[id]]` without a label: the target's title is rendered.
    Link {
        /// Link target.
        to: ReferenceId,
        /// Title attribute; empty if there is none.
        title: String,
        /// Label of the link.
        content: Vec<Inline>,
    },
    /// Image.
    Image {
        /// Image file or URL.
        to: ReferenceId,
        /// Title; empty if there is none.
        title: String,
        /// Alternative text.
        alt: String,
    },
    /// Citation.
    Citation(ReferenceId),
    /// Reference to a footnote.
    FootnoteMark {
        /// Index in [`Body::footnotes`].
        note: u32,
        /// Index among the references to the same note, 0-based.
        nth: u32,
    },
    /// Line ending within a paragraph.
    SoftBreak,
    /// Hard line break.
    HardBreak,
    /// Raw HTML; rendered as text unless the configuration allows it.
    Html(String),
}

/// Class of a bracketed span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SpanClass {
    /// `{.term}`: words that nobody said, such as a term or scare quotes.
    Term,
    /// `{.claim #id}`: a sentence that is a claim; its support is shown after it.
    Claim(ReferenceId),
}

impl SpanClass {
    /// Returns its name in attributes and HTML.
    pub fn name(self) -> &'static str {
        match self {
            SpanClass::Term => "term",
            SpanClass::Claim(_) => "claim",
        }
    }
}

/// Index in [`super::Record::references`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReferenceId(pub u32);

/// Link, image or citation in a text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reference {
    /// Target as written.
    pub kind: ReferenceKind,
    /// Source span including the markup.
    pub span: Span,
}

/// Target of a reference before it is resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReferenceKind {
    /// `[[id]]`, `[[kinds/id]]`, `[[Name or alias]]`, each with an optional `#anchor`.
    Record {
        /// Id, kind and id, or name.
        target: String,
        /// Fragment without `#`.
        anchor: Option<String>,
    },
    /// `@/initiatives/x.md#anchor`
    Content {
        /// Path below `content/`.
        path: String,
        /// Fragment without `#`.
        anchor: Option<String>,
    },
    /// `#anchor` on the same page.
    Anchor(String),
    /// Path without a scheme: relative to the record, or to the site's root with a leading `/`.
    Path(String),
    /// URL with an allowed scheme (`http`, `https`, `mailto`, `tel`, …).
    External(String),
    /// URL with a scheme that is not allowed; rendered without a link. Reported by `load`.
    Forbidden(String),
    /// Citation of articles.
    Citation(Citation),
    /// Id of a claim that a sentence states.
    Claim(String),
}

/// Chart from a `chart` fence.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Chart {
    /// Type of chart.
    pub kind: ChartKind,
    /// Title of the chart.
    pub title: String,
    /// Column of the labels.
    pub x: Option<Spanned<String>>,
    /// Columns of the values; empty for all other columns.
    pub y: Vec<Spanned<String>>,
    /// Unit of the values; empty if there is none.
    pub unit: String,
    /// Source of the data.
    pub source: Vec<Inline>,
    /// Data of the chart.
    pub data: ChartData,
}

/// Type of chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChartKind {
    /// Horizontal bars.
    Bar,
    /// Line chart.
    Line,
    /// Plain table.
    Table,
}

/// Location of a chart's data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ChartData {
    /// CSV with a header row in the fence.
    Inline(Spanned<Arc<str>>),
    /// File below `content/data/`.
    File(Spanned<String>),
}

/// Event filter of a `timeline` fence. An event matches if it has at least one id of every non-empty list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TimelineFilter {
    /// Ids of initiatives.
    pub initiatives: Vec<Spanned<String>>,
    /// Ids of actors.
    pub actors: Vec<Spanned<String>>,
    /// Ids of topics.
    pub topics: Vec<Spanned<String>>,
    /// Excludes events that end before this date.
    pub from: Option<Spanned<super::Edtf>>,
    /// Excludes events that begin after this date.
    pub to: Option<Spanned<super::Edtf>>,
    /// True to include only turning points.
    pub turning_points: bool,
}

impl TimelineFilter {
    /// Iterates over the ids of other records.
    pub fn id_refs(&self) -> impl Iterator<Item = IdRef<'_>> + Clone {
        id_refs("initiatives", Kind::Initiative, &self.initiatives)
            .chain(id_refs("actors", Kind::Actor, &self.actors))
            .chain(id_refs("topics", Kind::Topic, &self.topics))
    }
}
