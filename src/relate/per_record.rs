//! A row of something for each record, made so that a table with a few other rows shares all the rest.

use crate::model::RecordId;
use rayon::prelude::*;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::ops::Deref;
use std::sync::Arc;

/// A row for each record. A copy costs nothing; [`Table::with`] makes one that differs in some rows.
#[derive(Debug, PartialEq, Eq)]
pub struct PerRecord<T>(Arc<Vec<Arc<[T]>>>);

/// The rows of a table.
pub(super) type Rows<'t, T> = &'t [Arc<[T]>];

/// Everything in all rows, in order.
pub(super) fn flatten<T>(rows: Rows<'_, T>) -> impl Iterator<Item = &T> {
    rows.iter().flat_map(|row| row.iter())
}

impl<T> PerRecord<T> {
    /// A table of these rows.
    pub(crate) fn from_rows(rows: Vec<Arc<[T]>>) -> PerRecord<T> {
        PerRecord(Arc::new(rows))
    }

    /// The row of a record; empty for one that the table does not know.
    pub fn row(&self, record: RecordId) -> &[T] {
        self.0.get(record.0 as usize).map_or(&[], |row| row)
    }

    /// Everything in all rows, in order.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        flatten(self)
    }

    /// The table with these rows in the place of its own; rows that are the same stay.
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
    /// A table of empty rows.
    pub(crate) fn empty(rows: usize) -> PerRecord<T> {
        vec![Vec::new(); rows].into()
    }

    /// Puts a row in the place of a record's; the table grows where it must.
    pub(crate) fn set(&mut self, record: usize, row: Vec<T>) {
        let rows = Arc::make_mut(&mut self.0);
        rows.resize(rows.len().max(record + 1), Arc::from([]));
        rows[record] = row.into();
    }

    /// Adds to a record's row.
    pub(crate) fn add(&mut self, record: RecordId, item: T) {
        let row = self.row(record).iter().cloned().chain([item]).collect();
        self.set(record.0 as usize, row);
    }
}

impl<T: Serialize> Serialize for PerRecord<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().map(|row| &**row))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for PerRecord<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Vec::<Arc<[T]>>::deserialize(from).map(PerRecord::from_rows)
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
