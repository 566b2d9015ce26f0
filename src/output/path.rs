//! Output path rules: which paths may be written, and in which phase.

use super::WriteError;
use crate::model::OutputTree;
use std::path::{Component, Path};
use unicode_normalization::UnicodeNormalization;

/// Prefix of file names reserved for briefing's own files in the output directory.
pub(super) const RESERVED_PREFIX: &str = ".briefing-";

/// Phase in which a file is written: assets before the pages that use them, pages before the feeds that link them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum WritePhase {
    /// Styles, scripts, images, fonts and other dependencies of pages.
    Asset,
    /// HTML.
    Page,
    /// Feeds, sitemap and exports: files in the root that link to pages.
    Export,
}

impl WritePhase {
    /// Returns the phase of an output path.
    pub(super) fn of(path: &str) -> WritePhase {
        let extension = Path::new(path).extension().and_then(|extension| extension.to_str()).unwrap_or("");
        match extension {
            "html" | "htm" => WritePhase::Page,
            "xml" | "json" | "ics" | "bib" | "ris" | "txt" if !path.contains('/') => WritePhase::Export,
            _ => WritePhase::Asset,
        }
    }
}

/// Validates every path of a tree, before anything is written.
pub(super) fn check(tree: &OutputTree) -> Result<(), WriteError> {
    for path in tree.paths() {
        let is_below_file = || ancestors(path).any(|dir| tree.contains(dir));
        let problem = problem(path).or_else(|| is_below_file().then_some("needs a folder where there is a file"));
        if let Some(problem) = problem {
            return Err(WriteError::Path { path: path.to_owned(), problem });
        }
    }
    Ok(())
}

/// Returns the problem with a path, or `None` if it is valid: relative, without dot segments, and not reserved. Also
/// applied to paths read from a manifest.
pub(super) fn problem(path: &str) -> Option<&'static str> {
    if path.chars().any(|c| c.is_control() || c == '\\') {
        return Some("contains a control character or a backslash");
    }
    path.split('/').find_map(|segment| match segment {
        "" => Some("is absolute or has an empty segment"),
        "." | ".." => Some("contains a `.` or `..` segment"),
        _ if segment.to_ascii_lowercase().starts_with(RESERVED_PREFIX) => {
            Some("has a name that is reserved by briefing")
        }
        _ if !is_plain(segment) => Some("has a name that this operating system does not allow"),
        _ => None,
    })
}

fn is_plain(segment: &str) -> bool {
    let mut components = Path::new(segment).components();
    matches!((components.next(), components.next()), (Some(Component::Normal(name)), None) if name == segment)
}

/// Iterates over the ancestor directories of a path, nearest first: `a/b`, `a` for `a/b/c.html`.
pub(super) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(parent(path), |dir| parent(dir))
}

fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(dir, _)| dir)
}

/// Returns a key that is equal for paths which some file systems treat as the same: letter case and Unicode
/// normalization are unified.
pub(super) fn case_folded(path: &str) -> String {
    path.nfc().flat_map(char::to_lowercase).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_ordinary_paths() {
        for path in ["index.html", "articles/x/index.html", "条目/é.html", ".well-known/security.txt", "a..b/..c"] {
            assert_eq!(problem(path), None, "{path}");
        }
    }

    #[test]
    fn rejects_absolute_relative_and_reserved_paths() {
        let invalid = ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/", "./a", "a/.", "a\\b", "a\0b", "a\nb"];
        for path in invalid.into_iter().chain([".briefing-lock", "a/.BRIEFING-tmp-1"]) {
            assert!(problem(path).is_some(), "{path}");
        }
    }

    #[test]
    fn rejects_a_file_that_is_also_a_directory() {
        let files = ["a", "a/b/c"].map(|path| (path.to_owned(), crate::model::Bytes::from(&b""[..])));
        let tree: OutputTree = files.into_iter().collect();
        assert!(matches!(check(&tree), Err(WriteError::Path { path, .. }) if path == "a/b/c"));
    }

    #[test]
    fn writes_assets_before_pages_before_feeds() {
        let order = ["styles.css", "data/points.json", "index.html", "sitemap.xml"].map(WritePhase::of);
        assert_eq!(order, [WritePhase::Asset, WritePhase::Asset, WritePhase::Page, WritePhase::Export]);
    }

    #[test]
    fn unifies_letter_case_and_unicode_normalization() {
        assert_eq!(case_folded("Caf\u{e9}/X"), case_folded("cafe\u{301}/x"));
        assert_eq!(ancestors("a/b/c").collect::<Vec<_>>(), ["a/b", "a"]);
    }
}
