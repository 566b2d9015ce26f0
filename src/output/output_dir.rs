//! Output directory: single file system operations, each with the path in its error.

use super::WriteError;
use super::path::RESERVED_PREFIX;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Existing output directory. Paths are relative to it, use `/`, and have been validated.
#[derive(Debug)]
pub(super) struct OutputDir {
    root: PathBuf,
}

/// Type of a directory entry; symbolic links are never followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    /// No entry.
    Missing,
    /// Regular file.
    File {
        /// Length in bytes.
        size: u64,
    },
    /// Real directory.
    Directory,
    /// Symbolic link, pipe or another special file.
    Other,
}

impl OutputDir {
    /// Opens the directory and creates it if it is missing. The directory itself may be reached through links.
    pub(super) fn open(dir: &Path) -> Result<OutputDir, WriteError> {
        fs::create_dir_all(dir).map_err(WriteError::io("create folder", dir))?;
        Ok(OutputDir { root: dir.to_owned() })
    }

    /// Opens the directory; returns `None` if it is missing.
    pub(super) fn open_existing(dir: &Path) -> Option<OutputDir> {
        dir.is_dir().then(|| OutputDir { root: dir.to_owned() })
    }

    /// Returns the directory's own path.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the path on disk.
    pub(super) fn disk_path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Returns the type of the entry at a path.
    pub(super) fn entry_kind(&self, path: &str) -> Result<EntryKind, WriteError> {
        let disk_path = self.disk_path(path);
        match fs::symlink_metadata(&disk_path) {
            Ok(meta) if meta.is_file() => Ok(EntryKind::File { size: meta.len() }),
            Ok(meta) if meta.is_dir() => Ok(EntryKind::Directory),
            Ok(_) => Ok(EntryKind::Other),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                Ok(EntryKind::Missing)
            }
            Err(error) => Err(WriteError::io("inspect", &disk_path)(error)),
        }
    }

    /// Lists the names in a directory (empty path: the output directory itself), unordered; names that are not UTF-8
    /// are converted lossily.
    pub(super) fn entry_names(&self, path: &str) -> Result<Vec<String>, WriteError> {
        let disk_path = self.disk_path(path);
        let entries = fs::read_dir(&disk_path).map_err(WriteError::io("list", &disk_path))?;
        let name = |entry: std::io::Result<fs::DirEntry>| Ok(entry?.file_name().to_string_lossy().into_owned());
        entries.map(name).collect::<std::io::Result<_>>().map_err(WriteError::io("list", &disk_path))
    }

    /// Reads a regular file, at most `limit` bytes of it.
    pub(super) fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, WriteError> {
        let disk_path = self.disk_path(path);
        let mut bytes = Vec::new();
        File::open(&disk_path)
            .and_then(|file| file.take(limit).read_to_end(&mut bytes))
            .map_err(WriteError::io("read", &disk_path))?;
        Ok(bytes)
    }

    /// Opens the lock file; creates it if it is missing and never truncates it.
    pub(super) fn open_lock(&self, path: &str) -> Result<File, WriteError> {
        let disk_path = self.disk_path(path);
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true).open(&disk_path).map_err(WriteError::io("open", &disk_path))
    }

    /// Writes a file to a temporary path beside it and renames it, so that the path holds either the old or the new
    /// bytes at every moment. A symbolic link at the path is replaced, not followed.
    pub(super) fn write_atomic(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let disk_path = self.disk_path(path);
        let temporary = disk_path.with_file_name(temporary_name(path));
        let result = create_new(&temporary, bytes)
            .map_err(WriteError::io("write", &temporary))
            .and_then(|()| fs::rename(&temporary, &disk_path).map_err(WriteError::io("replace", &disk_path)));
        if result.is_err() {
            // Report the first error; the next build removes a leftover temporary file.
            let _ = fs::remove_file(&temporary);
        }
        result
    }

    /// Moves a file into the directory; copies it if a rename is impossible, as between file systems.
    pub(super) fn move_into(&self, path: &str, from: &Path) -> Result<(), WriteError> {
        if fs::rename(from, self.disk_path(path)).is_ok() {
            return Ok(());
        }
        self.write_atomic(path, &fs::read(from).map_err(WriteError::io("read", from))?)
    }

    /// Removes a file; a missing file is not an error.
    pub(super) fn remove(&self, path: &str) -> Result<(), WriteError> {
        let disk_path = self.disk_path(path);
        match fs::remove_file(&disk_path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(WriteError::io("remove", &disk_path)(error)),
            _ => Ok(()),
        }
    }

    /// Creates a directory whose parent exists. An existing directory is not an error; any other entry is.
    pub(super) fn create_dir(&self, path: &str) -> Result<(), WriteError> {
        let disk_path = self.disk_path(path);
        match fs::create_dir(&disk_path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => match self.entry_kind(path)? {
                EntryKind::Directory => Ok(()),
                _ => Err(WriteError::Blocked { path: disk_path }),
            },
            result => result.map_err(WriteError::io("create folder", &disk_path)),
        }
    }

    /// Removes a directory if it is empty.
    pub(super) fn remove_if_empty(&self, path: &str) -> Result<(), WriteError> {
        let disk_path = self.disk_path(path);
        let is_expected = |kind| {
            matches!(kind, ErrorKind::NotFound | ErrorKind::DirectoryNotEmpty | ErrorKind::NotADirectory)
                || kind == ErrorKind::AlreadyExists
        };
        match fs::remove_dir(&disk_path) {
            Err(error) if !is_expected(error.kind()) => Err(WriteError::io("remove folder", &disk_path)(error)),
            _ => Ok(()),
        }
    }

    /// Removes temporary files that an interrupted build left in a directory.
    pub(super) fn remove_temporary_files(&self, path: &str) -> Result<(), WriteError> {
        for name in self.entry_names(path)?.into_iter().filter(|name| is_temporary(name)) {
            let leftover = if path.is_empty() { name } else { format!("{path}/{name}") };
            if let EntryKind::File { .. } = self.entry_kind(&leftover)? {
                self.remove(&leftover)?;
            }
        }
        Ok(())
    }
}

/// Creates a new file without following a planted link; an existing file is removed first.
fn create_new(disk_path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let open = || OpenOptions::new().write(true).create_new(true).open(disk_path);
    let mut file = match open() {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::remove_file(disk_path)?;
            open()?
        }
        result => result?,
    };
    file.write_all(bytes)
}

/// Returns the temporary name for writing a file: the same in every build, so that leftovers can be recognized.
pub(super) fn temporary_name(path: &str) -> String {
    format!("{RESERVED_PREFIX}tmp-{}", &blake3::hash(path.as_bytes()).to_hex()[..16])
}

/// Checks whether a name has the form of [`temporary_name`].
pub(super) fn is_temporary(name: &str) -> bool {
    let suffix = name.strip_prefix(RESERVED_PREFIX).and_then(|rest| rest.strip_prefix("tmp-"));
    suffix.is_some_and(|suffix| suffix.len() == 16 && suffix.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_a_file_and_a_leftover_temporary_file() {
        let dir = tempfile::tempdir().unwrap();
        let output = OutputDir::open(dir.path()).unwrap();
        output.write_atomic("a.html", b"old").unwrap();
        fs::write(output.disk_path(&temporary_name("a.html")), b"half").unwrap();
        output.write_atomic("a.html", b"new").unwrap();
        assert_eq!(output.read("a.html", 9).unwrap(), b"new");
        assert_eq!(output.entry_names("").unwrap(), ["a.html"]);
    }

    #[test]
    fn reports_operation_and_path_of_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let output = OutputDir::open(dir.path()).unwrap();
        let error = output.write_atomic("missing/a.html", b"").unwrap_err().to_string();
        assert!(error.starts_with("failed to write `") && error.contains("missing"), "{error}");
    }

    #[test]
    fn removes_only_temporary_files() {
        let dir = tempfile::tempdir().unwrap();
        let output = OutputDir::open(dir.path()).unwrap();
        for name in [temporary_name("x").as_str(), ".briefing-tmp-notes", "mine"] {
            fs::write(output.disk_path(name), b"").unwrap();
        }
        output.remove_temporary_files("").unwrap();
        let mut names = output.entry_names("").unwrap();
        names.sort();
        assert_eq!(names, [".briefing-tmp-notes", "mine"]);
    }
}
