//! Tests of response classification.

use super::server::{Reply, Request, TestServer, reply_with};
use super::{check, link};

/// Replies with the status codes in the path: `/405/200` is 405 for `HEAD` and 200 for `GET`.
fn by_path(request: &Request, _before: usize) -> Reply {
    let statuses: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
    let status = if request.method == "HEAD" { statuses[0] } else { statuses[1] };
    reply_with(request, &format!("{status} Words"), &[], "body")
}

fn diagnostics(paths: &[&str]) -> (Vec<String>, Vec<String>) {
    let server = TestServer::start(by_path);
    let lines: Vec<String> = paths.iter().map(|path| link(&server, path)).collect();
    let checked = check(&lines, "per_host = 16");
    (checked.codes_and_reasons(), server.request_lines())
}

#[test]
fn sends_head_only_on_success() {
    let (diagnostics, requests) = diagnostics(&["/200/200", "/204/200"]);
    assert_eq!(diagnostics, Vec::<String>::new());
    assert_eq!(requests.iter().filter(|request| request.starts_with("HEAD ")).count(), 2);
    assert_eq!(requests.len(), 2);
}

#[test]
fn retries_failed_head_as_get() {
    let (diagnostics, requests) = diagnostics(&["/405/200", "/404/200", "/403/200", "/501/200", "/500/200"]);
    assert_eq!(diagnostics, Vec::<String>::new());
    assert_eq!(requests.len(), 10);
}

#[test]
fn reports_404_and_410_as_dead() {
    let (diagnostics, _) = diagnostics(&["/404/404", "/405/410"]);
    assert_eq!(diagnostics, ["dead-external-link 404 Not Found", "dead-external-link 410 Gone"]);
}

#[test]
fn leaves_other_statuses_unchecked() {
    let (diagnostics, _) =
        diagnostics(&["/403/403", "/401/401", "/429/429", "/500/500", "/503/503", "/451/451", "/999/999"]);
    let expected = [
        "unchecked-link 403 Forbidden",
        "unchecked-link 401 Unauthorized",
        "unchecked-link 429 Too Many Requests",
        "unchecked-link 500 Internal Server Error",
        "unchecked-link 503 Service Unavailable",
        "unchecked-link 451 Unavailable For Legal Reasons",
        "unchecked-link 999",
    ];
    assert_eq!(diagnostics, expected);
}

fn redirects(request: &Request, _before: usize) -> Reply {
    let (status, target) = match request.path.as_str() {
        "/moved" => ("301 Moved Permanently", "/there"),
        "/lent" => ("302 Found", "/there"),
        "/relative/a" => ("308 Permanent Redirect", "../there#part"),
        "/gone" => ("301 Moved Permanently", "/nowhere"),
        "/circle" => ("302 Found", "/back"),
        "/back" => ("302 Found", "/circle"),
        "/self" => ("301 Moved Permanently", "/self"),
        "/file" => ("302 Found", "file:///etc/passwd"),
        "/lost" => return reply_with(request, "301 Moved Permanently", &[], ""),
        "/there" => return reply_with(request, "200 OK", &[], "body"),
        path if path.starts_with("/on") => {
            return reply_with(request, "302 Found", &[("Location", &format!("{path}n"))], "");
        }
        _ => return reply_with(request, "404 Not Found", &[], ""),
    };
    reply_with(request, status, &[("Location", target)], "")
}

#[test]
fn follows_redirects_and_reports_permanent_ones() {
    let server = TestServer::start(redirects);
    let paths = ["/moved", "/lent", "/relative/a", "/gone"];
    let checked = check(&paths.map(|path| link(&server, path)), "per_host = 16");
    let there = format!("`{}/there`", server.address);
    let moved = |path: &str, at: usize| {
        format!(
            "content/pages/p.md:{at}:5: note[moved-link]: `{}{path}` has moved to {there}; use the new URL",
            server.address
        )
    };
    assert_eq!(checked.diagnostics[0], moved("/moved", 5));
    assert_eq!(checked.diagnostics[1], moved("/relative/a", 9));
    assert_eq!(checked.codes_and_reasons()[2..], ["dead-external-link 404 Not Found"]);
}

#[test]
fn leaves_endless_or_invalid_redirects_unchecked() {
    let server = TestServer::start(redirects);
    let paths = ["/circle", "/self", "/file", "/lost", "/on"];
    let checked = check(&paths.map(|path| link(&server, path)), "per_host = 16");
    let expected = [
        "unchecked-link redirect loop",
        "unchecked-link redirect loop",
        "unchecked-link 302 Found without a valid target",
        "unchecked-link 301 Moved Permanently without a valid target",
        "unchecked-link more than 10 redirects",
    ];
    assert_eq!(checked.codes_and_reasons(), expected);
}

fn page(request: &Request, _before: usize) -> Reply {
    let html = ("Content-Type", "text/html; charset=utf-8");
    match request.path.as_str() {
        "/page" => reply_with(request, "200 OK", &[html], "<h1 id=part>Part</h1><a name='old'>x</a>"),
        "/pdf" => reply_with(request, "200 OK", &[("Content-Type", "application/pdf")], "%PDF"),
        "/packed" => reply_with(request, "200 OK", &[html, ("Content-Encoding", "gzip")], "\u{1f}"),
        _ => Reply::Endless(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p id=early>".to_vec()),
    }
}

#[test]
fn checks_all_anchors_of_a_page_with_one_request() {
    let server = TestServer::start(page);
    let paths = ["/page#part", "/page#old", "/page#none", "/page#part:~:text=words", "/page#:~:text=words", "/page"];
    let checked = check(&paths.map(|path| link(&server, path)), "");
    let expected = format!(
        "content/pages/p.md:9:5: warning[dead-external-anchor]: `{}/page` has no `#none`; open it in a browser, \
         or exclude the page with `skip_anchor_prefixes` in `[link_checker]`",
        server.address
    );
    assert_eq!(checked.diagnostics, [expected]);
    assert_eq!(server.request_lines(), ["GET /page"]);
    let skip = format!("skip_anchor_prefixes = [\"{}\"]", server.address);
    assert_eq!(check(&paths.map(|path| link(&server, path)), &skip).diagnostics, Vec::<String>::new());
    assert_eq!(server.request_lines()[1..], ["HEAD /page"]);
}

#[test]
fn ignores_anchors_of_unreadable_pages() {
    let server = TestServer::start(page);
    let paths = ["/pdf#page=2", "/packed#x", "/endless#late", "/endless#early"];
    let checked = check(&paths.map(|path| link(&server, path)), "timeout = \"1s\"");
    assert_eq!(checked.diagnostics, Vec::<String>::new());
}
