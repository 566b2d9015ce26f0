//! Settings of a fence: TOML values with their spans, taken one by one.

use super::super::parser::MarkdownParser;
use super::super::source_map::literal;
use super::{Fence, INVALID_FENCE, INVALID_SETTING, UNKNOWN_SETTING};
use crate::diagnose::{Diagnostic, did_you_mean};
use crate::load::toml_syntax::{self, TomlSyntax};
use crate::span::Spanned;
use std::ops::Range;
use toml::de::DeValue;

/// Settings that have not been taken yet, with byte ranges in the fence's content.
pub(super) struct FenceSettings<'c> {
    fence: &'c Fence<'c>,
    entries: Vec<SettingEntry>,
    /// Keys that were requested so far.
    known_keys: Vec<&'static str>,
}

struct SettingEntry {
    key: String,
    range: Range<usize>,
    value: SettingValue,
}

/// Value with its byte range in the fence's content.
struct SettingValue {
    range: Range<usize>,
    kind: SettingKind,
}

enum SettingKind {
    Text(String),
    Flag(bool),
    List(Vec<SettingValue>),
    /// Type that no setting has, described for messages.
    Other(&'static str),
}

impl<'c> FenceSettings<'c> {
    /// Parses TOML and reports its syntax errors. Returns `None` if there are any.
    pub(super) fn parse(head: &str, fence: &'c Fence<'c>, parser: &mut MarkdownParser<'_>) -> Option<Self> {
        let TomlSyntax { table, errors, .. } = toml_syntax::read(head);
        for error in &errors {
            let range = Some(toml_syntax::error_range(error)).filter(|range| head.get(range.clone()).is_some());
            let message = error.message().split('\n').next().unwrap_or("").trim_end_matches('.').to_owned();
            parser.report(
                Diagnostic::new(&INVALID_FENCE, parser.span(fence.source_range(range.unwrap_or(0..0))), message)
                    .label("not valid TOML")
                    .help("write settings as `name = \"value\"`"),
            );
        }
        let entries = table.into_iter().map(|(key, value)| SettingEntry {
            range: key.span(),
            key: key.into_inner().into_owned(),
            value: SettingValue::from_toml(value.span(), value.into_inner()),
        });
        let mut entries: Vec<SettingEntry> = entries.collect();
        entries.sort_by_key(|entry| entry.range.start);
        errors.is_empty().then_some(FenceSettings { fence, entries, known_keys: Vec::new() })
    }

    /// Checks whether a key is set, to any type.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    /// Takes a string with its span: without quotation marks if it is written verbatim.
    pub(super) fn text(&mut self, key: &'static str, parser: &mut MarkdownParser<'_>) -> Option<Spanned<String>> {
        self.text_at(key, parser).map(|(text, at)| Spanned::new(text, parser.span(at)))
    }

    /// Takes a string with its byte range in the Markdown text.
    pub(super) fn text_at(
        &mut self,
        key: &'static str,
        parser: &mut MarkdownParser<'_>,
    ) -> Option<(String, Range<usize>)> {
        let value = self.take(key)?;
        self.as_text(&value, key, "a string in quotation marks", parser)
    }

    /// Takes an array of strings; empty if it is not set.
    pub(super) fn texts(&mut self, key: &'static str, parser: &mut MarkdownParser<'_>) -> Vec<Spanned<String>> {
        let expected = "a list of strings: `[\"one\", \"two\"]`";
        let items = match self.take(key) {
            None => return Vec::new(),
            Some(SettingValue { kind: SettingKind::List(items), .. }) => items,
            Some(other) => {
                self.report_wrong_type(&other, key, expected, parser);
                return Vec::new();
            }
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in &items {
            if let Some((text, at)) = self.as_text(item, key, expected, parser) {
                texts.push(Spanned::new(text, parser.span(at)));
            }
        }
        texts
    }

    /// Takes a boolean; `false` if it is not set.
    pub(super) fn flag(&mut self, key: &'static str, parser: &mut MarkdownParser<'_>) -> bool {
        match self.take(key) {
            None => false,
            Some(SettingValue { kind: SettingKind::Flag(flag), .. }) => flag,
            Some(other) => {
                self.report_wrong_type(&other, key, "`true` or `false`", parser);
                false
            }
        }
    }

    /// Reports the settings that were never taken.
    pub(super) fn finish(self, parser: &mut MarkdownParser<'_>) {
        for entry in &self.entries {
            let known = self.known_keys.join("`, `");
            let help = did_you_mean(&entry.key, self.known_keys.iter().copied());
            let span = parser.span(self.fence.source_range(entry.range.clone()));
            parser.report(
                Diagnostic::new(&UNKNOWN_SETTING, span, format!("unknown setting `{}`", entry.key))
                    .label("unknown setting")
                    .help(help.unwrap_or_else(|| format!("the settings are `{known}`"))),
            );
        }
    }

    fn take(&mut self, key: &'static str) -> Option<SettingValue> {
        self.known_keys.push(key);
        let index = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(index).value)
    }

    fn as_text(
        &self,
        value: &SettingValue,
        key: &str,
        expected: &str,
        parser: &mut MarkdownParser<'_>,
    ) -> Option<(String, Range<usize>)> {
        let SettingKind::Text(text) = &value.kind else {
            self.report_wrong_type(value, key, expected, parser);
            return None;
        };
        let source = self.fence.source_range(value.range.clone());
        let inner = literal(parser.slice(source.clone()), text).map(|offset| source.start + offset);
        let offset = inner.map_or(source, |offset| offset..offset + text.len());
        Some((text.clone(), offset))
    }

    fn report_wrong_type(&self, value: &SettingValue, key: &str, expected: &str, parser: &mut MarkdownParser<'_>) {
        let span = parser.span(self.fence.source_range(value.range.clone()));
        parser.report(
            Diagnostic::new(&INVALID_SETTING, span, format!("`{key}` must be {expected}"))
                .label(format!("this is {}", value.kind.describe()))
                .help(format!("write {expected}")),
        );
    }
}

impl SettingValue {
    fn from_toml(range: Range<usize>, value: DeValue<'_>) -> SettingValue {
        let kind = match value {
            DeValue::String(text) => SettingKind::Text(text.into_owned()),
            DeValue::Boolean(flag) => SettingKind::Flag(flag),
            DeValue::Array(items) => SettingKind::List(
                items.into_iter().map(|item| SettingValue::from_toml(item.span(), item.into_inner())).collect(),
            ),
            DeValue::Integer(_) | DeValue::Float(_) => SettingKind::Other("a number"),
            DeValue::Datetime(_) => SettingKind::Other("a date without quotation marks"),
            DeValue::Table(_) => SettingKind::Other("a table"),
        };
        SettingValue { range, kind }
    }
}

impl SettingKind {
    fn describe(&self) -> &'static str {
        match self {
            SettingKind::Text(_) => "a string",
            SettingKind::Flag(_) => "`true` or `false`",
            SettingKind::List(_) => "a list",
            SettingKind::Other(name) => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::ParsedMarkdown;

    #[test]
    fn reports_unknown_settings() {
        let read = ParsedMarkdown::new("- ```timeline\n  turning_point = true\n  zzz.a = 1\n  ```");
        assert_eq!(read.marked("unknown-setting"), ["turning_point", "zzz"]);
        assert_eq!(read.help("unknown-setting"), "did you mean `turning_points`?");
    }

    #[test]
    fn reports_wrong_types() {
        let read = ParsedMarkdown::new(
            "```timeline\nactors = \"china\"\ntopics = [1, \"a\"]\nfrom = 2025-07-01\nturning_points = 1\n```",
        );
        assert_eq!(read.marked("invalid-setting"), ["\"china\"", "1", "2025-07-01", "1"]);
    }
}
