//! The output folder: single steps on the disk, each of which names its path when the system refuses it.

use super::WriteError;
use super::path::RESERVED_PREFIX;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// An output folder that exists. Paths are relative to it, with `/`, and have been checked.
#[derive(Debug)]
pub(super) struct OutputDir {
    root: PathBuf,
}

/// What stands at a path; a symbolic link is never followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    /// Nothing.
    Missing,
    /// A regular file.
    File {
        /// Its length in bytes.
        size: u64,
    },
    /// A real folder.
    Directory,
    /// A symbolic link, a pipe or the like.
    Other,
}

impl OutputDir {
    /// Opens the folder and creates it when it is not there. The folder itself may be reached through links.
    pub(super) fn open(dir: &Path) -> Result<OutputDir, WriteError> {
        fs::create_dir_all(dir).map_err(WriteError::io("create folder", dir))?;
        Ok(OutputDir { root: dir.to_owned() })
    }

    /// Opens the folder if it is there.
    pub(super) fn open_existing(dir: &Path) -> Option<OutputDir> {
        dir.is_dir().then(|| OutputDir { root: dir.to_owned() })
    }

    /// The folder's own path.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The path on the disk.
    pub(super) fn disk_path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// What stands at a path.
    pub(super) fn entry_kind(&self, path: &str) -> Result<EntryKind, WriteError> {
        let at = self.disk_path(path);
        match fs::symlink_metadata(&at) {
            Ok(meta) if meta.is_file() => Ok(EntryKind::File { size: meta.len() }),
            Ok(meta) if meta.is_dir() => Ok(EntryKind::Directory),
            Ok(_) => Ok(EntryKind::Other),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                Ok(EntryKind::Missing)
            }
            Err(error) => Err(WriteError::io("look at", &at)(error)),
        }
    }

    /// Names in a folder (empty path: the output folder itself), in no order; names that are not UTF-8 are shown lossily.
    pub(super) fn entry_names(&self, path: &str) -> Result<Vec<String>, WriteError> {
        let at = self.disk_path(path);
        let entries = fs::read_dir(&at).map_err(WriteError::io("list", &at))?;
        let name = |entry: std::io::Result<fs::DirEntry>| Ok(entry?.file_name().to_string_lossy().into_owned());
        entries.map(name).collect::<std::io::Result<_>>().map_err(WriteError::io("list", &at))
    }

    /// Reads a regular file, at most `limit` bytes of it.
    pub(super) fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, WriteError> {
        let at = self.disk_path(path);
        let mut bytes = Vec::new();
        File::open(&at)
            .and_then(|file| file.take(limit).read_to_end(&mut bytes))
            .map_err(WriteError::io("read", &at))?;
        Ok(bytes)
    }

    /// Opens the file for locking; it is created when it is not there and never shortened.
    pub(super) fn open_lock(&self, path: &str) -> Result<File, WriteError> {
        let at = self.disk_path(path);
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true).open(&at).map_err(WriteError::io("open", &at))
    }

    /// Puts a file in its place: written beside it and renamed, so that at every moment the path holds the old bytes or
    /// the new ones. A link that stands there is replaced, not followed.
    pub(super) fn write_atomic(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let at = self.disk_path(path);
        let beside = at.with_file_name(temporary_name(path));
        let put = create_new(&beside, bytes)
            .map_err(WriteError::io("write", &beside))
            .and_then(|()| fs::rename(&beside, &at).map_err(WriteError::io("replace", &at)));
        if put.is_err() {
            // The refusal is what counts; a file left beside is swept by the next build.
            let _ = fs::remove_file(&beside);
        }
        put
    }

    /// Moves a file to its place; from another file system, where it cannot be moved, it is written there.
    pub(super) fn move_into(&self, path: &str, from: &Path) -> Result<(), WriteError> {
        if fs::rename(from, self.disk_path(path)).is_ok() {
            return Ok(());
        }
        self.write_atomic(path, &fs::read(from).map_err(WriteError::io("read", from))?)
    }

    /// Removes a file; one that is gone already is no error.
    pub(super) fn remove(&self, path: &str) -> Result<(), WriteError> {
        let at = self.disk_path(path);
        match fs::remove_file(&at) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(WriteError::io("remove", &at)(error)),
            _ => Ok(()),
        }
    }

    /// Makes a folder whose parent is there; one that is there already is no error, anything else is.
    pub(super) fn create_dir(&self, path: &str) -> Result<(), WriteError> {
        let at = self.disk_path(path);
        match fs::create_dir(&at) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => match self.entry_kind(path)? {
                EntryKind::Directory => Ok(()),
                _ => Err(WriteError::Blocked { path: at }),
            },
            made => made.map_err(WriteError::io("create folder", &at)),
        }
    }

    /// Removes a folder if nothing is in it.
    pub(super) fn remove_if_empty(&self, path: &str) -> Result<(), WriteError> {
        let at = self.disk_path(path);
        let stays = |kind| {
            matches!(kind, ErrorKind::NotFound | ErrorKind::DirectoryNotEmpty | ErrorKind::NotADirectory)
                || kind == ErrorKind::AlreadyExists
        };
        match fs::remove_dir(&at) {
            Err(error) if !stays(error.kind()) => Err(WriteError::io("remove folder", &at)(error)),
            _ => Ok(()),
        }
    }

    /// Removes what an interrupted build left beside the files of a folder.
    pub(super) fn remove_temporary_files(&self, path: &str) -> Result<(), WriteError> {
        for name in self.entry_names(path)?.into_iter().filter(|name| is_temporary(name)) {
            let left = if path.is_empty() { name } else { format!("{path}/{name}") };
            if let EntryKind::File { .. } = self.entry_kind(&left)? {
                self.remove(&left)?;
            }
        }
        Ok(())
    }
}

/// Creates a file that must not be there, so that no planted link is written through; a leftover is removed first.
fn create_new(at: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let open = || OpenOptions::new().write(true).create_new(true).open(at);
    let mut file = match open() {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::remove_file(at)?;
            open()?
        }
        opened => opened?,
    };
    file.write_all(bytes)
}

/// The name beside a file under which it is written: the same in every build, so that leftovers are known.
pub(super) fn temporary_name(path: &str) -> String {
    format!("{RESERVED_PREFIX}tmp-{}", &blake3::hash(path.as_bytes()).to_hex()[..16])
}

/// Whether a name is one that [`temporary_name`] gives.
pub(super) fn is_temporary(name: &str) -> bool {
    let mark = name.strip_prefix(RESERVED_PREFIX).and_then(|rest| rest.strip_prefix("tmp-"));
    mark.is_some_and(|mark| mark.len() == 16 && mark.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_the_old_bytes_or_the_new() {
        let dir = tempfile::tempdir().unwrap();
        let folder = OutputDir::open(dir.path()).unwrap();
        folder.write_atomic("a.html", b"old").unwrap();
        fs::write(folder.disk_path(&temporary_name("a.html")), b"half").unwrap();
        folder.write_atomic("a.html", b"new").unwrap();
        assert_eq!(folder.read("a.html", 9).unwrap(), b"new");
        assert_eq!(folder.entry_names("").unwrap(), ["a.html"]);
    }

    #[test]
    fn names_operation_and_path_of_a_refusal() {
        let dir = tempfile::tempdir().unwrap();
        let folder = OutputDir::open(dir.path()).unwrap();
        let error = folder.write_atomic("missing/a.html", b"").unwrap_err().to_string();
        assert!(error.starts_with("failed to write `") && error.contains("missing"), "{error}");
    }

    #[test]
    fn sweeps_leftovers_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let folder = OutputDir::open(dir.path()).unwrap();
        for name in [temporary_name("x").as_str(), ".briefing-tmp-notes", "mine"] {
            fs::write(folder.disk_path(name), b"").unwrap();
        }
        folder.remove_temporary_files("").unwrap();
        let mut names = folder.entry_names("").unwrap();
        names.sort();
        assert_eq!(names, [".briefing-tmp-notes", "mine"]);
    }
}
