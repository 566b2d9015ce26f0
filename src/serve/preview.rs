//! What is shown at a moment: the last site that could be built, and what was found in the latest attempt.

use super::changes::{self, OutputChanges};
use crate::compile::Compiled;
use crate::export;
use crate::model::Bytes;
use crate::model::OutputTree;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

/// What is shown at a moment. Made whole, and never changed afterwards: a request sees one and no other.
#[derive(Default)]
pub(super) struct Preview {
    /// Counts the attempts to build; 0 before the first.
    pub(super) generation: u64,
    /// The last site without errors; nothing until there is one.
    pub(super) last_good: Option<Arc<LastGoodBuild>>,
    /// The latest attempt, with all that was found.
    pub(super) latest: Option<Arc<Compiled>>,
    /// Why the briefing could not be read at all.
    pub(super) failure: Option<String>,
    /// The page of the one record that was saved, if browsers are to follow.
    pub(super) navigate: Option<NavigationTarget>,
}

/// A site without errors.
pub(super) struct LastGoodBuild {
    /// The compilation it came from.
    pub(super) compiled: Arc<Compiled>,
    /// Under which path it is served: `/briefings/ai/`.
    pub(super) base_path: String,
    /// Paths under which it was served before.
    pub(super) former_base_paths: Vec<String>,
    /// Made when a file is asked for that is not there, or when there is time.
    history: LazyLock<History, Box<dyn FnOnce() -> History + Send>>,
    /// Machine-readable files, made when one is asked for.
    exports: OnceLock<BTreeMap<String, Bytes>>,
}

/// What became of the files of earlier sites.
#[derive(Default)]
struct History {
    /// Style sheets and scripts of earlier builds, for pages that were loaded before: their names say their content. The
    /// oldest first.
    retired: Vec<(String, Bytes)>,
    /// Where pages went that had another path before; both as files of the output.
    moved: BTreeMap<String, String>,
}

/// Where browsers go after a record was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NavigationTarget {
    /// Path of the page on this server, encoded.
    pub(super) page: String,
    /// The record's key.
    pub(super) record: String,
    /// The first line that changed.
    pub(super) line: usize,
}

impl LastGoodBuild {
    /// A site that follows another one.
    pub(super) fn new(before: Option<Arc<LastGoodBuild>>, compiled: Arc<Compiled>) -> LastGoodBuild {
        let base_path = compiled.site.config.base_path().to_owned();
        let mut former_base_paths = before.as_ref().map_or_else(Vec::new, |before| before.former_base_paths.clone());
        if let Some(before) = before.as_ref().filter(|before| before.base_path != base_path) {
            former_base_paths.retain(|former| *former != base_path && *former != before.base_path);
            former_base_paths.push(before.base_path.clone());
        }
        let now = compiled.clone();
        let history = move || before.map_or_else(History::default, |before| before.history_for(&now));
        let history = LazyLock::new(Box::new(history) as Box<_>);
        LastGoodBuild { compiled, base_path, former_base_paths, history, exports: OnceLock::new() }
    }

    /// Makes what is made when it is first asked for, so that the site before can go.
    pub(super) fn compute_history(&self) {
        LazyLock::force(&self.history);
    }

    fn history_for(&self, now: &Compiled) -> History {
        let changes = changes::diff(&self.compiled, now);
        if changes.removed.is_empty() && self.history.is_empty() {
            return History::default();
        }
        History { retired: self.retired_assets(&changes, now), moved: self.moved_pages(&changes, now) }
    }

    fn retired_assets(&self, changes: &OutputChanges, now: &Compiled) -> Vec<(String, Bytes)> {
        let gone = changes.removed.iter().filter(|path| has_content_hash(path));
        let gone = gone.filter_map(|path| Some((path.clone(), self.tree().bytes(path)?.clone())));
        let mut retired: Vec<_> = self.history.retired.iter().cloned().chain(gone).collect();
        retired.retain(|(path, _)| !now.tree.contains(path));
        retired.drain(..retired.len().saturating_sub(MAX_RETIRED));
        retired
    }

    fn moved_pages(&self, changes: &OutputChanges, now: &Compiled) -> BTreeMap<String, String> {
        let further = |to: &String| changes.moved.get(to).unwrap_or(to).clone();
        let earlier = self.history.moved.iter().map(|(from, to)| (from.clone(), further(to)));
        let mut moved: BTreeMap<String, String> = earlier.chain(changes.moved.clone()).collect();
        moved.retain(|from, to| !now.tree.contains(from) && now.tree.contains(to));
        moved
    }

    /// Its files.
    pub(super) fn tree(&self) -> &OutputTree {
        &self.compiled.tree
    }

    /// A file of it, or a style sheet or script that earlier pages still ask for.
    pub(super) fn file(&self, path: &str) -> Option<&Bytes> {
        let retired = || self.history.retired.iter().rev().find(|(retired, _)| retired == path).map(|(_, bytes)| bytes);
        let exported = || export::is_export(path).then(|| self.exports()).and_then(|exports| exports.get(path));
        self.tree().bytes(path).or_else(exported).or_else(retired)
    }

    fn exports(&self) -> &BTreeMap<String, Bytes> {
        self.exports.get_or_init(|| export::exports(self.compiled.export()).into_iter().collect())
    }

    /// The file to which a page went that was here.
    pub(super) fn moved(&self, file: &str) -> Option<&str> {
        self.history.moved.get(file).map(String::as_str)
    }
}

impl History {
    fn is_empty(&self) -> bool {
        self.retired.is_empty() && self.moved.is_empty()
    }
}

/// So many style sheets and scripts of earlier builds are kept.
const MAX_RETIRED: usize = 64;

/// Whether a file's name carries the hash of its content, as `styles.0123456789abcdef.css` does.
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
    fn knows_names_that_carry_a_hash() {
        assert!(has_content_hash("styles.0123456789abcdef.css") && has_content_hash("a.b.0123456789abcdef.js"));
        for path in ["styles.css", "a.0123456789abcdef.html", "a.0123456789abcde.css", "0123456789abcdef.css/x", ""] {
            assert!(!has_content_hash(path), "{path}");
        }
    }
}
