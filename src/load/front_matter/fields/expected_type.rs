//! What kinds of values keys want, and how to write one where another stands.

use crate::load::front_matter::FrontMatterFormat;
use crate::load::front_matter::tree::{SpannedValue, ValueKind};

/// A kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExpectedType {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A whole number or text.
    IntegerOrText,
    /// A date.
    Date,
    /// Text.
    Text,
    /// A list of texts.
    Texts,
    /// A table.
    Table,
    /// A list of tables.
    Tables,
}

impl ExpectedType {
    /// What it is, with its article.
    pub(super) fn describe(self) -> &'static str {
        match self {
            ExpectedType::Bool => "`true` or `false`",
            ExpectedType::Integer => "a whole number",
            ExpectedType::Number => "a number",
            ExpectedType::IntegerOrText => "a whole number or a string",
            ExpectedType::Date => "a date",
            ExpectedType::Text => "a string",
            ExpectedType::Texts => "a list of strings",
            ExpectedType::Table => "a table",
            ExpectedType::Tables => "a list of tables",
        }
    }

    /// How to write it where this value stands.
    pub(super) fn help(self, instead_of: &SpannedValue, format: FrontMatterFormat) -> Option<String> {
        use ValueKind::{Array, Bool, Date, Float, Integer, String, Table};
        let table = if format == FrontMatterFormat::Toml { "{ key = \"…\" }" } else { "{ key: … }" };
        let help = match (self, &instead_of.kind) {
            (ExpectedType::Bool, String(text)) => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => "write `true`, without quotation marks".to_owned(),
                "false" | "no" | "off" => "write `false`, without quotation marks".to_owned(),
                _ => return None,
            },
            (ExpectedType::Integer | ExpectedType::Number, String(text)) if text.trim().parse::<f64>().is_ok() => {
                "leave the quotation marks out".to_owned()
            }
            (ExpectedType::Text, Integer(_) | Float(_) | Date(_) | Bool(_)) => "put it in quotation marks".to_owned(),
            (ExpectedType::Texts, String(_)) => "put it in brackets: `[\"…\"]`".to_owned(),
            (ExpectedType::Tables, Table(_)) => format!("put it in brackets: `[{table}]`"),
            (ExpectedType::Tables, String(_) | Array(_)) => {
                format!("write each as a table of its own keys: `[{table}]`")
            }
            (ExpectedType::Table, String(_) | Array(_)) => format!("write its own keys in braces: `{table}`"),
            _ => return None,
        };
        Some(help)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::{FileId, Span};

    fn help(wanted: ExpectedType, kind: ValueKind) -> Option<String> {
        wanted.help(&SpannedValue { span: Span::new(FileId(0), 0..0), kind }, FrontMatterFormat::Toml)
    }

    #[test]
    fn says_how_to_write_what_was_probably_meant() {
        let text = |text: &str| ValueKind::String(text.to_owned());
        assert!(help(ExpectedType::Bool, text("No")).unwrap().contains("`false`"));
        assert!(help(ExpectedType::Integer, text("7")).unwrap().contains("leave the quotation marks out"));
        assert!(help(ExpectedType::Text, ValueKind::Bool(false)).unwrap().contains("quotation marks"));
        assert!(help(ExpectedType::Tables, text("adopted")).unwrap().contains("[{ key = \"…\" }]"));
        assert!(help(ExpectedType::Texts, text("a")).unwrap().contains("`[\"…\"]`"));
    }

    #[test]
    fn says_nothing_where_nothing_is_plain() {
        assert_eq!(help(ExpectedType::Bool, ValueKind::String("perhaps".into())), None);
        assert_eq!(help(ExpectedType::Integer, ValueKind::String("seven".into())), None);
        assert_eq!(help(ExpectedType::Date, ValueKind::Bool(true)), None);
    }
}
