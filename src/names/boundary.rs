//! Boundaries of names: where a name may begin and end within a text.

use super::folded::{is_single_letter_word, is_word_char};
use super::proper_name_words::has_word;
use crate::model::script::{ends_before_particles, is_hangul, is_unspaced};
use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;
use std::collections::BTreeSet;
use std::ops::Range;

/// First members of compounds behind which a name counts: `anti-EU`.
const PREFIXES: &str = "\
    anti anty ex non nicht pro анти антi про";

/// Names with at least this number of ideographs need no boundary: hardly a longer word contains them.
const MIN_FREE_LETTERS: usize = 3;

/// Checks whether a range of a normalized text is a whole word or several, or the first member of a compound.
/// Both members of a compound count if `is_name_word` accepts the first one: `US-China`.
pub(super) fn is_whole(
    text: &str,
    range: &Range<usize>,
    breaks: &UnspacedBreaks,
    is_name_word: impl Fn(&str) -> bool,
) -> bool {
    let name = &text[range.clone()];
    let (Some(first), Some(last)) = (name.chars().next(), name.chars().next_back()) else { return false };
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let is_long = name.chars().filter(|c| is_ideograph(*c)).count() >= MIN_FREE_LETTERS;
    let begins = if is_unspaced(first) {
        is_long || !before.ends_with(is_unspaced) || breaks.contains(range.start)
    } else if is_hangul(first) {
        !before.ends_with(is_hangul)
    } else {
        begins_word(before, is_name_word)
    };
    let ends = if is_unspaced(last) {
        is_long || !after.starts_with(is_unspaced) || breaks.contains(range.end)
    } else if is_hangul(last) || after.starts_with(is_hangul) {
        ends_before_particles(after)
    } else {
        ends_word(last, after)
    };
    begins && ends
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_joined(c: Option<char>) -> bool {
    c.is_some_and(|c| is_word_char(c) && !is_single_letter_word(c))
}

fn begins_word(before: &str, is_name_word: impl Fn(&str) -> bool) -> bool {
    let mut back = before.chars().rev();
    match back.next() {
        None => true,
        Some('-') if is_joined(back.next()) => {
            let member = before[..before.len() - 1].rsplit(|c| !is_word_char(c)).next().unwrap_or_default();
            has_word(PREFIXES, member) || is_name_word(member)
        }
        Some('.') => !is_joined(back.next()),
        Some('@' | '#' | '_') => false,
        Some(c) => !is_word_char(c) || is_single_letter_word(c),
    }
}

fn ends_word(last: char, after: &str) -> bool {
    let mut next = after.chars();
    let Some(first) = next.next() else { return true };
    let second = next.next();
    match first {
        '+' => !is_word_char(last),
        '.' | '@' => !is_joined(second),
        '-' => !second.is_some_and(|c| c.is_ascii_digit()),
        '_' => false,
        c => !is_word_char(c) || is_single_letter_word(c),
    }
}

/// Offsets of word boundaries in a text with letters of scripts without spaces; empty for other texts.
#[derive(Debug, Default)]
pub(super) struct UnspacedBreaks(BTreeSet<usize>);

impl UnspacedBreaks {
    /// Segments a normalized text by a dictionary.
    pub(super) fn new(text: &str) -> UnspacedBreaks {
        if !text.chars().any(is_unspaced) {
            return UnspacedBreaks::default();
        }
        let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
        UnspacedBreaks(segmenter.segment_str(text).collect())
    }

    pub(super) fn contains(&self, offset: usize) -> bool {
        self.0.contains(&offset)
    }

    /// Returns the end of the word that begins at an offset.
    pub(super) fn next(&self, offset: usize) -> Option<usize> {
        self.0.range(offset + 1..).next().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(before: &str, name: &str, after: &str) -> bool {
        let text = format!("{before}{name}{after}");
        is_whole(&text, &(before.len()..before.len() + name.len()), &UnspacedBreaks::new(&text), |word| word == "US")
    }

    #[test]
    fn names_are_whole_words_or_first_members_of_compounds() {
        for (before, name, after) in [
            ("", "UN", ""),
            ("(", "UN", ")"),
            ("\"", "UN", "'s"),
            ("– ", "UN", "."),
            ("a–", "UN", "–b"),
            ("", "UN", "- x"),
            ("", "UN", "-led"),
            ("anti-", "UN", ""),
            ("US-", "China", " talks"),
            ("Nicht-", "EU", "-Staaten"),
            ("", "EU", ":n"),
            ("l'", "UE", ""),
            ("", "AI+", " x"),
        ] {
            assert!(whole(before, name, after), "{before}{name}{after}");
        }
        for (before, name, after) in [
            ("", "UN", "ESCO"),
            ("F", "UN", ""),
            ("_", "UN", ""),
            ("pre-", "UN", ""),
            ("", "V3", ".2"),
            ("", "V3", "-2"),
            ("#", "UN", ""),
            ("a.", "un", ""),
            ("", "AI", "+ x"),
            ("", "cafe", "\u{301}"),
        ] {
            assert!(!whole(before, name, after), "{before}{name}{after}");
        }
    }

    #[test]
    fn words_of_scripts_without_spaces_end_where_a_dictionary_says() {
        assert!(whole("通过", "契约", "并"));
        assert!(whole("由", "SCO", "支持"));
        assert!(!whole("由", "SCO", "s支持"));
        assert!(!whole("", "日本", "語を話す") && whole("", "日本", "は"));
    }

    #[test]
    fn korean_names_end_before_particles() {
        assert!(whole("", "린트하벤", "은") && whole("", "EU", "에서는") && whole("", "한국", ""));
        assert!(!whole("", "한국", "어를") && !whole("대", "한국", ""));
        assert!(!whole("", "UN", "x은"));
    }
}
