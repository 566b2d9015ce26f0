//! Absolute URLs of pages and files.

use super::ExportContext;
use crate::model::{RecordId, Site};
use std::fmt::Write;

/// Returns the absolute URL of a path from the site's root, percent-encoded.
pub(super) fn absolute(site: &Site, path: &str) -> String {
    site.config.absolute(&percent_encoded(path))
}

/// Returns the absolute URL of a record's page.
pub(super) fn record_url(export: ExportContext<'_>, record: RecordId) -> String {
    absolute(export.site, export.relations.path(record))
}

/// Returns the path at which a page's file is served: `timeline/` for `timeline/index.html`.
pub(super) fn page_path(file: &str) -> &str {
    match file.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => file,
    }
}

/// Percent-encodes every byte that RFC 3986 does not allow in a path, including `%`: paths are never encoded before.
fn percent_encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => encoded.push(char::from(byte)),
            _ if b"/-._~!$&'()*+,;=:@".contains(&byte) => encoded.push(char::from(byte)),
            // Writing to a string cannot fail.
            _ => drop(write!(encoded, "%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_encodes_reserved_characters() {
        assert_eq!(percent_encoded("articles/倡议 1/\"?#%\r\n"), "articles/%E5%80%A1%E8%AE%AE%201/%22%3F%23%25%0D%0A");
        assert_eq!(percent_encoded("a-b_c~d/@x,y;z"), "a-b_c~d/@x,y;z");
    }

    #[test]
    fn maps_an_index_file_to_its_directory() {
        assert_eq!(page_path("index.html"), "");
        assert_eq!(page_path("timeline/index.html"), "timeline/");
        assert_eq!(page_path("404.html"), "404.html");
        assert_eq!(page_path("reindex.html"), "reindex.html");
    }
}
