//! Cuts the sentence around a range out of a text.

use crate::model::script::sentence_starts;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Maximum length of a sentence in characters, without ellipses.
const MAX_SENTENCE_CHARS: usize = 240;

/// Sentence around some words, as plain text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    text: Box<str>,
    /// Byte range of the words.
    words: [u32; 2],
}

impl Sentence {
    fn new(parts: [&str; 3]) -> Sentence {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let [before, words, _] = parts.map(str::len);
        Sentence { text: parts.concat().into(), words: [offset(before), offset(before + words)] }
    }

    /// Returns the text before the words, the words, and the text after them.
    pub fn parts(&self) -> [&str; 3] {
        let [start, end] = self.words.map(|at| at as usize);
        [0..start, start..end, end..self.text.len()].map(|part| self.text.get(part).unwrap_or(""))
    }
}

/// Text with its sentence boundaries.
pub(super) struct Sentences<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Sentences<'t> {
    /// Splits a text into sentences with the Unicode rules.
    pub(super) fn new(text: &'t str) -> Self {
        Sentences { text, starts: sentence_starts(text) }
    }

    /// Returns the sentence (or sentences) around a range. Long ones are shortened at both ends, between words.
    pub(super) fn around(&self, words: &Range<usize>) -> Sentence {
        let starts_until = |offset: usize| self.starts.partition_point(|&start| start <= offset);
        let start = starts_until(words.start).checked_sub(1).map_or(0, |at| self.starts[at]);
        let last = if words.is_empty() { words.start } else { words.end - 1 };
        let end = self.starts.get(starts_until(last)).copied().unwrap_or(self.text.len());
        let part = |range: Range<usize>| self.text.get(range).unwrap_or("");
        shorten(part(start..words.start).trim_start(), part(words.clone()), part(words.end..end).trim_end())
    }
}

fn shorten(preceding: &str, words: &str, following: &str) -> Sentence {
    let length = |text: &str| text.chars().count();
    let words = truncate_end(words, MAX_SENTENCE_CHARS);
    let capacity = MAX_SENTENCE_CHARS.saturating_sub(length(&words));
    let (preceding_length, following_length) = (length(preceding), length(following));
    let max_preceding = preceding_length.min(capacity - following_length.min(capacity / 2));
    let max_following = following_length.min(capacity - max_preceding);
    Sentence::new([&truncate_start(preceding, max_preceding), &words, &truncate_end(following, max_following)])
}

fn truncate_end(text: &str, capacity: usize) -> Cow<'_, str> {
    let Some((cut, _)) = text.char_indices().nth(capacity) else { return text.into() };
    let whole = text.split_word_bound_indices().map(|(start, word)| start + word.len()).take_while(|&end| end <= cut);
    format!("{}…", text[..whole.last().unwrap_or(0)].trim_end()).into()
}

fn truncate_start(text: &str, capacity: usize) -> Cow<'_, str> {
    let excess = text.chars().count().saturating_sub(capacity);
    if excess == 0 {
        return text.into();
    }
    let cut = text.char_indices().nth(excess).map_or(text.len(), |(at, _)| at);
    let start = text.split_word_bound_indices().map(|(start, _)| start).find(|&start| start >= cut);
    format!("…{}", text[start.unwrap_or(text.len())..].trim_start()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(text: &str, words: &str) -> [String; 3] {
        let at = text.find(words).unwrap();
        Sentences::new(text).around(&(at..at + words.len())).parts().map(str::to_owned)
    }

    #[test]
    fn cuts_out_one_sentence() {
        let text = "It began. The pact was signed in July. It ended.";
        assert_eq!(around(text, "pact"), ["The ", "pact", " was signed in July."]);
        assert_eq!(around(text, "It"), ["", "It", " began."]);
        assert_eq!(around(text, "July. It"), ["The pact was signed in ", "July. It", " ended."]);
    }

    #[test]
    fn finds_sentence_of_empty_range() {
        let text = "One. Two";
        assert_eq!(Sentences::new(text).around(&(8..8)).parts(), ["Two", "", ""]);
        assert_eq!(Sentences::new(text).around(&(4..4)).parts(), ["One.", "", ""]);
        assert_eq!(Sentences::new("").around(&(0..0)).parts(), ["", "", ""]);
    }

    #[test]
    fn shortens_long_sentences_between_words() {
        let text = format!("{}pact{}", "before ".repeat(60), " behind".repeat(60));
        let [preceding, words, following] = around(&text, "pact");
        assert!(preceding.starts_with("…before ") && following.ends_with(" behind…") && words == "pact");
        let length = preceding.chars().count() + following.chars().count() + 4;
        assert!((225..=242).contains(&length), "{length}");
        let text = format!("pact{}", "，中文".repeat(200));
        assert!(around(&text, "pact")[2].chars().count() <= 240);
        let text = "word".repeat(200);
        assert_eq!(around(&text, &text), ["", "…", ""]);
    }

    proptest::proptest! {
        #[test]
        fn limits_length_for_any_text(text in "(\\PC|[ .!?\n\u{301}中文]){0,400}", from in 0..400usize, length in 0..400usize) {
            let boundary = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(at, _)| at);
            let words = boundary(from)..boundary(from + length);
            let sentence = Sentences::new(&text).around(&words);
            let parts = sentence.parts();
            assert!(parts.iter().map(|part| part.chars().count()).sum::<usize>() <= MAX_SENTENCE_CHARS + 3);
        }
    }
}
