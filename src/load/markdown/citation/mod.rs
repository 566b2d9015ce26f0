//! Citations as Pandoc writes them: `[@id]`, `[@id, ¶7]`, `[see @a; -@b, p. 3]`, and `@id says` with an optional `[¶7]`.
//!
//! The parser asks about brackets that are no links (`accepts`), and delivers them as links of an unknown kind, which
//! `close` turns into citations or back into words. Narrative citations are found in words that have been joined.

mod items;
mod narrative;

pub(super) use narrative::{at_end, narrative, refer};

use super::link::Destination;
use super::reading::Reading;
use super::run::{Raw, literal_brackets};
use crate::diagnose::{Rule, Severity};
use crate::model::{Citation, CitationForm, Inline, InlineKind, ReferenceKind};
use pulldown_cmark::{BrokenLink, LinkType};
use std::ops::Range;

/// A passage that cannot be read.
pub(super) static BAD_CITATION: Rule = Rule {
    code: "bad-citation",
    severity: Severity::Error,
    what: "A `¶` in a citation is not followed by the number of a paragraph.",
    why: "The citation would lead to the article as a whole instead of to the passage.",
    wrong: "[@cai-2025, ¶seven]",
    right: "[@cai-2025, ¶7]",
};

/// Whether a bracket that is no link may be a citation or, behind one, its passage. Decided for good by [`close`].
pub(super) fn accepts(text: &str, link: &BrokenLink<'_>) -> bool {
    if text.as_bytes().get(link.span.start) != Some(&b'[') {
        return false;
    }
    if items::is_label(&link.reference) {
        return true;
    }
    match link.link_type {
        LinkType::Shortcut => narrative::ends_before(text, link.span.start),
        LinkType::Reference => split_label(text, &link.span).is_some_and(|first| items::is_label(&text[first])),
        _ => false,
    }
}

/// Turns a bracket of an unknown kind into a citation, a passage for the citation before it, or words.
pub(super) fn close<'t>(
    link: &Destination<'t>,
    content: Vec<Raw<'t>>,
    range: Range<usize>,
    reading: &mut Reading<'_>,
    text: &'t str,
) -> Vec<Raw<'t>> {
    match link.kind {
        LinkType::ReferenceUnknown => pair(link, content, range, reading, text),
        _ if items::is_label(&link.label) => vec![cite(&link.label, range, reading)],
        _ => vec![Raw::Locator(content, link.label.to_string(), range)],
    }
}

/// Two brackets without anything between them, which the parser takes for words and their label: `[@a][@b]`.
fn pair<'t>(
    link: &Destination<'t>,
    content: Vec<Raw<'t>>,
    range: Range<usize>,
    reading: &mut Reading<'_>,
    text: &'t str,
) -> Vec<Raw<'t>> {
    let Some(first) = split_label(text, &range) else { return literal_brackets(content, &range, text) };
    let (head, tail) = (range.start..first.end + 1, first.end + 1..range.end);
    let mut raws = match text.get(first).filter(|label| items::is_label(label)) {
        Some(label) => vec![cite(label, head, reading)],
        None => literal_brackets(content, &head, text),
    };
    if items::is_label(&link.label) {
        raws.push(cite(&link.label, tail, reading));
    } else if let Some(words) = text.get(tail.clone()) {
        raws.push(Raw::Text(words.into(), tail));
    }
    raws
}

/// The bytes of the first of two labels in `[first][second]`.
fn split_label(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let end = range.start + text.get(range.clone())?.rfind("][")?;
    Some(range.start + 1..end)
}

fn cite<'t>(label: &str, range: Range<usize>, reading: &mut Reading<'_>) -> Raw<'t> {
    let items = items::parse(label, range.clone(), reading);
    let kind = ReferenceKind::Citation(Citation { items, form: CitationForm::Bracketed });
    let to = reading.refer(kind, range.clone());
    Raw::Inline(Inline { kind: InlineKind::Citation(to), span: reading.span(range) })
}

#[cfg(test)]
mod tests {
    use super::super::tests::Read;

    #[test]
    fn reads_bracketed_citations() {
        let read = Read::new("a [@cai-2025, ¶7] b");
        assert_eq!(read.sketch(), "[a  cite(cai-2025 ¶7)  b]");
        assert_eq!(read.reference_slices(), ["[@cai-2025, ¶7]"]);
        assert_eq!(Read::new("[@a; @b, ¶2-3]").sketch(), "[cite(a; b ¶2–3)]");
        assert_eq!(Read::new("[-@a, caption 2]").sketch(), "[cite(-a caption 2)]");
        assert_eq!(Read::new("[see @a, p. 3]").sketch(), "[cite(see|a|p. 3)]");
    }

    #[test]
    fn reads_citations_across_lines_in_quotes() {
        let read = Read::new("> b [see @x,\n> ¶3]");
        assert_eq!(read.sketch(), "quote{[b  cite(see|x ¶3)]}");
        assert_eq!(read.reference_slices(), ["[see @x,\n> ¶3]"]);
    }

    #[test]
    fn reads_citations_side_by_side() {
        let read = Read::new("[@a, ¶1][@b] [words][@c] [@d][words]");
        assert_eq!(read.sketch(), "[cite(a ¶1) cite(b)  [words] cite(c)   cite(d) [words]]");
        assert_eq!(read.reference_slices(), ["[@a, ¶1]", "[@b]", "[@c]", "[@d]"]);
    }

    #[test]
    fn takes_a_passage_behind_a_narrative_citation() {
        assert_eq!(Read::new("@a [¶7] says").sketch(), "[narrative(a ¶7)  says]");
        assert_eq!(Read::new("@a [p. 3] says").sketch(), "[narrative(a|p. 3)  says]");
        assert_eq!(Read::new("x@a [¶7] says").sketch(), "[x@a [¶7] says]");
        assert_eq!(Read::new("\\@a [¶7]").sketch(), "[@a [¶7]]");
        assert_eq!(Read::new("@a [¶7](@/x.md)").sketch(), "[narrative(a)   link(¶7)]");
    }

    #[test]
    fn leaves_other_brackets() {
        assert_eq!(
            Read::new("[me@example.org] [words] [ ] \\[@a\\]").sketch(),
            "[[me@example.org] [words] [ ] [ narrative(a) ]]"
        );
        assert_eq!(Read::new("`[@a]`").sketch(), "[code([@a])]");
        assert_eq!(Read::new("![@a]").sketch(), "[![ narrative(a) ]]");
    }

    #[test]
    fn leaves_link_words() {
        assert_eq!(Read::new("[@OpenAI](https://x.com/OpenAI)").sketch(), "[link(@OpenAI)]");
        assert_eq!(
            Read::new("<me@example.org> <https://x.com/@a>").sketch(),
            "[link(me@example.org)   link(https://x.com/@a)]"
        );
    }

    #[test]
    fn reports_a_passage_that_cannot_be_read() {
        let read = Read::new("[@a, ¶0] [@b, ¶ seven, end] @c [¶x]");
        assert_eq!(read.marked("bad-citation"), ["¶0", "¶ seven", "¶x"]);
    }
}
