//! Addresses as they are asked for, apart from the places within a page to which they point.

use percent_encoding::percent_decode_str;
use url::Url;

/// An address of the web.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// What is asked for; without a fragment, which no server is told.
    pub(super) url: Url,
    /// The place within the page that must be there.
    pub(super) anchor: Option<String>,
}

/// Reads an address as browsers do; nothing for one that leads elsewhere than to the web, such as `mailto:`.
pub(super) fn parse(written: &str) -> Option<Result<Address, url::ParseError>> {
    let from_host = written.starts_with(['/', '\\']);
    let whole = if from_host { format!("https:{written}") } else { written.to_owned() };
    match Url::parse(&whole) {
        Ok(url) if is_http(&url) => Some(Ok(split_anchor(url))),
        Ok(_) => None,
        Err(error) => Some(Err(error)),
    }
}

/// Where a redirect leads, unless that is not an address of the web.
pub(super) fn resolve_redirect(from: &Url, location: &str) -> Option<Url> {
    let mut to = from.join(location).ok().filter(is_http)?;
    to.set_fragment(None);
    Some(to)
}

/// The host whose patience is spared.
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

/// The id that a fragment names. Words to highlight (`:~:text=`) are for the browser, `#top` is every page's, and what
/// begins with `/` or `!` is for the page's scripts.
fn decode_anchor(fragment: &str) -> Option<String> {
    let named = fragment.split(":~:").next().unwrap_or("");
    let anchor = percent_decode_str(named).decode_utf8().ok()?;
    let is_named = !anchor.is_empty() && !anchor.eq_ignore_ascii_case("top") && !anchor.starts_with(['/', '!']);
    is_named.then(|| anchor.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(written: &str) -> (String, Option<String>) {
        let address = parse(written).unwrap().unwrap();
        (address.url.into(), address.anchor)
    }

    #[test]
    fn asks_without_the_fragment() {
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
            assert_eq!(apart(written), (url.to_owned(), anchor.map(str::to_owned)), "{written}");
        }
    }

    #[test]
    fn leaves_out_what_is_not_of_the_web() {
        assert_eq!(parse("mailto:me@example.org"), None);
        assert_eq!(parse("tel:+49"), None);
        assert!(parse("https://exa mple.org/").unwrap().is_err());
        assert!(parse("https://").unwrap().is_err());
    }

    #[test]
    fn follows_redirects_within_the_web() {
        let from = Url::parse("https://a.example/b/c").unwrap();
        let to = |location| resolve_redirect(&from, location).map(String::from);
        assert_eq!(to("../d#e").as_deref(), Some("https://a.example/d"));
        assert_eq!(to("//b.example").as_deref(), Some("https://b.example/"));
        assert_eq!(to("file:///etc/passwd"), None);
        assert_eq!(to("javascript:x"), None);
        assert_eq!(to("https://["), None);
    }
}
