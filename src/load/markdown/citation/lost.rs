//! Reports what is left of citations: keys in the text of links, and keys and passages that were not read.

use super::super::parser::MarkdownParser;
use super::items;
use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::model::CitationItem;
use std::ops::Range;

/// Rule: a citation or its passage is not read.
pub(in super::super) static LOST_CITATION: Rule = Rule {
    code: "lost-citation",
    severity: Severity::Warning,
    what: "A citation key or a passage is not read as a citation: it is in the text of a link, or written in another form.",
    why: "Readers would see the key instead of a citation, and the article would not count as a source.",
    wrong: "[the report @cai-2025](https://example.org/)",
    right: "[the report](https://example.org/) [@cai-2025]",
};

/// Reports the keys in the text of a link or image, which is closed. Those that the address has are names on another site.
pub(in super::super) fn report_keys_in_link(address: &str, parser: &mut MarkdownParser<'_>) {
    for (key, range) in std::mem::take(&mut parser.keys_in_links) {
        let parts = address.split(['/', '?', '#', '=', '&', ':']);
        if !parts.map(|part| part.trim_start_matches('@')).any(|part| part.eq_ignore_ascii_case(&key)) {
            let message = format!("`@{key}` in the text of a link or an image is no citation");
            let help = format!("cite behind it: `[text](address) [@{key}]`, or write `\\@{key}` if it is a name");
            report(message, help, range, parser);
        }
    }
}

/// Finds what is left of citations in a text; `is_behind` is true directly behind a citation. Returns the byte ranges.
pub(in super::super) fn find_lost(text: &str, is_behind: bool) -> Vec<Range<usize>> {
    let first = is_behind.then(|| lost_passage(text).or_else(|| lost_key(text, 0))).flatten();
    let from = first.as_ref().map_or(0, |range| range.end);
    let signs = text.match_indices(['@', '＠']).filter(|(at, _)| *at >= from);
    let others = signs.filter_map(|(at, sign)| {
        let is_other_form = sign == "＠" || text[at + 1..].starts_with('{');
        let continues_word = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        lost_key(text, at).filter(|_| is_other_form && !continues_word)
    });
    let lone = lone_passages(text).filter(|range| range.start >= from);
    let mut all: Vec<Range<usize>> = first.into_iter().chain(others).chain(lone).collect();
    all.sort_by_key(|range| range.start);
    all
}

/// Finds the passages alone in brackets, `(¶2)`, which belong to no citation.
fn lone_passages(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.match_indices('¶').filter_map(|(at, mark)| {
        let is_opened = text[..at].trim_end_matches(' ').ends_with(['(', '[', '（', '【']);
        let rest = text[at + mark.len()..].trim_start_matches(['¶', ' ']);
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | ',' | ' ' | '¶');
        let behind = rest.trim_start_matches(is_number);
        let end = text.len() - behind.len();
        let is_closed = behind.starts_with([')', ']', '）', '】']) && rest.starts_with(|c: char| c.is_ascii_digit());
        (is_opened && is_closed).then_some(at..end)
    })
}

/// Reports what `find_lost` has found.
pub(in super::super) fn report_lost(words: &str, range: Range<usize>, parser: &mut MarkdownParser<'_>) {
    let key = words.trim_matches(['@', '＠', '{', '}']);
    let (message, help) = if words.starts_with(['¶', '§']) {
        let help = format!("write it directly behind the citation's key: `@id [{words}]` or `[@id, {words}]`");
        (format!("`{words}` is not read as a passage of the citation"), help)
    } else {
        (format!("`{words}` is not read as a citation"), format!("write `[@{key}]`, or `@{key}` behind a space"))
    };
    report(message, help, range, parser);
}

/// Finds a passage behind a citation with no words but a genitive between them.
fn lost_passage(text: &str) -> Option<Range<usize>> {
    let at = text.find(['¶', '§'])?;
    let between = text[..at].trim_start_matches(['\'', '’', ' ']);
    let between = between.strip_prefix('s').unwrap_or(between);
    let is_near = between.chars().all(|c| c.is_whitespace() || "[(（【,，、:：;；".contains(c));
    let mark = text[at..].trim_start_matches(['¶', '§']);
    let number = mark.trim_start_matches(' ');
    let length = number.find(|c: char| !c.is_numeric() && !matches!(c, '-' | '–')).unwrap_or(number.len());
    let end = text.len() - number.len() + length;
    (is_near && length > 0).then_some(at..end)
}

/// Finds a key at an offset: `@b`, `@{b}`.
fn lost_key(text: &str, at: usize) -> Option<Range<usize>> {
    let inner = text[at..].strip_prefix(['@', '＠'])?;
    let start = text.len() - inner.len();
    if let Some(braced) = inner.strip_prefix('{') {
        let length =
            braced.find('}').filter(|length| *length > 0 && !braced[..*length].contains(char::is_whitespace))?;
        return Some(at..start + length + 2);
    }
    let length = items::id_length(inner);
    (length > 0).then_some(at..start + length)
}

/// Reports the keys that are left in the words of a citation in brackets.
pub(super) fn report_keys_in_words(items: &[CitationItem], range: &Range<usize>, parser: &mut MarkdownParser<'_>) {
    for words in items.iter().flat_map(|item| [&item.prefix, &item.suffix]) {
        if let Some(key) = key_in_words(words) {
            report_lost(key, range.clone(), parser);
        }
    }
}

fn key_in_words(words: &str) -> Option<&str> {
    let mut signs = words.match_indices('@').map(|(at, _)| at);
    signs.find_map(|at| {
        let continues_word = words[..at].ends_with(|c: char| c.is_alphanumeric());
        lost_key(words, at).filter(|_| !continues_word).map(|range| &words[range])
    })
}

fn report(message: String, help: String, range: Range<usize>, parser: &mut MarkdownParser<'_>) {
    let span = parser.span(range);
    parser.report(Diagnostic::new(&LOST_CITATION, span, message).label("no effect").help(help));
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::ParsedMarkdown;

    #[test]
    fn reports_keys_in_link_text() {
        for text in [
            "[@q](https://e.com)",
            "[the report @q](https://e.com)",
            "[see @q][1]\n\n[1]: https://e.com",
            "[@q]\n\n[@q]: https://e.com",
            "[*by* **@q**](@/pages/x.md)",
            "[[x|the plan @q]]",
            "![by @q](x.png)",
        ] {
            assert_eq!(ParsedMarkdown::new(text).marked("lost-citation"), ["@q"], "{text}");
        }
        for text in [
            "[@OpenAI](https://x.com/openai)",
            "[@a](https://mastodon.social/@a)",
            "[\\@q](https://e.com)",
            "<me@e.org>",
        ] {
            assert!(ParsedMarkdown::new(text).diagnostics.is_empty(), "{text}");
        }
    }

    #[test]
    fn reports_what_is_left_of_citations() {
        for (text, marked) in [
            ("@q's ¶1 says", "¶1"),
            ("@q has “so” (¶2) and more", "¶2"),
            ("@q has “so” [¶2-3] and more", "¶2-3"),
            ("[@q] [¶1] x", "¶1"),
            ("[@q] (¶2-3) x", "¶2-3"),
            ("@q@b", "@b"),
            ("see @{q} for it", "@{q}"),
            ("[@{q}]", "@{q}"),
            ("[@q@b]", "[@q@b]"),
            ("[@q, see @{b}]", "[@q, see @{b}]"),
            ("＠q says", "＠q"),
        ] {
            assert_eq!(ParsedMarkdown::new(text).marked("lost-citation"), [marked], "{text}");
        }
        for text in ["@q says that ¶1 is long", "the sign ¶ and me@{x}", "@q ¶", "[@q, mail me@x.org]", "\\@{q}"] {
            assert!(ParsedMarkdown::new(text).marked("lost-citation").is_empty(), "{text}");
        }
    }
}
