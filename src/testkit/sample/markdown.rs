//! Minimal Markdown parser for test fixtures: links, citations, emphasis and code.

use crate::model::{
    Citation, CitationForm, CitationItem, CitationRole, Inline, InlineKind, Passage, Reference, ReferenceId,
    ReferenceKind,
};
use crate::span::{FileId, Span, Spanned};

/// Parses inlines, and collects their references.
pub(super) struct SampleReader<'a> {
    pub(super) file: FileId,
    pub(super) references: &'a mut Vec<Reference>,
}

impl SampleReader<'_> {
    pub(super) fn read(&mut self, text: &str, start: usize) -> Vec<Inline> {
        let mut inlines = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let (kind, length) = self.next(rest, start + at);
            let span = Span::new(self.file, start + at..start + at + length);
            inlines.push(Inline { kind, span });
            at += length;
        }
        inlines
    }

    fn next(&mut self, rest: &str, start: usize) -> (InlineKind, usize) {
        let upto = |close: &str| rest.find(close).map(|end| end + close.len());
        if let Some(length) = upto("]]").filter(|_| rest.starts_with("[[")) {
            return (self.record_link(&rest[2..length - 2], start, length), length);
        }
        if let Some(length) = upto("]").filter(|_| rest.starts_with("[@")) {
            return (self.citation(rest, start, length, CitationForm::Bracketed), length);
        }
        if let Some(length) = upto(")").filter(|_| rest.starts_with(['[', '!'])) {
            return (self.link(rest, start, length), length);
        }
        if rest.starts_with('@') {
            let length = rest.find(' ').unwrap_or(rest.len());
            return (self.citation(rest, start, length, CitationForm::Narrative), length);
        }
        for (mark, code) in [('`', true), ('*', false)] {
            if let Some(end) = rest.strip_prefix(mark).and_then(|rest| rest.find(mark)) {
                let content = &rest[1..=end];
                let kind = if code {
                    InlineKind::Code(content.into())
                } else {
                    InlineKind::Emphasis(self.read(content, start + 1))
                };
                return (kind, end + 2);
            }
        }
        if rest.starts_with('\n') {
            return (InlineKind::SoftBreak, 1);
        }
        let end = rest.char_indices().skip(1).find(|(_, c)| "[@`*!\n".contains(*c)).map_or(rest.len(), |(at, _)| at);
        (InlineKind::Text(typographic(&rest[..end])), end)
    }

    fn add_reference(&mut self, kind: ReferenceKind, start: usize, length: usize) -> ReferenceId {
        let id = ReferenceId(u32::try_from(self.references.len()).unwrap());
        self.references.push(Reference { kind, span: Span::new(self.file, start..start + length) });
        id
    }

    fn record_link(&mut self, inner: &str, start: usize, length: usize) -> InlineKind {
        let (target, words) = inner.split_once('|').unwrap_or((inner, ""));
        let content = self.read(words, start + 2 + inner.len() - words.len());
        let (target, anchor) = split_anchor(target);
        let to = self.add_reference(ReferenceKind::Record { target, anchor }, start, length);
        InlineKind::Link { to, title: String::new(), content }
    }

    fn link(&mut self, rest: &str, start: usize, length: usize) -> InlineKind {
        let image = rest.starts_with('!');
        let words = &rest[if image { 2 } else { 1 }..rest.find(']').unwrap()];
        let address = &rest[rest.find('(').unwrap() + 1..length - 1];
        let kind = if let Some(path) = address.strip_prefix("@/") {
            let (path, anchor) = split_anchor(path);
            ReferenceKind::Content { path, anchor }
        } else if let Some(anchor) = address.strip_prefix('#') {
            ReferenceKind::Anchor(anchor.into())
        } else if address.contains(':') {
            ReferenceKind::External(address.into())
        } else {
            ReferenceKind::Path(address.into())
        };
        let to = self.add_reference(kind, start, length);
        if image {
            return InlineKind::Image { to, title: String::new(), alt: words.into() };
        }
        InlineKind::Link { to, title: String::new(), content: self.read(words, start + 1) }
    }

    fn citation(&mut self, rest: &str, start: usize, length: usize, form: CitationForm) -> InlineKind {
        let inner = rest[..length].trim_matches(['[', ']']);
        let items = inner.split("; ").map(|item| {
            let (id, passage) =
                item.trim_start_matches('@').split_once(", ").unwrap_or((item.trim_start_matches('@'), ""));
            let at = start + rest.find(&format!("@{id}")).unwrap() + 1;
            CitationItem {
                id: Spanned::new(id.into(), Span::new(self.file, at..at + id.len())),
                suppress_author: false,
                passage: Passage::parse(passage),
                role: CitationRole::Supports,
                prefix: String::new(),
                suffix: if Passage::parse(passage).is_some() { String::new() } else { passage.to_owned() },
            }
        });
        let citation = Citation { items: items.collect(), form };
        InlineKind::Citation(self.add_reference(ReferenceKind::Citation(citation), start, length))
    }
}

fn split_anchor(target: &str) -> (String, Option<String>) {
    match target.split_once('#') {
        Some((target, anchor)) => (target.into(), Some(anchor.into())),
        None => (target.into(), None),
    }
}

fn typographic(text: &str) -> String {
    let mut before = ' ';
    let mut change = |c: char| {
        let opens = before == ' ' || before == '(';
        before = c;
        match c {
            '"' if opens => '“',
            '"' => '”',
            '\'' if opens => '‘',
            '\'' => '’',
            c => c,
        }
    };
    text.chars().map(&mut change).collect()
}
