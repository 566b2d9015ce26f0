//! The `chart` fence: chart settings, with inline CSV or a reference to a data file.

use super::super::parser::MarkdownParser;
use super::settings::FenceSettings;
use super::{Fence, INVALID_FENCE, INVALID_SETTING, MISSING_SETTING, reject_rows};
use crate::diagnose::{Diagnostic, did_you_mean};
use crate::model::{BlockKind, Chart, ChartData, ChartKind};
use crate::span::Spanned;
use std::ops::Range;
use std::sync::Arc;

const KINDS: [(&str, ChartKind); 3] = [("bar", ChartKind::Bar), ("line", ChartKind::Line), ("table", ChartKind::Table)];

/// Builds a chart from its settings and optional CSV rows.
pub(super) fn read(
    mut settings: FenceSettings<'_>,
    rows: Option<Range<usize>>,
    fence: &Fence<'_>,
    parser: &mut MarkdownParser<'_>,
) -> BlockKind {
    let kind = kind(&mut settings, parser);
    if !settings.has("title") {
        report_missing("the chart has no title", "add `title = \"…\"`", fence, parser);
    }
    let title = settings.text("title", parser);
    let x = settings.text("x", parser);
    let y = settings.texts("y", parser);
    let unit = settings.text("unit", parser);
    let source = settings.text_at("source", parser);
    let source = source.map(|(text, at)| parser.parse_inlines(&text, at)).unwrap_or_default();
    let data = data(&mut settings, rows, fence, parser);
    settings.finish(parser);
    let text = |value: Option<Spanned<String>>| value.map(|text| text.value).unwrap_or_default();
    BlockKind::Chart(Box::new(Chart { kind, title: text(title), x, y, unit: text(unit), source, data }))
}

fn kind(settings: &mut FenceSettings<'_>, parser: &mut MarkdownParser<'_>) -> ChartKind {
    let Some(name) = settings.text("type", parser) else { return ChartKind::Bar };
    if let Some((_, kind)) = KINDS.iter().find(|(key, _)| *key == name.value) {
        return *kind;
    }
    let help = did_you_mean(&name.value, KINDS.map(|(key, _)| key));
    parser.report(
        Diagnostic::new(&INVALID_SETTING, name.span, format!("unknown chart type `{}`", name.value))
            .label("unknown type")
            .help(help.unwrap_or_else(|| "use `bar`, `line` or `table`".into())),
    );
    ChartKind::Bar
}

fn data(
    settings: &mut FenceSettings<'_>,
    rows: Option<Range<usize>>,
    fence: &Fence<'_>,
    parser: &mut MarkdownParser<'_>,
) -> ChartData {
    if let Some(file) = settings.text("data", parser) {
        reject_rows(rows, "the chart has data both in the fence and in a file", fence, parser);
        return ChartData::File(file);
    }
    let end = fence.code.text.len();
    let rows = rows.unwrap_or(end..end);
    let csv = &fence.code.text[rows.clone()];
    if csv.trim().is_empty() {
        let help = "add a line `---` followed by CSV rows, or `data = \"file.csv\"`";
        report_missing("the chart has no data", help, fence, parser);
    } else {
        check_csv(csv, rows.start, fence, parser);
    }
    let span = parser.span(fence.source_range(rows));
    ChartData::Inline(Spanned::new(Arc::from(csv), span))
}

/// Reports every row whose length differs from the header's.
fn check_csv(csv: &str, start: usize, fence: &Fence<'_>, parser: &mut MarkdownParser<'_>) {
    let mut rows = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(csv.as_bytes());
    let mut width = None;
    for row in rows.records().flatten() {
        let width = *width.get_or_insert(row.len());
        let at = row.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0).min(csv.len());
        let line = csv.get(at..).and_then(|rest| rest.trim_start().lines().next()).unwrap_or("").trim_end();
        if row.len() == width || line.is_empty() {
            continue;
        }
        let at = start + at + csv[at..].len() - csv[at..].trim_start().len();
        let span = parser.span(fence.source_range(at..at + line.len()));
        parser.report(
            Diagnostic::new(&INVALID_FENCE, span, format!("the row has {} fields instead of {width}", row.len()))
                .label(format!("the header has {width}"))
                .help("enclose fields that contain a comma in double quotation marks"),
        );
    }
}

fn report_missing(message: &str, help: &str, fence: &Fence<'_>, parser: &mut MarkdownParser<'_>) {
    let span = parser.span(fence.opening.clone());
    parser.report(Diagnostic::new(&MISSING_SETTING, span, message).label("in this chart").help(help));
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::ParsedMarkdown;
    use super::*;

    fn chart(read: &ParsedMarkdown) -> &Chart {
        match &read.body.blocks[0].kind {
            BlockKind::Chart(chart) => chart,
            other => panic!("{other:?}"),
        }
    }

    const HEAD: &str =
        "```chart\ntype = \"line\"\ntitle = \"Projects\"\nx = \"year\"\ny = [\"projects\"]\nunit = \"n\"\n";

    #[test]
    fn parses_chart_with_inline_csv() {
        let text = format!("{HEAD}source = \"UN [@a, ¶2]\"\n---\nyear,projects\n2023,408\n```");
        let read = ParsedMarkdown::new(&text);
        let chart = chart(&read);
        assert!(read.codes().is_empty(), "{:?}", read.codes());
        assert_eq!((chart.kind, chart.title.as_str(), chart.unit.as_str()), (ChartKind::Line, "Projects", "n"));
        assert_eq!(read.slice(chart.x.as_ref().unwrap().span), "year");
        assert_eq!(read.slice(chart.y[0].span), "projects");
        assert_eq!(read.cited_slices(), ["a"]);
        let ChartData::Inline(csv) = &chart.data else { panic!() };
        assert_eq!(&*csv.value, "year,projects\n2023,408\n");
        assert_eq!(read.slice(csv.span), "year,projects\n2023,408\n");
    }

    #[test]
    fn parses_chart_with_data_file() {
        let read = ParsedMarkdown::new(&format!("{HEAD}data = \"un.csv\"\n```"));
        assert!(matches!(&chart(&read).data, ChartData::File(file) if read.slice(file.span) == "un.csv"));
    }

    #[test]
    fn reports_missing_title_and_numbers() {
        let read = ParsedMarkdown::new("```chart\ntype = \"pie\"\n```");
        assert_eq!(read.codes(), ["invalid-setting", "missing-setting", "missing-setting"]);
        assert_eq!(read.marked("missing-setting"), ["```chart", "```chart"]);
        assert_eq!(read.marked("invalid-setting"), ["pie"]);
    }

    #[test]
    fn reports_rows_of_another_length() {
        let read = ParsedMarkdown::new(&format!("{HEAD}---\nyear,projects\n2023,408\n2024,1,000\n\n2025\n```"));
        assert_eq!(read.marked("invalid-fence"), ["2024,1,000", "2025"]);
    }

    #[test]
    fn reports_inline_csv_beside_data_file() {
        let read = ParsedMarkdown::new(&format!("{HEAD}data = \"un.csv\"\n---\nyear,projects\n2023,408\n```"));
        assert_eq!(read.marked("invalid-fence"), ["year,projects"]);
    }
}
