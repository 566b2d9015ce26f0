//! Indexes over a whole briefing that do not depend on a language: passages by citation, parts and members, articles by author and
//! topic, people by name.

use super::passage_citations::{self, PassageCitations};
use super::{Divergence, PerRecord, RecordIndex, Relations};
use crate::model::{Details, Kind, Record, RecordId, Site};
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The indexes of a briefing. Except for the sentences in `passage_citations`, they depend on the relations of records and not
/// on the wording of bodies.
#[derive(Clone, Debug, Default)]
pub(crate) struct DerivedIndexes {
    /// The citations of each article's passages.
    pub(crate) passage_citations: Vec<Arc<PassageCitations>>,
    /// Subject of diverging claims -> index in [`Relations::divergences`].
    pub(crate) divergences: Arc<BTreeMap<String, usize>>,
    /// The parts of each initiative and the members of each actor.
    pub(crate) parts: PerRecord<RecordId>,
    /// The articles of each topic and each author.
    pub(crate) articles: PerRecord<RecordId>,
    /// Name -> actor.
    pub(crate) people: Arc<FxHashMap<String, RecordId>>,
}

impl DerivedIndexes {
    /// Builds the indexes of a briefing.
    pub(crate) fn new(site: &Site, relations: &Relations) -> DerivedIndexes {
        let about = |(place, one): (usize, &Divergence)| (one.about.clone(), place);
        let others = || {
            let people = people(site);
            (parts(site, &relations.index), articles(site, &relations.index, &people), people)
        };
        let (passage_citations, (parts, articles, people)) =
            rayon::join(|| passage_citations::passage_citations(site, relations), others);
        let divergences = Arc::new(relations.divergences.iter().enumerate().map(about).collect());
        DerivedIndexes { passage_citations, divergences, parts, articles, people: Arc::new(people) }
    }

    /// Returns what the indexes have on one record, to be fingerprinted.
    pub(crate) fn record_data(&self, id: RecordId) -> impl Serialize + '_ {
        let index = id.0 as usize;
        (self.passage_citations.get(index), self.parts.get(index), self.articles.get(index))
    }

    /// Returns the names of actors, to be fingerprinted.
    pub(crate) fn person_names(&self) -> impl Serialize + '_ {
        self.people.iter().collect::<BTreeMap<_, _>>()
    }
}

/// Iterates over the visible canonical records.
fn canonical_records<'s>(site: &'s Site, index: &RecordIndex) -> impl Iterator<Item = (RecordId, &'s Record)> {
    site.visible().filter(|(id, _)| index.canonical(*id) == *id)
}

fn parts(site: &Site, index: &RecordIndex) -> PerRecord<RecordId> {
    let mut parts = vec![Vec::new(); site.records.len()];
    for (id, record) in canonical_records(site, index) {
        for whole in record.wholes() {
            if let Some(whole) = index.find(record.kind(), &whole.value) {
                parts[whole.0 as usize].push(id);
            }
        }
    }
    parts.into()
}

/// Groups articles by their topics and by those of their authors that are actors; each article once per group.
fn articles(site: &Site, index: &RecordIndex, people: &FxHashMap<String, RecordId>) -> PerRecord<RecordId> {
    let mut articles = vec![Vec::new(); site.records.len()];
    for (id, record) in canonical_records(site, index) {
        let Details::Article(article) = &record.details else { continue };
        let topics = article.topics.iter().filter_map(|topic| index.find(Kind::Topic, &topic.value));
        let authors = article.authors.iter().filter_map(|author| people.get(&author.name).copied());
        for about in topics.chain(authors).collect::<BTreeSet<_>>() {
            articles[about.0 as usize].push(id);
        }
    }
    articles.into()
}

fn people(site: &Site) -> FxHashMap<String, RecordId> {
    let mut people = FxHashMap::default();
    for (id, record) in site.of_kind(Kind::Actor) {
        for name in record.title_and_names() {
            people.entry(name.value.clone()).or_insert(id);
        }
    }
    people
}
