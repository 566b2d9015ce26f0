//! One layer of the theme: the files of one folder, and its manifest.

use super::builtin;
use super::manifest::ThemeManifest;
use crate::diagnose::Diagnostics;
use crate::model::{Bytes, Site};
use crate::span::{FileId, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

/// The site's own files, or those of one theme.
#[derive(Debug, Default)]
pub(crate) struct Layer {
    /// The theme's folder; nothing for the site's own files.
    pub(crate) name: Option<Arc<str>>,
    /// Its files by their path in the folder: `templates/base.html`.
    pub(crate) files: BTreeMap<String, LayerFile>,
    /// What `theme.toml` says.
    pub(crate) manifest: ThemeManifest,
}

/// A file of a layer.
#[derive(Clone, Debug)]
pub(crate) struct LayerFile {
    /// Its bytes.
    pub(crate) bytes: Bytes,
    /// Its source and words, when it is text that is read as a template or as TOML.
    pub(crate) text: Option<(FileId, Arc<str>)>,
}

impl Layer {
    /// The site's own templates and static files.
    pub(crate) fn of_site(site: &Site, sources: &Sources) -> Layer {
        let mut files = BTreeMap::new();
        for folder in ["templates/", "static/"] {
            files.extend(files_under(site, folder, sources).map(|(path, file)| (format!("{folder}{path}"), file)));
        }
        Layer { files, ..Layer::default() }
    }

    /// A theme by its name, or nothing when there is none of that name. A folder `themes/default` replaces the built-in
    /// theme file by file.
    pub(crate) fn of_theme(site: &Site, name: &str, sources: &mut Sources, found: &mut Diagnostics) -> Option<Layer> {
        let folder = format!("themes/{name}/");
        let own: BTreeMap<String, LayerFile> =
            files_under(site, &folder, sources).map(|(path, file)| (path.to_owned(), file)).collect();
        let mut files = if name == builtin::NAME { builtin_files(&folder, &own, sources) } else { BTreeMap::new() };
        files.extend(own);
        if files.is_empty() && name != builtin::NAME {
            return None;
        }
        let text = files.get("theme.toml").and_then(|file| file.text.as_ref());
        let manifest = text.map_or(ThemeManifest::default(), |(file, text)| ThemeManifest::read(*file, text, found));
        Some(Layer { name: Some(name.into()), files, manifest })
    }

    /// The texts in a folder of the layer, by their path there.
    pub(crate) fn texts_under<'l>(
        &'l self,
        folder: &'l str,
    ) -> impl Iterator<Item = (&'l str, (FileId, Arc<str>))> + 'l {
        self.files.iter().filter_map(move |(path, file)| Some((path.strip_prefix(folder)?, file.text.clone()?)))
    }
}

/// Names of all themes that the site can use.
pub(crate) fn theme_names(site: &Site) -> BTreeSet<&str> {
    let folder = |path: &'static str| path;
    let names = files_with_prefix(site, folder("themes/")).filter_map(|(path, _)| path.split('/').nth(1));
    names.chain([builtin::NAME]).collect()
}

fn files_with_prefix<'s>(site: &'s Site, folder: &str) -> impl Iterator<Item = (&'s Arc<str>, &'s Bytes)> {
    let folder = folder.to_owned();
    let from = (Bound::Included(folder.as_str()), Bound::Unbounded);
    site.files.range::<str, _>(from).take_while(move |(path, _)| path.starts_with(&folder))
}

fn files_under<'s>(site: &'s Site, folder: &str, sources: &Sources) -> impl Iterator<Item = (&'s str, LayerFile)> {
    let length = folder.len();
    files_with_prefix(site, folder).map(move |(path, bytes)| {
        let text = site.file_sources.get(path).map(|&id| (id, sources.get(id).text.clone()));
        (&path[length..], LayerFile { bytes: bytes.clone(), text })
    })
}

fn builtin_files(
    folder: &str,
    replaced: &BTreeMap<String, LayerFile>,
    sources: &mut Sources,
) -> BTreeMap<String, LayerFile> {
    let mut files = BTreeMap::new();
    for (path, bytes) in builtin::files() {
        if replaced.contains_key(&path) {
            continue;
        }
        let is_read = path.starts_with("templates/") || path.starts_with("i18n/") || path == "theme.toml";
        let text = std::str::from_utf8(&bytes).ok().filter(|_| is_read);
        let text = text.map(|text| (sources.add(format!("{folder}{path}"), text), Arc::from(text)));
        files.insert(path, LayerFile { bytes, text });
    }
    files
}
