//! Groups glyphs into lines.

use super::glyphs::{Glyph, GlyphPage};
use crate::model::script::is_cjk;

/// Line of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TextLine {
    pub(super) text: String,
    /// Number of the page, 1-based.
    pub(super) page: usize,
    /// Vertical position on the page, from 0 (top) to 1.
    pub(super) depth: f64,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) base: f64,
    pub(super) size: f64,
}

/// Groups the glyphs of a page into lines, in drawing order.
pub(super) fn lines(page: &GlyphPage, number: usize) -> Vec<TextLine> {
    let mut lines: Vec<TextLine> = Vec::new();
    let mut last: Option<&Glyph> = None;
    for glyph in &page.glyphs {
        // Some programs draw a glyph twice to make it bold.
        let is_twice = last.is_some_and(|last| {
            last.text == glyph.text
                && (last.left - glyph.left).abs() < glyph.size * 0.1
                && (last.base - glyph.base).abs() < glyph.size * 0.1
        });
        if is_twice {
            continue;
        }
        last = Some(glyph);
        match lines.last_mut().map(|line| (fit(line, glyph), line)) {
            Some((GlyphFit::Continues { spaced: parted }, line)) => append_glyph(line, glyph, parted),
            Some((GlyphFit::NoteMark, _)) => {}
            _ if glyph.text.trim().is_empty() => {}
            _ => lines.push(TextLine {
                text: glyph.text.clone(),
                page: number,
                depth: glyph.base / page.height.max(1.0),
                left: glyph.left,
                right: glyph.right,
                base: glyph.base,
                size: glyph.size,
            }),
        }
    }
    for line in &mut lines {
        line.text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    lines.retain(|line| !line.text.is_empty());
    lines
}

enum GlyphFit {
    /// Continues the line, after a space if `spaced`.
    Continues {
        spaced: bool,
    },
    /// Superscript note reference, which is dropped.
    NoteMark,
    Elsewhere,
}

fn fit(line: &TextLine, glyph: &Glyph) -> GlyphFit {
    let gap = glyph.left - line.right;
    let raised = line.base - glyph.base;
    let is_near = gap > -line.size * 0.5 && gap < line.size * 3.0;
    let is_small = glyph.size < line.size * 0.85;
    let is_level = raised.abs() < line.size * 0.25 || is_small && raised.abs() < line.size * 0.6;
    if !is_near || !is_level || glyph.size > line.size * 1.6 {
        return GlyphFit::Elsewhere;
    }
    let is_digit = glyph.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '*' | '†'));
    let follows_word = line.text.ends_with(|c: char| !c.is_ascii_digit() && !c.is_whitespace());
    if is_small && raised > line.size * 0.2 && is_digit && follows_word {
        return GlyphFit::NoteMark;
    }
    GlyphFit::Continues { spaced: gap > line.size * 0.18 }
}

fn append_glyph(line: &mut TextLine, glyph: &Glyph, spaced: bool) {
    let between_cjk = line.text.ends_with(is_cjk) && glyph.text.starts_with(is_cjk);
    if spaced && !between_cjk && !line.text.ends_with(' ') {
        line.text.push(' ');
    }
    line.text.push_str(&glyph.text);
    line.right = line.right.max(glyph.right);
}

/// Returns the median font size, weighted by characters.
pub(super) fn body_size(lines: &[TextLine]) -> f64 {
    let mut sizes: Vec<(f64, usize)> = lines.iter().map(|line| (line.size, line.text.chars().count())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|(_, count)| count).sum::<usize>() / 2;
    let mut counted = 0;
    let median = sizes.iter().find(|(_, count)| {
        counted += count;
        counted > half
    });
    median.map_or(10.0, |(size, _)| *size)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(text: &str, left: f64, base: f64, size: f64) -> Glyph {
        Glyph { text: text.to_owned(), left, right: left + size * 0.5, base, size }
    }

    fn texts(glyphs: Vec<Glyph>) -> Vec<String> {
        lines(&GlyphPage { height: 100.0, glyphs, unmapped: 0 }, 1).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn splits_words_by_gap_and_lines_by_height() {
        let found = texts(vec![
            glyph("a", 0.0, 10.0, 10.0),
            glyph("b", 5.0, 10.0, 10.0),
            glyph("c", 13.0, 10.0, 10.0),
            glyph(" ", 18.0, 10.0, 10.0),
            glyph("d", 23.0, 10.0, 10.0),
            glyph("e", 0.0, 22.0, 10.0),
            glyph("f", 300.0, 22.0, 10.0),
        ]);
        assert_eq!(found, ["ab c d", "e", "f"]);
    }

    #[test]
    fn drops_doubled_glyphs_and_note_references() {
        let found = texts(vec![
            glyph("a", 0.0, 10.0, 10.0),
            glyph("a", 0.2, 10.0, 10.0),
            glyph("7", 5.0, 6.0, 6.0),
            glyph("b", 8.5, 10.0, 10.0),
        ]);
        assert_eq!(found, ["a b"]);
    }
}
