//! Rejects requests that are not meant for this server: checks `Host`, and for routes that act or subscribe also the
//! session token and `Origin`. Any page in the browser can send requests here.

use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri};
use std::net::IpAddr;

/// Request header with the session token.
pub(super) const TOKEN_HEADER: HeaderName = HeaderName::from_static("x-briefing-token");

/// Host names under which the server may be addressed.
#[derive(Clone, Debug)]
pub(in crate::serve) struct AllowedHosts(Vec<String>);

impl AllowedHosts {
    /// Allows `localhost`, the loopback addresses, the interface's address unless unspecified, and the configured
    /// names.
    pub(in crate::serve) fn new(interface: IpAddr, configured: &[String]) -> AllowedHosts {
        let mut names: Vec<String> = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned).into();
        if !interface.is_unspecified() {
            names.push(host_form(interface));
        }
        names.extend(configured.iter().map(|name| match name.parse::<IpAddr>() {
            Ok(address) => host_form(address),
            Err(_) => name.to_ascii_lowercase(),
        }));
        AllowedHosts(names)
    }

    fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|allowed| *allowed == name.to_ascii_lowercase())
    }
}

/// Formats an address as in a `Host` header.
fn host_form(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}

/// Checks that a request names this server exactly once, as host and optional port. Returns the status code of the
/// rejection.
pub(super) fn check_host(uri: &Uri, headers: &HeaderMap, allowed: &AllowedHosts) -> Result<(), StatusCode> {
    if uri.authority().is_some() {
        return Err(StatusCode::BAD_REQUEST);
    }
    let authority = single_value(headers, &HOST).ok_or(StatusCode::BAD_REQUEST)?;
    let name = host_name(authority).ok_or(StatusCode::BAD_REQUEST)?;
    if allowed.contains(name) { Ok(()) } else { Err(StatusCode::FORBIDDEN) }
}

/// Checks that a request comes from a page of this session: it carries the token, and its `Origin`, if present, is this
/// server. Forwarding headers are ignored.
pub(super) fn check_session(headers: &HeaderMap, candidate: Option<&str>, token: &str) -> Result<(), StatusCode> {
    let has_token = candidate.is_some_and(|candidate| constant_time_eq(candidate.as_bytes(), token.as_bytes()));
    let is_own_origin = |(origin, host): (&str, &str)| {
        let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host))
    };
    let origin = single_value(headers, &ORIGIN).zip(single_value(headers, &HOST));
    let is_same_origin = !headers.contains_key(ORIGIN) || origin.is_some_and(is_own_origin);
    if has_token && is_same_origin { Ok(()) } else { Err(StatusCode::FORBIDDEN) }
}

/// Returns the value of a header that occurs exactly once.
pub(super) fn single_value<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    values.next().is_none().then(|| value.to_str().ok())?
}

/// Returns the host of `name:port`, `1.2.3.4` or `[::1]:80`, or `None` if the authority is malformed.
fn host_name(authority: &str) -> Option<&str> {
    let end = if authority.starts_with('[') { authority.find(']')? + 1 } else { authority.len() };
    let (name, port) = match authority.rfind(':').filter(|at| *at >= end || !authority.starts_with('[')) {
        Some(at) => (&authority[..at], Some(&authority[at + 1..])),
        None => (authority, None),
    };
    let is_port = |port: &str| !port.is_empty() && port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit());
    (!name.is_empty() && port.is_none_or(is_port)).then_some(name)
}

/// Compares two secrets in constant time.
fn constant_time_eq(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(pairs: &[(&HeaderName, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    fn host(value: &str) -> Result<(), u16> {
        let allowed = AllowedHosts::new("0.0.0.0".parse().unwrap(), &["My.Box".into(), "fe80::1".into()]);
        check_host(&Uri::from_static("/"), &headers(&[(&HOST, value)]), &allowed).map_err(|status| status.as_u16())
    }

    #[test]
    fn accepts_own_names() {
        for name in ["localhost", "LOCALHOST:1", "127.0.0.1:1111", "[::1]", "[::1]:80", "my.box:8080", "[fe80::1]:1"] {
            assert_eq!(host(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn rejects_other_names() {
        for name in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "localhost.",
            "0.0.0.0",
            "127.0.0.2",
            "[::2]:80",
            "localhost@evil.example",
            "user@localhost",
            "evil.example#localhost",
            " localhost.x",
            "xn--localhost",
        ] {
            assert_eq!(host(name), Err(403), "{name}");
        }
        for name in
            ["", ":80", "localhost:", "localhost:x", "localhost:80:80x", "[::1", "[::1]x:1x", "localhost:123456"]
        {
            assert!(host(name).is_err(), "{name}");
        }
        let allowed = AllowedHosts::new("127.0.0.1".parse().unwrap(), &[]);
        let check = |uri: &'static str, headers: &HeaderMap| check_host(&Uri::from_static(uri), headers, &allowed);
        assert_eq!(check("/", &HeaderMap::new()), Err(StatusCode::BAD_REQUEST));
        let twice = headers(&[(&HOST, "localhost"), (&HOST, "localhost")]);
        assert_eq!(check("/", &twice), Err(StatusCode::BAD_REQUEST));
        assert_eq!(check("http://localhost/", &headers(&[(&HOST, "localhost")])), Err(StatusCode::BAD_REQUEST));
    }

    #[test]
    fn requires_token_and_same_origin() {
        let check = |pairs: &[(&HeaderName, &str)], token: Option<&str>| {
            let mut pairs = pairs.to_vec();
            pairs.push((&HOST, "localhost:1111"));
            check_session(&headers(&pairs), token, "secret").is_ok()
        };
        assert!(check(&[(&ORIGIN, "http://localhost:1111")], Some("secret")));
        assert!(check(&[], Some("secret")));
        assert!(!check(&[(&ORIGIN, "http://localhost:1111")], None));
        assert!(!check(&[], None) && !check(&[], Some("")) && !check(&[], Some("secreT")));
        for origin in ["null", "http://localhost:1112", "http://evil.example", "http://localhost", "localhost:1111", ""]
        {
            assert!(!check(&[(&ORIGIN, origin)], Some("secret")), "{origin}");
        }
        let own_origin = (&ORIGIN, "http://localhost:1111");
        assert!(!check(&[own_origin, own_origin], Some("secret")), "sent twice");
        let forwarded = HeaderName::from_static("x-forwarded-host");
        assert!(!check(&[(&ORIGIN, "http://evil.example"), (&forwarded, "evil.example")], Some("secret")));
    }
}
