//! Decides which output paths may be written, and in which order.

use super::WriteError;
use crate::model::OutputTree;
use std::path::{Component, Path};
use unicode_normalization::UnicodeNormalization;

/// Beginning of the names that briefing keeps for itself inside the output folder.
pub(super) const RESERVED_PREFIX: &str = ".briefing-";

/// When a file is written: a page must find its assets, a feed its pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum WritePhase {
    /// Styles, scripts, images, fonts: whatever pages need.
    Asset,
    /// HTML.
    Page,
    /// Feeds, sitemap and exports: they stand in the root and name pages.
    Export,
}

impl WritePhase {
    /// The class of an output path.
    pub(super) fn of(path: &str) -> WritePhase {
        let extension = Path::new(path).extension().and_then(|extension| extension.to_str()).unwrap_or("");
        match extension {
            "html" | "htm" => WritePhase::Page,
            "xml" | "json" | "ics" | "bib" | "ris" | "txt" if !path.contains('/') => WritePhase::Export,
            _ => WritePhase::Asset,
        }
    }
}

/// Checks every path of a tree before anything is touched.
pub(super) fn check(tree: &OutputTree) -> Result<(), WriteError> {
    for path in tree.paths() {
        let stands_on_a_file = || ancestors(path).any(|folder| tree.contains(folder));
        let problem =
            problem(path).or_else(|| stands_on_a_file().then_some("needs a folder where another file stands"));
        if let Some(problem) = problem {
            return Err(WriteError::Path { path: path.to_owned(), problem });
        }
    }
    Ok(())
}

/// What is wrong with a path: it must be relative, without dot segments, and not one of briefing's own files. Paths from
/// a manifest are judged by it, too.
pub(super) fn problem(path: &str) -> Option<&'static str> {
    if path.chars().any(|c| c.is_control() || c == '\\') {
        return Some("has a control character or a backslash");
    }
    path.split('/').find_map(|segment| match segment {
        "" => Some("is absolute or has an empty segment"),
        "." | ".." => Some("has a dot segment"),
        _ if segment.to_ascii_lowercase().starts_with(RESERVED_PREFIX) => {
            Some("has a name that briefing keeps for itself")
        }
        _ if !is_plain(segment) => Some("has a name that this system cannot write"),
        _ => None,
    })
}

fn is_plain(segment: &str) -> bool {
    let mut components = Path::new(segment).components();
    matches!((components.next(), components.next()), (Some(Component::Normal(name)), None) if name == segment)
}

/// The folders above a path, the nearest first: `a/b`, `a` for `a/b/c.html`.
pub(super) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(parent(path), |folder| parent(folder))
}

fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(folder, _)| folder)
}

/// A form that is the same for paths which some file systems take for one: letter case and Unicode form are made equal.
pub(super) fn case_folded(path: &str) -> String {
    path.nfc().flat_map(char::to_lowercase).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_ordinary_paths() {
        for path in ["index.html", "articles/x/index.html", "条目/é.html", ".well-known/security.txt", "a..b/..c"] {
            assert_eq!(problem(path), None, "{path}");
        }
    }

    #[test]
    fn refuses_paths_that_lead_elsewhere() {
        let wrong = ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/", "./a", "a/.", "a\\b", "a\0b", "a\nb"];
        for path in wrong.into_iter().chain([".briefing-lock", "a/.BRIEFING-tmp-1"]) {
            assert!(problem(path).is_some(), "{path}");
        }
    }

    #[test]
    fn refuses_a_file_that_is_also_a_folder() {
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
    fn folds_case_and_unicode_form() {
        assert_eq!(case_folded("Caf\u{e9}/X"), case_folded("cafe\u{301}/x"));
        assert_eq!(ancestors("a/b/c").collect::<Vec<_>>(), ["a/b", "a"]);
    }
}
