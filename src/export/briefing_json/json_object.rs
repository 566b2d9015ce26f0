//! Writes JSON objects that leave out what is not known.
//!
//! They are written at once: a tree of the whole briefing would take many times its size.

use serde::Serialize;

/// An object in the making; its fields keep their order.
pub(super) struct JsonObject<'t> {
    buffer: &'t mut Vec<u8>,
    is_empty: bool,
}

impl JsonObject<'_> {
    /// Writes an object.
    pub(super) fn write(to: &mut Vec<u8>, tell: impl FnOnce(&mut JsonObject<'_>)) {
        to.push(b'{');
        let mut object = JsonObject { buffer: to, is_empty: true };
        tell(&mut object);
        to.push(b'}');
    }

    /// Adds a field, unless its value is nothing: null, or an empty text or list.
    pub(super) fn with(&mut self, key: &str, value: impl Serialize) -> &mut Self {
        // Plain values can always be written.
        self.field(key, |to| drop(serde_json::to_writer(to, &value)))
    }

    /// Adds a field whose value is written already.
    pub(super) fn encoded(&mut self, key: &str, value: &[u8]) -> &mut Self {
        self.field(key, |to| to.extend_from_slice(value))
    }

    /// Adds a field with a list of whatever is written, unless it is empty.
    pub(super) fn array<T>(
        &mut self,
        key: &str,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Vec<u8>, T),
    ) -> &mut Self {
        self.field(key, |to| {
            to.push(b'[');
            for (at, item) in items.into_iter().enumerate() {
                if at > 0 {
                    to.push(b',');
                }
                write(to, item);
            }
            to.push(b']');
        })
    }

    /// Adds a field with an object in it, unless that is empty.
    pub(super) fn object(&mut self, key: &str, tell: impl FnOnce(&mut JsonObject<'_>)) -> &mut Self {
        self.field(key, |to| JsonObject::write(to, tell))
    }

    /// Adds a field with a list of objects, unless that is empty.
    pub(super) fn list<T>(
        &mut self,
        key: &str,
        items: impl IntoIterator<Item = T>,
        mut tell: impl FnMut(&mut JsonObject<'_>, T),
    ) -> &mut Self {
        self.array(key, items, |to, item| JsonObject::write(to, |object| tell(object, item)))
    }

    /// Adds a field; the key needs no escape.
    fn field(&mut self, key: &str, write: impl FnOnce(&mut Vec<u8>)) -> &mut Self {
        let before = self.buffer.len();
        if !self.is_empty {
            self.buffer.push(b',');
        }
        self.buffer.push(b'"');
        self.buffer.extend_from_slice(key.as_bytes());
        self.buffer.extend_from_slice(b"\":");
        let begin = self.buffer.len();
        write(self.buffer);
        if matches!(&self.buffer[begin..], b"" | b"null" | b"\"\"" | b"[]" | b"{}") {
            self.buffer.truncate(before);
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
    fn leaves_out_what_is_nothing() {
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
