//! Front matter that is written as Markdown and shown as plain words: citations are read, and left out where the words are
//! shown.

use super::inline_markup::may_have_markup;
use crate::load::markdown::MarkdownReader;
use crate::model::{BlockKind, Body, PlainText, ReferenceId, TextRules};
use crate::span::Spanned;

/// Leaves out citations with the white space in front of them.
struct WordsOnly;

impl TextRules for WordsOnly {
    fn citation(&self, _: ReferenceId) -> Option<String> {
        None
    }
}

/// Replaces a value by its plain words. Returns its Markdown if it may have more than words.
pub(super) fn read(value: &mut Spanned<String>, markdown: &mut MarkdownReader<'_>) -> Option<Body> {
    // HTML is shown as written.
    if value.value.contains('<') || !may_have_markup(&value.value) {
        return None;
    }
    let body = markdown.read_value(&value.value, value.span.range());
    let [block] = body.blocks.as_slice() else { return None };
    let BlockKind::Paragraph(inlines) = &block.kind else { return None };
    let words = PlainText::new(inlines, &WordsOnly).text;
    words.trim().clone_into(&mut value.value);
    Some(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostics;
    use crate::model::MarkdownConfig;
    use crate::span::{FileId, Span};

    fn words(value: &str) -> (String, usize) {
        let mut markdown = MarkdownReader {
            file: FileId(0),
            source: value,
            language: "en",
            config: MarkdownConfig::default(),
            references: Vec::new(),
            diagnostics: Diagnostics::default(),
        };
        let mut spanned = Spanned::new(value.to_owned(), Span::new(FileId(0), 0..value.len()));
        read(&mut spanned, &mut markdown);
        (spanned.value, markdown.references.len())
    }

    #[test]
    fn keeps_words_and_reads_citations() {
        assert_eq!(words("He said \"so far\" [@q, ¶2]."), ("He said “so far”.".to_owned(), 1));
        assert_eq!(words("A *new* `plan`, [here](https://example.org)"), ("A new plan, here".to_owned(), 1));
        assert_eq!(words("Plain words -- nothing else"), ("Plain words – nothing else".to_owned(), 0));
        assert_eq!(words("It's 5"), ("It’s 5".to_owned(), 0));
    }
}
