//! Extracts the glyphs of a PDF with their positions, page by page.
//!
//! The PDF interpreter runs in a separate thread with a large stack and a time limit: a malicious file could keep it
//! busy forever. After the timeout, the thread ends at the next glyph.

use super::PdfError;
use hayro_interpret::font::{Glyph as FontGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::LoadPdfError;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt, interpret_page,
};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// Maximum number of pages and glyphs of a file.
const MAX_PAGES: usize = 2_000;
const MAX_GLYPHS: usize = 5_000_000;

/// Time limit of a file, and stack size of the interpreter in bytes.
const TIME_LIMIT: Duration = Duration::from_secs(20);
const STACK_SIZE: usize = 64 << 20;

/// Glyph: one character, or several drawn as one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    pub(super) text: String,
    /// Left and right edge, in points.
    pub(super) left: f64,
    pub(super) right: f64,
    /// Baseline, in points from the top of the page.
    pub(super) base: f64,
    pub(super) size: f64,
}

/// Page with its glyphs in drawing order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct GlyphPage {
    pub(super) height: f64,
    pub(super) glyphs: Vec<Glyph>,
    /// Number of glyphs without a Unicode mapping.
    pub(super) unmapped: usize,
}

/// Extracts the pages of a file.
pub(super) fn pages(bytes: &[u8]) -> Result<Vec<GlyphPage>, PdfError> {
    let (sender, receiver) = channel();
    let bytes = bytes.to_vec();
    let is_cancelled = Arc::new(AtomicBool::new(false));
    let reader_flag = Arc::clone(&is_cancelled);
    let reader = thread::Builder::new().name("pdf".to_owned()).stack_size(STACK_SIZE);
    let started = reader.spawn(move || {
        // The receiver is gone after the timeout.
        let _ = sender.send(read(bytes, &reader_flag));
    });
    if started.is_err() {
        return Err(PdfError::Broken);
    }
    match receiver.recv_timeout(TIME_LIMIT) {
        Ok(pages) => pages,
        Err(RecvTimeoutError::Timeout) => {
            is_cancelled.store(true, Ordering::Relaxed);
            Err(PdfError::TooLong)
        }
        // The thread panicked without sending a result.
        Err(RecvTimeoutError::Disconnected) => Err(PdfError::Broken),
    }
}

fn read(bytes: Vec<u8>, is_cancelled: &AtomicBool) -> Result<Vec<GlyphPage>, PdfError> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => PdfError::Encrypted,
        LoadPdfError::Invalid => PdfError::Broken,
    })?;
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    let mut remaining = MAX_GLYPHS;
    if pdf.pages().len() > MAX_PAGES {
        return Err(PdfError::TooLarge);
    }
    for page in pdf.pages().iter() {
        let height = f64::from(page.render_dimensions().1);
        let mut collector =
            GlyphCollector { page: GlyphPage { height, ..GlyphPage::default() }, remaining, is_cancelled };
        let settings = InterpreterSettings::default();
        let mut context = Context::new(to_top_left(page), Rect::new(0.0, 0.0, 1.0, 1.0), &cache, pdf.xref(), settings);
        interpret_page(page, &mut context, &mut collector);
        remaining = collector.remaining;
        if remaining == 0 {
            return Err(PdfError::TooLarge);
        }
        pages.push(collector.page);
    }
    Ok(pages)
}

fn to_top_left(page: &PdfPage<'_>) -> Affine {
    page.initial_transform(true).to_kurbo()
}

struct GlyphCollector<'a> {
    page: GlyphPage,
    /// Number of glyphs until the limit.
    remaining: usize,
    /// True after the timeout.
    is_cancelled: &'a AtomicBool,
}

impl GlyphCollector<'_> {
    fn push_glyph(&mut self, glyph: &FontGlyph<'_>, transform: Affine) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => expand_ligature(c),
            Some(BfString::String(text)) => text.chars().map(expand_ligature).collect(),
            None => {
                self.page.unmapped += 1;
                return;
            }
        };
        let advance = match glyph {
            FontGlyph::Outline(glyph) => glyph.advance_width(),
            FontGlyph::Type3(glyph) => glyph.advance_width(),
        };
        // Glyphs are drawn at 1,000 units per em.
        let origin = transform * Point::ZERO;
        let along = transform * Point::new(1000.0, 0.0) - origin;
        let up = transform * Point::new(0.0, 1000.0) - origin;
        let is_upright = along.x > 0.0 && along.y.abs() < along.x * 0.1 && up.y < 0.0;
        let numbers = [origin.x, origin.y, along.x, up.y];
        if !is_upright || !numbers.iter().all(|number| number.is_finite()) {
            return;
        }
        let width = along.x * f64::from(advance.unwrap_or(500.0)).clamp(0.0, 5000.0) / 1000.0;
        let glyph = Glyph { text, left: origin.x, right: origin.x + width, base: origin.y, size: -up.y };
        self.page.glyphs.push(glyph);
    }
}

/// Expands a ligature into its letters; returns any other character unchanged.
fn expand_ligature(c: char) -> String {
    let letters = match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return c.to_string(),
    };
    letters.to_owned()
}

impl Device<'_> for GlyphCollector<'_> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        if self.is_cancelled.load(Ordering::Relaxed) {
            // Unwinding is the only way out of the interpreter; this call does not invoke the panic hook.
            resume_unwind(Box::new(PdfError::TooLong));
        }
        for glyph in run.glyphs() {
            if self.remaining == 0 {
                return;
            }
            self.remaining -= 1;
            self.push_glyph(glyph, props.transform * glyph.transform());
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
