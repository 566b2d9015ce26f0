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

mod findings;
mod format;
mod heuristics;
mod html;
mod layout;
mod line;
mod markdown;
mod passages;
pub mod pdf;
mod plain;
pub(crate) mod wording;
mod wrapped;

pub use findings::{Findings, Said};
pub use format::Format;
pub use heuristics::date::{Stamp, StampKind, StampPrecision};
pub(crate) use heuristics::language::of as language_of;
pub use heuristics::rights::Terms;
pub use line::{Line, Mark, Markup, Role};

use crate::model::TextPassage;
use crate::span::FileId;

/// A text that was read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its lines in order, each with its role.
    pub lines: Vec<Line>,
    /// What it says of itself.
    pub found: Findings,
}

/// Why a text cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Its markup goes too deep.
    #[error("its HTML is nested too deeply ({0} elements within each other)")]
    TooDeep(usize),
    /// It has too many elements, or one has too many attributes.
    #[error("its HTML has too many elements or attributes ({0})")]
    TooMany(usize),
    /// It is a PDF that cannot be read.
    #[error("{0}")]
    Pdf(#[from] pdf::PdfRefused),
}

impl Refused {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Refused::TooDeep(_) | Refused::TooMany(_) => "save it as plain text, or copy the article from the page",
            Refused::Pdf(refused) => refused.help(),
        }
    }
}

/// Reads a text. Gives the same for the same words, and never panics.
pub fn read(text: &str, format: Format) -> Result<Reading, Refused> {
    let page = match format {
        Format::Plain | Format::Pdf => plain::read(text),
        Format::Html => html::read(text)?,
        Format::Markdown => markdown::read(text),
    };
    let (lines, found) = layout::lay_out(page);
    Ok(Reading { lines, found })
}

/// Reads what was taken out of a PDF.
pub fn read_pdf(pdf: &pdf::PdfText) -> Reading {
    let (lines, found) = layout::lay_out(pdf::read(pdf));
    Reading { lines, found }
}

impl Reading {
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
