//! Parses source texts: lines, their roles, and the metadata they contain.
//!
//! The only place that decides the role of a line. `load` uses the citable passages, `import` the metadata and, to
//! explain its proposal, every line with its role and reason.
//!
//! 1. `plain` (with `wrapped`), `markdown`, `html` or `pdf` split a text into lines and extract the metadata of the
//!    markup.
//! 2. `classify` assigns a role with a reason to every line and extracts metadata, by `heuristics` alone.
//! 3. `passages` numbers the citable lines.
//!
//! No metadata is invented: missing values stay empty. Only white space of the text is changed.

mod classify;
mod format;
mod heuristics;
mod html;
mod line;
mod markdown;
mod metadata;
mod passages;
pub mod pdf;
mod plain;
pub(crate) mod text_shape;
mod wrapped;

pub use format::TextFormat;
pub use heuristics::date::{DateLine, DateLineKind, DateLinePrecision};
pub(crate) use heuristics::language::detect_language as language_of;
pub use heuristics::rights::RightsStatement;
pub use line::{AssignedRole, Line, LineRole, Markup};
pub use metadata::{Extracted, SourceMetadata};

use crate::model::TextPassage;
use crate::span::FileId;

/// Parsed text.
#[derive(Clone, Debug)]
pub struct ParsedText {
    /// Lines in order, each with its roles.
    pub lines: Vec<Line>,
    /// Metadata extracted from the text.
    pub metadata: SourceMetadata,
}

/// Error of parsing a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// The HTML is nested too deeply.
    #[error("its HTML is nested too deeply ({0} levels)")]
    TooDeep(usize),
    /// The HTML has too many elements, or an element has too many attributes.
    #[error("its HTML has too many elements or attributes ({0})")]
    TooMany(usize),
    /// There are no words in it.
    #[error("it is empty")]
    Empty,
    /// The PDF cannot be read.
    #[error("{0}")]
    Pdf(#[from] pdf::PdfError),
}

impl TextError {
    /// Returns the suggested fix.
    pub fn help(&self) -> &'static str {
        match self {
            TextError::TooDeep(_) | TextError::TooMany(_) => "save the article as plain text",
            TextError::Empty => "save the words of the article in it, or delete the file",
            TextError::Pdf(refused) => refused.help(),
        }
    }
}

/// Parses a text. Deterministic; never panics.
pub fn read(text: &str, format: TextFormat) -> Result<ParsedText, TextError> {
    let unclassified = match format {
        TextFormat::Plain | TextFormat::Pdf => plain::read(text),
        TextFormat::Html => html::read(text)?,
        TextFormat::Markdown => markdown::read(text),
    };
    let (lines, metadata) = classify::classify_lines(unclassified);
    Ok(ParsedText { lines, metadata })
}

/// Classifies the text extracted from a PDF.
pub fn read_pdf(pdf: &pdf::PdfText) -> ParsedText {
    let (lines, metadata) = classify::classify_lines(pdf::read(pdf));
    ParsedText { lines, metadata }
}

impl ParsedText {
    /// Iterates over the lines of the article's own text: the first is ¶1.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.is_passage())
    }

    /// Converts the citable lines into passages with spans in a file.
    pub fn into_passages(self, file: FileId) -> Vec<TextPassage> {
        passages::passages(self.lines, file)
    }
}

#[cfg(test)]
mod tests;
