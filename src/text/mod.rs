//! Reads a source's own words: its lines, what each of them is for, and what they say of the source.
//!
//! This is the one place that decides what a line of a text is. `load` takes the passages from it that can be cited,
//! `import` what the text states and, to explain itself, every line with its role and reason.
//!
//! 1. `plain` (with `wrapped`), `markdown`, `html` or `pdf` cut a text into lines, with what the markup states.
//! 2. `layout` gives every line a role with its reason and gathers what the lines say, by `heuristics` alone.
//! 3. `passages` numbers the lines that can be cited.
//!
//! Nothing is invented: what a text does not state stays empty. Of its words nothing is changed but white space.

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

/// A text that was read.
#[derive(Clone, Debug)]
pub struct ParsedText {
    /// Its lines in order, each with its role.
    pub lines: Vec<Line>,
    /// What it says of itself.
    pub metadata: SourceMetadata,
}

/// Why a text cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Its markup goes too deep.
    #[error("its HTML is nested too deeply ({0} elements within each other)")]
    TooDeep(usize),
    /// It has too many elements, or one has too many attributes.
    #[error("its HTML has too many elements or attributes ({0})")]
    TooMany(usize),
    /// It is a PDF that cannot be read.
    #[error("{0}")]
    Pdf(#[from] pdf::PdfError),
}

impl TextError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            TextError::TooDeep(_) | TextError::TooMany(_) => "save it as plain text, or copy the article from the page",
            TextError::Pdf(refused) => refused.help(),
        }
    }
}

/// Reads a text. Gives the same for the same words, and never panics.
pub fn read(text: &str, format: TextFormat) -> Result<ParsedText, TextError> {
    let page = match format {
        TextFormat::Plain | TextFormat::Pdf => plain::read(text),
        TextFormat::Html => html::read(text)?,
        TextFormat::Markdown => markdown::read(text),
    };
    let (lines, found) = classify::classify_lines(page);
    Ok(ParsedText { lines, metadata: found })
}

/// Reads what was taken out of a PDF.
pub fn read_pdf(pdf: &pdf::PdfText) -> ParsedText {
    let (lines, found) = classify::classify_lines(pdf::read(pdf));
    ParsedText { lines, metadata: found }
}

impl ParsedText {
    /// The lines of the article's own text: ¶1 is the first.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.is_passage())
    }

    /// What can be cited of it, with spans in a file.
    pub fn into_passages(self, file: FileId) -> Vec<TextPassage> {
        passages::passages(self.lines, file)
    }
}

#[cfg(test)]
mod tests;
