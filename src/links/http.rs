//! Sends one HTTP request: the only part of the link check that uses the network.

use super::anchors::FetchedPage;
use super::status::{HttpResponse, Method, RequestError};
use std::io::{ErrorKind, Read};
use std::net::ToSocketAddrs;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use ureq::http::{HeaderMap, Response, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Error, Timeout};
use url::Url;

/// Limit of the page size that is read for element ids.
const MAX_PAGE_BYTES: u64 = 2 * 1024 * 1024;

/// Limit for name resolution and for connecting, each.
const MAX_CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Identifies the link checker to server operators.
const USER_AGENT: &str = concat!("briefing/", env!("CARGO_PKG_VERSION"), " (checks links)");

/// HTTP client with fixed timeouts and without automatic redirects.
#[derive(Debug)]
pub(super) struct HttpClient {
    agent: Agent,
    timeout: Duration,
}

impl HttpClient {
    /// Creates a client whose requests take at most `timeout`. Uses the proxy of the environment unless `bypass_proxy`
    /// is set.
    pub(super) fn new(timeout: Duration, bypass_proxy: bool) -> HttpClient {
        let connect_timeout = Some(timeout.min(MAX_CONNECT_TIMEOUT));
        let config = Agent::config_builder()
            .user_agent(USER_AGENT)
            .accept("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_resolve(connect_timeout)
            .timeout_connect(connect_timeout)
            .timeout_global(Some(timeout))
            .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build());
        let config = if bypass_proxy { config.proxy(None) } else { config };
        HttpClient { agent: config.build().new_agent(), timeout }
    }

    /// Sends a request. Reads the page if `wants_page` is set and the response is HTML.
    pub(super) fn request(&self, url: &Url, method: Method, wants_page: bool) -> Result<HttpResponse, RequestError> {
        let response = match method {
            Method::Head => self.agent.head(url.as_str()).call(),
            Method::Get => self.agent.get(url.as_str()).call(),
        };
        let mut response = response.map_err(|error| self.classify_error(url, error))?;
        let status = response.status();
        let header_text = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        Ok(HttpResponse {
            status: status.as_u16(),
            status_text: match status.canonical_reason() {
                Some(reason) => format!("{} {reason}", status.as_u16()),
                None => status.as_u16().to_string(),
            },
            location: location_header(response.headers()),
            retry_after: header_text(header::RETRY_AFTER).and_then(|value| parse_retry_after(value, now())),
            page: if wants_page && method == Method::Get && status.is_success() {
                read_page(&mut response)
            } else {
                None
            },
        })
    }

    fn classify_error(&self, url: &Url, error: Error) -> RequestError {
        let seconds = self.timeout.as_secs();
        match error {
            Error::HostNotFound => RequestError::UnknownHost,
            Error::Timeout(Timeout::Resolve | Timeout::Connect) | Error::ConnectionFailed => no_connection(),
            Error::Timeout(_) => RequestError::TimedOut(format!("no response within {seconds} s")),
            Error::Tls(reason) => insecure(reason),
            Error::Rustls(error) => insecure(error),
            error @ (Error::ConnectProxyFailed(_) | Error::InvalidProxyUrl) => {
                RequestError::NoConnection(error.to_string())
            }
            Error::Io(error) => self.classify_io_error(url, &error),
            error => RequestError::InvalidResponse(error.to_string()),
        }
    }

    fn classify_io_error(&self, url: &Url, error: &std::io::Error) -> RequestError {
        match error.kind() {
            ErrorKind::ConnectionRefused => RequestError::Refused("the host refused the connection".to_owned()),
            // `InvalidData` comes from the TLS layer only.
            ErrorKind::InvalidData if url.scheme() == "https" => insecure(error),
            ErrorKind::TimedOut | ErrorKind::WouldBlock => no_connection(),
            ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::UnexpectedEof
            | ErrorKind::BrokenPipe
            | ErrorKind::InvalidData => RequestError::InvalidResponse(format!("the response is incomplete: {error}")),
            _ if self.is_unknown_host(url) => RequestError::UnknownHost,
            _ => RequestError::NoConnection(error.to_string()),
        }
    }

    /// Checks whether the host cannot be resolved. The error does not distinguish this case, so the name is resolved
    /// once more.
    fn is_unknown_host(&self, url: &Url) -> bool {
        let port = url.port_or_known_default().unwrap_or(80);
        let resolve = || (url.host_str().unwrap_or_default(), port).to_socket_addrs();
        self.agent.config().proxy().is_none() && resolve().is_err()
    }
}

fn no_connection() -> RequestError {
    RequestError::NoConnection("the host is unreachable".to_owned())
}

fn insecure(reason: impl std::fmt::Display) -> RequestError {
    RequestError::Refused(format!("the TLS connection failed: {reason}"))
}

/// Returns the `Location` header. Many servers send raw UTF-8 there, which `to_str` rejects.
fn location_header(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::LOCATION)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// Parses `Retry-After`: a number of seconds or an HTTP date.
fn parse_retry_after(value: &str, now: i64) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = jiff::fmt::rfc2822::parse(value.trim()).ok()?.timestamp().as_second();
    Some(Duration::from_secs(u64::try_from(at.saturating_sub(now)).unwrap_or(0)))
}

#[expect(clippy::disallowed_methods, reason = "Retry-After may be a date; no output depends on the clock")]
fn now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_secs()).unwrap_or(i64::MAX)
}

/// Reads an HTML page up to the size limit and the timeout. Returns `None` for other content types and for encoded
/// bodies.
fn read_page(response: &mut Response<Body>) -> Option<FetchedPage> {
    let header_text = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let content_type = header_text(header::CONTENT_TYPE).to_ascii_lowercase();
    let is_html = content_type.starts_with("text/html") || content_type.starts_with("application/xhtml+xml");
    if !is_html || !header_text(header::CONTENT_ENCODING).is_empty() {
        return None;
    }
    let mut bytes = Vec::new();
    let read = response.body_mut().as_reader().take(MAX_PAGE_BYTES).read_to_end(&mut bytes);
    let is_complete = read.is_ok() && (bytes.len() as u64) < MAX_PAGE_BYTES;
    Some(FetchedPage { html: String::from_utf8_lossy(&bytes).into_owned(), is_complete })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_retry_after() {
        let seconds = |value| parse_retry_after(value, 1_445_412_480).map(|wait| wait.as_secs());
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds(" 0 "), Some(0));
        assert_eq!(seconds("Wed, 21 Oct 2015 07:28:30 GMT"), Some(30));
        assert_eq!(seconds("Wed, 21 Oct 2015 07:00:00 GMT"), Some(0));
        for value in ["", "soon", "-1", "1.5", "Wed, 99 Oct 2015 07:28:00 GMT"] {
            assert_eq!(seconds(value), None, "{value}");
        }
    }
}
