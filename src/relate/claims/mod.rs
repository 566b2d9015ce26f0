//! Computes the support of each claim, and compares claims about the same subject.
//!
//! 1. Count each claim's articles, and combine the verdicts of the quotations in its evidence.
//! 2. `divergence` compares claims about the same subject.

mod divergence;

pub(super) use divergence::divergences;
pub use divergence::{ClaimId, Divergence, DivergentValue};

use super::RecordIndex;
use super::quotation::{Quotation, QuotationPlace, QuotationVerdict};
use crate::model::{CitationRole, Claim, Kind, Record, RecordId, Site};
use crate::relate::per_record::Rows;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Support of a claim, as far as it could be checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimSupport {
    /// Articles that support it.
    pub support: Support,
    /// Articles that say the contrary, in site order.
    pub disputing: Vec<RecordId>,
    /// Articles that do not mention it, in site order.
    pub silent: Vec<RecordId>,
    /// Combined verdict of the quotations in its evidence.
    pub quote_status: QuoteStatus,
}

/// Number of articles that support a claim. Unknown articles and drafts that are not shown do not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Support {
    /// No article.
    Unsupported,
    /// One article.
    Single(RecordId),
    /// Two or more articles, in site order.
    Several(Vec<RecordId>),
}

impl ClaimSupport {
    /// Checks whether the claim has no source: no article supports it, and none is cited for its silence.
    pub fn is_unsupported(&self) -> bool {
        self.support == Support::Unsupported && self.silent.is_empty()
    }
}

impl Support {
    /// Returns the articles.
    pub fn articles(&self) -> &[RecordId] {
        match self {
            Support::Unsupported => &[],
            Support::Single(article) => std::slice::from_ref(article),
            Support::Several(articles) => articles,
        }
    }
}

/// Combined verdict of the quotations in a claim's evidence: the worst one. Variants are ordered from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum QuoteStatus {
    /// No quotations.
    NoQuotes,
    /// All occur in the cited passages.
    Found,
    /// At least one could not be checked; none failed.
    Unchecked,
    /// At least one is missing from its text or in another passage.
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

/// Computes the support of the claims of each shown record, by record and in the order of its claims.
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
    let of_role = |role: CitationRole| -> Vec<RecordId> {
        let evidence = claim.evidence.iter().filter(|item| item.role == role);
        let shown = evidence.filter_map(|item| index.find_in(Kind::Article, &item.article.value, &record.language));
        let articles: BTreeSet<RecordId> = shown.map(|article| index.canonical(article)).collect();
        articles.into_iter().collect()
    };
    let support = match of_role(CitationRole::Supports).as_slice() {
        [] => Support::Unsupported,
        [one] => Support::Single(*one),
        several => Support::Several(several.to_vec()),
    };
    let is_own = |quotation: &&Quotation| {
        let is_place =
            |span| [QuotationPlace::Evidence(span), QuotationPlace::Statement(span)].contains(&quotation.place);
        claim.evidence.iter().any(|item| is_place(item.span))
    };
    let verdicts = quotations.iter().filter(is_own).map(|quotation| quotation.verdict);
    ClaimSupport {
        support,
        disputing: of_role(CitationRole::Disputes),
        silent: of_role(CitationRole::Silent),
        quote_status: verdicts.map(QuoteStatus::from).max().unwrap_or(QuoteStatus::NoQuotes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostics;
    use crate::relate::relate;
    use crate::testkit::Sample;

    fn supports(sample: Sample) -> Vec<ClaimSupport> {
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        relations.claim_support.all().cloned().collect()
    }

    #[test]
    fn counts_shown_articles_once() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "a", "A");
        sample.add(Kind::Article, "a", "甲").language("zh-Hans");
        sample.add(Kind::Article, "b", "B");
        sample.add(Kind::Article, "hidden", "Hidden").draft();
        let event = sample.add(Kind::Event, "held", "Held");
        event.claim("a", "1").evidence("a", "2").evidence("hidden", "1").evidence("unknown", "1");
        event.claim("b", "1").evidence("a", "2");
        event.claim("hidden", "1");
        let support: Vec<Support> = supports(sample).into_iter().map(|claim| claim.support).collect();
        let [a, b] = [RecordId(0), RecordId(2)];
        assert_eq!(support, [Support::Single(a), Support::Several(vec![a, b]), Support::Unsupported]);
    }

    #[test]
    fn takes_worst_verdict_of_quotations() {
        let status = |words: &[&str]| {
            let mut sample = Sample::new();
            sample.add(Kind::Article, "a", "A").text(&["The ferries are full.", "The town is old."]);
            sample.add(Kind::Article, "absent", "Absent");
            let event = sample.add(Kind::Event, "held", "Held");
            event.claim("a", "1");
            for words in words {
                event.evidence(if *words == "words" { "absent" } else { "a" }, "1").quote(words);
            }
            supports(sample).remove(0).quote_status
        };
        assert_eq!(status(&[]), QuoteStatus::NoQuotes);
        assert_eq!(status(&["ferries are", "are full"]), QuoteStatus::Found);
        assert_eq!(status(&["ferries are", "words"]), QuoteStatus::Unchecked);
        assert_eq!(status(&["town", "words", "ferries"]), QuoteStatus::Failed, "the town is in another passage");
        assert_eq!(status(&["ferries are empty"]), QuoteStatus::Failed);
    }
}
