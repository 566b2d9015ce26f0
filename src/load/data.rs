//! Parses the files under `content/data/`: CSV into a table, JSON and TOML into a tree.

use super::front_matter::{self, FrontMatterFormat, tree};
use super::layout::{FileLayout, extension};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{DataFile, DataValue};
use crate::span::{FileId, LineIndex, Sources, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Rule: a data file cannot be parsed.
pub(crate) static INVALID_DATA: Rule = Rule {
    code: "invalid-data",
    severity: Severity::Error,
    what: "A data file is not valid in the format that its extension names, or its rows differ in length.",
    why: "Charts and tables based on it would show wrong figures.",
    wrong: "year,projects\n2024,406,1",
    right: "year,projects\n2024,406",
};

/// Maximum number of reported rows of wrong length per file.
const MAX_ROW_ERRORS: usize = 20;

/// Parses all data files, keyed by their path below `content/data/`. Reports and drops those that fail.
pub(super) fn read_all(
    layout: &FileLayout,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<Arc<str>, DataFile> {
    let read = layout.data.iter().filter_map(|(name, file)| {
        let text = sources.get(*file).text.trim_start_matches('\u{feff}');
        let start = sources.get(*file).text.len() - text.len();
        let value = match extension(name) {
            "csv" => table(*file, text, start, diagnostics),
            "json" => json(*file, text, start, diagnostics),
            _ => toml(*file, &sources.get(*file).text, start, diagnostics),
        };
        Some((Arc::clone(name), DataFile { file: *file, value: value? }))
    });
    read.collect()
}

fn toml(file: FileId, text: &str, start: usize, diagnostics: &mut Diagnostics) -> Option<DataValue> {
    let parsed = front_matter::parse(file, text, FrontMatterFormat::Toml, start..text.len(), diagnostics);
    parsed.is_complete.then(|| DataValue::Tree(tree::to_json(&parsed.table)))
}

fn json(file: FileId, text: &str, start: usize, diagnostics: &mut Diagnostics) -> Option<DataValue> {
    match serde_json::from_str(text) {
        Ok(value) => Some(DataValue::Tree(value)),
        Err(error) => {
            let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            // At the end of input, serde_json gives the column of the last character; otherwise that of the offending
            // one.
            let before = if error.is_eof() { error.column() } else { error.column().saturating_sub(1) };
            let at = start + (line_start + before).min(text.len());
            let whole = error.to_string();
            let message = whole.split(" at line ").next().unwrap_or(&whole);
            diagnostics.push(Diagnostic::new(
                &INVALID_DATA,
                Span::new(file, at..at),
                format!("not valid JSON: {message}"),
            ));
            None
        }
    }
}

fn table(file: FileId, text: &str, start: usize, diagnostics: &mut Diagnostics) -> Option<DataValue> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let lines = LineIndex::new(text);
    let mut records = reader.records();
    let Some(Ok(first)) = records.next() else {
        let diagnostic = Diagnostic::new(&INVALID_DATA, Span::new(file, 0..0), "the file is empty");
        diagnostics.push(diagnostic.help("put the column names on the first line"));
        return None;
    };
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let head = cells(&first);
    let (mut rows, mut reported) = (Vec::new(), 0);
    for record in records.flatten() {
        if record.len() != head.len() && reported < MAX_ROW_ERRORS {
            reported += 1;
            let byte = record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
            diagnostics.push(ragged_row(file, text, &lines, start, byte, (record.len(), head.len())));
        }
        let mut row = cells(&record);
        row.resize(head.len(), String::new());
        rows.push(row);
    }
    Some(DataValue::Table { head, rows })
}

fn ragged_row(
    file: FileId,
    text: &str,
    lines: &LineIndex,
    start: usize,
    byte: usize,
    (cells, columns): (usize, usize),
) -> Diagnostic {
    let blank = text.get(byte..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
    let at = byte + blank;
    let line = lines.line(text, lines.position(text, at).line);
    let span = Span::new(file, start + at..start + at + line.len());
    let cells = format!("{cells} {}", if cells == 1 { "cell" } else { "cells" });
    Diagnostic::new(&INVALID_DATA, span, format!("the row has {cells}, but the first row has {columns}"))
        .label("row of a different length")
        .help("enclose cells that contain a comma in double quotation marks")
}
