//! Headings: ids from their text, unique on the page, and the list for the table of contents.

use super::parser::MarkdownParser;
use super::visit;
use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::model::{Block, BlockKind, Heading, page_anchor, plain_text, slugify};
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Rule: two headings have the same explicit id.
pub(super) static DUPLICATE_ANCHOR: Rule = Rule {
    code: "duplicate-anchor",
    severity: Severity::Error,
    what: "A heading has the same id as an earlier heading on the page.",
    why: "Links to the id lead to the first heading only.",
    wrong: "## One {#part}\n## Two {#part}",
    right: "## One {#part-one}\n## Two {#part-two}",
};

/// Rule: a heading has the id of a part of the page.
pub(super) static RESERVED_ANCHOR: Rule = Rule {
    code: "reserved-anchor",
    severity: Severity::Warning,
    what: "A heading has an id that pages use for a part of their own, such as `references` or `p7`.",
    why: "Two elements with one id make links ambiguous; the heading gets another id.",
    wrong: "## What they say {#claims}",
    right: "## What they say {#what-they-say}",
};

/// Returns an id that is not reserved.
fn free_id(id: &str) -> String {
    format!("section-{id}")
}

/// Ids that the author has set on headings.
#[derive(Default)]
pub(super) struct ExplicitIds {
    explicit: BTreeMap<String, Span>,
}

impl ExplicitIds {
    /// Records an explicit id and reports a duplicate or a reserved one; `range` is the heading.
    pub(super) fn register(&mut self, id: &str, range: Range<usize>, parser: &mut MarkdownParser<'_>) {
        let mark = format!("#{id}");
        let at = parser.slice(range.clone()).rfind(&mark).map(|at| range.start + at);
        let span = parser.span(at.map_or(range, |at| at..at + mark.len()));
        if page_anchor::is_reserved(id) {
            parser.report(
                Diagnostic::new(
                    &RESERVED_ANCHOR,
                    span,
                    format!("the heading id `{id}` is reserved for a part of the page"),
                )
                .label("reserved id")
                .help(format!("use another id, such as `{}`", free_id(id))),
            );
        }
        match self.explicit.get(id) {
            None => drop(self.explicit.insert(id.to_owned(), span)),
            Some(&first) => parser.report(
                Diagnostic::new(&DUPLICATE_ANCHOR, span, format!("the heading id `{id}` is already used"))
                    .label("duplicate id")
                    .related(first, "first used here")
                    .help("give each heading a unique id"),
            ),
        }
    }

    /// Gives every heading a unique id and returns the list of headings. Explicit ids take precedence over generated
    /// ones, wherever they occur.
    pub(super) fn assign<'b>(self, parts: impl IntoIterator<Item = &'b mut [Block]>) -> Vec<Heading> {
        let mut ids = HeadingIds { reserved: self.explicit.into_keys().collect(), ..HeadingIds::default() };
        let mut headings = Vec::new();
        let mut assign = |block: &mut Block| {
            if let BlockKind::Heading { level, id, content, .. } = &mut block.kind {
                let text = plain_text(content);
                *id = ids.unique(id, &text);
                headings.push(Heading { level: *level, id: id.clone(), text, span: block.span });
            }
        };
        for blocks in parts {
            visit::blocks(blocks, &mut assign);
        }
        headings
    }
}

#[derive(Default)]
struct HeadingIds {
    /// Explicit ids that no heading has received yet.
    reserved: BTreeSet<String>,
    used: BTreeSet<String>,
    next: BTreeMap<String, u32>,
}

impl HeadingIds {
    fn unique(&mut self, explicit: &str, text: &str) -> String {
        let mut base = explicit.to_owned();
        if explicit.is_empty() {
            base = slugify(text);
        } else {
            self.reserved.remove(explicit);
        }
        if base.is_empty() {
            "section".clone_into(&mut base);
        }
        if page_anchor::is_reserved(&base) {
            base = free_id(&base);
        }
        let mut id = base.clone();
        let next = self.next.entry(base.clone()).or_default();
        while self.reserved.contains(&id) || !self.used.insert(id.clone()) {
            *next += 1;
            id = format!("{base}-{next}");
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::ParsedMarkdown;

    fn ids(text: &str) -> Vec<String> {
        ParsedMarkdown::new(text).body.headings.into_iter().map(|heading| heading.id).collect()
    }

    #[test]
    fn ids_are_generated_from_text() {
        assert_eq!(ids("# China's  Role — and its *limits*?"), ["chinas-role-and-its-limits"]);
        assert_eq!(ids("# 全球 AI+ `治理`"), ["全球-ai-plus-治理"]);
    }

    #[test]
    fn ids_are_unique() {
        assert_eq!(ids("# A\n# A\n# A-1\n# !\n# ?"), ["a", "a-1", "a-1-1", "section", "section-1"]);
    }

    #[test]
    fn explicit_ids_win_over_generated_ones() {
        assert_eq!(ids("# Part\n\n> # Other {#part .wide}"), ["part-1", "part"]);
    }

    #[test]
    fn reports_repeated_explicit_id() {
        let read = ParsedMarkdown::new("# A {#x}\n# B {#y}\n# C {#x}");
        assert_eq!(read.marked("duplicate-anchor"), ["#x"]);
        assert_eq!(read.body.headings[2].id, "x-1");
    }

    #[test]
    fn leaves_ids_of_page_parts_alone() {
        assert_eq!(
            ids("## References\n## P1\n## Section references"),
            ["section-references", "section-p1", "section-references-1"]
        );
        let read = ParsedMarkdown::new("## A {#claims}");
        assert_eq!(read.marked("reserved-anchor"), ["#claims"]);
        assert_eq!(read.body.headings[0].id, "section-claims");
    }

    #[test]
    fn lists_text_without_mark_up() {
        let read = ParsedMarkdown::new("## The *first* `one` [^1]\n\n[^1]: n");
        assert_eq!(read.body.headings[0].text.trim(), "The first one");
        assert_eq!(read.body.headings[0].level, 2);
    }
}
