//! With which names texts were read.

use super::articles;
use crate::model::{Record, RecordId, Site, sha256};
use crate::relate::RecordIndex;
use std::collections::BTreeMap;

/// How a record is called in the lock: `initiatives/ID`.
pub(super) fn lock_key(record: &Record) -> String {
    format!("{}/{}", record.kind().folder(), record.id)
}

/// The names to write into the lock: what every text of it was read with.
pub(super) fn name_fingerprints(site: &Site, index: &RecordIndex) -> BTreeMap<String, String> {
    let mut names = current_fingerprints(site, index);
    if !has_all_texts(site, index) {
        let before = &site.lock.names;
        names.retain(|record, _| before.contains_key(record));
        for (record, fingerprint) in &mut names {
            fingerprint.clone_from(&before[record]);
        }
    }
    names
}

/// The records whose names have changed since texts were read that are not at hand now.
pub(in crate::relate) fn stale_records(site: &Site, index: &RecordIndex) -> Vec<RecordId> {
    if has_all_texts(site, index) {
        return Vec::new();
    }
    let changed = mentionable_records(site, index).filter(|&(id, record)| {
        site.lock.names.get(&lock_key(record)).is_none_or(|before| *before != fingerprint(site, index, id))
    });
    changed.map(|(id, _)| id).collect()
}

/// Whether all texts that the lock knows can be read.
fn has_all_texts(site: &Site, index: &RecordIndex) -> bool {
    articles(site, index).all(|(_, article)| super::locked_text(site, article).is_none())
}

fn current_fingerprints(site: &Site, index: &RecordIndex) -> BTreeMap<String, String> {
    mentionable_records(site, index).map(|(id, record)| (lock_key(record), fingerprint(site, index, id))).collect()
}

/// The records whose names are looked for in texts.
fn mentionable_records<'a>(site: &'a Site, index: &'a RecordIndex) -> impl Iterator<Item = (RecordId, &'a Record)> {
    site.visible().filter(|(id, record)| record.kind().is_linked_on_mention() && index.canonical(*id) == *id)
}

/// Eight digits for the names of a record in all languages.
fn fingerprint(site: &Site, index: &RecordIndex, lead: RecordId) -> String {
    let records = index.translations(lead).map(|(_, id)| site.record(id));
    let names = records.flat_map(|record| std::iter::once(&record.title).chain(&record.names));
    let names: Vec<&str> = names.map(|name| name.value.as_str()).collect();
    let mut fingerprint = sha256(names.join("\n"));
    fingerprint.truncate(8);
    fingerprint
}
