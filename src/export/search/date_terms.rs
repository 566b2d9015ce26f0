//! Terms of a date: the years, months and days in which something was. Words and numbers have no hyphen, so that these
//! terms have no others' spelling.

use crate::model::Edtf;
use crate::model::date::find_text_dates;
use jiff::civil::Date;
use jiff::{ToSpan, Unit};

/// Maximum length in days of a date whose days are terms.
const MAX_DAYS: i64 = 14;

/// Maximum length in days of a date whose months are terms. Of a longer one, the month is unknown or says little.
const MAX_DAYS_OF_MONTHS: i64 = 100;

/// Maximum number of years.
const MAX_YEARS: i16 = 10;

/// Returns the terms of a date: `2025`, `2025-09`, `m09`; with a known day also `2025-09-01`, `09-01`.
pub(super) fn date_terms(date: &Edtf) -> Vec<String> {
    let (first, last) = (date.earliest().or(date.latest()), date.latest().or(date.earliest()));
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    let mut terms = Vec::new();
    if (0..MAX_YEARS).contains(&last.year().saturating_sub(first.year())) {
        terms.extend((first.year()..=last.year()).map(|year| format!("{year:04}")));
    }
    let days = first.until((Unit::Day, last)).map_or(i64::MAX, |span| i64::from(span.get_days()));
    if days <= MAX_DAYS_OF_MONTHS {
        for month in each(first.first_of_month(), last, |date| date.checked_add(1.month())) {
            terms.push(month.strftime("%Y-%m").to_string());
            terms.push(month.strftime("m%m").to_string());
        }
    }
    if days <= MAX_DAYS {
        for day in each(first, last, |date| date.checked_add(1.day())) {
            terms.push(day.strftime("%Y-%m-%d").to_string());
            terms.push(day.strftime("%m-%d").to_string());
        }
    }
    terms
}

/// Returns the terms of the months and days that a text names.
pub(super) fn text_date_terms(text: &str) -> Vec<String> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let mut terms = Vec::new();
    for date in find_text_dates(text) {
        let (year, Some(month), days) = date.parts() else { continue };
        terms.push(format!("m{month:02}"));
        terms.extend(year.map(|year| format!("{year:04}-{month:02}")));
        for day in days.map_or(0..0, |(first, last)| first..last.saturating_add(1)) {
            terms.push(format!("{month:02}-{day:02}"));
            terms.extend(year.map(|year| format!("{year:04}-{month:02}-{day:02}")));
        }
    }
    terms
}

/// Iterates over days from the first to the last.
fn each(first: Date, last: Date, next: fn(Date) -> Result<Date, jiff::Error>) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(first), move |date| next(*date).ok()).take_while(move |date| *date <= last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::date;

    #[test]
    fn has_the_precision_of_the_date() {
        for (text, terms) in [
            ("2025", "2025"),
            ("2025-09", "2025 2025-09 m09"),
            ("2025-12-12", "2025 2025-12 m12 2025-12-12 12-12"),
            ("2025-07-31/2025-08-01", "2025 2025-07 m07 2025-08 m08 2025-07-31 07-31 2025-08-01 08-01"),
            ("2021/2023", "2021 2022 2023"),
            ("2025-07~", "2025 2025-07 m07"),
        ] {
            assert_eq!(date_terms(&date(text).value).join(" "), terms, "{text}");
        }
    }

    #[test]
    fn finds_dates_in_texts() {
        for (text, terms) in [
            ("It opened on 12 December 2025.", "m12 2025-12 12-12 2025-12-12"),
            ("报告于2034年6月发布。", "m06 2034-06"),
            ("No date, 7 pages.", ""),
        ] {
            assert_eq!(text_date_terms(text).join(" "), terms, "{text}");
        }
    }

    #[test]
    fn open_and_far_dates_do_no_harm() {
        assert_eq!(date_terms(&date("../2025-08-05").value), ["2025", "2025-08", "m08", "2025-08-05", "08-05"]);
        assert!(date_terms(&date("0001/9999").value).is_empty());
        assert!(date_terms(&date("201X").value).contains(&"2015".to_owned()));
        date_terms(&date("9999-12-31").value);
        date_terms(&date("-0043").value);
    }
}
