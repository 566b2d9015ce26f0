//! Claims, status steps and divergences with what they rest on.

use super::date::DateView;
use super::desk::Desk;
use super::link::Link;
use crate::model::{self, Kind, Passage, RecordId};
use crate::relate::{self, ClaimId, Quotation, Support};
use crate::render::body_html::verdict;
use serde::Serialize;
use std::collections::BTreeSet;

/// A place in an article's text.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PassageLink {
    /// Its words: `¶7`.
    pub(crate) label: String,
    /// Where it is, from the page.
    pub(crate) href: String,
}

/// An article cited, with the passages.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Cited<'e> {
    article: Link<'e>,
    mark: &'e str,
    passages: Vec<PassageLink>,
}

/// What a claim or status rests on.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Evidence<'e> {
    article: Link<'e>,
    mark: &'e str,
    passage: Option<PassageLink>,
    quote: Option<&'e str>,
    verdict: Option<Verdict>,
}

/// What the check of a quotation came to.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Verdict {
    state: &'static str,
    words: String,
    /// The quotation's own name, where it stands on its record's page.
    anchor: Option<String>,
    /// Where the passage is, from the page.
    href: String,
}

/// A checkable statement.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Claim<'e> {
    text: &'e str,
    value: Option<&'e str>,
    as_of: Option<DateView>,
    evidence: Vec<Evidence<'e>>,
    single_source: bool,
    unsupported: bool,
    anchor: String,
}

/// Claims about the same thing that say different things.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Divergence<'e> {
    about: &'e str,
    is_development: bool,
    claims: Vec<DivergentClaim<'e>>,
}

#[derive(Clone, Debug, Serialize)]
struct DivergentClaim<'e> {
    text: &'e str,
    value: Option<&'e str>,
    as_of: Option<DateView>,
    from: Link<'e>,
    evidence: Vec<Evidence<'e>>,
}

/// A step of an initiative's history.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Status<'e> {
    #[serde(rename = "status")]
    word: String,
    date: Option<DateView>,
    note: Option<&'e str>,
    evidence: Vec<Evidence<'e>>,
}

/// Someone who speaks of the record.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Backlink<'e> {
    from: Link<'e>,
    before: &'e str,
    words: &'e str,
    after: &'e str,
    count: u32,
}

/// The fragment of a claim on its record's page, by its place in the record.
pub(super) fn claim_anchor(place: usize) -> String {
    format!("claim-{}", place + 1)
}

impl<'e> Desk<'e> {
    pub(super) fn passage(&self, article: RecordId, passage: Passage) -> PassageLink {
        let path = self.edition.book.relations.path(self.edition.book.in_language(article, &self.edition.language));
        PassageLink { label: passage.to_string(), href: self.place.href_to(path, Some(&passage.anchor())) }
    }

    /// The articles that a record rests on.
    pub(super) fn cited(&self, id: RecordId) -> Vec<Cited<'e>> {
        let book = self.edition.book;
        let cited = book.related(book.relations.cited, id).iter().filter(|cited| book.is_shown(cited.article));
        cited
            .map(|cited| Cited {
                article: self.link(cited.article),
                mark: self.edition.mark(cited.article),
                passages: cited.passages.iter().map(|passage| self.passage(cited.article, *passage)).collect(),
            })
            .collect()
    }

    /// What a claim or status of a record rests on. Where it is `named`, the passages lead back to each quotation: once
    /// on the record's own page.
    pub(super) fn evidence(&self, from: RecordId, evidence: &'e [model::Evidence], named: bool) -> Vec<Evidence<'e>> {
        let known = evidence.iter().filter_map(|entry| {
            let article = self.edition.book.find(Kind::Article, &entry.article.value)?;
            let quotation = self.edition.book.quotation_of(from, entry);
            Some(Evidence {
                article: self.link(article),
                mark: self.edition.mark(article),
                passage: entry.passage.as_ref().map(|passage| self.passage(article, passage.value)),
                quote: entry.quote.as_ref().map(|quote| quote.value.as_str()),
                verdict: quotation.map(|(number, quotation)| self.verdict(quotation, named.then_some(number))),
            })
        });
        known.collect()
    }

    /// What the check of a quotation came to, with its number where it is to have a name.
    pub(super) fn verdict(&self, quotation: &Quotation, number: Option<usize>) -> Verdict {
        let href = match verdict::target_passage(quotation) {
            Some(passage) => self.passage(quotation.article, passage).href,
            None => self.link(quotation.article).href.as_ref().to_owned(),
        };
        Verdict {
            state: verdict::class_name(quotation.verdict),
            words: self.edition.body_words.verdicts.format(quotation),
            anchor: number.map(verdict::anchor),
            href,
        }
    }

    /// The verdicts of a record's quotations, each once.
    pub(super) fn verdicts(&self, id: RecordId) -> Vec<&'static str> {
        let all = self.edition.book.quotations(id).map(|(_, quotation)| verdict::class_name(quotation.verdict));
        all.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The claims of a record.
    pub(super) fn claims(&self, id: RecordId) -> Vec<Claim<'e>> {
        let book = self.edition.book;
        let claims = book.site.record(id).claims().iter().enumerate();
        claims
            .map(|(place, claim)| (place, claim, book.support(id, place)))
            .map(|(place, claim, support)| Claim {
                text: &claim.text.value,
                value: claim.value.as_ref().map(|value| value.value.as_str()),
                as_of: claim.as_of.as_ref().map(|date| self.date(&date.value, None, None)),
                evidence: self.evidence(id, &claim.evidence, true),
                single_source: matches!(support, Some(Support::Single(_))),
                unsupported: matches!(support, Some(Support::Unsupported)),
                anchor: claim_anchor(place),
            })
            .collect()
    }

    /// The divergences that a record's claims are part of.
    pub(super) fn divergences(&self, id: RecordId) -> Vec<Divergence<'e>> {
        let book = self.edition.book;
        let claims = book.site.record(id).claims();
        let own: BTreeSet<&str> =
            claims.iter().filter_map(|claim| Some(claim.about.as_ref()?.value.as_str())).collect();
        own.into_iter().filter_map(|about| book.divergence(about)).map(|one| self.divergence(one)).collect()
    }

    /// All divergences.
    pub(super) fn all_divergences(&self) -> Vec<Divergence<'e>> {
        self.edition.book.relations.divergences().iter().map(|divergence| self.divergence(divergence)).collect()
    }

    fn divergence(&self, divergence: &'e relate::Divergence) -> Divergence<'e> {
        let claims = divergence.claims().map(|claim| self.divergent(claim)).collect();
        Divergence { about: &divergence.about, is_development: divergence.is_development, claims }
    }

    fn divergent(&self, ClaimId { record: from, position: place }: ClaimId) -> DivergentClaim<'e> {
        let book = self.edition.book;
        let translated = book.in_language(from, &self.edition.language);
        let original = book.site.record(from).claims();
        let (own, claims) = match book.site.record(translated).claims() {
            claims if claims.len() == original.len() => (translated, claims),
            _ => (from, original),
        };
        let claim = &claims[place];
        DivergentClaim {
            text: &claim.text.value,
            value: claim.value.as_ref().map(|value| value.value.as_str()),
            as_of: claim.as_of.as_ref().map(|date| self.date(&date.value, None, None)),
            from: self.link(from),
            evidence: self.evidence(own, &claim.evidence, false),
        }
    }

    /// The status history of a record.
    pub(super) fn status(&self, id: RecordId) -> Vec<Status<'e>> {
        let steps = self.edition.book.site.record(id).status().iter();
        steps
            .map(|step| Status {
                word: self.edition.words.status_label(&step.status.value),
                date: step.date.as_ref().map(|date| self.date(&date.value, step.date_label.as_deref(), None)),
                note: step.note.as_deref(),
                evidence: self.evidence(id, &step.evidence, true),
            })
            .collect()
    }

    /// Where a record stands now.
    pub(super) fn current_status(&self, id: RecordId) -> Option<String> {
        let last = self.edition.book.site.record(id).status().last()?;
        Some(self.edition.words.status_label(&last.status.value))
    }

    /// Who speaks of a record, and in which sentence.
    pub(super) fn backlinks(&self, id: RecordId) -> Vec<Backlink<'e>> {
        let book = self.edition.book;
        let backlinks =
            book.related(book.relations.backlinks, id).iter().filter(|backlink| book.is_shown(backlink.from));
        backlinks
            .map(|backlink| {
                let [before, words, after] = backlink.sentence.parts();
                Backlink { from: self.link(backlink.from), before, words, after, count: backlink.count }
            })
            .collect()
    }

    /// The records before and after one of its kind.
    pub(super) fn neighbours(&self, id: RecordId) -> (Option<Link<'e>>, Option<Link<'e>>) {
        let book = self.edition.book;
        let (previous, next) = book.relations.neighbours.of(book.original(id)).copied().unwrap_or_default();
        let link = |id: Option<RecordId>| id.filter(|id| book.is_shown(*id)).map(|id| self.link(id));
        (link(previous), link(next))
    }

    /// Whether exactly one article supports a record.
    pub(super) fn is_single_source(&self, id: RecordId) -> bool {
        let book = self.edition.book;
        let support: BTreeSet<&RecordId> = book.related(book.relations.support, id).iter().collect();
        support.len() == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::{TestSite, claim, day, with_page_context};

    #[test]
    fn tells_what_rests_on_one_article() {
        let mut test = TestSite::new();
        test.record(Kind::Article, "a");
        test.record(Kind::Article, "b");
        test.event("e", day(2025, 1, 1)).claims = vec![
            claim("one", None, None, &["a", "a"]),
            claim("two", None, None, &["a", "b"]),
            claim("none", None, None, &[]),
        ];
        let single = with_page_context(&mut test, "events/e/", |desk| {
            let id = desk.edition.book.find(Kind::Event, "e").unwrap();
            desk.claims(id).iter().map(|claim| (claim.anchor.clone(), claim.single_source)).collect::<Vec<_>>()
        });
        let anchors = ["claim-1", "claim-2", "claim-3"].map(str::to_owned);
        assert_eq!(single, anchors.into_iter().zip([true, false, false]).collect::<Vec<_>>());
    }

    #[test]
    fn shows_divergent_claims_of_all_records() {
        let mut test = TestSite::new();
        test.event("e", day(2025, 1, 1)).claims =
            vec![claim("seven", Some("7"), Some("signatories"), &[]), claim("same", Some("1"), Some("agreed"), &[])];
        test.event("f", day(2025, 1, 2)).claims =
            vec![claim("eight", Some("8"), Some("signatories"), &[]), claim("same", Some("1"), Some("agreed"), &[])];
        let divergences = with_page_context(&mut test, "events/e/", |desk| {
            let id = desk.edition.book.find(Kind::Event, "e").unwrap();
            serde_json::to_value(desk.divergences(id)).unwrap()
        });
        assert_eq!(divergences.as_array().unwrap().len(), 1);
        assert_eq!(divergences[0]["about"], "signatories");
        assert_eq!(divergences[0]["claims"][1]["text"], "eight");
        assert_eq!(divergences[0]["claims"][1]["from"]["href"], "../f/");
    }
}
