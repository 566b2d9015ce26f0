//! Finds attributes in a text that have no effect: behind a space, with a wrong sign, or behind something that takes none.

use super::attributes::{is_name, parse};
use crate::model::CitationRole;
use std::ops::Range;

/// Inline before a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Preceding {
    /// Nothing: the text begins its paragraph.
    Nothing,
    /// A citation; true if a line end is between.
    Citation(bool),
    /// Another inline.
    Inline,
}

/// Attributes without effect.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct StrayAttributes {
    /// Byte range in the text.
    pub(super) range: Range<usize>,
    /// Message of the finding.
    pub(super) message: String,
    /// Words to write instead; `None` if they belong nowhere near.
    pub(super) help: Option<String>,
}

/// Text before braces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    Citation,
    Bracket,
    Other,
}

/// Finds all attributes in a text; those that have an effect are not in it.
pub(super) fn find_stray(text: &str, preceding: Preceding) -> Vec<StrayAttributes> {
    let braces = text.match_indices(['{', '｛']);
    braces.filter_map(|(at, brace)| stray_at(text, at, at + brace.len(), preceding)).collect()
}

fn stray_at(text: &str, at: usize, start: usize, preceding: Preceding) -> Option<StrayAttributes> {
    let (before, after) = (&text[..at], &text[start..]);
    if before.ends_with('{') || after.starts_with(['{', '%']) {
        return None;
    }
    let line = after.split(['\n', '{', '｛']).next().unwrap_or("");
    let end = line.find(['}', '｝']);
    let inner = &line[..end.unwrap_or(line.len())];
    let (owner, is_apart) = owner(before, preceding);
    let words: Vec<&str> = inner.split([' ', ',', '，']).filter(|word| !word.is_empty()).collect();
    let (is_marked, is_known) = (!words.is_empty() && words.iter().all(is_marked), words.iter().any(is_known));
    let is_stray = match (end, owner) {
        (None, Owner::Other) => false,
        (None, _) => !is_apart && words.first().is_some_and(is_marked_or_known),
        (Some(_), Owner::Citation) if !is_apart => true,
        (Some(_), Owner::Citation | Owner::Bracket) => is_marked || is_known,
        (Some(_), Owner::Other) => is_marked && (!is_apart || is_known) || is_known && !is_apart,
    };
    let length = end.map_or_else(
        || words.first().map_or(0, |word| inner.find(word).unwrap_or(0) + word.len()),
        |end| end + line[end..].chars().next().map_or(0, char::len_utf8),
    );
    is_stray.then(|| {
        let range = at..start + length;
        let words = if end.is_some() { &words[..] } else { &words[..words.len().min(1)] };
        let (message, help) = describe(&text[range.clone()], words, owner, (is_apart, end.is_some()));
        StrayAttributes { range, message, help }
    })
}

/// Returns what braces belong to, and true if a space or a line end separates them.
fn owner(before: &str, preceding: Preceding) -> (Owner, bool) {
    let anchor = before.trim_end();
    let has_space = anchor.len() < before.len();
    match (anchor.chars().next_back(), preceding) {
        (None, Preceding::Citation(has_break)) => (Owner::Citation, has_space || has_break),
        (Some(']' | '】' | '］'), _) => (Owner::Bracket, has_space),
        (Some(_), _) | (None, Preceding::Inline | Preceding::Nothing) => (Owner::Other, has_space),
    }
}

/// Checks whether a word has the form of a class, an id or a key with a value.
fn is_marked(word: &&str) -> bool {
    let word = word.trim_start_matches([':', '-']);
    let name = word.strip_prefix(['.', '#', '。', '．']).filter(|name| is_name(name));
    name.is_some() || word.split_once('=').is_some_and(|(key, value)| is_name(key) && !value.is_empty())
}

/// Checks whether a word has the name of a role or of a class, or sets one.
fn is_known(word: &&str) -> bool {
    let (key, value) = word.split_once('=').unwrap_or(("", word));
    let name = bare(value).to_lowercase();
    matches!(key, "role" | "class" | "id")
        || matches!(&*name, "term" | "claim")
        || CitationRole::from_name(&name).is_some()
}

fn is_marked_or_known(word: &&str) -> bool {
    is_marked(word) || is_known(word)
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Describes what is wrong, and what to write.
fn describe(
    source: &str,
    words: &[&str],
    owner: Owner,
    (is_apart, is_closed): (bool, bool),
) -> (String, Option<String>) {
    let corrected = corrected(words, owner);
    let is_valid = parse(&corrected).is_some();
    let message = match () {
        () if !is_closed => format!("`{source}` has no `}}`"),
        () if parse(source).is_none() => format!("`{source}` is not read as attributes"),
        () if is_apart && owner != Owner::Other => format!("a space is in front of `{source}`"),
        () => "these attributes have no effect here".to_owned(),
    };
    let behind = match owner {
        Owner::Citation => "the citation",
        Owner::Bracket => "the bracket",
        Owner::Other => return (message, None),
    };
    let is_changed = is_apart || corrected != source;
    let help = (is_valid && is_changed).then(|| format!("write `{corrected}` directly behind {behind}"));
    (message, help)
}

/// Returns words as attributes in the right form.
fn corrected(words: &[&str], owner: Owner) -> String {
    let mut names: Vec<String> = Vec::new();
    for word in words.iter().filter(|word| !bare(word).is_empty()) {
        let name = match word.split_once('=') {
            Some(("id", value)) => format!("#{}", bare(value)),
            Some((_, value)) => format!(".{}", bare(value).to_lowercase()),
            None if word.starts_with('#') => format!("#{}", word.trim_start_matches('#')),
            None => format!(".{}", word.trim_matches(|c: char| !is_name(c.encode_utf8(&mut [0; 4])))),
        };
        names.push(name);
    }
    if owner == Owner::Bracket && names.iter().all(|name| name.starts_with('#')) {
        names.insert(0, ".claim".to_owned());
    }
    format!("{{{}}}", names.join(" "))
}

#[cfg(test)]
mod tests {
    use super::super::tests::ParsedMarkdown;

    #[test]
    fn reports_attributes_that_are_not_read() {
        for (text, marked, help) in [
            ("Fact [@q] {.silent} here.", "{.silent}", "write `{.silent}` directly behind the citation"),
            ("Fact @q {.silent} says.", "{.silent}", "write `{.silent}` directly behind the citation"),
            ("@q {.silent} and @b say", "{.silent}", "write `{.silent}` directly behind the citation"),
            ("Fact [@q]{silent}.", "{silent}", "write `{.silent}` directly behind the citation"),
            ("[@q]{role=silent}", "{role=silent}", "write `{.silent}` directly behind the citation"),
            ("[@q]{role=\"Silent\"}", "{role=\"Silent\"}", "write `{.silent}` directly behind the citation"),
            ("[@q]{: .silent}", "{: .silent}", "write `{.silent}` directly behind the citation"),
            ("[@q]｛.silent｝", "｛.silent｝", "write `{.silent}` directly behind the citation"),
            ("[@q]\n{.silent}", "{.silent}", "write `{.silent}` directly behind the citation"),
            ("[@q]{.silent says", "{.silent", "write `{.silent}` directly behind the citation"),
            ("[@q, ¶2]{.silent, .x}", "{.silent, .x}", "write `{.silent .x}` directly behind the citation"),
            ("[a]{.claim id=\"c1\"}", "{.claim id=\"c1\"}", "write `{.claim #c1}` directly behind the bracket"),
            ("[a] {.claim #c1}", "{.claim #c1}", "write `{.claim #c1}` directly behind the bracket"),
            ("[a]{#c1}", "{#c1}", "write `{.claim #c1}` directly behind the bracket"),
            ("[a]{term}", "{term}", "write `{.term}` directly behind the bracket"),
        ] {
            let read = ParsedMarkdown::new(text);
            assert_eq!(read.marked("invalid-attributes"), [marked], "{text}");
            assert_eq!(read.help("invalid-attributes"), help, "{text}");
        }
        for (text, marked) in [
            ("word{silent}", "{silent}"),
            ("a word {.silent} here", "{.silent}"),
            ("*[@q]*{silent}", "{silent}"),
            ("[@q]{}", "{}"),
            ("[@q]{x y}", "{x y}"),
        ] {
            assert_eq!(ParsedMarkdown::new(text).marked("invalid-attributes"), [marked], "{text}");
        }
    }

    #[test]
    fn leaves_other_braces_alone() {
        for text in [
            "`a`{.x",
            "a { .x}",
            "\\{.silent}",
            "`{.silent}`",
            "{{ a }} {% b %}",
            "a set {a, b}",
            "[a] {b}",
            "@q {a, b}",
        ] {
            assert!(ParsedMarkdown::new(text).marked("invalid-attributes").is_empty(), "{text}");
        }
    }
}
