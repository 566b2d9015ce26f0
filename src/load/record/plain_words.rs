//! Front matter that is written as Markdown and shown as plain words: citations are read, and left out where the words are
//! shown.

use super::inline_markup::{MARKUP_WITHOUT_EFFECT, may_have_markup};
use super::paragraph;
use crate::diagnose::Diagnostic;
use crate::load::markdown::MarkdownReader;
use crate::model::{BlockKind, Body, Inline, InlineKind, PlainText, ReferenceId, TextRules, inlines as inlines_within};
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
    let mut body = markdown.read_value(&value.value, value.span.range());
    if body.blocks.iter().all(|block| matches!(block.kind, BlockKind::Paragraph(_))) {
        body.blocks = paragraph::join(body.blocks, markdown.language).into_iter().collect();
    }
    let [block] = body.blocks.as_slice() else { return None };
    let BlockKind::Paragraph(inlines) = &block.kind else { return None };
    report_links_without_words(inlines, markdown);
    let words = PlainText::new(inlines, &WordsOnly).text;
    words.trim().clone_into(&mut value.value);
    Some(body)
}

/// Reports links to records without words: the words shown have a gap there, since titles are not known here.
fn report_links_without_words(inlines: &[Inline], markdown: &mut MarkdownReader<'_>) {
    let links = inlines_within(inlines).filter_map(|inline| match &inline.kind {
        InlineKind::Link { content, .. } if content.is_empty() => Some(inline.span),
        _ => None,
    });
    for span in links {
        let message = "a link without words in a text that is also shown as plain words";
        let diagnostic = Diagnostic::new(&MARKUP_WITHOUT_EFFECT, span, message).label("no words");
        markdown.diagnostics.push(diagnostic.help("add the words, such as `[[harbour-plan|the harbour plan]]`"));
    }
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
