//! Decodes request paths strictly and rejects ambiguous ones.

use percent_encoding::percent_decode_str;

/// Limit of the encoded path's length, in bytes.
const MAX_PATH_BYTES: usize = 4096;

/// Reason to reject a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InvalidPath {
    /// The path exceeds `MAX_PATH_BYTES`.
    TooLong,
    /// The path is badly encoded or has components that no output path has.
    Malformed,
}

/// Decodes a path. Rejects encoded slashes, backslashes, control characters, `.` and `..`, and empty inner components:
/// no output path has them, and they are the means of path traversal.
pub(super) fn decode(path: &str) -> Result<String, InvalidPath> {
    if path.len() > MAX_PATH_BYTES {
        return Err(InvalidPath::TooLong);
    }
    if !has_complete_escapes(path) {
        return Err(InvalidPath::Malformed);
    }
    let count_slashes = |text: &str| text.bytes().filter(|byte| *byte == b'/').count();
    let decoded = percent_decode_str(path).decode_utf8().map_err(|_| InvalidPath::Malformed)?;
    let relative = decoded.strip_prefix('/').ok_or(InvalidPath::Malformed)?;
    let is_forbidden = |c: char| c.is_control() || c == '\\';
    let components = relative.strip_suffix('/').unwrap_or(relative);
    let is_invalid_component = |component: &str| matches!(component, "" | "." | "..");
    if decoded.contains(is_forbidden) || count_slashes(&decoded) != count_slashes(path) || relative == "/" {
        return Err(InvalidPath::Malformed);
    }
    if !components.is_empty() && components.split('/').any(is_invalid_component) {
        return Err(InvalidPath::Malformed);
    }
    Ok(decoded.into_owned())
}

fn has_complete_escapes(path: &str) -> bool {
    let is_hex_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
    let bytes = path.as_bytes();
    let escapes = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'%');
    escapes.into_iter().all(|(index, _)| is_hex_digit(bytes.get(index + 1)) && is_hex_digit(bytes.get(index + 2)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::percent::encode_request_path;
    use proptest::prelude::*;

    #[test]
    fn decodes_page_paths() {
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
    fn rejects_ambiguous_paths() {
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
        fn decoded_paths_stay_below_the_root(path in "\\PC{0,40}|[/.%\\\\25fFeE0a]{0,20}") {
            if let Ok(decoded) = decode(&path) {
                prop_assert!(decoded.starts_with('/'));
                prop_assert!(decoded.split('/').all(|component| component != ".." && component != "."));
                prop_assert!(!decoded.contains("//"));
                prop_assert_eq!(decode(&encode_request_path(&decoded)), Ok(decoded));
            }
        }
    }
}
