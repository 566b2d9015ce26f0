//! Says where a block stands in its file, so that a preview can lead back to it.

use super::Writer;
use crate::span::Span;

impl Writer<'_> {
    /// Adds ` data-source="KEY:LINE"` if the blocks are to say where they stand.
    pub(super) fn source_attribute(&mut self, span: Span) {
        let place = self.source_position(span);
        if let Some(place) = place {
            self.attribute("data-source", &place);
        }
    }

    /// Adds markup that was drawn elsewhere, with its place in its first tag.
    pub(super) fn markup_with_source(&mut self, markup: &str, span: Span) {
        let end = markup.find([' ', '>']).filter(|_| markup.starts_with('<')).unwrap_or(0);
        let (name, rest) = markup.split_at(end);
        self.raw(name);
        if end > 0 {
            self.source_attribute(span);
        }
        self.raw(rest);
    }

    fn source_position(&self, span: Span) -> Option<String> {
        let context = self.context;
        let line = context.sources?.get(span.file).position(span.start as usize).line;
        Some(format!("{}:{line}", context.body.key()))
    }
}
