//! What claims rest on, and where they say different things about the same.
//!
//! 1. Each claim's articles are counted, and the verdicts of the quotations among its evidence are summed up.
//! 2. `divergence` compares claims about the same thing.

mod divergence;

pub(super) use divergence::divergences;
pub use divergence::{ClaimId, Divergence, DivergentValue};

use super::RecordIndex;
use super::quotation::{Quotation, QuotationPlace, QuotationVerdict};
use crate::model::{Claim, Kind, Record, RecordId, Site};
use crate::relate::per_record::Rows;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a claim rests on, as far as it was looked into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimSupport {
    /// The articles of its evidence.
    pub support: Support,
    /// Whether the words that its evidence quotes occur there.
    pub quote_status: QuoteStatus,
}

/// How many articles a claim rests on. Articles that are unknown or not shown do not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Support {
    /// None.
    Unsupported,
    /// One alone.
    Single(RecordId),
    /// Two or more, in the order of the site.
    Several(Vec<RecordId>),
}

impl Support {
    /// The articles.
    pub fn articles(&self) -> &[RecordId] {
        match self {
            Support::Unsupported => &[],
            Support::Single(article) => std::slice::from_ref(article),
            Support::Several(articles) => articles,
        }
    }
}

/// The quotations among a claim's evidence, taken together: the worst verdict counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum QuoteStatus {
    /// It quotes nothing.
    NoQuotes,
    /// All occur in the passages cited for them.
    Found,
    /// At least one could not be looked for; none fails.
    Unchecked,
    /// At least one does not occur where it should.
    Failed,
}

impl From<QuotationVerdict> for QuoteStatus {
    fn from(verdict: QuotationVerdict) -> QuoteStatus {
        match verdict {
            QuotationVerdict::Found(_) => QuoteStatus::Found,
            QuotationVerdict::Unchecked => QuoteStatus::Unchecked,
            QuotationVerdict::NotFound | QuotationVerdict::Misplaced(_) => QuoteStatus::Failed,
        }
    }
}

/// What the claims of each shown record rest on, by record and in the order of its claims.
pub(super) fn claim_support(
    site: &Site,
    index: &RecordIndex,
    quotations: Rows<'_, Quotation>,
) -> Vec<Vec<ClaimSupport>> {
    let of_record = |(id, record): (RecordId, &Record)| {
        let claims = record.claims().iter().filter(|_| index.is_shown(id));
        claims.map(|claim| support_of_claim(claim, record, index, &quotations[id.0 as usize])).collect()
    };
    site.all().map(of_record).collect()
}

fn support_of_claim(claim: &Claim, record: &Record, index: &RecordIndex, quotations: &[Quotation]) -> ClaimSupport {
    let named = claim.evidence.iter();
    let known = named.filter_map(|entry| index.find_in(Kind::Article, &entry.article.value, &record.language));
    let articles: BTreeSet<RecordId> = known.map(|article| index.canonical(article)).collect();
    let support = match articles.iter().copied().collect::<Vec<_>>().as_slice() {
        [] => Support::Unsupported,
        [one] => Support::Single(*one),
        several => Support::Several(several.to_vec()),
    };
    let own = |quotation: &&Quotation| {
        claim.evidence.iter().any(|entry| quotation.place == QuotationPlace::Evidence(entry.span))
    };
    let verdicts = quotations.iter().filter(own).map(|quotation| quotation.verdict);
    ClaimSupport { support, quote_status: verdicts.map(QuoteStatus::from).max().unwrap_or(QuoteStatus::NoQuotes) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostics;
    use crate::relate::relate;
    use crate::relate::sample::Sample;

    fn standings(sample: Sample) -> Vec<ClaimSupport> {
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        relations.claim_support.all().cloned().collect()
    }

    #[test]
    fn counts_articles_once_and_only_those_that_are_shown() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "a", "A");
        sample.add(Kind::Article, "a", "甲").language("zh-Hans");
        sample.add(Kind::Article, "b", "B");
        sample.add(Kind::Article, "hidden", "Hidden").draft();
        let event = sample.add(Kind::Event, "held", "Held");
        event.claim("a", "1").evidence("a", "2").evidence("hidden", "1").evidence("unknown", "1");
        event.claim("b", "1").evidence("a", "2");
        event.claim("hidden", "1");
        let support: Vec<Support> = standings(sample).into_iter().map(|standing| standing.support).collect();
        let [a, b] = [RecordId(0), RecordId(2)];
        assert_eq!(support, [Support::Single(a), Support::Several(vec![a, b]), Support::Unsupported]);
    }

    #[test]
    fn the_worst_quotation_of_a_claim_counts() {
        let quoted = |words: &[&str]| {
            let mut sample = Sample::new();
            sample.add(Kind::Article, "a", "A").text(&["The ferries are full.", "The town is old."]);
            sample.add(Kind::Article, "absent", "Absent");
            let event = sample.add(Kind::Event, "held", "Held");
            event.claim("a", "1");
            for words in words {
                event.evidence(if *words == "words" { "absent" } else { "a" }, "1").quote(words);
            }
            standings(sample).remove(0).quote_status
        };
        assert_eq!(quoted(&[]), QuoteStatus::NoQuotes);
        assert_eq!(quoted(&["ferries are", "are full"]), QuoteStatus::Found);
        assert_eq!(quoted(&["ferries are", "words"]), QuoteStatus::Unchecked);
        assert_eq!(quoted(&["town", "words", "ferries"]), QuoteStatus::Failed, "the town is in another passage");
        assert_eq!(quoted(&["ferries are empty"]), QuoteStatus::Failed);
    }
}
