//! Reads one file into memory, with a size limit.

use super::entry::resolves_inside;
use crate::model::Bytes;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;

/// Maximum size of a file, in bytes.
const MAX_FILE_SIZE: u64 = 256 << 20;

/// Maximum size of a text file, in bytes.
pub(super) const MAX_TEXT_SIZE: u64 = 16 << 20;

/// Error of reading one file.
pub(super) enum ReadError {
    /// The file does not exist (any more).
    NotFound,
    /// The file must not be read, for this reason.
    Refused(String),
    /// I/O error.
    Io(io::Error),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::NotFound,
            _ => ReadError::Io(error),
        }
    }
}

/// Returns the maximum size in bytes of a file, by its path relative to the root.
pub(super) fn size_limit(path: &str) -> u64 {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_text = path.starts_with("content/") && matches!(extension, "md" | "csv" | "json" | "toml" | "txt");
    if is_text { MAX_TEXT_SIZE } else { MAX_FILE_SIZE }
}

/// Reads a file that must be inside the root. Checks this again after opening it, in case it was replaced by a link
/// meanwhile.
pub(super) fn read_inside(root: &Path, path: &Path, limit: u64) -> Result<Bytes, ReadError> {
    let (bytes, opened) = read_limited(path, limit)?;
    if !resolves_inside(root, path) || !is_same_file(&opened, &path.metadata()?) {
        return Err(ReadError::Refused("it was replaced while it was being read".to_owned()));
    }
    Ok(bytes)
}

/// Reads a file without checking its location.
pub(super) fn read_anywhere(path: &Path, limit: u64) -> Result<Bytes, ReadError> {
    read_limited(path, limit).map(|(bytes, _)| bytes)
}

fn read_limited(path: &Path, limit: u64) -> Result<(Bytes, Metadata), ReadError> {
    if !path.metadata()?.is_file() {
        return Err(ReadError::Refused("it is not a regular file".to_owned()));
    }
    let file = File::open(path)?;
    let opened = file.metadata()?;
    let too_large = || ReadError::Refused(format!("it is larger than {} MiB", limit >> 20));
    if opened.len() > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(opened.len()).unwrap_or(0));
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(too_large());
    }
    Ok((Bytes::from(bytes), opened))
}

#[cfg(unix)]
fn is_same_file(opened: &Metadata, current: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (opened.dev(), opened.ino()) == (current.dev(), current.ino())
}

#[cfg(not(unix))]
fn is_same_file(opened: &Metadata, current: &Metadata) -> bool {
    opened.len() == current.len() && opened.file_type() == current.file_type()
}
