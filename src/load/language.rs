//! Language tags as BCP 47 writes them: `en`, `zh-Hans`, `pt-BR`.

/// Whether a text has the shape of a language tag: a language of 2 to 8 letters, then parts of 1 to 8 letters or digits.
pub(crate) fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or("");
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    (2..=8).contains(&language.len())
        && letters(language)
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Whether a part of a file name is more likely a language than a part of a name: a tag of two letters, or of three with
/// something behind them.
pub(crate) fn looks_like_tag(text: &str) -> bool {
    let language = text.split('-').next().unwrap_or("");
    is_tag(text) && (language.len() == 2 || language.len() == 3 && language.len() < text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_shape_of_tags() {
        for tag in ["en", "zh-Hans", "pt-BR", "yue", "de-1996", "zh-Hans-CN-x-private"] {
            assert!(is_tag(tag), "{tag}");
        }
        for wrong in ["", "e", "en-", "-en", "en_US", "中文", "en-verylongpart", "e1"] {
            assert!(!is_tag(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_word_of_three_letters_is_a_name() {
        assert!(looks_like_tag("fr") && looks_like_tag("yue-Hant"));
        assert!(!looks_like_tag("old") && !looks_like_tag("v2") && !looks_like_tag("draft"));
    }
}
