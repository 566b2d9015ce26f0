//! Bracketed spans with brackets inside: `[It costs 38 million [@q, ¶4].]{.claim #cost}`.
//!
//! The parser takes a bracket for text if it contains a link or a citation. Here the brackets that it left in the text are
//! paired; those with attributes behind them become spans.

use super::parser::MarkdownParser;
use super::run::{RawInline, is_escaped};
use super::{attributes, citation};
use std::ops::Range;

/// Maximum nesting of these spans within one level of emphasis.
const MAX_NESTING: usize = 4;

/// Open bracket.
struct OpenBracket {
    /// Index of its text among the inlines.
    index: usize,
    /// Offset in the source.
    start: usize,
    /// Nesting of the spans in it.
    nesting: usize,
}

/// Converts brackets with attributes behind them into spans.
pub(super) fn pair<'t>(raws: Vec<RawInline<'t>>, text: &'t str, parser: &mut MarkdownParser<'_>) -> Vec<RawInline<'t>> {
    if !has_attributes(&raws) {
        return raws;
    }
    let mut pairing = BracketPairing { text, raws: Vec::with_capacity(raws.len()), open: Vec::new(), skip_to: 0 };
    for raw in raws {
        match raw {
            RawInline::Text(words, range) if text.get(range.clone()) == Some(&*words) => pairing.text(range, parser),
            RawInline::Emphasis(mut emphasis) => {
                emphasis.content = pair(std::mem::take(&mut emphasis.content), text, parser);
                pairing.raws.push(RawInline::Emphasis(emphasis));
            }
            other => pairing.raws.push(other),
        }
    }
    pairing.raws
}

/// Checks whether a text among the inlines may close a bracket in front of attributes.
fn has_attributes(raws: &[RawInline<'_>]) -> bool {
    raws.iter().any(|raw| match raw {
        RawInline::Text(words, _) => words.contains('{'),
        RawInline::Emphasis(emphasis) => has_attributes(&emphasis.content),
        _ => false,
    })
}

struct BracketPairing<'t> {
    text: &'t str,
    raws: Vec<RawInline<'t>>,
    open: Vec<OpenBracket>,
    /// Offset up to which text was read as attributes.
    skip_to: usize,
}

impl BracketPairing<'_> {
    fn text(&mut self, range: Range<usize>, parser: &mut MarkdownParser<'_>) {
        let text = self.text;
        let mut from = range.start.max(self.skip_to);
        for (at, bracket) in text[range.clone()].match_indices(['[', ']']) {
            let at = range.start + at;
            if at < self.skip_to || is_escaped(text, at) {
                continue;
            }
            self.push_text(from..at);
            from = at;
            if bracket == "[" {
                self.open.push(OpenBracket { index: self.raws.len(), start: at, nesting: 0 });
            } else if let Some(bracket) = self.open.pop() {
                from = self.close(&bracket, at + 1, parser).unwrap_or(at);
            }
        }
        self.push_text(from..range.end);
    }

    fn push_text(&mut self, range: Range<usize>) {
        if let Some(words) = self.text.get(range.clone()).filter(|words| !words.is_empty()) {
            self.raws.push(RawInline::Text(words.into(), range));
        }
    }

    /// Closes a bracket that ends at an offset: a span if attributes follow. Returns their end.
    fn close(&mut self, bracket: &OpenBracket, end: usize, parser: &mut MarkdownParser<'_>) -> Option<usize> {
        let found = attributes::at(self.text, end).filter(|_| bracket.nesting < MAX_NESTING);
        let nesting = bracket.nesting + usize::from(found.is_some());
        if let Some(outer) = self.open.last_mut() {
            outer.nesting = outer.nesting.max(nesting);
        }
        let found = found?;
        let mut content = self.raws.split_off(bracket.index);
        without_opening(&mut content);
        self.raws.extend(citation::add_span(content, bracket.start..end, &found, parser));
        self.skip_to = end + found.length;
        Some(self.skip_to)
    }
}

/// Removes the opening bracket, with which the content begins.
fn without_opening(content: &mut Vec<RawInline<'_>>) {
    let Some(RawInline::Text(words, range)) = content.first_mut() else { return };
    range.start += 1;
    *words = words.strip_prefix('[').unwrap_or("").to_owned().into();
    if words.is_empty() {
        content.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::ParsedMarkdown;

    #[test]
    fn reads_spans_with_brackets_inside() {
        for (text, sketch) in [
            ("[It costs 38 [@q, ¶4].]{.term} b", "[term(It costs 38  cite(q ¶4) .)  b]"),
            ("[It [costs](https://e.com) 38.]{.term}", "[term(It  link(costs)  38.)]"),
            ("[It *costs* [sic] 38.]{.term}", "[term(It  em(costs)  [sic] 38.)]"),
            ("[[\"a b\"]{.term} x]{.term}", "[term(term(“a b”)  x)]"),
            ("[a [b]{.term} c]{.term}", "[term(a  term(b)  c)]"),
            ("*[a [@q]]{.term}*", "[em(term(a  cite(q)))]"),
            ("[a [@q]{.silent} b]{.term}", "[term(a  cite(q !silent)  b)]"),
            ("x [y [@q] z", "[x [y  cite(q)  z]"),
            ("[a] [b [@q]]{.term} [c", "[[a]  term(b  cite(q))  [c]"),
        ] {
            let read = ParsedMarkdown::new(text);
            assert_eq!(read.sketch(), sketch, "{text}");
            assert!(read.diagnostics.is_empty(), "{text}");
        }
    }

    #[test]
    fn bounds_the_nesting() {
        let text = format!("{}a{}", "[".repeat(2000), "]{.term}".repeat(2000));
        assert!(ParsedMarkdown::new(&text).marked("invalid-attributes").len() <= 2000);
    }
}
