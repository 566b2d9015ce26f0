//! Search index of a text: folded once, with its passages.

use super::align::word_set;
use super::apostrophe::{is_beside_apostrophe, is_mark_within_word};
use super::fold::{folded_with_marks, is_same_word};
use super::needle::QuotationPart;
use super::number::{is_minus, is_within_number};
use crate::model::script::{ends_before_particles, is_hangul};
use crate::model::{Passage, Text};
use memchr::memmem;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::OnceLock;
use whatlang::Lang;

/// Folded text with one passage per line, so that no match crosses a passage boundary.
#[derive(Debug, Default)]
pub(super) struct Haystack {
    text: String,
    /// Byte range of each passage, in order.
    passages: Vec<(Range<usize>, Passage)>,
    /// Offsets of the negative numbers, behind their minus, in order.
    numbers: Vec<usize>,
    /// Offsets of the double quotation marks between two letters, in order.
    tight_marks: Vec<usize>,
    /// Blocks of each word, built when they are first asked for.
    words: OnceLock<FxHashMap<Box<str>, Vec<u32>>>,
    language: OnceLock<Option<Lang>>,
}

impl Haystack {
    /// Folds a text.
    pub(super) fn new(text: &Text) -> Haystack {
        let mut haystack = Haystack::default();
        for block in &text.passages {
            let start = haystack.text.len();
            let is_marked =
                |range: &Range<usize>| is_minus(&block.words, range) || is_mark_within_word(&block.words, range);
            let (folded, marked) = folded_with_marks(&block.words, &is_marked);
            let (marks, minuses): (Vec<usize>, Vec<usize>) =
                marked.into_iter().partition(|at| folded.as_bytes().get(*at) == Some(&b'\''));
            haystack.text.push_str(&folded);
            haystack.numbers.extend(minuses.into_iter().map(|at| start + at + 1));
            haystack.tight_marks.extend(marks.into_iter().map(|at| start + at));
            haystack.passages.push((start..haystack.text.len(), block.passage));
            haystack.text.push('\n');
        }
        haystack
    }

    /// Returns every passage that contains all parts in order, sorted.
    pub(super) fn occurrences(&self, parts: &[QuotationPart]) -> Vec<Passage> {
        let mut passages = Vec::new();
        let mut from = 0;
        while let Some(passage) = self.find_all_parts(parts, from, &|_| true, false) {
            passages.push(self.passages[passage].1);
            from = self.passages[passage].0.end;
        }
        passages.sort_unstable();
        passages.dedup();
        passages
    }

    /// Checks whether the parts occur in order in a cited range of paragraphs, possibly across several of them.
    pub(super) fn is_spread(&self, parts: &[QuotationPart], cited: Passage) -> bool {
        self.find_all_parts(parts, 0, &|passage| cited.covers(self.passages[passage].1), true).is_some()
    }

    /// Returns the range of paragraphs over which the parts are spread in order within a union of passages.
    pub(super) fn spread_in_union(&self, parts: &[QuotationPart], cited: &[Passage]) -> Option<Passage> {
        let is_cited = |block: usize| cited.iter().any(|cited| cited.covers(self.passages[block].1));
        let first = self.find_all_parts(parts, 0, &is_cited, true)?;
        let (mut from, mut last) = (self.passages[first].0.start, first);
        for part in parts {
            let (range, block) = self.find_part(part, from, &is_cited)?;
            (from, last) = (range.end, block);
        }
        match (self.passages[first].1, self.passages[last].1) {
            (Passage::Paragraphs { first, .. }, Passage::Paragraphs { last, .. }) if first < last => {
                Some(Passage::Paragraphs { first, last })
            }
            _ => None,
        }
    }

    /// Finds the first occurrence of the parts in a passage, as block indexes and byte ranges in the folded block. In a
    /// range of paragraphs, parts can be in different blocks.
    pub(super) fn find_ranges(&self, parts: &[QuotationPart], passage: Passage) -> Vec<(usize, Range<usize>)> {
        let is_cited = |block: usize| passage.covers(self.passages[block].1);
        let Some(first) = self.find_all_parts(parts, 0, &is_cited, !passage.is_single()) else { return Vec::new() };
        let is_accepted = |block: usize| if passage.is_single() { block == first } else { is_cited(block) };
        let mut from = self.passages[first].0.start;
        let mut ranges = Vec::new();
        for part in parts {
            let Some((range, block)) = self.find_part(part, from, &is_accepted) else { break };
            let start = self.passages[block].0.start;
            ranges.push((block, range.start - start..range.end - start));
            from = range.end;
        }
        ranges
    }

    /// Returns the share of some words that stand in one block, at most, and the share that stand anywhere, 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "counts of words are far below the limit")]
    pub(super) fn word_shares(&self, folded_words: &str) -> (f64, f64) {
        let index = self.words.get_or_init(|| self.index_words());
        let words = word_set(folded_words);
        let mut by_block: FxHashMap<u32, usize> = FxHashMap::default();
        let mut known = 0_usize;
        for blocks in words.iter().filter_map(|word| index.get(*word)) {
            known += 1;
            for block in blocks {
                *by_block.entry(*block).or_default() += 1;
            }
        }
        let most = by_block.into_values().max().unwrap_or(0);
        let count = words.len().max(1) as f64;
        (most as f64 / count, known as f64 / count)
    }

    /// Returns the language of the text, detected at the first call.
    pub(super) fn language(&self, detect: impl FnOnce() -> Option<Lang>) -> Option<Lang> {
        *self.language.get_or_init(detect)
    }

    /// Returns the folded text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    fn index_words(&self) -> FxHashMap<Box<str>, Vec<u32>> {
        let mut index: FxHashMap<Box<str>, Vec<u32>> = FxHashMap::default();
        for (block, _) in (0..).zip(&self.passages) {
            for word in word_set(self.block(block as usize)) {
                index.entry(word.into()).or_default().push(block);
            }
        }
        index
    }

    /// Returns the folded text of a block.
    pub(super) fn block(&self, block: usize) -> &str {
        self.passages.get(block).and_then(|(range, _)| self.text.get(range.clone())).unwrap_or("")
    }

    /// Finds the first accepted passage with the first part of an occurrence. If `spread`, the other parts can be in
    /// later passages.
    fn find_all_parts(
        &self,
        parts: &[QuotationPart],
        from: usize,
        is_accepted: &dyn Fn(usize) -> bool,
        spread: bool,
    ) -> Option<usize> {
        let (first, rest) = parts.split_first()?;
        let mut from = from;
        while let Some((range, passage)) = self.find_part(first, from, is_accepted) {
            let is_accepted_next =
                |candidate: usize| if spread { is_accepted(candidate) } else { candidate == passage };
            let end =
                rest.iter().try_fold(range.end, |end, part| Some(self.find_part(part, end, &is_accepted_next)?.0.end));
            if end.is_some() {
                return Some(passage);
            }
            // A later occurrence in the same passage cannot match better than the first.
            from = self.passages[passage].0.end;
        }
        None
    }

    /// Finds the next occurrence of a part, with its passage.
    fn find_part(
        &self,
        part: &QuotationPart,
        from: usize,
        is_accepted: &dyn Fn(usize) -> bool,
    ) -> Option<(Range<usize>, usize)> {
        let finder = memmem::Finder::new(part.words.as_bytes());
        let mut from = from;
        loop {
            let start = from + finder.find(self.text.as_bytes().get(from..)?)?;
            let range = start..start + part.words.len();
            let passage = self.passages.partition_point(|(passage_range, _)| passage_range.end < range.end);
            if is_accepted(passage) && self.is_at_word_boundaries(&range, part) {
                return Some((range, passage));
            }
            from = start + self.text[start..].chars().next().map_or(1, char::len_utf8);
        }
    }

    /// Checks whether a range begins and ends at word boundaries.
    fn is_at_word_boundaries(&self, range: &Range<usize>, part: &QuotationPart) -> bool {
        let is_negative = self.numbers.binary_search(&range.start).is_ok();
        (part.is_open_start || !is_negative && !self.is_within_word(range.start))
            && (part.is_open_end || !self.is_within_word(range.end) || is_before_particles(&self.text, range.end))
    }

    /// Checks whether an offset is within a word, a contraction or a number.
    fn is_within_word(&self, at: usize) -> bool {
        let is_mark = |at: usize| self.tight_marks.binary_search(&at).is_ok();
        is_within_word(&self.text, at)
            || is_beside_apostrophe(&self.text, at) && !is_mark(at) && !at.checked_sub(1).is_some_and(is_mark)
    }
}

/// Checks whether nothing but particles follows a Korean noun until its word ends.
fn is_before_particles(text: &str, at: usize) -> bool {
    let is_noun = text[..at].ends_with(is_hangul) && text[at..].starts_with(is_hangul);
    is_noun && ends_before_particles(&text[at..])
}

/// Checks whether an offset is within a word or a number (`1,200`). A number followed by a capitalized word without a
/// space (`10:15Source`, an artifact of copied pages) is a boundary.
fn is_within_word(text: &str, at: usize) -> bool {
    let (mut preceding, mut following) = (text[..at].chars().rev(), text[at..].chars());
    let (Some(last), Some(next)) = (preceding.next(), following.next()) else { return false };
    let is_joined = last.is_ascii_digit() && next.is_uppercase() && following.next().is_some_and(char::is_lowercase);
    is_within_number(text, at) || is_same_word(last, next) && !is_joined
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::fold::fold;
    use super::super::needle::parts;
    use super::*;
    use crate::span::FileId;
    use crate::testkit::text_of;

    /// Creates a text of these paragraphs.
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
        let mut passages = haystack.occurrences(&parts);
        if let Some(cited) = cited.and_then(Passage::parse) {
            passages.retain(|passage| cited.covers(*passage));
            if passages.is_empty() && haystack.is_spread(&parts, cited) {
                passages.push(cited);
            }
        }
        passages.first().map(ToString::to_string)
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
    fn finds_whole_contractions_only() {
        let text = "We can’t promise “one”bridge. The O'Neil family isn't in the mayor’s town; l’eau n’est pas là.";
        let haystack = Haystack::new(&super::tests::text(&[text]));
        let is_found = |words| !haystack.occurrences(&parts(&fold(words))).is_empty();
        for words in ["We can’t", "can't promise", "We can['t] promise", "bridge", "the mayor", "eau n’est pas", "one"]
        {
            assert!(is_found(words), "{words}");
        }
        for words in ["We can", "We can … promise", "t promise", "The O'Neil family is", "Neil family", "eau n"] {
            assert!(!is_found(words), "{words}");
        }
    }

    #[test]
    fn finds_korean_nouns_without_their_particles() {
        let haystack = Haystack::new(&text(&["교각 공사는 계속되고 있다."]));
        let is_found = |words| !haystack.occurrences(&parts(&fold(words))).is_empty();
        assert!(is_found("교각 공사") && is_found("공사는 계속되고") && !is_found("교각 공") && !is_found("각 공사는"));
    }

    #[test]
    fn finds_words_joined_to_a_number() {
        let haystack = Haystack::new(&text(&["Date:2031-03-04 10:15Source:LHC in 3D"]));
        let is_found = |words| !haystack.occurrences(&parts(&fold(words))).is_empty();
        assert!(is_found("Source:LHC") && is_found("2031-03-04 10:15"));
        assert!(!is_found("in 3") && !is_found("10:1"));
    }

    #[test]
    fn finds_numbers_with_their_units_only() {
        let haystack = Haystack::new(&text(&["About 10% of 3.5 million, $3.4 billion, 12 %, 5亿元, 40 carts."]));
        let is_found = |words| !haystack.occurrences(&parts(&fold(words))).is_empty();
        for words in ["About 10%", "3.5 million", "3.5", "$3.4", "12 %", "5亿", "40"] {
            assert!(is_found(words), "{words}");
        }
        for words in ["About 10", "3", "$3", "12", "5"] {
            assert!(!is_found(words), "{words}");
        }
    }

    #[test]
    fn finds_grouped_and_negative_numbers_whole_only() {
        let text = "Some 1\u{a0}200 people came, 1’500 left, at -5 degrees or −$40. In 2031 200 stayed; 共有三千万人，约3千万元。";
        let haystack = Haystack::new(&super::tests::text(&[text]));
        let is_found = |words| !haystack.occurrences(&parts(&fold(words))).is_empty();
        for words in [
            "1 200 people",
            "1'500 left",
            "-5 degrees",
            "–5 degrees",
            "−$40",
            "200 stayed",
            "三千万人",
            "3千万元",
            "万人，约",
        ] {
            assert_eq!(is_found(words), !words.starts_with('万'), "{words}");
        }
        for words in ["200 people", "Some 1", "500 left", "5 degrees", "$40", "三千", "3千", "千万元"] {
            assert!(!is_found(words), "{words}");
        }
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
