//! Fingerprints of the names that article texts were scanned for.

use super::articles;
use crate::model::{NameLimits, Record, RecordId, Site, sha256};
use crate::relate::RecordIndex;
use std::collections::BTreeMap;

/// Returns a record's key in the lock: `initiatives/ID`.
pub(super) fn lock_key(record: &Record) -> String {
    format!("{}/{}", record.kind().folder(), record.id)
}

/// Returns the fingerprints for the lock: the names that every locked text was scanned for.
pub(super) fn name_fingerprints(site: &Site, index: &RecordIndex) -> BTreeMap<String, String> {
    let mut names = current_fingerprints(site, index);
    if !has_all_texts(site, index) {
        let previous = &site.lock.names;
        names.retain(|record, _| previous.contains_key(record));
        for (record, fingerprint) in &mut names {
            fingerprint.clone_from(&previous[record]);
        }
    }
    names
}

/// Returns the records with names that changed since the texts missing now were scanned.
pub(in crate::relate) fn stale_records(site: &Site, index: &RecordIndex) -> Vec<RecordId> {
    if has_all_texts(site, index) {
        return Vec::new();
    }
    let changed = mentionable_records(site, index).filter(|&(id, record)| {
        site.lock.names.get(&lock_key(record)).is_none_or(|previous| *previous != fingerprint(site, index, id))
    });
    changed.map(|(id, _)| id).collect()
}

/// Checks whether all texts in the lock are available.
fn has_all_texts(site: &Site, index: &RecordIndex) -> bool {
    articles(site, index).all(|(_, article)| super::locked_text(site, article).is_none())
}

fn current_fingerprints(site: &Site, index: &RecordIndex) -> BTreeMap<String, String> {
    mentionable_records(site, index).map(|(id, record)| (lock_key(record), fingerprint(site, index, id))).collect()
}

/// Returns the records whose names are searched in texts.
fn mentionable_records<'a>(site: &'a Site, index: &'a RecordIndex) -> impl Iterator<Item = (RecordId, &'a Record)> {
    site.visible().filter(|(id, record)| record.kind().is_linked_on_mention() && index.is_canonical(*id))
}

/// Computes a fingerprint of 8 hex digits of a record's names in all languages.
fn fingerprint(site: &Site, index: &RecordIndex, canonical: RecordId) -> String {
    let records = index.translations(canonical).map(|(_, id)| site.record(id));
    let names = records.flat_map(Record::searched_names).map(|(name, limits)| {
        let NameLimits { only_with, languages, not_in, exact_case } = &limits;
        if limits == NameLimits::default() {
            return name.value.clone();
        }
        format!("{}\t{only_with} {exact_case} {}\t{}", name.value, languages.join(" "), not_in.join("\t"))
    });
    let mut fingerprint = sha256(names.collect::<Vec<_>>().join("\n"));
    fingerprint.truncate(8);
    fingerprint
}
