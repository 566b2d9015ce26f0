//! State of parsing one text: its source map, its dialect, collected references and diagnostics.

use super::quote_marks::LanguageQuoteMarks;
use super::source_map::SourceMap;
use crate::diagnose::{Diagnostic, Diagnostics};
use crate::model::{BlockKind, Body, Inline, Reference, ReferenceId, ReferenceKind};
use crate::span::Span;
use pulldown_cmark::Options;
use std::ops::Range;

/// Maximum nesting of blocks and inlines; deeper levels are flattened. Authors need fewer than ten, and a tree of this
/// depth is safe to walk recursively.
pub(super) const MAX_DEPTH: usize = 64;

/// Enabled syntax.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dialect {
    /// `true` if the extensions of GFM and of briefings are enabled.
    pub(super) extensions: bool,
    /// `true` if quotes and dashes become typographic.
    pub(super) smart_punctuation: bool,
    /// `true` if an image alone in its paragraph becomes a figure; off within captions.
    pub(super) figures: bool,
}

impl Dialect {
    /// CommonMark without extensions.
    pub(super) const COMMONMARK: Dialect = Dialect { extensions: false, smart_punctuation: false, figures: false };

    /// Returns the dialect of a briefing's records.
    pub(super) const fn briefing(smart_punctuation: bool) -> Dialect {
        Dialect { extensions: true, smart_punctuation, figures: true }
    }

    /// Returns the options for pulldown-cmark. `Options::all()` would enable metadata blocks and the old footnotes.
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

/// Parser state of one text.
pub(super) struct MarkdownParser<'a> {
    /// Text to parse.
    pub(super) text: &'a str,
    /// Maps byte ranges of the text to the file.
    pub(super) source_map: SourceMap,
    /// Enabled syntax.
    pub(super) dialect: Dialect,
    /// Quotation marks of the record's language.
    pub(super) quote_marks: &'static LanguageQuoteMarks,
    /// `true` if raw HTML is passed to the page.
    pub(super) raw_html: bool,
    /// References of the record so far.
    pub(super) references: &'a mut Vec<Reference>,
    /// Diagnostics of the record so far.
    pub(super) diagnostics: &'a mut Diagnostics,
    /// Citation keys in the text of the open link or image, with their byte ranges.
    pub(super) keys_in_links: Vec<(String, Range<usize>)>,
    /// Parses a nested text; a function pointer, since `tree` depends on this module.
    pub(super) parse_nested: fn(&mut MarkdownParser<'_>) -> Body,
}

impl MarkdownParser<'_> {
    /// Maps a byte range of the text to a span of the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.source_map.span(range)
    }

    /// Checks whether the source map is exact to the byte.
    pub(super) fn is_exact(&self) -> bool {
        self.source_map.is_exact()
    }

    /// Returns the text at a byte range; empty if the range is out of bounds.
    pub(super) fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }

    /// Adds a reference and returns its id.
    pub(super) fn add_reference(&mut self, kind: ReferenceKind, range: Range<usize>) -> ReferenceId {
        let id = ReferenceId(u32::try_from(self.references.len()).unwrap_or(u32::MAX));
        let span = self.span(range);
        self.references.push(Reference { kind, span });
        id
    }

    /// Adds a diagnostic.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Parses a nested text, such as a caption, and returns the inlines of its first paragraph. `range` is its source
    /// in this text.
    pub(super) fn parse_inlines(&mut self, value: &str, range: Range<usize>) -> Vec<Inline> {
        let literal = self.slice(range.clone()) == value;
        let source_map =
            if literal { self.source_map.starting_at(range.start) } else { SourceMap::whole(self.span(range)) };
        let body = (self.parse_nested)(&mut MarkdownParser {
            text: value,
            source_map,
            dialect: Dialect { figures: false, ..self.dialect },
            quote_marks: self.quote_marks,
            raw_html: self.raw_html,
            references: self.references,
            diagnostics: self.diagnostics,
            keys_in_links: Vec::new(),
            parse_nested: self.parse_nested,
        });
        let paragraph = body.blocks.into_iter().find_map(|block| match block.kind {
            BlockKind::Paragraph(content) => Some(content),
            _ => None,
        });
        paragraph.unwrap_or_default()
    }
}
