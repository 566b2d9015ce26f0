//! File lock against concurrent builds into the same directory.
//!
//! The lock is the operating system's, on a small file in the output directory. It ends with the process, however that
//! ends. The file stays: removing it would let a third build lock another file of the same name.

use super::WriteError;
use super::output_dir::{EntryKind, OutputDir};
use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::time::Duration;

const FILE_NAME: &str = ".briefing-lock";
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Exclusive write access to an output directory; released on drop.
#[derive(Debug)]
pub(super) struct OutputLock {
    file: File,
}

impl OutputLock {
    /// Acquires the lock, waiting for another build for up to `wait`.
    pub(super) fn acquire(output: &OutputDir, wait: Duration) -> Result<OutputLock, WriteError> {
        if matches!(output.entry_kind(FILE_NAME)?, EntryKind::Directory | EntryKind::Other) {
            return Err(WriteError::Blocked { path: output.disk_path(FILE_NAME) });
        }
        let file = output.open_lock(FILE_NAME)?;
        let mut waited = Duration::ZERO;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(OutputLock { file }),
                // A file system without locks is rarely shared by several machines, so no lock is needed.
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                    return Ok(OutputLock { file });
                }
                Err(TryLockError::Error(error)) => {
                    return Err(WriteError::io("lock", &output.disk_path(FILE_NAME))(error));
                }
                Err(TryLockError::WouldBlock) if waited >= wait => {
                    return Err(WriteError::Locked { folder: output.root().to_owned() });
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
    /// Unlocks explicitly: closing the file would not release the lock while a child process that is being started
    /// shares it.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_a_second_build_until_the_lock_is_released() {
        let dir = tempfile::tempdir().unwrap();
        let output = OutputDir::open(dir.path()).unwrap();
        let first = OutputLock::acquire(&output, Duration::ZERO).unwrap();
        assert!(matches!(OutputLock::acquire(&output, Duration::from_millis(30)), Err(WriteError::Locked { .. })));
        drop(first);
        OutputLock::acquire(&output, Duration::ZERO).unwrap();
    }

    #[test]
    fn waits_until_the_lock_is_released() {
        let dir = tempfile::tempdir().unwrap();
        let output = OutputDir::open(dir.path()).unwrap();
        let first = OutputLock::acquire(&output, Duration::ZERO).unwrap();
        std::thread::scope(|scope| {
            let second = scope.spawn(|| OutputLock::acquire(&output, Duration::from_secs(30)).map(drop));
            drop(first);
            second.join().unwrap().unwrap();
        });
    }

    #[cfg(unix)]
    #[test]
    fn refuses_a_symbolic_link_as_lock_file() {
        let dir = tempfile::tempdir().unwrap();
        let output = OutputDir::open(dir.path()).unwrap();
        let outside = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path().join("x"), output.disk_path(FILE_NAME)).unwrap();
        assert!(matches!(OutputLock::acquire(&output, Duration::ZERO), Err(WriteError::Blocked { .. })));
        assert!(!outside.path().join("x").exists());
    }
}
