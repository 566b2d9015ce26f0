//! Decodes text files: UTF-8 without NUL, or a diagnostic at the first invalid byte.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::Bytes;
use crate::span::{FileId, Sources, Span};

/// Rule: a text file is not UTF-8.
pub(crate) static NOT_UTF8: Rule = Rule {
    code: "not-utf8",
    severity: Severity::Error,
    what: "A text file is not valid UTF-8 or contains a NUL byte.",
    why: "Its characters cannot be decoded reliably, and readers could see wrong ones.",
    wrong: "a file saved as Latin-1 or UTF-16",
    right: "the same file saved as UTF-8",
};

/// Adds a file to the sources and returns its id and whether it is valid text. Invalid bytes become replacement
/// characters, so that diagnostics can show the file; the first of them is reported.
pub(super) fn add_text(
    sources: &mut Sources,
    path: &str,
    bytes: &Bytes,
    diagnostics: &mut Diagnostics,
) -> (FileId, bool) {
    if let Some(text) = decode(bytes) {
        return (sources.add(path, text), true);
    }
    let file = sources.add(path, String::from_utf8_lossy(bytes));
    if let Some(diagnostic) = encoding_error(file, bytes) {
        diagnostics.push(diagnostic);
    }
    (file, false)
}

/// Decodes bytes as UTF-8 without NUL; `None` if they are not.
pub(super) fn decode(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

fn encoding_error(file: FileId, bytes: &[u8]) -> Option<Diagnostic> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let diagnostic = Diagnostic::new(&NOT_UTF8, replacement_span(file, 0), "the file is UTF-16, not UTF-8");
        return Some(diagnostic.help("save it as UTF-8"));
    }
    let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    if let Some(at) = bytes[..valid].iter().position(|&byte| byte == 0) {
        let diagnostic = Diagnostic::new(&NOT_UTF8, Span::new(file, at..at + 1), "the text contains a NUL byte");
        return Some(diagnostic.help("delete it, or save the file as UTF-8 if it is UTF-16"));
    }
    let &byte = bytes.get(valid)?;
    let diagnostic =
        Diagnostic::new(&NOT_UTF8, replacement_span(file, valid), format!("the byte 0x{byte:02X} is not UTF-8"))
            .label("first byte that is not UTF-8")
            .help(match latin1(byte) {
                Some(letter) => format!("save the file as UTF-8; in Latin-1 this byte is `{letter}`"),
                None => "save the file as UTF-8".to_owned(),
            });
    Some(diagnostic)
}

/// Returns the span of the replacement character for the first invalid byte. Decoding does not shift what precedes it.
fn replacement_span(file: FileId, at: usize) -> Span {
    Span::new(file, at..at + char::REPLACEMENT_CHARACTER.len_utf8())
}

fn latin1(byte: u8) -> Option<char> {
    Some(char::from(byte)).filter(|letter| letter.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_diagnostic(bytes: &[u8]) -> Option<(usize, usize, String)> {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let (file, is_text) = add_text(&mut sources, "x.md", &Bytes::from(bytes), &mut diagnostics);
        assert_eq!(is_text, diagnostics.is_empty());
        let diagnostic = diagnostics.iter().next()?.clone();
        let at = sources.get(file).position(diagnostic.span?.start as usize);
        Some((at.line, at.column, diagnostic.help?))
    }

    #[test]
    fn accepts_utf8() {
        assert_eq!(first_diagnostic("\u{feff}é 中文\n".as_bytes()), None);
        assert_eq!(first_diagnostic(b""), None);
    }

    #[test]
    fn reports_first_invalid_byte() {
        let (line, column, help) = first_diagnostic(b"one\n\xc3\xa9t\xe9 \xff").unwrap();
        assert_eq!((line, column), (2, 3));
        assert!(help.contains("`é`"), "{help}");
    }

    #[test]
    fn reports_utf16_and_nul() {
        assert_eq!(first_diagnostic(b"\xff\xfea\0").unwrap().0, 1);
        assert_eq!(first_diagnostic(b"a\nb\0c\xff").map(|(line, column, _)| (line, column)), Some((2, 2)));
    }
}
