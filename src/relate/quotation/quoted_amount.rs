//! Counts the words of a text that are quoted.
//!
//! Bracketed and omitted words do not count. Words common to several quotations count once, decided from the quotations
//! alone, so that the count is the same with and without the text.

use super::fold::fold;
use super::needle::parts;
use crate::model::script::{estimate_words, is_cjk_letter};
use rustc_hash::FxHashSet;

/// Number of consecutive common words at which two quotations are assumed to overlap in the text.
const MIN_SHARED_WORDS: usize = 4;

/// Words quoted without a gap, with normalized typography.
type WordRun = Vec<String>;

/// Counts the words of a quotation with [`estimate_words`], so that a limit allows about the same in every script.
pub(in crate::relate) fn word_count(words: &str) -> usize {
    quoted_parts(words).into_iter().map(estimate_words).sum()
}

/// Counts the distinct words quoted from a text; each Chinese or Japanese character is a word.
pub(in crate::relate) fn distinct_word_count<'q>(quotations: impl Iterator<Item = &'q str>) -> usize {
    let mut runs: Vec<WordRun> = quotations.flat_map(word_runs).collect();
    // Longer runs first: a quotation is counted before its parts, whatever their order.
    runs.sort_unstable_by(|a, b| (b.len(), a).cmp(&(a.len(), b)));
    runs.dedup();
    let mut seen: FxHashSet<&[String]> = FxHashSet::default();
    let mut count = 0;
    for run in &runs {
        let length = run.len().min(MIN_SHARED_WORDS);
        let mut is_known = vec![false; run.len()];
        for (at, words) in run.windows(length).enumerate() {
            if seen.contains(words) {
                is_known[at..at + length].fill(true);
            }
        }
        count += is_known.iter().filter(|is_known| !**is_known).count();
        for length in 1..=length {
            seen.extend(run.windows(length));
        }
    }
    count
}

/// Returns the gapless runs of words in a quotation.
fn word_runs(words: &str) -> Vec<WordRun> {
    let bare_word = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let run =
        |taken: &str| taken.split_whitespace().flat_map(split_words).map(|word| bare_word(&fold(word).text)).collect();
    quoted_parts(words).into_iter().map(run).filter(|run: &WordRun| !run.is_empty()).collect()
}

fn quoted_parts(words: &str) -> Vec<&str> {
    let folded = fold(words);
    parts(&folded).into_iter().map(|part| &words[folded.original_range(part.range)]).collect()
}

/// Splits a token without white space into words: each Chinese or Japanese character is a word; punctuation is dropped.
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
    fn counts_quoted_words() {
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
    fn counts_common_words_once() {
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
        fn is_independent_of_order(mut quotations in proptest::collection::vec("[ab]( [abc]){0,6}( …)?( [ab]){0,3}", 0..8)) {
            let count = |all: &[String]| distinct_word_count(all.iter().map(String::as_str));
            let before = count(&quotations);
            let total: usize = quotations.iter().map(|words| word_count(words)).sum();
            prop_assert!(before <= total);
            quotations.reverse();
            prop_assert_eq!(before, count(&quotations));
            let repeated = [quotations.clone(), quotations].concat();
            prop_assert_eq!(before, count(&repeated));
        }
    }
}
