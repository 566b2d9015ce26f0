//! Lists and tables within a table.

use super::Fields;
use super::expected_type::ExpectedType;
use crate::load::front_matter::tree::{self, SpannedTable, SpannedValue, ValueKind};
use crate::span::Spanned;
use serde_json::Value as Json;
use std::collections::BTreeMap;

impl<'t> Fields<'t, '_> {
    /// A list of texts; those that are not text are left out.
    pub(crate) fn strings(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        self.list(key, ExpectedType::Texts).iter().filter_map(|item| self.as_string(item)).collect()
    }

    /// Whether the key's value is a table; makes nothing known.
    pub(crate) fn is_table(&self, key: &str) -> bool {
        self.find(key).is_some_and(|value| matches!(value.kind, ValueKind::Table(_)))
    }

    /// A nested table, read by `read`; its unknown keys are reported.
    pub(crate) fn table<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Fields<'_, '_>) -> T) -> Option<T> {
        let value = self.get(key)?;
        self.nested(value, read)
    }

    /// A list of nested tables, each read by `read`; their unknown keys are reported.
    pub(crate) fn tables<T>(&mut self, key: &'static str, mut read: impl FnMut(&mut Fields<'_, '_>) -> T) -> Vec<T> {
        self.list(key, ExpectedType::Tables).iter().filter_map(|item| self.nested(item, &mut read)).collect()
    }

    /// The entries of a table whose keys are the author's: each key with its value as JSON.
    pub(crate) fn entries(&mut self, key: &'static str) -> Vec<(Spanned<String>, Spanned<Json>)> {
        let own = self.free_form_table(key).iter();
        own.map(|entry| (entry.key.clone(), Spanned::new(entry.value.to_json(), entry.value.span))).collect()
    }

    /// A table of texts whose keys are the author's.
    pub(crate) fn string_map(&mut self, key: &'static str) -> BTreeMap<String, String> {
        let own = self.free_form_table(key).iter();
        own.filter_map(|entry| Some((entry.key.value.clone(), self.as_string(&entry.value)?.value))).collect()
    }

    /// Tables whose keys are the author's, each read by `read`, which is given the key.
    pub(crate) fn named_tables<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&Spanned<String>, &mut Fields<'_, '_>) -> T,
    ) -> Vec<T> {
        let own = self.free_form_table(key).iter();
        own.filter_map(|entry| self.nested(&entry.value, |fields| read(&entry.key, fields))).collect()
    }

    /// A table of which anything may be made, as a JSON object; an empty one when it is not there.
    pub(crate) fn json(&mut self, key: &'static str) -> Json {
        tree::to_json(self.free_form_table(key))
    }

    fn list(&mut self, key: &'static str, wanted: ExpectedType) -> &'t [SpannedValue] {
        match self.get(key) {
            Some(SpannedValue { kind: ValueKind::Array(items), .. }) => items,
            Some(value) => self.wrong_type(value, wanted).unwrap_or_default(),
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
