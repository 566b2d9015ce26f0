//! Says whether quoted words occur where they are said to.

use super::fold::fold;
use super::haystack::Haystack;
use super::needle::parts;
use super::quotation_key;
use crate::model::Passage;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whether quoted words occur in the text that they are said to be from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuotationVerdict {
    /// They do: in the cited passage, or, where none is cited, in this one.
    Found(Passage),
    /// They do not occur in the cited passage, but in this one.
    Misplaced(Passage),
    /// They do not occur in the text.
    NotFound,
    /// There is no text to look into, or the words are a translation.
    Unchecked,
}

impl QuotationVerdict {
    /// Its word in lists and exports: `found`, `misplaced`, `not found` or `unchecked`.
    pub fn word(self) -> &'static str {
        match self {
            QuotationVerdict::Found(_) => "found",
            QuotationVerdict::Misplaced(_) => "misplaced",
            QuotationVerdict::NotFound => "not found",
            QuotationVerdict::Unchecked => "unchecked",
        }
    }

    /// Where the words occur.
    pub fn passage(self) -> Option<Passage> {
        match self {
            QuotationVerdict::Found(passage) | QuotationVerdict::Misplaced(passage) => Some(passage),
            QuotationVerdict::NotFound | QuotationVerdict::Unchecked => None,
        }
    }
}

/// What quoted words are compared with.
pub(super) enum ComparisonText<'a> {
    /// A text.
    Text(Haystack),
    /// What the evidence lock says of a text that is not at hand: the passages of quotations, by their key.
    Locked(Option<&'a BTreeMap<String, Vec<Passage>>>),
    /// Nothing.
    Unavailable,
}

/// Where quoted words occur: in these single passages, and spread over these ranges; sorted.
pub(super) type Occurrences = Vec<Passage>;

/// Looks for words in a source. Words that are not found in a text of another language than theirs are a translation.
pub(super) fn compare(
    words: &str,
    cited: Option<Passage>,
    source: &ComparisonText<'_>,
    translated: bool,
) -> (QuotationVerdict, Occurrences) {
    let (found, is_all) = match source {
        ComparisonText::Text(haystack) => (find_occurrences(&parts(&fold(words)), cited, haystack), true),
        ComparisonText::Locked(known) => {
            (known.and_then(|known| known.get(&quotation_key(words))).cloned().unwrap_or_default(), false)
        }
        ComparisonText::Unavailable => (Vec::new(), false),
    };
    let missing = if translated || !is_all { QuotationVerdict::Unchecked } else { QuotationVerdict::NotFound };
    let verdict = match cited {
        None => found
            .iter()
            .find(|passage| passage.is_single())
            .map_or(missing, |&passage| QuotationVerdict::Found(passage)),
        Some(cited) => verdict_in_passage(&found, cited, is_all).unwrap_or(missing),
    };
    (verdict, found)
}

fn find_occurrences(
    parts: &[super::needle::QuotationPart],
    cited: Option<Passage>,
    haystack: &Haystack,
) -> Occurrences {
    let mut found = haystack.occurrences(parts);
    let is_open = |cited: &Passage| !cited.is_single() && !found.iter().any(|passage| cited.covers(*passage));
    if let Some(cited) = cited.filter(is_open).filter(|&cited| haystack.is_spread(parts, cited)) {
        found.push(cited);
        found.sort_unstable();
    }
    found
}

/// The verdict on words that occur somewhere; nothing where that does not tell. The lock knows every single passage, but
/// only those ranges that were cited before.
fn verdict_in_passage(found: &[Passage], cited: Passage, is_all: bool) -> Option<QuotationVerdict> {
    let inside = |passage: &&Passage| cited.covers(**passage);
    if let Some(&passage) = found.iter().filter(|passage| passage.is_single()).find(inside) {
        return Some(QuotationVerdict::Found(passage));
    }
    if found.iter().any(|passage| cited.covers(*passage)) {
        return Some(QuotationVerdict::Found(cited));
    }
    let elsewhere = found.iter().find(|passage| passage.is_single())?;
    (is_all || cited.is_single()).then_some(QuotationVerdict::Misplaced(*elsewhere))
}

#[cfg(test)]
mod tests {
    use super::super::haystack::tests::text;
    use super::*;

    fn passage(words: &str) -> Passage {
        Passage::parse(words).unwrap()
    }

    #[test]
    fn judges() {
        let source = ComparisonText::Text(Haystack::new(&text(&["The ferries are full.", "The town is old."])));
        let judged = |words, cited| compare(words, Passage::parse(cited), &source, false).0;
        assert_eq!(judged("are full", "1"), QuotationVerdict::Found(passage("1")));
        assert_eq!(judged("town", ""), QuotationVerdict::Found(passage("2")));
        assert_eq!(judged("town", "1"), QuotationVerdict::Misplaced(passage("2")));
        assert_eq!(judged("full … old", "1-2"), QuotationVerdict::Found(passage("1-2")));
        assert_eq!(judged("full … old", ""), QuotationVerdict::NotFound);
        assert_eq!(judged("are empty", "1"), QuotationVerdict::NotFound);
        assert_eq!(compare("sind voll", None, &source, true).0, QuotationVerdict::Unchecked);
        assert_eq!(compare("are full", None, &ComparisonText::Unavailable, false).0, QuotationVerdict::Unchecked);
    }

    /// Whatever the text says, the lock made from its answers says, too; what it was not asked is unchecked.
    #[test]
    fn judges_from_the_lock_as_from_the_text() {
        let source = ComparisonText::Text(Haystack::new(&text(&[
            "Full and old.",
            "The ferries are full.",
            "It is full and old.",
        ])));
        let asked = [
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
        for (words, cited) in asked {
            let known = lock.entry(quotation_key(words)).or_default();
            known.extend(compare(words, Passage::parse(cited), &source, false).1);
            known.sort_unstable();
            known.dedup();
        }
        let locked = ComparisonText::Locked(Some(&lock));
        for (words, cited) in asked {
            let cited = Passage::parse(cited);
            assert_eq!(
                compare(words, cited, &locked, false).0,
                compare(words, cited, &source, false).0,
                "{words} {cited:?}"
            );
        }
        let judged = |words, cited| compare(words, Passage::parse(cited), &locked, false).0;
        assert_eq!(judged("old", ""), QuotationVerdict::Unchecked);
        assert_eq!(judged("Full … are", "2-3"), QuotationVerdict::Unchecked);
        assert_eq!(judged("Full … are", "1-3"), QuotationVerdict::Found(passage("1-3")), "it is a part of the range");
        assert_eq!(compare("full", None, &ComparisonText::Locked(None), false).0, QuotationVerdict::Unchecked);
    }
}
