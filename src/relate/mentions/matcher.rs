//! All names of a language in one automaton.

use super::boundary::begins_sentence;
use super::name_variants::name_variants;
use crate::model::script::is_whole_words;
use crate::model::{Kind, Record, RecordId, Site};
use crate::relate::RecordIndex;
use aho_corasick::{AhoCorasick, MatchKind};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// Finds names in texts.
#[derive(Debug)]
pub(super) struct Matcher {
    // None when there are no names.
    automaton: Option<AhoCorasick>,
    patterns: Vec<NamePattern>,
}

/// A name in a text.
pub(super) struct Match {
    pub(super) range: Range<usize>,
    /// The record that stands for all languages; nothing for a name that hides others without being linked itself.
    pub(super) to: Option<RecordId>,
}

#[derive(Clone, Copy, Debug)]
struct NamePattern {
    to: Option<RecordId>,
    at_sentence_start: bool,
    priority: MatchPriority,
}

/// Which of two meanings of the same words counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum MatchPriority {
    /// The title of an article: words that speak of nothing but the article.
    Title,
    /// A name with a capital that it has at the beginning of a sentence only.
    SentenceStart,
    /// A name as it is.
    Name,
}

impl Matcher {
    /// Takes in the titles and names that records have in a language and in the default language.
    pub(super) fn new(site: &Site, index: &RecordIndex, language: &str) -> Matcher {
        let default = &site.config.default_language;
        Matcher::build(site, index, |record| *record.language == *language || record.language == *default)
    }

    /// Takes in the titles and names of all languages.
    pub(super) fn of_all_languages(site: &Site, index: &RecordIndex) -> Matcher {
        Matcher::build(site, index, |_| true)
    }

    fn build(site: &Site, index: &RecordIndex, is_taken: impl Fn(&Record) -> bool) -> Matcher {
        let mut names: BTreeMap<String, NamePattern> = BTreeMap::new();
        for (id, record) in site.visible().filter(|(_, record)| is_taken(record)) {
            add_record(&mut names, record, index.canonical(id));
        }
        let patterns = names.values().copied().collect();
        let builder = AhoCorasick::builder().match_kind(MatchKind::Standard).build(names.keys());
        Matcher { automaton: builder.ok().filter(|_| !names.is_empty()), patterns }
    }

    /// All names in a text that stand there as whole words, in order; where they overlap, the first, and of those that
    /// begin together the longest.
    pub(super) fn matches(&self, text: &str) -> Vec<Match> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut hits: Vec<Match> = automaton
            .find_overlapping_iter(text)
            .filter_map(|found| {
                let pattern = self.patterns[found.pattern().as_usize()];
                let range = found.range();
                let fits = is_whole_words(text, &range)
                    && (!pattern.at_sentence_start || begins_sentence(&text[..range.start]));
                fits.then_some(Match { range, to: pattern.to })
            })
            .collect();
        hits.sort_by_key(|hit| (hit.range.start, Reverse(hit.range.end)));
        let mut end = 0;
        hits.retain(|hit| {
            let free = hit.range.start >= end;
            if free {
                end = hit.range.end;
            }
            free
        });
        hits
    }
}

fn add_record(names: &mut BTreeMap<String, NamePattern>, record: &Record, to: RecordId) {
    let weight = match record.kind() {
        Kind::Article => MatchPriority::Title,
        kind if kind.is_linked_on_mention() => MatchPriority::Name,
        _ => return,
    };
    for name in std::iter::once(&record.title).chain(&record.names) {
        for form in name_variants(&name.value) {
            let at_sentence_start = form.capitalized;
            let weight = if at_sentence_start { weight.min(MatchPriority::SentenceStart) } else { weight };
            let to = Some(to).filter(|_| weight != MatchPriority::Title);
            let pattern = NamePattern { to, at_sentence_start, priority: weight };
            names.entry(form.text).and_modify(|known| *known = known.merge(pattern)).or_insert(pattern);
        }
    }
}

impl NamePattern {
    fn merge(self, other: NamePattern) -> NamePattern {
        match self.priority.cmp(&other.priority) {
            std::cmp::Ordering::Less => other,
            std::cmp::Ordering::Greater => self,
            std::cmp::Ordering::Equal => NamePattern { to: self.to.filter(|_| self.to == other.to), ..self },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relate::sample::Sample;

    fn found(names: &[&str], text: &str) -> Vec<String> {
        let mut sample = Sample::new();
        for (at, name) in names.iter().enumerate() {
            sample.add(Kind::Topic, &format!("t{at}"), name);
        }
        let (site, _) = sample.finish();
        Matcher::new(&site, &RecordIndex::new(&site), "en")
            .matches(text)
            .into_iter()
            .map(|hit| text[hit.range].to_owned())
            .collect()
    }

    #[test]
    fn falls_back_to_a_shorter_name_where_the_longer_is_no_whole_word() {
        assert_eq!(found(&["UN", "UN Pact"], "UN Pacts, UN Pact"), ["UN", "UN Pact"]);
        assert_eq!(found(&["Pact", "UN Pac"], "UN Pact"), ["Pact"]);
    }

    #[test]
    fn finds_nothing_without_names() {
        assert_eq!(found(&[], "Words"), Vec::<String>::new());
        assert_eq!(found(&["x", ""], "x and x"), Vec::<String>::new(), "too short to be a name");
    }

    #[test]
    fn finds_names_in_either_unicode_form_and_any_quotation_marks() {
        assert_eq!(found(&["Café"], "the Cafe\u{301} and the Café").len(), 2);
        assert_eq!(found(&["\"AI+\" plan's end"], "an “AI+” plan’s end, an \"AI+\" plan's end").len(), 2);
        assert_eq!(found(&["“AI+” plan"], "an “AI+” plan, an \"AI+\" plan").len(), 2);
    }

    proptest::proptest! {
        #[test]
        fn finds_whole_characters_in_any_text(text in "(UN|AI|[ +.\\-’“é中\u{301}]|\\PC){0,60}") {
            let names = ["UN", "AI+", "AI", "é", "“AI” é", "中文", "UN AI"];
            for name in found(&names, &text) {
                assert!(text.contains(&name));
            }
        }
    }
}
