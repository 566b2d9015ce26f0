//! `base_url`: the URL at which the site is published.

use super::{INVALID_CONFIG, invalid};
use crate::diagnose::Diagnostic;
use crate::load::front_matter::Fields;

/// Fallback for a missing or invalid `base_url`.
const FALLBACK_BASE_URL: &str = "http://localhost/";

/// Reads `base_url`, which the command line may override. Returns it normalized, with a trailing `/`.
pub(super) fn read(fields: &mut Fields<'_, '_>, override_url: Option<&str>) -> String {
    let checked = fields.string("base_url").map(|url| (url.span, normalize(&url.value)));
    if let Some(url) = override_url {
        return normalize(url).unwrap_or_else(|reason| {
            let message = format!("the URL `{url}` {reason}");
            fields.report(
                Diagnostic::without_span(&INVALID_CONFIG, message).help("use a URL such as `https://example.org/`"),
            );
            FALLBACK_BASE_URL.to_owned()
        });
    }
    match checked {
        _ if !fields.require("base_url") => FALLBACK_BASE_URL.to_owned(),
        Some((_, Ok(url))) => url,
        Some((span, Err(reason))) => {
            fields.report(
                invalid(span, format!("`base_url` {reason}")).help("use a URL such as `\"https://example.org/\"`"),
            );
            FALLBACK_BASE_URL.to_owned()
        }
        None => FALLBACK_BASE_URL.to_owned(),
    }
}

/// Validates the URL of a site's root and returns it with a trailing `/`.
///
/// # Errors
/// The reason, phrased to follow the URL in a sentence: "must not have a query or fragment".
pub fn normalize(url: &str) -> Result<String, &'static str> {
    let after_scheme = ["http://", "https://"].iter().find_map(|scheme| {
        let start = url.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| (*scheme, &url[scheme.len()..]))
    });
    let (scheme, rest) = after_scheme.ok_or("must begin with `http://` or `https://`")?;
    let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    if host.is_empty() || host.starts_with(':') {
        return Err("has no host");
    }
    if host.contains('@') {
        return Err("must not contain a user name");
    }
    if url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '`')) {
        return Err("contains characters that are not allowed in URLs");
    }
    if url.contains(['?', '#']) {
        return Err("must not have a query or fragment");
    }
    if path.split('/').any(|part| part == "." || part == "..") {
        return Err("must not have `.` or `..` segments in its path");
    }
    Ok(format!("{scheme}{host}{}/", path.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_trailing_slash() {
        assert_eq!(normalize("https://example.org").as_deref(), Ok("https://example.org/"));
        assert_eq!(normalize("HTTP://localhost:1111/a/b//").as_deref(), Ok("http://localhost:1111/a/b/"));
        assert_eq!(normalize("https://bücher.example/中文/").as_deref(), Ok("https://bücher.example/中文/"));
    }

    #[test]
    fn rejects_invalid_site_urls() {
        for url in ["", "/", "example.org", "ftp://x/", "https://", "https:///x", "https://:80/", "https://a b/"] {
            assert!(normalize(url).is_err(), "{url}");
        }
        for url in
            ["https://x/?a", "https://x/#a", "https://u:p@x/", "https://x/../y", "https://x/\n", "javascript:alert(1)"]
        {
            assert!(normalize(url).is_err(), "{url}");
        }
    }
}
