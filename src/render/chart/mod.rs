//! Charts as plain SVG: text stays text, the theme styles the classes, and equal data give equal bytes.
//!
//! 1. `data` reads the chart's columns; cells that are not numbers are gaps.
//! 2. `bar` and `line` draw them with `scale` and `svg`.
//! 3. `table` writes the data as a table, in addition to the drawing or instead of it.

mod bar;
mod data;
mod line;
mod scale;
mod svg;
mod table;

use crate::model::{Chart, ChartKind, DataFile};
use data::ChartTable;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Renders a chart as a `<figure>`. `source_html` is the rendered source line; `table_summary` is the summary of the
/// data table.
pub(crate) fn draw(
    chart: &Chart,
    data_files: &BTreeMap<Arc<str>, DataFile>,
    source_html: &str,
    table_summary: &str,
) -> String {
    let data = ChartTable::read(chart, data_files);
    let caption = caption(chart, source_html);
    let drawing = match chart.kind {
        ChartKind::Bar => bar::draw(&data, &chart.unit),
        ChartKind::Line => line::draw(&data, &chart.unit),
        ChartKind::Table => None,
    };
    let Some(drawing) = drawing else {
        let table = table::write(&data, &chart.title);
        return format!("<figure class=\"chart chart-table\">{caption}{table}</figure>");
    };
    let class = if chart.kind == ChartKind::Bar { "chart-bar" } else { "chart-line" };
    let svg = drawing.finish(&chart.title, &description(chart, &data));
    let table = table::write(&data, &chart.title);
    let summary = svg::escaped(table_summary);
    format!(
        "<figure class=\"chart {class}\">{caption}{svg}<details class=\"chart-data\"><summary>{summary}</summary>{table}\
         </details></figure>"
    )
}

/// Renders title, unit and source as `<figcaption>`; empty if the chart has none of them.
fn caption(chart: &Chart, source_html: &str) -> String {
    let title = svg::escaped(&chart.title);
    let unit = if chart.unit.is_empty() {
        String::new()
    } else {
        format!(" <span class=\"chart-unit\">({})</span>", svg::escaped(&chart.unit))
    };
    let source = if source_html.is_empty() {
        String::new()
    } else {
        format!(" <span class=\"chart-source\">{source_html}</span>")
    };
    if chart.title.is_empty() && unit.is_empty() && source.is_empty() {
        return String::new();
    }
    format!("<figcaption><span class=\"chart-title\">{title}</span>{unit}{source}</figcaption>")
}

/// Lists the first values in one line, as the accessible description of the drawing; the whole table follows it.
fn description(chart: &Chart, data: &ChartTable) -> String {
    const MAX_POINTS: usize = 12;
    let series = data.series.first().map_or(&[][..], |series| &series.values);
    let points = data.labels.iter().zip(series).take(MAX_POINTS);
    let mut items: Vec<String> = points
        .map(|(label, value)| {
            value.map_or(format!("{label}: –"), |value| scale::value_label(label, value, &chart.unit))
        })
        .collect();
    if data.labels.len() > MAX_POINTS || data.series.len() > 1 {
        items.push("…".to_owned());
    }
    items.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ChartData;
    use crate::testkit::{TestSite, spanned};
    use scraper::{Html, Selector};

    fn chart(kind: ChartKind, csv: &str) -> Chart {
        Chart {
            kind,
            title: "Projects <by year>".into(),
            x: None,
            y: Vec::new(),
            unit: "projects".into(),
            source: Vec::new(),
            data: ChartData::Inline(spanned(csv.into())),
        }
    }

    fn html(kind: ChartKind, csv: &str) -> String {
        draw(&chart(kind, csv), &TestSite::new().site.data, "<em>UN</em>", "Figures")
    }

    fn count(html: &str, selector: &str) -> usize {
        Html::parse_fragment(html).select(&Selector::parse(selector).unwrap()).count()
    }

    #[test]
    fn draws_bar_for_each_number() {
        let html = html(ChartKind::Bar, "year,projects\n2020,10\n2021,n/a\n2022,-5\n");
        assert_eq!(count(&html, "figure.chart-bar svg rect.bar"), 2);
        assert_eq!(count(&html, "details.chart-data tbody tr"), 3);
        assert!(html.contains("<figcaption><span class=\"chart-title\">Projects &lt;by year&gt;</span>"));
        assert!(html.contains("<em>UN</em>"));
    }

    #[test]
    fn breaks_lines_at_gaps() {
        let html = html(ChartKind::Line, "year,a\n2020,1\n2021,2\n2022,\n2023,4\n2024,5\n");
        assert_eq!(count(&html, "svg path.line"), 1);
        let path = html.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(path.matches('M').count(), 2, "{path}");
        assert_eq!(count(&html, "svg circle.point"), 4);
    }

    #[test]
    fn has_no_inline_styles_or_scripts() {
        for kind in [ChartKind::Bar, ChartKind::Line, ChartKind::Table] {
            let html = html(kind, "x,<script>\n\"</svg>\",1\n");
            assert!(!html.contains("style=") && !html.contains("<script>") && html.matches("</svg>").count() <= 1);
        }
    }

    #[test]
    fn renders_only_table_without_numbers() {
        for csv in ["", "year\n", "year,projects\n", "year,projects\n2020,many\n"] {
            for kind in [ChartKind::Bar, ChartKind::Line] {
                assert_eq!(count(&html(kind, csv), "svg"), 0, "{csv}");
            }
        }
    }

    #[test]
    fn draws_extreme_values() {
        for values in ["1e308,-1e308", "0,0", "inf,NaN", "1e-300,2e-300"] {
            let csv =
                format!("x,y\na,{}\nb,{}\n", values.split(',').next().unwrap(), values.split(',').nth(1).unwrap());
            for kind in [ChartKind::Bar, ChartKind::Line] {
                let html = html(kind, &csv);
                assert!(!html.contains("NaN\"") && !html.contains("inf\""), "{html}");
            }
        }
    }
}
