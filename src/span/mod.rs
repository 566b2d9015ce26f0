//! Source positions: files, byte spans, lines and columns.
//!
//! A [`Span`] is three numbers; [`Sources`] resolves it to a path, a line and a column. This module does not interpret
//! the bytes.

mod line_index;

pub use line_index::{LineIndex, Position};

use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Identifies a file of the briefing: its index in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(pub u32);

/// Byte range in one file: `start` inclusive, `end` exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// File that contains the bytes.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// Creates a span from a byte range; offsets above 4 GiB are clamped.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { file, start: clamp(range.start), end: clamp(range.end) }
    }

    /// Returns the byte range, for slicing the file's text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Returns the smallest span that covers both; a span in another file is ignored.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Value with its source span.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Source span of the value.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Pairs a value with its span.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }

    /// Maps the value and keeps the span.
    pub fn map<U>(self, transform: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: transform(self.value), span: self.span }
    }
}

/// Source file as loaded: path and text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path relative to the briefing's root, with `/` on every system.
    pub path: Arc<str>,
    /// Full text including the front matter; empty for a binary file.
    pub text: Arc<str>,
    /// Computed on first use: most files never need it.
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    fn new(path: Arc<str>, text: Arc<str>) -> SourceFile {
        SourceFile { path, text, lines: OnceLock::new() }
    }

    fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Returns the line and column (both 1-based, columns in characters) of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        self.lines().position(&self.text, offset)
    }

    /// Returns the text of a 1-based line without its line ending.
    pub fn line(&self, number: usize) -> &str {
        self.lines().line(&self.text, number)
    }
}

/// All source files of a briefing, in insertion order.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Arc<SourceFile>>,
}

impl Sources {
    /// Adds a file and returns its id.
    pub fn add(&mut self, path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Arc::new(SourceFile::new(path.into(), text.into())));
        id
    }

    /// Adds the files of `others` whose ids are not used here yet; `others` must be an extension of this list.
    pub fn extend_from(&mut self, others: &Sources) {
        let len = self.files.len();
        self.files.extend(others.files.iter().skip(len).cloned());
    }

    /// Replaces the text of a file; its id and path stay.
    pub fn replace(&mut self, id: FileId, text: impl Into<Arc<str>>) {
        let file = &mut self.files[id.0 as usize];
        *file = Arc::new(SourceFile::new(file.path.clone(), text.into()));
    }

    /// Returns the file of an id. Panics if the id is not from [`Sources::add`].
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Returns the text of a span, or an empty string if the span exceeds its file.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.range()).unwrap_or("")
    }

    /// Iterates over all files with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0u32..).map(FileId).zip(self.files.iter().map(|file| &**file))
    }

    /// Returns the number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Returns true if there are no files.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
