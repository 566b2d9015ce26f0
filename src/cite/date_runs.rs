//! Dates in a style's output: joins the two ends of a range, and adds letters.

use super::runs::{self, Part, StyledRun};

/// Joins the dates of two outputs of one style, which are those of the first and the last day of a range.
pub(super) fn join_ranges(runs: &mut Vec<StyledRun>, ends: &[StyledRun]) {
    let text_of = |runs: &[StyledRun], part: Part| -> String {
        runs.iter().filter(|run| run.part == part).map(|run| run.text.as_str()).collect()
    };
    let mut dates: Vec<Part> = runs.iter().map(|run| run.part).filter(|part| matches!(part, Part::Date(_))).collect();
    dates.dedup();
    for part in dates {
        let (from, to) = (text_of(runs, part), text_of(ends, part));
        if from == to || to.is_empty() {
            continue;
        }
        let mut joined = Some(join_dates(&from, &to));
        for run in runs.iter_mut().filter(|run| run.part == part) {
            run.text = joined.take().unwrap_or_default();
        }
    }
    runs::remove_empty(runs);
}

/// Joins two dates: what both have in front and behind is written once, as in `July 1–5, 2031`.
fn join_dates(from: &str, to: &str) -> String {
    let (a, b) = (tokens(from), tokens(to));
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let rest = a.len().min(b.len()) - start;
    let end = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let middle = |tokens: &[&str]| tokens[start..tokens.len() - end].concat();
    format!("{}{}–{}{}", a[..start].concat(), middle(&a), middle(&b), a[a.len() - end..].concat())
}

/// Splits a date into words with the characters between them.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let previous = text[..at].chars().next_back();
        let is_border =
            previous.is_some_and(|previous| !(previous.is_alphanumeric() && (c.is_alphanumeric() || c == '.')));
        if is_border {
            tokens.push(&text[start..at]);
            start = at;
        }
    }
    if start < text.len() {
        tokens.push(&text[start..]);
    }
    tokens
}

/// Adds a letter behind the year of the first date; used by styles that have no place for letters.
pub(super) fn add_letter(runs: &mut [StyledRun], year: &str, letter: &str) {
    let is_dated = |run: &&mut StyledRun| matches!(run.part, Part::Date(_)) && run.text.contains(year);
    if let Some(run) = runs.iter_mut().find(is_dated)
        && let Some(at) = run.text.rfind(year)
    {
        run.text.insert_str(at + year.len(), letter);
    }
}

/// Returns a date without the season that the library prints before a year alone: `Summer/2031`.
pub(super) fn without_season(date: &str) -> &str {
    let year =
        date.rsplit_once('/').filter(|(season, _)| season.chars().all(char::is_alphabetic)).map(|(_, year)| year);
    year.filter(|year| year.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_dates() {
        for (from, to, joined) in [
            ("July 1", "July 5", "July 1–5"),
            ("1 July 2031", "5 July 2031", "1–5 July 2031"),
            ("July 30", "August 2", "July 30–August 2"),
            ("Jul. 2031", "Sep. 2031", "Jul.–Sep. 2031"),
            ("December 2030", "January 2031", "December 2030–January 2031"),
            ("2030", "2031", "2030–2031"),
        ] {
            assert_eq!(join_dates(from, to), joined);
        }
    }
}
