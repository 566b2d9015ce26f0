//! Atom feed: `atom.xml` (RFC 4287).

use super::feed::{self, FeedEntry, FeedPerson};
use super::timestamp::UtcTimestamp;
use super::xml::XmlWriter;
use super::{ExportContext, Exporter, url};

const FILE: &str = "atom.xml";

/// Exports the Atom feed.
pub(super) struct Atom;

impl Exporter for Atom {
    fn owns(&self, path: &str) -> bool {
        path == FILE
    }

    fn files(&self, export: ExportContext<'_>) -> Vec<(String, Vec<u8>)> {
        if !export.site.config.generate_feeds {
            return Vec::new();
        }
        vec![(FILE.to_owned(), feed(export))]
    }
}

fn feed(export: ExportContext<'_>) -> Vec<u8> {
    let config = &export.site.config;
    let entries = feed::newest(export);
    // `updated` is required; a feed without entries falls back to the build time.
    let updated = feed::updated(export, &entries);
    let updated = updated.unwrap_or_else(|| UtcTimestamp::from_unix_seconds(export.build_time));
    let home = url::absolute(export.site, "");
    let own = url::absolute(export.site, FILE);

    let mut xml = XmlWriter::new();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", &config.default_language)]);
    xml.text("title", &[], &config.title);
    if !config.description.is_empty() {
        xml.text("subtitle", &[], &config.description);
    }
    xml.text("id", &[], &home);
    xml.text("updated", &[], &updated.to_string());
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &home)]);
    write_authors(&mut xml, &feed::authors(export));
    xml.text("generator", &[("version", env!("CARGO_PKG_VERSION"))], "briefing");
    for entry in &entries {
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
        fixture.event("signed", "2025-12-12");
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
        std::sync::Arc::make_mut(&mut fixture.site.records[0]).title.value =
            "]]></title><script>\u{0}&#0; \u{b}".to_owned();
        assert_eq!(elements(&text(&fixture), "title")[1], "]]></title><script>&#0; ");
    }
}
