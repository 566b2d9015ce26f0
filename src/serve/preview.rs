//! Preview state: the last good build and the diagnostics of the latest one.

use super::changes::{self, OutputChanges};
use crate::compile::Compiled;
use crate::export;
use crate::model::Bytes;
use crate::model::OutputTree;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

/// State that requests see. Immutable: it is replaced as a whole.
#[derive(Default)]
pub(super) struct Preview {
    /// Number of build attempts so far; 0 before the first.
    pub(super) generation: u64,
    /// Last build without errors; `None` until there is one.
    pub(super) last_good: Option<Arc<LastGoodBuild>>,
    /// Latest compilation with its diagnostics.
    pub(super) latest: Option<Arc<Compiled>>,
    /// Reason why the latest attempt gave no compilation: a read error or a panic.
    pub(super) failure: Option<String>,
    /// Page of the single record that was saved, if browsers are to navigate.
    pub(super) navigate: Option<NavigationTarget>,
}

/// A build without errors.
pub(super) struct LastGoodBuild {
    /// The compilation.
    pub(super) compiled: Arc<Compiled>,
    /// URL path of the site's root, such as `/briefings/ai/`.
    pub(super) base_path: String,
    /// Base paths of earlier builds.
    pub(super) former_base_paths: Vec<String>,
    /// Computed when a missing file is requested, or by `compute_history`.
    history: LazyLock<History, Box<dyn FnOnce() -> History + Send>>,
    /// Export files, generated on first request.
    exports: OnceLock<BTreeMap<String, Bytes>>,
}

/// Files of earlier builds.
#[derive(Default)]
struct History {
    /// Style sheets and scripts of earlier builds, for pages that were loaded before; their names contain a content
    /// hash. Oldest first.
    retired: Vec<(String, Bytes)>,
    /// Moved pages: previous file -> current file.
    moved: BTreeMap<String, String>,
}

/// Navigation target for browsers after a record was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NavigationTarget {
    /// URL path of the page, percent-encoded.
    pub(super) page: String,
    /// Key of the record.
    pub(super) record: String,
    /// First changed line, 1-based.
    pub(super) line: usize,
}

impl LastGoodBuild {
    /// Creates a build that follows `previous`.
    pub(super) fn new(previous: Option<Arc<LastGoodBuild>>, compiled: Arc<Compiled>) -> LastGoodBuild {
        let base_path = compiled.site.config.base_path().to_owned();
        let mut former_base_paths =
            previous.as_ref().map_or_else(Vec::new, |previous| previous.former_base_paths.clone());
        if let Some(previous) = previous.as_ref().filter(|previous| previous.base_path != base_path) {
            former_base_paths.retain(|former| *former != base_path && *former != previous.base_path);
            former_base_paths.push(previous.base_path.clone());
        }
        let current = compiled.clone();
        let history = move || previous.map_or_else(History::default, |previous| previous.history_for(&current));
        let history = LazyLock::new(Box::new(history) as Box<_>);
        LastGoodBuild { compiled, base_path, former_base_paths, history, exports: OnceLock::new() }
    }

    /// Forces the lazy history, which releases the previous build.
    pub(super) fn compute_history(&self) {
        LazyLock::force(&self.history);
    }

    fn history_for(&self, current: &Compiled) -> History {
        let changes = changes::diff(&self.compiled, current);
        if changes.removed.is_empty() && self.history.is_empty() {
            return History::default();
        }
        History { retired: self.retired_assets(&changes, current), moved: self.moved_pages(&changes, current) }
    }

    fn retired_assets(&self, changes: &OutputChanges, current: &Compiled) -> Vec<(String, Bytes)> {
        let removed_assets = changes.removed.iter().filter(|path| has_content_hash(path));
        let removed_assets = removed_assets.filter_map(|path| Some((path.clone(), self.tree().bytes(path)?.clone())));
        let mut retired: Vec<_> = self.history.retired.iter().cloned().chain(removed_assets).collect();
        retired.retain(|(path, _)| !current.tree.contains(path));
        retired.drain(..retired.len().saturating_sub(MAX_RETIRED));
        retired
    }

    fn moved_pages(&self, changes: &OutputChanges, current: &Compiled) -> BTreeMap<String, String> {
        let follow_move = |to: &String| changes.moved.get(to).unwrap_or(to).clone();
        let moved_before = self.history.moved.iter().map(|(from, to)| (from.clone(), follow_move(to)));
        let mut moved: BTreeMap<String, String> = moved_before.chain(changes.moved.clone()).collect();
        moved.retain(|from, to| !current.tree.contains(from) && current.tree.contains(to));
        moved
    }

    /// Returns the output files.
    pub(super) fn tree(&self) -> &OutputTree {
        &self.compiled.tree
    }

    /// Returns an output file, or a style sheet or script that pages of earlier builds still need.
    pub(super) fn file(&self, path: &str) -> Option<&Bytes> {
        let retired = || self.history.retired.iter().rev().find(|(retired, _)| retired == path).map(|(_, bytes)| bytes);
        let exported = || export::is_export(path).then(|| self.exports()).and_then(|exports| exports.get(path));
        self.tree().bytes(path).or_else(exported).or_else(retired)
    }

    fn exports(&self) -> &BTreeMap<String, Bytes> {
        self.exports.get_or_init(|| export::exports(self.compiled.export()).into_iter().collect())
    }

    /// Returns the current file of a page that was moved.
    pub(super) fn moved(&self, file: &str) -> Option<&str> {
        self.history.moved.get(file).map(String::as_str)
    }
}

impl History {
    fn is_empty(&self) -> bool {
        self.retired.is_empty() && self.moved.is_empty()
    }
}

/// Number of style sheets and scripts of earlier builds to keep.
const MAX_RETIRED: usize = 64;

/// Checks whether a file name contains a content hash, as `styles.0123456789abcdef.css` does.
fn has_content_hash(path: &str) -> bool {
    let mut parts = path.rsplit('.');
    let extension = parts.next();
    let is_hash = |part: &str| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    matches!(extension, Some("css" | "js")) && parts.next().is_some_and(is_hash)
}

#[cfg(test)]
mod tests {
    use super::has_content_hash;

    #[test]
    fn detects_content_hash_in_name() {
        assert!(has_content_hash("styles.0123456789abcdef.css") && has_content_hash("a.b.0123456789abcdef.js"));
        for path in ["styles.css", "a.0123456789abcdef.html", "a.0123456789abcde.css", "0123456789abcdef.css/x", ""] {
            assert!(!has_content_hash(path), "{path}");
        }
    }
}
