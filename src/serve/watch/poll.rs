//! Detects changes by scanning all files: paths, sizes, times and inodes.

use super::MAX_DEBOUNCE;
use super::paths::WatchedPaths;
use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::thread::sleep;
use std::time::{Duration, Instant};
use walkdir::WalkDir;

/// Computes the fingerprint of all watched files; it changes when any of them does.
pub(super) fn fingerprint(paths: &WatchedPaths) -> u64 {
    let mut hasher = DefaultHasher::new();
    for path in paths.existing() {
        for entry in WalkDir::new(path).follow_links(true).sort_by_file_name() {
            let Ok(entry) = entry else { continue };
            let Ok(metadata) = entry.metadata() else { continue };
            entry.path().hash(&mut hasher);
            if metadata.is_file() {
                hash_metadata(&metadata, &mut hasher);
            }
        }
    }
    hasher.finish()
}

/// Scans at an interval until the fingerprint differs from `previous` and then stays the same for the quiet period.
/// Returns the new fingerprint.
pub(super) fn wait_for_change(paths: &WatchedPaths, previous: u64, interval: Duration, debounce: Duration) -> u64 {
    loop {
        let start = Instant::now();
        let mut current = fingerprint(paths);
        if current != previous {
            let first_change = Instant::now();
            while first_change.elapsed() < MAX_DEBOUNCE {
                sleep(debounce);
                let last = std::mem::replace(&mut current, fingerprint(paths));
                if last == current {
                    break;
                }
            }
            return current;
        }
        // Scanning takes at most a tenth of the time.
        sleep(interval.max(start.elapsed() * 9));
    }
}

fn hash_metadata(metadata: &Metadata, hasher: &mut DefaultHasher) {
    (metadata.len(), metadata.modified().ok()).hash(hasher);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (metadata.ino(), metadata.ctime(), metadata.ctime_nsec()).hash(hasher);
    }
}
