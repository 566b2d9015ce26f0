//! Where words begin and end.

use super::{is_hangul, is_unspaced};
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// Whether a range of a text is made of whole words. Scripts that are written without spaces need none around them.
pub fn is_whole_words(text: &str, range: &Range<usize>) -> bool {
    let (before, name, behind) = (&text[..range.start], &text[range.clone()], &text[range.end..]);
    let ends_before = match (name.chars().next(), before.chars().next_back()) {
        (Some(first), Some(last)) => {
            let mut further = before.chars().rev().skip(1);
            needs_no_space(first)
                || needs_no_space(last)
                || !(is_word_char(last) || is_word_joiner(last, further.next()))
        }
        _ => true,
    };
    let begins_behind = match (name.chars().next_back(), behind.chars().next()) {
        (Some(last), Some(next)) => {
            let further = behind.chars().nth(1);
            let plus = next == '+' && is_word_char(last);
            is_combining_mark(next)
                || !(needs_no_space(last) || needs_no_space(next))
                    && (is_word_char(next) || plus || is_word_joiner(next, further))
        }
        _ => false,
    };
    ends_before && !begins_behind
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_combining_mark(c)
}

/// Whether a hyphen joins a name to another word, or a point to a number or an address: `China-Pakistan`, `V3.2`.
fn is_word_joiner(c: char, further: Option<char>) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '.' | '\u{ad}') && further.is_some_and(is_word_char)
}

/// Whether a name may touch this letter: nothing parts words in its script, or particles follow names in it.
fn needs_no_space(c: char) -> bool {
    is_unspaced(c) || is_hangul(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(before: &str, name: &str, behind: &str) -> bool {
        is_whole_words(&format!("{before}{name}{behind}"), &(before.len()..before.len() + name.len()))
    }

    #[test]
    fn knows_what_belongs_to_a_word() {
        for (before, name, behind) in [
            ("", "UN", ""),
            ("(", "UN", ")"),
            ("“", "UN", "’s"),
            ("– ", "UN", "."),
            ("a–", "UN", "–b"),
            ("", "UN", "- x"),
        ] {
            assert!(whole(before, name, behind), "{before}{name}{behind}");
        }
        for (before, name, behind) in [
            ("", "UN", "ESCO"),
            ("F", "UN", ""),
            ("_", "UN", ""),
            ("", "UN", "-led"),
            ("non-", "UN", ""),
            ("", "V3", ".2"),
        ] {
            assert!(!whole(before, name, behind), "{before}{name}{behind}");
        }
        assert!(!whole("", "AI", "+ x") && whole("", "AI+", " x"));
        assert!(!whole("", "cafe", "\u{301}"));
    }

    #[test]
    fn needs_no_spaces_in_chinese() {
        assert!(whole("通过", "契约", "并"));
        assert!(whole("由", "SCO", "支持"));
        assert!(!whole("由", "SCO", "s支持"));
        assert!(whole("ที่", "ท่าเรือ", "ใหม่"));
        assert!(whole("", "린트하벤", "은") && !whole("", "UN", "x은"));
    }
}
