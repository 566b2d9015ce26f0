//! Chinese and Japanese text: emphasis beside full-width punctuation, and line endings within sentences.
//!
//! CommonMark decides by spaces and punctuation whether `*` may open or close. Where no spaces are written this fails:
//! the second mark of `**中文。**后` stands between punctuation and a letter and cannot close, so that later marks are
//! paired with the wrong ones.
//!
//! 1. The emphasis that the parser found with `*` stays open to question until its paragraph ends.
//! 2. When some mark could open or close only if a CJK character beside it counted as a space, all emphasis of the
//!    paragraph is laid flat and its marks are paired anew, by CommonMark's rules and that one addition.
//! 3. Straight quotation marks become typographic by the same rule, and are set right in the same way.

use super::run::{Emphasis, RawInline, is_escaped};
use crate::model::script::is_cjk;
use crate::model::{Inline, InlineKind};
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// How many runs of delimiters may be open at once, and how many delimiters a run may have: bounds both work and depth.
/// Longer runs are words, such as names that were struck out: `****`.
const MAX_OPEN: usize = 8;
const MAX_RUN: usize = 3;

/// A run of `*`.
struct DelimiterRun {
    /// Its place in the output.
    index: usize,
    /// How many there were.
    length: usize,
    /// How many are left.
    count: usize,
    /// Bytes of those that are left.
    range: Range<usize>,
    flanks: Flanking,
}

/// What a run of delimiters may do.
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
    /// Only because of a CJK character beside it.
    ByCjk,
}

/// Sets typographic double quotation marks right that stand beside CJK characters: they open and close in turn.
pub(super) fn fix_quotes(raws: &mut [RawInline<'_>], text: &str) {
    fix_quotes_from(raws, text, &mut false);
}

/// Goes on from quotation marks of which the last one may be `open`.
fn fix_quotes_from(raws: &mut [RawInline<'_>], text: &str, open: &mut bool) {
    for raw in raws {
        match raw {
            RawInline::Text(words, range)
                if matches!(&**words, "“" | "”") && text.get(range.clone()).is_some_and(|written| written == "\"") =>
            {
                let before = text[..range.start].chars().next_back().filter(|c| !c.is_whitespace());
                let after = text[range.end..].chars().next().filter(|c| !c.is_whitespace());
                if before.zip(after).is_some_and(|(before, after)| is_cjk(before) || is_cjk(after)) {
                    *words = if *open { "”" } else { "“" }.into();
                }
                *open = &**words == "“";
            }
            RawInline::Emphasis(stress) => fix_quotes_from(&mut stress.content, text, open),
            _ => {}
        }
    }
}

/// Pairs the marks of emphasis anew where one of them stands beside CJK punctuation.
pub(super) fn pair_emphasis<'t>(raws: Vec<RawInline<'t>>, text: &str) -> Vec<RawInline<'t>> {
    if !is_ambiguous(&raws, text) {
        return raws;
    }
    let mut flat = Vec::with_capacity(raws.len());
    flatten(raws, &mut flat);
    pair_delimiters(flat, text)
}

/// Whether a mark could open or close only because of a CJK character beside it.
fn is_ambiguous(raws: &[RawInline<'_>], text: &str) -> bool {
    let by_cjk = |range: &Range<usize>| {
        let flanks = flanking(range, text);
        flanks.can_open == FlankingRule::ByCjk || flanks.can_close == FlankingRule::ByCjk
    };
    raws.iter().any(|raw| match raw {
        RawInline::Emphasis(stress) => stress.delimiters().iter().any(by_cjk) || is_ambiguous(&stress.content, text),
        _ => star_range(raw, text).is_some_and(|range| by_cjk(&range)),
    })
}

/// Turns emphasis back into its marks and what stands between them.
fn flatten<'t>(raws: Vec<RawInline<'t>>, flat: &mut Vec<RawInline<'t>>) {
    for raw in raws {
        match raw {
            RawInline::Emphasis(stress) => {
                let [opening, closing] = stress.delimiters();
                flat.extend(stars(opening));
                flatten(stress.content, flat);
                flat.extend(stars(closing));
            }
            raw => flat.push(raw),
        }
    }
}

fn stars<'t>(range: Range<usize>) -> impl Iterator<Item = RawInline<'t>> {
    range.map(|at| RawInline::Text("*".into(), at..at + 1))
}

/// Finds emphasis in a flat list.
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

/// Matches a run with the open ones before it as long as something is left of it.
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

/// CommonMark's rules 9 and 10: where one of two runs can both open and close, their lengths must not add up to a
/// multiple of three, unless both are multiples of three.
fn can_pair(opener: &DelimiterRun, closer: &DelimiterRun) -> bool {
    let is_unclear = opener.flanks.can_close != FlankingRule::No || closer.flanks.can_open != FlankingRule::No;
    let is_triple = |length: usize| length.is_multiple_of(3);
    !is_unclear || !is_triple(opener.length + closer.length) || (is_triple(opener.length) && is_triple(closer.length))
}

/// The place of a `*` that is neither escaped nor part of an entity.
fn star_range(raw: &RawInline<'_>, text: &str) -> Option<Range<usize>> {
    let RawInline::Text(words, range) = raw else { return None };
    let written = text.get(range.clone())?;
    (words.as_ref() == "*" && written == "*" && !is_escaped(text, range.start)).then(|| range.clone())
}

/// CommonMark's rule for `*`, with a CJK character beside it counting as a space; `text` is what stands around.
fn flanking(range: &Range<usize>, text: &str) -> Flanking {
    let before = text.get(..range.start).unwrap_or("").trim_end_matches('*').chars().next_back().unwrap_or(' ');
    let after = text.get(range.end..).unwrap_or("").trim_start_matches('*').chars().next().unwrap_or(' ');
    Flanking { can_open: flanking_rule(before, after), can_close: flanking_rule(after, before) }
}

/// Whether a run may open, by the characters outside and inside of the emphasis; or close, with the two exchanged.
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

/// Near enough to Unicode's punctuation and symbols: whatever is neither a letter with its marks, a digit nor a space.
fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace() && !is_combining_mark(c)
}

/// Takes out line endings between CJK characters, where a space would be wrong, and joins the words around them.
pub(super) fn drop_breaks(inlines: &mut Vec<Inline>) {
    let needless = |at: usize| {
        matches!(inlines[at].kind, InlineKind::SoftBreak)
            && at.checked_sub(1).and_then(|before| edge_char(&inlines[before], Side::End)).is_some_and(is_cjk)
            && inlines.get(at + 1).and_then(|after| edge_char(after, Side::Start)).is_some_and(is_cjk)
    };
    let drop: Vec<bool> = (0..inlines.len()).map(needless).collect();
    if !drop.contains(&true) {
        return;
    }
    let mut kept: Vec<Inline> = Vec::with_capacity(inlines.len());
    for (inline, drop) in std::mem::take(inlines).into_iter().zip(drop) {
        match (kept.last_mut(), inline) {
            _ if drop => {}
            (
                Some(Inline { kind: InlineKind::Text(words), span }),
                Inline { kind: InlineKind::Text(more), span: end },
            ) => {
                words.push_str(&more);
                *span = span.to(end);
            }
            (_, inline) => kept.push(inline),
        }
    }
    *inlines = kept;
}

#[derive(Clone, Copy)]
enum Side {
    Start,
    End,
}

/// The character at a side of an inline.
fn edge_char(inline: &Inline, side: Side) -> Option<char> {
    match &inline.kind {
        InlineKind::Text(words) => match side {
            Side::Start => words.chars().next(),
            Side::End => words.chars().next_back(),
        },
        InlineKind::Emphasis(content)
        | InlineKind::Strong(content)
        | InlineKind::Strikethrough(content)
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
    fn pairs_anew_what_the_parser_paired_wrongly() {
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
    fn words_that_are_struck_out_stay() {
        assert_eq!(ParsedMarkdown::new("他说****，**中文。**后").sketch(), "[他说****， strong(中文。) 后]");
    }

    #[test]
    fn many_marks_nest_no_deeper_than_allowed() {
        let text = "「*".repeat(200) + &"*」后".repeat(200);
        assert!(ParsedMarkdown::new(&text).sketch().matches("em(").count() > 0);
    }

    #[test]
    fn nests() {
        assert_eq!(ParsedMarkdown::new("***中文。***后").sketch(), "[em(strong(中文。)) 后]");
        assert_eq!(ParsedMarkdown::new("**中 [文](@/a.md)。**后 *x*").sketch(), "[strong(中  link(文) 。) 后  em(x)]");
    }

    #[test]
    fn leaves_escaped_and_other_delimiters() {
        assert_eq!(ParsedMarkdown::new(r"\*\*中文。\*\*后").sketch(), "[**中文。**后]");
        assert_eq!(ParsedMarkdown::new("**words.**after").sketch(), "[**words.**after]");
        assert_eq!(ParsedMarkdown::new("2 * 3 * 4").sketch(), "[2 * 3 * 4]");
    }

    #[test]
    fn quotation_marks_open_and_close() {
        assert_eq!(ParsedMarkdown::new("中\"引\"文\"再\"。").sketch(), "[中“引”文“再”。]");
        assert_eq!(ParsedMarkdown::new("\"引\"文 \"AI\" words").sketch(), "[“引”文 “AI” words]");
        assert_eq!(ParsedMarkdown::new("&quot;中\\\"文").sketch(), "[\"中\"文]");
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
