//! Reads the letters of a PDF with their places, page by page.
//!
//! The reader of a PDF runs in a thread of its own, with a large stack and limited time: a file may be made to keep it
//! busy for ever. When its time is over, the thread ends with the next letter that it reads.

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

/// The most pages, and the most letters of a file.
const MAX_PAGES: usize = 2_000;
const MAX_GLYPHS: usize = 5_000_000;

/// How long a file may take, and how much stack its reader has.
const TIME_LIMIT: Duration = Duration::from_secs(20);
const STACK_SIZE: usize = 64 << 20;

/// A letter, or several that are drawn as one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    pub(super) text: String,
    /// Where it begins and ends.
    pub(super) left: f64,
    pub(super) right: f64,
    /// Its base line, from the top of the page.
    pub(super) base: f64,
    pub(super) size: f64,
}

/// A page with its letters, in the order in which they are drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct GlyphPage {
    pub(super) height: f64,
    pub(super) glyphs: Vec<Glyph>,
    /// How many letters have no meaning.
    pub(super) unmapped: usize,
}

/// Reads the pages of a file.
pub(super) fn pages(bytes: &[u8]) -> Result<Vec<GlyphPage>, PdfError> {
    let (sender, receiver) = channel();
    let bytes = bytes.to_vec();
    let is_over = Arc::new(AtomicBool::new(false));
    let of_reader = Arc::clone(&is_over);
    let reader = thread::Builder::new().name("pdf".to_owned()).stack_size(STACK_SIZE);
    let started = reader.spawn(move || {
        // Nobody waits any longer when the time is over.
        let _ = sender.send(read(bytes, &of_reader));
    });
    if started.is_err() {
        return Err(PdfError::Broken);
    }
    match receiver.recv_timeout(TIME_LIMIT) {
        Ok(pages) => pages,
        Err(RecvTimeoutError::Timeout) => {
            is_over.store(true, Ordering::Relaxed);
            Err(PdfError::TooLong)
        }
        // The thread ended without an answer: it panicked.
        Err(RecvTimeoutError::Disconnected) => Err(PdfError::Broken),
    }
}

fn read(bytes: Vec<u8>, is_over: &AtomicBool) -> Result<Vec<GlyphPage>, PdfError> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => PdfError::Encrypted,
        LoadPdfError::Invalid => PdfError::Broken,
    })?;
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    let mut left = MAX_GLYPHS;
    if pdf.pages().len() > MAX_PAGES {
        return Err(PdfError::TooLarge);
    }
    for page in pdf.pages().iter() {
        let height = f64::from(page.render_dimensions().1);
        let mut gatherer = GlyphCollector {
            page: GlyphPage { height, ..GlyphPage::default() },
            remaining: left,
            is_cancelled: is_over,
        };
        let settings = InterpreterSettings::default();
        let mut context = Context::new(to_top_left(page), Rect::new(0.0, 0.0, 1.0, 1.0), &cache, pdf.xref(), settings);
        interpret_page(page, &mut context, &mut gatherer);
        left = gatherer.remaining;
        if left == 0 {
            return Err(PdfError::TooLarge);
        }
        pages.push(gatherer.page);
    }
    Ok(pages)
}

fn to_top_left(page: &PdfPage<'_>) -> Affine {
    page.initial_transform(true).to_kurbo()
}

struct GlyphCollector<'a> {
    page: GlyphPage,
    /// How many letters may still be taken.
    remaining: usize,
    /// Whether nobody waits any longer.
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
        // Glyphs are drawn a thousand units large.
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

/// The letters of a ligature; any other letter alone.
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
            // There is no other way out of the interpreter; this one says nothing to the user.
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
