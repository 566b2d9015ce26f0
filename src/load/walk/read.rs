//! Reads one file into memory, within limits.

use super::entry::leads_inside;
use crate::model::Bytes;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;

/// The largest file that is read, in bytes.
const MOST: u64 = 256 << 20;

/// The largest text that is read, in bytes.
pub(super) const MOST_TEXT: u64 = 16 << 20;

/// Why a file was not read.
pub(super) enum Failure {
    /// It is not there (any more).
    Gone,
    /// It must not be read.
    Refused(String),
    /// The disk's fault.
    Disk(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Failure::Gone,
            _ => Failure::Disk(error),
        }
    }
}

/// How many bytes a file may have, by its path from the root.
pub(super) fn limit(path: &str) -> u64 {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_text = path.starts_with("content/") && matches!(extension, "md" | "csv" | "json" | "toml" | "txt");
    if is_text { MOST_TEXT } else { MOST }
}

/// Reads a file that must be inside the root. Looks again after opening it, so that a link put in its place meanwhile
/// lets nothing in.
pub(super) fn inside(root: &Path, path: &Path, limit: u64) -> Result<Bytes, Failure> {
    let (bytes, opened) = read(path, limit)?;
    if !leads_inside(root, path) || !is_same_file(&opened, &path.metadata()?) {
        return Err(Failure::Refused("it changed its place while it was read".to_owned()));
    }
    Ok(bytes)
}

/// Reads a file wherever it is.
pub(super) fn whole(path: &Path, limit: u64) -> Result<Bytes, Failure> {
    read(path, limit).map(|(bytes, _)| bytes)
}

fn read(path: &Path, limit: u64) -> Result<(Bytes, Metadata), Failure> {
    if !path.metadata()?.is_file() {
        return Err(Failure::Refused("it is not a regular file".to_owned()));
    }
    let file = File::open(path)?;
    let opened = file.metadata()?;
    let too_large = || Failure::Refused(format!("it is larger than {} MiB", limit >> 20));
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
