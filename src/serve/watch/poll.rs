//! Notices changes by looking at all files: their names, sizes, times and places on the disk.

use super::MAX_DEBOUNCE;
use super::paths::WatchedPaths;
use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::thread::sleep;
use std::time::{Duration, Instant};
use walkdir::WalkDir;

/// A number that changes when a file does.
pub(super) fn fingerprint(places: &WatchedPaths) -> u64 {
    let mut stamp = DefaultHasher::new();
    for place in places.existing() {
        for entry in WalkDir::new(place).follow_links(true).sort_by_file_name() {
            let Ok(entry) = entry else { continue };
            let Ok(metadata) = entry.metadata() else { continue };
            entry.path().hash(&mut stamp);
            if metadata.is_file() {
                hash_metadata(&metadata, &mut stamp);
            }
        }
    }
    stamp.finish()
}

/// Looks every so often until something differs from what was seen, and then until it is quiet.
pub(super) fn wait_for_change(places: &WatchedPaths, seen: u64, every: Duration, quiet: Duration) -> u64 {
    loop {
        let begin = Instant::now();
        let mut now = fingerprint(places);
        if now != seen {
            let since = Instant::now();
            while since.elapsed() < MAX_DEBOUNCE {
                sleep(quiet);
                let before = std::mem::replace(&mut now, fingerprint(places));
                if before == now {
                    break;
                }
            }
            return now;
        }
        // Looking is never more than a tenth of what the machine does.
        sleep(every.max(begin.elapsed() * 9));
    }
}

fn hash_metadata(metadata: &Metadata, stamp: &mut DefaultHasher) {
    (metadata.len(), metadata.modified().ok()).hash(stamp);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (metadata.ino(), metadata.ctime(), metadata.ctime_nsec()).hash(stamp);
    }
}
