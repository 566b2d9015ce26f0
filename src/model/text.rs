//! Text of an article, divided into passages.

use super::Passage;
use super::script::is_cjk_letter;
use crate::span::{FileId, Span};

/// Text of a source as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Source file.
    pub file: FileId,
    /// SHA-256 of the words, in hexadecimal: of the file as UTF-8 without byte order mark, with `\n` as line end, in
    /// Unicode's normalization form C; for a PDF, of its bytes.
    pub sha256: String,
    /// Citable passages in text order, without navigation and titles. Headings, captions and paragraphs are numbered
    /// separately; byline, standfirst and note may each consist of several blocks.
    pub passages: Vec<TextPassage>,
}

/// One citable block of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPassage {
    /// Passage as cited; a paragraph is a range of one.
    pub passage: Passage,
    /// Text without white space at the ends; the lines of a wrapped paragraph are joined.
    pub words: String,
    /// Source span.
    pub span: Span,
}

impl Text {
    /// Counts the words of the paragraphs: runs between white space; each letter of Chinese or Japanese is a word of
    /// its own, as in word processors.
    pub fn word_count(&self) -> usize {
        let is_counted = |block: &&TextPassage| matches!(block.passage, Passage::Paragraphs { .. });
        self.passages.iter().filter(is_counted).map(|block| count_words(&block.words)).sum()
    }
}

fn count_words(text: &str) -> usize {
    if text.is_ascii() {
        return text.split_ascii_whitespace().count();
    }
    let count = |token: &str| {
        if token.is_ascii() {
            return 1;
        }
        let characters = token.chars().filter(|&c| is_cjk_letter(c)).count();
        let rest = token.split(is_cjk_letter).filter(|rest| rest.contains(char::is_alphanumeric)).count();
        if characters == 0 { 1 } else { characters + rest }
    };
    text.split_whitespace().map(count).sum()
}

impl Passage {
    /// Returns true for a single block, false for a range of paragraphs.
    pub fn is_single(self) -> bool {
        !matches!(self, Passage::Paragraphs { first, last } if first != last)
    }

    /// Checks whether a citation of this passage includes a block of a text.
    pub fn covers(self, block: Passage) -> bool {
        match (self, block) {
            (Passage::Paragraphs { first, last }, Passage::Paragraphs { first: from, last: to }) => {
                first <= from && to <= last
            }
            _ => self == block,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_words_and_characters() {
        for (text, count) in [("", 0), ("The ferries — all 14 — are full.", 8), ("渡轮已满。", 4), ("在2031年 AI+", 4)]
        {
            assert_eq!(count_words(text), count, "{text}");
        }
    }

    #[test]
    fn covers_paragraphs_of_a_range() {
        let range = Passage::parse("2-4");
        let covers = |block| range.zip(Passage::parse(block)).is_some_and(|(range, block)| range.covers(block));
        assert!(covers("2") && covers("4") && covers("¶2-3"));
        assert!(!covers("1") && !covers("5") && !covers("caption 2"));
    }
}
