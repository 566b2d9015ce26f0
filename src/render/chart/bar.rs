//! Horizontal bars: labels at the left, a bar for each value, its number at the end.

use super::data::ChartTable;
use super::scale::{Scale, format_number, value_label};
use super::svg::{Svg, TextAnchor, truncate};

const WIDTH: f64 = 720.0;
/// Most room for labels.
const MAX_LABEL_WIDTH: f64 = 220.0;
/// Room for a number behind its bar.
const NUMBER_WIDTH: f64 = 72.0;
const BAR_HEIGHT: f64 = 18.0;
const BAR_GAP: f64 = 10.0;
/// Room for the names of several series above the bars.
const LEGEND_HEIGHT: f64 = 24.0;

/// Draws bars; nothing when there are no numbers.
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
    let room = WIDTH - labels - NUMBER_WIDTH;
    let zero = labels + scale.position(0.0, room);
    draw_legend(&mut svg, data, labels);
    svg.line("axis", (zero, top), (zero, top + rows * row + BAR_GAP));
    for (place, label) in (0u16..).zip(&data.labels) {
        let y = top + BAR_GAP + f64::from(place) * row;
        let shown = truncate(label, MAX_LABEL_WIDTH - 12.0).0;
        svg.text("label", (labels - 8.0, y + bars * BAR_HEIGHT / 2.0 + 4.0), TextAnchor::End, &shown);
        for (nth, series) in (0u16..).zip(&data.series) {
            let Some(value) = series.values.get(usize::from(place)).copied().flatten() else { continue };
            let y = y + f64::from(nth) * BAR_HEIGHT;
            let end = labels + scale.position(value, room);
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

/// Names the series of a drawing that has several.
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
