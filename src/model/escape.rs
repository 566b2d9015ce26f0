//! Escaping of text for HTML.

/// Appends text content, escaped.
pub(crate) fn text(html: &mut String, text: &str) {
    push_escaped(html, text, memchr::memchr3_iter(b'&', b'<', b'>', text.as_bytes()));
}

/// Appends ` name="value"`, escaped.
pub(crate) fn attribute(html: &mut String, name: &str, value: &str) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
    let offsets = value.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'&' | b'<' | b'>' | b'"'));
    push_escaped(html, value, offsets.map(|(at, _)| at));
    html.push('"');
}

/// Appends a text with the ASCII characters at `places` replaced by character references; the ranges between them are
/// copied in one piece.
fn push_escaped(html: &mut String, text: &str, offsets: impl Iterator<Item = usize>) {
    let mut from = 0;
    for at in offsets {
        html.push_str(&text[from..at]);
        html.push_str(match text.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        from = at + 1;
    }
    html.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_text() {
        let mut html = String::new();
        text(&mut html, "a < b & \"c\" </script>");
        attribute(&mut html, "title", "\"><img onerror='x'>");
        assert_eq!(html, "a &lt; b &amp; \"c\" &lt;/script&gt; title=\"&quot;&gt;&lt;img onerror='x'&gt;\"");
    }
}
