//! Sitemap export: `sitemap.xml` (sitemaps.org 0.9), with the last change and the translations of every listed page.
//!
//! The protocol limits a sitemap to 50,000 URLs and 50 MB; larger sites get an index in `sitemap.xml` and parts
//! `sitemap-1.xml` and so on.

use super::xml::XmlWriter;
use super::{ExportContext, Exporter, url};
use crate::model::RecordId;
use crate::render::Page;
use std::collections::HashSet;

/// Path of the sitemap, or of the sitemap index.
pub(super) const FILE: &str = "sitemap.xml";

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
const XHTML: (&str, &str) = ("xmlns:xhtml", "http://www.w3.org/1999/xhtml");

/// Limits of one sitemap file.
#[derive(Clone, Copy)]
struct SitemapLimits {
    urls: usize,
    bytes: usize,
}

/// Slightly below the protocol's limits, to leave space for the XML around the entries.
const LIMITS: SitemapLimits = SitemapLimits { urls: 50_000, bytes: 50_000_000 };

/// Exports the sitemap.
pub(super) struct Sitemap;

impl Exporter for Sitemap {
    /// Matches the index and all parts.
    fn owns(&self, path: &str) -> bool {
        path == FILE || path.strip_prefix("sitemap-").is_some_and(|part| part.strip_suffix(".xml").is_some())
    }

    fn files(&self, export: ExportContext<'_>) -> Vec<(String, Vec<u8>)> {
        if !export.site.config.generate_sitemap {
            return Vec::new();
        }
        let mut parts = split_entries(&entries(export), LIMITS);
        if let [single] = &mut parts[..] {
            return vec![(FILE.to_owned(), std::mem::take(single))];
        }
        let path = |index: usize| format!("sitemap-{}.xml", index + 1);
        let index = write_index(export, (0..parts.len()).map(path));
        let parts = parts.into_iter().enumerate().map(|(at, bytes)| (path(at), bytes));
        std::iter::once((FILE.to_owned(), index)).chain(parts).collect()
    }
}

/// Returns the `<url>` elements of the listed pages, ordered by path.
fn entries(export: ExportContext<'_>) -> Vec<Vec<u8>> {
    let mut listed: Vec<&Page> = export.pages.pages.iter().filter(|page| page.listed).collect();
    listed.sort_by(|a, b| a.file.cmp(&b.file));
    listed.dedup_by(|a, b| a.file == b.file);
    let records: HashSet<RecordId> = listed.iter().filter_map(|page| page.record).collect();
    listed.into_iter().map(|page| write_entry(export, page, &records)).collect()
}

fn write_entry(export: ExportContext<'_>, page: &Page, listed: &HashSet<RecordId>) -> Vec<u8> {
    let mut xml = XmlWriter::fragment();
    xml.open("url", &[]);
    xml.text("loc", &[], &url::absolute(export.site, url::page_path(&page.file)));
    if let Some(updated) = &page.updated {
        xml.text("lastmod", &[], updated);
    }
    let translations = page.record.map(|record| export.relations.translations.row(record)).unwrap_or_default();
    for (language, record) in translations.iter().filter(|(_, record)| listed.contains(record)) {
        let href = url::record_url(export, *record);
        xml.empty("xhtml:link", &[("rel", "alternate"), ("hreflang", language), ("href", &href)]);
    }
    xml.close("url");
    xml.into_bytes()
}

/// Splits entries into sitemaps within the limits; returns at least one sitemap, even without entries.
fn split_entries(entries: &[Vec<u8>], limits: SitemapLimits) -> Vec<Vec<u8>> {
    let mut parts = Vec::new();
    let mut rest = entries;
    loop {
        let mut bytes = 0;
        let fits = |entry: &&Vec<u8>| {
            bytes += entry.len() + 1;
            bytes <= limits.bytes
        };
        let count = rest.iter().take(limits.urls).take_while(fits).count().max(1).min(rest.len());
        let (current, remaining) = rest.split_at(count);
        parts.push(write_part(current));
        if remaining.is_empty() {
            return parts;
        }
        rest = remaining;
    }
}

fn write_part(entries: &[Vec<u8>]) -> Vec<u8> {
    let mut xml = XmlWriter::new();
    xml.open("urlset", &[NAMESPACE, XHTML]);
    for entry in entries {
        xml.add_fragment(entry);
    }
    xml.close("urlset");
    xml.finish()
}

fn write_index(export: ExportContext<'_>, paths: impl Iterator<Item = String>) -> Vec<u8> {
    let mut xml = XmlWriter::new();
    xml.open("sitemapindex", &[NAMESPACE]);
    for path in paths {
        xml.open("sitemap", &[]);
        xml.text("loc", &[], &url::absolute(export.site, &path));
        xml.close("sitemap");
    }
    xml.close("sitemapindex");
    xml.finish()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, elements};
    use super::*;
    use crate::model::Content;

    fn page(file: &str, record: Option<u32>, listed: bool) -> Page {
        let updated = record.map(|_| "2025-12-31".to_owned());
        Page {
            file: file.into(),
            content: Content::InMemory([].into()),
            record: record.map(RecordId),
            updated: updated.map(std::sync::Arc::from),
            listed,
        }
    }

    #[test]
    fn lists_pages_with_last_change_and_translations() {
        let mut fixture = Fixture::new();
        fixture.relations.translations.set(0, vec![("en".into(), RecordId(0)), ("zh-Hans".into(), RecordId(1))]);
        std::sync::Arc::make_mut(&mut fixture.relations.paths)[1] = "zh-Hans/条目/".to_owned();
        fixture.pages.pages = vec![
            page("zh-Hans/条目/index.html", Some(1), true),
            page("404.html", None, false),
            page("index.html", Some(0), true),
        ];
        let files = Sitemap.files(fixture.export());
        assert_eq!(files.len(), 1);
        let text = std::str::from_utf8(&files[0].1).unwrap();
        assert_eq!(
            elements(text, "loc"),
            ["https://example.org/ai/", "https://example.org/ai/zh-Hans/%E6%9D%A1%E7%9B%AE/"]
        );
        assert_eq!(elements(text, "lastmod"), ["2025-12-31", "2025-12-31"]);
        assert_eq!(text.matches("hreflang=\"zh-Hans\"").count(), 1);
    }

    #[test]
    fn splits_into_an_index() {
        let entries = vec![b"<url/>".to_vec(); 5];
        assert_eq!(split_entries(&entries, SitemapLimits { urls: 2, bytes: 1000 }).len(), 3);
        assert_eq!(split_entries(&entries, SitemapLimits { urls: 9, bytes: 14 }).len(), 3);
        assert_eq!(split_entries(&entries, SitemapLimits { urls: 9, bytes: 1 }).len(), 5);
        assert_eq!(split_entries(&[], LIMITS).len(), 1);
    }

    #[test]
    fn splits_fifty_thousand_and_one_pages_into_two_parts() {
        let mut fixture = Fixture::new();
        fixture.pages.pages = (0..50_001).map(|n| page(&format!("{n}/index.html"), None, true)).collect();
        let files = Sitemap.files(fixture.export());
        assert!(files.iter().map(|(path, _)| path.as_str()).eq(["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]));
        let index = std::str::from_utf8(&files[0].1).unwrap();
        assert_eq!(elements(index, "loc")[1], "https://example.org/ai/sitemap-2.xml");
        assert_eq!(elements(std::str::from_utf8(&files[2].1).unwrap(), "loc").len(), 1);
    }
}
