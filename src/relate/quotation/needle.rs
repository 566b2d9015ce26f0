//! Splits a quotation into the parts that must occur: an ellipsis omits words, brackets replace them.

use super::fold::FoldedText;
use std::ops::Range;

/// Part of a quotation that must occur, ignoring typography.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QuotationPart {
    /// Folded text.
    pub(super) words: String,
    /// Byte range in the folded quotation.
    pub(super) range: Range<usize>,
    /// True if brackets adjoin the start, which can then be within a word: `[t]he`.
    pub(super) is_open_start: bool,
    /// True if brackets adjoin the end.
    pub(super) is_open_end: bool,
}

/// Intentional difference from the text.
struct Gap {
    range: Range<usize>,
    is_bracket: bool,
}

/// Splits a folded quotation. A trailing comma or full stop belongs to the surrounding sentence and is dropped.
pub(super) fn parts(quotation: &FoldedText) -> Vec<QuotationPart> {
    let text = quotation.text.as_str();
    let mut parts = Vec::new();
    let mut start = 0;
    let mut open_before = false;
    for gap in gaps(text) {
        let open_behind = gap.is_bracket && text[..gap.range.start].ends_with(char::is_alphanumeric);
        parts.extend(part(text, start..gap.range.start, open_before, open_behind));
        open_before = gap.is_bracket && text[gap.range.end..].starts_with(char::is_alphanumeric);
        start = gap.range.end;
    }
    parts.extend(part(text, start..text.len(), open_before, false));
    parts
}

fn part(text: &str, range: Range<usize>, open_before: bool, open_behind: bool) -> Option<QuotationPart> {
    let words = &text[range.clone()];
    let trimmed = words.trim_start();
    let start = range.end - trimmed.len();
    let words = trimmed.trim_end_matches([',', '.', '。', '、', ' ']);
    let has_words = words.contains(char::is_alphanumeric);
    has_words.then(|| QuotationPart {
        words: words.to_owned(),
        range: start..start + words.len(),
        is_open_start: open_before,
        is_open_end: open_behind,
    })
}

/// Opening brackets with their closing ones. Round ones belong to the text, unless an omission is in them.
const BRACKETS: [(char, char, bool); 3] = [('[', ']', true), ('〔', '〕', true), ('(', ')', false)];

/// Words in brackets that mark an omission or a mistake of the text, besides dots.
const OMISSION_WORDS: [&str; 16] = [
    "中略",
    "前略",
    "后略",
    "後略",
    "下略",
    "上略",
    "以下略",
    "略",
    "省略",
    "중략",
    "전략",
    "후략",
    "하략",
    "생략",
    "sic",
    "sic!",
];

/// Maximum number of characters of an omission in round brackets.
const MAX_OMISSION_CHARS: usize = 12;

fn gaps(text: &str) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find(['[', '〔', '(', '.']) {
        let start = at + offset;
        let rest = &text[start..];
        at = start + rest.chars().next().map_or(1, char::len_utf8);
        if let Some(length) = dots(rest) {
            at = start + length;
            gaps.push(Gap { range: start..at, is_bracket: false });
        } else if let Some((length, is_bracket)) = bracket(rest) {
            at = start + length;
            gaps.push(Gap { range: start..at, is_bracket });
        }
    }
    gaps
}

/// Returns the length of an ellipsis at the start of a text, also with spaces: `. . .`.
fn dots(text: &str) -> Option<usize> {
    let is_ellipsis = text.starts_with("...") || text.starts_with(". . .");
    let rest = text.trim_start_matches(['.', ' ']);
    is_ellipsis.then(|| text[..text.len() - rest.len()].trim_end().len())
}

/// Returns the length of a bracket at the start of a text that replaces words, and true if it has other words.
fn bracket(text: &str) -> Option<(usize, bool)> {
    let (open, close, replaces) = BRACKETS.into_iter().find(|(open, ..)| text.starts_with(*open))?;
    let end = if replaces {
        text.find(close)?
    } else {
        text.char_indices().take(MAX_OMISSION_CHARS).find(|(_, c)| *c == close)?.0
    };
    let inner = text[open.len_utf8()..end].trim();
    let is_omission = dots(inner).is_some() || OMISSION_WORDS.contains(&inner);
    (replaces || is_omission).then_some((end + close.len_utf8(), !is_omission))
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    fn words(quotation: &str) -> Vec<String> {
        parts(&fold(quotation)).into_iter().map(|part| part.words).collect()
    }

    #[test]
    fn splits_at_ellipses_and_brackets() {
        assert_eq!(words("the ferries […] are full"), ["the ferries", "are full"]);
        assert_eq!(words("the ferries … are... full ...."), ["the ferries", "are", "full"]);
        assert_eq!(words("[The] ferries [of Lindhaven] are full"), ["ferries", "are full"]);
        assert_eq!(words("the ferries [are full"), ["the ferries [are full"]);
        assert_eq!(words("“…” [x] "), Vec::<String>::new());
    }

    #[test]
    fn splits_at_omissions_of_every_form() {
        for text in [
            "so (...) far",
            "so (…) far",
            "so . . . far",
            "so. . . . far",
            "so ⋯⋯ far",
            "so（……）far",
            "so〔中略〕far",
            "so (略) far",
        ] {
            assert_eq!(words(text), ["so", "far"], "{text}");
        }
        assert_eq!(words("시의회는 (중략) 통과"), ["시의회는", "통과"]);
        assert_eq!(words("so (of late) far"), ["so (of late) far"]);
        assert_eq!(words("so (far"), ["so (far"]);
        assert_eq!(words(&"(".repeat(100_000)), Vec::<String>::new());
    }

    #[test]
    fn drops_trailing_comma_and_full_stop() {
        assert_eq!(words("full, of course,"), ["full, of course"]);
        assert_eq!(words("已满。"), ["已满"]);
        assert_eq!(words("full?"), ["full?"]);
    }

    #[test]
    fn marks_brackets_within_words() {
        let parts = parts(&fold("[t]he pier[s] hold"));
        assert!(parts[0].is_open_start && parts[0].is_open_end && !parts[1].is_open_start);
    }
}
