//! Reads the texts of articles (`article.txt`, `article.md`) into numbered passages.
//!
//! What each line of a text is, [`crate::text`] decides.

use super::layout::Layout;
use crate::model::Text;
use crate::span::{FileId, Sources};
use crate::text::{self, Format};
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
    let format = Format::of_name(path).unwrap_or(Format::Plain);
    let passages = text::read(text, format).map(|reading| reading.into_passages(file)).unwrap_or_default();
    Text { file, passages }
}
