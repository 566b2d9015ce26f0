//! Boundaries of numbers in folded texts: a number is whole or not at all.
//!
//! Inside a number are its separators (`1,200`, `1 200`, `1'500`, `3.5`), its unit (`10%`, `3万`), the digits and units of
//! Chinese numerals (`三千万`), and its minus, which only the source text tells from a hyphen.

use crate::model::script::is_cjk;
use std::ops::Range;

/// Checks whether an offset is within a number.
pub(super) fn is_within_number(text: &str, at: usize) -> bool {
    let (before, after) = (text.get(..at).unwrap_or(""), text.get(at..).unwrap_or(""));
    let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else { return false };
    is_digit(last) && (starts_with_unit(after) || is_separated(before, after))
        || is_digit(next) && is_separator(last) && is_separated_behind(before, after)
        || is_within_numeral(before, after)
}

/// Checks whether the space or apostrophe at an offset groups the digits of a number.
pub(super) fn is_group_separator(text: &str, at: usize) -> bool {
    let (before, after) = (text.get(..at).unwrap_or(""), text.get(at..).unwrap_or(""));
    after.starts_with([' ', '\'']) && is_separated(before, after)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',' | ' ' | '\'')
}

/// Checks whether a number goes on behind the separator at the start of `after`.
fn is_separated(before: &str, after: &str) -> bool {
    let Some(separator) = after.chars().next().filter(|c| is_separator(*c)) else { return false };
    let rest = &after[separator.len_utf8()..];
    match separator {
        '.' | ',' => rest.starts_with(is_digit),
        _ => is_group(before, rest),
    }
}

/// Checks whether the separator at the end of `before` belongs to the number at the start of `after`.
fn is_separated_behind(before: &str, after: &str) -> bool {
    let Some(separator) = before.chars().next_back() else { return false };
    let front = &before[..before.len() - separator.len_utf8()];
    match separator {
        '.' | ',' => front.ends_with(is_digit),
        _ => is_group(front, after),
    }
}

/// Checks whether digits can be joined by a space or an apostrophe: one to three in front, not behind a point, and groups of
/// three behind.
fn is_group(before: &str, after: &str) -> bool {
    let front = before.len() - before.trim_end_matches(is_digit).len();
    let behind = after.len() - after.trim_start_matches(is_digit).len();
    let outer = before[..before.len() - front].chars().next_back();
    (1..=3).contains(&front) && behind == 3 && !outer.is_some_and(|c| c.is_alphanumeric() || "-/:.,".contains(c))
}

/// Checks whether the character at a range of a source text is a minus: in front of a number, and behind neither a word nor a
/// number.
pub(super) fn is_minus(text: &str, range: &Range<usize>) -> bool {
    if !matches!(text.get(range.clone()), Some("-" | "−" | "–" | "‐" | "‑" | "﹣" | "－")) {
        return false;
    }
    let mut following = text[range.end..].chars();
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || matches!(c, '\u{ff10}'..='\u{ff19}'));
    let first = following.next();
    let is_amount = is_digit(first) || matches!(first, Some('$' | '€' | '£' | '¥')) && is_digit(following.next());
    let before = &text[..range.start];
    let is_dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '−');
    let is_apart = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !is_dash(c) || is_cjk(c));
    is_amount && is_apart && before.trim_end().chars().next_back().is_none_or(|c| !c.is_numeric() && !is_dash(c))
}

/// Signs that belong to the number in front: without them it is another quantity.
const UNITS: [char; 8] = ['%', '‰', '°', '万', '亿', '兆', '萬', '億'];

/// Checks whether a folded text starts with a unit, possibly behind a space.
fn starts_with_unit(text: &str) -> bool {
    text.trim_start_matches(' ').starts_with(UNITS) || text.starts_with(MULTIPLIERS)
}

/// Digits of Chinese numerals.
const DIGITS: [char; 15] = ['〇', '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '两', '兩', '几', '幾'];

/// Units of Chinese numerals, by which the digit in front is multiplied.
const MULTIPLIERS: [char; 8] = ['十', '百', '千', '万', '萬', '亿', '億', '兆'];

/// Characters that make a word with the digit behind them: 统一, 之一.
const WORDS_WITH_ONE: [char; 12] = ['统', '統', '之', '唯', '同', '单', '任', '专', '如', '逐', '进', '划'];

/// Checks whether an offset is within a Chinese numeral. Digits beside each other are one number in strings of three or more,
/// such as years.
fn is_within_numeral(before: &str, after: &str) -> bool {
    let (mut preceding, mut following) = (before.chars().rev(), after.chars());
    let (Some(last), Some(next)) = (preceding.next(), following.next()) else { return false };
    let (is_unit, is_cjk_digit) = (|c: char| MULTIPLIERS.contains(&c), |c: char| DIGITS.contains(&c));
    if is_unit(next) {
        let is_word = last == '一' && preceding.next().is_some_and(|c| WORDS_WITH_ONE.contains(&c));
        return (is_cjk_digit(last) || is_unit(last) || is_digit(last)) && !is_word;
    }
    if is_unit(last) {
        let continues = last == '十' || matches!(next, '零' | '〇') || following.next().is_some_and(is_unit);
        return (is_cjk_digit(next) || is_digit(next)) && continues;
    }
    let length = |text: &str, trimmed: &str| text[trimmed.len()..].chars().count();
    let front = length(before, before.trim_end_matches(DIGITS));
    let rest = after.trim_start_matches(DIGITS);
    let behind = after[..after.len() - rest.len()].chars().count();
    front > 0 && behind > 0 && front + behind > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the offset of `|` in a folded text.
    fn is_within(marked: &str) -> bool {
        let at = marked.find('|').unwrap();
        is_within_number(&marked.replace('|', ""), at)
    }

    #[test]
    fn finds_offsets_within_numbers() {
        for within in [
            "1,|200",
            "1|,200",
            "3.|5",
            "some 1 |200 people",
            "1| 200 people",
            "12 345 |678",
            "1'|500 left",
            "1|'500",
            "10|%",
            "10| %",
            "3|千",
            "3千|万",
            "三千|万",
            "三|千",
            "二十|五",
            "三千|五百",
            "五百|零三",
            "二〇二|六年",
            "3|万",
        ] {
            assert!(is_within(within), "{within}");
        }
    }

    #[test]
    fn finds_boundaries_of_numbers() {
        for apart in [
            "In 2031 |200 people",
            "room 12 |20 people",
            "of 5, |3 came",
            "GPT-|5",
            "2026-|30",
            "10-|15 per cent",
            "5 |million",
            "no 5.| 200",
            "统一|三千家",
            "三千万|一年",
            "之一|十分重要",
            "三十|年",
            "'5'| 500",
        ] {
            assert!(!is_within(apart), "{apart}");
        }
    }

    #[test]
    fn tells_a_minus_from_a_hyphen() {
        let is_minus_in = |text: &str| {
            let at = text.char_indices().rfind(|(_, c)| matches!(c, '-' | '–' | '−' | '—')).unwrap();
            is_minus(text, &(at.0..at.0 + at.1.len_utf8()))
        };
        for text in ["at -5", "–5 °C", "(−5)", "of -$3", "气温-5度"] {
            assert!(is_minus_in(text), "{text}");
        }
        for text in ["GPT-5", "10 -15", "10–15", "at - 5", "he said —5 men", "-x", "a --5"] {
            assert!(!is_minus_in(text), "{text}");
        }
    }

    #[test]
    fn finds_separators_of_groups() {
        assert!(is_group_separator("1 200", 1) && is_group_separator("1'200", 1) && is_group_separator("1 200 000", 5));
        assert!(
            !is_group_separator("2031 200", 4) && !is_group_separator("1 20", 1) && !is_group_separator("a 200", 1)
        );
    }
}
