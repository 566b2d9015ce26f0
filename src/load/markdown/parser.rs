//! The state of reading one text: its place, the dialect it is read in, what is collected.

use super::source_map::SourceMap;
use crate::diagnose::{Diagnostic, Diagnostics};
use crate::model::{BlockKind, Body, Inline, Reference, ReferenceId, ReferenceKind};
use crate::span::Span;
use pulldown_cmark::Options;
use std::ops::Range;

/// How many blocks and inlines may be nested in each other; what is deeper is laid flat. Writers need fewer than ten,
/// and a tree of this depth is safe to walk recursively.
pub(super) const MAX_DEPTH: usize = 64;

/// Which mark-up is understood.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dialect {
    /// Whether the additions of GFM and of briefings are.
    pub(super) extensions: bool,
    /// Whether quotes and dashes become typographic.
    pub(super) smart_punctuation: bool,
    /// Whether an image alone in its paragraph becomes a figure; not within a caption.
    pub(super) figures: bool,
}

impl Dialect {
    /// CommonMark and nothing else.
    pub(super) const COMMONMARK: Dialect = Dialect { extensions: false, smart_punctuation: false, figures: false };

    /// What the records of a briefing are written in.
    pub(super) const fn briefing(smart_punctuation: bool) -> Dialect {
        Dialect { extensions: true, smart_punctuation, figures: true }
    }

    /// The parser's options, one by one: `Options::all()` would turn on metadata blocks and the old footnotes.
    pub(super) fn options(self) -> Options {
        let mut options = Options::empty();
        if self.extensions {
            options |= Options::ENABLE_TABLES
                | Options::ENABLE_STRIKETHROUGH
                | Options::ENABLE_TASKLISTS
                | Options::ENABLE_FOOTNOTES
                | Options::ENABLE_GFM
                | Options::ENABLE_HEADING_ATTRIBUTES
                | Options::ENABLE_WIKILINKS;
        }
        options.set(Options::ENABLE_SMART_PUNCTUATION, self.smart_punctuation);
        options
    }
}

/// One pass over one text.
pub(super) struct MarkdownParser<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// Where it stands.
    pub(super) source_map: SourceMap,
    /// How it is read.
    pub(super) dialect: Dialect,
    /// Whether raw HTML will pass.
    pub(super) raw_html: bool,
    /// The record's references so far.
    pub(super) references: &'a mut Vec<Reference>,
    /// The record's findings so far.
    pub(super) diagnostics: &'a mut Diagnostics,
    /// What reads a text within this one.
    pub(super) parse_nested: fn(&mut MarkdownParser<'_>) -> Body,
}

impl MarkdownParser<'_> {
    /// The file's span of bytes of the text.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.source_map.span(range)
    }

    /// Whether bytes of the text have places of their own.
    pub(super) fn is_exact(&self) -> bool {
        self.source_map.is_exact()
    }

    /// The text's own bytes at a range; empty when it does not fit.
    pub(super) fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }

    /// Notes a reference and returns its number.
    pub(super) fn add_reference(&mut self, kind: ReferenceKind, range: Range<usize>) -> ReferenceId {
        let id = ReferenceId(u32::try_from(self.references.len()).unwrap_or(u32::MAX));
        let span = self.span(range);
        self.references.push(Reference { kind, span });
        id
    }

    /// Notes a finding.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reads a text within this one, such as a caption, as the inlines of one paragraph. `range` is where it is written.
    pub(super) fn parse_inlines(&mut self, value: &str, range: Range<usize>) -> Vec<Inline> {
        let literal = self.slice(range.clone()) == value;
        let place = if literal { self.source_map.starting_at(range.start) } else { SourceMap::whole(self.span(range)) };
        let body = (self.parse_nested)(&mut MarkdownParser {
            text: value,
            source_map: place,
            dialect: Dialect { figures: false, ..self.dialect },
            raw_html: self.raw_html,
            references: self.references,
            diagnostics: self.diagnostics,
            parse_nested: self.parse_nested,
        });
        let paragraph = body.blocks.into_iter().find_map(|block| match block.kind {
            BlockKind::Paragraph(content) => Some(content),
            _ => None,
        });
        paragraph.unwrap_or_default()
    }
}
