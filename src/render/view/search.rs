//! View of the search page: all records from A to Z, which is what it shows without a script.

use super::link::LinkView;
use super::page_context::PageContext;
use crate::model::Kind;
use crate::model::script::{is_cjk_letter, is_hangul, primary_subtag};
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;
use serde::Serialize;
use std::cmp::Ordering;
use unicode_normalization::UnicodeNormalization;

/// The search page as its template sees it.
#[derive(Debug, Serialize)]
pub(crate) struct SearchView<'e> {
    /// Number of records.
    count: usize,
    letters: Vec<LetterGroup<'e>>,
}

/// The records whose titles begin with a letter.
#[derive(Debug, Serialize)]
struct LetterGroup<'e> {
    letter: String,
    items: Vec<LinkView<'e>>,
}

/// Letter of titles that begin with none.
const NO_LETTER: &str = "#";

/// First ideograph of each letter in the order of Pinyin. No syllable begins with I, U or V.
const PINYIN_LETTERS: [(char, &str); 23] = [
    ('阿', "A"),
    ('八', "B"),
    ('嚓', "C"),
    ('哒', "D"),
    ('妸', "E"),
    ('发', "F"),
    ('旮', "G"),
    ('哈', "H"),
    ('讥', "J"),
    ('咔', "K"),
    ('垃', "L"),
    ('妈', "M"),
    ('拏', "N"),
    ('噢', "O"),
    ('妑', "P"),
    ('七', "Q"),
    ('呥', "R"),
    ('仨', "S"),
    ('他', "T"),
    ('屲', "W"),
    ('夕', "X"),
    ('丫', "Y"),
    ('帀', "Z"),
];

/// Builds the view: the records that the search finds, in the collation of the page's language.
pub(crate) fn search_page<'e>(context: &PageContext<'e>) -> SearchView<'e> {
    let order = TitleOrder::new(context.lang.tag);
    let found = context.all_records().filter(|(_, record)| record.kind() != Kind::Index && record.in_search_index);
    let mut links: Vec<LinkView<'e>> = found.map(|(id, _)| context.link(id)).collect();
    links.sort_by(|a, b| order.compare(a.card.title_sort_key(), b.card.title_sort_key()));
    let count = links.len();
    let mut letters: Vec<LetterGroup<'e>> = Vec::new();
    for link in links {
        let letter = order.letter(link.card.title());
        match letters.iter_mut().find(|group| group.letter == letter) {
            Some(group) => group.items.push(link),
            None => letters.push(LetterGroup { letter, items: vec![link] }),
        }
    }
    SearchView { count, letters }
}

/// Order of titles in a language.
struct TitleOrder {
    collator: Option<CollatorBorrowed<'static>>,
    is_chinese: bool,
}

impl TitleOrder {
    fn new(language: &str) -> TitleOrder {
        let locale = Locale::try_from_str(language).ok();
        TitleOrder {
            collator: locale.and_then(|locale| Collator::try_new(locale.into(), CollatorOptions::default()).ok()),
            is_chinese: primary_subtag(language) == "zh",
        }
    }

    /// Compares titles, then ids.
    fn compare(&self, a: (&str, &str), b: (&str, &str)) -> Ordering {
        self.compare_words(a.0, b.0).then_with(|| a.cmp(&b))
    }

    fn compare_words(&self, a: &str, b: &str) -> Ordering {
        self.collator.as_ref().map_or_else(|| a.cmp(b), |collator| collator.compare(a, b))
    }

    /// Returns the letter under which a title is listed: its first one without accents, or that of its syllable.
    fn letter(&self, title: &str) -> String {
        let Some(first) = title.nfkd().find(|c| c.is_alphanumeric()) else { return NO_LETTER.to_owned() };
        if first.is_numeric() {
            NO_LETTER.to_owned()
        } else if self.is_chinese && is_cjk_letter(first) {
            let is_before = |(limit, _): &&(char, &str)| {
                self.compare_words(limit.encode_utf8(&mut [0; 4]), first.encode_utf8(&mut [0; 4])) != Ordering::Greater
            };
            let letter = PINYIN_LETTERS.iter().take_while(is_before).last();
            letter.map_or(NO_LETTER, |(_, letter)| letter).to_owned()
        } else if is_cjk_letter(first) || is_hangul(first) {
            title.chars().find(|c| c.is_alphanumeric()).map_or_else(String::new, String::from)
        } else {
            first.to_uppercase().collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::with_page_context;
    use crate::testkit::TestSite;

    fn listed(test: &mut TestSite) -> Vec<(String, Vec<String>)> {
        with_page_context(test, "search/", |context| {
            let view = search_page(context);
            let titles = |group: &LetterGroup<'_>| {
                group.items.iter().map(|link| link.card.title().to_owned()).collect::<Vec<_>>()
            };
            view.letters.iter().map(|group| (group.letter.clone(), titles(group))).collect()
        })
    }

    fn with_titles(titles: &[&str]) -> TestSite {
        let mut test = TestSite::new();
        for (index, title) in titles.iter().enumerate() {
            test.record(Kind::Topic, &format!("t{index}")).title.value = (*title).to_owned();
        }
        test
    }

    #[test]
    fn lists_titles_by_letter_without_accents() {
        let mut test = with_titles(&["Zoning", "Éclair", "eager", "2031 plan", "Дом", "echo", "“Quoted”"]);
        test.record(Kind::Topic, "hidden").in_search_index = false;
        let letters = listed(&mut test);
        let expected = [("#", 1), ("E", 3), ("Q", 1), ("Z", 1), ("Д", 1)];
        let found: Vec<(&str, usize)> = letters.iter().map(|(letter, titles)| (&**letter, titles.len())).collect();
        let mut sorted = found.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, expected, "{found:?}");
        let under_e = &letters.iter().find(|(letter, _)| letter == "E").unwrap().1;
        assert_eq!(*under_e, ["eager", "echo", "Éclair"]);
    }

    #[test]
    fn lists_chinese_titles_by_pinyin() {
        let order = TitleOrder::new("zh-Hans");
        for (title, letter) in [
            ("安全", "A"),
            ("大桥", "D"),
            ("数据", "S"),
            ("人口", "R"),
            ("许青", "X"),
            ("章程", "Z"),
            ("WAICO", "W"),
            ("望潮岛", "W"),
            ("儿童", "E"),
        ] {
            assert_eq!(order.letter(title), letter, "{title}");
        }
        assert_eq!(order.compare_words("大桥", "数据"), Ordering::Less);
    }
}
