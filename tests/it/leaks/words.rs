//! Splits text into words and runs of words.

use briefing::model::script::is_cjk_letter;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Run length above which a match is not a coincidence. Each CJK letter counts as a word.
pub(crate) const RUN_LENGTH: usize = 9;

/// Returns the words of a text in lower case, without punctuation.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        if is_cjk_letter(c) {
            words.push(c.to_string());
            open = false;
        } else if c.is_alphanumeric() {
            match words.last_mut().filter(|_| open) {
                Some(word) => word.extend(c.to_lowercase()),
                None => words.push(c.to_lowercase().collect()),
            }
            open = true;
        } else if !matches!(c, '\'' | '’' | '\u{ad}') {
            open = false;
        }
    }
    words
}

pub(crate) fn hash(words: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

pub(crate) fn runs(text: &str) -> HashSet<u64> {
    words(text).windows(RUN_LENGTH).map(hash).collect()
}
