//! Exports machine-readable files and assembles the output tree: path -> content.
//!
//! 1. Pages and assets are taken as they were rendered.
//! 2. Each of [`EXPORTERS`] adds the files of one format.
//!
//! Shared by the formats: `url` builds absolute URLs, `timestamp` formats dates, `feed` selects new
//! records, `record_events` lists what concerns single records, `record_text` converts their Markdown to plain text.

mod atom;
mod bibliography;
mod briefing_json;
mod feed;
mod ics;
mod json_feed;
mod llms_txt;
mod record_events;
mod record_text;
mod robots;
mod search;
mod sitemap;
mod social_cards;
mod timeline_js;
mod timestamp;
mod url;
mod xml;

#[cfg(test)]
mod fixture;

pub use social_cards::add_social_cards;

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Bytes, Content, OutputSink, OutputTree, Site};
use crate::relate::Relations;
use crate::render::RenderedSite;
use rayon::prelude::*;
use std::io;
use std::path::Path;

/// What exporters may look at.
#[derive(Clone, Copy)]
pub struct ExportContext<'a> {
    /// The briefing.
    pub site: &'a Site,
    /// Its relations.
    pub relations: &'a Relations,
    /// Its pages.
    pub pages: &'a RenderedSite,
    /// The time of the build, in seconds since 1970.
    pub build_time: i64,
}

/// Makes the files of one machine-readable format.
pub trait Exporter: Sync {
    /// Whether a path is that of one of its files, or could be in a larger briefing.
    fn owns(&self, path: &str) -> bool;

    /// The files: path from the site's root and bytes. None when the configuration does not want them.
    fn files(&self, export: ExportContext<'_>) -> Vec<(String, Vec<u8>)>;

    /// The one file of a format that may be too large to be in memory as a whole.
    fn large_file(&self) -> Option<&'static str> {
        None
    }

    /// Writes the large file as it is made.
    fn write(&self, _: ExportContext<'_>, _: &mut (dyn io::Write + Send)) -> io::Result<()> {
        Ok(())
    }
}

/// All formats, in the order of their importance when two want the same path.
pub static EXPORTERS: &[&dyn Exporter] = &[
    &sitemap::Sitemap,
    &robots::Robots,
    &atom::Atom,
    &json_feed::JsonFeed,
    &ics::Calendar,
    &timeline_js::TimelineJs,
    &bibliography::CslJson,
    &bibliography::BibTex,
    &bibliography::Ris,
    &briefing_json::BriefingJson,
    &search::Search,
    &llms_txt::LlmsTxt,
];

/// All rules of this stage.
pub static RULES: &[&Rule] = &[&EXPORT_PATH_TAKEN];

static EXPORT_PATH_TAKEN: Rule = Rule {
    code: "export-path-taken",
    severity: Severity::Error,
    what: "A page or static file has the same path as a file that briefing generates.",
    why: "Only one of the two can be published, and feed readers, calendars and reference managers expect the \
          generated file at that path.",
    wrong: "static/atom.xml",
    right: "static/news.xml   # or `generate_feeds = false` in briefing.toml",
};

/// Puts the output together. Where two files want one path, the first stays: pages before assets before exports. What
/// was not seen when the site was related, such as a file of a theme that the site's theme extends, is reported. Exports
/// are passed to the sink, if there is one: those of thousands of records would fill the memory.
pub fn export(export: ExportContext<'_>, taker: Option<&dyn OutputSink>, found: &mut Diagnostics) -> OutputTree {
    let (mut tree, exports) = rayon::join(|| pages_and_assets(export), || build_exports(export, taker));
    for (path, content) in exports {
        if !tree.insert_new(&path, content) && !export.relations.collisions.contains(&path) {
            found.push(path_taken(&path));
        }
    }
    tree
}

/// The same without machine-readable files, which few readers of a preview ask for: then [`exports`] makes them. Only where
/// a file of the site has the path of one they are made at once, so that it is reported.
pub fn export_pages_only(
    export: ExportContext<'_>,
    taker: Option<&dyn OutputSink>,
    found: &mut Diagnostics,
) -> OutputTree {
    let tree = pages_and_assets(export);
    if tree.paths().any(is_export) { self::export(export, taker, found) } else { tree }
}

/// All machine-readable files: path and bytes, in the order of their importance.
pub fn exports(export: ExportContext<'_>) -> Vec<(String, Bytes)> {
    let made = EXPORTERS.par_iter().flat_map_iter(|exporter| exporter.files(export));
    made.map(|(path, bytes)| (path, bytes.into())).collect()
}

fn build_exports(export: ExportContext<'_>, taker: Option<&dyn OutputSink>) -> Vec<(String, Content)> {
    let give = |(path, bytes): (String, Vec<u8>)| {
        let stamp = taker.and_then(|taker| taker.store(&path, &bytes));
        (path, stamp.map_or_else(|| Content::InMemory(bytes.into()), Content::Stored))
    };
    let made = EXPORTERS.par_iter().flat_map_iter(|exporter| match stream_large_file(*exporter, export, taker) {
        Some(file) => vec![file],
        None => exporter.files(export).into_iter().map(give).collect(),
    });
    made.collect()
}

/// Streams a large file to the sink while it is written.
fn stream_large_file(
    exporter: &dyn Exporter,
    export: ExportContext<'_>,
    taker: Option<&dyn OutputSink>,
) -> Option<(String, Content)> {
    let path = exporter.large_file()?;
    let stamp = taker?.store_with(path, &mut |to| exporter.write(export, to))?;
    Some((path.to_owned(), Content::Stored(stamp)))
}

/// Whether a path is, or may be, that of a machine-readable file.
pub fn is_export(path: &str) -> bool {
    EXPORTERS.iter().any(|exporter| exporter.owns(path))
}

/// Checks by its extension whether an output file is an HTML page.
pub fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "html" || extension == "htm")
}

fn pages_and_assets(export: ExportContext<'_>) -> OutputTree {
    let mut tree = OutputTree::default();
    for page in &export.pages.pages {
        tree.insert_new(&page.file, page.content.clone());
    }
    for (path, bytes) in &*export.pages.assets {
        tree.insert_new(path, Content::InMemory(bytes.clone()));
    }
    tree
}

/// Returns true if the output contains the time of the build: a feed without entries and edition has no other time.
pub fn depends_on_build_time(export: ExportContext<'_>) -> bool {
    export.site.config.generate_feeds && feed::updated(export, &feed::newest(export)).is_none()
}

fn path_taken(path: &str) -> Diagnostic {
    Diagnostic::without_span(&EXPORT_PATH_TAKEN, format!("`{path}` is both a file of the site and a generated file"))
        .help("rename or delete the file")
}

/// Writes a value as indented JSON that ends in a line ending, and takes about so many bytes.
fn to_json(value: &impl serde::Serialize, room: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(room);
    // Exports are plain structs with string keys: they can always be written.
    let _ = serde_json::to_writer_pretty(&mut text, value);
    text.push(b'\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Page;

    #[test]
    fn makes_the_same_files_later() {
        let mut fixture = fixture::Fixture::new();
        fixture.site.config.llms_txt = true;
        let (mut found, mut later) = (Diagnostics::default(), Diagnostics::default());
        let whole = export(fixture.export(), None, &mut found);
        let mut tree = export_pages_only(fixture.export(), None, &mut later);
        let exports = exports(fixture.export());
        // The fixture has no language, so no search.
        assert!(exports.len() >= EXPORTERS.len() - 1);
        for (path, bytes) in exports {
            assert!(is_export(&path), "{path}");
            assert!(tree.insert_new(&path, Content::InMemory(bytes)), "{path}");
        }
        assert!(tree.iter().eq(whole.iter()));
        std::sync::Arc::make_mut(&mut fixture.pages.assets).insert("robots.txt".to_owned(), Bytes::from(&b"mine"[..]));
        export(fixture.export(), None, &mut found);
        export_pages_only(fixture.export(), None, &mut later);
        assert_eq!((found.count(Severity::Error), later.count(Severity::Error)), (1, 1));
    }

    fn page(file: &str, html: &str) -> Page {
        let content = Content::InMemory(html.as_bytes().into());
        Page { file: file.into(), content, record: None, updated: None, listed: true }
    }

    #[test]
    fn a_page_that_was_made_anew_comes_into_its_place() {
        let mut fixture = fixture::Fixture::new();
        fixture.pages.pages = vec![page("a.html", "one"), page("b.html", "one")];
        let before = export_pages_only(fixture.export(), None, &mut Diagnostics::default());
        fixture.pages.pages[1] = page("b.html", "two");
        let now = export_pages_only(fixture.export(), None, &mut Diagnostics::default());
        let pages = fixture.pages.pages[1..].iter().map(|page| (&*page.file, page.content.clone()));
        assert!(before.with(pages).iter().eq(now.iter()));
        assert_eq!(&**before.bytes("b.html").unwrap(), b"one");
    }

    #[test]
    fn keeps_the_first_of_two_files_and_reports_exports() {
        let mut fixture = fixture::Fixture::new();
        fixture.pages.pages = vec![page("a.html", "page"), page("robots.txt", "mine")];
        std::sync::Arc::make_mut(&mut fixture.pages.assets).insert("a.html".to_owned(), Bytes::from(&b"asset"[..]));
        let mut found = Diagnostics::default();
        let tree = export(fixture.export(), None, &mut found);
        assert_eq!(&**tree.bytes("a.html").unwrap(), b"page");
        assert_eq!(&**tree.bytes("robots.txt").unwrap(), b"mine");
        let messages: Vec<_> = found.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        assert_eq!(messages, ["`robots.txt` is both a file of the site and a generated file"]);

        std::sync::Arc::make_mut(&mut fixture.relations.collisions).insert("robots.txt".to_owned());
        let mut found = Diagnostics::default();
        export(fixture.export(), None, &mut found);
        assert!(found.is_empty(), "it was reported before");
    }

    #[test]
    fn gives_every_format_by_default() {
        let fixture = fixture::Fixture::new();
        let tree = export(fixture.export(), None, &mut Diagnostics::default());
        let expected = [
            "atom.xml",
            "bibliography.bib",
            "bibliography.json",
            "bibliography.ris",
            "briefing.json",
            "feed.json",
            "robots.txt",
            "sitemap.xml",
            "timeline.ics",
            "timeline.json",
        ];
        assert_eq!(tree.paths().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn leaves_out_what_the_configuration_does_not_want() {
        let mut fixture = fixture::Fixture::new();
        let config = &mut fixture.site.config;
        (config.generate_feeds, config.generate_sitemap, config.generate_robots_txt) = (false, false, false);
        let tree = export(fixture.export(), None, &mut Diagnostics::default());
        for path in ["atom.xml", "feed.json", "sitemap.xml", "robots.txt"] {
            assert!(!tree.contains(path), "{path}");
        }
    }
}
