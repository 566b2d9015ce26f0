//! Keys that are URLs: `url`, `archive_url`.

use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::load::front_matter::Fields;
use crate::span::Spanned;

/// Rule: a URL is invalid.
pub(crate) static INVALID_URL: Rule = Rule {
    code: "invalid-url",
    severity: Severity::Error,
    what: "A value is not a web address (http or https).",
    why: "A link must have a valid target and must not run code in the reader's browser.",
    wrong: "url = \"www.example.org/article\"",
    right: "url = \"https://www.example.org/article\"",
};

/// Reads a URL that begins with `http://` or `https://`.
pub(super) fn read(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Spanned<String>> {
    let url = fields.string(key)?;
    let Some(reason) = problem(&url.value) else { return Some(url) };
    let diagnostic = Diagnostic::new(&INVALID_URL, url.span, format!("`{key}` {reason}")).label("not a web address");
    fields.report(diagnostic.help("use the complete URL, including `https://`"));
    None
}

fn problem(url: &str) -> Option<&'static str> {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    let scheme = ["https://", "http://"].into_iter().find(|scheme| lower.starts_with(scheme));
    let Some(rest) = scheme.and_then(|scheme| url.get(scheme.len()..)) else {
        return Some("does not begin with `http://` or `https://`");
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    if host.is_empty() || host.starts_with(':') {
        Some("has no host")
    } else if url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\')) {
        Some("contains characters that are not allowed in URLs")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_http_urls() {
        for url in ["https://example.org", "HTTP://example.org/a?b=c#d", "https://中文.example/路"] {
            assert_eq!(problem(url), None, "{url}");
        }
    }

    #[test]
    fn rejects_other_urls() {
        for url in [
            "",
            "example.org",
            "//example.org",
            "javascript:alert(1)",
            " https://x",
            "https://",
            "https:///a",
            "data:text/html,x",
        ] {
            assert!(problem(url).is_some(), "{url}");
        }
        for url in ["https://x/ y", "https://x/\"onclick", "https://x\n", "http://:80", "é", "httpsé//"] {
            assert!(problem(url).is_some(), "{url}");
        }
    }
}
