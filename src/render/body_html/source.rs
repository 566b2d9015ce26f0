//! Source positions: marks blocks with their file and line, so that a preview can link to the source.

use super::Writer;
use crate::span::Span;

impl Writer<'_> {
    /// Writes ` data-source="KEY:LINE"` if source positions are enabled.
    pub(super) fn source_attribute(&mut self, span: Span) {
        if let Some(position) = self.source_position(span) {
            self.attribute("data-source", &position);
        }
    }

    /// Writes markup rendered elsewhere, with the source position in its first tag.
    pub(super) fn markup_with_source(&mut self, markup: &str, span: Span) {
        let end = markup.find([' ', '>']).filter(|_| markup.starts_with('<')).unwrap_or(0);
        let (name, rest) = markup.split_at(end);
        self.raw(name);
        if end > 0 {
            self.source_attribute(span);
        }
        self.raw(rest);
    }

    /// Formats the position as `KEY:LINE`; returns `None` if source positions are disabled.
    fn source_position(&self, span: Span) -> Option<String> {
        let context = self.context;
        let line = context.sources?.get(span.file).position(span.start as usize).line;
        Some(format!("{}:{line}", context.body.key()))
    }
}
