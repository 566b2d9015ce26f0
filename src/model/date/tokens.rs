//! Tokenizer for dates in text.

use super::ENGLISH_MONTHS;
use crate::model::script::is_cjk_letter;
use std::ops::{Range, RangeInclusive};

/// Token: a run of digits, a run of letters, or a single other character.
pub(crate) struct DateToken<'t> {
    pub(crate) text: &'t str,
    pub(crate) range: Range<usize>,
    /// True if there is no white space before the token.
    pub(crate) is_adjacent: bool,
}

impl DateToken<'_> {
    /// Parses the token as a number with an allowed count of digits.
    pub(crate) fn number(&self, digits: RangeInclusive<usize>) -> Option<i16> {
        let is_number = digits.contains(&self.text.len()) && self.text.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| self.text.parse().ok()).flatten()
    }
}

#[derive(PartialEq)]
enum TokenClass {
    Digit,
    Letter,
    Mark,
}

fn classify(c: char) -> TokenClass {
    match c {
        '0'..='9' => TokenClass::Digit,
        c if c.is_alphabetic() && !is_cjk_letter(c) => TokenClass::Letter,
        _ => TokenClass::Mark,
    }
}

/// Splits a line or passage into tokens; white space is skipped.
pub(crate) fn tokenize(text: &str) -> Vec<DateToken<'_>> {
    let mut tokens: Vec<DateToken<'_>> = Vec::new();
    let mut last: Option<TokenClass> = None;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            last = None;
            continue;
        }
        let (class, end) = (classify(c), at + c.len_utf8());
        match tokens.last_mut() {
            Some(token) if last.as_ref() == Some(&class) && class != TokenClass::Mark => {
                token.range.end = end;
                token.text = &text[token.range.clone()];
            }
            previous => {
                let is_adjacent = previous.is_some_and(|token| token.range.end == at);
                tokens.push(DateToken { text: &text[at..end], range: at..end, is_adjacent });
            }
        }
        last = Some(class);
    }
    tokens
}

/// Month names in German, French, Spanish, Italian, Portuguese and Dutch that differ from the English ones.
const FOREIGN_MONTHS: [&[&str]; 12] = [
    &["januar", "jänner", "janvier", "enero", "gennaio", "janeiro", "januari"],
    &["februar", "février", "febrero", "febbraio", "fevereiro", "februari"],
    &["märz", "mars", "marzo", "março", "maart"],
    &["avril", "abril", "aprile"],
    &["mai", "mayo", "maggio", "maio", "mei"],
    &["juni", "juin", "junio", "giugno", "junho"],
    &["juli", "juillet", "julio", "luglio", "julho"],
    &["août", "agosto", "augustus"],
    &["septembre", "septiembre", "setiembre", "settembre", "setembro"],
    &["oktober", "okt", "octobre", "octubre", "ottobre", "outubro"],
    &["novembre", "noviembre", "novembro"],
    &["dezember", "dez", "décembre", "diciembre", "dicembre", "dezembro"],
];

/// Returns the number of a month, 1 to 12, by its name in one of seven languages or its English abbreviation.
pub(crate) fn parse_month(word: &str) -> Option<i16> {
    let lower = word.to_lowercase();
    let matches = |name: &&str| {
        **name == *lower || lower.len() == 3 && name.starts_with(&lower) || lower == "sept" && name.starts_with("sept")
    };
    (1i16..)
        .zip(&ENGLISH_MONTHS)
        .find(|(_, name)| matches(name))
        .map(|(number, _)| number)
        .or_else(|| parse_foreign_month(&lower))
}

fn parse_foreign_month(lower: &str) -> Option<i16> {
    (1i16..).zip(&FOREIGN_MONTHS).find(|(_, names)| names.contains(&lower)).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_concatenated_date_lines() {
        let texts: Vec<&str> = tokenize("09:03:23Source 3月").iter().map(|token| token.text).collect();
        assert_eq!(texts, ["09", ":", "03", ":", "23", "Source", "3", "月"]);
    }

    #[test]
    fn parses_month_names() {
        assert_eq!(["May", "sept", "DEC", "Decem", "x"].map(parse_month), [Some(5), Some(9), Some(12), None, None]);
        assert_eq!(
            ["März", "AOÛT", "enero", "mei", "Tag"].map(parse_month),
            [Some(3), Some(8), Some(1), Some(5), None]
        );
    }
}
