//! What kinds of values keys want, and how to write one where another stands.

use crate::load::front_matter::Format;
use crate::load::front_matter::tree::{Value, ValueKind};

/// A kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
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

impl Wanted {
    /// What it is, with its article.
    pub(super) fn words(self) -> &'static str {
        match self {
            Wanted::Bool => "`true` or `false`",
            Wanted::Integer => "a whole number",
            Wanted::Number => "a number",
            Wanted::IntegerOrText => "a whole number or a string",
            Wanted::Date => "a date",
            Wanted::Text => "a string",
            Wanted::Texts => "a list of strings",
            Wanted::Table => "a table",
            Wanted::Tables => "a list of tables",
        }
    }

    /// How to write it where this value stands.
    pub(super) fn help(self, instead_of: &Value, format: Format) -> Option<String> {
        use ValueKind::{Array, Bool, Date, Float, Integer, String, Table};
        let table = if format == Format::Toml { "{ key = \"…\" }" } else { "{ key: … }" };
        let help = match (self, &instead_of.kind) {
            (Wanted::Bool, String(text)) => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => "write `true`, without quotation marks".to_owned(),
                "false" | "no" | "off" => "write `false`, without quotation marks".to_owned(),
                _ => return None,
            },
            (Wanted::Integer | Wanted::Number, String(text)) if text.trim().parse::<f64>().is_ok() => {
                "leave the quotation marks out".to_owned()
            }
            (Wanted::Text, Integer(_) | Float(_) | Date(_) | Bool(_)) => "put it in quotation marks".to_owned(),
            (Wanted::Texts, String(_)) => "put it in brackets: `[\"…\"]`".to_owned(),
            (Wanted::Tables, Table(_)) => format!("put it in brackets: `[{table}]`"),
            (Wanted::Tables, String(_) | Array(_)) => format!("write each as a table of its own keys: `[{table}]`"),
            (Wanted::Table, String(_) | Array(_)) => format!("write its own keys in braces: `{table}`"),
            _ => return None,
        };
        Some(help)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::{FileId, Span};

    fn help(wanted: Wanted, kind: ValueKind) -> Option<String> {
        wanted.help(&Value { span: Span::new(FileId(0), 0..0), kind }, Format::Toml)
    }

    #[test]
    fn says_how_to_write_what_was_probably_meant() {
        let text = |text: &str| ValueKind::String(text.to_owned());
        assert!(help(Wanted::Bool, text("No")).unwrap().contains("`false`"));
        assert!(help(Wanted::Integer, text("7")).unwrap().contains("leave the quotation marks out"));
        assert!(help(Wanted::Text, ValueKind::Bool(false)).unwrap().contains("quotation marks"));
        assert!(help(Wanted::Tables, text("adopted")).unwrap().contains("[{ key = \"…\" }]"));
        assert!(help(Wanted::Texts, text("a")).unwrap().contains("`[\"…\"]`"));
    }

    #[test]
    fn says_nothing_where_nothing_is_plain() {
        assert_eq!(help(Wanted::Bool, ValueKind::String("perhaps".into())), None);
        assert_eq!(help(Wanted::Integer, ValueKind::String("seven".into())), None);
        assert_eq!(help(Wanted::Date, ValueKind::Bool(true)), None);
    }
}
