//! HTML renderer for Markdown trees.
//!
//! 1. `block` and `inline` traverse the tree; `table`, `footnote` and `image` write the constructs of their names.
//! 2. `link` looks up the target of a reference in the relations and writes the link relative to the page; `verdict`
//!    marks quotations with the result of their check. A [`CitationRenderer`], which has the page's style and
//!    references, writes the citations.
//! 3. `source` adds source positions to the blocks of a preview; a published site has none.
//! 4. All text and addresses pass through [`crate::model::escape`]; [`crate::model::href`] makes links within the site
//!    relative.
//!
//! The output never contains a `style` attribute or a script, so a strict content security policy holds. The depth
//! limit of the trees that `load` builds bounds the recursion.

mod block;
mod citation;
mod footnote;
mod image;
mod inline;
mod link;
mod source;
mod table;
pub(crate) mod verdict;
mod words;

pub use verdict::VerdictMessages;
pub(crate) use words::words_html;

use crate::model::escape;
use crate::model::{
    Block, BlockKind, Body, Citation, CitationForm, Footnote, Inline, RecordId, ReferenceId, ReferenceKind,
    StatementIds, StatementPart,
};
use crate::render::tracked::TrackedBody;
use crate::span::Sources;

/// Context of a body: the record it belongs to and the page that shows it.
#[derive(Clone, Copy)]
pub struct BodyContext<'a> {
    /// The record's body, with its references resolved.
    pub body: TrackedBody<'a>,
    /// Path of the page it is shown on, for relative links: `initiatives/x/`, empty for the front page.
    pub page: &'a str,
    /// Interface messages that occur in bodies.
    pub messages: &'a BodyMessages,
    /// Renderer of charts and timeline excerpts.
    pub figures: &'a dyn FigureRenderer,
    /// Source files, if blocks get their positions as `data-source="KEY:LINE"` with [`crate::model::Record::key`].
    pub sources: Option<&'a Sources>,
    /// Renderer of citations in the site's style.
    pub citations: &'a dyn CitationRenderer,
}

/// Generated text in bodies.
#[derive(Clone, Debug)]
pub struct BodyMessages {
    /// Title of the list of footnotes.
    pub footnotes: String,
    /// Label of the link from a footnote back to its mark.
    pub back_to_text: String,
    /// Titles of the five alerts, in the order of [`crate::model::Alert`].
    pub alerts: [String; 5],
    /// Text in place of the date of an undated source.
    pub no_date: String,
    /// Results of the checks of quotations.
    pub verdicts: VerdictMessages,
}

/// Callback that renders figures whose data are outside the body.
pub trait FigureRenderer {
    /// Renders a chart as HTML; `source_html` is its rendered source line.
    fn chart(&self, chart: &crate::model::Chart, source_html: &str, page: &str) -> String;
    /// Renders the part of the timeline that matches `filter` as HTML.
    fn timeline(&self, filter: &crate::model::TimelineFilter, page: &str) -> String;
    /// Renders the number of articles that support a claim, given its record and its index there.
    fn claim_support(&self, record: RecordId, position: u32) -> String;
}

/// Callback that renders citations.
pub trait CitationRenderer {
    /// Appends the mark of a citation to `html`.
    fn write(&self, html: &mut String, cited: &CitationRef<'_>);
    /// Checks whether the style puts citations in numbered notes; footnotes then have letters.
    fn uses_numbered_notes(&self) -> bool;
}

/// Citation in a body.
#[derive(Clone, Copy, Debug)]
pub struct CitationRef<'c> {
    /// The record that contains it.
    pub record: RecordId,
    /// Id among the record's references.
    pub reference: ReferenceId,
    /// Parsed citation.
    pub citation: &'c Citation,
}

/// Number of levels by which headings move down on another page, below the title of the record there.
const EMBEDDED_SHIFT: u8 = 3;

/// Renders a body with its footnotes. If it has a heading of level 1, all headings move down one level, so that the
/// page's title is the only `h1`. On another page than the record's own, headings and statements have no ids, headings move
/// further down, and the ids of footnotes begin with the record's path.
pub fn body_html(body: &Body, context: BodyContext<'_>) -> String {
    let mut writer = Writer::new(context);
    writer.shift = u8::from(body.headings.iter().any(|heading| heading.level == 1));
    if context.body.path() == context.page {
        writer.statements = Some(StatementIds::new(StatementPart::Body));
    } else {
        writer.shift += EMBEDDED_SHIFT;
        writer.scope = context.body.path().replace('/', "-");
    }
    writer.notes = &body.footnotes;
    writer.blocks(&body.blocks);
    writer.statements = None;
    writer.footnotes();
    writer.html
}

/// Renders the first paragraph of a body without `<p>`, for texts in front matter. Footnote marks are omitted like
/// their notes.
pub fn inline_html(body: &Body, context: BodyContext<'_>) -> String {
    inlines_html(first_paragraph(body), context)
}

fn first_paragraph(body: &Body) -> &[Inline] {
    let paragraph = body.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph(inlines) => Some(inlines.as_slice()),
        _ => None,
    });
    paragraph.unwrap_or_default()
}

/// Statement of the front page in parts.
#[derive(Debug, Default)]
pub struct StatementHtml {
    /// The statement without citations in brackets and without the support of the claim that it states.
    pub words: String,
    /// Its citations in brackets, as the style writes them.
    pub citations: String,
    /// The claim that it states, with its record.
    pub claim: Option<(RecordId, u32)>,
}

/// Renders the first paragraph of a body with its citations apart, so that it can be read without breaks.
pub fn statement_html(body: &Body, context: BodyContext<'_>) -> StatementHtml {
    let mut writer = Writer::new(context);
    writer.apart = Some(CitationsApart::default());
    writer.inlines(first_paragraph(body));
    let CitationsApart { html: citations, claim } = writer.apart.unwrap_or_default();
    StatementHtml { words: writer.html, citations, claim }
}

/// Renders inlines. Footnote marks are omitted like their notes.
pub fn inlines_html(inlines: &[Inline], context: BodyContext<'_>) -> String {
    let mut writer = Writer::new(context);
    writer.inlines(inlines);
    writer.html
}

/// HTML output buffer with the context of the body.
struct Writer<'a> {
    html: String,
    context: BodyContext<'a>,
    /// Number of levels by which headings move down.
    shift: u8,
    /// Prefix of ids on another page than the record's own; empty on that page.
    scope: String,
    /// Ids of paragraphs; `None` where they have none: in footnotes, and on another page than the record's own.
    statements: Option<StatementIds>,
    /// Footnotes by index; empty where marks are omitted.
    notes: &'a [Footnote],
    /// Whether the link of a mention is open, which ends in the next line.
    has_open_mention: bool,
    /// Collects the citations in brackets of a statement; `None` if they are written in the text.
    apart: Option<CitationsApart>,
}

/// Citations of a statement, and the claim that it states.
#[derive(Debug, Default)]
struct CitationsApart {
    html: String,
    claim: Option<(RecordId, u32)>,
}

impl<'a> Writer<'a> {
    fn new(context: BodyContext<'a>) -> Self {
        Writer {
            html: String::new(),
            context,
            shift: 0,
            scope: String::new(),
            statements: None,
            notes: &[],
            has_open_mention: false,
            apart: None,
        }
    }

    /// Appends markup without escaping.
    fn raw(&mut self, markup: &str) {
        self.html.push_str(markup);
    }

    /// Appends escaped text.
    fn text(&mut self, text: &str) {
        escape::text(&mut self.html, text);
    }

    /// Appends an attribute, preceded by a space.
    fn attribute(&mut self, name: &str, value: &str) {
        escape::attribute(&mut self.html, name, value);
    }

    /// Writes the id of a paragraph.
    fn statement_id(&mut self, paragraph: &Block) {
        if let Some(id) = self.statements.as_mut().and_then(|ids| ids.of_block(paragraph)) {
            self.attribute("id", &id);
        }
    }

    fn citation(&mut self, reference: ReferenceId) {
        let BodyContext { body, citations, .. } = self.context;
        if let ReferenceKind::Citation(citation) = body.reference(reference) {
            let cited = CitationRef { record: body.record(), reference, citation };
            match &mut self.apart {
                Some(apart) if citation.form == CitationForm::Bracketed => {
                    self.html.truncate(self.html.trim_end().len());
                    if !apart.html.is_empty() {
                        apart.html.push(' ');
                    }
                    citations.write(&mut apart.html, &cited);
                }
                _ => citations.write(&mut self.html, &cited),
            }
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }
}
