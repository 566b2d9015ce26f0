//! Shape of short texts: prose, names, hosts, URLs.

use crate::model::script::{ends_sentence, is_cjk_letter};

/// Lower-case words inside names.
const PARTICLES: &[&str] = &[
    "al", "bin", "bint", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le", "ten", "ter",
    "van", "von", "y",
];

/// Checks whether a text is long enough for a paragraph, by its number of words.
pub(crate) fn is_prose(length: usize, ends_sentence: bool) -> bool {
    length >= 25 || length >= 8 && ends_sentence
}

/// Folds a text for comparison: lower case, plain quotation marks, single spaces.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut pending_space = false;
    for c in text.chars() {
        let folded_char = match c {
            c if c.is_whitespace() => {
                pending_space = true;
                continue;
            }
            '’' | '‘' => '\'',
            '“' | '”' => '"',
            '：' => ':',
            c => c,
        };
        if std::mem::take(&mut pending_space) && !folded.is_empty() {
            folded.push(' ');
        }
        if folded_char.is_ascii() {
            folded.push(folded_char.to_ascii_lowercase());
        } else {
            folded.extend(folded_char.to_lowercase());
        }
    }
    folded
}

/// Returns the rest after a prefix, ignoring letter case; the prefix must be lower-case ASCII.
pub(crate) fn strip_prefix_ignore_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// Checks whether a text can be the name of a person: two to five capitalized words, or two to four Chinese letters.
pub(crate) fn is_name(text: &str) -> bool {
    if !text.is_empty() && text.chars().all(is_cjk_letter) {
        return (2..=4).contains(&text.chars().count());
    }
    let parts: Vec<&str> = text.split_whitespace().collect();
    (2..=5).contains(&parts.len())
        && parts.first().is_some_and(|first| starts_uppercase(first))
        && parts.iter().all(|part| is_name_part(part))
}

/// Checks whether a word can be part of a name.
pub(crate) fn is_name_part(word: &str) -> bool {
    let is_wordlike = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'));
    is_wordlike && (starts_uppercase(word) || PARTICLES.contains(&word)) && !is_function_word(word)
}

fn is_function_word(word: &str) -> bool {
    matches!(word, "The" | "A" | "An" | "And" | "Of" | "In" | "On" | "For" | "From" | "Our")
}

/// Checks whether a text begins with a capital, or a letter of a script without case.
pub(crate) fn starts_uppercase(text: &str) -> bool {
    text.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
}

/// Checks whether a text is a host name such as `example.org`.
pub(crate) fn is_host(text: &str) -> bool {
    let mut labels = text.rsplit('.');
    let top_level = labels.next().unwrap_or_default();
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    text.contains('.')
        && top_level.len() >= 2
        && top_level.bytes().all(|b| b.is_ascii_alphabetic())
        && labels.all(is_label)
}

/// Checks whether a text is exactly one HTTP URL.
pub(crate) fn is_url(text: &str) -> bool {
    let rest = strip_prefix_ignore_case(text, "https://").or_else(|| strip_prefix_ignore_case(text, "http://"));
    rest.is_some_and(|rest| rest.contains('.') && !text.contains(|c: char| c.is_whitespace() || "<>\"`".contains(c)))
}

/// Splits a paragraph into sentences, at a stop followed by white space and a capital.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices([' ', '\u{a0}']) {
        let (before, after) = (&text[start..at], text[at..].trim_start());
        let is_initial = before.rsplit(char::is_whitespace).next().is_some_and(|word| word.chars().count() <= 2);
        if ends_sentence(before) && !is_initial && starts_uppercase(after) {
            sentences.push(before.trim());
            start = at;
        }
    }
    sentences.push(text[start..].trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_letter_case_quotation_marks_and_spaces() {
        assert_eq!(fold(" “The\u{a0}  Harbour’s”：\n"), "\"the harbour's\":");
        assert_eq!(fold(""), "");
    }

    #[test]
    fn recognizes_names() {
        for name in ["Ada Berg", "Tomas van der Linden", "ADA BERG", "J. R. Holm", "李明"] {
            assert!(is_name(name), "{name}");
        }
        for other in ["Berg", "the harbour office", "Ada 2", "The Harbour", "一个很长的句子"] {
            assert!(!is_name(other), "{other}");
        }
    }

    #[test]
    fn recognizes_hosts_and_urls() {
        assert!(is_host("harbour.example") && !is_host("J. Holm") && !is_host("v3.2"));
        assert!(is_url("https://harbour.example/a") && !is_url("see https://harbour.example"));
    }

    #[test]
    fn splits_sentences_at_stops() {
        assert_eq!(sentences("One ended. Two began! three"), ["One ended.", "Two began! three"]);
        assert_eq!(sentences("By J. Holm today."), ["By J. Holm today."]);
    }
}
