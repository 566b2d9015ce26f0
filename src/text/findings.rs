//! What a text says of itself.

use super::heuristics::date::Stamp;
use super::heuristics::rights::Terms;
use super::line::Line;
use crate::model::Author;

/// A value with the line that says it; no line when the markup does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<T> {
    /// The value.
    pub value: T,
    /// The line's number.
    pub line: Option<usize>,
}

impl<T> Said<T> {
    /// A value that a line says.
    pub(super) fn by_line((value, line): (T, usize)) -> Self {
        Said { value, line: Some(line) }
    }
}

/// What the input says of the article. What it does not say is nothing.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Title as printed.
    pub title: Option<Said<String>>,
    /// Standfirst.
    pub standfirst: Option<Said<String>>,
    /// Authors, names as printed.
    pub authors: Vec<Author>,
    /// Where it appeared.
    pub outlet: Option<Said<String>>,
    /// When.
    pub stamp: Option<Said<Stamp>>,
    /// Language (BCP 47).
    pub language: Option<String>,
    /// Its own address.
    pub url: Option<Said<String>>,
    /// The address of another version.
    pub related_url: Option<Said<String>>,
    /// Who may do what with it.
    pub terms: Option<Said<Terms>>,
    /// Who translated it.
    pub translator: Option<Said<String>>,
    /// Who edited it.
    pub editor: Option<Said<String>>,
    /// The part of the outlet.
    pub section: Option<Said<String>>,
}

/// What is read before roles are given: lines, and what the markup states.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub(super) lines: Vec<Line>,
    pub(super) stated: Findings,
}
