//! Metadata extracted from a source.

use super::heuristics::date::DateLine;
use super::heuristics::rights::RightsStatement;
use super::line::Line;
use crate::model::Author;

/// Extracted value with the line it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extracted<T> {
    /// The value.
    pub value: T,
    /// Number of the line; `None` if the value comes from the markup.
    pub line: Option<usize>,
}

impl<T> Extracted<T> {
    /// Creates a value extracted from a line.
    pub(super) fn from_line((value, line): (T, usize)) -> Self {
        Extracted { value, line: Some(line) }
    }
}

/// Metadata of an article extracted from its source; missing values are `None` or empty.
#[derive(Clone, Debug, Default)]
pub struct SourceMetadata {
    /// Title as printed.
    pub title: Option<Extracted<String>>,
    /// Standfirst.
    pub standfirst: Option<Extracted<String>>,
    /// Authors, with names as printed.
    pub authors: Vec<Author>,
    /// Publication in which it appeared.
    pub outlet: Option<Extracted<String>>,
    /// Date of publication or change.
    pub date_line: Option<Extracted<DateLine>>,
    /// Language (BCP 47).
    pub language: Option<String>,
    /// Own URL of the article.
    pub url: Option<Extracted<String>>,
    /// URL of another version.
    pub related_url: Option<Extracted<String>>,
    /// Terms of use.
    pub rights: Option<Extracted<RightsStatement>>,
    /// Translator.
    pub translator: Option<Extracted<String>>,
    /// Editor.
    pub editor: Option<Extracted<String>>,
    /// Section of the outlet.
    pub section: Option<Extracted<String>>,
}

/// Input of the classification: lines without roles, and the metadata of the markup.
#[derive(Clone, Debug, Default)]
pub(super) struct UnclassifiedText {
    pub(super) lines: Vec<Line>,
    pub(super) metadata: SourceMetadata,
}
