//! What is known from before: a file that may be deleted, and is taken for empty when it cannot be read.

use super::status::{LinkStatus, RequestOutcome};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io, process};

/// The version of the file; another one is not read.
const VERSION: u32 = 1;

/// For how long it counts that an address is dead or could not be checked: the author is at work on it, and servers
/// change their mind.
const FAILURE_TTL: Duration = Duration::from_hours(1);

/// Answers by address.
#[derive(Clone, Debug, Default)]
pub struct LinkCache {
    path: Option<PathBuf>,
    entries: BTreeMap<String, CacheEntry>,
}

/// What is known of an address, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CacheEntry {
    /// When it was asked for, in seconds since 1970.
    at: i64,
    /// How long its host wants to be left alone from then on, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wait: Option<u64>,
    /// What came of it.
    #[serde(flatten)]
    pub(super) status: LinkStatus,
    /// The ids that were looked for.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) anchors: BTreeSet<String>,
    /// Those of them that are not there.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) missing: BTreeSet<String>,
}

#[derive(Serialize, Deserialize)]
struct CacheFile {
    version: u32,
    answers: BTreeMap<String, CacheEntry>,
}

impl CacheEntry {
    /// What has just come of asking.
    pub(super) fn new(
        now: i64,
        outcome: &RequestOutcome,
        anchors: BTreeSet<String>,
        missing: BTreeSet<String>,
    ) -> CacheEntry {
        let (wait, status) = (outcome.retry_after.map(|wait| wait.as_secs()), outcome.status.clone());
        CacheEntry { at: now, wait, status, anchors, missing }
    }

    /// Whether it still counts; `lasting` is for how long it does that an address is fine.
    fn is_fresh(&self, now: i64, lasting: Duration) -> bool {
        let lasting = if matches!(self.status, LinkStatus::Fine { .. }) { lasting } else { lasting.min(FAILURE_TTL) };
        let lasting = lasting.max(Duration::from_secs(self.wait.unwrap_or(0)));
        // An answer from the future comes from a clock that was wrong.
        u64::try_from(now.saturating_sub(self.at)).is_ok_and(|age| age < lasting.as_secs())
    }
}

impl LinkCache {
    /// Reads the file.
    pub fn open(path: PathBuf) -> LinkCache {
        let read = fs::read(&path).ok().and_then(|bytes| serde_json::from_slice::<CacheFile>(&bytes).ok());
        let entries = read.filter(|file| file.version == VERSION).map(|file| file.answers).unwrap_or_default();
        LinkCache { path: Some(path), entries }
    }

    /// What is known of an address with these ids, if it still counts.
    pub(super) fn get(
        &self,
        url: &str,
        anchors: &BTreeSet<String>,
        now: i64,
        lasting: Duration,
    ) -> Option<&CacheEntry> {
        let known = self.entries.get(url).filter(|known| known.is_fresh(now, lasting))?;
        let is_fine = matches!(known.status, LinkStatus::Fine { .. });
        (!is_fine || anchors.is_subset(&known.anchors)).then_some(known)
    }

    /// Addresses that were fine when they were asked for.
    pub(super) fn reachable_urls(&self) -> impl Iterator<Item = &str> {
        let fine = self.entries.iter().filter(|(_, known)| matches!(known.status, LinkStatus::Fine { .. }));
        fine.map(|(url, _)| url.as_str())
    }

    /// Keeps what is known of an address.
    pub(super) fn insert(&mut self, url: &str, known: CacheEntry) {
        self.entries.insert(url.to_owned(), known);
    }

    /// Forgets what no longer counts.
    pub(super) fn remove_expired(&mut self, now: i64, lasting: Duration) {
        self.entries.retain(|_, known| known.is_fresh(now, lasting));
    }

    /// Writes the file beside itself and renames it, so that nobody meets half of it.
    ///
    /// # Errors
    ///
    /// When the disk does not take it.
    pub fn save(&self) -> io::Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        let file = CacheFile { version: VERSION, answers: self.entries.clone() };
        let beside = path.with_extension(format!("{}.tmp", process::id()));
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        let written = write_file(&beside, &file).and_then(|()| fs::rename(&beside, path));
        if written.is_err() {
            // What is left of the attempt; that it cannot be deleted either says nothing new.
            let _ = fs::remove_file(&beside);
        }
        written
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

    fn known(at: i64, verdict: LinkStatus) -> CacheEntry {
        CacheEntry { at, wait: None, status: verdict, anchors: BTreeSet::new(), missing: BTreeSet::new() }
    }

    fn fine() -> LinkStatus {
        LinkStatus::Fine { moved: None }
    }

    fn dead() -> LinkStatus {
        LinkStatus::Dead { why: "404 Not Found".into() }
    }

    #[test]
    fn forgets_in_time_and_what_is_not_fine_sooner() {
        for (verdict, hours) in [(fine(), 24), (dead(), 1), (LinkStatus::Unchecked { why: "x".into() }, 1)] {
            let known = known(1_000, verdict);
            assert!(known.is_fresh(1_000, DAY) && known.is_fresh(1_000 + hours * 3600 - 1, DAY));
            assert!(!known.is_fresh(1_000 + hours * 3600, DAY) && !known.is_fresh(999, DAY));
            assert!(!known.is_fresh(1_000, Duration::ZERO));
        }
        let waits = CacheEntry { wait: Some(7_200), ..known(0, LinkStatus::Unchecked { why: "x".into() }) };
        assert!(waits.is_fresh(7_199, Duration::ZERO) && !waits.is_fresh(7_200, Duration::ZERO));
    }

    #[test]
    fn knows_only_the_ids_that_were_looked_for() {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<BTreeSet<_>>();
        let mut cache = LinkCache::default();
        cache.insert("https://a.example/", CacheEntry { anchors: ids(&["a", "b"]), ..known(0, fine()) });
        cache.insert("https://b.example/", known(0, dead()));
        assert!(cache.get("https://a.example/", &ids(&["a"]), 0, DAY).is_some());
        assert!(cache.get("https://a.example/", &ids(&["c"]), 0, DAY).is_none());
        assert!(cache.get("https://b.example/", &ids(&["c"]), 0, DAY).is_some(), "a dead page has no ids at all");
    }

    #[test]
    fn comes_back_as_it_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".briefing/links.json");
        let mut cache = LinkCache::open(path.clone());
        cache.insert("https://a.example/", known(7, LinkStatus::Fine { moved: Some("https://b.example/".into()) }));
        cache.insert(
            "https://b.example/",
            CacheEntry { wait: Some(5), ..known(7, LinkStatus::Unchecked { why: "é\n".into() }) },
        );
        cache.insert("https://c.example/", known(7, LinkStatus::NoHost { host: "c.example".into() }));
        cache.save().unwrap();
        assert_eq!(LinkCache::open(path).entries, cache.entries);
        let names = fs::read_dir(folder.path().join(".briefing")).unwrap().count();
        assert_eq!(names, 1, "nothing is left beside the file");
    }

    #[test]
    fn takes_a_file_that_cannot_be_read_for_empty() {
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
