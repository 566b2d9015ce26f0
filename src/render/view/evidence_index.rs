//! Gathers what rests on each article: claims, steps of a status, and quotations in running text.

use crate::model::{CitationRole, Evidence, Kind, Passage, Record, RecordId};
use crate::relate::{ClaimSupport, QuotationPlace};
use crate::render::tracked::{Dependency, DependencyRecorder, SiteData, TrackedSite};
use crate::span::Span;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// Evidence from all articles, in one language; collected once.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct EvidenceIndex {
    pub(super) by_article: BTreeMap<RecordId, Vec<EvidenceItem>>,
    pub(super) unsupported: Vec<(RecordId, usize)>,
    /// Number of texts in quotation marks that no article is cited for.
    pub(super) not_attributed: usize,
}

/// A use of a passage of an article as evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct EvidenceItem {
    /// Record whose page contains it.
    pub(super) record: RecordId,
    /// The passage.
    pub(super) passage: Option<Passage>,
    /// Kind of the use.
    pub(super) kind: EvidenceKind,
    /// What the article does for the claim or status; a quotation in running text has no other role than to be quoted.
    pub(super) role: CitationRole,
    /// The quotations of the passage in it, by their numbers in the record.
    pub(super) quotations: Vec<usize>,
}

/// Kind of a use of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) enum EvidenceKind {
    /// A claim of the record, by its place.
    Claim(usize),
    /// A step of the record's status, by its place.
    Status(usize),
    /// A quotation in running text.
    Quotation,
}

/// Maximum of items on the evidence page; above it, each article has a page of its own.
const MAX_ON_ONE_PAGE: usize = 120;

impl EvidenceIndex {
    /// Collects the evidence of a language's records, each record once.
    pub(crate) fn collect(data: &SiteData<'_>, language: &str) -> EvidenceIndex {
        let recorder = DependencyRecorder::default();
        let site = data.tracked(&recorder);
        let in_language = Kind::ALL.into_iter().flat_map(|kind| site.records_in_language(language, kind));
        let records: Vec<(RecordId, &Record)> = in_language.collect();
        let from_record = |&(id, record): &(RecordId, &Record)| {
            let recorder = DependencyRecorder::default();
            EvidenceIndex::from_record(data.tracked(&recorder), id, record)
        };
        let of_records: Vec<EvidenceIndex> = records.par_iter().map(from_record).collect();
        let mut index = EvidenceIndex::default();
        for EvidenceIndex { by_article, unsupported, not_attributed } in of_records {
            index.not_attributed += not_attributed;
            for (article, items) in by_article {
                index.by_article.entry(article).or_default().extend(items);
            }
            index.unsupported.extend(unsupported);
        }
        for items in index.by_article.values_mut() {
            // Stable: the records of one passage keep the order of the site.
            items.sort_by_key(|item| (item.passage.is_none(), item.passage));
        }
        index
    }

    fn from_record(site: TrackedSite<'_>, id: RecordId, record: &Record) -> EvidenceIndex {
        let mut index = EvidenceIndex::default();
        for (number, claim) in record.claims().iter().enumerate() {
            index.add_evidence(site, id, EvidenceKind::Claim(number), &claim.evidence);
            if site.claim_support(id, number).is_some_and(ClaimSupport::is_unsupported) {
                index.unsupported.push((id, number));
            }
        }
        for (number, status) in record.status().iter().enumerate() {
            index.add_evidence(site, id, EvidenceKind::Status(number), &status.evidence);
        }
        for (number, quotation) in site.quotations(id) {
            if let QuotationPlace::Statement(span) = quotation.place {
                index.add_to_statement(site.canonical(quotation.article), statement_kind(record, span), number);
            } else if !matches!(quotation.place, QuotationPlace::Evidence(_)) {
                let passage = quotation.target_passage();
                let kind = EvidenceKind::Quotation;
                let role = CitationRole::Supports;
                let item = EvidenceItem { record: id, passage, kind, role, quotations: vec![number] };
                index.by_article.entry(site.canonical(quotation.article)).or_default().push(item);
            }
        }
        index.not_attributed = site.uncited_count(id);
        index
    }

    /// Adds a quotation in the text of a claim or the note on a status to the item of its article.
    fn add_to_statement(&mut self, article: RecordId, kind: Option<EvidenceKind>, number: usize) {
        let items = self.by_article.entry(article).or_default();
        if let Some(item) = items.iter_mut().find(|item| Some(item.kind) == kind) {
            item.quotations.push(number);
        }
    }

    /// Iterates over the articles that have evidence, ordered by id.
    pub(super) fn articles(
        &self,
        recorder: &DependencyRecorder,
    ) -> impl Iterator<Item = (RecordId, &[EvidenceItem])> + use<'_> {
        recorder.record(Dependency::Evidence);
        self.by_article.iter().map(|(article, items)| (*article, items.as_slice()))
    }

    /// Returns the evidence of an article, ordered by passage.
    pub(super) fn items(&self, article: RecordId, recorder: &DependencyRecorder) -> &[EvidenceItem] {
        recorder.record(Dependency::record(article));
        self.by_article.get(&article).map_or(&[], Vec::as_slice)
    }

    /// Returns the claims without evidence: their record, and their index in it.
    pub(super) fn unsupported(&self, recorder: &DependencyRecorder) -> &[(RecordId, usize)] {
        recorder.record(Dependency::Evidence);
        &self.unsupported
    }

    /// Returns the number of texts in quotation marks that no article is cited for.
    pub(super) fn not_attributed(&self, recorder: &DependencyRecorder) -> usize {
        recorder.record(Dependency::Evidence);
        self.not_attributed
    }

    /// The articles whose entries have a page of their own: all, or none.
    pub(crate) fn articles_with_pages(&self) -> impl Iterator<Item = RecordId> {
        let many = self.by_article.values().map(Vec::len).sum::<usize>() > MAX_ON_ONE_PAGE;
        self.by_article.keys().copied().filter(move |_| many)
    }

    /// Adds pieces of evidence. Those from one passage become one item for each role.
    fn add_evidence(&mut self, site: TrackedSite<'_>, record: RecordId, kind: EvidenceKind, evidence: &[Evidence]) {
        for piece in evidence {
            let Some(article) = site.find(Kind::Article, &piece.article.value) else { continue };
            let passage = piece.passage.as_ref().map(|passage| passage.value);
            let quotation = site.evidence_quotation(record, piece).map(|(number, _)| number);
            let items = self.by_article.entry(article).or_default();
            let role = piece.role;
            if let Some(item) =
                items.iter_mut().rev().find(|item| (item.kind, item.passage, item.role) == (kind, passage, role))
            {
                item.quotations.extend(quotation);
            } else {
                let quotations = quotation.into_iter().collect();
                items.push(EvidenceItem { record, passage, kind, role, quotations });
            }
        }
    }
}

/// Returns the claim or status with a piece of evidence at a span.
fn statement_kind(record: &Record, span: Span) -> Option<EvidenceKind> {
    let has_span = |evidence: &[Evidence]| evidence.iter().any(|piece| piece.span == span);
    let claim = record.claims().iter().position(|claim| has_span(&claim.evidence)).map(EvidenceKind::Claim);
    claim.or_else(|| record.status().iter().position(|status| has_span(&status.evidence)).map(EvidenceKind::Status))
}
