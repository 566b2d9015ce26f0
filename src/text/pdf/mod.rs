//! PDF: the text layer as paragraphs.
//!
//! 1. `limits` rejects files that would take too much memory.
//! 2. `glyphs` extracts the glyphs of each page with their positions; a file without any is scanned.
//! 3. `lines` groups glyphs into lines, `running_headers` drops running headers and page numbers, `paragraphs` joins
//!    lines and hyphenated words.
//!
//! The resulting text has one paragraph per line. It replaces the file in all source positions.

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

/// Text of a PDF.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PdfText {
    /// Extracted text: one paragraph per line, with blank lines between.
    pub text: String,
    blocks: Vec<PdfBlock>,
}

/// Paragraph of a PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
struct PdfBlock {
    range: Range<usize>,
    markup: Option<Markup>,
    page: usize,
}

/// Error of reading a PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// The feature `import-pdf` is disabled in this build.
    #[error("it is a PDF, and this binary was built without PDF support")]
    NotBuilt,
    /// Not a PDF, or an invalid one.
    #[error("it is not a readable PDF")]
    Broken,
    /// The file is encrypted.
    #[error("it is an encrypted PDF")]
    Encrypted,
    /// The pages are scanned images.
    #[error("it is a PDF without text: its pages are images")]
    Scanned,
    /// The fonts have no Unicode mapping.
    #[error("it is a PDF whose fonts have no Unicode mapping")]
    Meaningless,
    /// The file exceeds a size limit.
    #[error("it is a PDF with too many objects")]
    TooLarge,
    /// The file exceeds the time limit.
    #[error("it is a PDF that takes too long to parse")]
    TooLong,
}

impl PdfError {
    /// Returns the suggested fix.
    pub fn help(self) -> &'static str {
        match self {
            PdfError::NotBuilt => "rebuild briefing with `--features import-pdf`, or save the article as plain text",
            PdfError::Broken | PdfError::TooLarge | PdfError::TooLong => {
                "open it in a PDF viewer and save it again, or save it as plain text"
            }
            PdfError::Encrypted => "save it without a password",
            PdfError::Scanned | PdfError::Meaningless => "extract the text with an OCR program, or copy it by hand",
        }
    }
}

/// Checks whether bytes are those of a PDF.
pub fn is_pdf(bytes: &[u8]) -> bool {
    memchr::memmem::find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some()
}

/// Extracts the text of a PDF.
#[cfg(feature = "import-pdf")]
pub fn extract(bytes: &[u8]) -> Result<PdfText, PdfError> {
    if !is_pdf(bytes) {
        return Err(PdfError::Broken);
    }
    limits::check(bytes)?;
    let pages = glyphs::pages(bytes)?;
    let mapped: usize = pages.iter().map(|page| page.glyphs.len()).sum();
    let unknown: usize = pages.iter().map(|page| page.unmapped).sum();
    if mapped + unknown == 0 {
        return Err(PdfError::Scanned);
    }
    if unknown * 2 > mapped {
        return Err(PdfError::Meaningless);
    }
    let mut all_lines: Vec<lines::TextLine> =
        (1..).zip(&pages).flat_map(|(number, page)| lines::lines(page, number)).collect();
    let size = lines::body_size(&all_lines);
    running_headers::remove_running_headers(&mut all_lines, pages.len(), size);
    let mut pdf = PdfText::default();
    for paragraph in paragraphs::paragraphs(&all_lines, size) {
        if !pdf.text.is_empty() {
            pdf.text.push_str("\n\n");
        }
        let start = pdf.text.len();
        pdf.text.push_str(&paragraph.text);
        pdf.blocks.push(PdfBlock { range: start..pdf.text.len(), markup: paragraph.markup, page: paragraph.page });
    }
    pdf.text.push('\n');
    Ok(pdf)
}

/// Returns an error: this build cannot read PDF.
#[cfg(not(feature = "import-pdf"))]
pub fn extract(_: &[u8]) -> Result<PdfText, PdfError> {
    Err(PdfError::NotBuilt)
}

/// Converts the text into lines; their numbers are those of the extracted text.
pub(super) fn read(pdf: &PdfText) -> UnclassifiedText {
    let lines = (0..).zip(&pdf.blocks).map(|(number, part)| {
        let mut line = Line::new(2 * number + 1, &pdf.text[part.range.clone()], part.range.clone(), part.markup);
        line.page = Some(part.page);
        line
    });
    UnclassifiedText { lines: lines.collect(), metadata: SourceMetadata::default() }
}
