//! Title: the markup's, or the first line that is no navigation, no section, no byline and no sentence of the body.
//!
//! A short line that buttons or navigation part from another such line is the outlet's own name.

use super::section::is_section;
use crate::model::script::is_cjk_letter;
use crate::text::line::{Line, LineRole, Markup};
use crate::text::text_shape::fold;

/// The most words that a title has.
const MAX_WORDS: usize = 40;

/// Marks the title and its repetitions; gives its place among the lines. `stated` is the markup's title.
pub(crate) fn classify(lines: &mut [Line], stated: Option<&str>) -> Option<usize> {
    let by_markup = lines.iter().position(|line| line.is_unassigned() && line.markup == Some(Markup::Title));
    let by_words = stated.map(fold).and_then(|stated| {
        let free = |fits: &dyn Fn(&Line) -> bool| lines.iter().position(|line| line.is_unassigned() && fits(line));
        free(&|line| line.folded() == stated).or_else(|| free(&|line| is_part_of(&stated, line)))
    });
    let (at, reason) = match (by_words, by_markup) {
        (Some(at), _) => (at, "the title that the page states"),
        (None, Some(at)) => (at, "a heading of the first level"),
        (None, None) if stated.is_some() => return None,
        (None, None) => (first_candidate(lines)?, "the first line that is no navigation, section or byline"),
    };
    let title = lines[at].folded().to_owned();
    for line in lines.iter_mut().filter(|line| line.is_unassigned() && line.folded() == title) {
        line.assign_role(LineRole::RepeatedTitle, "the title once more");
    }
    lines[at].roles.clear();
    lines[at].assign_role(LineRole::Title, reason);
    Some(at)
}

/// Whether a line is a part of the title that a page states: many put the outlet's or the section's name beside it.
fn is_part_of(stated: &str, line: &Line) -> bool {
    let parts = |c: char| matches!(c, '|' | '-' | '–' | '—' | ':' | '_' | '·' | '/' | '»' | '«');
    line.word_count() >= 3
        && stated.split_once(line.folded()).is_some_and(|(before, behind)| {
            let (before, behind) = (before.trim_end(), behind.trim_start());
            (before.is_empty() || before.ends_with(parts)) && (behind.is_empty() || behind.starts_with(parts))
        })
}

fn first_candidate(lines: &[Line]) -> Option<usize> {
    let free: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].is_unassigned()).take(6).collect();
    let mut turn = 0;
    while let [at, next, ..] = free[turn..]
        && may_be_title(&lines[next])
        && !lines[next].is_prose()
        && (is_section(&lines[at]) || lines[at].word_count() <= 5 && is_separated(&lines[at + 1..next]))
    {
        turn += 1;
    }
    free.get(turn)
        .copied()
        .filter(|at| may_be_title(&lines[*at]) && (!ends_with_stop(&lines[*at]) || has_byline(&lines[*at..])))
}

/// Whether a line ends in a full stop, as a paragraph does and few titles do.
fn ends_with_stop(line: &Line) -> bool {
    line.ends_sentence() && !line.text.ends_with(['?', '!', '？', '！', '…'])
}

/// Whether a byline or a date stands before the next paragraph.
fn has_byline(lines: &[Line]) -> bool {
    let mut head = lines.iter().skip(1).take_while(|line| !(line.is_unassigned() && line.is_prose()));
    head.any(|line| line.has(LineRole::Byline) || line.has(LineRole::Date))
}

/// Whether buttons or navigation stand among these lines.
fn is_separated(lines: &[Line]) -> bool {
    lines.iter().any(|line| matches!(line.role(), Some(LineRole::Interface | LineRole::Navigation | LineRole::Section)))
}

fn may_be_title(line: &Line) -> bool {
    let (text, words) = (&line.text, line.word_count());
    let is_sentence = words > 12 && text.ends_with(['.', '。']) || words > 20 && line.ends_sentence();
    words <= MAX_WORDS && !is_sentence && text.chars().filter(|c| is_cjk_letter(*c)).count() <= 60
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::test_lines;

    fn claimed(texts: &[&str], stated: Option<&str>) -> Vec<Option<LineRole>> {
        let mut lines = test_lines(texts);
        classify(&mut lines, stated);
        lines.iter().map(Line::role).collect()
    }

    #[test]
    fn takes_the_first_free_line_and_its_repetitions() {
        let roles = claimed(&["", "A bridge: too low?", "Text.", "A bridge: too low?"], None);
        assert_eq!(roles, [None, Some(LineRole::Title), None, Some(LineRole::RepeatedTitle)]);
    }

    #[test]
    fn takes_no_paragraph_for_a_title() {
        let text = "The ferry stopped running in the spring of that year, and nobody in the town had a plan.";
        assert_eq!(claimed(&[text, "Later"], None), [None, None]);
    }

    #[test]
    fn takes_a_sentence_for_the_title_above_a_byline_only() {
        let mut lines = test_lines(&["The ferries are full.", "Ada Berg", "So be it."]);
        assert_eq!(classify(&mut lines, None), None);
        lines[1].assign_role(LineRole::Byline, "");
        assert_eq!(classify(&mut lines, None), Some(0));
    }

    #[test]
    fn passes_over_the_name_of_the_outlet() {
        let mut lines = test_lines(&["The Harbour Courier", "Menu", "World", "A bridge too low"]);
        lines[1].assign_role(LineRole::Interface, "");
        assert_eq!(classify(&mut lines, None), Some(3));
    }

    #[test]
    fn prefers_what_the_page_states() {
        assert_eq!(claimed(&["Courier", "A bridge’s cost"], Some("A bridge's cost")), [None, Some(LineRole::Title)]);
        let beside = "Letters: A bridge too low | Courier";
        assert_eq!(claimed(&["Courier", "A bridge too low"], Some(beside)), [None, Some(LineRole::Title)]);
    }
}
