//! Words in front of a citation that give it a role: *see also*, *cf.*, *but see*.

use crate::model::CitationRole;

/// Prefixes of background, in the languages of the shipped themes. *See* alone stays a source, as usual in Pandoc.
const CONTEXT: [&str; 22] = [
    "see also",
    "cf",
    "compare",
    "vgl",
    "vgl. auch",
    "vergleiche",
    "siehe auch",
    "voir aussi",
    "comparer",
    "véase también",
    "cfr",
    "confronta",
    "vedi anche",
    "ver también",
    "参见",
    "參見",
    "另见",
    "另見",
    "参看",
    "比较",
    "참조",
    "参照",
];

/// Prefixes of sources that say the contrary.
const DISPUTES: [&str; 10] =
    ["but see", "but cf", "contra", "anders", "dagegen", "mais voir", "contrast", "但见", "但参见", "相反"];

/// Returns the role that a prefix implies.
pub(super) fn role_of_prefix(prefix: &str) -> Option<CitationRole> {
    let prefix = prefix.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ':' | '：' | '('));
    let prefix = prefix.to_lowercase();
    if CONTEXT.contains(&prefix.as_str()) {
        return Some(CitationRole::Context);
    }
    DISPUTES.contains(&prefix.as_str()).then_some(CitationRole::Disputes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_prefixes_of_several_languages() {
        for prefix in ["see also", "Cf.", "vgl.", "Voir aussi", "参见", "compare "] {
            assert_eq!(role_of_prefix(prefix), Some(CitationRole::Context), "{prefix}");
        }
        for prefix in ["but see", "contra", "But cf.", "但见"] {
            assert_eq!(role_of_prefix(prefix), Some(CitationRole::Disputes), "{prefix}");
        }
        for prefix in ["see", "", "see e.g.", "as in"] {
            assert_eq!(role_of_prefix(prefix), None, "{prefix}");
        }
    }
}
