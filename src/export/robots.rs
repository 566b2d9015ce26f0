//! Robots export: `robots.txt`, which allows everything and links to the sitemap.

use super::{ExportContext, Exporter, sitemap, url};

const FILE: &str = "robots.txt";

/// Exports `robots.txt`.
pub(super) struct Robots;

impl Exporter for Robots {
    fn owns(&self, path: &str) -> bool {
        path == FILE
    }

    fn files(&self, export: ExportContext<'_>) -> Vec<(String, Vec<u8>)> {
        let config = &export.site.config;
        if !config.generate_robots_txt {
            return Vec::new();
        }
        let mut text = "User-agent: *\nAllow: /\n".to_owned();
        if config.generate_sitemap {
            text.extend(["\nSitemap: ", &url::absolute(export.site, sitemap::FILE), "\n"]);
        }
        vec![(FILE.to_owned(), text.into_bytes())]
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;

    #[test]
    fn links_the_sitemap_only_if_it_is_generated() {
        let mut fixture = Fixture::new();
        let text = |fixture: &Fixture| String::from_utf8(Robots.files(fixture.export())[0].1.clone()).unwrap();
        assert!(text(&fixture).ends_with("\nSitemap: https://example.org/ai/sitemap.xml\n"));
        fixture.site.config.generate_sitemap = false;
        assert_eq!(text(&fixture), "User-agent: *\nAllow: /\n");
    }
}
