//! Reads the texts of articles (`article.md`, `article.txt`, `article.html`, `article.pdf`) into numbered passages.
//!
//! What each line of a text is, [`crate::text`] decides.

use super::Inputs;
use super::layout::FileLayout;
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Text, sha256};
use crate::span::{FileId, Sources, Span};
use crate::text::{self, ParsedText, TextError, TextFormat};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The texts of articles, by the article's folder (with `/` at the end).
pub(super) type ArticleTexts = BTreeMap<String, Arc<Text>>;

/// The text of an article that was not read.
pub(crate) static UNREAD_TEXT: Rule = Rule {
    code: "unread-text",
    severity: Severity::Warning,
    what: "The text of an article was not read.",
    why: "Quotations of the article cannot be checked against it.",
    wrong: "content/articles/courier-2031/article.html   # with thousands of elements within each other",
    right: "content/articles/courier-2031/article.txt    # the article copied from the page",
};

/// Reads all texts.
pub(super) fn read_all(
    layout: &FileLayout,
    inputs: &Inputs,
    sources: &Sources,
    found: &mut Diagnostics,
) -> ArticleTexts {
    let read_one = |(folder, &file): (&String, &FileId)| {
        let source = sources.get(file);
        let bytes = inputs.files.get(&source.path).map_or(source.text.as_bytes(), |bytes| bytes);
        let reading = match layout.pdfs.get(&source.path) {
            Some(Ok(pdf)) => Ok(text::read_pdf(pdf)),
            Some(Err(refused)) => Err(TextError::Pdf(*refused)),
            None => text::read(&source.text, TextFormat::from_file_name(&source.path).unwrap_or(TextFormat::Plain)),
        };
        let text = |reading: ParsedText| Text { file, sha256: sha256(bytes), passages: reading.into_passages(file) };
        (folder.clone(), file, reading.map(text))
    };
    let read: Vec<(String, FileId, Result<Text, TextError>)> = layout.article_texts.par_iter().map(read_one).collect();
    let mut texts = ArticleTexts::new();
    for (folder, file, text) in read {
        match text {
            Ok(text) => {
                texts.insert(folder, Arc::new(text));
            }
            Err(refused) => {
                let message = format!("the text was not read: {refused}");
                let diagnostic = Diagnostic::new(&UNREAD_TEXT, Span::new(file, 0..0), message);
                found.push(diagnostic.help(refused.help()));
            }
        }
    }
    texts
}
