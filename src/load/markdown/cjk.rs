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

use super::run::{Raw, Stress, is_escaped};
use crate::model::script::is_cjk;
use crate::model::{Inline, InlineKind};
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// How many runs of delimiters may be open at once, and how many delimiters a run may have: bounds both work and depth.
/// Longer runs are words, such as names that were struck out: `****`.
const MAX_OPEN: usize = 8;
const MAX_RUN: usize = 3;

/// A run of `*`.
struct Delimiters {
    /// Its place in the output.
    at: usize,
    /// How many there were.
    length: usize,
    /// How many are left.
    count: usize,
    /// Bytes of those that are left.
    range: Range<usize>,
    flanks: Flanks,
}

/// What a run of delimiters may do.
#[derive(Clone, Copy, Default)]
struct Flanks {
    open: May,
    close: May,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum May {
    #[default]
    No,
    /// By CommonMark's rule.
    Yes,
    /// Only because of a CJK character beside it.
    ByCjk,
}

/// Sets typographic double quotation marks right that stand beside CJK characters: they open and close in turn.
pub(super) fn turn_quotes(raws: &mut [Raw<'_>], text: &str) {
    turn_quotes_from(raws, text, &mut false);
}

/// Goes on from quotation marks of which the last one may be `open`.
fn turn_quotes_from(raws: &mut [Raw<'_>], text: &str, open: &mut bool) {
    for raw in raws {
        match raw {
            Raw::Text(words, range)
                if matches!(&**words, "“" | "”") && text.get(range.clone()).is_some_and(|written| written == "\"") =>
            {
                let before = text[..range.start].chars().next_back().filter(|c| !c.is_whitespace());
                let after = text[range.end..].chars().next().filter(|c| !c.is_whitespace());
                if before.zip(after).is_some_and(|(before, after)| is_cjk(before) || is_cjk(after)) {
                    *words = if *open { "”" } else { "“" }.into();
                }
                *open = &**words == "“";
            }
            Raw::Stress(stress) => turn_quotes_from(&mut stress.content, text, open),
            _ => {}
        }
    }
}

/// Pairs the marks of emphasis anew where one of them stands beside CJK punctuation.
pub(super) fn stress<'t>(raws: Vec<Raw<'t>>, text: &str) -> Vec<Raw<'t>> {
    if !is_in_question(&raws, text) {
        return raws;
    }
    let mut flat = Vec::with_capacity(raws.len());
    lay_flat(raws, &mut flat);
    pair(flat, text)
}

/// Whether a mark could open or close only because of a CJK character beside it.
fn is_in_question(raws: &[Raw<'_>], text: &str) -> bool {
    let by_cjk = |range: &Range<usize>| {
        let flanks = flanks(range, text);
        flanks.open == May::ByCjk || flanks.close == May::ByCjk
    };
    raws.iter().any(|raw| match raw {
        Raw::Stress(stress) => stress.delimiters().iter().any(by_cjk) || is_in_question(&stress.content, text),
        _ => star_range(raw, text).is_some_and(|range| by_cjk(&range)),
    })
}

/// Turns emphasis back into its marks and what stands between them.
fn lay_flat<'t>(raws: Vec<Raw<'t>>, flat: &mut Vec<Raw<'t>>) {
    for raw in raws {
        match raw {
            Raw::Stress(stress) => {
                let [opening, closing] = stress.delimiters();
                flat.extend(stars(opening));
                lay_flat(stress.content, flat);
                flat.extend(stars(closing));
            }
            raw => flat.push(raw),
        }
    }
}

fn stars<'t>(range: Range<usize>) -> impl Iterator<Item = Raw<'t>> {
    range.map(|at| Raw::Text("*".into(), at..at + 1))
}

/// Finds emphasis in a flat list.
fn pair<'t>(raws: Vec<Raw<'t>>, text: &str) -> Vec<Raw<'t>> {
    let mut out: Vec<Raw<'t>> = Vec::with_capacity(raws.len());
    let mut open: Vec<Delimiters> = Vec::new();
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
        let flanks = if range.len() <= MAX_RUN { flanks(&range, text) } else { Flanks::default() };
        let mut run = Delimiters { at: 0, length: range.len(), count: range.len(), range, flanks };
        close(&mut run, &mut open, &mut out);
        if run.count == 0 {
            continue;
        }
        run.at = out.len();
        out.extend(stars(run.range.clone()));
        if run.flanks.open != May::No {
            if open.len() == MAX_OPEN {
                open.remove(0);
            }
            open.push(run);
        }
    }
    out
}

/// Matches a run with the open ones before it as long as something is left of it.
fn close(run: &mut Delimiters, open: &mut Vec<Delimiters>, out: &mut Vec<Raw<'_>>) {
    while run.count > 0 && run.flanks.close != May::No {
        let Some(index) = open.iter().rposition(|opener| fits(opener, run)) else { return };
        open.truncate(index + 1);
        let Some(mut opener) = open.pop() else { return };
        let used = if opener.count >= 2 && run.count >= 2 { 2 } else { 1 };
        let content = out.split_off(opener.at + opener.count);
        out.truncate(opener.at + opener.count - used);
        opener.count -= used;
        opener.range.end -= used;
        run.count -= used;
        run.range.start += used;
        let range = opener.range.end..run.range.start;
        out.push(Raw::Stress(Stress { strong: used == 2, content, range }));
        if opener.count > 0 {
            open.push(opener);
        }
    }
}

/// CommonMark's rules 9 and 10: where one of two runs can both open and close, their lengths must not add up to a
/// multiple of three, unless both are multiples of three.
fn fits(opener: &Delimiters, closer: &Delimiters) -> bool {
    let is_unclear = opener.flanks.close != May::No || closer.flanks.open != May::No;
    let is_triple = |length: usize| length.is_multiple_of(3);
    !is_unclear || !is_triple(opener.length + closer.length) || (is_triple(opener.length) && is_triple(closer.length))
}

/// The place of a `*` that is neither escaped nor part of an entity.
fn star_range(raw: &Raw<'_>, text: &str) -> Option<Range<usize>> {
    let Raw::Text(words, range) = raw else { return None };
    let written = text.get(range.clone())?;
    (words.as_ref() == "*" && written == "*" && !is_escaped(text, range.start)).then(|| range.clone())
}

/// CommonMark's rule for `*`, with a CJK character beside it counting as a space; `text` is what stands around.
fn flanks(range: &Range<usize>, text: &str) -> Flanks {
    let before = text.get(..range.start).unwrap_or("").trim_end_matches('*').chars().next_back().unwrap_or(' ');
    let after = text.get(range.end..).unwrap_or("").trim_start_matches('*').chars().next().unwrap_or(' ');
    Flanks { open: may(before, after), close: may(after, before) }
}

/// Whether a run may open, by the characters outside and inside of the emphasis; or close, with the two exchanged.
fn may(outside: char, inside: char) -> May {
    if inside.is_whitespace() {
        May::No
    } else if !is_punctuation(inside) || is_space_like(outside) {
        May::Yes
    } else if is_cjk(outside) || is_cjk(inside) {
        May::ByCjk
    } else {
        May::No
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
            && at.checked_sub(1).and_then(|before| edge(&inlines[before], Side::End)).is_some_and(is_cjk)
            && inlines.get(at + 1).and_then(|after| edge(after, Side::Start)).is_some_and(is_cjk)
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
fn edge(inline: &Inline, side: Side) -> Option<char> {
    match &inline.kind {
        InlineKind::Text(words) => match side {
            Side::Start => words.chars().next(),
            Side::End => words.chars().next_back(),
        },
        InlineKind::Emphasis(content)
        | InlineKind::Strong(content)
        | InlineKind::Strikethrough(content)
        | InlineKind::Link { content, .. } => match side {
            Side::Start => edge(content.first()?, side),
            Side::End => edge(content.last()?, side),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::Read;

    #[test]
    fn closes_strong_after_full_width_punctuation() {
        assert_eq!(Read::new("**中文。**后").sketch(), "[strong(中文。) 后]");
        assert_eq!(Read::new("前**“中文”**后").sketch(), "[前 strong(“中文”) 后]");
        assert_eq!(Read::new("*中文。*后").sketch(), "[em(中文。) 后]");
        assert_eq!(Read::new("words**「中文」**words").sketch(), "[words strong(「中文」) words]");
    }

    #[test]
    fn pairs_anew_what_the_parser_paired_wrongly() {
        assert_eq!(
            Read::new("**中文。**后面的字。**「引文」**也是。").sketch(),
            "[strong(中文。) 后面的字。 strong(「引文」) 也是。]"
        );
        assert_eq!(Read::new("**「一」**和**「二」**").sketch(), "[strong(「一」) 和 strong(「二」)]");
        assert_eq!(
            Read::new("*a* **b** _c **中。**d_ **“中”**后").sketch(),
            "[em(a)   strong(b)   em(c  strong(中。) d)   strong(“中”) 后]"
        );
        assert_eq!(Read::new("**中\n文。**后\n面").sketch(), "[strong(中文。) 后面]");
    }

    #[test]
    fn words_that_are_struck_out_stay() {
        assert_eq!(Read::new("他说****，**中文。**后").sketch(), "[他说****， strong(中文。) 后]");
    }

    #[test]
    fn many_marks_nest_no_deeper_than_allowed() {
        let text = "「*".repeat(200) + &"*」后".repeat(200);
        assert!(Read::new(&text).sketch().matches("em(").count() > 0);
    }

    #[test]
    fn nests() {
        assert_eq!(Read::new("***中文。***后").sketch(), "[em(strong(中文。)) 后]");
        assert_eq!(Read::new("**中 [文](@/a.md)。**后 *x*").sketch(), "[strong(中  link(文) 。) 后  em(x)]");
    }

    #[test]
    fn leaves_escaped_and_other_delimiters() {
        assert_eq!(Read::new(r"\*\*中文。\*\*后").sketch(), "[**中文。**后]");
        assert_eq!(Read::new("**words.**after").sketch(), "[**words.**after]");
        assert_eq!(Read::new("2 * 3 * 4").sketch(), "[2 * 3 * 4]");
    }

    #[test]
    fn quotation_marks_open_and_close() {
        assert_eq!(Read::new("中\"引\"文\"再\"。").sketch(), "[中“引”文“再”。]");
        assert_eq!(Read::new("\"引\"文 \"AI\" words").sketch(), "[“引”文 “AI” words]");
        assert_eq!(Read::new("&quot;中\\\"文").sketch(), "[\"中\"文]");
    }

    #[test]
    fn drops_breaks_between_ideographs() {
        let read = Read::new("中文\n中文");
        assert_eq!(read.sketch(), "[中文中文]");
        assert_eq!(read.slices(), ["中文\n中文"]);
        assert_eq!(Read::new("**中文**\n中文").sketch(), "[strong(中文) 中文]");
        assert_eq!(Read::new("中文\nAI").sketch(), "[中文 / AI]");
    }
}
