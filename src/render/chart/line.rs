//! Line chart: rows from left to right, values upwards, gaps at missing values.

use super::bar::draw_legend;
use super::data::{ChartTable, Series};
use super::scale::{Scale, format_number, value_label};
use super::svg::{Svg, TextAnchor, truncate};

/// Width of the drawing, in SVG user units like all lengths below.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 320.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 28.0;
const BOTTOM: f64 = 36.0;
/// Maximum number of labels below the axis.
const MAX_LABELS: usize = 8;
/// Maximum width of one label.
const LABEL_WIDTH: f64 = 72.0;

/// Draws the lines; returns `None` if the table has no numbers.
pub(super) fn draw(data: &ChartTable, unit: &str) -> Option<Svg> {
    if data.is_empty() {
        return None;
    }
    let mut svg = Svg::new(WIDTH, HEIGHT);
    let scale = Scale::of(data.numbers());
    draw_legend(&mut svg, data, LEFT);
    draw_value_axis(&mut svg, &scale);
    draw_label_axis(&mut svg, data);
    for (nth, series) in (1u16..).zip(&data.series) {
        draw_series(&mut svg, nth, series, data, &scale, unit);
    }
    Some(svg)
}

fn draw_value_axis(svg: &mut Svg, scale: &Scale) {
    for tick in scale.ticks() {
        let y = y(scale, tick);
        svg.line(if tick == 0.0 { "axis" } else { "grid" }, (LEFT, y), (WIDTH - RIGHT, y));
        svg.text("tick", (LEFT - 8.0, y + 4.0), TextAnchor::End, &format_number(tick));
    }
}

/// Draws evenly chosen labels, at most [`MAX_LABELS`].
fn draw_label_axis(svg: &mut Svg, data: &ChartTable) {
    let every = data.labels.len().div_ceil(MAX_LABELS).max(1);
    for (row, label) in data.labels.iter().enumerate().step_by(every) {
        let shown = truncate(label, LABEL_WIDTH).0;
        svg.text("tick", (x(row, data.labels.len()), HEIGHT - BOTTOM + 20.0), TextAnchor::Middle, &shown);
    }
}

fn draw_series(svg: &mut Svg, nth: u16, series: &Series, data: &ChartTable, scale: &Scale, unit: &str) {
    let rows = data.labels.len();
    let values = series.values.iter().enumerate();
    let points: Vec<Option<(f64, f64)>> =
        values.map(|(row, value)| value.map(|value| (x(row, rows), y(scale, value)))).collect();
    svg.path(&format!("line series-{nth}"), &points);
    for ((point, label), value) in points.iter().zip(&data.labels).zip(&series.values) {
        if let (Some(point), Some(value)) = (point, value) {
            svg.circle(&format!("point series-{nth}"), *point, 3.5, &value_label(label, *value, unit));
        }
    }
}

fn x(row: usize, rows: usize) -> f64 {
    let to_f64 = |n: usize| f64::from(u16::try_from(n).unwrap_or(u16::MAX));
    let width = WIDTH - LEFT - RIGHT;
    if rows < 2 { LEFT + width / 2.0 } else { LEFT + width * to_f64(row) / to_f64(rows - 1) }
}

fn y(scale: &Scale, value: f64) -> f64 {
    let height = HEIGHT - TOP - BOTTOM;
    TOP + height - scale.position(value, height)
}
