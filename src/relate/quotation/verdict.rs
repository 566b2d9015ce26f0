//! Decides whether quoted words occur in the cited passage.

use super::cut::{Cut, cut_in};
use super::fold::fold;
use super::folded_key;
use super::haystack::Haystack;
use super::needle::parts;
use super::translation::is_translation;
use crate::model::{Passage, Text};
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
    Text(Haystack, &'a Text),
    /// Entries of the evidence lock for a missing text: passages by quotation key.
    Locked(Option<&'a BTreeMap<String, Vec<Passage>>>),
    /// Neither is available.
    Unavailable,
}

/// Passages that contain the words, sorted: single passages, and ranges of paragraphs that they spread over.
pub(super) type Occurrences = Vec<Passage>;

/// Result of a search in one source.
#[derive(Debug)]
pub(super) struct Comparison {
    pub(super) verdict: QuotationVerdict,
    pub(super) occurrences: Occurrences,
    /// True if the words are a translation.
    pub(super) translated: bool,
    /// Qualifier of the text that the words leave out.
    pub(super) cut: Option<Cut>,
}

/// Searches for words in a source. `cited` are the passages that may have them; empty for the whole text. `languages` are
/// those of the article and of the page.
pub(super) fn compare(
    words: &str,
    cited: &[Passage],
    source: &ComparisonText<'_>,
    languages: [Option<&str>; 2],
) -> Comparison {
    let folded = fold(words);
    let parts = parts(&folded);
    let (occurrences, is_complete, translated) = match source {
        ComparisonText::Text(haystack, text) => {
            let occurrences = find_occurrences(&parts, cited, haystack);
            let translated = occurrences.is_empty() && is_translation(words, &folded.text, (haystack, text), languages);
            (occurrences, true, translated)
        }
        ComparisonText::Locked(entries) => {
            let entry = entries.and_then(|entries| entries.get(&folded_key(&folded.text)));
            (entry.cloned().unwrap_or_default(), false, entry.is_some_and(Vec::is_empty))
        }
        ComparisonText::Unavailable => (Vec::new(), false, false),
    };
    let missing = if translated || !is_complete { QuotationVerdict::Unchecked } else { QuotationVerdict::NotFound };
    let verdict = if cited.is_empty() {
        let first = occurrences.iter().find(|passage| passage.is_single());
        first.map(|&passage| QuotationVerdict::Found(passage))
    } else {
        verdict_in_passages(&occurrences, cited, is_complete)
    };
    let verdict = verdict.unwrap_or(missing);
    let cut = match (source, verdict) {
        (ComparisonText::Text(haystack, _), QuotationVerdict::Found(passage)) => {
            cut_in(haystack, &parts, &folded.text, passage)
        }
        _ => None,
    };
    Comparison { verdict, occurrences, translated, cut }
}

fn find_occurrences(parts: &[super::needle::QuotationPart], cited: &[Passage], haystack: &Haystack) -> Occurrences {
    let mut passages = haystack.occurrences(parts);
    let is_found = cited.iter().any(|cited| passages.iter().any(|passage| cited.covers(*passage)));
    let ranges = cited.iter().filter(|cited| !is_found && !cited.is_single());
    let mut spread: Vec<Passage> = ranges.copied().filter(|&cited| haystack.is_spread(parts, cited)).collect();
    if !is_found && spread.is_empty() && cited.len() > 1 && parts.len() > 1 {
        spread.extend(haystack.spread_in_union(parts, cited));
    }
    if !spread.is_empty() {
        passages.extend(spread);
        passages.sort_unstable();
        passages.dedup();
    }
    passages
}

/// Returns the verdict on words with occurrences, or `None` if these do not decide it. The lock has every single
/// passage, but only those ranges that were cited before.
fn verdict_in_passages(occurrences: &[Passage], cited: &[Passage], is_complete: bool) -> Option<QuotationVerdict> {
    let is_cited = |passage: &&Passage| cited.iter().any(|cited| cited.covers(**passage));
    if let Some(&passage) = occurrences.iter().filter(|passage| passage.is_single()).find(is_cited) {
        return Some(QuotationVerdict::Found(passage));
    }
    if let Some(&range) = cited.iter().find(|cited| occurrences.iter().any(|passage| cited.covers(*passage))) {
        return Some(QuotationVerdict::Found(range));
    }
    if let Some(&range) = occurrences.iter().find(|passage| is_union(cited, **passage)) {
        return Some(QuotationVerdict::Found(range));
    }
    let elsewhere = occurrences.iter().find(|passage| passage.is_single())?;
    (is_complete || cited.iter().all(|cited| cited.is_single())).then_some(QuotationVerdict::Misplaced(*elsewhere))
}

/// Checks whether several passages cover both ends of a range of paragraphs.
fn is_union(cited: &[Passage], range: Passage) -> bool {
    let Passage::Paragraphs { first, last } = range else { return false };
    let covers = |number| cited.iter().any(|cited| cited.covers(Passage::Paragraphs { first: number, last: number }));
    first < last && covers(first) && covers(last)
}

#[cfg(test)]
mod tests {
    use super::super::haystack::tests::text;
    use super::super::quotation_key;
    use super::*;

    fn passage(words: &str) -> Passage {
        Passage::parse(words).unwrap()
    }

    fn cited(passages: &str) -> Vec<Passage> {
        passages.split(' ').filter_map(Passage::parse).collect()
    }

    fn verdict(words: &str, passages: &str, source: &ComparisonText<'_>) -> QuotationVerdict {
        compare(words, &cited(passages), source, [Some("en"), Some("en")]).verdict
    }

    #[test]
    fn decides_verdicts() {
        let text = text(&["The ferries are full.", "The town is old."]);
        let source = ComparisonText::Text(Haystack::new(&text), &text);
        let verdict_of = |words, cited: &str| verdict(words, cited, &source);
        assert_eq!(verdict_of("are full", "1"), QuotationVerdict::Found(passage("1")));
        assert_eq!(verdict_of("town", ""), QuotationVerdict::Found(passage("2")));
        assert_eq!(verdict_of("town", "1"), QuotationVerdict::Misplaced(passage("2")));
        assert_eq!(verdict_of("full … old", "1-2"), QuotationVerdict::Found(passage("1-2")));
        assert_eq!(verdict_of("full … old", "1 2"), QuotationVerdict::Found(passage("1-2")), "spread over a union");
        assert_eq!(verdict_of("old … full", "1 2"), QuotationVerdict::NotFound);
        assert_eq!(verdict_of("full … old", ""), QuotationVerdict::NotFound);
        assert_eq!(verdict_of("are empty", "1"), QuotationVerdict::NotFound);
        assert_eq!(verdict_of("full", "2 1"), QuotationVerdict::Found(passage("1")), "a union of passages");
        assert_eq!(verdict_of("已满", ""), QuotationVerdict::Unchecked, "a translation");
        assert_eq!(verdict("are full", "", &ComparisonText::Unavailable), QuotationVerdict::Unchecked);
    }

    /// Checks that the lock gives the same verdict as the text it was made from, except for lookups that it has no
    /// entry for.
    #[test]
    fn gives_same_verdict_from_lock_and_text() {
        let text = text(&["Full and old.", "The ferries are full.", "It is full and old."]);
        let source = ComparisonText::Text(Haystack::new(&text), &text);
        let queries = [
            ("full", ""),
            ("full", "2"),
            ("full", "3"),
            ("full", "1"),
            ("full", "1-2"),
            ("full", "note"),
            ("Full … are", "1-2"),
            ("Full … are", "1 2"),
            ("Full … is", "1 3"),
            ("Full … is", "1-3"),
            ("full and old", "¶3"),
            ("are", "1"),
            ("are", "1-1"),
        ];
        let mut lock: BTreeMap<String, Vec<Passage>> = BTreeMap::new();
        for (words, passages) in queries {
            let occurrences = compare(words, &cited(passages), &source, [Some("en"); 2]).occurrences;
            if occurrences.is_empty() {
                continue;
            }
            let entry = lock.entry(quotation_key(words)).or_default();
            entry.extend(occurrences);
            entry.sort_unstable();
            entry.dedup();
        }
        let locked = ComparisonText::Locked(Some(&lock));
        for (words, passages) in queries {
            assert_eq!(verdict(words, passages, &locked), verdict(words, passages, &source), "{words} {passages}");
        }
        let verdict_of = |words, cited: &str| verdict(words, cited, &locked);
        assert_eq!(verdict_of("old", ""), QuotationVerdict::Unchecked);
        assert_eq!(verdict_of("Full … are", "2-3"), QuotationVerdict::Unchecked);
        assert_eq!(
            verdict_of("Full … are", "1-3"),
            QuotationVerdict::Found(passage("1-3")),
            "it is a part of the range"
        );
        assert_eq!(verdict("full", "", &ComparisonText::Locked(None)), QuotationVerdict::Unchecked);
    }
}
