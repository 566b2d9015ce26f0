//! Puts words and addresses into HTML so that they stay words and addresses.

use std::borrow::Cow;
use std::fmt::Write;

/// Adds words between tags.
pub(crate) fn text(html: &mut String, words: &str) {
    push_escaped(html, words, memchr::memchr3_iter(b'&', b'<', b'>', words.as_bytes()));
}

/// Adds ` name="value"`.
pub(crate) fn attribute(html: &mut String, name: &str, value: &str) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
    let places = value.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'&' | b'<' | b'>' | b'"'));
    push_escaped(html, value, places.map(|(at, _)| at));
    html.push('"');
}

/// Adds a text with references in the place of the ASCII characters at some places; what lies between them is copied in
/// one piece.
fn push_escaped(html: &mut String, text: &str, places: impl Iterator<Item = usize>) {
    let mut from = 0;
    for at in places {
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

/// An address as `href` takes it: what no address may hold is written with percent signs; those that are there stay.
pub(crate) fn address(address: &str) -> Cow<'_, str> {
    const KEPT: [bool; 256] = allowed_bytes(b"!#$%&'()*+,-./:;=?@_~");
    percent_encode(address, &KEPT)
}

/// A path within the site as `href` takes it: `?`, `#` and `%` are part of names, and encoded.
pub(super) fn path(path: &str) -> Cow<'_, str> {
    const KEPT: [bool; 256] = allowed_bytes(b"!$&'()*+,-./:;=@_~");
    percent_encode(path, &KEPT)
}

/// A fragment as `href` takes it, without `#`.
pub(crate) fn fragment(anchor: &str) -> Cow<'_, str> {
    const KEPT: [bool; 256] = allowed_bytes(b"!$&'()*+,-./:;=?@_~");
    percent_encode(anchor, &KEPT)
}

/// Which bytes stay as they are: ASCII letters and digits, and some marks.
const fn allowed_bytes(marks: &[u8]) -> [bool; 256] {
    let mut kept = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        kept[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < marks.len() {
        kept[marks[at] as usize] = true;
        at += 1;
    }
    kept
}

fn percent_encode<'t>(text: &'t str, kept: &[bool; 256]) -> Cow<'t, str> {
    let is_kept = |byte: u8| kept[usize::from(byte)];
    let Some(first) = text.bytes().position(|byte| !is_kept(byte)) else { return Cow::Borrowed(text) };
    let mut encoded = String::with_capacity(text.len() + 16);
    encoded.push_str(&text[..first]);
    for byte in text.bytes().skip(first) {
        if is_kept(byte) {
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
    fn escapes_words() {
        let mut html = String::new();
        text(&mut html, "a < b & \"c\" </script>");
        attribute(&mut html, "title", "\"><img onerror='x'>");
        assert_eq!(html, "a &lt; b &amp; \"c\" &lt;/script&gt; title=\"&quot;&gt;&lt;img onerror='x'&gt;\"");
    }

    #[test]
    fn encodes_addresses() {
        assert_eq!(address("https://a.b/ü ?x=%20&y=[1]#z"), "https://a.b/%C3%BC%20?x=%20&y=%5B1%5D#z");
        assert_eq!(path("50% of \"x\"?#.png"), "50%25%20of%20%22x%22%3F%23.png");
    }
}
