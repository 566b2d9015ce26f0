//! Front matter that is written as Markdown and shown as plain words: citations are read, and left out where the words are
//! shown.

use super::inline_markup::{MARKUP_WITHOUT_EFFECT, WORD_JOINER, may_have_markup};
use super::paragraph;
use crate::diagnose::Diagnostic;
use crate::load::markdown::MarkdownReader;
use crate::model::{
    Block, BlockKind, Body, Inline, InlineKind, PlainText, ReferenceId, TextRules, inlines as inlines_within,
};
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
    if !may_have_markup(&value.value) {
        return None;
    }
    let body = read_paragraph(value, markdown)?;
    let [Block { kind: BlockKind::Paragraph(inlines), .. }] = body.blocks.as_slice() else { return None };
    report_links_without_words(inlines, markdown);
    let words = PlainText::new(inlines, &WordsOnly).text;
    words.trim().clone_into(&mut value.value);
    Some(body)
}

/// Reads a value as one paragraph, whatever its lines start with; HTML in it is text.
fn read_paragraph(value: &Spanned<String>, markdown: &mut MarkdownReader<'_>) -> Option<Body> {
    let raw_html = std::mem::replace(&mut markdown.config.raw_html, true);
    let as_written = [false, true].into_iter().find_map(|is_joined| {
        let (references, diagnostics) = (markdown.references.len(), std::mem::take(&mut markdown.diagnostics));
        let text = if is_joined { with_word_joiners(&value.value) } else { value.value.clone() };
        let body = markdown.read_value(&text, value.span.range());
        let is_text = body.blocks.iter().all(|block| matches!(block.kind, BlockKind::Paragraph(_)));
        let found = std::mem::replace(&mut markdown.diagnostics, diagnostics);
        if is_text {
            markdown.diagnostics.append(found);
        } else {
            markdown.references.truncate(references);
        }
        is_text.then_some(body)
    });
    markdown.config.raw_html = raw_html;
    let mut body = as_written?;
    body.blocks = paragraph::join(body.blocks, markdown.language).into_iter().collect();
    for block in &mut body.blocks {
        if let BlockKind::Paragraph(inlines) = &mut block.kind {
            show_html_as_text(inlines);
        }
    }
    Some(body)
}

/// Puts a word joiner before each line that does not start with a letter or a mark: it might start a list, a heading, a table or
/// HTML.
fn with_word_joiners(text: &str) -> String {
    let starts_block =
        |line: &str| line.starts_with(|first: char| !first.is_alphabetic() && !"\"'“‘„«「『[@".contains(first));
    let lines = text
        .lines()
        .map(str::trim_start)
        .map(|line| if starts_block(line) { format!("{WORD_JOINER}{line}") } else { line.to_owned() });
    lines.collect::<Vec<_>>().join("\n")
}

/// Turns HTML into text as it is written, except for comments, and takes out word joiners at the start of lines.
fn show_html_as_text(inlines: &mut Vec<Inline>) {
    inlines.retain(|inline| !matches!(&inline.kind, InlineKind::Html(html) if html.starts_with("<!--")));
    for inline in inlines {
        match &mut inline.kind {
            InlineKind::Html(html) => inline.kind = InlineKind::Text(std::mem::take(html)),
            InlineKind::Text(text) if text.starts_with(WORD_JOINER) => drop(text.remove(0)),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Span { content, .. }
            | InlineKind::Link { content, .. } => show_html_as_text(content),
            _ => {}
        }
    }
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
    use crate::span::{FileId, Span};

    fn words(value: &str) -> (String, usize) {
        let mut markdown = MarkdownReader::of_text(value, "en");
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

    #[test]
    fn reads_citations_beside_html_and_in_what_looks_like_a_block() {
        for (value, shown) in [
            ("Costs < 5 million [@q, ¶1].", "Costs < 5 million."),
            ("Costs a<b *em* [@q, ¶99]", "Costs a<b em"),
            ("It is <i>so</i> [@q].<!-- why? -->", "It is <i>so</i>."),
            ("<div> is \"so\" [@q]", "<div> is “so”"),
            ("- list [@q]", "- list"),
            ("# Head [@q]", "# Head"),
            ("2. A *plan* [@q]", "2. A plan"),
            ("> [@q]", ">"),
            ("Costs:\n- one\n- *two* [@q]", "Costs: - one - two"),
            ("| a |\n|---|\n| b [@q] |", "| a | |—| | b |"),
            ("    code [@q]", "code"),
            ("```\nx [@q]", "``` x"),
        ] {
            assert_eq!(words(value), (shown.to_owned(), 1), "{value}");
        }
    }
}
