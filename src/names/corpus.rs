//! Precision and recall on the corpus of `tests/names`.

use super::{LooseText, NameMatcher, SearchedName};
use crate::model::NameLimits;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::ops::Range;
use std::path::Path;
use toml::{Table, Value};

/// `MarkCounts` of a comparison with the marks.
#[derive(Clone, Copy, Debug, Default)]
struct MarkCounts {
    right: usize,
    found: usize,
    marked: usize,
    /// Records of which a note would say that the passage does not name them, though it does.
    unnamed: usize,
}

impl MarkCounts {
    fn add(&mut self, MarkCounts { right, found, marked, unnamed }: MarkCounts) {
        self.unnamed += unnamed;
        self.right += right;
        self.found += found;
        self.marked += marked;
    }

    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    fn precision_and_recall(self) -> (f64, f64) {
        (self.right as f64 / self.found as f64, self.right as f64 / self.marked as f64)
    }
}

fn read(path: impl AsRef<Path>) -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/names").join(path);
    fs::read_to_string(path).unwrap().parse().unwrap()
}

fn strings(table: &Table, key: &str) -> Vec<String> {
    let values = table.get(key).and_then(Value::as_array);
    values.into_iter().flatten().map(|value| value.as_str().unwrap().to_owned()).collect()
}

/// Returns the names of a record in one language.
fn names(record: &Table, own: &Table, to: usize) -> Vec<SearchedName<usize>> {
    let title_is_name = record.get("title_is_name").and_then(Value::as_bool).unwrap_or(true);
    let title = own.get("title").filter(|_| title_is_name);
    let all = title.into_iter().chain(own.get("names").and_then(Value::as_array).into_iter().flatten());
    let name = |value: &Value| match value {
        Value::Table(name) => SearchedName {
            text: name["name"].as_str().unwrap().to_owned(),
            to: Some(to),
            limits: NameLimits {
                only_with: name.get("only_with").and_then(Value::as_bool).unwrap_or(false),
                languages: strings(name, "languages"),
                not_in: strings(name, "not_in"),
                exact_case: name.contains_key("case"),
            },
        },
        value => SearchedName { text: value.as_str().unwrap().to_owned(), to: Some(to), limits: NameLimits::default() },
    };
    all.map(name).collect()
}

/// Returns a text without its marks, and the marks.
fn without_marks(marked: &str, ids: &[String]) -> (String, Vec<(Range<usize>, usize)>) {
    let (mut text, mut marks) = (String::new(), Vec::new());
    for (index, part) in marked.split('⟦').enumerate() {
        let Some((mark, rest)) = part.split_once('⟧').filter(|_| index > 0) else {
            text.push_str(part);
            continue;
        };
        let (id, words) = mark.split_once('|').unwrap();
        let to = ids.iter().position(|known| known == id).unwrap();
        marks.push((text.len()..text.len() + words.len(), to));
        text.push_str(words);
        text.push_str(rest);
    }
    (text, marks)
}

fn compare(matcher: &NameMatcher<usize>, names: &[SearchedName<usize>], marked: &str, ids: &[String]) -> MarkCounts {
    let (text, marks) = without_marks(marked, ids);
    let found = matcher.matches([text.as_str()]).remove(0);
    let found: Vec<(Range<usize>, usize)> =
        found.into_iter().filter_map(|found| Some((found.range, found.to?))).collect();
    let mut hit = BTreeSet::new();
    for (range, to) in &found {
        let overlaps =
            |(mark, of): &(Range<usize>, usize)| of == to && mark.start < range.end && range.start < mark.end;
        hit.extend(
            marks
                .iter()
                .enumerate()
                .find(|(index, mark)| !hit.contains(index) && overlaps(mark))
                .map(|(index, _)| index),
        );
    }
    let missed: BTreeSet<usize> = marks.iter().map(|(_, to)| *to).collect();
    let loose = LooseText::new([text.as_str()]);
    let is_unnamed = |record: &&usize| {
        !found.iter().any(|(_, to)| to == *record)
            && !names.iter().any(|name| name.to == Some(**record) && loose.may_name(&name.text))
    };
    let unnamed = missed.iter().filter(is_unnamed).count();
    MarkCounts { right: hit.len(), found: found.len(), marked: marks.len(), unnamed }
}

/// Compares the passages of a folder, and returns all counts with a line per language.
fn compare_folder(folder: &str, records: &[&Table], ids: &[String]) -> (MarkCounts, String) {
    let (mut total, mut report) = (MarkCounts::default(), String::new());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/names").join(folder);
    let mut files: Vec<String> =
        fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    for file in files {
        let language = file.trim_end_matches(".toml");
        let of_record = |(to, record): (usize, &&Table)| {
            let translation = record.get("translations").and_then(|all| all.get(language)).and_then(Value::as_table);
            let own = Some(*record).filter(|record| ["en", language].contains(&record["language"].as_str().unwrap()));
            own.into_iter().chain(translation).flat_map(|own| names(record, own, to)).collect::<Vec<_>>()
        };
        let names: Vec<SearchedName<usize>> = records.iter().enumerate().flat_map(of_record).collect();
        let matcher = NameMatcher::new(names.clone(), language);
        let mut counts = MarkCounts::default();
        for passage in read(format!("{folder}/{file}"))["passage"].as_array().unwrap() {
            counts.add(compare(&matcher, &names, passage["text"].as_str().unwrap(), ids));
        }
        let (precision, recall) = counts.precision_and_recall();
        writeln!(report, "{language}: precision {precision:.3}, recall {recall:.3}, {counts:?}").unwrap();
        total.add(counts);
    }
    (total, report)
}

#[test]
fn precision_and_recall_are_at_least_95_percent() {
    let records = read("records.toml");
    let records: Vec<&Table> = records["record"].as_array().unwrap().iter().filter_map(Value::as_table).collect();
    let ids: Vec<String> = records.iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect();
    for folder in ["passages", "news"] {
        let (total, report) = compare_folder(folder, &records, &ids);
        let (precision, recall) = total.precision_and_recall();
        assert!(total.marked > 1000, "{total:?}");
        assert_eq!(total.unnamed, 0, "{folder}: false notes on unnamed records\n{report}");
        assert!(
            precision >= 0.95 && recall >= 0.95,
            "{folder}: precision {precision:.3}, recall {recall:.3}\n{report}"
        );
    }
}
