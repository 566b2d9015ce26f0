//! Words of a text, folded for the search: in lower case and reduced to stems.

use super::stem::WordStems;
use crate::model::script::{is_hangul, is_unspaced};
use rustc_hash::FxHashMap;
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// Word of a normalized text.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Range in the normalized text.
    pub(super) range: Range<usize>,
    /// Range in the folded text.
    pub(super) folded: Range<usize>,
}

/// Folded text with its words. What is between words is copied; a hyphen within a word becomes a space, so that `supply chain`
/// is found in `supply-chain`.
#[derive(Debug, Default)]
pub(super) struct StemmedText {
    pub(super) text: String,
    pub(super) words: Vec<Word>,
}

/// Folded words of one language, by the word as written.
pub(super) type WordCache = FxHashMap<String, String>;

/// Maximum number of folded forms of a name.
const MAX_FORMS: usize = 24;

/// Maximum number of letters of an acronym that is not inflected.
const MAX_ACRONYM: usize = 4;

/// Checks whether a character belongs to a word.
pub(super) fn is_word_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    c.is_alphanumeric() || is_combining_mark(c)
}

/// First letter of a script without spaces: Thai.
const FIRST_UNSPACED: char = '\u{e00}';

/// Checks whether each letter is a word of its own in the search: its script has no spaces between words, or attaches
/// particles to them.
pub(super) fn is_single_letter_word(c: char) -> bool {
    c >= FIRST_UNSPACED && (is_unspaced(c) || is_hangul(c))
}

impl StemmedText {
    /// Folds a normalized text.
    pub(super) fn new(text: &str, stems: &WordStems, cache: &mut WordCache) -> StemmedText {
        let mut folded =
            StemmedText { text: String::with_capacity(text.len()), words: Vec::with_capacity(text.len() / 6) };
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let end = at + word_length(&text[at..], c);
            let from = folded.text.len();
            if !is_word_char(c) {
                folded.text.push(folded_separator(text, at, c));
            } else if is_single_letter_word(c) {
                folded.text.push_str(&text[at..end]);
            } else {
                folded.push_word(&text[at..end], stems, cache);
            }
            if is_word_char(c) {
                folded.words.push(Word { range: at..end, folded: from..folded.text.len() });
            }
            at = end;
        }
        folded
    }

    fn push_word(&mut self, word: &str, stems: &WordStems, cache: &mut WordCache) {
        if let Some(stem) = cache.get(word) {
            self.text.push_str(stem);
            return;
        }
        let stem = folded_word(word, stems);
        self.text.push_str(&stem);
        cache.insert(word.to_owned(), stem);
    }

    /// Returns the indices of the words of which a range of the folded text consists. `None` if it cuts a word or has none.
    pub(super) fn words_in(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let first = self.words.partition_point(|word| word.folded.end <= range.start);
        let end = self.words.partition_point(|word| word.folded.start < range.end);
        let (from, to) = (self.words.get(first)?, self.words.get(end.checked_sub(1)?)?);
        (from.folded.start >= range.start && to.folded.end <= range.end).then_some(first..end)
    }

    /// Converts a range of the folded text that consists of words and what is between and around them.
    pub(super) fn normalized_range(&self, words: &Range<usize>, folded: &Range<usize>) -> Range<usize> {
        let (first, last) = (&self.words[words.start], &self.words[words.end - 1]);
        let start = first.range.start - (first.folded.start - folded.start);
        start..last.range.end + (folded.end - last.folded.end)
    }
}

/// Returns the length of the word or separator at the beginning of a text that begins with `first`.
fn word_length(text: &str, first: char) -> usize {
    if !is_word_char(first) {
        return first.len_utf8();
    }
    let continues: fn(char) -> bool =
        if is_single_letter_word(first) { is_combining_mark } else { |c| is_word_char(c) && !is_single_letter_word(c) };
    let rest = &text[first.len_utf8()..];
    first.len_utf8() + rest.find(|c| !continues(c)).unwrap_or(rest.len())
}

/// Returns the separator of the folded text. It is as long as the original, except between letters.
fn folded_separator(text: &str, at: usize, c: char) -> char {
    let is_within_word =
        || text[..at].ends_with(is_word_char) && text[at + c.len_utf8()..].starts_with(char::is_alphabetic);
    if matches!(c, '-' | '–') && is_within_word() { ' ' } else { c }
}

/// Returns a word as it is in the folded text.
pub(super) fn folded_word(word: &str, stems: &WordStems) -> String {
    let lower = stems.lower_case(word);
    if is_short_acronym(word) { lower } else { stems.stem(&lower).into_owned() }
}

fn is_short_acronym(word: &str) -> bool {
    word.chars().count() <= MAX_ACRONYM && word.chars().all(|c| !c.is_lowercase())
}

/// Returns the folded forms under which a normalized name is found: its words in the stems of their forms.
pub(super) fn folded_forms(folded: &StemmedText, name: &str, stems: &WordStems) -> Vec<String> {
    let mut forms = vec![String::new()];
    let mut at = 0;
    for (index, word) in folded.words.iter().enumerate() {
        let written = &name[word.range.clone()];
        let is_last = index + 1 == folded.words.len();
        let mut variants = vec![folded.text[word.folded.clone()].to_owned()];
        let is_inflected = is_last || !stems.inflects_last_word_only();
        if is_inflected && !is_short_acronym(written) && !written.starts_with(is_single_letter_word) {
            let others = stems.stems_of_forms(&stems.lower_case(written));
            variants.extend(others.into_iter().skip(1));
        }
        // A short word of one name can be another word with an `s`: `Mai`, `Mais`.
        if is_last && stems.adds_s() && (index > 0 || is_short_acronym(written)) {
            let other = folded_word(&format!("{written}s"), stems);
            if !variants.contains(&other) {
                variants.push(other);
            }
        }
        let gap = &folded.text[at..word.folded.start];
        let with_variants =
            |form: &String| variants.iter().map(|variant| format!("{form}{gap}{variant}")).collect::<Vec<_>>();
        forms = forms.iter().flat_map(with_variants).take(MAX_FORMS).collect();
        at = word.folded.end;
    }
    for form in &mut forms {
        form.push_str(&folded.text[at..]);
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(text: &str, language: &str) -> StemmedText {
        StemmedText::new(text, &WordStems::of_language(language), &mut WordCache::default())
    }

    #[test]
    fn folds_words_and_keeps_their_places() {
        let text = "Die EU-Kommission, 中国 und Chinas";
        let folded = fold(text, "de");
        assert_eq!(folded.text, "die eu kommission, 中国 und china");
        let words: Vec<&str> = folded.words.iter().map(|word| &text[word.range.clone()]).collect();
        assert_eq!(words, ["Die", "EU", "Kommission", "中", "国", "und", "Chinas"]);
        let at = folded.text.find("china").unwrap();
        let words = folded.words_in(&(at..at + 5)).unwrap();
        assert_eq!(&text[folded.normalized_range(&words, &(at..at + 5))], "Chinas");
        assert_eq!(folded.words_in(&(at..at + 3)), None, "cuts a word");
    }

    #[test]
    fn names_have_the_stems_of_their_forms() {
        let stems = WordStems::of_language("fi");
        let name = "Irlanti";
        let folded = fold(name, "fi");
        let forms = folded_forms(&folded, name, &stems);
        assert!(forms.contains(&stems.stem("irlannissa").into_owned()), "{forms:?}");
        assert_eq!(folded_forms(&fold("EU", "fi"), "EU", &stems), ["eu"]);
        let german = WordStems::of_language("de");
        assert_eq!(folded_forms(&fold("EU", "de"), "EU", &german), ["eu", "eus"]);
        assert_eq!(folded_forms(&fold("Mai", "de"), "Mai", &german), ["mai"]);
    }
}
