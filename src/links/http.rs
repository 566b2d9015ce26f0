//! Makes one request: the one place of the link check that touches the network.

use super::anchors::FetchedPage;
use super::status::{HttpResponse, Method, RequestError};
use std::io::{ErrorKind, Read};
use std::net::ToSocketAddrs;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use ureq::http::{HeaderMap, Response, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Error, Timeout};
use url::Url;

/// How much of a page is read to look for ids.
const MAX_PAGE_BYTES: u64 = 2 * 1024 * 1024;

/// How long a host may take to be found, and to take the call.
const MAX_CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Says who asks, so that a host's keeper can tell.
const USER_AGENT: &str = concat!("briefing/", env!("CARGO_PKG_VERSION"), " (checks links)");

/// Asks servers.
#[derive(Debug)]
pub(super) struct HttpClient {
    agent: Agent,
    timeout: Duration,
}

impl HttpClient {
    /// A client that gives a server so much time for an answer. It goes through the proxy that the environment names,
    /// unless it is to go directly.
    pub(super) fn new(timeout: Duration, directly: bool) -> HttpClient {
        let call = Some(timeout.min(MAX_CONNECT_TIMEOUT));
        let config = Agent::config_builder()
            .user_agent(USER_AGENT)
            .accept("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_resolve(call)
            .timeout_connect(call)
            .timeout_global(Some(timeout))
            .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build());
        let config = if directly { config.proxy(None) } else { config };
        HttpClient { agent: config.build().new_agent(), timeout }
    }

    /// Asks for an address, and reads the page where it is `wanted`.
    pub(super) fn request(&self, url: &Url, method: Method, wanted: bool) -> Result<HttpResponse, RequestError> {
        let response = match method {
            Method::Head => self.agent.head(url.as_str()).call(),
            Method::Get => self.agent.get(url.as_str()).call(),
        };
        let mut response = response.map_err(|error| self.classify_error(url, error))?;
        let status = response.status();
        let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        Ok(HttpResponse {
            status: status.as_u16(),
            status_text: match status.canonical_reason() {
                Some(reason) => format!("{} {reason}", status.as_u16()),
                None => status.as_u16().to_string(),
            },
            location: location_header(response.headers()),
            retry_after: text(header::RETRY_AFTER).and_then(|value| parse_retry_after(value, now())),
            page: if wanted && method == Method::Get && status.is_success() { read_page(&mut response) } else { None },
        })
    }

    fn classify_error(&self, url: &Url, error: Error) -> RequestError {
        let seconds = self.timeout.as_secs();
        match error {
            Error::HostNotFound => RequestError::UnknownHost,
            Error::Timeout(Timeout::Resolve | Timeout::Connect) | Error::ConnectionFailed => no_connection(),
            Error::Timeout(_) => RequestError::TimedOut(format!("no answer within {seconds} s")),
            Error::Tls(why) => insecure(why),
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
            ErrorKind::ConnectionRefused => RequestError::Refused("the host refuses the connection".to_owned()),
            // Only the secure layer finds bytes wrong.
            ErrorKind::InvalidData if url.scheme() == "https" => insecure(error),
            ErrorKind::TimedOut | ErrorKind::WouldBlock => no_connection(),
            ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::UnexpectedEof
            | ErrorKind::BrokenPipe
            | ErrorKind::InvalidData => RequestError::InvalidResponse(format!("the answer breaks off: {error}")),
            _ if self.is_unknown_host(url) => RequestError::UnknownHost,
            _ => RequestError::NoConnection(error.to_string()),
        }
    }

    /// Whether looking the host up fails. Errors do not tell that apart, so it is done once more.
    fn is_unknown_host(&self, url: &Url) -> bool {
        let port = url.port_or_known_default().unwrap_or(80);
        let found = || (url.host_str().unwrap_or_default(), port).to_socket_addrs();
        self.agent.config().proxy().is_none() && found().is_err()
    }
}

fn no_connection() -> RequestError {
    RequestError::NoConnection("the host cannot be reached".to_owned())
}

fn insecure(why: impl std::fmt::Display) -> RequestError {
    RequestError::Refused(format!("no secure connection: {why}"))
}

/// Many servers send raw UTF-8 here, which is no header's text.
fn location_header(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::LOCATION)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// A number of seconds, or a date.
fn parse_retry_after(value: &str, now: i64) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = jiff::fmt::rfc2822::parse(value.trim()).ok()?.timestamp().as_second();
    Some(Duration::from_secs(u64::try_from(at.saturating_sub(now)).unwrap_or(0)))
}

#[expect(clippy::disallowed_methods, reason = "servers say until when to wait, and nothing is built from it")]
fn now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_secs()).unwrap_or(i64::MAX)
}

/// Reads a page of HTML, as much of it as comes in time.
fn read_page(response: &mut Response<Body>) -> Option<FetchedPage> {
    let says = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let kind = says(header::CONTENT_TYPE).to_ascii_lowercase();
    let is_html = kind.starts_with("text/html") || kind.starts_with("application/xhtml+xml");
    if !is_html || !says(header::CONTENT_ENCODING).is_empty() {
        return None;
    }
    let mut bytes = Vec::new();
    let read = response.body_mut().as_reader().take(MAX_PAGE_BYTES).read_to_end(&mut bytes);
    let whole = read.is_ok() && (bytes.len() as u64) < MAX_PAGE_BYTES;
    Some(FetchedPage { html: String::from_utf8_lossy(&bytes).into_owned(), is_complete: whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_how_long_to_wait() {
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
