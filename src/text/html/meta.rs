//! What a page states in `<meta>` and `<link>`: `citation_*`, Open Graph, Dublin Core, and plain names.

use crate::text::text_shape::is_url;
use dom_query::Document;
use quick_xml::escape::{resolve_html5_entity, unescape_with};

/// The names and values of a page's `<meta>`, in order; names in lower case.
pub(super) struct Meta {
    entries: Vec<(String, String)>,
}

impl Meta {
    /// Reads them.
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

    /// All values of a name, which is written with `.` for `:`.
    pub(super) fn all<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m str> {
        self.entries.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The first value of the first of these names that has one.
    pub(super) fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.all(name).next()).map(str::to_owned)
    }

    /// The names and values, in order.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// The address of the page's `<link>` or `<a>` with this relation.
pub(super) fn link(document: &Document, relation: &str) -> Option<String> {
    let links = document.select(&format!(r#"link[rel~="{relation}"], a[rel~="{relation}"]"#));
    links
        .nodes()
        .iter()
        .filter_map(|node| node.attr("href"))
        .map(|href| href.trim().to_owned())
        .find(|href| is_url(href))
}

/// Words without character references, which many pages write twice, and with single spaces.
pub(super) fn unescape(words: &str) -> String {
    let plain = unescape_with(words, resolve_html5_entity).unwrap_or(words.into());
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_of_all_kinds() {
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
    fn leaves_a_lone_ampersand() {
        assert_eq!(unescape("Fish & chips"), "Fish & chips");
    }
}
