//! File metadata that shows without reading a file that it is unmodified.
//!
//! The timestamps are only as precise as the clock of the file system: two writes within its granularity leave equal
//! metadata (git calls such files racily clean). So a [`FileStat`] counts as settled only if the file was last written
//! more than one granularity before it was read.

use serde::{Deserialize, Serialize};
use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Metadata that changes with every write to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStat {
    size: u64,
    modified: u128,
    identity: [u64; 2],
    changed: [i64; 2],
}

/// Upper bound of the timestamp granularity of file systems in use.
const MTIME_GRANULARITY: Duration = Duration::from_millis(30);

/// Upper bound for file systems that store whole seconds, or every other second.
const COARSE_MTIME_GRANULARITY: Duration = Duration::from_millis(2_100);

impl FileStat {
    /// Returns the metadata of a file now, for comparison with a [`FileStat::settled`] one.
    pub fn of(file: &Metadata) -> Option<FileStat> {
        let modified = since_1970(file.modified().ok()?)?.as_nanos();
        Some(FileStat { size: file.len(), modified, identity: identity(file), changed: changed(file) })
    }

    /// Returns the metadata of a file that was read after `now`, or `None` if it was written so recently that another
    /// write might leave equal metadata.
    pub fn settled(file: &Metadata, now: SystemTime) -> Option<FileStat> {
        let stat = FileStat::of(file)?;
        let modified = since_1970(file.modified().ok()?)?;
        let granularity = if modified.subsec_nanos() == 0 { COARSE_MTIME_GRANULARITY } else { MTIME_GRANULARITY };
        (modified + granularity < since_1970(now)?).then_some(stat)
    }
}

/// Returns the current time, for [`FileStat::settled`].
#[expect(clippy::disallowed_methods, reason = "file times are compared with the clock; no output depends on it")]
pub fn now() -> SystemTime {
    SystemTime::now()
}

fn since_1970(time: SystemTime) -> Option<Duration> {
    time.duration_since(UNIX_EPOCH).ok()
}

#[cfg(unix)]
fn identity(file: &Metadata) -> [u64; 2] {
    use std::os::unix::fs::MetadataExt;
    [file.dev(), file.ino()]
}

#[cfg(unix)]
fn changed(file: &Metadata) -> [i64; 2] {
    use std::os::unix::fs::MetadataExt;
    [file.ctime(), file.ctime_nsec()]
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> [u64; 2] {
    [0, 0]
}

#[cfg(not(unix))]
fn changed(file: &Metadata) -> [i64; 2] {
    let created = file.created().ok().and_then(since_1970).unwrap_or_default();
    [i64::try_from(created.as_secs()).unwrap_or(0), created.subsec_nanos().into()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn settles_only_after_granularity() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        fs::write(&path, "x").unwrap();
        let file = fs::metadata(&path).unwrap();
        let modified = file.modified().unwrap();
        assert_eq!(FileStat::settled(&file, modified), None);
        assert_eq!(FileStat::settled(&file, modified + MTIME_GRANULARITY / 2), None);
        assert_eq!(FileStat::settled(&file, modified + COARSE_MTIME_GRANULARITY * 2), FileStat::of(&file));
    }

    #[test]
    fn differs_for_written_or_replaced_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        fs::write(&path, "one").unwrap();
        let first = fs::metadata(&path).unwrap();
        let original = FileStat::of(&first);
        assert_eq!(FileStat::of(&fs::metadata(&path).unwrap()), original);
        fs::write(dir.path().join("y"), "two").unwrap();
        fs::File::open(dir.path().join("y")).unwrap().set_modified(first.modified().unwrap()).unwrap();
        fs::rename(dir.path().join("y"), &path).unwrap();
        assert_ne!(FileStat::of(&fs::metadata(&path).unwrap()), original);
    }
}
