//! Notices changes by looking at all files: their names, sizes, times and places on the disk.

use super::MOST_UNREST;
use super::places::Places;
use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::thread::sleep;
use std::time::{Duration, Instant};
use walkdir::WalkDir;

/// A number that changes when a file does.
pub(super) fn stamp(places: &Places) -> u64 {
    let mut stamp = DefaultHasher::new();
    for place in places.all() {
        for entry in WalkDir::new(place).follow_links(true).sort_by_file_name() {
            let Ok(entry) = entry else { continue };
            let Ok(metadata) = entry.metadata() else { continue };
            entry.path().hash(&mut stamp);
            if metadata.is_file() {
                hash(&metadata, &mut stamp);
            }
        }
    }
    stamp.finish()
}

/// Looks every so often until something differs from what was seen, and then until it is quiet.
pub(super) fn next(places: &Places, seen: u64, every: Duration, quiet: Duration) -> u64 {
    loop {
        let begin = Instant::now();
        let mut now = stamp(places);
        if now != seen {
            let since = Instant::now();
            while since.elapsed() < MOST_UNREST {
                sleep(quiet);
                let before = std::mem::replace(&mut now, stamp(places));
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

fn hash(metadata: &Metadata, stamp: &mut DefaultHasher) {
    (metadata.len(), metadata.modified().ok()).hash(stamp);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (metadata.ino(), metadata.ctime(), metadata.ctime_nsec()).hash(stamp);
    }
}
