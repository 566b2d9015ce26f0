//! Joins paragraphs that were wrapped at a fixed width.
//!
//! A text is taken as wrapped when enough of its lines that another follows directly are full: the first word of the next
//! would have made them longer than the longest. Most of them must be broken within a sentence, too. Otherwise every
//! line stays as it is: a list of headlines or short paragraphs has lines of any length.

use crate::model::script::{ends_sentence, is_cjk};
use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

/// How wide a wrapped text may be, in columns: a letter of Chinese takes two.
const WRAP_WIDTHS: RangeInclusive<usize> = 40..=100;

/// How many lines with another directly behind them a wrapped text has at least.
const MIN_FULL_LINES: usize = 4;

/// A line, or the lines of a wrapped paragraph.
pub(super) struct JoinedLines<'t> {
    /// Which lines these are, from 0.
    pub(super) lines: Range<usize>,
    /// Their words.
    pub(super) text: Cow<'t, str>,
}

/// Joins the lines of each wrapped paragraph.
pub(super) fn join<'t>(lines: &[&'t str]) -> Vec<JoinedLines<'t>> {
    let width = wrap_width(lines);
    let mut joined: Vec<JoinedLines<'t>> = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let goes_on = at
            .checked_sub(1)
            .is_some_and(|before| width.is_some_and(|width| continues_paragraph(lines[before], line, width)));
        match joined.last_mut() {
            Some(last) if goes_on => {
                let text = last.text.to_mut();
                text.truncate(text.trim_end().len());
                let own = line.trim();
                if !(text.ends_with(is_cjk) && own.starts_with(is_cjk)) {
                    text.push(' ');
                }
                text.push_str(own);
                last.lines.end = at + 1;
            }
            _ => joined.push(JoinedLines { lines: at..at + 1, text: Cow::Borrowed(line) }),
        }
    }
    joined
}

/// Whether a line goes on a paragraph: the line before it is full, and no item or indented part begins.
fn continues_paragraph(before: &str, line: &str, width: usize) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let begins = line.trim_start().starts_with(['>', '•', '-', '*', '–']) || indent(line) > indent(before);
    can_wrap(before) && !line.trim().is_empty() && !begins && is_full(before, line, width)
}

/// The width at which a text was wrapped; nothing when it was not.
///
/// What counts are runs of lines that follow each other: in a wrapped paragraph every line but the last is full.
fn wrap_width(lines: &[&str]) -> Option<usize> {
    let runs: Vec<&[&str]> = lines.split(|line| line.trim().is_empty()).filter(|run| run.len() >= 2).collect();
    let widths = runs.iter().flat_map(|run| &run[..run.len() - 1]).filter(|line| can_wrap(line));
    let width = widths.map(|line| columns(line.trim())).max().filter(|width| WRAP_WIDTHS.contains(width))?;
    let (mut all, mut full, mut broken) = (0, 0, 0);
    for run in runs {
        let pairs = run.windows(2).filter(|pair| can_wrap(pair[0]));
        let of_run = pairs.clone().count();
        all += of_run;
        if pairs.clone().filter(|pair| is_full(pair[0], pair[1], width)).count() * 10 >= of_run * 8 {
            full += of_run;
            broken += pairs.filter(|pair| !ends_sentence(pair[0].trim())).count();
        }
    }
    (full >= MIN_FULL_LINES && full * 10 >= all * 4 && broken * 2 > full).then_some(width)
}

/// Whether a line could be wrapped: one without a space, such as an address, cannot.
fn can_wrap(line: &str) -> bool {
    line.trim().contains(' ') || line.contains(is_cjk)
}

/// Whether the first word of the next line had no room in a line; programs that even lines out leave some.
fn is_full(line: &str, next: &str, width: usize) -> bool {
    let next = next.trim();
    let word = next.find(|c: char| c.is_whitespace() || is_cjk(c)).map_or(next, |end| &next[..end]);
    columns(line.trim()) + 1 + columns(word).max(1) > width - width / 12
}

/// How many columns a text takes; counting stops where it is too many.
fn columns(text: &str) -> usize {
    text.chars().take(WRAP_WIDTHS.end() + 2).map(|c| if is_cjk(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> Vec<(usize, String)> {
        let lines: Vec<&str> = text.lines().collect();
        join(&lines).into_iter().map(|joined| (joined.lines.start + 1, joined.text.into_owned())).collect()
    }

    #[test]
    fn joins_wrapped_paragraphs() {
        let found = joined(
            "A bridge\n\nThe ferry stopped running in the spring of that\nyear, and nobody in the town had a plan for it,\n\
             which surprised those who had asked for one at\nevery meeting since the winter had come and\ngone and \
             more.\n\nIt ended.",
        );
        let numbers: Vec<usize> = found.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 2, 3, 8, 9]);
        assert!(found[2].1.ends_with("come and gone and more."));
    }

    #[test]
    fn joins_chinese_without_spaces() {
        let line = "林港的渡轮每天早上都坐满了人没有人知道该怎么办于是";
        let found = joined(&format!("{line}\n{line}\n{line}\n{line}\n{line}\n完。\n"));
        assert_eq!(found.len(), 1);
        assert!(!found[0].1.contains(' '));
    }

    #[test]
    fn leaves_a_paragraph_on_a_line_alone() {
        let long = "The ferry stopped running in the spring of that year. ".repeat(4);
        assert_eq!(joined(&format!("{long}\n{long}\nShort\nShort")).len(), 4);
    }

    #[test]
    fn joins_the_short_paragraphs_of_a_letter() {
        let text = "From: Ada Berg\nDate: Fri, 14 Mar 2031\nSubject: A bridge for Lindhaven\nTo: desk\n\n\
            The council of Lindhaven voted on Friday for a new harbour bridge that\nopens for ships, after a debate of \
            seven hours, and with the votes of\nboth large parties.\n\nThe bridge costs thirty-eight million crowns, \
            of which the province\npays one half, while the town and the port share the other half, said\nthe \
            treasurer of the town.\n\n-- \nAda Berg, Harbour Courier\n";
        let numbers: Vec<usize> = joined(text).iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 9, 10, 13, 14, 15]);
    }

    #[test]
    fn leaves_headlines_alone() {
        let text = "Council votes for a bridge that opens for ships\nFerries late again\nTen ways to cross a harbour without a boat\n\
                    The mayor explains\nWhy the old pier must go, and what comes after it\nLetters\nWeather\n";
        assert_eq!(joined(text).len(), 7);
    }

    #[test]
    fn items_and_addresses_stay_apart() {
        let line = "The council of Lindhaven met on Tuesday evening to hear what";
        let address = format!("https://courier.example/{}", "a".repeat(120));
        let found = joined(&format!("{line}\n{line}\n{line}\n{line}\n{line}\n- one\n- two\n\n{address}\nWords\n"));
        assert_eq!(found.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 6, 7, 8, 9, 10]);
    }
}
