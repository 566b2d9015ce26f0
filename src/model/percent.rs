//! Percent-encoding of URLs (RFC 3986), with one set of characters per place in a URL.
//!
//! Letters, digits and the marks of a set stay as they are; every other byte is encoded.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;

/// Encoded in a text directive (`#:~:text=`): also `-`, `,` and `&`, which delimit its parts.
const TEXT_DIRECTIVE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');

/// Encoded in a request path: all but the unreserved characters and the slash.
const REQUEST_PATH: &AsciiSet = &TEXT_DIRECTIVE.remove(b'-').remove(b'/');

/// Encoded in the path of a link: all but the characters that RFC 3986 allows in a path, and `/`. Encodes `?`, `#` and
/// `%`, which belong to file names.
const LINK_PATH: &AsciiSet = &REQUEST_PATH
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// Encoded in a fragment, which may contain `?`.
const FRAGMENT: &AsciiSet = &LINK_PATH.remove(b'?');

/// Encoded in a whole URL: only what a URL cannot contain. Keeps delimiters and existing escapes.
const URL: &AsciiSet = &FRAGMENT.remove(b'#').remove(b'%');

/// Encodes a URL for `href`: characters that a URL cannot contain are encoded; existing escapes are kept.
pub(crate) fn encode_url(url: &str) -> Cow<'_, str> {
    utf8_percent_encode(url, URL).into()
}

/// Encodes a path within the site for a link. Paths are never encoded before: `%` is encoded, too.
pub(crate) fn encode_path(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, LINK_PATH).into()
}

/// Encodes a fragment for a link, without `#`.
pub(crate) fn encode_fragment(anchor: &str) -> Cow<'_, str> {
    utf8_percent_encode(anchor, FRAGMENT).into()
}

/// Encodes words for a text directive.
pub(crate) fn encode_text_directive(words: &str) -> Cow<'_, str> {
    utf8_percent_encode(words, TEXT_DIRECTIVE).into()
}

/// Encodes the path of a request to the preview server.
pub(crate) fn encode_request_path(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, REQUEST_PATH).into()
}

/// Decodes escapes; incomplete ones are kept. Returns the input if the result is not UTF-8.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn encodes_urls_and_paths() {
        assert_eq!(encode_url("https://a.b/ü ?x=%20&y=[1]#z"), "https://a.b/%C3%BC%20?x=%20&y=%5B1%5D#z");
        assert_eq!(encode_path("50% of \"x\"?#.png"), "50%25%20of%20%22x%22%3F%23.png");
        assert_eq!(encode_path("articles/倡议 1/\"?#%\r\n"), "articles/%E5%80%A1%E8%AE%AE%201/%22%3F%23%25%0D%0A");
        assert_eq!(encode_path("a-b_c~d/@x,y;z"), "a-b_c~d/@x,y;z");
    }

    /// Checks each set against the characters that it leaves alone.
    #[test]
    fn sets_keep_exactly_their_marks() {
        type Encode = fn(&str) -> Cow<'_, str>;
        let sets: [(Encode, &str); 5] = [
            (encode_url, "!#$%&'()*+,-./:;=?@_~"),
            (encode_path, "!$&'()*+,-./:;=@_~"),
            (encode_fragment, "!$&'()*+,-./:;=?@_~"),
            (encode_text_directive, "._~"),
            (encode_request_path, "-./_~"),
        ];
        for (encode, marks) in sets {
            for c in '\0'..='\u{7f}' {
                let kept = c.is_ascii_alphanumeric() || marks.contains(c);
                let expected = if kept { c.to_string() } else { format!("%{:02X}", u32::from(c)) };
                assert_eq!(encode(&c.to_string()), expected, "{c:?} with {marks}");
            }
            assert_eq!(encode("中"), "%E4%B8%AD");
        }
    }

    #[test]
    fn decodes_complete_escapes_only() {
        for text in ["%", "%2", "%zz", "%+1", "é%", "%é1", "%ff", "a%20%ff"] {
            assert_eq!(decode(text), text);
        }
        assert_eq!(decode("a%20b%E4%B8%AD%zz%"), "a b中%zz%");
        assert_eq!(decode("%e4%B8%ad%%41"), "中%A");
    }

    proptest! {
        #[test]
        fn decoding_reverses_encoding(text in any::<String>()) {
            type Encode = fn(&str) -> Cow<'_, str>;
            for encode in [encode_path as Encode, encode_fragment, encode_text_directive, encode_request_path] {
                let encoded = encode(&text);
                prop_assert_eq!(decode(&encoded), &*text);
            }
        }
    }
}
