//! Word boundaries of matches in text.

use super::{is_hangul, is_unspaced};
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// Checks whether a range of a text consists of whole words. Scripts without spaces need no boundary.
pub fn is_whole_words(text: &str, range: &Range<usize>) -> bool {
    let (before, name, after) = (&text[..range.start], &text[range.clone()], &text[range.end..]);
    let is_boundary_before = match (name.chars().next(), before.chars().next_back()) {
        (Some(first), Some(last)) => {
            let mut second = before.chars().rev().skip(1);
            needs_no_space(first)
                || needs_no_space(last)
                || !(is_word_char(last) || is_word_joiner(last, second.next()))
        }
        _ => true,
    };
    let continues_after = match (name.chars().next_back(), after.chars().next()) {
        (Some(last), Some(next)) => {
            let second = after.chars().nth(1);
            let plus = next == '+' && is_word_char(last);
            is_combining_mark(next)
                || !(needs_no_space(last) || needs_no_space(next))
                    && (is_word_char(next) || plus || is_word_joiner(next, second))
        }
        _ => false,
    };
    is_boundary_before && !continues_after
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_combining_mark(c)
}

/// Checks whether a hyphen joins a name to another word, or a period to a number or a URL: `China-Pakistan`, `V3.2`.
fn is_word_joiner(c: char, second: Option<char>) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '.' | '\u{ad}') && second.is_some_and(is_word_char)
}

/// Checks whether a name may be adjacent to this letter: its script has no spaces between words, or attaches particles
/// to names.
fn needs_no_space(c: char) -> bool {
    is_unspaced(c) || is_hangul(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(before: &str, name: &str, after: &str) -> bool {
        is_whole_words(&format!("{before}{name}{after}"), &(before.len()..before.len() + name.len()))
    }

    #[test]
    fn detects_word_boundaries() {
        for (before, name, after) in [
            ("", "UN", ""),
            ("(", "UN", ")"),
            ("“", "UN", "’s"),
            ("– ", "UN", "."),
            ("a–", "UN", "–b"),
            ("", "UN", "- x"),
        ] {
            assert!(whole(before, name, after), "{before}{name}{after}");
        }
        for (before, name, after) in [
            ("", "UN", "ESCO"),
            ("F", "UN", ""),
            ("_", "UN", ""),
            ("", "UN", "-led"),
            ("non-", "UN", ""),
            ("", "V3", ".2"),
        ] {
            assert!(!whole(before, name, after), "{before}{name}{after}");
        }
        assert!(!whole("", "AI", "+ x") && whole("", "AI+", " x"));
        assert!(!whole("", "cafe", "\u{301}"));
    }

    #[test]
    fn allows_matches_within_chinese_text() {
        assert!(whole("通过", "契约", "并"));
        assert!(whole("由", "SCO", "支持"));
        assert!(!whole("由", "SCO", "s支持"));
        assert!(whole("ที่", "ท่าเรือ", "ใหม่"));
        assert!(whole("", "린트하벤", "은") && !whole("", "UN", "x은"));
    }
}
