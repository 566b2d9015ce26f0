//! What a text says of itself.

use super::heuristics::date::DateLine;
use super::heuristics::rights::RightsStatement;
use super::line::Line;
use crate::model::Author;

/// A value with the line that says it; no line when the markup does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extracted<T> {
    /// The value.
    pub value: T,
    /// The line's number.
    pub line: Option<usize>,
}

impl<T> Extracted<T> {
    /// A value that a line says.
    pub(super) fn from_line((value, line): (T, usize)) -> Self {
        Extracted { value, line: Some(line) }
    }
}

/// What the input says of the article. What it does not say is nothing.
#[derive(Clone, Debug, Default)]
pub struct SourceMetadata {
    /// Title as printed.
    pub title: Option<Extracted<String>>,
    /// Standfirst.
    pub standfirst: Option<Extracted<String>>,
    /// Authors, names as printed.
    pub authors: Vec<Author>,
    /// Where it appeared.
    pub outlet: Option<Extracted<String>>,
    /// When.
    pub date_line: Option<Extracted<DateLine>>,
    /// Language (BCP 47).
    pub language: Option<String>,
    /// Its own address.
    pub url: Option<Extracted<String>>,
    /// The address of another version.
    pub related_url: Option<Extracted<String>>,
    /// Who may do what with it.
    pub rights: Option<Extracted<RightsStatement>>,
    /// Who translated it.
    pub translator: Option<Extracted<String>>,
    /// Who edited it.
    pub editor: Option<Extracted<String>>,
    /// The part of the outlet.
    pub section: Option<Extracted<String>>,
}

/// What is read before roles are given: lines, and what the markup states.
#[derive(Clone, Debug, Default)]
pub(super) struct UnclassifiedText {
    pub(super) lines: Vec<Line>,
    pub(super) metadata: SourceMetadata,
}
