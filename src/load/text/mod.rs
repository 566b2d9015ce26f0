//! Reads the texts of articles (`article.txt`, `article.md`) into numbered passages.
//!
//! 1. `blocks` divides plain text: each line is a block, unless the lines are wrapped; `markdown` divides Markdown.
//! 2. `signs` are what a block's own words tell: a byline, a caption, a credit, an author's note, navigation.
//! 3. `roles` decides what each block is by its signs and its place, and numbers paragraphs, headings and captions.
//!
//! List items are paragraphs. Nothing of a text is changed but white space.

mod blocks;
mod markdown;
mod roles;
mod signs;

use super::layout::Layout;
use crate::model::Text;
use crate::span::{FileId, Sources};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The texts of articles, by the article's folder (with `/` at the end).
pub(super) type Texts = BTreeMap<String, Arc<Text>>;

/// Reads all texts.
pub(super) fn read_all(layout: &Layout, sources: &Sources) -> Texts {
    let read_one = |(folder, &file): (&String, &FileId)| {
        let source = sources.get(file);
        (folder.clone(), Arc::new(read(file, &source.path, &source.text)))
    };
    layout.texts.par_iter().map(read_one).collect()
}

/// Divides one text.
fn read(file: FileId, path: &str, text: &str) -> Text {
    let is_markdown = path.get(path.len().saturating_sub(3)..).is_some_and(|end| end.eq_ignore_ascii_case(".md"));
    let blocks = if is_markdown { markdown::blocks(text) } else { blocks::blocks(text) };
    Text { file, passages: roles::passages(file, blocks) }
}

#[cfg(test)]
mod tests;
