//! Cuts words into the pieces that dates are made of.

use super::ENGLISH_MONTHS;
use std::ops::{Range, RangeInclusive};

/// A run of digits, a run of letters, or a single mark.
pub(crate) struct Token<'t> {
    pub(crate) text: &'t str,
    pub(crate) range: Range<usize>,
    /// Whether it follows the token before it without a space.
    pub(crate) is_glued: bool,
}

impl Token<'_> {
    /// The number it writes with so many digits.
    pub(crate) fn number(&self, digits: RangeInclusive<usize>) -> Option<i16> {
        let is_number = digits.contains(&self.text.len()) && self.text.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| self.text.parse().ok()).flatten()
    }
}

#[derive(PartialEq)]
enum Class {
    Digit,
    Letter,
    Mark,
}

fn class(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        c if c.is_ascii_alphabetic() => Class::Letter,
        _ => Class::Mark,
    }
}

/// The tokens of a line or passage; spaces are left out.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = Vec::new();
    let mut last: Option<Class> = None;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            last = None;
            continue;
        }
        let (own, end) = (class(c), at + c.len_utf8());
        match found.last_mut() {
            Some(token) if last.as_ref() == Some(&own) && own != Class::Mark => {
                token.range.end = end;
                token.text = &text[token.range.clone()];
            }
            previous => {
                let is_glued = previous.is_some_and(|token| token.range.end == at);
                found.push(Token { text: &text[at..end], range: at..end, is_glued });
            }
        }
        last = Some(own);
    }
    found
}

/// The number of a month by its English name or its usual short form.
pub(crate) fn month(word: &str) -> Option<i16> {
    let lower = word.to_ascii_lowercase();
    let is_meant = |name: &&str| {
        **name == *lower || lower.len() == 3 && name.starts_with(&lower) || lower == "sept" && name.starts_with("sept")
    };
    (1i16..).zip(&ENGLISH_MONTHS).find(|(_, name)| is_meant(name)).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_glued_stamps_apart() {
        let words: Vec<&str> = tokens("09:03:23Source 3月").iter().map(|token| token.text).collect();
        assert_eq!(words, ["09", ":", "03", ":", "23", "Source", "3", "月"]);
    }

    #[test]
    fn knows_months() {
        assert_eq!(["May", "sept", "DEC", "Decem", "x"].map(month), [Some(5), Some(9), Some(12), None, None]);
    }
}
