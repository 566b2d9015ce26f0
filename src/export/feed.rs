//! Feed entries, shared by Atom and JSON Feed: the newest records of the default language, newest first.

use super::timestamp::UtcTimestamp;
use super::{ExportContext, url};
use crate::model::{Author, Kind, Record};
use std::cmp::Reverse;

/// Feed entry.
pub(super) struct FeedEntry<'a> {
    /// Record that the entry represents.
    pub(super) record: &'a Record,
    /// Absolute URL of the record's page; also the entry's permanent id.
    pub(super) url: String,
    /// Date on which the record entered the briefing; falls back to the date of the article or event itself.
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

/// Returns the newest records that have a date, a `published` or an `updated` field, at most `feed_limit` of them. Equal timestamps
/// are ordered by kind, then id.
pub(super) fn newest(export: ExportContext<'_>) -> Vec<FeedEntry<'_>> {
    let site = export.site;
    let records = site
        .visible()
        .filter(|(_, record)| record.language == site.config.default_language && record.kind() != Kind::Index);
    let mut entries: Vec<_> = records
        .filter_map(|(id, record)| {
            let published = record.published.as_ref().or(record.date());
            let published = published.and_then(|date| UtcTimestamp::of(&date.value));
            let changed = record.changed().and_then(|date| UtcTimestamp::of(&date));
            Some((id, FeedEntry { record, url: String::new(), published, updated: changed.or(published)? }))
        })
        .collect();
    entries.sort_by_key(|(id, entry)| (Reverse(entry.updated), *id));
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
    let edition = export.site.config.edition_date().and_then(|date| UtcTimestamp::of(&date));
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
        fixture.event("old", "2021");
        fixture.event("new", "2025-12-12");
        fixture.event("ancient", "-0044-03-15");
        fixture.topic("undated");
        let ids =
            |fixture: &Fixture| newest(fixture.export()).iter().map(|e| e.record.id.to_string()).collect::<Vec<_>>();
        assert_eq!(ids(&fixture), ["new", "cai-2025", "old"]);
        fixture.site.config.feed_limit = 1;
        assert_eq!(ids(&fixture), ["new"]);
    }
}
