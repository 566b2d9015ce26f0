//! Finds the words of a text that come nearest to a quotation, and says where the two differ.
//!
//! 1. Both are folded and cut into words (CJK characters are words of their own).
//! 2. The passages that share most words with the quotation are looked at closely, a few of them.
//! 3. In each, the stretch with the fewest words to change, add or leave out is found; the best one wins.

use super::fold::{FoldedText, fold, folded};
use super::needle::QuotationPart;
use crate::model::script::is_cjk;
use crate::model::{Passage, Text};
use rustc_hash::FxHashSet;
use std::fmt::Write;
use std::ops::Range;

/// How many passages are compared word by word.
const MAX_PASSAGES: usize = 3;

/// How many words of a quotation and of a passage are compared.
const MAX_QUOTED_WORDS: usize = 200;
const MAX_PASSAGE_WORDS: usize = 4000;

/// The words of a text that come nearest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::relate) struct NearestMatch {
    /// Where they stand.
    pub(in crate::relate) passage: Passage,
    /// The first difference.
    pub(in crate::relate) first_change: WordChange,
    /// All of the stretch: `the [-ten-]{+fourteen+} ferries`.
    pub(in crate::relate) diff: String,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::relate) struct WordChange {
    /// The folded bytes of the quotation; where words are missing, those of the word before or behind.
    pub(in crate::relate) quoted: Range<usize>,
    /// The words that the quotation has.
    pub(in crate::relate) from: String,
    /// The words that the text has instead.
    pub(in crate::relate) to: String,
}

/// The nearest words to a part of a quotation; nothing when less than half of it is like anything in the text.
pub(super) fn nearest(part: &QuotationPart, text: &Text) -> Option<NearestMatch> {
    let mut quoted = word_ranges(&part.words);
    quoted.truncate(MAX_QUOTED_WORDS);
    let wanted: FxHashSet<&str> = quoted.iter().map(|range| &part.words[range.clone()]).collect();
    let mut likely: Vec<(usize, usize)> = (0..text.passages.len())
        .map(|at| (shared_word_count(&folded(&text.passages[at].words), &wanted), at))
        .filter(|&(shared, _)| shared > 0)
        .collect();
    likely.sort_by_key(|&(shared, at)| (std::cmp::Reverse(shared), at));
    let compared = likely.iter().take(MAX_PASSAGES).map(|&(_, at)| {
        let block = &text.passages[at];
        (align(part, &quoted, &fold(&block.words)), &block.words, block.passage)
    });
    let (alignment, source, passage) = compared.min_by_key(|(alignment, ..)| alignment.cost)?;
    let enough = alignment.cost * 2 <= quoted.len() && alignment.cost > 0;
    enough.then(|| alignment.describe(part, source, passage)).flatten()
}

/// The places of the words of a folded text; what a dash or hyphen joins are several words.
fn word_ranges(folded: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for (at, c) in folded.char_indices() {
        let end = at + c.len_utf8();
        match found.last_mut() {
            _ if matches!(c, ' ' | '-') => open = false,
            Some(last) if open && !is_cjk(c) => last.end = end,
            _ => {
                found.push(at..end);
                open = !is_cjk(c);
            }
        }
    }
    found
}

/// A word without the punctuation around it: a comma more or less is no other word.
fn trim_punctuation(word: &str) -> &str {
    let trimmed = word.trim_matches(|c: char| matches!(c, '\'' | ',' | '.' | ';' | ':' | '(' | ')'));
    if trimmed.is_empty() { word } else { trimmed }
}

fn shared_word_count(passage: &str, wanted: &FxHashSet<&str>) -> usize {
    let there: FxHashSet<&str> =
        word_ranges(passage).into_iter().map(|range| trim_punctuation(&passage[range])).collect();
    wanted.iter().filter(|word| there.contains(trim_punctuation(word))).count()
}

/// One step through quotation and text side by side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AlignmentStep {
    Equal,
    Replace,
    /// A word that only the quotation has.
    Delete,
    /// A word that only the text has.
    Insert,
}

struct Alignment {
    cost: usize,
    quoted: Vec<Range<usize>>,
    steps: Vec<(AlignmentStep, usize, usize)>,
    source: FoldedText,
    words: Vec<Range<usize>>,
}

/// The cheapest way to turn the quoted words into a stretch of the passage.
fn align(part: &QuotationPart, quoted: &[Range<usize>], source: &FoldedText) -> Alignment {
    let mut there = word_ranges(&source.text);
    there.truncate(MAX_PASSAGE_WORDS);
    let same = |q: usize, w: usize| {
        let (quote, word) = (&part.words[quoted[q].clone()], &source.text[there[w].clone()]);
        let at_edge = q == 0 || q + 1 == quoted.len();
        quote == word || at_edge && trim_punctuation(quote) == trim_punctuation(word)
    };
    let width = there.len() + 1;
    let mut cost = vec![0_usize; width * (quoted.len() + 1)];
    for q in 1..=quoted.len() {
        cost[q * width] = q;
        for w in 1..width {
            let diagonal = cost[(q - 1) * width + w - 1] + usize::from(!same(q - 1, w - 1));
            cost[q * width + w] = diagonal.min(cost[(q - 1) * width + w] + 1).min(cost[q * width + w - 1] + 1);
        }
    }
    let last = quoted.len() * width;
    // Among ends that cost the same, one at the quotation's last word shows best where the two differ.
    let meets = |w: usize| w > 0 && quoted.len().checked_sub(1).is_some_and(|q| same(q, w - 1));
    let end = (0..width).min_by_key(|&w| (cost[last + w], !meets(w))).unwrap_or(0);
    let mut steps = Vec::new();
    let (mut q, mut w) = (quoted.len(), end);
    while q > 0 {
        let here = cost[q * width + w];
        let before = |q: usize, w: usize| cost[q * width + w];
        if w > 0 && same(q - 1, w - 1) && before(q - 1, w - 1) == here {
            (q, w) = (q - 1, w - 1);
            steps.push((AlignmentStep::Equal, q, w));
        } else if w > 0 && before(q - 1, w - 1) + 1 == here {
            (q, w) = (q - 1, w - 1);
            steps.push((AlignmentStep::Replace, q, w));
        } else if before(q - 1, w) + 1 == here {
            q -= 1;
            steps.push((AlignmentStep::Delete, q, w));
        } else {
            w -= 1;
            steps.push((AlignmentStep::Insert, q, w));
        }
    }
    steps.reverse();
    Alignment { cost: cost[last + end], quoted: quoted.to_vec(), steps, source: source.clone(), words: there }
}

impl Alignment {
    /// Puts the differences into words; `source` is the passage as written.
    fn describe(&self, part: &QuotationPart, source: &str, passage: Passage) -> Option<NearestMatch> {
        let mut diff = String::new();
        let mut first = None;
        for run in self.steps.chunk_by(|a, b| (a.0 == AlignmentStep::Equal) == (b.0 == AlignmentStep::Equal)) {
            let mut there = run.iter().filter(|(step, ..)| *step != AlignmentStep::Delete).map(|&(_, _, w)| w);
            let to = there.next().map_or("", |first| {
                let last = there.next_back().unwrap_or(first);
                &source[self.source.original_range(self.words[first].start..self.words[last].end)]
            });
            let gap = if diff.is_empty() || to.starts_with(is_cjk) { "" } else { " " };
            if run[0].0 == AlignmentStep::Equal {
                let _ = write!(diff, "{gap}{to}");
                continue;
            }
            let change = self.change(part, run, to.to_owned());
            let _ = write!(diff, "{gap}");
            if !change.from.is_empty() {
                let _ = write!(diff, "[-{}-]", change.from);
            }
            if !change.to.is_empty() {
                let _ = write!(diff, "{{+{}+}}", change.to);
            }
            first = first.or(Some(change));
        }
        Some(NearestMatch { passage, first_change: first?, diff })
    }

    fn change(&self, part: &QuotationPart, run: &[(AlignmentStep, usize, usize)], to: String) -> WordChange {
        let mut quoted =
            run.iter().filter(|(step, ..)| *step != AlignmentStep::Insert).map(|&(_, q, _)| self.quoted[q].clone());
        let shift = |range: Range<usize>| part.range.start + range.start..part.range.start + range.end;
        if let Some(first) = quoted.next() {
            let end = quoted.next_back().map_or(first.end, |last| last.end);
            let from = part.words[first.start..end].to_owned();
            return WordChange { quoted: shift(first.start..end), from, to };
        }
        let beside = run.first().and_then(|&(_, q, _)| self.quoted.get(q).or(self.quoted.last()));
        WordChange { quoted: shift(beside.cloned().unwrap_or_default()), from: String::new(), to }
    }
}

#[cfg(test)]
mod tests {
    use super::super::haystack::tests::text;
    use super::super::needle::parts;
    use super::*;

    fn told(quotation: &str) -> Option<[String; 4]> {
        let text = text(&[
            "The town is old.",
            "The council said that “fourteen” ferries are not enough for the town.",
            "渡轮每天早上都坐满了人。",
        ]);
        let folded = fold(quotation);
        let near = nearest(&parts(&folded)[0], &text)?;
        let marked = folded.text[near.first_change.quoted.clone()].to_owned();
        Some([near.passage.to_string(), marked, near.first_change.to, near.diff])
    }

    #[test]
    fn tells_another_word() {
        let other = ["¶2", "ten", "“fourteen”", "said that [-ten-]{+“fourteen”+} ferries are"];
        assert_eq!(told("said that ten ferries are").unwrap(), other);
        assert_eq!(told("渡轮每天晚上都").unwrap()[3], "渡轮每天[-晚-]{+早+}上都");
    }

    #[test]
    fn tells_a_missing_word() {
        let missing = ["¶2", "enough", "not", "ferries are {+not+} enough for"];
        assert_eq!(told("ferries are enough for").unwrap(), missing);
        assert_eq!(told("ferries are enough").unwrap()[3], "ferries are {+not+} enough");
    }

    #[test]
    fn tells_a_word_too_many() {
        let more = ["¶2", "nearly", "", "not [-nearly-] enough for the town."];
        assert_eq!(told("not nearly enough for the town").unwrap(), more);
    }

    #[test]
    fn says_nothing_of_other_words() {
        assert_eq!(told("nothing like it was ever seen"), None);
        assert_eq!(told("harbour"), None);
    }
}
