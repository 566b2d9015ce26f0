//! Views of claims, status steps and divergences with their evidence.

use super::date::DateView;
use super::link::LinkView;
use super::page_context::PageContext;
use super::record_coverage::SupportCount;
use crate::model::{self, Kind, Passage, RecordId, StatementIds, StatementPart, escape, page_anchor};
use crate::relate::{self, ClaimId, ClaimSupport, Quotation};
use crate::render::body_html::{verdict, words_html};
use crate::render::template_value::Html;
use serde::Serialize;
use std::collections::BTreeSet;

/// Link to a passage of an article.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PassageLink {
    /// Label of the passage: `¶7`.
    pub(crate) label: String,
    /// Link from the page to the passage.
    pub(crate) href: String,
}

/// A cited article with its passages.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CitedArticleView<'e> {
    article: LinkView<'e>,
    mark: &'e str,
    passages: Vec<PassageLink>,
    /// Role of the article: `supports`, `disputes`, `silent`, `older`, `part` or `cited`.
    role: &'static str,
}

/// Evidence for a claim or status.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EvidenceView<'e> {
    article: LinkView<'e>,
    mark: &'e str,
    passage: Option<PassageLink>,
    /// Role of the article: `supports`, `disputes`, `silent` or `context`.
    role: &'static str,
    quote: Option<&'e str>,
    verdict: Option<VerdictView>,
}

/// Result of checking a quotation.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct VerdictView {
    state: &'static str,
    words: String,
    /// Fragment of the quotation, on the page of its record.
    anchor: Option<String>,
    /// Link from the page to the passage.
    href: String,
}

/// A claim with its evidence.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ClaimView<'e> {
    text: &'e str,
    text_html: Html,
    value: Option<&'e str>,
    as_of: Option<DateView>,
    evidence: Vec<EvidenceView<'e>>,
    support: SupportCount,
    unsupported: bool,
    anchor: String,
}

/// Claims about the same thing with different values.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct DivergenceView<'e> {
    about: &'e str,
    is_development: bool,
    claims: Vec<DivergentClaimView<'e>>,
}

#[derive(Clone, Debug, Serialize)]
struct DivergentClaimView<'e> {
    text: &'e str,
    text_html: Html,
    value: Option<&'e str>,
    as_of: Option<DateView>,
    from: LinkView<'e>,
    evidence: Vec<EvidenceView<'e>>,
}

/// A step in the status history of an initiative.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct StatusView<'e> {
    #[serde(rename = "status")]
    word: String,
    date: Option<DateView>,
    note: Option<&'e str>,
    note_html: Option<Html>,
    evidence: Vec<EvidenceView<'e>>,
}

/// A record that mentions this one.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct BacklinkView<'e> {
    from: LinkView<'e>,
    before: &'e str,
    words: &'e str,
    after: &'e str,
    count: u32,
}

impl<'e> PageContext<'e> {
    pub(super) fn passage_link(&self, article: RecordId, passage: Passage) -> PassageLink {
        let path = self.site.relations.path(self.site.in_language(article, self.lang.tag));
        PassageLink { label: passage.to_string(), href: self.link_base.href_to(path, Some(&passage.anchor())) }
    }

    /// Returns the articles that a record cites, with their roles.
    pub(super) fn cited_articles(&self, id: RecordId) -> Vec<CitedArticleView<'e>> {
        let site = self.site;
        let cited =
            site.list_or_canonical(site.relations.cited(), id).iter().filter(|cited| site.is_shown(cited.article));
        cited
            .map(|cited| CitedArticleView {
                article: self.link(cited.article),
                mark: self.short_citation(cited.article),
                passages: cited.passages.iter().map(|passage| self.passage_link(cited.article, *passage)).collect(),
                role: self.article_role(id, cited).name(),
            })
            .collect()
    }

    /// Returns the passages of an article that a record cites.
    pub(super) fn cited_passages(&self, id: RecordId, article: RecordId) -> Vec<PassageLink> {
        let site = self.site;
        let cited = site.list_or_canonical(site.relations.cited(), id).iter();
        let of_article = cited.filter(|cited| site.canonical(cited.article) == site.canonical(article));
        of_article.flat_map(|cited| cited.passages.iter().map(|p| self.passage_link(cited.article, *p))).collect()
    }

    /// Returns the evidence of a claim or status. `named` adds the anchors of quotations, once on the record's own
    /// page.
    pub(super) fn evidence(
        &self,
        from: RecordId,
        evidence: &'e [model::Evidence],
        named: bool,
    ) -> Vec<EvidenceView<'e>> {
        let known = evidence.iter().filter_map(|entry| {
            let article = self.site.find(Kind::Article, &entry.article.value)?;
            let quotation = self.site.evidence_quotation(from, entry);
            Some(EvidenceView {
                article: self.link(article),
                mark: self.short_citation(article),
                passage: entry.passage.as_ref().map(|passage| self.passage_link(article, passage.value)),
                role: entry.role.name(),
                quote: entry.quote.as_ref().map(|quote| quote.value.as_str()),
                verdict: quotation.map(|(number, quotation)| self.verdict(quotation, named.then_some(number))),
            })
        });
        known.collect()
    }

    /// Formats the result of checking a quotation; `number` adds its anchor.
    pub(super) fn verdict(&self, quotation: &Quotation, number: Option<usize>) -> VerdictView {
        let href = match quotation.target_passage() {
            Some(passage) => self.passage_link(quotation.article, passage).href,
            None => self.link(quotation.article).href.as_ref().to_owned(),
        };
        VerdictView {
            state: verdict::class_name(quotation.verdict),
            words: self.lang.body_messages.verdicts.format(quotation),
            anchor: number.map(verdict::anchor),
            href,
        }
    }

    /// Collects the verdicts of a record's quotations, each once.
    pub(super) fn verdicts(&self, id: RecordId) -> Vec<&'static str> {
        let all = self.site.quotations(id).map(|(_, quotation)| verdict::class_name(quotation.verdict));
        all.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Returns the claims of a record.
    pub(super) fn claims(&self, id: RecordId) -> Vec<ClaimView<'e>> {
        let site = self.site;
        let claims = site.records.get(id).claims().iter().enumerate();
        let mut ids = StatementIds::new(StatementPart::Claims);
        claims
            .map(|(place, claim)| (place, claim, site.claim_support(id, place)))
            .map(|(place, claim, support)| ClaimView {
                text: &claim.text.value,
                text_html: Html(words_html(&claim.text.value, &claim.text_markup))
                    .with_statement_id(ids.next(&claim.text.value).as_deref()),
                value: claim.value.as_ref().map(|value| value.value.as_str()),
                as_of: claim.as_of.as_ref().map(|date| self.date(&date.value, None, None)),
                evidence: self.evidence(id, &claim.evidence, true),
                support: self.support_count(id, support.map_or(0, |claim| claim.support.articles().len())),
                unsupported: support.is_some_and(ClaimSupport::is_unsupported),
                anchor: page_anchor::of_claim(place),
            })
            .collect()
    }

    /// Renders the support of a claim behind a sentence that states it, as a link to the claim; empty for a briefing of one
    /// article.
    pub(super) fn claim_badge(&self, id: RecordId, position: usize) -> String {
        let Some(claim) = self.site.claim_support(id, position) else { return String::new() };
        let (count, of) = (claim.support.articles().len(), self.article_count());
        let messages = self.lang.messages;
        let (class, words) = match count {
            _ if claim.is_unsupported() => (" badge-unsupported", messages.get("evidence.unsupported").to_owned()),
            _ if of < 2 => return String::new(),
            1 => (" badge-single", messages.count("evidence.support", count, of)),
            _ => ("", messages.count("evidence.support", count, of)),
        };
        let mut html = format!(" <a class=\"badge{class}\"");
        let anchor = page_anchor::of_claim(position);
        escape::attribute(&mut html, "href", &self.link_base.href_to(self.site.relations.path(id), Some(&anchor)));
        html.push('>');
        escape::text(&mut html, &words);
        html.push_str("</a>");
        html
    }

    /// Returns the divergences that a record's claims are part of.
    pub(super) fn divergences(&self, id: RecordId) -> Vec<DivergenceView<'e>> {
        let site = self.site;
        let claims = site.records.get(id).claims();
        let own: BTreeSet<&str> =
            claims.iter().filter_map(|claim| Some(claim.about.as_ref()?.value.as_str())).collect();
        own.into_iter().filter_map(|about| site.divergence(about)).map(|one| self.divergence_view(one)).collect()
    }

    /// Returns all divergences.
    pub(super) fn all_divergences(&self) -> Vec<DivergenceView<'e>> {
        self.site.relations.divergences().iter().map(|divergence| self.divergence_view(divergence)).collect()
    }

    fn divergence_view(&self, divergence: &'e relate::Divergence) -> DivergenceView<'e> {
        let claims = divergence.claims().map(|claim| self.divergent_claim(claim)).collect();
        DivergenceView { about: &divergence.about, is_development: divergence.is_development, claims }
    }

    fn divergent_claim(&self, ClaimId { record: from, position: place }: ClaimId) -> DivergentClaimView<'e> {
        let site = self.site;
        let translated = site.in_language(from, self.lang.tag);
        let original = site.records.get(from).claims();
        let (own, claims) = match site.records.get(translated).claims() {
            claims if claims.len() == original.len() => (translated, claims),
            _ => (from, original),
        };
        let claim = &claims[place];
        DivergentClaimView {
            text: &claim.text.value,
            text_html: Html(words_html(&claim.text.value, &claim.text_markup)),
            value: claim.value.as_ref().map(|value| value.value.as_str()),
            as_of: claim.as_of.as_ref().map(|date| self.date(&date.value, None, None)),
            from: self.link(from),
            evidence: self.evidence(own, &claim.evidence, false),
        }
    }

    /// Returns the status history of a record.
    pub(super) fn status(&self, id: RecordId) -> Vec<StatusView<'e>> {
        let steps = self.site.records.get(id).status().iter();
        steps
            .map(|step| StatusView {
                word: self.lang.messages.status_label(&step.status.value),
                date: step.date.as_ref().map(|date| self.date(&date.value, step.date_label.as_deref(), None)),
                note: step.note.as_deref(),
                note_html: step.note.as_ref().map(|note| Html(words_html(note, &step.note_markup))),
                evidence: self.evidence(id, &step.evidence, true),
            })
            .collect()
    }

    /// Formats the current status of a record.
    pub(super) fn current_status(&self, id: RecordId) -> Option<String> {
        let last = self.site.records.get(id).status().last()?;
        Some(self.lang.messages.status_label(&last.status.value))
    }

    /// Returns the records that mention a record, each with a sentence that does.
    pub(super) fn backlinks(&self, id: RecordId) -> Vec<BacklinkView<'e>> {
        let site = self.site;
        let backlinks = site
            .list_or_canonical(site.relations.backlinks(), id)
            .iter()
            .filter(|backlink| site.is_shown(backlink.from));
        backlinks
            .map(|backlink| {
                let [before, words, after] = backlink.sentence.parts();
                BacklinkView { from: self.link(backlink.from), before, words, after, count: backlink.count }
            })
            .collect()
    }

    /// Returns links to the previous and the next record of the same kind.
    pub(super) fn prev_next(&self, id: RecordId) -> (Option<LinkView<'e>>, Option<LinkView<'e>>) {
        let site = self.site;
        let (previous, next) = site.relations.prev_next().get(site.canonical(id)).copied().unwrap_or_default();
        let link = |id: Option<RecordId>| id.filter(|id| site.is_shown(*id)).map(|id| self.link(id));
        (link(previous), link(next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::with_page_context;
    use crate::testkit::{TestSite, claim, day};

    #[test]
    fn detects_claims_with_a_single_source() {
        let mut test = TestSite::new();
        test.record(Kind::Article, "a");
        test.record(Kind::Article, "b");
        test.event("e", day(2025, 1, 1)).claims = vec![
            claim("one", None, None, &["a", "a"]),
            claim("two", None, None, &["a", "b"]),
            claim("none", None, None, &[]),
        ];
        let single = with_page_context(&mut test, "events/e/", |context| {
            let id = context.site.find(Kind::Event, "e").unwrap();
            context.claims(id).iter().map(|claim| (claim.anchor.clone(), claim.support.count == 1)).collect::<Vec<_>>()
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
        let divergences = with_page_context(&mut test, "events/e/", |context| {
            let id = context.site.find(Kind::Event, "e").unwrap();
            serde_json::to_value(context.divergences(id)).unwrap()
        });
        assert_eq!(divergences.as_array().unwrap().len(), 1);
        assert_eq!(divergences[0]["about"], "signatories");
        assert_eq!(divergences[0]["claims"][1]["text"], "eight");
        assert_eq!(divergences[0]["claims"][1]["from"]["href"], "../f/");
    }
}
