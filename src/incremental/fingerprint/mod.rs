//! Names values by what they say: equal values have equal fingerprints, different ones in practice never.
//!
//! 1. `scribe` writes a value as bytes in which nothing is ambiguous, straight from its [`Serialize`];
//!    [`Fingerprint::of_hash`] takes the bytes that its [`Hash`] gives.
//! 2. `gathered` has them hashed as they come, in large pieces, with XXH3 of 128 bits.
//!
//! XXH3 is many times as fast as a cryptographic hash, and does not withstand somebody who looks for two values of one name.
//! It need not. These names stay on one machine, and each is compared only with that of the same page, record or template in
//! an earlier build. Who writes for a briefing could write two versions of one name; a build would then believe that the
//! second is the first, and leave a page as it was. They gain nothing: they could have left their words as they were, what
//! is said of quotations comes from the words and never from a name, and a build without `.briefing/` shows the second.
//! What is published, or tells whether a file is what it was, is named by a [`Digest`](super::stamp::Digest). By chance, two of
//! a billion values have one name fewer than once in 10²⁰ times.

mod buffered_hasher;
mod canonical_serializer;

use buffered_hasher::BufferedHasher;
use canonical_serializer::CanonicalSerializer;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::hash::{Hash, Hasher};

/// The name of a value, on this machine.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fingerprint([u8; Fingerprint::LENGTH]);

impl Fingerprint {
    /// Bytes.
    pub(super) const LENGTH: usize = 16;

    /// Names a value. What is the same to [`Serialize`] has the same name; fields count by their place, not their name.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Fingerprint {
        Fingerprint::of_serialized(value, CanonicalSerializer::default())
    }

    /// Names a value in which some numbers go by lasting names.
    pub fn of_with<T: Serialize + ?Sized>(value: &T, naming: &dyn StableIdResolver) -> Fingerprint {
        Fingerprint::of_serialized(value, CanonicalSerializer::with_resolver(naming))
    }

    fn of_serialized<T: Serialize + ?Sized>(value: &T, mut scribe: CanonicalSerializer<'_>) -> Fingerprint {
        // A value that cannot be written ends in a mark of its own: its name is still one of what was written of it.
        if value.serialize(&mut scribe).is_err() {
            scribe.poison();
        }
        Fingerprint(scribe.finish())
    }

    /// Names a value by what it gives to a hasher, which is faster.
    pub fn of_hash<T: Hash + ?Sized>(value: &T) -> Fingerprint {
        let mut listener = HashAdapter::default();
        value.hash(&mut listener);
        Fingerprint(listener.0.finish())
    }

    /// Names what several names stand for together, in their order.
    pub fn combine(names: &[Fingerprint]) -> Fingerprint {
        let mut all = BufferedHasher::default();
        for name in names {
            all.update(&name.0);
        }
        Fingerprint(all.finish())
    }

    /// The name itself.
    pub fn as_bytes(&self) -> &[u8; Fingerprint::LENGTH] {
        &self.0
    }
}

/// Knows by which lasting names some numbers go, which mean something only among others: a record that comes first among
/// three is no longer the first when another one comes before it.
pub trait StableIdResolver {
    /// The name of a number, by the type that holds it alone (`struct RecordId(u32)`); nothing for a type whose numbers have
    /// none.
    fn stable_id(&self, of: &'static str, number: u32) -> Option<&[u8]>;
}

/// Names all that a value gives to a hasher.
#[derive(Default)]
struct HashAdapter(BufferedHasher);

impl Hasher for HashAdapter {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Not asked for.
    fn finish(&self) -> u64 {
        0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
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
        assert_eq!(Fingerprint::of("").to_string().len(), 32);
    }

    proptest::proptest! {
        #[test]
        fn differs_when_values_do(a: (Vec<String>, Option<i16>, Vec<Vec<u8>>), b: (Vec<String>, Option<i16>, Vec<Vec<u8>>)) {
            proptest::prop_assert_eq!(a == b, Fingerprint::of(&a) == Fingerprint::of(&b));
        }
    }
}
