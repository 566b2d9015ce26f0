//! Finds the text of an article, for the panel of the preview. The text may be unpublished: it is sent to pages of the
//! session only, and never becomes part of a page.

use crate::compile::Compiled;
use crate::model::{Kind, Record, Text};
use serde_json::{Value, json};

/// Returns the text of an article, which translations share, or `None` if it is not available.
pub(super) fn text_of<'c>(compiled: &'c Compiled, record: &Record) -> Option<&'c Text> {
    let is_same_article = |other: &&Record| other.kind() == Kind::Article && other.id == record.id;
    let is_article = record.kind() == Kind::Article;
    let mut versions = compiled.site.records.iter().map(|other| &**other).filter(is_same_article);
    is_article.then(|| versions.find_map(Record::text)).flatten()
}

/// Returns the id of an article and its passages with their numbers.
pub(super) fn text_json(compiled: &Compiled, record: &Record) -> Option<Value> {
    let text = text_of(compiled, record)?;
    let passages = text.passages.iter().map(|block| json!({ "passage": block.passage, "words": block.words }));
    Some(json!({ "article": record.id, "passages": passages.collect::<Vec<_>>() }))
}
