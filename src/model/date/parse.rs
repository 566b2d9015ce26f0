//! Parser and formatter of EDTF.

use super::{Bound, DatePart, Edtf, Point, Time};
use std::fmt;
use std::ops::Range;

/// Error of parsing a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdtfError {
    /// Description of the problem, without a full stop.
    pub message: String,
    /// Byte range of the invalid part.
    pub range: Range<usize>,
    /// Probably intended date, in EDTF.
    pub suggestion: Option<String>,
}

impl Edtf {
    /// Parses an EDTF date of level 0 or 1. Years have four digits; years above 9999 (`Y17E7`) are rejected.
    pub fn parse(text: &str) -> Result<Edtf, EdtfError> {
        parse_exact(text).map_err(|error| {
            let suggestion = super::guess::guess(text).filter(|guess| parse_exact(guess).is_ok());
            EdtfError { suggestion, ..error }
        })
    }
}

/// Parses a date without computing a suggestion.
fn parse_exact(text: &str) -> Result<Edtf, EdtfError> {
    match text.split_once('/') {
        None => parse_point(text, 0).map(Edtf::Point),
        Some((from, to)) => parse_interval(from, to),
    }
}

fn parse_interval(from: &str, to: &str) -> Result<Edtf, EdtfError> {
    let after = from.len() + 1;
    let (from_bound, to_bound) = (parse_bound(from, 0)?, parse_bound(to, after)?);
    let whole = 0..after + to.len();
    if let (Bound::Point(first), Bound::Point(last)) = (from_bound, to_bound) {
        if first.earliest() > last.latest() {
            return Err(error("the interval ends before it begins", whole));
        }
    } else if !matches!((from_bound, to_bound), (Bound::Point(_), _) | (_, Bound::Point(_))) {
        return Err(error("an interval needs a date on at least one side", whole));
    }
    Ok(Edtf::Interval { from: from_bound, to: to_bound })
}

fn parse_bound(text: &str, at: usize) -> Result<Bound, EdtfError> {
    match text {
        "" => Ok(Bound::Unknown),
        ".." => Ok(Bound::Open),
        _ => parse_point(text, at).map(Bound::Point),
    }
}

fn error(message: impl Into<String>, range: Range<usize>) -> EdtfError {
    EdtfError { message: message.into(), range, suggestion: None }
}

fn parse_point(text: &str, at: usize) -> Result<Point, EdtfError> {
    let (unqualified, approximate, uncertain) = match text.as_bytes().last() {
        Some(b'~') => (&text[..text.len() - 1], true, false),
        Some(b'?') => (&text[..text.len() - 1], false, true),
        Some(b'%') => (&text[..text.len() - 1], true, true),
        _ => (text, false, false),
    };
    let (unqualified, time) = match unqualified.split_once('T') {
        None => (unqualified, None),
        Some((day, clock)) => {
            let offset = at + day.len() + 1;
            (day, Some(parse_time(clock).ok_or_else(|| time_error(clock, offset))?))
        }
    };
    let (negative, digits) = match unqualified.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, unqualified),
    };
    let start = at + usize::from(negative);
    let mut parts = digits.split('-');
    let (year, unspecified_digits) = parse_year(parts.next().unwrap_or(""), negative, start)?;
    let rest: Vec<&str> = parts.collect();
    let part = parse_part(year, unspecified_digits, &rest, start + 5, at..at + text.len())?;
    let part = match (part, time) {
        (part, None) => part,
        (DatePart::Day { month, day, .. }, Some(time)) => DatePart::Day { month, day, time: Some(time) },
        _ => return Err(error("a time of day must follow a complete date", at..at + text.len())),
    };
    Ok(Point { year, unspecified_digits, part, approximate, uncertain })
}

/// Parses `2025`, `202X` or `20XX`; returns the year with `X` as 0, and the number of unspecified digits.
fn parse_year(text: &str, negative: bool, at: usize) -> Result<(i16, u8), EdtfError> {
    let range = at..at + text.len();
    let digits = text.trim_end_matches('X');
    if text.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(error("a year must have four digits", range));
    }
    let unspecified = text.len() - digits.len();
    let value: i16 =
        text.replace('X', "0").parse().map_err(|_| error("a year must have four digits", range.clone()))?;
    if negative && value == 0 {
        return Err(error("the year -0000 does not exist; write 0000", range));
    }
    Ok((if negative { -value } else { value }, u8::try_from(unspecified).unwrap_or(4)))
}

fn parse_part(
    year: i16,
    unspecified_digits: u8,
    rest: &[&str],
    at: usize,
    whole: Range<usize>,
) -> Result<DatePart, EdtfError> {
    if unspecified_digits > 0 && !matches!(rest, [] | ["XX"] | ["XX", "XX"]) {
        return Err(error("a year with X cannot have a month", whole));
    }
    match *rest {
        [] => Ok(DatePart::Year),
        ["XX"] => Ok(DatePart::UnspecifiedMonth),
        ["XX", "XX"] => Ok(DatePart::UnspecifiedDayOfYear),
        [month] => match two_digits(month) {
            Some(season @ 21..=24) => Ok(DatePart::Season(season)),
            _ => parse_month(month, at).map(DatePart::Month),
        },
        [month, "XX"] => parse_month(month, at).map(DatePart::UnspecifiedDay),
        [month, day] => {
            let month_value = parse_month(month, at)?;
            let offset = at + month.len() + 1;
            parse_day(year, month_value, day, offset).map(|day| DatePart::Day { month: month_value, day, time: None })
        }
        _ => Err(error("a date consists of year, month and day", whole)),
    }
}

fn two_digits(text: &str) -> Option<u8> {
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn parse_month(text: &str, at: usize) -> Result<u8, EdtfError> {
    let valid = two_digits(text).filter(|month| (1..=12).contains(month));
    valid.ok_or_else(|| error("a month must be 01 to 12 (or a season, 21 to 24)", at..at + text.len()))
}

fn parse_day(year: i16, month: u8, text: &str, at: usize) -> Result<u8, EdtfError> {
    let range = at..at + text.len();
    let day = two_digits(text).ok_or_else(|| error("a day must have two digits", range.clone()))?;
    let (Ok(m), Ok(d)) = (i8::try_from(month), i8::try_from(day)) else {
        return Err(error("a day must be 01 to 31", range));
    };
    match jiff::civil::Date::new(year, m, d) {
        Ok(_) => Ok(day),
        Err(_) => Err(error("the month does not have this day", range)),
    }
}

fn time_error(text: &str, at: usize) -> EdtfError {
    error("a time of day must have the form 07:50:00, 07:50:00Z or 07:50:00+08:00", at..at + text.len())
}

/// Parses `07:50:23` or `07:50`, each with an optional `Z` or offset such as `+08:00`.
fn parse_time(text: &str) -> Option<Time> {
    let zone = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (clock, zone) = text.split_at_checked(zone)?;
    let offset = match zone {
        "" => None,
        "Z" => Some(0),
        _ => Some(parse_offset(zone)?),
    };
    let fields: Vec<u8> = clock.split(':').map(two_digits).collect::<Option<_>>()?;
    let (hour, minute, second) = match *fields.as_slice() {
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    (hour < 24 && minute < 60 && second < 60).then_some(Time { hour, minute, second, offset })
}

fn parse_offset(text: &str) -> Option<i16> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = text.get(1..)?.split_once(':').unwrap_or((text.get(1..)?, "00"));
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    (hours <= 14 && minutes < 60).then(|| sign * (i16::from(hours) * 60 + i16::from(minutes)))
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Edtf::Point(point) => write!(f, "{point}"),
            Edtf::Interval { from, to } => write!(f, "{from}/{to}"),
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bound::Point(point) => write!(f, "{point}"),
            Bound::Open => f.write_str(".."),
            Bound::Unknown => Ok(()),
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.year < 0 {
            f.write_str("-")?;
        }
        let digits = format!("{:04}", self.year.unsigned_abs());
        let specified = digits.len() - usize::from(self.unspecified_digits.min(4));
        write!(f, "{}{}", &digits[..specified], "X".repeat(digits.len() - specified))?;
        match self.part {
            DatePart::Year => {}
            DatePart::UnspecifiedMonth => f.write_str("-XX")?,
            DatePart::UnspecifiedDayOfYear => f.write_str("-XX-XX")?,
            DatePart::Season(number) | DatePart::Month(number) => write!(f, "-{number:02}")?,
            DatePart::UnspecifiedDay(month) => write!(f, "-{month:02}-XX")?,
            DatePart::Day { month, day, time } => {
                write!(f, "-{month:02}-{day:02}")?;
                time.map_or(Ok(()), |time| write!(f, "T{time}"))?;
            }
        }
        match (self.approximate, self.uncertain) {
            (true, true) => f.write_str("%"),
            (true, false) => f.write_str("~"),
            (false, true) => f.write_str("?"),
            (false, false) => Ok(()),
        }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.hour, self.minute, self.second)?;
        match self.offset {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips() {
        let dates = "2025-12-12 2025-07 2021 2025-07-26/2025-07-28 ../2025-08-05 2025-09-01/.. 2025-09-01/ /2025-09 \
                     2025-07~ 2025? 2025-01/2025-11~ 2025-22 202X 20XX XXXX 2025-XX 2025-12-XX 2025-XX-XX -0044-03-15% \
                     2025-08-05T07:50:00 2025-08-05T07:50:23Z 2025-08-05T07:50:23+08:00 2024-02-29 2025-07-26~/2025-07-28~";
        for date in dates.split_whitespace() {
            assert_eq!(Edtf::parse(date).map(|parsed| parsed.to_string()).as_deref(), Ok(date));
        }
    }

    #[test]
    fn suggests_only_existing_days() {
        let suggestion = |text: &str| Edtf::parse(text).unwrap_err().suggestion;
        assert_eq!(suggestion("12 December 2025").as_deref(), Some("2025-12-12"));
        assert_eq!(suggestion("30 February 2025"), None);
    }

    #[test]
    fn reports_range_of_invalid_part() {
        let cases = [
            ("2025-13-01", 5..7),
            ("2025-02-30", 8..10),
            ("2025-9-01", 5..6),
            ("25-09-01", 0..2),
            ("2025-12-12/2025-12-01", 0..21),
            ("2025-12-12/2025-14", 16..18),
            ("../..", 0..5),
            ("", 0..0),
            ("late July 2025", 0..14),
            ("202X-07", 0..7),
            ("2025-08-05T25:00", 11..16),
            ("2025-08-05-01", 0..13),
            ("2025-07T10:00", 0..13),
        ];
        for (text, range) in cases {
            let error = Edtf::parse(text).unwrap_err();
            assert_eq!(error.range, range, "{text}: {}", error.message);
        }
    }
}
