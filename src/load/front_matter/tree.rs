//! Value tree of TOML and YAML, in which every key and value has a span.

use crate::span::{Span, Spanned};
use serde_json::{Number, Value as Json};

/// Entries of a table in source order.
pub(crate) type SpannedTable = Vec<SpannedEntry>;

/// Key and value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SpannedEntry {
    /// Key without quotation marks.
    pub key: Spanned<String>,
    /// Value of the key.
    pub value: SpannedValue,
}

/// Value with its span.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SpannedValue {
    /// Span including quotation marks and brackets. For a TOML table, that of its header.
    pub span: Span,
    /// Type and content.
    pub kind: ValueKind,
}

/// Types of values, with their content.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ValueKind {
    /// String.
    String(String),
    /// Integer.
    Integer(i64),
    /// Float.
    Float(f64),
    /// `true` or `false`.
    Bool(bool),
    /// TOML date or time, as written.
    Date(String),
    /// Array.
    Array(Vec<SpannedValue>),
    /// Table.
    Table(SpannedTable),
    /// YAML's `null`, or an empty value.
    Null,
    /// Syntax error that was already reported.
    Invalid,
}

impl SpannedValue {
    /// Returns a description of the type for messages, with its article: `a string`.
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

    /// Converts to JSON; dates become strings. Recursion is bounded by the nesting limits of the parsers, some hundred
    /// levels.
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

/// Converts a table to a JSON object in source order.
pub(crate) fn to_json(table: &SpannedTable) -> Json {
    Json::Object(table.iter().map(|entry| (entry.key.value.clone(), entry.value.to_json())).collect())
}
