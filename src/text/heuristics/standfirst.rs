//! Standfirst: the summary line below the title.
//!
//! 1. A line marked as standfirst, or a heading above the byline.
//! 2. A line of at least five words without a final stop, between the title and the first paragraph.
//! 3. A first paragraph that a divider separates from the rest.
//! 4. A first paragraph directly above the byline.
//! 5. A first paragraph with a sentence that the body repeats.

use crate::model::script::estimate_words;
use crate::text::line::{Line, LineRole, Markup};
use crate::text::text_shape::{fold, sentences};

/// Maximum number of words of a standfirst.
pub(crate) const MAX_WORDS: usize = 70;

/// Classifies the standfirst below the line `title`; returns its index.
pub(crate) fn classify(lines: &mut [Line], title: usize) -> Option<usize> {
    if let Some((at, reason)) = find_marked_up(lines, title) {
        lines[at].assign_role(LineRole::Standfirst, reason);
        return Some(at);
    }
    let is_candidate = |at: &usize| lines[*at].is_unassigned() && lines[*at].markup.is_none();
    let after_title = || (title + 1..lines.len()).filter(is_candidate);
    let first_prose = after_title().find(|at| lines[*at].is_prose() || lines[*at].ends_sentence())?;
    let (at, reason) =
        if let Some(at) = after_title().take_while(|at| *at < first_prose).find(|at| is_standfirst_line(&lines[*at])) {
            (at, "line without a full stop between title and body")
        } else {
            let second = after_title().find(|at| *at > first_prose)?;
            let is_short = lines[first_prose].word_count() <= MAX_WORDS;
            let is_separated = lines[first_prose..second].iter().any(|line| line.is_divider);
            if is_short && is_separated {
                (first_prose, "first paragraph, separated from the body by a divider")
            } else if is_short && lines[first_prose + 1..second].iter().any(|line| line.has(LineRole::Byline)) {
                (first_prose, "first paragraph, directly above the byline")
            } else if is_short && is_repeated(lines, first_prose) {
                (first_prose, "first paragraph, repeated in the body")
            } else {
                return None;
            }
        };
    lines[at].assign_role(LineRole::Standfirst, reason);
    Some(at)
}

fn find_marked_up(lines: &[Line], title: usize) -> Option<(usize, &'static str)> {
    let is_paragraph = |at: &usize| lines[*at].markup.is_none() && lines[*at].is_unassigned() && lines[*at].is_prose();
    let end = (title + 1..lines.len()).find(is_paragraph).unwrap_or(lines.len());
    let marked_as =
        |markup| (title + 1..end).find(|at| lines[*at].is_unassigned() && lines[*at].markup == Some(markup));
    if let Some(at) = marked_as(Markup::Standfirst) {
        return Some((at, "marked as the standfirst"));
    }
    let at = marked_as(Markup::Heading).filter(|at| lines[*at].word_count() >= 3)?;
    let has_byline = lines[at..end].iter().any(|line| line.has(LineRole::Byline) || line.has(LineRole::Date));
    has_byline.then_some((at, "heading between title and byline"))
}

fn is_standfirst_line(line: &Line) -> bool {
    (5..=MAX_WORDS).contains(&line.word_count()) && !line.ends_sentence() && !line.text.ends_with([':', ',', ';'])
}

fn is_repeated(lines: &[Line], at: usize) -> bool {
    let sentences_of_line: Vec<String> =
        sentences(&lines[at].text).into_iter().filter(|s| estimate_words(s) >= 8).map(fold).collect();
    !sentences_of_line.is_empty()
        && lines[at + 1..]
            .iter()
            .filter(|line| line.is_unassigned())
            .any(|line| sentences_of_line.iter().any(|sentence| line.folded().contains(sentence.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::test_lines;

    const PROSE: &str = "The ferry stopped running in the spring of that year, and nobody in the town had a plan.";

    fn standfirst(texts: &[&str]) -> Option<usize> {
        let mut lines = test_lines(texts);
        lines[0].assign_role(LineRole::Title, "");
        classify(&mut lines, 0)
    }

    #[test]
    fn accepts_heading_above_byline() {
        let mut lines = test_lines(&["A bridge", "The town has waited", "Mar 14, 2031", PROSE]);
        lines[1].markup = Some(Markup::Heading);
        lines[0].assign_role(LineRole::Title, "");
        assert_eq!(classify(&mut lines.clone(), 0), None);
        lines[2].assign_role(LineRole::Date, "");
        assert_eq!(classify(&mut lines, 0), Some(1));
    }

    #[test]
    fn accepts_line_without_stop() {
        assert_eq!(standfirst(&["A bridge", "The town has waited for a crossing", PROSE]), Some(1));
    }

    #[test]
    fn accepts_paragraph_before_divider() {
        assert_eq!(standfirst(&["A bridge", PROSE, "\u{a0}", PROSE]), Some(1));
    }

    #[test]
    fn accepts_repeated_paragraph() {
        let again = format!("{PROSE} Then it came back.");
        assert_eq!(
            standfirst(&["A bridge", PROSE, "Nothing moved for a while in the harbour basin.", &again]),
            Some(1)
        );
    }

    #[test]
    fn finds_none_if_body_begins_directly() {
        assert_eq!(standfirst(&["A bridge", PROSE, "Boats were hired from the islands to the north."]), None);
        assert_eq!(standfirst(&["A bridge", "Introduction", PROSE]), None);
    }
}
