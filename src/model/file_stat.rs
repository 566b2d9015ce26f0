//! What the file system says of a file, by which a file can be told to be untouched without reading it.
//!
//! A trace is only as good as the clock of the file system: a file that was written twice within one tick leaves the same
//! trace. So a trace counts only when the file had been at rest for a while when it was looked at.

use serde::{Deserialize, Serialize};
use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The marks that writing to a file leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStat {
    size: u64,
    modified: u128,
    identity: [u64; 2],
    changed: [i64; 2],
}

/// No clock of a file system in use has a tick as long as this.
const MTIME_GRANULARITY: Duration = Duration::from_millis(30);

/// Some keep whole seconds, or every other.
const COARSE_MTIME_GRANULARITY: Duration = Duration::from_millis(2_100);

impl FileStat {
    /// The trace of a file as it is now: only good for comparing it with one that was [`Trace::at_rest`].
    pub fn of(file: &Metadata) -> Option<FileStat> {
        let modified = since_1970(file.modified().ok()?)?.as_nanos();
        Some(FileStat { size: file.len(), modified, identity: identity(file), changed: changed(file) })
    }

    /// The trace of a file that was looked at (and read, if its bytes matter) after `now`; nothing when it was written so
    /// shortly before that another writing might leave the same trace.
    pub fn settled(file: &Metadata, now: SystemTime) -> Option<FileStat> {
        let trace = FileStat::of(file)?;
        let modified = since_1970(file.modified().ok()?)?;
        let tick = if modified.subsec_nanos() == 0 { COARSE_MTIME_GRANULARITY } else { MTIME_GRANULARITY };
        (modified + tick < since_1970(now)?).then_some(trace)
    }
}

/// The time, for [`Trace::at_rest`].
#[expect(clippy::disallowed_methods, reason = "traces are compared with the clock; no output depends on it")]
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
    fn counts_only_for_a_file_at_rest() {
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
    fn tells_a_file_that_was_written_or_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        fs::write(&path, "one").unwrap();
        let first = fs::metadata(&path).unwrap();
        let before = FileStat::of(&first);
        assert_eq!(FileStat::of(&fs::metadata(&path).unwrap()), before);
        fs::write(dir.path().join("y"), "two").unwrap();
        fs::File::open(dir.path().join("y")).unwrap().set_modified(first.modified().unwrap()).unwrap();
        fs::rename(dir.path().join("y"), &path).unwrap();
        assert_ne!(FileStat::of(&fs::metadata(&path).unwrap()), before);
    }
}
