//! Collects who wants which path of the output, and reports what cannot be written side by side.
//!
//! Paths that differ only in letter case or Unicode form are one path to many file systems, so they are one here.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{RecordId, Site};
use crate::span::{Sources, Span};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// See its own words.
pub(in crate::relate) static OUTPUT_COLLISION: Rule = Rule {
    code: "output-collision",
    severity: Severity::Error,
    what: "Two things would be written to the same path of the output.",
    why: "One would overwrite the other; letter case and Unicode form do not tell paths apart on every system.",
    wrong: "content/pages/timeline.md   # the timeline itself is at timeline/",
    right: "content/pages/chronology.md",
};

/// Whose a path of the output is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PathOwner {
    /// A record's page.
    Record(RecordId),
    /// A redirect to a record's page.
    Redirect(RecordId),
    /// A file beside a record, by its path from the briefing's root.
    Attachment(Arc<str>),
    /// A file of the site or its theme that is copied, by its path from the briefing's root.
    Static(Arc<str>),
    /// A page or file that is made, by its path.
    Generated(Arc<str>),
}

/// Someone's wish for a path.
#[derive(Debug)]
pub(super) struct Reservation {
    pub(super) owner: PathOwner,
    /// Path of the file.
    pub(super) path: String,
    /// Where the wish is written.
    pub(super) span: Option<Span>,
}

/// All wishes, the strongest first.
#[derive(Debug, Default)]
pub(super) struct Reservations {
    all: Vec<Reservation>,
}

impl Reservations {
    pub(super) fn add(&mut self, claim: Reservation) {
        self.all.push(claim);
    }

    /// Decides whose each path is: the first one's. Reports the others, and gives the paths that several want.
    pub(super) fn resolve(
        self,
        site: &Site,
        sources: &Sources,
        found: &mut Diagnostics,
    ) -> (FxHashMap<String, PathOwner>, BTreeSet<String>) {
        let keys: Vec<String> = self.all.iter().map(|claim| collision_key(&claim.path)).collect();
        let mut first: FxHashMap<&str, &Reservation> = FxHashMap::default();
        let mut folders: FxHashMap<&str, &Reservation> = FxHashMap::default();
        let mut collisions = BTreeSet::new();
        let mut report = |claim: &Reservation, other: &Reservation| {
            found.push(collision(claim, other, site, sources));
            collisions.extend([claim.path.clone(), other.path.clone()]);
        };
        for (claim, key) in self.all.iter().zip(&keys) {
            match first.entry(key) {
                Entry::Occupied(taken) => report(claim, taken.get()),
                Entry::Vacant(free) => {
                    free.insert(claim);
                    for (at, _) in key.match_indices('/') {
                        folders.entry(&key[..at]).or_insert(claim);
                    }
                }
            }
        }
        for (claim, key) in self.all.iter().zip(&keys) {
            if let Some(inside) = folders.get(key.as_str()) {
                report(claim, inside);
            }
        }
        let mut files = FxHashMap::default();
        for claim in self.all {
            files.entry(claim.path).or_insert(claim.owner);
        }
        (files, collisions)
    }
}

fn collision(claim: &Reservation, other: &Reservation, site: &Site, sources: &Sources) -> Diagnostic {
    let name = |claim: &Reservation| describe(&claim.owner, site, sources);
    let (one, two) = (name(claim), name(other));
    let message = if claim.path == other.path {
        format!("{one} and {two} both become `{}`", claim.path)
    } else if collision_key(&claim.path) == collision_key(&other.path) {
        format!("{one} becomes `{}`, and {two} `{}`, which many systems take for the same", claim.path, other.path)
    } else {
        format!("{one} becomes the file `{}`, and {two} needs a folder of that name", claim.path)
    };
    let (marked, unmarked) = if claim.span.is_some() { (claim, other) } else { (other, claim) };
    let mut diagnostic = match marked.span {
        Some(span) => Diagnostic::new(&OUTPUT_COLLISION, span, message).label("taken"),
        None => Diagnostic::without_span(&OUTPUT_COLLISION, message),
    };
    if let Some(span) = unmarked.span {
        diagnostic = diagnostic.related(span, "the other one");
    }
    diagnostic.help(suggested_fix(&marked.owner, &unmarked.owner))
}

/// What the author can do when two want one path; nobody can rename what briefing makes.
fn suggested_fix(one: &PathOwner, two: &PathOwner) -> String {
    use PathOwner::{Attachment, Generated, Record, Redirect, Static};
    match (one, two) {
        (Redirect(_), _) | (_, Redirect(_)) => "leave this alias out".to_owned(),
        (Record(_), Record(_)) => "give one of them another `slug` or `path`".to_owned(),
        (Record(_), Generated(_)) | (Generated(_), Record(_)) => "give the page another `slug` or `path`".to_owned(),
        (Record(_), Attachment(file) | Static(file)) | (Attachment(file) | Static(file), Record(_)) => {
            format!("rename `{file}`, or give the page another `slug` or `path`")
        }
        (Attachment(file) | Static(file), Generated(_)) | (Generated(_), Attachment(file) | Static(file)) => {
            format!("rename `{file}`, or delete it")
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
        PathOwner::Generated(path) => format!("the site's own `{path}`"),
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
    use crate::relate::sample::{Sample, codes};

    fn collisions(sample: Sample) -> Vec<String> {
        let (site, sources) = sample.finish();
        let mut found = Diagnostics::default();
        super::super::build_layout(&site, &sources, &crate::relate::RecordIndex::new(&site), &mut found);
        assert!(codes(&found).iter().all(|code| *code == "output-collision"));
        found.iter().map(|finding| finding.message.clone()).collect()
    }

    fn with(change: impl FnOnce(&mut Sample)) -> Vec<String> {
        let mut sample = Sample::new();
        sample.add(Kind::Topic, "one", "One").slug("Café").alias("/old/");
        change(&mut sample);
        collisions(sample)
    }

    #[test]
    fn accepts_paths_that_differ() {
        assert_eq!(with(|_| ()), Vec::<String>::new());
        assert_eq!(with(|sample| sample.file("static/cafe/index.html")), Vec::<String>::new());
    }

    #[test]
    fn reports_pages_for_one_path() {
        let same = with(|sample| {
            sample.add(Kind::Page, "two", "Two").path("topics/Café");
        });
        assert_eq!(same, ["`content/pages/two.md` and `content/topics/one.md` both become `topics/Café/index.html`"]);
        for other in ["topics/CAFÉ", "Topics/cafe\u{301}"] {
            let messages = with(|sample| {
                sample.add(Kind::Page, "two", "Two").path(other);
            });
            assert_eq!(messages.len(), 1, "{other}");
        }
    }

    #[test]
    fn reports_pages_in_the_place_of_generated_ones() {
        for taken in ["timeline", "initiatives", "404.html", "sitemap.xml", "atom.xml/x"] {
            let messages = with(|sample| {
                sample.add(Kind::Page, "two", "Two").path(taken);
            });
            assert_eq!(messages.len(), 1, "{taken}");
        }
    }

    #[test]
    fn reports_aliases_and_static_files() {
        assert_eq!(
            with(|sample| {
                sample.add(Kind::Page, "old", "Old");
            })
            .len(),
            1
        );
        assert_eq!(
            with(|sample| {
                sample.add(Kind::Page, "two", "Two").alias("OLD/");
            })
            .len(),
            1
        );
        assert_eq!(with(|sample| sample.file("static/topics/café/index.html")).len(), 1);
        assert_eq!(with(|sample| sample.file("static/topics")).len(), 1, "a file where a folder is needed");
        assert_eq!(with(|sample| sample.file("static/robots.txt")).len(), 1);
        assert_eq!(with(|sample| sample.file("static/Robots.txt/x")).len(), 1);
    }

    #[test]
    fn reports_files_beside_records() {
        let messages = with(|sample| {
            sample.add(Kind::Topic, "two", "Two").slug("Café2").attach("index.html");
        });
        assert_eq!(messages.len(), 1);
    }

    #[test]
    fn lets_the_site_replace_files_of_its_theme() {
        let messages = with(|sample| {
            sample.file("static/logo.svg");
            sample.file("themes/default/static/logo.svg");
        });
        assert_eq!(messages, Vec::<String>::new());
    }
}
