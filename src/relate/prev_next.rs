//! Computes the previous and the next record of each record, and its translations.

use super::{RecordIndex, timeline};
use crate::model::{Edtf, Kind, Record, RecordId, RecordOrder, Site};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Previous and next record.
pub(super) type PrevNext = (Option<RecordId>, Option<RecordId>);

/// Returns the previous and next record of the same kind and language in the order of the kind, by record. `None` for
/// index pages, and for events of which only one end of the date is known: none of them is between two others.
pub(super) fn prev_next(site: &Site) -> Vec<PrevNext> {
    let mut groups: BTreeMap<(Kind, &str), Vec<(RecordId, &Record)>> = BTreeMap::new();
    for (id, record) in site.visible().filter(|(_, record)| record.kind() != Kind::Index) {
        groups.entry((record.kind(), &record.language)).or_default().push((id, record));
    }
    let mut neighbours = vec![(None, None); site.records.len()];
    for ((kind, _), mut group) in groups {
        match kind.info().order {
            RecordOrder::Timeline => {
                group.retain(|(_, record)| !timeline::is_bounded(record));
                group.sort_by_cached_key(|(_, record)| timeline::time_key(record));
            }
            RecordOrder::Date => group.sort_by_cached_key(|(_, record)| (date_key(record), title_key(record))),
            RecordOrder::Title => group.sort_by_cached_key(|(_, record)| title_key(record)),
        }
        for pair in group.windows(2) {
            neighbours[pair[0].0.0 as usize].1 = Some(pair[1].0);
            neighbours[pair[1].0.0 as usize].0 = Some(pair[0].0);
        }
    }
    neighbours
}

/// Returns the variants of each record with their languages, by record; empty for records in one language.
pub(super) fn translations(site: &Site, index: &RecordIndex) -> Vec<Vec<(Arc<str>, RecordId)>> {
    let of_record = |(id, _)| {
        let shown = index.translations(id).filter(|_| index.is_shown(id));
        let all: Vec<(Arc<str>, RecordId)> = shown.map(|(language, id)| (language.clone(), id)).collect();
        if all.len() > 1 { all } else { Vec::new() }
    };
    site.all().map(of_record).collect()
}

/// Returns the sort key for dates: undated records come last.
pub(super) fn date_key(record: &Record) -> (bool, Option<Edtf>) {
    let date = record.date().map(|date| date.value.clone());
    (date.is_none(), date)
}

/// Returns the sort key for titles, which ignores case.
pub(super) fn title_key(record: &Record) -> (String, Arc<str>) {
    (record.title.value.to_lowercase(), record.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::{Sample, day};

    #[test]
    fn orders_by_date_or_title_within_kind_and_language() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "a", "Apple").date(day(2025, 9, 28));
        sample.add(Kind::Article, "b", "Zebra").date(day(2025, 8, 5));
        sample.add(Kind::Topic, "x", "beta");
        sample.add(Kind::Topic, "y", "Alpha");
        sample.add(Kind::Topic, "y", "甲").language("zh-Hans");
        sample.add(Kind::Topic, "z", "Draft").draft();
        let (site, _) = sample.finish();
        let pairs = prev_next(&site);
        let ids = |(before, after): PrevNext| (before.map(|id| id.0), after.map(|id| id.0));
        let expected = [(Some(1), None), (None, Some(0)), (Some(3), None), (None, Some(2)), (None, None), (None, None)];
        assert_eq!(pairs.into_iter().map(ids).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn lists_translations_the_default_language_first() {
        let mut sample = Sample::new();
        sample.add(Kind::Topic, "x", "甲").language("ar");
        sample.add(Kind::Topic, "x", "Alpha");
        sample.add(Kind::Topic, "y", "Beta");
        let (site, _) = sample.finish();
        let all = translations(&site, &RecordIndex::new(&site));
        let tags = |at: usize| all[at].iter().map(|(tag, _)| &**tag).collect::<Vec<_>>();
        assert_eq!((tags(0), tags(1), tags(2)), (vec!["en", "ar"], vec!["en", "ar"], vec![]));
    }
}
