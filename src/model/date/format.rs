//! Formats dates as text: "26 to 28 July 2025", "by 5 August 2025".

use super::{
    Bound, DateComponent, DateFormat, DatePart, DateSet, Edtf, Point, Precision, Season, SetChoice, SetMember, Shape,
    Year,
};

impl Edtf {
    /// Formats the date as text in a language.
    pub fn format(&self, patterns: &DateFormat) -> String {
        match self {
            Edtf::Point(point) => patterns.format_qualified(*point),
            Edtf::Interval { from: Bound::Point(from), to: Bound::Point(to) } => patterns.format_interval(*from, *to),
            Edtf::Interval { from: Bound::Point(from), to: Bound::Unknown } => {
                patterns.with_date(&patterns.end_unknown, *from)
            }
            Edtf::Interval { from: Bound::Point(from), .. } => patterns.with_date(&patterns.since, *from),
            Edtf::Interval { to: Bound::Point(to), .. } => patterns.with_date(&patterns.until, *to),
            Edtf::Interval { .. } => String::new(),
            Edtf::Set(set) => patterns.format_set(set),
        }
    }

    /// Formats the date of an event: says of a moment in a longer time that its day is unknown. `can_last` is that of
    /// [`Edtf::shape`].
    pub fn format_event(&self, can_last: bool, patterns: &DateFormat) -> String {
        match (self, self.shape(can_last)) {
            (Edtf::Point(point), Shape::Within) if point.lacks_day_silently() => {
                fill_pattern(&patterns.day_unknown, &[("date", &self.format(patterns))])
            }
            (Edtf::Interval { .. }, Shape::Within) => {
                self.one_of_interval().map_or_else(String::new, |set| set.format(patterns))
            }
            _ => self.format(patterns),
        }
    }
}

impl Point {
    /// Returns true for a month, part of a year or year whose text does not say that something is unknown or uncertain.
    fn lacks_day_silently(self) -> bool {
        if self.qualification.is_uncertain() {
            return false;
        }
        match self.part {
            DatePart::Day { .. } => false,
            DatePart::Month(month) => month.known().is_some() && self.year.is_exact(),
            DatePart::Season(_) | DatePart::Year => self.year.is_exact(),
        }
    }
}

/// Patterns of a range: in general, of two days of a month, two days of a year, two months of a year.
type RangePatterns<'p> = [&'p str; 4];

impl DateFormat {
    fn with_date(&self, pattern: &str, point: Point) -> String {
        fill_pattern(pattern, &[("date", &self.format_qualified(point))])
    }

    fn format_interval(&self, from: Point, to: Point) -> String {
        let patterns = [&*self.range, &*self.days, &*self.days_of_year, &*self.months_of_year];
        if from.qualification == to.qualification {
            self.qualified(from, self.format_range(patterns, from, to))
        } else {
            join(&self.range, &self.format_qualified(from), &self.format_qualified(to))
        }
    }

    fn format_set(&self, set: &DateSet) -> String {
        let last = match set.choice {
            SetChoice::One => &self.or,
            SetChoice::All => &self.and,
        };
        let members: Vec<String> = set.members.iter().map(|member| self.format_member(*member, set.choice)).collect();
        self.format_list(&members, last)
    }

    /// Joins texts; `last` joins the last two.
    fn format_list(&self, texts: &[String], last: &str) -> String {
        let Some((end, rest)) = texts.split_last() else { return String::new() };
        let begin = rest.iter().cloned().reduce(|list, text| join(&self.list, &list, &text));
        begin.map_or_else(|| end.clone(), |begin| join(last, &begin, end))
    }

    fn format_member(&self, member: SetMember, choice: SetChoice) -> String {
        match (member, choice) {
            (SetMember::Date(point), _) => self.format_qualified(point),
            (SetMember::Range(from, to), SetChoice::All) => self.format_interval(from, to),
            (SetMember::Range(from, to), SetChoice::One) => self.format_between(from, to),
            (SetMember::UpTo(point), _) => self.with_date(&self.until, point),
            (SetMember::From(point), SetChoice::One) => self.with_date(&self.or_later, point),
            (SetMember::From(point), SetChoice::All) => self.with_date(&self.since, point),
        }
    }

    fn format_between(&self, from: Point, to: Point) -> String {
        if from.is_unqualified() && to.is_unqualified() {
            let days_of_year = &*self.between_days_of_year;
            let patterns = [&*self.between, &*self.between_days, days_of_year, &*self.between_months_of_year];
            self.format_range(patterns, from, to)
        } else {
            join(&self.between, &self.format_qualified(from), &self.format_qualified(to))
        }
    }

    fn format_range(&self, patterns: RangePatterns<'_>, from: Point, to: Point) -> String {
        let [general, days, days_of_year, months_of_year] = patterns;
        let year = self.format_year(to.year);
        let is_same_year = from.year == to.year && from.year.is_exact();
        let ends = (from.known_month(), to.known_month(), from.known_day(), to.known_day());
        match ends {
            (Some(m1), Some(m2), Some(d1), Some(d2)) if is_same_year => {
                let (from, to) = (d1.to_string(), d2.to_string());
                let (from_month, to_month) = (self.month_name(m1), self.month_name(m2));
                if m1 == m2 {
                    fill_pattern(days, &[("from", &from), ("to", &to), ("month", to_month), ("year", &year)])
                } else {
                    let begin = [("from_day", from.as_str()), ("from_month", from_month)];
                    let end = [("to_day", to.as_str()), ("to_month", to_month), ("year", &year)];
                    fill_pattern(days_of_year, &[&begin[..], &end[..]].concat())
                }
            }
            (Some(m1), Some(m2), None, None) if is_same_year && is_month(from) && is_month(to) => {
                let (from, to) = (self.month_name(m1), self.month_name(m2));
                fill_pattern(months_of_year, &[("from", from), ("to", to), ("year", &year)])
            }
            _ => join(general, &self.format_point(from), &self.format_point(to)),
        }
    }

    fn format_qualified(&self, point: Point) -> String {
        self.qualified(point, self.format_point(point))
    }

    /// Adds the qualification of a date to its text.
    fn qualified(&self, point: Point, text: String) -> String {
        let last = point.last_component();
        let approximate: Vec<DateComponent> = point.qualification.approximate().collect();
        let uncertain: Vec<DateComponent> = point.qualification.uncertain().collect();
        let is_whole = |components: &[DateComponent]| components.len() == last as usize + 1;
        let text = match &*approximate {
            [] => text,
            [only] if *only == last => fill_pattern(&self.approximate, &[("date", &text)]),
            all if is_whole(all) => fill_pattern(&self.approximate, &[("date", &text)]),
            some => self.with_components(&self.approximate_components, &text, some),
        };
        match &*uncertain {
            [] => text,
            all if is_whole(all) => fill_pattern(&self.uncertain, &[("date", &text)]),
            some => self.with_components(&self.uncertain_components, &text, some),
        }
    }

    fn with_components(&self, pattern: &str, date: &str, components: &[DateComponent]) -> String {
        let name = |component: &DateComponent| name(&self.components, *component as usize).to_owned();
        let names: Vec<String> = components.iter().map(name).collect();
        fill_pattern(pattern, &[("date", date), ("components", &self.format_list(&names, &self.and))])
    }

    fn format_point(&self, point: Point) -> String {
        let year = self.format_year(point.year);
        match point.part {
            DatePart::Year if point.year.is_exact() => fill_pattern(&self.year, &[("year", &year)]),
            DatePart::Year => year,
            DatePart::Season(season) => self.format_season(season, point.year, &year),
            DatePart::Month(month) => match month.known() {
                Some(month) => self.format_month(month, point.year, &year),
                None => self.format_partly_known(point, &year),
            },
            DatePart::Day { month, day, .. } => match (month.known(), day.known()) {
                (Some(month), Some(day)) => {
                    let pattern = if point.year.is_exact() { &self.day } else { &self.day_in };
                    let (day, month) = (day.to_string(), self.month_name(month));
                    fill_pattern(pattern, &[("day", &day), ("month", month), ("year", &year)])
                }
                (None, Some(day)) => {
                    fill_pattern(&self.day_of_unknown_month, &[("day", &day.to_string()), ("year", &self.alone(point))])
                }
                _ => self.format_partly_known(point, &year),
            },
        }
    }

    /// Formats a date of which digits of the month or day are unknown: by its limits if some are known.
    fn format_partly_known(&self, point: Point, year: &str) -> String {
        let limits = |part: fn(u8, u8) -> DatePart| {
            let at = |day: jiff::civil::Date| {
                let part = part(day.month().unsigned_abs(), day.day().unsigned_abs());
                Point::exact(i32::from(day.year()), part)
            };
            self.format_between(at(point.earliest()), at(point.latest()))
        };
        let is_exact_year = point.year.is_exact();
        match point.part {
            DatePart::Month(month) if is_exact_year && month.has_known_digit() => {
                limits(|month, _| DatePart::month(month))
            }
            DatePart::Day { month, day, .. } if is_exact_year && month.known().is_some() && day.has_known_digit() => {
                limits(DatePart::day)
            }
            DatePart::Day { month, .. } if month.known().is_some() => {
                let month = self.format_month(month.known().unwrap_or_default(), point.year, year);
                fill_pattern(&self.day_unknown, &[("date", &month)])
            }
            _ => fill_pattern(&self.month_unknown, &[("date", &self.alone(point))]),
        }
    }

    /// Formats the year of a date alone.
    fn alone(&self, point: Point) -> String {
        self.format_point(Point { part: DatePart::Year, ..point })
    }

    fn format_month(&self, month: u8, year: Year, words: &str) -> String {
        let pattern = if year.is_exact() { &self.month } else { &self.month_in };
        fill_pattern(pattern, &[("month", self.month_name(month)), ("year", words)])
    }

    fn format_season(&self, season: Season, year: Year, words: &str) -> String {
        let number = usize::from(season.number());
        let (names, first) = match number {
            33..=36 => (&self.quarters, 33),
            37..=39 => (&self.thirds, 37),
            40.. => (&self.halves, 40),
            _ => (&self.seasons, 21 + (number - 21) / 4 * 4),
        };
        let part = name(names, number - first);
        let date = match (number, year.is_exact()) {
            (_, false) => fill_pattern(&self.month_in, &[("month", part), ("year", words)]),
            (33.., _) => fill_pattern(&self.part, &[("part", part), ("year", words)]),
            _ => fill_pattern(&self.season, &[("season", part), ("year", words)]),
        };
        match number {
            25..=28 => fill_pattern(&self.northern, &[("date", &date)]),
            29..=32 => fill_pattern(&self.southern, &[("date", &date)]),
            _ => date,
        }
    }

    fn month_name(&self, month: u8) -> &str {
        name(&self.months, usize::from(month).wrapping_sub(1))
    }
}

/// Fills in a pattern of two texts.
pub(super) fn join(pattern: &str, from: &str, to: &str) -> String {
    fill_pattern(pattern, &[("from", from), ("to", to)])
}

fn is_month(point: Point) -> bool {
    matches!(point.part, DatePart::Month(_)) && point.precision() == Precision::Month
}

fn name(names: &[String], at: usize) -> &str {
    names.get(at).map_or("", String::as_str)
}

/// Substitutes the placeholders of a pattern; unknown placeholders are kept.
pub(super) fn fill_pattern(pattern: &str, values: &[(&str, &str)]) -> String {
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
            ("../2025-08-05", "by 5 August 2025"),
            ("/2025-08-05", "by 5 August 2025"),
            ("2025-09-01/..", "since 1 September 2025"),
            ("2025-09-01/", "from 1 September 2025, end unknown"),
            ("2025-07~", "about July 2025"),
            ("2025?", "2025 (uncertain)"),
            ("2025%", "about 2025 (uncertain)"),
            ("202X", "2020s"),
            ("2025-23", "autumn 2025"),
            ("-0043", "44 BCE"),
            ("2025-07-26~/2025-07-28~", "about 26 to 28 July 2025"),
            ("2025-01/2025-11~", "January 2025 to about November 2025"),
            ("../2025-12-08~", "by about 8 December 2025"),
            ("2025-07-26/2025-07-26", "26 July 2025"),
            ("2025-07/2025-07", "July 2025"),
            ("XXXX", "year unknown"),
            ("-01XX", "2nd century BCE"),
            ("1XXX", "2nd millennium"),
            ("0XXX", "1st millennium"),
            ("-0XX5", "between 996 BCE and 6 BCE"),
            ("19XX", "20th century"),
            ("10XX", "11th century"),
            ("-004X", "between 50 BCE and 41 BCE"),
            ("1XX5", "between 1005 and 1995"),
        ];
        for (edtf, text) in cases {
            assert_eq!(Edtf::parse(edtf).unwrap().format(&DateFormat::default()), text);
        }
    }

    #[test]
    fn formats_sets_and_partly_known_dates_in_english() {
        let cases = [
            ("2025-XX", "2025 (month unknown)"),
            ("2025-XX-XX", "2025 (month unknown)"),
            ("2025-12-XX", "December 2025 (day unknown)"),
            ("1984-1X", "between October and December 1984"),
            ("2004-06-1X", "between 10 and 19 June 2004"),
            ("156X-12-25", "25 December, 1560s"),
            ("15XX-12-XX", "December, 16th century (day unknown)"),
            ("1560-XX-25", "day 25 of an unknown month, 1560"),
            ("XXXX-XX-23", "day 23 of an unknown month, year unknown"),
            ("[2025-07-26..2025-07-28]", "between 26 and 28 July 2025"),
            ("[2025-01..2025-11~]", "between January 2025 and about November 2025"),
            ("[2025-07-26,2025-07-30,2025-08]", "26 July 2025, 30 July 2025 or August 2025"),
            ("[..2025-12-08]", "by 8 December 2025"),
            ("[2025-12-08..]", "8 December 2025 or later"),
            ("{1960,1961-12}", "1960 and December 1961"),
            ("{2025-07-26..2025-07-28}", "26 to 28 July 2025"),
            ("2025-~07", "about July 2025"),
            ("2025?-07", "July 2025 (year uncertain)"),
            ("2004?-06-~11", "about 11 June 2004 (year uncertain)"),
            ("2004-06~-11", "11 June 2004 (year and month approximate)"),
            ("2025-29", "spring 2025 (Southern Hemisphere)"),
            ("2025-34", "second quarter of 2025"),
            ("2025-41", "second half of 2025"),
            ("Y-170000002", "170000003 BCE"),
            ("-0043-03-15/-0043-03-16", "15 to 16 March 44 BCE"),
        ];
        for (edtf, text) in cases {
            assert_eq!(Edtf::parse(edtf).unwrap().format(&DateFormat::default()), text);
        }
    }

    #[test]
    fn says_of_an_event_that_its_day_is_unknown() {
        let words = |text: &str, can_last| Edtf::parse(text).unwrap().format_event(can_last, &DateFormat::default());
        assert_eq!(words("2024", true), "2024 (day unknown)");
        assert_eq!(words("2024-07~", true), "about July 2024 (day unknown)");
        assert_eq!(words("2024-XX", true), "2024 (month unknown)");
        assert_eq!(words("202X", true), "2020s");
        assert_eq!(words("2025-07-26/2025-07-28", true), "26 to 28 July 2025");
        assert_eq!(words("2025-07-26/2025-07-28", false), "between 26 and 28 July 2025");
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
