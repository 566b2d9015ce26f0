//! `base_url`: the address under which the site is published.

use super::{BAD_CONFIG, invalid};
use crate::diagnose::Diagnostic;
use crate::load::front_matter::Fields;

/// The address used when the configuration has none that can be used.
const FALLBACK_BASE_URL: &str = "http://localhost/";

/// Reads `base_url`, or takes the one from the command line. Ends in `/`.
pub(super) fn read(fields: &mut Fields<'_, '_>, instead: Option<&str>) -> String {
    let checked = fields.string("base_url").map(|url| (url.span, normalize(&url.value)));
    if let Some(url) = instead {
        return normalize(url).unwrap_or_else(|reason| {
            let message = format!("the address `{url}` {reason}");
            fields
                .report(Diagnostic::without_span(&BAD_CONFIG, message).help("give one such as `https://example.org/`"));
            FALLBACK_BASE_URL.to_owned()
        });
    }
    match checked {
        _ if !fields.require("base_url") => FALLBACK_BASE_URL.to_owned(),
        Some((_, Ok(url))) => url,
        Some((span, Err(reason))) => {
            fields.report(
                invalid(span, format!("`base_url` {reason}")).help("write one such as `\"https://example.org/\"`"),
            );
            FALLBACK_BASE_URL.to_owned()
        }
        None => FALLBACK_BASE_URL.to_owned(),
    }
}

/// Checks the address of a site's root and gives it with a slash at the end.
///
/// # Errors
/// What is wrong with it, as the end of a sentence that begins with the address: "must not have a query or fragment".
pub fn normalize(url: &str) -> Result<String, &'static str> {
    let after_scheme = ["http://", "https://"].iter().find_map(|scheme| {
        let start = url.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| (*scheme, &url[scheme.len()..]))
    });
    let (scheme, rest) = after_scheme.ok_or("must begin with `http://` or `https://`")?;
    let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    if host.is_empty() || host.starts_with(':') {
        return Err("names no host");
    }
    if host.contains('@') {
        return Err("must not name a user");
    }
    if url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '`')) {
        return Err("has characters that no address has");
    }
    if url.contains(['?', '#']) {
        return Err("must not have a query or fragment");
    }
    if path.split('/').any(|part| part == "." || part == "..") {
        return Err("must not have `.` or `..` in its path");
    }
    Ok(format!("{scheme}{host}{}/", path.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_in_a_slash() {
        assert_eq!(normalize("https://example.org").as_deref(), Ok("https://example.org/"));
        assert_eq!(normalize("HTTP://localhost:1111/a/b//").as_deref(), Ok("http://localhost:1111/a/b/"));
        assert_eq!(normalize("https://bücher.example/中文/").as_deref(), Ok("https://bücher.example/中文/"));
    }

    #[test]
    fn refuses_what_is_no_address_of_a_site() {
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
