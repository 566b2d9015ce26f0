//! Theme layer: the files of one folder and its manifest.

use super::builtin;
use super::manifest::ThemeManifest;
use crate::diagnose::Diagnostics;
use crate::model::{Bytes, Site};
use crate::span::{FileId, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

/// Files of the site itself or of one theme.
#[derive(Debug, Default)]
pub(crate) struct Layer {
    /// Name of the theme's folder; `None` for the site's own files.
    pub(crate) name: Option<Arc<str>>,
    /// Files by path within the folder, such as `templates/base.html`.
    pub(crate) files: BTreeMap<String, LayerFile>,
    /// Parsed `theme.toml`; the default if there is no such file.
    pub(crate) manifest: ThemeManifest,
}

/// File of a layer.
#[derive(Clone, Debug)]
pub(crate) struct LayerFile {
    /// Content.
    pub(crate) bytes: Bytes,
    /// Source id and text; `Some` only for UTF-8 files that are read as templates or TOML.
    pub(crate) text: Option<(FileId, Arc<str>)>,
}

impl Layer {
    /// Collects the site's own templates and static files.
    pub(crate) fn of_site(site: &Site, sources: &Sources) -> Layer {
        let mut files = BTreeMap::new();
        for folder in ["templates/", "static/"] {
            files.extend(files_under(site, folder, sources).map(|(path, file)| (format!("{folder}{path}"), file)));
        }
        Layer { files, ..Layer::default() }
    }

    /// Loads the theme with this name; returns `None` if it does not exist. Files in `themes/default` override those of
    /// the built-in theme one by one.
    pub(crate) fn of_theme(
        site: &Site,
        name: &str,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<Layer> {
        let folder = format!("themes/{name}/");
        let site_files: BTreeMap<String, LayerFile> =
            files_under(site, &folder, sources).map(|(path, file)| (path.to_owned(), file)).collect();
        let mut files =
            if name == builtin::NAME { builtin_files(&folder, &site_files, sources) } else { BTreeMap::new() };
        files.extend(site_files);
        if files.is_empty() && name != builtin::NAME {
            return None;
        }
        let text = files.get("theme.toml").and_then(|file| file.text.as_ref());
        let manifest =
            text.map_or(ThemeManifest::default(), |(file, text)| ThemeManifest::read(*file, text, diagnostics));
        Some(Layer { name: Some(name.into()), files, manifest })
    }

    /// Returns the text files under `folder` by path relative to it.
    pub(crate) fn texts_under<'l>(
        &'l self,
        folder: &'l str,
    ) -> impl Iterator<Item = (&'l str, (FileId, Arc<str>))> + 'l {
        self.files.iter().filter_map(move |(path, file)| Some((path.strip_prefix(folder)?, file.text.clone()?)))
    }
}

/// Returns the names of all themes available to the site.
pub(crate) fn theme_names(site: &Site) -> BTreeSet<&str> {
    let names = files_with_prefix(site, "themes/").filter_map(|(path, _)| path.split('/').nth(1));
    names.chain([builtin::NAME]).collect()
}

/// Returns the site's files whose path begins with `folder`, sorted by path.
fn files_with_prefix<'s>(site: &'s Site, folder: &str) -> impl Iterator<Item = (&'s Arc<str>, &'s Bytes)> {
    let folder = folder.to_owned();
    let from = (Bound::Included(folder.as_str()), Bound::Unbounded);
    site.files.range::<str, _>(from).take_while(move |(path, _)| path.starts_with(&folder))
}

/// Returns the site's files under `folder` by path relative to it.
fn files_under<'s>(site: &'s Site, folder: &str, sources: &Sources) -> impl Iterator<Item = (&'s str, LayerFile)> {
    let length = folder.len();
    files_with_prefix(site, folder).map(move |(path, bytes)| {
        let text = site.file_sources.get(path).map(|&id| (id, sources.get(id).text.clone()));
        (&path[length..], LayerFile { bytes: bytes.clone(), text })
    })
}

/// Collects the files of the built-in theme except the overridden ones; texts are added to `sources`.
fn builtin_files(
    folder: &str,
    overrides: &BTreeMap<String, LayerFile>,
    sources: &mut Sources,
) -> BTreeMap<String, LayerFile> {
    let mut files = BTreeMap::new();
    for (path, bytes) in builtin::files() {
        if overrides.contains_key(&path) {
            continue;
        }
        let is_source = path.starts_with("templates/") || path.starts_with("i18n/") || path == "theme.toml";
        let text = std::str::from_utf8(&bytes).ok().filter(|_| is_source);
        let text = text.map(|text| (sources.add(format!("{folder}{path}"), text), Arc::from(text)));
        files.insert(path, LayerFile { bytes, text });
    }
    files
}
