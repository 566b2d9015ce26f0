//! Reads one file into memory, within limits.

use super::entry::resolves_inside;
use crate::model::Bytes;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;

/// The largest file that is read, in bytes.
const MAX_FILE_SIZE: u64 = 256 << 20;

/// The largest text that is read, in bytes.
pub(super) const MAX_TEXT_SIZE: u64 = 16 << 20;

/// Why a file was not read.
pub(super) enum ReadError {
    /// It is not there (any more).
    NotFound,
    /// It must not be read.
    Refused(String),
    /// The disk's fault.
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

/// How many bytes a file may have, by its path from the root.
pub(super) fn size_limit(path: &str) -> u64 {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_text = path.starts_with("content/") && matches!(extension, "md" | "csv" | "json" | "toml" | "txt");
    if is_text { MAX_TEXT_SIZE } else { MAX_FILE_SIZE }
}

/// Reads a file that must be inside the root. Looks again after opening it, so that a link put in its place meanwhile
/// lets nothing in.
pub(super) fn read_inside(root: &Path, path: &Path, limit: u64) -> Result<Bytes, ReadError> {
    let (bytes, opened) = read_limited(path, limit)?;
    if !resolves_inside(root, path) || !is_same_file(&opened, &path.metadata()?) {
        return Err(ReadError::Refused("it changed its place while it was read".to_owned()));
    }
    Ok(bytes)
}

/// Reads a file wherever it is.
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
fn is_same_file(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same_file(one: &Metadata, other: &Metadata) -> bool {
    one.len() == other.len() && one.file_type() == other.file_type()
}
