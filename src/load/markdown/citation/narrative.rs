//! Narrative citations: `@id says`, `@id [¶7] says`.

use super::super::parser::MarkdownParser;
use super::super::run::TextRun;
use super::items::{self, CitationKey};
use crate::model::{Citation, CitationForm, CitationItem, ReferenceId, ReferenceKind};
use crate::span::Spanned;
use std::ops::Range;

/// Finds the citations in a part of a text run; returns their byte ranges in the run, `@` included.
pub(in super::super) fn find_narrative(run: &TextRun, part: Range<usize>) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut from = part.start;
    while let Some(key) = items::find_key(&run.text[..part.end], from) {
        from = key.id.end;
        ranges.extend(citation_range(run, &key));
    }
    ranges
}

/// Returns the byte range of a citation at the end of a text run, optionally followed by one space.
pub(in super::super) fn trailing_citation(run: &TextRun) -> Option<Range<usize>> {
    citation_range(run, &last_key(run.text.strip_suffix(' ').unwrap_or(&run.text))?)
}

/// Checks whether a citation ends at an offset of a text, optionally followed by one space.
pub(super) fn citation_ends_before(text: &str, offset: usize) -> bool {
    let before = text.get(..offset).unwrap_or("");
    last_key(before.strip_suffix([' ', '\n']).unwrap_or(before)).is_some()
}

/// Adds the reference of a narrative citation. `range` is its byte range from the `@`; `locator` is the label of the
/// bracket after it, with its byte range.
pub(in super::super) fn add_narrative(
    id: &str,
    locator: Option<(&str, Range<usize>)>,
    range: Range<usize>,
    parser: &mut MarkdownParser<'_>,
) -> ReferenceId {
    let span = parser.span(range.start + 1..(range.start + 1 + id.len()).min(range.end));
    let mut items = vec![CitationItem {
        id: Spanned::new(id.to_owned(), span),
        suppress_author: false,
        passage: None,
        prefix: String::new(),
        suffix: String::new(),
    }];
    if let Some((label, label_range)) = locator {
        let further = items::parse_passages(&mut items[0], label, label_range, parser);
        items.extend(further);
    }
    parser.add_reference(ReferenceKind::Citation(Citation { items, form: CitationForm::Narrative }), range)
}

/// Finds a key at the very end of a text.
fn last_key(text: &str) -> Option<CitationKey> {
    let id = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'));
    let at = id.strip_suffix('@')?.len();
    items::find_key(text, at).filter(|key| key.id.end == text.len())
}

fn citation_range(run: &TextRun, key: &CitationKey) -> Option<Range<usize>> {
    let at = key.id.start - 1;
    (!key.suppressed && !run.is_escaped_at(at)).then_some(at..key.id.end)
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::ParsedMarkdown;

    #[test]
    fn finds_citations_in_text() {
        let read = ParsedMarkdown::new("As @cai-2025 says, (@wang_zhang.2025). \"@x\"");
        assert_eq!(read.sketch(), "[As  narrative(cai-2025)  says, ( narrative(wang_zhang.2025) ). “ narrative(x) ”]");
        assert_eq!(read.cited_slices(), ["cai-2025", "wang_zhang.2025", "x"]);
        assert_eq!(read.slices(), ["As ", " says, (", "). \"", "\""]);
    }

    #[test]
    fn ignores_addresses_and_escapes() {
        for text in ["me@example.org", "https://a.b/@c", "a@b", "@ b", "-@b", "x_@b"] {
            assert!(ParsedMarkdown::new(text).references.is_empty(), "{text}");
        }
        assert!(ParsedMarkdown::new(r"\@b").references.is_empty());
        assert_eq!(ParsedMarkdown::new("据@cai-2025，").sketch(), "[据 narrative(cai-2025) ，]");
    }

    #[test]
    fn cites_in_emphasis_and_headings() {
        assert_eq!(ParsedMarkdown::new("*@a*").sketch(), "[em(narrative(a))]");
        assert_eq!(ParsedMarkdown::new("# On @a").sketch(), "h1#on[On  narrative(a)]");
    }
}
