//! Upper and lower case of names, and whether a word can be a form of another.

use super::stem::WordStems;
use crate::model::script::primary_subtag;

/// How a name is written in a text, compared with the name itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CaseMatch {
    /// In the same case.
    Same,
    /// With a capital at its beginning, as where a sentence begins.
    Capitalized,
    /// A phrase of lower case in capitals, as in a title: `Climate Change`.
    Title,
    /// In capitals throughout.
    Capitals,
    /// An acronym written like a word: `Nato`.
    Acronym,
}

/// Minimum number of letters of a name that may be in capitals.
const MIN_CAPITALS: usize = 5;

/// Minimum number of letters of an acronym that may be written like a word.
const MIN_ACRONYM: usize = 4;

/// Compares the case of the words of a name with those of a text. `None` if they differ.
pub(super) fn compare(name: &[&str], text: &[&str]) -> Option<CaseMatch> {
    let pairs = || name.iter().zip(text);
    if name.len() != text.len() || name.is_empty() {
        return None;
    }
    if pairs().all(|(name, text)| has_same_case(name, text)) {
        return Some(CaseMatch::Same);
    }
    let letters: usize = text.iter().map(|word| word.chars().filter(|c| c.is_alphabetic()).count()).sum();
    if letters >= MIN_CAPITALS && text.iter().all(|word| !word.chars().any(char::is_lowercase)) {
        return Some(CaseMatch::Capitals);
    }
    if let ([name], [text]) = (name, text)
        && name.chars().count() >= MIN_ACRONYM
        && name.chars().all(char::is_uppercase)
        && is_capitalized(text)
    {
        return Some(CaseMatch::Acronym);
    }
    let is_first_raised = pairs().next().is_some_and(|(name, text)| is_raised(name, text));
    if is_first_raised && pairs().skip(1).all(|(name, text)| has_same_case(name, text)) {
        return Some(CaseMatch::Capitalized);
    }
    let begins_upper = text.first().is_some_and(|word| begins_upper(word));
    let is_title = name.len() > 1 && pairs().all(|(name, text)| has_same_case(name, text) || is_raised(name, text));
    (is_title && begins_upper).then_some(CaseMatch::Title)
}

/// Checks whether two words have the same letters as capitals, as far as both go.
fn has_same_case(name: &str, text: &str) -> bool {
    if name == text {
        return true;
    }
    let capitals = |word: &str| word.chars().filter(|c| c.is_uppercase()).count();
    let count = capitals(name);
    let initials = || name.chars().zip(text.chars()).take_while(|(name, _)| name.is_uppercase());
    begins_upper(name) == begins_upper(text)
        && count == capitals(text)
        && (count < 2 || initials().all(|(name, text)| name == text))
}

/// Checks whether a word of lower case is written with a capital.
fn is_raised(name: &str, text: &str) -> bool {
    !begins_upper(name) && is_capitalized(text)
}

fn is_capitalized(word: &str) -> bool {
    begins_upper(word) && !word.chars().skip(1).any(char::is_uppercase)
}

/// Checks whether a word begins with a capital.
pub(super) fn begins_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Checks whether a word of a text with the same stem can be a form of a name's word: both begin alike, and it is not derived
/// from the name, as adjectives and names of peoples are. `language` is that of the text (BCP 47).
pub(super) fn is_form(name: &str, text: &str, language: &str, stems: &WordStems) -> bool {
    if name == text {
        return true;
    }
    let (name, text) = (stems.lower_case(name), stems.lower_case(text));
    if name == text {
        return true;
    }
    let alike = name.chars().zip(text.chars()).take_while(|(name, text)| name == text).count();
    let rest: String = text.chars().skip(alike).collect();
    let is_derived = match primary_subtag(language) {
        "de" => text.strip_prefix(name.as_str()) == Some("er"),
        "hu" => text.strip_prefix(name.as_str()) == Some("i"),
        "tr" => text
            .strip_prefix(name.as_str())
            .is_some_and(|rest| matches!(rest, "li" | "lı" | "lu" | "lü" | "ce" | "ca" | "çe" | "ça")),
        "cs" | "pl" | "ru" | "sk" | "uk" => {
            ["sk", "ck", "čk", "ск", "ськ", "цьк"].iter().any(|end| rest.starts_with(end))
        }
        _ => false,
    };
    // At least three fifths of the name.
    alike * 5 >= name.chars().count() * 3 && !is_derived
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_case() {
        let of = |name: &str, text: &str| {
            compare(&name.split(' ').collect::<Vec<_>>(), &text.split(' ').collect::<Vec<_>>())
        };
        assert_eq!(of("China", "Chinas"), Some(CaseMatch::Same));
        assert_eq!(of("May", "may"), None);
        assert_eq!(of("IT", "It"), None);
        assert_eq!(of("NATO", "Nato"), Some(CaseMatch::Acronym));
        assert_eq!(of("WHO", "Who"), None, "too short");
        assert_eq!(of("climate change", "Climate change"), Some(CaseMatch::Capitalized));
        assert_eq!(of("climate change", "Climate Change"), Some(CaseMatch::Title));
        assert_eq!(of("climate change", "climate Change"), None);
        assert_eq!(of("climate change", "CLIMATE CHANGE"), Some(CaseMatch::Capitals));
        assert_eq!(of("EU", "Eu"), None);
        assert_eq!(of("OpenAI", "Openai"), None);
    }

    #[test]
    fn tells_forms_from_derived_words() {
        let is_form =
            |name: &str, text: &str, language: &str| is_form(name, text, language, &WordStems::of_language(language));
        assert!(is_form("Polska", "Polsce", "pl") && !is_form("Kitaj", "kitajski", "pl"));
        assert!(is_form("Genf", "Genfs", "de") && !is_form("Genf", "Genfer", "de"));
        assert!(
            !is_form("korona", "korjataan", "fi")
                && !is_form("India", "Indiai", "hu")
                && !is_form("Çin", "Çinli", "tr")
        );
    }
}
