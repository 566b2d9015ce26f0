//! Checks `chart` and `timeline` fences.

use super::Resolver;
use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::model::{BlockKind, Body, Chart, ChartData, DataValue, bodies};
use crate::relate::front_matter_refs;
use crate::relate::suggest::{Candidates, UnresolvedName};
use crate::span::Spanned;
use rustc_hash::FxHashSet;
use std::sync::Arc;

pub(in crate::relate) static UNKNOWN_DATA: Rule = Rule {
    code: "unknown-data",
    severity: Severity::Error,
    what: "The data file of a chart does not exist or is not a table.",
    why: "The chart could not be drawn.",
    wrong: "data = \"activites.csv\"",
    right: "data = \"activities.csv\"   # content/data/activities.csv",
};

pub(in crate::relate) static UNKNOWN_COLUMN: Rule = Rule {
    code: "unknown-column",
    severity: Severity::Error,
    what: "A chart refers to a column that its data does not have.",
    why: "The chart could not be drawn.",
    wrong: "x = \"yaer\"",
    right: "x = \"year\"",
};

impl Resolver<'_> {
    pub(super) fn check_fences(&mut self) {
        for block in bodies(self.record).flat_map(Body::all_blocks) {
            for reference in front_matter_refs::fence_refs(block) {
                self.check_id(reference);
            }
            if let BlockKind::Chart(chart) = &block.kind {
                self.check_chart(chart);
            }
        }
    }

    fn check_chart(&mut self, chart: &Chart) {
        let head = match &chart.data {
            ChartData::Inline(csv) => csv_header(&csv.value),
            ChartData::File(name) => match self.chart_columns(name) {
                Some(head) => head,
                None => return,
            },
        };
        let columns: Arc<[String]> = head.into();
        let names: FxHashSet<&str> = columns.iter().map(String::as_str).collect();
        for column in chart.x.iter().chain(&chart.y) {
            if !names.contains(column.value.as_str()) {
                let message = format!("there is no column `{}`", column.value);
                let diagnostic = Diagnostic::new(&UNKNOWN_COLUMN, column.span, message)
                    .label("unknown column")
                    .help(format!("the columns are {}", format_columns(&columns)));
                self.report(UnresolvedName::new(diagnostic, &column.value, Candidates::Listed(columns.clone())));
            }
        }
    }

    fn chart_columns(&mut self, name: &Spanned<String>) -> Option<Vec<String>> {
        match self.site().data.get(name.value.as_str()).map(|file| &file.value) {
            Some(DataValue::Table { head, .. }) => Some(head.clone()),
            Some(DataValue::Tree(_)) => {
                let message = format!("`content/data/{}` is not a table", name.value);
                let diagnostic = Diagnostic::new(&UNKNOWN_DATA, name.span, message).label("not CSV");
                self.report(diagnostic.help("use a CSV file"));
                None
            }
            None => {
                let message = format!("there is no `content/data/{}`", name.value);
                let diagnostic = Diagnostic::new(&UNKNOWN_DATA, name.span, message).label("not found");
                self.report(UnresolvedName::new(diagnostic, &name.value, Candidates::DataFiles));
                None
            }
        }
    }
}

fn csv_header(csv: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(csv.as_bytes());
    reader.headers().map(|head| head.iter().map(str::to_owned).collect()).unwrap_or_default()
}

fn format_columns(columns: &[String]) -> String {
    let shown = columns.iter().take(12).map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ");
    if columns.len() > 12 { shown + ", …" } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostics;
    use crate::model::{Block, ChartKind, DataFile, Kind, TimelineFilter};
    use crate::relate::relate;
    use crate::span::FileId;
    use crate::testkit::{Sample, codes};

    fn findings(x: &str, file: Option<&str>) -> Vec<(&'static str, String)> {
        let mut sample = Sample::new();
        let table = DataValue::Table { head: vec!["year".into(), "projects".into()], rows: Vec::new() };
        std::sync::Arc::make_mut(&mut sample.site.data)
            .insert("un.csv".into(), DataFile { file: FileId(0), value: table });
        let tree = DataFile { file: FileId(0), value: DataValue::Tree(serde_json::Value::Null) };
        std::sync::Arc::make_mut(&mut sample.site.data).insert("tree.json".into(), tree);
        let page = sample.add(Kind::Page, "about", "About");
        let (x, name) = (page.push_value(x), page.push_value(file.unwrap_or("year, projects\n2024, 3")));
        let data = match file {
            Some(_) => ChartData::File(name.clone()),
            None => ChartData::Inline(name.clone().map(|csv| csv.as_str().into())),
        };
        let (title, unit, source) = (String::new(), String::new(), Vec::new());
        let chart = Chart { kind: ChartKind::Bar, title, x: Some(x), y: Vec::new(), unit, source, data };
        page.record.body.blocks.push(Block { kind: BlockKind::Chart(Box::new(chart)), span: name.span });
        let filter = TimelineFilter { topics: vec![page.push_value("nothing")], ..TimelineFilter::default() };
        page.record.body.blocks.push(Block { kind: BlockKind::Timeline(Box::new(filter)), span: name.span });
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        assert_eq!(codes(&diagnostics).last(), Some(&"unknown-record"), "the fence's topic");
        diagnostics
            .iter()
            .map(|f| (f.rule.code, f.help.clone().unwrap_or_default()))
            .filter(|f| f.0 != "unknown-record")
            .collect()
    }

    #[test]
    fn accepts_known_columns() {
        assert_eq!(findings("year", None), []);
        assert_eq!(findings("projects", Some("un.csv")), []);
    }

    #[test]
    fn reports_unknown_columns_and_files() {
        assert_eq!(findings("yaer", None), [("unknown-column", "did you mean `year`?".to_owned())]);
        let help = "the columns are `year`, `projects`".to_owned();
        assert_eq!(findings("entities", Some("un.csv")), [("unknown-column", help)]);
        assert_eq!(findings("year", Some("um.csv")), [("unknown-data", "did you mean `un.csv`?".to_owned())]);
        assert_eq!(findings("year", Some("tree.json"))[0].0, "unknown-data");
    }
}
