//! Serializes only the fields of a view that templates use.

use super::template_value::value_of;
use serde::ser::{Impossible, SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};
use std::collections::BTreeSet;
use std::fmt;
use tera::value::Key;
use tera::{Map, Value};

/// Fields of a variable that a template and its includes use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum UsedFields {
    /// All fields.
    All,
    /// These fields.
    Only(BTreeSet<String>),
}

impl Default for UsedFields {
    /// No field.
    fn default() -> Self {
        UsedFields::Only(BTreeSet::new())
    }
}

impl UsedFields {
    /// Returns the union of both sets.
    pub(crate) fn union(self, others: &UsedFields) -> UsedFields {
        match (self, others) {
            (UsedFields::Only(fields), UsedFields::Only(others)) => {
                UsedFields::Only(fields.union(others).cloned().collect())
            }
            _ => UsedFields::All,
        }
    }

    /// Checks whether a field is used.
    pub(crate) fn contains(&self, field: &str) -> bool {
        match self {
            UsedFields::All => true,
            UsedFields::Only(fields) => fields.contains(field),
        }
    }

    /// Serializes the used fields of a view.
    pub(crate) fn project<T: Serialize + ?Sized>(&self, view: &T) -> Value {
        match self {
            UsedFields::All => value_of(view),
            UsedFields::Only(fields) => view.serialize(ProjectingSerializer(fields)).unwrap_or_else(|_| value_of(view)),
        }
    }
}

/// Error for values that are not structs; the caller falls back to full serialization.
type ProjectionError = fmt::Error;

type Unprojectable = Impossible<Value, ProjectionError>;

/// Serializer that keeps only the used fields of a struct; fails for other values.
struct ProjectingSerializer<'a>(&'a BTreeSet<String>);

macro_rules! refuse {
    ($($method:ident($($given:ty),*) -> $comes:ty;)*) => {
        $(fn $method(self, $(_: $given),*) -> Result<$comes, ProjectionError> {
            Err(fmt::Error)
        })*
    };
}

impl<'a> Serializer for ProjectingSerializer<'a> {
    type Ok = Value;
    type Error = ProjectionError;
    type SerializeSeq = Unprojectable;
    type SerializeTuple = Unprojectable;
    type SerializeTupleStruct = Unprojectable;
    type SerializeTupleVariant = Unprojectable;
    type SerializeMap = ProjectedMap<'a>;
    type SerializeStruct = ProjectedMap<'a>;
    type SerializeStructVariant = Unprojectable;

    refuse! {
        serialize_bool(bool) -> Value;
        serialize_i8(i8) -> Value;
        serialize_i16(i16) -> Value;
        serialize_i32(i32) -> Value;
        serialize_i64(i64) -> Value;
        serialize_u8(u8) -> Value;
        serialize_u16(u16) -> Value;
        serialize_u32(u32) -> Value;
        serialize_u64(u64) -> Value;
        serialize_f32(f32) -> Value;
        serialize_f64(f64) -> Value;
        serialize_char(char) -> Value;
        serialize_str(&str) -> Value;
        serialize_bytes(&[u8]) -> Value;
        serialize_none() -> Value;
        serialize_unit() -> Value;
        serialize_unit_struct(&'static str) -> Value;
        serialize_unit_variant(&'static str, u32, &'static str) -> Value;
        serialize_seq(Option<usize>) -> Unprojectable;
        serialize_tuple(usize) -> Unprojectable;
        serialize_tuple_struct(&'static str, usize) -> Unprojectable;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Unprojectable;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Unprojectable;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, ProjectionError> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Value, ProjectionError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Value, ProjectionError> {
        Err(fmt::Error)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<ProjectedMap<'a>, ProjectionError> {
        Ok(ProjectedMap { used: self.0, fields: Map::default() })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<ProjectedMap<'a>, ProjectionError> {
        Ok(ProjectedMap { used: self.0, fields: Map::default() })
    }
}

/// Serialized fields.
struct ProjectedMap<'a> {
    used: &'a BTreeSet<String>,
    fields: Map,
}

impl ProjectedMap<'_> {
    fn insert<T: Serialize + ?Sized>(&mut self, name: Key<'static>, value: &T) {
        if name.as_str().is_some_and(|name| self.used.contains(name)) {
            self.fields.insert(name, value_of(value));
        }
    }
}

impl SerializeStruct for ProjectedMap<'_> {
    type Ok = Value;
    type Error = ProjectionError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), ProjectionError> {
        self.insert(Key::from(name), value);
        Ok(())
    }

    fn end(self) -> Result<Value, ProjectionError> {
        Ok(Value::from(self.fields))
    }
}

/// A struct with flattened fields comes as a map.
impl SerializeMap for ProjectedMap<'_> {
    type Ok = Value;
    type Error = ProjectionError;

    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), ProjectionError> {
        let name = value_of(key).as_str().map(str::to_owned).ok_or(fmt::Error)?;
        self.insert(Key::from(name), value);
        Ok(())
    }

    fn serialize_key<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), ProjectionError> {
        Err(fmt::Error)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), ProjectionError> {
        Err(fmt::Error)
    }

    fn end(self) -> Result<Value, ProjectionError> {
        Ok(Value::from(self.fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::view::Lazy;
    use std::cell::Cell;

    #[derive(Serialize)]
    struct View<'e> {
        title: &'e str,
        #[serde(flatten)]
        part: Part<'e>,
    }

    #[derive(Serialize)]
    struct Part<'e> {
        seen: Lazy<'e, u8>,
        unseen: Lazy<'e, u8>,
    }

    fn fields(names: &[&str]) -> UsedFields {
        UsedFields::Only(names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn makes_what_may_be_asked_for_and_nothing_else() {
        let made = Cell::new(0);
        let late = |value| {
            Lazy::new({
                let made = &made;
                move || {
                    made.set(made.get() + 1);
                    value
                }
            })
        };
        let view = View { title: "T", part: Part { seen: late(1), unseen: late(2) } };
        let chosen = fields(&["title", "seen", "other"]);
        let expected = [("title", Value::from("T")), ("seen", Value::from(1_u64))];
        let expected: Map = expected.into_iter().map(|(name, value)| (Key::from(name), value)).collect();
        assert_eq!(chosen.project(&view), Value::from(expected));
        assert_eq!(made.get(), 1);
        assert_eq!(UsedFields::All.project(&view), value_of(&view));
        assert_eq!(made.get(), 2);
        assert_eq!(chosen.project(&view.part), fields(&["seen"]).project(&view));
    }

    #[test]
    fn gives_what_is_no_struct_as_a_whole() {
        let whole = value_of(&["a", "b"]);
        assert_eq!(fields(&["a"]).project(&["a", "b"]), whole);
        assert_eq!(fields(&[]).project(&()), value_of(&()));
    }
}
