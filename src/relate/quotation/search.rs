//! Searches the texts of articles for words that an author wants to quote.
//!
//! 1. Find every passage that contains the words, ignoring typography.
//! 2. If there is none, find the nearest match in each text; the most similar ones come first.

use super::fold::fold;
use super::haystack::Haystack;
use super::needle::{self, QuotationPart};
use super::{NearestMatch, align};
use crate::model::{Kind, Passage, RecordId, Site, Text};
use rayon::prelude::*;

/// Maximum number of near matches, one per text.
const MAX_NEAR: usize = 5;

/// Passage that contains the words, or similar ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordMatch {
    /// Article with the passage.
    pub article: RecordId,
    /// Passage with the words.
    pub passage: Passage,
    /// Words of the text and word diff if they differ: `the [-ten-]{+fourteen+} ferries`.
    pub difference: Option<(String, String)>,
}

/// Finds words in the texts of all articles, or of one. Returns exact matches in the order of records and passages, or
/// else near matches by ascending difference; empty if no text has similar words.
pub fn find_words(site: &Site, words: &str, only: Option<RecordId>) -> Vec<WordMatch> {
    let parts = needle::parts(&fold(words));
    if parts.is_empty() {
        return Vec::new();
    }
    let texts: Vec<(RecordId, &Text)> =
        texts(site).filter(|(id, _)| only.is_none_or(|only| site.record(only).id == site.record(*id).id)).collect();
    let searched: Vec<(Vec<Passage>, Option<NearestMatch>)> =
        texts.par_iter().map(|(_, text)| search(&parts, text)).collect();
    let exact = texts.iter().zip(&searched).flat_map(|((article, _), (passages, _))| {
        passages.iter().map(|&passage| WordMatch { article: *article, passage, difference: None })
    });
    let exact: Vec<WordMatch> = exact.collect();
    if !exact.is_empty() {
        return exact;
    }
    let nearest = texts.iter().zip(searched).filter_map(|((article, _), (_, nearest))| Some((*article, nearest?)));
    let mut nearest: Vec<(RecordId, NearestMatch)> = nearest.collect();
    nearest.sort_by_key(|(article, nearest)| (nearest.cost, *article));
    nearest.truncate(MAX_NEAR);
    let near_match = |(article, nearest): (RecordId, NearestMatch)| WordMatch {
        article,
        passage: nearest.passage,
        difference: Some((nearest.source_words, nearest.diff)),
    };
    nearest.into_iter().map(near_match).collect()
}

/// Iterates over the texts at hand, each once: translations of an article share its text.
fn texts(site: &Site) -> impl Iterator<Item = (RecordId, &Text)> {
    let mut previous = None;
    site.all().filter(|(_, record)| record.kind() == Kind::Article).filter_map(move |(id, record)| {
        let text = record.text().filter(|_| previous != Some(&record.id))?;
        previous = Some(&record.id);
        Some((id, text))
    })
}

/// Returns the passages with all parts, and the nearest match of the longest part that the text lacks.
fn search(parts: &[QuotationPart], text: &Text) -> (Vec<Passage>, Option<NearestMatch>) {
    let haystack = Haystack::new(text);
    let passages = haystack.occurrences(parts);
    if !passages.is_empty() {
        return (passages, None);
    }
    (passages, nearest_missing(parts, &haystack, text))
}

/// Finds the nearest match of the longest part that a text lacks.
pub(super) fn nearest_missing(parts: &[QuotationPart], haystack: &Haystack, text: &Text) -> Option<NearestMatch> {
    let missing = parts.iter().filter(|part| haystack.occurrences(std::slice::from_ref(*part)).is_empty());
    align::nearest(missing.max_by_key(|part| part.words.len())?, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::Sample;

    fn find(words: &str, only: Option<&str>) -> Vec<[String; 4]> {
        let mut sample = Sample::new();
        let paragraphs: [(&str, &[&str]); 3] = [
            ("a", &["The council said that “fourteen” ferries are not enough.", "It said so twice."]),
            ("b", &["Nobody said that fifty ferries are not enough.", "The council said so."]),
            ("c", &[]),
        ];
        for (id, paragraphs) in paragraphs {
            let record = sample.add(Kind::Article, id, id);
            if !paragraphs.is_empty() {
                record.text(paragraphs);
            }
        }
        let (site, _) = sample.finish();
        let id = |id: &str| site.all().find(|(_, record)| *record.id == *id).unwrap().0;
        let row = |found: WordMatch| {
            let (text, diff) = found.difference.unwrap_or_default();
            [site.record(found.article).id.to_string(), found.passage.to_string(), text, diff]
        };
        find_words(&site, words, only.map(id)).into_iter().map(row).collect()
    }

    #[test]
    fn finds_every_passage_in_any_typography() {
        let exact = |id: &str, passage: &str| [id.to_owned(), passage.to_owned(), String::new(), String::new()];
        assert_eq!(find("\"fourteen\" ferries … enough", None), [exact("a", "¶1")]);
        assert_eq!(find("said", None).len(), 4);
        assert_eq!(find("said so", None), [exact("a", "¶2"), exact("b", "¶2")]);
        assert_eq!(find("said so", Some("b")), [exact("b", "¶2")]);
    }

    #[test]
    fn finds_nearest_words_with_their_difference() {
        let found = find("said that ten ferries are not enough", None);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0][..3], ["a", "¶1", "said that “fourteen” ferries are not enough."]);
        assert_eq!(found[1][3], "said that [-ten-]{+fifty+} ferries are not enough.");
        assert_eq!(find("council said that fourteen ferries are never enough", None)[0][0], "a");
    }

    #[test]
    fn finds_nothing_in_unrelated_texts() {
        for words in ["a train at night in the snow", "…", ""] {
            assert_eq!(find(words, None), [[""; 4]; 0], "{words}");
        }
        assert_eq!(find("said so", Some("c")), [[""; 4]; 0]);
    }
}
