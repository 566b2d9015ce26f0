//! Indexes of the whole briefing that views need and that do not depend on a language.

use super::passages::{self, PassageCitations};
use super::tracked::{TrackedRecords, TrackedRelations, TrackedTable};
use crate::model::{Details, Evidence, Kind, Record, RecordId, Site};
use crate::relate::{
    Divergence, PerRecord, Quotation, QuotationPlace, QuotedAmount, RecordIndex, Relations, Support, Target,
};
use crate::render::invalidation::Invalidation;
use crate::render::trace::{Dependency, record_dependency};
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The briefing with its indexes. Made once, shared by all pages.
pub(crate) struct TrackedSite<'a> {
    /// The briefing.
    pub(crate) records: TrackedRecords<'a>,
    /// Its relations.
    pub(crate) relations: TrackedRelations<'a>,
    /// Its indexes.
    pub(crate) indexes: Arc<ViewIndexes>,
}

/// The indexes of a briefing. But for the sentences in [`Shelf::uses`], they depend on what records say of each other, and
/// not on how they say it.
#[derive(Debug, Default)]
pub(crate) struct ViewIndexes {
    passage_citations: Vec<Arc<PassageCitations>>,
    /// Places in [`Relations::divergences`].
    divergences: Arc<BTreeMap<String, usize>>,
    parts: PerRecord<RecordId>,
    articles: PerRecord<RecordId>,
    people: Arc<FxHashMap<String, RecordId>>,
}

impl<'a> TrackedSite<'a> {
    /// Indexes a briefing.
    pub(crate) fn new(site: &'a Site, relations: &'a Relations) -> TrackedSite<'a> {
        TrackedSite::from_parts(site, relations, Arc::new(ViewIndexes::new(site, relations)))
    }

    /// A briefing whose indexes were made before.
    pub(crate) fn from_parts(site: &'a Site, relations: &'a Relations, indexes: Arc<ViewIndexes>) -> TrackedSite<'a> {
        TrackedSite { records: TrackedRecords::new(site), relations: TrackedRelations::new(relations), indexes }
    }

    /// The shown record of a kind and id that stands for all its languages: the default language's, if there is one.
    pub(crate) fn find(&self, kind: Kind, id: &str) -> Option<RecordId> {
        let found = self.relations.untracked().index.find(kind, id);
        record_dependency(found.map_or(Dependency::Kind(kind), Dependency::card));
        found
    }

    /// Whether a record has a page.
    pub(crate) fn is_shown(&self, id: RecordId) -> bool {
        self.records.is_shown(id)
    }

    /// The actor of a person's name.
    pub(super) fn person_by_name(&self, name: &str) -> Option<RecordId> {
        record_dependency(Dependency::ActorNames);
        self.indexes.people.get(name).copied()
    }

    /// The record that stands for all languages of a record.
    pub(super) fn original(&self, id: RecordId) -> RecordId {
        record_dependency(Dependency::card(id));
        let lead = self.relations.untracked().index.canonical(id);
        if self.is_shown(lead) { lead } else { id }
    }

    /// The record in another language, or the record itself when it is not translated into it.
    pub(super) fn in_language(&self, id: RecordId, language: &str) -> RecordId {
        if **self.records.language(id) == *language {
            return id;
        }
        let translations = self.relations.translations(id);
        let translated = translations.iter().find(|(tag, other)| **tag == *language && self.is_shown(*other));
        translated.map_or(id, |(_, other)| *other)
    }

    /// The same record in other languages, itself included, when there is more than one.
    pub(super) fn translations(&self, id: RecordId) -> impl Iterator<Item = &'a (Arc<str>, RecordId)> {
        let own = self.relations.translations(id);
        let all = if own.is_empty() { self.relations.translations(self.original(id)) } else { own };
        all.iter().filter(|(_, other)| self.is_shown(*other))
    }

    /// All that is said of one record alone, to be named.
    pub(crate) fn record_data(&self, id: RecordId) -> impl Serialize + '_ {
        let at = id.0 as usize;
        let ViewIndexes { passage_citations: uses, divergences: _, parts, articles, people: _ } = &*self.indexes;
        (self.relations.untracked().facts(id), uses.get(at), parts.get(at), articles.get(at))
    }

    /// The names of actors, to be named.
    pub(crate) fn person_names(&self) -> impl Serialize + '_ {
        self.indexes.people.iter().collect::<BTreeMap<_, _>>()
    }

    /// Notes all that the body of a record can show: itself, and the cards of the records that it can link to.
    pub(super) fn track_body(&self, id: RecordId) {
        record_dependency(Dependency::record(id));
        record_dependency(Dependency::body(id));
        let relations = self.relations.untracked();
        let targets = relations.targets.row(id).iter().filter_map(|target| match target {
            Target::Record { to, .. } => Some(*to),
            _ => None,
        });
        let mentions = relations.mention_links.row(id).iter().map(|link| link.to);
        targets.chain(mentions).for_each(|to| record_dependency(Dependency::card(to)));
    }

    /// A record's entry in a table of relations; a translation without an entry of its own has its original's.
    pub(crate) fn list_or_canonical<'r, T>(&self, table: TrackedTable<'r, Arc<[T]>>, id: RecordId) -> &'r [T] {
        if table.list(id).is_empty() { table.list(self.original(id)) } else { table.list(id) }
    }

    /// Who speaks of a record; of a translation of which nobody does, who speaks of its original.
    pub(super) fn mentioning_records(&self, id: RecordId) -> impl Iterator<Item = RecordId> + use<'a> {
        let is_spoken_of = self.relations.mentioning_records(id).next().is_some();
        self.relations.mentioning_records(if is_spoken_of { id } else { self.original(id) })
    }

    /// In which sentences others speak of a record, to be named.
    pub(crate) fn backlink_sentences(&self, id: RecordId) -> impl Serialize + '_ {
        self.relations.untracked().backlinks.row(id)
    }

    /// Who cites which passages of each article.
    pub(super) fn passage_citations(&self) -> TrackedTable<'_, Arc<PassageCitations>> {
        TrackedTable::new(&self.indexes.passage_citations)
    }

    /// Parts of initiatives and members of actors.
    pub(super) fn parts(&self) -> TrackedTable<'_, Arc<[RecordId]>> {
        TrackedTable::new(&self.indexes.parts)
    }

    /// Articles that name a topic, and articles that a person wrote.
    pub(super) fn articles(&self) -> TrackedTable<'_, Arc<[RecordId]>> {
        TrackedTable::new(&self.indexes.articles)
    }

    /// The claims about a thing that say different things.
    pub(super) fn divergence(&self, about: &str) -> Option<&'a Divergence> {
        record_dependency(Dependency::Divergences);
        let place = *self.indexes.divergences.get(about)?;
        self.relations.untracked().divergences.get(place)
    }

    /// What a claim rests on, by its place in its record.
    pub(super) fn claim_support(&self, id: RecordId, place: usize) -> Option<&'a Support> {
        Some(&self.relations.claims.list(id).get(place)?.support)
    }

    /// How much of an article's text is quoted.
    pub(super) fn quoted_amount(&self, article: RecordId) -> QuotedAmount {
        self.relations.quoted_amounts.get(self.original(article)).copied().unwrap_or_default()
    }

    /// The quotations of a record with their numbers.
    pub(super) fn quotations(&self, id: RecordId) -> impl Iterator<Item = (usize, &'a Quotation)> {
        self.relations.quotations.list(id).iter().enumerate()
    }

    /// A quotation of a record, by its number.
    pub(super) fn quotation(&self, id: RecordId, number: usize) -> Option<&'a Quotation> {
        self.relations.quotations.list(id).get(number)
    }

    /// The quotation in a piece of a record's evidence, with its number.
    pub(super) fn evidence_quotation(&self, id: RecordId, evidence: &Evidence) -> Option<(usize, &'a Quotation)> {
        evidence.quote.as_ref()?;
        self.quotations(id).find(|(_, quotation)| quotation.place == QuotationPlace::Evidence(evidence.span))
    }
}

impl ViewIndexes {
    fn new(site: &Site, relations: &Relations) -> ViewIndexes {
        let about = |(place, one): (usize, &Divergence)| (one.about.clone(), place);
        let others = || {
            let people = people(site);
            (parts(site, &relations.index), articles(site, &relations.index, &people), people)
        };
        let (passage_citations, (parts, articles, people)) =
            rayon::join(|| passages::passage_citations(site, relations), others);
        let divergences = Arc::new(relations.divergences.iter().enumerate().map(about).collect());
        ViewIndexes { passage_citations, divergences, parts, articles, people: Arc::new(people) }
    }
}

/// The shown records that stand for all their languages.
fn originals<'s>(site: &'s Site, index: &RecordIndex) -> impl Iterator<Item = (RecordId, &'s Record)> {
    site.visible().filter(|(id, _)| index.canonical(*id) == *id)
}

fn parts(site: &Site, index: &RecordIndex) -> PerRecord<RecordId> {
    let mut parts = vec![Vec::new(); site.records.len()];
    for (id, record) in originals(site, index) {
        let (kind, wholes) = match &record.details {
            Details::Initiative(initiative) => (Kind::Initiative, &initiative.part_of),
            Details::Actor(actor) => (Kind::Actor, &actor.member_of),
            _ => continue,
        };
        for whole in wholes {
            if let Some(whole) = index.find(kind, &whole.value) {
                parts[whole.0 as usize].push(id);
            }
        }
    }
    parts.into()
}

/// By the topics and authors of each article that have pages, each once.
fn articles(site: &Site, index: &RecordIndex, people: &FxHashMap<String, RecordId>) -> PerRecord<RecordId> {
    let mut articles = vec![Vec::new(); site.records.len()];
    for (id, record) in originals(site, index) {
        let Details::Article(article) = &record.details else { continue };
        let topics = article.topics.iter().filter_map(|topic| index.find(Kind::Topic, &topic.value));
        let authors = article.authors.iter().filter_map(|author| people.get(&author.name).copied());
        for about in topics.chain(authors).collect::<BTreeSet<_>>() {
            articles[about.0 as usize].push(id);
        }
    }
    articles.into()
}

/// The indexes of a briefing of which nothing else is new than what was touched.
pub(crate) fn updated(
    shelf: &Arc<ViewIndexes>,
    touched: &Invalidation,
    site: &Site,
    relations: &Relations,
) -> Arc<ViewIndexes> {
    let same = touched.relations.records.is_none();
    let same = same
        .then(|| passages::updated(&shelf.passage_citations, &touched.changed_bodies, site, &relations.index))
        .flatten();
    let uses = same.unwrap_or_else(|| passages::passage_citations(site, relations));
    let ViewIndexes { passage_citations: _, divergences, parts, articles, people } = &**shelf;
    let (parts, articles) = (parts.clone(), articles.clone());
    Arc::new(ViewIndexes {
        passage_citations: uses,
        divergences: divergences.clone(),
        parts,
        articles,
        people: people.clone(),
    })
}

fn people(site: &Site) -> FxHashMap<String, RecordId> {
    let mut people = FxHashMap::default();
    for (id, record) in site.of_kind(Kind::Actor) {
        for name in std::iter::once(&record.title).chain(&record.names) {
            people.entry(name.value.clone()).or_insert(id);
        }
    }
    people
}
