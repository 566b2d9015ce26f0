//! Stems of inflected words, by language.

use super::forms::{self, FormRules, is_vowel};
use crate::model::script::primary_subtag;
use snowball_stemmers_rs::{Algorithm, Stemmer};
use std::borrow::Cow;

/// Reduces the words of one language to stems: the forms of a word have the same one.
pub(super) struct WordStems {
    ending_rules: EndingRules,
    form_rules: FormRules,
    stemmer: Option<Stemmer>,
}

/// What is done with the result of the stemmer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EndingRules {
    /// No stemmer: words do not change.
    Uninflected,
    /// No stemmer: English plurals.
    English,
    /// A genitive ending behind a vowel is removed.
    Germanic,
    /// Final vowels are removed.
    Vowels,
    /// Final vowels and case endings are removed, and consonants that change before an ending are made equal.
    Slavic,
}

impl WordStems {
    /// Prepares the stems of a language (BCP 47).
    pub(super) fn of_language(language: &str) -> WordStems {
        use EndingRules::{English, Germanic, Slavic, Uninflected, Vowels};
        let primary = primary_subtag(language);
        let (ending_rules, algorithm) = match primary {
            "en" => (English, None),
            "da" => (Germanic, Some(Algorithm::Danish)),
            "de" => (Germanic, Some(Algorithm::German)),
            "nl" => (Germanic, Some(Algorithm::Dutch)),
            "no" | "nb" | "nn" => (Germanic, Some(Algorithm::Norwegian)),
            "sv" => (Germanic, Some(Algorithm::Swedish)),
            "ca" => (Vowels, Some(Algorithm::Catalan)),
            "el" => (Vowels, Some(Algorithm::Greek)),
            "es" => (Vowels, Some(Algorithm::Spanish)),
            "et" => (Vowels, Some(Algorithm::Estonian)),
            "fi" => (Vowels, Some(Algorithm::Finnish)),
            "fr" => (Vowels, Some(Algorithm::French)),
            "hu" => (Vowels, Some(Algorithm::Hungarian)),
            "it" => (Vowels, Some(Algorithm::Italian)),
            "lt" => (Vowels, Some(Algorithm::Lithuanian)),
            "pt" => (Vowels, Some(Algorithm::Portuguese)),
            "ro" => (Vowels, Some(Algorithm::Romanian)),
            "tr" => (Vowels, Some(Algorithm::Turkish)),
            "cs" | "sk" => (Slavic, Some(Algorithm::Czech)),
            "pl" => (Slavic, Some(Algorithm::Polish)),
            "ru" => (Slavic, Some(Algorithm::Russian)),
            "sr" | "hr" | "bs" => (Slavic, Some(Algorithm::Serbian)),
            "uk" => (Slavic, Some(Algorithm::Ukrainian)),
            _ => (Uninflected, None),
        };
        WordStems { ending_rules, form_rules: FormRules::of_language(primary), stemmer: algorithm.map(Stemmer::create) }
    }

    /// Converts a word to lower case.
    pub(super) fn lower_case(&self, word: &str) -> String {
        if self.form_rules == FormRules::Turkish {
            return word.replace('I', "ı").replace('İ', "i").to_lowercase();
        }
        let lower = word.to_lowercase();
        if lower.contains('ё') { lower.replace('ё', "е") } else { lower }
    }

    /// Whether only the last word of a name is inflected.
    pub(super) fn inflects_last_word_only(&self) -> bool {
        matches!(self.form_rules, FormRules::Turkish | FormRules::Hungarian)
    }

    /// Returns the stems that the forms of a word in lower case have, its own first.
    pub(super) fn stems_of_forms(&self, word: &str) -> Vec<String> {
        let mut stems = vec![self.stem(word).into_owned()];
        for form in forms::examples(word, self.form_rules) {
            let stem = self.stem(&form).into_owned();
            if !stems.contains(&stem) {
                stems.push(stem);
            }
        }
        stems
    }

    /// Returns the stem of a word in lower case.
    pub(super) fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        if word.chars().count() < 4 || word.bytes().any(|byte| byte.is_ascii_digit()) {
            return Cow::Borrowed(word);
        }
        let stem = self.stemmer.as_ref().map_or(Cow::Borrowed(word), |stemmer| stemmer.stem(word));
        match self.ending_rules {
            EndingRules::Uninflected => stem,
            EndingRules::English => Cow::Borrowed(singular(word)),
            EndingRules::Germanic => Cow::Owned(without_genitive(&stem).to_owned()),
            EndingRules::Vowels => Cow::Owned(without_final_vowels(&stem).to_owned()),
            EndingRules::Slavic => Cow::Owned(slavic_stem(&stem)),
        }
    }

    /// Whether a genitive or plural `s` can be added to acronyms and short names: `SAPs`, `Mays`.
    pub(super) fn adds_s(&self) -> bool {
        matches!(self.ending_rules, EndingRules::Germanic)
    }
}

/// Removes the ending of an English plural.
fn singular(word: &str) -> &str {
    let Some(stem) = word.strip_suffix('s').filter(|stem| !stem.ends_with(['s', 'u', 'i'])) else { return word };
    let is_sibilant = |stem: &&str| ["x", "ch", "sh"].iter().any(|end| stem.ends_with(end));
    stem.strip_suffix('e').filter(is_sibilant).unwrap_or(stem)
}

/// Removes the `s` that the stemmers leave behind a vowel: `chinas`.
fn without_genitive(stem: &str) -> &str {
    stem.strip_suffix('s').filter(|stem| stem.ends_with(is_vowel) && stem.chars().count() > 3).unwrap_or(stem)
}

fn without_final_vowels(stem: &str) -> &str {
    let shorter = stem.trim_end_matches(is_vowel);
    if shorter.chars().count() >= 2 { shorter } else { stem }
}

fn slavic_stem(stem: &str) -> String {
    const ENDINGS: [&str; 16] =
        ["ami", "ами", "ach", "ech", "ów", "om", "em", "ам", "ах", "ом", "ем", "ов", "ів", "ям", "ях", "ою"];
    let stem = without_final_vowels(stem);
    let shorter = ENDINGS.iter().find_map(|ending| stem.strip_suffix(ending).filter(|stem| stem.chars().count() >= 3));
    let stem = without_final_vowels(shorter.unwrap_or(stem));
    if let Some(head) = stem.strip_suffix("cz") {
        return format!("{head}k");
    }
    let Some((at, last)) = stem.char_indices().next_back() else { return String::new() };
    let last = match last {
        'c' | 'č' => 'k',
        'ц' | 'ч' => 'к',
        'z' | 'ž' | 'g' => 'h',
        'з' | 'ж' => 'г',
        'с' | 'ш' => 'х',
        'ł' => 'l',
        'ń' | 'ň' => 'n',
        'ś' | 'š' => 's',
        'ř' => 'r',
        'ć' | 'ť' => 't',
        'ď' => 'd',
        last => last,
    };
    format!("{}{last}", &stem[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (language, forms) in [
            ("en", vec!["semiconductor", "semiconductors"]),
            ("en", vec!["tax", "taxes"]),
            ("de", vec!["europäische", "europäischen", "europäischer"]),
            ("de", vec!["china", "chinas"]),
            ("pl", vec!["polska", "polsce", "polskę", "polski"]),
            ("pl", vec!["europejska", "europejskiej", "europejską"]),
            ("cs", vec!["praha", "prahy", "praze", "prahou"]),
            ("ru", vec!["китай", "китая", "китаю", "китаем"]),
            ("uk", vec!["союз", "союзу", "союзі"]),
        ] {
            let stems = WordStems::of_language(language);
            let of = |word: &str| stems.stem(word).into_owned();
            assert!(
                forms.iter().all(|form| of(form) == of(forms[0])),
                "{forms:?}: {:?}",
                forms.iter().map(|w| of(w)).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn examples_of_forms_reach_the_stems_of_agglutinative_languages() {
        for (language, word, form) in [
            ("fi", "meksiko", "meksikossa"),
            ("fi", "irlanti", "irlannissa"),
            ("fi", "tekoälyasetus", "tekoälyasetuksen"),
            ("hu", "kína", "kínában"),
            ("tr", "birliği", "birliği'nin"),
            ("tr", "aşı", "aşının"),
            ("pl", "szczepionka", "szczepionek"),
        ] {
            let stems = WordStems::of_language(language);
            let form = form.split('\'').next().unwrap_or_default();
            assert!(stems.stems_of_forms(word).contains(&stems.stem(form).into_owned()), "{word} {form}");
        }
    }

    #[test]
    fn short_words_and_numbers_stay() {
        let stems = WordStems::of_language("ru");
        assert_eq!((&*stems.stem("оон"), &*stems.stem("g20s")), ("оон", "g20s"));
        assert_eq!(WordStems::of_language("tr").lower_case("HİNDİSTAN"), "hindistan");
    }
}
