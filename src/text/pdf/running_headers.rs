//! Drops what stands on every page: running heads and feet, and the numbers of pages.

use super::lines::TextLine;
use std::collections::{BTreeMap, BTreeSet};

/// How near to the top or the bottom it stands.
const MARGIN: f64 = 0.12;

/// Drops furniture from all lines of a file.
pub(super) fn remove_running_headers(lines: &mut Vec<TextLine>, pages: usize, body_size: f64) {
    let mut on_pages: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for line in lines.iter().filter(|line| is_in_margin(line)) {
        on_pages.entry(repetition_key(&line.text)).or_default().insert(line.page);
    }
    // Left and right pages may have heads of their own.
    let fewest = (pages / 3).max(2);
    let is_repeated =
        |line: &TextLine| on_pages.get(&repetition_key(&line.text)).is_some_and(|pages| pages.len() >= fewest);
    lines.retain(|line| {
        let is_title = line.size > body_size * 1.2;
        !is_in_margin(line) || is_title || !(is_repeated(line) || is_page_number(&line.text))
    });
}

fn is_in_margin(line: &TextLine) -> bool {
    line.depth < MARGIN || line.depth > 1.0 - MARGIN
}

/// The words of a line with all numbers alike.
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

/// `12`, `- 12 -`, `Page 3 of 10`, `xii`.
fn is_page_number(text: &str) -> bool {
    let lower = text.to_lowercase();
    let of_kind = |a: char, b: char| a.is_ascii_digit() == b.is_ascii_digit();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.flat_map(|word| split_where(word, |a, b| !of_kind(a, b))).collect();
    let is_number = |word: &&str| word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_roman = |word: &&str| word.len() <= 5 && word.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x' | b'l'));
    let is_label =
        |word: &&str| matches!(*word, "page" | "p" | "of" | "seite" | "von" | "sur" | "de" | "第" | "页" | "共");
    let numbers = words.iter().filter(|word| is_number(word)).count();
    let is_alone = words.len() == 1 && words.iter().all(is_roman);
    is_alone || (1..=2).contains(&numbers) && words.iter().all(|word| is_number(word) || is_label(word))
}

/// The parts of a word between which two letters are of different kinds.
fn split_where(word: &str, parts: impl Fn(char, char) -> bool) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for ((_, before), (at, behind)) in word.char_indices().zip(word.char_indices().skip(1)) {
        if parts(before, behind) {
            found.push(&word[start..at]);
            start = at;
        }
    }
    found.push(&word[start..]);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, page: usize, depth: f64) -> TextLine {
        let (left, right, base, size) = (0.0, 100.0, depth * 800.0, 10.0);
        TextLine { text: text.to_owned(), page, depth, left, right, base, size }
    }

    #[test]
    fn drops_running_heads_and_page_numbers() {
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
    fn knows_page_numbers() {
        for text in ["12", "- 12 -", "Page 3 of 10", "xii", "Seite 4", "第3页"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["2031 was late", "Chapter 3", "mix", ""] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
