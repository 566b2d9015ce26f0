//! A JSON object that leaves out what is not known.

use serde_json::{Map, Value};

/// An object in the making; its fields keep their order.
#[derive(Default)]
pub(super) struct Object {
    fields: Map<String, Value>,
}

impl Object {
    /// Adds a field, unless its value is nothing: null, or an empty text, list or object.
    pub(super) fn with(mut self, key: &str, value: impl Into<Value>) -> Object {
        let value = value.into();
        let is_nothing = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Object(fields) => fields.is_empty(),
            Value::Bool(_) | Value::Number(_) => false,
        };
        if !is_nothing {
            self.fields.insert(key.to_owned(), value);
        }
        self
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Value {
        Value::Object(object.fields)
    }
}
