//! Parses dates, and guesses the intended date of a text that is not EDTF: `12 December 2025`, `12/12/2025`, `2025-9-1`.

use super::Edtf;
use super::english::ENGLISH_MONTHS;
use super::parse::{EdtfError, parse_exact};

impl Edtf {
    /// Parses an EDTF date. Exponential years (`Y17E7`) and significant digits (`1950S2`) are rejected.
    pub fn parse(text: &str) -> Result<Edtf, EdtfError> {
        parse_exact(text).map_err(|error| {
            let suggestion = guess(text).filter(|guess| parse_exact(guess).is_ok());
            EdtfError { suggestion, ..error }
        })
    }
}

/// Returns the EDTF spelling of a date, interval or set in another notation, or `None` if it is ambiguous. Never states
/// more than the text does. The caller checks that the day exists.
fn guess(text: &str) -> Option<String> {
    let text = text.trim();
    for (open, close) in [('[', ']'), ('{', '}')] {
        if let Some(inner) = text.strip_prefix(open) {
            let members = guess_parts(inner.strip_suffix(close).unwrap_or(inner), ",")?;
            return Some(format!("{open}{members}{close}"));
        }
    }
    if text.split('/').count() == 2 {
        return guess_parts(text, "/");
    }
    guess_point(text)
}

/// Guesses the dates between separators; a date that is valid is kept.
fn guess_parts(text: &str, separator: &str) -> Option<String> {
    let guess_date = |date: &str| match date.trim() {
        "" | ".." => Some(date.trim().to_owned()),
        date => parse_exact(date).map(|_| date.to_owned()).ok().or_else(|| guess_point(date)),
    };
    let guess_part = |part: &str| match part.split_once("..") {
        Some((from, to)) if separator == "," => Some(format!("{}..{}", guess_date(from)?, guess_date(to)?)),
        _ => guess_date(part),
    };
    let parts: Vec<String> = text.split(separator).map(guess_part).collect::<Option<_>>()?;
    Some(parts.join(separator))
}

fn guess_point(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let (text, mark) = split_qualifier(&lower);
    let tokens: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty()).collect();
    // A mark inside qualifies one component, which other notations cannot say.
    if text.contains(['~', '?', '%']) {
        return None;
    }
    let date = match *tokens.as_slice() {
        [a, b, c] => guess_day(a, b, c)?,
        [a, b] => guess_month(a, b)?,
        [year] => four_digits(year)?.to_string(),
        _ => return None,
    };
    Some(format!("{date}{mark}"))
}

/// Splits off a qualifier such as "about" or "circa" and returns the corresponding EDTF mark.
fn split_qualifier(text: &str) -> (&str, &'static str) {
    for (prefix, mark) in
        [("about ", "~"), ("circa ", "~"), ("c. ", "~"), ("ca. ", "~"), ("late ", "~"), ("early ", "~"), ("mid-", "~")]
    {
        if let Some(rest) = text.strip_prefix(prefix) {
            return (rest, mark);
        }
    }
    (text.trim_end_matches(['~', '?', '%']), text.find(['~', '?', '%']).map_or("", |at| qualifier_mark(&text[at..])))
}

/// Returns the mark that says the same as several.
fn qualifier_mark(marks: &str) -> &'static str {
    match (marks.contains(['~', '%']), marks.contains(['?', '%'])) {
        (true, true) => "%",
        (true, false) => "~",
        (false, true) => "?",
        (false, false) => "",
    }
}

fn guess_day(a: &str, b: &str, c: &str) -> Option<String> {
    let (year, month, day) = match (four_digits(a), four_digits(c)) {
        (Some(year), _) => match (month_number(b)?, month_number(c)) {
            // A number above 12 cannot be a month: the day comes before the month.
            (day @ 13.., Some(month)) => (year, month, day),
            (month, _) => (year, month, one_or_two_digits(c)?),
        },
        // 05/08/2025 is ambiguous between day-first and month-first order: only unambiguous dates are guessed.
        (None, Some(year)) => match (month_name(a), month_name(b), one_or_two_digits(a), one_or_two_digits(b)) {
            (Some(month), _, _, Some(day)) | (_, Some(month), Some(day), _) => (year, month, day),
            (_, _, Some(first), Some(second)) if first > 12 || first == second => (year, second, first),
            (_, _, Some(first), Some(second)) if second > 12 => (year, first, second),
            _ => return None,
        },
        (None, None) => return None,
    };
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

fn guess_month(a: &str, b: &str) -> Option<String> {
    let (year, month) = match (four_digits(a), four_digits(b)) {
        (Some(year), _) => (year, month_number(b)?),
        (None, Some(year)) => (year, month_number(a)?),
        (None, None) => return None,
    };
    Some(format!("{year:04}-{month:02}"))
}

fn four_digits(text: &str) -> Option<u16> {
    (text.len() == 4).then(|| text.parse().ok()).flatten()
}

fn one_or_two_digits(text: &str) -> Option<u16> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    (digits.len() <= 2).then(|| digits.parse().ok()).flatten()
}

fn month_number(text: &str) -> Option<u16> {
    month_name(text).or_else(|| one_or_two_digits(text))
}

fn month_name(text: &str) -> Option<u16> {
    let matches =
        |month: &&str| text.len() >= 3 && (month.starts_with(text) || text == "sept" && month.starts_with("sept"));
    let index = ENGLISH_MONTHS.iter().position(matches)?;
    u16::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::guess;

    #[test]
    fn guesses_only_unambiguous_dates() {
        let cases = [
            ("12 December 2025", Some("2025-12-12")),
            ("Dec 12, 2025", Some("2025-12-12")),
            ("2025-9-1", Some("2025-09-01")),
            ("2025-14-03", Some("2025-03-14")),
            ("2025-14 March", Some("2025-03-14")),
            ("2025/12/12", Some("2025-12-12")),
            ("31/12/2025", Some("2025-12-31")),
            ("05/08/2025", None),
            ("late July 2025", Some("2025-07~")),
            ("1st Sept 2025", Some("2025-09-01")),
            ("2025~?", Some("2025%")),
            ("2025-7~-26", None),
            ("[2031-3-1..2031-3-20]", Some("[2031-03-01..2031-03-20]")),
            ("[..3 December 1760]", Some("[..1760-12-03]")),
            ("{1960, Dec 1961}", Some("{1960,1961-12}")),
            ("2025-7-26/2025-7-28", Some("2025-07-26/2025-07-28")),
            ("../8 December 2025", Some("../2025-12-08")),
            ("soon", None),
            ("", None),
        ];
        for (text, meant) in cases {
            assert_eq!(guess(text).as_deref(), meant, "{text}");
        }
    }
}
