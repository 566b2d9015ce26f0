//! What the shape of a few words says: whether they run on, whether they may be a name, a host or an address.

use crate::model::script::{ends_sentence, is_cjk_letter};

/// Words that stand in lower case inside names.
const PARTICLES: &[&str] = &[
    "al", "bin", "bint", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le", "ten", "ter",
    "van", "von", "y",
];

/// Whether words of this length run on as in a paragraph.
pub(crate) fn is_prose(length: usize, ends_sentence: bool) -> bool {
    length >= 25 || length >= 8 && ends_sentence
}

/// The words in lower case with plain quotation marks and single spaces, for comparing.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut parted = false;
    for c in text.chars() {
        let plain = match c {
            c if c.is_whitespace() => {
                parted = true;
                continue;
            }
            '’' | '‘' => '\'',
            '“' | '”' => '"',
            '：' => ':',
            c => c,
        };
        if std::mem::take(&mut parted) && !folded.is_empty() {
            folded.push(' ');
        }
        if plain.is_ascii() {
            folded.push(plain.to_ascii_lowercase());
        } else {
            folded.extend(plain.to_lowercase());
        }
    }
    folded
}

/// The rest behind a beginning, whatever the letter case; the beginning is in lower case ASCII.
pub(crate) fn strip_prefix_ignore_case<'t>(text: &'t str, beginning: &str) -> Option<&'t str> {
    let head = text.get(..beginning.len())?;
    head.eq_ignore_ascii_case(beginning).then(|| &text[beginning.len()..])
}

/// Whether the words may be the name of a person: two to five words with capitals, or two to four Chinese letters.
pub(crate) fn is_name(text: &str) -> bool {
    if !text.is_empty() && text.chars().all(is_cjk_letter) {
        return (2..=4).contains(&text.chars().count());
    }
    let parts: Vec<&str> = text.split_whitespace().collect();
    (2..=5).contains(&parts.len())
        && parts.first().is_some_and(|first| starts_uppercase(first))
        && parts.iter().all(|part| is_name_part(part))
}

/// Whether it is a word as names have them.
pub(crate) fn is_name_part(word: &str) -> bool {
    let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'));
    letters && (starts_uppercase(word) || PARTICLES.contains(&word)) && !is_function_word(word)
}

fn is_function_word(word: &str) -> bool {
    matches!(word, "The" | "A" | "An" | "And" | "Of" | "In" | "On" | "For" | "From" | "Our")
}

/// Whether it begins with a capital, or a letter that has no case.
pub(crate) fn starts_uppercase(text: &str) -> bool {
    text.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
}

/// Whether it is the name of a host, such as `example.org`.
pub(crate) fn is_host(text: &str) -> bool {
    let mut labels = text.rsplit('.');
    let top = labels.next().unwrap_or_default();
    let letters = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    text.contains('.') && top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic()) && labels.all(letters)
}

/// Whether it is an address on the web and nothing else.
pub(crate) fn is_url(text: &str) -> bool {
    let rest = strip_prefix_ignore_case(text, "https://").or_else(|| strip_prefix_ignore_case(text, "http://"));
    rest.is_some_and(|rest| rest.contains('.') && !text.contains(|c: char| c.is_whitespace() || "<>\"`".contains(c)))
}

/// The sentences of a paragraph, cut where a stop is followed by a space and a capital.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices([' ', '\u{a0}']) {
        let (before, behind) = (&text[start..at], text[at..].trim_start());
        let initial = before.rsplit(char::is_whitespace).next().is_some_and(|word| word.chars().count() <= 2);
        if ends_sentence(before) && !initial && starts_uppercase(behind) {
            found.push(before.trim());
            start = at;
        }
    }
    found.push(text[start..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
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
    fn tells_names() {
        for name in ["Ada Berg", "Tomas van der Linden", "ADA BERG", "J. R. Holm", "李明"] {
            assert!(is_name(name), "{name}");
        }
        for other in ["Berg", "the harbour office", "Ada 2", "The Harbour", "一个很长的句子"] {
            assert!(!is_name(other), "{other}");
        }
    }

    #[test]
    fn tells_hosts_and_addresses() {
        assert!(is_host("harbour.example") && !is_host("J. Holm") && !is_host("v3.2"));
        assert!(is_url("https://harbour.example/a") && !is_url("see https://harbour.example"));
    }

    #[test]
    fn cuts_sentences_behind_stops() {
        assert_eq!(sentences("One ended. Two began! three"), ["One ended.", "Two began! three"]);
        assert_eq!(sentences("By J. Holm today."), ["By J. Holm today."]);
    }
}
