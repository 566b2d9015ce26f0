//! Locates the text of blocks in the source of a page.
//!
//! The parsed page has no positions. So the letters and digits outside of tags are collected with their offsets, and
//! each block is searched after the previous one: as a whole, or else by its beginning and end. The total work is
//! bounded: a block that does not occur, because a script or invalid markup moved it, uses part of a common budget.

use super::tags::tag_end;
use memchr::memmem;
use quick_xml::escape::resolve_html5_entity;
use std::ops::Range;

/// Maximum distance of the next block from the previous one, in bytes of letters.
const SEARCH_WINDOW: usize = 1 << 16;

/// Number of bytes at the beginning and end of a block that are searched if the whole is not found.
const EDGE_BYTES: usize = 24;

/// Maximum number of bytes searched, as a multiple of the bytes of letters.
const MAX_WORK_FACTOR: usize = 64;

/// Letters and digits of a page with their source offsets.
pub(super) struct BlockLocator {
    letters: String,
    /// Start and end offset in the source, for each byte of `letters`.
    from: Vec<u32>,
    to: Vec<u32>,
    cursor: usize,
    budget: usize,
}

impl BlockLocator {
    /// Collects the letters and digits of a page.
    pub(super) fn new(html: &str) -> Self {
        let mut locator =
            BlockLocator { letters: String::new(), from: Vec::new(), to: Vec::new(), cursor: 0, budget: 0 };
        let mut at = 0;
        while let Some(c) = html[at..].chars().next() {
            let end = match c {
                '<' => tag_end(html, at),
                '&' => locator.push_entity(html, at),
                _ => None,
            };
            at = end.unwrap_or_else(|| {
                locator.push_letter(c, at, at + c.len_utf8());
                at + c.len_utf8()
            });
        }
        locator.budget = locator.letters.len().saturating_mul(MAX_WORK_FACTOR).saturating_add(SEARCH_WINDOW);
        locator
    }

    fn push_letter(&mut self, c: char, from: usize, to: usize) {
        let (Ok(start), Ok(end)) = (u32::try_from(from), u32::try_from(to)) else { return };
        if c.is_alphanumeric() {
            self.letters.push(c);
            self.from.resize(self.letters.len(), start);
            self.to.resize(self.letters.len(), end);
        }
    }

    /// Appends the letters of a character reference; returns the offset of its end.
    fn push_entity(&mut self, html: &str, at: usize) -> Option<usize> {
        let rest = &html.as_bytes()[at + 1..html.len().min(at + 34)];
        let end = rest.iter().position(|byte| *byte == b';')?;
        let name = html.get(at + 1..at + 1 + end)?;
        let number = name.strip_prefix('#').map(|digits| match digits.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => digits.parse(),
        });
        let source_end = at + end + 2;
        match number {
            Some(number) => self.push_letter(number.ok().and_then(char::from_u32)?, at, source_end),
            None => resolve_html5_entity(name)?.chars().for_each(|c| self.push_letter(c, at, source_end)),
        }
        Some(source_end)
    }

    /// Returns the source range of a block. Blocks must be searched in document order.
    pub(super) fn find(&mut self, text: &str) -> Range<usize> {
        let pattern: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
        let range =
            self.search(&pattern, self.cursor, SEARCH_WINDOW + pattern.len()).or_else(|| self.search_edges(&pattern));
        match range {
            Some(range) if !range.is_empty() => {
                self.cursor = range.end;
                self.from[range.start] as usize..self.to[range.end - 1] as usize
            }
            _ => {
                let offset = self.from.get(self.cursor).or(self.to.last()).map_or(0, |offset| *offset as usize);
                offset..offset
            }
        }
    }

    fn search(&mut self, pattern: &str, from: usize, reach: usize) -> Option<Range<usize>> {
        let end = self.letters.len().min(from.saturating_add(reach));
        let window = self.letters.as_bytes().get(from..end).filter(|window| window.len() <= self.budget)?;
        let position = memmem::find(window, pattern.as_bytes());
        self.budget -= position.unwrap_or(window.len());
        position.map(|at| from + at..from + at + pattern.len())
    }

    /// Searches for a block with hidden content inside, by its beginning and end.
    fn search_edges(&mut self, pattern: &str) -> Option<Range<usize>> {
        let start = (EDGE_BYTES..pattern.len()).find(|at| pattern.is_char_boundary(*at))?;
        let end = (0..=pattern.len() - EDGE_BYTES).rev().find(|at| pattern.is_char_boundary(*at))?;
        let first = self.search(&pattern[..start], self.cursor, SEARCH_WINDOW)?;
        let last = self.search(&pattern[end..], first.end.min(first.start + end), 2 * pattern.len() + 1000);
        Some(first.start..last.map_or(first.end, |last| last.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_blocks_in_order() {
        let html = "<title>One two</title><p class=\"One > two\">One <b>two</b></p><!-- Three --><script>'Three'</script>\
                    <p>Caf&eacute; &#x5DF;hree &amp; four</p><p>One two</p>";
        let mut locator = BlockLocator::new(html);
        assert_eq!(&html[locator.find("One two")], "One <b>two");
        assert_eq!(&html[locator.find("Café ןhree & four")], "Caf&eacute; &#x5DF;hree &amp; four");
        assert_eq!(&html[locator.find("One two")], "One two");
        assert!(locator.find("Nowhere").is_empty());
    }

    #[test]
    fn finds_block_with_hidden_content() {
        let html =
            "<p>The council of Lindhaven voted<sup><a href='#1'>12</a></sup> on Friday for a new harbour bridge.</p>";
        let mut locator = BlockLocator::new(html);
        let found = locator.find("The council of Lindhaven voted on Friday for a new harbour bridge.");
        assert_eq!(&html[found], &html[3..html.len() - 5]);
    }

    #[test]
    fn tolerates_invalid_markup() {
        for html in ["<", "<p", "a < b", "&", "&#xffffffff;", "&#;", "<!--", "<script>", "</", "<a b='", "&é;x"] {
            BlockLocator::new(html).find("b");
        }
    }

    proptest::proptest! {
        #[test]
        fn ranges_are_within_the_source(html in "(<p>|</p>|&eacute;|&|;|<|>|[a-z中é\"=' ]){0,60}", text in "[a-z中é ]{0,40}") {
            let mut locator = BlockLocator::new(&html);
            for _ in 0..3 {
                assert!(html.get(locator.find(&text)).is_some());
            }
        }
    }
}
