//! Joins lines into paragraphs.
//!
//! A line continues a paragraph unless its size, distance or indent differs, or the previous line is short and ends a
//! sentence. A paragraph may continue in the next column or on the next page if its sentence does. Words hyphenated at
//! a line end are joined; a hyphen is kept if the text writes the word with it elsewhere.

use super::lines::TextLine;
use crate::model::script::{ends_sentence, is_cjk};
use crate::text::line::Markup;
use std::collections::BTreeSet;

/// Paragraph, heading or title.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PdfParagraph {
    pub(super) text: String,
    /// Page on which it begins.
    pub(super) page: usize,
    pub(super) markup: Option<Markup>,
}

/// Joins the lines of a file.
pub(super) fn paragraphs(lines: &[TextLine], body_size: f64) -> Vec<PdfParagraph> {
    let vocabulary = vocabulary(lines);
    let leading = leading(lines);
    let title_size = title_size(lines, body_size);
    let mut paragraphs: Vec<PdfParagraph> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let previous = at.checked_sub(1).map(|previous| &lines[previous]);
        let continues =
            previous.is_some_and(|previous| continues_paragraph(previous, line, right_edge(lines, at - 1), leading));
        match paragraphs.last_mut() {
            Some(paragraph) if continues => append_line(&mut paragraph.text, &line.text, &vocabulary),
            _ => {
                let markup = markup(line, body_size, title_size);
                paragraphs.push(PdfParagraph { text: line.text.clone(), page: line.page, markup });
            }
        }
    }
    for paragraph in &mut paragraphs {
        // A long text in a large font is a paragraph, such as an introduction.
        if paragraph.markup == Some(Markup::Heading) && paragraph.text.chars().count() > 160 {
            paragraph.markup = None;
        }
    }
    paragraphs
}

/// Collects the words of a text in lower case, with and without hyphens.
fn vocabulary(lines: &[TextLine]) -> BTreeSet<String> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    lines.iter().flat_map(|line| line.text.split_whitespace()).map(bare).collect()
}

/// Returns the median line distance, relative to the font size.
fn leading(lines: &[TextLine]) -> f64 {
    let distance = |pair: &[TextLine]| {
        let distance = pair[1].base - pair[0].base;
        (pair[0].page == pair[1].page && distance > 0.0).then_some(distance / pair[0].size.max(1.0))
    };
    let mut distances: Vec<f64> = lines.windows(2).filter_map(distance).collect();
    distances.sort_by(f64::total_cmp);
    distances.get(distances.len() / 2).copied().unwrap_or(1.2).clamp(1.0, 2.2)
}

/// Returns the font size of the title: the largest on the first page, if larger than the body text.
fn title_size(lines: &[TextLine], body_size: f64) -> Option<f64> {
    let first = lines.iter().filter(|line| line.page == 1 && line.text.chars().any(char::is_alphabetic));
    first.map(|line| line.size).max_by(f64::total_cmp).filter(|size| *size > body_size * 1.2)
}

fn markup(line: &TextLine, body_size: f64, title_size: Option<f64>) -> Option<Markup> {
    let has_prefix = |prefixes: &[&str]| prefixes.iter().any(|prefix| line.text.starts_with(prefix));
    if line.page == 1 && title_size.is_some_and(|size| line.size > size * 0.97) {
        Some(Markup::Title)
    } else if line.size > body_size * 1.12 {
        Some(Markup::Heading)
    } else if line.size < body_size * 0.97 && has_prefix(&["Figure ", "Fig. ", "Table ", "Photo", "Image", "图"]) {
        Some(Markup::Caption)
    } else if line.size < body_size * 0.9 && starts_with_number(&line.text) {
        Some(Markup::Note)
    } else {
        None
    }
}

fn starts_with_number(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].trim_start_matches(['.', ')']);
    (1..=3).contains(&digits) && rest.starts_with(char::is_whitespace) || text.starts_with(['*', '†'])
}

/// Returns the right edge of the neighboring lines in the same column.
fn right_edge(lines: &[TextLine], at: usize) -> f64 {
    let nearby = at.saturating_sub(4)..lines.len().min(at + 5);
    let line = &lines[at];
    let is_same_column =
        |other: &&TextLine| other.page == line.page && (other.left - line.left).abs() < line.size * 4.0;
    lines[nearby].iter().filter(is_same_column).map(|other| other.right).fold(line.right, f64::max)
}

fn continues_paragraph(previous: &TextLine, line: &TextLine, right: f64, leading: f64) -> bool {
    let size = previous.size.max(1.0);
    let is_alike = (line.size - previous.size).abs() < size * 0.08;
    let starts_item = line.text.starts_with(['•', '▪', '●', '–', '■', '◦']) || is_numbered(&line.text);
    if !is_alike || starts_item {
        return false;
    }
    let is_full = previous.right > right - size * 3.0;
    let is_open = !ends_sentence(&previous.text);
    let distance = (line.base - previous.base) / size;
    let is_elsewhere = line.page != previous.page || distance < 0.0 || line.left > previous.right;
    if is_elsewhere {
        return is_open
            && (line.text.starts_with(char::is_lowercase) || previous.text.ends_with(['-', ',', '\u{ad}']) || is_full);
    }
    let indent = line.left - previous.left;
    let is_indented = indent > size * 0.7 && indent < size * 6.0;
    distance < leading * 1.35 && (is_open || is_full && !is_indented)
}

/// Matches `1. `, `(2) ` and `3) `.
fn is_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches('(');
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && rest[digits..].starts_with([')', '.']) && rest[digits + 1..].starts_with(' ')
}

fn append_line(text: &mut String, line: &str, vocabulary: &BTreeSet<String>) {
    let is_hyphen = |c: char| matches!(c, '-' | '\u{ad}' | '\u{2010}');
    let stem = text.trim_end_matches(is_hyphen);
    let is_broken = stem.len() < text.len() && stem.ends_with(char::is_alphabetic);
    if is_broken && line.starts_with(char::is_alphabetic) {
        let first = stem.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
        let second = line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let (first, second) =
            (first.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase(), second.to_lowercase());
        let is_compound =
            vocabulary.contains(&format!("{first}-{second}")) && !vocabulary.contains(&format!("{first}{second}"));
        if line.starts_with(char::is_lowercase) && !is_compound {
            text.truncate(stem.len());
        }
    } else if !(text.ends_with(is_cjk) && line.starts_with(is_cjk)) {
        text.push(' ');
    }
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, page: usize, left: f64, right: f64, base: f64) -> TextLine {
        TextLine { text: text.to_owned(), page, depth: base / 800.0, left, right, base, size: 10.0 }
    }

    fn texts(lines: &[TextLine]) -> Vec<String> {
        paragraphs(lines, 10.0).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn joins_lines_and_hyphenated_words() {
        let found = texts(&[
            line("The council of Lindhaven voted for a har-", 1, 0.0, 300.0, 100.0),
            line("bour bridge, a long-", 1, 0.0, 298.0, 112.0),
            line("term plan. A long-term plan is rare. It", 1, 0.0, 301.0, 124.0),
            line("ended.", 1, 0.0, 40.0, 136.0),
            line("Nobody had expected that.", 1, 10.0, 150.0, 148.0),
            line("A gap is wide.", 1, 0.0, 120.0, 180.0),
        ]);
        assert_eq!(
            found,
            [
                "The council of Lindhaven voted for a harbour bridge, a long-term plan. A long-term plan is rare. It ended.",
                "Nobody had expected that.",
                "A gap is wide.",
            ]
        );
    }

    #[test]
    fn continues_paragraph_in_next_column_and_page() {
        let found = texts(&[
            line("The council of Lindhaven voted", 1, 0.0, 300.0, 700.0),
            line("for a bridge that opens for", 1, 320.0, 620.0, 100.0),
            line("ships, and it", 2, 0.0, 300.0, 100.0),
            line("ended.", 2, 0.0, 50.0, 112.0),
        ]);
        assert_eq!(found, ["The council of Lindhaven voted for a bridge that opens for ships, and it ended."]);
    }

    #[test]
    fn derives_markup_from_font_sizes() {
        let sized = |text: &str, size: f64, base: f64| TextLine { size, ..line(text, 1, 0.0, 100.0, base) };
        let found = paragraphs(
            &[
                sized("A bridge for", 24.0, 50.0),
                sized("Lindhaven", 24.0, 78.0),
                sized("What it costs", 13.0, 120.0),
                sized("The bridge costs much.", 10.0, 140.0),
                sized("1 See the plan.", 8.0, 760.0),
            ],
            10.0,
        );
        let texts: Vec<(&str, Option<Markup>)> = found.iter().map(|p| (p.text.as_str(), p.markup)).collect();
        assert_eq!(
            texts,
            [
                ("A bridge for Lindhaven", Some(Markup::Title)),
                ("What it costs", Some(Markup::Heading)),
                ("The bridge costs much.", None),
                ("1 See the plan.", Some(Markup::Note)),
            ]
        );
    }
}
