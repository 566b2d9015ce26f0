//! Parses the text between the brackets of a citation: one or more article ids, each with prefix, passages and suffix.

use super::super::parser::MarkdownParser;
use super::INVALID_CITATION;
use super::plain_words::{plain_words, split_items};
use super::prefix::{is_prefix_word, role_of_prefix};
use crate::diagnose::Diagnostic;
use crate::model::script::{is_hangul, is_unspaced};
use crate::model::{CitationItem, CitationRole, Passage};
use crate::span::Spanned;
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// Citation key in a text.
pub(super) struct CitationKey {
    /// Byte range of the id, without `@`.
    pub(super) id: Range<usize>,
    /// `true` if a `-` precedes the `@`.
    pub(super) suppressed: bool,
}

/// Finds the first key at or after an offset: an `@` that does not continue a word, followed by an id.
pub(super) fn find_key(text: &str, from: usize) -> Option<CitationKey> {
    let at_signs = text.get(from..)?.match_indices('@').map(|(at, _)| from + at);
    at_signs.into_iter().find_map(|at| {
        let id = at + 1..at + 1 + id_length(&text[at + 1..]);
        let suppressed = text[..at].ends_with('-');
        let before = text[..at - usize::from(suppressed)].chars().next_back();
        let can_begin = can_precede_citation(before) || is_behind_prefix(&text[..at], &text[id.clone()]);
        (!id.is_empty() && can_begin).then_some(CitationKey { id, suppressed })
    })
}

/// Returns the length in bytes of the id at the start of a text: letters and digits of any script, with single separators
/// such as `-` inside. A letter of a script without spaces, or of Korean, ends an id of ASCII letters: `@cai-2025说`.
pub(super) fn id_length(text: &str) -> usize {
    let (mut length, mut last) = (0, None);
    for (at, c) in text.char_indices() {
        let joins = c.is_alphanumeric()
            && !((is_unspaced(c) || is_hangul(c)) && last.is_some_and(|last: char| last.is_ascii_alphanumeric()));
        if joins || at > 0 && length == at && is_combining_mark(c) {
            length = at + c.len_utf8();
        } else if !matches!(c, '-' | '_' | '.' | ':') || length < at || at == 0 {
            break;
        }
        last = Some(c);
    }
    length
}

/// Checks whether a known prefix is directly in front of a key, `[cf.@id]`, and no address can be meant.
fn is_behind_prefix(before: &str, id: &str) -> bool {
    let start = before.trim_end_matches(|c: char| c.is_alphabetic() || c == '.').len();
    let (outer, word) = before.split_at(start);
    let is_apart =
        outer.chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '[' | '(' | ';' | ',' | '（' | '【'));
    is_apart && is_prefix_word(word) && (word.ends_with('.') || !id.contains('.'))
}

/// Checks whether an `@` after this character may begin a citation, rather than continue an address or a word.
pub(super) fn can_precede_citation(before: Option<char>) -> bool {
    let Some(c) = before else { return true };
    let in_word = c.is_alphanumeric() && !is_unspaced(c);
    !in_word && !matches!(c, '/' | '.' | '@' | '_' | '-' | '+' | '\\' | '#' | '&' | '=' | '~' | '%')
}

/// Checks whether a bracket's label is a citation.
pub(super) fn is_citation_label(label: &str) -> bool {
    split_items(label).first().is_some_and(|first| find_key(first, 0).is_some())
}

/// Checks whether a bracket's label is nothing but passages.
pub(super) fn is_passages(label: &str) -> bool {
    let label = normalize_punctuation(label);
    label.split([',', ';']).all(|piece| Passage::parse(piece).is_some())
}

/// Replaces full-width punctuation by its ASCII form, except in quoted words.
fn normalize_punctuation(text: &str) -> Cow<'_, str> {
    let mut depth = 0_usize;
    let ascii = |c| {
        match c {
            '“' | '「' | '『' | '«' => depth += 1,
            '”' | '」' | '』' | '»' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '，' | '、' => return ',',
            '；' => return ';',
            '：' => return ':',
            _ => {}
        }
        c
    };
    if text.contains(['，', '、', '；', '：']) {
        text.chars().map(ascii).collect::<String>().into()
    } else {
        text.into()
    }
}

/// Parses a label. `range` is the whole bracket in the text.
pub(super) fn parse(label: &str, range: Range<usize>, parser: &mut MarkdownParser<'_>) -> Vec<CitationItem> {
    // Avoids over-allocation: most citations name one article.
    let mut items = ItemParser { items: Vec::with_capacity(1), cursor: range.start, end: range.end, parser };
    for part in split_items(&normalize_punctuation(label)) {
        items.read_part(part);
    }
    items.finish()
}

/// Parser of the parts between semicolons.
struct ItemParser<'p, 'a> {
    items: Vec<CitationItem>,
    /// Source offset after the last key.
    cursor: usize,
    /// End of the bracket.
    end: usize,
    parser: &'p mut MarkdownParser<'a>,
}

impl ItemParser<'_, '_> {
    /// Reads keys with the text in front of and behind each; a part without a key belongs to the item before it.
    fn read_part(&mut self, part: &str) {
        let mut at = 0;
        let mut prefix = String::new();
        while let Some(key) = find_key(part, at) {
            let start = key.id.start - 1 - usize::from(key.suppressed);
            let before = part.get(at..start).unwrap_or("");
            if at == 0 {
                before.trim().clone_into(&mut prefix);
            } else {
                prefix = self.read_locators(strip_connective(before), true);
            }
            self.push(part, &key, std::mem::take(&mut prefix));
            at = key.id.end;
        }
        self.read_locators(&part[at..], false);
    }

    fn push(&mut self, part: &str, key: &CitationKey, prefix: String) {
        let id = &part[key.id.clone()];
        let found = find_range(self.parser, &format!("@{id}"), self.cursor..self.end);
        self.cursor = found.end;
        self.items.push(CitationItem {
            id: Spanned::new(id.to_owned(), self.parser.span(found.start + 1..found.end)),
            suppress_author: key.suppressed,
            passage: None,
            role: CitationRole::default(),
            prefix,
            suffix: String::new(),
        });
    }

    /// Removes the markup around the keys, and sets the roles.
    fn finish(mut self) -> Vec<CitationItem> {
        for item in &mut self.items {
            strip_emphasis(item);
            item.prefix = plain_words(&item.prefix).into_owned();
            item.suffix = plain_words(&item.suffix).into_owned();
            item.role = role_of_prefix(&item.prefix).unwrap_or_default();
        }
        self.items
    }

    /// Reads the text behind a key. If another key follows, text that is no passage is returned as its prefix.
    fn read_locators(&mut self, text: &str, is_followed: bool) -> String {
        let Some(last) = self.items.last_mut() else { return String::new() };
        let suffix = std::mem::take(&mut last.suffix);
        let further = parse_passages(last, text, self.cursor..self.end, self.parser);
        self.items.extend(further);
        let Some(last) = self.items.last_mut() else { return String::new() };
        if is_followed {
            return std::mem::replace(&mut last.suffix, suffix);
        }
        if !suffix.is_empty() {
            let gap = if last.suffix.is_empty() { "" } else { "; " };
            last.suffix = format!("{suffix}{gap}{}", last.suffix);
        }
        String::new()
    }
}

/// Removes the marks of emphasis around a key alone: `[*@id*]`.
fn strip_emphasis(item: &mut CitationItem) {
    let is_mark = |c| matches!(c, '*' | '_');
    let (before, after) = (item.prefix.trim_end_matches(is_mark), item.suffix.trim_start_matches(is_mark));
    let opening = item.prefix.len() - before.len();
    let is_apart = before.is_empty() || before.ends_with(' ');
    if opening > 0
        && is_apart
        && opening == item.suffix.len() - after.len()
        && !after.starts_with(char::is_alphanumeric)
    {
        (item.prefix, item.suffix) = (before.trim_end().to_owned(), after.trim_start_matches([',', ' ']).to_owned());
    }
}

/// Removes the word that joins two citations within one part: `[@a and @b]`.
fn strip_connective(text: &str) -> &str {
    let text = text.trim();
    let words = ["and", "und", "et", "y", "&", "和", "与", "及", "と"];
    let stripped = words.iter().find_map(|word| text.strip_suffix(word));
    stripped.filter(|rest| rest.is_empty() || rest.ends_with([' ', ','])).unwrap_or(text).trim_end_matches([',', ' '])
}

/// Parses the text after an id: passages, then a suffix. Further passages become items of their own. `range` is the
/// source of the text, for diagnostics.
pub(super) fn parse_passages(
    item: &mut CitationItem,
    text: &str,
    range: Range<usize>,
    parser: &mut MarkdownParser<'_>,
) -> Vec<CitationItem> {
    let text = normalize_punctuation(text);
    let mut further: Vec<CitationItem> = Vec::new();
    let mut rest = text.trim_start_matches([',', ':', ' ', '\n']).trim();
    while !rest.is_empty() {
        let (piece, after) = split_passage(rest);
        let Some(passage) = Passage::parse(piece) else { break };
        if item.passage.is_none() {
            item.passage = Some(passage);
        } else {
            let prefix = String::new();
            further.push(CitationItem { passage: Some(passage), prefix, ..item.clone() });
        }
        rest = after.trim();
    }
    if let Some(at) = rest.find('¶') {
        let piece = rest[at..].split([',', ';', ']']).next().unwrap_or(rest).trim_end();
        report_invalid_passage(piece, range, parser);
    }
    rest.clone_into(&mut further.last_mut().unwrap_or(item).suffix);
    further
}

/// Splits a list of passages behind the first: at a comma, or at a word that joins two.
fn split_passage(text: &str) -> (&str, &str) {
    let comma = text.split_once(',');
    let joined = [" and ", " und ", " et ", " & "].iter().filter_map(|word| text.split_once(word));
    let joined = joined.filter(|(piece, _)| Passage::parse(piece).is_some()).min_by_key(|(piece, _)| piece.len());
    match (comma, joined) {
        (Some(comma), Some(joined)) => {
            if comma.0.len() < joined.0.len() {
                comma
            } else {
                joined
            }
        }
        (comma, joined) => comma.or(joined).unwrap_or((text, "")),
    }
}

fn report_invalid_passage(piece: &str, range: Range<usize>, parser: &mut MarkdownParser<'_>) {
    let span = parser.span(find_range(parser, piece, range));
    let diagnostic = if Passage::parse(piece).is_some() {
        let message = format!("`{piece}` has words before it, and is not read as a passage");
        let help = format!("write the passage first: `[@id, {piece}, other words]`");
        Diagnostic::new(&INVALID_CITATION, span, message).label("not read").help(help)
    } else {
        Diagnostic::new(&INVALID_CITATION, span, format!("`{piece}` is not a passage"))
            .label("invalid paragraph number")
            .help("use `¶7`, `¶2-3`, `heading 1`, `caption 2`, `standfirst`, `byline` or `note`")
    };
    parser.report(diagnostic);
}

/// Finds a substring within a byte range of the text; returns the whole range if it is not there verbatim.
fn find_range(parser: &MarkdownParser<'_>, needle: &str, range: Range<usize>) -> Range<usize> {
    match parser.slice(range.clone()).find(needle) {
        Some(at) => range.start + at..range.start + at + needle.len(),
        None => range,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::ParsedMarkdown;
    use super::*;

    #[test]
    fn ends_an_id_before_punctuation() {
        assert_eq!(id_length("cai-2025, ¶7"), 8);
        assert_eq!(id_length("cai-2025."), 8);
        assert_eq!(id_length("a--b"), 1);
        assert_eq!(id_length("-a"), 0);
        assert_eq!(id_length("bjo\u{308}rn-jahner,"), "bjo\u{308}rn-jahner".len());
        assert_eq!(id_length("anna-kubišta-2020]"), "anna-kubišta-2020".len());
        assert_eq!(id_length("半月谈-2020"), "半月谈-2020".len());
        assert_eq!(id_length("cai-2025说"), 8);
        assert_eq!(id_length("cai-2025에 따르면"), 8);
    }

    #[test]
    fn recognizes_citation_labels() {
        for label in ["@a", "see @a", "-@a", "@a, p. 3; and more", "据@a"] {
            assert!(is_citation_label(label), "{label}");
        }
        for other in ["me@example.org", "a @ b", "words", "", ";@a", "see; @a"] {
            assert!(!is_citation_label(other), "{other}");
        }
    }

    #[test]
    fn spans_each_id() {
        let read = ParsedMarkdown::new("[@a; see @bc, ¶2; or not]");
        assert_eq!(read.sketch(), "[cite(a; see|bc ¶2|or not)]");
        assert_eq!(read.cited_slices(), ["a", "bc"]);
    }

    #[test]
    fn splits_several_passages() {
        assert_eq!(ParsedMarkdown::new("[@a, ¶2, ¶5, emphasis added]").sketch(), "[cite(a ¶2; a ¶5|emphasis added)]");
        assert_eq!(ParsedMarkdown::new("[@a ¶2]").sketch(), "[cite(a ¶2)]");
    }

    #[test]
    fn reads_near_misses() {
        for (text, sketch) in [
            ("[@a; ¶2]", "[cite(a ¶2)]"),
            ("[@a, ¶1; ¶9]", "[cite(a ¶1; a ¶9)]"),
            ("[@a, ¶1, 3]", "[cite(a ¶1; a ¶3)]"),
            ("[@a, ¶1 and ¶3, emphasis added]", "[cite(a ¶1; a ¶3|emphasis added)]"),
            ("[@a: ¶2]", "[cite(a ¶2)]"),
            ("[@a, para 2] [@a, §2] [@a, p. 2]", "[cite(a ¶2)   cite(a ¶2)   cite(a|p. 2)]"),
            ("[@a，¶2；@b，¶1]", "[cite(a ¶2; b ¶1)]"),
            ("[@a、¶2]", "[cite(a ¶2)]"),
            ("【@a，¶2】", "[cite(a ¶2)]"),
            ("[@a, @b]", "[cite(a; b)]"),
            ("[@a, ¶2, @b]", "[cite(a ¶2; b)]"),
            ("[@a and @b, ¶2]", "[cite(a; b ¶2)]"),
            ("[@a, reported by @b]", "[cite(a; reported by|b)]"),
            ("@a\n[¶2]", "[narrative(a ¶2)]"),
            ("@a (¶2) says", "[narrative(a ¶2)  says]"),
            ("(@a, ¶2)", "[( narrative(a ¶2) )]"),
            ("[@a, ¶1; cf. @b]", "[cite(a ¶1; cf.|b !context)]"),
            ("[but see @b]{.supports}", "[cite(but see|b)]"),
            ("[*see also* @a, *passim*]", "[cite(see also|a|passim !context)]"),
            ("[@a, &amp; more; *cf.* @b]", "[cite(a|& more; cf.|b !context)]"),
            ("[see &amp; read @a]", "[cite(see & read|a)]"),
            ("[**@a**]", "[cite(a)]"),
            ("[@a][¶1, 2]", "[cite(a ¶1; a ¶2)]"),
            ("[@a，第１段]", "[cite(a ¶1)]"),
            ("[@a，第三段]", "[cite(a ¶3)]"),
            ("[@a, said “一，二”]", "[cite(a|said “一，二”)]"),
            ("[cf.@a]", "[cite(cf.|a !context)]"),
            ("[see@a, ¶1; vgl.@b]", "[cite(see|a ¶1; vgl.|b !context)]"),
            ("(siehe@a)", "[(siehe narrative(a) )]"),
            ("[see@example.org] see@example.org", "[[see@example.org] see@example.org]"),
            ("@a ¶1 says", "[narrative(a ¶1)  says]"),
            ("(@a ¶1)", "[( narrative(a ¶1) )]"),
        ] {
            let read = ParsedMarkdown::new(text);
            assert_eq!(read.sketch(), sketch, "{text}");
            assert!(read.diagnostics.is_empty(), "{text}");
        }
    }

    #[test]
    fn reports_passages_left_in_words() {
        assert_eq!(ParsedMarkdown::new("[@a, ¶1 or ¶3]").marked("invalid-citation"), ["¶1 or ¶3"]);
        assert_eq!(ParsedMarkdown::new("[@a, in ¶3]").marked("invalid-citation"), ["¶3"]);
    }
}
