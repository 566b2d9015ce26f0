//! Narrative citations: `@id says`, `@id [¶7] says`.

use super::super::parser::MarkdownParser;
use super::super::run::TextRun;
use super::items::{self, CitationKey};
use crate::model::{
    Citation, CitationForm, CitationItem, CitationRole, Inline, InlineKind, ReferenceId, ReferenceKind,
};
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

/// Returns the byte range of the full-width brackets around a key, `【@id，¶2】`, within a text from an offset on.
pub(in super::super) fn full_width_bracket(text: &str, from: usize, key: &Range<usize>) -> Option<Range<usize>> {
    let before = text.get(from..key.start)?;
    let open = before.rfind(['【', '［'])?;
    let close = if before[open..].starts_with('【') { '】' } else { '］' };
    let is_apart = before[open..].contains(['】', '］', '。', '\n']);
    let end = key.end + text.get(key.end..)?.find(close)? + close.len_utf8();
    (!is_apart).then_some(from + open..end)
}

/// Adds a citation in full-width brackets; `range` is its source.
pub(in super::super) fn add_full_width(bracket: &str, range: Range<usize>, parser: &mut MarkdownParser<'_>) -> Inline {
    let label = bracket.trim_start_matches(['【', '［']).trim_end_matches(['】', '］']);
    let items = items::parse(label, range.clone(), parser);
    super::lost::report_keys_in_words(&items, &range, parser);
    let kind = ReferenceKind::Citation(Citation { items, form: CitationForm::Bracketed });
    let reference = parser.add_reference(kind, range.clone());
    Inline { kind: InlineKind::Citation(reference), span: parser.span(range) }
}

/// Adds the reference of a narrative citation. `range` is its byte range from the `@`; `locator` is the label of the
/// bracket after it, with its byte range. Returns its end, that of its attributes included.
pub(in super::super) fn add_narrative(
    id: &str,
    locator: Option<(&str, Range<usize>)>,
    range: Range<usize>,
    parser: &mut MarkdownParser<'_>,
) -> (ReferenceId, usize) {
    let span = parser.span(range.start + 1..(range.start + 1 + id.len()).min(range.end));
    let mut items = vec![CitationItem {
        id: Spanned::new(id.to_owned(), span),
        suppress_author: false,
        passage: None,
        role: CitationRole::default(),
        prefix: String::new(),
        suffix: String::new(),
    }];
    if let Some((label, label_range)) = locator {
        let further = items::parse_passages(&mut items[0], label, label_range, parser);
        items.extend(further);
    }
    super::set_role_before(&mut items, range.start, parser);
    let end = super::set_role(&mut items, range.end, parser);
    let range = range.start..end;
    (parser.add_reference(ReferenceKind::Citation(Citation { items, form: CitationForm::Narrative }), range), end)
}

/// Finds a key at the very end of a text.
fn last_key(text: &str) -> Option<CitationKey> {
    let at = text.rfind('@')?;
    items::find_key(text, at).filter(|key| key.id.end == text.len())
}

/// Finds a passage written in round brackets, behind a comma or a space after a narrative citation, `@a (¶2)`, `(@a, ¶2)` and
/// `@a ¶2`, at the start of a text. Returns it with its length in bytes.
pub(in super::super) fn written_locator(text: &str) -> Option<(&str, usize)> {
    if let Some(inner) = text.strip_prefix(" (").or_else(|| text.strip_prefix("（")) {
        let (label, _) = inner.split_once([')', '）'])?;
        let length = text.len() - inner.len() + label.len();
        let closing = text[length..].chars().next().map_or(0, char::len_utf8);
        return label.trim_start().starts_with(['¶', '§']).then_some((label, length + closing));
    }
    let rest = text.strip_prefix([',', '，', '、', ':', '：']);
    let mark = rest.unwrap_or(text).trim_start();
    let marks: &[char] = if rest.is_some() { &['¶', '§'] } else { &['¶'] };
    let number = mark.strip_prefix(marks)?.trim_start_matches(['¶', '§', ' ']);
    let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–')).len();
    let length = text.len() - number.len() + digits;
    (digits > 0).then(|| (text[..length].trim_start_matches([',', '，', '、', ':', '：']).trim_start(), length))
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
