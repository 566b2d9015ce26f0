//! Finds names of records in a text: whole words, longest match first; single-word names match case-sensitively.

use super::ExistingContent;
use crate::model::Kind;
use crate::model::script::is_whole_words;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Record that the text mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Kind of the record.
    pub kind: Kind,
    /// Id of the record.
    pub id: Arc<str>,
    /// Numbers of the passages that mention it, 1-based.
    pub passages: BTreeSet<usize>,
}

/// Returns the records that the passages mention, sorted by kind and id.
pub(crate) fn find(passages: &[&str], existing: &ExistingContent) -> Vec<Mention> {
    let names: Vec<&str> = existing.names.iter().map(|name| name.name.as_str()).collect();
    let automaton =
        AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true).build(&names);
    // Building the automaton fails only for names beyond 4 GiB; then there are no suggestions.
    let Ok(automaton) = automaton else { return Vec::new() };
    let mut mentions: BTreeMap<(Kind, Arc<str>), BTreeSet<usize>> = BTreeMap::new();
    for (number, passage) in (1..).zip(passages) {
        for matched in automaton.find_iter(*passage) {
            let name = &existing.names[matched.pattern().as_usize()];
            let matched_text = &passage[matched.range()];
            if is_whole_words(passage, &matched.range())
                && (!is_case_sensitive(&name.name) || matched_text == name.name)
            {
                mentions.entry((name.kind, Arc::clone(&name.id))).or_default().insert(number);
            }
        }
    }
    mentions.into_iter().map(|((kind, id), passages)| Mention { kind, id, passages }).collect()
}

/// Returns true for a single word, which must match in its case: `may` is not `May`.
fn is_case_sensitive(name: &str) -> bool {
    !name.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::RecordName;

    #[test]
    fn finds_only_whole_names() {
        let name = |name: &str| RecordName { kind: Kind::Actor, id: Arc::from(name), name: name.to_owned() };
        let existing = ExistingContent {
            names: vec![name("May"), name("Lind Council"), name("港口")],
            ..ExistingContent::default()
        };
        let mentions = find(&["It may be that LIND COUNCIL and Maya agree.", "在港口, May spoke."], &existing);
        let summary: Vec<(&str, Vec<usize>)> =
            mentions.iter().map(|mention| (&*mention.id, mention.passages.iter().copied().collect())).collect();
        assert_eq!(summary, [("Lind Council", vec![1]), ("May", vec![2]), ("港口", vec![2])]);
    }
}
