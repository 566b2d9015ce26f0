//! Collision-resistant content digests (BLAKE3), for published hashes and for verifying written files.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};

/// BLAKE3 hash of bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; blake3::OUT_LEN]);

impl Digest {
    /// Computes the digest of bytes.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(blake3::hash(bytes).into())
    }

    /// Returns the raw bytes of the digest.
    pub(crate) fn as_bytes(&self) -> &[u8; blake3::OUT_LEN] {
        &self.0
    }
}

/// Length and digest of a file's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ContentDigest {
    /// Length in bytes.
    pub size: u64,
    /// BLAKE3 hash of the content.
    #[serde(rename = "blake3")]
    pub digest: Digest,
}

impl ContentDigest {
    /// Computes the length and digest of bytes.
    pub fn of(bytes: &[u8]) -> ContentDigest {
        ContentDigest { size: bytes.len() as u64, digest: Digest::of(bytes) }
    }
}

/// Writer that computes the digest of everything written to it.
#[derive(Debug)]
pub struct HashingWriter<W> {
    inner: W,
    size: u64,
    hasher: blake3::Hasher,
}

impl<W: Write> HashingWriter<W> {
    /// Wraps a writer; the digest covers what is written from now on.
    pub fn new(inner: W) -> HashingWriter<W> {
        HashingWriter { inner, size: 0, hasher: blake3::Hasher::new() }
    }

    /// Returns the inner writer and the digest of everything written.
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
    /// Writes 64 hexadecimal digits in human-readable formats, and 32 bytes in binary ones.
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
    fn digests_what_is_written() {
        let mut writer = HashingWriter::new(Vec::new());
        writer.write_all(b"Lind").unwrap();
        writer.write_all(b"haven").unwrap();
        let (written, digest) = writer.finish();
        assert_eq!((digest, ContentDigest::of(b"Lindhaven")), (ContentDigest::of(&written), digest));
    }

    #[test]
    fn serializes_as_64_digits_in_human_readable_formats() {
        let digest = ContentDigest::of(b"Lindhaven");
        let written = serde_json::to_string(&digest).unwrap();
        assert_eq!(written, format!(r#"{{"size":9,"blake3":"{}"}}"#, blake3::hash(b"Lindhaven")));
        assert_eq!(serde_json::from_str::<ContentDigest>(&written).unwrap(), digest);
    }
}
