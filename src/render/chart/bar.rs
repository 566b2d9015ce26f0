//! Bar chart: horizontal bars with labels at the left and values at the end.

use super::data::ChartTable;
use super::scale::{Scale, format_number, value_label};
use super::svg::{Svg, TextAnchor, truncate};

/// Width of the drawing, in SVG user units like all lengths below.
const WIDTH: f64 = 720.0;
/// Maximum width of the labels.
const MAX_LABEL_WIDTH: f64 = 220.0;
/// Width reserved for a number after its bar.
const NUMBER_WIDTH: f64 = 72.0;
const BAR_HEIGHT: f64 = 18.0;
const BAR_GAP: f64 = 10.0;
/// Height of the legend, which names several series above the bars.
const LEGEND_HEIGHT: f64 = 24.0;

/// Draws the bars; returns `None` if the table has no numbers.
pub(super) fn draw(data: &ChartTable, unit: &str) -> Option<Svg> {
    if data.is_empty() {
        return None;
    }
    let bars = f64::from(u16::try_from(data.series.len()).unwrap_or(u16::MAX));
    let rows = f64::from(u16::try_from(data.labels.len()).unwrap_or(u16::MAX));
    let top = if data.series.len() > 1 { LEGEND_HEIGHT } else { 0.0 };
    let row = bars * BAR_HEIGHT + BAR_GAP;
    let mut svg = Svg::new(WIDTH, top + rows * row + BAR_GAP);
    let labels = data.labels.iter().map(|label| truncate(label, MAX_LABEL_WIDTH - 12.0).1).fold(0.0, f64::max) + 12.0;
    let scale = Scale::of(data.numbers());
    let plot_width = WIDTH - labels - NUMBER_WIDTH;
    let zero = labels + scale.position(0.0, plot_width);
    draw_legend(&mut svg, data, labels);
    svg.line("axis", (zero, top), (zero, top + rows * row + BAR_GAP));
    for (row_index, label) in (0u16..).zip(&data.labels) {
        let y = top + BAR_GAP + f64::from(row_index) * row;
        let shown = truncate(label, MAX_LABEL_WIDTH - 12.0).0;
        svg.text("label", (labels - 8.0, y + bars * BAR_HEIGHT / 2.0 + 4.0), TextAnchor::End, &shown);
        for (nth, series) in (0u16..).zip(&data.series) {
            let Some(value) = series.values.get(usize::from(row_index)).copied().flatten() else { continue };
            let y = y + f64::from(nth) * BAR_HEIGHT;
            let end = labels + scale.position(value, plot_width);
            let class = format!("bar series-{}", nth + 1);
            svg.rect(
                &class,
                (zero.min(end), y),
                ((end - zero).abs(), BAR_HEIGHT - 3.0),
                &value_label(label, value, unit),
            );
            svg.text("value", (zero.max(end) + 6.0, y + BAR_HEIGHT - 6.0), TextAnchor::Start, &format_number(value));
        }
    }
    Some(svg)
}

/// Draws the names of the series if there are several.
pub(super) fn draw_legend(svg: &mut Svg, data: &ChartTable, left: f64) {
    if data.series.len() < 2 {
        return;
    }
    let mut x = left;
    for (nth, series) in (1u16..).zip(&data.series) {
        let (name, width) = truncate(&series.name, 160.0);
        svg.rect(&format!("key series-{nth}"), (x, 4.0), (12.0, 12.0), &series.name);
        svg.text("legend", (x + 18.0, 14.0), TextAnchor::Start, &name);
        x += width + 40.0;
    }
}
