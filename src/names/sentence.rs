//! Beginnings of sentences, and the case of whole lines.

use super::case::begins_upper;
use super::folded::Word;

/// Checks whether a sentence, an item of a list or a quotation begins at an offset of a normalized text.
pub(super) fn begins_sentence(text: &str, at: usize) -> bool {
    let is_mark = |c: char| {
        let opening = matches!(c, '"' | '\'' | '(' | '[' | '»' | '«' | '›' | '‹' | '¿' | '¡' | '「' | '『' | '《');
        c.is_whitespace() || opening || matches!(c, ')' | ']' | '*' | '•' | '·' | '–' | '§' | '-')
    };
    let before = &text[..at];
    let ended = before.trim_end_matches(is_mark);
    if ended.is_empty() || ended.ends_with(['.', '!', '?', ':', '…', '。', '！', '？', '：']) {
        return true;
    }
    let gap = &before[ended.len()..];
    if gap.contains(['»', '«', '¿', '¡', '•', '·', '§', '–']) || gap.ends_with('"') || gap.starts_with(" -") {
        return true;
    }
    // The number of an item: `2)`.
    let item = ended.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    gap.starts_with(')') && (1..=2).contains(&item.len()) && item.bytes().all(|byte| byte.is_ascii_digit())
}

/// Case of the line around a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineCase {
    /// A sentence, or too short to tell.
    Sentence,
    /// Most words begin with a capital.
    Title,
    /// All letters are capitals.
    Capitals,
}

/// Maximum number of words on either side that are looked at.
const MAX_DISTANCE: usize = 12;

/// Minimum number of words that tell the case of a line.
const MIN_WORDS: usize = 3;

/// Minimum number of letters of the words that have a capital in titles.
const MIN_LONG: usize = 4;

/// Returns the case of the line or clause around a word.
pub(super) fn line_case(text: &str, words: &[Word], at: usize) -> LineCase {
    let ends_after =
        |left: &usize| text[words[*left].range.end..words[left + 1].range.start].contains(['.', '!', '?', ':', ';']);
    let from = (at.saturating_sub(MAX_DISTANCE)..at).rev().take_while(|left| !ends_after(left)).last().unwrap_or(at);
    let last = words.len().saturating_sub(1).min(at + MAX_DISTANCE);
    let to = (at..last).take_while(|left| !ends_after(left)).last().map_or(at, |left| left + 1);
    let all = words[from..=to].iter().map(|word| &text[word.range.clone()]);
    let line: Vec<&str> = all.filter(|word| word.chars().all(char::is_alphabetic)).collect();
    let long: Vec<&&str> = line.iter().filter(|word| word.chars().count() >= MIN_LONG).collect();
    if line.len() >= MIN_WORDS && !long.is_empty() && line.iter().all(|word| !word.chars().any(char::is_lowercase)) {
        return LineCase::Capitals;
    }
    let capitals = long.iter().filter(|word| begins_upper(word)).count();
    let is_title = line.len() > MIN_WORDS && long.len() >= MIN_WORDS && capitals * 10 >= long.len() * 9;
    if is_title { LineCase::Title } else { LineCase::Sentence }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::folded::{StemmedText, WordCache};
    use crate::names::stem::WordStems;

    #[test]
    fn detects_sentence_starts() {
        for before in [
            "",
            " ",
            "End. ",
            "End.\" ",
            "(",
            "说完。\"",
            "Note: ",
            "said: »",
            "he said \"",
            "• ",
            "1. ",
            "x - ",
            "as in 2) ",
            "§ ",
        ] {
            assert!(begins_sentence(before, before.len()), "{before}");
        }
        for before in ["the ", "end, ", "and (", "well-"] {
            assert!(!begins_sentence(before, before.len()), "{before}");
        }
    }

    #[test]
    fn tells_the_case_of_lines() {
        let case = |text: &str, word: usize| {
            let folded = StemmedText::new(text, &WordStems::of_language("en"), &mut WordCache::default());
            line_case(text, &folded.words, word)
        };
        assert_eq!(case("WHO PAYS FOR THE WALL? We do.", 0), LineCase::Capitals);
        assert_eq!(case("Open Source in the Public Sector", 0), LineCase::Title);
        assert_eq!(case("Open source in the public sector", 0), LineCase::Sentence);
        assert_eq!(case("The EU and the US agree", 1), LineCase::Sentence);
    }
}
