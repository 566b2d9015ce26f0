//! Finds where in a page's source the words of its blocks are written.
//!
//! A parsed page does not tell. So the letters and digits outside tags are gathered with their places, and each block is
//! looked for behind the one before it: whole, or else by its beginning and its end. Work is bounded: a block that stands
//! nowhere, since a script or broken markup moved it, costs a share of what all of them may cost.

use super::tags::tag_end;
use memchr::memmem;
use quick_xml::escape::resolve_html5_entity;
use std::ops::Range;

/// How far behind the last block the next one is looked for, in bytes of letters.
const SEARCH_WINDOW: usize = 1 << 16;

/// How many bytes of a block's beginning and end are looked for where the whole is not found.
const EDGE_BYTES: usize = 24;

/// How many times as many bytes may be searched as there are.
const MAX_WORK_FACTOR: usize = 64;

/// The letters of a page with their places.
pub(super) struct BlockLocator {
    letters: String,
    /// For each byte of `letters`, where its letter begins and ends in the source.
    from: Vec<u32>,
    to: Vec<u32>,
    cursor: usize,
    budget: usize,
}

impl BlockLocator {
    /// Gathers the letters of a page.
    pub(super) fn new(html: &str) -> Self {
        let mut places =
            BlockLocator { letters: String::new(), from: Vec::new(), to: Vec::new(), cursor: 0, budget: 0 };
        let mut at = 0;
        while let Some(c) = html[at..].chars().next() {
            let behind = match c {
                '<' => tag_end(html, at),
                '&' => places.push_entity(html, at),
                _ => None,
            };
            at = behind.unwrap_or_else(|| {
                places.push_letter(c, at, at + c.len_utf8());
                at + c.len_utf8()
            });
        }
        places.budget = places.letters.len().saturating_mul(MAX_WORK_FACTOR).saturating_add(SEARCH_WINDOW);
        places
    }

    fn push_letter(&mut self, c: char, from: usize, to: usize) {
        let (Ok(start), Ok(end)) = (u32::try_from(from), u32::try_from(to)) else { return };
        if c.is_alphanumeric() {
            self.letters.push(c);
            self.from.resize(self.letters.len(), start);
            self.to.resize(self.letters.len(), end);
        }
    }

    /// Adds the letters of a character reference; gives where it ends.
    fn push_entity(&mut self, html: &str, at: usize) -> Option<usize> {
        let rest = &html.as_bytes()[at + 1..html.len().min(at + 34)];
        let end = rest.iter().position(|byte| *byte == b';')?;
        let name = html.get(at + 1..at + 1 + end)?;
        let number = name.strip_prefix('#').map(|digits| match digits.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => digits.parse(),
        });
        let behind = at + end + 2;
        match number {
            Some(number) => self.push_letter(number.ok().and_then(char::from_u32)?, at, behind),
            None => resolve_html5_entity(name)?.chars().for_each(|c| self.push_letter(c, at, behind)),
        }
        Some(behind)
    }

    /// Where a block is written. Blocks must be asked for in the order in which they stand on the page.
    pub(super) fn find(&mut self, words: &str) -> Range<usize> {
        let wanted: String = words.chars().filter(|c| c.is_alphanumeric()).collect();
        let found =
            self.search(&wanted, self.cursor, SEARCH_WINDOW + wanted.len()).or_else(|| self.search_edges(&wanted));
        match found {
            Some(found) if !found.is_empty() => {
                self.cursor = found.end;
                self.from[found.start] as usize..self.to[found.end - 1] as usize
            }
            _ => {
                let place = self.from.get(self.cursor).or(self.to.last()).map_or(0, |place| *place as usize);
                place..place
            }
        }
    }

    fn search(&mut self, wanted: &str, from: usize, reach: usize) -> Option<Range<usize>> {
        let end = self.letters.len().min(from.saturating_add(reach));
        let window = self.letters.as_bytes().get(from..end).filter(|window| window.len() <= self.budget)?;
        let found = memmem::find(window, wanted.as_bytes());
        self.budget -= found.unwrap_or(window.len());
        found.map(|at| from + at..from + at + wanted.len())
    }

    /// A block with something in it that is not shown.
    fn search_edges(&mut self, wanted: &str) -> Option<Range<usize>> {
        let start = (EDGE_BYTES..wanted.len()).find(|at| wanted.is_char_boundary(*at))?;
        let end = (0..=wanted.len() - EDGE_BYTES).rev().find(|at| wanted.is_char_boundary(*at))?;
        let first = self.search(&wanted[..start], self.cursor, SEARCH_WINDOW)?;
        let last = self.search(&wanted[end..], first.end.min(first.start + end), 2 * wanted.len() + 1000);
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
        let mut places = BlockLocator::new(html);
        assert_eq!(&html[places.find("One two")], "One <b>two");
        assert_eq!(&html[places.find("Café ןhree & four")], "Caf&eacute; &#x5DF;hree &amp; four");
        assert_eq!(&html[places.find("One two")], "One two");
        assert!(places.find("Nowhere").is_empty());
    }

    #[test]
    fn finds_a_block_with_something_hidden_in_it() {
        let html =
            "<p>The council of Lindhaven voted<sup><a href='#1'>12</a></sup> on Friday for a new harbour bridge.</p>";
        let mut places = BlockLocator::new(html);
        let found = places.find("The council of Lindhaven voted on Friday for a new harbour bridge.");
        assert_eq!(&html[found], &html[3..html.len() - 5]);
    }

    #[test]
    fn survives_broken_markup() {
        for html in ["<", "<p", "a < b", "&", "&#xffffffff;", "&#;", "<!--", "<script>", "</", "<a b='", "&é;x"] {
            BlockLocator::new(html).find("b");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_place_is_in_the_source(html in "(<p>|</p>|&eacute;|&|;|<|>|[a-z中é\"=' ]){0,60}", words in "[a-z中é ]{0,40}") {
            let mut places = BlockLocator::new(&html);
            for _ in 0..3 {
                assert!(html.get(places.find(&words)).is_some());
            }
        }
    }
}
