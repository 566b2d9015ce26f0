//! Decodes the bytes of a file into text.
//!
//! 1. Binary formats are recognized by their signature and by control characters in the decoded text.
//! 2. A byte order mark, valid UTF-8 or the encoding declared by a page determines the encoding.
//! 3. Otherwise the encoding is guessed from the byte frequencies, with a note for the author to verify it.

use super::ImportError;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Decoded file.
pub(crate) struct Decoded {
    /// Text without a byte order mark.
    pub(crate) text: String,
    /// True if the file was UTF-8.
    pub(crate) is_utf8: bool,
    /// Note for the author to verify the result.
    pub(crate) note: Option<String>,
}

/// Number of leading bytes of a page that are scanned for a declared encoding.
const ENCODING_SCAN_BYTES: usize = 2048;

/// Signatures of binary formats with their description.
const BINARY_SIGNATURES: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "it is a Word document or another archive"),
    (b"\xd0\xcf\x11\xe0", "it is an old Word document"),
    (b"{\\rtf", "it is an RTF document"),
    (b"\x89PNG", "it is an image"),
    (b"\xff\xd8\xff", "it is an image"),
    (b"GIF8", "it is an image"),
    (b"RIFF", "it is an image, audio or video file"),
    (b"bplist00", "it is a web archive"),
    (b"\x1f\x8b", "it is a compressed file"),
];

/// Decodes the bytes of a file; an error if they are not text or there is no text in them.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded, ImportError> {
    if let Some((_, description)) = BINARY_SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(ImportError::NotText((*description).to_owned()));
    }
    if is_mhtml(bytes) {
        return Err(ImportError::NotText("it is a web archive (MHTML)".to_owned()));
    }
    let decoded = if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        decode_as(encoding, &bytes[length..], None)
    } else {
        let utf8 = || std::str::from_utf8(bytes).is_ok().then_some(UTF_8);
        let encoding = utf16_without_bom(bytes).or_else(utf8).or_else(|| declared_encoding(bytes));
        encoding.map_or_else(|| decode_guessed(bytes), |encoding| decode_as(encoding, bytes, None))
    };
    if decoded.text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err(ImportError::Empty);
    }
    if is_binary(&decoded.text) {
        return Err(ImportError::NotText("it contains control characters that do not occur in text".to_owned()));
    }
    Ok(decoded)
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], note: Option<String>) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let error_note = had_errors
        .then(|| format!("some of its bytes are not valid {} and were replaced with `\u{fffd}`", encoding.name()));
    Decoded { text: text.into_owned(), is_utf8: encoding == UTF_8, note: note.or(error_note) }
}

fn decode_guessed(bytes: &[u8]) -> Decoded {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let note = format!("it is not UTF-8 and was decoded as {}; check that its characters are correct", encoding.name());
    decode_as(encoding, bytes, Some(note))
}

/// Returns the encoding that a page declares: `<meta charset="gb2312">`, `<?xml encoding="…"?>`.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(ENCODING_SCAN_BYTES)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if !head.contains('<') {
        return None;
    }
    let labels = ["charset=", "encoding="].iter().flat_map(|name| head.match_indices(name)).map(|(offset, name)| {
        let value = head[offset + name.len()..].trim_start_matches(['"', '\'', ' ']);
        &value[..value.find(['"', '\'', ' ', ';', '>', '/', '?']).unwrap_or(value.len())]
    });
    labels.filter_map(|label| Encoding::for_label(label.as_bytes())).find(|encoding| *encoding != UTF_8)
}

/// Detects UTF-16 without a byte order mark: nearly every other byte is zero.
fn utf16_without_bom(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(400)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let is_most = |count: usize| head.len() >= 8 && count * 2 * 10 >= head.len() * 8;
    match (is_most(zeros(0)), is_most(zeros(1))) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

fn is_mhtml(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1000)]);
    head.contains("MIME-Version:") && head.contains("multipart/related")
}

/// Returns true if the text has a NUL or more control characters than a text contains by accident.
fn is_binary(text: &str) -> bool {
    let is_control = |c: &char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{85}');
    let (controls, has_nul) = (text.chars().filter(is_control).count(), text.contains('\0'));
    has_nul || controls * 200 > text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, bool) {
        let decoded = decode(bytes).unwrap();
        (decoded.text, decoded.note.is_some())
    }

    fn certain(text: &str) -> (String, bool) {
        (text.to_owned(), false)
    }

    #[test]
    fn decodes_by_mark_or_declaration() {
        assert_eq!(decoded("\u{feff}é".as_bytes()), certain("é"));
        assert_eq!(decoded(b"\xff\xfea\0"), certain("a"));
        assert_eq!(decoded(b"\xfe\xff\0a"), certain("a"));
        assert_eq!(decoded(b"f\0e\0r\0r\0y\0.\0"), certain("ferry."));
        assert_eq!(decoded(b"<meta charset=gb2312><p>\xb8\xdb\xbf\xda"), certain("<meta charset=gb2312><p>港口"));
        assert_eq!(
            decoded(b"<?xml version='1.0' encoding='iso-8859-1'?><p>caf\xe9"),
            certain("<?xml version='1.0' encoding='iso-8859-1'?><p>café")
        );
    }

    #[test]
    fn guesses_with_a_note() {
        let german = "Die Fähren von Lindhaven sind voll, und die Brücke kostet 38 Millionen Kronen, für alle.";
        let latin: Vec<u8> = german.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        assert_eq!(decoded(&latin), (german.to_owned(), true));
        let (gbk, ..) = encoding_rs::GBK.encode("林港市议会表决通过了建设新港口大桥的方案。");
        assert_eq!(decoded(&gbk), ("林港市议会表决通过了建设新港口大桥的方案。".to_owned(), true));
    }

    #[test]
    fn rejects_binary_files() {
        let message = |bytes: &[u8]| decode(bytes).err().unwrap().to_string();
        assert!(message(b"PK\x03\x04\0\0").contains("Word document"));
        assert!(message(b"\x89PNG\r\n").contains("image"));
        assert!(message(b"a\0b").contains("control characters"));
        assert!(
            message(b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;")
                .contains("MHTML")
        );
        for bytes in [&b""[..], b" \r\n\t", "\u{feff}\u{a0}\n".as_bytes()] {
            assert!(matches!(decode(bytes), Err(ImportError::Empty)), "{bytes:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn decodes_or_rejects_any_bytes(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
            let _ = decode(&bytes);
        }
    }
}
