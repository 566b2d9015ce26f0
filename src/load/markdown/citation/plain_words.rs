//! Plain words of the text around a citation's keys: without the marks of emphasis, with character references decoded.

use pulldown_cmark::{Event, Parser};
use std::borrow::Cow;

/// Text in front, so that no words begin a list or a heading.
const GUARD: &str = "x ";

/// Returns the words without their markup.
pub(super) fn plain_words(text: &str) -> Cow<'_, str> {
    if !text.contains(['*', '_', '&', '`', '\\']) {
        return text.into();
    }
    let guarded = format!("{GUARD}{text}");
    let mut words = String::with_capacity(text.len());
    for event in Parser::new(&guarded) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => {
                words.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words.strip_prefix(GUARD).map(|words| words.trim().to_owned()).unwrap_or_default().into()
}

/// Splits a label at semicolons, except at those that end a character reference.
pub(super) fn split_items(label: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, mark) in label.match_indices([';', '；']) {
        if mark == "；" || !ends_reference(&label[start..at]) {
            parts.push(&label[start..at]);
            start = at + mark.len();
        }
    }
    parts.push(&label[start..]);
    parts
}

/// Checks whether a text ends with a character reference without its semicolon: `&amp`, `&#38`.
fn ends_reference(text: &str) -> bool {
    let Some((_, name)) = text.rsplit_once('&') else { return false };
    let name = name.strip_prefix('#').unwrap_or(name);
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_markup() {
        for (text, words) in [
            ("*see also*", "see also"),
            ("_passim_ and **more**", "passim and more"),
            ("&amp; more", "& more"),
            ("1. *see*", "1. see"),
            ("a \\* b", "a * b"),
            ("2 * 3", "2 * 3"),
            ("plain", "plain"),
        ] {
            assert_eq!(plain_words(text), words, "{text}");
        }
    }

    #[test]
    fn splits_at_semicolons_of_the_author_only() {
        assert_eq!(split_items("see &amp; @a; @b；c &#38; d"), ["see &amp; @a", " @b", "c &#38; d"]);
    }
}
