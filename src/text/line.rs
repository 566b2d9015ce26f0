//! Lines of a text and their roles.

use super::text_shape::{fold, is_prose};
use crate::model::script::{ends_sentence, estimate_words};
use std::ops::Range;

/// Role of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineRole {
    /// Title of the article.
    Title,
    /// Summary line below the title.
    Standfirst,
    /// Author or outlet.
    Byline,
    /// Date of publication or change.
    Date,
    /// Paragraph of the article.
    Paragraph,
    /// List item in the article.
    ListItem,
    /// Heading in the article.
    Heading,
    /// Caption of a picture.
    Caption,
    /// Credit of a picture.
    Credit,
    /// Repetition of the title.
    RepeatedTitle,
    /// Description of the authors.
    AuthorNote,
    /// Credit of the translator.
    Translator,
    /// Credit of the editor.
    Editor,
    /// Section of the outlet.
    Section,
    /// Links of the outlet.
    Navigation,
    /// Buttons and prompts.
    Interface,
    /// Prompts to read something else.
    MoreReading,
    /// Link to another version, or to the original.
    Link,
    /// Terms of use.
    Rights,
    /// Disclaimer of views or liability.
    Disclaimer,
    /// Contact address.
    Contact,
    /// Footnote of the article.
    Footnote,
    /// Empty line.
    Blank,
    /// Unknown role.
    Unclear,
}

impl LineRole {
    /// Returns the name of the role.
    pub fn as_str(self) -> &'static str {
        match self {
            LineRole::Title => "title",
            LineRole::Standfirst => "standfirst",
            LineRole::Byline => "byline",
            LineRole::Date => "date",
            LineRole::Paragraph => "paragraph",
            LineRole::ListItem => "list item",
            LineRole::Heading => "heading",
            LineRole::Caption => "caption",
            LineRole::Credit => "credit",
            LineRole::RepeatedTitle => "repeated title",
            LineRole::AuthorNote => "author's note",
            LineRole::Translator => "translator",
            LineRole::Editor => "editor",
            LineRole::Section => "section",
            LineRole::Navigation => "navigation",
            LineRole::Interface => "interface",
            LineRole::MoreReading => "related reading",
            LineRole::Link => "link",
            LineRole::Rights => "rights",
            LineRole::Disclaimer => "disclaimer",
            LineRole::Contact => "contact",
            LineRole::Footnote => "footnote",
            LineRole::Blank => "blank",
            LineRole::Unclear => "unclear",
        }
    }

    /// Returns true if the line belongs to the article's own text and has a paragraph number.
    pub fn is_passage(self) -> bool {
        matches!(self, LineRole::Paragraph | LineRole::ListItem)
    }
}

/// Markup of a line in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// Heading of the first level.
    Title,
    /// Heading of a lower level.
    Heading,
    /// Summary line below the title.
    Standfirst,
    /// List item.
    ListItem,
    /// Table row.
    Row,
    /// Caption of a picture.
    Caption,
    /// Footnote.
    Note,
    /// Outside the main content.
    Outside,
}

/// Role with the reason for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignedRole {
    /// Role of the line.
    pub role: LineRole,
    /// Reason of the heuristic.
    pub reason: String,
}

/// Line of a text: a physical line of plain text, or a block of HTML or Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Number, 1-based: of the physical line, or of the HTML block.
    pub number: usize,
    /// Text without surrounding white space.
    pub text: String,
    /// Byte range in the source, including inline markup.
    pub range: Range<usize>,
    /// True for a drawn rule, or a line with only invisible characters, as an empty paragraph copied from a page.
    pub is_divider: bool,
    /// Markup in the input.
    pub markup: Option<Markup>,
    /// Page on which the line begins, 1-based, if the source has pages.
    pub page: Option<usize>,
    /// Roles of the line, the main role first. Never empty after classification.
    pub roles: Vec<AssignedRole>,
    folded: String,
    word_count: usize,
}

impl Line {
    /// Creates a line; its text is trimmed.
    pub(super) fn new(number: usize, raw: &str, range: Range<usize>, markup: Option<Markup>) -> Self {
        let text = trim_invisible(raw);
        let invisible = raw.trim_matches([' ', '\t', '\r', '\n']);
        let is_divider = text.is_empty() && !invisible.is_empty() || is_drawn_rule(text);
        let text = if is_divider { "" } else { text };
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let (folded, word_count) = (fold(&text), estimate_words(&text));
        Line { number, text, range, is_divider, markup, page: None, roles: Vec::new(), folded, word_count }
    }

    /// Returns the main role, or `None` while the line is unassigned.
    pub fn role(&self) -> Option<LineRole> {
        self.roles.first().map(|mark| mark.role)
    }

    /// Checks whether the line has a role.
    pub fn has(&self, role: LineRole) -> bool {
        self.roles.iter().any(|mark| mark.role == role)
    }

    /// Returns true if the line belongs to the article's own text and has a paragraph number.
    pub fn is_passage(&self) -> bool {
        self.role().is_some_and(LineRole::is_passage)
    }

    /// Returns the text folded for comparison.
    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    /// Returns the estimated number of words.
    pub(super) fn word_count(&self) -> usize {
        self.word_count
    }

    /// Checks whether the text ends with the end of a sentence.
    pub(super) fn ends_sentence(&self) -> bool {
        ends_sentence(&self.text)
    }

    /// Checks whether the line is long enough for a paragraph.
    pub(super) fn is_prose(&self) -> bool {
        is_prose(self.word_count, self.ends_sentence())
    }

    /// Returns true if the line has text and no role yet.
    pub(super) fn is_unassigned(&self) -> bool {
        self.roles.is_empty() && !self.text.is_empty()
    }

    /// Adds a role after the existing ones.
    pub(super) fn assign_role(&mut self, role: LineRole, reason: impl Into<String>) {
        if !self.has(role) {
            self.roles.push(AssignedRole { role, reason: reason.into() });
        }
    }
}

/// Result of a heuristic for a line: role and reason.
pub(super) type Classification = Option<(LineRole, &'static str)>;

/// Assigns roles to the unassigned lines that `judge` recognizes.
pub(super) fn assign_roles(lines: &mut [Line], judge: impl Fn(&Line) -> Classification) {
    for line in lines.iter_mut().filter(|line| line.is_unassigned()) {
        if let Some((role, reason)) = judge(line) {
            line.assign_role(role, reason);
        }
    }
}

/// Trims white space and invisible characters.
pub(super) fn trim_invisible(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
}

/// Checks whether a line is a drawn rule: `***`, `-----`, `* * *`.
fn is_drawn_rule(text: &str) -> bool {
    let is_drawn = |c: char| matches!(c, '*' | '-' | '_' | '—' | '=' | '·' | ' ');
    text.chars().filter(|c| *c != ' ').count() >= 3 && text.chars().all(is_drawn)
}

/// Creates lines numbered from 1, for tests.
#[cfg(test)]
pub(super) fn test_lines<'t>(texts: impl IntoIterator<Item = &'t &'t str>) -> Vec<Line> {
    (1..).zip(texts).map(|(number, text)| Line::new(number, text, 0..text.len(), None)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_all_kinds_of_white_space() {
        let line = Line::new(1, "\u{a0}\t A tram line \u{feff}\r", 0..19, None);
        assert_eq!((line.text.as_str(), line.is_divider), ("A tram line", false));
    }

    #[test]
    fn classifies_invisible_text_as_divider() {
        let line = |text: &str| Line::new(1, text, 0..text.len(), None);
        assert!(line("\u{a0}").is_divider && line("* * *").is_divider);
        assert!(!line("  ").is_divider);
    }
}
