//! Date lines: dates printed on pages, with their precision and kind.
//!
//! 1. A line is split into runs of digits, runs of letters and single other characters, so that concatenated dates come
//!    apart.
//! 2. Year first (`2031-03-14`, `2031-March-14`, `2031年3月14日`), month first (`Mar 14, 2031`) and day first
//!    (`14th of March 2031`, `14. März 2031`) are parsed, with month names in seven languages; `14/03/2031` only if it
//!    is unambiguous, `14.03.2031` always as day first. Dates that do not exist are ignored.
//! 3. A time after the date and a label before it (`Updated:`, `Release date:`) belong to it.

use crate::model::date::{DateToken, parse_month, tokenize};
use crate::text::text_shape::fold;
use jiff::civil::Date;
use std::ops::Range;

/// Precision of a date line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateLinePrecision {
    /// Year.
    Year,
    /// Month.
    Month,
    /// Day.
    Day,
    /// Minute.
    Minute,
    /// Second.
    Second,
}

impl DateLinePrecision {
    /// Returns the name of the precision.
    pub fn as_str(self) -> &'static str {
        match self {
            DateLinePrecision::Year => "year",
            DateLinePrecision::Month => "month",
            DateLinePrecision::Day => "day",
            DateLinePrecision::Minute => "minute",
            DateLinePrecision::Second => "second",
        }
    }
}

/// Kind of a date, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateLineKind {
    /// Date of publication.
    Published,
    /// Date of release.
    Released,
    /// Date without a label.
    Unlabelled,
    /// Date of the last change.
    Updated,
}

impl DateLineKind {
    /// Returns the name of the kind.
    pub fn as_str(self) -> &'static str {
        match self {
            DateLineKind::Published => "published",
            DateLineKind::Released => "released",
            DateLineKind::Unlabelled => "unlabelled",
            DateLineKind::Updated => "updated",
        }
    }
}

/// Date as printed on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateLine {
    /// Day as `2031-03-14`; the month or the year for a lower precision.
    pub date: String,
    /// Time as `14:16` or `14:16:03`.
    pub time: Option<String>,
    /// Time zone as `+01:00` or `Z`, if given.
    pub zone: Option<String>,
    /// Precision of the date and time.
    pub precision: DateLinePrecision,
    /// Kind of the date.
    pub kind: DateLineKind,
    /// Text as printed, including the label.
    pub printed: String,
}

/// Labels before dates in lower case; the first match counts.
const LABELS: &[(&str, DateLineKind)] = &[
    ("last updated on", DateLineKind::Updated),
    ("last updated", DateLineKind::Updated),
    ("last modified", DateLineKind::Updated),
    ("updated on", DateLineKind::Updated),
    ("updated at", DateLineKind::Updated),
    ("updated", DateLineKind::Updated),
    ("update time", DateLineKind::Updated),
    ("update", DateLineKind::Updated),
    ("modified", DateLineKind::Updated),
    ("zuletzt aktualisiert am", DateLineKind::Updated),
    ("aktualisiert am", DateLineKind::Updated),
    ("aktualisiert", DateLineKind::Updated),
    ("stand", DateLineKind::Updated),
    ("mis à jour le", DateLineKind::Updated),
    ("actualizado el", DateLineKind::Updated),
    ("actualizado", DateLineKind::Updated),
    ("aggiornato il", DateLineKind::Updated),
    ("atualizado em", DateLineKind::Updated),
    ("bijgewerkt op", DateLineKind::Updated),
    ("更新时间", DateLineKind::Updated),
    ("更新", DateLineKind::Updated),
    ("first published on", DateLineKind::Published),
    ("first published", DateLineKind::Published),
    ("published on", DateLineKind::Published),
    ("published at", DateLineKind::Published),
    ("published", DateLineKind::Published),
    ("publication date", DateLineKind::Published),
    ("date published", DateLineKind::Published),
    ("posted on", DateLineKind::Published),
    ("posted", DateLineKind::Published),
    ("veröffentlicht am", DateLineKind::Published),
    ("veröffentlicht", DateLineKind::Published),
    ("erschienen am", DateLineKind::Published),
    ("publié le", DateLineKind::Published),
    ("publicado el", DateLineKind::Published),
    ("publicado em", DateLineKind::Published),
    ("pubblicato il", DateLineKind::Published),
    ("gepubliceerd op", DateLineKind::Published),
    ("发布时间", DateLineKind::Published),
    ("发布日期", DateLineKind::Published),
    ("发表于", DateLineKind::Published),
    ("release date", DateLineKind::Released),
    ("released on", DateLineKind::Released),
    ("released", DateLineKind::Released),
    ("release time", DateLineKind::Released),
    ("date", DateLineKind::Unlabelled),
    ("日期", DateLineKind::Unlabelled),
    ("时间", DateLineKind::Unlabelled),
];

/// Finds the date lines in a text with their byte ranges (labels included), from left to right.
pub(crate) fn find_date_lines(text: &str) -> Vec<(Range<usize>, DateLine)> {
    let tokens = tokenize(text);
    let mut date_lines = Vec::new();
    let mut at = 0;
    let mut unused_from = 0;
    while at < tokens.len() {
        let Some((date, length)) = parse_day(&tokens[at..]) else {
            at += 1;
            continue;
        };
        let (time, precision, mut extra) = parse_time(&tokens[at + length..]);
        let zone = time.as_ref().and_then(|_| parse_zone(&tokens[at + length + extra..]));
        extra += zone.as_ref().map_or(0, |(_, used)| *used);
        let zone = zone.map(|(zone, _)| zone);
        let end = tokens[at + length + extra - 1].range.end;
        let (kind, start) = find_label(text, unused_from..tokens[at].range.start);
        let range = start..end;
        let printed = text[range.clone()].to_owned();
        date_lines.push((range, DateLine { date: date.to_string(), time, zone, precision, kind, printed }));
        at += length + extra;
        unused_from = end;
    }
    date_lines
}

/// Parses a metadata value: a date line, or a month or a year alone.
pub(crate) fn parse_date_value(text: &str) -> Option<DateLine> {
    find_date_lines(text).into_iter().next().map(|(_, date_line)| date_line).or_else(|| parse_month_or_year(text))
}

/// Parses a text that consists of a month or a year: `March 2031`, `2031-03`, `2031年3月`, `2031`.
pub(crate) fn parse_month_or_year(text: &str) -> Option<DateLine> {
    let tokens = tokenize(text);
    let texts: Vec<&str> = tokens.iter().map(|token| token.text).collect();
    let number = |at: usize, digits| tokens.get(at).and_then(|token| token.number(digits));
    let (year, month) = match texts.as_slice() {
        [_] | [_, "年"] => (number(0, 4..=4)?, None),
        [name, _] | [name, "." | ",", _] if parse_month(name).is_some() => {
            (number(texts.len() - 1, 4..=4)?, Some(parse_month(name)?))
        }
        [_, "-" | "/" | ".", _] | [_, "年", _, "月"] => (number(0, 4..=4)?, Some(number(2, 1..=2)?)),
        _ => return None,
    };
    date(year, month.unwrap_or(1), 1).filter(|_| year >= 1000)?;
    let (date, precision) = match month {
        Some(month) => (format!("{year:04}-{month:02}"), DateLinePrecision::Month),
        None => (format!("{year:04}"), DateLinePrecision::Year),
    };
    Some(DateLine {
        date,
        time: None,
        zone: None,
        precision,
        kind: DateLineKind::Unlabelled,
        printed: text.trim().to_owned(),
    })
}

/// Parses the date at the beginning of the tokens; returns it with the number of its tokens.
fn parse_day(tokens: &[DateToken<'_>]) -> Option<(Date, usize)> {
    parse_year_first(tokens)
        .or_else(|| parse_month_first(tokens))
        .or_else(|| parse_day_first(tokens))
        .or_else(|| parse_numeric(tokens))
}

fn parse_year_first(tokens: &[DateToken<'_>]) -> Option<(Date, usize)> {
    let [year, one, middle, two, last, ..] = tokens else { return None };
    let is_separator = |token: &DateToken<'_>| matches!(token.text, "-" | "/" | "." | "年" | "月") && token.is_adjacent;
    if !(is_separator(one) && is_separator(two) && middle.is_adjacent && last.is_adjacent) {
        return None;
    }
    let month = middle.number(1..=2).or_else(|| parse_month(middle.text))?;
    let date = date(year.number(4..=4)?, month, last.number(1..=2)?)?;
    let has_day_suffix = tokens.get(5).is_some_and(|token| token.text == "日");
    Some((date, 5 + usize::from(has_day_suffix)))
}

fn parse_month_first(tokens: &[DateToken<'_>]) -> Option<(Date, usize)> {
    let month = parse_month(tokens.first()?.text)?;
    let mut at = 1 + usize::from(is_text(tokens.get(1), "."));
    let day = tokens.get(at)?.number(1..=2)?;
    at += 1 + usize::from(is_ordinal(tokens.get(at + 1)));
    at += usize::from(is_text(tokens.get(at), ","));
    Some((date(tokens.get(at)?.number(4..=4)?, month, day)?, at + 1))
}

fn parse_day_first(tokens: &[DateToken<'_>]) -> Option<(Date, usize)> {
    let day = tokens.first()?.number(1..=2)?;
    let mut at = 1 + usize::from(is_ordinal(tokens.get(1)));
    at += usize::from(tokens.get(at).is_some_and(|token| matches!(token.text, "of" | "de" | "-" | ".")));
    let month = parse_month(tokens.get(at)?.text)?;
    at += 1;
    at += usize::from(tokens.get(at).is_some_and(|token| matches!(token.text, "." | "," | "-" | "de" | "del")));
    Some((date(tokens.get(at)?.number(4..=4)?, month, day)?, at + 1))
}

/// Parses a date with slashes or periods. Slashes are ambiguous between day-first and month-first order: accepted only
/// if one of the two dates does not exist. With periods the day comes first everywhere.
fn parse_numeric(tokens: &[DateToken<'_>]) -> Option<(Date, usize)> {
    let [first, one, second, two, year, ..] = tokens else { return None };
    if one.text != two.text
        || !matches!(one.text, "/" | ".")
        || !one.is_adjacent
        || !second.is_adjacent
        || !year.is_adjacent
    {
        return None;
    }
    let (first, second, year) = (first.number(1..=2)?, second.number(1..=2)?, year.number(4..=4)?);
    let date = match (first, second) {
        (day, month) if day == month || day > 12 || one.text == "." && month <= 12 => date(year, month, day)?,
        (month, day) if day > 12 => date(year, month, day)?,
        _ => return None,
    };
    Some((date, 5))
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn is_text(token: Option<&DateToken<'_>>, text: &str) -> bool {
    token.is_some_and(|token| token.text == text)
}

fn is_ordinal(token: Option<&DateToken<'_>>) -> bool {
    token.is_some_and(|token| token.is_adjacent && matches!(token.text, "st" | "nd" | "rd" | "th" | "er" | "º"))
}

/// Parses the time after a date; returns it with its precision and the number of its tokens, or `None`, day and 0.
fn parse_time(tokens: &[DateToken<'_>]) -> (Option<String>, DateLinePrecision, usize) {
    let skipped = tokens.iter().take_while(|token| matches!(token.text, "T" | "," | "at" | "|" | "·")).count();
    let skipped = skipped.min(2);
    let none = (None, DateLinePrecision::Day, 0);
    let token = |at: usize| tokens.get(skipped + at);
    let number = |at: usize, max: i16| token(at).and_then(|token| token.number(1..=2)).filter(|n| *n <= max);
    let (Some(hour), true, Some(minute)) = (number(0, 23), is_text(token(1), ":"), number(2, 59)) else { return none };
    let second = if is_text(token(3), ":") { number(4, 59) } else { None };
    let mut used = skipped + if second.is_some() { 5 } else { 3 };
    let meridiem = tokens.get(used).map(|token| token.text.to_ascii_lowercase());
    let hour = match meridiem.as_deref() {
        Some("pm") if hour < 12 => hour + 12,
        Some("am") if hour == 12 => 0,
        _ => hour,
    };
    used += usize::from(matches!(meridiem.as_deref(), Some("am" | "pm")));
    match second {
        Some(second) => (Some(format!("{hour:02}:{minute:02}:{second:02}")), DateLinePrecision::Second, used),
        None => (Some(format!("{hour:02}:{minute:02}")), DateLinePrecision::Minute, used),
    }
}

/// Parses the time zone after a time as `+01:00` or `Z`; returns it with the number of its tokens.
fn parse_zone(tokens: &[DateToken<'_>]) -> Option<(String, usize)> {
    let first = tokens.first()?;
    match first.text {
        "Z" if first.is_adjacent => Some(("Z".to_owned(), 1)),
        "GMT" | "UTC" if parse_zone(&tokens[1..]).is_none() => Some(("Z".to_owned(), 1)),
        "+" | "-" => {
            let digits = |at: usize, count| {
                tokens.get(at).filter(|token| token.is_adjacent && token.number(count..=count).is_some())
            };
            let (hours, minutes, used) = match (digits(1, 4), digits(1, 2)) {
                (Some(both), _) => (&both.text[..2], &both.text[2..], 2),
                (_, Some(hours)) if is_text(tokens.get(2), ":") => (hours.text, digits(3, 2)?.text, 4),
                _ => return None,
            };
            Some((format!("{}{hours}:{minutes}", first.text), used))
        }
        _ => None,
    }
}

/// Returns the kind given by a label before a date, and the byte offset of the label's beginning.
fn find_label(text: &str, range: Range<usize>) -> (DateLineKind, usize) {
    let prefix = text[range.clone()].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
    let lower = prefix.to_lowercase();
    let label = LABELS.iter().find(|(label, _)| {
        lower.len() == prefix.len()
            && lower.strip_suffix(label).is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphabetic()))
    });
    label.map_or((DateLineKind::Unlabelled, range.end), |(label, kind)| {
        (*kind, range.start + prefix.len() - label.len())
    })
}

/// Checks whether text next to a date consists only of weekdays, time zones, numbers and similar additions.
pub(crate) fn is_residue(text: &str) -> bool {
    let is_known = |word: &str| {
        let days = ["mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"];
        let zones =
            ["gmt", "utc", "est", "edt", "cst", "cet", "cest", "bst", "hkt", "z", "am", "pm", "beijing", "time"];
        days.contains(&word)
            || word.ends_with("day")
            || word.ends_with("tag")
            || word.starts_with("星期")
            || matches!(word, "mittwoch" | "uhr" | "h" | "date" | "sent")
            || zones.contains(&word)
            || word.bytes().all(|b| b.is_ascii_digit())
    };
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &str) -> Option<(String, Option<String>, DateLineKind, String)> {
        let mut date_lines = find_date_lines(text);
        let (_, date_line) = date_lines.pop()?;
        assert!(date_lines.is_empty(), "{text}");
        Some((date_line.date, date_line.time, date_line.kind, date_line.printed))
    }

    #[test]
    fn parses_common_date_lines() {
        let cases = [
            ("Updated: 2031-03-14 07:50", "2031-03-14", Some("07:50"), DateLineKind::Updated),
            ("Mar 04, 2031", "2031-03-04", None, DateLineKind::Unlabelled),
            ("Release date:2031-03-14 09:03:23Source:HPI", "2031-03-14", Some("09:03:23"), DateLineKind::Released),
            ("2031-March-14 14:16 By: x.example", "2031-03-14", Some("14:16"), DateLineKind::Unlabelled),
            ("Published on 14th of March 2031 at 9:05 pm", "2031-03-14", Some("21:05"), DateLineKind::Published),
            ("发布时间：2031年3月14日", "2031-03-14", None, DateLineKind::Published),
            ("2031-03-14T07:50:00+08:00", "2031-03-14", Some("07:50:00"), DateLineKind::Unlabelled),
            ("Sept. 5, 2031", "2031-09-05", None, DateLineKind::Unlabelled),
            ("25/12/2031", "2031-12-25", None, DateLineKind::Unlabelled),
            ("Veröffentlicht am 14. März 2031", "2031-03-14", None, DateLineKind::Published),
            ("Stand: 04.03.2031, 07:50 Uhr", "2031-03-04", Some("07:50"), DateLineKind::Updated),
            ("Publié le 1er août 2031", "2031-08-01", None, DateLineKind::Published),
            ("14 de marzo de 2031", "2031-03-14", None, DateLineKind::Unlabelled),
        ];
        for (text, date, time, kind) in cases {
            let (date_lines, clock, what, _) = only(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((date_lines.as_str(), clock.as_deref(), what), (date, time, kind), "{text}");
        }
    }

    #[test]
    fn keeps_printed_text_with_label() {
        assert_eq!(only("By ADA | Last updated: 2031-03-14 07:50 | x").unwrap().3, "Last updated: 2031-03-14 07:50");
        assert_eq!(only("Release date:2031-03-14 09:03:23Source:HPI").unwrap().3, "Release date:2031-03-14 09:03:23");
    }

    #[test]
    fn parses_month_or_year_alone() {
        let parse = |text: &str| parse_date_value(text).map(|date_line| (date_line.date, date_line.precision));
        let month = || Some(("2031-03".to_owned(), DateLinePrecision::Month));
        for text in ["2031/03", "2031-3", "March 2031", "Mar. 2031", "2031年3月"] {
            assert_eq!(parse(text), month(), "{text}");
        }
        assert_eq!(parse("2031"), Some(("2031".to_owned(), DateLinePrecision::Year)));
        assert_eq!(parse("2031-03-14").unwrap().1, DateLinePrecision::Day);
        for text in ["in March 2031", "2031-13", "31", "0031", "March", ""] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn parses_time_zones() {
        let zone = |text: &str| find_date_lines(text).pop().unwrap().1.zone;
        assert_eq!(zone("2031-03-14T07:50:00+08:00").as_deref(), Some("+08:00"));
        assert_eq!(zone("2031-03-14T07:50Z").as_deref(), Some("Z"));
        assert_eq!(zone("14 Mar 2031 09:12:00 -0100").as_deref(), Some("-01:00"));
        assert_eq!(zone("2031-03-14 09:12 GMT").as_deref(), Some("Z"));
        assert_eq!(zone("2031-03-14 09:12 - 2031"), None);
    }

    #[test]
    fn finds_two_date_lines_in_a_line() {
        let kinds: Vec<DateLineKind> = find_date_lines("Published 2031-03-14 Updated 2031-03-15")
            .into_iter()
            .map(|(_, date_line)| date_line.kind)
            .collect();
        assert_eq!(kinds, [DateLineKind::Published, DateLineKind::Updated]);
    }

    #[test]
    fn ignores_other_numbers() {
        for text in
            ["2031-35", "1024*768", "03/04/2031", "Agenda 2030", "2031-02-30", "v3.2.1", "78th", "in March 2031"]
        {
            assert_eq!(only(text), None, "{text}");
        }
    }

    #[test]
    fn recognizes_residue() {
        assert!(is_residue("Friday, (GMT+8)") && is_residue("") && !is_residue("photo of"));
    }
}
