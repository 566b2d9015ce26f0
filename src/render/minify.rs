//! HTML minifier: removes insignificant white space from pages.
//!
//! 1. `scan` splits a page into tags, text, and verbatim parts such as comments and preformatted elements.
//! 2. A run of white space in text becomes one space, or one line ending if the run contains one: wrapping, styling and
//!    selection do not change, also between Chinese characters, where a line ending is not a space. White space between
//!    the elements of the head is removed.
//! 3. White space between the attributes of a tag becomes one space; attribute values are unchanged.
//!
//! All else is unchanged: no tag, quote or comment is removed, because a style sheet or a script may depend on it.
//! After malformed markup, the rest of the page is copied verbatim. (The maintained library for this does more and
//! depends on a JavaScript and a CSS compiler, which would make every first build of briefing slow.)

mod scan;

use scan::{HtmlToken, Scanner, Tag};
use std::path::Path;

/// Elements of a head; white space next to them is never rendered.
const HEAD_ELEMENTS: [&str; 10] =
    ["html", "head", "meta", "link", "title", "base", "script", "style", "template", "noscript"];

/// Minifies a file; returns `None` if it is not an HTML page or not valid UTF-8. Idempotent.
pub fn minified(path: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok().filter(|_| is_page(path))?;
    Some(minify_page(text).into_bytes())
}

/// Checks by its extension whether an output file is an HTML page.
pub fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "html" || extension == "htm")
}

/// Minifies one page.
fn minify_page(page: &str) -> String {
    let mut minified = String::with_capacity(page.len());
    let mut in_head = false;
    for token in Scanner::new(page) {
        match token {
            HtmlToken::Text(text) => {
                let is_space = text.bytes().all(|byte| byte.is_ascii_whitespace());
                in_head &= is_space;
                if !in_head {
                    collapse_whitespace(&mut minified, text);
                }
            }
            HtmlToken::Tag(tag) => {
                let is = |element: &str| tag.name.eq_ignore_ascii_case(element);
                let is_head_element = HEAD_ELEMENTS.into_iter().any(is);
                in_head = if is("head") { !tag.is_end } else { in_head && is_head_element };
                write_tag(&mut minified, &tag);
            }
            HtmlToken::Verbatim(text) => minified.push_str(text),
        }
    }
    minified
}

/// Appends a text with every run of white space collapsed to one character.
fn collapse_whitespace(minified: &mut String, text: &str) {
    let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
    let mut rest = text;
    while let Some(at) = rest.find(is_space) {
        let (before, run) = rest.split_at(at);
        rest = run.trim_start_matches(is_space);
        let run = &run[..run.len() - rest.len()];
        minified.push_str(before);
        minified.push(if run.contains(['\n', '\r']) { '\n' } else { ' ' });
    }
    minified.push_str(rest);
}

/// Appends a tag with one space before each attribute.
fn write_tag(minified: &mut String, tag: &Tag<'_>) {
    let mut at = 0;
    for value in &tag.values {
        write_attribute_names(minified, &tag.text[at..value.start]);
        minified.push_str(&tag.text[value.clone()]);
        at = value.end;
    }
    write_attribute_names(minified, &tag.text[at..]);
}

/// Appends the part of a tag between two attribute values.
fn write_attribute_names(minified: &mut String, between: &str) {
    let mut after_space = false;
    for c in between.chars() {
        let is_space = c.is_ascii_whitespace();
        if !is_space {
            minified.push(c);
        } else if !after_space {
            minified.push(' ');
        }
        after_space = is_space;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use scraper::{Html, Node};

    /// Parses a page as a browser does: elements with attributes, and texts. White space matters only in preformatted
    /// parts.
    fn parsed(page: &str) -> Vec<String> {
        let document = Html::parse_document(page);
        let mut nodes = Vec::new();
        for node in document.tree.root().descendants() {
            match node.value() {
                Node::Element(element) => {
                    let mut attributes: Vec<_> =
                        element.attrs().map(|(key, value)| format!(" {key}={value:?}")).collect();
                    attributes.sort();
                    nodes.push(format!("<{}{}>", element.name(), attributes.concat()));
                }
                Node::Text(text) => {
                    let verbatim = ["pre", "textarea", "script", "style", "svg", "title"];
                    let is_inside =
                        |name: &str| node.ancestors().any(|a| a.value().as_element().is_some_and(|e| e.name() == name));
                    if verbatim.into_iter().any(is_inside) {
                        nodes.push(text.to_string());
                    } else {
                        let words: Vec<&str> =
                            text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()).collect();
                        let edge = |c: Option<char>| if c.is_some_and(|c| " \t\n\r".contains(c)) { "_" } else { "" };
                        let (first, last) = (edge(text.chars().next()), edge(text.chars().last()));
                        let is_head =
                            node.parent().is_some_and(|p| p.value().as_element().is_some_and(|e| e.name() == "head"));
                        if !is_head {
                            nodes.push(format!("{first}{}{last}", words.join(" ")));
                        }
                    }
                }
                Node::Comment(comment) => nodes.push(format!("<!--{}-->", &comment.comment)),
                _ => {}
            }
        }
        nodes
    }

    #[test]
    fn removes_insignificant_space() {
        let page = "<!DOCTYPE html>\n<html lang=\"en\">\n  <head>\n    <title> A  b </title>\n    <meta\n  name='x'  content='a  b'>\n  </head>\n  <body>\n    <p>One  <b>two</b>\n      three.</p>\n  </body>\n</html>\n";
        let expected = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title> A  b </title><meta name='x' content='a  b'></head>\n<body>\n<p>One <b>two</b>\nthree.</p>\n</body>\n</html>\n";
        assert_eq!(minify_page(page), expected);
        assert_eq!(parsed(page), parsed(expected));
    }

    #[test]
    fn keeps_preformatted_parts() {
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
    fn keeps_line_endings_distinct_from_spaces() {
        assert_eq!(minify_page("<p>中文\n    中文  a \u{a0}  b</p>"), "<p>中文\n中文 a \u{a0} b</p>");
    }

    #[test]
    fn preserves_broken_markup() {
        for page in ["a <b class=\"  ", "<p>1  < 2", "<!-- open  ", "<textarea>  <p>  ", "</  x", "<"] {
            let minified_page = minify_page(page);
            assert_eq!(parsed(&minified_page), parsed(page), "{page}");
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
            "[a -]{0,6}".prop_map(|text: String| format!("<!--x{}y-->", text.replace("--", ""))),
            "[a  \n]{0,6}".prop_map(|text| format!("<pre> {text} <b>{text}</b></pre>")),
            "[a  \n]{0,6}".prop_map(|text| format!("<textarea>{text}</textarea><script>{text}</script>")),
        ];
        leaf.prop_recursive(4, 40, 5, move |inner| {
            let name = prop::sample::select(vec!["div", "span", "em", "section", "ul", "svg"]);
            (name, attribute.clone(), prop::collection::vec(inner, 0..5))
                .prop_map(|(name, attribute, content)| format!("<{name}{attribute}>{}</{name}>", content.join(" \n ")))
        })
    }

    proptest! {
        #[test]
        fn preserves_parsed_page(body in any_element()) {
            let page = format!("<!doctype html>\n<html>\n<head>\n <title>x</title>\n </head>\n <body>{body}</body></html>");
            let minified_page = minify_page(&page);
            prop_assert_eq!(parsed(&minified_page), parsed(&page));
        }

        #[test]
        fn removes_only_space(page in "[a-c<>/!=\"' \n-]{0,60}|<(pre|p|script|svg|title)[ >].{0,30}") {
            let minified_page = minify_page(&page);
            let solid = |text: &str| text.chars().filter(|c| !c.is_ascii_whitespace()).collect::<String>();
            prop_assert_eq!(solid(&minified_page), solid(&page));
            prop_assert_eq!(minify_page(&minified_page), minified_page);
        }
    }
}
