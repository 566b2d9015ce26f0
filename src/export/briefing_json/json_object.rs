//! JSON object writer that omits empty fields.
//!
//! Writes straight to a buffer: a value tree of the whole briefing would take many times its size.

use serde::Serialize;

/// JSON object under construction; fields keep their order.
pub(super) struct JsonObject<'t> {
    buffer: &'t mut Vec<u8>,
    is_empty: bool,
}

impl JsonObject<'_> {
    /// Writes an object whose fields `write_fields` adds.
    pub(super) fn write(buffer: &mut Vec<u8>, write_fields: impl FnOnce(&mut JsonObject<'_>)) {
        buffer.push(b'{');
        let mut object = JsonObject { buffer, is_empty: true };
        write_fields(&mut object);
        buffer.push(b'}');
    }

    /// Adds a field unless its value is `null`, an empty string or an empty array.
    pub(super) fn with(&mut self, key: &str, value: impl Serialize) -> &mut Self {
        // Plain values can always be serialized.
        self.field(key, |buffer| drop(serde_json::to_writer(buffer, &value)))
    }

    /// Adds a field with an already encoded value.
    pub(super) fn encoded(&mut self, key: &str, value: &[u8]) -> &mut Self {
        self.field(key, |buffer| buffer.extend_from_slice(value))
    }

    /// Adds an array field unless it is empty; `write` encodes one item.
    pub(super) fn array<T>(
        &mut self,
        key: &str,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Vec<u8>, T),
    ) -> &mut Self {
        self.field(key, |buffer| {
            buffer.push(b'[');
            for (index, item) in items.into_iter().enumerate() {
                if index > 0 {
                    buffer.push(b',');
                }
                write(buffer, item);
            }
            buffer.push(b']');
        })
    }

    /// Adds a nested object unless it is empty.
    pub(super) fn object(&mut self, key: &str, write_fields: impl FnOnce(&mut JsonObject<'_>)) -> &mut Self {
        self.field(key, |buffer| JsonObject::write(buffer, write_fields))
    }

    /// Adds an array of objects unless it is empty.
    pub(super) fn list<T>(
        &mut self,
        key: &str,
        items: impl IntoIterator<Item = T>,
        mut write_fields: impl FnMut(&mut JsonObject<'_>, T),
    ) -> &mut Self {
        self.array(key, items, |buffer, item| JsonObject::write(buffer, |object| write_fields(object, item)))
    }

    /// Adds a field unless the written value is empty; the key must need no escaping.
    fn field(&mut self, key: &str, write: impl FnOnce(&mut Vec<u8>)) -> &mut Self {
        let length_before = self.buffer.len();
        if !self.is_empty {
            self.buffer.push(b',');
        }
        self.buffer.push(b'"');
        self.buffer.extend_from_slice(key.as_bytes());
        self.buffer.extend_from_slice(b"\":");
        let value_start = self.buffer.len();
        write(self.buffer);
        if matches!(&self.buffer[value_start..], b"" | b"null" | b"\"\"" | b"[]" | b"{}") {
            self.buffer.truncate(length_before);
        } else {
            self.is_empty = false;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn omits_empty_values() {
        let mut text = Vec::new();
        JsonObject::write(&mut text, |object| {
            object
                .with("null", None::<&str>)
                .with("text", "say \"so\"")
                .with("empty", "")
                .with("words", ["", "x"])
                .with("none", [""; 0])
                .object("nobody", |_| {})
                .list("nothing", [0; 0], |_, _| {})
                .list("numbers", [1, 0], |object, number| _ = object.with("number", (number > 0).then_some(number)));
        });
        let expected = r#"{"text":"say \"so\"","words":["","x"],"numbers":[{"number":1},{}]}"#;
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }
}
