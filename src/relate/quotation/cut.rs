//! Finds quotations that begin or end beside a negation or a hedge of the text.
//!
//! The words beside a quotation are looked up when it is compared with its text; whether the author's own sentence has
//! the qualifier is decided with the other checks.

use super::fold::folded;
use super::haystack::Haystack;
use super::needle::QuotationPart;
use super::{Quotation, QuotationPlace};
use crate::model::Passage;
use crate::span::Sources;
use serde::{Deserialize, Serialize};

/// Words that change what the words beside them say, in lower case.
const QUALIFIERS: [&str; 34] = [
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
];

/// Qualifiers of Chinese and Japanese, which are not separated by spaces.
const CJK_QUALIFIERS: [&str; 8] = ["不", "未", "没有", "可能", "如果", "若", "据称", "或许"];

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

/// Finds a qualifier beside the words of a quotation in the passage that has them. `words` is the folded quotation.
pub(super) fn cut_in(haystack: &Haystack, parts: &[QuotationPart], words: &str, passage: Passage) -> Option<Cut> {
    let ranges = haystack.find_ranges(parts, passage);
    let ((first, start), (last, end)) = (ranges.first()?, ranges.last()?);
    cut_of(&haystack.block(*first)[..start.start], words, &haystack.block(*last)[end.end..])
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
        (before.rfind(is_end).map_or(0, |at| at + 1), after.find(is_end).unwrap_or(after.len()))
    };
    format!("{} {}", before.get(from..).unwrap_or(""), after.get(..to).unwrap_or(""))
}

/// Finds a qualifier beside quoted words. All texts are folded.
fn cut_of(before: &str, words: &str, after: &str) -> Option<Cut> {
    let clause_start = before.rfind(['.', ',', ';', ':', '!', '?', '。', '，', '；']).map_or(0, |at| at + 1);
    let clause = before.get(clause_start..).unwrap_or("");
    let preceding: Vec<&str> = clause.split(' ').rev().filter(|word| !word.is_empty()).take(WORDS_BEFORE).collect();
    let following = after.trim_start_matches(' ').split([' ', ',', '.', ';', '。', '，']).next().unwrap_or("");
    let cjk = CJK_QUALIFIERS.iter().find(|qualifier| clause.ends_with(*qualifier)).copied();
    let dropped = preceding.iter().copied().chain([following]).find(|word| is_qualifier(word)).or(cjk)?;
    let shown: Vec<&str> = preceding.iter().rev().copied().collect();
    let gap = if shown.is_empty() || before.ends_with(' ') { " " } else { "" };
    let after = if following.is_empty() { String::new() } else { format!(" {following}") };
    Some(Cut { dropped: dropped.to_owned(), excerpt: format!("{}{gap}[{words}]{after}", shown.join(" ")) })
}

fn is_qualifier(word: &str) -> bool {
    QUALIFIERS.contains(&word.to_lowercase().as_str()) || word.ends_with("n't")
}

/// Checks whether a folded sentence has a qualifier.
fn is_qualified(sentence: &str) -> bool {
    sentence.split(' ').any(is_qualifier) || CJK_QUALIFIERS.iter().any(|word| sentence.contains(word))
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
        assert_eq!(dropped("It was not so. They ", "agree", ""), None);
        assert_eq!(dropped("They all ", "agree", " with it"), None);
        let cut = cut_of("The bridge may never ", "be built", " soon").unwrap();
        assert_eq!(cut.excerpt, "may never [be built] soon");
    }

    #[test]
    fn knows_qualified_sentences() {
        assert!(is_qualified("they did not agree") && is_qualified("they don't") && is_qualified("他们不同意"));
        assert!(!is_qualified("they agree on all notes"));
    }
}
