//! Title: from the markup, or the first line that is not navigation, a section, a byline or a sentence of the body.
//!
//! A short line that buttons or navigation separate from another such line is the name of the outlet.

use super::section::is_section;
use crate::model::script::is_cjk_letter;
use crate::text::line::{Line, LineRole, Markup};
use crate::text::text_shape::fold;

/// Maximum number of words of a title.
const MAX_WORDS: usize = 40;

/// Classifies the title and its repetitions; returns the index of the title. `stated` is the title given by the markup.
pub(crate) fn classify(lines: &mut [Line], given: Option<&str>) -> Option<usize> {
    let by_markup = lines.iter().position(|line| line.is_unassigned() && line.markup == Some(Markup::Title));
    let by_text = given.map(fold).and_then(|given| {
        let find_unassigned =
            |matches: &dyn Fn(&Line) -> bool| lines.iter().position(|line| line.is_unassigned() && matches(line));
        find_unassigned(&|line| line.folded() == given).or_else(|| find_unassigned(&|line| is_part_of(&given, line)))
    });
    let (at, reason) = match (by_text, by_markup) {
        (Some(at), _) => (at, "title stated by the page"),
        (None, Some(at)) => (at, "first-level heading"),
        (None, None) if given.is_some() => return None,
        (None, None) => (first_candidate(lines)?, "first line that is not navigation, section or byline"),
    };
    let title = lines[at].folded().to_owned();
    for line in lines.iter_mut().filter(|line| line.is_unassigned() && line.folded() == title) {
        line.assign_role(LineRole::RepeatedTitle, "repeated title");
    }
    lines[at].roles.clear();
    lines[at].assign_role(LineRole::Title, reason);
    Some(at)
}

/// Checks whether a line is part of the title given by the page: many pages append the name of the outlet or section.
fn is_part_of(title: &str, line: &Line) -> bool {
    let is_separator = |c: char| matches!(c, '|' | '-' | '–' | '—' | ':' | '_' | '·' | '/' | '»' | '«');
    line.word_count() >= 3
        && title.split_once(line.folded()).is_some_and(|(prefix, suffix)| {
            let (prefix, suffix) = (prefix.trim_end(), suffix.trim_start());
            (prefix.is_empty() || prefix.ends_with(is_separator))
                && (suffix.is_empty() || suffix.starts_with(is_separator))
        })
}

fn first_candidate(lines: &[Line]) -> Option<usize> {
    let candidates: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].is_unassigned()).take(6).collect();
    let mut index = 0;
    while let [at, next, ..] = candidates[index..]
        && may_be_title(&lines[next])
        && !lines[next].is_prose()
        && (is_section(&lines[at]) || lines[at].word_count() <= 5 && is_separated(&lines[at + 1..next]))
    {
        index += 1;
    }
    candidates
        .get(index)
        .copied()
        .filter(|at| may_be_title(&lines[*at]) && (!ends_with_stop(&lines[*at]) || has_byline(&lines[*at..])))
}

/// Checks whether a line ends with a full stop, which is common for paragraphs and rare for titles.
fn ends_with_stop(line: &Line) -> bool {
    line.ends_sentence() && !line.text.ends_with(['?', '!', '？', '！', '…'])
}

/// Checks whether there is a byline or a date before the next paragraph.
fn has_byline(lines: &[Line]) -> bool {
    let mut head = lines.iter().skip(1).take_while(|line| !(line.is_unassigned() && line.is_prose()));
    head.any(|line| line.has(LineRole::Byline) || line.has(LineRole::Date))
}

/// Checks whether there are buttons or navigation among the lines.
fn is_separated(lines: &[Line]) -> bool {
    lines.iter().any(|line| matches!(line.role(), Some(LineRole::Interface | LineRole::Navigation | LineRole::Section)))
}

fn may_be_title(line: &Line) -> bool {
    let (text, word_count) = (&line.text, line.word_count());
    let is_sentence = word_count > 12 && text.ends_with(['.', '。']) || word_count > 20 && line.ends_sentence();
    word_count <= MAX_WORDS && !is_sentence && text.chars().filter(|c| is_cjk_letter(*c)).count() <= 60
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::test_lines;

    fn roles(texts: &[&str], given: Option<&str>) -> Vec<Option<LineRole>> {
        let mut lines = test_lines(texts);
        classify(&mut lines, given);
        lines.iter().map(Line::role).collect()
    }

    #[test]
    fn classifies_first_unassigned_line_and_its_repetitions() {
        let roles = roles(&["", "A bridge: too low?", "Text.", "A bridge: too low?"], None);
        assert_eq!(roles, [None, Some(LineRole::Title), None, Some(LineRole::RepeatedTitle)]);
    }

    #[test]
    fn ignores_paragraphs() {
        let text = "The ferry stopped running in the spring of that year, and nobody in the town had a plan.";
        assert_eq!(roles(&[text, "Later"], None), [None, None]);
    }

    #[test]
    fn accepts_sentence_only_above_byline() {
        let mut lines = test_lines(&["The ferries are full.", "Ada Berg", "So be it."]);
        assert_eq!(classify(&mut lines, None), None);
        lines[1].assign_role(LineRole::Byline, "");
        assert_eq!(classify(&mut lines, None), Some(0));
    }

    #[test]
    fn skips_name_of_outlet() {
        let mut lines = test_lines(&["The Harbour Courier", "Menu", "World", "A bridge too low"]);
        lines[1].assign_role(LineRole::Interface, "");
        assert_eq!(classify(&mut lines, None), Some(3));
    }

    #[test]
    fn prefers_title_of_markup() {
        assert_eq!(roles(&["Courier", "A bridge’s cost"], Some("A bridge's cost")), [None, Some(LineRole::Title)]);
        let beside = "Letters: A bridge too low | Courier";
        assert_eq!(roles(&["Courier", "A bridge too low"], Some(beside)), [None, Some(LineRole::Title)]);
    }
}
