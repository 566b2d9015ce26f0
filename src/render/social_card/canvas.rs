//! Canvas of a card: glyphs and lines in few colours, with 15 steps of coverage each.
//!
//! Arithmetic is plain and in one order, so that every machine gives the same bytes.

use super::face::CardFace;
use rustc_hash::FxHashMap;
use ttf_parser::{GlyphId, OutlineBuilder};

/// Steps from the paper to a colour.
pub(super) const STEPS: u8 = 15;

/// Colours of a card; its paper is the step 0 of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CardColor {
    /// Ink of the title.
    Ink = 0,
    /// Soft ink of labels.
    Soft = 1,
    /// Accent.
    Accent = 2,
}

/// A font with its place in the caches of glyphs.
#[derive(Clone, Copy)]
pub(super) struct CardFont<'f> {
    pub(super) face: &'f CardFace<'f>,
    /// Distinguishes the fonts.
    pub(super) number: u8,
    /// Size in pixels.
    pub(super) size: u16,
}

/// Coverage of a glyph, from its left and top.
struct GlyphBitmap {
    left: i32,
    top: i32,
    width: usize,
    steps: Vec<u8>,
}

/// Canvas, and the glyphs that were drawn on it or on the cards before.
#[derive(Default)]
pub(super) struct CardCanvas {
    width: usize,
    /// Color and coverage of each pixel: 0 for the paper, else 1 + color × [`STEPS`] + step.
    pub(super) pixels: Vec<u8>,
    glyphs: FxHashMap<(u8, u16, u16), GlyphBitmap>,
}

impl CardCanvas {
    /// Clears the canvas.
    pub(super) fn clear(&mut self, width: usize, height: usize) {
        self.width = width;
        self.pixels.clear();
        self.pixels.resize(width * height, 0);
    }

    /// Fills a rectangle.
    pub(super) fn fill(&mut self, (left, top): (usize, usize), (width, height): (usize, usize), color: CardColor) {
        let value = pixel(color, STEPS);
        for row in self.pixels.chunks_exact_mut(self.width).skip(top).take(height) {
            if let Some(part) = row.get_mut(left..left + width) {
                part.fill(value);
            }
        }
    }

    /// Writes a line of text at its baseline.
    pub(super) fn write(&mut self, words: &str, font: CardFont<'_>, (left, baseline): (i32, i32), color: CardColor) {
        for (glyph, x) in glyphs(words, font) {
            let key = (font.number, font.size, glyph.0);
            let bitmap = self.glyphs.entry(key).or_insert_with(|| GlyphBitmap::draw(font, glyph));
            blit(&mut self.pixels, self.width, bitmap, (left + rounded(x), baseline), color);
        }
    }
}

/// Returns the width of a line of text in pixels.
pub(super) fn text_width(words: &str, font: CardFont<'_>) -> f32 {
    let last = glyphs(words, font).last();
    last.map_or(0.0, |(glyph, x)| x + font.face.advance(glyph, None) * font.face.scale(font.size.into()))
}

/// Returns the glyphs of a line with their distance from its beginning.
fn glyphs<'f>(words: &'f str, font: CardFont<'f>) -> impl Iterator<Item = (GlyphId, f32)> + 'f {
    let scale = font.face.scale(font.size.into());
    let mut x = 0.0;
    let mut characters = words.chars().peekable();
    std::iter::from_fn(move || {
        let glyph = font.face.glyph(characters.next()?);
        let next = characters.peek().map(|next| font.face.glyph(*next));
        let at = x;
        x += font.face.advance(glyph, next) * scale;
        Some((glyph, at))
    })
}

fn pixel(color: CardColor, step: u8) -> u8 {
    if step == 0 { 0 } else { color as u8 * STEPS + step }
}

fn blit(pixels: &mut [u8], width: usize, bitmap: &GlyphBitmap, (x, y): (i32, i32), color: CardColor) {
    let Ok(left) = usize::try_from(x + bitmap.left) else { return };
    for (row, line) in (y + bitmap.top..).zip(bitmap.steps.chunks_exact(bitmap.width.max(1))) {
        let Ok(row) = usize::try_from(row) else { continue };
        let start = row * width + left;
        let within = bitmap.width.min(width.saturating_sub(left));
        let Some(target) = pixels.get_mut(start..start + within) else { return };
        for (to, step) in target.iter_mut().zip(line) {
            let new = pixel(color, *step);
            // Overlapping glyphs of one line have one colour.
            *to = (*to).max(new);
        }
    }
}

impl GlyphBitmap {
    fn draw(font: CardFont<'_>, glyph: GlyphId) -> GlyphBitmap {
        let mut outline = Flattened { scale: font.face.scale(font.size.into()), ..Flattened::default() };
        font.face.outline(glyph, &mut outline);
        let bounds = outline.bounds();
        let (left, top) = (rounded(bounds[0].floor()) - 1, rounded(bounds[1].floor()) - 1);
        let size = |from: f32, to: f32| usize::try_from(rounded((to - from).ceil()) + 4).unwrap_or(0);
        let (width, height) = (size(bounds[0], bounds[2]), size(bounds[1], bounds[3]));
        let mut coverage = Coverage { width, height, sums: vec![0.0; width * height + 4] };
        let origin = (as_f32(left), as_f32(top));
        for &(from, to) in &outline.lines {
            coverage.line((from.0 - origin.0, from.1 - origin.1), (to.0 - origin.0, to.1 - origin.1));
        }
        GlyphBitmap { left, top, width, steps: coverage.steps() }
    }
}

/// Rounds to whole pixels; a card has some thousand.
#[expect(clippy::cast_possible_truncation, reason = "positions on a card")]
fn rounded(value: f32) -> i32 {
    value.round() as i32
}

#[expect(clippy::cast_precision_loss, reason = "positions on a card")]
fn as_f32(value: i32) -> f32 {
    value as f32
}

type Point = (f32, f32);

/// Outline of a glyph as lines, in pixels, with y downwards.
#[derive(Default)]
struct Flattened {
    scale: f32,
    lines: Vec<(Point, Point)>,
    start: Point,
    at: Point,
}

impl Flattened {
    /// Returns left, top, right and bottom.
    fn bounds(&self) -> [f32; 4] {
        let first = self.lines.first().map_or((0.0, 0.0), |(from, _)| *from);
        self.lines.iter().fold([first.0, first.1, first.0, first.1], |[left, top, right, bottom], (_, to)| {
            [left.min(to.0), top.min(to.1), right.max(to.0), bottom.max(to.1)]
        })
    }

    fn point(&self, x: f32, y: f32) -> Point {
        (x * self.scale, -y * self.scale)
    }

    fn line(&mut self, to: Point) {
        self.lines.push((self.at, to));
        self.at = to;
    }

    /// Approximates a curve by lines of about two pixels.
    fn curve(&mut self, length: f32, at: impl Fn(f32) -> Point) {
        let count = rounded((length / 2.0).clamp(2.0, 24.0));
        for part in 1..=count {
            self.line(at(as_f32(part) / as_f32(count)));
        }
    }
}

fn distance(a: Point, b: Point) -> f32 {
    (a.0 - b.0).abs() + (a.1 - b.1).abs()
}

/// Returns the sum of points, each with its weight.
fn weighted(points: &[(f32, Point)]) -> Point {
    points.iter().fold((0.0, 0.0), |sum, (weight, point)| (sum.0 + weight * point.0, sum.1 + weight * point.1))
}

impl OutlineBuilder for Flattened {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = self.point(x, y);
        self.start = self.at;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.point(x, y);
        self.line(to);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (from, control, to) = (self.at, self.point(x1, y1), self.point(x, y));
        self.curve(distance(from, control) + distance(control, to), |at| {
            let rest = 1.0 - at;
            weighted(&[(rest * rest, from), (2.0 * at * rest, control), (at * at, to)])
        });
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (from, first, second, to) = (self.at, self.point(x1, y1), self.point(x2, y2), self.point(x, y));
        self.curve(distance(from, first) + distance(first, second) + distance(second, to), |at| {
            let rest = 1.0 - at;
            weighted(&[
                (rest * rest * rest, from),
                (3.0 * rest * rest * at, first),
                (3.0 * rest * at * at, second),
                (at * at * at, to),
            ])
        });
    }

    fn close(&mut self) {
        if self.at != self.start {
            self.line(self.start);
        }
    }
}

/// Exact coverage of pixels: each line adds the area at its right to the pixels that it crosses; the sums of a row are
/// the coverage.
struct Coverage {
    width: usize,
    height: usize,
    sums: Vec<f32>,
}

impl Coverage {
    fn line(&mut self, from: Point, to: Point) {
        let (direction, top, bottom) = if from.1 < to.1 { (1.0, from, to) } else { (-1.0, to, from) };
        if bottom.1 <= top.1 {
            return;
        }
        let slope = (bottom.0 - top.0) / (bottom.1 - top.1);
        let mut x = top.0;
        let rows = usize::try_from(rounded(top.1.floor())).unwrap_or(0)..self.height;
        for row in rows {
            let y = as_f32(i32::try_from(row).unwrap_or(0));
            if y >= bottom.1 {
                break;
            }
            let height = (y + 1.0).min(bottom.1) - y.max(top.1);
            let next = x + slope * height;
            self.row(row, (x.min(next), x.max(next)), height * direction);
            x = next;
        }
    }

    /// Adds the part of a line within a row of pixels, which spans `left` to `right`.
    fn row(&mut self, row: usize, (left, right): (f32, f32), area: f32) {
        let (first, last) = (left.floor(), right.ceil());
        let start = row * self.width + usize::try_from(rounded(first)).unwrap_or(0);
        let count = rounded(last - first);
        if count <= 1 {
            let share = area * (left.midpoint(right) - first);
            self.add(start, area - share);
            self.add(start + 1, share);
            return;
        }
        // The share of each pixel grows from the left end of the line to its right end.
        let covered = |x: f32| ((x - left) / (right - left)).clamp(0.0, 1.0);
        let mut before = 0.0;
        let mut share_before = 0.0;
        for index in 0..count {
            let (from, to) = (first + as_f32(index), first + as_f32(index + 1));
            let (a, b) = (from.max(left), to.min(right));
            // Mean of what lies at the right of the line, over the width of the pixel.
            let within = (covered(b) - covered(a)) * (to - a.midpoint(b));
            let share = before + within;
            self.add(start + usize::try_from(index).unwrap_or(0), area * (share - share_before));
            (before, share_before) = (covered(b), share);
        }
        self.add(start + usize::try_from(count).unwrap_or(0), area * (1.0 - share_before));
    }

    fn add(&mut self, index: usize, area: f32) {
        if let Some(sum) = self.sums.get_mut(index) {
            *sum += area;
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the number of steps")]
    fn steps(&self) -> Vec<u8> {
        let mut steps = Vec::with_capacity(self.width * self.height);
        for row in self.sums.chunks_exact(self.width.max(1)).take(self.height) {
            let mut sum = 0.0;
            steps.extend(row.iter().map(|area| {
                sum += area;
                (sum.abs().min(1.0) * f32::from(STEPS) + 0.5) as u8
            }));
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::super::face::CardFaces;
    use super::*;

    #[test]
    fn covers_a_rectangle_exactly() {
        let mut coverage = Coverage { width: 6, height: 4, sums: vec![0.0; 28] };
        let corners = [(1.0, 1.0), (4.5, 1.0), (4.5, 3.0), (1.0, 3.0)];
        for (from, to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
            coverage.line(*from, *to);
        }
        let row = [0, 15, 15, 15, 8, 0];
        assert_eq!(coverage.steps(), [[0; 6], row, row, [0; 6]].concat());
    }

    #[test]
    fn covers_half_of_a_slanted_shape() {
        let mut coverage = Coverage { width: 10, height: 10, sums: vec![0.0; 104] };
        let corners = [(1.0, 1.0), (9.0, 1.0), (1.0, 9.0)];
        for (from, to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
            coverage.line(*from, *to);
        }
        let sum: u32 = coverage.steps().into_iter().map(u32::from).sum();
        assert!((470..=490).contains(&sum), "{sum} is about 32 pixels of 15 steps");
    }

    #[test]
    fn writes_within_the_canvas_only() {
        let faces = CardFaces::new(None);
        let font = CardFont { face: faces.for_title("Wide words").unwrap(), number: 0, size: 40 };
        let mut canvas = CardCanvas::default();
        canvas.clear(100, 50);
        canvas.write("Wide words", font, (10, 40), CardColor::Accent);
        canvas.write("Wide words", font, (-30, 140), CardColor::Ink);
        assert!(canvas.pixels.contains(&(2 * STEPS + STEPS)));
        assert!(text_width("Wide words", font) > 150.0);
    }
}
