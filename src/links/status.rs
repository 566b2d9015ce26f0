//! What an answer means, and what to do next: done, or another request.
//!
//! Only what servers say clearly counts as dead: `404 Not Found`, `410 Gone`, and a host that does not exist. Whoever
//! refuses a program, is busy or takes too long may still answer a reader: such an address is unchecked.

use super::address;
use super::anchors::FetchedPage;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use url::Url;

/// How many redirects are followed.
const MAX_REDIRECTS: usize = 10;

/// How often a host that asks for patience is waited for.
const MAX_WAITS: usize = 2;

/// For how long a host that asks for patience is waited for.
const MAX_WAIT: Duration = Duration::from_mins(1);

/// How long to wait before a host is looked up again that was not found.
const LOOKUP_RETRY_DELAY: Duration = Duration::from_secs(1);

/// What is known of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub(super) enum LinkStatus {
    /// It is there.
    Fine {
        /// Where it has moved for good.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        moved: Option<String>,
    },
    /// It is not there.
    Dead {
        /// What the server says.
        why: String,
    },
    /// Its host is not there.
    NoHost {
        /// The host.
        host: String,
    },
    /// Nobody knows.
    Unchecked {
        /// Why not, as the end of a sentence.
        why: String,
    },
}

/// How a request is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// For the head alone.
    Head,
    /// For everything.
    Get,
}

/// What a server answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct HttpResponse {
    /// The status, such as 404.
    pub(super) status: u16,
    /// The status in words, such as `404 Not Found`.
    pub(super) status_text: String,
    /// Where to look instead.
    pub(super) location: Option<String>,
    /// How long to wait before asking again.
    pub(super) retry_after: Option<Duration>,
    /// The page, where it was to be read and is HTML.
    pub(super) page: Option<FetchedPage>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RequestError {
    /// No such host is known.
    UnknownHost,
    /// The host cannot be reached.
    NoConnection(String),
    /// The host is there and does not want to talk, or not securely.
    Refused(String),
    /// The answer did not come in time.
    TimedOut(String),
    /// What came is no answer.
    InvalidResponse(String),
}

/// What to do next.
#[derive(Debug)]
pub(super) enum CheckStep {
    /// Ask again, when the host has been left alone for a while.
    Request {
        /// What to ask for.
        chain: Box<RedirectChain>,
        /// For how long.
        delay: Duration,
    },
    /// Nothing more.
    Done(RequestOutcome),
}

/// What asking for an address came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RequestOutcome {
    /// What is known.
    pub(super) status: LinkStatus,
    /// The page, where it was read.
    pub(super) page: Option<FetchedPage>,
    /// Whether anybody answered, so that there is a network.
    pub(super) has_response: bool,
    /// Whether the same is to be said of everything on the host.
    pub(super) for_host: bool,
    /// How long the host wants to be left alone.
    pub(super) retry_after: Option<Duration>,
}

/// The way from an address to what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RedirectChain {
    /// What is asked for next.
    pub(super) url: Url,
    /// How.
    pub(super) method: Method,
    visited: Vec<Url>,
    moved: Option<Url>,
    has_temporary: bool,
    waits: usize,
    retried_lookup: bool,
}

impl RedirectChain {
    /// Begins at an address. Where ids are looked for, the page itself is needed, and its head tells nothing.
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

    /// Goes on with what came back.
    pub(super) fn advance(self, answer: Result<HttpResponse, RequestError>) -> CheckStep {
        match answer {
            Ok(answer) => self.on_response(answer),
            Err(failure) => self.on_error(failure),
        }
    }

    fn on_response(self, answer: HttpResponse) -> CheckStep {
        match answer.status {
            200..=299 => {
                let moved = self.moved.map(String::from);
                CheckStep::Done(RequestOutcome { page: answer.page, ..RequestOutcome::new(LinkStatus::Fine { moved }) })
            }
            301 | 302 | 303 | 307 | 308 => self.on_redirect(&answer),
            429 | 503 => self.on_retry_after(answer),
            _ if self.method == Method::Head => self.retry_with_get(),
            404 | 410 => CheckStep::Done(RequestOutcome::new(LinkStatus::Dead { why: answer.status_text })),
            _ => unchecked(answer.status_text),
        }
    }

    /// Some servers refuse a request for the head alone, or answer it wrongly.
    fn retry_with_get(self) -> CheckStep {
        CheckStep::Request { chain: Box::new(RedirectChain { method: Method::Get, ..self }), delay: Duration::ZERO }
    }

    fn on_redirect(mut self, answer: &HttpResponse) -> CheckStep {
        let Some(to) = answer.location.as_deref().and_then(|location| address::resolve_redirect(&self.url, location))
        else {
            return unchecked(format!("{} leads nowhere", answer.status_text));
        };
        let from = std::mem::replace(&mut self.url, to);
        self.visited.push(from);
        if self.visited.contains(&self.url) {
            return unchecked("it redirects in a circle".to_owned());
        }
        if self.visited.len() > MAX_REDIRECTS {
            return unchecked(format!("it redirects more than {MAX_REDIRECTS} times"));
        }
        // Behind a redirect for the time being, nothing says that the address itself has moved.
        self.has_temporary |= !matches!(answer.status, 301 | 308);
        if !self.has_temporary {
            self.moved = Some(self.url.clone());
        }
        CheckStep::Request { chain: Box::new(self), delay: Duration::ZERO }
    }

    fn on_retry_after(mut self, answer: HttpResponse) -> CheckStep {
        match answer.retry_after {
            Some(wait) if wait > MAX_WAIT => {
                let why = format!("{}, asks to wait for {}", answer.status_text, format_duration(wait));
                let outcome = RequestOutcome::new(LinkStatus::Unchecked { why });
                CheckStep::Done(RequestOutcome { for_host: true, retry_after: Some(wait), ..outcome })
            }
            Some(wait) if self.waits < MAX_WAITS => {
                self.waits += 1;
                CheckStep::Request { chain: Box::new(self), delay: wait }
            }
            None if self.method == Method::Head && answer.status == 503 => self.retry_with_get(),
            _ => unchecked(answer.status_text),
        }
    }

    fn on_error(mut self, failure: RequestError) -> CheckStep {
        let outcome = |verdict, reached, of_host| {
            CheckStep::Done(RequestOutcome {
                has_response: reached || !self.visited.is_empty(),
                for_host: of_host,
                ..RequestOutcome::new(verdict)
            })
        };
        match failure {
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

/// A length of time in the largest unit that it fills.
fn format_duration(time: Duration) -> String {
    let seconds = time.as_secs();
    let (unit, word) = match seconds {
        86_400.. => (86_400, "day"),
        3_600.. => (3_600, "hour"),
        60.. => (60, "minute"),
        _ => (1, "second"),
    };
    let count = seconds.div_ceil(unit);
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trail() -> RedirectChain {
        RedirectChain::new(Url::parse("https://a.example/").unwrap(), false)
    }

    fn status(status: u16) -> HttpResponse {
        HttpResponse { status, status_text: status.to_string(), ..HttpResponse::default() }
    }

    fn to(status_of: u16, location: &str) -> HttpResponse {
        HttpResponse { location: Some(location.to_owned()), ..status(status_of) }
    }

    /// What comes of answers; `asks` says how many requests they take.
    fn after(answers: impl IntoIterator<Item = Result<HttpResponse, RequestError>>) -> (usize, RequestOutcome) {
        let mut at = trail();
        for (count, answer) in answers.into_iter().enumerate() {
            match at.advance(answer) {
                CheckStep::Request { chain: trail, .. } => at = *trail,
                CheckStep::Done(outcome) => return (count + 1, outcome),
            }
        }
        panic!("wants to ask again: {at:?}");
    }

    fn verdict(answers: impl IntoIterator<Item = Result<HttpResponse, RequestError>>) -> LinkStatus {
        after(answers).1.status
    }

    #[test]
    fn only_not_found_and_gone_are_dead_and_only_after_asking_for_the_whole() {
        for code in [404, 410] {
            assert_eq!(verdict([Ok(status(405)), Ok(status(code))]), LinkStatus::Dead { why: code.to_string() });
            assert_eq!(verdict([Ok(status(code)), Ok(status(200))]), LinkStatus::Fine { moved: None });
        }
        for code in [400, 401, 402, 403, 405, 406, 408, 418, 451, 500, 502, 504, 599, 999, 100, 0] {
            assert!(matches!(verdict([Ok(status(403)), Ok(status(code))]), LinkStatus::Unchecked { .. }), "{code}");
        }
        for code in [200, 204, 206] {
            assert_eq!(after([Ok(status(code))]), (1, RequestOutcome::new(LinkStatus::Fine { moved: None })));
        }
    }

    #[test]
    fn follows_redirects_and_says_where_an_address_has_moved_for_good() {
        let moved = |answers: Vec<HttpResponse>| match verdict(answers.into_iter().map(Ok)) {
            LinkStatus::Fine { moved } => moved,
            other => panic!("{other:?}"),
        };
        assert_eq!(moved(vec![to(301, "/b"), status(200)]).as_deref(), Some("https://a.example/b"));
        assert_eq!(moved(vec![to(308, "/b"), to(301, "c"), status(200)]).as_deref(), Some("https://a.example/c"));
        assert_eq!(
            moved(vec![to(301, "/b"), to(302, "/c"), to(301, "/d"), status(200)]).as_deref(),
            Some("https://a.example/b")
        );
        for temporary in [302, 303, 307] {
            assert_eq!(moved(vec![to(temporary, "/b"), to(301, "/c"), status(200)]), None);
        }
    }

    #[test]
    fn redirects_without_end_or_aim_are_unchecked() {
        let why = |answers: Vec<HttpResponse>| match verdict(answers.into_iter().map(Ok)) {
            LinkStatus::Unchecked { why } => why,
            other => panic!("{other:?}"),
        };
        assert_eq!(why(vec![to(302, "/b"), to(302, "/")]), "it redirects in a circle");
        assert_eq!(why(vec![to(302, "/")]), "it redirects in a circle");
        let many = (0..=MAX_REDIRECTS).map(|n| to(302, &format!("/{n}"))).collect();
        assert_eq!(why(many), "it redirects more than 10 times");
        assert_eq!(why(vec![status(301)]), "301 leads nowhere");
        assert_eq!(why(vec![to(301, "file:///etc/passwd")]), "301 leads nowhere");
    }

    #[test]
    fn waits_as_it_is_asked_to_and_not_for_ever() {
        let busy = |seconds| HttpResponse { retry_after: Some(Duration::from_secs(seconds)), ..status(429) };
        match trail().advance(Ok(busy(7))) {
            CheckStep::Request { delay: after, chain: trail } => {
                assert_eq!((after.as_secs(), trail.method), (7, Method::Head))
            }
            other @ CheckStep::Done(_) => panic!("{other:?}"),
        }
        assert_eq!(verdict([Ok(busy(1)), Ok(busy(1)), Ok(status(200))]), LinkStatus::Fine { moved: None });
        assert!(matches!(verdict([Ok(busy(1)), Ok(busy(1)), Ok(busy(1))]), LinkStatus::Unchecked { .. }));
        let (asks, outcome) = after([Ok(busy(7200))]);
        assert_eq!((asks, outcome.for_host, outcome.retry_after), (1, true, Some(Duration::from_hours(2))));
        assert_eq!(outcome.status, LinkStatus::Unchecked { why: "429, asks to wait for 2 hours".into() });
        assert!(matches!(verdict([Ok(status(429))]), LinkStatus::Unchecked { .. }));
        assert_eq!(verdict([Ok(status(503)), Ok(status(200))]), LinkStatus::Fine { moved: None });
    }

    #[test]
    fn a_host_is_looked_up_twice_before_it_is_not_there() {
        let (asks, outcome) = after([Err(RequestError::UnknownHost), Err(RequestError::UnknownHost)]);
        assert_eq!((asks, &outcome.status), (2, &LinkStatus::NoHost { host: "a.example".into() }));
        assert!(outcome.for_host && !outcome.has_response);
        assert_eq!(verdict([Err(RequestError::UnknownHost), Ok(status(200))]), LinkStatus::Fine { moved: None });
        let (_, outcome) =
            after([Ok(to(302, "https://b.example/")), Err(RequestError::UnknownHost), Err(RequestError::UnknownHost)]);
        assert_eq!((outcome.status, outcome.has_response), (LinkStatus::NoHost { host: "b.example".into() }, true));
    }

    #[test]
    fn what_fails_is_unchecked() {
        let why = || "x".to_owned();
        for (failure, reached, of_host) in [
            (RequestError::NoConnection(why()), false, true),
            (RequestError::Refused(why()), true, true),
            (RequestError::TimedOut(why()), true, false),
        ] {
            let (_, outcome) = after([Err(failure)]);
            assert_eq!(outcome.status, LinkStatus::Unchecked { why: why() });
            assert_eq!((outcome.has_response, outcome.for_host), (reached, of_host));
        }
        let broken = || Err(RequestError::InvalidResponse(why()));
        assert_eq!(verdict([broken(), broken()]), LinkStatus::Unchecked { why: why() });
        assert_eq!(verdict([broken(), Ok(status(200))]), LinkStatus::Fine { moved: None });
    }

    #[test]
    fn says_times_in_their_largest_unit() {
        let said = [1, 59, 60, 61, 3600, 7200, 90_000].map(|seconds| format_duration(Duration::from_secs(seconds)));
        assert_eq!(said, ["1 second", "59 seconds", "1 minute", "2 minutes", "1 hour", "2 hours", "2 days"]);
    }
}
