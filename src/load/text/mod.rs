//! Reads the texts of articles (`article.txt`, `article.md`) into numbered passages.
//!
//! What each line of a text is, [`crate::text`] decides.

use super::Inputs;
use super::layout::Layout;
use crate::model::{Text, sha256};
use crate::span::{FileId, Sources};
use crate::text::{self, Format};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The texts of articles, by the article's folder (with `/` at the end).
pub(super) type Texts = BTreeMap<String, Arc<Text>>;

/// Reads all texts.
pub(super) fn read_all(layout: &Layout, inputs: &Inputs, sources: &Sources) -> Texts {
    let read_one = |(folder, &file): (&String, &FileId)| {
        let source = sources.get(file);
        let bytes = inputs.files.get(&source.path).map_or(source.text.as_bytes(), |bytes| bytes);
        let text = Text { sha256: sha256(bytes), ..read(file, &source.path, &source.text) };
        (folder.clone(), Arc::new(text))
    };
    layout.texts.par_iter().map(read_one).collect()
}

/// Divides one text.
fn read(file: FileId, path: &str, text: &str) -> Text {
    let format = Format::of_name(path).unwrap_or(Format::Plain);
    let passages = text::read(text, format).map(|reading| reading.into_passages(file)).unwrap_or_default();
    Text { file, sha256: String::new(), passages }
}
