//! Folds letters that readers do not distinguish when they search: case, accents, width.
//!
//! `scripts/search-words.js` of the default theme folds queries in the same way; `tests/search/terms.json` has examples
//! for both.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text: compatibility forms, lower case, no accents on Latin, Greek and Cyrillic letters.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, found)) = rest.char_indices().find(|(_, c)| !is_folded_alone(*c)) {
        // A mark belongs to the letter before it.
        let before = rest[..at].char_indices().next_back().map_or(at, |(before, _)| before);
        let start = if is_combining_mark(found) { before } else { at };
        push_lower(&mut folded, &rest[..start]);
        let is_after = |c: char| c.is_ascii() && !c.is_ascii_alphabetic();
        let end = rest[at..].find(is_after).map_or(rest.len(), |length| at + length);
        fold_any(&rest[start..end], &mut folded);
        rest = &rest[end..];
    }
    push_lower(&mut folded, rest);
    folded
}

/// Checks whether a character is folded without its neighbours, and has no other form than its lower case: ASCII,
/// common punctuation, ideographs.
fn is_folded_alone(c: char) -> bool {
    c.is_ascii()
        || matches!(c, '\u{2012}'..='\u{2015}' | '\u{2018}'..='\u{201F}' | '、' | '。' | '《'..='】' | '，' | '（' | '）')
        || ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

fn push_lower(folded: &mut String, text: &str) {
    let start = folded.len();
    folded.push_str(text);
    folded[start..].make_ascii_lowercase();
}

fn fold_any(text: &str, folded: &mut String) {
    let lower = text.nfkc().collect::<String>().to_lowercase();
    let mut plain = String::with_capacity(lower.len());
    let mut is_after_letter = false;
    for c in lower.nfd() {
        if is_combining_mark(c) && is_after_letter {
            continue;
        }
        is_after_letter = has_accents(c);
        match plain_letters(c) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(c),
        }
    }
    folded.extend(plain.nfc());
}

/// Checks whether a letter is of a script whose accents are left out: Latin, Greek, Cyrillic.
fn has_accents(c: char) -> bool {
    matches!(u32::from(c), 0x61..=0x7A | 0xDF..=0x24F | 0x370..=0x3FF | 0x400..=0x52F | 0x1E00..=0x1FFF)
}

/// Returns the plain letters of a Latin letter that has no decomposition.
fn plain_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'þ' => "th",
        'ς' => "σ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_accents_and_width() {
        for (text, folded) in [
            ("WAICO", "waico"),
            ("Lǐ Qiáng", "li qiang"),
            ("ＡＩ５", "ai5"),
            ("Straße Æsir Łódź", "strasse aesir lodz"),
            ("Ἀθήνας", "αθηνασ"),
            ("Ёлка", "елка"),
            ("가게 が", "가게 が"),
            ("ｶﾞ", "ガ"),
            ("e\u{301}t 3\u{301}! ¡Él—É", "et 3\u{301}! ¡el—e"),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }
}
