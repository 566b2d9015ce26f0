//! Apostrophes within words of folded texts: a contraction is whole or not at all.
//!
//! *We can* is not in *We can't*. The exceptions are a possessive, which a quotation can leave out (*the mayor* in *the
//! mayor's plan*), and an elided word in front (*eau* in *l'eau*).

use crate::model::script::{is_hangul, is_unspaced};
use std::ops::Range;

/// Words that lose their last vowel before another word, in French, Italian and Catalan, in lower case.
const ELIDED: [&str; 34] = [
    "l", "d", "j", "m", "t", "s", "c", "ç", "n", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "un", "dell",
    "all", "nell", "sull", "dall", "coll", "quell", "quest", "bell", "sant", "gl", "anch", "com", "dov", "cos",
    "nessun", "senz", "tutt",
];

/// Double marks that can be between two letters without a space.
const DOUBLE_MARKS: [char; 12] = ['"', '“', '”', '„', '‟', '«', '»', '‹', '›', '″', '〝', '〞'];

/// Checks whether an offset is beside an apostrophe within a word of a folded text.
pub(super) fn is_beside_apostrophe(text: &str, at: usize) -> bool {
    [Some(at), at.checked_sub(1)].into_iter().flatten().any(|mark| {
        let is_apostrophe = text.as_bytes().get(mark) == Some(&b'\'');
        is_apostrophe && is_between_letters(text, &(mark..mark + 1)) && !can_divide(text, mark, at)
    })
}

/// Checks whether the character at a range of a source text is a double quotation mark between two letters, which folding
/// does not distinguish from an apostrophe.
pub(super) fn is_mark_within_word(text: &str, range: &Range<usize>) -> bool {
    let mark = text.get(range.clone()).and_then(|mark| mark.chars().next());
    mark.is_some_and(|c| DOUBLE_MARKS.contains(&c)) && is_between_letters(text, range)
}

fn is_between_letters(text: &str, range: &Range<usize>) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && !is_unspaced(c) && !is_hangul(c));
    is_letter(text[..range.start].chars().next_back()) && is_letter(text[range.end..].chars().next())
}

/// Checks whether words can be divided at an offset beside an apostrophe: in front of a possessive, or behind an elided word.
fn can_divide(text: &str, mark: usize, at: usize) -> bool {
    let (before, after) = (&text[..mark], &text[mark + 1..]);
    if at == mark {
        return after.strip_prefix('s').is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    }
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    ELIDED.contains(&&*word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the offset of `|` in a folded text.
    fn is_beside(marked: &str) -> bool {
        is_beside_apostrophe(&marked.replace('|', ""), marked.find('|').unwrap())
    }

    #[test]
    fn keeps_contractions_whole() {
        for within in ["We can|'t", "We can'|t", "we|'ll go", "O'|Neil", "O|'Neil", "they don|'t", "qu|'il dit"] {
            assert!(is_beside(within), "{within}");
        }
        for apart in
            ["the mayor|'s plan", "l'|eau", "qu'|il dit", "said '|so", "the states|' plan", "없다|'고", "5|'10"]
        {
            assert!(!is_beside(apart), "{apart}");
        }
    }

    #[test]
    fn distinguishes_marks_from_apostrophes() {
        assert!(is_mark_within_word("say“so”", &(3..6)) && !is_mark_within_word("don’t", &(3..6)));
        assert!(!is_mark_within_word("say “so”", &(4..7)) && !is_mark_within_word("없다”고", &(6..9)));
    }
}
