//! Tests of the link cache.

use super::server::{Reply, Request, TestServer, reply_with};
use super::{NOW, check_at, check_files, link};
use briefing::links::LinkCache;
use std::fs;

const HOUR: i64 = 3600;

fn by_path(request: &Request, _before: usize) -> Reply {
    let html = ("Content-Type", "text/html");
    match request.path.as_str() {
        "/fine" => reply_with(request, "200 OK", &[html], "<p id=a><p id=b>"),
        "/moved" => reply_with(request, "301 Moved Permanently", &[("Location", "/fine")], ""),
        "/busy" => reply_with(request, "403 Forbidden", &[], ""),
        "/dead" => reply_with(request, "404 Not Found", &[], ""),
        _ => reply_with(request, "429 Too Many Requests", &[("Retry-After", "86400")], ""),
    }
}

#[test]
fn reuses_fresh_entries() {
    let server = TestServer::start(by_path);
    let lines: Vec<String> = ["/fine", "/moved", "/busy", "/dead"].map(|path| link(&server, path)).into();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".briefing/links.json");
    let mut cache = LinkCache::open(path.clone());
    let initial = check_at(NOW, &lines, "per_host = 16", &mut cache);
    cache.save().unwrap();
    let requests = server.request_lines().len();
    let second = check_at(NOW + HOUR - 1, &lines, "per_host = 16", &mut LinkCache::open(path.clone()));
    assert_eq!((server.request_lines().len(), second.summary.cached), (requests, 4));
    assert_eq!(initial.diagnostics, second.diagnostics, "and the findings are the same");

    // Failures expire after an hour, the rest after its own lifetime.
    let third = check_at(NOW + HOUR, &lines, "per_host = 16", &mut LinkCache::open(path.clone()));
    assert_eq!((server.request_lines().len() - requests, third.summary.cached), (4, 2));
    let requests = server.request_lines().len();
    let fourth = check_at(NOW + 7 * 24 * HOUR, &lines, "per_host = 16", &mut LinkCache::open(path.clone()));
    assert_eq!((server.request_lines().len() - requests, fourth.summary.cached), (7, 0));
    let requests = server.request_lines().len();
    check_at(NOW, &lines[..1], "cache_ttl = \"0s\"", &mut LinkCache::open(path));
    assert_eq!(server.request_lines().len() - requests, 1, "nothing counts when nothing shall");
}

#[test]
fn checks_new_anchor_of_cached_page() {
    let server = TestServer::start(by_path);
    let mut cache = LinkCache::default();
    for (anchor, requests, findings) in [("", 1, 0), ("#a", 2, 0), ("#a", 2, 0), ("#c", 3, 1), ("#c", 3, 1)] {
        let checked = check_at(NOW, &[link(&server, &format!("/fine{anchor}"))], "", &mut cache);
        assert_eq!((server.request_lines().len(), checked.diagnostics.len()), (requests, findings), "{anchor}");
    }
}

#[test]
fn honours_retry_after_across_runs() {
    let server = TestServer::start(by_path);
    let mut cache = LinkCache::default();
    for (later, requests) in [(0, 1), (2 * HOUR, 1), (24 * HOUR, 2)] {
        check_at(NOW + later, &[link(&server, "/patience")], "", &mut cache);
        assert_eq!(server.request_lines().len(), requests, "{later}");
    }
}

#[test]
fn replaces_invalid_cache_file() {
    let server = TestServer::start(by_path);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("links.json");
    fs::write(&path, "{\"version\":1,\"answers\":{\"x\":").unwrap();
    let mut cache = LinkCache::open(path.clone());
    check_at(NOW, &[link(&server, "/fine")], "", &mut cache);
    cache.save().unwrap();
    check_at(NOW, &[link(&server, "/fine")], "", &mut LinkCache::open(path));
    assert_eq!(server.request_lines().len(), 1);
}

#[test]
fn distinguishes_dead_host_from_missing_network() {
    let server = TestServer::start(by_path);
    let mut cache = LinkCache::default();
    check_at(NOW, &[link(&server, "/fine")], "", &mut cache);
    let lines = [link(&server, "/fine"), "[x](http://nowhere.invalid/)".to_owned()];
    let checked = check_at(NOW, &lines, "", &mut cache);
    assert_eq!((checked.summary.cached, checked.summary.dead, checked.summary.no_network), (1, 1, false));
}

#[test]
fn dead_original_is_not_requested_once_declared() {
    let server = TestServer::start(by_path);
    let article_with = |keys: &str| {
        format!("+++\ntitle = \"A\"\ndescription = \"D\"\nurl = \"{}/dead\"\n{keys}+++\nS.\n", server.address)
    };
    let config = ("briefing.toml", "base_url = \"https://example.org/\"\n");
    let check = |keys: &str| {
        check_files(NOW, &[config, ("content/articles/a.md", &article_with(keys))], &mut LinkCache::default())
            .diagnostics
    };
    let diagnostics = check("");
    let expected = format!(
        "content/articles/a.md:4:7: warning[dead-original]: `{}/dead` is dead: 404 Not Found; add `url_status = \
         \"dead\"` and `url_checked = \"2031-11-26\"`, and `archive_url` if there is an archived copy",
        server.address
    );
    assert_eq!(diagnostics, [expected]);
    let requests = server.request_lines().len();
    let keys =
        format!("url_status = \"dead\"\nurl_checked = \"2031-11-26\"\narchive_url = \"{}/fine\"\n", server.address);
    assert_eq!(check(&keys), Vec::<String>::new());
    assert_eq!(server.request_lines()[requests..], ["HEAD /fine"]);
}
