//! Makes inlines of the parser's pieces: joins words into runs and finds the marks within them.

use super::footnote::Notes;
use super::reading::Reading;
use super::run::{Raw, Run, Stress, literal_brackets};
use super::{citation, cjk};
use crate::model::{Inline, InlineKind};
use crate::span::Span;
use std::ops::Range;

/// Makes inlines: finds emphasis beside CJK punctuation, citations and lost footnote marks, joins words.
pub(super) fn inlines(raws: Vec<Raw<'_>>, in_link: bool, notes: &mut Notes, reading: &mut Reading<'_>) -> Vec<Inline> {
    if !reading.dialect.additions {
        return join(raws, in_link, notes, reading);
    }
    let mut raws = raws;
    cjk::turn_quotes(&mut raws, reading.text);
    join(cjk::stress(raws, reading.text), in_link, notes, reading)
}

/// A span widened to hold inlines.
pub(super) fn cover(span: Span, inlines: &[Inline]) -> Span {
    inlines.iter().fold(span, |span, inline| span.to(inline.span))
}

fn join(raws: Vec<Raw<'_>>, in_link: bool, notes: &mut Notes, reading: &mut Reading<'_>) -> Vec<Inline> {
    let mut joiner = Joiner { made: Vec::new(), run: Run::default(), in_link, notes, reading };
    let mut rest: Vec<Raw<'_>> = raws.into_iter().rev().collect();
    while let Some(raw) = rest.pop() {
        match raw {
            Raw::Text(words, range) => joiner.run.push(&words, range, joiner.reading.text),
            Raw::Inline(inline) => joiner.add(inline),
            Raw::Stress(stress) => joiner.stress(stress),
            Raw::Locator(content, label, range) => {
                if !joiner.locator(&label, &range) {
                    rest.extend(literal_brackets(content, &range, joiner.reading.text).into_iter().rev());
                }
            }
        }
    }
    joiner.flush();
    let mut made = joiner.made;
    if reading.dialect.additions {
        cjk::drop_breaks(&mut made);
    }
    // Trees live long, and are the largest part of what a record takes.
    made.shrink_to_fit();
    made
}

struct Joiner<'j, 'a> {
    made: Vec<Inline>,
    run: Run,
    in_link: bool,
    notes: &'j mut Notes,
    reading: &'j mut Reading<'a>,
}

impl Joiner<'_, '_> {
    fn add(&mut self, inline: Inline) {
        self.flush();
        self.made.push(inline);
    }

    fn stress(&mut self, stress: Stress<'_>) {
        let content = join(stress.content, self.in_link, self.notes, self.reading);
        let span = cover(self.reading.span(stress.range), &content);
        let kind = if stress.strong { InlineKind::Strong(content) } else { InlineKind::Emphasis(content) };
        self.add(Inline { kind, span });
    }

    /// Takes `[label]` as the passage of a citation directly before it, if there is one.
    fn locator(&mut self, label: &str, range: &Range<usize>) -> bool {
        let Some(cited) = citation::at_end(&self.run).filter(|_| !self.in_link) else { return false };
        let run = std::mem::take(&mut self.run);
        self.words(&run, 0..cited.start);
        self.cite(&run, cited, Some((label, range.clone())));
        true
    }

    /// Makes inlines of the words so far.
    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        self.words(&run, 0..run.text.len());
    }

    fn words(&mut self, run: &Run, part: Range<usize>) {
        if !self.reading.dialect.additions {
            return self.text(run, part);
        }
        self.notes.find_lost(run, part.clone(), self.reading);
        let mut from = part.start;
        if !self.in_link {
            for cited in citation::narrative(run, part.clone()) {
                self.text(run, from..cited.start);
                from = cited.end;
                self.cite(run, cited, None);
            }
        }
        self.text(run, from..part.end);
    }

    fn text(&mut self, run: &Run, part: Range<usize>) {
        if let Some(words) = run.text.get(part.clone()).filter(|words| !words.is_empty()) {
            let span = self.reading.span(run.source(part));
            self.made.push(Inline { kind: InlineKind::Text(words.to_owned()), span });
        }
    }

    /// Makes a citation of `@id` in a run of words, with the words of a bracket behind it.
    fn cite(&mut self, run: &Run, cited: Range<usize>, locator: Option<(&str, Range<usize>)>) {
        let id = &run.text[cited.start + 1..cited.end];
        let mut written = run.source(cited);
        if let Some((_, behind)) = &locator {
            written.end = behind.end;
        }
        let to = citation::refer(id, locator, written.clone(), self.reading);
        let span = self.reading.span(written);
        self.made.push(Inline { kind: InlineKind::Citation(to), span });
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::Read;

    #[test]
    fn joins_adjacent_words() {
        let read = Read::new("It's \"so\" -- a_b [x] &amp; \\*y...");
        assert_eq!(read.texts(), ["It’s “so” – a_b [x] & *y…"]);
        assert_eq!(read.slices(), ["It's \"so\" -- a_b [x] &amp; \\*y..."]);
    }
}
