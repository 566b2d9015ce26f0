//! Computes the output path of every page and file.
//!
//! 1. A record's page goes to the path given by its kind, its id or slug, and its language, or to its `path`.
//! 2. Old paths redirect to it.
//! 3. `reservations` collects these, the copied files and the generated files, and reports collisions.

mod reservations;

pub(super) use reservations::OUTPUT_COLLISION;
pub(crate) use reservations::PathOwner;

use super::{RecordIndex, evidence};
use crate::diagnose::Diagnostics;
use crate::model::date::PlaceInYear;
use crate::model::{Details, Event, IndexKind, Kind, Record, RecordId, Site, TimelineConfig};
use crate::span::Sources;
use reservations::{Reservation, Reservations};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// Output paths of the whole site.
#[derive(Debug, Default)]
pub(crate) struct OutputLayout {
    /// Page path of each record, by record; empty for drafts that are not shown (and for the front page).
    pub(crate) paths: Arc<Vec<String>>,
    /// Old paths with the record they redirect to. A path ends in `/` unless it names a file.
    pub(crate) redirects: Arc<BTreeMap<String, RecordId>>,
    /// Known files of the output: path to owner.
    pub(crate) files: Arc<FxHashMap<String, PathOwner>>,
    /// Paths with several owners.
    pub(crate) collisions: Arc<BTreeSet<String>>,
}

/// Files that are generated for every site.
const GENERATED_FILES: [&str; 7] = [
    "404.html",
    "bibliography.bib",
    "bibliography.json",
    "bibliography.ris",
    "briefing.json",
    "timeline.ics",
    "timeline.json",
];

/// Computes the output layout, and reports collisions.
pub(super) fn build_layout(
    site: &Site,
    sources: &Sources,
    index: &RecordIndex,
    diagnostics: &mut Diagnostics,
) -> OutputLayout {
    let paths: Vec<String> = site.records.iter().map(|record| record_path(site, record)).collect();
    let mut reservations = Reservations::default();
    for path in generated_files(site, index) {
        reservations.add(Reservation { owner: PathOwner::Generated(path.as_str().into()), path, span: None });
    }
    for (id, record) in site.visible() {
        let key = record.path.as_ref().or(record.slug.as_ref()).unwrap_or(&record.title);
        let path = output_file(&paths[id.0 as usize]);
        reservations.add(Reservation { owner: PathOwner::Record(id), path, span: Some(key.span) });
    }
    let redirects = add_redirects(site, &mut reservations);
    for (id, record) in site.visible() {
        for file in &record.files {
            let path = format!("{}{}", paths[id.0 as usize], file.name);
            let owner = PathOwner::Attachment(file.source.clone());
            reservations.add(Reservation { owner, path, span: Some(record.title.span) });
        }
    }
    for (source, path) in static_files(site) {
        reservations.add(Reservation { owner: PathOwner::Static(source), path, span: None });
    }
    let (files, collisions) = reservations.resolve(site, sources, diagnostics);
    let (paths, redirects, files) = (Arc::new(paths), Arc::new(redirects), Arc::new(files));
    OutputLayout { paths, redirects, files, collisions: Arc::new(collisions) }
}

/// Returns the file of a page or redirect with this path.
pub(super) fn output_file(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

fn record_path(site: &Site, record: &Record) -> String {
    if record.draft && !site.drafts {
        return String::new();
    }
    if let Some(path) = &record.path {
        return with_trailing_slash(normalize_path(&path.value));
    }
    let language = site.config.language_folder(&record.language);
    match record.kind() {
        Kind::Index => {
            format!("{language}{}", IndexKind::from_folder(&record.id).unwrap_or_default().path())
        }
        kind => {
            let name = record.slug.as_ref().map_or_else(|| record.id.to_string(), |slug| normalize_path(&slug.value));
            with_trailing_slash(format!("{language}{}{name}", kind.info().output_folder))
        }
    }
}

/// Removes slashes at both ends, and composes Unicode. The path stays inside the output folder: `load` has checked it.
fn normalize_path(path: &str) -> String {
    let parts = path.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
    parts.collect::<Vec<_>>().join("/").nfc().collect()
}

fn with_trailing_slash(path: String) -> String {
    if path.is_empty() { path } else { path + "/" }
}

// An index page with an introduction is reserved by the introduction's record, so it is generated only without one.
fn generated_files(site: &Site, index: &RecordIndex) -> Vec<String> {
    let mut files: Vec<String> = GENERATED_FILES.iter().map(|&name| name.to_owned()).collect();
    let config = &site.config;
    let optional = [
        (config.generate_feeds, "atom.xml"),
        (config.generate_feeds, "feed.json"),
        (config.generate_sitemap, "sitemap.xml"),
        (config.generate_robots_txt, "robots.txt"),
        (config.llms_txt, "llms.txt"),
    ];
    files.extend(optional.into_iter().filter(|(is_enabled, _)| *is_enabled).map(|(_, name)| name.to_owned()));
    let default = std::iter::once(&config.default_language);
    let languages: BTreeSet<&Arc<str>> = default.chain(site.visible().map(|(_, record)| &record.language)).collect();
    let anchors = timeline_anchors(site);
    for language in languages {
        let prefix = config.language_folder(language);
        if let Some(path) = config.search_path(language) {
            files.extend([output_file(&path), format!("{path}index.js")]);
        }
        for index_page in IndexKind::all() {
            let record = index.find_in(Kind::Index, index_page.folder(), language).map(|id| site.record(id));
            let introduction = record.filter(|record| record.language == *language);
            let path = introduction
                .map_or_else(|| format!("{prefix}{}", index_page.path()), |record| record_path(site, record));
            // An article gets an evidence page of its own if the common one is too long.
            if index_page == IndexKind::Evidence {
                files.extend(
                    evidence::articles(site, index).map(|(_, article)| output_file(&format!("{path}{}/", article.id))),
                );
            }
            if index_page == IndexKind::Records(Kind::Event) {
                files.extend(config.timeline.embed_path(&path).map(|path| output_file(&path)));
                files.extend(anchors.iter().map(|anchor| output_file(&format!("{path}{anchor}/"))));
            }
            if introduction.is_none() {
                files.push(output_file(&path));
            }
        }
    }
    files
}

/// Returns the names of the pages that a long timeline can have: `2031`, `2031-05`; none of a short one.
fn timeline_anchors(site: &Site) -> BTreeSet<String> {
    let default = &site.config.default_language;
    let events = site.visible().filter_map(|(_, record)| match &record.details {
        Details::Event(event) if record.language == *default => Some(event),
        _ => None,
    });
    let events: Vec<&Event> = events.collect();
    if events.len() <= TimelineConfig::MAX_EVENTS {
        return BTreeSet::new();
    }
    let anchors = events.iter().filter_map(|event| event.place_in_time()).flat_map(|place| {
        let month = match place.month {
            PlaceInYear::Month(month) => month.map(|month| place.landmark.month_anchor(month)),
            PlaceInYear::Limit => None,
        };
        [Some(place.landmark.anchor()), month]
    });
    anchors.flatten().collect()
}

fn add_redirects(site: &Site, reservations: &mut Reservations) -> BTreeMap<String, RecordId> {
    let mut redirects = BTreeMap::new();
    for (id, record) in site.visible() {
        for alias in &record.aliases {
            let path = normalize_path(&alias.value);
            let path = if path.strip_suffix(".html").is_some() { path } else { with_trailing_slash(path) };
            reservations.add(Reservation {
                owner: PathOwner::Redirect(id),
                path: output_file(&path),
                span: Some(alias.span),
            });
            redirects.entry(path).or_insert(id);
        }
    }
    redirects
}

// A site's file overrides the theme's file of the same path, so the two do not collide.
fn static_files(site: &Site) -> BTreeMap<Arc<str>, String> {
    let theme = format!("themes/{}/static/", site.config.theme.name.value);
    let mut by_path = BTreeMap::new();
    for folder in [theme.as_str(), "static/"] {
        for source in site.files.keys() {
            if let Some(path) = source.strip_prefix(folder) {
                by_path.insert(path.to_owned(), source.clone());
            }
        }
    }
    by_path.into_iter().map(|(path, source)| (source, path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::{Sample, codes};

    fn paths_of(sample: Sample) -> (Vec<String>, Vec<&'static str>) {
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        let layout = build_layout(&site, &sources, &RecordIndex::new(&site), &mut diagnostics);
        (layout.paths.to_vec(), codes(&diagnostics))
    }

    #[test]
    fn computes_paths_by_kind_slug_path_and_language() {
        let mut sample = Sample::new();
        sample.add(Kind::Initiative, "pax", "Pax").slug("pax-silica");
        sample.add(Kind::Initiative, "pax", "和平").language("zh-Hans");
        sample.add(Kind::Topic, "open", "Open").path("/ideas/open");
        sample.add(Kind::Page, "about", "About");
        sample.add(Kind::Page, "hidden", "Hidden").draft();
        sample.add(Kind::Index, "", "Home");
        sample.add(Kind::Index, "", "首页").language("zh-Hans");
        sample.add(Kind::Index, "events", "Timeline");
        sample.add(Kind::Index, "evidence", "Evidence");
        let (paths, codes) = paths_of(sample);
        assert_eq!(codes, Vec::<&str>::new());
        let expected = [
            "initiatives/pax-silica/",
            "zh-Hans/initiatives/pax/",
            "ideas/open/",
            "about/",
            "",
            "",
            "zh-Hans/",
            "timeline/",
            "evidence/",
        ];
        assert_eq!(paths, expected);
    }

    #[test]
    fn redirects_old_paths() {
        let mut sample = Sample::new();
        sample.add(Kind::Topic, "open", "Open").alias("/old/open/").alias("open.html");
        let (site, sources) = sample.finish();
        let layout = build_layout(&site, &sources, &RecordIndex::new(&site), &mut Diagnostics::default());
        assert_eq!(layout.redirects.keys().collect::<Vec<_>>(), ["old/open/", "open.html"]);
        assert!(layout.files.contains_key("old/open/index.html"));
    }
}
