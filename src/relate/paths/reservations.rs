//! Collects the owners of output paths, and reports paths that cannot coexist.
//!
//! Paths that differ only in letter case or Unicode form collide, since many file systems treat them as equal.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{RecordId, Site};
use crate::span::{Sources, Span};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

pub(in crate::relate) static OUTPUT_COLLISION: Rule = Rule {
    code: "output-collision",
    severity: Severity::Error,
    what: "Two items have the same output path.",
    why: "One would overwrite the other. Some systems do not distinguish letter case or Unicode normalization \
          forms in paths.",
    wrong: "content/pages/timeline.md   # the timeline is at timeline/",
    right: "content/pages/chronology.md",
};

/// Owner of an output path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PathOwner {
    /// Page of a record.
    Record(RecordId),
    /// Redirect to a record's page.
    Redirect(RecordId),
    /// File beside a record, with its path from the briefing's root.
    Attachment(Arc<str>),
    /// Copied file of the site or its theme, with its path from the briefing's root.
    Static(Arc<str>),
    /// Generated page or file, with its output path.
    Generated(Arc<str>),
}

/// Request of an owner for an output path.
#[derive(Debug)]
pub(super) struct Reservation {
    pub(super) owner: PathOwner,
    /// Path of the file.
    pub(super) path: String,
    /// Source of the path, if an author wrote it.
    pub(super) span: Option<Span>,
}

/// All requests, by descending precedence.
#[derive(Debug, Default)]
pub(super) struct Reservations {
    all: Vec<Reservation>,
}

impl Reservations {
    pub(super) fn add(&mut self, reservation: Reservation) {
        self.all.push(reservation);
    }

    /// Assigns each path to its first owner. Reports the other owners, and returns the paths with several of them.
    pub(super) fn resolve(
        self,
        site: &Site,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> (FxHashMap<String, PathOwner>, BTreeSet<String>) {
        let keys: Vec<String> = self.all.iter().map(|reservation| collision_key(&reservation.path)).collect();
        let mut first: FxHashMap<&str, &Reservation> = FxHashMap::default();
        let mut folders: FxHashMap<&str, &Reservation> = FxHashMap::default();
        let mut collisions = BTreeSet::new();
        let mut report = |reservation: &Reservation, other: &Reservation| {
            diagnostics.push(collision(reservation, other, site, sources));
            collisions.extend([reservation.path.clone(), other.path.clone()]);
        };
        for (reservation, key) in self.all.iter().zip(&keys) {
            match first.entry(key) {
                Entry::Occupied(entry) => report(reservation, entry.get()),
                Entry::Vacant(entry) => {
                    entry.insert(reservation);
                    for (at, _) in key.match_indices('/') {
                        folders.entry(&key[..at]).or_insert(reservation);
                    }
                }
            }
        }
        for (reservation, key) in self.all.iter().zip(&keys) {
            if let Some(nested) = folders.get(key.as_str()) {
                report(reservation, nested);
            }
        }
        let mut files = FxHashMap::default();
        for reservation in self.all {
            files.entry(reservation.path).or_insert(reservation.owner);
        }
        (files, collisions)
    }
}

fn collision(reservation: &Reservation, other: &Reservation, site: &Site, sources: &Sources) -> Diagnostic {
    let name = |reservation: &Reservation| describe(&reservation.owner, site, sources);
    let (first, second) = (name(reservation), name(other));
    let message = if reservation.path == other.path {
        format!("{first} and {second} have the same output path `{}`", reservation.path)
    } else if collision_key(&reservation.path) == collision_key(&other.path) {
        format!(
            "{first} has the output path `{}` and {second} has `{}`, which many systems do not distinguish",
            reservation.path, other.path
        )
    } else {
        format!("{first} is written to the file `{}`, but {second} needs a folder of that name", reservation.path)
    };
    let (primary, secondary) = if reservation.span.is_some() { (reservation, other) } else { (other, reservation) };
    let mut diagnostic = match primary.span {
        Some(span) => Diagnostic::new(&OUTPUT_COLLISION, span, message).label("conflict"),
        None => Diagnostic::without_span(&OUTPUT_COLLISION, message),
    };
    if let Some(span) = secondary.span {
        diagnostic = diagnostic.related(span, "the other item");
    }
    diagnostic.help(suggested_fix(&primary.owner, &secondary.owner))
}

/// Returns the author's options to resolve a collision; generated files cannot be renamed.
fn suggested_fix(first: &PathOwner, second: &PathOwner) -> String {
    use PathOwner::{Attachment, Generated, Record, Redirect, Static};
    match (first, second) {
        (Redirect(_), _) | (_, Redirect(_)) => "remove this alias".to_owned(),
        (Record(_), Record(_)) => "set a different `slug` or `path` for one of them".to_owned(),
        (Record(_), Generated(_)) | (Generated(_), Record(_)) => {
            "set a different `slug` or `path` for the page".to_owned()
        }
        (Record(_), Attachment(file) | Static(file)) | (Attachment(file) | Static(file), Record(_)) => {
            format!("rename `{file}`, or set a different `slug` or `path` for the page")
        }
        (Attachment(file) | Static(file), Generated(_)) | (Generated(_), Attachment(file) | Static(file)) => {
            format!("rename or delete `{file}`")
        }
        _ => "rename one of them".to_owned(),
    }
}

fn describe(owner: &PathOwner, site: &Site, sources: &Sources) -> String {
    let file = |record: &RecordId| &sources.get(site.record(*record).file).path;
    match owner {
        PathOwner::Record(record) => format!("`{}`", file(record)),
        PathOwner::Redirect(record) => format!("an alias of `{}`", file(record)),
        PathOwner::Attachment(source) | PathOwner::Static(source) => format!("`{source}`"),
        PathOwner::Generated(path) => format!("the generated page `{path}`"),
    }
}

fn collision_key(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    path.nfc().collect::<String>().to_lowercase().nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use crate::testkit::{Sample, codes};

    fn collisions(sample: Sample) -> Vec<String> {
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        super::super::build_layout(&site, &sources, &crate::relate::RecordIndex::new(&site), &mut diagnostics);
        assert!(codes(&diagnostics).iter().all(|code| *code == "output-collision"));
        diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect()
    }

    fn collisions_with(change: impl FnOnce(&mut Sample)) -> Vec<String> {
        let mut sample = Sample::new();
        sample.add(Kind::Topic, "one", "One").slug("Café").alias("/old/");
        change(&mut sample);
        collisions(sample)
    }

    #[test]
    fn accepts_paths_that_differ() {
        assert_eq!(collisions_with(|_| ()), Vec::<String>::new());
        assert_eq!(collisions_with(|sample| sample.file("static/cafe/index.html")), Vec::<String>::new());
    }

    #[test]
    fn reports_pages_for_one_path() {
        let same = collisions_with(|sample| {
            sample.add(Kind::Page, "two", "Two").path("topics/Café");
        });
        assert_eq!(
            same,
            ["`content/pages/two.md` and `content/topics/one.md` have the same output path `topics/Café/index.html`"]
        );
        for other in ["topics/CAFÉ", "Topics/cafe\u{301}"] {
            let messages = collisions_with(|sample| {
                sample.add(Kind::Page, "two", "Two").path(other);
            });
            assert_eq!(messages.len(), 1, "{other}");
        }
    }

    #[test]
    fn reports_pages_at_generated_paths() {
        for taken in ["timeline", "initiatives", "404.html", "sitemap.xml", "atom.xml/x"] {
            let messages = collisions_with(|sample| {
                sample.add(Kind::Page, "two", "Two").path(taken);
            });
            assert_eq!(messages.len(), 1, "{taken}");
        }
    }

    #[test]
    fn reports_aliases_and_static_files() {
        assert_eq!(
            collisions_with(|sample| {
                sample.add(Kind::Page, "old", "Old");
            })
            .len(),
            1
        );
        assert_eq!(
            collisions_with(|sample| {
                sample.add(Kind::Page, "two", "Two").alias("OLD/");
            })
            .len(),
            1
        );
        assert_eq!(collisions_with(|sample| sample.file("static/topics/café/index.html")).len(), 1);
        assert_eq!(collisions_with(|sample| sample.file("static/topics")).len(), 1, "a file where a folder is needed");
        assert_eq!(collisions_with(|sample| sample.file("static/robots.txt")).len(), 1);
        assert_eq!(collisions_with(|sample| sample.file("static/Robots.txt/x")).len(), 1);
    }

    #[test]
    fn reports_files_beside_records() {
        let messages = collisions_with(|sample| {
            sample.add(Kind::Topic, "two", "Two").slug("Café2").attach("index.html");
        });
        assert_eq!(messages.len(), 1);
    }

    #[test]
    fn accepts_site_files_that_override_theme_files() {
        let messages = collisions_with(|sample| {
            sample.file("static/logo.svg");
            sample.file("themes/default/static/logo.svg");
        });
        assert_eq!(messages, Vec::<String>::new());
    }
}
