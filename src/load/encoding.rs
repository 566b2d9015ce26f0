//! Turns bytes into text: UTF-8 without NUL, or a diagnostic at the first byte that is not.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::Bytes;
use crate::span::{FileId, Sources, Span};

/// A text file that is not UTF-8.
pub(crate) static NOT_UTF8: Rule = Rule {
    code: "not-utf8",
    severity: Severity::Error,
    what: "A text file is not UTF-8, or has a NUL byte in it.",
    why: "Its letters cannot be told for sure, and readers would see the wrong ones.",
    wrong: "a file saved as Latin-1 or UTF-16",
    right: "the same file saved as UTF-8",
};

/// Adds a text file to the sources, and says whether it is text. Bytes that are not UTF-8 become replacement characters,
/// so that the file can be shown; the first of them is reported.
pub(super) fn add_text(sources: &mut Sources, path: &str, bytes: &Bytes, found: &mut Diagnostics) -> (FileId, bool) {
    if let Some(text) = decode(bytes) {
        return (sources.add(path, text), true);
    }
    let file = sources.add(path, String::from_utf8_lossy(bytes));
    if let Some(problem) = encoding_error(file, bytes) {
        found.push(problem);
    }
    (file, false)
}

/// Bytes that are text, as text: UTF-8 without NUL.
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
        let diagnostic = Diagnostic::new(&NOT_UTF8, Span::new(file, at..at + 1), "a NUL byte stands in the text");
        return Some(diagnostic.help("delete it, or save the file as UTF-8 when it is UTF-16"));
    }
    let &byte = bytes.get(valid)?;
    let diagnostic =
        Diagnostic::new(&NOT_UTF8, replacement_span(file, valid), format!("the byte 0x{byte:02X} is not UTF-8"))
            .label("first byte that is not UTF-8")
            .help(match latin1(byte) {
                Some(letter) => format!("save the file as UTF-8; as Latin-1 this byte is `{letter}`"),
                None => "save the file as UTF-8".to_owned(),
            });
    Some(diagnostic)
}

/// The place of the replacement character for the first wrong byte. Everything before it is as long as it was.
fn replacement_span(file: FileId, at: usize) -> Span {
    Span::new(file, at..at + char::REPLACEMENT_CHARACTER.len_utf8())
}

fn latin1(byte: u8) -> Option<char> {
    Some(char::from(byte)).filter(|letter| letter.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(bytes: &[u8]) -> Option<(usize, usize, String)> {
        let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
        let (file, is_text) = add_text(&mut sources, "x.md", &Bytes::from(bytes), &mut found);
        assert_eq!(is_text, found.is_empty());
        let problem = found.iter().next()?.clone();
        let at = sources.get(file).position(problem.span?.start as usize);
        Some((at.line, at.column, problem.help?))
    }

    #[test]
    fn takes_utf8() {
        assert_eq!(finding("\u{feff}é 中文\n".as_bytes()), None);
        assert_eq!(finding(b""), None);
    }

    #[test]
    fn reports_the_first_wrong_byte() {
        let (line, column, help) = finding(b"one\n\xc3\xa9t\xe9 \xff").unwrap();
        assert_eq!((line, column), (2, 3));
        assert!(help.contains("`é`"), "{help}");
    }

    #[test]
    fn reports_utf16_and_nul() {
        assert_eq!(finding(b"\xff\xfea\0").unwrap().0, 1);
        assert_eq!(finding(b"a\nb\0c\xff").map(|(line, column, _)| (line, column)), Some((2, 2)));
    }
}
