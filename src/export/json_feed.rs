//! JSON Feed export: `feed.json` (version 1.1).

use super::feed::{self, FeedEntry, FeedPerson};
use super::{ExportContext, Exporter, to_json, url};
use serde::Serialize;

const FILE: &str = "feed.json";

/// Exports the JSON feed.
pub(super) struct JsonFeed;

#[derive(Serialize)]
struct FeedDocument<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: String,
    #[serde(rename = "feed_url")]
    own_url: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    language: &'a str,
    authors: Vec<FeedAuthor<'a>>,
    items: Vec<FeedItem<'a>>,
}

#[derive(Serialize)]
struct FeedAuthor<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct FeedItem<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    content_text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    date_modified: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<FeedAuthor<'a>>,
    tags: [&'static str; 1],
}

impl Exporter for JsonFeed {
    fn owns(&self, path: &str) -> bool {
        path == FILE
    }

    fn files(&self, export: ExportContext<'_>) -> Vec<(String, Vec<u8>)> {
        let config = &export.site.config;
        if !config.generate_feeds {
            return Vec::new();
        }
        let entries = feed::newest(export);
        let feed = FeedDocument {
            version: "https://jsonfeed.org/version/1.1",
            title: &config.title,
            home_page_url: url::absolute(export.site, ""),
            own_url: url::absolute(export.site, FILE),
            description: &config.description,
            language: &config.default_language,
            authors: authors(feed::authors(export)),
            items: entries.iter().map(item).collect(),
        };
        vec![(FILE.to_owned(), to_json(&feed, 0))]
    }
}

fn authors(people: Vec<FeedPerson<'_>>) -> Vec<FeedAuthor<'_>> {
    people.into_iter().map(|FeedPerson { name, url }| FeedAuthor { name, url }).collect()
}

fn item<'e>(entry: &'e FeedEntry<'_>) -> FeedItem<'e> {
    let record = entry.record;
    FeedItem {
        id: &entry.url,
        url: &entry.url,
        title: &record.title.value,
        content_text: record.description.as_ref().map_or(&record.title.value, |description| &description.value),
        date_published: entry.published.map(|timestamp| timestamp.to_string()),
        date_modified: entry.updated.to_string(),
        authors: authors(feed::entry_authors(entry)),
        tags: [record.kind().as_str()],
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;

    #[test]
    fn writes_articles_with_dates() {
        let mut fixture = Fixture::new();
        fixture.published(&[("cai-2025", "2025-08-05")]);
        let feed: serde_json::Value = serde_json::from_slice(&JsonFeed.files(fixture.export())[0].1).unwrap();
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(feed["items"][0]["id"], "https://example.org/ai/articles/cai-2025/");
        assert_eq!(feed["items"][0]["date_published"], "2025-08-05T00:00:00Z");
        assert_eq!(feed["items"][0]["content_text"], "About cai-2025.");
    }
}
