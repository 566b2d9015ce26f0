//! Finds quotations that leave out a negation or a hedge of the text: beside their words, or in an omission between them.
//!
//! The words beside a quotation are looked up when it is compared with its text; whether the author's own sentence has
//! the qualifier is decided with the other checks.

use super::fold::folded;
use super::haystack::Haystack;
use super::needle::QuotationPart;
use super::{Quotation, QuotationPlace};

use crate::model::Passage;
use crate::model::script::{is_cjk_letter, is_hangul};
use crate::span::Sources;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Words that change what the words beside them say, in lower case.
const QUALIFIERS: [&str; 51] = [
    "not",
    "never",
    "no",
    "may",
    "might",
    "could",
    "if",
    "unless",
    "allegedly",
    "reportedly",
    "hardly",
    "cannot",
    "n't",
    "nicht",
    "nie",
    "kein",
    "keine",
    "könnte",
    "falls",
    "wenn",
    "angeblich",
    "ne",
    "pas",
    "jamais",
    "si",
    "pourrait",
    "aucun",
    "nunca",
    "podría",
    "non",
    "mai",
    "niet",
    "wenig",
    "kaum",
    "perhaps",
    "maybe",
    "possibly",
    "nobody",
    "neither",
    "niemand",
    "niemals",
    "nichts",
    "vielleicht",
    "möglicherweise",
    "womöglich",
    "keiner",
    "keinen",
    "keinem",
    "personne",
    "rien",
    "peut-être",
];

/// Hedges and conditions of Chinese, which can be anywhere in the clause in front.
const CJK_CONDITIONS: [&str; 10] = ["如果", "假如", "倘若", "若是", "可能", "据称", "據稱", "或许", "也许", "除非"];

/// Negations of Japanese at the end of a verb, in the letters behind its stem.
const JAPANESE_NEGATIONS: [&str; 5] = ["なかった", "ない", "ません", "なく", "ぬ"];

/// First syllables of the Korean negations behind a verb.
const KOREAN_NEGATIONS: [&str; 4] = ["않", "못", "없", "아니"];

/// Qualifiers of Chinese and Japanese, which are not separated by spaces.
const CJK_QUALIFIERS: [&str; 16] =
    ["不", "未", "非", "无", "無", "反", "没有", "沒有", "没", "沒", "可能", "如果", "若", "据称", "據稱", "或许"];

/// Parts of words with a hyphen that negate or limit what follows it, in lower case.
const PREFIXES: [&str; 22] = [
    "non",
    "un",
    "dis",
    "anti",
    "counter",
    "contra",
    "kontra",
    "gegen",
    "quasi",
    "pseudo",
    "semi",
    "half",
    "halb",
    "demi",
    "near",
    "ex",
    "mis",
    "mal",
    "de",
    "would-be",
    "so-called",
    "self-styled",
];

/// Number of words in front in which a qualifier still belongs to the quoted words.
const WORDS_BEFORE: usize = 2;

/// Qualifier of a text beside a quotation that leaves it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::relate) struct Cut {
    /// The qualifier.
    pub(in crate::relate) dropped: String,
    /// The quotation with the words on both sides: `may never [be built]`.
    pub(in crate::relate) excerpt: String,
}

/// Returns the quotations that leave out a qualifier, unless their author's own sentence has one.
pub(in crate::relate) fn cuts<'q>(
    sources: &Sources,
    quotations: impl Iterator<Item = &'q Quotation>,
) -> impl Iterator<Item = (&'q Quotation, &'q Cut)> {
    let with_cut = quotations.filter_map(|quotation| Some((quotation, quotation.cut.as_ref()?)));
    with_cut.filter(|(quotation, _)| !is_qualified(&folded(&sentence_around(sources, quotation))))
}

/// Finds a qualifier beside or between the words of a quotation in the passage that has them. `words` is the folded
/// quotation.
pub(super) fn cut_in(haystack: &Haystack, parts: &[QuotationPart], words: &str, passage: Passage) -> Option<Cut> {
    let ranges = haystack.find_ranges(parts, passage);
    let ((first, start), (last, end)) = (ranges.first()?, ranges.last()?);
    let beside = cut_of(&haystack.block(*first)[..start.start], words, &haystack.block(*last)[end.end..]);
    beside.or_else(|| {
        let mut pairs = parts.windows(2).zip(ranges.windows(2));
        pairs.find_map(|(parts, ranges)| omission(haystack, parts, ranges, words))
    })
}

/// Finds a qualifier in the text that a quotation omits between two of its parts.
fn omission(
    haystack: &Haystack,
    parts: &[QuotationPart],
    ranges: &[(usize, Range<usize>)],
    words: &str,
) -> Option<Cut> {
    let ([part, next_part], [(block, range), (next_block, next)]) = (parts, ranges) else { return None };
    let omitted = if block == next_block {
        haystack.block(*block).get(range.end..next.start)?.to_owned()
    } else {
        format!("{}.{}", haystack.block(*block).get(range.end..)?, haystack.block(*next_block).get(..next.start)?)
    };
    // The author can say it in brackets: `will [not] be built`.
    let replacement = words.get(part.range.end..next_part.range.start).unwrap_or("");
    if is_qualified(&replacement.replace(['[', ']'], " ")) {
        return None;
    }
    let is_end = ['.', '!', '?', '。', '！', '？'];
    let (head, tail) = (omitted.split(is_end).next()?, omitted.rsplit(is_end).next()?);
    let dropped = qualifier_in(head).or_else(|| qualifier_in(tail))?;
    let excerpt = format!("[{}] … {dropped} … [{}]", part.words, next_part.words);
    Some(Cut { dropped, excerpt })
}

/// Returns the source text around a quotation, in which its author may say what the article leaves open.
fn sentence_around(sources: &Sources, quotation: &Quotation) -> String {
    let text = &*sources.get(quotation.span.file).text;
    let (start, end) = (quotation.span.start as usize, quotation.span.end as usize);
    let (before, after) = (text.get(..start).unwrap_or(""), text.get(end..).unwrap_or(""));
    let is_evidence = matches!(quotation.place, QuotationPlace::Evidence(_) | QuotationPlace::Statement(_));
    // In front matter, the claim that the evidence belongs to.
    let (from, to) = if is_evidence {
        (before.rfind("[[").unwrap_or(0), after.find("[[").unwrap_or(0))
    } else {
        let is_end = ['.', '\n', '。'];
        (before.len() - before.rsplit(is_end).next().unwrap_or("").len(), after.find(is_end).unwrap_or(after.len()))
    };
    format!("{} {}", before.get(from..).unwrap_or(""), after.get(..to).unwrap_or(""))
}

/// Finds a qualifier beside quoted words. All texts are folded.
fn cut_of(before: &str, words: &str, after: &str) -> Option<Cut> {
    let clause = clause_before(before);
    let preceding: Vec<&str> = clause.split(' ').rev().filter(|word| !word.is_empty()).take(WORDS_BEFORE).collect();
    let following = after.trim_start_matches(' ').split([' ', ',', '.', ';', '。', '，']).next().unwrap_or("");
    let cjk = CJK_QUALIFIERS.iter().find(|qualifier| clause.ends_with(*qualifier)).copied();
    let cjk = cjk.or_else(|| CJK_CONDITIONS.iter().find(|condition| clause.contains(*condition)).copied());
    let cjk = cjk.or_else(|| negation_behind(words, after));
    let qualifies = |word: &&str| is_qualifier(word) || (before.ends_with('-') && is_prefix(word));
    let dropped = preceding.iter().copied().chain([following]).find(qualifies).or(cjk)?;
    let dropped = dropped.trim_start_matches(|c: char| !c.is_alphanumeric());
    let shown: Vec<&str> = preceding.iter().rev().copied().collect();
    let gap = if before.ends_with(' ') { " " } else { "" };
    let after = if following.is_empty() { String::new() } else { format!(" {following}") };
    Some(Cut { dropped: dropped.to_owned(), excerpt: format!("{}{gap}[{words}]{after}", shown.join(" ")) })
}

/// Returns the clause in front of quoted words; one inserted between commas directly in front of them is left out.
fn clause_before(before: &str) -> &str {
    const ENDS: [char; 9] = ['.', ',', ';', ':', '!', '?', '。', '，', '；'];
    let clause = before.rsplit(ENDS).next().unwrap_or("");
    let outer = before.trim_end().strip_suffix(',').filter(|_| clause.trim().is_empty());
    let main = outer.and_then(|outer| outer.rsplit_once(ENDS)).filter(|(main, _)| outer_ends_at_comma(outer, main));
    main.map_or(clause, |(main, _)| main.rsplit(ENDS).next().unwrap_or(""))
}

fn outer_ends_at_comma(outer: Option<&str>, main: &str) -> bool {
    outer.is_some_and(|outer| outer[main.len()..].starts_with(','))
}

/// Returns the negation that goes on the last word of quoted words, in Japanese and Korean.
fn negation_behind(words: &str, after: &str) -> Option<&'static str> {
    if words.ends_with(is_hangul) {
        let next = after.trim_start_matches(is_hangul).trim_start();
        let is_near = after.starts_with(' ') || after.starts_with(is_hangul);
        return KOREAN_NEGATIONS.into_iter().find(|negation| is_near && next.starts_with(negation));
    }
    let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{309f}');
    let ending = &after[..after.find(|c| !is_kana(c)).unwrap_or(after.len())];
    JAPANESE_NEGATIONS.into_iter().find(|negation| words.ends_with(is_cjk_letter) && ending.contains(negation))
}

fn is_qualifier(word: &str) -> bool {
    let word = word.to_lowercase();
    QUALIFIERS.contains(&&*word) || word.ends_with("n't") || word.starts_with("n'")
}

/// Checks whether a word that ends at a hyphen is a prefix that changes the word behind it. The words around a dash, which has
/// no spaces in folded texts, count as well.
fn is_prefix(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let Some(prefix) = word.strip_suffix('-') else { return false };
    let last = prefix.rsplit('-').next().unwrap_or(prefix);
    PREFIXES.contains(&prefix) || PREFIXES.contains(&last) || is_qualifier(last)
}

/// Checks whether a folded sentence has a qualifier.
fn is_qualified(sentence: &str) -> bool {
    let has_prefix = |word: &str| word.match_indices('-').any(|(at, _)| is_prefix(&word[..=at]));
    qualifier_in(sentence).is_some() || sentence.split(' ').any(has_prefix)
}

/// Returns the first qualifier of a folded text that is a word of its own.
fn qualifier_in(text: &str) -> Option<String> {
    let words = text.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\''));
    let mut qualifiers = words.filter(|word| is_qualifier(word)).map(str::to_owned);
    let cjk = || CJK_QUALIFIERS.iter().find(|word| text.contains(**word)).map(|word| (*word).to_owned());
    qualifiers.next().or_else(cjk)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_qualifiers_beside_the_words() {
        let dropped = |before, words, after| cut_of(before, words, after).map(|cut| cut.dropped);
        assert_eq!(dropped("The bridge may never ", "be built", " soon"), Some("never".into()));
        assert_eq!(dropped("The bridge could also ", "be built", ""), Some("could".into()));
        assert_eq!(dropped("", "will be built", " unless the town objects"), Some("unless".into()));
        assert_eq!(dropped("大桥可能", "建成", ""), Some("可能".into()));
        assert_eq!(dropped("The council may, if the money comes, ", "lower the toll", ""), Some("may".into()));
        assert_eq!(dropped("The council will, in spring, ", "lower the toll", ""), None);
        assert_eq!(dropped("und niemand ", "weiß Rat", ""), Some("niemand".into()));
        assert_eq!(dropped("如果明年", "资金到位", ""), Some("如果".into()));
        assert_eq!(dropped("", "計画を可決し", "なかった。"), Some("なかった".into()));
        assert_eq!(dropped("", "計画を可決し", "た。"), None);
        assert_eq!(dropped("", "다리를 약속하지", " 않았다."), Some("않".into()));
        assert_eq!(dropped("Nous n'", "avons promis", ""), Some("n'".into()));
        assert_eq!(dropped("It was not so. They ", "agree", ""), None);
        assert_eq!(dropped("They all ", "agree", " with it"), None);
        assert_eq!(dropped("It passed a non-", "binding resolution", ""), Some("non-".into()));
        assert_eq!(dropped("The “un-", "elected body", " spoke"), Some("un-".into()));
        assert_eq!(dropped("It was not-", "so they say-adopted", ""), Some("not-".into()));
        assert_eq!(dropped("the well-", "known plan", ""), None);
        assert_eq!(dropped("会议结束。大桥可能", "建成", ""), Some("可能".into()));
        assert_eq!(dropped("通过非", "约束性决议", ""), Some("非".into()));
        let cut = cut_of("It passed a non-", "binding resolution", "").unwrap();
        assert_eq!(cut.excerpt, "a non-[binding resolution]");
        let cut = cut_of("The bridge may never ", "be built", " soon").unwrap();
        assert_eq!(cut.excerpt, "may never [be built] soon");
    }

    #[test]
    fn finds_qualifiers_in_omissions() {
        let dropped = |text: &str, quotation: &str| {
            let haystack = Haystack::new(&crate::testkit::text_of(crate::span::FileId(0), &[text]));
            let folded = super::super::fold::fold(quotation);
            let parts = super::super::needle::parts(&folded);
            cut_in(&haystack, &parts, &folded.text, Passage::Paragraphs { first: 1, last: 1 }).map(|cut| cut.dropped)
        };
        let text = "The bridge will not, the mayor says, be built this year. Work on piers goes on.";
        assert_eq!(dropped(text, "bridge will … be built this year").as_deref(), Some("not"));
        assert_eq!(dropped(text, "bridge will [...] be built").as_deref(), Some("not"));
        assert_eq!(dropped(text, "bridge will [not] be built"), None);
        assert_eq!(dropped(text, "the mayor … goes on"), None);
        assert_eq!(dropped("大桥将不会在年内建成通车", "大桥将……建成通车").as_deref(), Some("不"));
        assert_eq!(dropped("The bridge, a new one, will be built", "The bridge … will be built"), None);
        assert_eq!(dropped("It opened. It may, they hope, last", "opened … last").as_deref(), Some("may"));
    }

    #[test]
    fn knows_qualified_sentences() {
        assert!(
            is_qualified("they did not agree")
                && is_qualified("they don't")
                && is_qualified("a non-'binding text'")
                && is_qualified("他们不同意")
        );
        assert!(!is_qualified("they agree on all notes"));
    }
}
