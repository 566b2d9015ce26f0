//! Feed entries, shared by Atom and JSON Feed: the newest records of the default language, newest first.

use super::timestamp::UtcTimestamp;
use super::{ExportContext, url};
use crate::model::{Kind, Record};
use std::cmp::Reverse;

/// Feed entry.
pub(super) struct FeedEntry<'a> {
    /// Record that the entry represents.
    pub(super) record: &'a Record,
    /// Absolute URL of the record's page; also the entry's permanent id.
    pub(super) url: String,
    /// Date of the article or event itself.
    pub(super) published: Option<UtcTimestamp>,
    /// Date of the last change; falls back to `published`.
    pub(super) updated: UtcTimestamp,
}

/// Returns the newest records that have a date or an `updated` field, at most `feed_limit` of them. Equal timestamps
/// are ordered by kind, then id.
pub(super) fn newest(export: ExportContext<'_>) -> Vec<FeedEntry<'_>> {
    let site = export.site;
    let records = site
        .visible()
        .filter(|(_, record)| record.language == site.config.default_language && record.kind() != Kind::Index);
    let mut entries: Vec<_> = records
        .filter_map(|(id, record)| {
            let published = record.date().and_then(|date| UtcTimestamp::of(&date.value));
            let changed = record.updated.as_ref().and_then(|date| UtcTimestamp::of(&date.value));
            Some((id, FeedEntry { record, url: String::new(), published, updated: changed.or(published)? }))
        })
        .collect();
    entries.sort_by_key(|(id, entry)| (Reverse(entry.updated), *id));
    entries.truncate(site.config.feed_limit);
    entries.into_iter().map(|(id, entry)| FeedEntry { url: url::record_url(export, id), ..entry }).collect()
}

/// Returns the publisher: the configured author, or the briefing's title.
pub(super) fn publisher(export: ExportContext<'_>) -> &str {
    let config = &export.site.config;
    config.author.as_deref().filter(|author| !author.is_empty()).unwrap_or(&config.title)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;

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
