//! Writes a value so that two values are written alike only when they are equal: every part begins with what it is,
//! texts are preceded by their length, and what has parts ends with a mark.

use super::Naming;
use super::gathered::Gathered;
use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};
use std::fmt;

/// What a part is.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Mark {
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
    Broken,
}

/// Writes a value and hashes what it writes.
#[derive(Default)]
pub(super) struct Scribe<'n> {
    written: Gathered,
    /// By which lasting names some numbers go.
    naming: Option<&'n dyn Naming>,
    /// The type of the number to be written next, if such numbers may go by a name.
    numbered: Option<&'static str>,
}

impl<'n> Scribe<'n> {
    /// Writes numbers by their names.
    pub(super) fn with(naming: &'n dyn Naming) -> Scribe<'n> {
        Scribe { naming: Some(naming), ..Scribe::default() }
    }

    /// Marks that the value could not be written to its end.
    pub(super) fn break_off(&mut self) {
        self.mark(Mark::Broken);
    }

    /// The hash of all that was written.
    pub(super) fn finish(self) -> [u8; 16] {
        self.written.name()
    }

    fn mark(&mut self, mark: Mark) {
        self.written.add(&[mark as u8]);
    }

    fn number(&mut self, mark: Mark, number: u64) {
        let mut bytes = [mark as u8; 1 + size_of::<u64>()];
        bytes[1..].copy_from_slice(&number.to_le_bytes());
        self.written.add(&bytes);
    }

    fn large_number(&mut self, mark: Mark, number: u128) {
        self.mark(Mark::Large);
        self.mark(mark);
        self.written.add(&number.to_le_bytes());
    }

    fn bytes(&mut self, mark: Mark, bytes: &[u8]) {
        self.number(mark, bytes.len() as u64);
        self.written.add(bytes);
    }

    fn variant(&mut self, index: u32) {
        self.mark(Mark::Variant);
        self.written.add(&index.to_le_bytes());
    }
}

type Done = Result<(), fmt::Error>;

impl Serializer for &mut Scribe<'_> {
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

    fn serialize_bool(self, value: bool) -> Done {
        self.mark(if value { Mark::True } else { Mark::False });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Done {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Done {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Done {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Done {
        self.number(Mark::Signed, value.cast_unsigned());
        Ok(())
    }

    fn serialize_i128(self, value: i128) -> Done {
        match i64::try_from(value) {
            Ok(value) => self.number(Mark::Signed, value.cast_unsigned()),
            Err(_) => self.large_number(Mark::Signed, value.cast_unsigned()),
        }
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Done {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Done {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Done {
        match self.numbered.take().and_then(|of| self.naming?.name(of, value)) {
            Some(name) => self.serialize_bytes(name),
            None => self.serialize_u64(value.into()),
        }
    }

    fn serialize_u64(self, value: u64) -> Done {
        self.number(Mark::Unsigned, value);
        Ok(())
    }

    fn serialize_u128(self, value: u128) -> Done {
        match u64::try_from(value) {
            Ok(value) => self.number(Mark::Unsigned, value),
            Err(_) => self.large_number(Mark::Unsigned, value),
        }
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Done {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Done {
        self.number(Mark::Float, value.to_bits());
        Ok(())
    }

    fn serialize_char(self, value: char) -> Done {
        self.number(Mark::Character, value.into());
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Done {
        self.bytes(Mark::Text, value.as_bytes());
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Done {
        self.bytes(Mark::Bytes, value);
        Ok(())
    }

    fn serialize_none(self) -> Done {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        self.mark(Mark::Some);
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        self.mark(Mark::Unit);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, index: u32, _: &'static str) -> Done {
        self.variant(index);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Done {
        self.numbered = self.naming.map(|_| name);
        let written = value.serialize(&mut *self);
        self.numbered = None;
        written
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> Done {
        self.variant(index);
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, fmt::Error> {
        self.mark(Mark::List);
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
        self.variant(index);
        self.serialize_seq(Some(length))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, fmt::Error> {
        self.mark(Mark::Map);
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, fmt::Error> {
        self.mark(Mark::Struct);
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        _: &'static str,
        length: usize,
    ) -> Result<Self, fmt::Error> {
        self.variant(index);
        self.serialize_struct(name, length)
    }
}

/// Writes the parts of what has parts, one after another.
macro_rules! parts {
    ($part:ident, $write:ident) => {
        impl $part for &mut Scribe<'_> {
            type Ok = ();
            type Error = fmt::Error;

            fn $write<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
                value.serialize(&mut **self)
            }

            fn end(self) -> Done {
                self.mark(Mark::End);
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
        impl $part for &mut Scribe<'_> {
            type Ok = ();
            type Error = fmt::Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Done {
                value.serialize(&mut **self)
            }

            fn skip_field(&mut self, _: &'static str) -> Done {
                self.mark(Mark::Skipped);
                Ok(())
            }

            fn end(self) -> Done {
                self.mark(Mark::End);
                Ok(())
            }
        }
    };
}

fields!(SerializeStruct);
fields!(SerializeStructVariant);

impl SerializeMap for &mut Scribe<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Done {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        value.serialize(&mut **self)
    }

    fn end(self) -> Done {
        self.mark(Mark::End);
        Ok(())
    }
}
