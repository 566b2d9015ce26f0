//! What stands between the brackets of a citation: one or more articles, each with words around it and a passage.

use super::super::parser::MarkdownParser;
use super::BAD_CITATION;
use crate::diagnose::Diagnostic;
use crate::model::script::is_unspaced;
use crate::model::{CitationItem, Passage};
use crate::span::Spanned;
use std::ops::Range;

/// A citation key in a text: its bytes without `@`.
pub(super) struct CitationKey {
    /// The bytes of the id.
    pub(super) id: Range<usize>,
    /// Whether `-` stands before the `@`.
    pub(super) suppressed: bool,
}

/// Finds the first key of a text at or behind an offset: an `@` that no word goes before, and an id.
pub(super) fn find_key(text: &str, from: usize) -> Option<CitationKey> {
    let at_signs = text.get(from..)?.match_indices('@').map(|(at, _)| from + at);
    at_signs.into_iter().find_map(|at| {
        let id = at + 1..at + 1 + id_length(&text[at + 1..]);
        let suppressed = text[..at].ends_with('-');
        let before = text[..at - usize::from(suppressed)].chars().next_back();
        (!id.is_empty() && can_precede_citation(before)).then_some(CitationKey { id, suppressed })
    })
}

/// How many bytes at the start of a text are an id: letters and digits, with single marks such as `-` within.
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

/// Whether an `@` behind this character may begin a citation, and is not part of an address or a word.
pub(super) fn can_precede_citation(before: Option<char>) -> bool {
    let Some(c) = before else { return true };
    let in_word = c.is_alphanumeric() && !is_unspaced(c);
    !in_word && !matches!(c, '/' | '.' | '@' | '_' | '-' | '+' | '\\' | '#' | '&' | '=' | '~' | '%')
}

/// Whether the words between brackets are a citation.
pub(super) fn is_citation_label(label: &str) -> bool {
    find_key(label.split(';').next().unwrap_or(""), 0).is_some()
}

/// Reads the words between brackets. `range` is where they are written, brackets included.
pub(super) fn parse(label: &str, range: Range<usize>, reading: &mut MarkdownParser<'_>) -> Vec<CitationItem> {
    // Most name one article: they have room for no more.
    let mut items: Vec<CitationItem> = Vec::with_capacity(1 + label.matches(';').count());
    let mut cursor = range.start;
    for part in label.split(';') {
        match (find_key(part, 0), items.last_mut()) {
            (Some(key), _) => {
                let written = find_range(reading, &format!("@{}", &part[key.id.clone()]), cursor..range.end);
                cursor = written.end;
                let (item, further) = parse_item(part, &key, written, range.end, reading);
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

/// Reads one part between semicolons, and its further passages; `written` is where its `@id` stands, `end` where the
/// bracket ends.
fn parse_item(
    part: &str,
    key: &CitationKey,
    written: Range<usize>,
    end: usize,
    reading: &mut MarkdownParser<'_>,
) -> (CitationItem, Vec<CitationItem>) {
    let before = &part[..key.id.start - 1];
    let span = reading.span(written.start + 1..written.end);
    let mut first = CitationItem {
        id: Spanned::new(part[key.id.clone()].to_owned(), span),
        suppress_author: key.suppressed,
        passage: None,
        prefix: before.strip_suffix('-').unwrap_or(before).trim().to_owned(),
        suffix: String::new(),
    };
    let further = parse_passages(&mut first, &part[key.id.end..], written.end..end, reading);
    (first, further)
}

/// Reads what follows an id: passages, then other words. Further passages become items of their own.
pub(super) fn parse_passages(
    item: &mut CitationItem,
    words: &str,
    range: Range<usize>,
    reading: &mut MarkdownParser<'_>,
) -> Vec<CitationItem> {
    let mut further: Vec<CitationItem> = Vec::new();
    let mut rest = words.trim_start().trim_start_matches(',').trim();
    while !rest.is_empty() {
        let (piece, behind) = rest.split_once(',').unwrap_or((rest, ""));
        let Some(passage) = Passage::parse(piece) else { break };
        if item.passage.is_none() {
            item.passage = Some(passage);
        } else {
            let prefix = String::new();
            further.push(CitationItem { passage: Some(passage), prefix, ..item.clone() });
        }
        rest = behind.trim();
    }
    if rest.starts_with('¶') {
        let piece = rest.split([',', ';', ']']).next().unwrap_or(rest).trim_end();
        let written = find_range(reading, piece, range);
        reading.report(
            Diagnostic::new(&BAD_CITATION, reading.span(written), format!("`{piece}` is no passage"))
                .label("no paragraph number")
                .help("write `¶7`, `¶2-3`, `heading 1`, `caption 2`, `standfirst`, `byline` or `note`"),
        );
    }
    rest.clone_into(&mut further.last_mut().unwrap_or(item).suffix);
    further
}

/// Where words are written within a range; the whole range when they stand there differently.
fn find_range(reading: &MarkdownParser<'_>, words: &str, range: Range<usize>) -> Range<usize> {
    match reading.slice(range.clone()).find(words) {
        Some(at) => range.start + at..range.start + at + words.len(),
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
    fn knows_labels() {
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
