//! The numbers of a chart.

use crate::model::{Chart, ChartData, DataFile, DataValue};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A chart's columns.
#[derive(Debug, Default, PartialEq)]
pub(super) struct ChartTable {
    /// Name of the column of labels.
    pub(super) head: String,
    /// The labels, one per row.
    pub(super) labels: Vec<String>,
    /// The columns of values.
    pub(super) series: Vec<Series>,
}

/// A column of values.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Series {
    /// Its name.
    pub(super) name: String,
    /// One per row; nothing for what is not a number.
    pub(super) values: Vec<Option<f64>>,
    /// The same as written.
    pub(super) cells: Vec<String>,
}

/// A chart with more rows than this is cut: nobody could read it, and its table stays with the data file.
const MAX_ROWS: usize = 500;

impl ChartTable {
    /// Reads the columns that a chart names: the first one is the labels', all others are values, unless it says so.
    pub(super) fn read(chart: &Chart, data_files: &BTreeMap<Arc<str>, DataFile>) -> ChartTable {
        let (head, rows) = source_table(&chart.data, data_files);
        let place = |name: &str| head.iter().position(|column| column.trim() == name.trim());
        let x = chart.x.as_ref().and_then(|x| place(&x.value)).unwrap_or(0);
        let columns: Vec<usize> = if chart.y.is_empty() {
            (0..head.len()).filter(|column| *column != x).collect()
        } else {
            chart.y.iter().filter_map(|y| place(&y.value)).collect()
        };
        let rows = &rows[..rows.len().min(MAX_ROWS)];
        let column = |at: usize| rows.iter().map(move |row| row.get(at).map_or("", |cell| cell.trim()));
        ChartTable {
            head: head.get(x).cloned().unwrap_or_default(),
            labels: column(x).map(str::to_owned).collect(),
            series: columns
                .into_iter()
                .map(|at| Series {
                    name: head.get(at).cloned().unwrap_or_default(),
                    values: column(at).map(parse_number).collect(),
                    cells: column(at).map(str::to_owned).collect(),
                })
                .collect(),
        }
    }

    /// All numbers.
    pub(super) fn numbers(&self) -> impl Iterator<Item = f64> {
        self.series.iter().flat_map(|series| series.values.iter().copied().flatten())
    }

    /// Whether there is anything to draw.
    pub(super) fn is_empty(&self) -> bool {
        self.numbers().next().is_none()
    }
}

fn source_table<'s>(
    data: &ChartData,
    data_files: &'s BTreeMap<Arc<str>, DataFile>,
) -> (Cow<'s, [String]>, Cow<'s, [Vec<String>]>) {
    match data {
        ChartData::Inline(csv) => {
            let (head, rows) = read_csv(&csv.value);
            (head.into(), rows.into())
        }
        ChartData::File(path) => match data_files.get(path.value.as_str()).map(|file| &file.value) {
            Some(DataValue::Table { head, rows }) => (head.into(), rows.into()),
            _ => (Cow::default(), Cow::default()),
        },
    }
}

fn read_csv(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = reader.records().filter_map(Result::ok).map(|row| row.iter().map(str::to_owned).collect());
    let head = rows.next().unwrap_or_default();
    (head, rows.collect())
}

/// Reads a number; commas and spaces between thousands are allowed.
fn parse_number(cell: &str) -> Option<f64> {
    let plain: String = cell.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}' | '\u{202f}')).collect();
    let is_number = plain.bytes().any(|byte| byte.is_ascii_digit());
    plain.replace('−', "-").parse::<f64>().ok().filter(|value| is_number && value.is_finite() && value.abs() < 1e15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_and_leaves_gaps() {
        let cases =
            [("1,200", Some(1200.0)), ("−3.5", Some(-3.5)), ("", None), ("n/a", None), ("inf", None), ("1e400", None)];
        for (cell, value) in cases {
            assert_eq!(parse_number(cell), value, "{cell}");
        }
    }
}
