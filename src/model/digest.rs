//! Names a file's bytes by their BLAKE3 hash: names that are published or guard what was written, and that nobody can give
//! to other bytes.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};

/// The name of bytes: their BLAKE3 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; blake3::OUT_LEN]);

impl Digest {
    /// Names bytes.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(blake3::hash(bytes).into())
    }

    /// The name itself.
    pub(crate) fn as_bytes(&self) -> &[u8; blake3::OUT_LEN] {
        &self.0
    }
}

/// What a file says: its length, and the name of its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ContentDigest {
    /// Bytes.
    pub size: u64,
    /// Their name.
    #[serde(rename = "blake3")]
    pub digest: Digest,
}

impl ContentDigest {
    /// Stamps bytes.
    pub fn of(bytes: &[u8]) -> ContentDigest {
        ContentDigest { size: bytes.len() as u64, digest: Digest::of(bytes) }
    }
}

/// A writer that stamps what is written to it.
#[derive(Debug)]
pub struct HashingWriter<W> {
    inner: W,
    size: u64,
    hasher: blake3::Hasher,
}

impl<W: Write> HashingWriter<W> {
    /// Stamps what is written to a writer from now on.
    pub fn new(inner: W) -> HashingWriter<W> {
        HashingWriter { inner, size: 0, hasher: blake3::Hasher::new() }
    }

    /// The writer, and the stamp of all that was written to it.
    pub fn finish(self) -> (W, ContentDigest) {
        (self.inner, ContentDigest { size: self.size, digest: Digest(self.hasher.finalize().into()) })
    }
}

impl<W: Write> Write for HashingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.size += written as u64;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

impl Serialize for Digest {
    /// Writes 64 hexadecimal digits where people may read them, and 32 bytes elsewhere.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&blake3::Hash::from_bytes(self.0).to_hex())
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return Ok(Digest(Deserialize::deserialize(deserializer)?));
        }
        let digits = Cow::<'_, str>::deserialize(deserializer)?;
        let hash = blake3::Hash::from_hex(digits.as_bytes()).map_err(de::Error::custom)?;
        Ok(Digest(hash.into()))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_what_is_written_as_the_bytes_themselves() {
        let mut stamping = HashingWriter::new(Vec::new());
        stamping.write_all(b"Lind").unwrap();
        stamping.write_all(b"haven").unwrap();
        let (written, stamp) = stamping.finish();
        assert_eq!((stamp, ContentDigest::of(b"Lindhaven")), (ContentDigest::of(&written), stamp));
    }

    #[test]
    fn is_written_in_64_digits_where_people_may_read_it() {
        let stamp = ContentDigest::of(b"Lindhaven");
        let written = serde_json::to_string(&stamp).unwrap();
        assert_eq!(written, format!(r#"{{"size":9,"blake3":"{}"}}"#, blake3::hash(b"Lindhaven")));
        assert_eq!(serde_json::from_str::<ContentDigest>(&written).unwrap(), stamp);
    }
}
