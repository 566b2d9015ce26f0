//! Tells translations from changed quotations: words that do not occur in a text are a translation if they are in another
//! language than the text, whatever the language of the page.
//!
//! 1. Script: words in a script that the text hardly uses are a translation.
//! 2. Shared words: if half of the words stand together in one passage, somebody changed them.
//! 3. Language: of the text's language and the page's, the one that the letters of the words resemble more.

use super::haystack::Haystack;
use crate::model::Text;
use crate::model::script::{is_cjk_letter, is_hangul};
use whatlang::{Detector, Lang};

/// Share of words in one passage from which on they are a changed quotation.
const CHANGED_SHARE: f64 = 0.5;

/// Share of a text's letters in a script from which on the text uses it.
const SCRIPT_SHARE: f64 = 0.2;

/// Number of letters of a text whose scripts are counted.
const SAMPLE_LETTERS: usize = 20_000;

/// Share of words anywhere in the text from which on unreliable statistics of letters do not count.
const VOCABULARY_SHARE: f64 = 0.4;

/// Checks whether words that do not occur in a text are a translation. They are given as written and folded. `languages` are those of the text and of the page
/// (BCP 47); `None` if unknown.
pub(super) fn is_translation(
    words: &str,
    folded_words: &str,
    (haystack, text): (&Haystack, &Text),
    languages: [Option<&str>; 2],
) -> bool {
    let Some(script) = main_script(words) else { return false };
    if script_share(text, script) < SCRIPT_SHARE {
        return true;
    }
    let (in_passage, anywhere) = haystack.word_shares(folded_words);
    in_passage < CHANGED_SHARE && is_other_language(words, text, languages, anywhere)
}

/// Compares the languages; `known` is the share of the words that occur anywhere in the text.
fn is_other_language(words: &str, text: &Text, languages: [Option<&str>; 2], known: f64) -> bool {
    let [of_text, of_page] = languages.map(|tag| tag.and_then(language));
    let Some(of_text) = of_text.or_else(|| detect_text(text)) else { return false };
    let of_page = of_page.filter(|page| *page != of_text);
    if let Some(of_page) = of_page {
        let detected = Detector::with_allowlist(vec![of_text, of_page]).detect(words);
        return detected.is_some_and(|info| info.lang() == of_page) && known < VOCABULARY_SHARE;
    }
    let detected = Detector::new().detect(words);
    detected.is_some_and(|info| info.lang() != of_text && info.is_reliable()) && known < VOCABULARY_SHARE
}

fn detect_text(text: &Text) -> Option<Lang> {
    let sample: String = text.passages.iter().take(20).flat_map(|block| [block.words.as_str(), " "]).collect();
    Detector::new().detect_lang(&sample)
}

/// Returns the language of a tag; whatlang names languages by three letters.
fn language(tag: &str) -> Option<Lang> {
    let primary = tag.split('-').next()?.to_ascii_lowercase();
    let by_tag = LANGUAGES.iter().find(|(known, _)| *known == primary).map(|(_, lang)| *lang);
    by_tag.or_else(|| Lang::from_code(primary))
}

/// Languages with two-letter tags.
const LANGUAGES: [(&str, Lang); 46] = [
    ("af", Lang::Afr),
    ("ar", Lang::Ara),
    ("az", Lang::Aze),
    ("be", Lang::Bel),
    ("bg", Lang::Bul),
    ("bn", Lang::Ben),
    ("ca", Lang::Cat),
    ("cs", Lang::Ces),
    ("da", Lang::Dan),
    ("de", Lang::Deu),
    ("el", Lang::Ell),
    ("en", Lang::Eng),
    ("es", Lang::Spa),
    ("et", Lang::Est),
    ("fa", Lang::Pes),
    ("fi", Lang::Fin),
    ("fr", Lang::Fra),
    ("he", Lang::Heb),
    ("hi", Lang::Hin),
    ("hr", Lang::Hrv),
    ("hu", Lang::Hun),
    ("hy", Lang::Hye),
    ("id", Lang::Ind),
    ("it", Lang::Ita),
    ("ja", Lang::Jpn),
    ("ka", Lang::Kat),
    ("ko", Lang::Kor),
    ("la", Lang::Lat),
    ("lt", Lang::Lit),
    ("lv", Lang::Lav),
    ("mk", Lang::Mkd),
    ("nb", Lang::Nob),
    ("no", Lang::Nob),
    ("nl", Lang::Nld),
    ("pl", Lang::Pol),
    ("pt", Lang::Por),
    ("ro", Lang::Ron),
    ("ru", Lang::Rus),
    ("sk", Lang::Slk),
    ("sl", Lang::Slv),
    ("sr", Lang::Srp),
    ("sv", Lang::Swe),
    ("tr", Lang::Tur),
    ("uk", Lang::Ukr),
    ("vi", Lang::Vie),
    ("zh", Lang::Cmn),
];

/// Group of scripts that are not mixed within a language.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Indic,
    Hangul,
    Cjk,
    Other,
}

fn script_of(c: char) -> Option<Script> {
    if !c.is_alphabetic() {
        return None;
    }
    Some(match c {
        '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{ff21}'..='\u{ff5a}' => Script::Latin,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Greek,
        '\u{400}'..='\u{52f}' => Script::Cyrillic,
        '\u{590}'..='\u{5ff}' => Script::Hebrew,
        '\u{600}'..='\u{8ff}' | '\u{fb50}'..='\u{feff}' => Script::Arabic,
        '\u{900}'..='\u{dff}' => Script::Indic,
        c if is_hangul(c) => Script::Hangul,
        c if is_cjk_letter(c) => Script::Cjk,
        _ => Script::Other,
    })
}

/// Returns the script of most letters.
fn main_script(text: &str) -> Option<Script> {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for script in text.chars().filter_map(script_of) {
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(script, _)| script)
}

#[expect(clippy::cast_precision_loss, reason = "counts of letters are far below the limit")]
fn script_share(text: &Text, script: Script) -> f64 {
    let letters = text.passages.iter().flat_map(|block| block.words.chars()).filter_map(script_of).take(SAMPLE_LETTERS);
    let (mut of_script, mut all) = (0_usize, 0_usize);
    for letter in letters {
        all += 1;
        of_script += usize::from(letter == script);
    }
    of_script as f64 / all.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::super::fold::folded;
    use super::super::haystack::tests::text;
    use super::*;

    const GERMAN: [&str; 2] = [
        "Der Rat der Stadt stimmte am Abend für die neue Brücke über den Fluss, und die Fähren fahren weiter.",
        "Niemand weiß, wann die Arbeiten beginnen und wer sie bezahlen wird.",
    ];

    fn is_translation(words: &str, source: (&Haystack, &Text), languages: [Option<&str>; 2]) -> bool {
        super::is_translation(words, &folded(words), source, languages)
    }

    #[test]
    fn finds_changed_words_in_language_of_text() {
        let text = text(&GERMAN);
        let haystack = Haystack::new(&text);
        for words in
            ["Der Rat der Stadt stimmte am Zebra für", "wann die Arbeiten enden", "Die Bürger sind dagegen und müde"]
        {
            assert!(!is_translation(words, (&haystack, &text), [Some("de"), Some("en")]), "{words}");
            assert!(!is_translation(words, (&haystack, &text), [None, Some("de")]), "{words}");
        }
    }

    #[test]
    fn recognizes_translations() {
        let german = text(&GERMAN);
        let haystack = Haystack::new(&german);
        for words in ["The council voted for the new bridge in the evening", "nobody knows when the works will begin"] {
            assert!(is_translation(words, (&haystack, &german), [Some("de"), Some("en")]), "{words}");
            assert!(is_translation(words, (&haystack, &german), [None, Some("en")]), "{words}");
        }
        let chinese = text(&["渡轮每天早上都坐满了人。没有人知道该怎么办。"]);
        let haystack = Haystack::new(&chinese);
        assert!(is_translation("the ferries are full", (&haystack, &chinese), [Some("zh-Hans"), Some("en")]));
        assert!(!is_translation("渡轮每天晚上都坐满了人", (&haystack, &chinese), [Some("zh-Hans"), Some("en")]));
        assert!(!is_translation("1,200", (&haystack, &chinese), [Some("zh-Hans"), Some("en")]), "no letters");
    }
}
