//! Parses the texts of articles (`article.md`, `article.txt`, `article.html`, `article.pdf`) into numbered passages.
//!
//! [`crate::text`] classifies the lines of a text.

use super::Inputs;
use super::layout::FileLayout;
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Text, sha256};
use crate::span::{FileId, Sources, Span};
use crate::text::{self, ParsedText, TextError, TextFormat};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// Parsed texts, keyed by the article's folder with a trailing `/`.
pub(super) type ArticleTexts = BTreeMap<String, Arc<Text>>;

/// Rule: an article's text file could not be parsed.
pub(crate) static UNREAD_TEXT: Rule = Rule {
    code: "unread-text",
    severity: Severity::Warning,
    what: "The text of an article could not be read.",
    why: "Quotations of the article cannot be checked against it.",
    wrong: "content/articles/courier-2031/article.html   # with thousands of nested elements",
    right: "content/articles/courier-2031/article.txt    # the article copied from the page",
};

/// Parses all article texts in parallel; reports each one that fails.
pub(super) fn read_all(
    layout: &FileLayout,
    inputs: &Inputs,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> ArticleTexts {
    let read_one = |(folder, &file): (&String, &FileId)| {
        let source = sources.get(file);
        let bytes = inputs.files.get(&source.path).map_or(source.text.as_bytes(), |bytes| bytes);
        let parsed = match layout.pdfs.get(&source.path) {
            Some(Ok(pdf)) => Ok(text::read_pdf(pdf)),
            Some(Err(error)) => Err(TextError::Pdf(*error)),
            None => text::read(&source.text, TextFormat::from_file_name(&source.path).unwrap_or(TextFormat::Plain)),
        };
        let digest = if layout.pdfs.contains_key(&source.path) { sha256(bytes) } else { words_digest(&source.text) };
        let text = |parsed: ParsedText| {
            let passages = parsed.into_passages(file);
            if passages.is_empty() { Err(TextError::Empty) } else { Ok(Text { file, sha256: digest, passages }) }
        };
        (folder.clone(), file, parsed.and_then(text))
    };
    let read: Vec<(String, FileId, Result<Text, TextError>)> = layout.article_texts.par_iter().map(read_one).collect();
    let mut texts = ArticleTexts::new();
    for (folder, file, text) in read {
        match text {
            Ok(text) => {
                texts.insert(folder, Arc::new(text));
            }
            Err(error) => {
                let message = format!("the text was not read: {error}");
                let diagnostic = Diagnostic::new(&UNREAD_TEXT, Span::new(file, 0..0), message);
                diagnostics.push(diagnostic.help(error.help()));
            }
        }
    }
    texts
}

/// Returns the digest of a text's words, which neither line ends nor a byte order mark nor the Unicode form changes.
fn words_digest(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    if text.is_ascii() && !text.contains('\r') {
        return sha256(text);
    }
    sha256(text.replace("\r\n", "\n").replace('\r', "\n").nfc().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_depends_on_words_alone() {
        let digest = words_digest("Café\nBrücke\n");
        for same in ["\u{feff}Café\nBrücke\n", "Café\r\nBrücke\r\n", "Cafe\u{301}\rBru\u{308}cke\r"] {
            assert_eq!(words_digest(same), digest, "{same:?}");
        }
        assert_ne!(words_digest("Cafe\nBrücke\n"), digest);
        assert_eq!(words_digest("plain\r\n"), sha256("plain\n"));
    }
}
