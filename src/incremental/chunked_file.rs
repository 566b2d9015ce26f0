//! Keeps much in one file, as pieces that are checked and taken one by one, on all processors.
//!
//! A pack is written beside its place and renamed. Its head names the format, the program, and the length and check of each
//! piece; a piece that is not what it was gives nothing.

use super::fingerprint::Fingerprint;
use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const MAGIC: &[u8] = b"briefing pack 2\n";

/// The length and the check of a piece.
const TABLE_ENTRY_SIZE: usize = 8 + blake3::OUT_LEN;

/// So many pieces are made at a time, so that they are not all in memory.
const CHUNKS_AT_A_TIME: usize = 8;

/// A pack that was opened; its pieces are not read yet.
#[derive(Debug)]
pub(crate) struct ChunkedFile {
    path: PathBuf,
    /// Where each piece lies, how long it is, and its check.
    chunks: Vec<(u64, usize, [u8; blake3::OUT_LEN])>,
}

impl ChunkedFile {
    /// Opens a pack; nothing when it is none, or another program wrote it than this one.
    pub(super) fn open(path: PathBuf, by: Fingerprint) -> Option<ChunkedFile> {
        let mut file = File::open(&path).ok()?;
        let mut head = [0; MAGIC.len() + Fingerprint::LENGTH + 8];
        file.read_exact(&mut head).ok()?;
        let rest = head.strip_prefix(MAGIC)?;
        let (program, count) = rest.split_at_checked(Fingerprint::LENGTH)?;
        let count = usize::try_from(u64::from_le_bytes(count.try_into().ok()?)).ok()?;
        let room = usize::try_from(file.metadata().ok()?.len()).ok()?;
        if program != by.as_bytes() || count > room / TABLE_ENTRY_SIZE {
            return None;
        }
        let mut table = vec![0; count * TABLE_ENTRY_SIZE];
        file.read_exact(&mut table).ok()?;
        let mut at = (head.len() + table.len()) as u64;
        let mut pieces = Vec::with_capacity(count);
        for entry in table.chunks_exact(TABLE_ENTRY_SIZE) {
            let (length, check) = entry.split_at_checked(8)?;
            let length = usize::try_from(u64::from_le_bytes(length.try_into().ok()?)).ok()?;
            pieces.push((at, Some(length).filter(|length| *length <= room)?, check.try_into().ok()?));
            at += length as u64;
        }
        Some(ChunkedFile { path, chunks: pieces })
    }

    /// How many pieces there are.
    pub(crate) fn len(&self) -> usize {
        self.chunks.len()
    }

    /// A piece, if it is whole.
    pub(crate) fn chunk<T: DeserializeOwned>(&self, number: usize) -> Option<T> {
        let (at, length, check) = self.chunks.get(number)?;
        let mut file = File::open(&self.path).ok()?;
        file.seek(SeekFrom::Start(*at)).ok()?;
        let mut bytes = vec![0; *length];
        file.read_exact(&mut bytes).ok()?;
        if blake3::hash(&bytes).as_bytes() != check {
            return None;
        }
        postcard::from_bytes(&bytes).ok()
    }
}

/// A piece as it is written.
pub(crate) type EncodedChunk = Result<Vec<u8>, postcard::Error>;

/// Makes a piece of a value.
///
/// # Errors
/// The value cannot be written.
pub(crate) fn encode_chunk<T: Serialize + ?Sized>(value: &T) -> EncodedChunk {
    postcard::to_stdvec(value)
}

/// Writes a pack of so many pieces, by a program of this name.
pub(super) fn write(
    path: &Path,
    by: Fingerprint,
    count: usize,
    piece: impl Fn(usize) -> EncodedChunk + Sync,
) -> io::Result<()> {
    let mut file = File::create(path)?;
    let mut table = Vec::with_capacity(count * TABLE_ENTRY_SIZE);
    let head = [MAGIC, by.as_bytes(), &(count as u64).to_le_bytes()].concat();
    file.seek(SeekFrom::Start((head.len() + count * TABLE_ENTRY_SIZE) as u64))?;
    let encode = |first: usize| -> Result<ChecksummedChunks, postcard::Error> {
        let encode = |number: usize| piece(number).map(|bytes| (*blake3::hash(&bytes).as_bytes(), bytes));
        (first..count.min(first + CHUNKS_AT_A_TIME)).into_par_iter().map(encode).collect()
    };
    let mut made = encode(0);
    for first in (0..count).step_by(CHUNKS_AT_A_TIME) {
        // The next pieces are made while these are written.
        let (written, next) =
            rayon::join(|| append_chunks(made, &mut table, &mut file), || encode(first + CHUNKS_AT_A_TIME));
        written?;
        made = next;
    }
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&head)?;
    file.write_all(&table)
}

/// Pieces with their checks.
type ChecksummedChunks = Vec<([u8; blake3::OUT_LEN], Vec<u8>)>;

/// Writes pieces, and enters them into the table.
fn append_chunks(
    pieces: Result<ChecksummedChunks, postcard::Error>,
    table: &mut Vec<u8>,
    file: &mut File,
) -> io::Result<()> {
    for (check, bytes) in pieces.map_err(io::Error::other)? {
        table.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        table.extend_from_slice(&check);
        file.write_all(&bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn program() -> Fingerprint {
        Fingerprint::of("this program")
    }

    fn packed(words: &[&str]) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.pack");
        write(&path, program(), words.len(), |number| encode_chunk(words[number])).unwrap();
        (dir, path)
    }

    fn pieces(path: &Path) -> Option<Vec<Option<String>>> {
        let pack = ChunkedFile::open(path.to_owned(), program())?;
        Some((0..pack.len()).map(|number| pack.chunk(number)).collect())
    }

    #[test]
    fn gives_back_each_piece() {
        let words: Vec<String> = (0..3 * CHUNKS_AT_A_TIME).map(|number| "word ".repeat(number)).collect();
        let (_dir, path) = packed(&words.iter().map(String::as_str).collect::<Vec<_>>());
        let pack = ChunkedFile::open(path, program()).unwrap();
        for (number, word) in words.iter().enumerate() {
            assert_eq!(pack.chunk::<String>(number).as_ref(), Some(word));
        }
        assert_eq!(pack.chunk::<String>(words.len()), None);
        assert!(ChunkedFile::open(pack.path.clone(), Fingerprint::of("another")).is_none());
        let (_dir, empty) = packed(&[]);
        assert!(ChunkedFile::open(empty, program()).unwrap().len() == 0);
    }

    #[test]
    fn gives_nothing_of_a_piece_with_any_byte_changed_or_missing() {
        let words = ["ferries", "and", "bridges"];
        let (_dir, path) = packed(&words);
        let whole = fs::read(&path).unwrap();
        let is_sound = || {
            let found = pieces(&path).unwrap_or_default();
            found.iter().enumerate().all(|(at, word)| word.as_deref().is_none_or(|word| words.get(at) == Some(&word)))
        };
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1 << (at % 8);
            fs::write(&path, &changed).unwrap();
            assert!(is_sound(), "byte {at} changed");
            assert_ne!(pieces(&path), Some(pieces_of(&words)), "byte {at} changed");
            fs::write(&path, &whole[..at]).unwrap();
            assert!(is_sound(), "cut at {at}");
            assert_ne!(pieces(&path), Some(pieces_of(&words)), "cut at {at}");
        }
        fs::write(&path, &whole).unwrap();
        assert_eq!(pieces(&path), Some(pieces_of(&words)));
    }

    fn pieces_of(words: &[&str]) -> Vec<Option<String>> {
        words.iter().map(|word| Some((*word).to_owned())).collect()
    }
}
