//! Standfirst: the line that says below the title what the article is about.
//!
//! 1. A line that is marked as one, or a heading above the byline.
//! 2. A line of at least five words without a stop, between the title and the first paragraph.
//! 3. A first paragraph that a divider parts from the rest.
//! 4. A first paragraph right above the byline.
//! 5. A first paragraph that says a sentence which the body says again.

use crate::model::script::length_in_words;
use crate::text::line::{Line, Markup, Role};
use crate::text::wording::{fold, sentences};

/// The most words that a standfirst has.
pub(crate) const MOST_WORDS: usize = 70;

/// Marks the standfirst; gives its place. `title` is the title's place.
pub(crate) fn claim(lines: &mut [Line], title: usize) -> Option<usize> {
    if let Some((at, reason)) = marked(lines, title) {
        lines[at].mark(Role::Standfirst, reason);
        return Some(at);
    }
    let free = |at: &usize| lines[*at].is_free() && lines[*at].markup.is_none();
    let after_title = || (title + 1..lines.len()).filter(free);
    let first_prose = after_title().find(|at| lines[*at].is_prose() || lines[*at].ends_sentence())?;
    let (at, reason) =
        if let Some(at) = after_title().take_while(|at| *at < first_prose).find(|at| is_line(&lines[*at])) {
            (at, "a line without a stop between title and body")
        } else {
            let second = after_title().find(|at| *at > first_prose)?;
            let short = lines[first_prose].words() <= MOST_WORDS;
            let parted = lines[first_prose..second].iter().any(|line| line.is_divider);
            if short && parted {
                (first_prose, "a first paragraph that a divider parts from the body")
            } else if short && lines[first_prose + 1..second].iter().any(|line| line.has(Role::Byline)) {
                (first_prose, "a first paragraph right above the byline")
            } else if short && is_said_again(lines, first_prose) {
                (first_prose, "a first paragraph whose sentence the body says again")
            } else {
                return None;
            }
        };
    lines[at].mark(Role::Standfirst, reason);
    Some(at)
}

fn marked(lines: &[Line], title: usize) -> Option<(usize, &'static str)> {
    let is_paragraph = |at: &usize| lines[*at].markup.is_none() && lines[*at].is_free() && lines[*at].is_prose();
    let end = (title + 1..lines.len()).find(is_paragraph).unwrap_or(lines.len());
    let marked_as = |markup| (title + 1..end).find(|at| lines[*at].is_free() && lines[*at].markup == Some(markup));
    if let Some(at) = marked_as(Markup::Standfirst) {
        return Some((at, "marked as the line below the title"));
    }
    let at = marked_as(Markup::Heading).filter(|at| lines[*at].words() >= 3)?;
    let has_byline = lines[at..end].iter().any(|line| line.has(Role::Byline) || line.has(Role::Date));
    has_byline.then_some((at, "a heading between title and byline"))
}

fn is_line(line: &Line) -> bool {
    (5..=MOST_WORDS).contains(&line.words()) && !line.ends_sentence() && !line.text.ends_with([':', ',', ';'])
}

fn is_said_again(lines: &[Line], at: usize) -> bool {
    let said: Vec<String> =
        sentences(&lines[at].text).into_iter().filter(|s| length_in_words(s) >= 8).map(fold).collect();
    !said.is_empty()
        && lines[at + 1..]
            .iter()
            .filter(|line| line.is_free())
            .any(|line| said.iter().any(|sentence| line.folded().contains(sentence.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::lines;

    const PROSE: &str = "The ferry stopped running in the spring of that year, and nobody in the town had a plan.";

    fn standfirst(texts: &[&str]) -> Option<usize> {
        let mut lines = lines(texts);
        lines[0].mark(Role::Title, "");
        claim(&mut lines, 0)
    }

    #[test]
    fn takes_a_heading_above_the_byline() {
        let mut lines = lines(&["A bridge", "The town has waited", "Mar 14, 2031", PROSE]);
        lines[1].markup = Some(Markup::Heading);
        lines[0].mark(Role::Title, "");
        assert_eq!(claim(&mut lines.clone(), 0), None);
        lines[2].mark(Role::Date, "");
        assert_eq!(claim(&mut lines, 0), Some(1));
    }

    #[test]
    fn takes_a_line_without_a_stop() {
        assert_eq!(standfirst(&["A bridge", "The town has waited for a crossing", PROSE]), Some(1));
    }

    #[test]
    fn takes_a_paragraph_before_a_divider() {
        assert_eq!(standfirst(&["A bridge", PROSE, "\u{a0}", PROSE]), Some(1));
    }

    #[test]
    fn takes_a_paragraph_that_is_said_again() {
        let again = format!("{PROSE} Then it came back.");
        assert_eq!(
            standfirst(&["A bridge", PROSE, "Nothing moved for a while in the harbour basin.", &again]),
            Some(1)
        );
    }

    #[test]
    fn finds_none_where_the_body_begins_at_once() {
        assert_eq!(standfirst(&["A bridge", PROSE, "Boats were hired from the islands to the north."]), None);
        assert_eq!(standfirst(&["A bridge", "Introduction", PROSE]), None);
    }
}
