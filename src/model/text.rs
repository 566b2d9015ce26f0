//! The text of an article, divided into passages.

use super::Passage;
use super::script::is_cjk_letter;
use crate::span::{FileId, Span};

/// The words of a source, as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its file.
    pub file: FileId,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub sha256: String,
    /// What can be cited of it, in the order of the text; navigation and titles are left out. Headings, captions and
    /// paragraphs have numbers of their own; several blocks may be the byline, the standfirst or the note.
    pub passages: Vec<TextPassage>,
}

/// One block of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPassage {
    /// What it is cited as; a paragraph is a range of one.
    pub passage: Passage,
    /// Its words, without white space at the ends; the lines of a wrapped paragraph are joined.
    pub words: String,
    /// Where it stands.
    pub span: Span,
}

impl Text {
    /// How many words its paragraphs have: what stands between white space; each character of a script that is written
    /// without spaces is a word of its own, as word processors count.
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
    /// Whether it is one block of a text, not a range of paragraphs.
    pub fn is_single(self) -> bool {
        !matches!(self, Passage::Paragraphs { first, last } if first != last)
    }

    /// Whether a citation of this passage covers a block of a text.
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
    fn covers_the_paragraphs_of_a_range() {
        let range = Passage::parse("2-4");
        let covers = |block| range.zip(Passage::parse(block)).is_some_and(|(range, block)| range.covers(block));
        assert!(covers("2") && covers("4") && covers("¶2-3"));
        assert!(!covers("1") && !covers("5") && !covers("caption 2"));
    }
}
