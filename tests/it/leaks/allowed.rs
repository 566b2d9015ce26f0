//! Text that may occur in the output although it occurs in an unpublished text.

use super::words::{RUN_LENGTH, hash, words};
use briefing::compile::Compiled;
use briefing::load::Inputs;
use briefing::model::{Author, Details, Record};
use std::collections::HashSet;

/// Number of words that must be unique to the unpublished text for a run to count.
const MIN_UNIQUE_WORDS: usize = 3;

/// Allowed word sequences.
pub(crate) struct Allowed {
    /// Hashes of the briefing's own quotations, names, titles and claim values, in sequences of up to three words: a
    /// tag or a different apostrophe may split a name.
    known: HashSet<u64>,
    /// Hashes of all sequences of `RUN_LENGTH - 1` words in the authors' own texts.
    written: HashSet<u64>,
}

impl Allowed {
    pub(crate) fn of(inputs: &Inputs, compiled: &Compiled, names: &[&str]) -> Allowed {
        let quoted = compiled.relations.quotations.all().flat_map(|quotation| split_quotation(&quotation.words));
        let texts = compiled.site.records.iter().flat_map(|record| {
            let names = std::iter::once(&record.title).chain(&record.names).map(|name| name.value.clone());
            names.chain(values(record)).chain(bibliography(record))
        });
        let names = names.iter().map(|name| (*name).to_owned());
        let phrases = quoted.chain(texts).chain(names).map(|phrase| words(&phrase));
        let pieces = |phrase: Vec<String>| phrase.windows(phrase.len().clamp(1, 3)).map(hash).collect::<Vec<_>>();
        let is_written = |path: &str| path.starts_with("content/") && !path.contains("/article.");
        let written = inputs.files.iter().filter(|(path, _)| is_written(path));
        let written = written.map(|(_, bytes)| words(&String::from_utf8_lossy(bytes)));
        let persons = compiled.site.records.iter().map(|record| words(&bibliography(record).join(" ")));
        let subsequences = |text: Vec<String>| text.windows(RUN_LENGTH - 1).map(hash).collect::<Vec<_>>();
        Allowed {
            known: phrases.flat_map(pieces).collect(),
            written: written.chain(persons).flat_map(subsequences).collect(),
        }
    }

    /// Checks whether a run must not occur in the output.
    pub(crate) fn forbids(&self, run: &[String]) -> bool {
        let is_written = || run.windows(RUN_LENGTH - 1).any(|part| self.written.contains(&hash(part)));
        self.unique_words(run) >= MIN_UNIQUE_WORDS || !is_written()
    }

    /// Counts the words of a run that are not covered by allowed sequences.
    fn unique_words(&self, run: &[String]) -> usize {
        let mut known = [false; RUN_LENGTH];
        for length in 1..=3 {
            for (start, piece) in run.windows(length).enumerate() {
                if self.known.contains(&hash(piece)) {
                    known[start..start + length].fill(true);
                }
            }
        }
        known.iter().filter(|known| !**known).count()
    }
}

/// Splits a quotation at ellipses and brackets.
fn split_quotation(text: &str) -> Vec<String> {
    text.split(['[', ']', '…']).map(str::to_owned).collect()
}

fn values(record: &Record) -> Vec<String> {
    record.claims().iter().filter_map(|claim| Some(claim.value.as_ref()?.value.clone())).collect()
}

fn bibliography(record: &Record) -> Vec<String> {
    let Details::Article(article) = &record.details else { return Vec::new() };
    let person = |author: &Author| {
        let parts = [Some(&author.name), author.role.as_ref(), author.affiliation.as_ref()];
        parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" ")
    };
    article.authors.iter().map(person).collect()
}
