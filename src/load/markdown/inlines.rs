//! Makes inlines of the parser's pieces: joins words into runs and finds the marks within them.

use super::footnote::FootnoteCollector;
use super::parser::MarkdownParser;
use super::run::{Emphasis, RawInline, TextRun, literal_brackets};
use super::{citation, cjk};
use crate::model::{Inline, InlineKind};
use crate::span::Span;
use std::ops::Range;

/// Makes inlines: finds emphasis beside CJK punctuation, citations and lost footnote marks, joins words.
pub(super) fn build(
    raws: Vec<RawInline<'_>>,
    in_link: bool,
    notes: &mut FootnoteCollector,
    reading: &mut MarkdownParser<'_>,
) -> Vec<Inline> {
    if !reading.dialect.extensions {
        return merge(raws, in_link, notes, reading);
    }
    let mut raws = raws;
    cjk::fix_quotes(&mut raws, reading.text);
    merge(cjk::pair_emphasis(raws, reading.text), in_link, notes, reading)
}

/// A span widened to hold inlines.
pub(super) fn covering_span(span: Span, inlines: &[Inline]) -> Span {
    inlines.iter().fold(span, |span, inline| span.to(inline.span))
}

fn merge(
    raws: Vec<RawInline<'_>>,
    in_link: bool,
    notes: &mut FootnoteCollector,
    reading: &mut MarkdownParser<'_>,
) -> Vec<Inline> {
    let mut joiner =
        InlineMerger { inlines: Vec::new(), run: TextRun::default(), in_link, footnotes: notes, parser: reading };
    let mut rest: Vec<RawInline<'_>> = raws.into_iter().rev().collect();
    while let Some(raw) = rest.pop() {
        match raw {
            RawInline::Text(words, range) => joiner.run.push(&words, range, joiner.parser.text),
            RawInline::Inline(inline) => joiner.push(inline),
            RawInline::Emphasis(stress) => joiner.push_emphasis(stress),
            RawInline::Locator(content, label, range) => {
                if !joiner.push_locator(&label, &range) {
                    rest.extend(literal_brackets(content, &range, joiner.parser.text).into_iter().rev());
                }
            }
        }
    }
    joiner.flush();
    let mut made = joiner.inlines;
    if reading.dialect.extensions {
        cjk::drop_breaks(&mut made);
    }
    // Trees live long, and are the largest part of what a record takes.
    made.shrink_to_fit();
    made
}

struct InlineMerger<'j, 'a> {
    inlines: Vec<Inline>,
    run: TextRun,
    in_link: bool,
    footnotes: &'j mut FootnoteCollector,
    parser: &'j mut MarkdownParser<'a>,
}

impl InlineMerger<'_, '_> {
    fn push(&mut self, inline: Inline) {
        self.flush();
        self.inlines.push(inline);
    }

    fn push_emphasis(&mut self, stress: Emphasis<'_>) {
        let content = merge(stress.content, self.in_link, self.footnotes, self.parser);
        let span = covering_span(self.parser.span(stress.range), &content);
        let kind = if stress.strong { InlineKind::Strong(content) } else { InlineKind::Emphasis(content) };
        self.push(Inline { kind, span });
    }

    /// Takes `[label]` as the passage of a citation directly before it, if there is one.
    fn push_locator(&mut self, label: &str, range: &Range<usize>) -> bool {
        let Some(cited) = citation::trailing_citation(&self.run).filter(|_| !self.in_link) else { return false };
        let run = std::mem::take(&mut self.run);
        self.push_words(&run, 0..cited.start);
        self.push_citation(&run, cited, Some((label, range.clone())));
        true
    }

    /// Makes inlines of the words so far.
    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        self.push_words(&run, 0..run.text.len());
    }

    fn push_words(&mut self, run: &TextRun, part: Range<usize>) {
        if !self.parser.dialect.extensions {
            return self.push_text(run, part);
        }
        self.footnotes.find_unresolved(run, part.clone(), self.parser);
        let mut from = part.start;
        if !self.in_link {
            for cited in citation::find_narrative(run, part.clone()) {
                self.push_text(run, from..cited.start);
                from = cited.end;
                self.push_citation(run, cited, None);
            }
        }
        self.push_text(run, from..part.end);
    }

    fn push_text(&mut self, run: &TextRun, part: Range<usize>) {
        if let Some(words) = run.text.get(part.clone()).filter(|words| !words.is_empty()) {
            let span = self.parser.span(run.source_range(part));
            self.inlines.push(Inline { kind: InlineKind::Text(words.to_owned()), span });
        }
    }

    /// Makes a citation of `@id` in a run of words, with the words of a bracket behind it.
    fn push_citation(&mut self, run: &TextRun, cited: Range<usize>, locator: Option<(&str, Range<usize>)>) {
        let id = &run.text[cited.start + 1..cited.end];
        let mut written = run.source_range(cited);
        if let Some((_, behind)) = &locator {
            written.end = behind.end;
        }
        let to = citation::add_narrative(id, locator, written.clone(), self.parser);
        let span = self.parser.span(written);
        self.inlines.push(Inline { kind: InlineKind::Citation(to), span });
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::ParsedMarkdown;

    #[test]
    fn joins_adjacent_words() {
        let read = ParsedMarkdown::new("It's \"so\" -- a_b [x] &amp; \\*y...");
        assert_eq!(read.texts(), ["It’s “so” – a_b [x] & *y…"]);
        assert_eq!(read.slices(), ["It's \"so\" -- a_b [x] &amp; \\*y..."]);
    }
}
