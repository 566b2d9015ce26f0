//! The briefing as views read it: handles that record a [`Dependency`] with every read.
//!
//! A view gets a [`TrackedSite`] as a parameter and has no other access to the records and their relations, so an untracked
//! read does not compile. What is read without a dependency (configuration, theme, data, languages) is part of the
//! fingerprint of every page.

mod body;
mod dependency;
mod records;
mod relations;

pub(crate) use body::LinkedRecord;
pub use body::TrackedBody;
pub use dependency::{Dependency, DependencyRecorder, UnprintedReference};
pub(crate) use records::TrackedRecords;
pub(crate) use relations::{TrackedRelations, TrackedTable};

use crate::model::{Evidence, Kind, Record, RecordId, Site, Text};
use crate::relate::{ClaimSupport, Divergence, PassageCitation, Quotation, QuotationPlace, QuotedAmount, Relations};
use std::sync::Arc;

/// A briefing with its relations.
#[derive(Clone, Copy)]
pub(crate) struct SiteData<'a> {
    /// The records.
    pub(crate) site: &'a Site,
    /// Their relations.
    pub(crate) relations: &'a Relations,
}

impl SiteData<'_> {
    /// Gives tracked access: every read is recorded in `recorder`.
    pub(crate) fn tracked<'t>(&'t self, recorder: &'t DependencyRecorder) -> TrackedSite<'t> {
        TrackedSite {
            records: TrackedRecords::new(self.site, recorder),
            relations: TrackedRelations::new(self.relations, recorder),
            data: self,
            recorder,
        }
    }
}

/// Tracked access to a briefing.
#[derive(Clone, Copy)]
pub(crate) struct TrackedSite<'a> {
    /// The records.
    pub(crate) records: TrackedRecords<'a>,
    /// The relations between them.
    pub(crate) relations: TrackedRelations<'a>,
    data: &'a SiteData<'a>,
    recorder: &'a DependencyRecorder,
}

impl<'a> TrackedSite<'a> {
    /// Returns where reads are recorded, for data that is shared by all pages of a language.
    pub(crate) fn recorder(self) -> &'a DependencyRecorder {
        self.recorder
    }

    /// Returns the canonical visible record of a kind and id: the default language's, if there is one.
    pub(crate) fn find(self, kind: Kind, id: &str) -> Option<RecordId> {
        let record = self.data.relations.index.find(kind, id);
        self.recorder.record(record.map_or(Dependency::Kind(kind), Dependency::card));
        record
    }

    /// Whether a record has a page.
    pub(crate) fn is_shown(self, id: RecordId) -> bool {
        self.records.is_shown(id)
    }

    /// Returns the actor with a person's name.
    pub(crate) fn person_by_name(self, name: &str) -> Option<RecordId> {
        self.recorder.record(Dependency::ActorNames);
        self.data.relations.actors_by_name.get(name).copied()
    }

    /// Returns the record that is canonical for all languages of a record.
    pub(crate) fn canonical(self, id: RecordId) -> RecordId {
        self.recorder.record(Dependency::card(id));
        let canonical = self.data.relations.index.canonical(id);
        if self.is_shown(canonical) { canonical } else { id }
    }

    /// Returns the record in another language, or the record itself if it is not translated into it.
    pub(crate) fn in_language(self, id: RecordId, language: &str) -> RecordId {
        if **self.records.language(id) == *language {
            return id;
        }
        let translations = self.relations.translations(id);
        let translated = translations.iter().find(|(tag, other)| **tag == *language && self.is_shown(*other));
        translated.map_or(id, |(_, other)| *other)
    }

    /// Checks whether a record represents its language versions.
    pub(crate) fn is_canonical(self, id: RecordId) -> bool {
        self.canonical(id) == id
    }

    /// Iterates over the same record in every language, itself included, if there is more than one.
    pub(crate) fn translations(self, id: RecordId) -> impl Iterator<Item = &'a (Arc<str>, RecordId)> {
        let own = self.relations.translations(id);
        let all = if own.is_empty() { self.relations.translations(self.canonical(id)) } else { own };
        all.iter().filter(move |(_, other)| self.is_shown(*other))
    }

    /// Gives access to the body of a record, to write it as HTML.
    pub(crate) fn body(self, id: RecordId) -> TrackedBody<'a> {
        TrackedBody::new(self.data.site, self.data.relations, self.recorder, id)
    }

    /// Returns a record's row; for a translation with an empty row, that of its canonical record.
    pub(crate) fn list_or_canonical<T>(self, table: TrackedTable<'_, Arc<[T]>>, id: RecordId) -> &[T] {
        if table.list(id).is_empty() { table.list(self.canonical(id)) } else { table.list(id) }
    }

    /// Iterates over the records that mention a record; for a translation that none mentions, those that mention its
    /// canonical record.
    pub(crate) fn mentioning_records(self, id: RecordId) -> impl Iterator<Item = RecordId> + use<'a> {
        let is_mentioned = self.relations.mentioning_records(id).next().is_some();
        self.relations.mentioning_records(if is_mentioned { id } else { self.canonical(id) })
    }

    /// Returns the sentence that cites a passage of a canonical article, split at the citation.
    pub(crate) fn citing_sentence(self, article: RecordId, citation: &PassageCitation) -> Option<(String, String)> {
        self.recorder.record(Dependency::body(citation.citing_version));
        self.data.relations.citing_sentence(self.data.site, article, citation)
    }

    /// Iterates over the visible records of a kind: in a language where they are translated into it, and those that exist only in
    /// it. Articles are listed in whatever language they are recorded: any page may cite them, and they are counted.
    pub(crate) fn records_in_language(
        self,
        language: &'a str,
        kind: Kind,
    ) -> impl Iterator<Item = (RecordId, &'a Record)> + use<'a> {
        let is_listed = move |id: RecordId| {
            let tag = self.records.language(id);
            let is_of_language = *tag == self.records.config.default_language || **tag == *language;
            self.is_canonical(id) && (kind == Kind::Article || is_of_language)
        };
        self.records.ids_of_kind(kind).filter(move |id| is_listed(*id)).map(move |id| {
            let id = self.in_language(id, language);
            (id, self.records.get(id))
        })
    }

    /// Returns the claims about a thing that have different values.
    pub(crate) fn divergence(self, about: &str) -> Option<&'a Divergence> {
        self.recorder.record(Dependency::Divergences);
        let divergences = &self.data.relations.divergences;
        divergences.binary_search_by(|divergence| (*divergence.about).cmp(about)).ok().map(|at| &divergences[at])
    }

    /// Returns the support of a claim, given its index in its record.
    pub(crate) fn claim_support(self, id: RecordId, index: usize) -> Option<&'a ClaimSupport> {
        self.relations.claims().list(id).get(index)
    }

    /// Returns how much of an article's text is quoted.
    pub(crate) fn quoted_amount(self, article: RecordId) -> QuotedAmount {
        self.relations.quoted_amounts().get(self.canonical(article)).copied().unwrap_or_default()
    }

    /// Returns the text of an article, or `None` if its rights do not allow publishing it.
    pub(crate) fn published_text(self, article: RecordId) -> Option<&'a Text> {
        self.relations.published_text(self.data.site, article)
    }

    /// Iterates over the quotations of a record with their numbers.
    pub(crate) fn quotations(self, id: RecordId) -> impl Iterator<Item = (usize, &'a Quotation)> {
        self.relations.quotations().list(id).iter().enumerate()
    }

    /// Counts the texts in quotation marks in a record that no article is cited for.
    pub(crate) fn uncited_count(self, id: RecordId) -> usize {
        self.recorder.record(Dependency::body(id));
        self.data.relations.uncited.row(id).len()
    }

    /// Returns a quotation of a record, by its number.
    pub(crate) fn quotation(self, id: RecordId, number: usize) -> Option<&'a Quotation> {
        self.relations.quotations().list(id).get(number)
    }

    /// Returns the quotation of a piece of a record's evidence, with its number.
    pub(crate) fn evidence_quotation(self, id: RecordId, evidence: &Evidence) -> Option<(usize, &'a Quotation)> {
        evidence.quote.as_ref()?;
        self.quotations(id).find(|(_, quotation)| quotation.place == QuotationPlace::Evidence(evidence.span))
    }
}
