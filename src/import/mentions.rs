//! Finds names of records in a text, as the pages and the texts of a briefing are searched.

use super::{ExistingContent, RecordName};
use crate::model::Kind;
use crate::names::{NameMatcher, SearchedName};
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

/// Returns the records that the passages mention, sorted by kind and id. `language` is that of the text (BCP 47), or empty.
pub(crate) fn find(passages: &[&str], language: &str, existing: &ExistingContent) -> Vec<Mention> {
    let is_known = |name: &RecordName| *name.language == *language || name.language == existing.default_language;
    // Translations of a record share its id, and are one target.
    let mut records: BTreeMap<(Kind, Arc<str>), usize> = BTreeMap::new();
    let mut names = Vec::new();
    for name in existing.names.iter().filter(|name| is_known(name)) {
        let next = records.len();
        let to = *records.entry((name.kind, Arc::clone(&name.id))).or_insert(next);
        names.push(SearchedName { text: name.name.clone(), to: Some(to), limits: name.limits.clone() });
    }
    let matches = NameMatcher::new(names, language).matches(passages.iter().copied());
    let mut found: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (number, passage) in (1..).zip(matches) {
        for to in passage.into_iter().filter_map(|name_match| name_match.to) {
            found.entry(to).or_default().insert(number);
        }
    }
    let mention =
        |((kind, id), to): ((Kind, Arc<str>), usize)| Some(Mention { kind, id, passages: found.remove(&to)? });
    records.into_iter().filter_map(mention).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NameLimits;

    #[test]
    fn finds_only_whole_names() {
        let name = |name: &str, language: &str| RecordName {
            kind: Kind::Actor,
            id: Arc::from(name),
            name: name.to_owned(),
            language: language.into(),
            limits: NameLimits::default(),
        };
        let existing = ExistingContent {
            default_language: "en".into(),
            names: vec![name("May", "en"), name("Lind Council", "en"), name("港口", "en"), name("Rat", "de")],
            ..ExistingContent::default()
        };
        let passages = ["It may be that LIND COUNCIL and Maya agree on a Rat.", "在港口, we heard May."];
        let mentions = find(&passages, "en", &existing);
        let summary: Vec<(&str, Vec<usize>)> =
            mentions.iter().map(|mention| (&*mention.id, mention.passages.iter().copied().collect())).collect();
        assert_eq!(summary, [("Lind Council", vec![1]), ("May", vec![2]), ("港口", vec![2])]);
    }
}
