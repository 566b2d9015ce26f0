//! Pairs of quotation marks of all languages.

/// Double marks, each opening mark with its closing marks. Some marks open in one language and close in another.
pub const DOUBLE_QUOTE_PAIRS: [(char, &[char]); 13] = [
    ('“', &['”']),
    ('"', &['"']),
    ('«', &['»']),
    ('「', &['」']),
    ('『', &['』']),
    ('„', &['“', '”']),
    ('＂', &['＂']),
    ('»', &['«', '»']),
    ('”', &['”']),
    ('‹', &['›']),
    ('›', &['‹', '›']),
    ('｢', &['｣']),
    ('〝', &['〞', '〟']),
];

/// Single marks, each opening mark with its closing mark. Some of them are apostrophes, too.
const SINGLE_QUOTE_PAIRS: [(char, &[char]); 3] = [('‘', &['’']), ('\'', &['\'']), ('‚', &['‘'])];

/// Returns a text without the pair of marks around it; `None` if there is none.
pub fn strip_quote_pair(text: &str) -> Option<&str> {
    let (_, closing) =
        DOUBLE_QUOTE_PAIRS.iter().chain(&SINGLE_QUOTE_PAIRS).find(|(open, _)| text.starts_with(*open))?;
    let mut inner = text.chars();
    inner.next();
    inner.as_str().strip_suffix(*closing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_pairs_only() {
        for text in ["“a”", "\"a\"", "„a“", "„a”", "»a«", "»a»", "‚a‘", "'a'", "「a」"] {
            assert_eq!(strip_quote_pair(text), Some("a"), "{text}");
        }
        for text in ["a", "“a", "a”", "«a«", "\"", "", "‘a‘"] {
            assert_eq!(strip_quote_pair(text), None, "{text}");
        }
    }
}
