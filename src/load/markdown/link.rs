//! Links: classification of destinations, and allowed schemes.
//!
//! Browsers ignore control characters and leading spaces in URLs, and decode character references. The scheme is
//! therefore parsed from the URL as a browser would see it.

use super::parser::MarkdownParser;
use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::model::{ReferenceId, ReferenceKind, percent};
use pulldown_cmark::{CowStr, LinkType};
use std::ops::Range;

/// Rule: a URL has a scheme that is not allowed.
pub(super) static FORBIDDEN_SCHEME: Rule = Rule {
    code: "forbidden-scheme",
    severity: Severity::Error,
    what: "The URL of a link or image has a scheme other than http, https, mailto or tel.",
    why: "Schemes such as `javascript:` and `data:` can run code in the reader's browser.",
    wrong: "[open](javascript:alert(1))",
    right: "[open](https://example.org/)",
};

/// Schemes that links may have.
const ALLOWED_SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Link or image as emitted by the parser.
#[derive(Debug)]
pub(super) struct Destination<'t> {
    /// Syntax of the link.
    pub(super) kind: LinkType,
    /// Destination, with entities and escapes resolved.
    pub(super) target: CowStr<'t>,
    /// Title.
    pub(super) title: CowStr<'t>,
    /// Label of a reference link.
    pub(super) label: CowStr<'t>,
}

/// Adds the reference of a link or image. `range` is the whole of it, `inner` the end of its text.
pub(super) fn add_reference(
    link: &Destination<'_>,
    range: Range<usize>,
    inner: usize,
    parser: &mut MarkdownParser<'_>,
) -> ReferenceId {
    let kind = match link.kind {
        LinkType::Email => ReferenceKind::External(format!("mailto:{}", link.target)),
        _ => classify(&link.target),
    };
    if let ReferenceKind::Forbidden(address) = &kind {
        let range_of_target = destination_range(link, range.clone(), inner, parser);
        let scheme = scheme(address).unwrap_or_default();
        parser.report(
            Diagnostic::new(
                &FORBIDDEN_SCHEME,
                parser.span(range_of_target),
                format!("URLs with the scheme `{scheme}:` are not allowed"),
            )
            .label("shown without a link")
            .help("use `http:`, `https:`, `mailto:`, `tel:`, a path, `@/…` or `#…`"),
        );
    }
    parser.add_reference(kind, range)
}

/// Classifies a destination.
pub(super) fn classify(target: &str) -> ReferenceKind {
    let address = strip_ignored(target);
    if scheme(&address).is_some_and(|scheme| !ALLOWED_SCHEMES.contains(&scheme.as_str())) {
        return ReferenceKind::Forbidden(address);
    }
    if let Some(rest) = address.strip_prefix("@/") {
        let (path, anchor) = split_anchor(rest);
        return ReferenceKind::Content { path: path.to_owned(), anchor };
    }
    if let Some(anchor) = address.strip_prefix('#') {
        return ReferenceKind::Anchor(percent::decode(anchor).into_owned());
    }
    let from_host = address.starts_with(['/', '\\']) && address[1..].starts_with(['/', '\\']);
    if from_host || scheme(&address).is_some() {
        return ReferenceKind::External(address);
    }
    ReferenceKind::Path(address)
}

/// Splits `path#anchor`. The anchor is decoded; `None` if it is empty.
pub(super) fn split_anchor(target: &str) -> (&str, Option<String>) {
    match target.split_once('#') {
        Some((path, anchor)) => (path, Some(percent::decode(anchor).into_owned()).filter(|anchor| !anchor.is_empty())),
        None => (target, None),
    }
}

/// Removes the characters that browsers ignore in URLs: control characters, and surrounding spaces.
fn strip_ignored(url: &str) -> String {
    let visible: String = url.chars().filter(|c| !c.is_control()).collect();
    visible.trim().to_owned()
}

/// Returns the scheme of a URL in lower case, even if it is hidden by percent-encoding or entities.
fn scheme(address: &str) -> Option<String> {
    let plain = parse_scheme(address);
    plain.or_else(|| parse_scheme(&strip_ignored(&decode_entities(&percent::decode(address)))))
}

fn parse_scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    valid.then(|| scheme.to_ascii_lowercase())
}

/// Decodes the entities that could hide a scheme. The parser has decoded entities once; these were encoded twice.
fn decode_entities(address: &str) -> String {
    let mut decoded = String::with_capacity(address.len());
    let mut rest = address;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        decoded.push_str(before);
        let name = entity[1..].split(';').next().unwrap_or("");
        if let Some(c) = entity_char(name).filter(|_| entity[1 + name.len()..].starts_with(';')) {
            decoded.push(c);
            rest = &entity[name.len() + 2..];
        } else {
            decoded.push('&');
            rest = &entity[1..];
        }
    }
    decoded + rest
}

fn entity_char(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return match name {
            "colon" => Some(':'),
            "Tab" => Some('\t'),
            "NewLine" => Some('\n'),
            _ => None,
        };
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    code.ok().and_then(char::from_u32)
}

/// Returns the byte range of the destination itself, for diagnostics.
fn destination_range(
    link: &Destination<'_>,
    range: Range<usize>,
    inner: usize,
    parser: &MarkdownParser<'_>,
) -> Range<usize> {
    match link.kind {
        LinkType::Autolink | LinkType::Email => range.start + 1..range.end.saturating_sub(1).max(range.start + 1),
        LinkType::Inline => {
            let after = parser.slice(inner..range.end);
            let skipped = after.len() - after.trim_start_matches([']', '(', '<', ' ', '\t', '\n', '\r']).len();
            let rest = &after[skipped..];
            let end = match rest.find(link.target.as_ref()) {
                Some(0) if !link.target.is_empty() => link.target.len(),
                _ => rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len().saturating_sub(1)),
            };
            let start = inner + skipped;
            start..(start + end).min(range.end)
        }
        _ => range,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::ParsedMarkdown;
    use super::*;

    #[test]
    fn classifies_destinations() {
        let anchor = Some("part".to_owned());
        let content = |anchor| ReferenceKind::Content { path: "pages/about.md".into(), anchor };
        assert_eq!(classify("@/pages/about.md"), content(None));
        assert_eq!(classify("@/pages/about.md#part"), content(anchor));
        assert_eq!(classify("#%E4%B8%AD"), ReferenceKind::Anchor("中".into()));
        assert_eq!(classify("photo.png"), ReferenceKind::Path("photo.png".into()));
        assert_eq!(classify("/a/b?c:d"), ReferenceKind::Path("/a/b?c:d".into()));
        assert_eq!(classify("HTTPS://example.org"), ReferenceKind::External("HTTPS://example.org".into()));
        assert_eq!(classify("//example.org"), ReferenceKind::External("//example.org".into()));
        assert_eq!(classify("/\\example.org"), ReferenceKind::External("/\\example.org".into()));
    }

    #[test]
    fn rejects_hidden_schemes() {
        for address in [
            "javascript:x",
            "JaVaScRiPt:x",
            " \u{1}javascript:x",
            "java\nscript:x",
            "java\tscript\u{0}:x",
            "javascript%3Ax",
            "javascript&colon;x",
            "javascript&#58;x",
            "javascript&#x3A;x",
            "java&Tab;script&colon;x",
            "data:text/html,x",
            "vbscript:x",
            "sms:1",
            "xmpp:a@b",
            "file:///etc/passwd",
        ] {
            assert!(matches!(classify(address), ReferenceKind::Forbidden(_)), "{address:?}");
        }
    }

    #[test]
    fn reports_span_of_the_destination() {
        let read = ParsedMarkdown::new(
            "[a](javascript:x \"t\") ![b](<data:x y>) <vbscript:z> [c](java&#115;cript:x) [d]\n\n[d]: ftp://x",
        );
        let marked = read.marked("forbidden-scheme");
        assert_eq!(marked, ["javascript:x", "data:x y", "vbscript:z", "java&#115;cript:x", "[d]"]);
    }

    #[test]
    fn keeps_titles_and_mail_addresses() {
        let read = ParsedMarkdown::new("[a](b \"t\") <me@example.org>");
        assert_eq!(read.references[0].kind, ReferenceKind::Path("b".into()));
        assert_eq!(read.references[1].kind, ReferenceKind::External("mailto:me@example.org".into()));
    }
}
