//! Splits folded text into the terms of the index: words, and pairs of characters of scripts without spaces.
//!
//! `scripts/search-words.js` of the default theme splits queries in the same way; `tests/search/terms.json` has examples
//! for both.

use crate::model::script::{is_hangul, is_unspaced};
use unicode_normalization::char::is_combining_mark;

/// Maximum length of a term in characters; the rest of a longer word is not searched.
const MAX_LENGTH: usize = 40;

/// Calls `add` with each term of a folded text, in order.
pub(super) fn terms(folded: &str, mut add: impl FnMut(&str)) {
    let mut rest = folded;
    while let Some(start) = rest.find(is_word_character) {
        let end = start + chunk_length(&rest[start..]);
        chunk_terms(&rest[start..end], &mut add);
        rest = &rest[end..];
    }
}

/// Checks whether a character belongs to a script whose words are not separated, or are separated only in part.
fn is_paired(c: char) -> bool {
    is_unspaced(c) || is_hangul(c)
}

fn is_word_character(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && is_combining_mark(c))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐')
}

/// Returns the length of the words at the beginning that are joined by an apostrophe, a hyphen or a dot.
fn chunk_length(text: &str) -> usize {
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        if is_word_character(c) {
            continue;
        }
        let joins = is_apostrophe(c) || is_hyphen(c) || c == '.';
        let is_inside = joins && characters.peek().is_some_and(|(_, next)| is_word_character(*next));
        if !is_inside {
            return at;
        }
    }
    text.len()
}

fn chunk_terms(chunk: &str, add: &mut impl FnMut(&str)) {
    if chunk.chars().all(is_word_character) {
        return word_terms(chunk, add);
    }
    let parts: Vec<&str> = chunk.split(|c| !is_word_character(c)).collect();
    let is_letter = |part: &&str| part.chars().count() == 1 && !part.starts_with(is_paired);
    if chunk.contains('.') && parts.iter().all(is_letter) {
        return word_terms(&parts.concat(), add);
    }
    let mut at = 0;
    for part in &parts {
        let is_possessive = *part == "s" && at > 0 && chunk[..at].ends_with(is_apostrophe);
        if !is_possessive {
            word_terms(part, add);
        }
        at += part.len();
        at += chunk[at..].chars().next().map_or(0, char::len_utf8);
    }
    // `co-operation` is also found as `cooperation`.
    let is_word = |part: &&str| part.chars().count() > 1 && part.chars().all(|c| c.is_alphabetic() && !is_paired(c));
    if parts.len() == 2 && chunk.contains(is_hyphen) && parts.iter().all(is_word) {
        word_terms(&parts.concat(), add);
    }
}

/// Adds the terms of a word: itself, or pairs of characters and the last one alone, so that each begins a term.
fn word_terms(word: &str, add: &mut impl FnMut(&str)) {
    if word.is_ascii() {
        add(&word[..word.len().min(MAX_LENGTH)]);
        return;
    }
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let kind = is_paired(first);
        let end = rest.find(|c| is_paired(c) != kind && !is_combining_mark(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        if kind {
            pairs(run, add);
        } else {
            let end = run.char_indices().nth(MAX_LENGTH).map_or(run.len(), |(at, _)| at);
            add(&run[..end]);
        }
        rest = after;
    }
}

fn pairs(run: &str, add: &mut impl FnMut(&str)) {
    let mut starts = run.char_indices().map(|(at, _)| at).chain([run.len()]);
    let Some(mut first) = starts.next() else { return };
    let mut second = starts.next();
    for third in starts {
        add(&run[first..third]);
        first = second.unwrap_or(third);
        second = Some(third);
    }
    add(&run[first..]);
}

#[cfg(test)]
mod tests {
    use super::super::folding::fold;
    use super::*;
    use serde_json::Value;

    fn terms_of(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        terms(&fold(text), |term| found.push(term.to_owned()));
        found
    }

    #[test]
    fn splits_as_the_examples_say() {
        let examples = include_str!("../../../tests/search/terms.json");
        for example in serde_json::from_str::<Vec<(String, Vec<String>)>>(examples).unwrap() {
            assert_eq!(terms_of(&example.0), example.1, "{}", example.0);
        }
        assert!(serde_json::from_str::<Value>(examples).unwrap().as_array().unwrap().len() > 10);
    }

    proptest::proptest! {
        #[test]
        fn splits_any_text(text in "[ a-zA-Z0-9.'’‐é中文カ한ไ\u{301}-]{0,40}|\\PC{0,40}") {
            let folded = fold(&text);
            terms(&folded, |term| assert!(!term.is_empty()));
        }
    }
}
