//! The lines of a text that can be cited, as numbered passages.
//!
//! Paragraphs and list items are numbered together; headings and captions have numbers of their own. Several lines may
//! be the byline, the standfirst or the note. Titles, navigation and prompts cannot be cited.

use super::line::{Line, Role};
use crate::model::{Passage, TextPassage};
use crate::span::{FileId, Span};

/// Numbers the lines that can be cited.
pub(super) fn passages(lines: Vec<Line>, file: FileId) -> Vec<TextPassage> {
    let (mut paragraphs, mut headings, mut captions) = (0, 0, 0);
    let next = |count: &mut u32| {
        *count += 1;
        *count
    };
    let passage = |line: Line| {
        let passage = match line.role()? {
            Role::Paragraph | Role::ListItem => {
                let number = next(&mut paragraphs);
                Passage::Paragraphs { first: number, last: number }
            }
            Role::Heading => Passage::Heading(next(&mut headings)),
            Role::Caption => Passage::Caption(next(&mut captions)),
            Role::Standfirst => Passage::Standfirst,
            Role::Byline | Role::Date => Passage::Byline,
            Role::AuthorNote
            | Role::Credit
            | Role::Translator
            | Role::Editor
            | Role::Link
            | Role::Rights
            | Role::Disclaimer
            | Role::Contact
            | Role::Footnote
            | Role::Unclear => Passage::Note,
            Role::Title
            | Role::RepeatedTitle
            | Role::Section
            | Role::Navigation
            | Role::Interface
            | Role::MoreReading
            | Role::Blank => return None,
        };
        Some(TextPassage { passage, words: line.text, span: Span::new(file, line.range) })
    };
    lines.into_iter().filter_map(passage).collect()
}
