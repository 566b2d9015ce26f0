//! Says whether quoted words occur where they are said to.

use super::fold::fold;
use super::haystack::Haystack;
use super::needle::parts;
use crate::model::Passage;

/// Whether quoted words occur in the text that they are said to be from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They do: in the cited passage, or, where none is cited, in this one.
    Found(Passage),
    /// They do not occur in the cited passage, but in this one.
    Misplaced(Passage),
    /// They do not occur in the text.
    NotFound,
    /// There is no text to look into, or the words are a translation.
    Unchecked,
}

/// Looks for words in a text. Words that are not found in a text of another language than theirs are a translation.
pub(super) fn judge(words: &str, cited: Option<Passage>, haystack: Option<&Haystack>, translated: bool) -> Verdict {
    let Some(haystack) = haystack else { return Verdict::Unchecked };
    let parts = parts(&fold(words));
    let missing = if translated { Verdict::Unchecked } else { Verdict::NotFound };
    match haystack.find(&parts, cited) {
        Some(passage) => Verdict::Found(passage),
        None if cited.is_some() => haystack.find(&parts, None).map_or(missing, Verdict::Misplaced),
        None => missing,
    }
}

#[cfg(test)]
mod tests {
    use super::super::haystack::tests::text;
    use super::*;

    #[test]
    fn judges() {
        let haystack = Haystack::new(&text(&["The ferries are full.", "The town is old."]));
        let judged = |words, cited| judge(words, Passage::parse(cited), Some(&haystack), false);
        let passage = |number| Passage::Paragraphs { first: number, last: number };
        assert_eq!(judged("are full", "1"), Verdict::Found(passage(1)));
        assert_eq!(judged("town", ""), Verdict::Found(passage(2)));
        assert_eq!(judged("town", "1"), Verdict::Misplaced(passage(2)));
        assert_eq!(judged("are empty", "1"), Verdict::NotFound);
        assert_eq!(judge("are full", None, None, false), Verdict::Unchecked);
        assert_eq!(judge("sind voll", None, Some(&haystack), true), Verdict::Unchecked);
    }
}
