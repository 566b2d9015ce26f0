//! Sentence boundaries.

/// Checks whether a sentence begins after this text.
pub(super) fn begins_sentence(preceding: &str) -> bool {
    let marks =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '(' | ')' | '[' | ']' | '*');
    let preceding = preceding.trim_end_matches(marks);
    preceding.is_empty() || preceding.ends_with(['.', '!', '?', ':', '…', '。', '！', '？', '：'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detects_sentence_starts() {
        for preceding in ["", " ", "End. ", "End.” ", "(", "说完。“", "Note: "] {
            assert!(begins_sentence(preceding), "{preceding}");
        }
        for preceding in ["the ", "end, ", "and (", "x – "] {
            assert!(!begins_sentence(preceding), "{preceding}");
        }
    }
}
