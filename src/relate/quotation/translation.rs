//! Tells translations from changed or invented quotations: words that do not occur in a text are a translation only if they
//! are certainly in another language than the text, whatever the language of the page.
//!
//! 1. Shared words: if half of the words stand together in one passage, somebody changed them.
//! 2. Script: names in Latin letters occur in all scripts, so words are in the first other script that they use; in one
//!    that the text hardly uses they are a translation. Chinese and Japanese are told apart by kana and by characters that
//!    only one of them has.
//! 3. Function words: words of one script are a translation if they have more function words of another language than of
//!    the text's, and their letters resemble that language more. Names, nouns and headlines without function words could be
//!    the text's own.
//! 4. Languages without a list of function words: the statistics of letters have to be reliable.

use super::function_words::{count_function_words, has_function_words, is_written_in, of_script};
use super::haystack::Haystack;
use crate::model::Text;
use crate::model::script::{is_cjk_letter, is_hangul, primary_subtag};
use whatlang::{Detector, Lang};

/// Share of words in one passage from which on they are a changed quotation.
const CHANGED_SHARE: f64 = 0.5;

/// Share of a text's letters in a script from which on the text uses it.
const SCRIPT_SHARE: f64 = 0.2;

/// Number of letters of a text whose scripts are counted.
const SAMPLE_LETTERS: usize = 20_000;

/// Share of words anywhere in the text from which on a difference of languages is not certain.
const VOCABULARY_SHARE: f64 = 0.4;

/// Number of words from which on statistics of letters are evidence by themselves.
const STATISTICS_WORDS: usize = 4;

/// Checks whether words that do not occur in a text are a translation. They are given as written and folded. `languages`
/// are those of the text and of the page (BCP 47); `None` if unknown.
pub(super) fn is_translation(
    words: &str,
    folded_words: &str,
    (haystack, text): (&Haystack, &Text),
    languages: [Option<&str>; 2],
) -> bool {
    let Some(script) = main_script(words) else { return false };
    if haystack.text().trim().is_empty() {
        return false;
    }
    let [stated, of_page] = languages.map(|tag| tag.and_then(language));
    let detected = haystack.language(|| detect_text(text));
    let own: Vec<Lang> = stated.into_iter().chain(detected).collect();
    let is_known = |language: Lang| own.contains(&language);
    let mixed = script != Script::Latin && own.iter().any(|own| count_function_words(words, *own, &[]) > 0);
    if script_share(text, script) < SCRIPT_SHARE && !mixed {
        return !(script == Script::Cjk && is_known(Lang::Kor) && can_be_hanja(words, of_page));
    }
    if is_sentence_around(words, script, &own, of_page) {
        return true;
    }
    let (in_passage, known) = haystack.word_shares(folded_words);
    if in_passage >= CHANGED_SHARE || known >= VOCABULARY_SHARE {
        return false;
    }
    match script {
        Script::Cjk => is_other_cjk_language(words, text),
        Script::Latin | Script::Cyrillic => {
            let candidates = of_page.into_iter().chain(of_script(script == Script::Cyrillic));
            let mut others =
                candidates.filter(|other| !is_known(*other) && !is_written_in(haystack.text(), *other, &own));
            others.any(|other| is_certainly(words, other, &own, of_page))
        }
        _ => of_page.is_some_and(|page| !own.is_empty() && !is_known(page) && is_certainly(words, page, &own, of_page)),
    }
}

/// Checks whether words of another script are embedded in a sentence in Latin letters of the page's language.
fn is_sentence_around(words: &str, script: Script, own: &[Lang], of_page: Option<Lang>) -> bool {
    let page = of_page.filter(|page| script != Script::Latin && !own.contains(page));
    page.is_some_and(|page| count_function_words(words, page, own) >= 2)
}

/// Checks whether words are certainly in a language, rather than in those of the text. `of_page` needs less evidence.
fn is_certainly(words: &str, other: Lang, own: &[Lang], of_page: Option<Lang>) -> bool {
    let resembles = || {
        let detected = Detector::with_allowlist(own.iter().copied().chain([other]).collect()).detect(words);
        detected.is_some_and(|info| info.lang() == other)
    };
    if has_function_words(other) {
        let of_other = count_function_words(words, other, own);
        let of_own = own.iter().map(|own| count_function_words(words, *own, &[other])).max().unwrap_or(0);
        let least = if of_page == Some(other) { 1 } else { 2 };
        return of_other >= least && of_other > of_own && (of_other > least + 1 || resembles());
    }
    let count = words.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    count >= STATISTICS_WORDS
        && own.iter().all(|own| count_function_words(words, *own, &[]) == 0)
        && Detector::new().detect(words).is_some_and(|info| info.lang() == other && info.is_reliable())
}

/// Characters that are written in Chinese only: simplified forms, and function words.
const CHINESE_ONLY: &str = "\
    们这说么还吗对时问过发经现开东车书长见门间马让认识计许论设该请课调谁谈谢贝财责败货质购贵费贸资赛赞轨转轮软轻较输达迁\
    运进远违连边迟适选递遗邮邻郑释针钟钢钱铁银错键闭闻阶际陆阵阴阳险隐难风飞驾验鱼鲜鸟們這說沒嗎妳她你呢吧很哪谓个业两严\
    丧丰临为举义乌乐习乡买亏亚产亲亿仅从仑仓仪价众优伙伟传伤伦伪佣侠侦侧侨债倾偿储儿兑兰关兴养兽军农冯决况冻净凉减凑凤凭\
    凯击创划则刚删别剂剑剧劝办务动劲劳势勋匀华协单卖卢卫厂厅历压厌县变叠叹吓吕听启员呜响唤啸喷团园围图圆圣场坏块坚坛坝坟\
    坠垄垒垦垫墙壳处备复够头夸夹夺奋奖妇妈宁实宠审宪宽宾寻导尔尘尝层岁岂岗岛岭币师帐带帮库应庙庞废归录彻忆忧怀态总恳恶悬\
    惊惧惩惯愿";

/// Characters that are written in Japanese only.
const JAPANESE_ONLY: &str = "\
    気発実変対経済戦図広応検権県様価総続読売駅黒歩毎両厳労営関帰従徴恵悪戸拝拠挙択沢渉渋滝焼犠獣畳痩砕稲粋縄繊聴脳臓薬蔵\
    覚訳豊転軽辺逓遅郷醸鉄銭録険隠雑霊顔顕駆験髄鶏働込畑峠円団圧児単囲壱奨桜楽歳涙";

/// Checks whether words in Chinese characters are in the other of the two languages than a text: with characters that only
/// the other has, or with kana where the text has none.
fn is_other_cjk_language(words: &str, text: &Text) -> bool {
    let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{ff66}'..='\u{ff9d}');
    let letters = || text.passages.iter().flat_map(|block| block.words.chars()).take(SAMPLE_LETTERS);
    let is_foreign = |only: &str| {
        let mut foreign = words.chars().filter(|c| only.contains(*c));
        foreign.any(|c| !letters().any(|letter| letter == c))
    };
    if letters().any(is_kana) {
        return !words.contains(is_kana) && is_foreign(CHINESE_ONLY);
    }
    words.contains(is_kana) || is_foreign(JAPANESE_ONLY)
}

/// Checks whether words in Chinese characters can be from a Korean text: on a page in neither Chinese nor Japanese, without
/// kana and simplified forms.
fn can_be_hanja(words: &str, of_page: Option<Lang>) -> bool {
    let is_other = |c: char| matches!(c, '\u{3041}'..='\u{30ff}') || CHINESE_ONLY.contains(c);
    !matches!(of_page, Some(Lang::Cmn | Lang::Jpn)) && !words.contains(is_other)
}

fn detect_text(text: &Text) -> Option<Lang> {
    let sample: String = text.passages.iter().take(20).flat_map(|block| [block.words.as_str(), " "]).collect();
    Detector::new().detect(&sample).filter(whatlang::Info::is_reliable).map(|info| info.lang())
}

/// Returns the language of a tag; whatlang names languages by three letters.
fn language(tag: &str) -> Option<Lang> {
    let primary = primary_subtag(tag).to_ascii_lowercase();
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

/// Returns the script of most letters that are not Latin, or else Latin; `None` without letters.
fn main_script(text: &str) -> Option<Script> {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for script in text.chars().filter_map(script_of) {
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    counts.into_iter().max_by_key(|(script, count)| (*script != Script::Latin, *count)).map(|(script, _)| script)
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
        let chinese = (&haystack, &chinese);
        for words in ["the ferries are full", "a ferry for the 人", "船は毎朝満員だ", "渡し船"] {
            assert!(is_translation(words, chinese, [Some("zh-Hans"), Some("en")]), "{words}");
        }
    }

    #[test]
    fn checks_words_that_can_be_in_the_language_of_the_text() {
        let german = text(&GERMAN);
        let english =
            text(&["The council voted in the evening for the new bridge. Nobody knows who will pay for the works."]);
        let chinese = text(&["渡轮每天早上都坐满了人。没有人知道该怎么办。DeepSeek已经超过OpenAI。"]);
        let japanese = text(&["市議会は夜に新しい橋の計画を可決した。渡し船は運航を続ける。"]);
        let korean = text(&["시의회는 저녁에 새 다리 계획을 통과시켰다. 나룻배는 계속 운행한다."]);
        let of_german =
            ["EU-Kommission lehnt ab", "Plan B", "Status quo", "in der Arena", "Aufbruch", "Bankrott der Stadt"];
        let of_english = ["no comment", "a scandal", "de facto ban", "AI governance", "status quo", "Realpolitik"];
        let of_chinese = ["渡轮每天晚上都坐满了人", "OpenAI宣布GPT-5失败", "Anthropic危机", "1,200", "ChatGPT有害"];
        let of_japanese = ["国際協力機構", "大失敗", "NATO加盟反対", "OpenAIと提携", "経済安全保障"];
        let of_korean = ["OpenAI는 찬성했다", "ChatGPT는 위험", "SK하이닉스"];
        let cases: [(&Text, &str, &[&str]); 5] = [
            (&german, "de", &of_german),
            (&english, "en", &of_english),
            (&chinese, "zh-Hans", &of_chinese),
            (&japanese, "ja", &of_japanese),
            (&korean, "ko", &of_korean),
        ];
        for (text, language, words) in cases {
            let haystack = Haystack::new(text);
            for (page, words) in
                ["en", "de", "zh-Hans", "ja", "ko"].iter().flat_map(|page| words.iter().map(move |w| (page, w)))
            {
                for stated in [Some(language), None] {
                    assert!(
                        !is_translation(words, (&haystack, text), [stated, Some(page)]),
                        "{words} on a page in {page}"
                    );
                }
            }
        }
    }

    #[test]
    fn finds_no_translation_of_an_empty_text() {
        let empty = text(&[]);
        assert!(!is_translation("the ferries are full", (&Haystack::new(&empty), &empty), [None, Some("en")]));
    }

    #[test]
    fn knows_the_language_of_a_text_that_states_another() {
        let english =
            text(&["The council voted in the evening for the new bridge. Nobody knows who will pay for the works."]);
        let haystack = Haystack::new(&english);
        assert!(!is_translation("the mayor is in trouble", (&haystack, &english), [Some("de"), Some("en")]));
    }

    #[test]
    fn tells_chinese_from_japanese() {
        let japanese = text(&["市議会は夜に新しい橋の計画を可決した。渡し船は運航を続ける。"]);
        let haystack = Haystack::new(&japanese);
        for words in ["市议会通过了新桥计划", "失败"] {
            assert!(is_translation(words, (&haystack, &japanese), [Some("ja"), Some("zh-Hans")]), "{words}");
        }
    }
}
