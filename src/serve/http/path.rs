//! Reads the path of a request: strictly decoded, without anything that could mean another place than it says.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// The longest path that is looked at, in bytes.
const MAX_PATH_BYTES: usize = 4096;

/// What stays as it is in a path: unreserved characters and the slash.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Why a path is not looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InvalidPath {
    /// It is longer than any of the site's.
    TooLong,
    /// It is badly encoded, or has parts that no path of the site has.
    Malformed,
}

/// Decodes a path. Encoded slashes, backslashes, control characters, `.` and `..`, and empty parts within are refused:
/// no page has them, and they are how one gets out of a folder.
pub(super) fn decode(path: &str) -> Result<String, InvalidPath> {
    if path.len() > MAX_PATH_BYTES {
        return Err(InvalidPath::TooLong);
    }
    if !has_complete_escapes(path) {
        return Err(InvalidPath::Malformed);
    }
    let slashes = |text: &str| text.bytes().filter(|byte| *byte == b'/').count();
    let decoded = percent_decode_str(path).decode_utf8().map_err(|_| InvalidPath::Malformed)?;
    let parts = decoded.strip_prefix('/').ok_or(InvalidPath::Malformed)?;
    let is_bad = |c: char| c.is_control() || c == '\\';
    let folders = parts.strip_suffix('/').unwrap_or(parts);
    let is_elsewhere = |part: &str| matches!(part, "" | "." | "..");
    if decoded.contains(is_bad) || slashes(&decoded) != slashes(path) || parts == "/" {
        return Err(InvalidPath::Malformed);
    }
    if !folders.is_empty() && folders.split('/').any(is_elsewhere) {
        return Err(InvalidPath::Malformed);
    }
    Ok(decoded.into_owned())
}

/// Writes a decoded path as an address has it.
pub(super) fn encode(path: &str) -> String {
    utf8_percent_encode(path, UNRESERVED).to_string()
}

fn has_complete_escapes(path: &str) -> bool {
    let hex = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
    let bytes = path.as_bytes();
    let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'%');
    starts.into_iter().all(|(at, _)| hex(bytes.get(at + 1)) && hex(bytes.get(at + 2)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decodes_what_pages_are_called() {
        for (path, decoded) in [
            ("/", "/"),
            ("/a/b/", "/a/b/"),
            ("/a%20b", "/a b"),
            ("/%E4%B8%AD/", "/中/"),
            ("/50%25", "/50%"),
            ("/.well-known/x", "/.well-known/x"),
            ("/a..b/...", "/a..b/..."),
        ] {
            assert_eq!(decode(path).as_deref(), Ok(decoded), "{path}");
        }
    }

    #[test]
    fn refuses_what_could_mean_another_place() {
        for path in [
            "",
            "a",
            "*",
            "//",
            "//etc/passwd",
            "/a//b",
            "/..",
            "/../x",
            "/a/..",
            "/a/../b",
            "/.",
            "/./a",
            "/%2e%2e/",
            "/..%2fetc",
            "/a%2Fb",
            "/%5c..",
            "/..\\x",
            "/x\\",
            "/%00",
            "/a%0d%0ab",
            "/%c0%ae",
            "/%ff",
            "/%zz",
            "/%",
            "/%2",
            "/\u{7f}",
        ] {
            assert_eq!(decode(path), Err(InvalidPath::Malformed), "{path}");
        }
        assert_eq!(decode(&format!("/{}", "a".repeat(64 << 10))), Err(InvalidPath::TooLong));
    }

    proptest! {
        #[test]
        fn what_is_decoded_stays_in_its_folder(path in "\\PC{0,40}|[/.%\\\\25fFeE0a]{0,20}") {
            if let Ok(decoded) = decode(&path) {
                prop_assert!(decoded.starts_with('/'));
                prop_assert!(decoded.split('/').all(|part| part != ".." && part != "."));
                prop_assert!(!decoded.contains("//"));
                prop_assert_eq!(decode(&encode(&decoded)), Ok(decoded));
            }
        }
    }
}
