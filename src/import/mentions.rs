//! Finds the briefing's names in a text: whole words, the longest first, short names and abbreviations in their own case.

use super::ExistingContent;
use crate::model::Kind;
use crate::model::script::is_whole_words;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A record that the text mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: Arc<str>,
    /// The passages that mention it, from 1.
    pub passages: BTreeSet<usize>,
}

/// Finds the records that the passages mention, by kind and id.
pub(crate) fn find(passages: &[&str], known: &ExistingContent) -> Vec<Mention> {
    let names: Vec<&str> = known.names.iter().map(|name| name.name.as_str()).collect();
    let automaton =
        AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true).build(&names);
    // Only names beyond four gigabytes cannot be built into an automaton; then there are no suggestions.
    let Ok(automaton) = automaton else { return Vec::new() };
    let mut found: BTreeMap<(Kind, Arc<str>), BTreeSet<usize>> = BTreeMap::new();
    for (number, passage) in (1..).zip(passages) {
        for hit in automaton.find_iter(*passage) {
            let name = &known.names[hit.pattern().as_usize()];
            let words = &passage[hit.range()];
            if is_whole_words(passage, &hit.range()) && (!is_case_sensitive(&name.name) || words == name.name) {
                found.entry((name.kind, Arc::clone(&name.id))).or_default().insert(number);
            }
        }
    }
    found.into_iter().map(|((kind, id), passages)| Mention { kind, id, passages }).collect()
}

/// Whether a name counts only as it is written: one word with a capital, since `may` is not `May`.
fn is_case_sensitive(name: &str) -> bool {
    !name.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::RecordName;

    #[test]
    fn finds_whole_names_only() {
        let name = |name: &str| RecordName { kind: Kind::Actor, id: Arc::from(name), name: name.to_owned() };
        let known = ExistingContent {
            names: vec![name("May"), name("Lind Council"), name("港口")],
            ..ExistingContent::default()
        };
        let found = find(&["It may be that LIND COUNCIL and Maya agree.", "在港口, May spoke."], &known);
        let told: Vec<(&str, Vec<usize>)> =
            found.iter().map(|mention| (&*mention.id, mention.passages.iter().copied().collect())).collect();
        assert_eq!(told, [("Lind Council", vec![1]), ("May", vec![2]), ("港口", vec![2])]);
    }
}
