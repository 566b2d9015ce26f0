//! Where sentences begin.

/// Whether a sentence begins behind this text.
pub(super) fn begins_sentence(before: &str) -> bool {
    let marks =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '(' | ')' | '[' | ']' | '*');
    let before = before.trim_end_matches(marks);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '…', '。', '！', '？', '：'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_where_sentences_begin() {
        for before in ["", " ", "End. ", "End.” ", "(", "说完。“", "Note: "] {
            assert!(begins_sentence(before), "{before}");
        }
        for before in ["the ", "end, ", "and (", "x – "] {
            assert!(!begins_sentence(before), "{before}");
        }
    }
}
