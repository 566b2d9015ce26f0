//! Formats years, decades, centuries and millennia, of both eras.

use super::format::{fill_pattern, join};
use super::{DateFormat, Year};

impl DateFormat {
    /// Formats a year without the pattern for a year alone: `2025`, `44 BCE`, `2010s`, `2nd century BCE`.
    pub(super) fn format_year(&self, year: Year) -> String {
        let (first, last) = (year.first(), year.last());
        let is_bce = last <= 0;
        let in_era = |text: String| if is_bce { fill_pattern(&self.bce, &[("year", &text)]) } else { text };
        match (year.known(), year.unspecified_at_end()) {
            // The astronomical year 0 is 1 BCE.
            (Some(year), _) if year <= 0 => in_era((1 - i64::from(year)).to_string()),
            (Some(year), _) => year.to_string(),
            (_, Some(4..)) => self.unknown_year.clone(),
            (_, Some(3)) => in_era(fill_pattern(&self.millennium, &[("n", &self.ordinal(period(first, last, 1000)))])),
            (_, Some(2)) => in_era(fill_pattern(&self.century, &[("n", &self.ordinal(period(first, last, 100)))])),
            (_, Some(1)) if !is_bce => fill_pattern(&self.decade, &[("year", &first.to_string())]),
            _ => join(&self.between, &self.format_exact_year(first), &self.format_exact_year(last)),
        }
    }

    fn format_exact_year(&self, year: i32) -> String {
        fill_pattern(&self.year, &[("year", &self.format_year(Year::exact(year)))])
    }

    /// Formats an ordinal number; see [`DateFormat::ordinals`].
    fn ordinal(&self, number: i32) -> String {
        let index = match (number % 10, number % 100) {
            (1..=3, last) if !(11..=13).contains(&last) => usize::try_from(number % 10 - 1).unwrap_or(0),
            _ => 3,
        };
        let pattern = self.ordinals.get(index).or(self.ordinals.first()).map_or("{n}", String::as_str);
        fill_pattern(pattern, &[("n", &number.to_string())])
    }
}

/// Returns the ordinal number of a century or millennium, counted from the year 1 in both directions.
fn period(first: i32, last: i32, length: i32) -> i32 {
    let years_before_1 = -last;
    if last <= 0 { years_before_1 / length + 1 } else { first / length + 1 }
}
