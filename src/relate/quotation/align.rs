//! Finds the nearest match of a quotation in a text, and computes the word differences.
//!
//! 1. Fold both, and split them into words (CJK characters are words of their own).
//! 2. Rank the passages by the number of words shared with the quotation, and keep the best few.
//! 3. In each, find the range with the smallest edit distance in words; the best one wins.

use super::fold::{FoldedText, fold, folded};
use super::needle::QuotationPart;
use super::number::is_group_separator;
use crate::model::script::is_cjk;
use crate::model::{Passage, Text};
use rustc_hash::FxHashSet;
use std::fmt::Write;
use std::ops::Range;

/// Number of passages aligned word by word.
const MAX_PASSAGES: usize = 3;

/// Limits on the words compared: of a quotation, and of a passage.
const MAX_QUOTED_WORDS: usize = 200;
const MAX_PASSAGE_WORDS: usize = 4000;

/// Nearest match in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::relate) struct NearestMatch {
    /// Passage of the match.
    pub(in crate::relate) passage: Passage,
    /// First difference.
    pub(in crate::relate) first_change: WordChange,
    /// Word diff of the whole match: `the [-ten-]{+fourteen+} ferries`.
    pub(in crate::relate) diff: String,
    /// Words of the text, as written.
    pub(in crate::relate) source_words: String,
    /// Number of words to change.
    pub(in crate::relate) cost: usize,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::relate) struct WordChange {
    /// Byte range in the folded quotation; for an insertion, that of the word before or after.
    pub(in crate::relate) quoted: Range<usize>,
    /// Words of the quotation.
    pub(in crate::relate) from: String,
    /// Words of the text in their place.
    pub(in crate::relate) to: String,
}

/// Finds the nearest match for a part of a quotation, or `None` if more than half of its words would have to change.
pub(super) fn nearest(part: &QuotationPart, text: &Text) -> Option<NearestMatch> {
    let mut quoted = word_ranges(&part.words);
    quoted.truncate(MAX_QUOTED_WORDS);
    let quoted_words: FxHashSet<&str> = quoted.iter().map(|range| &part.words[range.clone()]).collect();
    let mut ranked: Vec<(usize, usize)> = (0..text.passages.len())
        .map(|at| (shared_word_count(&folded(&text.passages[at].words), &quoted_words), at))
        .filter(|&(shared, _)| shared > 0)
        .collect();
    ranked.sort_by_key(|&(shared, at)| (std::cmp::Reverse(shared), at));
    let alignments = ranked.iter().take(MAX_PASSAGES).map(|&(_, at)| {
        let block = &text.passages[at];
        (align(part, &quoted, &fold(&block.words)), &block.words, block.passage)
    });
    let (alignment, source, passage) = alignments.min_by_key(|(alignment, ..)| alignment.cost)?;
    let is_near = alignment.cost * 2 <= quoted.len() && alignment.cost > 0;
    is_near.then(|| alignment.describe(part, source, passage)).flatten()
}

/// Splits a folded text into words, as byte ranges. Dashes and hyphens separate words.
fn word_ranges(folded: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut in_word = false;
    for (at, c) in folded.char_indices() {
        let end = at + c.len_utf8();
        match ranges.last_mut() {
            Some(last) if in_word && is_group_separator(folded, at) => last.end = end,
            _ if matches!(c, ' ' | '-') => in_word = false,
            Some(last) if in_word && !is_cjk(c) => last.end = end,
            _ => {
                ranges.push(at..end);
                in_word = !is_cjk(c);
            }
        }
    }
    ranges
}

/// Removes punctuation around a word, so that a comma more or less makes no difference.
fn trim_punctuation(word: &str) -> &str {
    let trimmed = word.trim_matches(|c: char| matches!(c, '\'' | ',' | '.' | ';' | ':' | '(' | ')'));
    if trimmed.is_empty() { word } else { trimmed }
}

/// Returns the words of a folded text, without the punctuation around them.
pub(super) fn word_set(folded: &str) -> FxHashSet<&str> {
    word_ranges(folded).into_iter().map(|range| trim_punctuation(&folded[range])).collect()
}

fn shared_word_count(passage: &str, quoted_words: &FxHashSet<&str>) -> usize {
    let passage_words = word_set(passage);
    quoted_words.iter().filter(|word| passage_words.contains(trim_punctuation(word))).count()
}

/// One edit step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AlignmentStep {
    Equal,
    Replace,
    /// Word of the quotation alone.
    Delete,
    /// Word of the text alone.
    Insert,
}

struct Alignment {
    cost: usize,
    quoted: Vec<Range<usize>>,
    steps: Vec<(AlignmentStep, usize, usize)>,
    source: FoldedText,
    words: Vec<Range<usize>>,
}

/// Aligns the quoted words with the passage range of minimum edit distance.
fn align(part: &QuotationPart, quoted: &[Range<usize>], source: &FoldedText) -> Alignment {
    let mut words = word_ranges(&source.text);
    words.truncate(MAX_PASSAGE_WORDS);
    let same = |q: usize, w: usize| {
        let (quote, word) = (&part.words[quoted[q].clone()], &source.text[words[w].clone()]);
        let at_edge = q == 0 || q + 1 == quoted.len();
        quote == word || at_edge && trim_punctuation(quote) == trim_punctuation(word)
    };
    let width = words.len() + 1;
    let mut cost = vec![0_usize; width * (quoted.len() + 1)];
    for q in 1..=quoted.len() {
        cost[q * width] = q;
        for w in 1..width {
            let diagonal = cost[(q - 1) * width + w - 1] + usize::from(!same(q - 1, w - 1));
            cost[q * width + w] = diagonal.min(cost[(q - 1) * width + w] + 1).min(cost[q * width + w - 1] + 1);
        }
    }
    let last = quoted.len() * width;
    // Among ends of equal cost, prefer one that matches the last quoted word: it gives the clearest diff.
    let matches_last_word = |w: usize| w > 0 && quoted.len().checked_sub(1).is_some_and(|q| same(q, w - 1));
    let end = (0..width).min_by_key(|&w| (cost[last + w], !matches_last_word(w))).unwrap_or(0);
    let mut steps = Vec::new();
    let (mut q, mut w) = (quoted.len(), end);
    while q > 0 {
        let current = cost[q * width + w];
        let cost_at = |q: usize, w: usize| cost[q * width + w];
        if w > 0 && same(q - 1, w - 1) && cost_at(q - 1, w - 1) == current {
            (q, w) = (q - 1, w - 1);
            steps.push((AlignmentStep::Equal, q, w));
        } else if w > 0 && cost_at(q - 1, w - 1) + 1 == current {
            (q, w) = (q - 1, w - 1);
            steps.push((AlignmentStep::Replace, q, w));
        } else if cost_at(q - 1, w) + 1 == current {
            q -= 1;
            steps.push((AlignmentStep::Delete, q, w));
        } else {
            w -= 1;
            steps.push((AlignmentStep::Insert, q, w));
        }
    }
    steps.reverse();
    Alignment { cost: cost[last + end], quoted: quoted.to_vec(), steps, source: source.clone(), words }
}

impl Alignment {
    /// Formats the differences; `source` is the passage as written.
    fn describe(&self, part: &QuotationPart, source: &str, passage: Passage) -> Option<NearestMatch> {
        let mut diff = String::new();
        let mut first = None;
        for run in self.steps.chunk_by(|a, b| (a.0 == AlignmentStep::Equal) == (b.0 == AlignmentStep::Equal)) {
            let mut text_words = run.iter().filter(|(step, ..)| *step != AlignmentStep::Delete).map(|&(_, _, w)| w);
            let to = text_words.next().map_or("", |first| {
                let last = text_words.next_back().unwrap_or(first);
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
        let source_words = self.source_words(source).to_owned();
        Some(NearestMatch { passage, first_change: first?, diff, source_words, cost: self.cost })
    }

    /// Returns the part of the passage that is aligned with the quotation.
    fn source_words<'s>(&self, source: &'s str) -> &'s str {
        let mut words = self.steps.iter().filter(|(step, ..)| *step != AlignmentStep::Delete).map(|&(_, _, w)| w);
        words.next().map_or("", |first| {
            let last = words.next_back().unwrap_or(first);
            &source[self.source.original_range(self.words[first].start..self.words[last].end)]
        })
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
        let anchor = run.first().and_then(|&(_, q, _)| self.quoted.get(q).or(self.quoted.last()));
        WordChange { quoted: shift(anchor.cloned().unwrap_or_default()), from: String::new(), to }
    }
}

#[cfg(test)]
mod tests {
    use super::super::haystack::tests::text;
    use super::super::needle::parts;
    use super::*;

    fn describe_nearest(quotation: &str) -> Option<[String; 4]> {
        let text = text(&[
            "The town is old.",
            "The council said that “fourteen” ferries are not enough for the town.",
            "渡轮每天早上都坐满了人。",
            "Some 1 200 people crossed at -5 degrees.",
        ]);
        let folded = fold(quotation);
        let found = nearest(&parts(&folded)[0], &text)?;
        let marked = folded.text[found.first_change.quoted.clone()].to_owned();
        Some([found.passage.to_string(), marked, found.first_change.to, found.diff])
    }

    #[test]
    fn describes_replaced_word() {
        let expected = ["¶2", "ten", "“fourteen”", "said that [-ten-]{+“fourteen”+} ferries are"];
        assert_eq!(describe_nearest("said that ten ferries are").unwrap(), expected);
        assert_eq!(describe_nearest("渡轮每天晚上都").unwrap()[3], "渡轮每天[-晚-]{+早+}上都");
    }

    #[test]
    fn describes_missing_word() {
        let expected = ["¶2", "enough", "not", "ferries are {+not+} enough for"];
        assert_eq!(describe_nearest("ferries are enough for").unwrap(), expected);
        assert_eq!(describe_nearest("ferries are enough").unwrap()[3], "ferries are {+not+} enough");
    }

    #[test]
    fn describes_extra_word() {
        let expected = ["¶2", "nearly", "", "not [-nearly-] enough for the town."];
        assert_eq!(describe_nearest("not nearly enough for the town").unwrap(), expected);
    }

    #[test]
    fn proposes_whole_numbers() {
        assert_eq!(describe_nearest("Some 1,200 people crossed").unwrap()[3], "Some [-1,200-]{+1 200+} people crossed");
    }

    #[test]
    fn returns_none_for_unrelated_words() {
        assert_eq!(describe_nearest("nothing like it was ever seen"), None);
        assert_eq!(describe_nearest("harbour"), None);
    }
}
