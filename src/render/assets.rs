//! Asset collection: style sheets and scripts with content hashes in their names, static files, and attachments of
//! records.

use super::theme::Theme;
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Bytes, Site};
use crate::relate::Relations;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Two files with the same output path.
pub(crate) static ASSET_CLASH: Rule = Rule {
    code: "asset-clash",
    severity: Severity::Error,
    what: "A record's file has the same output path as a static file of the theme.",
    why: "Only one of the two can be published.",
    wrong: "content/pages/guide/map.png   # the theme has static/guide/map.png",
    right: "content/pages/guide/walks.png",
};

/// Output files other than pages.
#[derive(Debug, Default)]
pub(crate) struct Assets {
    /// Content by path from the site's root.
    pub(crate) files: Arc<BTreeMap<String, Bytes>>,
    /// Paths of the style sheets.
    pub(crate) styles: Vec<String>,
    /// Paths of the scripts.
    pub(crate) scripts: Vec<String>,
    /// Paths of the scripts that are loaded on demand.
    pub(crate) scripts_on_demand: Vec<String>,
}

/// Collects the assets. The theme's style sheets become one file; each script stays a file of its own.
pub(crate) fn collect(site: &Site, relations: &Relations, theme: &Theme, diagnostics: &mut Diagnostics) -> Assets {
    let mut assets = Assets { files: Arc::new(theme.statics.clone()), ..Assets::default() };
    if !theme.styles.is_empty() {
        let path = assets.add("styles", "css", concatenate(&theme.styles));
        assets.styles.push(path);
    }
    assets.scripts = assets.add_scripts(&theme.scripts);
    assets.scripts_on_demand = assets.add_scripts(&theme.scripts_on_demand);
    add_attachments(&mut assets, site, relations, theme, diagnostics);
    assets
}

impl Assets {
    /// Adds scripts, each as a file of its own, and returns their paths.
    fn add_scripts(&mut self, scripts: &[(String, Bytes)]) -> Vec<String> {
        let stem = |name: &'_ str| name.strip_suffix(".js").unwrap_or(name).to_owned();
        scripts.iter().map(|(name, bytes)| self.add(&stem(name), "js", bytes.clone())).collect()
    }

    /// Adds a file as `STEM.HASH.EXTENSION` and returns its path.
    fn add(&mut self, stem: &str, extension: &str, bytes: Bytes) -> String {
        let path = format!("{stem}.{}.{extension}", content_hash(&bytes));
        Arc::make_mut(&mut self.files).insert(path.clone(), bytes);
        path
    }
}

/// Returns the first eight bytes of the BLAKE3 hash in hexadecimal, for file names and cache busting.
pub(crate) fn content_hash(bytes: &[u8]) -> String {
    let mut hex = blake3::hash(bytes).to_hex().to_string();
    hex.truncate(16);
    hex
}

/// Concatenates style sheets; a sheet that lacks a line ending at its end gets one, so that it does not run into the
/// next.
fn concatenate(sheets: &[(String, Bytes)]) -> Bytes {
    let mut bytes = Vec::new();
    for (_, sheet) in sheets {
        bytes.extend_from_slice(sheet);
        if !sheet.ends_with(b"\n") {
            bytes.push(b'\n');
        }
    }
    bytes.into()
}

/// Adds the attachments of records under the paths of their pages. `relate` has already reported collisions with the
/// site's own files and between records; collisions with files of an extended theme are detectable only here.
fn add_attachments(
    assets: &mut Assets,
    site: &Site,
    relations: &Relations,
    theme: &Theme,
    diagnostics: &mut Diagnostics,
) {
    let files = Arc::make_mut(&mut assets.files);
    for (id, record) in site.visible() {
        for attachment in &record.files {
            let path = format!("{}{}", relations.path(id), attachment.name);
            if theme.statics.contains_key(&path) && !relations.collisions.contains(&path) {
                let message = format!("`{}` and another file have the same output path `{path}`", attachment.source);
                diagnostics.push(
                    Diagnostic::new(&ASSET_CLASH, record.title.span, message)
                        .label("the file belongs to this record")
                        .help("rename one of the two files"),
                );
            }
            files.entry(path).or_insert_with(|| attachment.bytes.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Attachment, Kind};
    use crate::testkit::{TestSite, codes};

    fn collected(test: &mut TestSite) -> (Assets, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let relations = test.relations();
        let theme = Theme::assemble(&test.site, &mut test.sources, &mut diagnostics);
        let assets = collect(&test.site, &relations, &theme, &mut diagnostics);
        (assets, diagnostics)
    }

    fn attachment(name: &str, bytes: &[u8]) -> Attachment {
        let source = format!("content/articles/a/{name}").into();
        Attachment { name: name.into(), source, bytes: bytes.into(), size: None }
    }

    #[test]
    fn names_style_sheet_by_content_hash() {
        let mut test = TestSite::new().with_theme("near");
        test.file("themes/near/theme.toml", "styles = ['a.css', 'b.css']\nscripts = ['site.js']");
        test.file("themes/near/styles/a.css", "a{}");
        test.file("themes/near/styles/b.css", "b{}");
        test.file("themes/near/scripts/site.js", "1");
        let (assets, _) = collected(&mut test);
        let sheet = &assets.files[&assets.styles[0]];
        assert!(sheet.ends_with(b"a{}\nb{}\n"));
        assert_eq!(assets.styles, [format!("styles.{}.css", content_hash(sheet))]);
        assert!(assets.scripts.iter().any(|path| path.starts_with("site.") && path.len() == "site..js".len() + 16));
    }

    #[test]
    fn adds_attachment_under_path_of_page() {
        let mut test = TestSite::new();
        test.record(Kind::Article, "a").files = vec![attachment("map.png", b"map")];
        let (assets, diagnostics) = collected(&mut test);
        assert_eq!(&*assets.files["articles/a/map.png"], b"map");
        assert!(!codes(&diagnostics).contains(&"asset-clash"));
    }

    #[test]
    fn reports_attachment_colliding_with_file_of_extended_theme() {
        let mut test = TestSite::new().with_theme("near");
        test.file("themes/near/theme.toml", "extends = 'far'");
        test.file("themes/far/static/articles/a/map.png", "other");
        test.record(Kind::Article, "a").files = vec![attachment("map.png", b"map")];
        let (_, diagnostics) = collected(&mut test);
        assert!(codes(&diagnostics).contains(&"asset-clash"));
    }
}
