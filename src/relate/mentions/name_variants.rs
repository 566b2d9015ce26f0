//! Spelling variants of names.

use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// Spelling of a name in a text.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NameVariant {
    pub(super) text: String,
    /// True if the first letter was capitalized for the beginning of a sentence.
    pub(super) capitalized: bool,
}

/// Returns all variants of a name: straight and typographic quotation marks, composed and decomposed letters, with and
/// without a capital. Empty for names of fewer than two characters.
pub(super) fn name_variants(name: &str) -> BTreeSet<NameVariant> {
    let straight = crate::relate::index::name_key(name);
    if straight.chars().nth(1).is_none() {
        return BTreeSet::new();
    }
    let typographic = typographic(&straight);
    let spellings = [straight, typographic, name.trim().to_owned()].into_iter().flat_map(|text| {
        let capital = capitalized(&text).map(|text| NameVariant { text, capitalized: true });
        std::iter::once(NameVariant { text, capitalized: false }).chain(capital)
    });
    spellings
        .flat_map(|NameVariant { text, capitalized }| {
            let decomposed = NameVariant { text: text.nfd().collect(), capitalized };
            [NameVariant { text, capitalized }, decomposed]
        })
        .collect()
}

// Follows smart punctuation: a mark opens at the beginning and after a space or bracket.
fn typographic(text: &str) -> String {
    let mut previous = ' ';
    let curl = |c: char| {
        let opens = previous.is_whitespace() || matches!(previous, '(' | '[' | '-' | '–' | '—' | '/' | '“' | '‘');
        let curled = match (c, opens) {
            ('"', true) => '“',
            ('"', false) => '”',
            ('\'', true) => '‘',
            ('\'', false) => '’',
            _ => c,
        };
        previous = curled;
        curled
    };
    text.chars().map(curl).collect()
}

fn capitalized(text: &str) -> Option<String> {
    let at = text.find(|c: char| !matches!(c, '"' | '\'' | '“' | '‘'))?;
    let first = text[at..].chars().next().filter(|c| c.is_lowercase())?;
    let (marks, rest) = (&text[..at], &text[at + first.len_utf8()..]);
    Some(format!("{marks}{}{rest}", first.to_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(name: &str) -> Vec<String> {
        name_variants(name).into_iter().map(|variant| variant.text).collect()
    }

    #[test]
    fn has_one_variant_for_plain_name() {
        assert_eq!(texts("Pax Silica"), ["Pax Silica"]);
        assert_eq!(texts("x"), Vec::<String>::new());
    }

    #[test]
    fn curls_quotation_marks() {
        assert_eq!(texts("\"AI+\" initiative"), ["\"AI+\" initiative", "“AI+” initiative"]);
        assert_eq!(texts("China’s plan"), ["China's plan", "China’s plan"]);
    }

    #[test]
    fn adds_capitals_and_decomposed_forms() {
        assert_eq!(texts("open source"), ["Open source", "open source"]);
        assert_eq!(texts("Café"), ["Cafe\u{301}", "Café"]);
    }
}
