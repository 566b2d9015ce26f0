//! Parses YAML into a [`SpannedTable`].
//!
//! The parser stops at the first syntax error, and the block then yields no keys. Its budget bounds nesting, aliases
//! and merge keys. Only `true` and `false` are booleans, dates are strings, and a duplicate key keeps its first value.

use super::toml::DUPLICATE_KEY;
use super::tree::{SpannedEntry, SpannedTable, SpannedValue, ValueKind};
use super::{FrontMatterFormat, ParsedTable};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::span::{FileId, Span, Spanned};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, Location, NonFiniteFloatPolicy, Options, Spanned as Located};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// Rule: YAML has a syntax error.
pub(crate) static INVALID_YAML: Rule = Rule {
    code: "invalid-yaml",
    severity: Severity::Error,
    what: "Front matter is not valid YAML.",
    why: "None of the record's properties can be read.",
    wrong: "title: Pax: a declaration",
    right: "title: \"Pax: a declaration\"",
};

/// Parses the block of a file's text at byte range `block` as YAML; reports the first syntax error at its span.
pub(crate) fn parse(file: FileId, text: &str, block: Range<usize>, diagnostics: &mut Diagnostics) -> ParsedTable {
    let source = text.get(block.clone()).unwrap_or("");
    let mut reader = YamlReader { file, offset: block.start, source, diagnostics };
    match serde_saphyr::from_str_with_options::<Located<YamlNode>>(source, options()) {
        Ok(root) => reader.root(root),
        Err(error) => {
            reader.report_syntax(&error);
            ParsedTable { table: SpannedTable::new(), is_complete: false, format: FrontMatterFormat::Yaml }
        }
    }
}

fn options() -> Options {
    serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        strict_booleans: true,
        with_snippet: false,
    }
}

/// Node as deserialized by the YAML parser.
enum YamlNode {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    List(Vec<Located<YamlNode>>),
    Map(Vec<(Located<YamlNode>, Located<YamlNode>)>),
}

impl<'de> Deserialize<'de> for YamlNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(YamlNodeVisitor)
    }
}

struct YamlNodeVisitor;

impl<'de> Visitor<'de> for YamlNodeVisitor {
    type Value = YamlNode;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<YamlNode, E> {
        Ok(YamlNode::Null)
    }

    fn visit_none<E>(self) -> Result<YamlNode, E> {
        Ok(YamlNode::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<YamlNode, E> {
        Ok(YamlNode::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<YamlNode, E> {
        Ok(YamlNode::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<YamlNode, E> {
        i64::try_from(value).map(YamlNode::Integer).map_err(|_| E::custom("the number is too large"))
    }

    fn visit_f64<E>(self, value: f64) -> Result<YamlNode, E> {
        Ok(YamlNode::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<YamlNode, E> {
        Ok(YamlNode::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<YamlNode, E> {
        Ok(YamlNode::Text(value))
    }

    fn visit_bytes<E: Error>(self, _: &[u8]) -> Result<YamlNode, E> {
        Err(E::custom("binary values are not supported"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<YamlNode, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(YamlNode::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<YamlNode, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(YamlNode::Map(map))
    }
}

struct YamlReader<'s, 'd> {
    file: FileId,
    offset: usize,
    source: &'s str,
    diagnostics: &'d mut Diagnostics,
}

impl YamlReader<'_, '_> {
    fn root(&mut self, root: Located<YamlNode>) -> ParsedTable {
        let value = self.value(root);
        match value.kind {
            ValueKind::Table(table) => ParsedTable { table, is_complete: true, format: FrontMatterFormat::Yaml },
            ValueKind::Null => {
                ParsedTable { table: SpannedTable::new(), is_complete: true, format: FrontMatterFormat::Yaml }
            }
            _ => {
                let diagnostic = Diagnostic::new(
                    &INVALID_YAML,
                    value.span,
                    "front matter must consist of keys \
                                                                             and values",
                )
                .label(format!("this is {}", value.describe()))
                .help("write `title: …`");
                self.diagnostics.push(diagnostic);
                ParsedTable { table: SpannedTable::new(), is_complete: false, format: FrontMatterFormat::Yaml }
            }
        }
    }

    fn value(&mut self, node: Located<YamlNode>) -> SpannedValue {
        let mut span = self.span(node.referenced);
        let kind = match node.value {
            YamlNode::Null => ValueKind::Null,
            YamlNode::Bool(value) => ValueKind::Bool(value),
            YamlNode::Integer(number) => ValueKind::Integer(number),
            YamlNode::Float(number) => ValueKind::Float(number),
            YamlNode::Text(text) => ValueKind::String(text),
            YamlNode::List(items) => ValueKind::Array(items.into_iter().map(|item| self.value(item)).collect()),
            YamlNode::Map(entries) => ValueKind::Table(self.table(entries)),
        };
        match &kind {
            ValueKind::Array(items) => span = items.iter().fold(span, |span, item| span.to(item.span)),
            ValueKind::Table(table) => {
                span = table.iter().fold(span, |span, entry| span.to(entry.key.span).to(entry.value.span));
            }
            _ => {}
        }
        SpannedValue { span, kind }
    }

    fn table(&mut self, entries: Vec<(Located<YamlNode>, Located<YamlNode>)>) -> SpannedTable {
        let mut table = SpannedTable::with_capacity(entries.len());
        let mut first_places: BTreeMap<String, Span> = BTreeMap::new();
        for (key, value) in entries {
            let Some(key) = self.key(key) else { continue };
            let value = self.value(value);
            if let Some(&first) = first_places.get(&key.value) {
                self.report_duplicate_key(&key, first);
                continue;
            }
            first_places.insert(key.value.clone(), key.span);
            table.push(SpannedEntry { key, value });
        }
        table
    }

    fn key(&mut self, key: Located<YamlNode>) -> Option<Spanned<String>> {
        let span = self.span(key.referenced);
        match key.value {
            YamlNode::Text(text) => Some(Spanned::new(text, span)),
            YamlNode::List(_) | YamlNode::Map(_) => {
                let diagnostic =
                    Diagnostic::new(&INVALID_YAML, span, "a key must be a string").label("this is a list or table");
                self.diagnostics.push(diagnostic);
                None
            }
            _ => {
                let range = span.start as usize - self.offset..span.end as usize - self.offset;
                Some(Spanned::new(self.source.get(range).unwrap_or("").to_owned(), span))
            }
        }
    }

    fn span(&self, location: Location) -> Span {
        let span = location.span();
        let bytes = span.byte_offset().zip(span.byte_len()).and_then(|(start, length)| {
            let start = usize::try_from(start).ok()?;
            let end = start.checked_add(usize::try_from(length).ok()?)?;
            (end <= self.source.len()).then_some(start..end)
        });
        let range = bytes.unwrap_or_else(|| self.at_position(location));
        Span::new(self.file, self.offset + range.start..self.offset + range.end)
    }

    /// Returns the byte range of the character at a line and column, for locations without byte offsets.
    fn at_position(&self, location: Location) -> Range<usize> {
        let zero_based = |number: u64| usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
        let start: usize = self.source.split_inclusive('\n').take(zero_based(location.line())).map(str::len).sum();
        let line = self.source[start..].lines().next().unwrap_or("");
        let character = line.char_indices().nth(zero_based(location.column()));
        character.map_or(start + line.len()..start + line.len(), |(at, c)| start + at..start + at + c.len_utf8())
    }

    fn report_syntax(&mut self, error: &serde_saphyr::Error) {
        let span =
            error.location().map_or(Span::new(self.file, self.offset..self.offset), |location| self.span(location));
        let whole = error.to_string();
        let message = match whole.split(" at line ").next().unwrap_or(&whole) {
            message if message.starts_with("budget breached") => {
                "the front matter is too large or too deeply nested".into()
            }
            message => message.replace(['\n', '\r'], " "),
        };
        let help = help(&message).map(str::to_owned);
        self.diagnostics.push(Diagnostic::new(&INVALID_YAML, span, message).maybe_help(help));
    }

    fn report_duplicate_key(&mut self, key: &Spanned<String>, first: Span) {
        let diagnostic = Diagnostic::new(&DUPLICATE_KEY, key.span, format!("`{}` is defined twice", key.value))
            .related(first, "first defined here")
            .help("remove one of the two");
        self.diagnostics.push(diagnostic);
    }
}

fn help(message: &str) -> Option<&'static str> {
    if message.starts_with("mapping values are not allowed") {
        Some("enclose values that contain a colon in quotation marks")
    } else if message.contains("quoted scalar") {
        Some("check for an unclosed quotation mark above")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(block: &str) -> (ParsedTable, Vec<(&'static str, Range<usize>)>) {
        let text = format!("---\n{block}");
        let mut diagnostics = Diagnostics::default();
        let parsed = parse(FileId(0), &text, 4..text.len(), &mut diagnostics);
        let diagnostics = diagnostics.iter().map(|d| (d.rule.code, d.span.unwrap().range())).collect();
        (parsed, diagnostics)
    }

    #[test]
    fn keeps_spans_and_plain_dates() {
        let (parsed, diagnostics) = read("title: \"é\"\ndate: 2025-08-05\nyear: 2021\ndraft: yes\n");
        assert!(diagnostics.is_empty() && parsed.is_complete);
        let kinds: Vec<_> = parsed.table.iter().map(|entry| entry.value.kind.clone()).collect();
        let text = |text: &str| ValueKind::String(text.to_owned());
        assert_eq!(kinds, [text("é"), text("2025-08-05"), ValueKind::Integer(2021), text("yes")]);
        assert_eq!(parsed.table[1].value.span.range(), 22..32);
    }

    #[test]
    fn array_span_ends_at_last_item() {
        let text = "topics:\n  - one\n  - two\n";
        assert_eq!(read(text).0.table[0].value.span.range(), 14..27);
    }

    #[test]
    fn reports_syntax_error_at_its_span() {
        let (parsed, diagnostics) = read("title: Pax: a declaration\n");
        assert!(parsed.table.is_empty() && !parsed.is_complete);
        assert_eq!(diagnostics, [("invalid-yaml", 14..15)]);
        assert_eq!(read("- a\n").1, [("invalid-yaml", 4..7)]);
    }

    #[test]
    fn reports_duplicate_keys_and_keeps_the_first() {
        let (parsed, diagnostics) = read("a: 1\nb: 2\na: 3\n");
        assert_eq!(diagnostics, [("duplicate-key", 14..15)]);
        assert_eq!(parsed.table.len(), 2);
    }

    #[test]
    fn alias_bombs_are_errors() {
        let level = |n: usize| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(", "));
        let bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned() + &(1..12).map(level).collect::<String>();
        assert_eq!(read(&bomb).1.len(), 1);
        assert_eq!(read(&("a: ".to_owned() + &"[".repeat(100_000))).1.len(), 1);
        assert_eq!(read(&"- ".repeat(100_000)).1.len(), 1);
    }
}
