//! Staging directory: stores output files as they are produced, so that they need not all stay in memory until they are
//! moved to the output directory.
//!
//! Each build has its own directory, guarded by an operating system lock on a file beside it. A directory whose lock is
//! free was abandoned by a killed build and is removed when the next one is opened.

use crate::model::digest::{ContentDigest, HashingWriter};
use rustc_hash::FxHashMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

const LOCK_EXTENSION: &str = "lock";

/// Next directory number in this process.
static NEXT_DIR_ID: AtomicUsize = AtomicUsize::new(0);

/// Staged files, by output path and content digest. Removed on drop.
#[derive(Debug)]
pub struct StagingDir {
    dir: PathBuf,
    lock: File,
    next_file_id: AtomicUsize,
    files: Mutex<FxHashMap<(String, ContentDigest), PathBuf>>,
}

impl StagingDir {
    /// Creates an empty directory under `parent`, and removes the abandoned ones there.
    pub(crate) fn open(parent: &Path) -> io::Result<StagingDir> {
        fs::create_dir_all(parent)?;
        remove_abandoned(parent)?;
        let dir = parent.join(format!("{}-{}", std::process::id(), NEXT_DIR_ID.fetch_add(1, Ordering::Relaxed)));
        let lock = File::create(dir.with_extension(LOCK_EXTENSION))?;
        lock.try_lock()?;
        fs::create_dir_all(&dir)?;
        Ok(StagingDir { dir, lock, next_file_id: AtomicUsize::new(0), files: Mutex::default() })
    }

    /// Stores the content of an output path; `digest` must be that of `bytes`.
    pub fn store(&self, path: &str, bytes: &[u8], digest: ContentDigest) -> io::Result<()> {
        let staged = self.next_path();
        fs::write(&staged, bytes)?;
        self.register(path, digest, staged);
        Ok(())
    }

    /// Stores the bytes that `write` produces and returns their digest.
    pub fn store_with(
        &self,
        path: &str,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> io::Result<()>,
    ) -> io::Result<ContentDigest> {
        let staged = self.next_path();
        let mut file = HashingWriter::new(File::create(&staged)?);
        write(&mut file)?;
        let (_, digest) = file.finish();
        self.register(path, digest, staged);
        Ok(digest)
    }

    fn next_path(&self) -> PathBuf {
        self.dir.join(self.next_file_id.fetch_add(1, Ordering::Relaxed).to_string())
    }

    fn register(&self, path: &str, digest: ContentDigest, staged: PathBuf) {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert((path.to_owned(), digest), staged);
    }

    /// Returns the staged file for an output path with this content, or `None` if it was not stored.
    pub fn find(&self, path: &str, digest: ContentDigest) -> Option<PathBuf> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).get(&(path.to_owned(), digest)).cloned()
    }
}

impl Drop for StagingDir {
    /// Removes the directory; the next build removes it if that fails.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
        let _ = fs::remove_file(self.dir.with_extension(LOCK_EXTENSION));
        let _ = self.lock.unlock();
    }
}

fn remove_abandoned(parent: &Path) -> io::Result<()> {
    for entry in fs::read_dir(parent)? {
        let path = entry?.path();
        let is_lock = path.extension().is_some_and(|extension| extension == LOCK_EXTENSION);
        if is_lock && File::open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
            // Ignore errors: another build may be removing it too.
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
    fn finds_files_by_path_and_digest() {
        let dir = tempfile::tempdir().unwrap();
        let staging = StagingDir::open(dir.path()).unwrap();
        let (one, two) = (ContentDigest::of(b"one"), ContentDigest::of(b"two"));
        staging.store("a/index.html", b"one", one).unwrap();
        staging.store("a/index.html", b"two", two).unwrap();
        assert_eq!(fs::read(staging.find("a/index.html", one).unwrap()).unwrap(), b"one");
        assert_eq!(fs::read(staging.find("a/index.html", two).unwrap()).unwrap(), b"two");
        assert_eq!(staging.find("b/index.html", one), None);
        drop(staging);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn stores_a_file_while_it_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let staging = StagingDir::open(dir.path()).unwrap();
        let mut write = |writer: &mut (dyn Write + Send)| {
            ["one ", "two"].iter().try_for_each(|part| writer.write_all(part.as_bytes()))
        };
        let digest = staging.store_with("a", &mut write).unwrap();
        assert_eq!(digest, ContentDigest::of(b"one two"));
        assert_eq!(fs::read(staging.find("a", digest).unwrap()).unwrap(), b"one two");
    }

    #[test]
    fn removes_only_directories_without_a_lock() {
        let dir = tempfile::tempdir().unwrap();
        let active = StagingDir::open(dir.path()).unwrap();
        let digest = ContentDigest::of(b"a");
        active.store("a", b"a", digest).unwrap();
        fs::create_dir(dir.path().join("1-0")).unwrap();
        fs::write(dir.path().join("1-0/0"), "left").unwrap();
        fs::write(dir.path().join("1-0.lock"), "").unwrap();
        let second_dir = StagingDir::open(dir.path()).unwrap();
        assert!(!dir.path().join("1-0").exists() && !dir.path().join("1-0.lock").exists());
        assert!(active.find("a", digest).is_some_and(|path| path.exists()));
        drop((active, second_dir));
    }
}
