//! Names that are ordinary words, too: at the beginning of a sentence a capital letter does not tell them apart.

use crate::model::script::primary_subtag;

const WORDS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "apple", "block", "box", "brown", "bush", "cook", "fox", "gap", "grant", "may", "march", "mercury", "meta",
            "nature", "oracle", "orange", "polish", "rice", "science", "shell", "signal", "slack", "square", "stripe",
            "target", "time", "turkey", "visa", "will",
        ],
    ),
    ("de", &["meta", "orange", "union", "visa", "welt", "zeit"]),
    ("fr", &["meta", "monde", "nature", "orange", "visa"]),
    ("es", &["meta", "visa", "nación", "mundo"]),
    ("it", &["mali", "meta", "visa", "stampa"]),
    ("pt", &["meta", "visa", "mali"]),
    ("nl", &["meta", "visa"]),
    ("pl", &["czad", "indie", "meta", "polityka"]),
    ("cs", &["meta", "právo"]),
    ("ru", &["чад", "мир", "правда"]),
    ("uk", &["чад", "мир", "правда"]),
    ("tr", &["gine", "mali", "meta"]),
];

/// Checks whether a word in lower case is an ordinary word of a language (BCP 47).
pub(super) fn is_ordinary(word: &str, language: &str) -> bool {
    let primary = primary_subtag(language);
    WORDS.iter().any(|(of, words)| *of == primary && words.contains(&word))
}
