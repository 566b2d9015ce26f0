//! Splits a content file into front matter and body.
//!
//! 1. A byte order mark and leading blank lines are skipped.
//! 2. The first line decides: `+++` opens TOML, `---` opens YAML, any other line means that front matter is missing.
//! 3. The same delimiter closes it. The rest is the body.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::span::{FileId, Span};
use std::ops::Range;

/// Rule: a content file does not begin with front matter.
pub(crate) static MISSING_FRONT_MATTER: Rule = Rule {
    code: "missing-front-matter",
    severity: Severity::Error,
    what: "A content file does not begin with front matter.",
    why: "The title, date and all other properties of a record are in its front matter; without it, the record \
          cannot be listed or linked.",
    wrong: "Our summary …",
    right: "+++\ntitle = \"The title\"\n+++\nOur summary …",
};

/// Rule: front matter has no closing delimiter.
pub(crate) static UNCLOSED_FRONT_MATTER: Rule = Rule {
    code: "unclosed-front-matter",
    severity: Severity::Error,
    what: "The front matter is not closed.",
    why: "The end of the front matter and the beginning of the text cannot be determined.",
    wrong: "+++\ntitle = \"The title\"\nOur summary …",
    right: "+++\ntitle = \"The title\"\n+++\nOur summary …",
};

/// Syntax of front matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum FrontMatterFormat {
    /// TOML between `+++` lines.
    #[default]
    Toml,
    /// YAML between `---` lines.
    Yaml,
}

impl FrontMatterFormat {
    fn delimiter(self) -> &'static str {
        match self {
            FrontMatterFormat::Toml => "+++",
            FrontMatterFormat::Yaml => "---",
        }
    }

    /// Formats an example assignment of a value to a key.
    pub(crate) fn entry(self, key: &str, value: &str) -> String {
        match self {
            FrontMatterFormat::Toml => format!("{key} = {value}"),
            FrontMatterFormat::Yaml => format!("{key}: {value}"),
        }
    }

    /// Formats an example assignment of a string to a key.
    pub(crate) fn text_entry(self, key: &str) -> String {
        self.entry(key, if self == FrontMatterFormat::Toml { "\"…\"" } else { "…" })
    }

    /// Formats an example table header.
    pub(crate) fn table(self, key: &str) -> String {
        match self {
            FrontMatterFormat::Toml => format!("[{key}]"),
            FrontMatterFormat::Yaml => format!("{key}:"),
        }
    }

    fn of_line(line: &str) -> Option<FrontMatterFormat> {
        [FrontMatterFormat::Toml, FrontMatterFormat::Yaml]
            .into_iter()
            .find(|format| line.trim_end() == format.delimiter())
    }
}

/// Parts of a content file, as byte ranges of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ContentParts {
    /// Opening delimiter; the first line if there is none.
    pub opening: Range<usize>,
    /// Syntax and byte range between the delimiters; `None` if front matter is missing or unclosed.
    pub block: Option<(FrontMatterFormat, Range<usize>)>,
    /// Text below the front matter; empty if that is unclosed.
    pub body: Range<usize>,
}

/// Splits a content file; reports missing or unclosed front matter.
pub(crate) fn split(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> ContentParts {
    let mut lines = LineRanges { text, at: if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 } };
    let first = lines.by_ref().find(|line| !text[line.clone()].trim().is_empty()).unwrap_or(0..0);
    let opening = trim_line_end(text, first.clone());
    let Some(format) = FrontMatterFormat::of_line(&text[first.clone()]) else {
        diagnostics.push(missing_front_matter(Span::new(file, opening.clone())));
        return ContentParts { opening, block: None, body: first.start..text.len() };
    };
    let start = lines.at;
    if let Some(closing) = lines.find(|line| text[line.clone()].trim_end() == format.delimiter()) {
        let body = lines.at..text.len();
        return ContentParts { opening, block: Some((format, start..closing.start)), body };
    }
    diagnostics.push(unclosed_front_matter(Span::new(file, opening.clone()), format));
    ContentParts { opening, block: None, body: text.len()..text.len() }
}

/// Iterator over the byte ranges of lines, line endings included; `at` is the start of the next one.
struct LineRanges<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for LineRanges<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let rest = &self.text[self.at..];
        let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let line = self.at..self.at + length;
        self.at = line.end;
        (length > 0).then_some(line)
    }
}

fn trim_line_end(text: &str, line: Range<usize>) -> Range<usize> {
    line.start..line.start + text[line].trim_end().len()
}

fn missing_front_matter(span: Span) -> Diagnostic {
    Diagnostic::new(&MISSING_FRONT_MATTER, span, "the file has no front matter")
        .label("front matter must begin on the first line")
        .help("begin the file with a line `+++`, then `title = \"…\"`, then another line `+++`")
}

fn unclosed_front_matter(span: Span, format: FrontMatterFormat) -> Diagnostic {
    let delimiter = format.delimiter();
    Diagnostic::new(&UNCLOSED_FRONT_MATTER, span, format!("the front matter is not closed by a line `{delimiter}`"))
        .label("opened here")
        .help(format!("add a line `{delimiter}` between the last key and the text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Option<(FrontMatterFormat, &str)>, &str, Option<&'static str>) {
        let mut diagnostics = Diagnostics::default();
        let parts = split(FileId(0), text, &mut diagnostics);
        let code = diagnostics.iter().next().map(|problem| problem.rule.code);
        (parts.block.map(|(format, range)| (format, &text[range])), &text[parts.body], code)
    }

    #[test]
    fn splits_toml_and_yaml() {
        assert_eq!(parts("+++\na = 1\n+++\nbody\n"), (Some((FrontMatterFormat::Toml, "a = 1\n")), "body\n", None));
        assert_eq!(parts("---\na: 1\n---\nbody"), (Some((FrontMatterFormat::Yaml, "a: 1\n")), "body", None));
        assert_eq!(parts("+++\n+++"), (Some((FrontMatterFormat::Toml, "")), "", None));
    }

    #[test]
    fn accepts_byte_order_mark_and_windows_line_endings() {
        let text = "\u{feff}+++\r\na = 1\r\n+++ \r\nbody\r\n";
        assert_eq!(parts(text), (Some((FrontMatterFormat::Toml, "a = 1\r\n")), "body\r\n", None));
        assert_eq!(parts("\n\n+++\n+++\n"), (Some((FrontMatterFormat::Toml, "")), "", None));
    }

    #[test]
    fn a_longer_line_is_no_delimiter() {
        assert_eq!(parts("+++\na = '''\n++++\n'''\n+++\n").0, Some((FrontMatterFormat::Toml, "a = '''\n++++\n'''\n")));
    }

    #[test]
    fn reports_missing_and_unclosed_front_matter() {
        assert_eq!(parts("only text"), (None, "only text", Some("missing-front-matter")));
        assert_eq!(parts(""), (None, "", Some("missing-front-matter")));
        assert_eq!(parts("+++\ntitle = 1\ntext"), (None, "", Some("unclosed-front-matter")));
        assert_eq!(parts("+++\ntitle = 1\n---\n").2, Some("unclosed-front-matter"));
    }
}
