//! Body: the range of the article, with its headings and list items.
//!
//! It begins with the first unassigned line after the title that is prose or ends a sentence. It ends with the last
//! such line before the first end matter; a prompt to read something else ends it only if no two consecutive paragraphs
//! follow.

use crate::text::line::{Line, LineRole, Markup};
use crate::text::text_shape::starts_uppercase;
use std::ops::Range;

/// Maximum number of lines after a prompt that are searched for the continuation of the article.
const MAX_TEASERS: usize = 100;

/// Maximum distance in lines between a question and other lines of the same speaker.
const MAX_QUESTION_DISTANCE: usize = 40;

/// Returns the range of lines of the body; empty if there is none.
pub(crate) fn find_body(lines: &[Line], from: usize) -> Range<usize> {
    let is_body_line = |line: &Line| {
        line.is_unassigned()
            && !matches!(line.markup, Some(Markup::Outside | Markup::Title | Markup::Heading))
            && (line.is_prose()
                || line.ends_sentence()
                || matches!(line.markup, Some(Markup::ListItem | Markup::Row))
                || strip_bullet(&line.text).is_some())
    };
    let Some(start) = (from..lines.len()).find(|at| is_body_line(&lines[*at]) && lines[*at].word_count() > 0) else {
        return from..from;
    };
    let end = (start..lines.len()).find(|at| ends_article(lines, *at)).unwrap_or(lines.len());
    let last = (start..end).rev().find(|at| is_body_line(&lines[*at])).unwrap_or(start);
    heading_before(lines, from, start).unwrap_or(start)..last + 1
}

/// Returns a heading directly before the first paragraph, which belongs to the body.
fn heading_before(lines: &[Line], from: usize, start: usize) -> Option<usize> {
    let at = (from..start).rev().find(|at| !lines[*at].text.is_empty())?;
    let fits =
        lines[at].is_unassigned() && lines[at].markup != Some(Markup::Outside) && is_heading(lines, at, Some(start));
    fits.then_some(at)
}

fn ends_article(lines: &[Line], at: usize) -> bool {
    match lines[at].role() {
        Some(
            LineRole::AuthorNote
            | LineRole::Rights
            | LineRole::Disclaimer
            | LineRole::Contact
            | LineRole::Editor
            | LineRole::Translator,
        ) => true,
        Some(LineRole::MoreReading) => {
            let mut following = lines[at + 1..].iter().filter(|line| !line.text.is_empty()).take(MAX_TEASERS);
            let mut paragraphs = 0;
            !following.any(|line| {
                paragraphs = if line.is_unassigned() && line.is_prose() { paragraphs + 1 } else { 0 };
                paragraphs == 2
            })
        }
        _ => false,
    }
}

/// Assigns roles to the unassigned lines of the body.
pub(crate) fn classify(lines: &mut [Line], body: Range<usize>) {
    let is_list: Vec<bool> =
        lines.iter().map(|line| line.markup == Some(Markup::ListItem) || strip_bullet(&line.text).is_some()).collect();
    let unassigned: Vec<usize> = body.clone().filter(|at| lines[*at].is_unassigned()).collect();
    for (index, &at) in unassigned.iter().enumerate() {
        let next = unassigned.get(index + 1).copied();
        let next_in_list = next.is_some_and(|next| is_list[next])
            || index.checked_sub(1).is_some_and(|before| is_list[unassigned[before]]);
        let line = &lines[at];
        let (role, reason) = match line.markup {
            Some(Markup::Outside) => (LineRole::Navigation, "outside the main content"),
            Some(Markup::Title | Markup::Heading) => (LineRole::Heading, "marked as a heading"),
            Some(Markup::ListItem) => (LineRole::ListItem, "marked as a list item"),
            Some(Markup::Row) => (LineRole::Paragraph, "table row"),
            _ if is_list[at] && (next_in_list || !is_heading(lines, at, next)) => {
                (LineRole::ListItem, "begins like a list item")
            }
            _ if is_heading(lines, at, next) => (LineRole::Heading, "short, without a full stop, before a paragraph"),
            _ => (LineRole::Paragraph, "in the body"),
        };
        lines[at].assign_role(role, reason);
    }
}

/// Strips a list marker: `• `, `- `, `1. `.
fn strip_bullet(text: &str) -> Option<&str> {
    let bullets = ['•', '·', '-', '*', '–', '‣', '◦', '▪', '●', '■'];
    let after_bullet = text.strip_prefix(bullets);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after_number = (1..=2).contains(&digits).then(|| text[digits..].strip_prefix(['.', ')'])).flatten();
    let rest = after_bullet.or(after_number)?;
    (rest.starts_with(char::is_whitespace) && !rest.trim().is_empty()).then(|| rest.trim_start())
}

/// Checks whether a line is a heading: short, capitalized, without a final stop, followed by a paragraph or a list.
fn is_heading(lines: &[Line], at: usize, next: Option<usize>) -> bool {
    let (text, word_count) = (&lines[at].text, lines[at].word_count());
    let Some(next) = next.map(|next| &lines[next]).filter(|_| word_count <= 15) else { return false };
    let is_question = text.ends_with(['?', '？']) && word_count <= 10;
    let has_stop = !is_question && lines[at].ends_sentence() || text.ends_with([',', ';', ':', '：', '，', '；']);
    let is_separate = at == 0 || lines[at - 1].text.is_empty() || !is_question;
    let is_capitalized = text.trim_start_matches(['"', '“', '\'', '‘', '(']).starts_with(|c: char| c.is_ascii_digit())
        || starts_uppercase(text.trim_start_matches(['"', '“', '\'', '‘', '(']));
    text.chars().count() <= 120
        && !has_stop
        && is_separate
        && is_capitalized
        && !(is_question && is_interview_question(lines, at))
        && (next.is_prose() || next.ends_sentence() || strip_bullet(&next.text).is_some())
}

/// Checks whether a question belongs to an interview: `Q: Who pays?`, or with a speaker's name that also prefixes other
/// lines.
fn is_interview_question(lines: &[Line], at: usize) -> bool {
    let Some((name, _)) = lines[at].text.split_once([':', '：']) else { return false };
    let is_by_speaker = |line: &Line| line.text.strip_prefix(name).is_some_and(|rest| rest.starts_with([':', '：']));
    let from = at.saturating_sub(MAX_QUESTION_DISTANCE);
    let nearby = &lines[from..lines.len().min(at + MAX_QUESTION_DISTANCE)];
    matches!(name, "Q" | "问") || nearby.iter().filter(|line| is_by_speaker(line)).nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::test_lines;

    const PROSE: &str = "The ferry stopped running in the spring of that year, and nobody in the town had a plan.";

    fn roles(texts: &[&str]) -> Vec<Option<LineRole>> {
        let mut lines = test_lines(texts);
        for line in &mut lines {
            if line.text.starts_with("Related") {
                line.assign_role(LineRole::MoreReading, "");
            }
        }
        let body = find_body(&lines, 0);
        classify(&mut lines, body);
        lines.iter().map(Line::role).collect()
    }

    #[test]
    fn distinguishes_headings_from_paragraphs() {
        let roles_of_lines = roles(&[PROSE, "A town without a ferry", PROSE, "Who pays?", PROSE, "It is late.", PROSE]);
        let (heading, paragraph) = (Some(LineRole::Heading), Some(LineRole::Paragraph));
        assert_eq!(roles_of_lines, [paragraph, heading, paragraph, paragraph, paragraph, paragraph, paragraph]);
        let apart = roles(&[PROSE, "", "Who pays?", "", PROSE]);
        assert_eq!(apart[2], heading);
    }

    #[test]
    fn classifies_interview_question_as_paragraph() {
        let roles_of_lines =
            roles(&["Courier: Who pays?", "", PROSE, "", "Q: Why now?", "", PROSE, "", "Courier: Thank you."]);
        assert_eq!((roles_of_lines[0], roles_of_lines[4]), (Some(LineRole::Paragraph), Some(LineRole::Paragraph)));
        assert_eq!(roles(&["Costs: who pays?", "", PROSE])[0], Some(LineRole::Heading));
    }

    #[test]
    fn excludes_heading_with_stop_before_body() {
        let mut lines = test_lines(&["It is late.", "All rights reserved", PROSE]);
        lines[0].markup = Some(Markup::Heading);
        lines[1].assign_role(LineRole::Rights, "");
        assert_eq!(find_body(&lines, 0), 2..3);
    }

    #[test]
    fn classifies_lists() {
        let roles_of_lines = roles(&[PROSE, "• One crossing for trains", "• One for ships.", "1. Tolls", PROSE]);
        assert_eq!(roles_of_lines[1..4], [Some(LineRole::ListItem); 3]);
    }

    #[test]
    fn ends_before_prompt_without_continuation() {
        assert_eq!(roles(&[PROSE, "Related", "Another story altogether", PROSE])[2..], [None, None]);
        assert_eq!(roles(&[PROSE, "Related", "Another story", PROSE, PROSE])[4], Some(LineRole::Paragraph));
    }
}
