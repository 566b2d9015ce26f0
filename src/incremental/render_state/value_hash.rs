//! Hashes template values, so that equal views of a page are recognized.

use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::{Hash, Hasher};
use tera::value::ValueKind;
use tera::{Map, Value};

/// Hashable template value: different values give different input to the hasher. A map that occurs several times, such as
/// a link, is hashed once.
pub(crate) struct ValueHash<'v>(pub(crate) &'v Value);

impl Hash for ValueHash<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash_value(self.0, &mut FxHashMap::with_capacity_and_hasher(MAP_CAPACITY, FxBuildHasher), state);
    }
}

/// Expected maximum of different maps in a page.
const MAP_CAPACITY: usize = 400;

/// Hashes a value. `seen_maps` numbers the maps that were hashed before, by address.
fn hash_value<H: Hasher>(value: &Value, seen_maps: &mut FxHashMap<*const Map, usize>, state: &mut H) {
    let kind = value.kind();
    match kind {
        ValueKind::Undefined | ValueKind::None => write_tag(kind, 0, state),
        ValueKind::Bool => write_tag(kind, value.is_truthy().into(), state),
        ValueKind::String => {
            let text = value.as_str().unwrap_or_default();
            write_tag(kind, text.len() << 1 | usize::from(value.is_safe()), state);
            state.write(text.as_bytes());
        }
        ValueKind::Array => {
            let items = value.as_array().unwrap_or_default();
            write_tag(kind, items.len(), state);
            for item in items {
                hash_value(item, seen_maps, state);
            }
        }
        ValueKind::Map => {
            let Some(map) = value.as_map() else { return };
            let next = seen_maps.len();
            let number = *seen_maps.entry(map).or_insert(next);
            write_tag(kind, number, state);
            if number == next {
                state.write_usize(map.len());
                for (key, value) in map {
                    match key.as_str() {
                        Some(key) => key.hash(state),
                        // A byte that is in no text: this is none.
                        None => (0xfe_u8, key.to_string()).hash(state),
                    }
                    hash_value(value, seen_maps, state);
                }
            }
        }
        ValueKind::Bytes => {
            let bytes = value.as_bytes().unwrap_or_default();
            write_tag(kind, bytes.len(), state);
            state.write(bytes);
        }
        ValueKind::U64 | ValueKind::I64 => {
            write_tag(kind, 0, state);
            state.write_i128(value.as_i128().unwrap_or_default());
        }
        _ => {
            write_tag(kind, 0, state);
            value.to_string().hash(state);
        }
    }
}

/// Hashes the kind of a value, together with its length or number.
fn write_tag<H: Hasher>(kind: ValueKind, measure: usize, state: &mut H) {
    state.write_u64((measure as u64) << 8 | kind as u64);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incremental::fingerprint::Fingerprint;
    use crate::render::template_value::value_of;
    use serde::Serialize;
    use std::collections::{BTreeMap, BTreeSet};

    fn name(value: &impl Serialize) -> Fingerprint {
        Fingerprint::of_hash(&ValueHash(&value_of(value)))
    }

    #[test]
    fn distinguishes_values_that_differ_in_templates() {
        let list = |words: &[&str]| value_of(&words);
        let map = |key: &str, value: &Value| value_of(&BTreeMap::from([(key, value)]));
        let values = [
            Value::none(),
            Value::undefined(),
            Value::from(false),
            Value::from(true),
            Value::from(0_u64),
            Value::from(1_u64),
            Value::from(-1_i64),
            Value::from(0.5_f64),
            Value::from(""),
            Value::from("<b>"),
            Value::safe_string("<b>"),
            Value::bytes(*b"<b>"),
            Value::bytes([0xff]),
            Value::bytes([0xfe]),
            list(&[]),
            list(&["ab", "c"]),
            list(&["a", "bc"]),
            list(&["abc"]),
            value_of(&(list(&["ab"]), "c")),
            map("a", &Value::none()),
            map("b", &Value::none()),
            map("a", &map("b", &Value::none())),
            value_of(&(map("a", &Value::none()), map("b", &Value::none()))),
            value_of(&(map("b", &Value::none()), map("a", &Value::none()))),
        ];
        for (at, value) in values.iter().enumerate() {
            assert_eq!(name(value), name(&value.clone()), "{value:?}");
            let same = values[..at].iter().find(|other| name(other) == name(value));
            assert!(same.is_none(), "{value:?} is named as {same:?}");
        }
    }

    #[test]
    fn distinguishes_repeated_maps_by_position() {
        let [a, b] = ["a", "b"].map(|word| value_of(&BTreeMap::from([("word", word)])));
        let names = [[&a, &a, &b], [&a, &b, &a], [&a, &b, &b], [&b, &a, &a]].map(|three| name(&three));
        let different: BTreeSet<_> = names.into_iter().collect();
        assert_eq!(different.len(), names.len());
    }
}
