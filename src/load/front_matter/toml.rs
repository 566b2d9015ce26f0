//! Parses TOML into a [`SpannedTable`], keeping valid entries in spite of syntax errors.
//!
//! The parser recovers with placeholders for values that it could not read. They become [`ValueKind::Invalid`], so that
//! no error is reported twice.

use super::fields::unquoted_set;
use super::tree::{SpannedEntry, SpannedTable, SpannedValue, ValueKind};
use super::{FrontMatterFormat, ParsedTable};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::load::toml_syntax::{self, TomlSyntax};
use crate::span::{FileId, Span, Spanned};
use std::ops::Range;
use toml::de::{DeTable, DeValue, Error};

/// Rule: TOML has a syntax error.
pub(crate) static INVALID_TOML: Rule = Rule {
    code: "invalid-toml",
    severity: Severity::Error,
    what: "Front matter, configuration or data is not valid TOML.",
    why: "Invalid entries are ignored, and the rest may be misinterpreted.",
    wrong: "title = The title",
    right: "title = \"The title\"",
};

/// Rule: a table has a key twice.
pub(crate) static DUPLICATE_KEY: Rule = Rule {
    code: "duplicate-key",
    severity: Severity::Error,
    what: "A key or table is defined twice.",
    why: "Only one of the two values can be used, and it is unclear which one is intended.",
    wrong: "title = \"One\"\ntitle = \"Two\"",
    right: "title = \"Two\"",
};

/// Maximum number of reported syntax errors per file; a file with more is hardly TOML at all.
const MAX_ERRORS: usize = 100;

/// Parses the block of a file's text at byte range `block` as TOML; reports each syntax error at its span.
pub(crate) fn parse(file: FileId, text: &str, block: Range<usize>, diagnostics: &mut Diagnostics) -> ParsedTable {
    let source = text.get(block.clone()).unwrap_or("");
    let mut syntax = toml_syntax::read(source);
    let table = std::mem::take(&mut syntax.table);
    let mut reader = TomlReader { file, offset: block.start, syntax: &syntax, diagnostics, reported_line: None };
    for error in syntax.errors.iter().take(MAX_ERRORS) {
        reader.report(error, source);
    }
    let table = reader.table(table);
    ParsedTable { table, is_complete: syntax.errors.is_empty(), format: FrontMatterFormat::Toml }
}

struct TomlReader<'d> {
    file: FileId,
    offset: usize,
    syntax: &'d TomlSyntax<'d>,
    diagnostics: &'d mut Diagnostics,
    /// Start of the line with an unquoted set that was reported last.
    reported_line: Option<usize>,
}

/// Returns the byte ranges of the line around a position and of its value: what follows `=`, without a comment.
fn value_on_line(source: &str, at: usize) -> Option<(Range<usize>, Range<usize>)> {
    let start = source.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let end = source[at..].find('\n').map_or(source.len(), |end| at + end);
    let value = start + source[start..end].find('=')? + 1;
    let text = source[value..end].split('#').next().unwrap_or("");
    let from = value + text.len() - text.trim_start().len();
    Some((start..end, from..from + text.trim().len()))
}

impl TomlReader<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.offset + range.start..self.offset + range.end)
    }

    fn report(&mut self, error: &Error, source: &str) {
        let range = toml_syntax::error_range(error);
        let span = self.span(range.clone());
        if let Some((line, value)) = value_on_line(source, range.start) {
            let key = source[line.clone()].split('=').next().unwrap_or("").trim();
            let text = &source[value.clone()];
            let entry = FrontMatterFormat::Toml.entry(key, &format!("\"{text}\""));
            if let Some(diagnostic) = unquoted_set(self.span(value), &entry, text) {
                // The parser reports several errors in such a line.
                if self.reported_line != Some(line.start) {
                    self.diagnostics.push(diagnostic);
                }
                self.reported_line = Some(line.start);
                return;
            }
        }
        let diagnostic = if error.message() == "duplicate key" {
            let key = source.get(range).unwrap_or("");
            Diagnostic::new(&DUPLICATE_KEY, span, format!("`{key}` is defined twice")).help("remove one of the two")
        } else {
            Diagnostic::new(&INVALID_TOML, span, error.message().replace(['\n', '\r'], " "))
                .maybe_help(help(error.message()))
        };
        self.diagnostics.push(diagnostic);
    }

    fn table(&mut self, table: DeTable<'_>) -> SpannedTable {
        let mut entries: SpannedTable = Vec::with_capacity(table.len());
        for (key, value) in table {
            let span = self.span(key.span());
            if key.span().is_empty() || self.syntax.is_swallowed(key.span().start) {
                continue;
            }
            let key = Spanned::new(key.into_inner().into_owned(), span);
            let range = value.span();
            entries.push(SpannedEntry { key, value: self.value(value.into_inner(), range) });
        }
        entries.sort_by_key(|entry| entry.key.span.start);
        entries
    }

    fn value(&mut self, value: DeValue<'_>, range: Range<usize>) -> SpannedValue {
        let span = self.span(range.clone());
        let kind = match value {
            _ if self.syntax.is_swallowed(range.start) => ValueKind::Invalid,
            DeValue::Table(table) => ValueKind::Table(self.table(table)),
            DeValue::Array(items) => ValueKind::Array(self.array(items)),
            _ if self.syntax.is_placeholder(&range) => ValueKind::Invalid,
            DeValue::String(text) => ValueKind::String(text.into_owned()),
            DeValue::Boolean(value) => ValueKind::Bool(value),
            DeValue::Datetime(date) => ValueKind::Date(date.to_string()),
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => ValueKind::Integer(number),
                Err(_) => self.unreadable_number(span),
            },
            DeValue::Float(number) => match number.as_str().parse() {
                Ok(number) => ValueKind::Float(number),
                Err(_) => self.unreadable_number(span),
            },
        };
        SpannedValue { span, kind }
    }

    fn array(&mut self, items: toml::de::DeArray<'_>) -> Vec<SpannedValue> {
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            let range = item.span();
            values.push(self.value(item.into_inner(), range));
        }
        values
    }

    fn unreadable_number(&mut self, span: Span) -> ValueKind {
        let diagnostic =
            Diagnostic::new(&INVALID_TOML, span, "the number is too large").help("enclose it in quotation marks");
        self.diagnostics.push(diagnostic);
        ValueKind::Invalid
    }
}

fn help(message: &str) -> Option<String> {
    let help = if message.starts_with("invalid date") {
        "enclose dates in quotation marks: `\"2025-07\"`"
    } else if message.starts_with("string values must be quoted") {
        "enclose the text in quotation marks"
    } else if message.starts_with("invalid basic string") || message.starts_with("invalid literal string") {
        "close the quotation marks on the same line, or use three quotation marks on each side"
    } else {
        return None;
    };
    Some(help.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(block: &str) -> (ParsedTable, Vec<(&'static str, Range<usize>)>) {
        let text = format!("+++\n{block}");
        let mut diagnostics = Diagnostics::default();
        let parsed = parse(FileId(0), &text, 4..text.len(), &mut diagnostics);
        let diagnostics = diagnostics.iter().map(|d| (d.rule.code, d.span.unwrap().range())).collect();
        (parsed, diagnostics)
    }

    #[test]
    fn keeps_spans_and_order() {
        let (parsed, diagnostics) = read("b = \"x\"\na = [1, 2]\n");
        assert!(diagnostics.is_empty() && parsed.is_complete);
        let keys: Vec<_> = parsed.table.iter().map(|e| (e.key.value.as_str(), e.value.span.range())).collect();
        assert_eq!(keys, [("b", 8..11), ("a", 16..22)]);
    }

    #[test]
    fn reports_every_syntax_error_and_keeps_the_rest() {
        let (parsed, diagnostics) = read("a = \nb = tru\nc = 2\nc = 3\nd = 99999999999999999999\n");
        assert!(!parsed.is_complete);
        let codes: Vec<_> = diagnostics.iter().map(|(code, range)| (*code, range.start)).collect();
        assert_eq!(codes, [("invalid-toml", 8), ("invalid-toml", 13), ("duplicate-key", 23), ("invalid-toml", 33)]);
        let kinds: Vec<_> = parsed.table.iter().map(|entry| entry.value.kind.clone()).collect();
        let broken = ValueKind::Invalid;
        assert_eq!(kinds, [broken.clone(), broken.clone(), ValueKind::Integer(2), broken]);
    }

    #[test]
    fn deep_nesting_is_an_error() {
        for deep in [
            "a.".repeat(50_000) + "a = 1",
            "a = ".to_owned() + &"[".repeat(50_000),
            "[".to_owned() + &"a.".repeat(50_000) + "a]",
        ] {
            assert!(!read(&deep).1.is_empty());
        }
    }
}
