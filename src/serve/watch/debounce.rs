//! Says whether writers are done with files. Editors save in several steps: they empty a file before they write it, or move
//! it away before another one takes its place. A build in between would show a hole.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A file that stays missing or empty so long is meant to be.
const INCOMPLETE_TIMEOUT: Duration = Duration::from_millis(150);

/// Whether files are as their writers want them, after so long a time without news.
pub(super) fn is_settled(touched: &BTreeSet<PathBuf>, quiet: Duration, was_read: impl Fn(&Path) -> bool) -> bool {
    quiet >= INCOMPLETE_TIMEOUT || !touched.iter().any(|path| is_missing_or_empty(path) && was_read(path))
}

fn is_missing_or_empty(path: &Path) -> bool {
    path.metadata().map_or(true, |metadata| metadata.is_file() && metadata.len() == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn waits_for_what_is_missing_or_empty_for_a_while() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        fs::write(path("full.md"), "words").unwrap();
        fs::write(path("empty.md"), "").unwrap();
        let short = Duration::from_millis(10);
        assert!(is_settled(&[path("full.md"), dir.path().to_owned()].into(), short, |_| true));
        for name in ["empty.md", "missing.md"] {
            assert!(!is_settled(&[path("full.md"), path(name)].into(), short, |_| true), "{name}");
            assert!(is_settled(&[path(name)].into(), short, |_| false), "nobody read it before");
            assert!(is_settled(&[path(name)].into(), INCOMPLETE_TIMEOUT, |_| true), "it is meant to be so");
        }
    }
}
