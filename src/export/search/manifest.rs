//! The part of the index that is loaded first: kinds, words of the results, and names and versions of all other parts.

use super::super::ExportContext;
use super::CARDS_PER_FILE;
use super::corpus::Corpus;
use super::optional_words::optional_words;
use super::script_file::{MANIFEST, ScriptFile};
use crate::model::Kind;
use crate::render::Messages;
use serde::Serialize;
use std::collections::BTreeMap;

/// Messages of the search that scripts show.
const MESSAGES: [&str; 10] = [
    "search.all",
    "search.all_results",
    "search.best",
    "search.more",
    "search.none",
    "search.none_help",
    "search.partial",
    "search.results.one",
    "search.results.other",
    "search.suggestions",
];

/// Beginning of the terms of a shard, and its version.
#[derive(Debug, Serialize)]
pub(super) struct ShardVersion(pub(super) String, pub(super) String);

/// The manifest.
#[derive(Debug, Serialize)]
pub(super) struct Manifest {
    language: String,
    /// Number of records.
    count: usize,
    /// Kinds of the records: name, number of the first record, name of one and of several in words.
    kinds: Vec<(&'static str, usize, String, String)>,
    /// Shards of terms.
    pub(super) terms: Vec<ShardVersion>,
    /// Shards of the words by their ends.
    pub(super) ends: Vec<ShardVersion>,
    cards_per_file: usize,
    /// Versions of the files of cards.
    pub(super) cards: Vec<String>,
    /// First record and version of the files of texts.
    pub(super) texts: Vec<(usize, String)>,
    /// Words that a found record need not have if the query has others.
    optional: String,
    /// Messages.
    words: BTreeMap<&'static str, String>,
}

impl Manifest {
    /// Creates the manifest of a language without parts.
    pub(super) fn new(export: ExportContext<'_>, corpus: &Corpus<'_>) -> Manifest {
        let Corpus { messages, records, .. } = corpus;
        let mut kinds: Vec<(&'static str, usize, String, String)> = Vec::new();
        for (number, id) in records.iter().enumerate() {
            let kind = export.site.record(*id).kind();
            if kinds.last().is_none_or(|(last, ..)| *last != kind.as_str()) {
                let (one, several) = kind_words(kind, messages);
                kinds.push((kind.as_str(), number, one, several));
            }
        }
        let word = |key: &&'static str| (key.trim_start_matches("search."), messages.get(key).to_owned());
        Manifest {
            language: messages.language.to_string(),
            count: records.len(),
            kinds,
            terms: Vec::new(),
            ends: Vec::new(),
            cards_per_file: CARDS_PER_FILE,
            cards: Vec::new(),
            texts: Vec::new(),
            optional: optional_words(&messages.language).join(" "),
            words: MESSAGES.iter().map(word).collect(),
        }
    }

    /// Returns its file.
    pub(super) fn into_file(self) -> ScriptFile {
        ScriptFile::new(MANIFEST.to_owned(), &self)
    }
}

/// Returns the name of one record of a kind and of several in words.
fn kind_words(kind: Kind, messages: &Messages) -> (String, String) {
    let words = |group: &str| messages.get(&format!("{group}.{}", kind.as_str())).to_owned();
    (words("kind"), words("search.kinds"))
}
