//! Adds the nearest names to findings about what is not there.
//!
//! Comparing with every name of a large site is costly, and an author who renames a folder makes thousands of such
//! findings at once: after a fixed effort, spent in the order of the records, no more names are looked for.

use super::RecordIndex;
use super::paths::OutputLayout;
use crate::diagnose::{Diagnostic, Diagnostics, format_suggestion, nearest};
use crate::model::{Kind, RecordId, Site};
use crate::span::Sources;
use std::borrow::Cow;
use std::sync::Arc;

/// How many names are looked at in one run at most.
const MAX_COMPARISONS: usize = 500_000;

/// Comparing two names closely costs as much as looking at this many.
const COMPARISON_COST: usize = 20;

/// A finding, and among what to look for the name that was meant.
#[derive(Debug)]
pub(super) struct UnresolvedName {
    pub(super) diagnostic: Diagnostic,
    pub(super) intended: Option<(String, Candidates)>,
}

/// What could have been meant.
#[derive(Clone, Debug)]
pub(super) enum Candidates {
    /// The ids of a kind.
    Ids(Kind),
    /// All ids, titles and names.
    Records,
    /// Paths under `content/`.
    ContentPaths,
    /// Paths of pages and files. Those in this folder, which ends in `/` unless it is the root, are compared without it,
    /// as the author wrote no more of them; without a folder all are compared from the root.
    SitePaths(Option<String>),
    /// Files under `content/data/`.
    DataFiles,
    /// The headings of a record's page.
    Headings(RecordId),
    /// These names.
    Listed(Arc<[String]>),
}

/// Where the names come from.
#[derive(Clone, Copy)]
pub(super) struct ResolveContext<'a> {
    pub(super) site: &'a Site,
    pub(super) sources: &'a Sources,
    pub(super) index: &'a RecordIndex,
    pub(super) layout: &'a OutputLayout,
}

impl UnresolvedName {
    /// A finding about a word that stands for one of many.
    pub(super) fn new(diagnostic: Diagnostic, word: &str, pool: Candidates) -> UnresolvedName {
        UnresolvedName { diagnostic, intended: Some((word.to_owned(), pool)) }
    }
}

impl Candidates {
    /// A name as the author is shown it.
    fn display<'n>(&self, name: &'n str) -> Cow<'n, str> {
        match self {
            Candidates::SitePaths(Some(folder)) if !name.starts_with('/') => format!("/{folder}{name}").into(),
            _ => name.into(),
        }
    }
}

impl From<Diagnostic> for UnresolvedName {
    fn from(diagnostic: Diagnostic) -> Self {
        UnresolvedName { diagnostic, intended: None }
    }
}

/// Reports problems in their order, each with the nearest names.
pub(super) fn report(
    problems: impl IntoIterator<Item = UnresolvedName>,
    names: ResolveContext<'_>,
    found: &mut Diagnostics,
) {
    let mut left = MAX_COMPARISONS;
    for UnresolvedName { diagnostic, intended: meant } in problems {
        let question = meant.filter(|_| left > 0).and_then(|(word, pool)| {
            let (candidates, letters) = (names.candidates(&pool), LetterCounts::of(&word));
            let near: Vec<&str> = candidates.iter().map(AsRef::as_ref).filter(|name| letters.may_match(name)).collect();
            left = left.saturating_sub(candidates.len() + near.len() * COMPARISON_COST);
            format_suggestion(nearest(&word, near).into_iter().map(|name| pool.display(name)))
        });
        found.push(diagnostic.maybe_help(question));
    }
}

/// How often each letter occurs in a word, roughly.
struct LetterCounts {
    counts: [u16; 64],
    length: usize,
}

impl LetterCounts {
    fn of(word: &str) -> LetterCounts {
        let mut counts = [0_u16; 64];
        for byte in word.bytes() {
            let count = &mut counts[usize::from(byte.to_ascii_lowercase() % 64)];
            *count = count.saturating_add(1);
        }
        LetterCounts { counts, length: word.len() }
    }

    // Cheap, and wider than what counts as near: most letters are the same, or one contains the other.
    fn may_match(&self, name: &str) -> bool {
        let name = LetterCounts::of(name);
        let common: usize = self.counts.iter().zip(name.counts).map(|(&own, other)| usize::from(own.min(other))).sum();
        common * 10 >= self.length * 6 && (common * 10 >= name.length * 6 || common == self.length)
    }
}

impl<'a> ResolveContext<'a> {
    fn candidates(self, pool: &'a Candidates) -> Vec<Cow<'a, str>> {
        let shown = || self.site.visible().map(|(_, record)| record);
        match pool {
            Candidates::Ids(kind) => shown().filter(|r| r.kind() == *kind).map(|r| Cow::from(&*r.id)).collect(),
            Candidates::Records => shown()
                .filter(|record| record.kind() != Kind::Index)
                .flat_map(|record| {
                    let names = std::iter::once(&record.title).chain(&record.names);
                    std::iter::once(&*record.id).chain(names.map(|name| name.value.as_str()))
                })
                .map(Cow::from)
                .collect(),
            Candidates::ContentPaths => shown()
                .map(|record| &*self.sources.get(record.file).path)
                .map(|path| Cow::from(path.strip_prefix("content/").unwrap_or(path)))
                .collect(),
            Candidates::SitePaths(folder) => {
                let paths = self.layout.files.keys().map(|path| path.strip_suffix("index.html").unwrap_or(path));
                let inside = |path: &'a str| path.strip_prefix(folder.as_deref()?).filter(|rest| !rest.is_empty());
                paths.map(|path| inside(path).map_or_else(|| format!("/{path}").into(), Cow::from)).collect()
            }
            Candidates::DataFiles => self.site.data.keys().map(|name| Cow::from(&**name)).collect(),
            Candidates::Headings(page) => {
                self.site.record(*page).body.headings.iter().map(|heading| Cow::from(&heading.id)).collect()
            }
            Candidates::Listed(names) => names.iter().map(|name| Cow::from(name.as_str())).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_closely_only_at_what_could_be_meant() {
        let could_mean = |word, name| LetterCounts::of(word).may_match(name);
        for name in ["global-digital-compact", "Global Digital Compakt", "the-global-digital-compact-of-2024-and-more"]
        {
            assert!(could_mean("global-digital-compact", name), "{name}");
        }
        assert!(could_mean("pakt", "pact") && could_mean("pact", "global-digital-compact"));
        assert!(!could_mean("global-digital-compact", "xinhua"));
        assert!(!could_mean("china", "unesco"));
    }
}
