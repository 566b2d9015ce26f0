//! Escaping of text and URLs for HTML.

use std::borrow::Cow;
use std::fmt::Write;

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

/// Encodes a URL for `href`: characters that a URL cannot contain are percent-encoded; existing escapes are kept.
pub(crate) fn address(address: &str) -> Cow<'_, str> {
    const ALLOWED: [bool; 256] = allowed_bytes(b"!#$%&'()*+,-./:;=?@_~");
    percent_encode(address, &ALLOWED)
}

/// Encodes a path within the site for `href`: `?`, `#` and `%` belong to file names and are encoded.
pub(super) fn path(path: &str) -> Cow<'_, str> {
    const ALLOWED: [bool; 256] = allowed_bytes(b"!$&'()*+,-./:;=@_~");
    percent_encode(path, &ALLOWED)
}

/// Encodes a fragment for `href`, without `#`.
pub(crate) fn fragment(anchor: &str) -> Cow<'_, str> {
    const ALLOWED: [bool; 256] = allowed_bytes(b"!$&'()*+,-./:;=?@_~");
    percent_encode(anchor, &ALLOWED)
}

/// Returns the table of bytes that are not encoded: ASCII letters, digits and `marks`.
const fn allowed_bytes(marks: &[u8]) -> [bool; 256] {
    let mut allowed = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        allowed[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < marks.len() {
        allowed[marks[at] as usize] = true;
        at += 1;
    }
    allowed
}

fn percent_encode<'t>(text: &'t str, allowed: &[bool; 256]) -> Cow<'t, str> {
    let is_allowed = |byte: u8| allowed[usize::from(byte)];
    let Some(first) = text.bytes().position(|byte| !is_allowed(byte)) else { return Cow::Borrowed(text) };
    let mut encoded = String::with_capacity(text.len() + 16);
    encoded.push_str(&text[..first]);
    for byte in text.bytes().skip(first) {
        if is_allowed(byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    Cow::Owned(encoded)
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

    #[test]
    fn encodes_urls() {
        assert_eq!(address("https://a.b/ü ?x=%20&y=[1]#z"), "https://a.b/%C3%BC%20?x=%20&y=%5B1%5D#z");
        assert_eq!(path("50% of \"x\"?#.png"), "50%25%20of%20%22x%22%3F%23.png");
    }
}
