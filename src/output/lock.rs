//! Keeps two builds from writing to one folder at once.
//!
//! The lock is the operating system's, on a small file in the folder: it ends with the process, however that ends, and
//! the file stays, because removing it would let a third build lock another file of the same name.

use super::WriteError;
use super::output_dir::{EntryKind, OutputDir};
use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::time::Duration;

const FILE_NAME: &str = ".briefing-lock";
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// The right to write to a folder, for as long as the value lives.
#[derive(Debug)]
pub(super) struct OutputLock {
    file: File,
}

impl OutputLock {
    /// Takes the lock and waits for another build as long as `wait`.
    pub(super) fn acquire(folder: &OutputDir, wait: Duration) -> Result<OutputLock, WriteError> {
        if matches!(folder.entry_kind(FILE_NAME)?, EntryKind::Directory | EntryKind::Other) {
            return Err(WriteError::Blocked { path: folder.disk_path(FILE_NAME) });
        }
        let file = folder.open_lock(FILE_NAME)?;
        let mut waited = Duration::ZERO;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(OutputLock { file }),
                // A file system that has no locks has no second machine to fear either, as a rule.
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                    return Ok(OutputLock { file });
                }
                Err(TryLockError::Error(error)) => {
                    return Err(WriteError::io("lock", &folder.disk_path(FILE_NAME))(error));
                }
                Err(TryLockError::WouldBlock) if waited >= wait => {
                    return Err(WriteError::Locked { folder: folder.root().to_owned() });
                }
                Err(TryLockError::WouldBlock) => {
                    std::thread::sleep(POLL_INTERVAL);
                    waited += POLL_INTERVAL;
                }
            }
        }
    }
}

impl Drop for OutputLock {
    /// Gives the lock back at once: closing the file would not, while a process that is just being started shares it.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_the_second_build_and_takes_the_next() {
        let dir = tempfile::tempdir().unwrap();
        let folder = OutputDir::open(dir.path()).unwrap();
        let first = OutputLock::acquire(&folder, Duration::ZERO).unwrap();
        assert!(matches!(OutputLock::acquire(&folder, Duration::from_millis(30)), Err(WriteError::Locked { .. })));
        drop(first);
        OutputLock::acquire(&folder, Duration::ZERO).unwrap();
    }

    #[test]
    fn waits_for_the_first_build() {
        let dir = tempfile::tempdir().unwrap();
        let folder = OutputDir::open(dir.path()).unwrap();
        let first = OutputLock::acquire(&folder, Duration::ZERO).unwrap();
        std::thread::scope(|scope| {
            let second = scope.spawn(|| OutputLock::acquire(&folder, Duration::from_secs(30)).map(drop));
            drop(first);
            second.join().unwrap().unwrap();
        });
    }

    #[cfg(unix)]
    #[test]
    fn does_not_open_a_link() {
        let dir = tempfile::tempdir().unwrap();
        let folder = OutputDir::open(dir.path()).unwrap();
        let outside = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path().join("x"), folder.disk_path(FILE_NAME)).unwrap();
        assert!(matches!(OutputLock::acquire(&folder, Duration::ZERO), Err(WriteError::Blocked { .. })));
        assert!(!outside.path().join("x").exists());
    }
}
