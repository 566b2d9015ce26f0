//! Writes Markdown trees as HTML.
//!
//! 1. `block` and `inline` go through the tree; `table`, `footnote` and `image` write what has its own form.
//! 2. `link` asks the relations what a reference leads to, and writes it for the page it stands on; `verdict` marks
//!    quotations with what their check came to. Citations are written by whoever knows the page's style and references.
//! 3. `source` says in a preview's blocks where they stand in their file; a published site has none of it.
//! 4. `escape` is the only way for words and addresses into the HTML; `href` makes every link within the site relative.
//!
//! No `style` attribute and no script is ever written, so a strict content security policy holds. Recursion is bounded
//! by the depth to which `load` builds trees.

mod block;
mod citation;
mod footnote;
mod image;
mod inline;
mod link;
mod source;
mod table;
pub(crate) mod verdict;

pub use verdict::VerdictMessages;

use crate::model::escape;
use crate::model::{Block, BlockKind, Body, Citation, Footnote, Inline, RecordId, ReferenceId, ReferenceKind};
use crate::render::tracked::TrackedBody;
use crate::span::Sources;

/// What a body is rendered for: the record it belongs to and the page on which it stands.
#[derive(Clone, Copy)]
pub struct BodyContext<'a> {
    /// The record's body, with its references resolved.
    pub body: TrackedBody<'a>,
    /// Path of the page it is shown on, for relative links: `initiatives/x/`, empty for the front page.
    pub page: &'a str,
    /// Words of the interface for the few things a body says itself.
    pub messages: &'a BodyMessages,
    /// Draws charts and parts of the timeline.
    pub figures: &'a dyn FigureRenderer,
    /// The files, where each block says its place in them: `data-source="KEY:LINE"`, with [`crate::model::Record::key`].
    pub sources: Option<&'a Sources>,
    /// Writes citations in the site's style.
    pub citations: &'a dyn CitationRenderer,
}

/// Words that stand in a body without the author having written them.
#[derive(Clone, Debug)]
pub struct BodyMessages {
    /// Title of the list of footnotes.
    pub footnotes: String,
    /// Label of the link from a footnote back to its mark.
    pub back_to_text: String,
    /// Titles of the five alerts, in the order of [`crate::model::Alert`].
    pub alerts: [String; 5],
    /// Word for a source without a date.
    pub no_date: String,
    /// What the checks of quotations are called.
    pub verdicts: VerdictMessages,
}

/// Draws what a body only names.
pub trait FigureRenderer {
    /// HTML of a chart.
    fn chart(&self, chart: &crate::model::Chart, source_html: &str, page: &str) -> String;
    /// HTML of a part of the timeline.
    fn timeline(&self, filter: &crate::model::TimelineFilter, page: &str) -> String;
}

/// Writes citations.
pub trait CitationRenderer {
    /// Adds the mark of a citation.
    fn write(&self, html: &mut String, cited: &CitationRef<'_>);
    /// Whether citations stand in numbered notes, so that footnotes have letters.
    fn uses_numbered_notes(&self) -> bool;
}

/// A citation in a body.
#[derive(Clone, Copy, Debug)]
pub struct CitationRef<'c> {
    /// The record in whose Markdown it stands.
    pub record: RecordId,
    /// Its place among the record's references.
    pub reference: ReferenceId,
    /// What is written.
    pub citation: &'c Citation,
}

/// Writes a whole body, footnotes included. When it has a heading of level 1, all headings move down one level: the
/// page's title is the only `h1`.
pub fn body_html(body: &Body, context: BodyContext<'_>) -> String {
    let mut writer = Writer::new(context);
    writer.shift = u8::from(body.headings.iter().any(|heading| heading.level == 1));
    writer.notes = &body.footnotes;
    writer.blocks(&body.blocks);
    writer.footnotes();
    writer.html
}

/// Writes the first paragraph's inlines of a body, without `<p>`: for texts in front matter. Footnote marks are left
/// out, as their notes are.
pub fn inline_html(body: &Body, context: BodyContext<'_>) -> String {
    let paragraph = body.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph(inlines) => Some(inlines),
        _ => None,
    });
    paragraph.map(|inlines| inlines_html(inlines, context)).unwrap_or_default()
}

/// Writes inlines. Footnote marks are left out, as their notes are.
pub fn inlines_html(inlines: &[Inline], context: BodyContext<'_>) -> String {
    let mut writer = Writer::new(context);
    writer.inlines(inlines);
    writer.html
}

/// The HTML so far, and what it is written for.
struct Writer<'a> {
    html: String,
    context: BodyContext<'a>,
    /// By how many levels headings move down.
    shift: u8,
    /// The notes that marks lead to.
    notes: &'a [Footnote],
}

impl<'a> Writer<'a> {
    fn new(context: BodyContext<'a>) -> Self {
        Writer { html: String::new(), context, shift: 0, notes: &[] }
    }

    /// Adds markup as it is.
    fn raw(&mut self, markup: &str) {
        self.html.push_str(markup);
    }

    /// Adds words.
    fn text(&mut self, words: &str) {
        escape::text(&mut self.html, words);
    }

    /// Adds an attribute with a space before it.
    fn attribute(&mut self, name: &str, value: &str) {
        escape::attribute(&mut self.html, name, value);
    }

    fn citation(&mut self, reference: ReferenceId) {
        let BodyContext { body, citations, .. } = self.context;
        if let ReferenceKind::Citation(citation) = body.reference(reference) {
            let record = body.record();
            citations.write(&mut self.html, &CitationRef { record, reference, citation });
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }
}
