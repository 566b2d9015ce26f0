//! The Markdown tree: blocks, inlines, and the references they carry.
//!
//! Every node keeps its bytes' place in the file. Links, images and citations hold a [`ReferenceId`]; what it refers to
//! is decided by `relate`, and how it looks by `render`.

use super::Citation;
use crate::span::{Span, Spanned};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A parsed piece of Markdown: a record's body or a text in its front matter.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Body {
    /// The blocks, in reading order.
    pub blocks: Vec<Block>,
    /// Footnotes in the order of their first reference; unused ones are left out.
    pub footnotes: Vec<Footnote>,
    /// The headings, for the table of contents and for checking anchors.
    pub headings: Vec<Heading>,
    /// How many words it has, for reading times; CJK characters count as one each.
    pub words: u32,
}

/// A block and its place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of blocks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum BlockKind {
    /// A paragraph. In a tight list its `<p>` is left out.
    Paragraph(Vec<Inline>),
    /// A heading; its id is unique on the page.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Fragment id; empty when ids are off.
        id: String,
        /// Classes from `{.name}`.
        classes: Vec<String>,
        /// Its words.
        content: Vec<Inline>,
    },
    /// A code block.
    Code {
        /// The info string; empty when there is none.
        info: String,
        /// The code.
        text: String,
    },
    /// A block quote, or an alert such as `> [!NOTE]`.
    Quote {
        /// The alert's kind.
        alert: Option<Alert>,
        /// Its blocks.
        blocks: Vec<Block>,
    },
    /// A list.
    List {
        /// The first number of an ordered list.
        start: Option<u64>,
        /// Whether items are set without paragraphs.
        tight: bool,
        /// Its items.
        items: Vec<ListItem>,
    },
    /// A table.
    Table(Table),
    /// An image alone in its paragraph, with its title as caption.
    Figure {
        /// The image: an [`InlineKind::Image`].
        image: Box<Inline>,
        /// The caption; empty when there is none.
        caption: Vec<Inline>,
    },
    /// A chart from a `chart` fence.
    Chart(Box<Chart>),
    /// A part of the timeline from a `timeline` fence.
    Timeline(Box<TimelineFilter>),
    /// A thematic break.
    Rule,
    /// `<!-- more -->`: the end of the excerpt.
    More,
    /// Raw HTML; shown as text unless the configuration allows it.
    Html(String),
}

/// The kinds of alerts.
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

/// One item of a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ListItem {
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// For a task list: whether it is done.
    pub task: Option<bool>,
    /// Where it stands.
    pub span: Span,
}

/// A table.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table {
    /// One alignment per column.
    pub align: Vec<Align>,
    /// The header row.
    pub head: Vec<Cell>,
    /// The other rows, as long as the header.
    pub rows: Vec<Vec<Cell>>,
    /// Words above it; empty when there are none.
    pub caption: Vec<Inline>,
}

/// A column's alignment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Align {
    /// As the theme has it.
    #[default]
    None,
    /// `:--`
    Left,
    /// `:-:`
    Center,
    /// `--:`
    Right,
}

/// One cell of a table.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Cell {
    /// Its words.
    pub content: Vec<Inline>,
}

/// A footnote: its label, and its blocks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Footnote {
    /// The label as written.
    pub label: String,
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// How often it is referred to.
    pub references: u32,
    /// Where it stands.
    pub span: Span,
}

/// A heading as the table of contents needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Fragment id.
    pub id: String,
    /// Its words without mark-up.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// An inline and its place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of inlines.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum InlineKind {
    /// Words, with entities and escapes resolved and typography applied.
    Text(String),
    /// Inline code.
    Code(String),
    /// `*words*`
    Emphasis(Vec<Inline>),
    /// `**words**`
    Strong(Vec<Inline>),
    /// `~~words~~`
    Strikethrough(Vec<Inline>),
    /// A link. For `[[id]]` without words the content is empty: the target's title is shown.
    Link {
        /// What it leads to.
        to: ReferenceId,
        /// Its title attribute; empty when there is none.
        title: String,
        /// The words of the link.
        content: Vec<Inline>,
    },
    /// An image.
    Image {
        /// The file or address.
        to: ReferenceId,
        /// Its title; empty when there is none.
        title: String,
        /// Words in place of the image.
        alt: String,
    },
    /// A citation mark.
    Citation(ReferenceId),
    /// A footnote mark: the place of the note in [`Body::footnotes`], and which of its marks this is, both from 0.
    FootnoteMark {
        /// Place in [`Body::footnotes`].
        note: u32,
        /// Which of the note's marks this is, from 0.
        nth: u32,
    },
    /// A line ending within a paragraph.
    SoftBreak,
    /// A forced line break.
    HardBreak,
    /// Raw HTML; shown as text unless the configuration allows it.
    Html(String),
}

/// A reference's place in [`super::Record::references`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReferenceId(pub u32);

/// Something that leads out of the text: a link, an image, a citation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reference {
    /// What is written.
    pub kind: ReferenceKind,
    /// Where it stands, mark-up included.
    pub span: Span,
}

/// What a reference says, before it is resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReferenceKind {
    /// `[[id]]`, `[[kinds/id]]`, `[[Name or alias]]`, each with `#anchor`.
    Record {
        /// Id, kind and id, or name.
        target: String,
        /// Fragment without `#`.
        anchor: Option<String>,
    },
    /// `@/initiatives/x.md#anchor`
    Content {
        /// Path under `content/`.
        path: String,
        /// Fragment without `#`.
        anchor: Option<String>,
    },
    /// `#anchor` on the same page.
    Anchor(String),
    /// A path without a scheme: a file beside the record, or from the site's root with a leading `/`.
    Path(String),
    /// An address with an allowed scheme (`http`, `https`, `mailto`, `tel`, …).
    External(String),
    /// An address whose scheme is not allowed; rendered without a link. Reported by `load`.
    Forbidden(String),
    /// A citation.
    Citation(Citation),
}

/// A `chart` fence.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Chart {
    /// How it is drawn.
    pub kind: ChartKind,
    /// Its title.
    pub title: String,
    /// The column of the labels.
    pub x: Option<Spanned<String>>,
    /// The columns of the values; all others when empty.
    pub y: Vec<Spanned<String>>,
    /// The values' unit; empty when there is none.
    pub unit: String,
    /// Where the numbers come from.
    pub source: Vec<Inline>,
    /// The numbers.
    pub data: ChartData,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChartKind {
    /// Horizontal bars.
    Bar,
    /// A line.
    Line,
    /// A plain table.
    Table,
}

/// Where a chart's numbers are.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ChartData {
    /// In the fence, as CSV with a header row.
    Inline(Spanned<Arc<str>>),
    /// In a file under `content/data/`.
    File(Spanned<String>),
}

/// A `timeline` fence: which events to show. Every list that is not empty must have one of the event's own.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TimelineFilter {
    /// Ids of initiatives.
    pub initiatives: Vec<Spanned<String>>,
    /// Ids of actors.
    pub actors: Vec<Spanned<String>>,
    /// Ids of topics.
    pub topics: Vec<Spanned<String>>,
    /// Events that end before this are left out.
    pub from: Option<Spanned<super::Edtf>>,
    /// Events that begin after this are left out.
    pub to: Option<Spanned<super::Edtf>>,
    /// Whether only turning points are shown.
    pub turning_points: bool,
}

/// The words of inlines without mark-up; citations and footnote marks are left out, breaks become spaces.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain(&mut text, inlines);
    text
}

fn push_plain(text: &mut String, inlines: &[Inline]) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(words) | InlineKind::Code(words) => text.push_str(words),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Link { content, .. } => push_plain(text, content),
            InlineKind::Image { alt, .. } => text.push_str(alt),
            InlineKind::SoftBreak | InlineKind::HardBreak => text.push(' '),
            InlineKind::Citation(_) | InlineKind::FootnoteMark { .. } | InlineKind::Html(_) => {}
        }
    }
}
