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

fn gaps(text: &str) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find(['[', '.']) {
        let start = at + offset;
        let rest = &text[start..];
        at = start + 1;
        if rest.starts_with('[') {
            if let Some(length) = rest.find(']') {
                at = start + length + 1;
                let is_bracket = !rest[1..length].trim().starts_with("...");
                gaps.push(Gap { range: start..at, is_bracket });
            }
        } else if rest.starts_with("...") {
            at = start + rest.len() - rest.trim_start_matches('.').len();
            gaps.push(Gap { range: start..at, is_bracket: false });
        }
    }
    gaps
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
