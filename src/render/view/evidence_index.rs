//! Gathers what rests on each article: claims, steps of a status, and quotations in running text.

use super::tracked_site::TrackedSite;
use crate::model::{Evidence, Kind, Passage, Record, RecordId};
use crate::relate::{QuotationPlace, Support};
use crate::render::body_html::verdict;
use crate::render::trace::{Dependency, record_dependency};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything that rests on articles, in one language. Made once.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct EvidenceIndex {
    pub(super) by_article: BTreeMap<RecordId, Vec<EvidenceItem>>,
    pub(super) unsupported: Vec<(RecordId, usize)>,
}

/// Something that rests on a passage of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct EvidenceItem {
    /// The record on whose page it stands.
    pub(super) record: RecordId,
    /// The passage.
    pub(super) passage: Option<Passage>,
    /// What it is.
    pub(super) kind: EvidenceKind,
    /// The quotations of the passage in it, by their numbers in the record.
    pub(super) quotations: Vec<usize>,
}

/// What rests on a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) enum EvidenceKind {
    /// A claim of the record, by its place.
    Claim(usize),
    /// A step of the record's status, by its place.
    Status(usize),
    /// A quotation in running text.
    Quotation,
}

/// So many entries stand on the ledger itself at most; of more, each article has a page of its own.
const MAX_ON_ONE_PAGE: usize = 120;

impl EvidenceIndex {
    /// Gathers the entries of records: those of one language, each record once.
    pub(crate) fn collect<'a>(
        book: &TrackedSite<'a>,
        records: impl Iterator<Item = (RecordId, &'a Record)>,
    ) -> EvidenceIndex {
        let records: Vec<(RecordId, &Record)> = records.collect();
        let of_records: Vec<EvidenceIndex> =
            records.par_iter().map(|&(id, record)| EvidenceIndex::from_record(book, id, record)).collect();
        let mut entries = EvidenceIndex::default();
        for EvidenceIndex { by_article, unsupported } in of_records {
            for (article, of_record) in by_article {
                entries.by_article.entry(article).or_default().extend(of_record);
            }
            entries.unsupported.extend(unsupported);
        }
        for of_article in entries.by_article.values_mut() {
            // Stable: of one passage, records stay in the order of the site.
            of_article.sort_by_key(|entry| (entry.passage.is_none(), entry.passage));
        }
        entries
    }

    fn from_record(book: &TrackedSite<'_>, id: RecordId, record: &Record) -> EvidenceIndex {
        let mut entries = EvidenceIndex::default();
        for (place, claim) in record.claims().iter().enumerate() {
            entries.add_evidence(book, id, EvidenceKind::Claim(place), &claim.evidence);
            if matches!(book.claim_support(id, place), Some(Support::Unsupported)) {
                entries.unsupported.push((id, place));
            }
        }
        for (place, status) in record.status().iter().enumerate() {
            entries.add_evidence(book, id, EvidenceKind::Status(place), &status.evidence);
        }
        for (number, quotation) in book.quotations(id) {
            if !matches!(quotation.place, QuotationPlace::Evidence(_)) {
                let passage = verdict::target_passage(quotation);
                let entry =
                    EvidenceItem { record: id, passage, kind: EvidenceKind::Quotation, quotations: vec![number] };
                entries.by_article.entry(book.original(quotation.article)).or_default().push(entry);
            }
        }
        entries
    }

    /// The articles on which anything rests, in the order of the site.
    pub(super) fn articles(&self) -> impl Iterator<Item = (RecordId, &[EvidenceItem])> {
        record_dependency(Dependency::Evidence);
        self.by_article.iter().map(|(article, entries)| (*article, entries.as_slice()))
    }

    /// What rests on an article, by passage.
    pub(super) fn items(&self, article: RecordId) -> &[EvidenceItem] {
        record_dependency(Dependency::record(article));
        self.by_article.get(&article).map_or(&[], Vec::as_slice)
    }

    /// Claims that rest on nothing: the record, and the claim's place in it.
    pub(super) fn unsupported(&self) -> &[(RecordId, usize)] {
        record_dependency(Dependency::Evidence);
        &self.unsupported
    }

    /// The articles whose entries have a page of their own: all, or none.
    pub(crate) fn articles_with_pages(&self) -> impl Iterator<Item = RecordId> {
        let many = self.by_article.values().map(Vec::len).sum::<usize>() > MAX_ON_ONE_PAGE;
        self.by_article.keys().copied().filter(move |_| many)
    }

    /// Adds evidence; the pieces from one passage are one entry.
    fn add_evidence(&mut self, book: &TrackedSite<'_>, record: RecordId, said: EvidenceKind, evidence: &[Evidence]) {
        for piece in evidence {
            let Some(article) = book.find(Kind::Article, &piece.article.value) else { continue };
            let passage = piece.passage.as_ref().map(|passage| passage.value);
            let quotation = book.evidence_quotation(record, piece).map(|(number, _)| number);
            let of_article = self.by_article.entry(article).or_default();
            match of_article.iter_mut().rev().find(|entry| entry.kind == said && entry.passage == passage) {
                Some(entry) => entry.quotations.extend(quotation),
                None => of_article.push(EvidenceItem {
                    record,
                    passage,
                    kind: said,
                    quotations: quotation.into_iter().collect(),
                }),
            }
        }
    }
}
