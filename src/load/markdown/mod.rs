//! Parses Markdown into a tree: CommonMark with tables, strikethrough, task lists, footnotes, alerts, heading
//! attributes and typographic quotes, and the extensions of briefings, one file each.
//!
//! 1. `source_map` maps the text to its file; `parser` has the dialect and collects references and diagnostics.
//! 2. `tree` turns the parser's events into blocks; `inlines` merges text into a `run` and finds mark-up in it.
//! 3. The extensions are called where their mark-up may occur: `citation`, `attributes`, `stray_attributes`, `span`, `quote_marks`, `wikilink`, `cjk`, `link`, `figure`,
//!    `table`, `fence`, `html`.
//! 4. At the end `footnote` numbers the notes, `heading` assigns ids, `word_count` counts words.
//!
//! Links, images and citations are not resolved here: the tree contains ids of [`Reference`]s. Nesting beyond
//! [`parser::MAX_DEPTH`] levels is flattened, so that no later stage can overflow the stack.

mod attributes;
mod citation;
mod cjk;
mod fence;
mod figure;
mod footnote;
mod heading;
mod html;
mod inlines;
mod link;
mod parser;
mod quote_marks;
mod run;
mod source_map;
mod span;
mod stray_attributes;
mod table;
mod tree;
mod visit;
mod wikilink;
mod word_count;

#[cfg(test)]
mod tests;

pub(super) use attributes::is_name as is_attribute_name;

use crate::diagnose::{Diagnostics, Rule};
use crate::model::{Body, MarkdownConfig, Reference};
use crate::span::FileId;
use parser::{Dialect, MarkdownParser};
use quote_marks::LanguageQuoteMarks;
use source_map::SourceMap;
use std::ops::Range;

/// Rules checked during Markdown parsing.
pub static RULES: &[&Rule] = &[
    &attributes::INVALID_ATTRIBUTES,
    &citation::INVALID_CITATION,
    &citation::LOST_CITATION,
    &fence::INVALID_FENCE,
    &fence::UNKNOWN_SETTING,
    &fence::INVALID_SETTING,
    &fence::MISSING_SETTING,
    &figure::MISSING_ALT,
    &footnote::UNKNOWN_FOOTNOTE,
    &footnote::UNUSED_FOOTNOTE,
    &heading::DUPLICATE_ANCHOR,
    &heading::RESERVED_ANCHOR,
    &html::RAW_HTML_IGNORED,
    &link::FORBIDDEN_SCHEME,
];

/// Markdown parser state of one record, shared by its body and its front matter strings, so that reference ids are
/// unique within the record.
pub struct MarkdownReader<'a> {
    /// File id of the record.
    pub file: FileId,
    /// Whole text of that file.
    pub source: &'a str,
    /// Language of the record (BCP 47), for its quotation marks.
    pub language: &'a str,
    /// Markdown settings.
    pub config: MarkdownConfig,
    /// Collected references, indexed by [`crate::model::ReferenceId`].
    pub references: Vec<Reference>,
    /// Collected diagnostics.
    pub diagnostics: Diagnostics,
}

#[cfg(test)]
impl<'a> MarkdownReader<'a> {
    /// Creates a reader of a text in a language (BCP 47), with default settings.
    pub(in crate::load) fn of_text(source: &'a str, language: &'a str) -> MarkdownReader<'a> {
        MarkdownReader {
            file: FileId(0),
            source,
            language,
            config: MarkdownConfig::default(),
            references: Vec::new(),
            diagnostics: Diagnostics::default(),
        }
    }
}

impl MarkdownReader<'_> {
    /// Parses the byte range of the source as Markdown blocks. A range outside of the source gives an empty body.
    pub fn read(&mut self, range: Range<usize>) -> Body {
        self.read_range(range, Dialect::briefing(self.config.smart_punctuation))
    }

    /// Parses the byte range of the source as plain CommonMark: no extensions, no typography. Headings still get ids.
    pub fn read_commonmark(&mut self, range: Range<usize>) -> Body {
        self.read_range(range, Dialect::COMMONMARK)
    }

    /// Parses a front matter string as Markdown. `span` is its byte range in the file, quotation marks included. Nodes
    /// get exact spans if the value can be aligned with its source, escapes included; otherwise all get `span`.
    pub fn read_value(&mut self, value: &str, span: Range<usize>) -> Body {
        let source_map = SourceMap::for_string(self.file, self.source, value, span);
        self.read_text(value, source_map, Dialect::briefing(self.config.smart_punctuation))
    }

    fn read_range(&mut self, range: Range<usize>, dialect: Dialect) -> Body {
        let source = self.source;
        let text = source.get(range.clone()).unwrap_or("");
        self.read_text(text, SourceMap::exact(self.file, range.start), dialect)
    }

    fn read_text(&mut self, text: &str, source_map: SourceMap, dialect: Dialect) -> Body {
        tree::parse(&mut MarkdownParser {
            text,
            source_map,
            dialect,
            quote_marks: LanguageQuoteMarks::of_language(self.language),
            raw_html: self.config.raw_html,
            references: &mut self.references,
            diagnostics: &mut self.diagnostics,
            keys_in_links: Vec::new(),
            parse_nested: tree::parse,
        })
    }
}
