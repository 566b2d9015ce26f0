//! Extracts typed values from a table and reports wrong types, invalid dates, unknown and missing keys.
//!
//! Every accessor registers its key as known. [`Fields::finish`], which the accessors for nested tables call
//! themselves, reports the keys that no accessor has read.

mod dates;
mod expected_type;
mod nested;

pub(crate) use dates::INVALID_DATE;
pub(super) use dates::unquoted_set;
pub(crate) use nested::TextItem;

use super::tree::{SpannedTable, SpannedValue, ValueKind};
use super::{FrontMatterFormat, hints};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity, did_you_mean};
use crate::span::{Span, Spanned};
use expected_type::ExpectedType;
use std::ops::Range;

/// Rule: a key does not exist.
pub(crate) static UNKNOWN_KEY: Rule = Rule {
    code: "unknown-key",
    severity: Severity::Error,
    what: "A key is unknown in this context.",
    why: "A misspelt key would be ignored silently, and its value would be missing from the site.",
    wrong: "titel = \"Pax Silica Declaration\"",
    right: "title = \"Pax Silica Declaration\"",
};

/// Rule: a value has the wrong type.
pub(crate) static INVALID_TYPE: Rule = Rule {
    code: "invalid-type",
    severity: Severity::Error,
    what: "A key has a value of the wrong type.",
    why: "A value of another type cannot be used, for example text where a date, a number or a boolean is expected.",
    wrong: "draft = \"yes\"",
    right: "draft = true",
};

/// Rule: a required key is missing.
pub(crate) static MISSING_KEY: Rule = Rule {
    code: "missing-key",
    severity: Severity::Error,
    what: "A required key is missing or empty.",
    why: "The record or table cannot be shown without it.",
    wrong: "[[claims]]\nvalue = \"7\"",
    right: "[[claims]]\ntext = \"Seven governments signed the declaration\"\nvalue = \"7\"",
};

/// Rule: a value is not one of those allowed.
pub(crate) static INVALID_VALUE: Rule = Rule {
    code: "invalid-value",
    severity: Severity::Error,
    what: "A value is not one of the values that the key allows.",
    why: "The value would be ignored silently.",
    wrong: "[rights]\npublish = \"some\"",
    right: "[rights]\npublish = \"excerpts\"",
};

/// Maximum number of unknown keys per table that get a suggestion. Searching costs time, and a table with more keys
/// than this is not meant for this program.
const MAX_HINTS: usize = 20;

/// Typed accessors for one table, which collect diagnostics.
pub(crate) struct Fields<'t, 'd> {
    table: &'t SpannedTable,
    /// Span at which missing keys are reported.
    span: Span,
    source: &'t str,
    is_complete: bool,
    format: FrontMatterFormat,
    known_keys: Vec<&'static str>,
    diagnostics: &'d mut Diagnostics,
}

impl<'t, 'd> Fields<'t, 'd> {
    /// Creates accessors for a table of a file whose whole text is `source`. Missing keys are reported at `span`,
    /// unless parsing has lost a part of the table.
    pub(crate) fn new(
        parsed: &'t super::ParsedTable,
        span: Span,
        source: &'t str,
        diagnostics: &'d mut Diagnostics,
    ) -> Fields<'t, 'd> {
        let super::ParsedTable { table, is_complete, format } = parsed;
        Fields { table, span, source, is_complete: *is_complete, format: *format, known_keys: Vec::new(), diagnostics }
    }

    /// Returns the span of the table.
    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// Checks whether the table was parsed without errors, so that an absent key is really missing.
    pub(crate) fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Returns the syntax of the table.
    pub(crate) fn format(&self) -> FrontMatterFormat {
        self.format
    }

    /// Checks whether a key is missing or has a blank string.
    pub(crate) fn is_blank(&self, key: &str) -> bool {
        match self.find(key).map(|value| &value.kind) {
            None => true,
            Some(ValueKind::String(text)) => text.trim().is_empty(),
            Some(_) => false,
        }
    }

    /// Adds a diagnostic.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reads a string with its span.
    pub(crate) fn string(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let value = self.get(key)?;
        self.as_string(value)
    }

    /// Reads a string without its span.
    pub(crate) fn text(&mut self, key: &'static str) -> Option<String> {
        self.string(key).map(|text| text.value)
    }

    /// Reads a boolean.
    pub(crate) fn bool(&mut self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        match value.kind {
            ValueKind::Bool(value) => Some(value),
            _ => self.wrong_type(value, ExpectedType::Bool),
        }
    }

    /// Returns the span of a value that is `false`, for keys that have other values otherwise.
    pub(crate) fn false_span(&mut self, key: &'static str) -> Option<Span> {
        self.get(key).filter(|value| value.kind == ValueKind::Bool(false)).map(|value| value.span)
    }

    /// Reads an integer with its span.
    pub(crate) fn integer(&mut self, key: &'static str) -> Option<Spanned<i64>> {
        let value = self.get(key)?;
        match value.kind {
            ValueKind::Integer(number) => Some(Spanned::new(number, value.span)),
            _ => self.wrong_type(value, ExpectedType::Integer),
        }
    }

    /// Reads an integer or float with its span.
    pub(crate) fn number(&mut self, key: &'static str) -> Option<Spanned<f64>> {
        let value = self.get(key)?;
        match value.kind {
            ValueKind::Float(number) => Some(Spanned::new(number, value.span)),
            #[expect(clippy::cast_precision_loss, reason = "whole numbers so large are out of every bound")]
            ValueKind::Integer(number) => Some(Spanned::new(number as f64, value.span)),
            _ => self.wrong_type(value, ExpectedType::Number),
        }
    }

    /// Reads an integer or string as a string.
    pub(crate) fn string_or_integer(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let value = self.get(key)?;
        match &value.kind {
            ValueKind::Integer(number) => Some(Spanned::new(number.to_string(), value.span)),
            ValueKind::String(text) => Some(Spanned::new(text.clone(), value.span)),
            _ => self.wrong_type(value, ExpectedType::IntegerOrText),
        }
    }

    /// Reads a string that must be one of `words`.
    pub(crate) fn one_of(&mut self, key: &'static str, allowed: &[&'static str]) -> Option<Spanned<&'static str>> {
        let text = self.string(key)?;
        if let Some(word) = allowed.iter().find(|word| **word == text.value) {
            return Some(Spanned::new(word, text.span));
        }
        let quoted: Vec<String> = allowed.iter().map(|word| format!("`{word}`")).collect();
        let help = did_you_mean(&text.value, allowed.iter().copied());
        let diagnostic = Diagnostic::new(&INVALID_VALUE, text.span, format!("`{key}` cannot be `{}`", text.value))
            .label("not an allowed value")
            .help(help.unwrap_or_else(|| format!("use one of {}", quoted.join(", "))));
        self.report(diagnostic);
        None
    }

    /// Reads a required string; reports the key if it is missing or blank.
    pub(crate) fn required_string(&mut self, key: &'static str) -> Option<Spanned<String>> {
        if self.require(key) { self.string(key) } else { None }
    }

    /// Reports the key if it is missing or blank. Returns whether it has a value.
    pub(crate) fn require(&mut self, key: &'static str) -> bool {
        if !self.is_blank(key) {
            return true;
        }
        let diagnostic = match self.get(key) {
            Some(value) => Diagnostic::new(&MISSING_KEY, value.span, format!("`{key}` is empty")).label("empty value"),
            None if self.is_complete => Diagnostic::new(&MISSING_KEY, self.span, format!("`{key}` is missing")),
            None => return false,
        };
        self.report(diagnostic.help(format!("add `{}`", self.format.entry(key, "…"))));
        false
    }

    /// Returns the span of a part of a string if the file contains the string verbatim, otherwise that of the whole
    /// value.
    pub(crate) fn span_within(&self, text: &Spanned<String>, part: Range<usize>) -> Span {
        let source = self.source.get(text.span.range()).unwrap_or("");
        match source.find(&text.value) {
            Some(at) if !text.value.is_empty() => {
                let start = text.span.start as usize + at;
                Span::new(text.span.file, start + part.start..start + part.end)
            }
            _ => text.span,
        }
    }

    /// Reports every key that no accessor has read.
    pub(crate) fn finish(self) {
        let table = self.table;
        let unknown = table.iter().filter(|entry| !self.known_keys.contains(&entry.key.value.as_str()));
        for (count, entry) in unknown.enumerate() {
            let key = entry.key.value.as_str();
            let help = if count < MAX_HINTS { hints::hint(key, &self.known_keys, self.format) } else { None };
            let diagnostic = Diagnostic::new(&UNKNOWN_KEY, entry.key.span, format!("unknown key `{key}`"));
            self.diagnostics.push(diagnostic.label("unknown key").maybe_help(help));
        }
    }

    fn find(&self, key: &str) -> Option<&'t SpannedValue> {
        self.table.iter().find(|entry| entry.key.value == key).map(|entry| &entry.value)
    }

    fn get(&mut self, key: &'static str) -> Option<&'t SpannedValue> {
        self.known_keys.push(key);
        self.find(key)
    }

    fn as_string(&mut self, value: &SpannedValue) -> Option<Spanned<String>> {
        match &value.kind {
            ValueKind::String(text) => Some(Spanned::new(text.clone(), value.span)),
            _ => self.wrong_type(value, ExpectedType::Text),
        }
    }

    /// Reports the value, unless the parser has reported it already, and returns `None`.
    fn wrong_type<T>(&mut self, value: &SpannedValue, expected: ExpectedType) -> Option<T> {
        if value.kind != ValueKind::Invalid {
            let message = format!("expected {}, found {}", expected.describe(), value.describe());
            let diagnostic =
                Diagnostic::new(&INVALID_TYPE, value.span, message).label(format!("this is {}", value.describe()));
            self.report(diagnostic.maybe_help(expected.help(value, self.format)));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FrontMatterFormat, parse};
    use super::*;
    use crate::span::{FileId, Sources};

    /// Runs `read` on a document and formats the diagnostics as `code line:column message`.
    fn formatted_diagnostics(text: &str, read: impl FnOnce(&mut Fields<'_, '_>)) -> Vec<String> {
        let mut sources = Sources::default();
        let file = sources.add("x", text);
        let mut diagnostics = Diagnostics::default();
        let parsed = parse(file, text, FrontMatterFormat::Toml, 0..text.len(), &mut diagnostics);
        let mut fields = Fields::new(&parsed, Span::new(FileId(0), 0..0), text, &mut diagnostics);
        read(&mut fields);
        fields.finish();
        diagnostics.sort(&sources);
        let format = |d: &Diagnostic| {
            let at = sources.get(file).position(d.span.unwrap().start as usize);
            format!("{} {}:{} {}", d.rule.code, at.line, at.column, d.message)
        };
        diagnostics.iter().map(format).collect()
    }

    #[test]
    fn reports_wrong_types_at_the_value() {
        let text = "title = 7\ndraft = \"yes\"\nnames = [\"a\", 2]\nweight = 1.5\nrights = 1\nclaims = [3]\n";
        let diagnostics = formatted_diagnostics(text, |fields| {
            assert_eq!(fields.string("title"), None);
            assert_eq!(fields.bool("draft"), None);
            assert_eq!(fields.strings("names").len(), 1);
            assert_eq!(fields.integer("weight"), None);
            assert_eq!(fields.table("rights", |_| ()), None);
            assert!(fields.tables("claims", |_| ()).is_empty());
        });
        let expected = [
            "invalid-type 1:9 expected a string, found a whole number",
            "invalid-type 2:9 expected `true` or `false`, found a string",
            "invalid-type 3:15 expected a string, found a whole number",
            "invalid-type 4:10 expected a whole number, found a number",
            "invalid-type 5:10 expected a table, found a whole number",
            "invalid-type 6:11 expected a table, found a whole number",
        ];
        assert_eq!(diagnostics, expected);
    }

    #[test]
    fn reports_invalid_dates_at_the_offending_bytes() {
        let text = "a = \"2025-13\"\nb = 2025-07-01\nc = 2021\nd = true\ne = \"20\\u0032\"\n";
        let diagnostics = formatted_diagnostics(text, |fields| {
            assert!(fields.date("a").is_none());
            assert!(fields.date("b").is_some());
            assert!(fields.date("c").is_some());
            assert!(fields.date("d").is_none());
            assert!(fields.date("e").is_none());
        });
        assert_eq!(diagnostics.len(), 3);
        assert!(diagnostics[0].starts_with("invalid-date 1:11 "), "{diagnostics:?}");
        assert!(diagnostics[1].starts_with("invalid-type 4:5 "), "{diagnostics:?}");
        assert!(diagnostics[2].starts_with("invalid-date 5:5 "), "{diagnostics:?}");
    }

    #[test]
    fn reports_unknown_keys_in_nested_tables_too() {
        let diagnostics = formatted_diagnostics("a = 1\n[rights]\npublish = \"none\"\nlicence = \"x\"\n", |fields| {
            fields.table("rights", |rights| {
                rights.one_of("publish", &["none", "full"]);
                rights.text("license");
            });
        });
        assert_eq!(diagnostics, ["unknown-key 1:1 unknown key `a`", "unknown-key 4:1 unknown key `licence`"]);
    }

    #[test]
    fn reports_missing_keys_only_after_complete_parsing() {
        let require = |fields: &mut Fields<'_, '_>| assert!(fields.required_string("title").is_none());
        assert_eq!(formatted_diagnostics("", require), ["missing-key 1:1 `title` is missing"]);
        assert_eq!(formatted_diagnostics("title = ' '", require), ["missing-key 1:9 `title` is empty"]);
        let diagnostics = formatted_diagnostics("titel \"x\"", require);
        assert_eq!(diagnostics, ["invalid-toml 1:7 key with no value, expected `=`"]);
    }
}
