//! Patterns for dates in one language.

use serde::Deserialize;

/// Declares [`DateFormat`]: each field with its documentation and its English default.
macro_rules! date_format {
    ($($(#[$doc:meta])* $field:ident: $type:ty = $english:expr,)*) => {
        /// Names and patterns of dates in one language, from the theme's `i18n/LANGUAGE.toml`, table `[date]`.
        ///
        /// Placeholders such as `{year}` are substituted. The pattern of a range decides on which side the shared parts
        /// are written: at the end in English, at the beginning in Chinese.
        #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct DateFormat {
            $($(#[$doc])* pub $field: $type,)*
        }

        impl Default for DateFormat {
            fn default() -> Self {
                DateFormat { $($field: $english.into(),)* }
            }
        }
    };
}

/// Splits a list of names.
fn names(list: &str) -> Vec<String> {
    list.split(", ").map(str::to_owned).collect()
}

date_format! {
    /// Names of the twelve months.
    months: Vec<String> =
        names("January, February, March, April, May, June, July, August, September, October, November, December"),
    /// Names of the four seasons, from spring.
    seasons: Vec<String> = names("spring, summer, autumn, winter"),
    /// Names of the four quarters.
    quarters: Vec<String> = names("first quarter, second quarter, third quarter, fourth quarter"),
    /// Names of the three thirds of a year.
    thirds: Vec<String> = names("first third, second third, last third"),
    /// Names of the two halves of a year.
    halves: Vec<String> = names("first half, second half"),
    /// Names of the components: year, month, day.
    components: Vec<String> = names("year, month, day"),
    /// Ordinal numbers: one pattern, or four for numbers that end with 1, 2, 3 and others (11 to 13 are others).
    ordinals: Vec<String> = names("{n}st, {n}nd, {n}rd, {n}th"),
    /// Day.
    day: String = "{day} {month} {year}",
    /// Month.
    month: String = "{month} {year}",
    /// Season.
    season: String = "{season} {year}",
    /// Quarter, third or half of a year.
    part: String = "{part} of {year}",
    /// Season of the Northern Hemisphere.
    northern: String = "{date} (Northern Hemisphere)",
    /// Season of the Southern Hemisphere.
    southern: String = "{date} (Southern Hemisphere)",
    /// Year.
    year: String = "{year}",
    /// Ten years.
    decade: String = "{year}s",
    /// Hundred years, by their ordinal number.
    century: String = "{n} century",
    /// Thousand years, by their ordinal number.
    millennium: String = "{n} millennium",
    /// Year of which no digit is known.
    unknown_year: String = "year unknown",
    /// Month or season of a year that is not known.
    month_in: String = "{month}, {year}",
    /// Day of a year that is not known.
    day_in: String = "{day} {month}, {year}",
    /// Day of a month that is not known.
    day_of_unknown_month: String = "day {day} of an unknown month, {year}",
    /// Year with an unknown month.
    month_unknown: String = "{date} (month unknown)",
    /// Year or month with an unknown day.
    day_unknown: String = "{date} (day unknown)",
    /// Period.
    range: String = "{from} to {to}",
    /// Two days of one month.
    days: String = "{from} to {to} {month} {year}",
    /// Two days of one year.
    days_of_year: String = "{from_day} {from_month} to {to_day} {to_month} {year}",
    /// Two months of one year.
    months_of_year: String = "{from} to {to} {year}",
    /// One moment of a period.
    between: String = "between {from} and {to}",
    /// One moment between two days of one month.
    between_days: String = "between {from} and {to} {month} {year}",
    /// One moment between two days of one year.
    between_days_of_year: String = "between {from_day} {from_month} and {to_day} {to_month} {year}",
    /// One moment between two months of one year.
    between_months_of_year: String = "between {from} and {to} {year}",
    /// One of two dates, the last ones of a list.
    or: String = "{from} or {to}",
    /// Two dates, the last ones of a list.
    and: String = "{from} and {to}",
    /// Two dates of a list before the last one.
    list: String = "{from}, {to}",
    /// Date with an end only.
    until: String = "by {date}",
    /// Period with a beginning only, which goes on.
    since: String = "since {date}",
    /// Period with a beginning, and an end that is unknown.
    end_unknown: String = "from {date}, end unknown",
    /// One moment after a date.
    or_later: String = "{date} or later",
    /// Approximate date.
    approximate: String = "about {date}",
    /// Date of which some components are approximate.
    approximate_components: String = "{date} ({components} approximate)",
    /// Uncertain date.
    uncertain: String = "{date} (uncertain)",
    /// Date of which some components are uncertain.
    uncertain_components: String = "{date} ({components} uncertain)",
    /// Year, century or millennium before the year 1.
    bce: String = "{year} BCE",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_is_what_the_theme_says_in_english() {
        let messages: toml::Table = include_str!("../../../themes/default/i18n/en.toml").parse().unwrap();
        let date: DateFormat = messages["date"].clone().try_into().unwrap();
        assert_eq!(date, DateFormat::default());
    }
}
