//! Properties of languages and scripts: word separation, word counts, sentence ends.
//!
//! Three similar predicates differ:
//!
//! - [`is_cjk_letter`]: a letter of Chinese or Japanese. Such letters are counted one by one.
//! - [`is_cjk`]: such a letter or punctuation used with it. No space is written next to it.
//! - [`is_unspaced`]: a letter of a script without spaces between words. A name or a quotation may begin and end within
//!   a run of such letters. Includes Thai, Lao, Myanmar and Khmer; not Korean, see [`is_hangul`].

mod korean;
mod quote_pairs;
mod sentence;

pub use korean::ends_before_particles;
pub use quote_pairs::{DOUBLE_QUOTE_PAIRS, strip_quote_pair};
pub use sentence::sentence_starts;

use unicode_segmentation::UnicodeSegmentation;

/// Returns the language of a tag (BCP 47): `zh` for `zh-Hans`.
pub fn primary_subtag(language: &str) -> &str {
    language.split('-').next().unwrap_or_default()
}

/// Checks whether a character is a letter of Chinese or Japanese: an ideograph, kana, bopomofo, or an iteration or
/// length mark.
pub fn is_cjk_letter(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{2fdf}' // radicals
        | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3031}'..='\u{3035}' | '\u{3038}'..='\u{303c}'
        | '\u{3041}'..='\u{3096}' | '\u{3099}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}'
        | '\u{3105}'..='\u{312f}' | '\u{31a0}'..='\u{31bf}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}' // kana of half the width
        | '\u{1aff0}'..='\u{1b16f}' | '\u{20000}'..='\u{3ffff}')
}

/// Checks whether a character is a letter of Chinese or Japanese, or punctuation or a form used with them: no space is
/// written next to it, and a line may break there.
pub fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{312f}'
        | '\u{31a0}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff9f}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1aff0}'..='\u{1b16f}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Checks whether a character is a letter of a script without spaces between words.
pub fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' // Thai, Lao
        | '\u{1000}'..='\u{109f}' // Myanmar
        | '\u{1780}'..='\u{17ff}') // Khmer
        || is_cjk_letter(c)
}

/// Checks whether a character is a letter of Korean, which separates words by spaces but attaches particles to names
/// without one.
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{a960}'..='\u{a97c}' | '\u{ac00}'..='\u{d7fb}')
}

/// Counts words for display: by Unicode word segmentation, letters of Chinese and Japanese one each.
pub fn count_words(text: &str) -> usize {
    text.unicode_words().map(|word| word.chars().filter(|&c| is_cjk_letter(c)).count().max(1)).sum()
}

/// Estimates the length of a text in words, for heuristics: tokens with a letter or digit between spaces; two letters
/// of Chinese or Japanese count as a word.
pub fn estimate_words(text: &str) -> usize {
    if text.is_ascii() {
        return text.split_ascii_whitespace().filter(|word| word.bytes().any(|b| b.is_ascii_alphanumeric())).count();
    }
    let letters = text.chars().filter(|&c| is_cjk_letter(c)).count();
    let is_word = |word: &&str| word.chars().any(|c| c.is_alphanumeric() && !is_cjk_letter(c));
    text.split_whitespace().filter(is_word).count() + letters.div_ceil(2)
}

/// Checks whether a text ends with the end of a sentence, ignoring closing punctuation and note references.
pub fn ends_sentence(text: &str) -> bool {
    let is_closing =
        |c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | '›' | '」' | '』' | '》' | ')' | ']' | '）' | '］' | '】');
    let marks = ['.', '!', '?', '…', '。', '！', '？', '．', '｡', '؟', '۔', '।', '။', '។'];
    without_note_marks(text).trim_end_matches(is_closing).ends_with(marks)
}

/// Strips note references from the end of a text: `[3]`, `[1][2]`, `³`.
fn without_note_marks(text: &str) -> &str {
    let mut text = text;
    loop {
        let stripped = text.trim_end_matches(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰']);
        let bracket = stripped.strip_suffix(']').and_then(|inner| inner.rsplit_once('['));
        let is_number = |inner: &str| (1..=3).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_digit());
        text = match bracket {
            Some((before, inner)) if is_number(inner) => before,
            _ if stripped.len() < text.len() => stripped,
            _ => return text,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distinguishes_letters_from_punctuation_and_forms() {
        for c in ['中', '々', '〇', 'か', 'カ', 'ー', 'ｶ', 'ㄅ', '\u{20000}', '\u{f900}'] {
            assert!(is_cjk_letter(c) && is_cjk(c) && is_unspaced(c), "{c}");
        }
        for c in ['。', '、', '「', '・', '！', 'Ａ', '５', '￥', '︰', '\u{3000}', '㈱'] {
            assert!(!is_cjk_letter(c) && is_cjk(c) && !is_unspaced(c), "{c}");
        }
        for c in ['a', 'é', 'Ω', 'ж', '“', '…', '—', '한', 'ㅎ', '\u{1100}', '\u{4dc0}'] {
            assert!(!is_cjk_letter(c) && !is_cjk(c) && !is_unspaced(c), "{c}");
        }
    }

    #[test]
    fn includes_other_scripts_without_spaces() {
        for c in ['ก', 'ກ', 'က', 'ក'] {
            assert!(is_unspaced(c) && !is_cjk(c), "{c}");
        }
        for c in ['한', 'ㅎ', '\u{1161}', '\u{d7fb}'] {
            assert!(is_hangul(c) && !is_unspaced(c), "{c}");
        }
        assert!(!is_hangul('中') && !is_hangul('ก'));
    }

    #[test]
    fn counts_words_for_display() {
        let cases = [
            ("China's role, in 2025.", 4),
            ("全球AI治理", 5),
            ("カタカナ", 4),
            ("ＡＩ", 1),
            ("한국의 항구", 2),
            ("— …", 0),
            ("", 0),
        ];
        for (text, count) in cases {
            assert_eq!(count_words(text), count, "{text}");
        }
    }

    #[test]
    fn estimates_length_in_words() {
        let cases = [("The pier — is full", 4), ("渡轮已满。", 2), ("港口大桥 2031", 3), ("ＡＩ", 1), ("한국 항구", 2)];
        for (text, length) in cases {
            assert_eq!(estimate_words(text), length, "{text}");
        }
        assert_eq!((estimate_words("- * -"), estimate_words("…、。")), (0, 0));
    }

    #[test]
    fn detects_sentence_ends() {
        for text in [
            "Full.",
            "“Full.”",
            "(Full!)",
            "已满。",
            "已满！）",
            "「已满。」",
            "Full…",
            "ممتلئ؟",
            "Full.[3]",
            "Full.[1][12]",
            "“Full.”³",
        ] {
            assert!(ends_sentence(text), "{text}");
        }
        for text in ["Full", "full,", "已满，", "Full:", "", "”", "Full[3]", "[3]", "Full.[a]"] {
            assert!(!ends_sentence(text), "{text}");
        }
    }
}
