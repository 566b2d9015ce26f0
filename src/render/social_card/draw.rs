//! Draws a card: kind and date below a rule, title, and the name of the site at the foot.

use super::canvas::{CardCanvas, CardColor, CardFont, text_width};
use super::face::{CardFace, CardFaces};
use super::palette::CardPalette;
use super::{CardText, HEIGHT, WIDTH, png};
use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;

const MARGIN: usize = 80;
const TEXT_WIDTH: usize = WIDTH - 2 * MARGIN;
const LABEL_SIZE: u16 = 32;
/// Space between two labels in a line.
const LABEL_GAP: usize = 24;
/// Baseline of the labels above the title.
const TOP_LABEL: usize = MARGIN + 58;

/// Sizes of a title, with the number of lines that have space.
const TITLE_SIZES: [(u16, usize); 5] = [(96, 2), (84, 3), (72, 3), (60, 4), (48, 5)];

/// Fonts and colours of the cards.
pub(super) struct CardPen<'a> {
    pub(super) faces: CardFaces<'a>,
    pub(super) palette: CardPalette,
}

/// Buffers of a thread, reused from card to card.
#[derive(Default)]
pub(super) struct CardBuffers {
    canvas: CardCanvas,
    filtered: Vec<u8>,
}

impl CardPen<'_> {
    /// Draws a card as a PNG.
    pub(super) fn draw(&self, card: &CardText, buffers: &mut CardBuffers) -> Vec<u8> {
        let canvas = &mut buffers.canvas;
        canvas.clear(WIDTH, HEIGHT);
        canvas.fill((MARGIN, MARGIN), (TEXT_WIDTH, 4), CardColor::Ink);
        let end = self.label(canvas, &card.kind, (MARGIN, TOP_LABEL), CardColor::Accent);
        self.label(canvas, &card.date, (end + LABEL_GAP, TOP_LABEL), CardColor::Ink);
        self.title(canvas, &card.title);
        canvas.fill((MARGIN, HEIGHT - MARGIN - 60), (TEXT_WIDTH, 1), CardColor::Soft);
        self.label(canvas, &card.site, (MARGIN, HEIGHT - MARGIN), CardColor::Soft);
        png::encode(&canvas.pixels, WIDTH, &self.palette, &mut buffers.filtered)
    }

    /// Writes a label in one line, shortened at a word if it is too long. Returns where it ends.
    fn label(&self, canvas: &mut CardCanvas, words: &str, (left, baseline): (usize, usize), color: CardColor) -> usize {
        // Without words there is no gap either.
        let nothing = left.saturating_sub(LABEL_GAP);
        let Some(face) = self.faces.for_label(words) else { return nothing };
        let font = CardFont { face, number: 0, size: LABEL_SIZE };
        let lines = broken(words, font, (MARGIN + TEXT_WIDTH).saturating_sub(left));
        let Some(first) = lines.first() else { return nothing };
        let line = if lines.len() == 1 { first.clone() } else { format!("{first} …") };
        canvas.write(&line, font, (position(left), position(baseline)), color);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most the width of the card")]
        let width = text_width(&line, font).ceil() as usize;
        left + width
    }

    /// Writes the title in the largest size in which it has space.
    fn title(&self, canvas: &mut CardCanvas, title: &str) {
        let Some(face) = self.faces.for_title(title) else { return };
        let (font, lines) = fitted(title, face);
        let size = usize::from(font.size);
        let mut baseline = TOP_LABEL + size * 4 / 10;
        for line in lines {
            baseline += size * 11 / 10;
            // A large letter begins a little to the right of its origin.
            let left = position(MARGIN) - i32::from(font.size) / 24;
            canvas.write(&line, font, (left, position(baseline)), CardColor::Ink);
        }
    }
}

/// Returns the largest font in which a title has space, with its lines; one that has no space in any is cut.
fn fitted<'f>(title: &str, face: &'f CardFace<'f>) -> (CardFont<'f>, Vec<String>) {
    let mut smallest = None;
    for (size, max_lines) in TITLE_SIZES {
        let font = CardFont { face, number: 1, size };
        let mut lines = broken(title, font, TEXT_WIDTH);
        if lines.len() <= max_lines {
            return (font, lines);
        }
        lines.truncate(max_lines);
        lines.iter_mut().last().into_iter().for_each(|line| line.push_str(" …"));
        smallest = Some((font, lines));
    }
    smallest.unwrap_or((CardFont { face, number: 1, size: LABEL_SIZE }, Vec::new()))
}

fn position(pixels: usize) -> i32 {
    i32::try_from(pixels).unwrap_or(0)
}

/// Breaks a text into lines of at most a width. A word that is longer than a line is cut.
fn broken(words: &str, font: CardFont<'_>, width: usize) -> Vec<String> {
    #[expect(clippy::cast_precision_loss, reason = "a width of some hundred pixels")]
    let fits = |line: &str| text_width(line.trim_end(), font) <= width as f32;
    let mut lines = vec![String::new()];
    let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    let ends: Vec<usize> = segmenter.segment_str(words).collect();
    for part in ends.windows(2).filter_map(|ends| words.get(ends[0]..ends[1])) {
        let longer = format!("{}{part}", lines.last().map_or("", String::as_str));
        if fits(&longer) {
            lines.pop();
            lines.push(longer);
        } else if fits(part) {
            lines.push(part.to_owned());
        } else {
            cut(part, &mut lines, fits);
        }
    }
    lines.retain(|line| !line.trim().is_empty());
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

/// Adds a word that is longer than a line.
fn cut(word: &str, lines: &mut Vec<String>, fits: impl Fn(&str) -> bool) {
    let mut line = String::new();
    for character in word.chars() {
        line.push(character);
        if !fits(&line) {
            line.pop();
            lines.push(std::mem::replace(&mut line, character.to_string()));
        }
    }
    lines.push(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn font<'f>(faces: &'f CardFaces<'f>, size: u16) -> CardFont<'f> {
        CardFont { face: faces.for_title("a").unwrap(), number: 1, size }
    }

    #[test]
    fn breaks_between_words_and_cuts_long_ones() {
        let faces = CardFaces::new(None);
        assert_eq!(broken("Short title", font(&faces, 96), TEXT_WIDTH), ["Short title"]);
        let lines = broken("World Artificial Intelligence Cooperation Organization", font(&faces, 96), TEXT_WIDTH);
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(broken(&"Extraordinarily".repeat(9), font(&faces, 96), TEXT_WIDTH).len() > 3);
        assert!(broken(" ", font(&faces, 96), TEXT_WIDTH).is_empty());
    }

    #[test]
    fn draws_the_same_bytes_with_used_buffers() {
        let pen = CardPen { faces: CardFaces::new(None), palette: CardPalette::default() };
        let card = |title: &str| CardText {
            kind: "Declaration".into(),
            title: title.into(),
            date: "12 December 2025".into(),
            site: "A briefing".into(),
        };
        let mut buffers = CardBuffers::default();
        let first = pen.draw(&card("Pax Silica"), &mut buffers);
        let other = pen.draw(&card(&"many words ".repeat(60)), &mut buffers);
        assert!(first != other && first == pen.draw(&card("Pax Silica"), &mut buffers));
        assert!(first.len() < 30_000 && other.len() < 90_000, "{} {}", first.len(), other.len());
    }
}
