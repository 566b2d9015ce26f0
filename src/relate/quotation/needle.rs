//! The parts of a quotation that must occur: an ellipsis leaves words out, brackets stand for other words.

use super::fold::FoldedText;
use std::ops::Range;

/// Words that must occur as they are, but for typography.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QuotationPart {
    /// The words, folded.
    pub(super) words: String,
    /// Their place in the folded quotation.
    pub(super) range: Range<usize>,
    /// Whether brackets touch the beginning, which may then stand within a word: `[t]he`.
    pub(super) is_open_start: bool,
    /// Whether brackets touch the end.
    pub(super) is_open_end: bool,
}

/// A place where the quotation differs from the text on purpose.
struct Gap {
    range: Range<usize>,
    is_bracket: bool,
}

/// Divides a folded quotation. A comma or full stop at the end of a part belongs to the sentence around it.
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
    let begun = words.trim_start();
    let start = range.end - begun.len();
    let words = begun.trim_end_matches([',', '.', '。', '、', ' ']);
    let is_something = words.contains(char::is_alphanumeric);
    is_something.then(|| QuotationPart {
        words: words.to_owned(),
        range: start..start + words.len(),
        is_open_start: open_before,
        is_open_end: open_behind,
    })
}

fn gaps(text: &str) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(['[', '.']) {
        let start = at + found;
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
    fn divides_at_ellipses_and_brackets() {
        assert_eq!(words("the ferries […] are full"), ["the ferries", "are full"]);
        assert_eq!(words("the ferries … are... full ...."), ["the ferries", "are", "full"]);
        assert_eq!(words("[The] ferries [of Lindhaven] are full"), ["ferries", "are full"]);
        assert_eq!(words("the ferries [are full"), ["the ferries [are full"]);
        assert_eq!(words("“…” [x] "), Vec::<String>::new());
    }

    #[test]
    fn leaves_the_last_comma_to_the_sentence() {
        assert_eq!(words("full, of course,"), ["full, of course"]);
        assert_eq!(words("已满。"), ["已满"]);
        assert_eq!(words("full?"), ["full?"]);
    }

    #[test]
    fn brackets_may_touch_a_word() {
        let parts = parts(&fold("[t]he pier[s] hold"));
        assert!(parts[0].is_open_start && parts[0].is_open_end && !parts[1].is_open_start);
    }
}
