//! The text of an article, divided into passages.

use super::Passage;
use crate::span::{FileId, Span};

/// The words of a source, as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its file.
    pub file: FileId,
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

impl Passage {
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
    fn covers_the_paragraphs_of_a_range() {
        let range = Passage::parse("2-4");
        let covers = |block| range.zip(Passage::parse(block)).is_some_and(|(range, block)| range.covers(block));
        assert!(covers("2") && covers("4") && covers("¶2-3"));
        assert!(!covers("1") && !covers("5") && !covers("caption 2"));
    }
}
