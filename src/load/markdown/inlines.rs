//! Builds inlines from the parser's pieces: merges text into runs and finds mark-up inside them.

use super::footnote::FootnoteCollector;
use super::parser::MarkdownParser;
use super::run::{Emphasis, RawInline, TextRun, literal_brackets};
use super::{citation, cjk};
use crate::model::{Inline, InlineKind};
use crate::span::Span;
use std::ops::Range;

/// Builds inlines: pairs emphasis beside CJK punctuation, merges text, finds citations and unresolved footnote
/// references.
pub(super) fn build(
    raws: Vec<RawInline<'_>>,
    in_link: bool,
    footnotes: &mut FootnoteCollector,
    parser: &mut MarkdownParser<'_>,
) -> Vec<Inline> {
    if !parser.dialect.extensions {
        return merge(raws, in_link, footnotes, parser);
    }
    let mut raws = raws;
    cjk::fix_quotes(&mut raws, parser.text);
    merge(cjk::pair_emphasis(raws, parser.text), in_link, footnotes, parser)
}

/// Returns a span widened to cover inlines.
pub(super) fn covering_span(span: Span, inlines: &[Inline]) -> Span {
    inlines.iter().fold(span, |span, inline| span.to(inline.span))
}

fn merge(
    raws: Vec<RawInline<'_>>,
    in_link: bool,
    footnotes: &mut FootnoteCollector,
    parser: &mut MarkdownParser<'_>,
) -> Vec<Inline> {
    let mut merger = InlineMerger { inlines: Vec::new(), run: TextRun::default(), in_link, footnotes, parser };
    let mut rest: Vec<RawInline<'_>> = raws.into_iter().rev().collect();
    while let Some(raw) = rest.pop() {
        match raw {
            RawInline::Text(text, range) => merger.run.push(&text, range, merger.parser.text),
            RawInline::Inline(inline) => merger.push(inline),
            RawInline::Emphasis(emphasis) => merger.push_emphasis(emphasis),
            RawInline::Locator(content, label, range) => {
                if !merger.push_locator(&label, &range) {
                    rest.extend(literal_brackets(content, &range, merger.parser.text).into_iter().rev());
                }
            }
        }
    }
    merger.flush();
    let mut inlines = merger.inlines;
    if parser.dialect.extensions {
        cjk::drop_breaks(&mut inlines);
    }
    // Trees are long-lived, and take up most of a record's memory.
    inlines.shrink_to_fit();
    inlines
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

    fn push_emphasis(&mut self, emphasis: Emphasis<'_>) {
        let content = merge(emphasis.content, self.in_link, self.footnotes, self.parser);
        let span = covering_span(self.parser.span(emphasis.range), &content);
        let kind = if emphasis.strong { InlineKind::Strong(content) } else { InlineKind::Emphasis(content) };
        self.push(Inline { kind, span });
    }

    /// Pushes `[label]` as the passage of a citation directly before it; returns `false` if there is none.
    fn push_locator(&mut self, label: &str, range: &Range<usize>) -> bool {
        let Some(citation) = citation::trailing_citation(&self.run).filter(|_| !self.in_link) else { return false };
        let run = std::mem::take(&mut self.run);
        self.push_words(&run, 0..citation.start);
        self.push_citation(&run, citation, Some((label, range.clone())));
        true
    }

    /// Pushes the current run as inlines.
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
            for range in citation::find_narrative(run, part.clone()) {
                self.push_text(run, from..range.start);
                from = range.end;
                self.push_citation(run, range, None);
            }
        }
        self.push_text(run, from..part.end);
    }

    fn push_text(&mut self, run: &TextRun, part: Range<usize>) {
        if let Some(text) = run.text.get(part.clone()).filter(|text| !text.is_empty()) {
            let span = self.parser.span(run.source_range(part));
            self.inlines.push(Inline { kind: InlineKind::Text(text.to_owned()), span });
        }
    }

    /// Pushes the citation `@id` at a byte range of a run, with the label of a bracket after it.
    fn push_citation(&mut self, run: &TextRun, range: Range<usize>, locator: Option<(&str, Range<usize>)>) {
        let id = &run.text[range.start + 1..range.end];
        let mut source = run.source_range(range);
        if let Some((_, locator_range)) = &locator {
            source.end = locator_range.end;
        }
        let reference = citation::add_narrative(id, locator, source.clone(), self.parser);
        let span = self.parser.span(source);
        self.inlines.push(Inline { kind: InlineKind::Citation(reference), span });
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::ParsedMarkdown;

    #[test]
    fn merges_adjacent_text() {
        let read = ParsedMarkdown::new("It's \"so\" -- a_b [x] &amp; \\*y...");
        assert_eq!(read.texts(), ["It’s “so” – a_b [x] & *y…"]);
        assert_eq!(read.slices(), ["It's \"so\" -- a_b [x] &amp; \\*y..."]);
    }
}
