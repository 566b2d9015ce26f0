//! Writes a value so that two values are written alike only when they are equal: every part begins with what it is,
//! texts are preceded by their length, and what has parts ends with a mark.

use super::StableIdResolver;
use super::buffered_hasher::BufferedHasher;
use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};
use std::fmt;

/// What a part is.
#[derive(Clone, Copy)]
#[repr(u8)]
enum TypeTag {
    Unit,
    False,
    True,
    Signed,
    Unsigned,
    Large,
    Float,
    Character,
    Text,
    Bytes,
    Some,
    Variant,
    List,
    Map,
    Struct,
    Skipped,
    End,
    Poisoned,
}

/// Writes a value and hashes what it writes.
#[derive(Default)]
pub(super) struct CanonicalSerializer<'n> {
    hasher: BufferedHasher,
    /// By which lasting names some numbers go.
    resolver: Option<&'n dyn StableIdResolver>,
    /// The type of the number to be written next, if such numbers may go by a name.
    newtype_name: Option<&'static str>,
}

impl<'n> CanonicalSerializer<'n> {
    /// Writes numbers by their names.
    pub(super) fn with_resolver(naming: &'n dyn StableIdResolver) -> CanonicalSerializer<'n> {
        CanonicalSerializer { resolver: Some(naming), ..CanonicalSerializer::default() }
    }

    /// Marks that the value could not be written to its end.
    pub(super) fn poison(&mut self) {
        self.write_tag(TypeTag::Poisoned);
    }

    /// The hash of all that was written.
    pub(super) fn finish(self) -> [u8; 16] {
        self.hasher.finish()
    }

    fn write_tag(&mut self, mark: TypeTag) {
        self.hasher.update(&[mark as u8]);
    }

    fn write_u64(&mut self, mark: TypeTag, number: u64) {
        let mut bytes = [mark as u8; 1 + size_of::<u64>()];
        bytes[1..].copy_from_slice(&number.to_le_bytes());
        self.hasher.update(&bytes);
    }

    fn write_u128(&mut self, mark: TypeTag, number: u128) {
        self.write_tag(TypeTag::Large);
        self.write_tag(mark);
        self.hasher.update(&number.to_le_bytes());
    }

    fn write_bytes(&mut self, mark: TypeTag, bytes: &[u8]) {
        self.write_u64(mark, bytes.len() as u64);
        self.hasher.update(bytes);
    }

    fn write_variant(&mut self, index: u32) {
        self.write_tag(TypeTag::Variant);
        self.hasher.update(&index.to_le_bytes());
    }
}

type SerializeResult = Result<(), fmt::Error>;

impl Serializer for &mut CanonicalSerializer<'_> {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bool(self, value: bool) -> SerializeResult {
        self.write_tag(if value { TypeTag::True } else { TypeTag::False });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> SerializeResult {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> SerializeResult {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> SerializeResult {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> SerializeResult {
        self.write_u64(TypeTag::Signed, value.cast_unsigned());
        Ok(())
    }

    fn serialize_i128(self, value: i128) -> SerializeResult {
        match i64::try_from(value) {
            Ok(value) => self.write_u64(TypeTag::Signed, value.cast_unsigned()),
            Err(_) => self.write_u128(TypeTag::Signed, value.cast_unsigned()),
        }
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> SerializeResult {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> SerializeResult {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> SerializeResult {
        match self.newtype_name.take().and_then(|of| self.resolver?.stable_id(of, value)) {
            Some(name) => self.serialize_bytes(name),
            None => self.serialize_u64(value.into()),
        }
    }

    fn serialize_u64(self, value: u64) -> SerializeResult {
        self.write_u64(TypeTag::Unsigned, value);
        Ok(())
    }

    fn serialize_u128(self, value: u128) -> SerializeResult {
        match u64::try_from(value) {
            Ok(value) => self.write_u64(TypeTag::Unsigned, value),
            Err(_) => self.write_u128(TypeTag::Unsigned, value),
        }
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> SerializeResult {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> SerializeResult {
        self.write_u64(TypeTag::Float, value.to_bits());
        Ok(())
    }

    fn serialize_char(self, value: char) -> SerializeResult {
        self.write_u64(TypeTag::Character, value.into());
        Ok(())
    }

    fn serialize_str(self, value: &str) -> SerializeResult {
        self.write_bytes(TypeTag::Text, value.as_bytes());
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> SerializeResult {
        self.write_bytes(TypeTag::Bytes, value);
        Ok(())
    }

    fn serialize_none(self) -> SerializeResult {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> SerializeResult {
        self.write_tag(TypeTag::Some);
        value.serialize(self)
    }

    fn serialize_unit(self) -> SerializeResult {
        self.write_tag(TypeTag::Unit);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> SerializeResult {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, index: u32, _: &'static str) -> SerializeResult {
        self.write_variant(index);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> SerializeResult {
        self.newtype_name = self.resolver.map(|_| name);
        let written = value.serialize(&mut *self);
        self.newtype_name = None;
        written
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> SerializeResult {
        self.write_variant(index);
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, fmt::Error> {
        self.write_tag(TypeTag::List);
        Ok(self)
    }

    fn serialize_tuple(self, length: usize) -> Result<Self, fmt::Error> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Self, fmt::Error> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        length: usize,
    ) -> Result<Self, fmt::Error> {
        self.write_variant(index);
        self.serialize_seq(Some(length))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, fmt::Error> {
        self.write_tag(TypeTag::Map);
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, fmt::Error> {
        self.write_tag(TypeTag::Struct);
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        _: &'static str,
        length: usize,
    ) -> Result<Self, fmt::Error> {
        self.write_variant(index);
        self.serialize_struct(name, length)
    }
}

/// Writes the parts of what has parts, one after another.
macro_rules! parts {
    ($part:ident, $write:ident) => {
        impl $part for &mut CanonicalSerializer<'_> {
            type Ok = ();
            type Error = fmt::Error;

            fn $write<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), fmt::Error> {
                self.write_tag(TypeTag::End);
                Ok(())
            }
        }
    };
}

parts!(SerializeSeq, serialize_element);
parts!(SerializeTuple, serialize_element);
parts!(SerializeTupleStruct, serialize_field);
parts!(SerializeTupleVariant, serialize_field);

/// Writes fields by their order; one that is left out keeps its place.
macro_rules! fields {
    ($part:ident) => {
        impl $part for &mut CanonicalSerializer<'_> {
            type Ok = ();
            type Error = fmt::Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Result<(), fmt::Error> {
                value.serialize(&mut **self)
            }

            fn skip_field(&mut self, _: &'static str) -> Result<(), fmt::Error> {
                self.write_tag(TypeTag::Skipped);
                Ok(())
            }

            fn end(self) -> Result<(), fmt::Error> {
                self.write_tag(TypeTag::End);
                Ok(())
            }
        }
    };
}

fields!(SerializeStruct);
fields!(SerializeStructVariant);

impl SerializeMap for &mut CanonicalSerializer<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> SerializeResult {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> SerializeResult {
        value.serialize(&mut **self)
    }

    fn end(self) -> SerializeResult {
        self.write_tag(TypeTag::End);
        Ok(())
    }
}
