//! Atom feeds (RFC 4287): `atom.xml` of the briefing, and one of each initiative and topic that has events.

use super::feed::{self, FeedEntry, FeedPerson};
use super::record_events::{self, EventFile};
use super::timestamp::UtcTimestamp;
use super::xml::XmlWriter;
use super::{ExportContext, Exporter, url};

const FILE: &str = "atom.xml";

/// Exports the Atom feed.
pub(super) struct Atom;

impl Exporter for Atom {
    fn owns(&self, path: &str) -> bool {
        path.rsplit('/').next() == Some(FILE)
    }

    fn files(&self, export: ExportContext<'_>) -> Vec<(String, Vec<u8>)> {
        if !export.site.config.generate_feeds {
            return Vec::new();
        }
        let config = &export.site.config;
        let newest = AtomFeed {
            path: FILE,
            title: &config.title,
            subtitle: &config.description,
            home: url::absolute(export.site, ""),
            entries: feed::newest(export),
        };
        let of_record = |EventFile { path, record, title, events }: EventFile<'_>| {
            let feed = AtomFeed {
                path: &path,
                title: &format!("{title} · {}", config.title),
                subtitle: "",
                home: url::record_url(export, record),
                entries: feed::newest_of(export, std::iter::once(record).chain(events)),
            };
            let bytes = write_feed(export, &feed);
            (path, bytes)
        };
        let of_records = record_events::files(export, FILE).into_iter().map(of_record);
        std::iter::once((FILE.to_owned(), write_feed(export, &newest))).chain(of_records).collect()
    }
}

/// Feed to be written.
struct AtomFeed<'a> {
    /// Path from the site's root.
    path: &'a str,
    title: &'a str,
    /// Empty for none.
    subtitle: &'a str,
    /// Absolute URL of the page about the same.
    home: String,
    entries: Vec<FeedEntry<'a>>,
}

fn write_feed(export: ExportContext<'_>, feed: &AtomFeed<'_>) -> Vec<u8> {
    let config = &export.site.config;
    let AtomFeed { path, title, subtitle, home, entries } = feed;
    // `updated` is required; a feed without entries falls back to the build time.
    let updated = feed::updated(export, entries);
    let updated = updated.unwrap_or_else(|| UtcTimestamp::from_unix_seconds(export.build_time));
    let own = url::absolute(export.site, path);

    let mut xml = XmlWriter::new();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", &config.default_language)]);
    xml.text("title", &[], title);
    if !subtitle.is_empty() {
        xml.text("subtitle", &[], subtitle);
    }
    xml.text("id", &[], home);
    xml.text("updated", &[], &updated.to_string());
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", home)]);
    write_authors(&mut xml, &feed::authors(export));
    xml.text("generator", &[("version", env!("CARGO_PKG_VERSION"))], "briefing");
    for entry in entries {
        write_entry(&mut xml, entry);
    }
    xml.close("feed");
    xml.finish()
}

fn write_authors(xml: &mut XmlWriter, authors: &[FeedPerson<'_>]) {
    for author in authors {
        xml.open("author", &[]);
        xml.text("name", &[], author.name);
        if let Some(url) = author.url {
            xml.text("uri", &[], url);
        }
        xml.close("author");
    }
}

fn write_entry(xml: &mut XmlWriter, entry: &FeedEntry<'_>) {
    xml.open("entry", &[]);
    xml.text("title", &[], &entry.record.title.value);
    xml.text("id", &[], &entry.url);
    if let Some(published) = &entry.published {
        xml.text("published", &[], &published.to_string());
    }
    xml.text("updated", &[], &entry.updated.to_string());
    write_authors(xml, &feed::entry_authors(entry));
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &entry.url)]);
    xml.empty("category", &[("term", entry.record.kind().as_str())]);
    if let Some(description) = &entry.record.description {
        xml.text("summary", &[], &description.value);
    }
    xml.close("entry");
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, elements};
    use super::*;

    fn text(fixture: &Fixture) -> String {
        String::from_utf8(Atom.files(fixture.export())[0].1.clone()).unwrap()
    }

    #[test]
    fn has_all_required_elements() {
        let mut fixture = Fixture::new();
        fixture.event("signed", "1999-12-12");
        fixture.published(&[("signed", "2025-12-12"), ("cai-2025", "2025-08-05")]);
        let text = text(&fixture);
        assert_eq!(
            elements(&text, "id"),
            [
                "https://example.org/ai/",
                "https://example.org/ai/events/signed/",
                "https://example.org/ai/articles/cai-2025/"
            ]
        );
        assert_eq!(
            elements(&text, "updated"),
            ["2025-12-12T00:00:00Z", "2025-12-12T00:00:00Z", "2025-08-05T00:00:00Z"]
        );
        assert_eq!(elements(&text, "title").len(), 3);
        assert_eq!(elements(&text, "name"), ["Desk"]);
        assert_eq!(text.matches("rel=\"self\"").count(), 1);
    }

    #[test]
    fn is_valid_without_entries_and_author() {
        let mut fixture = Fixture::empty();
        fixture.site.config.publisher = None;
        let text = text(&fixture);
        assert_eq!(elements(&text, "updated"), ["2025-12-31T00:00:00Z"]);
        assert_eq!(elements(&text, "name"), ["A <Briefing> & more"]);
    }

    #[test]
    fn escapes_hostile_titles() {
        let mut fixture = Fixture::new();
        fixture.published(&[("cai-2025", "2025-08-05")]);
        std::sync::Arc::make_mut(&mut fixture.site.records[0]).title.value =
            "]]></title><script>\u{0}&#0; \u{b}".to_owned();
        assert_eq!(elements(&text(&fixture), "title")[1], "]]></title><script>&#0; ");
    }
}
