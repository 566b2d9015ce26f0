//! Checks whether a text may name something, where a wrong "no" would mislead.
//!
//! The matcher decides where a name is meant, and misses rare forms. A note that a text does *not* name something needs
//! more care: a word with the same beginning is enough here.

use super::normalized::NormalizedText;

use crate::model::script::is_unspaced;

/// Maximum number of letters of a name for which a word in lower case is no sign.
const MAX_SHORT_WORD: usize = 5;

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

    /// Checks whether the words of a name may occur, each with another ending or as the beginning of a compound. A short
    /// word, which can be an ordinary one, needs its capital: `a plan` does not name the *Plan*.
    pub(crate) fn may_name(&self, name: &str) -> bool {
        if name.contains(is_unspaced) {
            return self.unspaced.contains(&without_spaces(name));
        }
        let name: Vec<String> = words(name).collect();
        let needs_capital = match &name[..] {
            [word] => word.starts_with(char::is_uppercase) && word.chars().count() <= MAX_SHORT_WORD,
            _ => false,
        };
        let is_there = |window: &[String]| {
            let has_case = !needs_capital || window[0].starts_with(char::is_uppercase);
            has_case && name.iter().zip(window).all(is_similar)
        };
        !name.is_empty() && self.words.windows(name.len()).any(is_there)
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
    let text = NormalizedText::new(text).text;
    let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
    words.into_iter().filter(|word| !word.is_empty())
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
        ] {
            assert!(may_name(text, name), "{text}");
        }
        for (text, name) in [
            ("a European city", "European Union"),
            ("", "EU"),
            ("the matter", "March"),
            ("a plan", "Plan"),
            ("中", "中国"),
        ] {
            assert!(!may_name(text, name), "{text}");
        }
    }
}
