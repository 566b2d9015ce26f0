//! Language tags (BCP 47): `en`, `zh-Hans`, `pt-BR`.

use crate::model::script::primary_subtag;

/// Checks the syntax of a language tag: a primary subtag of 2 to 8 letters, then subtags of 1 to 8 letters or digits.
pub(crate) fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or("");
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    (2..=8).contains(&language.len())
        && letters(language)
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Checks whether a suffix of a file name is more likely a language than a part of the name: a tag with a primary
/// subtag of two letters, or of three followed by another subtag.
pub(crate) fn looks_like_tag(text: &str) -> bool {
    let language = primary_subtag(text);
    is_tag(text) && (language.len() == 2 || language.len() == 3 && language.len() < text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_tag_syntax() {
        for tag in ["en", "zh-Hans", "pt-BR", "yue", "de-1996", "zh-Hans-CN-x-private"] {
            assert!(is_tag(tag), "{tag}");
        }
        for invalid in ["", "e", "en-", "-en", "en_US", "中文", "en-verylongpart", "e1"] {
            assert!(!is_tag(invalid), "{invalid}");
        }
    }

    #[test]
    fn three_letters_alone_are_not_a_tag() {
        assert!(looks_like_tag("fr") && looks_like_tag("yue-Hant"));
        assert!(!looks_like_tag("old") && !looks_like_tag("v2") && !looks_like_tag("draft"));
    }
}
