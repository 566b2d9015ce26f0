//! Feed entries, shared by Atom and JSON Feed: the newest records of the default language, newest first.

use super::timestamp::UtcTimestamp;
use super::{ExportContext, url};
use crate::model::{Author, Kind, Record, RecordId};
use std::cmp::Reverse;

/// Feed entry.
pub(super) struct FeedEntry<'a> {
    /// Record that the entry represents.
    pub(super) record: &'a Record,
    /// Absolute URL of the record's page; also the entry's permanent id.
    pub(super) url: String,
    /// Date on which the record entered the briefing, otherwise that of the edition.
    pub(super) published: Option<UtcTimestamp>,
    /// Date of the last change; falls back to `published`.
    pub(super) updated: UtcTimestamp,
}

/// Author of a feed or entry.
pub(super) struct FeedPerson<'a> {
    /// Name.
    pub(super) name: &'a str,
    /// URL of a website.
    pub(super) url: Option<&'a str>,
}

/// Returns the newest records, at most `feed_limit` of them: those that entered the briefing or changed last. Dates are
/// never those of the subject, since a new record about 1999 is news; without `published`, `updated` and an edition, a
/// record is left out. Of equal dates, the record about the latest time comes first.
pub(super) fn newest(export: ExportContext<'_>) -> Vec<FeedEntry<'_>> {
    let site = export.site;
    let records = site
        .visible()
        .filter(|(_, record)| record.language == site.config.default_language && record.kind() != Kind::Index);
    newest_of(export, records.map(|(id, _)| id))
}

/// Returns the newest of some records, as [`newest`].
pub(super) fn newest_of(export: ExportContext<'_>, records: impl Iterator<Item = RecordId>) -> Vec<FeedEntry<'_>> {
    let site = export.site;
    let edition = site.edition_date().and_then(|date| UtcTimestamp::of(&date));
    let mut entries: Vec<_> = records
        .filter_map(|id| {
            let record = site.record(id);
            let published = record.published.as_ref().and_then(|date| UtcTimestamp::of(&date.value)).or(edition);
            let changed = record.changed().and_then(|date| UtcTimestamp::of(&date));
            Some((id, FeedEntry { record, url: String::new(), published, updated: changed.or(published)? }))
        })
        .collect();
    let subject = |entry: &FeedEntry<'_>| entry.record.date().and_then(|date| date.value.anchor());
    entries.sort_by_cached_key(|(id, entry)| (Reverse(entry.updated), Reverse(subject(entry)), *id));
    entries.truncate(site.config.feed_limit);
    entries.into_iter().map(|(id, entry)| FeedEntry { url: url::record_url(export, id), ..entry }).collect()
}

/// Returns the authors of the feed: those of the briefing, otherwise its publisher, otherwise its title. Feeds must have
/// one.
pub(super) fn authors(export: ExportContext<'_>) -> Vec<FeedPerson<'_>> {
    let config = &export.site.config;
    if !config.authors.is_empty() {
        return people(&config.authors);
    }
    let publisher = config.publisher.as_ref();
    vec![publisher.map_or(FeedPerson { name: &config.title, url: None }, |publisher| FeedPerson {
        name: &publisher.name,
        url: publisher.url.as_deref(),
    })]
}

/// Returns the authors of an entry that are not those of the feed: who wrote the summary of an article.
pub(super) fn entry_authors<'a>(entry: &FeedEntry<'a>) -> Vec<FeedPerson<'a>> {
    people(entry.record.summary_authors())
}

fn people(authors: &[Author]) -> Vec<FeedPerson<'_>> {
    authors.iter().map(|author| FeedPerson { name: &author.name, url: None }).collect()
}

/// Returns the time of the feed: that of the edition, otherwise that of its newest entry.
pub(super) fn updated(export: ExportContext<'_>, entries: &[FeedEntry<'_>]) -> Option<UtcTimestamp> {
    let edition = export.site.edition_date().and_then(|date| UtcTimestamp::of(&date));
    edition.or_else(|| entries.iter().map(|entry| entry.updated).max())
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, date};
    use super::*;

    #[test]
    fn takes_dates_of_the_briefing_before_those_of_the_subject() {
        let mut fixture = Fixture::new();
        let record = std::sync::Arc::make_mut(&mut fixture.site.records[0]);
        record.published = Some(date("2025-11-01"));
        let entry = &newest(fixture.export())[0];
        let published = entry.published.unwrap();
        assert_eq!((published.to_string().as_str(), entry.updated), ("2025-11-01T00:00:00Z", published));
        fixture.site.config.edition.date = Some(date("2025-12-01"));
        let entries = newest(fixture.export());
        assert_eq!(updated(fixture.export(), &entries).unwrap().to_string(), "2025-12-01T00:00:00Z");
    }

    #[test]
    fn has_an_author_in_any_case() {
        let mut fixture = Fixture::new();
        let names = |fixture: &Fixture| {
            authors(fixture.export()).iter().map(|author| author.name.to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names(&fixture), ["Desk"]);
        fixture.site.config.authors = ["Ann Vey", "Bo Lind"].map(|name| Author::named(name.into())).into();
        assert_eq!(names(&fixture), ["Ann Vey", "Bo Lind"]);
        (fixture.site.config.authors, fixture.site.config.publisher) = (Vec::new(), None);
        assert_eq!(names(&fixture), ["A <Briefing> & more"]);
    }

    #[test]
    fn returns_newest_first_up_to_the_limit() {
        let mut fixture = Fixture::new();
        for (id, about) in [("recent", "1999"), ("early", "2099"), ("late", "2025-12-12"), ("without", "-0044-03-15")] {
            fixture.event(id, about);
        }
        fixture.topic("undated");
        fixture.published(&[("recent", "2026-02-01"), ("early", "2026-01-01"), ("late", "2026-01-01")]);
        let ids =
            |fixture: &Fixture| newest(fixture.export()).iter().map(|e| e.record.id.to_string()).collect::<Vec<_>>();
        assert_eq!(ids(&fixture), ["recent", "early", "late"]);
        fixture.site.config.feed_limit = 1;
        assert_eq!(ids(&fixture), ["recent"]);
        fixture.site.config.feed_limit = 10;
        fixture.site.config.edition.date = Some(date("2026-03-01"));
        assert_eq!(ids(&fixture), ["cai-2025", "without", "undated", "recent", "early", "late"]);
    }
}
