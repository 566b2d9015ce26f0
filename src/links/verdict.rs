//! What an answer means, and what to do next: done, or another request.
//!
//! Only what servers say clearly counts as dead: `404 Not Found`, `410 Gone`, and a host that does not exist. Whoever
//! refuses a program, is busy or takes too long may still answer a reader: such an address is unchecked.

use super::address;
use super::anchors::Page;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use url::Url;

/// How many redirects are followed.
const MOST_REDIRECTS: usize = 10;

/// How often a host that asks for patience is waited for.
const MOST_WAITS: usize = 2;

/// For how long a host that asks for patience is waited for.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// How long to wait before a host is looked up again that was not found.
const BEFORE_LOOKING_AGAIN: Duration = Duration::from_secs(1);

/// What is known of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub(super) enum Verdict {
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
pub(super) struct Answer {
    /// The status, such as 404.
    pub(super) status: u16,
    /// The status in words, such as `404 Not Found`.
    pub(super) words: String,
    /// Where to look instead.
    pub(super) location: Option<String>,
    /// How long to wait before asking again.
    pub(super) retry_after: Option<Duration>,
    /// The page, where it was to be read and is HTML.
    pub(super) page: Option<Page>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// No such host is known.
    NoHost,
    /// The host cannot be reached.
    NoConnection(String),
    /// The host is there and does not want to talk, or not securely.
    Refused(String),
    /// The answer did not come in time.
    Slow(String),
    /// What came is no answer.
    Broken(String),
}

/// What to do next.
#[derive(Debug)]
pub(super) enum Step {
    /// Ask again, when the host has been left alone for a while.
    Ask {
        /// What to ask for.
        trail: Box<Trail>,
        /// For how long.
        after: Duration,
    },
    /// Nothing more.
    Done(Outcome),
}

/// What asking for an address came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    /// What is known.
    pub(super) verdict: Verdict,
    /// The page, where it was read.
    pub(super) page: Option<Page>,
    /// Whether anybody answered, so that there is a network.
    pub(super) reached: bool,
    /// Whether the same is to be said of everything on the host.
    pub(super) of_host: bool,
    /// How long the host wants to be left alone.
    pub(super) wait: Option<Duration>,
}

/// The way from an address to what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trail {
    /// What is asked for next.
    pub(super) url: Url,
    /// How.
    pub(super) method: Method,
    before: Vec<Url>,
    moved: Option<Url>,
    is_detour: bool,
    waits: usize,
    looked_again: bool,
}

impl Trail {
    /// Begins at an address. Where ids are looked for, the page itself is needed, and its head tells nothing.
    pub(super) fn new(url: Url, for_ids: bool) -> Trail {
        let method = if for_ids { Method::Get } else { Method::Head };
        Trail { url, method, before: Vec::new(), moved: None, is_detour: false, waits: 0, looked_again: false }
    }

    /// Goes on with what came back.
    pub(super) fn next(self, answer: Result<Answer, Failure>) -> Step {
        match answer {
            Ok(answer) => self.answered(answer),
            Err(failure) => self.failed(failure),
        }
    }

    fn answered(self, answer: Answer) -> Step {
        match answer.status {
            200..=299 => {
                let moved = self.moved.map(String::from);
                Step::Done(Outcome { page: answer.page, ..Outcome::new(Verdict::Fine { moved }) })
            }
            301 | 302 | 303 | 307 | 308 => self.redirected(&answer),
            429 | 503 => self.asked_for_patience(answer),
            _ if self.method == Method::Head => self.with_get(),
            404 | 410 => Step::Done(Outcome::new(Verdict::Dead { why: answer.words })),
            _ => unchecked(answer.words),
        }
    }

    /// Some servers refuse a request for the head alone, or answer it wrongly.
    fn with_get(self) -> Step {
        Step::Ask { trail: Box::new(Trail { method: Method::Get, ..self }), after: Duration::ZERO }
    }

    fn redirected(mut self, answer: &Answer) -> Step {
        let Some(to) = answer.location.as_deref().and_then(|location| address::redirected(&self.url, location)) else {
            return unchecked(format!("{} leads nowhere", answer.words));
        };
        let from = std::mem::replace(&mut self.url, to);
        self.before.push(from);
        if self.before.contains(&self.url) {
            return unchecked("it redirects in a circle".to_owned());
        }
        if self.before.len() > MOST_REDIRECTS {
            return unchecked(format!("it redirects more than {MOST_REDIRECTS} times"));
        }
        // Behind a redirect for the time being, nothing says that the address itself has moved.
        self.is_detour |= !matches!(answer.status, 301 | 308);
        if !self.is_detour {
            self.moved = Some(self.url.clone());
        }
        Step::Ask { trail: Box::new(self), after: Duration::ZERO }
    }

    fn asked_for_patience(mut self, answer: Answer) -> Step {
        match answer.retry_after {
            Some(wait) if wait > LONGEST_WAIT => {
                let why = format!("{}, asks to wait for {}", answer.words, in_words(wait));
                let outcome = Outcome::new(Verdict::Unchecked { why });
                Step::Done(Outcome { of_host: true, wait: Some(wait), ..outcome })
            }
            Some(wait) if self.waits < MOST_WAITS => {
                self.waits += 1;
                Step::Ask { trail: Box::new(self), after: wait }
            }
            None if self.method == Method::Head && answer.status == 503 => self.with_get(),
            _ => unchecked(answer.words),
        }
    }

    fn failed(mut self, failure: Failure) -> Step {
        let outcome = |verdict, reached, of_host| {
            Step::Done(Outcome { reached: reached || !self.before.is_empty(), of_host, ..Outcome::new(verdict) })
        };
        match failure {
            Failure::NoHost if self.looked_again => {
                let host = address::host(&self.url).to_owned();
                outcome(Verdict::NoHost { host }, false, true)
            }
            Failure::NoHost => {
                self.looked_again = true;
                Step::Ask { trail: Box::new(self), after: BEFORE_LOOKING_AGAIN }
            }
            Failure::Broken(_) if self.method == Method::Head => self.with_get(),
            Failure::NoConnection(why) => outcome(Verdict::Unchecked { why }, false, true),
            Failure::Refused(why) => outcome(Verdict::Unchecked { why }, true, true),
            Failure::Slow(why) | Failure::Broken(why) => outcome(Verdict::Unchecked { why }, true, false),
        }
    }
}

impl Outcome {
    fn new(verdict: Verdict) -> Outcome {
        Outcome { verdict, page: None, reached: true, of_host: false, wait: None }
    }
}

fn unchecked(why: String) -> Step {
    Step::Done(Outcome::new(Verdict::Unchecked { why }))
}

/// A length of time in the largest unit that it fills.
fn in_words(time: Duration) -> String {
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

    fn trail() -> Trail {
        Trail::new(Url::parse("https://a.example/").unwrap(), false)
    }

    fn status(status: u16) -> Answer {
        Answer { status, words: status.to_string(), ..Answer::default() }
    }

    fn to(status_of: u16, location: &str) -> Answer {
        Answer { location: Some(location.to_owned()), ..status(status_of) }
    }

    /// What comes of answers; `asks` says how many requests they take.
    fn after(answers: impl IntoIterator<Item = Result<Answer, Failure>>) -> (usize, Outcome) {
        let mut at = trail();
        for (count, answer) in answers.into_iter().enumerate() {
            match at.next(answer) {
                Step::Ask { trail, .. } => at = *trail,
                Step::Done(outcome) => return (count + 1, outcome),
            }
        }
        panic!("wants to ask again: {at:?}");
    }

    fn verdict(answers: impl IntoIterator<Item = Result<Answer, Failure>>) -> Verdict {
        after(answers).1.verdict
    }

    #[test]
    fn only_not_found_and_gone_are_dead_and_only_after_asking_for_the_whole() {
        for code in [404, 410] {
            assert_eq!(verdict([Ok(status(405)), Ok(status(code))]), Verdict::Dead { why: code.to_string() });
            assert_eq!(verdict([Ok(status(code)), Ok(status(200))]), Verdict::Fine { moved: None });
        }
        for code in [400, 401, 402, 403, 405, 406, 408, 418, 451, 500, 502, 504, 599, 999, 100, 0] {
            assert!(matches!(verdict([Ok(status(403)), Ok(status(code))]), Verdict::Unchecked { .. }), "{code}");
        }
        for code in [200, 204, 206] {
            assert_eq!(after([Ok(status(code))]), (1, Outcome::new(Verdict::Fine { moved: None })));
        }
    }

    #[test]
    fn follows_redirects_and_says_where_an_address_has_moved_for_good() {
        let moved = |answers: Vec<Answer>| match verdict(answers.into_iter().map(Ok)) {
            Verdict::Fine { moved } => moved,
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
        let why = |answers: Vec<Answer>| match verdict(answers.into_iter().map(Ok)) {
            Verdict::Unchecked { why } => why,
            other => panic!("{other:?}"),
        };
        assert_eq!(why(vec![to(302, "/b"), to(302, "/")]), "it redirects in a circle");
        assert_eq!(why(vec![to(302, "/")]), "it redirects in a circle");
        let many = (0..=MOST_REDIRECTS).map(|n| to(302, &format!("/{n}"))).collect();
        assert_eq!(why(many), "it redirects more than 10 times");
        assert_eq!(why(vec![status(301)]), "301 leads nowhere");
        assert_eq!(why(vec![to(301, "file:///etc/passwd")]), "301 leads nowhere");
    }

    #[test]
    fn waits_as_it_is_asked_to_and_not_for_ever() {
        let busy = |seconds| Answer { retry_after: Some(Duration::from_secs(seconds)), ..status(429) };
        match trail().next(Ok(busy(7))) {
            Step::Ask { after, trail } => assert_eq!((after.as_secs(), trail.method), (7, Method::Head)),
            other @ Step::Done(_) => panic!("{other:?}"),
        }
        assert_eq!(verdict([Ok(busy(1)), Ok(busy(1)), Ok(status(200))]), Verdict::Fine { moved: None });
        assert!(matches!(verdict([Ok(busy(1)), Ok(busy(1)), Ok(busy(1))]), Verdict::Unchecked { .. }));
        let (asks, outcome) = after([Ok(busy(7200))]);
        assert_eq!((asks, outcome.of_host, outcome.wait), (1, true, Some(Duration::from_hours(2))));
        assert_eq!(outcome.verdict, Verdict::Unchecked { why: "429, asks to wait for 2 hours".into() });
        assert!(matches!(verdict([Ok(status(429))]), Verdict::Unchecked { .. }));
        assert_eq!(verdict([Ok(status(503)), Ok(status(200))]), Verdict::Fine { moved: None });
    }

    #[test]
    fn a_host_is_looked_up_twice_before_it_is_not_there() {
        let (asks, outcome) = after([Err(Failure::NoHost), Err(Failure::NoHost)]);
        assert_eq!((asks, &outcome.verdict), (2, &Verdict::NoHost { host: "a.example".into() }));
        assert!(outcome.of_host && !outcome.reached);
        assert_eq!(verdict([Err(Failure::NoHost), Ok(status(200))]), Verdict::Fine { moved: None });
        let (_, outcome) = after([Ok(to(302, "https://b.example/")), Err(Failure::NoHost), Err(Failure::NoHost)]);
        assert_eq!((outcome.verdict, outcome.reached), (Verdict::NoHost { host: "b.example".into() }, true));
    }

    #[test]
    fn what_fails_is_unchecked() {
        let why = || "x".to_owned();
        for (failure, reached, of_host) in [
            (Failure::NoConnection(why()), false, true),
            (Failure::Refused(why()), true, true),
            (Failure::Slow(why()), true, false),
        ] {
            let (_, outcome) = after([Err(failure)]);
            assert_eq!(outcome.verdict, Verdict::Unchecked { why: why() });
            assert_eq!((outcome.reached, outcome.of_host), (reached, of_host));
        }
        let broken = || Err(Failure::Broken(why()));
        assert_eq!(verdict([broken(), broken()]), Verdict::Unchecked { why: why() });
        assert_eq!(verdict([broken(), Ok(status(200))]), Verdict::Fine { moved: None });
    }

    #[test]
    fn says_times_in_their_largest_unit() {
        let said = [1, 59, 60, 61, 3600, 7200, 90_000].map(|seconds| in_words(Duration::from_secs(seconds)));
        assert_eq!(said, ["1 second", "59 seconds", "1 minute", "2 minutes", "1 hour", "2 hours", "2 days"]);
    }
}
