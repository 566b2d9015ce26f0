//! Classifies responses and decides the next step of a check.
//!
//! A link is dead only if the response is definite: `404 Not Found`, `410 Gone`, or an unknown host. A server that
//! rejects programs, is busy or times out may still answer a reader: such a link is unchecked.

use super::address;
use super::anchors::FetchedPage;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use url::Url;

/// Limit of redirects per link.
const MAX_REDIRECTS: usize = 10;

/// Limit of retries after `Retry-After`.
const MAX_WAITS: usize = 2;

/// Longest `Retry-After` that is honoured; a longer one ends the check of the host.
const MAX_WAIT: Duration = Duration::from_mins(1);

/// Delay before an unknown host is resolved a second time.
const LOOKUP_RETRY_DELAY: Duration = Duration::from_secs(1);

/// Status of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub(super) enum LinkStatus {
    /// The URL was answered with success.
    Fine {
        /// Target of a permanent redirect.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        moved: Option<String>,
    },
    /// The URL does not exist.
    Dead {
        /// Status line, such as `404 Not Found`.
        why: String,
    },
    /// The host name cannot be resolved.
    NoHost {
        /// Host name.
        host: String,
    },
    /// The status is unknown.
    Unchecked {
        /// Reason, as the end of a sentence.
        why: String,
    },
}

/// HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// Headers only.
    Head,
    /// Headers and body.
    Get,
}

/// The relevant parts of an HTTP response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct HttpResponse {
    /// Status code, such as 404.
    pub(super) status: u16,
    /// Status line, such as `404 Not Found`.
    pub(super) status_text: String,
    /// `Location` header.
    pub(super) location: Option<String>,
    /// `Retry-After` header, as a duration from now.
    pub(super) retry_after: Option<Duration>,
    /// Body of an HTML page, if it was requested.
    pub(super) page: Option<FetchedPage>,
}

/// Reason for the lack of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RequestError {
    /// The host name cannot be resolved.
    UnknownHost,
    /// The host cannot be reached; with the reason.
    NoConnection(String),
    /// The host refuses the connection, or TLS fails; with the reason.
    Refused(String),
    /// The response timed out; with the reason.
    TimedOut(String),
    /// The response is malformed or truncated; with the reason.
    InvalidResponse(String),
}

/// Next step of a check.
#[derive(Debug)]
pub(super) enum CheckStep {
    /// Send another request, after a pause of the host.
    Request {
        /// Request to send.
        chain: Box<RedirectChain>,
        /// Pause of the host.
        delay: Duration,
    },
    /// The check is finished.
    Done(RequestOutcome),
}

/// Outcome of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RequestOutcome {
    /// Status of the link.
    pub(super) status: LinkStatus,
    /// The page, if it was requested and is HTML.
    pub(super) page: Option<FetchedPage>,
    /// True if any server responded, i.e. the network works.
    pub(super) has_response: bool,
    /// True if the status holds for all links of the host.
    pub(super) for_host: bool,
    /// Pause that the host demands.
    pub(super) retry_after: Option<Duration>,
}

/// State of a check: next request and redirects so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RedirectChain {
    /// URL of the next request.
    pub(super) url: Url,
    /// Method of the next request.
    pub(super) method: Method,
    visited: Vec<Url>,
    moved: Option<Url>,
    has_temporary: bool,
    waits: usize,
    retried_lookup: bool,
}

impl RedirectChain {
    /// Starts a check. If element ids are needed, the first request is a `GET`: `HEAD` has no body.
    pub(super) fn new(url: Url, for_ids: bool) -> RedirectChain {
        let method = if for_ids { Method::Get } else { Method::Head };
        RedirectChain {
            url,
            method,
            visited: Vec::new(),
            moved: None,
            has_temporary: false,
            waits: 0,
            retried_lookup: false,
        }
    }

    /// Processes a response and returns the next step.
    pub(super) fn advance(self, response: Result<HttpResponse, RequestError>) -> CheckStep {
        match response {
            Ok(response) => self.on_response(response),
            Err(error) => self.on_error(error),
        }
    }

    fn on_response(self, response: HttpResponse) -> CheckStep {
        match response.status {
            200..=299 => {
                let moved = self.moved.map(String::from);
                CheckStep::Done(RequestOutcome {
                    page: response.page,
                    ..RequestOutcome::new(LinkStatus::Fine { moved })
                })
            }
            301 | 302 | 303 | 307 | 308 => self.on_redirect(&response),
            429 | 503 => self.on_retry_after(response),
            _ if self.method == Method::Head => self.retry_with_get(),
            404 | 410 => CheckStep::Done(RequestOutcome::new(LinkStatus::Dead { why: response.status_text })),
            _ => unchecked(response.status_text),
        }
    }

    /// Repeats the request as `GET`: some servers reject `HEAD` or answer it incorrectly.
    fn retry_with_get(self) -> CheckStep {
        CheckStep::Request { chain: Box::new(RedirectChain { method: Method::Get, ..self }), delay: Duration::ZERO }
    }

    fn on_redirect(mut self, response: &HttpResponse) -> CheckStep {
        let Some(target) =
            response.location.as_deref().and_then(|location| address::resolve_redirect(&self.url, location))
        else {
            return unchecked(format!("{} without a valid target", response.status_text));
        };
        self.visited.push(std::mem::replace(&mut self.url, target));
        if self.visited.contains(&self.url) {
            return unchecked("redirect loop".to_owned());
        }
        if self.visited.len() > MAX_REDIRECTS {
            return unchecked(format!("more than {MAX_REDIRECTS} redirects"));
        }
        // After a temporary redirect, later permanent ones do not mean that the original URL has moved.
        self.has_temporary |= !matches!(response.status, 301 | 308);
        if !self.has_temporary {
            self.moved = Some(self.url.clone());
        }
        CheckStep::Request { chain: Box::new(self), delay: Duration::ZERO }
    }

    fn on_retry_after(mut self, response: HttpResponse) -> CheckStep {
        match response.retry_after {
            Some(wait) if wait > MAX_WAIT => {
                let why = format!("{}, retry after {}", response.status_text, format_duration(wait));
                let outcome = RequestOutcome::new(LinkStatus::Unchecked { why });
                CheckStep::Done(RequestOutcome { for_host: true, retry_after: Some(wait), ..outcome })
            }
            Some(wait) if self.waits < MAX_WAITS => {
                self.waits += 1;
                CheckStep::Request { chain: Box::new(self), delay: wait }
            }
            None if self.method == Method::Head && response.status == 503 => self.retry_with_get(),
            _ => unchecked(response.status_text),
        }
    }

    fn on_error(mut self, error: RequestError) -> CheckStep {
        let outcome = |final_status, has_response, for_host| {
            CheckStep::Done(RequestOutcome {
                has_response: has_response || !self.visited.is_empty(),
                for_host,
                ..RequestOutcome::new(final_status)
            })
        };
        match error {
            RequestError::UnknownHost if self.retried_lookup => {
                let host = address::host(&self.url).to_owned();
                outcome(LinkStatus::NoHost { host }, false, true)
            }
            RequestError::UnknownHost => {
                self.retried_lookup = true;
                CheckStep::Request { chain: Box::new(self), delay: LOOKUP_RETRY_DELAY }
            }
            RequestError::InvalidResponse(_) if self.method == Method::Head => self.retry_with_get(),
            RequestError::NoConnection(why) => outcome(LinkStatus::Unchecked { why }, false, true),
            RequestError::Refused(why) => outcome(LinkStatus::Unchecked { why }, true, true),
            RequestError::TimedOut(why) | RequestError::InvalidResponse(why) => {
                outcome(LinkStatus::Unchecked { why }, true, false)
            }
        }
    }
}

impl RequestOutcome {
    fn new(status: LinkStatus) -> RequestOutcome {
        RequestOutcome { status, page: None, has_response: true, for_host: false, retry_after: None }
    }
}

fn unchecked(why: String) -> CheckStep {
    CheckStep::Done(RequestOutcome::new(LinkStatus::Unchecked { why }))
}

/// Formats a duration in its largest unit, rounded up.
fn format_duration(time: Duration) -> String {
    let seconds = time.as_secs();
    let (unit, unit_name) = match seconds {
        86_400.. => (86_400, "day"),
        3_600.. => (3_600, "hour"),
        60.. => (60, "minute"),
        _ => (1, "second"),
    };
    let count = seconds.div_ceil(unit);
    if count == 1 { format!("1 {unit_name}") } else { format!("{count} {unit_name}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> RedirectChain {
        RedirectChain::new(Url::parse("https://a.example/").unwrap(), false)
    }

    fn status(status: u16) -> HttpResponse {
        HttpResponse { status, status_text: status.to_string(), ..HttpResponse::default() }
    }

    fn redirect(status_of: u16, location: &str) -> HttpResponse {
        HttpResponse { location: Some(location.to_owned()), ..status(status_of) }
    }

    /// Runs a check on these answers. Returns the number of requests and the outcome.
    fn run_check(responses: impl IntoIterator<Item = Result<HttpResponse, RequestError>>) -> (usize, RequestOutcome) {
        let mut chain = start();
        for (count, response) in responses.into_iter().enumerate() {
            match chain.advance(response) {
                CheckStep::Request { chain: next, .. } => chain = *next,
                CheckStep::Done(outcome) => return (count + 1, outcome),
            }
        }
        panic!("wants to ask again: {chain:?}");
    }

    fn final_status(responses: impl IntoIterator<Item = Result<HttpResponse, RequestError>>) -> LinkStatus {
        run_check(responses).1.status
    }

    #[test]
    fn marks_404_and_410_as_dead_after_get() {
        for code in [404, 410] {
            assert_eq!(final_status([Ok(status(405)), Ok(status(code))]), LinkStatus::Dead { why: code.to_string() });
            assert_eq!(final_status([Ok(status(code)), Ok(status(200))]), LinkStatus::Fine { moved: None });
        }
        for code in [400, 401, 402, 403, 405, 406, 408, 418, 451, 500, 502, 504, 599, 999, 100, 0] {
            assert!(
                matches!(final_status([Ok(status(403)), Ok(status(code))]), LinkStatus::Unchecked { .. }),
                "{code}"
            );
        }
        for code in [200, 204, 206] {
            assert_eq!(run_check([Ok(status(code))]), (1, RequestOutcome::new(LinkStatus::Fine { moved: None })));
        }
    }

    #[test]
    fn follows_redirects_and_returns_permanent_target() {
        let moved = |responses: Vec<HttpResponse>| match final_status(responses.into_iter().map(Ok)) {
            LinkStatus::Fine { moved } => moved,
            other => panic!("{other:?}"),
        };
        assert_eq!(moved(vec![redirect(301, "/b"), status(200)]).as_deref(), Some("https://a.example/b"));
        assert_eq!(
            moved(vec![redirect(308, "/b"), redirect(301, "c"), status(200)]).as_deref(),
            Some("https://a.example/c")
        );
        assert_eq!(
            moved(vec![redirect(301, "/b"), redirect(302, "/c"), redirect(301, "/d"), status(200)]).as_deref(),
            Some("https://a.example/b")
        );
        for temporary in [302, 303, 307] {
            assert_eq!(moved(vec![redirect(temporary, "/b"), redirect(301, "/c"), status(200)]), None);
        }
    }

    #[test]
    fn leaves_endless_or_invalid_redirects_unchecked() {
        let why = |responses: Vec<HttpResponse>| match final_status(responses.into_iter().map(Ok)) {
            LinkStatus::Unchecked { why } => why,
            other => panic!("{other:?}"),
        };
        assert_eq!(why(vec![redirect(302, "/b"), redirect(302, "/")]), "redirect loop");
        assert_eq!(why(vec![redirect(302, "/")]), "redirect loop");
        let redirects = (0..=MAX_REDIRECTS).map(|n| redirect(302, &format!("/{n}"))).collect();
        assert_eq!(why(redirects), "more than 10 redirects");
        assert_eq!(why(vec![status(301)]), "301 without a valid target");
        assert_eq!(why(vec![redirect(301, "file:///etc/passwd")]), "301 without a valid target");
    }

    #[test]
    fn honours_retry_after_within_limits() {
        let rate_limited = |seconds| HttpResponse { retry_after: Some(Duration::from_secs(seconds)), ..status(429) };
        match start().advance(Ok(rate_limited(7))) {
            CheckStep::Request { delay, chain } => {
                assert_eq!((delay.as_secs(), chain.method), (7, Method::Head));
            }
            other @ CheckStep::Done(_) => panic!("{other:?}"),
        }
        assert_eq!(
            final_status([Ok(rate_limited(1)), Ok(rate_limited(1)), Ok(status(200))]),
            LinkStatus::Fine { moved: None }
        );
        assert!(matches!(
            final_status([Ok(rate_limited(1)), Ok(rate_limited(1)), Ok(rate_limited(1))]),
            LinkStatus::Unchecked { .. }
        ));
        let (requests, outcome) = run_check([Ok(rate_limited(7200))]);
        assert_eq!((requests, outcome.for_host, outcome.retry_after), (1, true, Some(Duration::from_hours(2))));
        assert_eq!(outcome.status, LinkStatus::Unchecked { why: "429, retry after 2 hours".into() });
        assert!(matches!(final_status([Ok(status(429))]), LinkStatus::Unchecked { .. }));
        assert_eq!(final_status([Ok(status(503)), Ok(status(200))]), LinkStatus::Fine { moved: None });
    }

    #[test]
    fn resolves_unknown_host_twice() {
        let (requests, outcome) = run_check([Err(RequestError::UnknownHost), Err(RequestError::UnknownHost)]);
        assert_eq!((requests, &outcome.status), (2, &LinkStatus::NoHost { host: "a.example".into() }));
        assert!(outcome.for_host && !outcome.has_response);
        assert_eq!(final_status([Err(RequestError::UnknownHost), Ok(status(200))]), LinkStatus::Fine { moved: None });
        let (_, outcome) = run_check([
            Ok(redirect(302, "https://b.example/")),
            Err(RequestError::UnknownHost),
            Err(RequestError::UnknownHost),
        ]);
        assert_eq!((outcome.status, outcome.has_response), (LinkStatus::NoHost { host: "b.example".into() }, true));
    }

    #[test]
    fn leaves_failed_requests_unchecked() {
        let why = || "x".to_owned();
        for (error, has_response, for_host) in [
            (RequestError::NoConnection(why()), false, true),
            (RequestError::Refused(why()), true, true),
            (RequestError::TimedOut(why()), true, false),
        ] {
            let (_, outcome) = run_check([Err(error)]);
            assert_eq!(outcome.status, LinkStatus::Unchecked { why: why() });
            assert_eq!((outcome.has_response, outcome.for_host), (has_response, for_host));
        }
        let invalid = || Err(RequestError::InvalidResponse(why()));
        assert_eq!(final_status([invalid(), invalid()]), LinkStatus::Unchecked { why: why() });
        assert_eq!(final_status([invalid(), Ok(status(200))]), LinkStatus::Fine { moved: None });
    }

    #[test]
    fn formats_durations_in_largest_unit() {
        let formatted =
            [1, 59, 60, 61, 3600, 7200, 90_000].map(|seconds| format_duration(Duration::from_secs(seconds)));
        assert_eq!(formatted, ["1 second", "59 seconds", "1 minute", "2 minutes", "1 hour", "2 hours", "2 days"]);
    }
}
