//! URLs of external links, split into the request URL and the fragment.

use percent_encoding::percent_decode_str;
use url::Url;

/// An absolute `http` or `https` URL, split for checking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Request URL, without the fragment: fragments are not sent to servers.
    pub(super) url: Url,
    /// Element id that the page must contain, percent-decoded.
    pub(super) anchor: Option<String>,
}

/// Parses an address as browsers do (`//host/path` counts as `https`). Returns `None` for other schemes, such as
/// `mailto:`.
pub(super) fn parse(written: &str) -> Option<Result<Address, url::ParseError>> {
    let is_protocol_relative = written.starts_with(['/', '\\']);
    let absolute = if is_protocol_relative { format!("https:{written}") } else { written.to_owned() };
    match Url::parse(&absolute) {
        Ok(url) if is_http(&url) => Some(Ok(split_anchor(url))),
        Ok(_) => None,
        Err(error) => Some(Err(error)),
    }
}

/// Resolves a `Location` header against the request URL. Returns `None` unless the target is `http` or `https`.
pub(super) fn resolve_redirect(from: &Url, location: &str) -> Option<Url> {
    let mut target = from.join(location).ok().filter(is_http)?;
    target.set_fragment(None);
    Some(target)
}

/// Returns the host, the unit of rate limiting; empty if the URL has none.
pub(super) fn host(url: &Url) -> &str {
    url.host_str().unwrap_or_default()
}

fn is_http(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

fn split_anchor(mut url: Url) -> Address {
    let anchor = url.fragment().and_then(decode_anchor);
    url.set_fragment(None);
    Address { url, anchor }
}

/// Returns the element id of a fragment, or `None` if there is nothing to look for: text directives (`:~:text=`) are
/// evaluated by the browser, `#top` exists on every page, and fragments that begin with `/` or `!` are routes of
/// scripts.
fn decode_anchor(fragment: &str) -> Option<String> {
    let id = fragment.split(":~:").next().unwrap_or("");
    let anchor = percent_decode_str(id).decode_utf8().ok()?;
    let is_element_id = !anchor.is_empty() && !anchor.eq_ignore_ascii_case("top") && !anchor.starts_with(['/', '!']);
    is_element_id.then(|| anchor.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(written: &str) -> (String, Option<String>) {
        let address = parse(written).unwrap().unwrap();
        (address.url.into(), address.anchor)
    }

    #[test]
    fn splits_off_the_fragment() {
        for (written, url, anchor) in [
            ("https://example.org", "https://example.org/", None),
            ("HTTP://Example.org/a?b=c#part", "http://example.org/a?b=c", Some("part")),
            ("//example.org/a", "https://example.org/a", None),
            ("/\\example.org/a", "https://example.org/a", None),
            ("https://例え.example/路#%E4%B8%AD", "https://xn--r8jz45g.example/%E8%B7%AF", Some("中")),
            ("https://a.example/#:~:text=some%20words", "https://a.example/", None),
            ("https://a.example/#part:~:text=some", "https://a.example/", Some("part")),
            ("https://a.example/#top", "https://a.example/", None),
            ("https://a.example/#/route", "https://a.example/", None),
            ("https://a.example/#!route", "https://a.example/", None),
            ("https://a.example/#", "https://a.example/", None),
        ] {
            assert_eq!(split(written), (url.to_owned(), anchor.map(str::to_owned)), "{written}");
        }
    }

    #[test]
    fn ignores_other_schemes() {
        assert_eq!(parse("mailto:me@example.org"), None);
        assert_eq!(parse("tel:+49"), None);
        assert!(parse("https://exa mple.org/").unwrap().is_err());
        assert!(parse("https://").unwrap().is_err());
    }

    #[test]
    fn resolves_redirects_to_http_only() {
        let from = Url::parse("https://a.example/b/c").unwrap();
        let target = |location| resolve_redirect(&from, location).map(String::from);
        assert_eq!(target("../d#e").as_deref(), Some("https://a.example/d"));
        assert_eq!(target("//b.example").as_deref(), Some("https://b.example/"));
        assert_eq!(target("file:///etc/passwd"), None);
        assert_eq!(target("javascript:x"), None);
        assert_eq!(target("https://["), None);
    }
}
