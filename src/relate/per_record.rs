//! Per-record table: a persistent list of rows. Updated copies share their unchanged rows.

use crate::model::RecordId;
use rayon::prelude::*;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::ops::Deref;
use std::sync::Arc;

/// One row per record. Cloning is cheap; [`PerRecord::with_rows`] returns a copy with some rows replaced.
#[derive(Debug, PartialEq, Eq)]
pub struct PerRecord<T>(Arc<Vec<Arc<[T]>>>);

/// Borrowed rows of a table.
pub(super) type Rows<'t, T> = &'t [Arc<[T]>];

/// Returns an iterator over the items of all rows, in order.
pub(super) fn flatten<T>(rows: Rows<'_, T>) -> impl Iterator<Item = &T> {
    rows.iter().flat_map(|row| row.iter())
}

impl<T> PerRecord<T> {
    /// Creates a table from rows.
    pub(crate) fn from_rows(rows: Vec<Arc<[T]>>) -> PerRecord<T> {
        PerRecord(Arc::new(rows))
    }

    /// Returns the row of a record; empty if the record is out of range.
    pub fn row(&self, record: RecordId) -> &[T] {
        self.0.get(record.0 as usize).map_or(&[], |row| row)
    }

    /// Returns an iterator over the items of all rows, in order.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        flatten(self)
    }

    /// Returns the table with these rows replaced; equal rows keep their allocation.
    #[must_use]
    pub(crate) fn with_rows(&self, rows: impl IntoIterator<Item = (RecordId, Vec<T>)>) -> PerRecord<T>
    where
        T: PartialEq,
    {
        let mut rows = rows.into_iter().filter(|(record, row)| self.row(*record) != row.as_slice()).peekable();
        if rows.peek().is_none() {
            return self.clone();
        }
        let mut all: Vec<Arc<[T]>> = self.0.to_vec();
        for (record, row) in rows {
            all[record.0 as usize] = row.into();
        }
        PerRecord(Arc::new(all))
    }
}

#[cfg(test)]
impl<T: Clone + Send + Sync> PerRecord<T> {
    /// Creates a table of empty rows.
    pub(crate) fn empty(rows: usize) -> PerRecord<T> {
        vec![Vec::new(); rows].into()
    }

    /// Replaces a row; the table grows if needed.
    pub(crate) fn set(&mut self, record: usize, row: Vec<T>) {
        let rows = Arc::make_mut(&mut self.0);
        rows.resize(rows.len().max(record + 1), Arc::from([]));
        rows[record] = row.into();
    }

    /// Appends an item to a record's row.
    pub(crate) fn add(&mut self, record: RecordId, item: T) {
        let row = self.row(record).iter().cloned().chain([item]).collect();
        self.set(record.0 as usize, row);
    }
}

impl<T: Serialize> Serialize for PerRecord<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|row| &**row))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for PerRecord<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<Arc<[T]>>::deserialize(deserializer).map(PerRecord::from_rows)
    }
}

impl<T> Clone for PerRecord<T> {
    fn clone(&self) -> Self {
        PerRecord(self.0.clone())
    }
}

impl<T> Default for PerRecord<T> {
    fn default() -> Self {
        PerRecord(Arc::default())
    }
}

impl<T> Deref for PerRecord<T> {
    type Target = [Arc<[T]>];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T: Send + Sync> From<Vec<Vec<T>>> for PerRecord<T> {
    fn from(rows: Vec<Vec<T>>) -> Self {
        PerRecord::from_rows(rows.into_par_iter().map(Arc::from).collect())
    }
}

impl<'t, T> IntoIterator for &'t PerRecord<T> {
    type Item = &'t Arc<[T]>;
    type IntoIter = std::slice::Iter<'t, Arc<[T]>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
