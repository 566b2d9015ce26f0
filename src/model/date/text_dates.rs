//! Finds dates in running text and checks them against EDTF dates.
//!
//! 1. The text is split into tokens.
//! 2. Days are parsed in all common orders (`2031-03-14`, `March 14, 2031`, `14th of March`, `3月14日`), also as ranges
//!    (`March 14-16`); then months (`March 2031`, `in late March`, `3月`), then years (`in 2031`, `2031年`). A month or a
//!    year alone needs a preceding word that makes it a date: `May` is also a verb, and 2031 may be a quantity.
//! 3. A date without a year matches any year.
//!
//! Relative dates such as "last year" are ignored: they cannot be compared.

use super::tokens::{DateToken, parse_month, tokenize};
use super::{Bound, DatePart, Edtf, Point, Precision, TwoDigits};
use std::ops::Range;

/// Date in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextDate {
    /// Byte range in the text.
    pub range: Range<usize>,
    year: Option<i16>,
    month: Option<u8>,
    /// First and last day of the month.
    days: Option<(u8, u8)>,
}

/// Maximum number of years of an interval for which a date without a year is checked in each year.
const MAX_YEARS: i16 = 10;

impl TextDate {
    /// Returns the precision, ignoring a missing year.
    pub fn precision(&self) -> Precision {
        match (self.month, self.days) {
            (_, Some(_)) => Precision::Day,
            (Some(_), None) => Precision::Month,
            (None, None) => Precision::Year,
        }
    }

    /// Returns year, month, and first and last day, as far as the text gives them.
    pub fn parts(&self) -> (Option<i16>, Option<u8>, Option<(u8, u8)>) {
        (self.year, self.month, self.days)
    }

    /// Returns true if the text gives a year.
    pub fn has_year(&self) -> bool {
        self.year.is_some()
    }

    /// Checks whether the text can refer to an EDTF date. An open or unknown bound is unlimited.
    pub fn is_compatible(&self, date: &Edtf) -> bool {
        if self.year.is_some() {
            return self.in_year(None).overlaps(date);
        }
        let (Some(first), Some(last)) = (date.earliest(), date.latest()) else { return true };
        let (first, last) = (first.year(), last.year());
        last - first >= MAX_YEARS || (first..=last).any(|year| self.in_year(Some(year)).overlaps(date))
    }

    fn in_year(&self, year: Option<i16>) -> Edtf {
        let year = self.year.or(year).unwrap_or_default();
        let year = i32::from(year);
        let day = |month, day| Bound::Point(Point::day(year, month, day));
        match (self.month, self.days) {
            (Some(month), Some((first, last))) => Edtf::Interval { from: day(month, first), to: day(month, last) },
            (Some(month), None) => Edtf::Point(Point::exact(year, DatePart::Month(TwoDigits::exact(month)))),
            _ => Edtf::Point(Point::exact(year, DatePart::Year)),
        }
    }
}

/// Finds the dates in a text, in order.
pub fn find_text_dates(text: &str) -> Vec<TextDate> {
    let tokens = tokenize(text);
    let mut dates = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let previous = at.checked_sub(1).map(|previous| tokens[previous].text);
        let Some((date, length)) = parse_date(&tokens[at..], previous) else {
            at += 1;
            continue;
        };
        let range = tokens[at].range.start..tokens[at + length - 1].range.end;
        dates.push(TextDate { range, ..date });
        at += length;
    }
    dates
}

/// Parsed date with the number of its tokens.
type ParsedDate = Option<(TextDate, usize)>;

/// Parses the date at the beginning of the tokens; `previous` is the token before them.
fn parse_date(tokens: &[DateToken<'_>], previous: Option<&str>) -> ParsedDate {
    let day = numeric(tokens).or_else(|| chinese(tokens)).or_else(|| month_first(tokens)).or_else(|| day_first(tokens));
    day.or_else(|| month_alone(tokens, previous)).or_else(|| year_alone(tokens, previous))
}

fn checked_date(year: Option<i16>, month: Option<i16>, days: Option<(i16, i16)>) -> Option<TextDate> {
    let small = |number: i16| u8::try_from(number).ok();
    let month = match month {
        Some(month) => Some(small(month).filter(|month| (1..=12).contains(month))?),
        None => None,
    };
    let days = match days {
        Some((first, last)) if 1 <= first && first <= last && last <= 31 => Some((small(first)?, small(last)?)),
        Some(_) => return None,
        None => None,
    };
    Some(TextDate { range: 0..0, year, month, days })
}

/// Parses `2031-03-14`, `2031/3/14` or `2031.3.14`.
fn numeric(tokens: &[DateToken<'_>]) -> ParsedDate {
    let [year, one, month, two, day, ..] = tokens else { return None };
    let is_separator = matches!(one.text, "-" | "/" | ".") && one.text == two.text;
    let is_adjacent = [one, month, two, day].iter().all(|token| token.is_adjacent);
    let day = day.number(1..=2).filter(|_| is_separator && is_adjacent)?;
    Some((checked_date(year.number(4..=4), Some(month.number(1..=2)?), Some((day, day)))?, 5))
        .filter(|(date, _)| date.year.is_some())
}

/// Parses `2031年3月14日`, `3月14日至16日`, `3月14-16日`, `2031年3月`, `3月` or `2031年`.
fn chinese(tokens: &[DateToken<'_>]) -> ParsedDate {
    let number = |at: usize, digits| tokens.get(at).and_then(|token: &DateToken<'_>| token.number(digits));
    let is_day = |at: usize| is_text(tokens.get(at), "日") || is_text(tokens.get(at), "号");
    let year = number(0, 4..=4).filter(|_| is_text(tokens.get(1), "年"));
    let at = if year.is_some() { 2 } else { 0 };
    let Some(month) = number(at, 1..=2).filter(|_| is_text(tokens.get(at + 1), "月")) else {
        return Some((checked_date(Some(year?), None, None)?, 2));
    };
    let at = at + 2;
    let first = number(at, 1..=2);
    let separator = at + 1 + usize::from(is_day(at + 1));
    let is_range = tokens.get(separator).is_some_and(|token| matches!(token.text, "-" | "–" | "—" | "至" | "到"));
    let last = number(separator + 1, 1..=2).filter(|_| is_range && is_day(separator + 2));
    match (first, last) {
        (Some(first), Some(last)) => Some((checked_date(year, Some(month), Some((first, last)))?, separator + 3)),
        (Some(first), None) if is_day(at + 1) => Some((checked_date(year, Some(month), Some((first, first)))?, at + 2)),
        _ => Some((checked_date(year, Some(month), None)?, at)),
    }
}

/// Parses `March 14, 2031`, `Mar. 14th` or `March 14-16`.
fn month_first(tokens: &[DateToken<'_>]) -> ParsedDate {
    let month = month_name(tokens.first()?)?;
    let mut at = 1 + usize::from(is_text(tokens.get(1), "."));
    let first = tokens.get(at)?.number(1..=2)?;
    at += 1 + usize::from(is_ordinal(tokens.get(at + 1)));
    let (last, more) = range_end(&tokens[at..]).unwrap_or((first, 0));
    at += more;
    let comma = usize::from(is_text(tokens.get(at), ","));
    let year = tokens.get(at + comma).and_then(year_number);
    at += if year.is_some() { comma + 1 } else { 0 };
    Some((checked_date(year, Some(month), Some((first, last)))?, at))
}

/// Parses `14 March 2031`, `14th of March` or `14-16 March`.
fn day_first(tokens: &[DateToken<'_>]) -> ParsedDate {
    let first = tokens.first()?.number(1..=2)?;
    let mut at = 1 + usize::from(is_ordinal(tokens.get(1)));
    let (last, more) = range_end(&tokens[at..]).unwrap_or((first, 0));
    at += more;
    at += usize::from(is_text(tokens.get(at), "of"));
    let month = month_name(tokens.get(at)?)?;
    at += 1;
    let marks = usize::from(tokens.get(at).is_some_and(|token| matches!(token.text, "." | ",")));
    let year = tokens.get(at + marks).and_then(year_number);
    at += if year.is_some() { marks + 1 } else { 0 };
    Some((checked_date(year, Some(month), Some((first, last)))?, at))
}

/// Parses `March 2031`; `in March`, `late March`.
fn month_alone(tokens: &[DateToken<'_>], previous: Option<&str>) -> ParsedDate {
    let month = month_name(tokens.first()?)?;
    let at =
        1 + usize::from(is_text(tokens.get(1), ".") || is_text(tokens.get(1), "of") || is_text(tokens.get(1), ","));
    if let Some(year) = tokens.get(at).and_then(year_number) {
        return Some((checked_date(Some(year), Some(month), None)?, at + 1));
    }
    let dates = ["in", "since", "until", "by", "during", "of", "from", "early", "late", "mid", "last", "this", "next"];
    let is_date = previous.is_some_and(|previous| dates.contains(&previous.to_ascii_lowercase().as_str()));
    Some((checked_date(None, Some(month), None)?, 1)).filter(|_| is_date)
}

/// Parses `in 2031` or `since 2031`, but not `2031 people` or `2031-35`.
fn year_alone(tokens: &[DateToken<'_>], previous: Option<&str>) -> ParsedDate {
    let year = year_number(tokens.first()?)?;
    let dates = ["in", "since", "until", "by", "during", "of", "from", "early", "late", "mid", "year"];
    let is_date = previous.is_some_and(|previous| dates.contains(&previous.to_ascii_lowercase().as_str()));
    let continues =
        tokens.get(1).is_some_and(|next| next.is_adjacent && matches!(next.text, "-" | "–" | "/" | "*" | "%"));
    Some((checked_date(Some(year), None, None)?, 1)).filter(|_| is_date && !continues)
}

/// Parses the end of a range of days after `-`, `–` or `to`; returns the day and the number of tokens.
fn range_end(tokens: &[DateToken<'_>]) -> Option<(i16, usize)> {
    let separator = tokens.first().filter(|token| matches!(token.text, "-" | "–" | "—" | "to" | "and"))?;
    let last = tokens.get(1)?.number(1..=2)?;
    let ordinal = usize::from(is_ordinal(tokens.get(2)));
    // "July 26 and 2 others" is not a range.
    let is_range = separator.text != "and" || ordinal == 1 || tokens.get(2).is_none_or(|next| !next.text.is_ascii());
    is_range.then_some((last, 2 + ordinal))
}

/// Parses a month name, which must be capitalized.
fn month_name(token: &DateToken<'_>) -> Option<i16> {
    parse_month(token.text).filter(|_| token.text.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// Parses a plausible year, 1000 to 2199.
fn year_number(token: &DateToken<'_>) -> Option<i16> {
    token.number(4..=4).filter(|year| (1000..2200).contains(year))
}

fn is_text(token: Option<&DateToken<'_>>, text: &str) -> bool {
    token.is_some_and(|token| token.text == text)
}

fn is_ordinal(token: Option<&DateToken<'_>>) -> bool {
    token.is_some_and(|token| token.is_adjacent && matches!(token.text, "st" | "nd" | "rd" | "th"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Formats the dates of a text as EDTF, with `????` for a missing year.
    fn dates_in(text: &str) -> Vec<String> {
        let show = |date: &TextDate| {
            let year = date.year.map_or("????".to_owned(), |year| year.to_string());
            let month = date.month.map_or(String::new(), |month| format!("-{month:02}"));
            let days = match date.days {
                Some((first, last)) if first == last => format!("-{first:02}"),
                Some((first, last)) => format!("-{first:02}..{last:02}"),
                None => String::new(),
            };
            format!("{year}{month}{days} {}", &text[date.range.clone()])
        };
        find_text_dates(text).iter().map(show).collect()
    }

    #[test]
    fn parses_days() {
        for (text, expected) in [
            ("It opened on March 14, 2031, at noon.", "2031-03-14 March 14, 2031"),
            ("On Sept 1, the council met.", "????-09-01 Sept 1"),
            ("Dec. 3rd 2031", "2031-12-03 Dec. 3rd 2031"),
            ("on 14th of March 2031", "2031-03-14 14th of March 2031"),
            ("the 14 March meeting", "????-03-14 14 March"),
            ("2031-03-14T07:50", "2031-03-14 2031-03-14"),
            ("from March 14-16, 2031", "2031-03-14..16 March 14-16, 2031"),
            ("14–16 March", "????-03-14..16 14–16 March"),
            ("于2031年3月14日通过", "2031-03-14 2031年3月14日"),
            ("3月14日至16日举行", "????-03-14..16 3月14日至16日"),
            ("2031年3月14-16日", "2031-03-14..16 2031年3月14-16日"),
        ] {
            assert_eq!(dates_in(text), [expected], "{text}");
        }
    }

    #[test]
    fn parses_months_and_years() {
        for (text, expected) in [
            ("In late March, the harbour", "????-03 March"),
            ("released in March 2031", "2031-03 March 2031"),
            ("in May last year", "????-05 May"),
            ("In 2031, the council", "2031 2031"),
            ("2031年发布", "2031 2031年"),
            ("2031年3月发布", "2031-03 2031年3月"),
        ] {
            assert_eq!(dates_in(text), [expected], "{text}");
        }
        assert_eq!(dates_in("In 2030 and on May 2").len(), 2);
    }

    #[test]
    fn ignores_other_words() {
        for text in [
            "It may rain; May it rain",
            "They march on",
            "2031 ferries",
            "the plan of 2026-30",
            "1024*768",
            "March to the pier",
            "March 32",
            "Agenda 2030",
        ] {
            assert!(dates_in(text).is_empty(), "{text}: {:?}", dates_in(text));
        }
    }

    #[test]
    fn checks_compatibility_with_edtf() {
        let possible = |text: &str, date: &str| find_text_dates(text)[0].is_compatible(&Edtf::parse(date).unwrap());
        for (text, date, expected) in [
            ("March 14, 2031", "2031-03-14", true),
            ("March 14, 2031", "2031-03", true),
            ("March 14, 2031", "2031-03-15", false),
            ("March 14", "2031-03-14", true),
            ("March 14", "2031-04-14", false),
            ("March 14-16", "2031-03-15/2031-03-20", true),
            ("in March", "2031-03-15", true),
            ("in March", "2031", true),
            ("December 31", "2030-12-30/2031-01-02", true),
            ("December 29", "2030-12-30/2031-01-02", false),
            ("in 2031", "2031-03-15", true),
            ("in 2030", "2031-03-15", false),
            ("March 14", "../2031-02-01", true),
            ("February 30", "2031-03-01", false),
        ] {
            assert_eq!(possible(text, date), expected, "{text} {date}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "(March|in|May|2031|14|-|–|,|年|月|日|至| |to|\\.|\\PC){0,12}") {
            let date = Edtf::parse("2031-03-14/2033").unwrap();
            for found in find_text_dates(&text) {
                let _ = (&text[found.range.clone()], found.is_compatible(&date), found.precision());
            }
        }
    }
}
