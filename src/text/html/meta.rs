//! Metadata in `<meta>` and `<link>`: `citation_*`, Open Graph, Dublin Core, and plain names.

use crate::text::text_shape::is_url;
use dom_query::Document;
use quick_xml::escape::{resolve_html5_entity, unescape_with};

/// Names and values of a page's `<meta>` elements in document order; names in lower case.
pub(super) struct Meta {
    entries: Vec<(String, String)>,
}

impl Meta {
    /// Collects the `<meta>` elements of a page.
    pub(super) fn new(document: &Document) -> Self {
        let mut entries = Vec::new();
        for node in document.select("meta[content]").nodes() {
            let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| node.attr(key));
            let value = node.attr("content").map(|value| unescape(&value)).filter(|value| !value.is_empty());
            if let Some((name, value)) = name.zip(value) {
                entries.push((name.trim().to_lowercase().replace(':', "."), value));
            }
        }
        Meta { entries }
    }

    /// Returns all values of a name; `:` in names is replaced by `.`.
    pub(super) fn all<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m str> {
        self.entries.iter().filter(move |(entry, _)| entry == name).map(|(_, value)| value.as_str())
    }

    /// Returns the first value of the first name that has one.
    pub(super) fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.all(name).next()).map(str::to_owned)
    }

    /// Iterates over names and values in document order.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Returns the URL of the page's `<link>` or `<a>` with this relation.
pub(super) fn link(document: &Document, relation: &str) -> Option<String> {
    let links = document.select(&format!(r#"link[rel~="{relation}"], a[rel~="{relation}"]"#));
    links
        .nodes()
        .iter()
        .filter_map(|node| node.attr("href"))
        .map(|href| href.trim().to_owned())
        .find(|href| is_url(href))
}

/// Resolves character references, which many pages escape twice, and collapses white space.
pub(super) fn unescape(text: &str) -> String {
    let unescaped = unescape_with(text, resolve_html5_entity).unwrap_or(text.into());
    unescaped.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_all_kinds_of_names() {
        let document = Document::from(
            r#"<meta property="og:title" content=" A  bridge &amp;amp; more "><meta name="DC.Creator" content="Ada Berg">
            <meta name="DC.creator" content="Tomas Lind"><meta name="empty" content=" "><meta charset="utf-8">
            <link rel="alternate license" href="https://creativecommons.org/licenses/by/4.0/">"#,
        );
        let meta = Meta::new(&document);
        assert_eq!(meta.first(&["title", "og.title"]).as_deref(), Some("A bridge & more"));
        assert_eq!(meta.all("dc.creator").count(), 2);
        assert_eq!(meta.first(&["empty"]), None);
        assert!(link(&document, "license").is_some_and(|url| url.contains("/by/")));
    }

    #[test]
    fn keeps_lone_ampersand() {
        assert_eq!(unescape("Fish & chips"), "Fish & chips");
    }
}
