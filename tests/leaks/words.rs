//! Words, and runs of them.

use briefing::model::script::is_cjk_letter;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// So many words in a row are no accident. Letters of Chinese count as words.
pub(crate) const RUN_LENGTH: usize = 9;

/// The words of a text, lower case, without punctuation.
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
