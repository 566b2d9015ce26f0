//! Replaces authors who are those of the entry before by a dash. It depends on the order of the page's references, so it
//! is done for each page.

use super::renderer::BibliographyEntry;
use super::runs::{Part, StyledRun};
use super::style::AuthorSubstitute;
use hayagriva::citationberg::SubsequentAuthorSubstituteRule as Rule;
use std::ops::Range;

/// Returns an entry with its authors replaced, or `None` if they are not those of the entry before.
pub(super) fn substituted(
    substitute: &AuthorSubstitute,
    previous: &BibliographyEntry,
    entry: &BibliographyEntry,
) -> Option<Vec<StyledRun>> {
    // Names behind `et al.` may differ.
    let has_same_authors = previous.authors == entry.authors;
    let (previous, entry) = (previous.runs.as_slice(), entry.runs.as_slice());
    let (before, now) = (names(previous)?, names(entry)?);
    let texts = |runs: &[StyledRun], names: &[Range<usize>]| -> Vec<String> {
        names.iter().map(|name| runs[name.clone()].iter().map(|run| run.text.as_str()).collect()).collect()
    };
    let (old, new) = (texts(previous, &before), texts(entry, &now));
    let alike = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let is_same = has_same_authors && old == new && list_text(previous) == list_text(entry);
    let replaced: Vec<Range<usize>> = match substitute.rule {
        Rule::CompleteAll if is_same => {
            let whole = now.first()?.start..list_end(entry, now.last()?.end);
            [whole].to_vec()
        }
        Rule::CompleteEach if is_same => now,
        Rule::PartialEach => now[..alike].to_vec(),
        Rule::PartialFirst => now[..alike.min(1)].to_vec(),
        Rule::CompleteAll | Rule::CompleteEach => Vec::new(),
    };
    if replaced.is_empty() {
        return None;
    }
    let mut runs = Vec::with_capacity(entry.len());
    let mut at = 0;
    for range in replaced {
        runs.extend_from_slice(&entry[at..range.start]);
        runs.push(StyledRun { part: Part::Names(0), ..StyledRun::plain(&substitute.text) });
        at = range.end;
    }
    runs.extend_from_slice(&entry[at..]);
    Some(runs)
}

/// Returns the ranges of runs of the names in the first list; `None` without names.
fn names(runs: &[StyledRun]) -> Option<Vec<Range<usize>>> {
    let list = runs.iter().find_map(|run| run.part.names())?;
    let mut names: Vec<Range<usize>> = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        match (run.part, names.last_mut()) {
            (Part::Name(of, _), Some(name)) if of == list && name.end == index && runs[name.start].part == run.part => {
                name.end = index + 1;
            }
            (Part::Name(of, _), _) if of == list => names.push(index..index + 1),
            _ => {}
        }
    }
    (!names.is_empty()).then_some(names)
}

/// Returns the text of the first list of names.
fn list_text(runs: &[StyledRun]) -> String {
    let list = runs.iter().find_map(|run| run.part.names());
    runs.iter().filter(|run| run.part.names() == list).map(|run| run.text.as_str()).collect()
}

/// Returns the end of the words behind the last name that stand for more names: `et al.`
fn list_end(runs: &[StyledRun], last: usize) -> usize {
    let follows = runs.get(last).filter(|run| matches!(run.part, Part::Names(_)));
    let is_et_al =
        follows.is_some_and(|run| ["et al", "and others", "等", "u. a"].iter().any(|words| run.text.contains(words)));
    if is_et_al { last + 1 } else { last }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::csl_item::CitedName;
    use crate::cite::runs::plain_text;

    fn entry(names: &[&str], rest: &str, hidden: &str) -> BibliographyEntry {
        let mut runs = Vec::new();
        for (index, name) in names.iter().enumerate() {
            if index > 0 {
                runs.push(StyledRun { part: Part::Names(0), ..StyledRun::plain(", and ") });
            }
            runs.push(StyledRun { part: Part::Name(0, index), ..StyledRun::plain(name) });
        }
        if !hidden.is_empty() {
            runs.push(StyledRun { part: Part::Names(0), ..StyledRun::plain(", et al.") });
        }
        runs.push(StyledRun::plain(rest));
        let author = |name: &&str| CitedName { family: (*name).to_owned(), given: String::new(), family_first: false };
        let authors = names.iter().chain([&hidden]).map(author).collect();
        BibliographyEntry { runs, authors, ..BibliographyEntry::default() }
    }

    fn printed(rule: Rule, before: &[&str], names: &[&str]) -> String {
        with_hidden(rule, (before, ""), (names, ""))
    }

    fn with_hidden(rule: Rule, before: (&[&str], &str), now: (&[&str], &str)) -> String {
        let substitute = AuthorSubstitute { text: "———".to_owned(), rule };
        let (before, now) = (entry(before.0, ". 2030", before.1), entry(now.0, ". 2031", now.1));
        plain_text(&substituted(&substitute, &before, &now).unwrap_or(now.runs))
    }

    #[test]
    fn replaces_all_names_if_all_are_the_same() {
        assert_eq!(printed(Rule::CompleteAll, &["Brook", "Ash"], &["Brook", "Ash"]), "———. 2031");
        assert_eq!(printed(Rule::CompleteAll, &["Brook", "Ash"], &["Brook"]), "Brook. 2031");
        assert_eq!(printed(Rule::CompleteAll, &["Brook"], &["Brook", "Ash"]), "Brook, and Ash. 2031");
        assert_eq!(printed(Rule::CompleteEach, &["Brook", "Ash"], &["Brook", "Ash"]), "———, and ———. 2031");
        assert_eq!(printed(Rule::CompleteAll, &[], &["Brook"]), "Brook. 2031");
        let et_al = |before, now| with_hidden(Rule::CompleteAll, (&["Brook"], before), (&["Brook"], now));
        assert_eq!(et_al("Ash", "Ash"), "———. 2031");
        assert_eq!(et_al("Ash", "Elm"), "Brook, et al.. 2031");
    }

    #[test]
    fn replaces_names_that_are_the_same() {
        assert_eq!(printed(Rule::PartialEach, &["Brook", "Ash"], &["Brook", "Elm"]), "———, and Elm. 2031");
        assert_eq!(printed(Rule::PartialFirst, &["Brook", "Ash"], &["Brook", "Ash"]), "———, and Ash. 2031");
        assert_eq!(printed(Rule::PartialFirst, &["Ash"], &["Brook", "Ash"]), "Brook, and Ash. 2031");
    }
}
