//! Picks what a feed tells: the newest records of the default language, newest first.

use super::timestamp::UtcTimestamp;
use super::{ExportContext, url};
use crate::model::{Kind, Record};
use std::cmp::Reverse;

/// One entry of a feed.
pub(super) struct FeedEntry<'a> {
    /// The record.
    pub(super) record: &'a Record,
    /// Absolute address of its page; the entry's name for ever.
    pub(super) url: String,
    /// What it is dated to: its article's or event's own date.
    pub(super) published: Option<UtcTimestamp>,
    /// When it was last changed; when nobody says, what it is dated to.
    pub(super) updated: UtcTimestamp,
}

/// The newest records that have a date or say when they were changed, as many as the configuration allows. Of two with
/// the same moment the kind and the id decide.
pub(super) fn newest(export: ExportContext<'_>) -> Vec<FeedEntry<'_>> {
    let site = export.site;
    let told = site
        .visible()
        .filter(|(_, record)| record.language == site.config.default_language && record.kind() != Kind::Index);
    let mut entries: Vec<_> = told
        .filter_map(|(id, record)| {
            let dated = record.date().and_then(|date| UtcTimestamp::of(&date.value));
            let changed = record.updated.as_ref().and_then(|date| UtcTimestamp::of(&date.value));
            Some((id, FeedEntry { record, url: String::new(), published: dated, updated: changed.or(dated)? }))
        })
        .collect();
    entries.sort_by_key(|(id, entry)| (Reverse(entry.updated), *id));
    entries.truncate(site.config.feed_limit);
    entries.into_iter().map(|(id, entry)| FeedEntry { url: url::record_url(export, id), ..entry }).collect()
}

/// Who publishes the briefing: its author, or else its own name.
pub(super) fn publisher(export: ExportContext<'_>) -> &str {
    let config = &export.site.config;
    config.author.as_deref().filter(|author| !author.is_empty()).unwrap_or(&config.title)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;

    #[test]
    fn tells_the_newest_first_up_to_the_limit() {
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
