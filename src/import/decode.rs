//! Bytes to text: UTF-8, or UTF-16 that says so by its byte order mark.

use super::Refused;

/// Reads a file's bytes as text, without a byte order mark.
pub(crate) fn decode(bytes: &[u8]) -> Result<String, Refused> {
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest)?,
        _ => utf8(bytes)?,
    };
    match text.bytes().position(|byte| byte == 0) {
        Some(at) => Err(Refused::NotText(format!("a NUL byte stands at {at}"))),
        None => Ok(text),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, Refused> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Refused::NotText(format!("byte {} is not UTF-8", error.valid_up_to())))?;
    Ok(text.to_owned())
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Refused> {
    if !bytes.len().is_multiple_of(2) {
        return Err(Refused::NotText("it is UTF-16 with half a letter at its end".to_owned()));
    }
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16(&units).map_err(|_| Refused::NotText("it is UTF-16 with a broken letter".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_utf8_and_utf16() {
        assert_eq!(decode("\u{feff}é".as_bytes()).unwrap(), "é");
        assert_eq!(decode(b"\xff\xfea\0").unwrap(), "a");
        assert_eq!(decode(b"\xfe\xff\0a").unwrap(), "a");
    }

    #[test]
    fn refuses_what_is_no_text() {
        for bytes in [&b"caf\xe9"[..], b"a\0b", b"\xff\xfea", b"\xff\xfe\0\xd8"] {
            assert!(decode(bytes).is_err(), "{bytes:?}");
        }
    }
}
