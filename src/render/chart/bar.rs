//! Horizontal bars: labels at the left, a bar for each value, its number at the end.

use super::data::Data;
use super::scale::{Scale, labelled, number};
use super::svg::{Anchor, Svg, cut};

const WIDTH: f64 = 720.0;
/// Most room for labels.
const LABELS: f64 = 220.0;
/// Room for a number behind its bar.
const NUMBER: f64 = 72.0;
const BAR: f64 = 18.0;
const GAP: f64 = 10.0;
/// Room for the names of several series above the bars.
const LEGEND: f64 = 24.0;

/// Draws bars; nothing when there are no numbers.
pub(super) fn draw(data: &Data, unit: &str) -> Option<Svg> {
    if data.is_empty() {
        return None;
    }
    let bars = f64::from(u16::try_from(data.series.len()).unwrap_or(u16::MAX));
    let rows = f64::from(u16::try_from(data.labels.len()).unwrap_or(u16::MAX));
    let top = if data.series.len() > 1 { LEGEND } else { 0.0 };
    let row = bars * BAR + GAP;
    let mut svg = Svg::new(WIDTH, top + rows * row + GAP);
    let labels = data.labels.iter().map(|label| cut(label, LABELS - 12.0).1).fold(0.0, f64::max) + 12.0;
    let scale = Scale::of(data.numbers());
    let room = WIDTH - labels - NUMBER;
    let zero = labels + scale.at(0.0, room);
    legend(&mut svg, data, labels);
    svg.line("axis", (zero, top), (zero, top + rows * row + GAP));
    for (place, label) in (0u16..).zip(&data.labels) {
        let y = top + GAP + f64::from(place) * row;
        let shown = cut(label, LABELS - 12.0).0;
        svg.text("label", (labels - 8.0, y + bars * BAR / 2.0 + 4.0), Anchor::End, &shown);
        for (nth, series) in (0u16..).zip(&data.series) {
            let Some(value) = series.values.get(usize::from(place)).copied().flatten() else { continue };
            let y = y + f64::from(nth) * BAR;
            let end = labels + scale.at(value, room);
            let class = format!("bar series-{}", nth + 1);
            svg.rect(&class, (zero.min(end), y), ((end - zero).abs(), BAR - 3.0), &labelled(label, value, unit));
            svg.text("value", (zero.max(end) + 6.0, y + BAR - 6.0), Anchor::Start, &number(value));
        }
    }
    Some(svg)
}

/// Names the series of a drawing that has several.
pub(super) fn legend(svg: &mut Svg, data: &Data, left: f64) {
    if data.series.len() < 2 {
        return;
    }
    let mut x = left;
    for (nth, series) in (1u16..).zip(&data.series) {
        let (name, width) = cut(&series.name, 160.0);
        svg.rect(&format!("key series-{nth}"), (x, 4.0), (12.0, 12.0), &series.name);
        svg.text("legend", (x + 18.0, 14.0), Anchor::Start, &name);
        x += width + 40.0;
    }
}
