//! Matcher: one Aho-Corasick automaton for all names of a language.

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
    // `None` if there are no names.
    automaton: Option<AhoCorasick>,
    patterns: Vec<NamePattern>,
}

/// Match of a name in a text.
pub(super) struct Match {
    pub(super) range: Range<usize>,
    /// Canonical record, or `None` for a name that only hides the names within it.
    pub(super) to: Option<RecordId>,
}

#[derive(Clone, Copy, Debug)]
struct NamePattern {
    to: Option<RecordId>,
    at_sentence_start: bool,
    priority: MatchPriority,
}

/// Priority of a name that belongs to several records; the highest one is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum MatchPriority {
    /// Title of an article: it refers to the article only.
    Title,
    /// Name with a capital letter added for the beginning of a sentence.
    SentenceStart,
    /// Name as written.
    Name,
}

impl Matcher {
    /// Builds the automaton from titles and names in a language and in the default language.
    pub(super) fn new(site: &Site, index: &RecordIndex, language: &str) -> Matcher {
        let default = &site.config.default_language;
        Matcher::build(site, index, |record| *record.language == *language || record.language == *default)
    }

    /// Builds the automaton from titles and names in all languages.
    pub(super) fn of_all_languages(site: &Site, index: &RecordIndex) -> Matcher {
        Matcher::build(site, index, |_| true)
    }

    fn build(site: &Site, index: &RecordIndex, is_included: impl Fn(&Record) -> bool) -> Matcher {
        let mut names: BTreeMap<String, NamePattern> = BTreeMap::new();
        for (id, record) in site.visible().filter(|(_, record)| is_included(record)) {
            add_record(&mut names, record, index.canonical(id));
        }
        let patterns = names.values().copied().collect();
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(names.keys());
        Matcher { automaton: automaton.ok().filter(|_| !names.is_empty()), patterns }
    }

    /// Returns all names that occur as whole words, in order. Of overlapping ones, the first is kept; of those with the
    /// same start, the longest.
    pub(super) fn matches(&self, text: &str) -> Vec<Match> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut matches: Vec<Match> = automaton
            .find_overlapping_iter(text)
            .filter_map(|candidate| {
                let pattern = self.patterns[candidate.pattern().as_usize()];
                let range = candidate.range();
                let is_valid = is_whole_words(text, &range)
                    && (!pattern.at_sentence_start || begins_sentence(&text[..range.start]));
                is_valid.then_some(Match { range, to: pattern.to })
            })
            .collect();
        matches.sort_by_key(|name_match| (name_match.range.start, Reverse(name_match.range.end)));
        let mut end = 0;
        matches.retain(|name_match| {
            let is_free = name_match.range.start >= end;
            if is_free {
                end = name_match.range.end;
            }
            is_free
        });
        matches
    }
}

fn add_record(names: &mut BTreeMap<String, NamePattern>, record: &Record, to: RecordId) {
    let weight = match record.kind() {
        Kind::Article => MatchPriority::Title,
        kind if kind.is_linked_on_mention() => MatchPriority::Name,
        _ => return,
    };
    for name in record.title_and_names() {
        for variant in name_variants(&name.value) {
            let at_sentence_start = variant.capitalized;
            let weight = if at_sentence_start { weight.min(MatchPriority::SentenceStart) } else { weight };
            let to = Some(to).filter(|_| weight != MatchPriority::Title);
            let pattern = NamePattern { to, at_sentence_start, priority: weight };
            names.entry(variant.text).and_modify(|existing| *existing = existing.merge(pattern)).or_insert(pattern);
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
    use crate::testkit::Sample;

    fn matched(names: &[&str], text: &str) -> Vec<String> {
        let mut sample = Sample::new();
        for (at, name) in names.iter().enumerate() {
            sample.add(Kind::Topic, &format!("t{at}"), name);
        }
        let (site, _) = sample.finish();
        Matcher::new(&site, &RecordIndex::new(&site), "en")
            .matches(text)
            .into_iter()
            .map(|name_match| text[name_match.range].to_owned())
            .collect()
    }

    #[test]
    fn falls_back_to_shorter_name_if_longer_is_not_a_whole_word() {
        assert_eq!(matched(&["UN", "UN Pact"], "UN Pacts, UN Pact"), ["UN", "UN Pact"]);
        assert_eq!(matched(&["Pact", "UN Pac"], "UN Pact"), ["Pact"]);
    }

    #[test]
    fn finds_nothing_without_names() {
        assert_eq!(matched(&[], "Words"), Vec::<String>::new());
        assert_eq!(matched(&["x", ""], "x and x"), Vec::<String>::new(), "too short to be a name");
    }

    #[test]
    fn finds_names_in_either_unicode_form_and_any_quotation_marks() {
        assert_eq!(matched(&["Café"], "the Cafe\u{301} and the Café").len(), 2);
        assert_eq!(matched(&["\"AI+\" plan's end"], "an “AI+” plan’s end, an \"AI+\" plan's end").len(), 2);
        assert_eq!(matched(&["“AI+” plan"], "an “AI+” plan, an \"AI+\" plan").len(), 2);
    }

    proptest::proptest! {
        #[test]
        fn finds_whole_characters_in_any_text(text in "(UN|AI|[ +.\\-’“é中\u{301}]|\\PC){0,60}") {
            let names = ["UN", "AI+", "AI", "é", "“AI” é", "中文", "UN AI"];
            for name in matched(&names, &text) {
                assert!(text.contains(&name));
            }
        }
    }
}
