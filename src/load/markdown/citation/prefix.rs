//! Words in front of a citation that give it a role: *see also*, *cf.*, *but see*.

use crate::model::CitationRole;

/// Prefixes of background, in the languages of the shipped themes and others. *See* alone stays a source, as usual in Pandoc.
const CONTEXT: [&str; 49] = [
    "see also",
    "see further",
    "see generally",
    "cf",
    "compare",
    "confer",
    "vgl",
    "vergleiche",
    "siehe auch",
    "siehe ferner",
    "s. auch",
    "s. a",
    "voir aussi",
    "voir également",
    "comparer",
    "véase también",
    "véase además",
    "cfr",
    "confronta",
    "vedi anche",
    "ver también",
    "ver também",
    "ver ainda",
    "conferir",
    "zie ook",
    "vergelijk",
    "vgl. ook",
    "se även",
    "se også",
    "jämför",
    "jmf",
    "katso myös",
    "zob. też",
    "zob. także",
    "por",
    "viz též",
    "lásd még",
    "ср",
    "см. также",
    "см. тж",
    "див. також",
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
const DISPUTES: [&str; 17] = [
    "but see",
    "but cf",
    "but compare",
    "contra",
    "pace",
    "entgegen",
    "contrairement à",
    "a diferencia de",
    "anders",
    "dagegen",
    "siehe dagegen",
    "mais voir",
    "pero véase",
    "contrast",
    "但见",
    "但参见",
    "相反",
];

/// Characters in front of a Chinese prefix that do not change it.
const FILLERS: [char; 8] = ['另', '可', '并', '亦', '也', '又', '请', '請'];

/// Returns the role that a prefix implies: its first or last words are one of the lists.
pub(super) fn role_of_prefix(prefix: &str) -> Option<CitationRole> {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ':' | '：' | '(' | ';');
    let prefix = prefix.trim_matches(is_mark).to_lowercase();
    let prefix = prefix.strip_prefix(FILLERS).filter(|rest| CONTEXT.contains(rest)).unwrap_or(&prefix);
    let has = |words: &&str| {
        let is_apart = |rest: &str, c: Option<char>| rest.is_empty() || c.is_some_and(|c| !c.is_alphanumeric());
        let begins = prefix.strip_prefix(*words).is_some_and(|rest| is_apart(rest, rest.chars().next()));
        begins || prefix.strip_suffix(*words).is_some_and(|rest| is_apart(rest, rest.chars().next_back()))
    };
    if DISPUTES.iter().any(&has) {
        return Some(CitationRole::Disputes);
    }
    CONTEXT.iter().any(has).then_some(CitationRole::Context)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_prefixes_of_several_languages() {
        for prefix in [
            "see also",
            "Cf.",
            "vgl.",
            "Voir aussi",
            "参见",
            "compare ",
            "Cf. also",
            "compare also",
            "cf. aussi",
            "for more, see also",
            "另参见",
            "vgl. dazu",
            "see also e.g.",
        ] {
            assert_eq!(role_of_prefix(prefix), Some(CitationRole::Context), "{prefix}");
        }
        for prefix in
            ["but see", "contra", "But cf.", "但见", "but see also", "but cf. the note in", "pace", "entgegen"]
        {
            assert_eq!(role_of_prefix(prefix), Some(CitationRole::Disputes), "{prefix}");
        }
        for prefix in ["see", "", "see e.g.", "as in", "reported", "confirmed by", "report", "see & compared"] {
            assert_eq!(role_of_prefix(prefix), None, "{prefix}");
        }
    }
}
