//! Finds the text in quotation marks, in one pass.

use super::mark_place::{QuotedSpan, is_attached, is_within};
use super::stray_mark::{StrayMark, pair_strays};
use crate::model::script::{DOUBLE_QUOTE_PAIRS, count_words};
use std::ops::Range;

/// Finds the outermost quotations, in order. Single marks count if they are no apostrophes and enclose two words or more.
pub(super) fn quoted_spans(text: &str) -> Vec<QuotedSpan> {
    find_quoted(text).0
}

/// Returns the range of the last mark that opens or closes a quotation and has no counterpart, and that of the words beside
/// it. Straight single marks, apostrophes and inches are no such marks.
pub(super) fn unclosed_mark(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    find_quoted(text).1.into_iter().rev().find_map(|mark| mark.words(text).map(|words| (mark.range, words)))
}

/// Finds the outermost quotations, and the marks without a counterpart.
fn find_quoted(text: &str) -> (Vec<QuotedSpan>, Vec<StrayMark>) {
    let (double, strays) = double_quoted(text);
    let (mixed, strays) = pair_strays(text, strays, &double);
    let double = outermost(double.into_iter().chain(mixed).collect());
    let (single, open) = single_quoted(text, &double);
    let is_stray = |stray: &StrayMark| !is_within(&double, stray.range.start);
    let strays = strays.into_iter().chain(open).filter(is_stray).collect();
    if single.is_empty() {
        return (double, strays);
    }
    (outermost(double.into_iter().chain(single).collect()), strays)
}

/// Returns the spans that no other contains, in order. Of two that overlap, the one that begins first contains the other, or
/// takes precedence.
fn outermost(mut all: Vec<QuotedSpan>) -> Vec<QuotedSpan> {
    all.sort_by_key(|span| span.start);
    let mut spans: Vec<QuotedSpan> = Vec::with_capacity(all.len());
    for span in all {
        if spans.last().is_none_or(|last| last.end <= span.start) {
            spans.push(span);
        }
    }
    spans
}

/// Finds text in double marks; nested quotations are part of the outer one. Also returns the marks without a counterpart.
fn double_quoted(text: &str) -> (Vec<QuotedSpan>, Vec<StrayMark>) {
    let mut spans: Vec<QuotedSpan> = Vec::new();
    let mut open: Vec<(usize, Range<usize>)> = Vec::new();
    let mut strays: Vec<StrayMark> = Vec::new();
    let mut counts = [0_usize; DOUBLE_QUOTE_PAIRS.len()];
    let mut from = 0;
    for (at, _) in text.char_indices() {
        let Some((c, end)) = mark_at(text, at).filter(|_| at >= from) else { continue };
        from = end;
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
        } else {
            strays.push(StrayMark { range: at..end });
        }
    }
    strays.extend(open.into_iter().map(|(_, range)| StrayMark { range }));
    strays.sort_by_key(|stray| stray.range.start);
    (spans, strays)
}

/// Returns the double mark at an offset with its end: one character, or two that are typed for one.
fn mark_at(text: &str, at: usize) -> Option<(char, usize)> {
    const TYPED: [(&str, char); 5] = [(",,", '„'), ("<<", '«'), (">>", '»'), ("''", '”'), ("’’", '”')];
    let rest = &text[at..];
    let c = rest.chars().next()?;
    let is_mark =
        c == '"' || !c.is_ascii() && DOUBLE_QUOTE_PAIRS.iter().any(|(open, close)| *open == c || close.contains(&c));
    if is_mark {
        return Some((c, at + c.len_utf8()));
    }
    let typed = TYPED.iter().find(|(typed, _)| matches!(c, ',' | '<' | '>' | '\'' | '’') && rest.starts_with(typed));
    let opens = |typed: &str, behind: &str| match typed {
        ",," => behind.starts_with(char::is_alphanumeric),
        "<<" => begins_with_word(behind),
        _ => true,
    };
    let typed = typed.filter(|(typed, _)| opens(typed, &rest[typed.len()..]));
    typed.map(|(typed, c)| (*c, at + typed.len()))
}

/// Checks whether a text begins with a word, possibly behind a space: `x << 2` has no quotation marks.
fn begins_with_word(text: &str) -> bool {
    let text = text.trim_start();
    text.chars().take_while(|c| c.is_alphabetic()).take(2).count() == 2
}

/// Checks whether a mark that opens in most languages can close here: a space before it makes it an opening one.
fn can_close(text: &str, at: usize, c: char) -> bool {
    c != '“' || text[..at].chars().next_back().is_some_and(|before| !before.is_whitespace())
}

/// Checks whether a mark that closes in most languages can open here: at the start of a word.
fn can_open(text: &str, at: usize, end: usize, c: char) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !matches!(c, '”' | '»' | '›')
        || is_word(text[end..].chars().next())
            && !text[..at].chars().next_back().is_some_and(|c| !c.is_whitespace() && c != '(')
}

/// Finds text in single marks outside of `double`. Also returns an opening mark without a counterpart.
fn single_quoted(text: &str, double: &[QuotedSpan]) -> (Vec<QuotedSpan>, Option<StrayMark>) {
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
        } else if opens_single(text, &mark, c) || c == '’' && opens_same(text, &mark) {
            if let (Some(start), Some(end)) = (open.take(), after_s.take()) {
                push_single(text, &start, &end, &mut spans);
            }
            open = Some(mark);
        }
    }
    match (open, after_s) {
        (Some(start), Some(end)) => push_single(text, &start, &end, &mut spans),
        (Some(range), None) if text[range.clone()].starts_with('‘') && !is_elision(text, &range) => {
            return (spans, Some(StrayMark { range }));
        }
        _ => {}
    }
    (spans, None)
}

/// Checks whether an apostrophe opens a quotation in equal marks, `’so far’`: another closes it within the sentence.
fn opens_same(text: &str, mark: &Range<usize>) -> bool {
    let is_start = text[..mark.start].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(');
    is_start && !is_elision(text, mark) && closes_later(text, mark.end)
}

/// Checks whether a mark replaces the letters that a word lacks: `’tis`, `’90s`.
fn is_elision(text: &str, mark: &Range<usize>) -> bool {
    const ELIDED: [&str; 11] = ["em", "til", "tis", "twas", "twill", "n", "cause", "round", "bout", "cos", "neath"];
    let word = text[mark.end..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or("").to_lowercase();
    word.is_empty() || word.starts_with(|c: char| c.is_numeric()) || ELIDED.contains(&&*word)
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
        assert_eq!(quoted("›a b‹, ,,c d\", ,,e f'' << gg h >> ｢i｣ 〝j〞"), ["a b", "c d", "e f", " gg h ", "i", "j"]);
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
    fn keeps_typed_signs_that_are_no_marks() {
        assert_eq!(quoted("x << 2 and y >> 3"), [""; 0]);
        assert_eq!(quoted("a,, b ,, c and d''"), [""; 0]);
    }

    #[test]
    fn pairs_marks_of_two_sorts() {
        assert_eq!(quoted("a “b c\" d"), ["b c"]);
        assert_eq!(quoted("a “b c“ d"), ["b c"]);
        assert_eq!(quoted("a ”b c“ d"), ["b c"]);
        assert_eq!(quoted("a ’b c’ d"), ["b c"]);
        assert_eq!(quoted("“渡轮飞向月球\"说"), ["渡轮飞向月球"]);
        assert_eq!(quoted("a “b «c» d\" e"), ["b «c» d"]);
        assert_eq!(quoted("the ’90s, rock ’n’ roll and the states’ ’em"), [""; 0]);
        assert_eq!(quoted(&"“a ".repeat(50_000)), [""; 0]);
    }

    #[test]
    fn finds_marks_that_are_not_opened() {
        let words = |text: &'static str| unclosed_mark(text).map(|(_, words)| &text[words]);
        assert_eq!(words("It is full. He said the dragon eats” it"), Some("He said the dragon eats"));
        assert_eq!(words("He said the dragon eats\" it"), Some("He said the dragon eats"));
        assert_eq!(words("市长说渡轮飞」。"), Some("市长说渡轮飞"));
        assert_eq!(words("He said ‘the dragon eats it"), Some("the dragon eats it"));
        assert_eq!(words("the ‘90s and 5\" and it’s"), None);
    }

    #[test]
    fn finds_marks_that_are_not_closed() {
        let unclosed = |text: &'static str| unclosed_mark(text).map(|(mark, _)| &text[mark.start..]);
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
