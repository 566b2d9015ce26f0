//! Parts of initiatives, members of actors, and articles by topic and author, from front matter.

use super::RecordIndex;
use crate::model::{Details, Kind, Record, RecordId, Site};
use std::collections::{BTreeMap, BTreeSet};

/// Returns the visible canonical records.
fn canonical_records<'s>(site: &'s Site, index: &RecordIndex) -> impl Iterator<Item = (RecordId, &'s Record)> {
    site.visible().filter(|(id, _)| index.is_canonical(*id))
}

/// Returns the parts of each initiative and the members of each actor, by record.
pub(super) fn parts(site: &Site, index: &RecordIndex) -> Vec<Vec<RecordId>> {
    let mut parts = vec![Vec::new(); site.records.len()];
    for (id, record) in canonical_records(site, index) {
        for whole in record.wholes() {
            if let Some(whole) = index.find(record.kind(), &whole.value) {
                parts[whole.0 as usize].push(id);
            }
        }
    }
    parts
}

/// Returns the articles of each topic, and of each actor who is an author, by record; each article once.
pub(super) fn articles(site: &Site, index: &RecordIndex, actors: &BTreeMap<String, RecordId>) -> Vec<Vec<RecordId>> {
    let mut articles = vec![Vec::new(); site.records.len()];
    for (id, record) in canonical_records(site, index) {
        let Details::Article(article) = &record.details else { continue };
        let topics = article.topics.iter().filter_map(|topic| index.find(Kind::Topic, &topic.value));
        let authors = article.authors.iter().filter_map(|author| actors.get(&author.name).copied());
        for about in topics.chain(authors).collect::<BTreeSet<_>>() {
            articles[about.0 as usize].push(id);
        }
    }
    articles
}

/// Returns the actor with each name; the first one if several have it.
pub(super) fn actors_by_name(site: &Site) -> BTreeMap<String, RecordId> {
    let mut actors = BTreeMap::new();
    for (id, record) in site.of_kind(Kind::Actor) {
        for name in record.title_and_names() {
            actors.entry(name.value.clone()).or_insert(id);
        }
    }
    actors
}
