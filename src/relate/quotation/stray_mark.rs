//! Quotation marks without a counterpart of their sort: two of them can enclose a quotation, and one alone has no words that
//! could be checked.

use super::mark_place::{QuotedSpan, is_attached, is_within};
use std::ops::Range;

/// Marks that can open a quotation wherever they are.
const OPENING: [char; 8] = ['“', '„', '«', '「', '『', '‹', '｢', '〝'];

/// Marks that can close a quotation.
const CLOSING: [char; 12] = ['”', '“', '"', '»', '«', '」', '』', '›', '‹', '｣', '〞', '〟'];

/// Quotation mark without a counterpart.
pub(super) struct StrayMark {
    pub(super) range: Range<usize>,
}

impl StrayMark {
    fn character(&self, text: &str) -> Option<char> {
        text[self.range.clone()].chars().next()
    }

    /// Returns the words that the mark opens or closes; `None` if it is no mark of a quotation, such as inches.
    pub(super) fn words(&self, text: &str) -> Option<Range<usize>> {
        let c = self.character(text)?;
        if OPENING.contains(&c) && !self.can_close(text) || c == '‘' || c == '"' && self.can_open(text) {
            return Some(self.range.end..text.len());
        }
        let is_closing = CLOSING.contains(&c) && self.can_close(text) && !(c == '"' && self.is_behind_digit(text));
        if !is_closing {
            return OPENING.contains(&c).then_some(self.range.end..text.len());
        }
        let before = &text[..self.range.start];
        let inner = before.trim_end_matches(['.', '!', '?', '。', '！', '？', ' ']);
        let start = inner
            .rfind(['.', '!', '?', '。', '！', '？', '”', '\n'])
            .map_or(0, |at| at + inner[at..].chars().next().map_or(1, char::len_utf8));
        let start = start + before[start..].len() - before[start..].trim_start().len();
        Some(start..self.range.start)
    }

    fn is_behind_digit(&self, text: &str) -> bool {
        text[..self.range.start].trim_end().ends_with(|c: char| c.is_ascii_digit())
    }

    /// Checks whether words begin behind the mark.
    fn can_open(&self, text: &str) -> bool {
        let before = text[..self.range.start].chars().next_back();
        let after = text[self.range.end..].chars().next();
        before.is_none_or(|c| c.is_whitespace() || is_attached(c) || !c.is_alphanumeric())
            && after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '[' | '(' | '…' | '‘' | '$' | '€'))
    }

    /// Checks whether words end in front of the mark.
    fn can_close(&self, text: &str) -> bool {
        let before = text[..self.range.start].chars().next_back();
        let after = text[self.range.end..].chars().next();
        before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '[' | '（'))
            && after.is_none_or(|c| !c.is_alphanumeric() || is_attached(c))
    }
}

/// Pairs the marks that have no counterpart of their sort, `“…"`, in order. Returns the quotations and the marks that are left.
pub(super) fn pair_strays(
    text: &str,
    strays: Vec<StrayMark>,
    paired: &[QuotedSpan],
) -> (Vec<QuotedSpan>, Vec<StrayMark>) {
    let (mut spans, mut left) = (Vec::new(), Vec::new());
    let mut open: Option<StrayMark> = None;
    for stray in strays.into_iter().filter(|stray| !is_within(paired, stray.range.start)) {
        let closes = stray.can_close(text) && stray.character(text).is_some_and(|c| CLOSING.contains(&c));
        match open.take() {
            Some(start) if closes => {
                let words = start.range.end..stray.range.start;
                spans.push(QuotedSpan { words, start: start.range.start, end: stray.range.end });
            }
            before => {
                left.extend(before);
                if stray.can_open(text) {
                    open = Some(stray);
                } else {
                    left.push(stray);
                }
            }
        }
    }
    left.extend(open);
    (spans, left)
}
