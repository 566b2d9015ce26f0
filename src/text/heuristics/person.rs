//! Persons: lists of names, positions with institutions, and family names.

use crate::model::Author;
use crate::text::text_shape::{fold, is_name, starts_uppercase, strip_prefix_ignore_case};

/// Words that identify a position, folded.
const POSITIONS: &[&str] = &[
    "adviser",
    "advisor",
    "ambassador",
    "analyst",
    "candidate",
    "chair",
    "chairman",
    "chairperson",
    "chairwoman",
    "columnist",
    "commentator",
    "commissioner",
    "coordinator",
    "correspondent",
    "counsel",
    "counsellor",
    "dean",
    "diplomat",
    "director",
    "economist",
    "editor",
    "editor-in-chief",
    "engineer",
    "executive",
    "expert",
    "fellow",
    "founder",
    "head",
    "historian",
    "journalist",
    "lawyer",
    "lecturer",
    "manager",
    "member",
    "minister",
    "officer",
    "partner",
    "president",
    "producer",
    "professor",
    "reporter",
    "representative",
    "researcher",
    "scholar",
    "scientist",
    "secretary",
    "secretary-general",
    "specialist",
    "strategist",
    "student",
    "writer",
    "assistant",
];

/// Words that identify an institution, folded.
const INSTITUTIONS: &[&str] = &[
    "academy",
    "agency",
    "association",
    "bureau",
    "center",
    "centre",
    "college",
    "commission",
    "committee",
    "council",
    "department",
    "faculty",
    "foundation",
    "fund",
    "group",
    "institute",
    "institution",
    "laboratory",
    "ministry",
    "network",
    "office",
    "organization",
    "organisation",
    "school",
    "society",
    "university",
    "department",
    "programme",
    "program",
];

/// Most common Chinese family names of one syllable, in pinyin.
const CHINESE_FAMILY_NAMES: &[&str] = &[
    "bai", "cai", "cao", "chang", "chen", "cheng", "cui", "dai", "deng", "ding", "dong", "du", "duan", "fan", "fang",
    "feng", "fu", "gao", "gong", "gu", "guo", "han", "hao", "he", "hou", "hu", "huang", "jia", "jiang", "jin", "kang",
    "kong", "lai", "lei", "li", "liang", "liao", "lin", "liu", "long", "lu", "luo", "ma", "mao", "meng", "mo", "niu",
    "pan", "peng", "qian", "qiao", "qin", "qiu", "ren", "shao", "shen", "shi", "song", "su", "sun", "tan", "tang",
    "tao", "tian", "wan", "wang", "wei", "wen", "wu", "xia", "xiang", "xiao", "xie", "xiong", "xu", "xue", "yan",
    "yang", "yao", "ye", "yi", "yin", "yu", "yuan", "zeng", "zhai", "zhang", "zhao", "zheng", "zhong", "zhou", "zhu",
    "zou",
];

const PINYIN_INITIALS: &[&str] = &[
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s", "y",
    "w", "",
];
const PINYIN_FINALS: &[&str] = &[
    "iang", "iong", "uang", "ang", "eng", "ian", "iao", "ing", "ong", "uai", "uan", "ai", "an", "ao", "ei", "en", "er",
    "ia", "ie", "in", "iu", "ou", "ua", "ue", "ui", "un", "uo", "a", "e", "i", "o", "u",
];

/// Parses a list of names: `Ada Berg, Tomas Lind and Vera Holm`. Returns `None` if a part cannot be a name.
pub(crate) fn parse_names(list: &str) -> Option<Vec<String>> {
    let list = list.trim().trim_end_matches(['.', ',']);
    let list = [" and ", " & ", " und ", " et ", " y ", " en ", "、", ";", "，", "　"]
        .iter()
        .fold(list.to_owned(), |list, separator| list.replace(separator, ","));
    let parts: Vec<String> =
        list.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    (!parts.is_empty() && parts.iter().all(|part| is_name(part) && !is_position(part))).then_some(parts)
}

/// Checks whether a text is a position: `Research Fellow`, `Professor of Law`.
pub(crate) fn is_position(text: &str) -> bool {
    let folded = fold(text);
    let before_institution = folded.split([',', ';']).next().unwrap_or_default();
    before_institution.split_whitespace().take(6).any(|word| POSITIONS.contains(&word.trim_end_matches('.')))
}

/// Splits position and institution: `professor and the director of the Harbour Institute at Lind University`.
///
/// Articles are removed, and nested institutions are separated by commas.
pub(crate) fn parse_position(text: &str) -> (Option<String>, Option<String>) {
    let text = text.trim().trim_end_matches('.');
    let (role, institution) = split_position(text);
    let role: Vec<&str> = role.split_whitespace().filter(|word| !matches!(*word, "a" | "an" | "the")).collect();
    let institution = institution.map(|name| without_article(name).replace(" at the ", ", ").replace(" at ", ", "));
    let role = role.join(" ");
    (Some(role).filter(|role| !role.is_empty()), institution.filter(|name| !name.is_empty()))
}

fn split_position(text: &str) -> (&str, Option<&str>) {
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for separator in [", ", " of ", " at ", " with ", " in ", " for "] {
        cuts.extend(text.match_indices(separator).map(|(at, _)| (at, at + separator.len())));
    }
    cuts.sort_unstable();
    let is_capitalized = |&&(_, end): &&(usize, usize)| starts_uppercase(without_article(&text[end..]));
    let is_institution = |&&(_, end): &&(usize, usize)| {
        let name = text[end..].split([',', ';']).next().unwrap_or_default();
        let name = name.split(" at ").next().unwrap_or_default();
        fold(name).split_whitespace().any(|word| INSTITUTIONS.contains(&word))
    };
    let cut = cuts.iter().filter(is_capitalized).find(is_institution).or_else(|| cuts.iter().rfind(is_capitalized));
    cut.map_or((text, None), |&(at, end)| (&text[..at], Some(&text[end..])))
}

fn without_article(text: &str) -> &str {
    strip_prefix_ignore_case(text, "the ").unwrap_or(text)
}

/// Sets the family names that are certain: those in capitals next to other words, or by the order of Chinese names.
///
/// `Wang Dong` is ambiguous; the other names of the same byline determine the order, as all are printed in the same
/// one.
pub(crate) fn assign_family_names(authors: &mut [Author]) {
    let order = authors.iter().find_map(|author| chinese_order(&author.name)).unwrap_or(NameOrder::FamilyFirst);
    for author in authors {
        author.family = author
            .family
            .take()
            .or_else(|| capitalized_family(&author.name))
            .or_else(|| chinese_family(&author.name, order));
    }
}

#[derive(Clone, Copy)]
enum NameOrder {
    FamilyFirst,
    FamilyLast,
}

/// Returns the words in capitals: `Tomas van der LINDEN`.
fn capitalized_family(name: &str) -> Option<String> {
    let is_uppercase =
        |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !word.contains(char::is_lowercase);
    let family: Vec<&str> = name.split_whitespace().filter(is_uppercase).collect();
    let word_count = name.split_whitespace().count();
    (!family.is_empty() && family.len() < word_count)
        .then(|| family.iter().map(|word| title_case(word)).collect::<Vec<_>>().join(" "))
}

/// Returns the only possible order of a Chinese name in pinyin, or `None` if it is ambiguous.
fn chinese_order(name: &str) -> Option<NameOrder> {
    let (first, last) = pinyin_pair(name)?;
    match (CHINESE_FAMILY_NAMES.contains(&first.as_str()), CHINESE_FAMILY_NAMES.contains(&last.as_str())) {
        (true, false) => Some(NameOrder::FamilyFirst),
        (false, true) => Some(NameOrder::FamilyLast),
        _ => None,
    }
}

fn chinese_family(name: &str, order: NameOrder) -> Option<String> {
    let (first, last) = pinyin_pair(name)?;
    let family =
        match (CHINESE_FAMILY_NAMES.contains(&first.as_str()), CHINESE_FAMILY_NAMES.contains(&last.as_str()), order) {
            (true, false, _) | (true, true, NameOrder::FamilyFirst) => first,
            (false, true, _) | (true, true, NameOrder::FamilyLast) => last,
            (false, false, _) => return None,
        };
    Some(title_case(&family))
}

/// Returns the two words of a name in lower case if both can be pinyin.
fn pinyin_pair(name: &str) -> Option<(String, String)> {
    let mut words = name.split_whitespace().map(|word| word.to_lowercase().replace(['-', '\'', '’'], ""));
    let (first, last) = (words.next()?, words.next()?);
    (words.next().is_none() && is_pinyin(&first) && is_pinyin(&last)).then_some((first, last))
}

/// Checks whether a word consists of one to three syllables of pinyin.
fn is_pinyin(word: &str) -> bool {
    word.is_ascii() && word.len() <= 18 && syllables(word, 3)
}

fn syllables(word: &str, max: usize) -> bool {
    word.is_empty()
        || max > 0
            && PINYIN_INITIALS.iter().filter_map(|initial| word.strip_prefix(initial)).any(|rest| {
                PINYIN_FINALS.iter().filter_map(|last| rest.strip_prefix(last)).any(|rest| syllables(rest, max - 1))
            })
}

fn title_case(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn families(names: &[&str]) -> Vec<Option<String>> {
        let mut authors: Vec<Author> = names.iter().map(|name| Author::named((*name).to_owned())).collect();
        assign_family_names(&mut authors);
        authors.into_iter().map(|author| author.family).collect()
    }

    #[test]
    fn splits_lists_of_names() {
        assert_eq!(parse_names("Ada Berg, Tomas Lind and Vera Holm").unwrap().len(), 3);
        assert_eq!(parse_names("the harbour office"), None);
    }

    #[test]
    fn splits_position_and_institution() {
        let cases = [
            (
                "Professor and Dean, Lind School of Law, Coast University",
                "Professor and Dean",
                "Lind School of Law, Coast University",
            ),
            ("a professor of law at Coast University", "professor of law", "Coast University"),
            (
                "professor and the head of the Harbour Institute at Coast University.",
                "professor and head",
                "Harbour Institute, Coast University",
            ),
            ("a senior fellow at Coastwatch", "senior fellow", "Coastwatch"),
        ];
        for (text, role, institution) in cases {
            assert_eq!(parse_position(text), (Some(role.to_owned()), Some(institution.to_owned())), "{text}");
        }
        assert_eq!(parse_position("doctoral candidate"), (Some("doctoral candidate".to_owned()), None));
    }

    #[test]
    fn accepts_capitals_as_family_name() {
        assert_eq!(families(&["Ada BERG", "Ada Berg", "ADA BERG"]), [Some("Berg".to_owned()), None, None]);
    }

    #[test]
    fn determines_order_of_chinese_names() {
        assert_eq!(families(&["LU MINGHUA"]), [Some("Lu".to_owned())]);
        assert_eq!(families(&["Minghua Lu"]), [Some("Lu".to_owned())]);
        assert_eq!(families(&["Lin Wei", "Minghua Lu"]), [Some("Wei".to_owned()), Some("Lu".to_owned())]);
    }
}
