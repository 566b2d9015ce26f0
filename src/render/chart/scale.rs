//! Scales: axes with round numbers, positions of values on them, and number formatting.

/// Axis between two round numbers.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    step: f64,
}

impl Scale {
    /// Creates an axis that includes zero and all values, which must be finite.
    pub(super) fn of(values: impl Iterator<Item = f64>) -> Scale {
        let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        let step = round_step((high - low).max(f64::MIN_POSITIVE * 1e10));
        let low = (low / step).floor() * step;
        let high = (high / step).ceil() * step;
        Scale { low, high: if high > low { high } else { low + step }, step }
    }

    /// Returns the position of a value: 0 at the start of the axis, `length` at its end.
    pub(super) fn position(&self, value: f64, length: f64) -> f64 {
        length * (value - self.low) / (self.high - self.low)
    }

    /// Returns the round numbers on the axis, at most 21.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let tick = |n: i32| self.low + f64::from(n) * self.step;
        (0..=20).map(tick).take_while(|value| *value <= self.high + self.step / 2.0).collect()
    }
}

/// Returns 1, 2 or 5 times a power of ten such that two to five steps make up `length`.
fn round_step(length: f64) -> f64 {
    let rough = length / 5.0;
    let unit = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0].into_iter().map(|factor| factor * unit).find(|step| *step >= rough).unwrap_or(10.0 * unit)
}

/// Formats a number with at most two decimals; a small one, below 0.01, in scientific notation.
pub(super) fn format_number(value: f64) -> String {
    if value != 0.0 && value.abs() < 0.01 {
        return format!("{value:e}");
    }
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Formats a value with its label and unit: "2025: 12 projects".
pub(super) fn value_label(label: &str, value: f64, unit: &str) -> String {
    let space = if unit.is_empty() { "" } else { " " };
    format!("{label}: {}{space}{unit}", format_number(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_axes() {
        let ticks = |values: &[f64]| Scale::of(values.iter().copied()).ticks();
        assert_eq!(ticks(&[3.0, 42.0]), [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]);
        assert_eq!(ticks(&[-4.0, 4.0]), [-4.0, -2.0, 0.0, 2.0, 4.0]);
        assert_eq!(ticks(&[]).len(), 2);
    }

    #[test]
    fn formats_numbers() {
        let numbers = [0.0, 12.0, 1.5, 0.333_33, -0.001].map(format_number);
        assert_eq!(numbers, ["0", "12", "1.5", "0.33", "-1e-3"]);
    }
}
