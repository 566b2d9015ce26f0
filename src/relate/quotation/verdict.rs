//! Decides whether quoted words occur in the cited passage.

use super::fold::fold;
use super::haystack::Haystack;
use super::needle::parts;
use super::quotation_key;
use crate::model::Passage;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Result of the search for a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuotationVerdict {
    /// Found in the cited passage, or, if none is cited, in this one.
    Found(Passage),
    /// Found in this passage, but not in the cited one.
    Misplaced(Passage),
    /// Not found in the text.
    NotFound,
    /// Not checked: the text is not available, or the words are a translation.
    Unchecked,
}

impl QuotationVerdict {
    /// Returns its label in lists and exports: `found`, `misplaced`, `not found` or `unchecked`.
    pub fn word(self) -> &'static str {
        match self {
            QuotationVerdict::Found(_) => "found",
            QuotationVerdict::Misplaced(_) => "misplaced",
            QuotationVerdict::NotFound => "not found",
            QuotationVerdict::Unchecked => "unchecked",
        }
    }

    /// Returns the passage that contains the words.
    pub fn passage(self) -> Option<Passage> {
        match self {
            QuotationVerdict::Found(passage) | QuotationVerdict::Misplaced(passage) => Some(passage),
            QuotationVerdict::NotFound | QuotationVerdict::Unchecked => None,
        }
    }
}

/// Source for comparison.
pub(super) enum ComparisonText<'a> {
    /// Text of the article.
    Text(Haystack),
    /// Entries of the evidence lock for a missing text: passages by quotation key.
    Locked(Option<&'a BTreeMap<String, Vec<Passage>>>),
    /// Neither is available.
    Unavailable,
}

/// Passages that contain the words, sorted: single passages, and ranges of paragraphs that they spread over.
pub(super) type Occurrences = Vec<Passage>;

/// Searches for words in a source. Words missing from a text in another language are assumed to be a translation.
pub(super) fn compare(
    words: &str,
    cited: Option<Passage>,
    source: &ComparisonText<'_>,
    translated: bool,
) -> (QuotationVerdict, Occurrences) {
    let (occurrences, is_complete) = match source {
        ComparisonText::Text(haystack) => (find_occurrences(&parts(&fold(words)), cited, haystack), true),
        ComparisonText::Locked(entries) => {
            (entries.and_then(|entries| entries.get(&quotation_key(words))).cloned().unwrap_or_default(), false)
        }
        ComparisonText::Unavailable => (Vec::new(), false),
    };
    let missing = if translated || !is_complete { QuotationVerdict::Unchecked } else { QuotationVerdict::NotFound };
    let verdict = match cited {
        None => occurrences
            .iter()
            .find(|passage| passage.is_single())
            .map_or(missing, |&passage| QuotationVerdict::Found(passage)),
        Some(cited) => verdict_in_passage(&occurrences, cited, is_complete).unwrap_or(missing),
    };
    (verdict, occurrences)
}

fn find_occurrences(
    parts: &[super::needle::QuotationPart],
    cited: Option<Passage>,
    haystack: &Haystack,
) -> Occurrences {
    let mut passages = haystack.occurrences(parts);
    let needs_range = |cited: &Passage| !cited.is_single() && !passages.iter().any(|passage| cited.covers(*passage));
    if let Some(cited) = cited.filter(needs_range).filter(|&cited| haystack.is_spread(parts, cited)) {
        passages.push(cited);
        passages.sort_unstable();
    }
    passages
}

/// Returns the verdict on words with occurrences, or `None` if these do not decide it. The lock has every single
/// passage, but only those ranges that were cited before.
fn verdict_in_passage(occurrences: &[Passage], cited: Passage, is_complete: bool) -> Option<QuotationVerdict> {
    let is_cited = |passage: &&Passage| cited.covers(**passage);
    if let Some(&passage) = occurrences.iter().filter(|passage| passage.is_single()).find(is_cited) {
        return Some(QuotationVerdict::Found(passage));
    }
    if occurrences.iter().any(|passage| cited.covers(*passage)) {
        return Some(QuotationVerdict::Found(cited));
    }
    let elsewhere = occurrences.iter().find(|passage| passage.is_single())?;
    (is_complete || cited.is_single()).then_some(QuotationVerdict::Misplaced(*elsewhere))
}

#[cfg(test)]
mod tests {
    use super::super::haystack::tests::text;
    use super::*;

    fn passage(words: &str) -> Passage {
        Passage::parse(words).unwrap()
    }

    #[test]
    fn decides_verdicts() {
        let source = ComparisonText::Text(Haystack::new(&text(&["The ferries are full.", "The town is old."])));
        let verdict_of = |words, cited| compare(words, Passage::parse(cited), &source, false).0;
        assert_eq!(verdict_of("are full", "1"), QuotationVerdict::Found(passage("1")));
        assert_eq!(verdict_of("town", ""), QuotationVerdict::Found(passage("2")));
        assert_eq!(verdict_of("town", "1"), QuotationVerdict::Misplaced(passage("2")));
        assert_eq!(verdict_of("full … old", "1-2"), QuotationVerdict::Found(passage("1-2")));
        assert_eq!(verdict_of("full … old", ""), QuotationVerdict::NotFound);
        assert_eq!(verdict_of("are empty", "1"), QuotationVerdict::NotFound);
        assert_eq!(compare("sind voll", None, &source, true).0, QuotationVerdict::Unchecked);
        assert_eq!(compare("are full", None, &ComparisonText::Unavailable, false).0, QuotationVerdict::Unchecked);
    }

    /// Checks that the lock gives the same verdict as the text it was made from, except for lookups that it has no
    /// entry for.
    #[test]
    fn gives_same_verdict_from_lock_and_text() {
        let source = ComparisonText::Text(Haystack::new(&text(&[
            "Full and old.",
            "The ferries are full.",
            "It is full and old.",
        ])));
        let queries = [
            ("full", ""),
            ("full", "2"),
            ("full", "3"),
            ("full", "1"),
            ("full", "1-2"),
            ("full", "caption 1"),
            ("Full … are", "1-2"),
            ("Full … is", "1-3"),
            ("full and old", "¶3"),
            ("are", "1"),
            ("are", "1-1"),
        ];
        let mut lock: BTreeMap<String, Vec<Passage>> = BTreeMap::new();
        for (words, cited) in queries {
            let entry = lock.entry(quotation_key(words)).or_default();
            entry.extend(compare(words, Passage::parse(cited), &source, false).1);
            entry.sort_unstable();
            entry.dedup();
        }
        let locked = ComparisonText::Locked(Some(&lock));
        for (words, cited) in queries {
            let cited = Passage::parse(cited);
            assert_eq!(
                compare(words, cited, &locked, false).0,
                compare(words, cited, &source, false).0,
                "{words} {cited:?}"
            );
        }
        let verdict_of = |words, cited| compare(words, Passage::parse(cited), &locked, false).0;
        assert_eq!(verdict_of("old", ""), QuotationVerdict::Unchecked);
        assert_eq!(verdict_of("Full … are", "2-3"), QuotationVerdict::Unchecked);
        assert_eq!(
            verdict_of("Full … are", "1-3"),
            QuotationVerdict::Found(passage("1-3")),
            "it is a part of the range"
        );
        assert_eq!(compare("full", None, &ComparisonText::Locked(None), false).0, QuotationVerdict::Unchecked);
    }
}
