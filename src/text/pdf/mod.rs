//! PDF: the text layer, as paragraphs.
//!
//! 1. `bounds` refuses what would take too much memory.
//! 2. `glyphs` reads the letters of each page with their places; pages without any are pictures.
//! 3. `lines` puts letters together to lines, `furniture` drops running heads and page numbers, `paragraphs` puts lines
//!    together, and words that were hyphenated.
//!
//! The text that comes out has a paragraph on a line. It stands for the file wherever a place in it is shown.

#[cfg(feature = "import-pdf")]
mod glyphs;
#[cfg(feature = "import-pdf")]
mod limits;
#[cfg(feature = "import-pdf")]
mod lines;
#[cfg(feature = "import-pdf")]
mod paragraphs;
#[cfg(feature = "import-pdf")]
mod running_headers;

use super::line::{Line, Markup};
use super::metadata::{SourceMetadata, UnclassifiedText};
use std::ops::Range;

/// The text of a PDF.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PdfText {
    /// Its words: a paragraph on a line, with blank lines between.
    pub text: String,
    blocks: Vec<PdfBlock>,
}

/// A paragraph of a PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
struct PdfBlock {
    range: Range<usize>,
    markup: Option<Markup>,
    page: usize,
}

/// Why a PDF cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// This program was built without the reader of PDFs.
    #[error("it is a PDF, which this build of briefing does not read")]
    NotBuilt,
    /// It is no PDF, or a broken one.
    #[error("it is no PDF that can be read")]
    Broken,
    /// It is encrypted.
    #[error("it is an encrypted PDF")]
    Encrypted,
    /// Its pages are pictures.
    #[error("it is a PDF without text: its pages are pictures")]
    Scanned,
    /// Its letters have no meaning but their shape.
    #[error("it is a PDF whose letters do not say which letters they are")]
    Meaningless,
    /// It has too much in it.
    #[error("it is a PDF with too much in it")]
    TooLarge,
    /// Reading it takes too long.
    #[error("it is a PDF that takes too long to read")]
    TooLong,
}

impl PdfError {
    /// What to do about it.
    pub fn help(self) -> &'static str {
        match self {
            PdfError::NotBuilt => "build briefing with `--features import-pdf`, or save the article as plain text",
            PdfError::Broken | PdfError::TooLarge | PdfError::TooLong => {
                "save it anew from a program that can open it, or as plain text"
            }
            PdfError::Encrypted => "save it without a password",
            PdfError::Scanned | PdfError::Meaningless => "recognize its text with an OCR program, or copy it by hand",
        }
    }
}

/// Whether bytes are those of a PDF.
pub fn is_pdf(bytes: &[u8]) -> bool {
    memchr::memmem::find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some()
}

/// Takes the text out of a PDF.
#[cfg(feature = "import-pdf")]
pub fn extract(bytes: &[u8]) -> Result<PdfText, PdfError> {
    if !is_pdf(bytes) {
        return Err(PdfError::Broken);
    }
    limits::check(bytes)?;
    let pages = glyphs::pages(bytes)?;
    let known: usize = pages.iter().map(|page| page.glyphs.len()).sum();
    let unknown: usize = pages.iter().map(|page| page.unmapped).sum();
    if known + unknown == 0 {
        return Err(PdfError::Scanned);
    }
    if unknown * 2 > known {
        return Err(PdfError::Meaningless);
    }
    let mut all: Vec<lines::TextLine> =
        (1..).zip(&pages).flat_map(|(number, page)| lines::lines(page, number)).collect();
    let size = lines::body_size(&all);
    running_headers::remove_running_headers(&mut all, pages.len(), size);
    let mut found = PdfText::default();
    for paragraph in paragraphs::paragraphs(&all, size) {
        if !found.text.is_empty() {
            found.text.push_str("\n\n");
        }
        let start = found.text.len();
        found.text.push_str(&paragraph.text);
        found.blocks.push(PdfBlock { range: start..found.text.len(), markup: paragraph.markup, page: paragraph.page });
    }
    found.text.push('\n');
    Ok(found)
}

/// Takes the text out of a PDF: not in this build.
#[cfg(not(feature = "import-pdf"))]
pub fn extract(_: &[u8]) -> Result<PdfText, PdfError> {
    Err(PdfError::NotBuilt)
}

/// Reads the text as lines; their numbers are those of the text's lines.
pub(super) fn read(pdf: &PdfText) -> UnclassifiedText {
    let lines = (0..).zip(&pdf.blocks).map(|(number, part)| {
        let mut line = Line::new(2 * number + 1, &pdf.text[part.range.clone()], part.range.clone(), part.markup);
        line.page = Some(part.page);
        line
    });
    UnclassifiedText { lines: lines.collect(), metadata: SourceMetadata::default() }
}
