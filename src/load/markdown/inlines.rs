//! Builds inlines from the parser's pieces: merges text into runs and finds mark-up inside them.

use super::footnote::FootnoteCollector;
use super::parser::MarkdownParser;
use super::run::{Emphasis, RawInline, TextRun, literal_brackets};
use super::stray_attributes::{Preceding, find_stray};
use super::{attributes, citation, cjk, quote_marks, span};
use crate::model::{Inline, InlineKind, SpanClass};
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
    let mut raws = span::pair(raws, parser.text, parser);
    if parser.dialect.smart_punctuation {
        quote_marks::pair(&mut raws, parser.text, parser.quote_marks);
    }
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
    let mut merger =
        InlineMerger { inlines: Vec::new(), run: TextRun::default(), skip_to: 0, in_link, footnotes, parser };
    let mut rest: Vec<RawInline<'_>> = raws.into_iter().rev().collect();
    while let Some(raw) = rest.pop() {
        match raw {
            RawInline::Text(text, range) => merger.push_raw_text(&text, range),
            // A line end between `@id` and `[¶2]` is a space.
            RawInline::Inline(Inline { kind: InlineKind::SoftBreak, .. })
                if matches!(rest.last(), Some(RawInline::Locator(..)))
                    && citation::trailing_citation(&merger.run).is_some() => {}
            RawInline::Inline(inline) => merger.push(inline),
            RawInline::Emphasis(emphasis) => merger.push_emphasis(emphasis),
            RawInline::Locator(content, label, range) => {
                if !merger.push_locator(&label, &range) {
                    rest.extend(literal_brackets(content, &range, merger.parser.text).into_iter().rev());
                }
            }
            RawInline::Span(content, class, range) => merger.push_span(content, class, range),
            RawInline::Skip(end) => merger.skip_to = merger.skip_to.max(end),
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
    /// Source offset up to which text was read as attributes.
    skip_to: usize,
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

    /// Appends text to the run, without what was read as attributes.
    fn push_raw_text(&mut self, content: &str, range: Range<usize>) {
        let skipped = self.skip_to.saturating_sub(range.start);
        if range.end <= self.skip_to {
            return;
        }
        match content.get(skipped..).filter(|_| skipped > 0 && content.len() == range.len()) {
            Some(rest) => self.run.push(rest, self.skip_to..range.end, self.parser.text),
            None => self.run.push(content, range, self.parser.text),
        }
    }

    fn push_span(&mut self, content: Vec<RawInline<'_>>, class: SpanClass, range: Range<usize>) {
        let content = merge(content, self.in_link, self.footnotes, self.parser);
        let span = covering_span(self.parser.span(range), &content);
        self.push(Inline { kind: InlineKind::Span { class, content }, span });
    }

    /// Pushes `[label]` as the passage of a citation directly before it; returns `false` if there is none.
    fn push_locator(&mut self, label: &str, range: &Range<usize>) -> bool {
        let Some(citation) = citation::trailing_citation(&self.run).filter(|_| !self.in_link) else { return false };
        let run = std::mem::take(&mut self.run);
        self.push_words(&run, 0..citation.start);
        self.skip_to = self.push_citation(&run, citation, Some((label, range.clone())));
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
        for range in citation::find_narrative(run, part.clone()) {
            if self.in_link {
                let source = run.source_range(range.clone());
                self.parser.keys_in_links.push((run.text[range.start + 1..range.end].to_owned(), source));
            } else {
                from = self.push_citation_in_text(run, from, range, part.end);
            }
        }
        self.push_text(run, from..part.end);
    }

    /// Pushes the text from an offset up to a key, and the citation with what belongs to it: full-width brackets around it, a
    /// passage, a role. Returns the offset after it.
    fn push_citation_in_text(&mut self, run: &TextRun, from: usize, key: Range<usize>, end: usize) -> usize {
        if key.start < from {
            return from;
        }
        if let Some(bracket) = citation::full_width_bracket(&run.text[..end], from, &key) {
            self.push_text(run, from..bracket.start);
            let source = run.source_range(bracket.clone());
            let inline = citation::add_full_width(&run.text[bracket.clone()], source, self.parser);
            self.inlines.push(inline);
            return bracket.end;
        }
        self.push_text(run, from..key.start);
        let after = run.text.get(key.end..end).unwrap_or("");
        let locator = citation::written_locator(after);
        let length = locator.map_or(0, |(_, length)| length);
        let located = locator.map(|(label, _)| (label, run.source_range(key.end..key.end + length)));
        let role = attributes::at(&run.text[..end], key.end + length).map_or(0, |found| found.length);
        self.push_citation(run, key.clone(), located);
        key.end + length + role
    }

    fn push_text(&mut self, run: &TextRun, part: Range<usize>) {
        let Some(text) = run.text.get(part.clone()).filter(|text| !text.is_empty()) else { return };
        if self.parser.dialect.extensions {
            self.report_without_effect(run, part.clone(), text);
        }
        let span = self.parser.span(run.source_range(part));
        self.inlines.push(Inline { kind: InlineKind::Text(text.to_owned()), span });
    }

    /// Reports the attributes in a text, and what is left of citations: what has an effect was read before.
    fn report_without_effect(&mut self, run: &TextRun, part: Range<usize>, text: &str) {
        let preceding = self.preceding();
        for found in find_stray(text, preceding) {
            if !run.is_escaped_at(part.start + found.range.start) {
                let range = run.source_range(part.start + found.range.start..part.start + found.range.end);
                attributes::report_stray(range, &found.message, found.help, self.parser);
            }
        }
        let is_behind = matches!(preceding, Preceding::Citation(_));
        let lost = if self.in_link { Vec::new() } else { citation::find_lost(text, is_behind) };
        for found in lost.into_iter().filter(|found| !run.is_escaped_at(part.start + found.start)) {
            let range = run.source_range(part.start + found.start..part.start + found.end);
            citation::report_lost(&text[found], range, self.parser);
        }
    }

    /// Returns what the last inline is.
    fn preceding(&self) -> Preceding {
        let mut inlines = self.inlines.iter().rev().peekable();
        let is_break = |inline: &&Inline| matches!(inline.kind, InlineKind::SoftBreak);
        let has_break = inlines.next_if(|inline| is_break(inline)).is_some();
        match inlines.next().map(|inline| &inline.kind) {
            Some(InlineKind::Citation(_)) => Preceding::Citation(has_break),
            None if !has_break => Preceding::Nothing,
            _ => Preceding::Inline,
        }
    }

    /// Pushes the citation `@id` at a byte range of a run, with the label of a bracket after it. Returns its end in the source.
    fn push_citation(&mut self, run: &TextRun, range: Range<usize>, locator: Option<(&str, Range<usize>)>) -> usize {
        let id = &run.text[range.start + 1..range.end];
        let mut source = run.source_range(range);
        if let Some((_, locator_range)) = &locator {
            source.end = locator_range.end;
        }
        let (reference, end) = citation::add_narrative(id, locator, source.clone(), self.parser);
        let span = self.parser.span(source.start..end);
        self.inlines.push(Inline { kind: InlineKind::Citation(reference), span });
        end
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
