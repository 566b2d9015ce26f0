//! Accessors for nested lists and tables.

use super::Fields;
use super::expected_type::ExpectedType;
use crate::load::front_matter::tree::{self, SpannedTable, SpannedValue, ValueKind};
use crate::span::Spanned;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Item of an array of strings and tables.
pub(crate) enum TextItem<'f, 't, 'd> {
    /// String.
    Text(Spanned<String>),
    /// Table.
    Table(&'f mut Fields<'t, 'd>),
}

impl<'t> Fields<'t, '_> {
    /// Reads an array of strings; reports and drops other items.
    pub(crate) fn strings(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        self.list(key, ExpectedType::Texts).iter().filter_map(|item| self.as_string(item)).collect()
    }

    /// Reads an array of strings and tables, each with `read`; reports other items, and unknown keys of tables.
    pub(crate) fn text_items<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(TextItem<'_, '_, '_>) -> Option<T>,
    ) -> Vec<T> {
        let items = self.list(key, ExpectedType::Texts).iter();
        items
            .filter_map(|item| match item.kind {
                ValueKind::Table(_) => self.nested(item, |fields| read(TextItem::Table(fields)))?,
                _ => read(TextItem::Text(self.as_string(item)?)),
            })
            .collect()
    }

    /// Checks whether the value is an array; does not register the key.
    pub(crate) fn is_array(&self, key: &str) -> bool {
        self.find(key).is_some_and(|value| matches!(value.kind, ValueKind::Array(_)))
    }

    /// Checks whether the value is a table; does not register the key.
    pub(crate) fn is_table(&self, key: &str) -> bool {
        self.find(key).is_some_and(|value| matches!(value.kind, ValueKind::Table(_)))
    }

    /// Reads a nested table with `read`; reports its unknown keys.
    pub(crate) fn table<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Fields<'_, '_>) -> T) -> Option<T> {
        let value = self.get(key)?;
        self.nested(value, read)
    }

    /// Reads an array of tables, each with `read`; reports their unknown keys.
    pub(crate) fn tables<T>(&mut self, key: &'static str, mut read: impl FnMut(&mut Fields<'_, '_>) -> T) -> Vec<T> {
        self.list(key, ExpectedType::Tables).iter().filter_map(|item| self.nested(item, &mut read)).collect()
    }

    /// Reads the entries of a table with arbitrary keys: each key with its value as JSON.
    pub(crate) fn entries(&mut self, key: &'static str) -> Vec<(Spanned<String>, Spanned<Json>)> {
        let table = self.free_form_table(key).iter();
        table.map(|entry| (entry.key.clone(), Spanned::new(entry.value.to_json(), entry.value.span))).collect()
    }

    /// Reads a table of strings with arbitrary keys.
    pub(crate) fn string_map(&mut self, key: &'static str) -> BTreeMap<String, String> {
        let table = self.free_form_table(key).iter();
        table.filter_map(|entry| Some((entry.key.value.clone(), self.as_string(&entry.value)?.value))).collect()
    }

    /// Reads a table of tables with arbitrary keys: each table with `read`, which also gets the key.
    pub(crate) fn named_tables<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&Spanned<String>, &mut Fields<'_, '_>) -> T,
    ) -> Vec<T> {
        let table = self.free_form_table(key).iter();
        table.filter_map(|entry| self.nested(&entry.value, |fields| read(&entry.key, fields))).collect()
    }

    /// Reads a table with arbitrary content as a JSON object; empty if the key is missing.
    pub(crate) fn json(&mut self, key: &'static str) -> Json {
        tree::to_json(self.free_form_table(key))
    }

    fn list(&mut self, key: &'static str, expected: ExpectedType) -> &'t [SpannedValue] {
        match self.get(key) {
            Some(SpannedValue { kind: ValueKind::Array(items), .. }) => items,
            Some(value) => self.wrong_type(value, expected).unwrap_or_default(),
            None => &[],
        }
    }

    fn free_form_table(&mut self, key: &'static str) -> &'t SpannedTable {
        static EMPTY: SpannedTable = SpannedTable::new();
        match self.get(key) {
            Some(SpannedValue { kind: ValueKind::Table(table), .. }) => table,
            Some(value) => self.wrong_type(value, ExpectedType::Table).unwrap_or(&EMPTY),
            None => &EMPTY,
        }
    }

    fn nested<T>(&mut self, value: &SpannedValue, read: impl FnOnce(&mut Fields<'_, '_>) -> T) -> Option<T> {
        let ValueKind::Table(table) = &value.kind else {
            return self.wrong_type(value, ExpectedType::Table);
        };
        let mut fields = Fields {
            table,
            span: value.span,
            source: self.source,
            is_complete: self.is_complete,
            format: self.format,
            known_keys: Vec::new(),
            diagnostics: &mut *self.diagnostics,
        };
        let result = read(&mut fields);
        fields.finish();
        Some(result)
    }
}
