//! Names values by what they say: equal values have equal fingerprints, different ones in practice never.
//!
//! 1. `scribe` writes a value as bytes in which nothing is ambiguous, straight from its [`Serialize`].
//! 2. `gathered` has them hashed with BLAKE3 as they come, in large pieces.

mod gathered;
mod scribe;

use gathered::Gathered;
use scribe::Scribe;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::io::{self, Write};

/// The name of a value, or of a file's bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Names a value. What is the same to [`Serialize`] has the same name; fields count by their place, not their name.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Fingerprint {
        let mut scribe = Scribe::default();
        // A value that cannot be written ends in a mark of its own: its name is still one of what was written of it.
        if value.serialize(&mut scribe).is_err() {
            scribe.break_off();
        }
        Fingerprint(scribe.finish())
    }

    /// Names a value by what it gives to a hasher, which is faster; equal values have equal fingerprints on one machine.
    pub fn of_hash<T: Hash + ?Sized>(value: &T) -> Fingerprint {
        let mut listener = Listener::default();
        value.hash(&mut listener);
        Fingerprint(listener.0.name())
    }

    /// Names what several names stand for together, in their order.
    pub fn of_all(names: &[Fingerprint]) -> Fingerprint {
        // In one piece, which BLAKE3 hashes several times as fast as many little ones.
        let mut all = Vec::with_capacity(size_of_val(names));
        for name in names {
            all.extend_from_slice(&name.0);
        }
        Fingerprint::of_bytes(&all)
    }

    /// The name itself.
    pub(super) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Names bytes: their BLAKE3 hash.
    pub fn of_bytes(bytes: &[u8]) -> Fingerprint {
        Fingerprint(blake3::hash(bytes).into())
    }
}

/// Names all that a value gives to a hasher.
#[derive(Default)]
struct Listener(Gathered);

impl Hasher for Listener {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        self.0.add(bytes);
    }

    /// Not asked for.
    fn finish(&self) -> u64 {
        0
    }
}

/// What a file says: its length, and the name of its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// Their name.
    #[serde(rename = "blake3")]
    pub name: Fingerprint,
}

impl Stamp {
    /// Stamps bytes.
    pub fn of(bytes: &[u8]) -> Stamp {
        Stamp { size: bytes.len() as u64, name: Fingerprint::of_bytes(bytes) }
    }
}

/// A writer that stamps what is written to it.
#[derive(Debug)]
pub struct Stamping<W> {
    to: W,
    size: u64,
    hasher: blake3::Hasher,
}

impl<W: Write> Stamping<W> {
    /// Stamps what is written to a writer from now on.
    pub fn new(to: W) -> Stamping<W> {
        Stamping { to, size: 0, hasher: blake3::Hasher::new() }
    }

    /// The writer, and the stamp of all that was written to it.
    pub fn finish(self) -> (W, Stamp) {
        (self.to, Stamp { size: self.size, name: Fingerprint(self.hasher.finalize().into()) })
    }
}

impl<W: Write> Write for Stamping<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.size += written as u64;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

impl Serialize for Fingerprint {
    /// Writes 64 hexadecimal digits where people may read them, and 32 bytes elsewhere.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&blake3::Hash::from_bytes(self.0).to_hex())
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return Ok(Fingerprint(Deserialize::deserialize(deserializer)?));
        }
        let digits = std::borrow::Cow::<'_, str>::deserialize(deserializer)?;
        let hash = blake3::Hash::from_hex(digits.as_bytes()).map_err(de::Error::custom)?;
        Ok(Fingerprint(hash.into()))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[derive(Serialize)]
    struct Flat<'t> {
        #[serde(skip_serializing_if = "Option::is_none")]
        first: Option<&'t str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        second: Option<&'t str>,
        #[serde(flatten)]
        rest: BTreeMap<&'t str, i64>,
    }

    #[derive(Serialize)]
    enum Shape {
        Round,
        Square,
        Sized(u8),
        Named { width: u8 },
    }

    fn all_different(fingerprints: &[Fingerprint]) {
        for (at, one) in fingerprints.iter().enumerate() {
            assert!(!fingerprints[..at].contains(one), "the value at {at} has the name of one before");
        }
    }

    #[test]
    fn tells_values_apart_that_are_written_alike() {
        all_different(&[
            Fingerprint::of(&("ab", "c")),
            Fingerprint::of(&("a", "bc")),
            Fingerprint::of(&(vec!["ab"], "c")),
            Fingerprint::of(&(vec!["ab", "c"],)),
            Fingerprint::of(&(Vec::<u8>::new(), vec![0_u8])),
            Fingerprint::of(&(vec![0_u8], Vec::<u8>::new())),
            Fingerprint::of(&None::<u8>),
            Fingerprint::of(&Some(1_u8)),
            Fingerprint::of(&1_i8),
            Fingerprint::of(&1.0_f64),
            Fingerprint::of("1"),
            Fingerprint::of(&'1'),
            Fingerprint::of(&true),
            Fingerprint::of(&Shape::Round),
            Fingerprint::of(&Shape::Square),
            Fingerprint::of(&Shape::Sized(1)),
            Fingerprint::of(&Shape::Named { width: 1 }),
        ]);
    }

    #[test]
    fn tells_skipped_and_flattened_fields_apart() {
        let flat = |first, second, key| Flat { first, second, rest: BTreeMap::from([(key, 1)]) };
        all_different(&[
            Fingerprint::of(&flat(Some("x"), None, "a")),
            Fingerprint::of(&flat(None, Some("x"), "a")),
            Fingerprint::of(&flat(Some("x"), None, "b")),
            Fingerprint::of(&flat(None, None, "a")),
        ]);
    }

    #[test]
    fn is_the_same_for_equal_values_however_long() {
        let long = "words ".repeat(50_000);
        assert_eq!(Fingerprint::of(&(&long, 1)), Fingerprint::of(&(long.clone(), 1)));
        assert_ne!(Fingerprint::of(&(&long, 1)), Fingerprint::of(&(&long[1..], 1)));
        assert_eq!(Fingerprint::of_bytes(b"").to_string().len(), 64);
    }

    proptest::proptest! {
        #[test]
        fn differs_when_values_do(a: (Vec<String>, Option<i16>, Vec<Vec<u8>>), b: (Vec<String>, Option<i16>, Vec<Vec<u8>>)) {
            proptest::prop_assert_eq!(a == b, Fingerprint::of(&a) == Fingerprint::of(&b));
        }
    }
}
