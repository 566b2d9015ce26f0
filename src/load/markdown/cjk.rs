//! Chinese and Japanese text: emphasis beside full-width punctuation, and line breaks within sentences.
//!
//! CommonMark decides by whitespace and punctuation whether a delimiter run may open or close emphasis. In scripts
//! without spaces this fails: the second `**` of `**中文。**后` is between punctuation and a letter and cannot close, so
//! that later delimiters are paired wrongly.
//!
//! 1. Emphasis written with `*` stays provisional until its paragraph ends.
//! 2. If some run could open or close only when an adjacent CJK character counted as a space, all emphasis of the
//!    paragraph is flattened and its delimiters are paired again, by CommonMark's rules with that one addition.

use super::run::{Emphasis, RawInline, is_escaped};
use crate::model::script::is_cjk;
use crate::model::{Inline, InlineKind};
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// Maximum number of open delimiter runs, and maximum length of a run: they bound work and depth. Longer runs are text,
/// such as redacted names: `****`.
const MAX_OPEN: usize = 8;
const MAX_RUN: usize = 3;

/// Run of `*`.
struct DelimiterRun {
    /// Index of its first `*` in the output.
    index: usize,
    /// Original length.
    length: usize,
    /// Number of unmatched delimiters.
    count: usize,
    /// Byte range of the unmatched delimiters.
    range: Range<usize>,
    flanks: Flanking,
}

/// Flanking of a delimiter run: its ability to open and close emphasis.
#[derive(Clone, Copy, Default)]
struct Flanking {
    can_open: FlankingRule,
    can_close: FlankingRule,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum FlankingRule {
    #[default]
    No,
    /// By CommonMark's rule.
    Yes,
    /// Only because of an adjacent CJK character.
    ByCjk,
}

/// Pairs emphasis delimiters again if one of them is beside CJK punctuation.
pub(super) fn pair_emphasis<'t>(raws: Vec<RawInline<'t>>, text: &str) -> Vec<RawInline<'t>> {
    if !is_ambiguous(&raws, text) {
        return raws;
    }
    let mut flat = Vec::with_capacity(raws.len());
    flatten(raws, &mut flat);
    pair_delimiters(flat, text)
}

/// Checks whether a delimiter run can open or close only because of an adjacent CJK character.
fn is_ambiguous(raws: &[RawInline<'_>], text: &str) -> bool {
    let by_cjk = |range: &Range<usize>| {
        let flanks = flanking(range, text);
        flanks.can_open == FlankingRule::ByCjk || flanks.can_close == FlankingRule::ByCjk
    };
    raws.iter().any(|raw| match raw {
        RawInline::Emphasis(emphasis) => {
            emphasis.delimiters().iter().any(by_cjk) || is_ambiguous(&emphasis.content, text)
        }
        _ => star_range(raw, text).is_some_and(|range| by_cjk(&range)),
    })
}

/// Converts emphasis back into its delimiters and content.
fn flatten<'t>(raws: Vec<RawInline<'t>>, flat: &mut Vec<RawInline<'t>>) {
    for raw in raws {
        match raw {
            RawInline::Emphasis(emphasis) => {
                let [opening, closing] = emphasis.delimiters();
                flat.extend(stars(opening));
                flatten(emphasis.content, flat);
                flat.extend(stars(closing));
            }
            raw => flat.push(raw),
        }
    }
}

fn stars<'t>(range: Range<usize>) -> impl Iterator<Item = RawInline<'t>> {
    range.map(|at| RawInline::Text("*".into(), at..at + 1))
}

/// Pairs the delimiters of a flat list into emphasis.
fn pair_delimiters<'t>(raws: Vec<RawInline<'t>>, text: &str) -> Vec<RawInline<'t>> {
    let mut out: Vec<RawInline<'t>> = Vec::with_capacity(raws.len());
    let mut open: Vec<DelimiterRun> = Vec::new();
    let mut rest = raws.into_iter().peekable();
    while let Some(raw) = rest.next() {
        let Some(mut range) = star_range(&raw, text) else {
            out.push(raw);
            continue;
        };
        while let Some(next) = rest.peek().and_then(|raw| star_range(raw, text)).filter(|next| next.start == range.end)
        {
            range.end = next.end;
            rest.next();
        }
        let flanks = if range.len() <= MAX_RUN { flanking(&range, text) } else { Flanking::default() };
        let mut run = DelimiterRun { index: 0, length: range.len(), count: range.len(), range, flanks };
        close_delimiters(&mut run, &mut open, &mut out);
        if run.count == 0 {
            continue;
        }
        run.index = out.len();
        out.extend(stars(run.range.clone()));
        if run.flanks.can_open != FlankingRule::No {
            if open.len() == MAX_OPEN {
                open.remove(0);
            }
            open.push(run);
        }
    }
    out
}

/// Matches a closing run with the open ones until its delimiters are used up.
fn close_delimiters(run: &mut DelimiterRun, open: &mut Vec<DelimiterRun>, out: &mut Vec<RawInline<'_>>) {
    while run.count > 0 && run.flanks.can_close != FlankingRule::No {
        let Some(index) = open.iter().rposition(|opener| can_pair(opener, run)) else { return };
        open.truncate(index + 1);
        let Some(mut opener) = open.pop() else { return };
        let used = if opener.count >= 2 && run.count >= 2 { 2 } else { 1 };
        let content = out.split_off(opener.index + opener.count);
        out.truncate(opener.index + opener.count - used);
        opener.count -= used;
        opener.range.end -= used;
        run.count -= used;
        run.range.start += used;
        let range = opener.range.end..run.range.start;
        out.push(RawInline::Emphasis(Emphasis { strong: used == 2, content, range }));
        if opener.count > 0 {
            open.push(opener);
        }
    }
}

/// Checks CommonMark's rules 9 and 10: if one of two runs can both open and close, their lengths must not add up to a
/// multiple of three, unless both are multiples of three.
fn can_pair(opener: &DelimiterRun, closer: &DelimiterRun) -> bool {
    let is_unclear = opener.flanks.can_close != FlankingRule::No || closer.flanks.can_open != FlankingRule::No;
    let is_triple = |length: usize| length.is_multiple_of(3);
    !is_unclear || !is_triple(opener.length + closer.length) || (is_triple(opener.length) && is_triple(closer.length))
}

/// Returns the byte range of a `*` that is neither escaped nor part of an entity.
fn star_range(raw: &RawInline<'_>, text: &str) -> Option<Range<usize>> {
    let RawInline::Text(piece, range) = raw else { return None };
    let source = text.get(range.clone())?;
    (piece.as_ref() == "*" && source == "*" && !is_escaped(text, range.start)).then(|| range.clone())
}

/// Computes the flanking of a delimiter run at a byte range of `text`: CommonMark's rule, with an adjacent CJK
/// character counting as a space.
fn flanking(range: &Range<usize>, text: &str) -> Flanking {
    let before = text.get(..range.start).unwrap_or("").chars().rev();
    let after = text.get(range.end..).unwrap_or("").chars();
    let (Some(before), Some(after)) = (neighbour(before), neighbour(after)) else { return Flanking::default() };
    Flanking { can_open: flanking_rule(before, after), can_close: flanking_rule(after, before) }
}

/// Returns the character beside a delimiter run, a space at the ends of the text; `None` if the run is longer than
/// [`MAX_RUN`].
fn neighbour(chars: impl Iterator<Item = char>) -> Option<char> {
    let mut stars = 0;
    for c in chars.take(MAX_RUN + 1) {
        if c != '*' {
            return Some(c);
        }
        stars += 1;
    }
    (stars <= MAX_RUN).then_some(' ')
}

/// Checks whether a run can open, given the characters outside and inside of the emphasis; with the two swapped,
/// whether it can close.
fn flanking_rule(outside: char, inside: char) -> FlankingRule {
    if inside.is_whitespace() {
        FlankingRule::No
    } else if !is_punctuation(inside) || is_space_like(outside) {
        FlankingRule::Yes
    } else if is_cjk(outside) || is_cjk(inside) {
        FlankingRule::ByCjk
    } else {
        FlankingRule::No
    }
}

fn is_space_like(c: char) -> bool {
    c.is_whitespace() || is_punctuation(c)
}

/// Approximates Unicode's punctuation and symbols: neither a letter with its marks, nor a digit, nor whitespace.
fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace() && !is_combining_mark(c)
}

/// Removes line breaks between CJK characters, where a space would be wrong, and merges the texts around them.
pub(super) fn drop_breaks(inlines: &mut Vec<Inline>) {
    let is_needless = |at: usize| {
        matches!(inlines[at].kind, InlineKind::SoftBreak)
            && at.checked_sub(1).and_then(|before| edge_char(&inlines[before], Side::End)).is_some_and(is_cjk)
            && inlines.get(at + 1).and_then(|after| edge_char(after, Side::Start)).is_some_and(is_cjk)
    };
    let is_dropped: Vec<bool> = (0..inlines.len()).map(is_needless).collect();
    if !is_dropped.contains(&true) {
        return;
    }
    let mut merged: Vec<Inline> = Vec::with_capacity(inlines.len());
    for (inline, is_dropped) in std::mem::take(inlines).into_iter().zip(is_dropped) {
        match (merged.last_mut(), inline) {
            _ if is_dropped => {}
            (
                Some(Inline { kind: InlineKind::Text(text), span }),
                Inline { kind: InlineKind::Text(following), span: following_span },
            ) => {
                text.push_str(&following);
                *span = span.to(following_span);
            }
            (_, inline) => merged.push(inline),
        }
    }
    *inlines = merged;
}

#[derive(Clone, Copy)]
enum Side {
    Start,
    End,
}

/// Returns the first or last character of an inline.
fn edge_char(inline: &Inline, side: Side) -> Option<char> {
    match &inline.kind {
        InlineKind::Text(text) => match side {
            Side::Start => text.chars().next(),
            Side::End => text.chars().next_back(),
        },
        InlineKind::Emphasis(content)
        | InlineKind::Strong(content)
        | InlineKind::Strikethrough(content)
        | InlineKind::Span { content, .. }
        | InlineKind::Link { content, .. } => match side {
            Side::Start => edge_char(content.first()?, side),
            Side::End => edge_char(content.last()?, side),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::ParsedMarkdown;

    #[test]
    fn closes_strong_after_full_width_punctuation() {
        assert_eq!(ParsedMarkdown::new("**中文。**后").sketch(), "[strong(中文。) 后]");
        assert_eq!(ParsedMarkdown::new("前**“中文”**后").sketch(), "[前 strong(“中文”) 后]");
        assert_eq!(ParsedMarkdown::new("*中文。*后").sketch(), "[em(中文。) 后]");
        assert_eq!(ParsedMarkdown::new("words**「中文」**words").sketch(), "[words strong(「中文」) words]");
    }

    #[test]
    fn corrects_wrongly_paired_emphasis() {
        assert_eq!(
            ParsedMarkdown::new("**中文。**后面的字。**「引文」**也是。").sketch(),
            "[strong(中文。) 后面的字。 strong(「引文」) 也是。]"
        );
        assert_eq!(ParsedMarkdown::new("**「一」**和**「二」**").sketch(), "[strong(「一」) 和 strong(「二」)]");
        assert_eq!(
            ParsedMarkdown::new("*a* **b** _c **中。**d_ **“中”**后").sketch(),
            "[em(a)   strong(b)   em(c  strong(中。) d)   strong(“中”) 后]"
        );
        assert_eq!(ParsedMarkdown::new("**中\n文。**后\n面").sketch(), "[strong(中文。) 后面]");
    }

    #[test]
    fn long_delimiter_runs_stay_text() {
        assert_eq!(ParsedMarkdown::new("他说****，**中文。**后").sketch(), "[他说****， strong(中文。) 后]");
    }

    #[test]
    fn nesting_of_many_delimiters_is_bounded() {
        let text = "「*".repeat(200) + &"*」后".repeat(200);
        assert!(ParsedMarkdown::new(&text).sketch().matches("em(").count() > 0);
    }

    #[test]
    fn pairs_nested_emphasis() {
        assert_eq!(ParsedMarkdown::new("***中文。***后").sketch(), "[em(strong(中文。)) 后]");
        assert_eq!(ParsedMarkdown::new("**中 [文](@/a.md)。**后 *x*").sketch(), "[strong(中  link(文) 。) 后  em(x)]");
    }

    #[test]
    fn ignores_escaped_and_other_delimiters() {
        assert_eq!(ParsedMarkdown::new(r"\*\*中文。\*\*后").sketch(), "[**中文。**后]");
        assert_eq!(ParsedMarkdown::new("**words.**after").sketch(), "[**words.**after]");
        assert_eq!(ParsedMarkdown::new("2 * 3 * 4").sketch(), "[2 * 3 * 4]");
    }

    #[test]
    fn drops_breaks_between_ideographs() {
        let read = ParsedMarkdown::new("中文\n中文");
        assert_eq!(read.sketch(), "[中文中文]");
        assert_eq!(read.slices(), ["中文\n中文"]);
        assert_eq!(ParsedMarkdown::new("**中文**\n中文").sketch(), "[strong(中文) 中文]");
        assert_eq!(ParsedMarkdown::new("中文\nAI").sketch(), "[中文 / AI]");
    }
}
