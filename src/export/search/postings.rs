//! Inverts the records: for each term, the records that have it, with the level of the term in each.

use super::weights::Level;
use rustc_hash::FxHashMap;

/// Records with a term, in ascending order.
type Postings = Vec<(u32, Level)>;

/// Terms with their records.
#[derive(Default)]
pub(super) struct InvertedIndex {
    /// Terms in ascending order with their postings.
    pub(super) terms: Vec<(Box<str>, Postings)>,
}

impl InvertedIndex {
    /// Inverts the terms of all records, given in the order of the records.
    pub(super) fn new(records: impl Iterator<Item = Vec<(Box<str>, Level)>>) -> InvertedIndex {
        let mut by_term: FxHashMap<Box<str>, Postings> = FxHashMap::default();
        for (number, terms) in (0_u32..).zip(records) {
            for (term, level) in terms {
                by_term.entry(term).or_default().push((number, level));
            }
        }
        let mut terms: Vec<(Box<str>, Postings)> = by_term.into_iter().collect();
        terms.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        InvertedIndex { terms }
    }

    /// Returns the words of letters, whose misspellings are forgiven.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let is_word = |term: &&str| {
            let mut letters = term.chars();
            letters.clone().nth(3).is_some() && letters.all(|c| c.is_alphabetic() && c < '\u{600}')
        };
        self.terms.iter().map(|(term, _)| &**term).filter(is_word)
    }
}

/// Writes a term with its records: `waico 3kA12b`. Each record is the distance from the one before, which is left out
/// if it is 1, and its level as a letter: a capital one if a name has the term.
pub(super) fn write_postings(term: &str, postings: &[(u32, Level)], line: &mut String) {
    line.push_str(term);
    line.push(' ');
    let mut previous = None;
    for (record, Level { level, is_in_name }) in postings {
        let gap = record - previous.unwrap_or(0) + u32::from(previous.is_none());
        if gap > 1 {
            line.push_str(&gap.to_string());
        }
        line.push(char::from(if *is_in_name { b'A' } else { b'a' } + level));
        previous = Some(*record);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_distances_and_levels() {
        let level = |level, is_in_name| Level { level, is_in_name };
        let mut line = String::new();
        write_postings("waico", &[(0, level(25, true)), (1, level(0, false)), (13, level(2, false))], &mut line);
        assert_eq!(line, "waico Za12c");
        line.clear();
        write_postings("x", &[(7, level(1, true))], &mut line);
        assert_eq!(line, "x 8B");
    }

    #[test]
    fn inverts_and_sorts() {
        let level = Level { level: 1, is_in_name: false };
        let records = [
            vec![("treaty".into(), level), ("a".into(), level)],
            vec![("treaty".into(), level), ("桥梁".into(), level)],
        ];
        let index = InvertedIndex::new(records.into_iter());
        let terms: Vec<&str> = index.terms.iter().map(|(term, _)| &**term).collect();
        assert_eq!(terms, ["a", "treaty", "桥梁"]);
        assert_eq!(index.terms[1].1, [(0, level), (1, level)]);
        assert_eq!(index.words().collect::<Vec<_>>(), ["treaty"]);
    }
}
