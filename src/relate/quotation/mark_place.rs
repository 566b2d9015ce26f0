//! Quoted text, and what can be beside its marks.

use crate::model::script::{is_cjk_letter, is_hangul};
use std::ops::Range;

/// Quoted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QuotedSpan {
    /// Byte range between the marks.
    pub(super) words: Range<usize>,
    /// Offset of the opening mark.
    pub(super) start: usize,
    /// Offset after the closing mark.
    pub(super) end: usize,
}

/// Checks whether a letter can stand beside a quotation mark: in Chinese and Japanese, and Korean particles.
pub(super) fn is_attached(c: char) -> bool {
    is_cjk_letter(c) || is_hangul(c)
}

/// Checks whether an offset is within one of several spans, which are in order and apart.
pub(super) fn is_within(spans: &[QuotedSpan], at: usize) -> bool {
    let next = spans.partition_point(|span| span.start <= at);
    next.checked_sub(1).is_some_and(|last| at < spans[last].end)
}
