//! Finds the text in quotation marks, in one pass.

use crate::model::script::{DOUBLE_QUOTE_PAIRS, count_words, is_cjk_letter, is_hangul};
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

/// Finds the outermost quotations, in order. Single marks count if they are no apostrophes and enclose two words or more.
pub(super) fn quoted_spans(text: &str) -> Vec<QuotedSpan> {
    let (double, _) = double_quoted(text);
    let single = single_quoted(text, &double);
    if single.is_empty() {
        return double;
    }
    let mut spans: Vec<QuotedSpan> = Vec::with_capacity(double.len() + single.len());
    let mut all: Vec<QuotedSpan> = double.into_iter().chain(single).collect();
    all.sort_by_key(|span| span.start);
    // Of two that overlap, the one that begins first contains the other, or takes precedence.
    for span in all {
        if spans.last().is_none_or(|last| last.end <= span.start) {
            spans.push(span);
        }
    }
    spans
}

/// Returns the range of the last mark that opens a quotation and is not closed. Straight marks and those that also close,
/// such as inches and Swedish marks, are no such marks.
pub(super) fn unclosed_mark(text: &str) -> Option<Range<usize>> {
    let is_opening = |mark: &Range<usize>| text[mark.clone()].starts_with(['“', '„', '«', '「', '『', '‹']);
    double_quoted(text).1.into_iter().rev().find(is_opening)
}

/// Finds text in double marks; nested quotations are part of the outer one. Also returns the marks that are not closed.
fn double_quoted(text: &str) -> (Vec<QuotedSpan>, Vec<Range<usize>>) {
    let mut spans: Vec<QuotedSpan> = Vec::new();
    let mut open: Vec<(usize, Range<usize>)> = Vec::new();
    let mut counts = [0_usize; DOUBLE_QUOTE_PAIRS.len()];
    // The straight mark is the only one in ASCII.
    for (at, c) in text.char_indices().filter(|(_, c)| *c == '"' || !c.is_ascii()) {
        let end = at + c.len_utf8();
        if can_close(text, at, c)
            && DOUBLE_QUOTE_PAIRS.iter().zip(counts).any(|((_, marks), count)| count > 0 && marks.contains(&c))
        {
            while let Some((kind, mark)) = open.pop() {
                counts[kind] -= 1;
                if DOUBLE_QUOTE_PAIRS[kind].1.contains(&c) {
                    spans.truncate(spans.partition_point(|inner| inner.start < mark.start));
                    spans.push(QuotedSpan { words: mark.end..at, start: mark.start, end });
                    break;
                }
            }
        } else if let Some(kind) =
            DOUBLE_QUOTE_PAIRS.iter().position(|(mark, _)| *mark == c && can_open(text, at, end, c))
        {
            open.push((kind, at..end));
            counts[kind] += 1;
        }
    }
    (spans, open.into_iter().map(|(_, mark)| mark).collect())
}

/// Checks whether a mark that opens in most languages can close here: a space before it makes it an opening one.
fn can_close(text: &str, at: usize, c: char) -> bool {
    c != '“' || text[..at].chars().next_back().is_some_and(|before| !before.is_whitespace())
}

/// Checks whether a mark that closes in most languages can open here: at the start of a word.
fn can_open(text: &str, at: usize, end: usize, c: char) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !matches!(c, '”' | '»')
        || is_word(text[end..].chars().next())
            && !text[..at].chars().next_back().is_some_and(|c| !c.is_whitespace() && c != '(')
}

/// Finds text in single marks outside of `double`.
fn single_quoted(text: &str, double: &[QuotedSpan]) -> Vec<QuotedSpan> {
    let mut spans: Vec<QuotedSpan> = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut after_s: Option<Range<usize>> = None;
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '\'' | '‘' | '’' | '‚')) {
        let mark = at..at + c.len_utf8();
        if is_within(double, at) {
            continue;
        }
        if let Some(start) = open.clone().filter(|_| c != '‚' && closes_single(text, &mark)) {
            // `the states’ plan’`: a mark behind an s may be an apostrophe.
            if text[..at].ends_with('s') && closes_later(text, mark.end) && after_s.is_none() {
                after_s = Some(mark);
                continue;
            }
            push_single(text, &start, &mark, &mut spans);
            (open, after_s) = (None, None);
        } else if opens_single(text, &mark, c) {
            if let (Some(start), Some(end)) = (open.take(), after_s.take()) {
                push_single(text, &start, &end, &mut spans);
            }
            open = Some(mark);
        }
    }
    if let (Some(start), Some(end)) = (open, after_s) {
        push_single(text, &start, &end, &mut spans);
    }
    spans
}

fn push_single(text: &str, open: &Range<usize>, close: &Range<usize>, spans: &mut Vec<QuotedSpan>) {
    let words = open.end..close.start;
    if text.get(words.clone()).is_some_and(|words| count_words(words) >= 2) {
        spans.push(QuotedSpan { words, start: open.start, end: close.end });
    }
}

fn opens_single(text: &str, mark: &Range<usize>, c: char) -> bool {
    let before = text[..mark.start].chars().next_back();
    let after = text[mark.end..].chars().next();
    c != '’'
        && after.is_some_and(|c| !c.is_whitespace() && !c.is_ascii_digit())
        && before.is_none_or(|c| !c.is_alphanumeric() || is_attached(c))
}

fn closes_single(text: &str, mark: &Range<usize>) -> bool {
    let before = text[..mark.start].chars().next_back();
    let after = text[mark.end..].chars().next();
    before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric() || is_attached(c))
}

/// Checks whether a letter can stand beside a quotation mark: in Chinese and Japanese, and Korean particles.
fn is_attached(c: char) -> bool {
    is_cjk_letter(c) || is_hangul(c)
}

/// Maximum distance in bytes at which a second closing mark is looked for.
const MAX_LOOKAHEAD: usize = 300;

/// Checks whether another closing mark, not behind an s, follows before the next opening one.
fn closes_later(text: &str, from: usize) -> bool {
    let marks = text[from..].char_indices().take_while(|(at, _)| *at < MAX_LOOKAHEAD);
    for (at, c) in marks.filter(|(_, c)| matches!(c, '\'' | '‘' | '’' | '‚')) {
        let mark = from + at..from + at + c.len_utf8();
        if opens_single(text, &mark, c) {
            return false;
        }
        if closes_single(text, &mark) && !text[..mark.start].ends_with('s') {
            return true;
        }
    }
    false
}

fn is_within(spans: &[QuotedSpan], at: usize) -> bool {
    let next = spans.partition_point(|span| span.start <= at);
    next.checked_sub(1).is_some_and(|last| at < spans[last].end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        quoted_spans(text).into_iter().map(|span| &text[span.words]).collect()
    }

    #[test]
    fn finds_quoted_words_of_every_sort() {
        assert_eq!(quoted("a “b” c „d“ e «f» g"), ["b", "d", "f"]);
        assert_eq!(quoted("他说「一『二』三」和“四”"), ["一『二』三", "四"]);
        assert_eq!(quoted("a \"b\" c \"d"), ["b"]);
        assert_eq!(quoted("a “b “c” d” e"), ["b “c” d"]);
        assert_eq!(quoted("a “b “c” “d” e"), ["c", "d"]);
        assert_eq!(quoted("＂a＂ »b« ”c” ‹d›"), ["a", "b", "c", "d"]);
        assert_eq!(quoted("« a » et „b”"), [" a ", "b"]);
        assert_eq!(quoted(&"“".repeat(200_000)), [""; 0]);
        assert_eq!(quoted("it’s “open"), [""; 0]);
    }

    #[test]
    fn finds_single_marks_that_are_no_apostrophes() {
        assert_eq!(quoted("a ‘b c’ d 'e f' g"), ["b c", "e f"]);
        assert_eq!(quoted("the states’ plan and ‘one’ and it’s ’90s"), [""; 0]);
        assert_eq!(quoted("‘the states’ plan’ held"), ["the states’ plan"]);
        assert_eq!(quoted("‘all new plans’ of the states’ chiefs"), ["all new plans"]);
        assert_eq!(quoted("“a ‘b c’ d”"), ["a ‘b c’ d"]);
        assert_eq!(quoted("他说‘新计划’吗"), ["新计划"]);
        assert_eq!(quoted("‚so weit‘"), ["so weit"]);
        assert_eq!(quoted("rock 'n' roll 'til dawn"), [""; 0]);
        assert_eq!(quoted(&"‘a bs’ ".repeat(20_000)).len(), 20_000);
    }

    #[test]
    fn finds_marks_that_are_not_closed() {
        let unclosed = |text: &'static str| unclosed_mark(text).map(|mark| &text[mark.start..]);
        assert_eq!(unclosed("a “b” c “d e"), Some("“d e"));
        assert_eq!(unclosed("a „b” c « d"), Some("« d"));
        assert_eq!(unclosed("a “b” c 5\" pipe"), None);
        assert_eq!(unclosed("»b« and ”c”"), None);
    }

    proptest::proptest! {
        #[test]
        fn spans_are_in_order_and_apart(text in "[ab \"'“”‘’„«»「」。s]{0,60}") {
            let spans = quoted_spans(&text);
            proptest::prop_assert!(spans.windows(2).all(|two| two[0].end <= two[1].start));
            proptest::prop_assert!(spans.iter().all(|span| text.get(span.words.clone()).is_some()));
        }
    }
}
