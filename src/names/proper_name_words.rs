//! Words of which longer proper names consist: directions, waters, institutions, offices.

use super::stem::WordStems;
use crate::model::script::primary_subtag;
use rustc_hash::FxHashSet;

// Lists of words are separated by spaces.

/// Offices and company forms, in lower case: they have a capital beside a name and do not make it another name.
const OFFICES: &str = "\
    administration ambassador chair chairman chancellor chief co commissioner corp corporation director dr envoy \
    executive foreign general government governor inc judge king ltd mayor minister ministry mr mrs ms \
    parliament plc pope premier president prime prince princess prof professor queen secretary senator sir \
    spokesman spokeswoman madame ministra ministre ministro monsieur president presidenta presidente prezydent \
    président présidente señor señora signor signora министр премьер президент \
    cumhurbaşkanı başbakanı bakanlığı bakanı devlet dışişleri hükümeti sözcüsü kanclerz kanclerzem minister rzecznik szef \
    prezident premiér kancléř kanzler bundeskanzler präsident minister глава канцлер посол премьер-министр міністр президенту";

/// Directions and such, directly before a name; with a capital they make it another place. In their base form.
const DIRECTIONS: &str = "\
    new north south east west northern southern eastern western equatorial fort port little upper lower greater \
    papua nouveau nouvelle nuevo nueva nuovo nuova novo nova nowy nowa nowe północny południowy północna \
    południowa nový nová nové severní jižní новый новая северный северная южный южная западный восточный новий \
    північний північна південний південна yeni kuzey güney doğu batı uusi észak dél nieuw noord zuid";

/// Waters and mountains, directly before a name that they make another thing. In their base form.
const WATERS: &str = "\
    lac lago río rio rzeka jezioro jezero řeka озеро река ріка річка rivière fiume river lake mont monte mount";

/// Words directly after a name that make it another place, in their base form.
const AFTER: &str = "\
    équatorial équatoriale méridional méridionale septentrional septentrionale ecuatorial meridional equatoriale \
    meridionale settentrionale bissau valtameri meri järvi joki lahti gölü nehri denizi okyanusu körfezi tó \
    folyó tenger óceán öböl meer zee pig";

/// Institutions and events with the name of another thing in front, as written: `US Open`, `EU Business School`.
const INSTITUTIONS: &str = "\
    open school foundation institute university college academy hospital museum library farm cup";

/// Checks whether a word is such an institution.
pub(super) fn is_institution(word: &str) -> bool {
    has_word(INSTITUTIONS, word)
}

/// Phrases after a name that make it another place.
pub(super) const AFTER_PHRASES: &[&str] = &[
    " du Nord",
    " du Sud",
    " del Norte",
    " del Sur",
    " del Nord",
    " del Sud",
    " do Norte",
    " do Sul",
    "-Bissau",
    "-Бисау",
    "-Бісау",
    "-Conakry",
];

/// Heads of names that end in another name, in their base form: `Bank of China`, `mer de Chine`.
const HEADS: &str = "\
    bank university college academy museum institute gulf bay sea strait banque université musée golfe baie mer \
    détroit banco universidad museo golfo bahía mar ciudad banca università mare città universität hochschule \
    golf universiteit universidade";

/// Words between such a head and the name.
pub(super) const JOINTS: &str = "\
    of de du d del di della dell von van da do";

/// What directly follows a name in Chinese, Japanese or Thai if another thing is meant.
pub(super) const UNSPACED_AFTER: &str = "\
    人 语 語 话 籍 州 湖 河 川 江 湾 海 洋 半岛 半島 省 เหนือ ใต้ อาหรับ";

/// Institutions in Chinese and Japanese, which follow a name directly or behind one more word.
pub(super) const UNSPACED_HEADS: &str = "大学 大學 银行 銀行 学院 學院 日报 日報 时报 邮报 新聞 新闻 广播公司 電視台 电视台 科学院 科學院 研究院 基金会 基金會 电信 電信 \
    之音 教科文组织 教科文組織";

/// What directly precedes a name in Chinese, Japanese or Thai if another thing is meant.
pub(super) const UNSPACED_BEFORE: &str = "\
    北 南 东 東 西 新 赤道 ニュー パプア ภาษา มหาสมุทร แม่น้ำ ทะเล อ่าว คุณ มหาวิทยาลัย ธนาคาร";

/// Words of which a dictionary makes a name and a rest.
pub(super) const UNSPACED_PHRASES: &[&str] =
    &["发展中国家", "發展中國家", "印度尼西亚", "几内亚比绍", "马里兰", "韩国瑜", "韓國瑜"];

/// Words of longer proper names, as stems of one language.
pub(super) struct ProperNameWords {
    pub(super) directions: FxHashSet<String>,
    pub(super) waters: FxHashSet<String>,
    pub(super) after: FxHashSet<String>,
    pub(super) heads: FxHashSet<String>,
    language: String,
}

impl ProperNameWords {
    /// Prepares the words for a language (BCP 47).
    pub(super) fn new(stems: &WordStems, language: &str) -> ProperNameWords {
        let set = |words: &str| words.split(' ').map(|word| stems.stem(word).into_owned()).collect();
        let language = primary_subtag(language).to_owned();
        ProperNameWords {
            directions: set(DIRECTIONS),
            waters: set(WATERS),
            after: set(AFTER),
            heads: set(HEADS),
            language,
        }
    }

    /// Whether all nouns of the language have capitals, so that a capital beside a name is no evidence.
    pub(super) fn has_capital_nouns(&self) -> bool {
        self.language == "de"
    }

    /// Whether a word with a capital before a name, at the beginning of a sentence, can only be a part of it: nouns have no
    /// cases that join them directly.
    pub(super) fn is_analytic(&self) -> bool {
        self.language == "en"
    }

    /// Checks whether a word is a function word of the language.
    pub(super) fn is_function_word(&self, word: &str) -> bool {
        is_function_word(word, &self.language)
    }
}

/// Checks whether a list of words in lower case has a word, in whatever case.
pub(super) fn has_word(list: &str, word: &str) -> bool {
    let word = word.to_lowercase();
    list.split(' ').any(|listed| listed == word)
}

/// Checks whether a word is an office or a company form.
pub(super) fn is_office(word: &str) -> bool {
    has_word(OFFICES, word)
}

/// Checks whether a word is a function word of a language (BCP 47), in whatever case.
pub(crate) fn is_function_word(word: &str, language: &str) -> bool {
    let words = stop_words::lookup(primary_subtag(language)).unwrap_or_default();
    words.contains(&word.to_lowercase().as_str())
}
