//! Gathers the files that pages need: style sheets and scripts named by their content, static files, and the files
//! beside records.

use super::theme::Theme;
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Bytes, Site};
use crate::relate::Relations;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Two files for one path.
pub(crate) static ASSET_CLASH: Rule = Rule {
    code: "asset-clash",
    severity: Severity::Error,
    what: "A file beside a record has the path of a static file of the theme.",
    why: "Only one of them could be published.",
    wrong: "content/pages/guide/map.png   # and the theme has static/guide/map.png",
    right: "content/pages/guide/walks.png",
};

/// All files that are not pages.
#[derive(Debug, Default)]
pub(crate) struct Assets {
    /// The files: path from the site's root -> bytes.
    pub(crate) files: Arc<BTreeMap<String, Bytes>>,
    /// Paths of the style sheets.
    pub(crate) styles: Vec<String>,
    /// Paths of the scripts.
    pub(crate) scripts: Vec<String>,
}

/// Gathers them. The theme's style sheets become one file; each script stays its own.
pub(crate) fn collect(site: &Site, relations: &Relations, theme: &Theme, found: &mut Diagnostics) -> Assets {
    let mut assets = Assets { files: Arc::new(theme.statics.clone()), ..Assets::default() };
    if !theme.styles.is_empty() {
        let path = assets.add("styles", "css", concatenate(&theme.styles));
        assets.styles.push(path);
    }
    for (name, bytes) in &theme.scripts {
        let path = assets.add(name.strip_suffix(".js").unwrap_or(name), "js", bytes.clone());
        assets.scripts.push(path);
    }
    add_attachments(&mut assets, site, relations, theme, found);
    assets
}

impl Assets {
    fn add(&mut self, stem: &str, extension: &str, bytes: Bytes) -> String {
        let path = format!("{stem}.{}.{extension}", content_hash(&bytes));
        Arc::make_mut(&mut self.files).insert(path.clone(), bytes);
        path
    }
}

/// Names bytes: the first eight bytes of their BLAKE3 hash in hexadecimal.
pub(crate) fn content_hash(bytes: &[u8]) -> String {
    let mut hex = blake3::hash(bytes).to_hex().to_string();
    hex.truncate(16);
    hex
}

/// Joins style sheets, each ended by a line break so that a sheet without one does not run into the next.
fn concatenate(sheets: &[(String, Bytes)]) -> Bytes {
    let mut whole = Vec::new();
    for (_, bytes) in sheets {
        whole.extend_from_slice(bytes);
        if !bytes.ends_with(b"\n") {
            whole.push(b'\n');
        }
    }
    whole.into()
}

/// Puts the files beside records on their pages' paths. Clashes with the site's own files and between records were
/// reported when the site was related; what an extended theme brings is known only here.
fn add_attachments(assets: &mut Assets, site: &Site, relations: &Relations, theme: &Theme, found: &mut Diagnostics) {
    let files = Arc::make_mut(&mut assets.files);
    for (id, record) in site.visible() {
        for attachment in &record.files {
            let path = format!("{}{}", relations.path(id), attachment.name);
            if theme.statics.contains_key(&path) && !relations.collisions.contains(&path) {
                let message = format!("`{}` and another file both become `{path}`", attachment.source);
                found.push(
                    Diagnostic::new(&ASSET_CLASH, record.title.span, message)
                        .label("the file lies beside this record")
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
    use crate::render::testing::{TestSite, codes};

    fn collected(test: &mut TestSite) -> (Assets, Diagnostics) {
        let mut found = Diagnostics::default();
        let relations = test.relations();
        let theme = Theme::assemble(&test.site, &mut test.sources, &mut found);
        let assets = collect(&test.site, &relations, &theme, &mut found);
        (assets, found)
    }

    fn attachment(name: &str, bytes: &[u8]) -> Attachment {
        let source = format!("content/articles/a/{name}").into();
        Attachment { name: name.into(), source, bytes: bytes.into(), size: None }
    }

    #[test]
    fn names_sheets_by_their_content() {
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
    fn puts_attachments_beside_their_page() {
        let mut test = TestSite::new();
        test.record(Kind::Article, "a").files = vec![attachment("map.png", b"map")];
        let (assets, found) = collected(&mut test);
        assert_eq!(&*assets.files["articles/a/map.png"], b"map");
        assert!(!codes(&found).contains(&"asset-clash"));
    }

    #[test]
    fn reports_attachment_on_the_path_of_an_extended_themes_file() {
        let mut test = TestSite::new().with_theme("near");
        test.file("themes/near/theme.toml", "extends = 'far'");
        test.file("themes/far/static/articles/a/map.png", "other");
        test.record(Kind::Article, "a").files = vec![attachment("map.png", b"map")];
        let (_, found) = collected(&mut test);
        assert!(codes(&found).contains(&"asset-clash"));
    }
}
