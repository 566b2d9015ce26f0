//! Value types that keys expect, and hints for writing them.

use crate::load::front_matter::FrontMatterFormat;
use crate::load::front_matter::tree::{SpannedValue, ValueKind};

/// Type that a key expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExpectedType {
    /// `true` or `false`.
    Bool,
    /// Integer.
    Integer,
    /// Integer or float.
    Number,
    /// Integer or string.
    IntegerOrText,
    /// Date.
    Date,
    /// String.
    Text,
    /// Array of strings.
    Texts,
    /// Table.
    Table,
    /// Array of tables.
    Tables,
}

impl ExpectedType {
    /// Returns a description for messages, with its article: `a string`.
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

    /// Returns a hint for rewriting this value as the expected type, or `None` if there is no obvious one.
    pub(super) fn help(self, value: &SpannedValue, format: FrontMatterFormat) -> Option<String> {
        use ValueKind::{Array, Bool, Date, Float, Integer, String, Table};
        let table = if format == FrontMatterFormat::Toml { "{ key = \"…\" }" } else { "{ key: … }" };
        let help = match (self, &value.kind) {
            (ExpectedType::Bool, String(text)) => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => "write `true`, without quotation marks".to_owned(),
                "false" | "no" | "off" => "write `false`, without quotation marks".to_owned(),
                _ => return None,
            },
            (ExpectedType::Integer | ExpectedType::Number, String(text)) if text.trim().parse::<f64>().is_ok() => {
                "remove the quotation marks".to_owned()
            }
            (ExpectedType::Text, Integer(_) | Float(_) | Date(_) | Bool(_)) => {
                "enclose it in quotation marks".to_owned()
            }
            (ExpectedType::Texts, String(_)) => "enclose it in brackets: `[\"…\"]`".to_owned(),
            (ExpectedType::Tables, Table(_)) => format!("enclose it in brackets: `[{table}]`"),
            (ExpectedType::Tables, String(_) | Array(_)) => {
                format!("write each item as a table: `[{table}]`")
            }
            (ExpectedType::Table, String(_) | Array(_)) => format!("write it as a table: `{table}`"),
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
    fn suggests_how_to_rewrite_the_value() {
        let text = |text: &str| ValueKind::String(text.to_owned());
        assert!(help(ExpectedType::Bool, text("No")).unwrap().contains("`false`"));
        assert!(help(ExpectedType::Integer, text("7")).unwrap().contains("remove the quotation marks"));
        assert!(help(ExpectedType::Text, ValueKind::Bool(false)).unwrap().contains("quotation marks"));
        assert!(help(ExpectedType::Tables, text("adopted")).unwrap().contains("[{ key = \"…\" }]"));
        assert!(help(ExpectedType::Texts, text("a")).unwrap().contains("`[\"…\"]`"));
    }

    #[test]
    fn returns_none_without_an_obvious_rewrite() {
        assert_eq!(help(ExpectedType::Bool, ValueKind::String("perhaps".into())), None);
        assert_eq!(help(ExpectedType::Integer, ValueKind::String("seven".into())), None);
        assert_eq!(help(ExpectedType::Date, ValueKind::Bool(true)), None);
    }
}
