//! Removes text that is repeated on pages: running headers, footers and page numbers.

use super::lines::TextLine;
use std::collections::{BTreeMap, BTreeSet};

/// Height of the top and bottom margin, relative to the page.
const MARGIN: f64 = 0.12;

/// Removes running headers, footers and page numbers from the lines of a file.
pub(super) fn remove_running_headers(lines: &mut Vec<TextLine>, pages: usize, body_size: f64) {
    let mut pages_by_key: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for line in lines.iter().filter(|line| is_in_margin(line)) {
        pages_by_key.entry(repetition_key(&line.text)).or_default().insert(line.page);
    }
    // Left and right pages may have different headers.
    let min_pages = (pages / 3).max(2);
    let is_repeated =
        |line: &TextLine| pages_by_key.get(&repetition_key(&line.text)).is_some_and(|pages| pages.len() >= min_pages);
    lines.retain(|line| {
        let is_title = line.size > body_size * 1.2;
        !is_in_margin(line) || is_title || !(is_repeated(line) || is_page_number(&line.text))
    });
}

fn is_in_margin(line: &TextLine) -> bool {
    line.depth < MARGIN || line.depth > 1.0 - MARGIN
}

/// Returns the text in lower case with every number replaced by `#`.
fn repetition_key(text: &str) -> String {
    let mut key = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_numeric() && key.ends_with('#') => {}
            c if c.is_numeric() => key.push('#'),
            c => key.push(c),
        }
    }
    key
}

/// Matches `12`, `- 12 -`, `Page 3 of 10` and `xii`.
fn is_page_number(text: &str) -> bool {
    let lower = text.to_lowercase();
    let is_same_kind = |a: char, b: char| a.is_ascii_digit() == b.is_ascii_digit();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.flat_map(|word| split_where(word, |a, b| !is_same_kind(a, b))).collect();
    let is_number = |word: &&str| word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_roman = |word: &&str| word.len() <= 5 && word.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x' | b'l'));
    let is_label =
        |word: &&str| matches!(*word, "page" | "p" | "of" | "seite" | "von" | "sur" | "de" | "第" | "页" | "共");
    let numbers = words.iter().filter(|word| is_number(word)).count();
    let is_single_roman = words.len() == 1 && words.iter().all(is_roman);
    is_single_roman || (1..=2).contains(&numbers) && words.iter().all(|word| is_number(word) || is_label(word))
}

/// Splits a word between characters for which `parts` returns true.
fn split_where(word: &str, is_boundary: impl Fn(char, char) -> bool) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for ((_, previous), (at, next)) in word.char_indices().zip(word.char_indices().skip(1)) {
        if is_boundary(previous, next) {
            parts.push(&word[start..at]);
            start = at;
        }
    }
    parts.push(&word[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, page: usize, depth: f64) -> TextLine {
        let (left, right, base, size) = (0.0, 100.0, depth * 800.0, 10.0);
        TextLine { text: text.to_owned(), page, depth, left, right, base, size }
    }

    #[test]
    fn removes_running_headers_and_page_numbers() {
        let mut lines = Vec::new();
        for page in 1..=4 {
            lines.push(line(&format!("Harbour Courier, {page}"), page, 0.05));
            lines.push(line("Words of the article", page, 0.5));
            lines.push(line(&format!("– {page} –"), page, 0.95));
        }
        lines.push(line("A line at the end", 4, 0.95));
        remove_running_headers(&mut lines, 4, 10.0);
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, [["Words of the article"; 4].as_slice(), &["A line at the end"]].concat());
    }

    #[test]
    fn recognizes_page_numbers() {
        for text in ["12", "- 12 -", "Page 3 of 10", "xii", "Seite 4", "第3页"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["2031 was late", "Chapter 3", "mix", ""] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
