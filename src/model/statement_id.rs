//! Ids of statements: paragraphs and items of bodies, texts of the front page, claims.
//!
//! An id is derived from the words of its statement, so it stays when the rest of the page is edited. It has digits only,
//! which no heading has (`page_anchor`), and few, because a long page has hundreds.

use super::{Block, BlockKind, Body, blocks, page_anchor, plain_text};
use rustc_hash::FxHashMap;

/// Number of different ids: on a page of 100 statements, two have the same one with a probability of 1 in 2,000.
const RANGE: u64 = 10_000_000;

/// Part of a page with statements: the same words in two parts have different ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementPart {
    /// The body.
    Body,
    /// The claims.
    Claims,
    /// The bottom line and the key points of the front page.
    FrontPage,
}

/// Gives ids to the statements of a part of a page, in reading order.
#[derive(Clone, Debug)]
pub struct StatementIds {
    part: StatementPart,
    /// Number of times that each number was given.
    given: FxHashMap<u64, u32>,
}

impl StatementIds {
    /// Starts a part of a page.
    pub fn new(part: StatementPart) -> StatementIds {
        StatementIds { part, given: FxHashMap::default() }
    }

    /// Returns the id of the next statement; `None` if it has no words. White space does not count, so a paragraph that is
    /// wrapped at other places keeps its id. Where a page repeats the words, the number of the repetition is appended.
    pub fn next(&mut self, words: &str) -> Option<String> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(match self.part {
            StatementPart::Body => b"body",
            StatementPart::Claims => b"claim",
            StatementPart::FrontPage => b"front",
        });
        let mut words = words.split_whitespace().peekable();
        words.peek()?;
        for word in words {
            hasher.update(b" ").update(word.as_bytes());
        }
        let mut first_bytes = [0; 8];
        hasher.finalize_xof().fill(&mut first_bytes);
        let number = u64::from_le_bytes(first_bytes) % RANGE;
        let count = self.given.entry(number).or_default();
        *count += 1;
        Some(page_anchor::of_statement(number, *count))
    }
}

impl Body {
    /// Checks whether a statement of the body has an id.
    pub fn has_statement(&self, id: &str) -> bool {
        let mut ids = StatementIds::new(StatementPart::Body);
        blocks(&self.blocks).any(|block| ids.of_block(block).is_some_and(|found| found == id))
    }
}

impl StatementIds {
    /// Returns the id of a paragraph; `None` for other blocks.
    pub fn of_block(&mut self, block: &Block) -> Option<String> {
        match &block.kind {
            BlockKind::Paragraph(content) => self.next(&plain_text(content)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(part: StatementPart, words: &str) -> String {
        StatementIds::new(part).next(words).unwrap()
    }

    #[test]
    fn depends_on_words_alone() {
        let plain = id(StatementPart::Body, "The council met.");
        assert!(page_anchor::is_reserved(&plain), "{plain}");
        assert_eq!(plain, id(StatementPart::Body, " The  council\nmet."));
        assert_ne!(plain, id(StatementPart::Body, "The council met"));
        assert_ne!(plain, id(StatementPart::Claims, "The council met."));
    }

    #[test]
    fn numbers_repetitions_and_skips_what_has_no_words() {
        let mut ids = StatementIds::new(StatementPart::Body);
        let first = ids.next("Again.").unwrap();
        assert_eq!(ids.next(" \n"), None);
        assert_eq!(ids.next("Again."), Some(format!("{first}-2")));
        assert_eq!(ids.next("Again."), Some(format!("{first}-3")));
    }
}
