//! One-line front matter that may have inline Markdown: titles, claims and notes on a status.
//!
//! 1. The value is read as Markdown in its language; a value that is no single paragraph, such as `2031. A year`, as words.
//! 2. Links become their words, images their alternative text, and citations stay as written; all three are reported.
//! 3. The value becomes the plain words. Its inlines are returned if they have more than words.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::load::front_matter::Fields;
use crate::load::markdown::MarkdownReader;
use crate::model::{BlockKind, Inline, InlineKind, ReferenceKind, plain_text};
use crate::span::{Span, Spanned};

/// Rule: a title, a claim or a note has a link, an image or a citation.
pub(crate) static MARKUP_WITHOUT_EFFECT: Rule = Rule {
    code: "markup-without-effect",
    severity: Severity::Warning,
    what: "Front matter has a link, an image, a citation, a list or a footnote where only words or one paragraph are shown.",
    why: "Titles, claims and notes are shown in links and feeds, texts of the front page in one paragraph; the rest would be lost.",
    wrong: "title = \"The [plan](https://example.org) of 2031 [@courier-2031]\"",
    right: "title = \"The *plan* of 2031\"",
};

/// Character put before a value that Markdown would read as a list, a heading or a quote.
pub(super) const WORD_JOINER: char = '\u{2060}';

/// Replaces a value by its plain words. Returns its inlines if they have more than words. `part` names the value in
/// findings: "a title".
pub(super) fn read(value: &mut Spanned<String>, part: &str, markdown: &mut MarkdownReader<'_>) -> Vec<Inline> {
    if !may_have_markup(&value.value) {
        return Vec::new();
    }
    // Its references have no effect, so they are not those of the record.
    let mut reader = MarkdownReader { references: Vec::new(), diagnostics: Diagnostics::default(), ..*markdown };
    let Some(inlines) = read_paragraph(value, &mut reader) else { return Vec::new() };
    let mut line = MarkedLine { reader: &reader, part, diagnostics: &mut markdown.diagnostics };
    let inlines = line.words(inlines);
    plain_text(&inlines).trim().trim_start_matches(WORD_JOINER).clone_into(&mut value.value);
    let is_words = |inline: &Inline| matches!(inline.kind, InlineKind::Text(_));
    if inlines.iter().all(is_words) { Vec::new() } else { inlines }
}

/// Reads a value that is shown as it is written. Links, images, citations and footnotes in it are reported. `part` names the
/// value in findings.
pub(super) fn words(
    fields: &mut Fields<'_, '_>,
    key: &'static str,
    part: &str,
    markdown: &mut MarkdownReader<'_>,
) -> Option<String> {
    let value = fields.string(key)?;
    read(&mut value.clone(), part, markdown);
    Some(value.value)
}

/// Checks whether Markdown may change a value.
pub(super) fn may_have_markup(value: &str) -> bool {
    value.contains([
        '[', '@', '*', '_', '`', '"', '\'', '\\', '&', '~', '\n', '<', '“', '„', '«', '「', '‘', '『', '＂', '＇',
    ]) || value.contains("--")
        || value.contains("...")
}

fn read_paragraph(value: &Spanned<String>, reader: &mut MarkdownReader<'_>) -> Option<Vec<Inline>> {
    let mut paragraph = |text: &str| {
        let body = reader.read_value(text, value.span.range());
        let mut blocks = body.blocks.into_iter();
        match (blocks.next().map(|block| block.kind), blocks.next()) {
            (Some(BlockKind::Paragraph(inlines)), None) => Some(inlines),
            _ => None,
        }
    };
    paragraph(&value.value).or_else(|| paragraph(&format!("{WORD_JOINER}{}", value.value.trim())))
}

/// Reduces a line to words with emphasis and code.
struct MarkedLine<'r, 's> {
    reader: &'r MarkdownReader<'s>,
    part: &'r str,
    diagnostics: &'r mut Diagnostics,
}

impl MarkedLine<'_, '_> {
    fn words(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        let mut words = Vec::with_capacity(inlines.len());
        for Inline { kind, span } in inlines {
            let kind = match kind {
                InlineKind::Text(_) | InlineKind::Code(_) => kind,
                InlineKind::Emphasis(content) => InlineKind::Emphasis(self.words(content)),
                InlineKind::Strong(content) => InlineKind::Strong(self.words(content)),
                InlineKind::Strikethrough(content) => InlineKind::Strikethrough(self.words(content)),
                InlineKind::Span { class, content } => InlineKind::Span { class, content: self.words(content) },
                InlineKind::Link { to, content, .. } => {
                    self.report("a link", "write its words only", span);
                    if !content.is_empty() {
                        words.extend(self.words(content));
                        continue;
                    }
                    match self.reader.references.get(to.0 as usize).map(|reference| &reference.kind) {
                        Some(ReferenceKind::Record { target, .. }) => InlineKind::Text(target.clone()),
                        _ => continue,
                    }
                }
                InlineKind::Image { alt, .. } => {
                    self.report("an image", "delete it", span);
                    InlineKind::Text(alt)
                }
                InlineKind::Citation(_) => {
                    self.report("a citation", "cite the article in the text; `\\@` is a plain `@`", span);
                    InlineKind::Text(self.reader.source.get(span.range()).unwrap_or_default().to_owned())
                }
                InlineKind::FootnoteMark { .. } => {
                    self.report("a footnote", "delete it", span);
                    continue;
                }
                InlineKind::SoftBreak | InlineKind::HardBreak => InlineKind::Text(" ".to_owned()),
                InlineKind::Html(html) => InlineKind::Text(html),
            };
            words.push(Inline { kind, span });
        }
        words
    }

    fn report(&mut self, what: &str, help: &str, span: Span) {
        let message = format!("{what} in {}", self.part);
        self.diagnostics
            .push(Diagnostic::new(&MARKUP_WITHOUT_EFFECT, span, message).label("no effect here").help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::FileId;

    fn read_words(value: &str, language: &str) -> (String, usize, usize) {
        let mut markdown = MarkdownReader::of_text(value, language);
        let mut spanned = Spanned::new(value.to_owned(), Span::new(FileId(0), 0..value.len()));
        let inlines = read(&mut spanned, "a title", &mut markdown);
        assert!(markdown.references.is_empty(), "{value}");
        (spanned.value, inlines.len(), markdown.diagnostics.iter().count())
    }

    #[test]
    fn replaces_markup_by_words() {
        for (value, language, words, inlines) in [
            ("Plain words", "en", "Plain words", 0),
            ("The \"new\" plan's end -- at last...", "en", "The “new” plan’s end – at last…", 0),
            ("Der \"neue\" Plan", "de", "Der „neue“ Plan", 0),
            ("A *new* `plan`", "en", "A new plan", 4),
            ("2031. The \"year\"", "en", "2031. The “year”", 0),
            ("# \"One\"", "en", "# “One”", 0),
            ("Notes <i>on</i> R&D, a < b", "en", "Notes <i>on</i> R&D, a < b", 0),
            ("5 * 3 * 2 snake_case_name", "en", "5 * 3 * 2 snake_case_name", 0),
            ("One\ntwo", "en", "One two", 0),
        ] {
            assert_eq!(read_words(value, language), (words.to_owned(), inlines, 0), "{value}");
        }
    }

    #[test]
    fn reports_what_has_no_effect() {
        for (value, words) in [
            ("The [plan](https://example.org) of 2031", "The plan of 2031"),
            ("The [[harbour-plan]]", "The harbour-plan"),
            ("The [[harbour-plan|plan]]", "The plan"),
            ("The plan [@q, ¶1]", "The plan [@q, ¶1]"),
            ("@q speaks", "@q speaks"),
        ] {
            let (read, _, findings) = read_words(value, "en");
            assert_eq!((read.as_str(), findings), (words, 1), "{value}");
        }
        assert_eq!(read_words("\\@q speaks", "en"), ("@q speaks".to_owned(), 0, 0));
    }
}
