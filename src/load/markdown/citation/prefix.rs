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

/// Words in front of a source, besides those that give it a role.
const OTHER_PREFIXES: [&str; 14] =
    ["see", "siehe", "s", "voir", "v", "véase", "ver", "vedi", "zie", "se", "katso", "e.g", "z.b", "esp"];

/// Prefixes that are frequent words of running text as well, where only their abbreviation is one.
const ORDINARY: [&str; 8] = ["por", "anders", "dagegen", "相反", "比较", "参照", "참조", "contrast"];

/// Maximum number of characters in front of a citation that are read as its prefix.
const MAX_PREFIX_CHARS: usize = 32;

/// Checks whether a word is a prefix by itself: `cf.`, `see`.
pub(super) fn is_prefix_word(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    OTHER_PREFIXES.contains(&&*word) || CONTEXT.contains(&&*word) || DISPUTES.contains(&&*word)
}

/// Returns the role that the text in front of a citation implies: a prefix that begins its sentence, clause or brackets, such
/// as `Cf. [@id]`, `(see also [@id])`, `but see @id`.
pub(super) fn role_before(text: &str) -> Option<CitationRole> {
    let start = text.char_indices().rev().nth(MAX_PREFIX_CHARS).map_or(0, |(at, _)| at);
    let lead = text[start..].trim_end_matches(|c: char| c.is_whitespace() || "(（[*_:".contains(c));
    let is_abbreviated = lead.ends_with('.');
    let lead = lead.trim_end_matches('.').to_lowercase();
    let leads = |words: &&str| {
        let Some(rest) = lead.strip_suffix(*words) else { return false };
        let rest = rest.trim_end_matches(['*', '_']);
        let is_word = start == 0 || !rest.is_empty();
        let is_apart = rest.is_empty() || rest.ends_with(|c: char| !c.is_alphanumeric());
        let begins = rest.trim_end().chars().next_back().is_none_or(|c| ".;,:!?(（[—–，。；：！？、".contains(c));
        let begins = begins || rest.contains("\n\n") && rest.trim_end_matches(' ').ends_with('\n');
        is_word && is_apart && begins && (is_abbreviated || !ORDINARY.contains(words))
    };
    if DISPUTES.iter().any(leads) {
        return Some(CitationRole::Disputes);
    }
    CONTEXT.iter().any(leads).then_some(CitationRole::Context)
}

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

    #[test]
    fn reads_the_prefix_in_front_of_a_citation() {
        for text in
            ["It is old. Cf. ", "It is old, cf. ", "(see also ", "Vgl. ", "old\n\n*Cf.* ", "很旧，参见", "Compare "]
        {
            assert_eq!(role_before(text), Some(CitationRole::Context), "{text}");
        }
        for text in ["But see ", "It is old; contra ", "It is old (but see "] {
            assert_eq!(role_before(text), Some(CitationRole::Disputes), "{text}");
        }
        for text in
            ["see ", "People compare ", "dicho, por ", "It is anders ", "", "the scf. ", "He set the pace ", "It is cf"]
        {
            assert_eq!(role_before(text), None, "{text}");
        }
    }
}
