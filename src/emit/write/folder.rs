//! The output folder: single steps on the disk, each of which names its path when the system refuses it.

use super::WriteError;
use super::path::OWN;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// An output folder that exists. Paths are relative to it, with `/`, and have been checked.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
}

/// What stands at a path; a symbolic link is never followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// Nothing.
    Nothing,
    /// A regular file.
    File {
        /// Its length in bytes.
        size: u64,
    },
    /// A real folder.
    Folder,
    /// A symbolic link, a pipe or the like.
    Other,
}

impl Folder {
    /// Opens the folder and creates it when it is not there. The folder itself may be reached through links.
    pub(super) fn open(dir: &Path) -> Result<Folder, WriteError> {
        fs::create_dir_all(dir).map_err(WriteError::io("create folder", dir))?;
        Ok(Folder { root: dir.to_owned() })
    }

    /// Opens the folder if it is there.
    pub(super) fn existing(dir: &Path) -> Option<Folder> {
        dir.is_dir().then(|| Folder { root: dir.to_owned() })
    }

    /// The folder's own path.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The path on the disk.
    pub(super) fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// What stands at a path.
    pub(super) fn entry(&self, path: &str) -> Result<Entry, WriteError> {
        let at = self.at(path);
        match fs::symlink_metadata(&at) {
            Ok(meta) if meta.is_file() => Ok(Entry::File { size: meta.len() }),
            Ok(meta) if meta.is_dir() => Ok(Entry::Folder),
            Ok(_) => Ok(Entry::Other),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(Entry::Nothing),
            Err(error) => Err(WriteError::io("look at", &at)(error)),
        }
    }

    /// Names in a folder (empty path: the output folder itself), in no order; names that are not UTF-8 are shown lossily.
    pub(super) fn names(&self, path: &str) -> Result<Vec<String>, WriteError> {
        let at = self.at(path);
        let entries = fs::read_dir(&at).map_err(WriteError::io("list", &at))?;
        let name = |entry: std::io::Result<fs::DirEntry>| Ok(entry?.file_name().to_string_lossy().into_owned());
        entries.map(name).collect::<std::io::Result<_>>().map_err(WriteError::io("list", &at))
    }

    /// Reads a regular file, at most `limit` bytes of it.
    pub(super) fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, WriteError> {
        let at = self.at(path);
        let mut bytes = Vec::new();
        File::open(&at)
            .and_then(|file| file.take(limit).read_to_end(&mut bytes))
            .map_err(WriteError::io("read", &at))?;
        Ok(bytes)
    }

    /// Opens the file for locking; it is created when it is not there and never shortened.
    pub(super) fn open_lock(&self, path: &str) -> Result<File, WriteError> {
        let at = self.at(path);
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true).open(&at).map_err(WriteError::io("open", &at))
    }

    /// Puts a file in its place: written beside it and renamed, so that at every moment the path holds the old bytes or
    /// the new ones. A link that stands there is replaced, not followed.
    pub(super) fn put(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let at = self.at(path);
        let beside = at.with_file_name(temporary_name(path));
        let put = create(&beside, bytes)
            .map_err(WriteError::io("write", &beside))
            .and_then(|()| fs::rename(&beside, &at).map_err(WriteError::io("replace", &at)));
        if put.is_err() {
            // The refusal is what counts; a file left beside is swept by the next build.
            let _ = fs::remove_file(&beside);
        }
        put
    }

    /// Moves a file to its place; from another file system, where it cannot be moved, it is written there.
    pub(super) fn bring(&self, path: &str, from: &Path) -> Result<(), WriteError> {
        if fs::rename(from, self.at(path)).is_ok() {
            return Ok(());
        }
        self.put(path, &fs::read(from).map_err(WriteError::io("read", from))?)
    }

    /// Removes a file; one that is gone already is no error.
    pub(super) fn remove(&self, path: &str) -> Result<(), WriteError> {
        let at = self.at(path);
        match fs::remove_file(&at) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(WriteError::io("remove", &at)(error)),
            _ => Ok(()),
        }
    }

    /// Makes a folder whose parent is there; one that is there already is no error, anything else is.
    pub(super) fn make(&self, path: &str) -> Result<(), WriteError> {
        let at = self.at(path);
        match fs::create_dir(&at) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => match self.entry(path)? {
                Entry::Folder => Ok(()),
                _ => Err(WriteError::InTheWay { path: at }),
            },
            made => made.map_err(WriteError::io("create folder", &at)),
        }
    }

    /// Removes a folder if nothing is in it.
    pub(super) fn remove_if_empty(&self, path: &str) -> Result<(), WriteError> {
        let at = self.at(path);
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
    pub(super) fn sweep(&self, path: &str) -> Result<(), WriteError> {
        for name in self.names(path)?.into_iter().filter(|name| is_temporary(name)) {
            let left = if path.is_empty() { name } else { format!("{path}/{name}") };
            if let Entry::File { .. } = self.entry(&left)? {
                self.remove(&left)?;
            }
        }
        Ok(())
    }
}

/// Creates a file that must not be there, so that no planted link is written through; a leftover is removed first.
fn create(at: &Path, bytes: &[u8]) -> std::io::Result<()> {
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
    format!("{OWN}tmp-{}", &blake3::hash(path.as_bytes()).to_hex()[..16])
}

/// Whether a name is one that [`temporary_name`] gives.
pub(super) fn is_temporary(name: &str) -> bool {
    let mark = name.strip_prefix(OWN).and_then(|rest| rest.strip_prefix("tmp-"));
    mark.is_some_and(|mark| mark.len() == 16 && mark.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_the_old_bytes_or_the_new() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        folder.put("a.html", b"old").unwrap();
        fs::write(folder.at(&temporary_name("a.html")), b"half").unwrap();
        folder.put("a.html", b"new").unwrap();
        assert_eq!(folder.read("a.html", 9).unwrap(), b"new");
        assert_eq!(folder.names("").unwrap(), ["a.html"]);
    }

    #[test]
    fn names_operation_and_path_of_a_refusal() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let error = folder.put("missing/a.html", b"").unwrap_err().to_string();
        assert!(error.starts_with("failed to write `") && error.contains("missing"), "{error}");
    }

    #[test]
    fn sweeps_leftovers_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        for name in [temporary_name("x").as_str(), ".briefing-tmp-notes", "mine"] {
            fs::write(folder.at(name), b"").unwrap();
        }
        folder.sweep("").unwrap();
        let mut names = folder.names("").unwrap();
        names.sort();
        assert_eq!(names, [".briefing-tmp-notes", "mine"]);
    }
}
