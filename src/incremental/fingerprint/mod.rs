//! Fingerprints values: equal values have equal fingerprints, and different values have different ones in practice.
//!
//! 1. `canonical_serializer` serializes a value to unambiguous bytes; [`Fingerprint::of_hash`] takes the bytes of its
//!    [`Hash`] instead.
//! 2. `buffered_hasher` hashes the bytes in large blocks, with XXH3 of 128 bits.
//!
//! XXH3 is many times as fast as a cryptographic hash, but not collision-resistant. It need not be: fingerprints stay on
//! one machine, and each is compared only with that of the same page, record or template in an earlier build. An author
//! could construct two versions of a text with one fingerprint; a build would then keep the page of the first version. That
//! gains nothing: the author could have left the text unchanged, quotations are verified against the text and never by
//! fingerprint, and a build without `.briefing/` shows the second version. Published files and input files have a
//! collision-resistant [`Digest`](crate::model::digest::Digest) instead. The probability of an accidental collision among a
//! billion values is below 10⁻²⁰.

mod buffered_hasher;
mod canonical_serializer;

use buffered_hasher::BufferedHasher;
use canonical_serializer::CanonicalSerializer;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::hash::{Hash, Hasher};

/// Fingerprint of a value, valid on this machine.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fingerprint([u8; Fingerprint::LENGTH]);

impl Fingerprint {
    /// Bytes.
    pub(super) const LENGTH: usize = 16;

    /// Fingerprints a serialized value; fields count by position, not by name.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Fingerprint {
        Fingerprint::of_serialized(value, CanonicalSerializer::default())
    }

    /// Fingerprints a serialized value in which record ids are replaced by stable ids.
    pub fn of_with<T: Serialize + ?Sized>(value: &T, naming: &dyn StableIdResolver) -> Fingerprint {
        Fingerprint::of_serialized(value, CanonicalSerializer::with_resolver(naming))
    }

    fn of_serialized<T: Serialize + ?Sized>(value: &T, mut scribe: CanonicalSerializer<'_>) -> Fingerprint {
        // A value that cannot be serialized ends with a mark of its own, so that it differs from its serialized prefix.
        if value.serialize(&mut scribe).is_err() {
            scribe.poison();
        }
        Fingerprint(scribe.finish())
    }

    /// Fingerprints a value by its [`Hash`], which is faster.
    pub fn of_hash<T: Hash + ?Sized>(value: &T) -> Fingerprint {
        let mut listener = HashAdapter::default();
        value.hash(&mut listener);
        Fingerprint(listener.0.finish())
    }

    /// Combines fingerprints, in order.
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

/// Adapts a buffered hasher to [`Hasher`].
#[derive(Default)]
struct HashAdapter(BufferedHasher);

impl Hasher for HashAdapter {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Unused: the fingerprint has 128 bits.
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
