//! Tests of rate limits.

use super::server::{Reply, Request, TestServer, reply_with};
use super::{check, link};
use std::time::{Duration, Instant};

fn slow_success(request: &Request, _before: usize) -> Reply {
    match reply_with(request, "200 OK", &[], "") {
        Reply::Bytes(bytes) => Reply::Delayed(Duration::from_millis(500), bytes),
        other => other,
    }
}

#[test]
fn limits_concurrent_requests_per_host() {
    for (settings, max_running) in [("", 2), ("per_host = 1", 1)] {
        let server = TestServer::start(slow_success);
        let lines: Vec<String> = (0..6).map(|n| link(&server, &format!("/{n}"))).collect();
        assert_eq!(check(&lines, settings).diagnostics, Vec::<String>::new());
        assert_eq!(server.requests().len(), 6);
        assert!(server.max_concurrent() <= max_running, "{} at a time", server.max_concurrent());
    }
}

/// On any machine, five intervals of 200 ms take at least a second.
#[test]
fn keeps_interval_between_requests_to_a_host() {
    let server = TestServer::start(|request, _| reply_with(request, "200 OK", &[], ""));
    let lines: Vec<String> = (0..6).map(|n| link(&server, &format!("/{n}"))).collect();
    let start = Instant::now();
    assert_eq!(check(&lines, "").diagnostics, Vec::<String>::new());
    assert_eq!(server.requests().len(), 6);
    assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());
}

#[test]
fn requests_each_url_once() {
    let server = TestServer::start(|request, _| reply_with(request, "404 Not Found", &[], ""));
    let lines = vec![link(&server, "/a#x"), link(&server, "/a"), link(&server, "/a#y"), link(&server, "/./a")];
    let checked = check(&lines, "");
    assert_eq!(server.request_lines(), ["GET /a"]);
    assert_eq!((checked.diagnostics.len(), checked.summary.addresses), (1, 1), "one finding for all places");
}

#[test]
fn sends_user_agent() {
    let server = TestServer::start(|request, _| reply_with(request, "200 OK", &[], ""));
    check(&[link(&server, "/")], "");
    let agent = format!("briefing/{} (checks links)", env!("CARGO_PKG_VERSION"));
    assert_eq!(server.requests()[0].agent, agent);
}

#[test]
fn honours_retry_after() {
    let server = TestServer::start(|request, before| match before {
        0 => reply_with(request, "429 Too Many Requests", &[("Retry-After", "1")], ""),
        _ => reply_with(request, "200 OK", &[], ""),
    });
    let lines: Vec<String> = ["/a", "/b", "/c"].map(|path| link(&server, path)).into();
    assert_eq!(check(&lines, "per_host = 1").diagnostics, Vec::<String>::new());
    let requests = server.requests();
    assert_eq!(requests.len(), 6);
    let gap = requests[1].at - requests[0].at;
    assert!(gap >= Duration::from_secs(1), "the whole host is left alone: {gap:?}");
}

#[test]
fn skips_host_with_long_retry_after() {
    let server =
        TestServer::start(|request, _| reply_with(request, "503 Service Unavailable", &[("Retry-After", "7200")], ""));
    let lines: Vec<String> = (0..20).map(|n| link(&server, &format!("/{n}"))).collect();
    let checked = check(&lines, "per_host = 1");
    assert_eq!(server.request_lines().len(), 1);
    assert_eq!(checked.codes_and_reasons(), ["unchecked-link 503 Service Unavailable, retry after 2 hours"; 20]);
}

#[test]
fn skips_configured_prefixes() {
    let server = TestServer::start(|request, _| reply_with(request, "404 Not Found", &[], ""));
    let skip = format!("skip_prefixes = [\"{}/private/\"]", server.address);
    let checked = check(&[link(&server, "/private/a"), link(&server, "/a")], &skip);
    assert_eq!(
        (server.request_lines(), checked.summary.addresses),
        (vec!["HEAD /a".to_owned(), "GET /a".to_owned()], 1)
    );
}
