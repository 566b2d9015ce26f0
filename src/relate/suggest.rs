//! Adds the nearest names to diagnostics about unknown names.
//!
//! Comparing with every name of a large site is slow, and a renamed folder can produce thousands of diagnostics, so the
//! search stops after a fixed number of comparisons, spent in record order.

use super::RecordIndex;
use super::paths::OutputLayout;
use crate::diagnose::{Diagnostic, Diagnostics, format_suggestion, nearest};
use crate::model::{Kind, RecordId, Site};
use crate::span::Sources;
use std::borrow::Cow;
use std::sync::Arc;

/// Maximum number of names compared in one run.
const MAX_COMPARISONS: usize = 500_000;

/// Cost of a close comparison, in cheap ones.
const COMPARISON_COST: usize = 20;

/// Diagnostic, with the unknown name and the candidates for it.
#[derive(Debug)]
pub(super) struct UnresolvedName {
    pub(super) diagnostic: Diagnostic,
    pub(super) intended: Option<(String, Candidates)>,
}

/// Candidates for an unknown name.
#[derive(Clone, Debug)]
pub(super) enum Candidates {
    /// Ids of a kind.
    Ids(Kind),
    /// All ids, titles and names.
    Records,
    /// Paths under `content/`.
    ContentPaths,
    /// Paths of pages and files. Those in this folder (which ends in `/` unless it is the root) are compared without
    /// it, as the author wrote a relative path; with `None`, all are compared from the root.
    SitePaths(Option<String>),
    /// Files under `content/data/`.
    DataFiles,
    /// Headings of a record's page.
    Headings(RecordId),
    /// These names.
    Listed(Arc<[String]>),
}

/// Input of name resolution: records, sources, index and output paths.
#[derive(Clone, Copy)]
pub(super) struct ResolveContext<'a> {
    pub(super) site: &'a Site,
    pub(super) sources: &'a Sources,
    pub(super) index: &'a RecordIndex,
    pub(super) layout: &'a OutputLayout,
}

impl UnresolvedName {
    /// Creates a diagnostic about a word that must be one of the candidates.
    pub(super) fn new(diagnostic: Diagnostic, word: &str, candidates: Candidates) -> UnresolvedName {
        UnresolvedName { diagnostic, intended: Some((word.to_owned(), candidates)) }
    }
}

impl Candidates {
    /// Formats a candidate for a help text.
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

/// Reports the diagnostics in order, each with the nearest candidates.
pub(super) fn report(
    unresolved: impl IntoIterator<Item = UnresolvedName>,
    context: ResolveContext<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut budget = MAX_COMPARISONS;
    for UnresolvedName { diagnostic, intended: meant } in unresolved {
        let suggestion = meant.filter(|_| budget > 0).and_then(|(word, candidates)| {
            let (names, letters) = (context.candidates(&candidates), LetterCounts::of(&word));
            let similar: Vec<&str> = names.iter().map(AsRef::as_ref).filter(|name| letters.may_match(name)).collect();
            budget = budget.saturating_sub(names.len() + similar.len() * COMPARISON_COST);
            format_suggestion(nearest(&word, similar).into_iter().map(|name| candidates.display(name)))
        });
        diagnostics.push(diagnostic.maybe_help(suggestion));
    }
}

/// Approximate letter counts of a word.
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

    // Cheap filter, wider than the similarity threshold: most letters are common, or one word contains the other.
    fn may_match(&self, name: &str) -> bool {
        let name = LetterCounts::of(name);
        let shared: usize =
            self.counts.iter().zip(name.counts).map(|(&count, other_count)| usize::from(count.min(other_count))).sum();
        shared * 10 >= self.length * 6 && (shared * 10 >= name.length * 6 || shared == self.length)
    }
}

impl<'a> ResolveContext<'a> {
    fn candidates(self, candidates: &'a Candidates) -> Vec<Cow<'a, str>> {
        let shown = || self.site.visible().map(|(_, record)| record);
        match candidates {
            Candidates::Ids(kind) => shown().filter(|r| r.kind() == *kind).map(|r| Cow::from(&*r.id)).collect(),
            Candidates::Records => shown()
                .filter(|record| record.kind() != Kind::Index)
                .flat_map(|record| {
                    let names = record.title_and_names();
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
                let in_folder = |path: &'a str| path.strip_prefix(folder.as_deref()?).filter(|rest| !rest.is_empty());
                paths.map(|path| in_folder(path).map_or_else(|| format!("/{path}").into(), Cow::from)).collect()
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
    fn filters_names_by_letter_counts() {
        let may_match = |word, name| LetterCounts::of(word).may_match(name);
        for name in ["global-digital-compact", "Global Digital Compakt", "the-global-digital-compact-of-2024-and-more"]
        {
            assert!(may_match("global-digital-compact", name), "{name}");
        }
        assert!(may_match("pakt", "pact") && may_match("pact", "global-digital-compact"));
        assert!(!may_match("global-digital-compact", "xinhua"));
        assert!(!may_match("china", "unesco"));
    }
}
