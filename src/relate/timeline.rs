//! Sorts events by time, and lists the events of each record.

use super::{ArticleRole, CitedArticle, RecordIndex, localize};
use crate::model::date::PlaceInYear;
use crate::model::{Details, Edtf, Kind, Record, RecordId, Site};
use crate::relate::per_record::Rows;

/// Returns all shown events as canonical records, ordered by time; those without a date last.
pub(super) fn events_by_date(site: &Site, index: &RecordIndex) -> Vec<RecordId> {
    let canonical = site.visible().filter(|(id, record)| record.kind() == Kind::Event && index.is_canonical(*id));
    let mut events: Vec<(RecordId, &Record)> = canonical.collect();
    events.sort_by_cached_key(|(_, record)| time_key(record));
    events.into_iter().map(|(id, _)| id).collect()
}

/// Checks whether only one end of an event's date is known.
pub(super) fn is_bounded(record: &Record) -> bool {
    matches!(&record.details, Details::Event(event)
        if event.place_in_time().is_some_and(|place| place.month == PlaceInYear::Limit))
}

/// Returns the sort key of an event: date, weight, title, id.
pub(super) fn time_key(record: &Record) -> (bool, Option<Edtf>, i64, String, std::sync::Arc<str>) {
    let date = record.date().map(|date| date.value.clone());
    (date.is_none(), date, record.weight, record.title.value.to_lowercase(), record.id.clone())
}

/// Returns the shown events of the default language, ordered by time.
pub(super) fn timeline(site: &Site, events_by_date: &[RecordId]) -> Vec<RecordId> {
    let default = &site.config.default_language;
    events_by_date.iter().copied().filter(|&event| site.record(event).language == *default).collect()
}

/// Returns the events of each record, by record, in its language and ordered by time.
pub(super) fn events(
    site: &Site,
    index: &RecordIndex,
    events_by_date: &[RecordId],
    cited: Rows<'_, CitedArticle>,
) -> Vec<Vec<RecordId>> {
    let mut events: Vec<Vec<RecordId>> = vec![Vec::new(); site.records.len()];
    for &event in events_by_date {
        let record = site.record(event);
        let named = record.id_refs().into_iter().filter_map(|named| index.find(named.kind, &named.id.value));
        let supporting = cited[event.0 as usize].iter().filter(|cited| cited.role == ArticleRole::Supports);
        let articles = supporting.map(|cited| index.canonical(cited.article));
        for to in named.chain(articles) {
            let list = &mut events[to.0 as usize];
            if list.last() != Some(&event) {
                list.push(event);
            }
        }
    }
    localize(site, index, &events)
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::testkit::{Sample, day};

    #[test]
    fn orders_events_and_lists_them_by_record() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "cai", "Empowering");
        sample.add(Kind::Initiative, "pact", "Pact");
        sample.add(Kind::Initiative, "pact", "契约").language("zh-Hans");
        sample
            .add(Kind::Event, "a-late", "Late")
            .date(day(2025, 12, 12))
            .ids("initiatives", &["pact"])
            .claim("cai", "1");
        sample.add(Kind::Event, "b-undated", "Undated").ids("initiatives", &["pact", "pact"]);
        sample.add(Kind::Event, "c-early", "Early").date(day(2025, 7, 26)).body("So [@cai, ¶2].");
        sample.add(Kind::Event, "d-same", "And first").date(day(2025, 12, 12)).ids("initiatives", &["pact"]);
        sample.add(Kind::Event, "d-same", "同").language("zh-Hans").date(day(2025, 12, 12));
        sample.add(Kind::Event, "e-draft", "Draft").date(day(2025, 1, 1)).ids("initiatives", &["pact"]).draft();
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        let titles = |events: &[crate::model::RecordId]| {
            events.iter().map(|&event| site.record(event).title.value.clone()).collect::<Vec<_>>()
        };
        let of = |kind, id: &str, language| {
            let record = relations.index.find_in(kind, id, language).unwrap();
            titles(&relations.events[record.0 as usize])
        };
        assert_eq!(titles(&relations.timeline), ["Early", "And first", "Late", "Undated"]);
        assert_eq!(of(Kind::Initiative, "pact", "en"), ["And first", "Late", "Undated"]);
        assert_eq!(of(Kind::Initiative, "pact", "zh-Hans"), ["同", "Late", "Undated"]);
        assert_eq!(of(Kind::Article, "cai", "en"), ["Early", "Late"]);
    }
}
