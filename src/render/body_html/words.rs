//! Words with emphasis and code, which need no context: titles, claims, notes on a status.

use crate::model::escape;
use crate::model::{Inline, InlineKind};

/// Renders inline Markdown as HTML; the plain words if there is none.
pub(crate) fn words_html(words: &str, markup: &[Inline]) -> String {
    let mut html = String::with_capacity(words.len());
    if markup.is_empty() {
        escape::text(&mut html, words);
    }
    write(&mut html, markup);
    html
}

fn write(html: &mut String, inlines: &[Inline]) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) => escape::text(html, text),
            InlineKind::Code(code) => {
                html.push_str("<code>");
                escape::text(html, code);
                html.push_str("</code>");
            }
            InlineKind::Emphasis(content) => element(html, "em", content),
            InlineKind::Strong(content) => element(html, "strong", content),
            InlineKind::Strikethrough(content) => element(html, "del", content),
            InlineKind::Span { content, .. } | InlineKind::Link { content, .. } => write(html, content),
            _ => {}
        }
    }
}

fn element(html: &mut String, name: &str, content: &[Inline]) {
    html.extend(["<", name, ">"]);
    write(html, content);
    html.extend(["</", name, ">"]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::dummy_span;

    #[test]
    fn escapes_words_and_keeps_emphasis() {
        let inline = |kind| Inline { kind, span: dummy_span() };
        let text = |words: &str| inline(InlineKind::Text(words.to_owned()));
        assert_eq!(words_html("a < b", &[]), "a &lt; b");
        let markup =
            [text("a & "), inline(InlineKind::Emphasis(vec![text("<b>")])), inline(InlineKind::Code("c".into()))];
        assert_eq!(words_html("", &markup), "a &amp; <em>&lt;b&gt;</em><code>c</code>");
    }
}
