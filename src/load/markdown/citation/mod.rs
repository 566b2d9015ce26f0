//! Citations in Pandoc's syntax: `[@id]`, `[@id, ¶7]`, `[see @a; -@b, p. 3]`, and `@id says` with an optional `[¶7]`.
//!
//! [`accepts`] is the parser's callback for brackets that are not links. The parser then emits them as links of an
//! unknown kind, which [`resolve_brackets`] turns into citations or back into text. Narrative citations are found in
//! merged text runs.

mod items;
mod lost;
mod narrative;
mod plain_words;
mod prefix;

pub(super) use lost::{LOST_CITATION, find_lost, report_keys_in_link, report_lost};
pub(super) use narrative::{
    add_full_width, add_narrative, find_narrative, full_width_bracket, trailing_citation, written_locator,
};

use super::attributes::{self, Attributes};
use super::link::Destination;
use super::parser::MarkdownParser;
use super::run::{RawInline, literal_brackets};
use crate::diagnose::{Rule, Severity};
use crate::model::{Citation, CitationForm, CitationItem, Inline, InlineKind, ReferenceKind};
use pulldown_cmark::{BrokenLink, LinkType};
use std::ops::Range;

/// Rule: a citation has an invalid passage.
pub(super) static INVALID_CITATION: Rule = Rule {
    code: "invalid-citation",
    severity: Severity::Error,
    what: "A `¶` in a citation is not followed by a paragraph number.",
    why: "The citation would link to the article as a whole instead of the passage.",
    wrong: "[@cai-2025, ¶seven]",
    right: "[@cai-2025, ¶7]",
};

/// Checks whether a bracket that is not a link may be a citation or the passage of the citation before it.
/// [`resolve_brackets`] makes the final decision.
pub(super) fn accepts(text: &str, link: &BrokenLink<'_>) -> bool {
    if text.as_bytes().get(link.span.start) != Some(&b'[') {
        return false;
    }
    if items::is_citation_label(&link.reference) {
        return true;
    }
    match link.link_type {
        LinkType::Shortcut if attributes::at(text, link.span.end).is_some() => true,
        LinkType::Shortcut => narrative::citation_ends_before(text, link.span.start),
        LinkType::Reference => {
            split_label(text, &link.span).is_some_and(|first| items::is_citation_label(&text[first]))
        }
        _ => false,
    }
}

/// Converts an unresolved bracket into a citation, into a passage of the citation before it, or back into text.
pub(super) fn resolve_brackets<'t>(
    link: &Destination<'t>,
    content: Vec<RawInline<'t>>,
    range: Range<usize>,
    parser: &mut MarkdownParser<'_>,
    text: &'t str,
) -> Vec<RawInline<'t>> {
    match link.kind {
        LinkType::ReferenceUnknown => resolve_bracket_pair(link, content, range, parser, text),
        _ if items::is_citation_label(&link.label) => add_citation(&link.label, range, parser),
        _ if narrative::citation_ends_before(text, range.start) => {
            vec![RawInline::Locator(content, link.label.to_string(), range)]
        }
        _ => match attributes::at(text, range.end) {
            Some(found) => add_span(content, range, &found, parser),
            None => literal_brackets(content, &range, text),
        },
    }
}

/// Converts two adjacent brackets, `[@a][@b]` or `[@a][¶1]`, which the parser emits as the text and label of one link.
fn resolve_bracket_pair<'t>(
    link: &Destination<'t>,
    content: Vec<RawInline<'t>>,
    range: Range<usize>,
    parser: &mut MarkdownParser<'_>,
    text: &'t str,
) -> Vec<RawInline<'t>> {
    let Some(first) = split_label(text, &range) else { return literal_brackets(content, &range, text) };
    let (head, tail) = (range.start..first.end + 1, first.end + 1..range.end);
    let first = text.get(first).filter(|label| items::is_citation_label(label));
    if let Some(label) = first.filter(|_| items::is_passages(&link.label)) {
        return add_citation(&format!("{label}; {}", link.label), range, parser);
    }
    let mut raws = match first {
        Some(label) => add_citation(label, head, parser),
        None => literal_brackets(content, &head, text),
    };
    if items::is_citation_label(&link.label) {
        raws.extend(add_citation(&link.label, tail, parser));
    } else if let Some(source) = text.get(tail.clone()) {
        raws.push(RawInline::Text(source.into(), tail));
    }
    raws
}

/// Returns the byte range of the first label in `[first][second]`.
fn split_label(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let end = range.start + text.get(range.clone())?.rfind("][")?;
    Some(range.start + 1..end)
}

/// Adds a citation with the attributes behind it.
fn add_citation<'t>(label: &str, range: Range<usize>, parser: &mut MarkdownParser<'_>) -> Vec<RawInline<'t>> {
    let mut items = items::parse(label, range.clone(), parser);
    lost::report_keys_in_words(&items, &range, parser);
    set_role_before(&mut items, range.start, parser);
    let end = set_role(&mut items, range.end, parser);
    let kind = ReferenceKind::Citation(Citation { items, form: CitationForm::Bracketed });
    let range = range.start..end;
    let reference = parser.add_reference(kind, range.clone());
    let citation = Inline { kind: InlineKind::Citation(reference), span: parser.span(range) };
    vec![RawInline::Inline(citation), RawInline::Skip(end)]
}

/// Sets the role of the items without a prefix of their own from the words in front of a byte offset.
fn set_role_before(items: &mut [CitationItem], offset: usize, parser: &MarkdownParser<'_>) {
    let Some(role) = parser.text.get(..offset).and_then(prefix::role_before) else { return };
    for item in items.iter_mut().filter(|item| item.prefix.is_empty()) {
        item.role = role;
    }
}

/// Sets the role of all items from the attributes at a byte offset, if there are any. Returns the end of the citation.
fn set_role(items: &mut [CitationItem], offset: usize, parser: &mut MarkdownParser<'_>) -> usize {
    let Some(found) = attributes::at(parser.text, offset) else { return offset };
    let end = offset + found.length;
    if let Some(role) = attributes::read_role(&found, offset..end, parser) {
        for item in items {
            item.role = role;
        }
    }
    end
}

/// Converts a bracket with attributes into a span, or back into text if they have no known class.
pub(super) fn add_span<'t>(
    content: Vec<RawInline<'t>>,
    range: Range<usize>,
    found: &Attributes<'_>,
    parser: &mut MarkdownParser<'_>,
) -> Vec<RawInline<'t>> {
    let end = range.end + found.length;
    match attributes::read_span_class(found, range.end..end, parser) {
        Some(class) => vec![RawInline::Span(content, class, range.start..end), RawInline::Skip(end)],
        None => content.into_iter().chain([RawInline::Skip(end)]).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::ParsedMarkdown;

    #[test]
    fn reads_bracketed_citations() {
        let read = ParsedMarkdown::new("a [@cai-2025, ¶7] b");
        assert_eq!(read.sketch(), "[a  cite(cai-2025 ¶7)  b]");
        assert_eq!(read.reference_slices(), ["[@cai-2025, ¶7]"]);
        assert_eq!(ParsedMarkdown::new("[@a; @b, ¶2-3]").sketch(), "[cite(a; b ¶2–3)]");
        assert_eq!(ParsedMarkdown::new("[-@a, caption 2]").sketch(), "[cite(-a caption 2)]");
        assert_eq!(ParsedMarkdown::new("[see @a, p. 3]").sketch(), "[cite(see|a|p. 3)]");
    }

    #[test]
    fn reads_the_role_from_words_in_front() {
        let sketch = |text| ParsedMarkdown::new(text).sketch();
        assert_eq!(sketch("Cf. [@a]; but see @b."), "[Cf.  cite(a !context) ; but see  narrative(b !disputes) .]");
        assert_eq!(sketch("(see also [@a], ¶1)"), "[(see also  cite(a !context) , ¶1)]");
        assert_eq!(sketch("Cf. [@a]{.supports}"), "[Cf.  cite(a)]");
    }

    #[test]
    fn reads_citations_across_lines_in_quotes() {
        let read = ParsedMarkdown::new("> b [see @x,\n> ¶3]");
        assert_eq!(read.sketch(), "quote{[b  cite(see|x ¶3)]}");
        assert_eq!(read.reference_slices(), ["[see @x,\n> ¶3]"]);
    }

    #[test]
    fn reads_adjacent_citations() {
        let read = ParsedMarkdown::new("[@a, ¶1][@b] [words][@c] [@d][words]");
        assert_eq!(read.sketch(), "[cite(a ¶1) cite(b)  [words] cite(c)   cite(d) [words]]");
        assert_eq!(read.reference_slices(), ["[@a, ¶1]", "[@b]", "[@c]", "[@d]"]);
    }

    #[test]
    fn reads_passage_after_narrative_citation() {
        assert_eq!(ParsedMarkdown::new("@a [¶7] says").sketch(), "[narrative(a ¶7)  says]");
        assert_eq!(ParsedMarkdown::new("@a [p. 3] says").sketch(), "[narrative(a|p. 3)  says]");
        assert_eq!(ParsedMarkdown::new("x@a [¶7] says").sketch(), "[x@a [¶7] says]");
        assert_eq!(ParsedMarkdown::new("\\@a [¶7]").sketch(), "[@a [¶7]]");
        assert_eq!(ParsedMarkdown::new("@a [¶7](@/x.md)").sketch(), "[narrative(a)   link(¶7)]");
    }

    #[test]
    fn keeps_other_brackets_as_text() {
        assert_eq!(
            ParsedMarkdown::new("[me@example.org] [words] [ ] \\[@a\\]").sketch(),
            "[[me@example.org] [words] [ ] [ narrative(a) ]]"
        );
        assert_eq!(ParsedMarkdown::new("`[@a]`").sketch(), "[code([@a])]");
        assert_eq!(ParsedMarkdown::new("![@a]").sketch(), "[![ narrative(a) ]]");
    }

    #[test]
    fn finds_no_citations_in_link_text() {
        let handle = ParsedMarkdown::new("[@OpenAI](https://x.com/OpenAI)");
        assert_eq!(handle.sketch(), "[link(@OpenAI)]");
        assert!(handle.diagnostics.is_empty());
        assert_eq!(
            ParsedMarkdown::new("<me@example.org> <https://x.com/@a>").sketch(),
            "[link(me@example.org)   link(https://x.com/@a)]"
        );
    }

    #[test]
    fn reports_invalid_passage() {
        let read = ParsedMarkdown::new("[@a, ¶0] [@b, ¶ seven, end] @c [¶x]");
        assert_eq!(read.marked("invalid-citation"), ["¶0", "¶ seven", "¶x"]);
    }
}
