//! A text made ready for searching: folded once, with its passages.

use super::fold::{folded, is_same_word};
use super::needle::QuotationPart;
use crate::model::{Passage, Text};
use memchr::memmem;
use std::ops::Range;

/// A folded text, one passage a line: no quotation runs from one passage into the next.
#[derive(Debug, Default)]
pub(super) struct Haystack {
    text: String,
    /// Where each passage stands, in order.
    passages: Vec<(Range<usize>, Passage)>,
}

impl Haystack {
    /// Folds a text.
    pub(super) fn new(text: &Text) -> Haystack {
        let mut haystack = Haystack::default();
        for block in &text.passages {
            let start = haystack.text.len();
            haystack.text.push_str(&folded(&block.words));
            haystack.passages.push((start..haystack.text.len(), block.passage));
            haystack.text.push('\n');
        }
        haystack
    }

    /// Every passage in which all parts occur one behind the other, sorted.
    pub(super) fn occurrences(&self, parts: &[QuotationPart]) -> Vec<Passage> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(passage) = self.find_all_parts(parts, from, &|_| true, false) {
            found.push(self.passages[passage].1);
            from = self.passages[passage].0.end;
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether the parts occur one behind the other in a cited range of paragraphs, spread over several of them.
    pub(super) fn is_spread(&self, parts: &[QuotationPart], cited: Passage) -> bool {
        self.find_all_parts(parts, 0, &|passage| cited.covers(self.passages[passage].1), true).is_some()
    }

    /// The places of the parts where they first occur in a passage, one behind the other: which block, and which bytes of its
    /// folded words. In a range of paragraphs they may be spread over several.
    pub(super) fn find_ranges(&self, parts: &[QuotationPart], passage: Passage) -> Vec<(usize, Range<usize>)> {
        let asked = |block: usize| passage.covers(self.passages[block].1);
        let Some(first) = self.find_all_parts(parts, 0, &asked, !passage.is_single()) else { return Vec::new() };
        let in_place = |block: usize| if passage.is_single() { block == first } else { asked(block) };
        let mut from = self.passages[first].0.start;
        let mut found = Vec::new();
        for part in parts {
            let Some((range, block)) = self.find_part(part, from, &in_place) else { break };
            let start = self.passages[block].0.start;
            found.push((block, range.start - start..range.end - start));
            from = range.end;
        }
        found
    }

    /// The first passage, among those that are asked for, in which the parts begin to occur; `spread`: the later parts may
    /// stand in later passages.
    fn find_all_parts(
        &self,
        parts: &[QuotationPart],
        from: usize,
        asked: &dyn Fn(usize) -> bool,
        spread: bool,
    ) -> Option<usize> {
        let (first, rest) = parts.split_first()?;
        let mut from = from;
        while let Some((found, passage)) = self.find_part(first, from, asked) {
            let in_place = |other: usize| if spread { asked(other) } else { other == passage };
            let end = rest.iter().try_fold(found.end, |end, part| Some(self.find_part(part, end, &in_place)?.0.end));
            if end.is_some() {
                return Some(passage);
            }
            // A later occurrence in the same passage cannot do better than the first.
            from = self.passages[passage].0.end;
        }
        None
    }

    /// The next place of a part, with its passage.
    fn find_part(
        &self,
        part: &QuotationPart,
        from: usize,
        in_place: &dyn Fn(usize) -> bool,
    ) -> Option<(Range<usize>, usize)> {
        let finder = memmem::Finder::new(part.words.as_bytes());
        let mut from = from;
        loop {
            let start = from + finder.find(self.text.as_bytes().get(from..)?)?;
            let range = start..start + part.words.len();
            let passage = self.passages.partition_point(|(place, _)| place.end < range.end);
            if in_place(passage) && self.is_at_word_boundaries(&range, part) {
                return Some((range, passage));
            }
            from = start + self.text[start..].chars().next().map_or(1, char::len_utf8);
        }
    }

    /// Whether a place begins and ends where words do.
    fn is_at_word_boundaries(&self, range: &Range<usize>, part: &QuotationPart) -> bool {
        (part.is_open_start || !is_within_word(&self.text, range.start))
            && (part.is_open_end || !is_within_word(&self.text, range.end))
    }
}

/// Whether a place in a folded text is within a word or a number (`1,200`). Where a page was copied without the space
/// between a number and a capitalized word (`10:15Source`), a word begins all the same.
fn is_within_word(text: &str, at: usize) -> bool {
    let (mut before, mut behind) = (text[..at].chars().rev(), text[at..].chars());
    let (Some(last), Some(next)) = (before.next(), behind.next()) else { return false };
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let further = behind.next();
    let glued = last.is_ascii_digit() && next.is_uppercase() && further.is_some_and(char::is_lowercase);
    let number = is_decimal_separator(last) && next.is_ascii_digit() && is_digit(before.next())
        || is_decimal_separator(next) && last.is_ascii_digit() && is_digit(further);
    number || is_same_word(last, next) && !glued
}

fn is_decimal_separator(c: char) -> bool {
    matches!(c, '.' | ',')
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::fold::fold;
    use super::super::needle::parts;
    use super::*;
    use crate::relate::sample::text_of;
    use crate::span::FileId;

    /// A text of these paragraphs.
    pub(in crate::relate::quotation) fn text(paragraphs: &[&str]) -> Text {
        text_of(FileId(0), paragraphs)
    }

    fn find(quotation: &str, cited: Option<&str>) -> Option<String> {
        let text = text(&[
            "In 2031, “fourteen” ferries — no more — carried 1,200 people. The ferries are not eﬃcient.",
            "The harbour master counted 53 ferries, and co-operation\u{a0}grew.",
            "渡轮每天早上都坐满了人。没有人知道该怎么办。",
        ]);
        let (parts, haystack) = (parts(&fold(quotation)), Haystack::new(&text));
        let mut places = haystack.occurrences(&parts);
        if let Some(cited) = cited.and_then(Passage::parse) {
            places.retain(|passage| cited.covers(*passage));
            if places.is_empty() && haystack.is_spread(&parts, cited) {
                places.push(cited);
            }
        }
        places.first().map(ToString::to_string)
    }

    #[test]
    fn finds_words_in_any_typography() {
        for words in ["\"fourteen\" ferries - no more - carried", "are not efficient.", "fourteen” ferries"] {
            assert_eq!(find(words, None).as_deref(), Some("¶1"), "{words}");
        }
        assert_eq!(find("co‑operation grew", None).as_deref(), Some("¶2"));
        assert_eq!(find("没有人知道", None).as_deref(), Some("¶3"));
    }

    #[test]
    fn finds_whole_words_and_numbers_only() {
        for words in
            ["are efficient", "3 ferries", "200 people", "carried 1", "erries", "The ferr", "the ferries", "forty"]
        {
            assert_eq!(find(words, None), None, "{words}");
        }
        assert_eq!(find("[T]he ferries are not [very] eff[icient]", None).as_deref(), Some("¶1"));
    }

    #[test]
    fn finds_words_that_were_glued_to_a_number() {
        let haystack = Haystack::new(&text(&["Date:2031-03-04 10:15Source:LHC in 3D"]));
        let is_found = |words| !haystack.occurrences(&parts(&fold(words))).is_empty();
        assert!(is_found("Source:LHC") && is_found("2031-03-04 10:15"));
        assert!(!is_found("in 3") && !is_found("10:1"));
    }

    #[test]
    fn finds_parts_in_their_order_within_a_passage() {
        assert_eq!(find("fourteen … people", None).as_deref(), Some("¶1"));
        assert_eq!(find("people … fourteen", None), None);
        assert_eq!(find("fourteen … harbour master", None), None);
        assert_eq!(find("fourteen … harbour master", Some("1-2")).as_deref(), Some("¶1–2"));
        assert_eq!(find("harbour master … fourteen", Some("1-2")), None);
        assert_eq!(find("ferries … grew", None).as_deref(), Some("¶2"), "the first ferries are elsewhere");
    }

    #[test]
    fn finds_in_the_cited_passage_only() {
        assert_eq!(find("ferries", Some("2")).as_deref(), Some("¶2"));
        assert_eq!(find("fourteen", Some("2")), None);
        assert_eq!(find("fourteen", Some("caption 1")), None);
        assert_eq!(find("fourteen", Some("¶99")), None);
    }
}
