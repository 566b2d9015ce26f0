//! Takes needless white space out of HTML pages.
//!
//! 1. `scan` cuts a page into tags, comments, text, and stretches in which every byte counts.
//! 2. Text keeps one space where it had several, or one line ending if one was among them: it is wrapped, styled and
//!    selected as before, also between Chinese characters, where a line ending is not a space. White space between
//!    the elements of the head goes altogether.
//! 3. In tags, white space between attributes becomes one space; their values stay as they are.
//!
//! Nothing else changes: no tag, quote or comment is left out, because whatever a page loses a style sheet or a script
//! may have counted on. Where mark-up is broken, the rest of the page is left alone. (The kept library for this does more
//! and needs a JavaScript and a CSS compiler for it, so every first build of briefing would wait for those.)

mod scan;

use scan::{HtmlToken, Scanner, Tag};
use std::path::Path;

/// Elements of a head: white space beside them is never shown.
const HEAD_ELEMENTS: [&str; 10] =
    ["html", "head", "meta", "link", "title", "base", "script", "style", "template", "noscript"];

/// Minifies a file if it is an HTML page; nothing when it is none or is not text. Doing it twice changes nothing more.
pub fn minified(path: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok().filter(|_| is_page(path))?;
    Some(minify_page(text).into_bytes())
}

/// Whether a file of the output is an HTML page, by its name.
pub fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "html" || extension == "htm")
}

/// Minifies one page.
fn minify_page(page: &str) -> String {
    let mut small = String::with_capacity(page.len());
    let mut in_head = false;
    for piece in Scanner::new(page) {
        match piece {
            HtmlToken::Text(text) => {
                let is_space = text.bytes().all(|byte| byte.is_ascii_whitespace());
                in_head &= is_space;
                if !in_head {
                    collapse_whitespace(&mut small, text);
                }
            }
            HtmlToken::Tag(tag) => {
                let is = |element: &str| tag.name.eq_ignore_ascii_case(element);
                let may_stand_there = HEAD_ELEMENTS.into_iter().any(is);
                in_head = if is("head") { !tag.is_end } else { in_head && may_stand_there };
                write_tag(&mut small, &tag);
            }
            HtmlToken::Verbatim(text) => small.push_str(text),
        }
    }
    small
}

/// Adds a text with every run of white space made one character.
fn collapse_whitespace(small: &mut String, text: &str) {
    let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
    let mut rest = text;
    while let Some(at) = rest.find(is_space) {
        let (before, run) = rest.split_at(at);
        rest = run.trim_start_matches(is_space);
        let run = &run[..run.len() - rest.len()];
        small.push_str(before);
        small.push(if run.contains(['\n', '\r']) { '\n' } else { ' ' });
    }
    small.push_str(rest);
}

/// Adds a tag with one space before each attribute.
fn write_tag(small: &mut String, tag: &Tag<'_>) {
    let mut at = 0;
    for value in &tag.values {
        write_attribute_names(small, &tag.text[at..value.start]);
        small.push_str(&tag.text[value.clone()]);
        at = value.end;
    }
    write_attribute_names(small, &tag.text[at..]);
}

/// Adds the part of a tag between two values.
fn write_attribute_names(small: &mut String, between: &str) {
    let mut after_space = false;
    for c in between.chars() {
        let is_space = c.is_ascii_whitespace();
        if !is_space {
            small.push(c);
        } else if !after_space {
            small.push(' ');
        }
        after_space = is_space;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use scraper::{Html, Node};

    /// What a browser makes of a page: elements with attributes, and texts. White space counts only where every byte does.
    fn seen(page: &str) -> Vec<String> {
        let document = Html::parse_document(page);
        let mut seen = Vec::new();
        for node in document.tree.root().descendants() {
            match node.value() {
                Node::Element(element) => {
                    let mut attributes: Vec<_> =
                        element.attrs().map(|(key, value)| format!(" {key}={value:?}")).collect();
                    attributes.sort();
                    seen.push(format!("<{}{}>", element.name(), attributes.concat()));
                }
                Node::Text(text) => {
                    let keeps = ["pre", "textarea", "script", "style", "svg", "title"];
                    let above =
                        |name: &str| node.ancestors().any(|a| a.value().as_element().is_some_and(|e| e.name() == name));
                    if keeps.into_iter().any(above) {
                        seen.push(text.to_string());
                    } else {
                        let words: Vec<&str> =
                            text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()).collect();
                        let edge = |c: Option<char>| if c.is_some_and(|c| " \t\n\r".contains(c)) { "_" } else { "" };
                        let (first, last) = (edge(text.chars().next()), edge(text.chars().last()));
                        let is_head =
                            node.parent().is_some_and(|p| p.value().as_element().is_some_and(|e| e.name() == "head"));
                        if !is_head {
                            seen.push(format!("{first}{}{last}", words.join(" ")));
                        }
                    }
                }
                Node::Comment(comment) => seen.push(format!("<!--{}-->", &comment.comment)),
                _ => {}
            }
        }
        seen
    }

    #[test]
    fn takes_out_needless_space() {
        let page = "<!DOCTYPE html>\n<html lang=\"en\">\n  <head>\n    <title> A  b </title>\n    <meta\n  name='x'  content='a  b'>\n  </head>\n  <body>\n    <p>One  <b>two</b>\n      three.</p>\n  </body>\n</html>\n";
        let expected = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title> A  b </title><meta name='x' content='a  b'></head>\n<body>\n<p>One <b>two</b>\nthree.</p>\n</body>\n</html>\n";
        assert_eq!(minify_page(page), expected);
        assert_eq!(seen(page), seen(expected));
    }

    #[test]
    fn keeps_every_byte_where_it_counts() {
        for page in [
            "<pre>\n a  b <b>  c </b>\n</pre>",
            "<PRE><code>a\n\n  b</code></PRE>",
            "<textarea>\n  a  </TEXTAREA >",
            "<script>if (a  <  b) { '</p>  ' }</script>",
            "<style>a  >  b { content: '  ' }</style>",
            "<svg viewBox=\"0 0  1 1\"><text>a   b</text>\n\n</svg>",
            "<!--  a   b  -->",
            "<!--->x<!-- a  --!>x<!--  b --->x<!---->x<!-->",
            "<a title=\"  a > b\n  c\" data-x='  \"  ' href=a/b>x</a>",
            "a &lt;  b".split("  ").next().unwrap_or_default(),
            "<script>  <!--  <script>  </script>  -->  </script>  x",
            "<pre>a<!-- </pre> -->  b</pre>",
        ] {
            assert_eq!(minify_page(page), page);
        }
    }

    #[test]
    fn keeps_line_endings_apart_from_spaces() {
        assert_eq!(minify_page("<p>中文\n    中文  a \u{a0}  b</p>"), "<p>中文\n中文 a \u{a0} b</p>");
    }

    #[test]
    fn leaves_broken_mark_up_alone() {
        for page in ["a <b class=\"  ", "<p>1  < 2", "<!-- open  ", "<textarea>  <p>  ", "</  x", "<"] {
            let small = minify_page(page);
            assert_eq!(seen(&small), seen(page), "{page}");
        }
    }

    #[test]
    fn minifies_only_pages() {
        assert_eq!(minified("a/b.html", b"a  b").as_deref(), Some(&b"a b"[..]));
        assert_eq!((minified("a.txt", b"a  b"), minified("a.html", b"\xff")), (None, None));
    }

    fn any_element() -> impl Strategy<Value = String> {
        let text = "[a中<>&\"' \t\n]{0,8}".prop_map(|text: String| text.replace(['<', '>'], " "));
        let attribute =
            prop::sample::select(vec!["", " class=\"a  b\"", "\n  id='x\n y'", "  hidden ", " data-a=b  data-c"]);
        let leaf = prop_oneof![
            text,
            "[a -]{0,6}".prop_map(|words: String| format!("<!--x{}y-->", words.replace("--", ""))),
            "[a  \n]{0,6}".prop_map(|words| format!("<pre> {words} <b>{words}</b></pre>")),
            "[a  \n]{0,6}".prop_map(|words| format!("<textarea>{words}</textarea><script>{words}</script>")),
        ];
        leaf.prop_recursive(4, 40, 5, move |inner| {
            let name = prop::sample::select(vec!["div", "span", "em", "section", "ul", "svg"]);
            (name, attribute.clone(), prop::collection::vec(inner, 0..5))
                .prop_map(|(name, attribute, content)| format!("<{name}{attribute}>{}</{name}>", content.join(" \n ")))
        })
    }

    proptest! {
        #[test]
        fn shows_the_same_page(body in any_element()) {
            let page = format!("<!doctype html>\n<html>\n<head>\n <title>x</title>\n </head>\n <body>{body}</body></html>");
            let small = minify_page(&page);
            prop_assert_eq!(seen(&small), seen(&page));
        }

        #[test]
        fn loses_nothing_but_space(page in "[a-c<>/!=\"' \n-]{0,60}|<(pre|p|script|svg|title)[ >].{0,30}") {
            let small = minify_page(&page);
            let solid = |text: &str| text.chars().filter(|c| !c.is_ascii_whitespace()).collect::<String>();
            prop_assert_eq!(solid(&small), solid(&page));
            prop_assert_eq!(minify_page(&small), small);
        }
    }
}
