//! Formats dates as text: "26 to 28 July 2025", "on or before 5 August 2025".
//!
//! Month names and patterns are defined per language; placeholders such as `{year}` are substituted. The pattern of a
//! range decides on which side the shared parts are written: at the end in English, at the beginning in Chinese.

use super::{Bound, DatePart, Edtf, Point};
use serde::Deserialize;

/// Month names and date patterns of one language, from the theme's `i18n/LANGUAGE.toml`, table `[date]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DateFormat {
    /// Names of the twelve months.
    pub months: Vec<String>,
    /// Names of the four seasons, from spring.
    pub seasons: Vec<String>,
    /// `{day} {month} {year}`
    pub day: String,
    /// `{month} {year}`
    pub month: String,
    /// `{season} {year}`
    pub season: String,
    /// `{year}`
    pub year: String,
    /// `{year}s`
    pub decade: String,
    /// `{from} to {to}`
    pub range: String,
    /// Two days of one month: `{from} to {to} {month} {year}`
    pub days: String,
    /// Two days of one year: `{from_day} {from_month} to {to_day} {to_month} {year}`
    pub days_of_year: String,
    /// Two months of one year: `{from} to {to} {year}`
    pub months_of_year: String,
    /// `on or before {date}`
    pub until: String,
    /// `from {date}`
    pub since: String,
    /// `about {date}`
    pub approximate: String,
    /// `{date} (uncertain)`
    pub uncertain: String,
    /// `{year} BCE`
    pub bce: String,
}

impl Default for DateFormat {
    fn default() -> Self {
        let split = |text: &str| text.split(' ').map(str::to_owned).collect();
        DateFormat {
            months: split("January February March April May June July August September October November December"),
            seasons: split("spring summer autumn winter"),
            day: "{day} {month} {year}".into(),
            month: "{month} {year}".into(),
            season: "{season} {year}".into(),
            year: "{year}".into(),
            decade: "{year}s".into(),
            range: "{from} to {to}".into(),
            days: "{from} to {to} {month} {year}".into(),
            days_of_year: "{from_day} {from_month} to {to_day} {to_month} {year}".into(),
            months_of_year: "{from} to {to} {year}".into(),
            until: "on or before {date}".into(),
            since: "from {date}".into(),
            approximate: "about {date}".into(),
            uncertain: "{date} (uncertain)".into(),
            bce: "{year} BCE".into(),
        }
    }
}

impl Edtf {
    /// Formats the date as text in a language.
    pub fn format(&self, patterns: &DateFormat) -> String {
        match *self {
            Edtf::Point(point) => patterns.format_qualified(point),
            Edtf::Interval { from: Bound::Point(from), to: Bound::Point(to) } if qualifiers(from) == qualifiers(to) => {
                patterns.with_qualifiers(qualifiers(from), patterns.format_range(from, to))
            }
            Edtf::Interval { from: Bound::Point(from), to: Bound::Point(to) } => fill_pattern(
                &patterns.range,
                &[("from", &patterns.format_qualified(from)), ("to", &patterns.format_qualified(to))],
            ),
            Edtf::Interval { from: Bound::Point(from), .. } => {
                fill_pattern(&patterns.since, &[("date", &patterns.format_qualified(from))])
            }
            Edtf::Interval { to: Bound::Point(to), .. } => {
                fill_pattern(&patterns.until, &[("date", &patterns.format_qualified(to))])
            }
            Edtf::Interval { .. } => String::new(),
        }
    }
}

/// Returns the qualifiers of a date: approximate and uncertain.
fn qualifiers(point: Point) -> (bool, bool) {
    (point.approximate, point.uncertain)
}

impl DateFormat {
    fn format_qualified(&self, point: Point) -> String {
        self.with_qualifiers(qualifiers(point), self.format_point(point))
    }

    fn with_qualifiers(&self, (approximate, uncertain): (bool, bool), text: String) -> String {
        let text = if approximate { fill_pattern(&self.approximate, &[("date", &text)]) } else { text };
        if uncertain { fill_pattern(&self.uncertain, &[("date", &text)]) } else { text }
    }

    fn format_point(&self, point: Point) -> String {
        let year = self.format_year(point);
        match point.part {
            DatePart::Year | DatePart::UnspecifiedMonth | DatePart::UnspecifiedDayOfYear
                if point.unspecified_digits > 0 =>
            {
                fill_pattern(&self.decade, &[("year", &year)])
            }
            DatePart::Year | DatePart::UnspecifiedMonth | DatePart::UnspecifiedDayOfYear => {
                fill_pattern(&self.year, &[("year", &year)])
            }
            DatePart::Season(season) => {
                fill_pattern(&self.season, &[("season", self.season_name(season)), ("year", &year)])
            }
            DatePart::Month(month) | DatePart::UnspecifiedDay(month) => {
                fill_pattern(&self.month, &[("month", self.month_name(month)), ("year", &year)])
            }
            DatePart::Day { month, day, .. } => fill_pattern(
                &self.day,
                &[("day", &day.to_string()), ("month", self.month_name(month)), ("year", &year)],
            ),
        }
    }

    fn format_range(&self, from: Point, to: Point) -> String {
        let year = self.format_year(to);
        let same_year = from.year == to.year;
        match (from.part, to.part) {
            (DatePart::Day { month: m1, day: d1, .. }, DatePart::Day { month: m2, day: d2, .. })
                if same_year && m1 == m2 =>
            {
                let (from, to) = (d1.to_string(), d2.to_string());
                fill_pattern(
                    &self.days,
                    &[("from", &from), ("to", &to), ("month", self.month_name(m1)), ("year", &year)],
                )
            }
            (DatePart::Day { month: m1, day: d1, .. }, DatePart::Day { month: m2, day: d2, .. }) if same_year => {
                let (d1, d2) = (d1.to_string(), d2.to_string());
                let ends = [("from_day", d1.as_str()), ("from_month", self.month_name(m1)), ("to_day", d2.as_str())];
                fill_pattern(
                    &self.days_of_year,
                    &[&ends[..], &[("to_month", self.month_name(m2)), ("year", &year)]].concat(),
                )
            }
            (DatePart::Month(m1), DatePart::Month(m2)) if same_year => fill_pattern(
                &self.months_of_year,
                &[("from", self.month_name(m1)), ("to", self.month_name(m2)), ("year", &year)],
            ),
            _ => fill_pattern(&self.range, &[("from", &self.format_point(from)), ("to", &self.format_point(to))]),
        }
    }

    fn format_year(&self, point: Point) -> String {
        if point.year > 0 {
            return point.year.to_string();
        }
        // The astronomical year 0 is 1 BCE.
        fill_pattern(&self.bce, &[("year", &(1 - i32::from(point.year)).to_string())])
    }

    fn month_name(&self, month: u8) -> &str {
        self.months.get(usize::from(month).wrapping_sub(1)).map_or("", String::as_str)
    }

    fn season_name(&self, season: u8) -> &str {
        self.seasons.get(usize::from(season).wrapping_sub(21)).map_or("", String::as_str)
    }
}

/// Substitutes the placeholders of a pattern; unknown placeholders are kept.
fn fill_pattern(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(2 * pattern.len());
    let mut rest = pattern;
    while let Some((before, inner)) = rest.split_once('{') {
        text.push_str(before);
        let strip = |name: &str| inner.strip_prefix(name)?.strip_prefix('}');
        let (value, after) =
            values.iter().find_map(|(name, value)| Some((*value, strip(name)?))).unwrap_or(("{", inner));
        text.push_str(value);
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn substitutes_placeholders_and_keeps_other_braces() {
        assert_eq!(fill_pattern("{a}{b} {c} {{a} {", &[("a", "{b}"), ("b", "2")]), "{b}2 {c} {{b} {");
    }

    #[test]
    fn formats_dates_in_english() {
        let cases = [
            ("2025-12-12", "12 December 2025"),
            ("2021", "2021"),
            ("2025-09", "September 2025"),
            ("2025-07-26/2025-07-28", "26 to 28 July 2025"),
            ("2025-08-31/2025-09-01", "31 August to 1 September 2025"),
            ("2025-12-30/2026-01-02", "30 December 2025 to 2 January 2026"),
            ("2025-01/2025-11", "January to November 2025"),
            ("../2025-08-05", "on or before 5 August 2025"),
            ("/2025-08-05", "on or before 5 August 2025"),
            ("2025-09-01/..", "from 1 September 2025"),
            ("2025-07~", "about July 2025"),
            ("2025?", "2025 (uncertain)"),
            ("2025%", "about 2025 (uncertain)"),
            ("202X", "2020s"),
            ("2025-23", "autumn 2025"),
            ("-0043", "44 BCE"),
            ("2025-07-26~/2025-07-28~", "about 26 to 28 July 2025"),
            ("2025-01/2025-11~", "January 2025 to about November 2025"),
            ("../2025-12-08~", "on or before about 8 December 2025"),
        ];
        for (edtf, text) in cases {
            assert_eq!(Edtf::parse(edtf).unwrap().format(&DateFormat::default()), text);
        }
    }

    #[test]
    fn follows_order_of_language() {
        let chinese = DateFormat {
            months: (1..=12).map(|month| format!("{month}月")).collect(),
            day: "{year}年{month}{day}日".into(),
            days: "{year}年{month}{from}日至{to}日".into(),
            ..DateFormat::default()
        };
        let formatted = |text: &str| Edtf::parse(text).unwrap().format(&chinese);
        assert_eq!(formatted("2025-12-12"), "2025年12月12日");
        assert_eq!(formatted("2025-07-26/2025-07-28"), "2025年7月26日至28日");
    }
}
