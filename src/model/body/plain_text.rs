//! Writes Markdown as plain text, with the positions of text nodes, links and citations.

use super::{BlockKind, Body, Inline, InlineKind, InlineStep, ReferenceId, SpanClass, Table, walk_inlines};
use crate::span::Span;
use std::ops::Range;

/// Paragraph separator.
const PARAGRAPH_BREAK: &str = "\n\n";

/// Text of the inlines that have none of their own. The defaults write nothing for them.
pub trait TextRules {
    /// Text of a line ending within a paragraph.
    const LINE_BREAK: &str = " ";
    /// True if the alternative text of images is written.
    const IMAGES: bool = false;

    /// Returns the text of a link without content.
    #[expect(clippy::unnecessary_literal_bound, reason = "implementations return text of the record")]
    fn link(&self, _link: ReferenceId) -> &str {
        ""
    }

    /// Returns the text of a citation. `None` also removes the whitespace before it.
    fn citation(&self, _citation: ReferenceId) -> Option<String> {
        Some(String::new())
    }
}

/// Plain text of inlines.
#[derive(Debug, Default)]
pub struct PlainText {
    /// The text.
    pub text: String,
    /// Source spans of the text, in order.
    pub segments: Vec<TextSegment>,
    /// Links and citations, ordered by their ends.
    pub references: Vec<TextReference>,
    /// Offsets of footnote marks with the index of the note, in order.
    pub notes: Vec<(usize, u32)>,
    /// Byte ranges of spans with the class `term`, ordered by their ends.
    pub terms: Vec<Range<usize>>,
}

/// Part of a [`PlainText`] from one inline.
#[derive(Clone, Debug)]
pub struct TextSegment {
    /// Byte range in the text.
    pub range: Range<usize>,
    /// Source span of the inline.
    pub span: Span,
    /// True for text outside links; false for code, breaks and the text of links.
    pub is_node: bool,
    /// Number of the inline that contains it, such as an emphasis; 0 for none.
    pub container: u32,
}

/// Link or citation in a [`PlainText`].
#[derive(Clone, Debug)]
pub struct TextReference {
    /// Byte range in the text; empty for a citation without text.
    pub range: Range<usize>,
    /// The reference.
    pub id: ReferenceId,
    /// True for a citation.
    pub is_citation: bool,
}

/// Writes the text of inlines as it is, with the alternative text of images.
struct LiteralText;

impl TextRules for LiteralText {
    const IMAGES: bool = true;
}

/// Returns the plain text of inlines; citations and footnote references are left out, breaks become spaces.
pub fn plain_text(inlines: &[Inline]) -> String {
    PlainText::new(inlines, &LiteralText).text
}

/// Returns the plain text of a body and its footnotes: paragraphs separated by an empty line.
pub fn body_text(body: &Body, rules: &impl TextRules) -> String {
    let mut writer = BodyWriter { rules, output: PlainText::default() };
    for block in body.all_blocks() {
        match &block.kind {
            BlockKind::Paragraph(content)
            | BlockKind::Heading { content, .. }
            | BlockKind::Figure { caption: content, .. } => writer.paragraph(|writer| writer.inlines(content)),
            BlockKind::Code { text, .. } => writer.paragraph(|writer| writer.output.text.push_str(text.trim_end())),
            BlockKind::Chart(chart) => writer.paragraph(|writer| writer.output.text.push_str(&chart.title)),
            BlockKind::Table(table) => writer.rows(table),
            _ => {}
        }
    }
    writer.output.text
}

impl PlainText {
    /// Converts inlines to plain text.
    pub fn new(inlines: &[Inline], rules: &impl TextRules) -> PlainText {
        let mut output = PlainText::default();
        output.push(inlines, rules);
        output
    }

    /// Appends the text of inlines.
    pub fn push<R: TextRules>(&mut self, inlines: &[Inline], rules: &R) {
        let start = self.text.len();
        let (mut link_starts, mut span_starts) = (Vec::new(), Vec::new());
        let mut containers = Containers::default();
        for step in walk_inlines(inlines) {
            let container = containers.step(&step);
            let inline = match step {
                InlineStep::Enter(inline) => inline,
                InlineStep::Leave(Inline { kind: InlineKind::Link { to, .. }, .. }) => {
                    let link_start = link_starts.pop().unwrap_or(start);
                    if self.text.len() == link_start {
                        self.text.push_str(rules.link(*to));
                    }
                    let range = link_start..self.text.len();
                    self.references.push(TextReference { range, id: *to, is_citation: false });
                    continue;
                }
                InlineStep::Leave(Inline { kind: InlineKind::Span { class: SpanClass::Term, .. }, .. }) => {
                    let span_start = span_starts.pop().unwrap_or(start);
                    self.terms.push(span_start..self.text.len());
                    continue;
                }
                InlineStep::Leave(_) => continue,
            };
            match &inline.kind {
                InlineKind::Text(words) => self.push_segment(words, inline.span, link_starts.is_empty(), container),
                InlineKind::Code(words) => self.push_segment(words, inline.span, false, container),
                InlineKind::SoftBreak | InlineKind::HardBreak => {
                    self.push_segment(R::LINE_BREAK, inline.span, false, container);
                }
                InlineKind::Link { .. } => link_starts.push(self.text.len()),
                InlineKind::Span { class: SpanClass::Term, .. } => span_starts.push(self.text.len()),
                InlineKind::FootnoteMark { note, .. } => self.notes.push((self.text.len(), *note)),
                InlineKind::Image { alt, .. } if R::IMAGES => self.text.push_str(alt),
                InlineKind::Citation(id) => self.push_citation(*id, rules.citation(*id), start),
                _ => {}
            }
        }
    }

    fn push_segment(&mut self, words: &str, span: Span, is_node: bool, container: u32) {
        let start = self.text.len();
        self.text.push_str(words);
        self.segments.push(TextSegment { range: start..self.text.len(), span, is_node, container });
    }

    fn push_citation(&mut self, id: ReferenceId, names: Option<String>, start: usize) {
        if names.is_none() {
            let length = start + self.text[start..].trim_end().len();
            self.text.truncate(length);
            let trimmed = self.segments.iter_mut().rev().take_while(|segment| segment.range.end > length);
            trimmed.for_each(|segment| segment.range.end = length.max(segment.range.start));
        }
        let start = self.text.len();
        self.text.push_str(&names.unwrap_or_default());
        self.references.push(TextReference { range: start..self.text.len(), id, is_citation: true });
    }
}

/// Numbers of the inlines around a place.
#[derive(Default)]
struct Containers {
    open: Vec<u32>,
    last: u32,
}

impl Containers {
    /// Follows a step; returns the number of the inline around it.
    fn step(&mut self, step: &InlineStep<'_>) -> u32 {
        match step {
            InlineStep::Enter(Inline {
                kind:
                    InlineKind::Emphasis(_)
                    | InlineKind::Strong(_)
                    | InlineKind::Strikethrough(_)
                    | InlineKind::Span { .. }
                    | InlineKind::Link { .. },
                ..
            }) => {
                self.last += 1;
                self.open.push(self.last);
            }
            InlineStep::Enter(_) => {}
            InlineStep::Leave(_) => {
                self.open.pop();
            }
        }
        self.open.last().copied().unwrap_or_default()
    }
}

struct BodyWriter<'r, R> {
    rules: &'r R,
    output: PlainText,
}

impl<R: TextRules> BodyWriter<'_, R> {
    /// Appends a paragraph unless `write` adds no text.
    fn paragraph(&mut self, write: impl FnOnce(&mut Self)) {
        let length_before = self.output.text.len();
        if length_before > 0 {
            self.output.text.push_str(PARAGRAPH_BREAK);
        }
        let start = self.output.text.len();
        write(self);
        if self.output.text.len() == start {
            self.output.text.truncate(length_before);
        }
    }

    fn rows(&mut self, table: &Table) {
        self.paragraph(|writer| writer.inlines(&table.caption));
        for row in std::iter::once(&table.head).chain(&table.rows) {
            self.paragraph(|writer| {
                for (index, cell) in row.iter().enumerate() {
                    writer.output.text.push_str(if index > 0 { " | " } else { "" });
                    writer.inlines(&cell.content);
                }
            });
        }
    }

    /// Appends the text of inlines, trimmed on both ends. The positions are of no use here and not kept.
    fn inlines(&mut self, inlines: &[Inline]) {
        let PlainText { text, segments, references, notes, terms } = &mut self.output;
        segments.clear();
        references.clear();
        notes.clear();
        terms.clear();
        let start = text.len();
        self.output.push(inlines, self.rules);
        let text = &mut self.output.text;
        text.truncate(start + text[start..].trim_end().len());
        let leading = text[start..].len() - text[start..].trim_start().len();
        text.drain(start..start + leading);
    }
}
