//! Absolute URLs of pages and files.

use super::ExportContext;
use crate::model::{RecordId, Site, percent};

/// Returns the absolute URL of a path from the site's root, percent-encoded.
pub(super) fn absolute(site: &Site, path: &str) -> String {
    site.config.absolute(&percent::encode_path(path))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_an_index_file_to_its_directory() {
        assert_eq!(page_path("index.html"), "");
        assert_eq!(page_path("timeline/index.html"), "timeline/");
        assert_eq!(page_path("404.html"), "404.html");
        assert_eq!(page_path("reindex.html"), "reindex.html");
    }
}
