//! Matcher: one automaton for all names in the language of a text.

use super::address::{addresses, is_host};
use super::boundary::{UnspacedBreaks, is_whole};
use super::case::{CaseMatch, begins_upper, compare, is_form};
use super::folded::{StemmedText, WordCache, folded_forms, folded_word};
use super::normalized::NormalizedText;
use super::ordinary_words::is_ordinary;
use super::proper_name::{NameContext, is_part_unspaced, is_within};
use super::proper_name_words::ProperNameWords;
use super::selection::{NameMatch, without_overlaps, without_unsupported};
use super::sentence::{LineCase, begins_sentence, line_case};
use super::stem::WordStems;
use crate::model::NameLimits;
use crate::model::script::is_unspaced;
use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

/// Minimum number of letters of a name.
const MIN_LETTERS: usize = 2;

/// Maximum number of letters of a function word.
const MAX_FUNCTION_WORD: usize = 4;

/// Name to be searched.
#[derive(Clone, Debug)]
pub(crate) struct SearchedName<T> {
    /// The name as written in the briefing.
    pub(crate) text: String,
    /// Target; `None` for a name that only hides the names within it.
    pub(crate) to: Option<T>,
    /// Limits set by the writer.
    pub(crate) limits: NameLimits,
}

/// Finds names in texts of one language.
pub(crate) struct NameMatcher<T> {
    /// `None` if there are no names.
    automaton: Option<AhoCorasick>,
    /// Names with each folded form, by pattern of the automaton.
    by_form: Vec<Vec<u32>>,
    names: Vec<PreparedName<T>>,
    language: String,
    stems: WordStems,
    proper_names: ProperNameWords,
    /// Stems of the words with a capital in names.
    name_words: FxHashSet<String>,
}

#[derive(Debug)]
struct PreparedName<T> {
    /// Words as written.
    words: Vec<String>,
    to: Option<T>,
    limits: NameLimits,
}

thread_local! {
    /// Folded words, by language.
    static WORDS: RefCell<FxHashMap<String, WordCache>> = RefCell::default();
}

/// Returns a key that two names share if a text can have the same words for both: in whatever case and form.
pub(crate) fn name_form(name: &str, language: &str) -> String {
    let normalized = NormalizedText::new(name);
    StemmedText::new(normalized.text.trim(), &WordStems::of_language(language), &mut WordCache::default()).text
}

/// Text that is searched.
struct SearchedText<'t> {
    text: &'t str,
    folded: &'t StemmedText,
    breaks: UnspacedBreaks,
    addresses: Vec<Range<usize>>,
}

/// Place that an automaton has found.
struct Place {
    words: Range<usize>,
    range: Range<usize>,
}

impl<T> std::fmt::Debug for NameMatcher<T> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("NameMatcher").field("language", &self.language).finish_non_exhaustive()
    }
}

impl<T: Copy + Ord> NameMatcher<T> {
    /// Builds a matcher for texts in a language (BCP 47).
    pub(crate) fn new(names: impl IntoIterator<Item = SearchedName<T>>, language: &str) -> NameMatcher<T> {
        let stems = WordStems::of_language(language);
        let mut cache = WordCache::default();
        let mut forms: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut prepared = Vec::new();
        let mut name_words = FxHashSet::default();
        for SearchedName { text: name, to, limits } in names {
            let normalized = NormalizedText::new(&name);
            let text = normalized.text.trim();
            if text.chars().count() < MIN_LETTERS || !limits.counts_in(language) {
                continue;
            }
            let folded = StemmedText::new(text, &stems, &mut cache);
            let index = u32::try_from(prepared.len()).unwrap_or(u32::MAX);
            for form in folded_forms(&folded, text, &stems) {
                forms.entry(form).or_default().push(index);
            }
            let capitalized = folded.words.iter().filter(|word| begins_upper(&text[word.range.clone()]));
            name_words.extend(capitalized.map(|word| folded.text[word.folded.clone()].to_owned()));
            let words = folded.words.iter().map(|word| text[word.range.clone()].to_owned()).collect();
            prepared.push(PreparedName { words, to, limits });
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(forms.keys());
        NameMatcher {
            automaton: automaton.ok().filter(|_| !forms.is_empty()),
            by_form: forms.into_values().collect(),
            names: prepared,
            proper_names: ProperNameWords::new(&stems, language),
            language: language.to_owned(),
            stems,
            name_words,
        }
    }

    /// Returns the names in each passage of one text, in order and without overlaps.
    pub(crate) fn matches<'t>(&self, passages: impl IntoIterator<Item = &'t str>) -> Vec<Vec<NameMatch<T>>> {
        let mut matches: Vec<Vec<NameMatch<T>>> =
            passages.into_iter().map(|passage| self.in_passage(passage)).collect();
        without_unsupported(&mut matches);
        matches
    }

    /// Returns the names in a passage, also those that need support.
    fn in_passage(&self, original: &str) -> Vec<NameMatch<T>> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let normalized = NormalizedText::new(original);
        let folded = WORDS.with_borrow_mut(|caches| {
            if let Some(cache) = caches.get_mut(&self.language) {
                return StemmedText::new(&normalized.text, &self.stems, cache);
            }
            StemmedText::new(&normalized.text, &self.stems, caches.entry(self.language.clone()).or_default())
        });
        let mut candidates = automaton.find_overlapping_iter(&folded.text).peekable();
        if candidates.peek().is_none() {
            return Vec::new();
        }
        let text = SearchedText {
            text: &normalized.text,
            folded: &folded,
            breaks: UnspacedBreaks::new(&normalized.text),
            addresses: addresses(&normalized.text),
        };
        let mut found = Vec::new();
        for candidate in candidates {
            let Some(place) = text.place(&candidate.range(), |word| self.is_name_word(word)) else { continue };
            for name in &self.by_form[candidate.pattern().as_usize()] {
                found.extend(self.judge(&self.names[*name as usize], &text, &place));
            }
        }
        let mut kept = without_overlaps(found);
        for name_match in &mut kept {
            name_match.range = normalized.original_range(&name_match.range, original);
        }
        kept
    }

    /// Decides whether a name is meant at a place.
    fn judge(&self, name: &PreparedName<T>, text: &SearchedText<'_>, place: &Place) -> Option<NameMatch<T>> {
        let written = text.words(&place.words);
        let expected: Vec<&str> = name.words.iter().map(String::as_str).collect();
        let case = compare(&expected, &written)?;
        let is_form = |(name, word): (&&str, &&str)| is_form(name, word, &self.language, &self.stems);
        if !expected.iter().zip(&written).all(is_form) || !self.is_allowed(name, text, place, case) {
            return None;
        }
        let is_exact = expected == written;
        let is_single = place.words.len() == 1;
        let is_common = is_single && self.may_be_ordinary_word(text, place, written[0]);
        Some(NameMatch {
            range: place.range.clone(),
            to: name.to,
            is_exact,
            needs_support: name.limits.only_with || is_common,
            is_phrase: !is_single,
        })
    }

    fn is_allowed(&self, name: &PreparedName<T>, text: &SearchedText<'_>, place: &Place, case: CaseMatch) -> bool {
        let range = &place.range;
        let is_case_right = match case {
            CaseMatch::Same => true,
            _ if name.limits.exact_case => false,
            CaseMatch::Capitalized => begins_sentence(text.text, range.start) || text.is_heading(place),
            CaseMatch::Title | CaseMatch::Capitals | CaseMatch::Acronym => true,
        };
        if !is_case_right {
            return false;
        }
        let is_unspaced = text.text[range.clone()].starts_with(is_unspaced);
        let is_part = match place.words.len() {
            _ if is_unspaced => is_part_unspaced(text.text, range, &text.breaks),
            1 => self.context(text).is_part(place.words.start) || self.is_function_word_in_capitals(text, place),
            _ => false,
        };
        let is_part = is_part || !is_unspaced && self.context(text).is_followed_by_institution(place.words.end - 1);
        !is_part && !name.limits.not_in.iter().any(|phrase| is_within(text.text, range, phrase))
    }

    fn context<'t>(&'t self, text: &SearchedText<'t>) -> NameContext<'t> {
        NameContext {
            text: text.text,
            words: &text.folded.words,
            stems: &self.stems,
            proper_names: &self.proper_names,
            name_words: &self.name_words,
        }
    }

    fn is_name_word(&self, word: &str) -> bool {
        begins_upper(word) && self.name_words.contains(&folded_word(word, &self.stems))
    }

    /// Checks whether a place is a function word in a line of capitals: `WHO PAYS FOR IT`.
    fn is_function_word_in_capitals(&self, text: &SearchedText<'_>, place: &Place) -> bool {
        let word = text.words(&place.words)[0];
        word.chars().count() <= MAX_FUNCTION_WORD
            && line_case(text.text, &text.folded.words, place.words.start) == LineCase::Capitals
            && self.proper_names.is_function_word(word)
    }

    /// Checks whether a word at the beginning of a sentence may be an ordinary one: `Orange juice`.
    fn may_be_ordinary_word(&self, text: &SearchedText<'_>, place: &Place, word: &str) -> bool {
        is_ordinary(&self.stems.lower_case(word), &self.language)
            && begins_sentence(text.text, place.range.start)
            && !text.text[place.range.end..].starts_with('\'')
            && !self.context(text).is_followed_by_office(place.words.start)
    }
}

impl<'t> SearchedText<'t> {
    /// Converts a range of the folded text. `None` if names cannot be there.
    fn place(&self, folded: &Range<usize>, is_name_word: impl Fn(&str) -> bool) -> Option<Place> {
        let words = self.folded.words_in(folded)?;
        let range = self.folded.normalized_range(&words, folded);
        let before = self.addresses.partition_point(|address| address.start <= range.start);
        let is_within = self.addresses[..before].last().is_some_and(|address| range.end <= address.end);
        let is_address = is_within && !is_host(&self.text[range.clone()]);
        (!is_address && is_whole(self.text, &range, &self.breaks, is_name_word)).then_some(Place { words, range })
    }

    fn words(&self, words: &Range<usize>) -> Vec<&'t str> {
        self.folded.words[words.clone()].iter().map(|word| &self.text[word.range.clone()]).collect()
    }

    fn is_heading(&self, place: &Place) -> bool {
        line_case(self.text, &self.folded.words, place.words.start) == LineCase::Title
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(names: &[&str], language: &str, text: &str) -> Vec<String> {
        let names = names.iter().zip(0..).map(|(name, to): (&&str, u32)| SearchedName {
            text: (*name).to_owned(),
            to: Some(to),
            limits: NameLimits::default(),
        });
        let matches = NameMatcher::new(names, language).matches([text]).remove(0);
        matches.into_iter().map(|found| text[found.range].to_owned()).collect()
    }

    #[test]
    fn finds_german_genitives_of_acronyms_and_short_names() {
        let names = ["SAP", "EU", "Theresa May", "US", "Mai"];
        for text in ["SAPs Umsatz steigt.", "Er sieht die EUs dieser Welt.", "Theresa Mays Regierung ging."] {
            assert_eq!(found(&names, "de", text).len(), 1, "{text}");
        }
        for text in ["Der Mais wächst hier.", "Das Eus ist klein."] {
            assert!(found(&names, "de", text).is_empty(), "{text}");
        }
    }

    #[test]
    fn finds_no_names_of_institutions() {
        let names = ["US", "EU", "WHO", "United Nations", "White House"];
        for text in [
            "She won the US Open in May.",
            "He studied at EU Business School then.",
            "The WHO Foundation gives money.",
            "The report was written by people of United Nations University in Tokyo last year.",
            "They met at White House Farm again.",
        ] {
            assert!(found(&names, "en", text).is_empty(), "{text}");
        }
        for text in
            ["The US opens it.", "The EU Commission says so.", "The White House said so.", "Open the US market."]
        {
            assert_eq!(found(&names, "en", text).len(), 1, "{text}");
        }
        let names = ["中国", "联合国", "韩国", "美国"];
        for text in ["中国科学院的人", "联合国教科文组织说", "韩国瑜说", "美国之音报道", "中国电信的人"]
        {
            assert!(found(&names, "zh", text).is_empty(), "{text}");
        }
    }

    #[test]
    fn finds_names_however_they_are_spelled() {
        let names = ["New York", "Café", "\"AI+\" plan's end", "supply chain", "EU", "GMW.cn"];
        for (text, expected) in [
            ("in New\u{a0}York", "New\u{a0}York"),
            ("in New\nYork", "New\nYork"),
            ("in New\u{ad} York", "New\u{ad} York"),
            ("the Cafe\u{301} closed", "Cafe\u{301}"),
            ("an “AI+” plan’s end", "“AI+” plan’s end"),
            ("a supply\u{2011}chain shock", "supply\u{2011}chain"),
            ("the ＥＵ", "ＥＵ"),
            ("EU-wide rules", "EU"),
            ("the anti-EU party", "EU"),
            ("by GMW.cn, today", "GMW.cn"),
        ] {
            assert_eq!(found(&names, "en", text), [expected], "{text}");
        }
        for text in
            ["pre-EU times", "Yorkshire", "neweu.example", "#EU", "EU_x", "`EU`", "see https://example.org/EU now"]
        {
            assert_eq!(found(&names, "en", text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn finds_inflected_names() {
        for (language, name, text, expected) in [
            ("de", "Europäische Union", "in der Europäischen Union", "Europäischen Union"),
            ("pl", "Komisja Europejska", "od Komisji Europejskiej", "Komisji Europejskiej"),
            ("ru", "Китай", "о Китае", "Китае"),
            ("fi", "Irlanti", "asuu Irlannissa", "Irlannissa"),
            ("hu", "Kína", "szerint Kínában", "Kínában"),
            ("tr", "Çin", "dün Çin'in", "Çin"),
            ("cs", "Praha", "v Praze", "Praze"),
            ("en", "vaccine", "two vaccines", "vaccines"),
            ("ko", "한국", "어제 한국에서", "한국"),
        ] {
            assert_eq!(found(&[name], language, text), [expected], "{text}");
        }
        assert_eq!(found(&["Union", "Europäische Union"], "de", "der Europäischen Union"), ["Europäischen Union"]);
        for (language, name, text) in
            [("de", "Genf", "die Genfer Hotels"), ("pl", "Chiny", "chińskie"), ("en", "May", "it may be")]
        {
            assert_eq!(found(&[name], language, text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn finds_names_in_titles_and_capitals() {
        assert_eq!(found(&["climate change"], "en", "Paying for Climate Change in Our Cities"), ["Climate Change"]);
        assert_eq!(found(&["climate change"], "en", "CLIMATE CHANGE NOW"), ["CLIMATE CHANGE"]);
        assert_eq!(found(&["climate change"], "en", "(2) Climate change: a plan"), ["Climate change"]);
        assert_eq!(found(&["WHO", "US"], "en", "WHO PAYS FOR THE WALL? LET US NAME THEM"), Vec::<String>::new());
    }

    #[test]
    fn leaves_longer_proper_names_alone() {
        let names = ["China", "Washington", "Guinea", "Mexico", "Jordan"];
        for text in [
            "in the South China Sea",
            "the Washington Post",
            "Equatorial Guinea voted",
            "the Gulf of Mexico",
            "said Michael Jordan",
        ] {
            assert_eq!(found(&names, "en", text), Vec::<String>::new(), "{text}");
        }
        for text in [
            "President of Mexico",
            "yesterday China said",
            "Meanwhile Mexico agreed",
            "China Foreign Ministry officials",
        ] {
            assert_eq!(found(&names, "en", text).len(), 1, "{text}");
        }
        assert_eq!(found(&["北京", "中国", "日本"], "zh-Hans", "北京师范大学和发展中国家"), Vec::<String>::new());
        assert_eq!(found(&["北京", "中国"], "zh-Hans", "北京的代表访问中国"), ["北京", "中国"]);
    }

    #[test]
    fn ordinary_words_need_support_where_a_sentence_begins() {
        assert_eq!(found(&["Orange"], "en", "Orange juice is dear."), Vec::<String>::new());
        assert_eq!(found(&["Orange"], "en", "Orange fell. The shares of Orange rose."), ["Orange", "Orange"]);
    }

    #[test]
    fn finds_nothing_without_names() {
        assert_eq!(found(&[], "en", "Words"), Vec::<String>::new());
        assert_eq!(found(&["x", ""], "en", "x and x"), Vec::<String>::new(), "too short to be a name");
    }

    proptest::proptest! {
        #[test]
        fn finds_whole_characters_in_any_text(text in "(UN|AI|[ +.\\-’“é中\u{301}\u{ad}\u{a0}–]|한|\\PC){0,60}") {
            let names = ["UN", "AI+", "AI", "é", "“AI” é", "中文", "UN AI", "한국"];
            for language in ["en", "de", "zh-Hans", "ko", "tr"] {
                for name in found(&names, language, &text) {
                    proptest::prop_assert!(text.contains(&name));
                }
            }
        }
    }
}
