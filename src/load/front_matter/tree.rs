//! What TOML and YAML both say: a tree of values, each with its place in the file.

use crate::span::{Span, Spanned};
use serde_json::{Number, Value as Json};

/// The entries of a table, in the order in which they were written.
pub(crate) type SpannedTable = Vec<SpannedEntry>;

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SpannedEntry {
    /// The key, without quotation marks.
    pub key: Spanned<String>,
    /// What it is set to.
    pub value: SpannedValue,
}

/// A value and its place: the whole of it, quotation marks and brackets included.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SpannedValue {
    /// Where it stands. A TOML table's place is its header.
    pub span: Span,
    /// What it is.
    pub kind: ValueKind,
}

/// The kinds of values.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ValueKind {
    /// Text.
    String(String),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// `true` or `false`.
    Bool(bool),
    /// A TOML date or time, as written.
    Date(String),
    /// A list.
    Array(Vec<SpannedValue>),
    /// A table.
    Table(SpannedTable),
    /// YAML's `null`, or nothing behind the colon.
    Null,
    /// Something that could not be read; it was reported.
    Invalid,
}

impl SpannedValue {
    /// Says what it is, with its article: `a string`.
    pub(crate) fn describe(&self) -> &'static str {
        match self.kind {
            ValueKind::String(_) => "a string",
            ValueKind::Integer(_) => "a whole number",
            ValueKind::Float(_) => "a number",
            ValueKind::Bool(true) => "`true`",
            ValueKind::Bool(false) => "`false`",
            ValueKind::Date(_) => "a date",
            ValueKind::Array(_) => "a list",
            ValueKind::Table(_) => "a table",
            ValueKind::Null | ValueKind::Invalid => "nothing",
        }
    }

    /// The same as JSON; dates become strings. Recurses as deep as the parsers allow: some hundred levels.
    pub(crate) fn to_json(&self) -> Json {
        match &self.kind {
            ValueKind::String(text) | ValueKind::Date(text) => Json::String(text.clone()),
            ValueKind::Integer(number) => Json::Number((*number).into()),
            ValueKind::Float(number) => Number::from_f64(*number).map_or(Json::Null, Json::Number),
            ValueKind::Bool(value) => Json::Bool(*value),
            ValueKind::Array(items) => Json::Array(items.iter().map(SpannedValue::to_json).collect()),
            ValueKind::Table(table) => to_json(table),
            ValueKind::Null | ValueKind::Invalid => Json::Null,
        }
    }
}

/// A table as a JSON object, in the same order.
pub(crate) fn to_json(table: &SpannedTable) -> Json {
    Json::Object(table.iter().map(|entry| (entry.key.value.clone(), entry.value.to_json())).collect())
}
