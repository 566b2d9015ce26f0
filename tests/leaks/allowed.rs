//! What the output may say though a text says it too.

use crate::words::{RUN_LENGTH, hash, words};
use briefing::compile::Compiled;
use briefing::load::Inputs;
use briefing::model::{Author, Details, Record};
use std::collections::HashSet;

/// How many words of a run are the text's alone where it counts.
const OWN: usize = 3;

/// What may stand in the output.
pub(crate) struct Allowed {
    /// What the briefing says for itself: its quotations, names, titles and the values of its claims; as runs of up to three
    /// words, since a name may be cut by a tag or an apostrophe that is written in another way.
    known: HashSet<u64>,
    /// What its authors wrote, as runs that lack one word of those that are looked for.
    written: HashSet<u64>,
}

impl Allowed {
    pub(crate) fn of(inputs: &Inputs, compiled: &Compiled, names: &[&str]) -> Allowed {
        let quoted = compiled.relations.quotations.all().flat_map(|quotation| parts(&quotation.words));
        let said = compiled.site.records.iter().flat_map(|record| {
            let names = std::iter::once(&record.title).chain(&record.names).map(|name| name.value.clone());
            names.chain(values(record)).chain(bibliography(record))
        });
        let names = names.iter().map(|name| (*name).to_owned());
        let phrases = quoted.chain(said).chain(names).map(|phrase| words(&phrase));
        let pieces = |phrase: Vec<String>| phrase.windows(phrase.len().clamp(1, 3)).map(hash).collect::<Vec<_>>();
        let is_written = |path: &str| path.starts_with("content/") && !path.contains("/article.");
        let written = inputs.files.iter().filter(|(path, _)| is_written(path));
        let written = written.map(|(_, bytes)| words(&String::from_utf8_lossy(bytes)));
        let persons = compiled.site.records.iter().map(|record| words(&bibliography(record).join(" ")));
        let most = |text: Vec<String>| text.windows(RUN_LENGTH - 1).map(hash).collect::<Vec<_>>();
        Allowed { known: phrases.flat_map(pieces).collect(), written: written.chain(persons).flat_map(most).collect() }
    }

    /// Whether a run may not stand in the output.
    pub(crate) fn forbids(&self, run: &[String]) -> bool {
        let is_written = || run.windows(RUN_LENGTH - 1).any(|most| self.written.contains(&hash(most)));
        self.own_words(run) >= OWN || !is_written()
    }

    /// How many words of a run are in none of them.
    fn own_words(&self, run: &[String]) -> usize {
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

/// The parts of a quotation between ellipses and brackets.
fn parts(quotation: &str) -> Vec<String> {
    quotation.split(['[', ']', '…']).map(str::to_owned).collect()
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
