//! Parses the text between the brackets of a citation: one or more article ids, each with prefix, passages and suffix.

use super::super::parser::MarkdownParser;
use super::INVALID_CITATION;
use crate::diagnose::Diagnostic;
use crate::model::script::is_unspaced;
use crate::model::{CitationItem, Passage};
use crate::span::Spanned;
use std::ops::Range;

/// Citation key in a text.
pub(super) struct CitationKey {
    /// Byte range of the id, without `@`.
    pub(super) id: Range<usize>,
    /// `true` if a `-` precedes the `@`.
    pub(super) suppressed: bool,
}

/// Finds the first key at or after an offset: an `@` that does not continue a word, followed by an id.
pub(super) fn find_key(text: &str, from: usize) -> Option<CitationKey> {
    let at_signs = text.get(from..)?.match_indices('@').map(|(at, _)| from + at);
    at_signs.into_iter().find_map(|at| {
        let id = at + 1..at + 1 + id_length(&text[at + 1..]);
        let suppressed = text[..at].ends_with('-');
        let before = text[..at - usize::from(suppressed)].chars().next_back();
        (!id.is_empty() && can_precede_citation(before)).then_some(CitationKey { id, suppressed })
    })
}

/// Returns the length in bytes of the id at the start of a text: letters and digits, with single separators such as `-`
/// inside.
pub(super) fn id_length(text: &str) -> usize {
    let mut length = 0;
    for (at, c) in text.char_indices() {
        if c.is_ascii_alphanumeric() {
            length = at + 1;
        } else if !matches!(c, '-' | '_' | '.' | ':') || length < at || at == 0 {
            break;
        }
    }
    length
}

/// Checks whether an `@` after this character may begin a citation, rather than continue an address or a word.
pub(super) fn can_precede_citation(before: Option<char>) -> bool {
    let Some(c) = before else { return true };
    let in_word = c.is_alphanumeric() && !is_unspaced(c);
    !in_word && !matches!(c, '/' | '.' | '@' | '_' | '-' | '+' | '\\' | '#' | '&' | '=' | '~' | '%')
}

/// Checks whether a bracket's label is a citation.
pub(super) fn is_citation_label(label: &str) -> bool {
    find_key(label.split(';').next().unwrap_or(""), 0).is_some()
}

/// Parses a label. `range` is the whole bracket in the text.
pub(super) fn parse(label: &str, range: Range<usize>, parser: &mut MarkdownParser<'_>) -> Vec<CitationItem> {
    // Avoids over-allocation: most citations name one article.
    let mut items: Vec<CitationItem> = Vec::with_capacity(1 + label.matches(';').count());
    let mut cursor = range.start;
    for part in label.split(';') {
        match (find_key(part, 0), items.last_mut()) {
            (Some(key), _) => {
                let key_range = find_range(parser, &format!("@{}", &part[key.id.clone()]), cursor..range.end);
                cursor = key_range.end;
                let (item, further) = parse_item(part, &key, key_range, range.end, parser);
                items.push(item);
                items.extend(further);
            }
            (None, Some(last)) => {
                let gap = if last.suffix.is_empty() { "" } else { "; " };
                last.suffix = format!("{}{gap}{}", last.suffix, part.trim());
            }
            (None, None) => {}
        }
    }
    items
}

/// Parses one part between semicolons. Further passages become items of their own. `key_range` is the byte range of its
/// `@id`, `end` the end of the bracket.
fn parse_item(
    part: &str,
    key: &CitationKey,
    key_range: Range<usize>,
    end: usize,
    parser: &mut MarkdownParser<'_>,
) -> (CitationItem, Vec<CitationItem>) {
    let prefix = &part[..key.id.start - 1];
    let span = parser.span(key_range.start + 1..key_range.end);
    let mut first = CitationItem {
        id: Spanned::new(part[key.id.clone()].to_owned(), span),
        suppress_author: key.suppressed,
        passage: None,
        prefix: prefix.strip_suffix('-').unwrap_or(prefix).trim().to_owned(),
        suffix: String::new(),
    };
    let further = parse_passages(&mut first, &part[key.id.end..], key_range.end..end, parser);
    (first, further)
}

/// Parses the text after an id: passages, then a suffix. Further passages become items of their own.
pub(super) fn parse_passages(
    item: &mut CitationItem,
    text: &str,
    range: Range<usize>,
    parser: &mut MarkdownParser<'_>,
) -> Vec<CitationItem> {
    let mut further: Vec<CitationItem> = Vec::new();
    let mut rest = text.trim_start().trim_start_matches(',').trim();
    while !rest.is_empty() {
        let (piece, after) = rest.split_once(',').unwrap_or((rest, ""));
        let Some(passage) = Passage::parse(piece) else { break };
        if item.passage.is_none() {
            item.passage = Some(passage);
        } else {
            let prefix = String::new();
            further.push(CitationItem { passage: Some(passage), prefix, ..item.clone() });
        }
        rest = after.trim();
    }
    if rest.starts_with('¶') {
        let piece = rest.split([',', ';', ']']).next().unwrap_or(rest).trim_end();
        let piece_range = find_range(parser, piece, range);
        parser.report(
            Diagnostic::new(&INVALID_CITATION, parser.span(piece_range), format!("`{piece}` is not a passage"))
                .label("invalid paragraph number")
                .help("use `¶7`, `¶2-3`, `heading 1`, `caption 2`, `standfirst`, `byline` or `note`"),
        );
    }
    rest.clone_into(&mut further.last_mut().unwrap_or(item).suffix);
    further
}

/// Finds a substring within a byte range of the text; returns the whole range if it is not there verbatim.
fn find_range(parser: &MarkdownParser<'_>, needle: &str, range: Range<usize>) -> Range<usize> {
    match parser.slice(range.clone()).find(needle) {
        Some(at) => range.start + at..range.start + at + needle.len(),
        None => range,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::ParsedMarkdown;
    use super::*;

    #[test]
    fn ends_an_id_before_punctuation() {
        assert_eq!(id_length("cai-2025, ¶7"), 8);
        assert_eq!(id_length("cai-2025."), 8);
        assert_eq!(id_length("a--b"), 1);
        assert_eq!(id_length("-a"), 0);
    }

    #[test]
    fn recognizes_citation_labels() {
        for label in ["@a", "see @a", "-@a", "@a, p. 3; and more", "据@a"] {
            assert!(is_citation_label(label), "{label}");
        }
        for other in ["me@example.org", "a @ b", "words", "", ";@a", "see; @a"] {
            assert!(!is_citation_label(other), "{other}");
        }
    }

    #[test]
    fn spans_each_id() {
        let read = ParsedMarkdown::new("[@a; see @bc, ¶2; or not]");
        assert_eq!(read.sketch(), "[cite(a; see|bc ¶2|or not)]");
        assert_eq!(read.cited_slices(), ["a", "bc"]);
    }

    #[test]
    fn splits_several_passages() {
        assert_eq!(ParsedMarkdown::new("[@a, ¶2, ¶5, emphasis added]").sketch(), "[cite(a ¶2; a ¶5|emphasis added)]");
        assert_eq!(ParsedMarkdown::new("[@a ¶2]").sketch(), "[cite(a ¶2)]");
    }
}
