//! Reads Markdown into a tree: CommonMark with tables, strikethrough, task lists, footnotes, alerts, heading
//! attributes and typographic quotes, and what briefings add, one file per addition.
//!
//! 1. `place` knows where the text stands in its file, `reading` in which dialect it is read.
//! 2. `tree` turns the parser's events into blocks; `text` joins the words of a `run` and finds the marks in them.
//! 3. One file per addition is asked where its mark-up may occur: `citation`, `wikilink`, `cjk`, `link`, `figure`,
//!    `table`, `fence`, `html`.
//! 4. At the end `footnote` numbers the notes, `heading` names the headings, `words` counts.
//!
//! Links, images and citations are not resolved here: the tree holds numbers of [`Reference`]s. Nesting beyond
//! [`reading::MAX_DEPTH`] levels is laid flat, so that no later stage can run out of stack.

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
mod run;
mod source_map;
mod table;
mod tree;
mod visit;
mod wikilink;
mod word_count;

#[cfg(test)]
mod tests;

use crate::diagnose::{Diagnostics, Rule};
use crate::model::{Body, MarkdownConfig, Reference};
use crate::span::FileId;
use parser::{Dialect, MarkdownParser};
use source_map::SourceMap;
use std::ops::Range;

/// The rules that are checked while Markdown is read.
pub static RULES: &[&Rule] = &[
    &citation::BAD_CITATION,
    &fence::BAD_FENCE,
    &fence::UNKNOWN_SETTING,
    &fence::WRONG_SETTING,
    &fence::MISSING_SETTING,
    &figure::MISSING_ALT,
    &footnote::UNKNOWN_FOOTNOTE,
    &footnote::UNUSED_FOOTNOTE,
    &heading::DUPLICATE_ANCHOR,
    &html::RAW_HTML_IGNORED,
    &link::FORBIDDEN_SCHEME,
];

/// What the reader of one record's Markdown needs and collects. One per record, for its body and its front matter's
/// texts, so that references are numbered through.
pub struct MarkdownReader<'a> {
    /// The file of the record.
    pub file: FileId,
    /// The whole text of that file.
    pub source: &'a str,
    /// How Markdown is read.
    pub config: MarkdownConfig,
    /// Collected references.
    pub references: Vec<Reference>,
    /// Collected findings.
    pub diagnostics: Diagnostics,
}

impl MarkdownReader<'_> {
    /// Reads the part of the source at `range` as Markdown blocks. A range that does not fit the source reads as empty.
    pub fn read(&mut self, range: Range<usize>) -> Body {
        self.read_range(range, Dialect::briefing(self.config.smart_punctuation))
    }

    /// Reads the part of the source at `range` as CommonMark and nothing else: no additions, no typography. Headings
    /// get ids all the same.
    pub fn read_commonmark(&mut self, range: Range<usize>) -> Body {
        self.read_range(range, Dialect::COMMONMARK)
    }

    /// Reads a front matter string as Markdown. `span` is the string's place in the file, quotation marks included;
    /// nodes get their exact places when the value can be followed there, escapes included, otherwise all get `span`.
    pub fn read_value(&mut self, value: &str, span: Range<usize>) -> Body {
        let place = SourceMap::for_string(self.file, self.source, value, span);
        self.read_text(value, place, Dialect::briefing(self.config.smart_punctuation))
    }

    fn read_range(&mut self, range: Range<usize>, dialect: Dialect) -> Body {
        let source = self.source;
        let text = source.get(range.clone()).unwrap_or("");
        self.read_text(text, SourceMap::exact(self.file, range.start), dialect)
    }

    fn read_text(&mut self, text: &str, place: SourceMap, dialect: Dialect) -> Body {
        tree::parse(&mut MarkdownParser {
            text,
            source_map: place,
            dialect,
            raw_html: self.config.raw_html,
            references: &mut self.references,
            diagnostics: &mut self.diagnostics,
            parse_nested: tree::parse,
        })
    }
}
