//! Makes one request: the one place of the link check that touches the network.

use super::anchors::Page;
use super::verdict::{Answer, Failure, Method};
use std::io::{ErrorKind, Read};
use std::net::ToSocketAddrs;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use ureq::http::{HeaderMap, Response, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Error, Timeout};
use url::Url;

/// How much of a page is read to look for ids.
const MOST_BYTES: u64 = 2 * 1024 * 1024;

/// How long a host may take to be found, and to take the call.
const LONGEST_CALL: Duration = Duration::from_secs(10);

/// Says who asks, so that a host's keeper can tell.
const USER_AGENT: &str = concat!("briefing/", env!("CARGO_PKG_VERSION"), " (checks links)");

/// Asks servers.
#[derive(Debug)]
pub(super) struct Client {
    agent: Agent,
    timeout: Duration,
}

impl Client {
    /// A client that gives a server so much time for an answer. It goes through the proxy that the environment names,
    /// unless it is to go directly.
    pub(super) fn new(timeout: Duration, directly: bool) -> Client {
        let call = Some(timeout.min(LONGEST_CALL));
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
        Client { agent: config.build().new_agent(), timeout }
    }

    /// Asks for an address, and reads the page where it is `wanted`.
    pub(super) fn ask(&self, url: &Url, method: Method, wanted: bool) -> Result<Answer, Failure> {
        let response = match method {
            Method::Head => self.agent.head(url.as_str()).call(),
            Method::Get => self.agent.get(url.as_str()).call(),
        };
        let mut response = response.map_err(|error| self.failure(url, error))?;
        let status = response.status();
        let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        Ok(Answer {
            status: status.as_u16(),
            words: match status.canonical_reason() {
                Some(reason) => format!("{} {reason}", status.as_u16()),
                None => status.as_u16().to_string(),
            },
            location: location(response.headers()),
            retry_after: text(header::RETRY_AFTER).and_then(|value| retry_after(value, now())),
            page: if wanted && method == Method::Get && status.is_success() { page(&mut response) } else { None },
        })
    }

    fn failure(&self, url: &Url, error: Error) -> Failure {
        let seconds = self.timeout.as_secs();
        match error {
            Error::HostNotFound => Failure::NoHost,
            Error::Timeout(Timeout::Resolve | Timeout::Connect) | Error::ConnectionFailed => no_connection(),
            Error::Timeout(_) => Failure::Slow(format!("no answer within {seconds} s")),
            Error::Tls(why) => insecure(why),
            Error::Rustls(error) => insecure(error),
            error @ (Error::ConnectProxyFailed(_) | Error::InvalidProxyUrl) => Failure::NoConnection(error.to_string()),
            Error::Io(error) => self.io_failure(url, &error),
            error => Failure::Broken(error.to_string()),
        }
    }

    fn io_failure(&self, url: &Url, error: &std::io::Error) -> Failure {
        match error.kind() {
            ErrorKind::ConnectionRefused => Failure::Refused("the host refuses the connection".to_owned()),
            // Only the secure layer finds bytes wrong.
            ErrorKind::InvalidData if url.scheme() == "https" => insecure(error),
            ErrorKind::TimedOut | ErrorKind::WouldBlock => no_connection(),
            ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::UnexpectedEof
            | ErrorKind::BrokenPipe
            | ErrorKind::InvalidData => Failure::Broken(format!("the answer breaks off: {error}")),
            _ if self.is_unknown(url) => Failure::NoHost,
            _ => Failure::NoConnection(error.to_string()),
        }
    }

    /// Whether looking the host up fails. Errors do not tell that apart, so it is done once more.
    fn is_unknown(&self, url: &Url) -> bool {
        let port = url.port_or_known_default().unwrap_or(80);
        let found = || (url.host_str().unwrap_or_default(), port).to_socket_addrs();
        self.agent.config().proxy().is_none() && found().is_err()
    }
}

fn no_connection() -> Failure {
    Failure::NoConnection("the host cannot be reached".to_owned())
}

fn insecure(why: impl std::fmt::Display) -> Failure {
    Failure::Refused(format!("no secure connection: {why}"))
}

/// Many servers send raw UTF-8 here, which is no header's text.
fn location(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::LOCATION)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// A number of seconds, or a date.
fn retry_after(value: &str, now: i64) -> Option<Duration> {
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
fn page(response: &mut Response<Body>) -> Option<Page> {
    let says = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let kind = says(header::CONTENT_TYPE).to_ascii_lowercase();
    let is_html = kind.starts_with("text/html") || kind.starts_with("application/xhtml+xml");
    if !is_html || !says(header::CONTENT_ENCODING).is_empty() {
        return None;
    }
    let mut bytes = Vec::new();
    let read = response.body_mut().as_reader().take(MOST_BYTES).read_to_end(&mut bytes);
    let whole = read.is_ok() && (bytes.len() as u64) < MOST_BYTES;
    Some(Page { html: String::from_utf8_lossy(&bytes).into_owned(), whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_how_long_to_wait() {
        let seconds = |value| retry_after(value, 1_445_412_480).map(|wait| wait.as_secs());
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds(" 0 "), Some(0));
        assert_eq!(seconds("Wed, 21 Oct 2015 07:28:30 GMT"), Some(30));
        assert_eq!(seconds("Wed, 21 Oct 2015 07:00:00 GMT"), Some(0));
        for value in ["", "soon", "-1", "1.5", "Wed, 99 Oct 2015 07:28:00 GMT"] {
            assert_eq!(seconds(value), None, "{value}");
        }
    }
}
