//! Examples of inflected forms, for languages in which a stemmer does not reduce all forms of a name to the stem of the name.

/// Rules by which forms are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormRules {
    /// The stemmer suffices.
    NotNeeded,
    /// Finnish, with weak grades of consonants.
    Finnish,
    /// Hungarian.
    Hungarian,
    /// Polish, with softened consonants.
    Polish,
    /// Turkish.
    Turkish,
}

impl FormRules {
    /// Returns the rules of a language, by its primary subtag.
    pub(super) fn of_language(primary: &str) -> FormRules {
        match primary {
            "fi" => FormRules::Finnish,
            "hu" => FormRules::Hungarian,
            "pl" => FormRules::Polish,
            "tr" => FormRules::Turkish,
            _ => FormRules::NotNeeded,
        }
    }
}

/// Returns examples of the forms of a word in lower case.
pub(super) fn examples(word: &str, rules: FormRules) -> Vec<String> {
    let (bases, endings): (Vec<String>, &[&str]) = match rules {
        FormRules::NotNeeded => return Vec::new(),
        FormRules::Finnish => (finnish_bases(word), &["n", "ssa", "sta", "lle", "lla", "a", "t", "jen"]),
        FormRules::Hungarian => (
            with_other_ends(word, &[("a", "á"), ("e", "é")]),
            &["t", "ban", "ben", "nak", "nek", "val", "vel", "ból", "ből", "ra", "re", "hoz", "ot", "et"],
        ),
        FormRules::Polish => (
            with_other_ends(word, &[("t", "ci"), ("d", "dzi"), ("r", "rz"), ("ł", "l"), ("ka", "ek"), ("ko", "ek")]),
            &["", "e", "u", "a", "em"],
        ),
        FormRules::Turkish => (
            with_other_ends(word, &[("k", "ğ"), ("t", "d"), ("p", "b"), ("ç", "c")]),
            &[
                "nin", "nın", "nun", "nün", "in", "ın", "un", "ün", "ya", "ye", "da", "de", "dan", "den", "lar", "ler",
                "a", "e", "la", "le", "ne", "nda", "nde",
            ],
        ),
    };
    bases.iter().flat_map(|base| endings.iter().map(move |ending| format!("{base}{ending}"))).collect()
}

/// Returns a word, and the word with each of the other ends that apply.
fn with_other_ends(word: &str, ends: &[(&str, &str)]) -> Vec<String> {
    let others = ends.iter().filter_map(|(end, other)| Some(format!("{}{other}", word.strip_suffix(end)?)));
    std::iter::once(word.to_owned()).chain(others).collect()
}

/// Returns the bases to which Finnish endings are attached.
fn finnish_bases(word: &str) -> Vec<String> {
    const ENDS: [(&str, &str); 10] = [
        ("us", "ukse"),
        ("us", "ude"),
        ("os", "okse"),
        ("ys", "ykse"),
        ("nen", "se"),
        ("in", "ime"),
        ("i", "e"),
        ("t", ""),
        ("e", "ee"),
        ("as", "aa"),
    ];
    /// Strong grades of the last consonants with their weak ones.
    const GRADES: [(&str, &str); 12] = [
        ("kk", "k"),
        ("pp", "p"),
        ("tt", "t"),
        ("nk", "ng"),
        ("nt", "nn"),
        ("lt", "ll"),
        ("rt", "rr"),
        ("mp", "mm"),
        ("ht", "hd"),
        ("t", "d"),
        ("p", "v"),
        ("k", ""),
    ];
    let mut bases = with_other_ends(word, &ENDS);
    let consonants = word.trim_end_matches(is_vowel);
    let vowels = &word[consonants.len()..];
    let weak =
        GRADES.iter().find_map(|(strong, weak)| Some(format!("{}{weak}{vowels}", consonants.strip_suffix(strong)?)));
    bases.extend(weak.filter(|_| !vowels.is_empty()));
    bases
}

/// Checks whether a letter is a vowel, in Latin or Cyrillic script.
pub(super) fn is_vowel(c: char) -> bool {
    matches!(
        c,
        'a' | 'e'
            | 'i'
            | 'o'
            | 'u'
            | 'y'
            | 'j'
            | 'á'
            | 'é'
            | 'í'
            | 'ó'
            | 'ú'
            | 'ý'
            | 'à'
            | 'è'
            | 'ì'
            | 'ò'
            | 'ù'
            | 'ä'
            | 'ö'
            | 'ü'
            | 'ő'
            | 'ű'
            | 'ı'
            | 'â'
            | 'ą'
            | 'ę'
            | 'ě'
            | 'ů'
            | 'а'
            | 'е'
            | 'ё'
            | 'и'
            | 'й'
            | 'о'
            | 'у'
            | 'ы'
            | 'ь'
            | 'э'
            | 'ю'
            | 'я'
            | 'і'
            | 'ї'
            | 'є'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_forms() {
        let has =
            |word: &str, rules: FormRules, form: &str| examples(word, rules).iter().any(|example| example == form);
        assert!(has("helsinki", FormRules::Finnish, "helsingissa"));
        assert!(has("asetus", FormRules::Finnish, "asetuksen"));
        assert!(has("kína", FormRules::Hungarian, "kínában"));
        assert!(has("zekâ", FormRules::Turkish, "zekânın"));
        assert!(has("ład", FormRules::Polish, "ładzie"));
        assert!(examples("china", FormRules::NotNeeded).is_empty());
    }
}
