//! Joins paragraphs that were wrapped at a fixed width.
//!
//! A text counts as wrapped if enough of the lines with a direct successor are full: the first word of the next line
//! would have exceeded the longest line. Most of the breaks must also be inside a sentence. Otherwise every line stays
//! as it is: a list of headlines or short paragraphs has lines of any length.

use crate::model::script::{ends_sentence, is_cjk};
use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

/// Allowed widths of a wrapped text, in columns: a Chinese letter takes two.
const WRAP_WIDTHS: RangeInclusive<usize> = 40..=100;

/// Minimum number of full lines of a wrapped text.
const MIN_FULL_LINES: usize = 4;

/// Single line, or the joined lines of a wrapped paragraph.
pub(super) struct JoinedLines<'t> {
    /// Range of lines, 0-based.
    pub(super) lines: Range<usize>,
    /// Joined text.
    pub(super) text: Cow<'t, str>,
}

/// Joins the lines of each wrapped paragraph.
pub(super) fn join<'t>(lines: &[&'t str]) -> Vec<JoinedLines<'t>> {
    let width = wrap_width(lines);
    let mut joined: Vec<JoinedLines<'t>> = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let continues = at
            .checked_sub(1)
            .is_some_and(|before| width.is_some_and(|width| continues_paragraph(lines[before], line, width)));
        match joined.last_mut() {
            Some(last) if continues => {
                let text = last.text.to_mut();
                text.truncate(text.trim_end().len());
                let rest = line.trim();
                if !(text.ends_with(is_cjk) && rest.starts_with(is_cjk)) {
                    text.push(' ');
                }
                text.push_str(rest);
                last.lines.end = at + 1;
            }
            _ => joined.push(JoinedLines { lines: at..at + 1, text: Cow::Borrowed(line) }),
        }
    }
    joined
}

/// Checks whether a line continues a paragraph: the previous line is full, and the line begins no item or indented
/// part.
fn continues_paragraph(previous: &str, line: &str, width: usize) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let starts_item = line.trim_start().starts_with(['>', '•', '-', '*', '–']) || indent(line) > indent(previous);
    can_wrap(previous) && !line.trim().is_empty() && !starts_item && is_full(previous, line, width)
}

/// Returns the width at which a text was wrapped, or `None` if it was not.
///
/// Based on runs of consecutive lines: in a wrapped paragraph every line except the last is full.
fn wrap_width(lines: &[&str]) -> Option<usize> {
    let runs: Vec<&[&str]> = lines.split(|line| line.trim().is_empty()).filter(|run| run.len() >= 2).collect();
    let widths = runs.iter().flat_map(|run| &run[..run.len() - 1]).filter(|line| can_wrap(line));
    let width = widths.map(|line| columns(line.trim())).max().filter(|width| WRAP_WIDTHS.contains(width))?;
    let (mut total, mut full, mut broken) = (0, 0, 0);
    for run in runs {
        let pairs = run.windows(2).filter(|pair| can_wrap(pair[0]));
        let count = pairs.clone().count();
        total += count;
        if pairs.clone().filter(|pair| is_full(pair[0], pair[1], width)).count() * 10 >= count * 8 {
            full += count;
            broken += pairs.filter(|pair| !ends_sentence(pair[0].trim())).count();
        }
    }
    (full >= MIN_FULL_LINES && full * 10 >= total * 4 && broken * 2 > full).then_some(width)
}

/// Checks whether a line can be wrapped: one without a space, such as a URL, cannot.
fn can_wrap(line: &str) -> bool {
    line.trim().contains(' ') || line.contains(is_cjk)
}

/// Checks whether the first word of the next line would have exceeded the width, with a tolerance for justified text.
fn is_full(line: &str, next: &str, width: usize) -> bool {
    let next = next.trim();
    let first_word = next.find(|c: char| c.is_whitespace() || is_cjk(c)).map_or(next, |end| &next[..end]);
    columns(line.trim()) + 1 + columns(first_word).max(1) > width - width / 12
}

/// Returns the number of columns of a text; counting stops above the maximum width.
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
        let lines = joined(
            "A bridge\n\nThe ferry stopped running in the spring of that\nyear, and nobody in the town had a plan for it,\n\
             which surprised those who had asked for one at\nevery meeting since the winter had come and\ngone and \
             more.\n\nIt ended.",
        );
        let numbers: Vec<usize> = lines.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 2, 3, 8, 9]);
        assert!(lines[2].1.ends_with("come and gone and more."));
    }

    #[test]
    fn joins_chinese_without_spaces() {
        let line = "林港的渡轮每天早上都坐满了人没有人知道该怎么办于是";
        let lines = joined(&format!("{line}\n{line}\n{line}\n{line}\n{line}\n完。\n"));
        assert_eq!(lines.len(), 1);
        assert!(!lines[0].1.contains(' '));
    }

    #[test]
    fn keeps_one_paragraph_per_line() {
        let long = "The ferry stopped running in the spring of that year. ".repeat(4);
        assert_eq!(joined(&format!("{long}\n{long}\nShort\nShort")).len(), 4);
    }

    #[test]
    fn joins_short_paragraphs_of_a_letter() {
        let text = "From: Ada Berg\nDate: Fri, 14 Mar 2031\nSubject: A bridge for Lindhaven\nTo: desk\n\n\
            The council of Lindhaven voted on Friday for a new harbour bridge that\nopens for ships, after a debate of \
            seven hours, and with the votes of\nboth large parties.\n\nThe bridge costs thirty-eight million crowns, \
            of which the province\npays one half, while the town and the port share the other half, said\nthe \
            treasurer of the town.\n\n-- \nAda Berg, Harbour Courier\n";
        let numbers: Vec<usize> = joined(text).iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 9, 10, 13, 14, 15]);
    }

    #[test]
    fn keeps_headlines() {
        let text = "Council votes for a bridge that opens for ships\nFerries late again\nTen ways to cross a harbour without a boat\n\
                    The mayor explains\nWhy the old pier must go, and what comes after it\nLetters\nWeather\n";
        assert_eq!(joined(text).len(), 7);
    }

    #[test]
    fn keeps_items_and_urls_separate() {
        let line = "The council of Lindhaven met on Tuesday evening to hear what";
        let address = format!("https://courier.example/{}", "a".repeat(120));
        let lines = joined(&format!("{line}\n{line}\n{line}\n{line}\n{line}\n- one\n- two\n\n{address}\nWords\n"));
        assert_eq!(lines.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 6, 7, 8, 9, 10]);
    }
}
