//! Detects saves in progress. Editors save in several steps: they truncate a file before writing it, or move it away
//! before renaming another one into its place. A build in between would see a missing file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Files that stay missing or empty for so long are considered final.
const INCOMPLETE_TIMEOUT: Duration = Duration::from_millis(150);

/// Checks whether files are complete: none that the last build read is missing or empty, unless `quiet` has reached the
/// timeout.
pub(super) fn is_settled(changed: &BTreeSet<PathBuf>, quiet: Duration, was_read: impl Fn(&Path) -> bool) -> bool {
    quiet >= INCOMPLETE_TIMEOUT || !changed.iter().any(|path| is_missing_or_empty(path) && was_read(path))
}

fn is_missing_or_empty(path: &Path) -> bool {
    path.metadata().map_or(true, |metadata| metadata.is_file() && metadata.len() == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn waits_for_missing_or_empty_files() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        fs::write(path("full.md"), "words").unwrap();
        fs::write(path("empty.md"), "").unwrap();
        let quiet = Duration::from_millis(10);
        assert!(is_settled(&[path("full.md"), dir.path().to_owned()].into(), quiet, |_| true));
        for name in ["empty.md", "missing.md"] {
            assert!(!is_settled(&[path("full.md"), path(name)].into(), quiet, |_| true), "{name}");
            assert!(is_settled(&[path(name)].into(), quiet, |_| false), "nobody read it before");
            assert!(is_settled(&[path(name)].into(), INCOMPLETE_TIMEOUT, |_| true), "it is meant to be so");
        }
    }
}
