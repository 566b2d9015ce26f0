//! Site search: the index that the search of a reader's browser loads in parts. Each language has its own, beside its
//! search page.
//!
//! 1. `corpus` lists the records of a language.
//! 2. `document` reads each: what results show, its texts (`passages`), its terms (`folding`, `terms`, `date_terms`) and
//!    their weights (`weights`).
//! 3. `postings` lists the records of each term, `shards` divides the terms.
//! 4. `manifest` writes what is loaded first: names and versions of all other parts. `script_file` writes a part as a
//!    script, which browsers load from a disk, too.
//!
//! Parts, for the reader's `scripts/search-index.js`: `t-AB.js` has terms with their records, from those that begin with
//! "ab"; `e-AB.js` has words by their ends, for misspelt beginnings; `c0.js` has what results show of a number of records,
//! `x0.js` their texts.

mod corpus;
mod date_terms;
mod document;
mod folding;
mod manifest;
mod optional_words;
mod passages;
mod postings;
mod script_file;
mod shards;
mod terms;
mod weights;

use super::{ExportContext, Exporter};
use corpus::Corpus;
use document::{Card, Document};
use manifest::{Manifest, ShardVersion};
use passages::Passages;
use postings::{InvertedIndex, write_postings};
use rayon::prelude::*;
use script_file::ScriptFile;
use weights::Level;

/// Number of records whose cards are loaded together.
const CARDS_PER_FILE: usize = 8;

/// Size in bytes from which on the texts of records are no longer put into the same file.
const TEXT_BYTES: usize = 6_000;

/// Exports the index of the site search.
pub(super) struct Search;

impl Exporter for Search {
    fn owns(&self, path: &str) -> bool {
        let Some((folder, file)) = path.rsplit_once('/') else { return false };
        let is_folder =
            folder == "search" || folder.strip_suffix("/search").is_some_and(|language| !language.contains('/'));
        is_folder && script_file::is_name(file)
    }

    fn files(&self, export: ExportContext<'_>) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        for corpus in Corpus::all(export) {
            let path = |file: &ScriptFile| format!("{}{}", corpus.folder, file.name());
            files.extend(index_files(export, &corpus).into_iter().map(|file| (path(&file), file.into_bytes())));
        }
        files
    }
}

/// A record without its terms, which were moved to the index.
type Shown<'a> = (Card<'a>, Passages);

/// Terms of a record.
type RecordTerms = Vec<(Box<str>, Level)>;

/// Makes the files of a language's index, the manifest last.
fn index_files(export: ExportContext<'_>, corpus: &Corpus<'_>) -> Vec<ScriptFile> {
    let read = |id| {
        let Document { card, passages, terms } = Document::new(export, id, corpus.messages);
        ((card, passages), terms.into_levels())
    };
    let (shown, levels): (Vec<Shown<'_>>, Vec<RecordTerms>) = corpus.records.par_iter().map(|id| read(*id)).unzip();
    let index = InvertedIndex::new(levels.into_iter());
    let mut manifest = Manifest::new(export, corpus);
    let mut files = Vec::new();
    let ends = reversed_words(&index);
    for (files_of, versions) in [(term_files(&index), &mut manifest.terms), (end_files(&ends), &mut manifest.ends)] {
        for (from, file) in files_of {
            versions.push(ShardVersion(from, file.version()));
            files.push(file);
        }
    }
    for (number, cards) in shown.chunks(CARDS_PER_FILE).enumerate() {
        let cards: Vec<&Card<'_>> = cards.iter().map(|(card, _)| card).collect();
        let file = ScriptFile::new(format!("c{number}"), &cards);
        manifest.cards.push(file.version());
        files.push(file);
    }
    for (first, file) in text_files(&shown) {
        manifest.texts.push((first, file.version()));
        files.push(file);
    }
    files.push(manifest.into_file());
    files
}

/// Makes the files of terms with their records, each with its first beginning.
fn term_files(index: &InvertedIndex) -> Vec<(String, ScriptFile)> {
    let line = |(term, postings): &(Box<str>, Vec<(u32, Level)>)| {
        let mut line = String::new();
        write_postings(term, postings, &mut line);
        line
    };
    let lines: Vec<String> = index.terms.par_iter().map(line).collect();
    let sizes = index.terms.iter().zip(&lines).map(|((term, _), line)| (&**term, line.len() + 2));
    let shards = shards::shards(sizes);
    let file = |shard: &shards::Shard| {
        ScriptFile::new(script_file::shard_name("t", &shard.from), &lines[shard.terms.clone()].join("\n"))
    };
    shards.iter().map(|shard| (shard.from.clone(), file(shard))).collect()
}

/// Returns the words backwards, in order.
fn reversed_words(index: &InvertedIndex) -> Vec<String> {
    let mut reversed: Vec<String> = index.words().map(|word| word.chars().rev().collect()).collect();
    reversed.sort_unstable();
    reversed
}

/// Makes the files of words by their ends, each with its first end backwards.
fn end_files(reversed: &[String]) -> Vec<(String, ScriptFile)> {
    let shards = shards::shards(reversed.iter().map(|word| (word.as_str(), word.len() + 1)));
    let file = |shard: &shards::Shard| {
        let words = reversed[shard.terms.clone()].iter().map(|word| word.chars().rev().collect::<String>());
        ScriptFile::new(script_file::shard_name("e", &shard.from), &words.collect::<Vec<_>>().join(" "))
    };
    shards.iter().map(|shard| (shard.from.clone(), file(shard))).collect()
}

/// Makes the files of the records' texts, each with the number of its first record.
fn text_files(shown: &[Shown<'_>]) -> Vec<(usize, ScriptFile)> {
    let mut files = Vec::new();
    let mut first = 0;
    while first < shown.len() {
        let mut size = 0;
        let fits = |(_, passages): &&Shown<'_>| {
            let is_first = size == 0;
            size += passages.size() + 1;
            is_first || size <= TEXT_BYTES
        };
        let count = shown[first..].iter().take_while(fits).count();
        let texts: Vec<&Passages> = shown[first..first + count].iter().map(|(_, passages)| passages).collect();
        files.push((first, ScriptFile::new(format!("x{}", files.len()), &texts)));
        first += count;
    }
    files
}
