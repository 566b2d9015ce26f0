//! The front page and the introductions of index pages.

use super::{Body, Edtf, Kind};
use crate::span::Spanned;

/// The keys of an `_index.md`; only the front page uses the brief's own.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// The kind it introduces; nothing for the front page.
    pub of: Option<Kind>,
    /// The day up to which the briefing holds.
    pub as_of: Option<Spanned<Edtf>>,
    /// The bottom line, in Markdown.
    pub bottom_line: Option<Body>,
    /// The key points, in Markdown.
    pub key_points: Vec<Body>,
    /// What changed, newest first as written.
    pub changes: Vec<Change>,
}

/// A change to the briefing that readers are told of.
#[derive(Clone, Debug)]
pub struct Change {
    /// When.
    pub date: Spanned<Edtf>,
    /// What, in Markdown.
    pub text: Body,
}
