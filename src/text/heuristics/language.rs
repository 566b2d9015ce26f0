//! Language detection from letter statistics, if reliable.

use whatlang::{Lang, detect};

/// Common characters that occur only in simplified or only in traditional Chinese.
const SIMPLIFIED: &str = "这们国会发时为来个学说经过还进对开关长门问见车东书马鱼鸟语话让认识记讲论设许诉该读谁调谈请";
const TRADITIONAL: &str = "這們國會發時為來個學說經過還進對開關長門問見車東書馬魚鳥語話讓認識記講論設許訴該讀誰調談請";

/// Detects the language of a text as a BCP 47 tag, or returns `None` if the result is unreliable.
pub(crate) fn detect_language(text: &str) -> Option<String> {
    let info = detect(text)?;
    if !info.is_reliable() && text.split_whitespace().count() < 200 && info.confidence() < 0.5 {
        return None;
    }
    Some(language_tag(info.lang(), text).to_owned())
}

fn language_tag(lang: Lang, text: &str) -> &'static str {
    let count = |letters: &str| text.chars().filter(|c| letters.contains(*c)).count();
    match lang {
        Lang::Cmn => match count(SIMPLIFIED).cmp(&count(TRADITIONAL)) {
            std::cmp::Ordering::Greater => "zh-Hans",
            std::cmp::Ordering::Less => "zh-Hant",
            std::cmp::Ordering::Equal => "zh",
        },
        other => TAGS.iter().find(|(lang, _)| *lang == other).map_or_else(|| other.code(), |(_, tag)| tag),
    }
}

/// Two-letter tags of languages. Other languages keep their ISO 639-3 code.
const TAGS: &[(Lang, &str)] = &[
    (Lang::Eng, "en"),
    (Lang::Rus, "ru"),
    (Lang::Spa, "es"),
    (Lang::Por, "pt"),
    (Lang::Ita, "it"),
    (Lang::Fra, "fr"),
    (Lang::Deu, "de"),
    (Lang::Ukr, "uk"),
    (Lang::Ara, "ar"),
    (Lang::Hin, "hi"),
    (Lang::Jpn, "ja"),
    (Lang::Heb, "he"),
    (Lang::Pol, "pl"),
    (Lang::Jav, "jv"),
    (Lang::Tam, "ta"),
    (Lang::Urd, "ur"),
    (Lang::Tur, "tr"),
    (Lang::Vie, "vi"),
    (Lang::Nld, "nl"),
    (Lang::Dan, "da"),
    (Lang::Swe, "sv"),
    (Lang::Fin, "fi"),
    (Lang::Nob, "nb"),
    (Lang::Ell, "el"),
    (Lang::Ces, "cs"),
    (Lang::Hun, "hu"),
    (Lang::Ron, "ro"),
    (Lang::Bul, "bg"),
    (Lang::Kor, "ko"),
    (Lang::Tha, "th"),
    (Lang::Ind, "id"),
    (Lang::Pes, "fa"),
    (Lang::Hrv, "hr"),
    (Lang::Srp, "sr"),
    (Lang::Slk, "sk"),
    (Lang::Slv, "sl"),
    (Lang::Cat, "ca"),
    (Lang::Est, "et"),
    (Lang::Lav, "lv"),
    (Lang::Lit, "lt"),
    (Lang::Ben, "bn"),
    (Lang::Kat, "ka"),
    (Lang::Hye, "hy"),
    (Lang::Aze, "az"),
    (Lang::Uzb, "uz"),
    (Lang::Mya, "my"),
    (Lang::Khm, "km"),
    (Lang::Epo, "eo"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detects_languages() {
        let english = "The ferry stopped running in the spring of that year, and nobody in the town had a plan for it.";
        assert_eq!(detect_language(english).as_deref(), Some("en"));
        assert_eq!(
            detect_language("这座桥连接了港口与对面的城市，居民们说这是几十年来的愿望。").as_deref(),
            Some("zh-Hans")
        );
        assert_eq!(
            detect_language("這座橋連接了港口與對面的城市，居民們說這是幾十年來的願望。").as_deref(),
            Some("zh-Hant")
        );
        assert_eq!(detect_language(""), None);
    }
}
