//! How many words quotations take from a text.
//!
//! What brackets put in and an ellipsis leaves out is not quoted. Words that several quotations have in common are counted
//! once; the quotations alone decide that, so that the count is the same with the text at hand and without it.

use super::fold::fold;
use super::needle::parts;
use crate::model::script::{estimate_words, is_cjk_letter};
use rustc_hash::FxHashSet;

/// How many words in a row two quotations must share to be taken for the same place of the text.
const MIN_SHARED_WORDS: usize = 4;

/// A stretch of words quoted without a break, their typography made equal.
type WordRun = Vec<String>;

/// How many words a quotation has, as [`length_in_words`] counts: a limit then allows about the same in every script.
pub(in crate::relate) fn word_count(words: &str) -> usize {
    quoted_parts(words).into_iter().map(estimate_words).sum()
}

/// How many words of a text the quotations from it have, each counted once; letters of Chinese and Japanese one each.
pub(in crate::relate) fn distinct_word_count<'q>(quotations: impl Iterator<Item = &'q str>) -> usize {
    let mut all: Vec<WordRun> = quotations.flat_map(word_runs).collect();
    // A quotation is counted before its parts, in whatever order they are written.
    all.sort_unstable_by(|one, other| (other.len(), one).cmp(&(one.len(), other)));
    all.dedup();
    let mut seen: FxHashSet<&[String]> = FxHashSet::default();
    let mut count = 0;
    for stretch in &all {
        let length = stretch.len().min(MIN_SHARED_WORDS);
        let mut known = vec![false; stretch.len()];
        for (at, words) in stretch.windows(length).enumerate() {
            if seen.contains(words) {
                known[at..at + length].fill(true);
            }
        }
        count += known.iter().filter(|known| !**known).count();
        for length in 1..=length {
            seen.extend(stretch.windows(length));
        }
    }
    count
}

/// The words of each stretch that a quotation takes from the text as it is.
fn word_runs(words: &str) -> Vec<WordRun> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let stretch =
        |taken: &str| taken.split_whitespace().flat_map(split_words).map(|word| bare(&fold(word).text)).collect();
    quoted_parts(words).into_iter().map(stretch).filter(|stretch: &WordRun| !stretch.is_empty()).collect()
}

fn quoted_parts(words: &str) -> Vec<&str> {
    let folded = fold(words);
    parts(&folded).into_iter().map(|part| &words[folded.original_range(part.range)]).collect()
}

/// Cuts what stands between white space into words: letters of Chinese and Japanese are words of their own, marks alone
/// are none.
fn split_words(token: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    for (at, c) in token.char_indices().filter(|(_, c)| is_cjk_letter(*c)) {
        words.extend([&token[start..at], &token[at..at + c.len_utf8()]]);
        start = at + c.len_utf8();
    }
    words.push(&token[start..]);
    words.retain(|word| word.contains(char::is_alphanumeric));
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn distinct(quotations: &[&str]) -> usize {
        super::distinct_word_count(quotations.iter().copied())
    }

    #[test]
    fn counts_what_is_taken_from_the_text() {
        for (words, count) in [
            ("", 0),
            ("fourteen ferries", 2),
            ("the “fourteen” ferries — all of them —", 6),
            ("[T]he ferries […] of the well-known port [of Lindhaven] … are full.", 8),
            ("渡轮每天早上都坐满了人。", 6),
            ("在2031年 AI+ 很重要", 5),
        ] {
            assert_eq!(word_count(words), count, "{words}");
        }
    }

    #[test]
    fn counts_what_quotations_have_in_common_once() {
        assert_eq!(distinct(&["the ferries are full", "The ferries are late"]), 8);
        assert_eq!(
            distinct(&["every one is full in the morning", "full in the morning", "in", "“full in the morning”"]),
            7
        );
        assert_eq!(
            distinct(&["runs fourteen ferries across the harbour", "ferries across the harbour and the bay"]),
            9
        );
        assert_eq!(distinct(&["runs fourteen ferries … across the harbour", "across the harbour"]), 6);
        assert_eq!(distinct(&["渡轮每天早上", "每天早上都坐满了人"]), 11);
        assert_eq!(distinct(&[]), 0);
    }

    proptest! {
        #[test]
        fn does_not_depend_on_the_order(mut quotations in proptest::collection::vec("[ab]( [abc]){0,6}( …)?( [ab]){0,3}", 0..8)) {
            let count = |all: &[String]| distinct_word_count(all.iter().map(String::as_str));
            let before = count(&quotations);
            let most: usize = quotations.iter().map(|words| word_count(words)).sum();
            prop_assert!(before <= most);
            quotations.reverse();
            prop_assert_eq!(before, count(&quotations));
            let repeated = [quotations.clone(), quotations].concat();
            prop_assert_eq!(before, count(&repeated));
        }
    }
}
