//! Takes files as they are made, so that they need not all be in memory until they are written to their places.
//!
//! A spool is a folder that the system's lock on a file beside it holds for one build. A folder that nobody holds was left
//! by a build that was killed, and is removed when the next spool is opened.

use crate::model::digest::{ContentDigest, HashingWriter};
use rustc_hash::FxHashMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

const LOCK_EXTENSION: &str = "lock";

/// Counts the spools of this process.
static NEXT_DIR_ID: AtomicUsize = AtomicUsize::new(0);

/// Files that were taken, by their path in the output and what they say.
#[derive(Debug)]
pub struct StagingDir {
    dir: PathBuf,
    lock: File,
    next_file_id: AtomicUsize,
    files: Mutex<FxHashMap<(String, ContentDigest), PathBuf>>,
}

impl StagingDir {
    /// Opens an empty spool in a folder of spools, and removes those that nobody holds.
    pub(crate) fn open(spools: &Path) -> io::Result<StagingDir> {
        fs::create_dir_all(spools)?;
        remove_abandoned(spools)?;
        let folder = spools.join(format!("{}-{}", std::process::id(), NEXT_DIR_ID.fetch_add(1, Ordering::Relaxed)));
        let lock = File::create(folder.with_extension(LOCK_EXTENSION))?;
        lock.try_lock()?;
        fs::create_dir_all(&folder)?;
        Ok(StagingDir { dir: folder, lock, next_file_id: AtomicUsize::new(0), files: Mutex::default() })
    }

    /// Takes the file that goes to a path of the output; its bytes have the stamp.
    pub fn store(&self, path: &str, bytes: &[u8], stamp: ContentDigest) -> io::Result<()> {
        let at = self.next_path();
        fs::write(&at, bytes)?;
        self.register(path, stamp, at);
        Ok(())
    }

    /// Takes a file as it is written.
    pub fn store_with(
        &self,
        path: &str,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> io::Result<()>,
    ) -> io::Result<ContentDigest> {
        let at = self.next_path();
        let mut file = HashingWriter::new(File::create(&at)?);
        write(&mut file)?;
        let (_, stamp) = file.finish();
        self.register(path, stamp, at);
        Ok(stamp)
    }

    fn next_path(&self) -> PathBuf {
        self.dir.join(self.next_file_id.fetch_add(1, Ordering::Relaxed).to_string())
    }

    fn register(&self, path: &str, stamp: ContentDigest, at: PathBuf) {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert((path.to_owned(), stamp), at);
    }

    /// Where the file for a path lies, if it was taken and says this.
    pub fn find(&self, path: &str, stamp: ContentDigest) -> Option<PathBuf> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).get(&(path.to_owned(), stamp)).cloned()
    }
}

impl Drop for StagingDir {
    /// What cannot be removed now is removed by the next build.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
        let _ = fs::remove_file(self.dir.with_extension(LOCK_EXTENSION));
        let _ = self.lock.unlock();
    }
}

fn remove_abandoned(spools: &Path) -> io::Result<()> {
    for entry in fs::read_dir(spools)? {
        let path = entry?.path();
        let is_lock = path.extension().is_some_and(|extension| extension == LOCK_EXTENSION);
        if is_lock && File::open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
            // Another build may remove it at the same time.
            let _ = fs::remove_dir_all(path.with_extension(""));
            let _ = fs::remove_file(&path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_it_took_by_path_and_content() {
        let dir = tempfile::tempdir().unwrap();
        let spool = StagingDir::open(dir.path()).unwrap();
        let (one, two) = (ContentDigest::of(b"one"), ContentDigest::of(b"two"));
        spool.store("a/index.html", b"one", one).unwrap();
        spool.store("a/index.html", b"two", two).unwrap();
        assert_eq!(fs::read(spool.find("a/index.html", one).unwrap()).unwrap(), b"one");
        assert_eq!(fs::read(spool.find("a/index.html", two).unwrap()).unwrap(), b"two");
        assert_eq!(spool.find("b/index.html", one), None);
        drop(spool);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn takes_a_file_as_it_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let spool = StagingDir::open(dir.path()).unwrap();
        let mut write =
            |to: &mut (dyn Write + Send)| ["one ", "two"].iter().try_for_each(|it| to.write_all(it.as_bytes()));
        let stamp = spool.store_with("a", &mut write).unwrap();
        assert_eq!(stamp, ContentDigest::of(b"one two"));
        assert_eq!(fs::read(spool.find("a", stamp).unwrap()).unwrap(), b"one two");
    }

    #[test]
    fn removes_what_a_killed_build_left_and_nothing_that_is_held() {
        let dir = tempfile::tempdir().unwrap();
        let held = StagingDir::open(dir.path()).unwrap();
        let stamp = ContentDigest::of(b"a");
        held.store("a", b"a", stamp).unwrap();
        fs::create_dir(dir.path().join("1-0")).unwrap();
        fs::write(dir.path().join("1-0/0"), "left").unwrap();
        fs::write(dir.path().join("1-0.lock"), "").unwrap();
        let other = StagingDir::open(dir.path()).unwrap();
        assert!(!dir.path().join("1-0").exists() && !dir.path().join("1-0.lock").exists());
        assert!(held.find("a", stamp).is_some_and(|path| path.exists()));
        drop((held, other));
    }
}
