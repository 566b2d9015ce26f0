//! Longer proper names that contain a name and mean another thing: `South China Sea`, `Washington Post`, `北京大学`.

use super::boundary::UnspacedBreaks;
use super::case::begins_upper;
use super::folded::{Word, is_word_char};
use super::proper_name_words::{
    AFTER_PHRASES, JOINTS, ProperNameWords, UNSPACED_AFTER, UNSPACED_BEFORE, UNSPACED_HEADS, UNSPACED_PHRASES,
    has_word, is_institution, is_office,
};
use super::sentence::{LineCase, begins_sentence, line_case};
use super::stem::WordStems;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// Maximum number of words between a name and the institution that it is a part of.
const MAX_BEFORE_INSTITUTION: usize = 2;

/// Text around a name.
#[derive(Clone, Copy)]
pub(super) struct NameContext<'t> {
    pub(super) text: &'t str,
    pub(super) words: &'t [Word],
    pub(super) stems: &'t WordStems,
    pub(super) proper_names: &'t ProperNameWords,
    /// Stems of the words of all names: beside a name, they begin or end another one.
    pub(super) name_words: &'t FxHashSet<String>,
}

impl<'t> NameContext<'t> {
    /// Checks whether the word at an index is part of a longer proper name.
    pub(super) fn is_part(self, at: usize) -> bool {
        let name = self.word(at);
        let is_acronym = name.chars().count() > 1 && !name.chars().any(char::is_lowercase);
        if self.is_followed_by_part(at) || !is_acronym && self.is_preceded_by_part(at) || self.has_head(at) {
            return true;
        }
        if is_acronym || !begins_upper(name) {
            return false;
        }
        if self.proper_names.has_capital_nouns() {
            return self.is_preceded_by_german_adjective(at);
        }
        line_case(self.text, self.words, at) == LineCase::Sentence
            && (self.is_preceded_by_capital(at) || self.is_followed_by_capital(at))
    }

    /// Checks whether the name of an institution follows a word, directly or behind one or two words with a capital: `US Open`,
    /// `EU Business School`. In German, whose nouns all have capitals, it would be joined with a hyphen.
    pub(super) fn is_followed_by_institution(self, at: usize) -> bool {
        if self.proper_names.has_capital_nouns() || line_case(self.text, self.words, at) != LineCase::Sentence {
            return false;
        }
        let is_joined = |index: &usize| self.gap(index.checked_sub(1)) == " " && is_capitalized(self.word(*index));
        (at + 1..=at + 1 + MAX_BEFORE_INSTITUTION).take_while(is_joined).any(|index| is_institution(self.word(index)))
    }

    /// Checks whether an adjective with a capital precedes: `Afrikanische Union`.
    fn is_preceded_by_german_adjective(self, at: usize) -> bool {
        let is_adjective = |word: &str| {
            let stem = ["e", "en", "er", "es", "em"].iter().find_map(|ending| word.strip_suffix(ending));
            begins_upper(word) && stem.is_some_and(|stem| stem.ends_with("isch"))
        };
        self.gap(at.checked_sub(1)) == " "
            && is_adjective(self.word(at - 1))
            && !begins_sentence(self.text, self.words[at - 1].range.start)
            || self.gap(at.checked_sub(2)) == " "
                && is_adjective(self.word(at - 1))
                && has_word("die der den das dem", self.word(at - 2))
    }

    /// Checks whether an office precedes a word: `President Johnson`, `kanclerz Niemiec`.
    fn is_preceded_by_office(self, at: usize) -> bool {
        self.gap(at.checked_sub(1)) == " " && is_office(self.word(at - 1))
    }

    /// Checks whether an office follows a word: `Apple Chief Executive`.
    pub(super) fn is_followed_by_office(self, at: usize) -> bool {
        self.gap(Some(at)) == " " && is_office(self.word(at + 1))
    }

    fn is_name_word(self, index: usize) -> bool {
        self.name_words.contains(&self.stem(index))
    }

    fn word(self, index: usize) -> &'t str {
        &self.text[self.words[index].range.clone()]
    }

    fn stem(self, index: usize) -> String {
        self.stems.stem(&self.stems.lower_case(self.word(index))).into_owned()
    }

    /// Returns what is between a word and the next one; empty at the ends of the text.
    fn gap(self, left: Option<usize>) -> &'t str {
        let range = left.and_then(|left| Some(self.words.get(left)?.range.end..self.words.get(left + 1)?.range.start));
        range.map_or("", |range| &self.text[range])
    }

    fn is_followed_by_part(self, at: usize) -> bool {
        let rest = &self.text[self.words[at].range.end..];
        matches!(self.gap(Some(at)), " " | "-") && self.proper_names.after.contains(&self.stem(at + 1))
            || AFTER_PHRASES.iter().any(|phrase| rest.starts_with(phrase))
    }

    fn is_preceded_by_part(self, at: usize) -> bool {
        if self.gap(at.checked_sub(1)) != " " || self.word(at - 1).chars().count() <= 2 {
            return false;
        }
        let stem = self.stem(at - 1);
        self.proper_names.waters.contains(&stem)
            || begins_upper(self.word(at - 1)) && self.proper_names.directions.contains(&stem)
    }

    /// Checks whether a head and a joint precede: `Bank of`, `golfe du`.
    fn has_head(self, at: usize) -> bool {
        matches!(self.gap(at.checked_sub(1)), " " | "'")
            && self.gap(at.checked_sub(2)) == " "
            && has_word(JOINTS, self.word(at - 1))
            && self.proper_names.heads.contains(&self.stem(at - 2))
    }

    fn is_preceded_by_capital(self, at: usize) -> bool {
        let is_beside_capital = self.gap(at.checked_sub(1)) == " " && is_capitalized(self.word(at - 1));
        if !is_beside_capital || is_office(self.word(at - 1)) || self.is_name_word(at - 1) {
            return false;
        }
        let before = self.word(at - 1);
        let is_name = || {
            self.proper_names.is_analytic() && before.chars().count() > 2 && !self.proper_names.is_function_word(before)
        };
        !begins_sentence(self.text, self.words[at - 1].range.start) || is_name()
    }

    fn is_followed_by_capital(self, at: usize) -> bool {
        self.gap(Some(at)) == " "
            && is_capitalized(self.word(at + 1))
            && !self.is_followed_by_office(at)
            && !self.is_preceded_by_office(at)
            && !self.is_name_word(at + 1)
    }
}

/// Checks whether a word begins with a capital and goes on in lower case.
fn is_capitalized(word: &str) -> bool {
    begins_upper(word) && word.chars().skip(1).any(char::is_lowercase)
}

/// Checks whether a name in a script without spaces is part of a longer proper name.
pub(super) fn is_part_unspaced(text: &str, range: &Range<usize>, breaks: &UnspacedBreaks) -> bool {
    let has = |words: &str, at: usize| {
        let ends = |end: usize| breaks.contains(end) || !text[end..].starts_with(is_word_char);
        words.split(' ').any(|word| text[at..].starts_with(word) && ends(at + word.len()))
    };
    let second = breaks.next(range.end).filter(|second| text[range.end..*second].chars().all(is_word_char));
    has(UNSPACED_AFTER, range.end)
        || has(UNSPACED_HEADS, range.end)
        || second.is_some_and(|second| has(UNSPACED_HEADS, second))
        || UNSPACED_BEFORE.split(' ').any(|word| text[..range.start].ends_with(word))
        || UNSPACED_PHRASES.iter().any(|phrase| is_within(text, range, phrase))
}

/// Checks whether a range of a text lies within an occurrence of a phrase.
pub(super) fn is_within(text: &str, range: &Range<usize>, phrase: &str) -> bool {
    let first = range.end.saturating_sub(phrase.len());
    let from = (first..=range.start).find(|at| text.is_char_boundary(*at)).unwrap_or(range.start);
    // An occurrence around the range begins at or before it, so its end is not further away than its length.
    let last = (range.start + phrase.len()).min(text.len());
    let to = (last..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let starts = text[from..to].match_indices(phrase).map(|(at, _)| from + at);
    starts.take_while(|at| *at <= range.start).any(|at| at + phrase.len() >= range.end)
}
