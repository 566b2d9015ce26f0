//! Converts citable lines into numbered passages.
//!
//! Paragraphs and list items are numbered together; headings and captions have their own numbers. Byline, standfirst
//! and note may consist of several lines. Titles, navigation and prompts cannot be cited.

use super::line::{Line, LineRole};
use crate::model::{Passage, TextPassage};
use crate::span::{FileId, Span};

/// Numbers the citable lines.
pub(super) fn passages(lines: Vec<Line>, file: FileId) -> Vec<TextPassage> {
    let (mut paragraphs, mut headings, mut captions) = (0, 0, 0);
    let next = |count: &mut u32| {
        *count += 1;
        *count
    };
    let passage = |line: Line| {
        let passage = match line.role()? {
            LineRole::Paragraph | LineRole::ListItem => {
                let number = next(&mut paragraphs);
                Passage::Paragraphs { first: number, last: number }
            }
            LineRole::Heading => Passage::Heading(next(&mut headings)),
            LineRole::Caption => Passage::Caption(next(&mut captions)),
            LineRole::Standfirst => Passage::Standfirst,
            LineRole::Byline | LineRole::Date => Passage::Byline,
            LineRole::AuthorNote
            | LineRole::Credit
            | LineRole::Translator
            | LineRole::Editor
            | LineRole::Link
            | LineRole::Rights
            | LineRole::Disclaimer
            | LineRole::Contact
            | LineRole::Footnote
            | LineRole::Unclear => Passage::Note,
            LineRole::Title
            | LineRole::RepeatedTitle
            | LineRole::Section
            | LineRole::Navigation
            | LineRole::Interface
            | LineRole::MoreReading
            | LineRole::Blank => return None,
        };
        Some(TextPassage { passage, words: line.text, span: Span::new(file, line.range) })
    };
    lines.into_iter().filter_map(passage).collect()
}
