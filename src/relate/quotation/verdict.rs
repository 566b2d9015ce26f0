//! Says whether quoted words occur where they are said to.

use super::fold::fold;
use super::haystack::Haystack;
use super::key;
use super::needle::parts;
use crate::model::Passage;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whether quoted words occur in the text that they are said to be from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

impl Verdict {
    /// Its word in lists and exports: `found`, `misplaced`, `not found` or `unchecked`.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Found(_) => "found",
            Verdict::Misplaced(_) => "misplaced",
            Verdict::NotFound => "not found",
            Verdict::Unchecked => "unchecked",
        }
    }

    /// Where the words occur.
    pub fn passage(self) -> Option<Passage> {
        match self {
            Verdict::Found(passage) | Verdict::Misplaced(passage) => Some(passage),
            Verdict::NotFound | Verdict::Unchecked => None,
        }
    }
}

/// What quoted words are compared with.
pub(super) enum Source<'a> {
    /// A text.
    Text(Haystack),
    /// What the evidence lock says of a text that is not at hand: the passages of quotations, by their key.
    Locked(Option<&'a BTreeMap<String, Vec<Passage>>>),
    /// Nothing.
    Nothing,
}

/// Where quoted words occur: in these single passages, and spread over these ranges; sorted.
pub(super) type Occurrences = Vec<Passage>;

/// Looks for words in a source. Words that are not found in a text of another language than theirs are a translation.
pub(super) fn judge(
    words: &str,
    cited: Option<Passage>,
    source: &Source<'_>,
    translated: bool,
) -> (Verdict, Occurrences) {
    let (found, is_all) = match source {
        Source::Text(haystack) => (look(&parts(&fold(words)), cited, haystack), true),
        Source::Locked(known) => (known.and_then(|known| known.get(&key(words))).cloned().unwrap_or_default(), false),
        Source::Nothing => (Vec::new(), false),
    };
    let missing = if translated || !is_all { Verdict::Unchecked } else { Verdict::NotFound };
    let verdict = match cited {
        None => found.iter().find(|passage| passage.is_single()).map_or(missing, |&passage| Verdict::Found(passage)),
        Some(cited) => within(&found, cited, is_all).unwrap_or(missing),
    };
    (verdict, found)
}

fn look(parts: &[super::needle::Part], cited: Option<Passage>, haystack: &Haystack) -> Occurrences {
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
fn within(found: &[Passage], cited: Passage, is_all: bool) -> Option<Verdict> {
    let inside = |passage: &&Passage| cited.covers(**passage);
    if let Some(&passage) = found.iter().filter(|passage| passage.is_single()).find(inside) {
        return Some(Verdict::Found(passage));
    }
    if found.iter().any(|passage| cited.covers(*passage)) {
        return Some(Verdict::Found(cited));
    }
    let elsewhere = found.iter().find(|passage| passage.is_single())?;
    (is_all || cited.is_single()).then_some(Verdict::Misplaced(*elsewhere))
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
        let source = Source::Text(Haystack::new(&text(&["The ferries are full.", "The town is old."])));
        let judged = |words, cited| judge(words, Passage::parse(cited), &source, false).0;
        assert_eq!(judged("are full", "1"), Verdict::Found(passage("1")));
        assert_eq!(judged("town", ""), Verdict::Found(passage("2")));
        assert_eq!(judged("town", "1"), Verdict::Misplaced(passage("2")));
        assert_eq!(judged("full … old", "1-2"), Verdict::Found(passage("1-2")));
        assert_eq!(judged("full … old", ""), Verdict::NotFound);
        assert_eq!(judged("are empty", "1"), Verdict::NotFound);
        assert_eq!(judge("sind voll", None, &source, true).0, Verdict::Unchecked);
        assert_eq!(judge("are full", None, &Source::Nothing, false).0, Verdict::Unchecked);
    }

    /// Whatever the text says, the lock made from its answers says, too; what it was not asked is unchecked.
    #[test]
    fn judges_from_the_lock_as_from_the_text() {
        let source =
            Source::Text(Haystack::new(&text(&["Full and old.", "The ferries are full.", "It is full and old."])));
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
            let known = lock.entry(key(words)).or_default();
            known.extend(judge(words, Passage::parse(cited), &source, false).1);
            known.sort_unstable();
            known.dedup();
        }
        let locked = Source::Locked(Some(&lock));
        for (words, cited) in asked {
            let cited = Passage::parse(cited);
            assert_eq!(
                judge(words, cited, &locked, false).0,
                judge(words, cited, &source, false).0,
                "{words} {cited:?}"
            );
        }
        let judged = |words, cited| judge(words, Passage::parse(cited), &locked, false).0;
        assert_eq!(judged("old", ""), Verdict::Unchecked);
        assert_eq!(judged("Full … are", "2-3"), Verdict::Unchecked);
        assert_eq!(judged("Full … are", "1-3"), Verdict::Found(passage("1-3")), "it is a part of the range");
        assert_eq!(judge("full", None, &Source::Locked(None), false).0, Verdict::Unchecked);
    }
}
