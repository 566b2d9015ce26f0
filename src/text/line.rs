//! A line of a text and what it is for.

use super::text_shape::{fold, is_prose};
use crate::model::script::{ends_sentence, estimate_words};
use std::ops::Range;

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineRole {
    /// The article's title.
    Title,
    /// The line below the title that says what the article is about.
    Standfirst,
    /// Who wrote it or where it appeared.
    Byline,
    /// When it appeared.
    Date,
    /// A paragraph of the article.
    Paragraph,
    /// An item of a list in the article.
    ListItem,
    /// A heading in the article.
    Heading,
    /// The words below a picture.
    Caption,
    /// Who made a picture.
    Credit,
    /// The title once more.
    RepeatedTitle,
    /// Who the authors are.
    AuthorNote,
    /// Who translated it.
    Translator,
    /// Who edited it.
    Editor,
    /// The part of the outlet in which it appeared.
    Section,
    /// The outlet's own links.
    Navigation,
    /// Buttons and prompts.
    Interface,
    /// Prompts to read something else.
    MoreReading,
    /// A link to another version, or to the original.
    Link,
    /// Who may do what with the text.
    Rights,
    /// Whose views these are, and who is not liable.
    Disclaimer,
    /// Whom to write to.
    Contact,
    /// A footnote of the article.
    Footnote,
    /// Nothing on it.
    Blank,
    /// Nothing that is known.
    Unclear,
}

impl LineRole {
    /// The words for it.
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
            LineRole::MoreReading => "more reading",
            LineRole::Link => "link",
            LineRole::Rights => "rights",
            LineRole::Disclaimer => "disclaimer",
            LineRole::Contact => "contact",
            LineRole::Footnote => "footnote",
            LineRole::Blank => "blank",
            LineRole::Unclear => "unclear",
        }
    }

    /// Whether the line belongs to the article's own text and has a passage number.
    pub fn is_passage(self) -> bool {
        matches!(self, LineRole::Paragraph | LineRole::ListItem)
    }
}

/// What the input's markup says of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// A heading of the first level.
    Title,
    /// A heading below it.
    Heading,
    /// The line below the title.
    Standfirst,
    /// An item of a list.
    ListItem,
    /// A row of a table.
    Row,
    /// A picture's caption.
    Caption,
    /// A footnote.
    Note,
    /// Outside the main content.
    Outside,
}

/// A role with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignedRole {
    /// What the line is for.
    pub role: LineRole,
    /// Why that was decided.
    pub reason: String,
}

/// A line of a text: a physical line of plain text, a block of HTML or Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number from 1: the physical line, or the block of HTML.
    pub number: usize,
    /// Its words without the space around them.
    pub text: String,
    /// The bytes of the source that it is written with, mark-up within it included.
    pub range: Range<usize>,
    /// Whether it has no words but something invisible, as an empty paragraph copied from a page has.
    pub is_divider: bool,
    /// What the markup says.
    pub markup: Option<Markup>,
    /// The page on which it begins, from 1, where the source has pages.
    pub page: Option<usize>,
    /// What it is for, the main role first. Never empty once roles are given.
    pub roles: Vec<AssignedRole>,
    folded: String,
    words: usize,
}

impl Line {
    /// Makes a line; its text is trimmed.
    pub(super) fn new(number: usize, raw: &str, range: Range<usize>, markup: Option<Markup>) -> Self {
        let text = trim_invisible(raw);
        let invisible = raw.trim_matches([' ', '\t', '\r', '\n']);
        let is_divider = text.is_empty() && !invisible.is_empty() || is_drawn_rule(text);
        let text = if is_divider { "" } else { text };
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let (folded, words) = (fold(&text), estimate_words(&text));
        Line { number, text, range, is_divider, markup, page: None, roles: Vec::new(), folded, words }
    }

    /// The main role; nothing while the line is free.
    pub fn role(&self) -> Option<LineRole> {
        self.roles.first().map(|mark| mark.role)
    }

    /// Whether it has this role among its roles.
    pub fn has(&self, role: LineRole) -> bool {
        self.roles.iter().any(|mark| mark.role == role)
    }

    /// Whether it belongs to the article's own text and has a passage number.
    pub fn is_passage(&self) -> bool {
        self.role().is_some_and(LineRole::is_passage)
    }

    /// Its words folded for comparing.
    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    /// How long it is in words.
    pub(super) fn word_count(&self) -> usize {
        self.words
    }

    /// Whether it ends as a sentence does.
    pub(super) fn ends_sentence(&self) -> bool {
        ends_sentence(&self.text)
    }

    /// Whether it runs on as a paragraph does.
    pub(super) fn is_prose(&self) -> bool {
        is_prose(self.words, self.ends_sentence())
    }

    /// Whether it has words and no role yet.
    pub(super) fn is_unassigned(&self) -> bool {
        self.roles.is_empty() && !self.text.is_empty()
    }

    /// Gives it a role, after those that it has.
    pub(super) fn assign_role(&mut self, role: LineRole, reason: impl Into<String>) {
        if !self.has(role) {
            self.roles.push(AssignedRole { role, reason: reason.into() });
        }
    }
}

/// What a heuristic says of a line.
pub(super) type Classification = Option<(LineRole, &'static str)>;

/// Gives the free lines of which a heuristic says something their roles.
pub(super) fn assign_roles(lines: &mut [Line], judge: impl Fn(&Line) -> Classification) {
    for line in lines.iter_mut().filter(|line| line.is_unassigned()) {
        if let Some((role, reason)) = judge(line) {
            line.assign_role(role, reason);
        }
    }
}

/// A text without the space around it and what cannot be seen.
pub(super) fn trim_invisible(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
}

/// Whether a line is drawn: `***`, `-----`, `* * *`.
fn is_drawn_rule(text: &str) -> bool {
    let drawn = |c: char| matches!(c, '*' | '-' | '_' | '—' | '=' | '·' | ' ');
    text.chars().filter(|c| *c != ' ').count() >= 3 && text.chars().all(drawn)
}

/// Lines of these words, numbered from 1, for tests.
#[cfg(test)]
pub(super) fn test_lines<'t>(texts: impl IntoIterator<Item = &'t &'t str>) -> Vec<Line> {
    (1..).zip(texts).map(|(number, text)| Line::new(number, text, 0..text.len(), None)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_all_kinds_of_space() {
        let line = Line::new(1, "\u{a0}\t A tram line \u{feff}\r", 0..19, None);
        assert_eq!((line.text.as_str(), line.is_divider), ("A tram line", false));
    }

    #[test]
    fn takes_invisible_words_for_a_divider() {
        let line = |text: &str| Line::new(1, text, 0..text.len(), None);
        assert!(line("\u{a0}").is_divider && line("* * *").is_divider);
        assert!(!line("  ").is_divider);
    }
}
