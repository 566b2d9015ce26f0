//! Link cache: results of earlier checks, persisted as JSON. The file may be deleted; an unreadable file is a cache
//! miss.

use super::status::{LinkStatus, RequestOutcome};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io, process};

/// Format version; files of another version are ignored.
const VERSION: u32 = 1;

/// Lifetime of entries that are not `Fine`. Short, because authors correct dead links and server errors are often
/// transient.
const FAILURE_TTL: Duration = Duration::from_hours(1);

/// Cached results by URL.
#[derive(Clone, Debug, Default)]
pub struct LinkCache {
    path: Option<PathBuf>,
    entries: BTreeMap<String, CacheEntry>,
}

/// Cached status of one URL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CacheEntry {
    /// Time of the request, in Unix seconds.
    at: i64,
    /// `Retry-After` of the host, in seconds from `at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wait: Option<u64>,
    /// Status of the URL; its fields are flattened into the JSON object.
    #[serde(flatten)]
    pub(super) status: LinkStatus,
    /// Ids that were looked for on the page.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) anchors: BTreeSet<String>,
    /// Subset of `anchors` that the page lacks.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) missing: BTreeSet<String>,
}

#[derive(Serialize, Deserialize)]
struct CacheFile {
    version: u32,
    answers: BTreeMap<String, CacheEntry>,
}

impl CacheEntry {
    /// Creates an entry from the outcome of a request.
    pub(super) fn new(
        now: i64,
        outcome: &RequestOutcome,
        anchors: BTreeSet<String>,
        missing: BTreeSet<String>,
    ) -> CacheEntry {
        let (wait, status) = (outcome.retry_after.map(|wait| wait.as_secs()), outcome.status.clone());
        CacheEntry { at: now, wait, status, anchors, missing }
    }

    /// Checks whether the entry has not expired. `ttl` applies to `Fine` entries, at most `FAILURE_TTL` to others;
    /// `Retry-After` extends both.
    fn is_fresh(&self, now: i64, ttl: Duration) -> bool {
        let ttl = if matches!(self.status, LinkStatus::Fine { .. }) { ttl } else { ttl.min(FAILURE_TTL) };
        let ttl = ttl.max(Duration::from_secs(self.wait.unwrap_or(0)));
        // A timestamp in the future comes from a wrong clock: the entry counts as expired.
        u64::try_from(now.saturating_sub(self.at)).is_ok_and(|age| age < ttl.as_secs())
    }
}

impl LinkCache {
    /// Loads the cache; empty if the file is missing, invalid or of another version.
    pub fn open(path: PathBuf) -> LinkCache {
        let file = fs::read(&path).ok().and_then(|bytes| serde_json::from_slice::<CacheFile>(&bytes).ok());
        let entries = file.filter(|file| file.version == VERSION).map(|file| file.answers).unwrap_or_default();
        LinkCache { path: Some(path), entries }
    }

    /// Returns the entry of a URL, or `None` if it has expired or did not check all of `anchors`.
    pub(super) fn get(&self, url: &str, anchors: &BTreeSet<String>, now: i64, ttl: Duration) -> Option<&CacheEntry> {
        let entry = self.entries.get(url).filter(|entry| entry.is_fresh(now, ttl))?;
        let is_fine = matches!(entry.status, LinkStatus::Fine { .. });
        (!is_fine || anchors.is_subset(&entry.anchors)).then_some(entry)
    }

    /// Returns the URLs whose last check succeeded, expired or not.
    pub(super) fn reachable_urls(&self) -> impl Iterator<Item = &str> {
        let urls = self.entries.iter().filter(|(_, entry)| matches!(entry.status, LinkStatus::Fine { .. }));
        urls.map(|(url, _)| url.as_str())
    }

    /// Stores the entry of a URL.
    pub(super) fn insert(&mut self, url: &str, entry: CacheEntry) {
        self.entries.insert(url.to_owned(), entry);
    }

    /// Removes expired entries.
    pub(super) fn remove_expired(&mut self, now: i64, ttl: Duration) {
        self.entries.retain(|_, entry| entry.is_fresh(now, ttl));
    }

    /// Writes the file atomically: to a temporary sibling that is then renamed.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be written or renamed.
    pub fn save(&self) -> io::Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        let file = CacheFile { version: VERSION, answers: self.entries.clone() };
        let temporary = path.with_extension(format!("{}.tmp", process::id()));
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        let result = write_file(&temporary, &file).and_then(|()| fs::rename(&temporary, path));
        if result.is_err() {
            // Best effort: the write error is the one to report.
            let _ = fs::remove_file(&temporary);
        }
        result
    }
}

fn write_file(path: &Path, file: &CacheFile) -> io::Result<()> {
    let mut bytes = serde_json::to_vec_pretty(file)?;
    bytes.push(b'\n');
    fs::write(path, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAY: Duration = Duration::from_hours(24);

    fn entry(at: i64, status: LinkStatus) -> CacheEntry {
        CacheEntry { at, wait: None, status, anchors: BTreeSet::new(), missing: BTreeSet::new() }
    }

    fn fine() -> LinkStatus {
        LinkStatus::Fine { moved: None }
    }

    fn dead() -> LinkStatus {
        LinkStatus::Dead { why: "404 Not Found".into() }
    }

    #[test]
    fn expires_failures_sooner() {
        for (status, hours) in [(fine(), 24), (dead(), 1), (LinkStatus::Unchecked { why: "x".into() }, 1)] {
            let entry = entry(1_000, status);
            assert!(entry.is_fresh(1_000, DAY) && entry.is_fresh(1_000 + hours * 3600 - 1, DAY));
            assert!(!entry.is_fresh(1_000 + hours * 3600, DAY) && !entry.is_fresh(999, DAY));
            assert!(!entry.is_fresh(1_000, Duration::ZERO));
        }
        let limited = CacheEntry { wait: Some(7_200), ..entry(0, LinkStatus::Unchecked { why: "x".into() }) };
        assert!(limited.is_fresh(7_199, Duration::ZERO) && !limited.is_fresh(7_200, Duration::ZERO));
    }

    #[test]
    fn misses_if_anchors_were_not_checked() {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<BTreeSet<_>>();
        let mut cache = LinkCache::default();
        cache.insert("https://a.example/", CacheEntry { anchors: ids(&["a", "b"]), ..entry(0, fine()) });
        cache.insert("https://b.example/", entry(0, dead()));
        assert!(cache.get("https://a.example/", &ids(&["a"]), 0, DAY).is_some());
        assert!(cache.get("https://a.example/", &ids(&["c"]), 0, DAY).is_none());
        assert!(cache.get("https://b.example/", &ids(&["c"]), 0, DAY).is_some(), "a dead page has no ids at all");
    }

    #[test]
    fn round_trips() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".briefing/links.json");
        let mut cache = LinkCache::open(path.clone());
        cache.insert("https://a.example/", entry(7, LinkStatus::Fine { moved: Some("https://b.example/".into()) }));
        cache.insert(
            "https://b.example/",
            CacheEntry { wait: Some(5), ..entry(7, LinkStatus::Unchecked { why: "é\n".into() }) },
        );
        cache.insert("https://c.example/", entry(7, LinkStatus::NoHost { host: "c.example".into() }));
        cache.save().unwrap();
        assert_eq!(LinkCache::open(path).entries, cache.entries);
        let names = fs::read_dir(folder.path().join(".briefing")).unwrap().count();
        assert_eq!(names, 1, "nothing is left beside the file");
    }

    #[test]
    fn treats_unreadable_file_as_empty() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("links.json");
        for text in ["", "{", "[]", "{\"version\":2,\"answers\":{}}", "{\"version\":1}", "\0\u{7f}"] {
            fs::write(&path, text).unwrap();
            assert!(LinkCache::open(path.clone()).entries.is_empty(), "{text}");
        }
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        let cache = LinkCache::open(path);
        assert!(cache.entries.is_empty() && cache.save().is_err());
    }

    proptest! {
        #[test]
        fn never_panics_on_any_file(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("links.json");
            fs::write(&path, bytes).unwrap();
            let _ = LinkCache::open(path);
        }
    }
}
