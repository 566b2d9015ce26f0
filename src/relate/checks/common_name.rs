//! Rule `common-name`: a name that texts use as an ordinary word, too.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Kind, Site};
use crate::span::Span;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

pub(in crate::relate) static COMMON_NAME: Rule = Rule {
    code: "common-name",
    severity: Severity::Note,
    what: "A name also stands in lower case in the texts of articles, at least half as often as with its capital.",
    why: "Where a sentence begins, the ordinary word looks like the name.",
    wrong: "names = [\"May\"]",
    right: "names = [{ name = \"May\", only_with = true }]",
};

/// Minimum number of places in lower case.
const MIN_PLACES: usize = 2;

/// Numbers of places of a word in the texts.
#[derive(Default)]
struct WordCount {
    as_name: usize,
    in_lower_case: usize,
}

/// Reports such names. Only names of one word with a single capital are looked at: acronyms differ from words.
pub(in crate::relate) fn check(site: &Site, diagnostics: &mut Diagnostics) {
    let mut names: BTreeMap<String, Vec<(&str, Span)>> = BTreeMap::new();
    // Topics are ordinary words, whatever the case of their titles.
    let is_searched = |kind: Kind| kind.is_linked_on_mention() && kind != Kind::Topic;
    for (_, record) in site.visible().filter(|(_, record)| is_searched(record.kind())) {
        let candidates =
            record.searched_names().filter(|(name, limits)| !limits.only_with && is_capitalized_word(&name.value));
        for (name, _) in candidates {
            names.entry(name.value.to_lowercase()).or_default().push((&name.value, name.span));
        }
    }
    let counts = count(site, &names);
    for (word, spans) in &names {
        let Some(count) = counts.get(word.as_str()) else { continue };
        if count.in_lower_case < MIN_PLACES || count.in_lower_case * 2 < count.as_name {
            continue;
        }
        for (name, span) in spans {
            let message = format!(
                "the texts have `{word}` in lower case in {} places, and `{name}` in {}",
                count.in_lower_case, count.as_name
            );
            let help =
                format!("write `{{ name = \"{name}\", only_with = true }}`: it then counts only beside a fuller name");
            diagnostics.push(Diagnostic::new(&COMMON_NAME, *span, message).label("also an ordinary word").help(help));
        }
    }
}

fn is_capitalized_word(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(char::is_uppercase) && name.chars().count() > 1 && chars.all(char::is_lowercase)
}

/// Counts the places of names and of the same words in lower case.
fn count<'n>(site: &Site, names: &'n BTreeMap<String, Vec<(&str, Span)>>) -> FxHashMap<&'n str, WordCount> {
    let mut counts: FxHashMap<&str, WordCount> =
        names.keys().map(|word| (word.as_str(), WordCount::default())).collect();
    if counts.is_empty() {
        return counts;
    }
    let texts = site.visible().filter_map(|(_, record)| record.text());
    for words in texts.flat_map(|text| &text.passages).map(|block| &block.words) {
        for word in words.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            if let Some(count) = counts.get_mut(word) {
                count.in_lower_case += 1;
            } else if is_capitalized_word(word)
                && let Some(count) = counts.get_mut(word.to_lowercase().as_str())
            {
                count.as_name += 1;
            }
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::Sample;

    #[test]
    fn reports_names_that_are_ordinary_words() {
        let mut sample = Sample::new();
        sample
            .add(Kind::Article, "a", "A")
            .text(&["It may rain, May said. You may go. The harbour closed.", "Lind and Lind."]);
        for name in ["May", "Harbour", "Lind", "US"] {
            sample.add(Kind::Actor, &name.to_lowercase(), name);
        }
        let (site, _) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        check(&site, &mut diagnostics);
        let messages: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        assert_eq!(messages, ["the texts have `may` in lower case in 2 places, and `May` in 1"]);
    }
}
