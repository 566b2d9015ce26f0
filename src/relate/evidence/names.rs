//! With which names texts were read.

use super::articles;
use crate::model::{Record, RecordId, Site, sha256};
use crate::relate::Index;
use std::collections::BTreeMap;

/// How a record is called in the lock: `initiatives/ID`.
pub(super) fn name_of(record: &Record) -> String {
    format!("{}/{}", record.kind().folder(), record.id)
}

/// The names to write into the lock: what every text of it was read with.
pub(super) fn fingerprints(site: &Site, index: &Index) -> BTreeMap<String, String> {
    let mut names = current(site, index);
    if !is_every_text_here(site, index) {
        let before = &site.lock.names;
        names.retain(|record, _| before.contains_key(record));
        for (record, fingerprint) in &mut names {
            fingerprint.clone_from(&before[record]);
        }
    }
    names
}

/// The records whose names have changed since texts were read that are not at hand now.
pub(in crate::relate) fn stale(site: &Site, index: &Index) -> Vec<RecordId> {
    if is_every_text_here(site, index) {
        return Vec::new();
    }
    let changed = named(site, index).filter(|&(id, record)| {
        site.lock.names.get(&name_of(record)).is_none_or(|before| *before != fingerprint(site, index, id))
    });
    changed.map(|(id, _)| id).collect()
}

/// Whether all texts that the lock knows can be read.
fn is_every_text_here(site: &Site, index: &Index) -> bool {
    articles(site, index).all(|(_, article)| super::known(site, article).is_none())
}

fn current(site: &Site, index: &Index) -> BTreeMap<String, String> {
    named(site, index).map(|(id, record)| (name_of(record), fingerprint(site, index, id))).collect()
}

/// The records whose names are looked for in texts.
fn named<'a>(site: &'a Site, index: &'a Index) -> impl Iterator<Item = (RecordId, &'a Record)> {
    site.visible().filter(|(id, record)| record.kind().is_linked_on_mention() && index.lead(*id) == *id)
}

/// Eight digits for the names of a record in all languages.
fn fingerprint(site: &Site, index: &Index, lead: RecordId) -> String {
    let records = index.translations(lead).map(|(_, id)| site.record(id));
    let names = records.flat_map(|record| std::iter::once(&record.title).chain(&record.names));
    let names: Vec<&str> = names.map(|name| name.value.as_str()).collect();
    let mut fingerprint = sha256(names.join("\n"));
    fingerprint.truncate(8);
    fingerprint
}
