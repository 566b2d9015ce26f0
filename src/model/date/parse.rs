//! Parser of EDTF.

use super::{
    Bound, DateComponent, DatePart, DateSet, Edtf, Point, Qualification, Season, SetChoice, SetMember, Time, TwoDigits,
    Year,
};
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

/// Dates of one member of a set, with the separator `..` between them.
const RANGE: &str = "..";

/// Parses a date without computing a suggestion.
pub(super) fn parse_exact(text: &str) -> Result<Edtf, EdtfError> {
    if let Some((choice, close)) = opening_bracket(text) {
        return parse_set(text, choice, close);
    }
    match text.split_once('/') {
        None => parse_point(text, 0).map(Edtf::Point),
        Some((from, to)) => parse_interval(from, to),
    }
}

fn opening_bracket(text: &str) -> Option<(SetChoice, char)> {
    match text.as_bytes().first()? {
        b'[' => Some((SetChoice::One, ']')),
        b'{' => Some((SetChoice::All, '}')),
        _ => None,
    }
}

fn parse_set(text: &str, choice: SetChoice, close: char) -> Result<Edtf, EdtfError> {
    let Some(inner) = text[1..].strip_suffix(close) else {
        return Err(error(format!("a set that begins with `{}` must end with `{close}`", &text[..1]), 0..text.len()));
    };
    let mut members = Vec::new();
    let mut at = 1;
    for member in inner.split(',') {
        let offset = at + member.len() - member.trim_start().len();
        members.push(parse_member(member.trim(), offset)?);
        at += member.len() + 1;
    }
    Ok(Edtf::Set(DateSet { choice, members: members.into() }))
}

fn parse_member(text: &str, at: usize) -> Result<SetMember, EdtfError> {
    let Some((from, to)) = text.split_once(RANGE) else { return parse_point(text, at).map(SetMember::Date) };
    let after = at + from.len() + RANGE.len();
    match (from, to) {
        ("", _) => parse_point(to, after).map(SetMember::UpTo),
        (_, "") => parse_point(from, at).map(SetMember::From),
        _ => {
            let (first, last) = (parse_point(from, at)?, parse_point(to, after)?);
            if first.earliest() > last.latest() {
                return Err(error("the range ends before it begins", at..at + text.len()));
            }
            Ok(if first == last { SetMember::Date(first) } else { SetMember::Range(first, last) })
        }
    }
}

/// Parses an interval; one with equal bounds is a single date.
fn parse_interval(from: &str, to: &str) -> Result<Edtf, EdtfError> {
    let after = from.len() + 1;
    let (from_bound, to_bound) = (parse_bound(from, 0)?, parse_bound(to, after)?);
    let whole = 0..after + to.len();
    if let (Bound::Point(first), Bound::Point(last)) = (from_bound, to_bound) {
        if first.earliest() > last.latest() {
            return Err(error("the interval ends before it begins", whole));
        }
        if first == last {
            return Ok(Edtf::Point(first));
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
    let whole = at..at + text.len();
    let (text, time, mark) = split_time(text, at)?;
    let components = split_components(text, at);
    let year_field = components.first().ok_or_else(|| error("a date begins with a year", whole.clone()))?;
    let year = parse_year(year_field)?;
    let part = match (parse_part(&components[1..], whole.clone())?, time) {
        (part, None) => part,
        (DatePart::Day { month, day, .. }, Some(time)) => DatePart::Day { month, day, time: Some(time) },
        _ => return Err(error("a time of day must follow a complete date", whole)),
    };
    if year_field.digits.starts_with('Y') && part != DatePart::Year {
        return Err(error("a year with Y cannot have a month", whole));
    }
    let point = Point { year, part, qualification: qualification(&components, mark) };
    if !point.exists() {
        let last = components.last().unwrap_or(year_field);
        return Err(error("the month does not have this day", last.range.clone()));
    }
    Ok(point)
}

/// Date as written, time of day, and the qualifier behind the time, which qualifies the whole date.
type SplitTime<'t> = (&'t str, Option<Time>, Option<u8>);

fn split_time(text: &str, at: usize) -> Result<SplitTime<'_>, EdtfError> {
    let Some((day, clock)) = text.split_once('T') else { return Ok((text, None, None)) };
    let unqualified = clock.strip_suffix(['~', '?', '%']).unwrap_or(clock);
    let time = parse_time(unqualified).ok_or_else(|| time_error(clock, at + day.len() + 1))?;
    Ok((day, Some(time), clock.as_bytes().get(unqualified.len()).copied()))
}

/// Component of a date as written, with its qualifiers.
struct Component<'t> {
    /// Digits and `X`; a year has its sign and `Y`.
    digits: &'t str,
    /// Byte range of the digits.
    range: Range<usize>,
    /// Qualifier in front, of this component alone.
    before: Option<u8>,
    /// Qualifier behind, of this component and all before it.
    after: Option<u8>,
}

fn split_components(text: &str, at: usize) -> Vec<Component<'_>> {
    let bytes = text.as_bytes();
    let is_mark = |at: usize| bytes.get(at).copied().filter(|byte| matches!(byte, b'~' | b'?' | b'%'));
    let mut components = Vec::new();
    let mut start = 0;
    loop {
        let before = is_mark(start);
        let first = start + usize::from(before.is_some());
        // The sign of a year is not a separator.
        let sign = usize::from(components.is_empty())
            * usize::from(matches!(&bytes[first.min(bytes.len())..], [b'-', ..] | [b'Y', b'-', ..]));
        let skip = first + if bytes.get(first) == Some(&b'Y') { 2 * sign } else { sign };
        let end = text[skip..].find('-').map_or(text.len(), |dash| skip + dash);
        let after = end.checked_sub(1).filter(|&last| last > first).and_then(is_mark);
        let last = end - usize::from(after.is_some());
        let range = at + first..at + last.max(first);
        components.push(Component { digits: &text[first..last.max(first)], range, before, after });
        if end == text.len() {
            return components;
        }
        start = end + 1;
    }
}

/// Returns the qualification of a date; `mark` qualifies all components.
fn qualification(components: &[Component<'_>], mark: Option<u8>) -> Qualification {
    let mut qualification = Qualification::default();
    for (component, mark) in DateComponent::ALL.into_iter().zip(components).filter_map(|(c, _)| Some((c, mark?))) {
        qualification.qualify(component, mark);
    }
    for (at, component) in components.iter().enumerate() {
        let own = component.before.map(|mark| (at, mark));
        let group = component.after.into_iter().flat_map(|mark| (0..=at).map(move |at| (at, mark)));
        for (at, mark) in own.into_iter().chain(group) {
            if let Some(&component) = DateComponent::ALL.get(at) {
                qualification.qualify(component, mark);
            }
        }
    }
    qualification
}

/// Parses `2025`, `-0043`, `202X`, `1XX5` or `Y170000002`.
fn parse_year(field: &Component<'_>) -> Result<Year, EdtfError> {
    let invalid = |message: &str| error(message, field.range.clone());
    if let Some(digits) = field.digits.strip_prefix('Y') {
        let year = digits.parse::<i32>().ok().filter(|year| year.unsigned_abs() > 9999);
        return year
            .map(Year::exact)
            .ok_or_else(|| invalid("a year with Y must have five digits or more, up to 2147483647"));
    }
    let (is_negative, digits) = match field.digits.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, field.digits),
    };
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'X') {
        let range = field.range.start + usize::from(is_negative)..field.range.end;
        return Err(error("a year must have four digits", range));
    }
    let value: i32 = digits.replace('X', "0").parse().map_err(|_| invalid("a year must have four digits"))?;
    let mask = digits.bytes().fold(0, |mask, byte| mask << 1 | u8::from(byte == b'X'));
    if is_negative && value == 0 {
        let message = if mask == 0 { "the year -0000 does not exist; write 0000" } else { "write a known digit first" };
        return Err(invalid(message));
    }
    Ok(Year::masked(if is_negative { -value } else { value }, mask))
}

fn parse_part(rest: &[Component<'_>], whole: Range<usize>) -> Result<DatePart, EdtfError> {
    match rest {
        [] => Ok(DatePart::Year),
        [month] => match month.digits.parse().ok().and_then(Season::new).filter(|_| month.digits.len() == 2) {
            Some(season) => Ok(DatePart::Season(season)),
            None => parse_month(month).map(DatePart::Month),
        },
        [month, day] => Ok(DatePart::Day { month: parse_month(month)?, day: parse_day(day)?, time: None }),
        _ => Err(error("a date consists of year, month and day", whole)),
    }
}

fn parse_month(field: &Component<'_>) -> Result<TwoDigits, EdtfError> {
    let month = TwoDigits::parse(field.digits).filter(|month| month.candidates(12).next().is_some());
    month.ok_or_else(|| error("a month must be 01 to 12 (or a part of the year, 21 to 41)", field.range.clone()))
}

fn parse_day(field: &Component<'_>) -> Result<TwoDigits, EdtfError> {
    let invalid = |message: &str| error(message, field.range.clone());
    let day = TwoDigits::parse(field.digits).ok_or_else(|| invalid("a day must have two digits"))?;
    day.candidates(31).next().map(|_| day).ok_or_else(|| invalid("the month does not have this day"))
}

fn two_digits(text: &str) -> Option<u8> {
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
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
    let is_midnight = hour == 24 && minute == 0 && second == 0;
    ((hour < 24 || is_midnight) && minute < 60 && second < 60).then_some(Time { hour, minute, second, offset })
}

fn parse_offset(text: &str) -> Option<i16> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits = text.get(1..)?;
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "00"),
    };
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    (hours <= 14 && minutes < 60).then(|| sign * (i16::from(hours) * 60 + i16::from(minutes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips() {
        let dates = "2025-12-12 2025-07 2021 2025-07-26/2025-07-28 ../2025-08-05 2025-09-01/.. 2025-09-01/ /2025-09 \
                     2025-07~ 2025? 2025-01/2025-11~ 2025-22 202X 20XX XXXX 2025-XX 2025-12-XX 2025-XX-XX -0044-03-15% \
                     [2025-07-26..2025-07-28] [..1760-12-03] [1760-12..] [1667,1668,1670..1672] {1960,1961-12} 2025-~07 \
                     2025?-07 2004?-06-~11 2004-06~-11 2011-~06-~04 2025-33 156X-12-25 1560-XX-25 1984-1X 1XX5 Y170000002 \
                     Y-170000002 2004-06-~01/2004-06-~20 2025-08-05~T07:50:00Z \
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
            ("Y17E7", 0..5),
            ("1950S2", 0..6),
            ("[2025-07-26..2025-07-40]", 21..23),
            ("[2025-07-28..2025-07-26]", 1..23),
            ("[2025-07-26", 0..11),
            ("2025-02-3X", 8..10),
            ("2025-2X-01", 5..7),
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
