//! HTML table with the data of a chart.

use super::data::ChartTable;
use super::svg::escaped;

/// Renders the columns of the chart with their cells as written in the data.
pub(super) fn write(data: &ChartTable, title: &str) -> String {
    let label = escaped(title);
    let mut html = format!(
        "<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table><thead><tr>\
         <th scope=\"col\">{}</th>",
        escaped(&data.head)
    );
    for series in &data.series {
        html.extend(["<th scope=\"col\" class=\"align-right\">", &escaped(&series.name), "</th>"]);
    }
    html.push_str("</tr></thead><tbody>");
    for (index, label) in data.labels.iter().enumerate() {
        row(&mut html, data, index, label);
    }
    html.push_str("</tbody></table></div>");
    html
}

fn row(html: &mut String, data: &ChartTable, index: usize, label: &str) {
    html.extend(["<tr><th scope=\"row\">", &escaped(label), "</th>"]);
    for series in &data.series {
        let cell = series.cells.get(index).map_or("", String::as_str);
        html.extend(["<td class=\"align-right\">", &escaped(cell), "</td>"]);
    }
    html.push_str("</tr>");
}
