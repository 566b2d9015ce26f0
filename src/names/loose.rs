//! Checks whether a text may name something, where a wrong "no" would mislead.
//!
//! The matcher decides where a name is meant, and misses rare forms. A note that a text does *not* name something needs
//! more care: a word with the same beginning is enough here.

use super::normalized::NormalizedText;
use crate::model::script::is_unspaced;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Maximum number of letters of a name for which a word in lower case is no sign.
const MAX_SHORT_WORD: usize = 5;

/// Maximum number of words of a text that a name of fewer words can be written as: `G 20` for `G20`.
const MAX_SPLIT_WORDS: usize = 3;

/// Forms of companies, which texts leave out, in lower case.
const COMPANY_FORMS: [&str; 18] = [
    "inc", "ltd", "llc", "corp", "co", "plc", "gmbh", "ag", "se", "kg", "sa", "sas", "spa", "nv", "bv", "oy", "ab",
    "limited",
];

/// Words of a text, in which names are looked for without regard to case, endings and compounds.
#[derive(Debug)]
pub(crate) struct LooseText {
    words: Vec<String>,
    /// The text without spaces, for scripts without spaces; empty if it has no such letter.
    unspaced: String,
}

impl LooseText {
    /// Reads the passages of a text.
    pub(crate) fn new<'t>(passages: impl IntoIterator<Item = &'t str>) -> LooseText {
        let mut loose = LooseText { words: Vec::new(), unspaced: String::new() };
        for passage in passages {
            loose.words.extend(words(passage));
            if passage.contains(is_unspaced) {
                loose.unspaced.push_str(&without_spaces(passage));
                loose.unspaced.push('\n');
            }
        }
        loose
    }

    /// Checks whether the words of a name may occur, each with another ending or as the beginning of a compound, written with
    /// a space, a hyphen or solid, and with or without accents. A short word, which can be an ordinary one, needs its
    /// capital: `a plan` does not name the *Plan*. Of a name with another in brackets, `World Trade Organization (WTO)`, one
    /// is enough.
    pub(crate) fn may_name(&self, name: &str) -> bool {
        if name.contains(is_unspaced) {
            return self.unspaced.contains(&without_spaces(name));
        }
        let (outer, inner) = split_brackets(name);
        self.may_have(outer) || inner.is_some_and(|inner| self.may_have(inner))
    }

    fn may_have(&self, name: &str) -> bool {
        let mut name: Vec<String> = words(name).collect();
        while name.len() > 1 && name.last().is_some_and(|last| COMPANY_FORMS.contains(&&*last.to_lowercase())) {
            name.pop();
        }
        let needs_capital = match &name[..] {
            [word] => word.starts_with(char::is_uppercase) && word.chars().count() <= MAX_SHORT_WORD,
            _ => false,
        };
        let is_there = |window: &[String]| {
            let has_case = !needs_capital || window[0].starts_with(char::is_uppercase);
            has_case && name.iter().zip(window).all(is_similar)
        };
        !name.is_empty() && (self.words.windows(name.len()).any(is_there) || self.has_other_spelling(&name))
    }

    /// Checks whether the words of a name occur divided in another way: `G-20` for `G20`, one word for two.
    fn has_other_spelling(&self, name: &[String]) -> bool {
        let solid = name.concat();
        let begins_upper = solid.starts_with(char::is_uppercase);
        let solid = solid.to_lowercase();
        let is_divided = name.len() > 1 || solid.contains(|c: char| c.is_ascii_digit());
        let most = name.len().max(MAX_SPLIT_WORDS);
        let begins = |at: usize| {
            let window = &self.words[at..self.words.len().min(at + most)];
            let has_case = !begins_upper || window[0].starts_with(char::is_uppercase);
            let mut rest = &*solid;
            for word in window.iter().filter(|_| has_case) {
                let word = word.to_lowercase();
                if word.starts_with(rest) && (word == rest || !rest.ends_with(|c: char| c.is_ascii_digit())) {
                    return true;
                }
                let Some(shorter) = rest.strip_prefix(&*word) else { return false };
                rest = shorter;
            }
            false
        };
        is_divided && (0..self.words.len()).any(begins)
    }
}

/// Splits a name from another one in brackets at its end: `World Trade Organization (WTO)`.
fn split_brackets(name: &str) -> (&str, Option<&str>) {
    let inner = name.trim_end().strip_suffix(')').and_then(|name| name.rsplit_once('('));
    match inner {
        Some((outer, inner)) if outer.contains(char::is_alphanumeric) => (outer, Some(inner)),
        _ => (name, None),
    }
}

/// Checks whether a word begins with most letters of a word of a name: `Praze` for `Praha`, `Coronaregeln` for `Corona`.
fn is_similar((name, word): (&String, &String)) -> bool {
    let (name, word) = (name.to_lowercase(), word.to_lowercase());
    let length = name.chars().count();
    let common = name.chars().zip(word.chars()).take_while(|(one, other)| one == other).count();
    let needed = if length <= 3 { length } else { (length * 3).div_ceil(5) };
    common >= needed
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let text = without_accents(&NormalizedText::new(text).text);
    let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
    words.into_iter().filter(|word| !word.is_empty())
}

/// Removes the marks of Latin letters, which some texts and names leave out.
fn without_accents(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let folded = text.nfd().filter(|c| !is_combining_mark(*c));
    let plain = folded.map(|c| match c {
        'ł' => 'l',
        'Ł' => 'L',
        'ø' => 'o',
        'Ø' => 'O',
        'ı' => 'i',
        'đ' => 'd',
        'Đ' => 'D',
        other => other,
    });
    plain.collect()
}

fn without_spaces(text: &str) -> String {
    NormalizedText::new(text).text.to_lowercase().split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_endings_compounds_and_any_case() {
        let may_name = |text: &str, name: &str| LooseText::new([text]).may_name(name);
        for (text, name) in [
            ("v Praze dnes", "Praha"),
            ("die CORONAREGELN", "Corona"),
            ("der Europäischen Union", "Europäische Union"),
            ("non-EU states", "EU"),
            ("发展中国家", "中国"),
            ("New\u{a0}York", "New York"),
            ("die Datenschutzgrundverordnung gilt", "Datenschutz-Grundverordnung"),
            ("der G-20-Gipfel", "G20"),
            ("the G 20 met", "G20"),
            ("at COP 30", "COP30"),
            ("at COP30", "COP 30"),
            ("the WTO says", "World Trade Organization (WTO)"),
            ("the World Trade Organization", "World Trade Organization (WTO)"),
            ("International Business Machines said", "International Business Machines, Inc."),
            ("Les Etats-Unis", "États-Unis"),
            ("president Erdogan", "Erdoğan"),
        ] {
            assert!(may_name(text, name), "{text}");
        }
        for (text, name) in [
            ("a European city", "European Union"),
            ("", "EU"),
            ("the matter", "March"),
            ("a plan", "Plan"),
            ("中", "中国"),
            ("in G 200", "G20"),
            ("the world trade", "World Trade Organization (WTO)"),
            ("ag", "Ag"),
        ] {
            assert!(!may_name(text, name), "{text}");
        }
    }
}
